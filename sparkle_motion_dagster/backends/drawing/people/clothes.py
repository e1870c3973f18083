"""Clothes of the trunk: how each outfit is cut, and its details.

What belongs here: garments on a body frame. What does not: arms, legs, hats.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.backends.drawing.look import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, mix, num

_TUCKED = frozenset({"blouse", "shirt"})
"""Outfits worn inside a skirt."""

Hem = Literal["hip", "seat", "thigh", "knee", "shin", "floor"]
_HEM_Y = {"hip": 0.97, "seat": 0.86, "thigh": 0.72, "knee": 0.5, "shin": 0.28, "floor": 0.045}
"""Hem height as a part of the hip's height above ground."""


@dataclass(frozen=True)
class Cut:
    """How an outfit is cut."""

    hem: Hem
    spread: float
    """How much wider than the hip the hem is."""
    sleeves: Literal["long", "short", "none"] = "long"
    bulk: float = 1.0
    flare: float = 1.0
    waisted: bool = False
    bare_legs: bool = False
    own_sleeve: Literal["top", "second"] = "top"

    @property
    def covers_legs(self) -> bool:
        """True if no leg is seen."""
        return self.hem == "floor"

    def sleeve_colour(self, look: Look) -> str:
        """Colour of the sleeves."""
        return look.top if self.own_sleeve == "top" else look.second

    def lining(self, look: Look) -> str:
        """Colour at the mouth of a wide sleeve."""
        return darker(look.top, 0.4)


CUT: dict[str, Cut] = {
    "raincoat": Cut("knee", 1.34, bulk=1.16), "trench": Cut("knee", 1.36, bulk=1.1, waisted=True),
    "coat": Cut("thigh", 1.26, bulk=1.12), "jacket": Cut("seat", 1.08, bulk=1.05), "suit": Cut("seat", 1.08, bulk=1.02),
    "waistcoat": Cut("hip", 1.02, own_sleeve="second"), "sweater": Cut("hip", 1.06, bulk=1.05),
    "cardigan": Cut("seat", 1.1, bulk=1.03), "hoodie": Cut("hip", 1.1, bulk=1.12), "tshirt": Cut("hip", 1.06, "short"),
    "shirt": Cut("hip", 1.02), "blouse": Cut("hip", 1.0, waisted=True), "dress": Cut("shin", 1.75, "short", waisted=True, bare_legs=True),
    "gown": Cut("floor", 2.05, waisted=True), "uniform": Cut("seat", 1.08, waisted=True), "overalls": Cut("hip", 1.06, own_sleeve="second"),
    "apron": Cut("hip", 1.03, own_sleeve="second"), "labcoat": Cut("knee", 1.26, bulk=1.05), "robe": Cut("floor", 1.6, bulk=1.1, flare=1.8),
    "cloak": Cut("hip", 1.04, own_sleeve="second"), "armour": Cut("hip", 1.08, bulk=1.05), "spacesuit": Cut("hip", 1.1, bulk=1.35),
}  # fmt: skip


def _hem_y(frame: BodyFrame, hem: Hem) -> float:
    return frame.hip_y * _HEM_Y[hem]


