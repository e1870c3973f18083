"""Props drawn by our own pen, where Noto has none or a poor one.

What belongs here: the list of them. What does not: their SVG (`own_props/`), their names and sizes.
"""

from sparkle_motion_dagster.backends.drawing.own_props import furniture, household, lights, outdoors, travel
from sparkle_motion_dagster.backends.drawing.own_props.sketch import Pen

OWN: dict[str, Pen] = {**lights.PENS, **furniture.PENS, **travel.PENS, **household.PENS, **outdoors.PENS}
GLOWING = frozenset(lights.PENS) | {"flashlight", "red-paper-lantern", "fire", "sparkler", "jack-o-lantern", "full-moon",
                                    "crescent-moon", "star", "shooting-star", "rainbow"}  # fmt: skip
"""What shines by itself: night does not darken it."""
