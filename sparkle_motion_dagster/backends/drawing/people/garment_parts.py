"""Parts that garments are made of: plackets, collars, lapels, belts, pockets, ribs, folds, skirts.

What belongs here: one part at a time on a body frame. What does not: whole outfits (`outfits.py`).
"""

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.cuts import TUCKED, Hem, hem_y_of
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, mix, num


def folds(sheet: Sheet, frame: BodyFrame, colour: str, hem: Hem) -> None:
    k, n = frame.height / 360, num
    ink = darker(colour, 0.3) if brightness(colour) > 0.25 else lighter(colour, 0.12)
    for s in (-1, 1):
        x = frame.lean + s * frame.waist * 0.9
        sheet.line(
            f"M{n(x)} {n(frame.waist_y)}Q{n(x - s * 9 * k)} {n(frame.waist_y + 5 * k)} {n(x - s * 17 * k)} {n(frame.waist_y + 3 * k)}",
            ink,
            1.6 * k,
            0.5,
        )
        ax = frame.lean + s * frame.shoulder * 0.86
        sheet.line(
            f"M{n(ax)} {n(frame.shoulder_y + 44 * k)}Q{n(ax - s * 4 * k)} {n(frame.shoulder_y + 34 * k)} {n(ax - s * 2 * k)} {n(frame.shoulder_y + 22 * k)}",
            ink,
            1.6 * k,
            0.45,
        )
    if hem in ("knee", "shin", "floor", "thigh"):
        low = hem_y_of(frame, hem)
        for t in (-0.75, -0.35, 0.3, 0.72):
            x0, x1 = frame.hip * t * 0.8, frame.hip * t * (1.2 if hem in ("knee", "thigh") else 1.6)
            sheet.line(
                f"M{n(x0)} {n(frame.hip_y + (low - frame.hip_y) * 0.3)}Q{n((x0 + x1) / 2 + 2)} {n((frame.hip_y + low) / 2)} {n(x1)} {n(low + 4)}",
                ink,
                2 * k,
                0.38,
            )


def stripes(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, y = frame.height / 360, frame.shoulder_y + 14 * frame.height / 360
    wide = frame.shoulder * 1.5
    while y < frame.hip_y + 10:
        sheet.line(
            f"M{num(frame.lean - wide)} {num(y - 3 * k)}Q{num(frame.lean)} {num(y + 5 * k)} {num(frame.lean + wide)} {num(y - 3 * k)}",
            look.second,
            5 * k,
            0.9,
        )
        y += 14 * k


def skirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    top, low, w, hem = frame.waist_y + 6 * k, frame.knee_y * 0.72, frame.waist + 1, frame.hip * 1.45
    f = frame.lean * 0.6
    d = (f"M{n(f - w)} {n(top)}C{n(-frame.hip * 1.1)} {n(frame.hip_y)} {n(-hem)} {n(low - 40 * k)} {n(-hem)} {n(low)}"
         f"Q0 {n(low + 9 * k)} {n(hem)} {n(low)}C{n(hem)} {n(low - 40 * k)} {n(frame.hip * 1.1)} {n(frame.hip_y)} {n(f + w)} {n(top)}Z")  # fmt: skip
    sheet.cel(d, look.bottom_colour, 11 * k, 3 * k)
    with sheet.inside(d):
        ink = darker(look.bottom_colour, 0.3)
        for t in (-0.6, -0.15, 0.35, 0.75):
            sheet.line(
                f"M{n(frame.hip * t * 0.8)} {n(frame.hip_y + 14 * k)}L{n(hem * t)} {n(low + 5)}", ink, 1.9 * k, 0.45
            )
        if look.outfit in TUCKED:
            sheet.line(
                f"M{n(f - 60 * k)} {n(top)}Q{n(f)} {n(top + 5 * k)} {n(f + 60 * k)} {n(top)}",
                darker(look.bottom_colour, 0.25),
                8 * k,
            )


def placket(
    sheet: Sheet, look: Look, frame: BodyFrame, low: float, buttons: int, colour: str | None = None, start: float = 16
) -> None:
    k, n = frame.height / 360, num
    x0, x1 = frame.lean + 4 * frame.turn * k, 5 * frame.turn * k
    top = frame.shoulder_y + start * k
    sheet.line(
        f"M{n(x0)} {n(top)}Q{n((x0 + x1) / 2 + 2 * frame.turn * k)} {n((top + low) / 2)} {n(x1)} {n(low + 6)}",
        darker(look.top, 0.32),
        1.8 * k,
        0.8,
    )
    for i in range(buttons):
        t = (i + 0.6) / buttons
        x, y = x0 + (x1 - x0) * t + 6 * k, top + (low - top) * t * 0.94
        sheet.oval(x, y, 3 * k, 3 * k, colour or darker(look.top, 0.5))
        sheet.oval(x - k, y - k, 1.1 * k, 1.1 * k, "#ffffff", 0.55)


def collar(sheet: Sheet, frame: BodyFrame, colour: str, reach: float = 24, wide: float = 19) -> None:
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 11 * k)} {n(y - 11 * k)}L{n(x + s * wide * k)} {n(y + 1 * k)}L{n(x + s * 9 * k)} {n(y + reach * k)}"
                  f"L{n(x + s * 1)} {n(y + 9 * k)}Z", colour, 4 * k, 1.5 * k)  # fmt: skip