def _trunk(frame: BodyFrame, hem: Hem, spread: float, *, waisted: bool, grow: float = 0) -> str:
    k, x, n = frame.height / 360, frame.lean, num
    sh, wa, hi = frame.shoulder + grow, frame.waist + grow, frame.hip + grow
    if not waisted:
        wa = max(wa, (sh + hi) / 2 * 0.94)
    hem_y, hem_w = _hem_y(frame, hem), hi * spread
    neck, sy, wy, hy = 12 * k, frame.shoulder_y, frame.waist_y, frame.hip_y
    f = 0.4 * frame.lean if hem in ("hip", "seat") else 0.0
    drop = 5 * k
    straight = hem in ("hip", "seat")
    hip_w = hem_w if straight else hi * (1.0 + (spread - 1) * 0.25)
    hip_y = hem_y if straight else hy

    def side(s: int) -> list[str]:
        return [
            f"{n(x + s * neck)} {n(sy - 7 * k)}",
            f"C{n(x + s * (sh * 0.62))} {n(sy - 3 * k)} {n(x + s * sh)} {n(sy - 1 * k)} {n(x + s * sh)} {n(sy + 17 * k)}",
            f"C{n(x + s * sh * 0.97)} {n(sy + 40 * k)} {n(x + s * wa)} {n(wy - 18 * k)} {n(x + s * wa)} {n(wy)}",
            f"C{n(x + s * wa)} {n(wy + 14 * k)} {n(f + s * hip_w)} {n(hip_y - 18 * k)} {n(f + s * hip_w)} {n(hip_y)}",
        ]

    right = "M" + "".join(side(1))
    if not straight:
        right += f"C{n(hip_w * 1.04)} {n(hy + (hem_y - hy) * 0.4)} {n(hem_w * 0.97)} {n(hem_y - (hem_y - hy) * 0.3)} {n(hem_w)} {n(hem_y - drop)}"
    hem_left = -hem_w if not straight else f - hem_w
    hem_right_y = hem_y - drop if not straight else hem_y
    d = right + f"Q{n(f)} {n(hem_y + drop)} {n(hem_left)} {n(hem_right_y)}"
    if not straight:
        d += f"C{n(-hem_w * 0.97)} {n(hem_y - (hem_y - hy) * 0.3)} {n(-hip_w * 1.04)} {n(hy + (hem_y - hy) * 0.4)} {n(f - hip_w)} {n(hip_y)}"
    d += f"C{n(f - hip_w)} {n(hip_y - 18 * k)} {n(x - wa)} {n(wy + 14 * k)} {n(x - wa)} {n(wy)}"
    d += f"C{n(x - wa)} {n(wy - 18 * k)} {n(x - sh * 0.97)} {n(sy + 40 * k)} {n(x - sh)} {n(sy + 17 * k)}"
    d += f"C{n(x - sh)} {n(sy - 1 * k)} {n(x - sh * 0.62)} {n(sy - 3 * k)} {n(x - neck)} {n(sy - 7 * k)}"
    return d + f"Q{n(x + 3 * frame.turn)} {n(sy + 14 * k)} {n(x + neck)} {n(sy - 7 * k)}Z"


