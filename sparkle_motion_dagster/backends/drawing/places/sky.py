"""Skies: the first sheets of every exterior, and what windows show.

What belongs here: sky, sun, moon, stars, clouds. What does not: anything that touches the ground, and rain or
snow in the air (`weather.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import Layer
from sparkle_motion_dagster.backends.drawing.places.sheet import LEFT, RIGHT, TOP, Scene, Sheet


def sky_layers(scene: Scene, horizon: float, sun_x: float | None = None) -> list[Layer]:
    """The sky down to below `horizon`, and what moves in it: stars on a clear dark sky, clouds otherwise."""
    sheet = scene.sheet("sky")
    fill_sky(sheet, horizon, sun_x=sun_x)
    moving = scene.sheet("heaven")
    p = scene.palette
    if p.hour.stars >= 0.5 and p.weather in ("clear", "wind"):
        for _ in range(5):
            streak(sheet, sheet.rand.uniform(0, 1280), horizon - sheet.rand.uniform(20, 190), 0.55)
        stars(moving, horizon, p.hour.stars)
        return [sheet.layer(0), moving.layer(0.02, "twinkle")]
    clouds(moving, horizon)
    return [sheet.layer(0), moving.layer(0.08, "drift")]


def fill_sky(s: Sheet, horizon: float, sun_x: float | None = None) -> None:
    """Sky, sun or moon and their glow."""
    p = s.palette
    top = TOP
    stops: list[svg.Stop] = [(0, p.sky[0]), (0.3, p.sky[1]), (0.58, p.sky[2]), (0.82, p.sky[3]), (1, p.sky[4])]
    fill = s.lin(*stops, y1=top, y2=horizon + 10, stage=True)
    s.rect(s.left, top, s.right - s.left, min(900, horizon - top + 200), fill)
    x = (sun_x if sun_x is not None else p.hour.sun[0]) * 1280
    y = p.hour.sun[1] * horizon
    if p.sun_strength < 0.05:
        return
    if p.time_of_day in ("dusk", "dawn", "evening", "afternoon"):
        wide = p.hour.glow
        s.glow(
            x,
            min(y, horizon),
            min(620, s.right - s.left),
            svg.lighter(wide, 0.25),
            wide,
            0.62 * p.sun_strength,
            squash=0.52,
        )
    if p.hour.sun[2] > 0:
        sun_or_moon(s, x, y)


def sun_or_moon(s: Sheet, x: float, y: float) -> None:
    """The hour's disc and its halo."""
    p = s.palette
    r = p.hour.sun[2]
    strength = p.sun_strength
    if p.time_of_day == "night":
        s.glow(x, y, 230, p.hour.sun_colour, p.hour.glow, 0.55 * strength)
        if strength > 0.2:
            s.circle(x, y, r, s.rad((0, "#fffdf0"), (0.8, p.hour.sun_colour), (1, "#d9dcec")), opacity=strength)
            for dx, dy, q in ((-9, -7, 8), (11, 5, 6), (-3, 13, 5), (9, -14, 4), (-17, 8, 3.5)):
                s.circle(x + dx, y + dy, q, "#c7c9da", opacity=0.5 * strength)
        return
    s.glow(x, y, 250, p.hour.sun_colour, p.hour.glow, 0.8 * strength)
    if strength > 0.2:
        s.circle(x, y, r, p.hour.sun_colour, opacity=0.95 * strength)


def stars(s: Sheet, horizon: float, amount: float) -> None:
    """Stars in three sizes, thinner toward the horizon, and a breath of the Milky Way."""
    r = s.rand
    sizes = ((110, 0.9, 0.55), (60, 1.35, 0.8), (16, 2.1, 0.95))
    if s.palette.time_of_day == "night":
        s.add(
            svg.group(
                svg.ellipse(0, 0, 720, 95, s.rad((0, "#7f8fd6", 0.2), (0.5, "#5a6cb8", 0.1), (1, "#5a6cb8", 0))),
                "translate(800 150) rotate(-19)",
            )
        )
    for count, radius, opacity in sizes:
        d = []
        for _ in range(int(count * amount)):
            x, y = r.uniform(LEFT, RIGHT), TOP + (horizon - 40 - TOP) * r.random() ** 1.4
            q = radius * r.uniform(0.7, 1.25)
            d.append(
                f"M{svg.num(x - q)} {y:.1f}a{q:.2f} {q:.2f} 0 1 0 {2 * q:.2f} 0a{q:.2f} {q:.2f} 0 1 0 {-2 * q:.2f} 0Z"
            )
        s.path("".join(d), "#f2f4ff", opacity=opacity)
    for _ in range(4):
        x, y = r.uniform(0, 1280), r.uniform(-40, horizon * 0.5)
        s.glow(x, y, 16, "#ffffff", "#b9c8ff", 0.8)


def clouds(s: Sheet, horizon: float) -> None:
    """Clouds as the weather has them."""
    p, r = s.palette, s.rand
    if p.weather == "fog":
        for i in range(5):
            streak(s, r.uniform(0, 1280), horizon * (0.15 + 0.17 * i), 0.8, wide=620, thick=46)
    elif p.weather in ("storm", "rain", "snow"):
        _heavy_clouds(s, 1.1 if p.weather == "storm" else 1.0, 0.94 if p.weather == "storm" else 0.75)
    elif p.weather == "cloudy":
        for row, size in ((0.66, 30), (0.42, 52), (0.12, 96)):
            _cloud_row(s, horizon * row, size, 5, 2.1, 0.92)
    elif p.weather == "wind" or p.time_of_day in ("dusk", "dawn", "evening"):
        _torn_clouds(s, horizon)
    else:
        for row, size, count in ((0.78, 15, 5), (0.52, 32, 3), (0.2, 58, 2)):
            _cloud_row(s, horizon * row, size, count, 1.9, 0.96)


