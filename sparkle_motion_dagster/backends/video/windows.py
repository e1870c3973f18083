"""Long shots in windows: which frames each covers, how they continue from each other, how they are joined.

What belongs here: pure planning and the weights of a join. What does not: making frames.

Frames are the model's. A window begins inside the one before it: its first frame is conditioned on the frame of the
window before that lies at the same moment, and what both show is blended.
"""

import hashlib
from dataclasses import dataclass
from math import cos, pi
from typing import Literal

from sparkle_motion_dagster.backends.video.abilities import Abilities

Picture = Literal["start", "end", "previous"]


@dataclass(frozen=True)
class Window:
    """Frames `start` to `start + frames - 1` of the shot, made by one call of the model."""

    start: int
    frames: int

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.frames


@dataclass(frozen=True)
class Conditions:
    """The pictures that a window begins and ends with."""

    first: Picture | None
    last: Picture | None


def shortest_window(abilities: Abilities, min_frames: int, overlap: int) -> int:
    """The shortest window that can be one of several: legal, and longer than what it shares with its neighbours."""
    return abilities.at_least(max(min_frames, overlap + abilities.stride + 1))


def plan_windows(
    total: int, length: int, overlap: int, min_frames: int, abilities: Abilities, may_grow: bool = True
) -> tuple[Window, ...]:
    """Windows that cover `total` frames.

    A single window is the shortest legal clip that covers them, so it may be up to `stride` frames longer. Of several,
    the last ends exactly with the shot: it begins earlier instead, and shares more frames.

    Args:
        total: frames of the shot, at least 1.
        length: of a window, legal; not shorter than `shortest_window`.
        overlap: frames that neighbours share, at least.
        min_frames: no window is shorter, if the shot is not; a rest that is shorter is merged into the window before.
        abilities: of the model.
        may_grow: whether merging may make a window longer than `length`. If not, the last window shares more frames
            with the one before it.
    """
    if total - length < (min_frames if may_grow else 1):
        return (Window(0, abilities.at_least(max(total, 2))),)  # a clip of one frame has no room for a last picture
    planned = [Window(0, length)]
    while planned[-1].end < total:
        end = planned[-1].end
        left = total - end
        if left - (length - overlap) < (min_frames if may_grow else 1):
            frames = abilities.at_least(max(left + overlap, min_frames))
            planned.append(Window(total - frames, frames))
        else:
            planned.append(Window(end - overlap, length))
    return tuple(planned)


def conditions(abilities: Abilities, *, first: bool, last: bool, from_text: bool, to_end: bool) -> Conditions:
    """What a window is conditioned on.

    Args:
        abilities: of the model.
        first: whether it is the shot's first window.
        last: whether it is the shot's last window.
        from_text: words alone, no pictures.
        to_end: whether the shot shall end with its end picture.

    A model that must be told a last frame is told the start picture wherever the end picture is not due: no other
    picture is known.
    """
    if from_text:
        return Conditions(None, None)
    begins: Picture = "start" if first else "previous"
    if abilities.last == "none":
        return Conditions(begins, None)
    if last and to_end:
        return Conditions(begins, "end")
    return Conditions(begins, "start" if abilities.last == "required" else None)


def window_seed(seed: int, index: int) -> int:
    """The seed of a shot's window, derived from the shot's: 0 to 2^31 - 1."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{index}".encode()).digest()[:4], "big") & 0x7FFFFFFF


def join_weights(shared: int) -> tuple[float, ...]:
    """How much of the later window is seen in each shared frame: rising from near 0 to near 1."""
    return tuple(0.5 - 0.5 * cos(pi * (index + 1) / (shared + 1)) for index in range(shared))
