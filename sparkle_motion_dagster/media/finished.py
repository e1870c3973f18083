"""The finished film, decoded once from its first frame to its last: counted, its frames for stills kept, its sound heard.

What belongs here: what one pass over the film gives. What does not: what the numbers must be (`movie.py`), how stills
are shown (`contact_sheet.py`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

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
    cells: dict[str, Pixels] = field(default_factory=dict)
    """A small frame for each name asked for, (h, w, 3) RGB."""
    best: Pixels | None = None
    """The finest of the candidate frames, full size."""
    best_frame: int | None = None


def screen(film: Path, wanted: Mapping[int, Sequence[str]], candidates: Mapping[int, float]) -> Screened:
    """Decode every frame.

    Args:
        wanted: frame number → names that frame stands for.
        candidates: frame number → weight with which it competes for the poster.

    Raises:
        MediaError: a frame cannot be decoded.
    """
    seen = Screened()
    best_score = -1.0
    with opened_film(film) as container:
        video = container.streams.video[0]
        video.thread_type = "AUTO"
        for frame in container.decode(video):
            number = seen.frames
            if number in wanted:
                small = _scaled(frame, CELL_WIDTH_PX)
                seen.cells.update(dict.fromkeys(wanted[number], small))
            if number in candidates:
                score = candidates[number] * fineness(_scaled(frame, JUDGED_WIDTH_PX))
                if score > best_score:
                    best_score, seen.best, seen.best_frame = score, _scaled(frame, frame.width), number
            seen.frames += 1
    return seen


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


def changed_streams(film: Path, picture: Path, sound: Path) -> list[str]:
    """Which of "picture" and "sound" do not lie in the film packet for packet; [] is as it should be. Raises MediaError."""
    checked = {"picture": (picture, "video"), "sound": (sound, "audio")}
    return [kind for kind, (file, track) in checked.items() if _packets(film, track) != _packets(file, track)]


def _packets(film: Path, track: str) -> str:
    """Hash over all packets of the film's only track of this type, and their times in milliseconds."""
    digest = hashlib.sha256()
    with opened_film(film) as container:
        for packet in container.demux(next(stream for stream in container.streams if stream.type == track)):
            if packet.size:
                digest.update(f"{float((packet.pts or 0) * packet.time_base) * 1000:.0f} {packet.size} ".encode())
                digest.update(bytes(packet))
    return digest.hexdigest()


def checksum(film: Path) -> str:
    """sha256 of the file, hex."""
    with film.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _scaled(frame: av.VideoFrame, width: int) -> Pixels:
    height = max(2, round(frame.height * width / frame.width))
    return np.asarray(frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="AREA"), np.uint8)
