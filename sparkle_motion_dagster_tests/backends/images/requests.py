"""Requests for keyframes, for tests of picture backends.

What belongs here: building them. What does not: tests.
"""

from sparkle_motion_dagster.backends.protocols import ImageRequest
from sparkle_motion_dagster.film.picture import Picture


def image_request(
    prompt: str = "a lighthouse kitchen", seed: int = 7, size: tuple[int, int] = (96, 72)
) -> ImageRequest:
    """A request whose start and end have the same words."""
    picture = Picture(
        place="kitchen", interior=True, time_of_day="night", weather="rain", framing="wide", camera="hold", figures=(),
        focus=None, props=(), description=prompt, scene_seed=1, seed=2, width_px=size[0], height_px=size[1],
    )  # fmt: skip
    return ImageRequest("s010", picture, prompt, prompt, seed)