def draw_under(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """What hangs behind the body: a cloak, a skirt's far side, a hood."""
    k, x = frame.height / 360, frame.lean
    if look.outfit == "cloak":
        low = frame.hip_y * 0.1
        w = frame.shoulder * 1.55
        sheet.cel(loop([(x, frame.shoulder_y - 6 * k), (x + w * 0.75, frame.shoulder_y + 6 * k), (w * 0.98, frame.hip_y), (w * 1.12, low),
                        (w * 0.4, low + 8 * k), (-w * 0.4, low + 8 * k), (-w * 1.15, low), (-w * 1.0, frame.hip_y),
                        (x - w * 0.75, frame.shoulder_y + 6 * k)], 0.8), darker(look.top, 0.22), 16 * k, 3 * k)  # fmt: skip
    if look.outfit == "spacesuit":
        sheet.cel(loop([(x - frame.shoulder * 0.95, frame.shoulder_y - 12 * k), (x + frame.shoulder * 0.7, frame.shoulder_y - 12 * k),
                        (x + frame.shoulder * 0.7, frame.hip_y), (x - frame.shoulder * 0.95, frame.hip_y)], 0.4), "#b9c0cc", 8 * k, 2 * k)  # fmt: skip


def draw_torso(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """The main garment with its details."""
    cut = CUT[look.outfit]
    skirted = look.bottom == "skirt" and cut.hem in ("hip", "seat") and look.outfit not in ("overalls", "spacesuit", "armour")
    if skirted and look.outfit not in _TUCKED:
        _skirt(sheet, look, frame)
    base = look.second if cut.own_sleeve == "second" else look.top
    if look.outfit == "spacesuit":
        base = "#e9edf2"
    d = _trunk(frame, cut.hem, cut.spread, waisted=cut.waisted or (look.sex == "woman" and cut.hem == "hip" and look.build != "stout"))
    sheet.cel(d, base, 13 * frame.height / 360, 3 * frame.height / 360)
    with sheet.inside(d):
        if look.stripes:
            _stripes(sheet, look, frame)
        _folds(sheet, frame, base, cut.hem)
        _DETAILS.get(look.outfit, _plain)(sheet, look, frame)
    if skirted and look.outfit in _TUCKED:
        _skirt(sheet, look, frame)


def _folds(sheet: Sheet, frame: BodyFrame, colour: str, hem: Hem) -> None:
    k, n = frame.height / 360, num
    ink = darker(colour, 0.3) if brightness(colour) > 0.25 else lighter(colour, 0.12)
    for s in (-1, 1):
        x = frame.lean + s * frame.waist * 0.9
        sheet.line(f"M{n(x)} {n(frame.waist_y)}Q{n(x - s * 9 * k)} {n(frame.waist_y + 5 * k)} {n(x - s * 17 * k)} {n(frame.waist_y + 3 * k)}", ink, 1.6 * k, 0.5)
        ax = frame.lean + s * frame.shoulder * 0.86
        sheet.line(f"M{n(ax)} {n(frame.shoulder_y + 44 * k)}Q{n(ax - s * 4 * k)} {n(frame.shoulder_y + 34 * k)} {n(ax - s * 2 * k)} {n(frame.shoulder_y + 22 * k)}",
                   ink, 1.6 * k, 0.45)
    if hem in ("knee", "shin", "floor", "thigh"):
        low = _hem_y(frame, hem)
        for t in (-0.75, -0.35, 0.3, 0.72):
            x0, x1 = frame.hip * t * 0.8, frame.hip * t * (1.2 if hem in ("knee", "thigh") else 1.6)
            sheet.line(f"M{n(x0)} {n(frame.hip_y + (low - frame.hip_y) * 0.3)}Q{n((x0 + x1) / 2 + 2)} {n((frame.hip_y + low) / 2)} {n(x1)} {n(low + 4)}",
                       ink, 2 * k, 0.38)


def _stripes(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, y = frame.height / 360, frame.shoulder_y + 14 * frame.height / 360
    wide = frame.shoulder * 1.5
    while y < frame.hip_y + 10:
        sheet.line(f"M{num(frame.lean - wide)} {num(y - 3 * k)}Q{num(frame.lean)} {num(y + 5 * k)} {num(frame.lean + wide)} {num(y - 3 * k)}", look.second, 5 * k, 0.9)
        y += 14 * k


def _skirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    top, low, w, hem = frame.waist_y + 6 * k, frame.knee_y * 0.72, frame.waist + 1, frame.hip * 1.45
    f = frame.lean * 0.6
    d = (f"M{n(f - w)} {n(top)}C{n(-frame.hip * 1.1)} {n(frame.hip_y)} {n(-hem)} {n(low - 40 * k)} {n(-hem)} {n(low)}"
         f"Q0 {n(low + 9 * k)} {n(hem)} {n(low)}C{n(hem)} {n(low - 40 * k)} {n(frame.hip * 1.1)} {n(frame.hip_y)} {n(f + w)} {n(top)}Z")  # fmt: skip
    sheet.cel(d, look.bottom_colour, 11 * k, 3 * k)
    with sheet.inside(d):
        ink = darker(look.bottom_colour, 0.3)
        for t in (-0.6, -0.15, 0.35, 0.75):
            sheet.line(f"M{n(frame.hip * t * 0.8)} {n(frame.hip_y + 14 * k)}L{n(hem * t)} {n(low + 5)}", ink, 1.9 * k, 0.45)
        if look.outfit in _TUCKED:
            sheet.line(f"M{n(f - 60 * k)} {n(top)}Q{n(f)} {n(top + 5 * k)} {n(f + 60 * k)} {n(top)}", darker(look.bottom_colour, 0.25), 8 * k)


# ----------------------------------------------------------------------------------------- parts of clothes
def _placket(sheet: Sheet, look: Look, frame: BodyFrame, low: float, buttons: int, colour: str | None = None, start: float = 16) -> None:
    k, n = frame.height / 360, num
    x0, x1 = frame.lean + 4 * frame.turn * k, 5 * frame.turn * k
    top = frame.shoulder_y + start * k
    sheet.line(f"M{n(x0)} {n(top)}Q{n((x0 + x1) / 2 + 2 * frame.turn * k)} {n((top + low) / 2)} {n(x1)} {n(low + 6)}", darker(look.top, 0.32), 1.8 * k, 0.8)
    for i in range(buttons):
        t = (i + 0.6) / buttons
        x, y = x0 + (x1 - x0) * t + 6 * k, top + (low - top) * t * 0.94
        sheet.oval(x, y, 3 * k, 3 * k, colour or darker(look.top, 0.5))
        sheet.oval(x - k, y - k, 1.1 * k, 1.1 * k, "#ffffff", 0.55)


def _collar(sheet: Sheet, frame: BodyFrame, colour: str, reach: float = 24, wide: float = 19) -> None:
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 11 * k)} {n(y - 11 * k)}L{n(x + s * wide * k)} {n(y + 1 * k)}L{n(x + s * 9 * k)} {n(y + reach * k)}"
                  f"L{n(x + s * 1)} {n(y + 9 * k)}Z", colour, 4 * k, 1.5 * k)  # fmt: skip


