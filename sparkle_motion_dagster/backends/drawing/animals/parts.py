"""What every animal's drawing hands over to be made a figure.

What belongs here: that type. What does not: any animal.

Animals are drawn in units of their own, feet at y 0, as if facing right; `size` says how tall they act.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.layer import Box, Viseme
from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.svg import Point
from sparkle_motion_dagster.film.picture import Expression


@dataclass(frozen=True)
class HatPlace:
    """Where a person's hat sits: a point of the head sheet that is a person's head centre, and its scale."""

    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Animal:
    """One animal, ready to be drawn on sheets."""

    body: Callable[[Sheet], None]
    head: Callable[[Sheet], None]
    """The head without eyes, brows and mouth."""
    eyes: tuple[Eye, ...]
    paint: EyePaint
    brow: str | None
    """Colour of the brows; None: the animal has none."""
    mouth: Callable[[Sheet, Viseme], None]
    mouth_box: Box
    neck: Point
    hat: HatPlace
    scarf: tuple[float, float, float]
    """x, y and half width of a scarf round the neck."""
    units_tall: float
    size: float
    """Height in figure units of `units_tall`."""
    brow_lift: float = 26.0
    brow_width: float = 7.0
    lids_over: Callable[[Sheet], None] | None = None
    """Drawn again over closed eyes."""


@dataclass(frozen=True)
class Cast:
    """What a family of animals is given."""

    look: Look
    amount: float
    """0 from the front, 1 turned to the right."""
    expression: Expression
