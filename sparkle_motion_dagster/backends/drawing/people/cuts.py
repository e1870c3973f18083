"""How each outfit is cut: hem, sleeves, bulk, and the trunk's outline.

What belongs here: that table and outline. What does not: anything drawn.
"""

from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.svg import darker, mix, num

LAB_WHITE, STEEL = "#f3f3f0", "#aab3c4"

TUCKED = frozenset({"blouse", "shirt"})
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
        if look.outfit == "labcoat":
            return LAB_WHITE
        if look.outfit == "armour":
            return mix(look.top, STEEL, 0.75)
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


def skirted(look: Look) -> bool:
    """Whether a skirt is worn under, or over, the outfit."""
    return (
        look.bottom == "skirt"
        and CUT[look.outfit].hem in ("hip", "seat")
        and look.outfit not in ("overalls", "spacesuit", "armour")
    )


def hem_y_of(frame: BodyFrame, hem: Hem) -> float:
    return frame.hip_y * _HEM_Y[hem]


def trunk(frame: BodyFrame, hem: Hem, spread: float, *, waisted: bool, grow: float = 0) -> str:
    k, x, n = frame.height / 360, frame.lean, num
    sh, wa, hi = frame.shoulder + grow, frame.waist + grow, frame.hip + grow
    if not waisted:
        wa = max(wa, (sh + hi) / 2 * 0.94)
    hem_y, hem_w = hem_y_of(frame, hem), hi * spread
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
