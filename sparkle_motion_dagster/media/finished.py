"""Films decoded: every frame counted, those for stills kept, the sound heard; and whether packets are those expected.

What belongs here: what one pass over a film or a clip gives. What does not: what the numbers must be (`movie.py`), which
frames stand for a shot (`telling.py`), how stills are shown (`contact_sheet.py`).
"""

import hashlib
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray
from typing_extensions import Buffer

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import ffmpeg
from sparkle_motion_dagster.media.contact_sheet import CELL_WIDTH_PX
from sparkle_motion_dagster.media.process import run
from sparkle_motion_dagster.media.reading import opened_film

Pixels = NDArray[np.uint8]
LOUDNESS_TIMEOUT_S = 900.0
JUDGED_WIDTH_PX = 480
"""Frames compete for the poster at this size."""
_SUMMARY = re.compile(r"I:\s+(-?[\d.]+|-inf) LUFS.*?Peak:\s+(-?[\d.]+|-inf) dBFS", re.S)


@dataclass
class Screened:
    """One pass over a film."""

    frames: int = 0
    stills: dict[int, Pixels] = field(default_factory=dict)
    """Each frame asked for, small, (h, w, 3) RGB."""
    best_frame: int | None = None
    """The finest of the candidates."""
    best_score: float = -1.0


def screen(film: Path, wanted: Set[int], candidates: Mapping[int, float]) -> Screened:
    """Decode every frame.

    Args:
        wanted: numbers of frames to keep a still of.
        candidates: frame number → weight with which it competes for the poster.

    Raises:
        MediaError: a frame cannot be decoded.
    """
    seen = Screened()
    with opened_film(film) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
        for frame in container.decode(video):
            number = seen.frames
            if number in wanted:
                seen.stills[number] = _scaled(frame, CELL_WIDTH_PX)
            if number in candidates:
                score = candidates[number] * fineness(_scaled(frame, JUDGED_WIDTH_PX))
                if score > seen.best_score:
                    seen.best_score, seen.best_frame = score, number
            seen.frames += 1
    return seen


def frame_at(film: Path, number: int) -> Pixels:
    """One frame, full size, (h, w, 3) RGB. Raises MediaError if the film has not so many."""
    with opened_film(film) as container:
        for at, frame in enumerate(container.decode(container.streams.video[0])):
            if at == number:
                return _scaled(frame, frame.width)
    raise MediaError(f"{film.name}: has no frame {number}; make it again")


def fineness(pixels: Pixels) -> float:
    """How much there is to see: contrast, fine detail and colour together; 0 for an even ground."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    contrast = float(grey.std()) / 64
    detail = float(np.log1p(cv2.Laplacian(grey, cv2.CV_16S).astype(np.float32).var())) / 8
    colour = float(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)[..., 1].std()) / 64
    return contrast * (0.3 + detail) * (0.7 + colour)


def measured_loudness(film: Path) -> tuple[float, float]:
    """Integrated LUFS and true peak in dBTP of a film's decoded sound, by ffmpeg's meter. Raises MediaError."""
    said = run(ffmpeg.loudness_report(film), LOUDNESS_TIMEOUT_S).stderr_tail
    found = _SUMMARY.search(said)
    if found is None:
        raise MediaError(f"{film.name}: ffmpeg reported no loudness; it said: {said[-400:]}")
    return float(found[1]), float(found[2])


@dataclass(frozen=True)
class Track:
    """A film's only track of a type, as its packets are; nothing is decoded."""

    digest: str
    """sha256 over all packets and their times in milliseconds, hex."""
    openings_s: tuple[float, ...]
    """When those are shown where a player may begin."""


def track(film: Path, kind: Literal["video", "audio"]) -> Track:
    """Read the film's only track of this type. Raises MediaError."""
    digest, openings_s = hashlib.sha256(), []
    with opened_film(film) as container:
        stream = next(stream for stream in container.streams if stream.type == kind)
        ticks_s = Fraction(stream.time_base or 0)
        for packet in container.demux(stream):
            if packet.size:
                shown_s = (packet.pts or 0) * ticks_s.numerator / ticks_s.denominator
                note_packet(digest, shown_s, memoryview(packet))
                if packet.is_keyframe:
                    openings_s.append(shown_s)
    return Track(digest.hexdigest(), tuple(openings_s))


def note_packet(digest: "hashlib._Hash", shown_s: float, data: Buffer) -> None:
    """Add one packet to a digest as `track` does."""
    digest.update(f"{shown_s * 1000:.0f} {len(memoryview(data))} ".encode())
    digest.update(data)


def checksum(film: Path) -> str:
    """sha256 of the file, hex."""
    with film.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _scaled(frame: av.VideoFrame, width: int) -> Pixels:
    height = max(2, round(frame.height * width / frame.width))
    return np.asarray(frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="AREA"), np.uint8)