def _lapels(sheet: Sheet, look: Look, frame: BodyFrame, low: float, shirt: str) -> None:
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
    _collar(sheet, frame, shirt, 14, 16)
    lap = darker(look.top, 0.12) if brightness(look.top) > 0.3 else lighter(look.top, 0.1)
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 14 * k)} {n(y - 8 * k)}L{n(x + s * 25 * k)} {n(y + 19 * k)}L{n(x + s * 19 * k)} {n(y + 24 * k)}L{n(x + s * 20 * k)} {n(y + 30 * k)}"
                  f"L{n(end + s * 1.5 * k)} {n(low)}L{n(x + s * 11 * k)} {n(y)}Z", lap, 4 * k, 1.5 * k)  # fmt: skip


def _belt(sheet: Sheet, frame: BodyFrame, y: float, colour: str, buckle: str = "#d9b25a") -> None:
    k, x, n = frame.height / 360, frame.lean, num
    sheet.line(f"M{n(x - 70 * k)} {n(y - 2 * k)}Q{n(x)} {n(y + 4 * k)} {n(x + 70 * k)} {n(y - 2 * k)}", colour, 7.5 * k)
    sheet.fill(loop([(x - 2 * k, y - 4 * k), (x + 9 * k, y - 4 * k), (x + 9 * k, y + 6 * k), (x - 2 * k, y + 6 * k)], 0.3), buckle)


def _pockets(sheet: Sheet, look: Look, frame: BodyFrame, y: float, spread: float = 0.62) -> None:
    k, n = frame.height / 360, num
    for s in (-1, 1):
        x = s * frame.hip * spread + frame.lean * 0.3
        sheet.fill(f"M{n(x - 10 * k)} {n(y)}L{n(x + 10 * k)} {n(y - 2 * s * k)}L{n(x + 10 * k)} {n(y + 7 * k)}L{n(x - 10 * k)} {n(y + 8 * k)}Z", darker(look.top, 0.14))
        sheet.line(f"M{n(x - 10 * k)} {n(y + 8 * k)}L{n(x + 10 * k)} {n(y + 7 * k)}", darker(look.top, 0.34), 1.5 * k, 0.8)


def _rib(sheet: Sheet, frame: BodyFrame, colour: str, y: float) -> None:
    k, n = frame.height / 360, num
    sheet.line(f"M{n(-frame.hip * 1.4)} {n(y - 2 * k)}Q0 {n(y + 3 * k)} {n(frame.hip * 1.6)} {n(y - 2 * k)}", darker(colour, 0.14), 11 * k)
    x = -frame.hip * 1.2
    while x < frame.hip * 1.4:
        sheet.line(f"M{n(x)} {n(y - 6 * k)}L{n(x)} {n(y + 6 * k)}", darker(colour, 0.28), 1.2 * k, 0.6)
        x += 5 * k


def _neckband(sheet: Sheet, frame: BodyFrame, colour: str, width: float) -> None:
    k, x, n = frame.height / 360, frame.lean, num
    y = frame.shoulder_y
    sheet.line(f"M{n(x - 14 * k)} {n(y - 8 * k)}Q{n(x + 3 * frame.turn)} {n(y + 14 * k)} {n(x + 14 * k)} {n(y - 8 * k)}", colour, width * k)


