"""How large a piece of work is: what its seconds grow with.

What belongs here: the sizes by name. What does not: what a unit of each costs (`film/costs.py`, `configs/costs.yaml`).
The same names are noted beside what was made and asked for what is to be made, so that one can be learned from the other.
"""

from collections.abc import Sequence

from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.writing.sentences import speaking_s

Size = dict[str, float]


def line_size(request: SpeechRequest) -> Size:
    """One line to be spoken: seconds as guessed from its words."""
    return {"call": 1.0, "speech_s": round(speaking_s(request.text) / request.pace, 3)}


def shot_size(order: ShotOrder, frames: int) -> Size:
    """One shot of `frames` frames, whichever craft works on it."""
    megapixel = order.width_px * order.height_px / 1e6
    speaks = bool(order.shot.dialogue)
    return {
        "call": 1.0,
        "line": float(len(order.shot.dialogue)),
        "film_s": round(frames / order.fps, 3),
        "megapixel": round(megapixel, 4),
        "spoken_frames" if speaks else "silent_frames": round(frames * megapixel, 3),
        "speech_s": round(sum(speaking_s(line.text) for line in order.shot.dialogue), 3),
    }


def film_size(frames: int, fps: float, width_px: int, height_px: int) -> Size:
    """A finished film of `frames` frames, cards included."""
    return {"call": 1.0, "film_s": round(frames / fps, 3), "frames": round(frames * width_px * height_px / 1e6, 3)}


def planned_frames(order: ShotOrder) -> int:
    """A shot's length as its plan guesses it."""
    return max(1, round(order.shot.duration_sec * order.fps))


def plan_size(shots: Sequence[object]) -> Size:
    """A plan to be written."""
    return {"call": 1.0, "shot": float(len(shots))}
