"""One shot whose mouths Wav2Lip moves: the frames in order, faces in batches, what was made laid on them.

What belongs here: the work of one call. What does not: settings (`wav2lip.py`), finding faces (`shot_faces.py`), the
network (`wav2lip_mouths.py`).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.burning import frames_of, write_with_speech
from sparkle_motion_dagster.backends.lipsync.face_finder import padded
from sparkle_motion_dagster.backends.lipsync.mel import RATE_HZ, Values, windows
from sparkle_motion_dagster.backends.lipsync.mouth_patch import as_picture, lay_face
from sparkle_motion_dagster.backends.lipsync.planes import planes_of
from sparkle_motion_dagster.backends.lipsync.shot_faces import ShotFaces
from sparkle_motion_dagster.backends.lipsync.speaking_faces import Mouth, voice_alone
from sparkle_motion_dagster.backends.lipsync.wav2lip_mouths import BATCHES, Wav2LipMouths
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.resample import resample

if TYPE_CHECKING:
    from sparkle_motion_dagster.backends.lipsync.wav2lip import Wav2LipLipsync

_LEAST_PX = 8


@dataclass(frozen=True)
class _Face:
    """One mouth in one frame."""

    frame: int
    mouth: int
    place: tuple[int, int, int, int]
    pixels: Pixels


def moved(
    request: LipsyncRequest, folder: Path, faces: ShotFaces, mouths: Wav2LipMouths, backend: "Wav2LipLipsync"
) -> MadeLipsync:
    """The clip with its mouths moved, and how it was done."""
    video = folder / "lipsynced.mp4"
    work = _Work(request, folder, faces.mouths, mouths, backend)
    write_with_speech(faces.marked(request), work.frames(), video)
    facts = {
        **faces.facts,
        "model": backend.model_inputs(),
        "model_id": backend.source.identity()["id"],
        "device": str(mouths.device),
        "attempts": work.attempts,
    }
    notes = (*faces.notes, *(("memory was short: faces were made in smaller batches",) if work.attempts else ()))
    return MadeLipsync(video, mouths_moved=True, notes=notes, facts=facts, draft=faces.still or None)


class _Work:
    def __init__(
        self,
        request: LipsyncRequest,
        folder: Path,
        moving: tuple[Mouth, ...],
        mouths: Wav2LipMouths,
        backend: "Wav2LipLipsync",
    ):
        self.request, self.folder, self.moving, self.mouths, self.backend = request, folder, moving, mouths, backend
        self.heard = [self._heard(one) for one in moving]
        self.attempts: list[dict[str, Any]] = []
        self.deadline = time.monotonic() + backend.timeout_s

    def _heard(self, mouth: Mouth) -> Values:
        """What the owner of the mouth says, for every frame."""
        samples, rate_hz = read_wav(self.request.speech)
        lines = [line for line in self.request.lines if line.on_screen and line.character_id == mouth.character_id]
        alone = resample(voice_alone(samples, rate_hz, lines), rate_hz, RATE_HZ)
        film_fps = self.request.fps
        fps = min(self.backend.fps or film_fps, film_fps)
        return windows(alone, [int(number * fps / film_fps + 1e-6) / fps for number in range(self.request.frames)])

    def frames(self) -> Iterator[Pixels]:
        """Every frame of the clip, in order; a few are held at once."""
        held: list[Pixels] = []
        start = 0
        for frame in frames_of(self.request.clip):
            held.append(frame)
            if len(held) == BATCHES[0]:
                yield from self._moved(start, held)
                start += len(held)
                held = []
        yield from self._moved(start, held)

    def _moved(self, start: int, held: list[Pixels]) -> list[Pixels]:
        seen = [face for offset, frame in enumerate(held) for face in self._faces(start + offset, frame)]
        for first in range(0, len(seen), BATCHES[0]):
            batch = seen[first : first + BATCHES[0]]
            heard = np.stack([self.heard[face.mouth][face.frame] for face in batch])
            what = f"{self.request.shot_id}: mouths of frames {batch[0].frame} to {batch[-1].frame}"
            made, attempts = self.mouths.speak([face.pixels for face in batch], heard, what)
            self.attempts += attempts
            for face, pixels in zip(batch, made, strict=True):
                weight = float(self.moving[face.mouth].weights[face.frame])
                lay_face(planes_of(held[face.frame - start]), pixels, face.place, weight)
            if time.monotonic() > self.deadline:
                raise BackendError(
                    f"shot {self.request.shot_id}: its mouths took longer than {self.backend.timeout_s:g} s on "
                    f"{self.mouths.device}: raise `timeout_s`, shorten the shot, or use a faster device"
                )
        report_progress(self.folder, (start + len(held)) / max(1, self.request.frames))
        return held

    def _faces(self, number: int, frame: Pixels) -> Iterator[_Face]:
        active = [
            index for index, one in enumerate(self.moving) if number < self.request.frames and one.weights[number] > 0
        ]
        if not active:
            return
        picture = as_picture(frame)
        for index in active:
            place = padded(self.moving[index].boxes[number], self.backend.pads, picture.shape[1], picture.shape[0])
            left, top, right, bottom = place
            if right - left >= _LEAST_PX and bottom - top >= _LEAST_PX:
                yield _Face(number, index, place, picture[top:bottom, left:right])
