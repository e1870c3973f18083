"""At which size a model paints a picture that the film needs at another.

What belongs here: pure planning, and cutting the painted picture to the film's. What does not: painting.
"""

from math import sqrt
from typing import Any

MIN_PX, MAX_PX = 64, 2048


def painted_size(width_px: int, height_px: int, megapixels: float, multiple_px: int) -> tuple[int, int]:
    """Width and height that the model is asked for: the film's shape, the area the model knows best, its multiples.

    Args:
        width_px: of the film's picture.
        height_px: of the film's picture.
        megapixels: area that the model was trained at (SDXL: 1.0).
        multiple_px: 8, or what the model needs.
    """
    grow = sqrt(megapixels * 1_048_576 / (width_px * height_px))

    def fitting(length_px: int) -> int:
        nearest = round(length_px * grow / multiple_px) * multiple_px
        return min(max(nearest, -(-MIN_PX // multiple_px) * multiple_px), MAX_PX // multiple_px * multiple_px)

    return fitting(width_px), fitting(height_px)


def cut_to_film(image: Any, width_px: int, height_px: int) -> Any:
    """A PIL picture at exactly the film's size: resized so that it covers, the rest cut off evenly at the edges."""
    from PIL import Image, ImageOps

    if image.size == (width_px, height_px):
        return image
    return ImageOps.fit(image, (width_px, height_px), Image.Resampling.LANCZOS)
