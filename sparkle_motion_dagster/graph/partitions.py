"""The two partition sets, and the ranges Dagster can run in one step.

What belongs here: names and ranges of partitions. What does not: key grammar (`film/ids.py`). Films and shots are
two sets joined by reported assets, because every partition mapping across grains fails somewhere (docs/graph.md).
https://docs.dagster.io/guides/build/partitions-and-backfills
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import dagster as dg
from dagster._core.definitions.partitions.context import PartitionLoadingContext, partition_loading_context

from sparkle_motion_dagster.crafts.briefs import listed
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import SEPARATOR


class UnknownPartitionError(InputError, click.ClickException):
    """A film or shot that the studio does not have.

    It is a click error too, so that Dagster's command line says it in one sentence instead of a traceback.
    """


class StudioPartitions(dg.DynamicPartitionsDefinition):
    """Dynamic partitions that say, of a key they do not have, which they have and how to add one."""

    def validate_partition_key(self, partition_key: str, context: PartitionLoadingContext) -> None:
        """Raises UnknownPartitionError."""
        with partition_loading_context(new_ctx=context) as loading:
            if self.has_partition_key(partition_key):
                return
            store = loading.dynamic_partitions_store
            studio = not isinstance(store, dg.DagsterInstance) or Path(store.root_directory, "dagster.yaml").exists()
            films_known = list(store.get_dynamic_partitions("films")) if store is not None else []
            shots_known = list(store.get_dynamic_partitions("shots")) if store is not None else []
        raise UnknownPartitionError(unknown_key(self.name or "", partition_key, films_known, shots_known, studio))


def unknown_key(
    kind: str, key: str, films_known: Sequence[str], shots_known: Sequence[str], studio: bool = True
) -> str:
    """What to tell a person about a key that is not there.

    Args:
        kind: `films` or `shots`.
        key: what was asked for.
        films_known: the films there are.
        shots_known: the shots there are, as keys.
        studio: whether Dagster runs on a studio's instance; a temporary one knows no partition.
    """
    if not studio:
        return (
            f"{key!r}: Dagster runs on a temporary instance, which knows no film: set DAGSTER_HOME to the studio's "
            "dagster folder (export SPARKLE_HOME=$PWD/studio DAGSTER_HOME=$PWD/studio/dagster)"
        )
    film, separator, shot = key.partition(SEPARATOR)
    add = "add one with: sparkle add FILE --film ID"
    if kind == "films":
        if separator and film in films_known:
            return f"{key!r} is a shot: this asset is made for a whole film; use --partition {film}"
        return f"no film {key!r} in this studio; it has: {listed(films_known)}; {add}"
    if film not in films_known:
        return f"no film {film!r} in this studio, so no shot {key!r}; it has: {listed(films_known)}; {add}"
    mine = [known.partition(SEPARATOR)[2] for known in shots_known if known.startswith(f"{film}{SEPARATOR}")]
    if not mine:
        return f"film {film!r} has no shots yet: materialize movie_plan with --partition {film} first"
    asked = f"no shot {shot!r} in film {film!r}" if shot else f"{key!r} is a film: this asset is made for its shots"
    return (
        f"{asked}; it has: {listed(mine)}; write {film}{SEPARATOR}{sorted(mine)[0]}. Shots come from the film's brief: "
        f"edit it and materialize movie_plan with --partition {film}"
    )


def check_range(keys: Sequence[str]) -> None:
    """Raises InputError for a range without partitions: Dagster runs one that is given the wrong way round, over nothing."""
    if not keys:
        raise InputError(
            "this range holds no film or shot: its last one was added before its first; write it the other way round "
            "(--partition-range FIRST...LAST, in the order in which Dagster lists them)"
        )


films = StudioPartitions(name="films")
shots = StudioPartitions(name="shots")


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
