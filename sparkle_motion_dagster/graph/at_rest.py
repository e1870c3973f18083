"""Whether Dagster has left a studio's films alone, asked before something of them is taken away.

What belongs here: asking from outside a code location, where no graph is at hand, and refusing. What does not: what
counts as work (`at_work.py`), what is taken away (`remove_film.py`, `store/upkeep.py`).
"""

import dagster as dg

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.graph.at_work import films_at_work
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import Settings

_ANY_PROFILE = "animatic"
"""The partitions of the graph are the same whatever the profile, and this one needs nothing that may be missing."""


def films_in_dagster(settings: Settings, instance: dg.DagsterInstance) -> set[str]:
    """Films that have a run or a backfill at work in the studio."""
    graph = build_definitions(settings, load_profile(_ANY_PROFILE)).resolve_asset_graph()
    return films_at_work(instance, graph)


def check_at_rest(settings: Settings) -> None:
    """Refuse while Dagster makes any film, or is about to. Where it has not run in this studio, nothing is asked.

    Raises FilmBusyError naming the films, StoreError.
    """
    if not (settings.dagster_home / "dagster.yaml").exists():
        return
    with studio_instance(settings.dagster_home) as instance:
        busy = sorted(films_in_dagster(settings, instance))
    if busy:
        raise FilmBusyError(
            f"{', '.join(busy)} being made now: a run or backfill in Dagster. Wait until it is done, or cancel it "
            "(sparkle studio, Runs)."
        )
