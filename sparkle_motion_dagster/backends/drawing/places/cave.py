"""A cave: rock around a mouth of daylight.

What belongs here: the cave. What does not: boulders (`land.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import fill_sky
from sparkle_motion_dagster.backends.drawing.svg import num


def cave(scene: Scene) -> DrawnPlace:
    """Rock around a mouth of daylight, stalactites, a pool, crystals."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    rock = scene.pick("rock", "#6d6a80", "#7a6a62", "#5f7078")
    glow_core, glow_edge = scene.chance("crystal").choice(
        (("#c8fff4", "#3fd0c8"), ("#f0d8ff", "#a86af0"), ("#ffe8c0", "#f0a040"))
    )
    p = scene.palette
    view = scene.sheet("view", scene.outside("land"))
    mx = 640 + side * 190
    # only what the mouth can show, and a margin for the camera
    view.left, view.right = mx - 400.0, mx + 400.0
    fill_sky(view, 440, sun_x=0.5 + side * 0.16)
    land.hills(view, 440, 34, "#7fa088", 0.2)
    line = land.hills(view, 476, 20, "#6a9458", 0.45)
    plants.treeline(view, line, "#3f6a4c", 0.45, 44, 70, "mixed")
    layers = [view.layer(0.15)]
    for name, depth, grow, tone in (("far", 0.4, 0.0, 0.32), ("near", 0.75, 105.0, 0.62)):
        s = scene.sheet(name)
        mouth = _mouth(s, mx, 350, 230 + grow * 1.35, 190 + grow)
        body = svg.mix(p.shade(rock, 1, tone), "#0d0c16", tone * 0.5)
        rim = svg.mix(p.at(rock), view.palette.haze, 0.35 * (1 - depth) + 0.1)
        left_rim, at = (mx - LEFT) / 1600, svg.mix(rim, body, 0.45)
        fill = s.lin((0, body), (left_rim, at), (1, body), x2=1, y2=0)
        outline = svg.smooth(mouth, closed=True, tension=0.75)
        s.path(f"M{LEFT} {TOP}H{RIGHT}V{BOTTOM}H{LEFT}Z{outline}", fill, fill_rule="evenodd")
        glint = svg.mix(rim, view.palette.hour.key, 0.4)
        for wide, alpha in ((34, 0.1), (17, 0.14), (6, 0.3)):
            ring = [(mx + (x - mx) * (1 + wide / 500), 350 + (y - 350) * (1 + wide / 480)) for x, y in mouth]
            s.line(svg.smooth(ring, closed=True, tension=0.75), glint, wide, opacity=alpha)
        _facets(s, rock, body, 34)
        _stalactites(s, body, 200 if depth < 0.5 else 60, 14, 60 + grow)
        layers.append(s.layer(depth))
    ground = scene.sheet("ground")
    floor = svg.mix(rock, "#4a4450", 0.4)
    line = svg.ridge(ground.rand, LEFT - 20, RIGHT + 20, 574, 15, 18)
    ground.path(
        svg.below(line, BOTTOM + 10),
        ground.lin(
            (0, p.lit(floor, 1, 0.35)), (0.3, p.at(floor)), (1, p.shade(floor, 1, 0.7)), y1=560, y2=BOTTOM, stage=True
        ),
    )
    key = view.palette.hour.key
    ground.ellipse(
        mx - side * 50, 618, 420, 50, ground.rad((0, key, 0.1 + 0.34 * (1 - view.palette.dark)), (1, key, 0))
    )
    ground.strokes(70, (LEFT, 590, 1600, 200), p.lit(floor, 1, 0.6), 60, 2, 0.2)
    px = 640 - side * 330
    ground.ellipse(
        px,
        640,
        210,
        26,
        ground.lin(
            (0, svg.mix(glow_edge, p.shade(rock, 1, 0.6), 0.45)),
            (1, svg.mix(view.palette.sky[3], p.shade(rock, 1, 0.5), 0.55)),
        ),
    )
    ground.line(
        f"M{px - 120} 636q40 -5 80 0M{px + 10} 646q50 -6 96 0", svg.mix(glow_core, "#ffffff", 0.3), 2, opacity=0.5
    )
    for x, w, h in ((20, 260, 120), (1270, 300, 140), (640 + side * 500, 120, 50)):
        land.rock(ground, x, 646, w, h, rock, 1.0)
    lamps = scene.sheet("lamps")
    for x, y, h in ((640 - side * 560, 590, 130), (640 - side * 440, 604, 76), (640 + side * 590, 600, 96)):
        _crystals(ground, x, y, h, glow_core, glow_edge)
        lamps.glow(x, y - h * 0.4, h * 2.3, glow_core, glow_edge, 0.55 + 0.25 * view.palette.dark)
    fore = scene.sheet("fore")
    dark = svg.mix(p.shade(rock, 1, 0.8), "#08070d", 0.55)
    _stalactites(fore, dark, -60, 6, 190, edges=True)
    fore.path(
        f"M{LEFT} 610C-60 620 20 720 180 780L240 {BOTTOM}H{LEFT}ZM{RIGHT} 590C1340 610 1270 730 1130 784"
        f"L1090 {BOTTOM}H{RIGHT}Z",
        dark,
    )
    return DrawnPlace((*layers, ground.layer(1.0), lamps.layer(1.0, "flicker"), fore.layer(1.3)), 646, "cave")


