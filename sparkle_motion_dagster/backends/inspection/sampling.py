"""Which frames of a clip a judge is shown.

What belongs here: choosing them. Pure. What does not: decoding them (`frames.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

FADE_S = 0.6
"""Of a shot that begins or ends in the dark, this much is passed over."""


@dataclass(frozen=True)
class Sample:
    """A frame to be looked at."""

    frame: int
    where: tuple[str, ...]
    """"first", "middle", "last", "line 2"; several if they fall on one frame."""

    def id(self, shot_id: str) -> str:
        """Its name in the findings."""
        return f"{shot_id}-f{self.frame:06d}"


def sample_frames(
    frames: int,
    fps: float,
    spans_s: Sequence[tuple[float, float]],
    most: int,
    transition: str = "cut",
) -> tuple[Sample, ...]:
    """Frames to be looked at, in order of time: at least one, at most `most`.

    Middle, first and last come before frames amid the lines; of more lines than there is room for, evenly spread ones.

    Args:
        frames: of the clip, at least 1.
        fps: of the clip.
        spans_s: beginning and end of each line.
        most: at least 1.
        transition: "fade_in" and "fade_out" move the first or last away from the dark.
    """
    dark = min(round(FADE_S * fps), frames // 3)
    first = dark if transition == "fade_in" else 0
    last = frames - 1 - (dark if transition == "fade_out" else 0)
    chosen: dict[int, list[str]] = {}
    for frame, where in ((frames // 2, "middle"), (first, "first"), (last, "last")):
        _take(chosen, frame, where, most)
    amid = [(min(frames - 1, max(0, round((a + b) / 2 * fps))), f"line {n}") for n, (a, b) in enumerate(spans_s, 1)]
    room = most - len(chosen)
    for index in _spread(len(amid), room) if len(amid) > room else range(len(amid)):
        _take(chosen, *amid[index], most)
    return tuple(Sample(frame, tuple(where)) for frame, where in sorted(chosen.items()))


def _take(chosen: dict[int, list[str]], frame: int, where: str, most: int) -> None:
    if frame in chosen or len(chosen) < most:
        chosen.setdefault(frame, []).append(where)


def _spread(count: int, room: int) -> list[int]:
    """`room` indices out of `count`, evenly spread."""
    return sorted({round((slot + 0.5) * count / room - 0.5) for slot in range(room)}) if room > 0 else []
