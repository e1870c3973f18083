"""Mouth shapes: the nine of Preston Blair for lips, muzzles, beaks and a robot's grille.

What belongs here: mouths given their place on a head. What does not: when they move (lip-sync), heads.

Every mouth begins with a patch in the head's own flat colour at that place, so that it replaces the mouth
under it without an erase.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.layer import Box, Viseme
from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.svg import darker, mix, num
from sparkle_motion_dagster.film.picture import Expression


@dataclass(frozen=True)
class Shape:
    """Half width, opening, roundness, teeth (2: bitten lip), tongue (2: raised)."""

    width: float
    opening: float
    roundness: float
    teeth: int
    tongue: int


SHAPES: dict[Viseme, Shape] = {
    "X": Shape(22, 0, 0, 0, 0),
    "A": Shape(20, 1, 0, 0, 0),
    "B": Shape(24, 8, 0, 1, 0),
    "C": Shape(25, 17, 0.1, 1, 1),
    "D": Shape(27, 29, 0.15, 1, 1),
    "E": Shape(19, 20, 0.6, 0, 1),
    "F": Shape(11, 14, 1, 0, 0),
    "G": Shape(23, 8, 0, 2, 0),
    "H": Shape(24, 19, 0.1, 1, 2),
}

CORNERS: dict[Expression, float] = {
    "neutral": -1.0, "happy": -9.0, "sad": 6.0, "angry": 4.0, "afraid": 4.0, "surprised": 0.0, "thoughtful": 1.0,
}  # fmt: skip
"""How far the corners are pulled, down positive."""


_WIDER: dict[Expression, float] = {"happy": 1.12, "sad": 0.92, "afraid": 0.95}


@dataclass(frozen=True)
class Mouth:
    """A mouth's place and paint on a head sheet."""

    x: float
    y: float
    size: float
    """1: a human's."""
    patch: str
    """Colour of the head around the mouth."""
    lip: str
    squeeze: float = 1.0
    """Horizontal narrowing by perspective."""
    full_lips: bool = False
    over: Callable[[Sheet], None] | None = None
    """What lies over the mouth and is drawn with it: a moustache."""
    hidden: Callable[[Sheet], None] | None = None
    """What the patch may hide of the head and is drawn again on it: a nose, the shade of a cheek."""
    split: float = 0.0
    """A muzzle's line from nose to mouth: its length, 0 for none."""
    teeth: str = "#fff8ee"
    patch_up: float = 17.0


def mouth_box(mouth: Mouth) -> Box:
    """The box that all shapes of this mouth fit in, with a margin of skin."""
    wide = 31 * mouth.size * mouth.squeeze + 4
    up = mouth.patch_up * mouth.size + 4
    return (mouth.x - wide, mouth.y - up, 2 * wide, up + 32 * mouth.size + 4)


def draw_mouth(sheet: Sheet, mouth: Mouth, viseme: Viseme, expression: Expression) -> None:
    """One mouth shape."""
    s, k = mouth.size, mouth.squeeze
    sheet.fill(_patch(mouth), mouth.patch)
    if mouth.hidden:
        with sheet.inside(_patch(mouth)):
            mouth.hidden(sheet)
    shape = SHAPES[viseme]
    corner = CORNERS[expression] * s
    w, o = shape.width * s * k * _WIDER.get(expression, 1.0), shape.opening * s
    if shape.opening < 2:
        _closed(sheet, mouth, w, corner, expression if viseme == "X" else None)
    else:
        _opened(sheet, mouth, shape, w, o, corner * (0.55 if shape.roundness < 0.5 else 0.25))
    if mouth.over:
        mouth.over(sheet)


