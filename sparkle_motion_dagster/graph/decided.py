"""A person's decision about a shot, and Dagster: none while a run makes the shot; afterwards its page shows it, and
automation follows.

What belongs here: asking for such runs, reporting the shots whose takes changed. What does not: deciding
(`crafts/directing.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.film.ids import SEPARATOR, shot_key
from sparkle_motion_dagster.graph.at_work import shots_of, told_of
from sparkle_motion_dagster.graph.bridge import report_cut, report_shots
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

_MAKING = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
"""Runs that have read, or may have read, what was decided. Those that wait read it when they start."""


def check_undisturbed(
    settings: Settings, film: str, shot: str | None = None, instance: dg.DagsterInstance | None = None
) -> None:
    """Refuse a decision while a run makes the shot (None: any of the film's): some of its steps would follow it, some not.

    `instance`: the studio's own, where it is open in this process already.

    Raises FilmBusyError naming the run. A `sparkle make` holds the film itself (`store/decisions.py`).
    """
    with _dagster(settings, instance) as dagster:
        if dagster is None:
            return
        fail_dead_runs(dagster)
        for run in dagster.get_runs(filters=dg.RunsFilter(statuses=_MAKING)):
            made = shots_of(dagster, run.tags)
            mine = made & {shot_key(film, shot)} if shot else {key for key in made if key.startswith(film + SEPARATOR)}
            if mine:
                raise FilmBusyError(
                    f"{film} {shot or ''}".strip() + f" is being made: {told_of(run)}. "
                    "Decide when it is done, or cancel it (sparkle studio, Runs)"
                )


def tell_dagster(
    settings: Settings, store: ArtifactStore, film: str, instance: dg.DagsterInstance | None = None
) -> list[str]:
    """Report the film's shots whose slice or takes changed since the last report; their ids.

    Nothing happens in a studio that Dagster has not run in: its first run reports them. Raises StoreError.
    """
    plan = held_plan(store, film)
    with _dagster(settings, instance) as dagster:
        if plan is None or dagster is None or film not in dagster.get_dynamic_partitions("films"):
            return []
        return report_shots(dagster, store, film, plan)


def tell_dagster_of_approval(
    settings: Settings, profile: Profile, store: ArtifactStore, film: str, instance: dg.DagsterInstance | None = None
) -> None:
    """Report the film's cut if it may be made now: automation, where it is on, then makes the film. Raises StoreError."""
    plan = held_plan(store, film)
    with _dagster(settings, instance) as dagster:
        if plan is not None and dagster is not None and film in dagster.get_dynamic_partitions("films"):
            report_cut(dagster, store, profile, film, plan)


@contextmanager
def _dagster(settings: Settings, opened: dg.DagsterInstance | None) -> Iterator[dg.DagsterInstance | None]:
    """The instance that is open here, else the studio's; None in a studio that Dagster has not run in."""
    if opened is not None or not (settings.dagster_home / "dagster.yaml").exists():
        yield opened
        return
    with studio_instance(settings.dagster_home) as instance:
        yield instance
