"""Telling Dagster what a person decided about a shot, so that its page shows it and automation follows.

What belongs here: reporting the shots of a film whose takes changed. What does not: deciding (`crafts/directing.py`).
"""

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.graph.bridge import report_cut, report_shots
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore


def tell_dagster(settings: Settings, store: ArtifactStore, film: str) -> list[str]:
    """Report the film's shots whose slice or takes changed since the last report; their ids.

    Nothing happens in a studio that Dagster has not run in: its first run reports them. Raises StoreError.
    """
    plan = held_plan(store, film)
    if plan is None or not (settings.dagster_home / "dagster.yaml").exists():
        return []
    with studio_instance(settings.dagster_home) as instance:
        if film not in instance.get_dynamic_partitions("films"):
            return []
        return report_shots(instance, store, film, plan)


def tell_dagster_of_approval(settings: Settings, profile: Profile, store: ArtifactStore, film: str) -> None:
    """Report the film's cut if it may be made now: automation, where it is on, then makes the film. Raises StoreError."""
    plan = held_plan(store, film)
    if plan is None or not (settings.dagster_home / "dagster.yaml").exists():
        return
    with studio_instance(settings.dagster_home) as instance:
        if film in instance.get_dynamic_partitions("films"):
            report_cut(instance, store, profile, film, plan)
