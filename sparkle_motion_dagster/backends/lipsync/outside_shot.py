"""One shot whose mouths an engine of others moves: cut out, handed over, decoded and counted, laid back.

What belongs here: the work of one call. What does not: settings (`outside.py`), finding faces (`shot_faces.py`), files
(`engine_clips.py`).
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.burning import frames_of, write_with_speech
from sparkle_motion_dagster.backends.lipsync.engine_clips import count_frames, exactly, read_clip, write_clip
from sparkle_motion_dagster.backends.lipsync.face_finder import padded
from sparkle_motion_dagster.backends.lipsync.mouth_patch import as_picture, lay_face
from sparkle_motion_dagster.backends.lipsync.planes import planes_of
from sparkle_motion_dagster.backends.lipsync.shot_faces import ShotFaces
from sparkle_motion_dagster.backends.lipsync.speaking_faces import Mouth, voice_alone
from sparkle_motion_dagster.backends.outside.worker import OutsideWorker
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError, ModelOOMError
from sparkle_motion_dagster.media.audio import read_wav, write_wav
from sparkle_motion_dagster.media.ffmpeg import binary
from sparkle_motion_dagster.media.resample import resample

if TYPE_CHECKING:
    from sparkle_motion_dagster.backends.lipsync.outside import OutsideLipsync

_AROUND = 0.75
"""Of the face's size: so much of the picture is handed over on each side of it."""
_FACE_PX, _MOST_ENLARGED = 192, 4.0
"""Small faces are handed over enlarged, up to this width."""
_RATE_HZ = 16_000
_OFF_BY = 1
"""So many frames more or fewer than it was given may come back."""


@dataclass(frozen=True)
class _Piece:
    """One speaker's mouth in frames that follow each other."""

    mouth: Mouth
    start: int
    stop: int
    region: tuple[int, int, int, int]
    """Left, top, right, bottom of what is handed over, in the film's pixels."""
    scale: float
    file: Path

    @property
    def frames(self) -> int:
        return self.stop - self.start

    @property
    def size(self) -> tuple[int, int]:
        left, top, right, bottom = self.region
        return _even((right - left) * self.scale), _even((bottom - top) * self.scale)


def moved(
    request: LipsyncRequest, folder: Path, faces: ShotFaces, worker: OutsideWorker, backend: "OutsideLipsync"
) -> MadeLipsync:
    """The clip with its mouths moved, and how it was done."""
    work = _Work(request, folder, worker, backend)
    video = folder / "lipsynced.mp4"
    work.bench.mkdir()
    try:
        pieces = [work.planned(mouth, start, stop) for mouth in faces.mouths for start, stop in mouth.runs()]
        for number, piece in enumerate(pieces):
            work.make(piece, lambda share, done=number: report_progress(folder, (done + share) / len(pieces)))
        write_with_speech(faces.marked(request), work.laid(pieces), video)
    finally:
        shutil.rmtree(work.bench, ignore_errors=True)
    facts = {
        **faces.facts,
        "model": backend.model_inputs(),
        "model_id": backend.name,
        "device": backend.device,
        "engine_says": dict(worker.facts),
        "attempts": work.attempts,
    }
    notes = (*faces.notes, *work.notes)
    return MadeLipsync(video, mouths_moved=True, notes=notes, facts=facts, draft=faces.still or None)


