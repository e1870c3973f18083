"""What a pen of a thing hands over.

What belongs here: the type and the materials things share. What does not: any drawing.
"""

from collections.abc import Callable
from typing import NamedTuple

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.svg import circle, glow_stops, rad

WOOD, DARK_WOOD, IRON, BRASS, CREAM = "#9a6236", "#6b4127", "#2f2b38", "#d0a043", "#f1e4c6"


class Sketch(NamedTuple):
    """A thing in units of its own, origin at the middle of its base, y negative upward."""

    svg: str
    width: float
    height: float
    halo: tuple[float, float] | None = None
    """y of the middle and radius of the light around it."""


Pen = Callable[[str, Light, str | None], Sketch]
"""(prefix of its ids, light, colour of its main part or None for its own) → sketch."""


def halo(prefix: str, y: float, radius: float, core: str = "#fff2c0", edge: str = "#ffb347") -> str:
    """A soft round light."""
    return rad(f"{prefix}halo", glow_stops(core, edge)) + circle(0, y, radius, f"url(#{prefix}halo)")