def _patch(mouth: Mouth) -> str:
    """A rounded field that covers every shape and the corners of a smile."""
    x, y, s, n = mouth.x, mouth.y, mouth.size, num
    wide = 31 * s * mouth.squeeze + 2
    top, bottom = y - mouth.patch_up * s, y + 31 * s
    return (
        f"M{n(x - wide)} {n(y - 2)}C{n(x - wide)} {n(top - 1)} {n(x - wide * 0.8)} {n(top)} {n(x)} {n(top)}"
        f"C{n(x + wide * 0.8)} {n(top)} {n(x + wide)} {n(top - 1)} {n(x + wide)} {n(y - 2)}"
        f"C{n(x + wide)} {n(y + 18 * s)} {n(x + wide * 0.6)} {n(bottom)} {n(x)} {n(bottom)}"
        f"C{n(x - wide * 0.6)} {n(bottom)} {n(x - wide)} {n(y + 18 * s)} {n(x - wide)} {n(y - 2)}Z"
    )


def _closed(sheet: Sheet, mouth: Mouth, w: float, corner: float, expression: Expression | None) -> None:
    n = num
    x, y, s = mouth.x, mouth.y, mouth.size
    ink = darker(mouth.lip, 0.18)
    if mouth.split:
        sheet.line(f"M{n(x)} {n(y - mouth.split)}L{n(x)} {n(y)}", ink, 2.6 * s)
        d = (
            f"M{n(x - w)} {n(y + corner * 0.7)}Q{n(x - w * 0.5)} {n(y + 9 * s - corner * 0.2)} {n(x)} {n(y)}"
            f"Q{n(x + w * 0.5)} {n(y + 9 * s - corner * 0.2)} {n(x + w)} {n(y + corner * 0.7)}"
        )
        if expression == "surprised":
            sheet.oval(x, y + 7 * s, 6.5 * s, 8 * s, "#4a1420")
        else:
            sheet.line(d, ink, 3.2 * s)
        return
    if expression == "surprised":
        sheet.oval(x, y + 3 * s, 7.5 * s * mouth.squeeze, 8.5 * s, "#4a1420")
        sheet.line(_ring(x, y + 3 * s, 7.5 * s * mouth.squeeze, 8.5 * s), mouth.lip, 2.8 * s)
        return
    bow = 4 * s - corner
    if expression == "afraid":
        d = (
            f"M{n(x - w * 0.8)} {n(y + corner)}Q{n(x - w * 0.45)} {n(y - 5 * s)} {n(x - w * 0.1)} {n(y)}"
            f"Q{n(x + w * 0.3)} {n(y + 5 * s)} {n(x + w * 0.8)} {n(y + corner)}"
        )
    elif expression == "thoughtful":
        d = f"M{n(x - w * 0.7)} {n(y + 2 * s)}Q{n(x + w * 0.2)} {n(y + 3 * s)} {n(x + w * 0.8)} {n(y - 5 * s)}"
    else:
        d = f"M{n(x - w)} {n(y + corner)}Q{n(x)} {n(y + bow * 1.2)} {n(x + w)} {n(y + corner)}"
    if mouth.full_lips and expression not in ("afraid", "thoughtful"):
        f = 0.8 * w
        sheet.fill(
            f"M{n(x - f)} {n(y + corner * 0.7)}C{n(x - f * 0.5)} {n(y - 4 * s)} {n(x - f * 0.25)} {n(y - 7.5 * s)} "
            f"{n(x)} {n(y - 4 * s)}C{n(x + f * 0.25)} {n(y - 7.5 * s)} {n(x + f * 0.5)} {n(y - 4 * s)} "
            f"{n(x + f)} {n(y + corner * 0.7)}C{n(x + f * 0.4)} {n(y + bow + 8.5 * s)} {n(x - f * 0.4)} "
            f"{n(y + bow + 8.5 * s)} {n(x - f)} {n(y + corner * 0.7)}Z",
            mouth.lip,
        )
        sheet.line(d, darker(mouth.lip, 0.42), 2.3 * s)
    else:
        sheet.line(d, ink, 3.4 * s)
    if expression == "happy":
        for side in (-1, 1):
            sheet.line(
                f"M{n(x + side * w)} {n(y + corner - 4 * s)}Q{n(x + side * (w + 4 * s))} {n(y + corner)} "
                f"{n(x + side * (w + 1))} {n(y + corner + 5 * s)}",
                mix(mouth.patch, mouth.lip, 0.6),
                2 * s,
                0.6,
            )


