"""When things happen: where lines stand in a shot, how long a shot is, where shots stand in the film.

What belongs here: arithmetic of seconds and frames, pure. What does not: measuring sound (`media/audio.py`).
Sound comes first: the measured lines set the length of the shot, and nothing ever cuts a line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

HEAD_S = 0.40
"""Silence before a shot's first line: the cut is seen before it is spoken over."""
TAIL_S = 0.50
"""Silence after its last line."""
GAP_S = 0.30
"""Between two lines of one shot."""
SHORTEST_SHOT_S = 1.0


@dataclass(frozen=True)
class LineTime:
    """A line's place in its shot, seconds from the shot's first frame."""

    start_s: float
    end_s: float


def place_lines(durations_s: Sequence[float], dual: Sequence[bool]) -> tuple[LineTime, ...]:
    """Lines one after another, `GAP_S` apart; a dual line starts with the line before it.

    Args:
        durations_s: measured length of each line.
        dual: whether each line is spoken at the same time as the one before.
    """
    placed: list[LineTime] = []
    cursor_s = HEAD_S
    for duration_s, together in zip(durations_s, dual, strict=True):
        start_s = placed[-1].start_s if together and placed else cursor_s
        end_s = start_s + duration_s
        placed.append(LineTime(round(start_s, 6), round(end_s, 6)))
        cursor_s = max(cursor_s, end_s + GAP_S)
    return tuple(placed)


def shot_frames(planned_s: float, lines: Sequence[LineTime], fps: int, planned_is_estimate: bool) -> int:
    """Exact length of a shot in frames.

    A shot that speaks is as long as its lines need. `planned_s` lengthens it only when a person asked for
    that length; an estimate made from the words is replaced by the measure.
    """
    needed_s = max((line.end_s for line in lines), default=0.0) + TAIL_S if lines else 0.0
    wanted_s = needed_s if lines and planned_is_estimate else max(planned_s, needed_s)
    return max(math.ceil(round(max(wanted_s, SHORTEST_SHOT_S) * fps, 6)), 1)


def starts(frames: Sequence[int], first_frame: int = 0) -> tuple[int, ...]:
    """First frame of each shot in the film."""
    result = []
    for length in frames:
        result.append(first_frame)
        first_frame += length
    return tuple(result)
