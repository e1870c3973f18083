"""Beaks: closed, speaking, from the side and from the front.

What belongs here: a beak given its place. What does not: heads of birds.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.layer import Box, Viseme
from sparkle_motion_dagster.backends.drawing.mouths import BEAK_OPEN, CORNERS
from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.svg import darker, num
from sparkle_motion_dagster.film.picture import Expression


@dataclass(frozen=True)
class Beak:
    """A beak's place and build on a head sheet."""

    x: float
    y: float
    long: float
    deep: float
    colour: str
    front: bool
    hooked: float = 0.0
    flat: bool = False


def beak_box(beak: Beak) -> Box:
    """The box of the beak with all its openings."""
    if beak.front:
        wide = beak.deep * (1.5 if beak.flat else 1.1) + 4
        return (beak.x - wide, beak.y - beak.deep * 0.9 - 4, 2 * wide, beak.deep * 3.6 + 8)
    return (beak.x - 26, beak.y - beak.deep - 4, beak.long * 1.06 + 32, beak.deep * 3.9 + 8)


def draw_beak(sheet: Sheet, beak: Beak, viseme: Viseme, expression: Expression) -> None:
    """One shape of a beak."""
    opened = BEAK_OPEN[viseme]
    corner = CORNERS[expression] * 0.8
    if beak.front:
        _front(sheet, beak, opened, viseme, corner)
    else:
        _side(sheet, beak, opened, viseme, corner)


def _side(sheet: Sheet, b: Beak, o: float, viseme: Viseme, corner: float) -> None:
    n = num
    x, y, long, deep = b.x, b.y, b.long, b.deep
    drop = o * deep * 1.75
    tip_y = y + deep * (0.2 + b.hooked)
    low_tip = (x + long * (0.8 - 0.12 * o), y + deep * 0.45 + drop)
    lower = (f"M{n(x - 14)} {n(y + 2)}Q{n(x + long * 0.4)} {n(y + deep * 0.35 + drop * 0.45)} {n(low_tip[0])} {n(low_tip[1])}"
             f"Q{n(x + long * 0.3)} {n(y + deep * 0.95 + drop * 0.8)} {n(x - 10)} {n(y + deep * 0.72 + drop * 0.25)}Z")  # fmt: skip
    if o > 0.04:
        gap = f"M{n(x - 14)} {n(y - 2)}L{n(x + long * 0.86)} {n(tip_y - deep * 0.1)}L{n(low_tip[0])} {n(low_tip[1])}Q{n(x + long * 0.3)} {n(y + deep * 0.5 + drop * 0.6)} {n(x - 14)} {n(y + 6)}Z"
        sheet.fill(gap, "#4a1420")
        if viseme in ("C", "D", "H"):
            with sheet.inside(gap):
                sheet.oval(
                    x + long * 0.34,
                    y + deep * 0.3 + drop * (0.62 if viseme != "H" else 0.3),
                    long * 0.36,
                    deep * 0.3,
                    "#d4636b",
                    turn=16,
                )
    sheet.cel(lower, darker(b.colour, 0.16), 4, 1, soft=False)
    up = o * deep * 0.18
    upper = (f"M{n(x - 16)} {n(y + 3)}C{n(x - 20)} {n(y - deep * 0.6 - up)} {n(x - 4)} {n(y - deep - up)} {n(x + long * 0.26)} {n(y - deep * 0.9 - up)}"
             f"C{n(x + long * 0.7)} {n(y - deep * 0.72 - up)} {n(x + long * 1.02)} {n(y - deep * 0.2)} {n(x + long)} {n(tip_y)}"
             f"C{n(x + long * (0.9 - b.hooked * 0.1))} {n(y + deep * 0.06)} {n(x + long * 0.5)} {n(y + deep * 0.16)} {n(x - 16)} {n(y + 3)}Z")  # fmt: skip
    sheet.cel(upper, b.colour, 5, 2.5, soft=False)
    sheet.oval(x + long * 0.22, y - deep * 0.5 - up, 4, 2.4, darker(b.colour, 0.4), turn=14)
    if viseme in ("G", "A"):
        sheet.line(
            f"M{n(x - 8)} {n(y + deep * (0.3 if viseme == 'A' else 0.36))}L{n(x + long * 0.5)} {n(y + deep * 0.3)}",
            darker(b.colour, 0.45),
            2,
        )
    sheet.line(
        f"M{n(x - 15)} {n(y + 3)}Q{n(x - 20)} {n(y + 3 + corner * 0.4)} {n(x - 22)} {n(y + 3 + corner)}",
        darker(b.colour, 0.5),
        2.6,
    )


