"""What a finished shot is known by: the still that stands for it, its finest frame, and that all of it decodes.

What belongs here: looking through one clip, once, for all films it is cut into. What does not: the contact sheet
(`contact_sheet.py`), the poster (`movie.py`), judging what is seen (`backends/inspection`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.finished import screen

Times = tuple[float, float]
"""Start and end of a spoken line, in seconds from the shot's first frame."""
SUBTITLE_LINGERS_S = 0.35
"""A burned subtitle may stand a little longer than its line."""


@dataclass(frozen=True)
class Telling:
    """One pass over a clip."""

    frames: int
    """How many decode."""
    still: NDArray[np.uint8]
    """The frame that stands for the shot, (h, w, 3) RGB, as wide as a cell of the contact sheet."""
    poster_frame: int
    """The finest frame without a subtitle."""
    poster_score: float
    """With which that frame competes for the film's poster."""


def look_through(clip: Path, lines: Sequence[Times], frames: int, fps: int) -> Telling:
    """Decode every frame of a clip that should have so many. Raises MediaError."""
    stands_for = telling_frame(lines, frames, fps)
    seen = screen(clip, {stands_for}, poster_frames(lines, frames, fps))
    if seen.frames != frames:
        raise MediaError(f"{clip.name}: {seen.frames} frames decode, {frames} expected; make it again")
    return Telling(seen.frames, seen.stills[stands_for], seen.best_frame or 0, round(seen.best_score, 6))


def telling_frame(lines: Sequence[Times], frames: int, fps: int) -> int:
    """The frame that stands for the shot: amid its first line, else its middle."""
    middle = round((lines[0][0] + lines[0][1]) / 2 * fps) if lines else frames // 2
    return min(max(middle, 0), frames - 1)


def poster_frames(lines: Sequence[Times], frames: int, fps: int) -> dict[int, float]:
    """Frames that may become the poster: those without a subtitle; if there are none, the middle, at half its worth."""
    places = [min(round(frames * share), frames - 1) for share in (0.05, 0.35, 0.65, 0.97)]
    quiet = [
        number
        for number in places
        if not any(start_s - 0.05 <= number / fps <= end_s + SUBTITLE_LINGERS_S for start_s, end_s in lines)
    ]
    return dict.fromkeys(quiet, 1.0) or {frames // 2: 0.5}