class _Work:
    def __init__(self, request: LipsyncRequest, folder: Path, worker: OutsideWorker, backend: "OutsideLipsync"):
        self.request, self.worker, self.backend = request, worker, backend
        self.bench = folder / "engine"
        self.fps = backend.fps or backend.own_fps
        self.samples, self.rate_hz = read_wav(request.speech)
        self.notes: list[str] = []
        self.attempts: list[dict[str, Any]] = []

    def planned(self, mouth: Mouth, start: int, stop: int) -> _Piece:
        """What is handed over for a run of frames."""
        boxes = mouth.boxes[start:stop]
        width, height = np.median(boxes[:, 2:], axis=0)
        picture = self.request.picture
        left, top = (
            _even(max(0, boxes[:, 0].min() - _AROUND * width)),
            _even(max(0, boxes[:, 1].min() - _AROUND * height)),
        )
        right = min(picture.width_px, _even((boxes[:, 0] + boxes[:, 2]).max() + _AROUND * width))
        bottom = min(picture.height_px, _even((boxes[:, 1] + boxes[:, 3]).max() + _AROUND * height))
        scale = float(np.clip(_FACE_PX / width, 1.0, _MOST_ENLARGED))
        return _Piece(
            mouth, start, stop, (left, top, right, bottom), scale, self.bench / f"{mouth.character_id}-{start}"
        )

    def make(self, piece: _Piece, progress: Any) -> None:
        """Let the engine make the piece; `piece.file`.out.mp4 is there then, decoded and counted."""
        asked = self._handed_over(piece)
        for attempt in range(1, self.backend.retries + 2):
            out = Path(asked["out"])
            out.unlink(missing_ok=True)
            told = {"who": piece.mouth.name, "from_frame": piece.start, "attempt": attempt}
            try:
                self.worker.call(asked, self.backend.timeout_s, progress)
                self._counted(piece, out)
            except (ModelOOMError, BackendUnavailableError):
                raise
            except BackendError as error:
                self.attempts.append({**told, "outcome": _short(error)})
                if attempt > self.backend.retries:
                    tried = f" (tried {attempt} times)" if attempt > 1 else ""
                    raise BackendError(
                        f"shot {self.request.shot_id}: {piece.mouth.name}'s mouth{tried}: {error}"
                    ) from error
                continue
            self.attempts.append({**told, "outcome": "succeeded"})
            return

    def _handed_over(self, piece: _Piece) -> dict[str, Any]:
        """The piece's files, and what is asked of the engine."""
        file, (width, height) = piece.file, piece.size
        left, top, right, bottom = piece.region
        cut = (picture[top:bottom, left:right] for picture in self._pictures(piece))
        write_clip(
            _with(file, ".mp4"),
            (cv2.resize(one, (width, height), interpolation=cv2.INTER_CUBIC) for one in cut),
            width,
            height,
            self.fps,
        )
        write_wav(_with(file, ".wav"), self._heard(piece), _RATE_HZ)
        boxes = (piece.mouth.boxes[piece.start : piece.stop] - [left, top, 0, 0]) * piece.scale
        told = {"fps": self.fps, "width_px": width, "height_px": height, "boxes": np.round(boxes, 2).tolist()}
        _with(file, ".json").write_text(json.dumps(told), encoding="utf-8")
        temp = _with(file, ".temp")
        temp.mkdir()
        return {
            "clip": str(_with(file, ".mp4")),
            "wav": str(_with(file, ".wav")),
            "boxes": str(_with(file, ".json")),
            "out": str(_with(file, ".out.mp4")),
            "temp": str(temp),
            "tools": str(self._tools()),
            "frames": piece.frames,
            "fps": self.fps,
            "seed": self.request.seed,
            **self.backend.asked_with(),
        }

    def _pictures(self, piece: _Piece) -> Iterator[Pixels]:
        for number, frame in enumerate(frames_of(self.request.clip)):
            if number >= piece.stop:
                return
            if number >= piece.start:
                yield as_picture(frame)

    def _heard(self, piece: _Piece) -> Any:
        """The speaker's words during the piece, as long as its frames are at the engine's rate."""
        film_fps = self.request.fps
        lines = [x for x in self.request.lines if x.on_screen and x.character_id == piece.mouth.character_id]
        alone = voice_alone(self.samples, self.rate_hz, lines)
        start, stop = (round(frame * self.rate_hz / film_fps) for frame in (piece.start, piece.stop))
        fitted = resample(alone[start:stop], self.rate_hz * self.fps / film_fps, _RATE_HZ)
        wanted = round(piece.frames * _RATE_HZ / self.fps)
        return np.pad(fitted, (0, max(0, wanted - len(fitted))))[:wanted]

    def _tools(self) -> Path:
        """A folder in which `ffmpeg` is the program that comes with us: the engines call it by that name."""
        folder = self.bench / "tools"
        if not folder.is_dir():
            folder.mkdir()
            (folder / "ffmpeg").symlink_to(binary())
        return folder

    def _counted(self, piece: _Piece, out: Path) -> None:
        name = self.backend.name
        count = count_frames(out, name)
        if not count or abs(count - piece.frames) > _OFF_BY:
            raise BackendError(f"{name} was given {piece.frames} frames and made {count}: it is not laid on the film")
        first = next(read_clip(out))
        shape, wanted = first.shape[1] / first.shape[0], piece.size[0] / piece.size[1]
        if abs(shape / wanted - 1) > 0.02:
            raise BackendError(
                f"{name} was given {piece.size[0]}×{piece.size[1]} pixels and made {first.shape[1]}×{first.shape[0]}: another shape"
            )
        if count != piece.frames:
            done = "its last was held" if count < piece.frames else "the last was left out"
            self.notes.append(f"{name} made {count} of {piece.frames} frames of {piece.mouth.name}'s mouth: {done}")

    def laid(self, pieces: list[_Piece]) -> Iterator[Pixels]:
        """Every frame of the clip, with the mouths that were made."""
        made = [exactly(read_clip(_with(piece.file, ".out.mp4")), piece.frames) for piece in pieces]
        for number, frame in enumerate(frames_of(self.request.clip)):
            for piece, frames in zip(pieces, made, strict=True):
                if piece.start <= number < piece.stop:
                    self._lay(frame, number, piece, next(frames))
            yield frame

    def _lay(self, frame: Pixels, number: int, piece: _Piece, made: Pixels) -> None:
        picture, mouth = self.request.picture, piece.mouth
        left, top, right, bottom = piece.region
        whole = padded(mouth.boxes[number], self.backend.pads, picture.width_px, picture.height_px)
        place = max(whole[0], left), max(whole[1], top), min(whole[2], right), min(whole[3], bottom)
        if place[2] - place[0] < 8 or place[3] - place[1] < 8:
            return
        across, down = made.shape[1] / (right - left), made.shape[0] / (bottom - top)
        x0, x1 = (round((x - left) * across) for x in (place[0], place[2]))
        y0, y1 = (round((y - top) * down) for y in (place[1], place[3]))
        lay_face(planes_of(frame), made[y0:y1, x0:x1], place, float(mouth.weights[number]))


def _with(file: Path, ending: str) -> Path:
    return file.with_name(file.name + ending)


def _even(value: float) -> int:
    return int(value) // 2 * 2


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:200] + ("…" if len(text) > 200 else "")
