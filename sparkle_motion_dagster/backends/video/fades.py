"""Fades at a shot's ends, the same in every backend that moves still pictures.

What belongs here: how bright a frame is. What does not: frames.
"""

_FADE_FRAMES = 14
_FADE_FLOOR = 0.25
"""A fade starts from (and ends in) near-darkness, so that the first frame still is the start image."""


def fade(number: int, frames: int, transition: str) -> float:
    """How bright a frame is, 0.25 to 1: shots that begin with a fade or a dissolve come up, a fade_out goes down."""
    if transition in ("fade_in", "dissolve"):
        return min(_FADE_FLOOR + (1 - _FADE_FLOOR) * number / _FADE_FRAMES, 1.0)
    if transition == "fade_out":
        return min(_FADE_FLOOR + (1 - _FADE_FLOOR) * (frames - 1 - number) / _FADE_FRAMES, 1.0)
    return 1.0
