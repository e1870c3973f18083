"""The paper that places are drawn on: a scene's facts, and one layer under the pen.

What belongs here: ids, collecting fragments, the few marks every sheet uses (glow, strokes). What does not:
things (trees, chairs) and colours of hours (`palette.py`).
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, WHOLE_STAGE, Box, Layer, Motion
from sparkle_motion_dagster.backends.drawing.palette import Family, Palette, palette
from sparkle_motion_dagster.film.plan import TimeOfDay, Weather

LEFT, TOP = OVERSCAN[0], OVERSCAN[1]
RIGHT, BOTTOM = OVERSCAN[0] + OVERSCAN[2], OVERSCAN[1] + OVERSCAN[3]


@dataclass(frozen=True)
class Scene:
    """What a place is drawn for."""

    kind: str
    time_of_day: TimeOfDay
    weather: Weather
    seed: int
    palette: Palette

    def chance(self, *keys: object) -> random.Random:
        """A random source of this scene's own, the same at every hour: furniture does not move at night."""
        return svg.chance(self.seed, self.kind, *keys)

    def pick(self, name: str, *options: str) -> str:
        """One of the options, the same for the whole scene."""
        return self.chance("pick", name).choice(options)

    def outside(self, family: Family) -> Palette:
        """The palette of what is seen through a window."""
        return palette(self.time_of_day, self.weather, family)

    def sheet(self, name: str, colours: Palette | None = None) -> "Sheet":
        """A fresh sheet."""
        return Sheet(self, name, colours or self.palette)


@dataclass(frozen=True)
class DrawnPlace:
    """What a place's own function gives back; the kit adds the light and the name."""

    layers: tuple[Layer, ...]
    ground_y: float
    ambience: str
    widest: Box = WHOLE_STAGE
    lowest_head_y: float | None = None


class Sheet:
    """One layer under the pen."""

    def __init__(self, scene: Scene, name: str, colours: Palette) -> None:
        self.scene = scene
        self.name = name
        self.palette = colours
        self.rand = scene.chance(name)
        self.toward_light = -1 if colours.hour.sun[0] < 0.5 else 1
        """-1: the light comes from the left."""
        self.left, self.right = float(LEFT), float(RIGHT)
        """How far across hills, sky and water are drawn; a window's view needs only its own width."""
        self._defs: list[str] = []
        self._parts: list[str] = []
        self._memory: dict[str, str] = {}

    def add(self, *fragments: str) -> None:
        """Draw these over what is there."""
        self._parts.extend(fragments)

    def define(self, make: str) -> str:
        """A definition with `@` where its id goes; returns `url(#id)`. Equal definitions are kept once."""
        if make not in self._memory:
            id_ = f"{self.scene.kind.replace(' ', '_')}-{self.name}-{len(self._defs)}"
            self._defs.append(make.replace("@", id_))
            self._memory[make] = f"url(#{id_})"
        return self._memory[make]

    def lin(
        self, *stops: svg.Stop, x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1, stage: bool = False
    ) -> str:
        """A linear gradient fill."""
        return self.define(svg.lin("@", stops, x1, y1, x2, y2, stage=stage))

    def across(self, *stops: svg.Stop) -> str:
        """A gradient from the lit side to the shaded side of a shape."""
        a, b = (0, 1) if self.toward_light < 0 else (1, 0)
        return self.lin(*stops, x1=a, y1=0, x2=b, y2=0)

    def rad(self, *stops: svg.Stop, cx: float = 0.5, cy: float = 0.5, r: float = 0.5, stage: bool = False) -> str:
        """A radial gradient fill."""
        return self.define(svg.rad("@", stops, cx, cy, r, stage=stage))

    def path(self, d: str, fill: str, **more: object) -> None:
        """Draw a path."""
        self._parts.append(svg.path(d, fill, **more))

    def line(self, d: str, stroke: str, width: float, **more: object) -> None:
        """Draw a stroke."""
        self._parts.append(svg.line(d, stroke, width, **more))

    def poly(self, points: Iterable[svg.Point], fill: str, **more: object) -> None:
        """Draw a polygon."""
        self._parts.append(svg.path(svg.poly(points), fill, **more))

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: object) -> None:
        """Draw a rectangle."""
        self._parts.append(svg.rect(x, y, width, height, fill, **more))

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> None:
        """Draw an ellipse."""
        self._parts.append(svg.ellipse(x, y, rx, ry, fill, **more))

    def circle(self, x: float, y: float, r: float, fill: str, **more: object) -> None:
        """Draw a circle."""
        self._parts.append(svg.circle(x, y, r, fill, **more))

    def glow(
        self, x: float, y: float, r: float, core: str, edge: str, strength: float = 1.0, squash: float = 1
    ) -> None:
        """Draw a soft light."""
        if strength > 0.01:
            self.ellipse(x, y, r, r * squash, self.rad(*svg.glow_stops(core, edge, strength)))

    def shadow(self, x: float, y: float, rx: float, ry: float, strength: float = 0.4) -> None:
        """Draw the soft shadow of a thing on the ground."""
        dark = svg.darker(self.palette.hour.shade, 0.5)
        self.ellipse(x, y, rx, ry, self.rad((0, dark, strength), (0.55, dark, strength * 0.55), (1, dark, 0)))

    def strokes(
        self,
        count: int,
        box: tuple[float, float, float, float],
        colour: str,
        length: float,
        width: float = 1.6,
        opacity: float = 0.3,
        slant: float = 0.0,
    ) -> None:
        """Draw brush strokes scattered over a box: the grain of a surface, one path for all of them."""
        x, y, w, h = box
        d = []
        for _ in range(count):
            reach = length * self.rand.uniform(0.4, 1.2)
            at = (x + self.rand.random() * w, y + self.rand.random() * h)
            d.append(
                f"M{svg.num(at[0])} {svg.num(at[1])}q{svg.num(reach / 2)} {svg.num(slant * reach / 2 - 1)} "
                f"{svg.num(reach)} {svg.num(slant * reach)}"
            )
        self.line("".join(d), colour, width, opacity=opacity)

    def layer(self, depth: float, motion: Motion = "still") -> Layer:
        """The finished layer."""
        defs = f"<defs>{''.join(self._defs)}</defs>" if self._defs else ""
        return Layer(self.name, defs + "".join(self._parts), depth, motion)
