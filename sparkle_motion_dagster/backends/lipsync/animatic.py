"""Lip-sync of the animatic: mouth shapes moved on the speaking face, from the voice's own sound timings.

What belongs here: decoding the clip, moving mouths, burning subtitles. What does not: the shapes (`drawing`), their
timing (`visemes.py`), text (`media/text.py`).

A mouth is moved by adding the difference between its shape and the resting mouth that the clip shows: rain before
the face, the vignette and the film's grain stay, and there is no edge of a patch to be seen.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.layer import TWOS, Viseme
from sparkle_motion_dagster.backends.drawing.sheets import Matrix, Sheet, onto, vignette
from sparkle_motion_dagster.backends.drawing.visemes import Shape, mouths_of, shapes_of_phones, shapes_of_sound
from sparkle_motion_dagster.backends.lipsync.burning import frames_of, labels_of
from sparkle_motion_dagster.backends.lipsync.planes import Planes, Values, add_change, change, planes_of
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync, TimedLine
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.encode import VideoWriter, add_sound


class AnimaticLipsync:
    """Moves the mouths that the animatic drew. Same request, same bytes."""

    name = "animatic"
    version = "2"
    draft = True
    moves_own_drawings = True
    ignores_seeds = True
    workers: int | None = None
    packages = ("resvg-py", "opencv-python-headless", "numpy", "pillow", "av", "resources/fonts")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """The clip with moving mouths, burned subtitles and its speech; the same frames as the clip.

        Where nobody speaks on screen and there is nothing to burn, the picture is copied, not encoded again.
        """
        video = folder / "lipsynced.mp4"
        samples, rate = read_wav(request.speech)
        rig = _rig(request)
        mouths = list(_mouths(request, rig, samples, rate))
        labels = labels_of(request)
        if not mouths and not labels:
            add_sound(request.clip, samples, rate, video)
            return MadeLipsync(video, mouths_moved=False, notes=_notes(request, rig))
        picture = request.picture
        with VideoWriter(video, picture.width_px, picture.height_px, request.fps, rate) as writer:
            writer.write_sound(samples)
            for number, frame in enumerate(frames_of(request.clip)):
                planes = planes_of(frame)
                for mouth in mouths:
                    mouth.move(planes, number)
                for label, start_s, end_s in labels:
                    if start_s <= number / request.fps < end_s:
                        label.lay(planes)
                writer.write_planes(frame)
            if writer.frames != request.frames:
                raise BackendError(
                    f"shot {request.shot_id}: {request.clip.name} has {writer.frames} frames, "
                    f"{request.frames} were expected; render the clip again"
                )
        return MadeLipsync(video, mouths_moved=bool(mouths), notes=_notes(request, rig))


def _rig(request: LipsyncRequest) -> dict[str, Any]:
    try:
        rig = json.loads(request.rig.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackendError(f"shot {request.shot_id}: its rig cannot be read: {error}; render the clip again") from error
    if not isinstance(rig, dict) or rig.get("backend") != "animatic":
        raise BackendError(
            f"shot {request.shot_id}: its clip was not drawn by the animatic, so its faces are not known; "
            "name another lipsync backend in the profile, or the animatic for video"
        )
    return rig


def _notes(request: LipsyncRequest, rig: dict[str, Any]) -> tuple[str, ...]:
    hidden = {x.character_name: None for x in request.lines if x.on_screen and x.character_id not in rig["figures"]}
    return tuple(f"{name} speaks with the mouth outside the picture" for name in hidden)


@dataclass(frozen=True)
class _Mouth:
    """One figure's mouth through the clip."""

    changes: dict[Viseme, Values]
    sheet: Sheet
    """Where on the head the changes belong."""
    matrices: list[Matrix]
    visemes: tuple[Viseme, ...]
    """One for each drawing."""
    light: list[float]
    """Brightness of each frame at the mouth: fades and the vignette."""

    def move(self, planes: Planes, number: int) -> None:
        """Give the frame its mouth."""
        drawing = min(number // TWOS, len(self.matrices) - 1)
        viseme = self.visemes[drawing]
        if viseme in self.changes:
            light = self.light[min(number, len(self.light) - 1)]
            add_change(planes, self.changes[viseme], onto(self.matrices[drawing], self.sheet), light)


def _mouths(request: LipsyncRequest, rig: dict[str, Any], samples: NDArray[np.float32], rate: int) -> Iterator[_Mouth]:
    from sparkle_motion_dagster.backends.drawing.stage import Stage  # all of the kit: not needed to say what is stale

    stage = Stage(request.picture, request.frames, request.fps)
    shade = vignette(request.picture.width_px, request.picture.height_px)[..., 0]
    fades = rig.get("fade") or [1.0] * request.frames
    for name, found in rig["figures"].items():
        lines = [x for x in request.lines if x.character_id == name and x.on_screen]
        if not lines or name not in stage.actors:
            continue
        shapes = tuple(shape for line in lines for shape in _shapes(line, samples, rate))
        matrices = [np.array(m, np.float32).reshape(2, 3) for m in found["matrices"]]
        visemes = mouths_of(shapes, len(matrices), TWOS / request.fps)
        actor = stage.actors[name]
        resting = actor.mouth("X")
        changes = {v: change(resting.pixels, actor.mouth(v).pixels) for v in sorted(set(visemes) - {"X"})}
        light = [
            float(shade[y + height // 2, x + width // 2]) / 255 * fade
            for (x, y, width, height), fade in zip(found["boxes"], fades, strict=True)
        ]
        yield _Mouth(changes, resting, matrices, visemes, light)


def _shapes(line: TimedLine, samples: NDArray[np.float32], rate: int) -> tuple[Shape, ...]:
    if line.phones:
        return shapes_of_phones(line.phones)
    return shapes_of_sound(samples, rate, line.start_s, line.end_s)
