"""What lies in the open: hills, peaks, ground, rocks, water.

What belongs here: natural things that several exteriors share. What does not: the exteriors' compositions, what
grows (`plants.py`) and what people build (`built.py`).
"""

import random

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, Sheet
from sparkle_motion_dagster.backends.drawing.svg import Point, num


def hills(
    s: Sheet, y: float, rough: float, colour: str, depth: float, bottom: float = BOTTOM, steps: int = 16
) -> list[Point]:
    """A rolling hill line and everything under it; returns the line."""
    p = s.palette
    line = svg.ridge(s.rand, s.left - 20, s.right + 20, y, rough, steps)
    top = min(py for _, py in line)
    fill = s.lin(
        (0, p.lit(ground(s, colour), depth, 0.35)),
        (0.25, p.ground(colour, depth)),
        (1, p.shade(ground(s, colour), depth, 0.3)),
        y1=top,
        y2=min(bottom, top + 300),
        stage=True,
    )
    s.path(svg.below(line, bottom), fill)
    s.line(svg.smooth(line), p.lit(ground(s, colour), depth, 0.8), 1.8, opacity=0.55)
    return line


def ground(s: Sheet, colour: str, cover: float = 0.9) -> str:
    """A ground colour with this weather's snow on it, still ungraded."""
    return svg.mix(colour, "#eef3fb", s.palette.snowy * cover)


def mountains(s: Sheet, y: float, height: float, colour: str, depth: float, count: int, caps: float = 0.35) -> None:
    """A range of facetted peaks standing on `y`; `caps` is the share of each peak under snow."""
    p, r = s.palette, s.rand
    rock, snow = colour, "#f4f7ff"
    caps = min(1.0, caps + 0.4 * p.snowy)
    slots = [(LEFT + (i + r.uniform(0.15, 0.85)) * 1600 / count, r.uniform(0.55, 1.0)) for i in range(count)]
    for x, k in sorted(slots, key=lambda slot: slot[1]):
        h = height * k
        w = h * r.uniform(1.0, 1.4)
        peak = (x, y - h)
        left = _flank(r, peak, (x - w, y), 9)
        right = _flank(r, peak, (x + w, y), 9)
        spine = _flank(r, peak, (x + w * r.uniform(-0.12, 0.12), y), 6)
        bright, dim = p.lit(rock, depth, 0.5), p.shade(rock, depth, 0.42)
        base = svg.mix(p.haze, bright, 0.3)
        sides = ((left, -1), (right, 1))
        for flank, side in sides:
            tone = bright if side == s.toward_light else dim
            fill = s.lin((0, tone), (0.6, tone), (1, svg.mix(tone, base, 0.75)), y1=y - h, y2=y, stage=True)
            s.poly([*spine[::-1], *flank], fill)
            if caps > 0:
                tone = p.lit(snow, depth, 0.4) if side == s.toward_light else p.shade(snow, depth, 0.35)
                s.poly(_cap(r, flank, spine, caps * h, peak), tone)
        ribs = "".join(
            f"M{num(px)} {num(py)}l{num(r.uniform(-0.06, 0.06) * w)} {num(h * r.uniform(0.08, 0.2))}"
            for px, py in [(x + r.uniform(-0.4, 0.4) * w, y - h * r.uniform(0.05, 0.45)) for _ in range(7)]
        )
        s.line(ribs, dim, 2, opacity=0.4)


def _flank(r: random.Random, a: Point, b: Point, steps: int) -> list[Point]:
    points = [a]
    reach = abs(b[0] - a[0]) / steps
    for i in range(1, steps):
        t = i / steps
        points.append(
            (
                a[0] + (b[0] - a[0]) * t**1.12 + r.uniform(-0.4, 0.4) * reach,
                a[1] + (b[1] - a[1]) * (t + r.uniform(-0.25, 0.25) / steps),
            )
        )
    return [*points, b]


def _cap(r: random.Random, flank: list[Point], spine: list[Point], depth: float, peak: Point) -> list[Point]:
    edge = [q for q in flank if q[1] < peak[1] + depth]
    inner = [q for q in spine if q[1] < peak[1] + depth * 0.9]
    a, b = edge[-1], inner[-1]
    teeth = [
        (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + (12 + depth * 0.2) * (k % 2) * r.uniform(0.5, 1))
        for k, t in enumerate((0.18, 0.34, 0.5, 0.66, 0.82))
    ]
    return [*edge, *teeth, *inner[::-1]]


def meadow(s: Sheet, y: float, rough: float, colour: str, depth: float = 1.0) -> list[Point]:
    """The ground the actors stand on: a gentle line, light on its edge, shade toward the camera; returns the line."""
    p = s.palette
    line = svg.ridge(s.rand, LEFT - 20, RIGHT + 20, y, rough, 14)
    own = ground(s, colour)
    fill = s.lin(
        (0, p.lit(own, depth, 0.4)),
        (0.16, p.at(own, depth)),
        (0.6, p.shade(own, depth, 0.2)),
        (1, p.shade(own, depth, 0.46)),
        y1=y - rough,
        y2=BOTTOM,
        stage=True,
    )
    s.path(svg.below(line, BOTTOM + 10), fill)
    s.strokes(150, (LEFT, y + 20, 1600, 230), p.lit(own, depth, 0.5), 46, 2, 0.22)
    s.strokes(110, (LEFT, y + 20, 1600, 230), p.shade(own, depth, 0.7), 60, 2.4, 0.22)
    if p.wet:
        puddles(s, y + 34)
    return line