def _cloud_row(s: Sheet, y: float, size: float, count: int, stretch: float, opacity: float) -> None:
    r = s.rand
    for i in range(count):
        x = LEFT + (i + r.uniform(0.08, 0.92)) * 1600 / count
        cumulus(s, x, y + r.uniform(-19, 19), size * r.uniform(0.78, 1.28), stretch, opacity)


def _heavy_clouds(s: Sheet, swell: float, opacity: float) -> None:
    r = s.rand
    for y, size, step, count in ((-40, 150, 600, 3), (60, 112, 480, 4), (150, 70, 480, 4)):
        for i in range(count):
            x = LEFT + (i + r.uniform(0.2, 0.8)) * step - 60
            q = size * r.uniform(0.8, 1.15) * swell
            cumulus(s, x, y + r.uniform(-22, 34), q, stretch=2.4, opacity=opacity, plain=True)


def _torn_clouds(s: Sheet, horizon: float) -> None:
    r = s.rand
    for _ in range(11):
        t = r.random()
        wide, thick = r.uniform(150, 420), r.uniform(5, 17) * (1.35 - t)
        streak(s, r.uniform(LEFT, RIGHT), horizon * (0.1 + 0.86 * t), 0.5 + 0.3 * r.random(), wide, thick)
    for i in range(2):
        y = horizon * r.uniform(0.25, 0.55)
        cumulus(s, r.uniform(100, 600) + 560 * i, y, r.uniform(24, 38), stretch=2.8, opacity=0.85)


def cumulus(
    s: Sheet, x: float, y: float, size: float, stretch: float = 2.0, opacity: float = 0.95, plain: bool = False
) -> None:
    """One heaped cloud: puffs on a flat base, its shadow side first, then the side the light finds.

    `plain`: a heavy cloud with only a breath of light; costs half.
    """
    p, r = s.palette, s.rand
    n = 7
    puffs = []
    for i in range(n):
        t = (i + 0.5) / n * 2 - 1
        q = size * (0.2 + 0.74 * (1 - t * t) * r.uniform(0.6, 1.1))
        puffs.append((x + t * size * stretch, y - q * 0.42, q))
    low, high = y + size * 0.34, min(py - q for _, py, q in puffs)
    shade = s.lin(
        (0, svg.mix(p.cloud_lit, p.cloud_shade, 0.45), 1),
        (0.6, p.cloud_shade, 0.95),
        (1, p.cloud_shade, 0),
        y1=high,
        y2=low,
        stage=True,
    )
    s.path(_puffs(puffs, low), shade, opacity=opacity)
    dx, dy = s.toward_light * size * 0.1, -size * 0.07
    if plain:
        bright = [(px + dx * 0.6, py - q * 0.3, q * 0.62) for px, py, q in puffs]
        s.path(_puffs(bright, y - size * 0.1), p.cloud_lit, opacity=0.13)
        return
    bright = [(px + dx, py + dy, q * 0.84) for px, py, q in puffs]
    lit = s.lin(
        (0, p.cloud_lit, 1), (0.5, p.cloud_lit, 0.55), (0.9, p.cloud_lit, 0), y1=high, y2=low - size * 0.18, stage=True
    )
    s.path(_puffs(bright, low - size * 0.2), lit, opacity=opacity * 0.9)


def _puffs(puffs: list[tuple[float, float, float]], low: float) -> str:
    d = []
    for x, y, q in puffs:
        # the lower half is cut to a soft flat base
        floor = min(low, y + q)
        half = math.sqrt(max(0.0, q * q - (floor - y) ** 2)) if floor < y + q else 0.0
        d.append(f"M{x - half:.1f} {floor:.1f}A{q:.1f} {q:.1f} 0 1 1 {x + half + 0.1:.1f} {floor:.1f}Z")
    return "".join(d)


def streak(s: Sheet, x: float, y: float, opacity: float, wide: float = 300, thick: float = 9) -> None:
    """A long thin cloud that thins out at both ends, lit from below at a low sun."""
    p = s.palette
    low_sun = p.time_of_day in ("dusk", "dawn", "evening")
    body, edge = (p.cloud_shade, p.cloud_lit) if low_sun else (p.cloud_lit, p.cloud_lit)
    bend = s.rand.uniform(-0.5, 0.5) * thick
    for colour, dy, k, alpha in ((body, 0.0, 1.0, 0.75), (edge, thick * 0.35, 0.8, 0.85)):
        fill = s.lin((0, colour, 0), (0.3, colour, alpha), (0.62, colour, alpha * 0.8), (1, colour, 0), x2=1, y2=0)
        w, h, at = wide * k, thick * k, y + dy
        d = (
            f"M{x - w:.1f} {at:.1f}C{x - w * 0.4:.1f} {at - h + bend:.1f} {x + w * 0.3:.1f} {at - h:.1f} "
            f"{x + w:.1f} {at + bend:.1f}"
            f"C{x + w * 0.4:.1f} {at + h * 0.5:.1f} {x - w * 0.3:.1f} {at + h * 0.6 + bend:.1f} {x - w:.1f} {at:.1f}Z"
        )
        s.path(d, fill, opacity=opacity)
