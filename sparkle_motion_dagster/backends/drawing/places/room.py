"""The shell of an interior: walls with a window that shows the hour, floor, the light that falls in, lamps.

What belongs here: what every room has. What does not: furniture (`furniture.py`) and the rooms themselves.

A room's sheets: `view` (what the window shows, depth 0.3), `wall` with holes for the windows (0.8), `set` with
floor and furniture (1.0), `lamps` (1.0, flickering), `fore` (1.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import Layer
from sparkle_motion_dagster.backends.drawing.palette import Family
from sparkle_motion_dagster.backends.drawing.places import land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import cumulus, fill_sky
from sparkle_motion_dagster.backends.drawing.svg import num

FLOOR_Y = 556.0
WARM, WARM_EDGE = "#fff3cf", "#ffb860"


@dataclass(frozen=True)
class Window:
    """An opening in the wall, x and y of its top left corner."""

    x: float
    y: float
    width: float
    height: float
    arched: bool = False

    @property
    def outline(self) -> str:
        """Path data of the opening."""
        x, y, w, h = self.x, self.y, self.width, self.height
        if self.arched:
            return (
                f"M{num(x)} {num(y + h)}V{num(y + w / 2)}A{num(w / 2)} {num(w / 2)} 0 0 1 {num(x + w)} "
                f"{num(y + w / 2)}V{num(y + h)}Z"
            )
        return f"M{num(x)} {num(y)}h{num(w)}v{num(h)}h{num(-w)}Z"


class Room:
    """The sheets of one interior, and the marks every interior makes on them."""

    def __init__(
        self,
        scene: Scene,
        wall: str,
        floor: str,
        windows: Sequence[Window],
        outside: Family = "land",
        floor_y: float = FLOOR_Y,
        lamp: svg.Point = (640.0, 260.0),
    ) -> None:
        self.scene = scene
        self.palette = scene.palette
        self.windows = tuple(windows)
        self.wall_colour = wall
        self.floor_colour = floor
        self.floor_y = floor_y
        self.lamp = lamp
        """Where the room's main lamp hangs or stands: the wall is brightest there after dark."""
        self.view = scene.sheet("view", scene.outside(outside))
        self.wall = scene.sheet("wall")
        self.set = scene.sheet("set")
        self.lamps = scene.sheet("lamps")
        self.fore = scene.sheet("fore")
        self.lamps_on = scene.palette.lamps > 0.3
        self._draw_view(outside)
        self._draw_wall()

    # ------------------------------------------------------------------------------------- the outside
    def _draw_view(self, outside: Family) -> None:
        s = self.view
        if not self.windows:
            return
        x0, x1 = min(w.x for w in self.windows) - 90, max(w.x + w.width for w in self.windows) + 90
        y0, y1 = min(w.y for w in self.windows) - 60, max(w.y + w.height for w in self.windows) + 70
        if outside == "space":
            return
        horizon = y1 - 110
        s.left, s.right = x0, x1
        first = self.windows[0]
        fill_sky(s, horizon, sun_x=(first.x + first.width * 0.7) / 1280)
        p = s.palette
        if p.weather in ("clear", "wind", "cloudy") and p.time_of_day != "night":
            for _ in range(4):
                cumulus(s, s.rand.uniform(x0, x1), s.rand.uniform(y0 + 40, horizon - 30), s.rand.uniform(14, 26))
        if p.hour.stars > 0.5 and p.weather in ("clear", "wind"):
            d = "".join(
                f"M{num(s.rand.uniform(x0, x1))} {num(s.rand.uniform(y0, horizon - 30))}h1.8v1.8h-1.8z"
                for _ in range(60)
            )
            s.path(d, "#ffffff", opacity=0.8)
        if outside == "city":
            self._city_view(s, x0, x1, horizon)
        elif outside == "sea":
            land.water(s, horizon - 20, y1, "#2f6a86", 0.5, sun_x=(first.x + first.width * 0.7) / 1280, glints=110)
        else:
            land.hills(s, horizon - 6, 22, "#86a48c", 0.15, bottom=y1)
            line = land.hills(s, horizon + 22, 14, "#7a9c62", 0.4, bottom=y1)
            plants.treeline(s, line, "#4d7650", 0.4, 44, 70, "mixed")

    def _city_view(self, s: Sheet, x0: float, x1: float, horizon: float) -> None:
        p = s.palette
        for depth, top, colour in ((0.12, 130, "#8f93a8"), (0.35, 84, "#6d7086")):
            x, d, lights = x0, [], []
            while x < x1:
                w, h = s.rand.uniform(34, 70), s.rand.uniform(0.4, 1.0) * top
                d.append(f"M{num(x)} {num(horizon + 110)}v{num(-h - 90)}h{num(w)}v{num(h + 90)}z")
                lights += [
                    f"M{num(x + 7 + 13 * i)} {num(horizon + 30 - h + 15 * j)}h6v8h-6z"
                    for i in range(int(w / 14))
                    for j in range(6)
                    if s.rand.random() < 0.5
                ]
                x += w + s.rand.uniform(-4, 10)
            s.path("".join(d), p.at(colour, depth))
            lamp = "#ffd98a" if p.lamps > 0.3 else p.lit(colour, depth, 0.8)
            s.path("".join(lights), lamp, opacity=0.85 if p.lamps > 0.3 else 0.4)

    # --------------------------------------------------------------------------------------- the shell
    def _draw_wall(self) -> None:
        s, p = self.wall, self.palette
        own = self.wall_colour
        # the wall is brightest where the light comes from, and falls off to the far corner
        if self.windows and not self.lamps_on:
            source = (self.windows[0].x + self.windows[0].width / 2, 330.0)
        else:
            source = self.lamp
        glow = 0.7 if self.lamps_on else 0.32
        far = 1.0 if source[0] < 640 else 0.0
        at = (source[0] - LEFT) / 1600
        fill = s.lin(
            (0, p.shade(own, 1, 0.28 + 0.3 * (1 - far))),
            (at, p.lit(own, 1, glow)),
            (1, p.shade(own, 1, 0.28 + 0.3 * far)),
            x2=1,
            y2=0,
        )
        holes = "".join(w.outline for w in self.windows)
        s.path(f"M{LEFT} {TOP}H{RIGHT}V{self.floor_y + 40}H{LEFT}Z{holes}", fill, fill_rule="evenodd")

    def wallpaper(self, kind: str) -> None:
        """A quiet pattern on the wall: stripes, dots, planks, bricks, tiles, panels or stone."""
        s, p = self.wall, self.palette
        own, bottom = self.wall_colour, self.floor_y
        dark, light = p.shade(own, 1, 0.45), p.lit(own, 1, 0.6)
        r = s.rand
        d: list[str] = []
        clip = s.define(
            f'<clipPath id="@"><path clip-rule="evenodd" d="M{LEFT} {TOP}H{RIGHT}V{bottom}H{LEFT}Z'
            f'{"".join(w.outline for w in self.windows)}"/></clipPath>'
        )
        if kind == "stripes":
            d = [f"M{x} {TOP}h26V{bottom}h-26z" for x in range(-160, 1440, 64)]
            s.path("".join(d), light, opacity=0.16, clip_path=clip)
        elif kind == "dots":
            d = [
                f"M{x + (y // 44 % 2) * 22} {y}l5 7l-5 7l-5 -7z"
                for x in range(-160, 1440, 44)
                for y in range(-66, int(bottom), 44)
            ]
            s.path("".join(d), light, opacity=0.26, clip_path=clip)
        elif kind == "planks":
            d = [f"M{LEFT} {y}H{RIGHT}" for y in range(-80, int(bottom), 38)]
            d += [f"M{r.randrange(-160, 1440)} {y}v38" for y in range(-80, int(bottom), 38) for _ in range(4)]
            s.line("".join(d), dark, 2.2, opacity=0.5, clip_path=clip)
        elif kind == "tiles":
            y0 = bottom - 210
            d = [f"M{LEFT} {y}H{RIGHT}" for y in range(int(y0), int(bottom), 30)] + [
                f"M{x} {y0}V{bottom}" for x in range(-160, 1440, 40)
            ]
            s.path(
                f"M{LEFT} {y0}H{RIGHT}V{bottom}H{LEFT}Z",
                p.at(svg.mix(own, "#ffffff", 0.45)),
                opacity=0.6,
                clip_path=clip,
            )
            s.line("".join(d), dark, 1.5, opacity=0.3, clip_path=clip)
        elif kind in ("bricks", "stone"):
            high, wide = (26, 64) if kind == "bricks" else (52, 118)
            for row, y in enumerate(range(-90, int(bottom), high)):
                x = -190 + (row % 2) * wide * 0.5
                d.append(f"M{LEFT} {y}H{RIGHT}")
                while x < RIGHT:
                    d.append(f"M{num(x)} {y}v{high}")
                    if r.random() < 0.16:
                        tone = light if r.random() < 0.5 else dark
                        s.rect(x + 2, y + 2, wide * 0.9, high - 4, tone, opacity=0.2, rx=4, clip_path=clip)
                    x += wide * (1.0 if kind == "bricks" else r.uniform(0.7, 1.3))
            s.line("".join(d), dark, 2 if kind == "bricks" else 3, opacity=0.4, clip_path=clip)
        elif kind == "panels":
            y0 = bottom - 190
            s.path(f"M{LEFT} {y0}H{RIGHT}V{bottom}H{LEFT}Z", p.at(svg.darker(own, 0.16)), clip_path=clip)
            for x in range(-150, 1440, 132):
                s.rect(x, y0 + 24, 108, 140, p.shade(own, 1, 0.4), opacity=0.45, rx=3)
                s.line(f"M{x} {y0 + 164}h108v-140", light, 2, opacity=0.35)
            s.rect(LEFT, y0 - 8, 1600, 10, p.lit(svg.darker(own, 0.1), 1, 0.4))

    def floor(self, kind: str = "boards") -> None:
        """The floor, in perspective: boards, tiles, carpet or plain; drawn first on the `set` sheet."""
        s, p, y = self.set, self.palette, self.floor_y
        own = self.floor_colour
        fill = s.lin(
            (0, p.at(own)), (0.25, p.lit(own, 1, 0.22)), (1, p.shade(own, 1, 0.45)), y1=y, y2=BOTTOM, stage=True
        )
        s.rect(LEFT, y, RIGHT - LEFT, BOTTOM - y + 10, fill)
        dark = p.shade(own, 1, 0.65)
        if kind in ("boards", "tiles"):
            d = [f"M{640 + i * 62} {y}L{640 + i * 168} {BOTTOM + 10}" for i in range(-14, 15)]
            if kind == "tiles":
                rows = [y + 8, y + 22, y + 43, y + 73, y + 114, y + 168, y + 236]
                d += [f"M{LEFT} {row}H{RIGHT}" for row in rows]
            else:
                for i in range(-14, 14):
                    t = s.rand.random()
                    x0, x1 = 640 + i * (62 + 106 * t), 640 + (i + 1) * (62 + 106 * t)
                    d.append(f"M{num(x0)} {num(y + t * 264)}L{num(x1)} {num(y + t * 264)}")
            s.line("".join(d), dark, 1.8, opacity=0.4)
        s.strokes(70, (LEFT, y + 8, 1600, 240), p.lit(own, 1, 0.6), 70, 1.8, 0.15)
        s.rect(LEFT, y - 2, RIGHT - LEFT, 26, s.lin((0, dark, 0.5), (1, dark, 0)))

    def skirting(self, colour: str, high: float = 22) -> None:
        """The board where wall meets floor."""
        p, y = self.palette, self.floor_y
        self.set.rect(
            LEFT, y - high, RIGHT - LEFT, high, self.set.lin((0, p.lit(colour, 1, 0.4)), (1, p.shade(colour, 1, 0.25)))
        )

    def frames(self, colour: str, panes: tuple[int, int] = (2, 2), sill: bool = True) -> None:
        """Window frames, glass shine, rain on the panes, snow on the sill."""
        s, p = self.wall, self.palette
        wood, dark = p.lit(colour, 1, 0.35), p.shade(colour, 1, 0.5)
        for w in self.windows:
            x, y, wide, high = w.x, w.y, w.width, w.height
            s.path(
                f"M{num(x + wide * 0.12)} {num(y + high)}l{num(wide * 0.3)} {num(-high)}h{num(wide * 0.16)}"
                f"l{num(-wide * 0.3)} {num(high)}z",
                "#ffffff",
                opacity=0.1 if not self.lamps_on else 0.05,
            )
            if p.weather in ("rain", "storm"):
                drops = "".join(
                    f"M{num(x + s.rand.random() * wide)} {num(y + s.rand.random() * high * 0.85)}"
                    f"l-2 {num(s.rand.uniform(8, 26))}"
                    for _ in range(46)
                )
                s.line(drops, "#dfe8f5", 1.5, opacity=0.5)
            bars = [f"M{num(x + wide * i / panes[0])} {num(y)}v{num(high)}" for i in range(1, panes[0])]
            bars += [f"M{num(x)} {num(y + high * j / panes[1])}h{num(wide)}" for j in range(1, panes[1])]
            s.line("".join(bars), dark, 7, stroke_linecap="butt")
            s.line("".join(bars), wood, 4, stroke_linecap="butt")
            s.line(w.outline, dark, 17, stroke_linejoin="miter")
            s.line(w.outline, wood, 11, stroke_linejoin="miter")
            if sill:
                s.rect(x - 22, y + high + 4, wide + 44, 14, s.lin((0, wood), (1, dark)), rx=3)
                s.rect(x - 22, y + high + 18, wide + 44, 14, s.lin((0, dark, 0.4), (1, dark, 0)))
            if p.weather == "snow":
                s.path(
                    f"M{num(x + 4)} {num(y + high - 3)}q{num(wide * 0.2)} -16 {num(wide * 0.45)} -7t"
                    f"{num(wide * 0.55 - 8)} -3v10z",
                    svg.mix("#f6faff", self.view.palette.ambient, 0.5),
                )

    def daylight(self) -> None:
        """The light that falls through the windows onto the floor, moonlight too."""
        s, view = self.set, self.view.palette
        strength = (0.1 + 0.32 * view.sun_strength) * (1 - 0.5 * self.palette.dark) * (0.5 if self.lamps_on else 1.0)
        lean = -170 * self.wall.toward_light
        colour = view.hour.key
        for w in self.windows:
            x0, x1, y = w.x, w.x + w.width, self.floor_y
            d = svg.poly(
                [
                    (x0 + lean * 0.5, y + 14),
                    (x1 + lean * 0.5, y + 14),
                    (x1 + lean + 40, y + 170),
                    (x0 + lean - 40, y + 170),
                ]
            )
            s.path(d, s.lin((0, colour, strength), (0.6, colour, strength * 0.55), (1, colour, 0)))
            if view.sun_strength > 0.4 and not self.lamps_on:
                beam = svg.poly(
                    [(x0, w.y + 4), (x1, w.y + w.height * 0.7), (x1 + lean + 30, y + 150), (x0 + lean - 30, y + 150)]
                )
                self.lamps.path(beam, self.lamps.lin((0, colour, 0.17 * view.sun_strength), (1, colour, 0)))

    def lamplight(
        self, x: float, y: float, r: float = 300, core: str = WARM, edge: str = WARM_EDGE, strength: float = 0.8
    ) -> None:
        """The glow of a lamp that is on, if the hour has it on."""
        if self.lamps_on:
            self.lamps.glow(x, y, r, core, edge, strength * min(1.0, 0.35 + 0.6 * self.palette.lamps))

    def corners(self) -> None:
        """Shade under the ceiling and in the far corners, so that the eye goes to the middle."""
        s, dark = self.wall, svg.darker(self.palette.hour.shade, 0.35)
        s.rect(LEFT, TOP, RIGHT - LEFT, 190, s.lin((0, dark, 0.42), (1, dark, 0)))

    def done(self, ground_y: float = 634, ambience: str = "room") -> DrawnPlace:
        """The finished place."""
        layers: list[Layer] = []
        if self.windows:
            layers.append(self.view.layer(0.3))
        layers += [self.wall.layer(0.85), self.set.layer(1.0), self.lamps.layer(1.0, "flicker"), self.fore.layer(1.3)]
        return DrawnPlace(tuple(layers), ground_y, ambience)