def _front(sheet: Sheet, b: Beak, o: float, viseme: Viseme, corner: float) -> None:
    n = num
    x, y, deep = b.x, b.y, b.deep
    w = deep * (1.35 if b.flat else 0.82)
    tip = y + deep * (0.9 if b.flat else 1.25)
    low = tip + o * deep * 1.25
    lower = f"M{n(x - w * 0.7)} {n(y + deep * 0.3)}C{n(x - w * 0.6)} {n(low)} {n(x - w * 0.3)} {n(low + deep * 0.24)} {n(x)} {n(low + deep * 0.24)}C{n(x + w * 0.3)} {n(low + deep * 0.24)} {n(x + w * 0.6)} {n(low)} {n(x + w * 0.7)} {n(y + deep * 0.3)}Z"
    sheet.cel(lower, darker(b.colour, 0.18), 3, 0, soft=False)
    if o > 0.04:
        gap = f"M{n(x - w * 0.6)} {n(y + deep * 0.36)}C{n(x - w * 0.5)} {n(low - 4)} {n(x - w * 0.2)} {n(low)} {n(x)} {n(low)}C{n(x + w * 0.2)} {n(low)} {n(x + w * 0.5)} {n(low - 4)} {n(x + w * 0.6)} {n(y + deep * 0.36)}Z"
        sheet.fill(gap, "#4a1420")
        if viseme in ("C", "D", "H"):
            with sheet.inside(gap):
                sheet.oval(x, low - (4 if viseme != "H" else 12), w * 0.4, deep * 0.3, "#d4636b")
    upper = (f"M{n(x - w)} {n(y + 2)}C{n(x - w)} {n(y - deep * 0.7)} {n(x - w * 0.4)} {n(y - deep * 0.85)} {n(x)} {n(y - deep * 0.85)}C{n(x + w * 0.4)} {n(y - deep * 0.85)} {n(x + w)} {n(y - deep * 0.7)} {n(x + w)} {n(y + 2)}"
             f"C{n(x + w * 0.7)} {n(y + deep * 0.5)} {n(x + w * (0.3 if not b.flat else 0.5))} {n(tip)} {n(x)} {n(tip)}C{n(x - w * (0.3 if not b.flat else 0.5))} {n(tip)} {n(x - w * 0.7)} {n(y + deep * 0.5)} {n(x - w)} {n(y + 2)}Z")  # fmt: skip
    sheet.cel(upper, b.colour, 5, 2, soft=False)
    for side in (-1, 1):
        sheet.oval(x + side * w * 0.3, y - deep * 0.3, 2.6, 3.4, darker(b.colour, 0.4), turn=side * 16)
        sheet.line(
            f"M{n(x + side * w * 0.96)} {n(y + 3)}L{n(x + side * (w + 4))} {n(y + 3 + corner * 0.6)}",
            darker(b.colour, 0.5),
            2.4,
        )
    if viseme in ("G", "A"):
        sheet.line(
            f"M{n(x - w * 0.3)} {n(tip + 2)}Q{n(x)} {n(tip + (5 if viseme == 'A' else 8))} {n(x + w * 0.3)} {n(tip + 2)}",
            darker(b.colour, 0.45),
            2,
        )
