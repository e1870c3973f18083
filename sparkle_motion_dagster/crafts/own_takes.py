"""What the crafts make of a person's own files: pictures, clips and lines at the film's size, rate and level.

What belongs here: conversion with words for what it changed, and which backend stands in where the profile's cannot
work on what it did not draw. What does not: checking and keeping the files (`own_files.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.protocols import DrawsItself, MovesOwnDrawings
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.backends.versions import library_versions
from sparkle_motion_dagster.crafts.craft import Material, ShotOrder
from sparkle_motion_dagster.crafts.own_files import ROLE, part_name
from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.film.takes import CLIP, STILLS, OwnFile

CODE_VERSION = "1"
_LIBRARIES = ("pillow", "av", "opencv-python-headless", "numpy")
MADE_BY = {STILLS: f"own pictures {CODE_VERSION}", CLIP: f"own clip {CODE_VERSION}"}


def own_inputs(order: ShotOrder) -> dict[str, Any]:
    """What of the conversion can change bytes, for recipes that hold own files."""
    size = {"width_px": order.width_px, "height_px": order.height_px}
    return {"fitted": {**size, "code_version": CODE_VERSION, "libraries": library_versions(_LIBRARIES)}}


def own_file(order: ShotOrder, role: str, materials: Mapping[str, Material]) -> Path:
    """A person's file, as kept."""
    return materials[part_name(order.film, order.shot.id, role)].files[ROLE]


def both_own(order: ShotOrder) -> bool:
    """Whether no picture of the shot is left to the backend: a shot that opens on an own picture also ends on it,
    unless another is given or the shot runs on into the next."""
    own = order.take(STILLS).own
    return "start" in own and ("end" in own or not order.shot.chained)


def fitted_stills(
    order: ShotOrder, materials: Mapping[str, Material], folder: Path
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The own pictures at the film's size, by role, and what a person should know of them. Raises MediaError."""
    from sparkle_motion_dagster.media.cover import cover_picture

    own = order.take(STILLS).own
    made: dict[str, Path] = {}
    notes: list[str] = []
    for role, file in sorted(own.items()):
        made[role] = folder / f"own_{role}.png"
        lost = cover_picture(own_file(order, role, materials), made[role], order.width_px, order.height_px)
        notes += [f"your own {file.name}: {words}" for words in lost]
    if both_own(order) and "end" not in made:
        made["end"] = made["start"]
        notes.append(f"the shot ends on your own {own['start'].name} too; another: sparkle use … --image end FILE")
    return made, tuple(notes)


def own_clip(order: ShotOrder) -> OwnFile | None:
    """The clip that a person put in for the shot."""
    return order.take(CLIP).own.get("clip")


def own_clip_frames(order: ShotOrder) -> int | None:
    """Its length at the film's rate; None if there is none."""
    own = own_clip(order)
    return None if own is None else max(1, round((own.duration_s or 0.0) * order.fps))


@dataclass(frozen=True)
class FittedClip:
    """An own clip as the film takes it."""

    video: Path
    start: Path
    """Its first frame, which the shot is now expected to open on."""
    notes: tuple[str, ...]


def fitted_clip(
    order: ShotOrder, own: OwnFile, frames: int, materials: Mapping[str, Material], folder: Path
) -> FittedClip:
    """The own clip silent at the film's size and rate. Raises MediaError if the shot's lines need more of it."""
    from sparkle_motion_dagster.media.cover import clip_facts, cover_clip, crop_words, write_picture

    has = own_clip_frames(order) or 0
    if frames > has:
        raise MediaError(too_short(own, frames / order.fps))
    source = own_file(order, "clip", materials)
    facts = clip_facts(source)
    video, start = folder / "clip.mp4", folder / "start.png"
    first = cover_clip(source, video, width_px=order.width_px, height_px=order.height_px, fps=order.fps, frames=frames)
    write_picture(first, start)
    lost = crop_words((facts.width_px, facts.height_px), (order.width_px, order.height_px))
    notes = [f"your own {own.name}: {words}" for words in lost]
    if facts.has_sound:
        notes.append(f"your own {own.name}: its sound is not in the film; lines come from --line, the rest is made")
    if order.shot.transition != "cut":
        notes.append(f"your own {own.name} is taken as it is: the {order.shot.transition} of the plan is not put on it")
    return FittedClip(video, start, tuple(notes))


def too_short(own: OwnFile, needed_s: float) -> str:
    """What to tell a person whose clip is shorter than what is said in it."""
    return (
        f"your own {own.name} is {own.duration_s or 0.0:.2f} s long, its lines need {needed_s:.2f} s, and speech is never "
        "cut: use a longer clip, or choose another take"
    )


def mover(order: ShotOrder, backend: Any) -> Any:
    """Who moves the shot: the profile's backend, or the camera alone if that one would draw the shot itself."""
    if order.take(STILLS).own and isinstance(backend, DrawsItself):
        return build_choice("video", Choice(backend="still"), "own pictures")
    return backend


def syncer(order: ShotOrder, backend: Any) -> Any:
    """Who moves the mouths: the profile's backend, or nobody if that one knows only faces that it drew."""
    if (order.take(STILLS).own or order.take(CLIP).own) and isinstance(backend, MovesOwnDrawings):
        return build_choice("lipsync", Choice(backend="none"), "own pictures")
    return backend