# ----------------------------------------------------------------------------------------------- outfits
def _plain(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    _neckband(sheet, frame, darker(look.top, 0.16), 6)


def _coat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    low = _hem_y(frame, CUT[look.outfit].hem)
    _placket(sheet, look, frame, low, 5)
    _pockets(sheet, look, frame, frame.hip_y - 2)
    _collar(sheet, frame, darker(look.top, 0.1), 27, 25)


def _raincoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = _hem_y(frame, "knee")
    _placket(sheet, look, frame, low, 6, mix(look.top, "#3a2412", 0.66))
    _pockets(sheet, look, frame, frame.hip_y + 2)
    sheet.line(f"M{n(-frame.hip * 2)} {n(low - 9 * k)}Q0 {n(low)} {n(frame.hip * 2)} {n(low - 9 * k)}", darker(look.top, 0.2), 1.6 * k, 0.8)
    _collar(sheet, frame, mix(look.top, "#fff2c8", 0.14), 25, 30)


def _trench(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    low = _hem_y(frame, "knee")
    _placket(sheet, look, frame, low, 0)
    for s in (-1, 1):
        for y in (34, 54):
            sheet.oval(frame.lean + s * 11 * k + 3, frame.shoulder_y + y * k, 2.8 * k, 2.8 * k, darker(look.top, 0.5))
    _collar(sheet, frame, darker(look.top, 0.08), 34, 31)
    _belt(sheet, frame, frame.waist_y + 4 * k, darker(look.top, 0.26), "#8a6a3a")


def _jacket(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = frame.hip_y * 0.86
    x = frame.lean + 2 * frame.turn * k
    opening = f"M{n(x - 12 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x - 9 * k)} {n(low + 9)}L{n(x + 10 * k)} {n(low + 9)}L{n(x + 12 * k)} {n(frame.shoulder_y - 9 * k)}Z"
    sheet.fill(opening, look.second)
    _neckband(sheet, frame, darker(look.second, 0.16), 5)
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 12 * k)} {n(frame.shoulder_y - 4 * k)}L{n(x + s * 10 * k)} {n(low + 6)}", darker(look.top, 0.3), 2.4 * k)
    _pockets(sheet, look, frame, frame.hip_y - 12 * k, 0.72)
    _collar(sheet, frame, darker(look.top, 0.1), 25, 25)


def _suit(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    _lapels(sheet, look, frame, frame.waist_y + 4 * k, "#f4f0e8")
    _placket(sheet, look, frame, frame.hip_y * 0.86, 2, start=(frame.waist_y - frame.shoulder_y) / k)
    _pockets(sheet, look, frame, frame.hip_y - 8 * k, 0.7)


def _waistcoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    x, y, low = frame.lean + 2 * frame.turn * k, frame.shoulder_y, frame.hip_y
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 13 * k)} {n(y - 9 * k)}L{n(x + s * 28 * k)} {n(y - 6 * k)}C{n(x + s * 24 * k)} {n(y + 24 * k)} {n(x + s * 30 * k)} {n(y + 44 * k)} "
                  f"{n(x + s * 48 * k)} {n(y + 54 * k)}L{n(s * 52 * k)} {n(low + 8)}L{n(s * 4 * k)} {n(low + 4)}L{n(x)} {n(y + 46 * k)}Z", look.top, 6 * k, 2 * k)  # fmt: skip
    _placket(sheet, look, frame, low, 4, start=42)
    _collar(sheet, frame, look.second, 16, 17)
    if look.tie:
        sheet.fill(loop([(x, y + 10 * k), (x + 12 * k, y + 4 * k), (x + 12 * k, y + 17 * k), (x, y + 11 * k), (x - 12 * k, y + 17 * k), (x - 12 * k, y + 4 * k)], 0.4), look.tie)


def _sweater(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    _rib(sheet, frame, look.top, frame.hip_y * 0.97 - 4 * k)
    _neckband(sheet, frame, darker(look.top, 0.14), 9)


def _cardigan(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = frame.hip_y * 0.86
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    sheet.fill(f"M{n(x - 15 * k)} {n(y - 9 * k)}Q{n(x - 4 * k)} {n(y + 40 * k)} {n(x)} {n(frame.waist_y - 6 * k)}Q{n(x + 5 * k)} {n(y + 40 * k)} {n(x + 15 * k)} {n(y - 9 * k)}Z", look.second)
    _collar(sheet, frame, look.second, 16, 15)
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 16 * k)} {n(y - 8 * k)}Q{n(x + s * 6 * k)} {n(y + 40 * k)} {n(x + s * 2)} {n(frame.waist_y - 4 * k)}", darker(look.top, 0.16), 5 * k)
    _placket(sheet, look, frame, low, 3, look.second, start=(frame.waist_y - y) / k - 2)
    _pockets(sheet, look, frame, frame.hip_y - 2 * k, 0.66)
    _rib(sheet, frame, look.top, low - 3 * k)


def _hoodie(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y, n = frame.height / 360, frame.lean, frame.shoulder_y, num
    sheet.fill(loop([(x - 24 * k, frame.hip_y - 8 * k), (x - 16 * k, frame.waist_y + 10 * k), (x + 18 * k, frame.waist_y + 10 * k), (x + 26 * k, frame.hip_y - 8 * k)], 0.3), darker(look.top, 0.14))
    _rib(sheet, frame, look.top, frame.hip_y * 0.97 - 4 * k)
    sheet.cel(loop([(x - 26 * k, y - 6 * k), (x - 14 * k, y + 16 * k), (x + 3 * k, y + 22 * k), (x + 18 * k, y + 16 * k), (x + 28 * k, y - 6 * k), (x, y + 6 * k)]), darker(look.top, 0.1), 5 * k, 2 * k)
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 7 * k)} {n(y + 16 * k)}L{n(x + s * 9 * k)} {n(y + 44 * k)}", "#f3ede0", 2 * k)


