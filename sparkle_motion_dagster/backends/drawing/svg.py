"""The words of SVG that every pen of the animatic shares: colours, gradients, paths, seeded chance.

What belongs here: small pure functions from numbers and colours to SVG text. What does not: anything that
knows what it draws (a tree, a face), and pixels.

Colours are `#rrggbb`. Chance comes from `chance(...)` only, so the same seed draws the same picture in every
process and on every machine.
"""

import math
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise

from sparkle_motion_dagster.backends.drawing.layer import Light

Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]
"""Offset 0-1, colour, and opacity (1 if left out)."""


def chance(*keys: object) -> random.Random:
    """A random source of its own for these keys (a seed, a name …); equal keys give equal sequences."""
    return random.Random("|".join(str(key) for key in keys))


# ---------------------------------------------------------------------------------------------- colours
def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers 0-255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(red: float, green: float, blue: float) -> str:
    """Three numbers 0-255 as `#rrggbb`; what lies outside is clamped."""
    return "#" + "".join(f"{max(0, min(255, round(v))):02x}" for v in (red, green, blue))


def mix(colour: str, other: str, t: float) -> str:
    """`colour` at t 0, `other` at t 1."""
    return hexed(*(a + (b - a) * t for a, b in zip(rgb(colour), rgb(other), strict=True)))


def multiply(colour: str, light: str) -> str:
    """`colour` as seen under a light of this colour; white changes nothing."""
    return hexed(*(a * b / 255 for a, b in zip(rgb(colour), rgb(light), strict=True)))


def lighter(colour: str, t: float) -> str:
    """Toward white."""
    return mix(colour, "#ffffff", t)


def darker(colour: str, t: float) -> str:
    """Toward black."""
    return mix(colour, "#000000", t)


def brightness(colour: str) -> float:
    """Perceived brightness, 0-1."""
    red, green, blue = rgb(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def saturated(colour: str, amount: float) -> str:
    """`amount` 0 is grey, 1 unchanged, above 1 stronger."""
    grey = brightness(colour) * 255
    return hexed(*(grey + (v - grey) * amount for v in rgb(colour)))


def in_light(colour: str, light: Light) -> str:
    """The colour's own tone under a place's light: unchanged by day, sunk into the shade by night."""
    tinted = multiply(colour, mix("#ffffff", light.key, 0.35 + 0.25 * light.strength))
    return mix(tinted, light.shade, light.strength * 0.5)


def lit(colour: str, light: Light, amount: float = 0.5) -> str:
    """The side of a thing that faces the light."""
    return mix(in_light(colour, light), light.key, 0.55 * amount)


def shaded(colour: str, light: Light, amount: float = 0.5) -> str:
    """The side of a thing that lies in shadow."""
    base = in_light(colour, light)
    return mix(mix(base, multiply(base, light.shade), amount), light.shade, 0.3 * amount)


# ------------------------------------------------------------------------------------------------- text
def num(value: float) -> str:
    """A number as SVG likes it: one decimal, no trailing zero."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def attrs(**values: object) -> str:
    """Attributes from keyword arguments: `stroke_width=2` becomes ` stroke-width="2"`; None is left out."""
    parts = []
    for key, value in values.items():
        if value is not None:
            text = f"{value:.3g}" if isinstance(value, float) and abs(value) < 10 else value
            parts.append(f' {key.rstrip("_").replace("_", "-")}="{num(text) if isinstance(text, float) else text}"')
    return "".join(parts)


def _single_paint(fill: str, more: dict[str, object]) -> None:
    """Say the opacity of a shape with one paint as the paint's own: `opacity` costs the renderer a layer."""
    if "opacity" in more and ("stroke" in more) != (fill != "none"):
        more["fill_opacity" if fill != "none" else "stroke_opacity"] = more.pop("opacity")


def path(d: str, fill: str = "none", **more: object) -> str:
    """A `<path>`."""
    _single_paint(fill, more)
    return f'<path d="{d}" fill="{fill}"{attrs(**more)}/>'


def line(d: str, stroke: str, width: float, **more: object) -> str:
    """A stroked path with round ends."""
    more.setdefault("stroke_linecap", "round")
    more.setdefault("stroke_linejoin", "round")
    more = {"stroke_opacity" if key == "opacity" else key: value for key, value in more.items()}
    return f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{num(width)}"{attrs(**more)}/>'


def rect(x: float, y: float, width: float, height: float, fill: str, **more: object) -> str:
    """A `<rect>`."""
    _single_paint(fill, more)
    return f'<rect x="{num(x)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" fill="{fill}"{attrs(**more)}/>'


def circle(x: float, y: float, r: float, fill: str, **more: object) -> str:
    """A `<circle>`."""
    _single_paint(fill, more)
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{fill}"{attrs(**more)}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> str:
    """An `<ellipse>`."""
    _single_paint(fill, more)
    return f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{fill}"{attrs(**more)}/>'


def group(body: str, transform: str | None = None, **more: object) -> str:
    """A `<g>`."""
    return f"<g{attrs(transform=transform, **more)}>{body}</g>"


def document(body: str, box: tuple[float, float, float, float], width_px: int, height_px: int) -> str:
    """A whole SVG document that shows `box` (x, y, width, height) of the fragments in `body`."""
    view = " ".join(num(v) for v in box)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width_px}" height="{height_px}" viewBox="{view}">{body}</svg>'
    )