def puddles(s: Sheet, y: float, count: int = 7) -> None:
    """Rain on the ground: the sky lies in it."""
    p, r = s.palette, s.rand
    for _ in range(count):
        x, t = r.uniform(LEFT + 60, RIGHT - 60), r.random()
        w = 40 + 90 * t
        s.ellipse(x, y + t * 130, w, w * 0.11, s.lin((0, svg.mix(p.sky[3], p.haze, 0.5), 0.55), (1, p.sky[1], 0.4)))


def rock(s: Sheet, x: float, y: float, w: float, h: float, colour: str, depth: float) -> None:
    """A boulder sitting at (x, y): a lit face, a dark face, cracks, moss or snow on top."""
    p, r = s.palette, s.rand
    k = [r.uniform(0.85, 1.1) for _ in range(6)]
    outline = [
        (x - w * 0.5, y),
        (x - w * 0.46 * k[0], y - h * 0.5),
        (x - w * 0.2, y - h * 0.92 * k[1]),
        (x + w * 0.16 * k[2], y - h * k[3]),
        (x + w * 0.42, y - h * 0.58 * k[4]),
        (x + w * 0.52, y),
    ]
    s.poly(
        outline, s.across((0, p.lit(colour, depth, 0.6)), (0.5, p.at(colour, depth)), (1, p.shade(colour, depth, 0.65)))
    )
    ridge_x = x + w * 0.05 * s.toward_light
    dark = [outline[3], (ridge_x, y - h * 0.45), (ridge_x + w * 0.06, y), outline[5], outline[4]]
    if s.toward_light > 0:
        dark = [outline[2], (ridge_x, y - h * 0.45), (ridge_x - w * 0.06, y), outline[0], outline[1]]
    s.poly(dark, p.shade(colour, depth, 0.7), opacity=0.55)
    top = [
        outline[1],
        outline[2],
        outline[3],
        (x + w * 0.3, y - h * 0.72),
        (x, y - h * 0.74),
        (x - w * 0.3, y - h * 0.6),
    ]
    s.path(
        svg.smooth(top, closed=True, tension=0.5), p.ground("#7c8a5c", depth, 1.0), opacity=0.95 if p.snowy else 0.35
    )


def water(
    s: Sheet, y0: float, y1: float, deep: str, depth: float, sun_x: float | None = None, glints: int = 150
) -> None:
    """Open water from the horizon y0 to y1: the sky in it, waves growing nearer, the sun's road."""
    p, r = s.palette, s.rand
    far = svg.mix(p.sky[4], p.at(deep, depth), 0.32)
    near = p.at(deep, 1.0)
    fill = s.lin(
        (0, far),
        (0.12, svg.mix(far, near, 0.35)),
        (0.5, svg.mix(svg.mix(p.sky[2], near, 0.6), near, 0.35)),
        (1, svg.mix(near, p.hour.shade, 0.35)),
        y1=y0,
        y2=y1,
        stage=True,
    )
    s.rect(s.left, y0, s.right - s.left, y1 - y0, fill)
    x0 = (sun_x if sun_x is not None else p.hour.sun[0]) * 1280
    road = p.sun_strength * (1.0 if p.time_of_day != "day" else 0.55)
    if road > 0.15:
        reach = (y1 - y0) * 0.75
        stops = svg.glow_stops(p.hour.sun_colour, p.hour.glow, 0.5 * road)
        half = f"M{num(x0 - 230)} {num(y0)}a230 {num(reach)} 0 0 0 460 0Z"
        s.path(half, s.rad(*stops, cx=0.5, cy=0, r=0.6))
    bands: dict[tuple[bool, int], list[str]] = {}
    for _ in range(glints):
        t = r.random() ** 1.6
        y, w = y0 + 4 + t * (y1 - y0 - 8), 9 + 88 * t
        x = r.uniform(s.left, s.right)
        in_road = r.random() < road * 2.718 ** (-(((x - x0) / (70 + 190 * t)) ** 2))
        bands.setdefault((in_road, int(t * 3)), []).append(
            f"M{num(x)} {num(y)}q{num(w / 4)} {num(-2 - 8 * t)} {num(w / 2)} 0t{num(w / 2)} 0"
        )
    for (in_road, band), d in sorted(bands.items()):
        colour = p.hour.sun_colour if in_road else svg.mix(p.sky[3], p.lit(deep, 0.8, 0.5), 0.4)
        s.line("".join(d), colour, 1 + band * 0.9, opacity=0.75 if in_road else 0.34)
