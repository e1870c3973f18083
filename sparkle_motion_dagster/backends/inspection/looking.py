"""What a clip shows, measured in one pass over its decoded frames.

What belongs here: pixel statistics of a clip. What does not: limits (`thresholds.py`), sentences about faults
(`measure.py`), mouths (`mouths.py`, which is handed each frame).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.inspection import thresholds as limits
from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.images import phash, phash_distance
from sparkle_motion_dagster.media.reading import opened_film

Luma = NDArray[np.uint8]
"""(h, w), 0 black to 255 white, or 16 to 235 in a frame as decoded."""


@dataclass(frozen=True)
class Look:
    """Statistics of a clip's pictures."""

    frames: int
    width_px: int
    height_px: int
    fps: float
    black_frames: int
    frozen_longest_frames: int
    """Most frames in a row that show what the first of them shows."""
    contrast: float
    blur_score: float
    start_distance: int | None
    """None if the clip never shows a picture in its beginning."""
    sound: bool
    """Whether the clip has a sound track."""


def look_at(clip: Path, start_hash: str, see: Callable[[Luma], None]) -> Look:
    """Decode every frame once.

    Args:
        start_hash: pHash of the picture the clip should begin with.
        see: called with the luma of every frame, (h, w) uint8 in video range, valid during the call.

    Raises:
        MediaError: the clip cannot be decoded.
    """
    with opened_film(clip) as film:
        if not film.streams.video:
            raise MediaError(f"{clip.name}: has no picture")
        video = film.streams.video[0]
        video.thread_type = "SLICE"
        fps = float(video.average_rate or 0)
        if fps <= 0:
            raise MediaError(f"{clip.name}: has no frame rate")
        eye = _Eye(fps, start_hash)
        for frame in film.decode(video):
            luma = _luma(frame)
            eye.see(luma, frame)
            see(luma)
        if not eye.frames:
            raise MediaError(f"{clip.name}: no frame can be decoded")
        return Look(
            frames=eye.frames,
            width_px=video.codec_context.width,
            height_px=video.codec_context.height,
            fps=fps,
            black_frames=eye.black,
            frozen_longest_frames=eye.frozen_longest,
            contrast=float(np.median(eye.contrasts)),
            blur_score=float(np.median(eye.blurs)),
            start_distance=eye.start_distance,
            sound=bool(film.streams.audio),
        )


def sharpness(luma: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian."""
    import cv2

    return float(cv2.Laplacian(luma, cv2.CV_16S).astype(np.float32).var())


class _Eye:
    """Sees frames one by one and keeps counts."""

    def __init__(self, fps: float, start_hash: str) -> None:
        self.frames = self.black = self.frozen_longest = 0
        self.contrasts: list[float] = []
        self.blurs: list[float] = []
        self.start_distance: int | None = None
        self._start_hash = start_hash
        self._held: NDArray[np.float32] | None = None
        self._held_frames = 0
        self._sample_every = max(1, round(limits.STATISTICS_EVERY_S * fps))
        self._search_every = max(1, round(limits.START_SEARCH_EVERY_S * fps))
        self._search_until = round(limits.START_SEARCH_S * fps)

    def see(self, luma: Luma, frame: av.VideoFrame) -> None:
        import cv2

        height, width = luma.shape
        block = limits.CHANGE_BLOCK_PX
        small = cv2.resize(luma, (max(1, width // block), max(1, height // block)), interpolation=cv2.INTER_AREA)
        blocks = (small.astype(np.float32) - 16.0) * np.float32(255 / 219)
        black = float(blocks.mean()) < limits.BLACK_LUMA
        self.black += black
        if self._held is None or float(np.abs(blocks - self._held).max()) >= limits.CHANGE_LUMA:
            self._held, self._held_frames = blocks, 0
        self._held_frames += 1
        self.frozen_longest = max(self.frozen_longest, self._held_frames)
        if self.frames % self._sample_every == 0:
            self.contrasts.append(float(luma.std()) * 255 / 219)
            self.blurs.append(sharpness(luma))
        if not black:
            self._compare_with_start(frame)
        self.frames += 1

    def _compare_with_start(self, frame: av.VideoFrame) -> None:
        settled = self.start_distance is not None and self.start_distance <= limits.START_DISTANCE_MAX
        due = self.start_distance is None or self.frames % self._search_every == 0
        if settled or not due or self.frames > self._search_until:
            return
        distance = phash_distance(phash(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)), self._start_hash)
        if self.start_distance is None or distance < self.start_distance:
            self.start_distance = distance


def _luma(frame: av.VideoFrame) -> Luma:
    """The frame's first plane, without a copy; frames of other layouts are converted."""
    if frame.format.name not in ("yuv420p", "yuv422p", "yuv444p", "nv12"):
        frame = frame.reformat(format="yuv420p")
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(frame.height, plane.line_size)
    return rows[:, : frame.width]
