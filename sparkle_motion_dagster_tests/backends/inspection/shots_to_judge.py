"""A shot to be judged: a second of moving pictures, without a word spoken, and what the plan says of it.

What belongs here: requests for tests of judges. What does not: tests.
"""

from pathlib import Path
from typing import Any

from PIL import Image

from sparkle_motion_dagster.backends.inspection.questions import points_of
from sparkle_motion_dagster.backends.protocols import InspectionRequest, SeenCharacter, ShotWords
from sparkle_motion_dagster_tests.media.film_pieces import FPS, moving_frames, write_clip

FRAMES = 24
WORDS = ShotWords(
    prompt="Ada lights a lamp in the kitchen",
    happens="Ada lights a lamp",
    place="Lighthouse kitchen",
    interior=True,
    time_of_day="night",
    weather="rain",
    framing="wide",
    transition="cut",
    characters=(SeenCharacter("Ada", "70, woman, white hair, yellow coat"),),
    props=("lamp",),
)
POINTS = tuple(point.id for point in points_of(WORDS))


def shot_to_judge(folder: Path, **changes: Any) -> InspectionRequest:
    """A silent shot of one second, 320×180."""
    pictures = moving_frames(FRAMES, step=2)
    clip, start = folder / "clip.mp4", folder / "start.png"
    write_clip(clip, pictures)
    Image.fromarray(pictures[0]).save(start)
    fields: dict[str, Any] = {
        "shot_id": "s010",
        "clip": clip,
        "start_image": start,
        "speech": None,
        "lines": (),
        "frames": FRAMES,
        "fps": FPS,
        "width_px": 320,
        "height_px": 180,
        "mouths_moved": False,
        "words": WORDS,
    }
    return InspectionRequest(**(fields | changes))


def answer(**changes: Any) -> dict[str, Any]:
    """A judge's answer about one of its frames: all as the plan says, unless changed."""
    return {
        "seen": "An old woman lights a lamp.",
        "people": 1,
        "animals": 0,
        "points": dict.fromkeys(POINTS, "yes"),
        "hands": "right",
        "faults": [],
        "fault_words": "",
        "unsafe": [],
        "match_percent": 92,
    } | changes
