"""A person's own pictures and clips at a film's size: filled edge to edge, never stretched.

What belongs here: cropping to the film's shape, scaling, and clips at the film's rate, with words for what was lost.
What does not: opening files safely (`images.py`, `reading.py`), whether a clip is long enough (`crafts/`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.reading import opened_film

Pixels = NDArray[np.uint8]
_WORTH_TELLING = 0.005
"""A crop of less than half a percent is rounding."""


@dataclass(frozen=True)
class ClipFacts:
    """A clip as it is seen: upright, with square pixels."""

    duration_s: float
    frames: int
    width_px: int
    height_px: int
    has_sound: bool


def cover(pixels: Pixels, width_px: int, height_px: int) -> Pixels:
    """(h, w, 3) pixels filling this size: the middle of the picture, cropped on two sides where the shape differs."""
    left, top, width, height = _middle(pixels.shape[1], pixels.shape[0], width_px, height_px)
    part = Image.fromarray(pixels).resize(
        (width_px, height_px), Image.Resampling.LANCZOS, box=(left, top, left + width, top + height)
    )
    return np.asarray(part, np.uint8)


def crop_words(from_px: tuple[int, int], to_px: tuple[int, int]) -> tuple[str, ...]:
    """What covering loses or makes up, for a person; nothing if the sizes agree."""
    width, height = from_px
    _, _, kept_width, kept_height = _middle(width, height, *to_px)
    told = []
    for lost, sides in ((1 - kept_width / width, "left and right"), (1 - kept_height / height, "top and bottom")):
        if lost > _WORTH_TELLING:
            told.append(
                f"{lost:.0%} of it is cropped at {sides}: it is {width}×{height}, the film {to_px[0]}×{to_px[1]}"
            )
    if kept_width < to_px[0] * (1 - _WORTH_TELLING):
        told.append(f"enlarged {to_px[0] / kept_width:.1f} times, so it is soft: it is {width}×{height}")
    return tuple(told)


def cover_picture(source: Path, made: Path, width_px: int, height_px: int) -> tuple[str, ...]:
    """Write the picture as a PNG of this size; what was lost, in words. Raises MediaError."""
    picture = open_picture(source)
    try:
        Image.fromarray(cover(np.asarray(picture, np.uint8), width_px, height_px)).save(made, compress_level=4)
    except OSError as error:
        raise MediaError(f"{made.name}: cannot be written: {error.strerror or error}") from error
    return crop_words(picture.size, (width_px, height_px))


def clip_facts(source: Path) -> ClipFacts:
    """A clip measured by decoding all of it. Raises MediaError if it is no MP4 or MOV film, damaged, or has no frame."""
    end_s, frames, size = 0.0, 0, (0, 0)
    for frame in _frames(source):
        end_s, frames, size = max(end_s, frame.at_s + frame.lasts_s), frames + 1, frame.size
    if not frames:
        raise MediaError(f"{source.name}: holds no picture")
    with opened_film(source) as film:
        sound = bool(film.streams.audio)
    return ClipFacts(end_s, frames, *size, sound)


def cover_clip(source: Path, made: Path, *, width_px: int, height_px: int, fps: int, frames: int) -> Pixels:
    """Write the clip silent at the film's size and rate, exactly `frames` long; its first frame, RGB.

    Its speed is kept: at each moment the frame is shown that the clip shows then. The last one stays if a rounding of
    rates asks for one more. Raises MediaError.
    """
    first: Pixels | None = None
    with VideoWriter(made, width_px, height_px, fps) as writer:
        shown: Pixels | None = None
        for frame in _frames(source):
            due = min(round(frame.at_s * fps + 1e-6), frames)
            if shown is not None and due > writer.frames:
                writer.write(shown, due - writer.frames)
            if writer.frames >= frames:
                break
            shown = np.ascontiguousarray(cover(frame.pixels(), width_px, height_px)[..., ::-1])
            first = shown if first is None else first
        if shown is None or first is None:
            raise MediaError(f"{source.name}: holds no picture")
        writer.write(shown, frames - writer.frames)
    return np.ascontiguousarray(first[..., ::-1])


def write_picture(pixels: Pixels, made: Path) -> None:
    """Write (h, w, 3) RGB pixels as a PNG. Raises MediaError."""
    if not cv2.imwrite(str(made), pixels[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 4]):
        raise MediaError(f"{made.name}: cannot be written; free space or fix rights")


@dataclass(frozen=True)
class _Frame:
    """One decoded frame and its time from the first one."""

    at_s: float
    lasts_s: float
    picture: av.VideoFrame
    square: float
    """Width of a pixel over its height."""

    @property
    def _turns(self) -> int:
        return round(self.picture.rotation / 90) % 4

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as seen: upright, with square pixels."""
        width, height = max(1, round(self.picture.width * self.square)), self.picture.height
        return (height, width) if self._turns % 2 else (width, height)

    def pixels(self) -> Pixels:
        """RGB, as seen."""
        rgb = np.asarray(self.picture.to_ndarray(format="rgb24"), np.uint8)
        width = max(1, round(self.picture.width * self.square))
        if width != self.picture.width:
            rgb = np.asarray(cv2.resize(rgb, (width, self.picture.height), interpolation=cv2.INTER_CUBIC), np.uint8)
        return np.ascontiguousarray(np.rot90(rgb, self._turns))


def _frames(source: Path) -> Iterator[_Frame]:
    with opened_film(source) as film:
        if not film.streams.video:
            raise MediaError(f"{source.name}: holds no picture")
        video = film.streams.video[0]
        video.thread_type = "AUTO"
        frame_s = 1 / float(video.average_rate or 25)
        square = float(video.sample_aspect_ratio or 1)
        begins_s: float | None = None
        for number, picture in enumerate(film.decode(video)):
            at_s = float(picture.time) if picture.time is not None else number * frame_s
            begins_s = at_s if begins_s is None else begins_s
            lasts_s = float(picture.duration * picture.time_base) if picture.duration and picture.time_base else frame_s
            yield _Frame(at_s - begins_s, lasts_s, picture, square)


def _middle(width: int, height: int, to_width: int, to_height: int) -> tuple[float, float, float, float]:
    """Left, top, width and height of the largest middle part of the target's shape."""
    share = min(width / to_width, height / to_height)
    kept_width, kept_height = to_width * share, to_height * share
    return (width - kept_width) / 2, (height - kept_height) / 2, kept_width, kept_height