def _shirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    _placket(sheet, look, frame, frame.hip_y, 5, "#f7f2e8")
    _collar(sheet, frame, lighter(look.top, 0.12), 18, 18)
    _belt(sheet, frame, frame.hip_y * 0.97 - 1 * k, darker(look.shoe_colour, 0.05))


def _blouse(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 2 * frame.turn, frame.shoulder_y
    _placket(sheet, look, frame, frame.waist_y + 8, 3, "#f7f2e8")
    for s in (-1, 1):
        sheet.cel(loop([(x + s * 2 * k, y + 6 * k), (x + s * 11 * k, y - 8 * k), (x + s * 20 * k, y + 2 * k), (x + s * 16 * k, y + 15 * k)]), look.second, 4 * k, 1.5 * k)
    if look.bottom != "skirt":
        _belt(sheet, frame, frame.hip_y * 0.97 - 1 * k, darker(look.shoe_colour, 0.05))


def _dress(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = _hem_y(frame, CUT[look.outfit].hem)
    _neckband(sheet, frame, look.second, 6)
    _belt(sheet, frame, frame.waist_y + 2 * k, darker(look.top, 0.24), look.second)
    sheet.line(f"M{n(-frame.hip * 2.4)} {n(low - 13 * k)}Q0 {n(low + 1 * k)} {n(frame.hip * 2.4)} {n(low - 13 * k)}", look.second, 4 * k, 0.9)
    if look.age == "child" or sum(look.seed.encode()) % 3 == 0:
        y, row = frame.waist_y + 18 * k, 0
        while y < low - 16 * k:
            for i in range(-4, 5):
                sheet.oval(i * 17 * k + (8 * k if row % 2 else 0), y, 2.4 * k, 2.4 * k, look.second, 0.85)
            y, row = y + 15 * k, row + 1


def _uniform(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x = frame.height / 360, frame.lean
    _placket(sheet, look, frame, frame.hip_y * 0.88, 5, "#e0b84e")
    _collar(sheet, frame, darker(look.top, 0.16), 15, 19)
    _belt(sheet, frame, frame.waist_y + 6 * k, "#2b2730")
    sheet.fill(loop([(x + 15 * k, frame.shoulder_y + 26 * k), (x + 24 * k, frame.shoulder_y + 26 * k), (x + 24 * k, frame.shoulder_y + 33 * k), (x + 15 * k, frame.shoulder_y + 33 * k)], 0.3), "#e0b84e")


def _bib(sheet: Sheet, look: Look, frame: BodyFrame, colour: str, low: float, half: float) -> None:
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 22 * k)} {n(y - 8 * k)}L{n(x + s * 16 * k)} {n(y + 36 * k)}", colour, 6.5 * k)
    sheet.cel(f"M{n(x - 21 * k)} {n(y + 32 * k)}L{n(x + 21 * k)} {n(y + 32 * k)}L{n(x + 22 * k)} {n(frame.waist_y)}L{n(half)} {n(frame.waist_y + 6 * k)}L{n(half)} {n(low)}"
              f"L{n(-half)} {n(low)}L{n(-half)} {n(frame.waist_y + 6 * k)}L{n(x - 22 * k)} {n(frame.waist_y)}Z", colour, 7 * k, 2 * k)  # fmt: skip


def _overalls(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 2 * frame.turn, frame.shoulder_y
    _collar(sheet, frame, lighter(look.second, 0.1), 16, 17)
    _bib(sheet, look, frame, look.top, frame.hip_y + 10, 80 * k)
    for s in (-1, 1):
        sheet.oval(x + s * 16 * k, y + 38 * k, 3 * k, 3 * k, "#e3c172")
    sheet.fill(loop([(x - 10 * k, y + 44 * k), (x + 12 * k, y + 44 * k), (x + 11 * k, y + 62 * k), (x - 9 * k, y + 62 * k)], 0.3), darker(look.top, 0.16))


def _apron_shirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    _collar(sheet, frame, lighter(look.second, 0.1), 16, 17)


def _labcoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    white = "#f3f3f0"
    d = _trunk(frame, "knee", 1.26, waisted=False)
    sheet.cel(d, white, 13 * k, 3 * k)
    _folds(sheet, frame, white, "knee")
    coat = Look(kind="human", seed=look.seed, top=white, second=look.second, outfit="labcoat", tie=look.tie)
    _lapels(sheet, coat, frame, frame.waist_y + 10 * k, look.second if look.second != white else "#9db8cf")
    _placket(sheet, coat, frame, _hem_y(frame, "knee"), 3, start=(frame.waist_y - frame.shoulder_y) / k + 12)
    _pockets(sheet, coat, frame, frame.hip_y + 4 * k, 0.7)


def _robe(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = _hem_y(frame, "floor")
    x = frame.lean + 2 * frame.turn * k
    sheet.fill(f"M{n(x - 11 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x)} {n(frame.waist_y)}L{n(x + 11 * k)} {n(frame.shoulder_y - 9 * k)}Z", look.second)
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 13 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x)} {n(frame.waist_y)}", lighter(look.top, 0.2), 5 * k)
    sheet.line(f"M{n(-frame.hip * 2.4)} {n(low - 10 * k)}Q0 {n(low)} {n(frame.hip * 2.4)} {n(low - 10 * k)}", lighter(look.top, 0.22), 5 * k)
    _belt(sheet, frame, frame.waist_y + 4 * k, "#c9a45a", "#a98240")


def _cloak_tunic(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    _neckband(sheet, frame, darker(look.second, 0.2), 6)
    _belt(sheet, frame, frame.waist_y + 8 * k, "#5a4030")


def _armour(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    steel = mix(look.top, "#aab3c4", 0.85)
    d = _trunk(frame, "hip", 1.08, waisted=True)
    sheet.cel(d, steel, 15 * k, 5 * k)
    x = frame.lean + 3 * frame.turn
    sheet.line(f"M{n(x)} {n(frame.shoulder_y + 4 * k)}L{n(x)} {n(frame.waist_y)}", darker(steel, 0.3), 2 * k)
    sheet.line(f"M{n(x - 36 * k)} {n(frame.shoulder_y + 44 * k)}Q{n(x)} {n(frame.shoulder_y + 66 * k)} {n(x + 36 * k)} {n(frame.shoulder_y + 44 * k)}", darker(steel, 0.3), 2 * k)
    for i in range(3):
        y = frame.waist_y + (8 + 12 * i) * k
        sheet.line(f"M-80 {n(y - 3)}Q{n(x)} {n(y + 5)} 80 {n(y - 3)}", darker(steel, 0.34), 2 * k)
    _neckband(sheet, frame, lighter(steel, 0.3), 8)


def _spacesuit(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 3 * frame.turn, frame.shoulder_y
    _neckband(sheet, frame, "#9fa8b8", 14)
    sheet.fill(loop([(x - 18 * k, y + 30 * k), (x + 20 * k, y + 30 * k), (x + 20 * k, y + 60 * k), (x - 18 * k, y + 60 * k)], 0.3), "#c8d0dc")
    for i, c in enumerate(("#d2503f", "#e8b23c", "#3f86b5")):
        sheet.oval(x - 9 * k + i * 10 * k, y + 40 * k, 3 * k, 3 * k, c)
    sheet.line(f"M-80 {num(frame.waist_y + 8 * k)}Q0 {num(frame.waist_y + 14 * k)} 80 {num(frame.waist_y + 8 * k)}", "#e07b39", 6 * k)


_DETAILS: dict[str, Callable[[Sheet, Look, BodyFrame], None]] = {
    "coat": _coat, "raincoat": _raincoat, "trench": _trench, "jacket": _jacket, "suit": _suit, "waistcoat": _waistcoat,
    "sweater": _sweater, "cardigan": _cardigan, "hoodie": _hoodie, "shirt": _shirt, "blouse": _blouse, "dress": _dress,
    "gown": _dress, "uniform": _uniform, "overalls": _overalls, "apron": _apron_shirt, "labcoat": _labcoat, "robe": _robe,
    "cloak": _cloak_tunic, "armour": _armour, "spacesuit": _spacesuit,
}  # fmt: skip


def draw_over(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """What is worn over the main garment: an apron, the front of a cloak."""
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    if look.outfit == "apron":
        apron = look.top
        low = frame.knee_y * 1.15
        for s in (-1, 1):
            sheet.line(f"M{n(x + s * 16 * k)} {n(y - 6 * k)}L{n(x + s * 15 * k)} {n(y + 26 * k)}", apron, 4.5 * k)
        w, h = frame.waist * 0.96, frame.hip * 1.0
        d = (f"M{n(x - 18 * k)} {n(y + 24 * k)}L{n(x + 19 * k)} {n(y + 24 * k)}C{n(x + 20 * k)} {n(frame.waist_y - 20 * k)} {n(frame.lean + w)} {n(frame.waist_y - 6 * k)} "
             f"{n(frame.lean + w)} {n(frame.waist_y + 2 * k)}C{n(h)} {n(frame.hip_y)} {n(h * 1.02)} {n(low - 20 * k)} {n(h * 0.96)} {n(low)}Q0 {n(low + 7 * k)} {n(-h * 0.96)} {n(low)}"
             f"C{n(-h * 1.02)} {n(low - 20 * k)} {n(-h)} {n(frame.hip_y)} {n(frame.lean - w)} {n(frame.waist_y + 2 * k)}C{n(frame.lean - w)} {n(frame.waist_y - 6 * k)} {n(x - 19 * k)} "
             f"{n(frame.waist_y - 20 * k)} {n(x - 18 * k)} {n(y + 24 * k)}Z")  # fmt: skip
        sheet.cel(d, apron, 11 * k, 3 * k)
        sheet.line(f"M{n(frame.lean - w)} {n(frame.waist_y + 3 * k)}Q{n(x)} {n(frame.waist_y + 9 * k)} {n(frame.lean + w)} {n(frame.waist_y + 3 * k)}", darker(apron, 0.22), 4 * k)
        sheet.fill(loop([(x - 18 * k, frame.hip_y - 4 * k), (x + 18 * k, frame.hip_y - 4 * k), (x + 17 * k, frame.hip_y + 20 * k), (x - 17 * k, frame.hip_y + 20 * k)], 0.3), darker(apron, 0.12))
    if look.outfit == "cloak":
        w, low = frame.shoulder, frame.hip_y * 0.3
        for s in (-1, 1):
            sheet.cel(f"M{n(x + s * 6 * k)} {n(y - 8 * k)}C{n(x + s * w * 0.9)} {n(y - 6 * k)} {n(x + s * w * 1.25)} {n(y + 14 * k)} {n(x + s * w * 1.3)} {n(frame.waist_y)}"
                      f"L{n(s * w * 1.5)} {n(low)}L{n(s * w * 1.0)} {n(low + 6 * k)}C{n(x + s * w * 0.86)} {n(frame.hip_y)} {n(x + s * w * 0.5)} {n(y + 40 * k)} {n(x + s * 6 * k)} {n(y - 8 * k)}Z",
                      look.top, 7 * k, 3 * k)  # fmt: skip
        sheet.oval(x, y + 2 * k, 6 * k, 6 * k, "#e3b850")
        sheet.oval(x - 1.5 * k, y + 0.5 * k, 2 * k, 2 * k, "#fff3c4")
        if look.hat == "crown":
            for i in range(-4, 5):
                sheet.oval(x + i * 8.5 * k, y - 1 * k + abs(i) * 0.6 * k, 8 * k, 8 * k, "#f4efe6")
                sheet.oval(x + i * 8.5 * k, y + k, 1.2 * k, 2.2 * k, "#3a3440")


def draw_scarf(sheet: Sheet, colour: str, frame: BodyFrame) -> None:
    """A knitted scarf round the neck with one end hanging."""
    k, n = frame.height / 360, num
    x, y = frame.lean, frame.shoulder_y
    end = f"M{n(x - 16 * k)} {n(y)}L{n(x - 3 * k)} {n(y + 2 * k)}L{n(x - 2 * k)} {n(y + 60 * k)}L{n(x - 19 * k)} {n(y + 58 * k)}Z"
    sheet.cel(end, darker(colour, 0.1), 4 * k, 2 * k)
    for i in range(5):
        fx = x - 18 * k + i * 3.8 * k
        sheet.line(f"M{n(fx)} {n(y + 58 * k)}L{n(fx)} {n(y + 66 * k)}", darker(colour, 0.1), 1.8 * k)
    with sheet.inside(end):
        for yy in (44, 51):
            sheet.line(f"M{n(x - 24 * k)} {n(y + yy * k)}L{n(x + 4 * k)} {n(y + yy * k)}", lighter(colour, 0.35), 3 * k)
    sheet.cel(loop([(x - 21 * k, y - 12 * k), (x, y - 6 * k), (x + 22 * k, y - 12 * k), (x + 25 * k, y + 1 * k), (x + 4 * k, y + 11 * k), (x - 23 * k, y + 3 * k)]), colour, 5 * k, 2 * k)
