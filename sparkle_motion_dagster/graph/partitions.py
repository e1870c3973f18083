"""The two partition sets, and the ranges Dagster can run in one step.

What belongs here: names and ranges of partitions. What does not: key grammar (`film/ids.py`). Films and shots are
two sets joined by reported assets, because every partition mapping across grains fails somewhere (docs/graph.md).
https://docs.dagster.io/guides/build/partitions-and-backfills
"""

from collections.abc import Iterable, Sequence

import dagster as dg

films = dg.DynamicPartitionsDefinition(name="films")
shots = dg.DynamicPartitionsDefinition(name="shots")


def contiguous(wanted: Iterable[str], existing: Sequence[str]) -> list[tuple[str, ...]]:
    """Split keys into runs that are neighbours in Dagster's order.

    Dagster orders dynamic partitions by when they were added, and a range takes everything between its ends.
    """
    chosen = set(wanted)
    runs: list[list[str]] = []
    previous_taken = False
    for key in existing:
        if key in chosen:
            if previous_taken:
                runs[-1].append(key)
            else:
                runs.append([key])
        previous_taken = key in chosen
    return [tuple(run) for run in runs]


def sync_shots(instance: dg.DagsterInstance, film: str, keys: Sequence[str]) -> None:
    """Make Dagster's shot partitions of this film equal to the plan's."""
    prefix = f"{film}~"
    have = {key for key in instance.get_dynamic_partitions("shots") if key.startswith(prefix)}
    new = [key for key in keys if key not in have]
    if new:
        instance.add_dynamic_partitions("shots", new)
    for key in sorted(have - set(keys)):
        instance.delete_dynamic_partition("shots", key)