# -------------------------------------------------------------------------------------------- gradients
def _stops(stops: Iterable[Stop]) -> str:
    parts = []
    for stop in stops:
        opacity = f' stop-opacity="{stop[2]:.3g}"' if len(stop) == 3 and stop[2] != 1 else ""
        parts.append(f'<stop offset="{stop[0]:.3g}" stop-color="{stop[1]}"{opacity}/>')
    return "".join(parts)


def lin(
    id_: str, stops: Iterable[Stop], x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1, *, stage: bool = False
) -> str:
    """A linear gradient, top to bottom unless told. `stage`: coordinates are the stage's, else the shape's 0-1."""
    units = ' gradientUnits="userSpaceOnUse"' if stage else ""
    return (
        f'<linearGradient id="{id_}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{units}>'
        f"{_stops(stops)}</linearGradient>"
    )


def rad(
    id_: str, stops: Iterable[Stop], cx: float = 0.5, cy: float = 0.5, r: float = 0.5, *, stage: bool = False
) -> str:
    """A radial gradient, centred in the shape unless told."""
    units = ' gradientUnits="userSpaceOnUse"' if stage else ""
    return f'<radialGradient id="{id_}" cx="{cx:g}" cy="{cy:g}" r="{r:g}"{units}>{_stops(stops)}</radialGradient>'


def glow_stops(core: str, edge: str, strength: float = 1.0) -> list[Stop]:
    """Stops of a soft light that ends in nothing; a cheap stand-in for a blur."""
    return [
        (0, core, 0.95 * strength),
        (0.12, mix(core, edge, 0.4), 0.7 * strength),
        (0.3, edge, 0.38 * strength),
        (0.55, edge, 0.14 * strength),
        (0.8, edge, 0.035 * strength),
        (1, edge, 0),
    ]


# ------------------------------------------------------------------------------------------------ paths
def poly(points: Iterable[Point], *, closed: bool = True) -> str:
    """Path data through straight lines."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("Z" if closed else "")


def smooth(points: Sequence[Point], *, closed: bool = False, tension: float = 1.0) -> str:
    """Path data of a smooth curve through the points (Catmull-Rom)."""
    n = len(points)
    d = f"M{num(points[0][0])} {num(points[0][1])}"
    for i in range(n if closed else n - 1):
        before = points[(i - 1) % n] if closed or i > 0 else points[0]
        here, there = points[i], points[(i + 1) % n]
        after = points[(i + 2) % n] if closed or i + 2 < n else there
        k = tension / 6
        control = (
            here[0] + (there[0] - before[0]) * k,
            here[1] + (there[1] - before[1]) * k,
            there[0] - (after[0] - here[0]) * k,
            there[1] - (after[1] - here[1]) * k,
            *there,
        )
        d += "C" + " ".join(num(v) for v in control)
    return d + ("Z" if closed else "")


def blob(rand: random.Random, x: float, y: float, rx: float, ry: float, wobble: float = 0.15, n: int = 9) -> str:
    """Path data of an uneven round shape."""
    points = []
    start = rand.uniform(0, math.tau)
    for i in range(n):
        turn = start + math.tau * i / n
        reach = 1 + rand.uniform(-wobble, wobble)
        points.append((x + math.cos(turn) * rx * reach, y + math.sin(turn) * ry * reach))
    return smooth(points, closed=True)


def ridge(rand: random.Random, x0: float, x1: float, y: float, rough: float, steps: int) -> list[Point]:
    """Points of an uneven line from x0 to x1 around height y: layered waves, never a sawtooth."""
    waves = [(rand.uniform(0.6, 1.4) * k, rand.uniform(0, math.tau), 1 / k**0.9) for k in (1, 2, 3.7, 7.1)]
    total = sum(w[2] for w in waves)
    points = []
    for i in range(steps + 1):
        t = i / steps
        lift = sum(size * math.sin(math.tau * speed * t + phase) for speed, phase, size in waves) / total
        points.append((x0 + (x1 - x0) * t, y - lift * rough))
    return points


def below(points: Sequence[Point], bottom: float, *, curved: bool = True) -> str:
    """Path data of everything under a line of points down to `bottom`."""
    d = smooth(points) if curved else poly(points, closed=False)
    return f"{d}L{num(points[-1][0])} {num(bottom)}L{num(points[0][0])} {num(bottom)}Z"


def height_at(points: Sequence[Point], x: float) -> float:
    """Height of a line of points (x rising) at `x`."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * ((x - x0) / (x1 - x0) if x1 > x0 else 0)
    return points[0][1] if x < points[0][0] else points[-1][1]