def _mouth(s: Sheet, x: float, y: float, rx: float, ry: float) -> list[svg.Point]:
    r = s.rand
    return [
        (
            x + math.cos(a) * rx * r.uniform(0.86, 1.1),
            y + math.sin(a) * ry * r.uniform(0.86, 1.12) + (34 if math.sin(a) > 0.3 else 0),
        )
        for a in (i * math.tau / 17 for i in range(17))
    ]


def _facets(s: Sheet, rock: str, body: str, count: int) -> None:
    p, r = s.palette, s.rand
    for tone, n, alpha in ((svg.mix(body, p.lit(rock, 1, 0.6), 0.5), count, 0.3), (svg.darker(body, 0.45), count, 0.4)):
        d = []
        for _ in range(n):
            x, y, q = r.uniform(LEFT, RIGHT), r.uniform(TOP, 560), r.uniform(30, 92)
            if ((x - 640) / 560) ** 2 + ((y - 350) / 340) ** 2 < 1:
                continue
            corners = [
                (x + math.cos(a) * q * r.uniform(0.5, 1.1), y + math.sin(a) * q * r.uniform(0.4, 0.9))
                for a in sorted(r.uniform(0, math.tau) for _ in range(5))
            ]
            d.append(svg.poly(corners))
        s.path("".join(d), tone, opacity=alpha)


def _stalactites(s: Sheet, tone: str, y: float, count: int, reach: float, edges: bool = False) -> None:
    r = s.rand
    d = []
    for i in range(count):
        x = LEFT + (i + r.uniform(0.2, 0.8)) * 1600 / count
        if edges and abs(x - 640) < 420:
            continue
        w, h = r.uniform(18, 48), reach * r.uniform(0.5, 1.3)
        y0 = TOP if y > 0 else y
        top = y0 + (y * 0.35 if y > 0 else 0)
        d.append(
            f"M{num(x - w)} {TOP}L{num(x - w * 0.7)} {num(top)}Q{num(x - w * 0.2)} {num(top + h * 0.3)} "
            f"{num(x)} {num(top + h)}Q{num(x + w * 0.2)} {num(top + h * 0.3)} {num(x + w * 0.7)} {num(top)}"
            f"L{num(x + w)} {TOP}Z"
        )
    s.path("".join(d), svg.darker(tone, 0.15))


def _crystals(s: Sheet, x: float, y: float, h: float, core: str, edge: str) -> None:
    for dx, k, turn in ((-0.34, 0.62, -24), (0.36, 0.7, 22), (-0.12, 0.85, -8), (0.1, 1.0, 6)):
        w, q = h * 0.13, h * k
        body = (
            svg.path(f"M{num(-w)} 0V{num(-q * 0.78)}L0 {num(-q)}V0Z", core, opacity=0.92)
            + svg.path(f"M{num(w)} 0V{num(-q * 0.78)}L0 {num(-q)}V0Z", edge, opacity=0.95)
            + svg.path(f"M{num(w)} 0V{num(-q * 0.4)}L0 0Z", svg.darker(edge, 0.35), opacity=0.6)
        )
        s.add(svg.group(body, f"translate({num(x + dx * h * 0.7)} {num(y)}) rotate({turn})"))
