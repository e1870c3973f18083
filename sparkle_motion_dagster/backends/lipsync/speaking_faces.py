"""Whose face is whose, and in which frames whose mouth is moved.

What belongs here: pure planning from the picture's staging, the lines and the faces that were found. What does not:
finding faces, moving mouths.

The plan knows who stands where: figures have their order from left to right, and a close-up shows only whom it is on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.lipsync.face_tracks import Boxes, FaceTrack
from sparkle_motion_dagster.backends.protocols import TimedLine
from sparkle_motion_dagster.film.picture import Figure, Picture

_BEFORE_S, _AFTER_S = 0.08, 0.16
"""A mouth opens before its sound and closes after it."""
_EASED_FRAMES = 3
"""Over so many frames a moved mouth comes and goes."""


@dataclass(frozen=True)
class Mouth:
    """One speaker's mouth in a clip."""

    character_id: str
    name: str
    boxes: Boxes
    """(frames, 4): the face's x, y, width, height; not a number where it is not known."""
    weights: NDArray[np.float32]
    """(frames,): how much of the moved mouth is seen, 0 where it is left as it is."""

    def runs(self) -> list[tuple[int, int]]:
        """First frame and the one after the last of each piece in which it is moved."""
        moved = np.concatenate([[False], self.weights > 0, [False]])
        edges = np.flatnonzero(moved[1:] != moved[:-1])
        return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


@dataclass(frozen=True)
class Casting:
    """Which face is whose."""

    tracks: Mapping[str, FaceTrack]
    """By character id."""
    notes: tuple[str, ...]


def expected(picture: Picture) -> tuple[Figure, ...]:
    """Whom the picture shows, from left to right: in a close-up only whom it is on, in an insert nobody."""
    if picture.framing == "insert":
        return ()
    figures = tuple(sorted(picture.figures, key=lambda figure: figure.x))
    if picture.framing == "close" and picture.focus is not None:
        return tuple(figure for figure in figures if figure.character_id == picture.focus)
    return figures


def speakers(picture: Picture, lines: Sequence[TimedLine]) -> tuple[dict[str, list[TimedLine]], tuple[str, ...]]:
    """The lines of those whose mouths should be seen, by character id; and notes of those who speak outside the picture."""
    seen = {figure.character_id for figure in expected(picture)}
    spoken: dict[str, list[TimedLine]] = {}
    notes: dict[str, None] = {}
    for line in lines:
        if line.on_screen and line.character_id in seen:
            spoken.setdefault(line.character_id, []).append(line)
        elif line.on_screen:
            notes[f"{line.character_name} speaks with the mouth outside the picture"] = None
    return spoken, tuple(notes)


def cast(people: Sequence[Figure], faces: Sequence[FaceTrack], width_px: int) -> Casting:
    """Give the faces to the people, in their order from left to right.

    More faces than people: the largest are theirs. Fewer: those who stand nearest to where a face is; who gets none is
    not in `tracks`. Either is told in the notes.
    """
    people, faces = tuple(people), tuple(sorted(faces, key=lambda face: face.centre_x))
    if not people or not faces:
        return Casting({}, ())
    chosen, notes = people, []
    few, one = len(people) > 1, len(faces) == 1
    counts = f"{len(faces)} face{'' if one else 's'} found where {len(people)} {'were' if few else 'was'} expected"
    if len(faces) > len(people):
        largest = sorted(faces, key=lambda face: -face.area)[: len(people)]
        faces = tuple(sorted(largest, key=lambda face: face.centre_x))
        notes = [f"{counts}: the largest {'are' if few else 'is'} taken"]
    elif len(faces) < len(people):
        chosen = min(combinations(people, len(faces)), key=lambda some: _distance(some, people, faces, width_px))
        named = ", ".join(figure.name for figure in chosen)
        notes = [f"{counts}: taken for {named}, by where {'it is' if one else 'they are'}"]
    return Casting({figure.character_id: face for figure, face in zip(chosen, faces, strict=True)}, tuple(notes))


def _distance(some: Sequence[Figure], people: Sequence[Figure], faces: Sequence[FaceTrack], width_px: int) -> float:
    places = {figure.character_id: (number + 1) / (len(people) + 1) for number, figure in enumerate(people)}
    return sum(abs(places[who.character_id] - face.centre_x / width_px) for who, face in zip(some, faces, strict=True))


def speaking_weights(lines: Sequence[TimedLine], frames: int, fps: float) -> NDArray[np.float32]:
    """(frames,): 1 while somebody of these lines speaks, eased in and out, 0 elsewhere."""
    moments = np.arange(frames) / fps
    ease_s = _EASED_FRAMES / fps
    weights = np.zeros(frames)
    for line in lines:
        into = (moments - (line.start_s - _BEFORE_S - ease_s)) / ease_s
        out = (line.end_s + _AFTER_S + ease_s - moments) / ease_s
        weights = np.maximum(weights, np.clip(np.minimum(into, out), 0.0, 1.0))
    return weights.astype(np.float32)


def voice_alone(samples: NDArray[np.float32], rate_hz: int, lines: Sequence[TimedLine]) -> NDArray[np.float32]:
    """The shot's speech with everybody else silent, so that a mouth follows its owner's words only."""
    alone = np.zeros_like(samples)
    for line in lines:
        piece = slice(max(0, round(line.start_s * rate_hz)), round(line.end_s * rate_hz))
        alone[piece] = samples[piece]
    return alone


def mouth(lines: Sequence[TimedLine], boxes: Boxes, frames: int, fps: float) -> tuple[Mouth, int, int]:
    """The mouth that is moved for these lines of one speaker; in how many frames they speak; in how many of those the
    face is not known."""
    weights = speaking_weights(lines, frames, fps)
    lost = np.isnan(boxes[:, 0])
    speaking = int((weights > 0).sum())
    missing = int(((weights > 0) & lost).sum())
    weights[lost] = 0
    return Mouth(lines[0].character_id, lines[0].character_name, boxes, weights), speaking, missing
