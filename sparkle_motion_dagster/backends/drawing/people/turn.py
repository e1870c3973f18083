"""A head seen from the front or turned a little: where features of the round head land on the page.

What belongs here: that geometry and outlines built on it. What does not: features themselves.
"""

import math
from collections.abc import Sequence

from sparkle_motion_dagster.backends.drawing.svg import Point, num, smooth

TURN_DEG = 23.0
RADIUS = 82.0


class Turn:
    """The view of a head: `amount` 0 from the front, 1 turned to the right."""

    def __init__(self, amount: float):
        self.amount = amount
        self._turn = math.radians(TURN_DEG * amount)

    def x(self, x: float, radius: float = RADIUS) -> float:
        """Where a feature at frontal `x` is seen; what is turned out of sight stays on the outline."""
        angle = math.asin(max(-1.0, min(1.0, x / radius))) + self._turn
        return radius * math.sin(min(angle, math.pi / 2))

    def squeeze(self, x: float) -> float:
        """How much narrower a feature at frontal `x` looks than from the front."""
        front = math.asin(max(-0.99, min(0.99, x / RADIUS)))
        return min(1.12, max(0.5, math.cos(front + self._turn) / math.cos(front)))

    def points(self, points: Sequence[Point]) -> list[Point]:
        """Frontal points on the head's surface as seen."""
        return [(self.x(x), y) for x, y in points]


def join(first: Sequence[Point], second: Sequence[Point]) -> str:
    """A closed outline of two smooth lines with corners where they meet."""
    return smooth(first) + "L" + smooth(second)[1:] + "Z"


def scallop(points: Sequence[Point], bulge: float, *, closed: bool = True) -> str:
    """An outline of round bumps between the points (given clockwise): curls, wool, clouds of hair."""
    d = f"M{num(points[0][0])} {num(points[0][1])}"
    count = len(points)
    for i in range(count if closed else count - 1):
        (x0, y0), (x1, y1) = points[i], points[(i + 1) % count]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        ox, oy = (y1 - y0) / length * bulge, -(x1 - x0) / length * bulge
        d += (f"C{num(x0 + ox * 1.3)} {num(y0 + oy * 1.3)} {num(x1 + ox * 1.3)} {num(y1 + oy * 1.3)} "
              f"{num(x1)} {num(y1)}")  # fmt: skip
    return d + ("Z" if closed else "")


def around(cx: float, cy: float, rx: float, ry: float, start_deg: float, end_deg: float, count: int) -> list[Point]:
    """Points on an ellipse from one angle to another; 0 right, 90 down, -90 up."""
    return [
        (cx + rx * math.cos(math.radians(a)), cy + ry * math.sin(math.radians(a)))
        for a in (start_deg + (end_deg - start_deg) * i / (count - 1) for i in range(count))
    ]
