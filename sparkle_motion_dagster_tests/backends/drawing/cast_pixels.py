"""Figures as pixels, for the tests of the cast."""

import io

import numpy as np
import resvg_py
from PIL import Image

from sparkle_motion_dagster.backends.drawing.layer import Box, Light
from sparkle_motion_dagster.backends.drawing.svg import document

DAY = Light("#fff3d6", "#4a4468", 0.12, True)
NIGHT = Light("#9fb8ff", "#141a40", 0.8, False)


def pixels(fragment: str, box: Box, scale: float = 1.0) -> np.ndarray:
    """RGBA of what `box` shows of a fragment, `scale` pixels for a unit."""
    width, height = round(box[2] * scale), round(box[3] * scale)
    svg = document(fragment, box, width, height)
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).astype(int)


def changed_box(a: np.ndarray, b: np.ndarray, box: Box, scale: float) -> Box:
    """The box, in figure units, of the pixels that differ between two pictures of `box`."""
    rows, columns = np.nonzero(np.abs(a - b).max(axis=2) > 3)
    assert rows.size, "the two pictures are the same"
    x0, x1 = columns.min() / scale + box[0], (columns.max() + 1) / scale + box[0]
    y0, y1 = rows.min() / scale + box[1], (rows.max() + 1) / scale + box[1]
    return (x0, y0, x1 - x0, y1 - y0)


def contains(outer: Box, inner: Box, slack: float) -> bool:
    """True if a box lies in another, give or take `slack` units."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[0] + inner[2] <= outer[0] + outer[2] + slack
        and inner[1] + inner[3] <= outer[1] + outer[3] + slack
    )