def lapels(sheet: Sheet, look: Look, frame: BodyFrame, low: float, shirt: str) -> None:
    """An open front with a shirt in it."""
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    end = 4 * frame.turn * k + frame.lean * 0.5
    opening = f"M{n(x - 13 * k)} {n(y - 9 * k)}L{n(end)} {n(low)}L{n(x + 13 * k)} {n(y - 9 * k)}Z"
    sheet.fill(opening, shirt)
    with sheet.inside(opening):
        sheet.line(f"M{n(x)} {n(y + 6 * k)}L{n(end)} {n(low)}", darker(shirt, 0.18), 1.5 * k)
        if look.tie or look.outfit == "suit":
            tie = look.tie or mix(look.top, "#c8413b", 0.75)
            sheet.fill(f"M{n(x - 4 * k)} {n(y + 5 * k)}L{n(x + 4 * k)} {n(y + 5 * k)}L{n(x + 3 * k)} {n(y + 13 * k)}L{n(x + 7 * k)} {n(y + 52 * k)}"
                       f"L{n(x)} {n(y + 62 * k)}L{n(x - 6 * k)} {n(y + 52 * k)}L{n(x - 3 * k)} {n(y + 13 * k)}Z", tie)  # fmt: skip
    collar(sheet, frame, shirt, 14, 16)
    lap = darker(look.top, 0.12) if brightness(look.top) > 0.3 else lighter(look.top, 0.1)
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 14 * k)} {n(y - 8 * k)}L{n(x + s * 25 * k)} {n(y + 19 * k)}L{n(x + s * 19 * k)} {n(y + 24 * k)}L{n(x + s * 20 * k)} {n(y + 30 * k)}"
                  f"L{n(end + s * 1.5 * k)} {n(low)}L{n(x + s * 11 * k)} {n(y)}Z", lap, 4 * k, 1.5 * k)  # fmt: skip


def belt(sheet: Sheet, frame: BodyFrame, y: float, colour: str, buckle: str = "#d9b25a") -> None:
    k, x, n = frame.height / 360, frame.lean, num
    sheet.line(f"M{n(x - 70 * k)} {n(y - 2 * k)}Q{n(x)} {n(y + 4 * k)} {n(x + 70 * k)} {n(y - 2 * k)}", colour, 7.5 * k)
    sheet.fill(
        loop([(x - 2 * k, y - 4 * k), (x + 9 * k, y - 4 * k), (x + 9 * k, y + 6 * k), (x - 2 * k, y + 6 * k)], 0.3),
        buckle,
    )


def pockets(sheet: Sheet, look: Look, frame: BodyFrame, y: float, spread: float = 0.62) -> None:
    k, n = frame.height / 360, num
    for s in (-1, 1):
        x = s * frame.hip * spread + frame.lean * 0.3
        sheet.fill(
            f"M{n(x - 10 * k)} {n(y)}L{n(x + 10 * k)} {n(y - 2 * s * k)}L{n(x + 10 * k)} {n(y + 7 * k)}L{n(x - 10 * k)} {n(y + 8 * k)}Z",
            darker(look.top, 0.14),
        )
        sheet.line(
            f"M{n(x - 10 * k)} {n(y + 8 * k)}L{n(x + 10 * k)} {n(y + 7 * k)}", darker(look.top, 0.34), 1.5 * k, 0.8
        )


def rib(sheet: Sheet, frame: BodyFrame, colour: str, y: float) -> None:
    k, n = frame.height / 360, num
    sheet.line(
        f"M{n(-frame.hip * 1.4)} {n(y - 2 * k)}Q0 {n(y + 3 * k)} {n(frame.hip * 1.6)} {n(y - 2 * k)}",
        darker(colour, 0.14),
        11 * k,
    )
    x = -frame.hip * 1.2
    while x < frame.hip * 1.4:
        sheet.line(f"M{n(x)} {n(y - 6 * k)}L{n(x)} {n(y + 6 * k)}", darker(colour, 0.28), 1.2 * k, 0.6)
        x += 5 * k


def neckband(sheet: Sheet, frame: BodyFrame, colour: str, width: float) -> None:
    k, x, n = frame.height / 360, frame.lean, num
    y = frame.shoulder_y
    sheet.line(
        f"M{n(x - 14 * k)} {n(y - 8 * k)}Q{n(x + 3 * frame.turn)} {n(y + 14 * k)} {n(x + 14 * k)} {n(y - 8 * k)}",
        colour,
        width * k,
    )


def bib(sheet: Sheet, look: Look, frame: BodyFrame, colour: str, low: float, half: float) -> None:
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 22 * k)} {n(y - 8 * k)}L{n(x + s * 16 * k)} {n(y + 36 * k)}", colour, 6.5 * k)
    sheet.cel(f"M{n(x - 21 * k)} {n(y + 32 * k)}L{n(x + 21 * k)} {n(y + 32 * k)}L{n(x + 22 * k)} {n(frame.waist_y)}L{n(half)} {n(frame.waist_y + 6 * k)}L{n(half)} {n(low)}"
              f"L{n(-half)} {n(low)}L{n(-half)} {n(frame.waist_y + 6 * k)}L{n(x - 22 * k)} {n(frame.waist_y)}Z", colour, 7 * k, 2 * k)  # fmt: skip
