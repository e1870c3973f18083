"""The readable tree of a finished film: which artifact goes where.

What belongs here: names of files for people. What does not: linking and removing them (`store/screenings.py`).
"""

from pathlib import Path

from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.errors import ArtifactMissingError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.screenings import publish
from sparkle_motion_dagster.store.store import ArtifactStore


def publish_film(store: ArtifactStore, film: str, screenings: Path) -> None:
    """Make `screenings/<film>/` hold what the film is now. Raises ArtifactMissingError if it is not finished."""
    plan_artifact, movie = store.head(PLAN_ASSET, film), store.head(MOVIE_ASSET, film)
    if plan_artifact is None or movie is None:
        raise ArtifactMissingError(f"film {film} is not finished; run: sparkle make FILE --film {film}")
    publish(store, film, _entries(store, film, film_plan(store, film), plan_artifact, movie), screenings)


def _entries(
    store: ArtifactStore, film: str, plan: MoviePlan, plan_artifact: Artifact, movie: Artifact
) -> dict[str, tuple[Artifact, str]]:
    """The readable tree: the film and its papers on top, each shot's parts below."""
    entries = {
        f"{film}.mp4": (movie, "movie"),
        f"{film}.srt": (movie, "srt"),
        f"{film}.vtt": (movie, "vtt"),
        "poster.jpg": (movie, "poster"),
        "contact_sheet.jpg": (movie, "contact_sheet"),
        "qa_report.json": (movie, "qa_report"),
        "timeline.json": (movie, "timeline"),
        "plan.json": (plan_artifact, "plan"),
    }
    names = {
        "dialogue_audio": {"track": "dialogue.wav"},
        "shot_images": {"start": "start.png", "end": "end.png"},
        "lipsynced_clips": {"video": "clip.mp4"},
    }
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    held = held_shots(store, film, plan)
    for asset, roles in names.items():
        heads = held[asset]
        for shot, key in zip(plan.shots, keys, strict=True):
            for role, name in roles.items():
                if key in heads and role in heads[key].files:
                    entries[f"shots/{shot.id}/{name}"] = (heads[key], role)
    return entries