def _ring(x: float, y: float, rx: float, ry: float) -> str:
    n, k = num, 0.56
    return (f"M{n(x - rx)} {n(y)}C{n(x - rx)} {n(y - ry * k)} {n(x - rx * k)} {n(y - ry)} {n(x)} {n(y - ry)}"
            f"C{n(x + rx * k)} {n(y - ry)} {n(x + rx)} {n(y - ry * k)} {n(x + rx)} {n(y)}"
            f"C{n(x + rx)} {n(y + ry * k)} {n(x + rx * k)} {n(y + ry)} {n(x)} {n(y + ry)}"
            f"C{n(x - rx * k)} {n(y + ry)} {n(x - rx)} {n(y + ry * k)} {n(x - rx)} {n(y)}Z")  # fmt: skip


def _opened(sheet: Sheet, mouth: Mouth, shape: Shape, w: float, o: float, corner: float) -> None:
    n = num
    x, y, s = mouth.x, mouth.y, mouth.size
    k = w * (0.55 + 0.2 * shape.roundness)
    up = 0.55 if not mouth.split else 0.12
    c = y + corner
    d = (f"M{n(x - w)} {n(c)}C{n(x - k)} {n(y - o * up)} {n(x + k)} {n(y - o * up)} {n(x + w)} {n(c)}"
         f"C{n(x + k)} {n(y + o * 1.2)} {n(x - k)} {n(y + o * 1.2)} {n(x - w)} {n(c)}Z")  # fmt: skip
    if mouth.split:
        sheet.line(f"M{n(x)} {n(y - mouth.split)}L{n(x)} {n(y - 1)}", darker(mouth.lip, 0.18), 2.6 * s)
    if mouth.full_lips:
        sheet.line(d, mouth.lip, 7 * s)
    sheet.fill(d, "#4a1420")
    with sheet.inside(d):
        sheet.fill(d, "#2e0a16", 0.5)
        if shape.tongue:
            low = y + o * (0.82 if shape.tongue == 1 else 0.32)
            sheet.oval(x, low, w * 0.62, o * 0.46, "#d4636b")
            sheet.line(f"M{n(x)} {n(low - o * 0.3)}L{n(x)} {n(low + o * 0.2)}", "#b64b57", 1.6 * s)
        if shape.teeth:
            tall = o * (0.42 - up * 0.2) + 3 * s
            sheet.fill(
                f"M{n(x - w * 0.86)} {n(y - o * 0.7)}L{n(x + w * 0.86)} {n(y - o * 0.7)}"
                f"L{n(x + w * 0.8)} {n(y - o * up * 0.62 + tall * 0.7)}Q{n(x)} {n(y - o * up * 0.62 + tall * 1.15)} "
                f"{n(x - w * 0.8)} {n(y - o * up * 0.62 + tall * 0.7)}Z",
                mouth.teeth,
            )
        if shape.teeth == 2:
            sheet.fill(
                f"M{n(x - w)} {n(y + o * 0.3)}Q{n(x)} {n(y - 3 * s)} {n(x + w)} {n(y + o * 0.3)}"
                f"L{n(x + w)} {n(y + 2 * o)}L{n(x - w)} {n(y + 2 * o)}Z",
                mouth.lip,
            )
    sheet.line(d, darker(mouth.lip, 0.12), (2.4 if mouth.full_lips else 2.8) * s)


# -------------------------------------------------------------------------------------- beaks and grille
BEAK_OPEN: dict[Viseme, float] = {
    "X": 0, "A": 0.06, "B": 0.28, "C": 0.6, "D": 1.0, "E": 0.5, "F": 0.36, "G": 0.2, "H": 0.72,
}  # fmt: skip
"""How far a beak opens."""
