"""The pen of the cast: draws lit shapes on a sheet and measures them as it draws.

What belongs here: how a shape takes light (cel shading: a crescent of shade, a rim of the key light), sheets
and their extents. What does not: any person or animal.

Path data given to a sheet must use absolute commands of coordinate pairs only (M L Q C Z), because the sheet reads
its extent from them.
"""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sparkle_motion_dagster.backends.drawing.crescents import crescent, outline
from sparkle_motion_dagster.backends.drawing.layer import Box, Light
from sparkle_motion_dagster.backends.drawing.svg import Point, in_light, lit, mix, num, shaded, smooth

_SMALL = 90.0
"""Square figure units below which a shape gets no crescents: nobody would see them."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def loop(points: Sequence[Point], tension: float = 1.0) -> str:
    """Path data of a smooth closed outline through the points."""
    return smooth(points, closed=True, tension=tension)


def mirrored_loop(half: Sequence[Point], tension: float = 1.0) -> str:
    """A smooth outline that is the same left and right: give its right half, from top to bottom."""
    return loop([*half, *((-x, y) for x, y in reversed(half) if abs(x) > 0.01)], tension)


def tube(points: Sequence[Point], widths: Sequence[float], *, round_end: bool = True, round_start: bool = False) -> str:
    """Path data of a limb or tail: a smooth middle line through the points, with half-widths at each of them."""
    steps = 5
    line: list[tuple[float, float, float]] = []
    n = len(points)
    for i in range(n - 1):
        a, b, c, d = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]
        for k in range(steps if i < n - 2 else steps + 1):
            t = k / steps
            x, y = (
                0.5
                * (
                    2 * b[j]
                    + (c[j] - a[j]) * t
                    + (2 * a[j] - 5 * b[j] + 4 * c[j] - d[j]) * t * t
                    + (3 * b[j] - a[j] - 3 * c[j] + d[j]) * t**3
                )
                for j in (0, 1)
            )
            ease = t * t * (3 - 2 * t)
            line.append((x, y, widths[i] + (widths[i + 1] - widths[i]) * ease))
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y, w) in enumerate(line):
        before, after = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        left.append((x - dy / length * w, y + dx / length * w))
        right.append((x + dy / length * w, y - dx / length * w))
    end = _cap(line[-2], line[-1]) if round_end else []
    start = _cap(line[1], line[0]) if round_start else []
    outline = [*left, *reversed(end), *reversed(right), *reversed(start)]
    return smooth(outline, closed=True) if start else smooth(outline) + "Z"


def _cap(before: tuple[float, float, float], last: tuple[float, float, float]) -> list[Point]:
    """Three points of a round end."""
    dx, dy = last[0] - before[0], last[1] - before[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy, r = dx / length, dy / length, last[2]
    return [
        (last[0] + (ux * math.cos(a) - uy * math.sin(a)) * r, last[1] + (uy * math.cos(a) + ux * math.sin(a)) * r)
        for a in (-math.pi / 4, 0.0, math.pi / 4)
    ]


class Sheet:
    """A fragment being drawn. Colours given to it are the things' own; the sheet puts them into the light.

    Everything is drawn as if the character faced right; `mirrored` turns the finished sheet over, and the light is
    turned before, so that it still comes from its own side.
    """

    def __init__(
        self, light: Light, prefix: str, x: float = 0, y: float = 0, scale: float = 1, *, mirrored: bool = False
    ):
        self.light = light
        self.prefix = prefix
        self.origin = (x, y)
        self.scale = scale
        self.mirrored = mirrored
        self.toward_light = -1.0 if light.key_from_left != mirrored else 1.0
        self._parts: list[str] = []
        self._ids = 0
        self._hidden = 0
        self._extent: list[float] | None = None

    # ---- colours
    def tone(self, colour: str) -> str:
        """The colour in this light."""
        return in_light(colour, self.light)

    def bright(self, colour: str, amount: float = 0.5) -> str:
        """The colour where the light falls on it."""
        return lit(colour, self.light, amount)

    def dark(self, colour: str, amount: float = 0.5) -> str:
        """The colour in its own shadow."""
        return mix(shaded(colour, self.light, amount), "#241634", 0.16 * amount)

    # ---- shapes
    def fill(self, d: str, colour: str, opacity: float | None = None, *, own: bool = False) -> None:
        """One flat shape. `own`: the colour is taken as it is (a glint, a lamp)."""
        self._reach(d)
        self._parts.append(f'<path d="{d}" fill="{colour if own else self.tone(colour)}"{_alpha("fill-", opacity)}/>')

    def line(self, d: str, colour: str, width: float, opacity: float | None = None, *, own: bool = False) -> None:
        """A stroke with round ends."""
        self._reach(d, width / 2)
        self._parts.append(
            f'<path d="{d}" fill="none" stroke="{colour if own else self.tone(colour)}" stroke-width="{width:.2g}" '
            f'stroke-linecap="round" stroke-linejoin="round"{_alpha("stroke-", opacity)}/>'
        )

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: str,
        opacity: float | None = None,
        *,
        own: bool = False,
        turn: float = 0,
    ) -> None:
        """A flat ellipse, turned by `turn` degrees."""
        self._reach_points(
            [(x - max(rx, ry), y - max(rx, ry)), (x + max(rx, ry), y + max(rx, ry))]
            if turn
            else [(x - rx, y - ry), (x + rx, y + ry)]
        )
        turned = f' transform="rotate({num(turn)} {num(x)} {num(y)})"' if turn else ""
        self._parts.append(
            f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" '
            f'fill="{colour if own else self.tone(colour)}"{_alpha("fill-", opacity)}{turned}/>'
        )

    def blush(self, x: float, y: float, r: float, colour: str, opacity: float) -> None:
        """A soft round patch that fades to nothing."""
        name = self._name()
        tone = self.tone(colour)
        self._reach_points([(x - r * 0.9, y - r * 0.9), (x + r * 0.9, y + r * 0.9)])
        self._parts.append(
            f'<radialGradient id="{name}"><stop offset="0" stop-color="{tone}" stop-opacity="{opacity:.2g}"/>'
            f'<stop offset=".55" stop-color="{tone}" stop-opacity="{opacity * 0.55:.2g}"/>'
            f'<stop offset="1" stop-color="{tone}" stop-opacity="0"/></radialGradient>'
            f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="url(#{name})"/>'
        )

    def cel(
        self, d: str, colour: str, shade: float = 8, rim: float = 2.5, *, soft: bool = True, edge: float = 0
    ) -> None:
        """A lit, rounded shape: gradient across (`soft`), a crescent of shade `shade` wide and a rim of light."""
        name = self._name()
        x0, y0, x1, y1 = self._reach(d, edge / 2)
        side = self.toward_light
        if soft:
            stops = [(0, self.bright(colour, 0.3)), (0.45, self.tone(colour)), (1, self.dark(colour, 0.42))]
            start, end = (0, 1) if side < 0 else (1, 0)
            self._parts.append(
                f'<linearGradient id="{name}g" x1="{start}" y1="0" x2="{end}" y2=".25">'
                + "".join(f'<stop offset="{offset}" stop-color="{tone}"/>' for offset, tone in stops)
                + "</linearGradient>"
            )
        paint = f"url(#{name}g)" if soft else self.tone(colour)
        edge_line = (
            f' stroke="{self.dark(colour, 0.9)}" stroke-width="{edge:.2g}" stroke-linejoin="round"' if edge else ""
        )
        self._parts.append(f'<path d="{d}" fill="{paint}"{edge_line}/>')
        small = (x1 - x0) * (y1 - y0) * self.scale**2 < _SMALL
        if small or not (shade or rim):
            return
        moves: list[tuple[float, float, str, float]] = []
        if shade:
            dark = self.dark(colour, 0.75)
            for reach, alpha in ((1.0, 0.42), (0.5, 0.4)) if shade >= 12 else ((0.85, 0.55),):
                moves.append((side * shade * reach, -shade * 0.3 * reach, dark, alpha))
        if rim:
            moves.append((-side * rim, rim * 0.55, self.bright(colour, 0.75 + 0.25 * self.light.strength), 0.75))
        points = outline(d)
        clipped = ""
        for dx, dy, tone, alpha in moves:
            sliver = crescent(points, dx, dy)
            if sliver is None:
                clipped += _frame_of(d, (x0, y0, x1, y1), dx, dy, tone, alpha)
            elif sliver:
                self._parts.append(f'<path d="{sliver}" fill="{tone}" fill-opacity="{alpha}"/>')
        if clipped:
            self._parts.append(
                f'<clipPath id="{name}"><path d="{d}"/></clipPath><g clip-path="url(#{name})">{clipped}</g>'
            )

    @contextmanager
    def inside(self, d: str) -> Iterator[None]:
        """What is drawn in this block is seen only inside the outline."""
        name = self._name()
        self._parts.append(f'<clipPath id="{name}"><path d="{d}"/></clipPath><g clip-path="url(#{name})">')
        self._hidden += 1
        yield
        self._hidden -= 1
        self._parts.append("</g>")

    @contextmanager
    def turned(self, degrees: float, x: float, y: float) -> Iterator[None]:
        """What is drawn in this block is turned about a point; its extent is taken as unturned plus a margin."""
        self._parts.append(f'<g transform="rotate({num(degrees)} {num(x)} {num(y)})">')
        yield
        self._parts.append("</g>")

    # ---- result
    @property
    def drawn(self) -> bool:
        """True if anything was drawn."""
        return bool(self._parts)

    def svg(self) -> str:
        """The finished fragment in figure coordinates."""
        flip = -1 if self.mirrored else 1
        x, y = self.origin
        return (
            f'<g transform="translate({x * flip:.2f} {y:.2f}) scale({self.scale * flip:.4f} {self.scale:.4f})">'
            + "".join(self._parts)
            + "</g>"
        )

    def extent(self, margin: float = 2) -> Box:
        """The box of everything drawn, in figure coordinates, with a margin in figure units."""
        x0, y0, x1, y1 = self._extent or (0, 0, 0, 0)
        return self.placed((x0, y0, x1 - x0, y1 - y0), margin)

    def placed(self, box: Box, margin: float = 0) -> Box:
        """A box of this sheet in figure coordinates."""
        left = self.origin[0] + box[0] * self.scale
        width = box[2] * self.scale
        if self.mirrored:
            left = -left - width
        top = self.origin[1] + box[1] * self.scale
        return (left - margin, top - margin, width + 2 * margin, box[3] * self.scale + 2 * margin)

    def spot(self, x: float, y: float) -> Point:
        """A point of this sheet in figure coordinates."""
        placed = self.placed((x, y, 0, 0))
        return placed[0], placed[1]

    def _name(self) -> str:
        self._ids += 1
        return f"{self.prefix}{self._ids}"

    def _reach(self, d: str, margin: float = 0) -> tuple[float, float, float, float]:
        numbers = [float(v) for v in _NUMBER.findall(d)]
        xs, ys = numbers[0::2], numbers[1::2]
        box = (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
        self._reach_points([(box[0], box[1]), (box[2], box[3])])
        return box

    def _reach_points(self, points: list[Point]) -> None:
        if self._hidden:
            return
        for x, y in points:
            if self._extent is None:
                self._extent = [x, y, x, y]
            else:
                e = self._extent
                self._extent = [min(e[0], x), min(e[1], y), max(e[2], x), max(e[3], y)]


def _frame_of(d: str, box: tuple[float, float, float, float], dx: float, dy: float, colour: str, alpha: float) -> str:
    """The moved shape as a hole in a frame, to be clipped to the shape. The frame is small: what is clipped costs too."""
    x0, y0 = box[0] - max(0.0, dx) - 1, box[1] - max(0.0, dy) - 1
    x1, y1 = box[2] + max(0.0, -dx) + 1, box[3] + max(0.0, -dy) + 1
    frame = f"M{num(x0)} {num(y0)}L{num(x1)} {num(y0)}L{num(x1)} {num(y1)}L{num(x0)} {num(y1)}Z"
    return (
        f'<path d="{frame}{d}" fill-rule="evenodd" fill="{colour}" fill-opacity="{alpha}" '
        f'transform="translate({num(dx)} {num(dy)})"/>'
    )


def union(*boxes: Box) -> Box:
    """The smallest box around these boxes."""
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return (x0, y0, x1 - x0, y1 - y0)


def _alpha(kind: str, opacity: float | None) -> str:
    return "" if opacity is None else f' {kind}opacity="{opacity:.2g}"'
