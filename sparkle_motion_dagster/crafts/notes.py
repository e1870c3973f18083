"""What was noted while a film's shots were made: what could not be drawn or done as asked, and what stands in.

What belongs here: gathering it for a person. What does not: noting (each backend), the plan's own notes (`planning.py`).
"""

from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.store.store import ArtifactStore

_NOTED = ("dialogue_audio", "shot_images", "video_clips", "lipsynced_clips")
_MOST_SHOTS = 4
"""Shots that one note names."""


def shot_notes(store: ArtifactStore, film: str, plan: MoviePlan) -> tuple[str, ...]:
    """The notes of all shots, each once, with the shots it is about: "s010, s020: no drawing of the place 'Fjord' …"."""
    shots: dict[str, list[str]] = {}
    keys = {shot_key(film, shot.id): shot.id for shot in plan.shots}
    for asset in _NOTED:
        heads = store.heads(asset, keys)
        for key, shot in keys.items():
            for note in heads[key].facts.get("notes", ()) if key in heads else ():
                about = shots.setdefault(note, [])
                if shot not in about:
                    about.append(shot)
    return tuple(f"{_named(about)}: {note}" for note, about in shots.items())


def _named(shots: list[str]) -> str:
    more = len(shots) - _MOST_SHOTS
    return ", ".join(shots[:_MOST_SHOTS]) + (f" and {more} more" if more > 0 else "")
