"""Films made by plain calls, with no Dagster: what orchestration is compared with.

What belongs here: loops over the crafts. What does not: measuring.
"""

from pathlib import Path

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.planning import keep_plan, plan_file
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.workers import workers
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.store import ArtifactStore


def whole_film(brief: str, profile_path: str, home: str) -> None:
    """Every backend call of a film, and the film."""
    from sparkle_motion_dagster.crafts.cut import CutRoom

    settings, profile = load_settings(Path(home)), load_profile(profile_path)
    crew = gather(profile)
    planned = plan_file(Path(brief), profile, None)
    store = ArtifactStore.open(settings.store)
    film = Path(brief).stem
    keep_plan(store, film, planned, "benchmark")
    with workers(settings.cores) as pool:
        shoot = Shoot(store, pool, at_once=settings.cores)
        for asset in SHOT_ASSETS:
            shoot.shoot(crew.crafts[asset], [crew.order(film, planned.plan, shot) for shot in planned.plan.shots])
        CutRoom(store, profile, pool).cut(film, planned.plan)


def one_shot(brief: str, profile_path: str, home: str, words: str) -> None:
    """The shot in which `words` are said, from its line to its report: no film, no other shot."""
    settings, profile = load_settings(Path(home)), load_profile(profile_path)
    crew = gather(profile)
    plan = plan_file(Path(brief), profile, None).plan
    shot = next(shot for shot in plan.shots if any(line.text == words for line in shot.dialogue))
    shoot = Shoot(ArtifactStore.open(settings.store), None)
    for asset in SHOT_ASSETS:
        shoot.shoot(crew.crafts[asset], [crew.order("alone", plan, shot)])
