"""Places by the sea: beach, lighthouse cliff.

What belongs here: these places, palms and towers. What does not: water itself (`land.py`), ships (`waterfront.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers
from sparkle_motion_dagster.backends.drawing.svg import num

SEA = "#2f7390"


def headland(s: Sheet, y: float, side: int, reach: float, height: float, colour: str, depth: float) -> None:
    """A far cape coming in from one side."""
    p = s.palette
    x0 = 640 + side * 820
    tip = x0 - side * reach
    line = [
        (x0, y - height),
        (x0 - side * reach * 0.3, y - height * 1.1),
        (x0 - side * reach * 0.55, y - height * 0.62),
        (x0 - side * reach * 0.8, y - height * 0.5),
        (tip, y),
    ]
    s.path(
        svg.smooth(line, tension=0.8) + f"L{num(x0)} {num(y)}Z",
        s.lin((0, p.lit(land.ground(s, colour), depth, 0.4)), (1, svg.mix(p.at(colour, depth), p.haze, 0.35))),
    )


def beach(scene: Scene) -> DrawnPlace:
    """Sand, surf, a palm or pines, a headland."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 400)
    far = scene.sheet("far")
    headland(far, 404, side, 560, 74, "#6f8f78", 0.25)
    headland(far, 404, -side, 300, 34, "#7a93a0", 0.12)
    sea = scene.sheet("sea")
    land.water(sea, 400, 600, "#2b8296", 0.7, glints=190)
    sail(sea, 640 - side * 220, 408, 44, 0.35)
    p = scene.palette
    for y, amp, alpha in ((520, 5, 0.5), (548, 8, 0.75)):
        foam = svg.ridge(sea.rand, LEFT - 20, RIGHT + 20, y, amp, 26)
        back = [(x, q + 13) for x, q in foam]
        sea.path(svg.smooth(foam) + "L" + svg.smooth(back[::-1])[1:] + "Z", p.lit("#f4fbfb", 0.9, 0.2), opacity=alpha)
    ground = scene.sheet("ground")
    sand = land.ground(ground, "#ecd3a0")
    line = svg.ridge(ground.rand, LEFT - 20, RIGHT + 20, 566, 9, 12)
    wet = [(x, y - 12) for x, y in line]
    ground.path(svg.below(wet, 640), svg.mix(p.at(svg.darker(sand, 0.24)), p.sky[3], 0.25))
    ground.line(svg.smooth([(x, y - 13) for x, y in line]), p.lit("#ffffff", 1, 0.2), 5, opacity=0.85)
    ground.path(
        svg.below(line, BOTTOM + 10),
        ground.lin(
            (0, p.lit(sand, 1, 0.35)), (0.3, p.at(sand)), (1, p.shade(sand, 1, 0.35)), y1=556, y2=BOTTOM, stage=True
        ),
    )
    ground.strokes(110, (LEFT, 590, 1600, 200), p.shade(sand, 1, 0.5), 34, 1.8, 0.25)
    ground.strokes(70, (LEFT, 590, 1600, 200), p.lit(sand, 1, 1.0), 40, 2, 0.3)
    for x, y, q in ((250, 640, 12), (985, 628, 9), (1120, 668, 14), (80, 690, 12)):
        shell = "".join(
            f"M{x} {y}l{num(q * dx)} {num(-q * dy)}"
            for dx, dy in ((-0.9, 0.4), (-0.5, 0.9), (0, 1.1), (0.5, 0.9), (0.9, 0.4))
        )
        ground.path(
            f"M{x} {y + 2}L{x - q} {y - q * 0.5}Q{x} {y - q * 1.7} {x + q} {y - q * 0.5}Z", p.lit("#f3c9b0", 1, 0.3)
        )
        ground.line(shell, p.shade("#d08a7a", 1, 0.3), 1.5)
    palm(ground, 640 + side * 520, 610, 470, -side)
    land.rock(ground, 640 - side * 590, 622, 200, 74, "#8d8a88", 1.0)
    fore = scene.sheet("fore")
    bank = [(LEFT - 20.0, 696), (120, 738), (420, 800), (860, 806), (1180, 744), (RIGHT + 20, 700)]
    fore.path(svg.below(bank, BOTTOM + 20), p.shade(svg.darker(sand, 0.2), 1, 0.5))
    plants.grass(fore, [(LEFT - 20.0, 700), (330, 790)], 60, 50, 120, ("#6d7a48", "#8f9458"))
    plants.grass(fore, [(960, 794), (RIGHT + 20, 706)], 60, 50, 120, ("#6d7a48", "#8f9458"))
    return DrawnPlace(
        (*layers, far.layer(0.15), sea.layer(0.4, "wave"), ground.layer(1.0), fore.layer(1.3, "sway")), 644, "sea"
    )


def palm(s: Sheet, x: float, y: float, h: float, lean: int) -> None:
    """A coconut palm leaning over the sand."""
    p, r = s.palette, s.rand
    bark = "#9a7450"
    tx, ty = x + lean * h * 0.34, y - h
    d = (
        f"M{num(x - 17)} {y}C{num(x - 8)} {num(y - h * 0.4)} {num(x + lean * h * 0.1)} "
        f"{num(y - h * 0.75)} {num(tx - 7)} {num(ty)}h14C{num(x + lean * h * 0.1 + 17)} "
        f"{num(y - h * 0.7)} {num(x + 12)} {num(y - h * 0.4)} {num(x + 20)} {y}Z"
    )
    s.shadow(x + lean * 30, y, 100, 12, 0.35)
    s.path(d, s.across((0, p.lit(bark, 1, 0.6)), (1, p.shade(bark, 1, 0.5))))
    for dx, dy, tone in (
        (-0.48, 0.1, 0.5),
        (0.5, 0.12, 0.5),
        (-0.4, -0.16, 0.2),
        (0.44, -0.14, 0.2),
        (-0.2, -0.3, 0.0),
        (0.22, -0.3, 0.0),
        (0.02, 0.24, 0.5),
    ):
        ex, ey = tx + dx * h * 0.8, ty + (dy + 0.2) * h * 0.62
        cx, cy = tx + dx * h * 0.4, ty - h * 0.2 + dy * h * 0.3
        fringe = []
        for i in range(1, 15):
            t = i / 14
            fx = (1 - t) ** 2 * tx + 2 * t * (1 - t) * cx + t * t * ex
            fy = (1 - t) ** 2 * ty + 2 * t * (1 - t) * cy + t * t * ey
            q = h * 0.13 * (1 - abs(t - 0.4)) * r.uniform(0.8, 1.1)
            fringe.append(
                f"M{num(fx)} {num(fy)}l{num(dx * q * 0.9)} {num(q)}l{num(dx * q * 0.5 + 5)} {num(-q * 0.95)}z"
            )
        colour = p.shade("#5f9448", 1, tone) if tone else p.lit("#6fa54c", 1, 0.4)
        s.path("".join(fringe), colour)
        s.line(f"M{num(tx)} {num(ty)}Q{num(cx)} {num(cy)} {num(ex)} {num(ey)}", colour, 6)
    for cx, cy in ((-10, 12), (10, 14), (0, 22)):
        s.circle(tx + cx, ty + cy, 11, s.rad((0, p.lit("#8a5f3a", 1, 0.5)), (1, p.shade("#6a4428", 1, 0.5))))


def sail(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    """A small sailing boat far out."""
    p = s.palette
    s.path(f"M{x - h * 0.42} {y}h{h * 0.84}l{-h * 0.12} {h * 0.16}h{-h * 0.6}z", p.shade("#7a4a3c", depth, 0.3))
    s.path(f"M{x} {y - 3}V{y - h}Q{x + h * 0.36} {y - h * 0.5} {x + h * 0.4} {y - 3}Z", p.lit("#fbf3e4", depth, 0.4))
    s.path(
        f"M{x - 3} {y - 3}V{y - h * 0.86}Q{x - h * 0.2} {y - h * 0.4} {x - h * 0.32} {y - 3}Z",
        p.shade("#e9d9c4", depth, 0.3),
    )


def lighthouse(scene: Scene) -> DrawnPlace:
    """A lighthouse on a cliff over the sea."""
    side = 1 if scene.chance("side").random() < 0.6 else -1
    layers = sky_layers(scene, 452, sun_x=None)
    sea = scene.sheet("sea")
    land.water(sea, 452, 720, SEA, 0.7, glints=210)
    headland(sea, 454, -side, 420, 62, "#5f7088", 0.2)
    mid = scene.sheet("mid")
    line = [
        (640.0 + side * v, float(y))
        for v, y in ((270, 720), (300, 590), (345, 500), (400, 448), (500, 428), (620, 432), (720, 414), (820, 420))
    ]
    cliff(mid, line, side)
    _tower(mid, 640 + side * 530, 438, 1.0, side)
    beam = scene.sheet("beam")
    p = scene.palette
    if p.lamps > 0.3:
        x, y = 640 + side * 530, 122
        strength = 0.75 * p.lamps
        for reach, spread, to in ((-1, 74, 980), (1, 40, 380)):
            tx = x + side * reach * to
            ends = (1, 0) if side * reach < 0 else (0, 1)
            fill = beam.lin((ends[1], "#fff2c0", 0), (ends[0], "#fff2c0", strength), x2=1, y2=0)
            beam.poly([(x, y - 8), (tx, y - 70 - spread), (tx, y - 70 + spread), (x, y + 8)], fill)
        beam.glow(x, y, 210, "#fffbe0", "#ffd773", 0.95 * p.lamps)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 580, 14, "#74894f")
    for x, w, h in ((640 - side * 560, 220, 60), (640 - side * 360, 110, 30), (640 + side * 600, 180, 54)):
        land.rock(ground, x, 630, w, h, "#7c7480", 1.0)
    plants.grass(ground, edge, 640, 12, 36, ("#5a7440", "#7d8f4c", "#98995a", "#486238"), spread=22)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#5f7a48", 84)
    return DrawnPlace(
        (
            *layers,
            sea.layer(0.3, "wave"),
            mid.layer(0.55),
            beam.layer(0.56, "flicker"),
            ground.layer(1.0),
            fore.layer(1.3, "sway"),
        ),
        640,
        "sea",
    )


def cliff(s: Sheet, line: list[svg.Point], side: int) -> None:
    """A rock face under a grassy edge, facets caught by the light."""
    p, r = s.palette, s.rand
    rock = "#7f7282"
    s.path(
        svg.below(line, BOTTOM, curved=False),
        s.lin((0, p.lit(rock, 0.7, 0.4)), (0.4, p.at(rock, 0.7)), (1, p.shade(rock, 0.7, 0.65))),
    )
    for tone, count in ((p.lit(rock, 0.7, 0.8), 12), (p.shade(rock, 0.7, 0.8), 18)):
        d = []
        for _ in range(count):
            i = r.randrange(1, len(line) - 1)
            x, y = line[i][0] + r.uniform(-30, 30), line[i][1] + r.uniform(34, 210)
            w, h = r.uniform(18, 70), r.uniform(16, 60)
            d.append(
                f"M{num(x)} {num(y)}l{num(w)} {num(-h * 0.3)}l{num(w * 0.3)} {num(h)}l{num(-w * 0.8)} {num(h * 0.4)}z"
            )
        s.path("".join(d), tone, opacity=0.32)
    top = sorted(line[3:])
    turf = [(x, y + 16 + r.uniform(-5, 8)) for x, y in top[::-1]]
    s.path(svg.smooth(top) + "L" + svg.smooth(turf)[1:] + "Z", p.ground("#6f8450", 0.7))
    plants.grass(s, top, 90, 6, 15, ("#66804a", "#8a9458"), 0.7, 8)


def _tower(s: Sheet, x: float, y: float, k: float, side: int) -> None:
    p = s.palette
    white, red, iron = "#f3ece4", "#c8433c", "#2f2a38"
    depth = 0.8

    def half(v: float) -> float:
        return (54 - 22 * v / 280) * k

    def band(v0: float, v1: float, colour: str) -> None:
        s.poly(
            [
                (x - half(v0), y - v0 * k),
                (x - half(v1), y - v1 * k),
                (x + half(v1), y - v1 * k),
                (x + half(v0), y - v0 * k),
            ],
            s.across((0, p.lit(colour, depth, 0.7)), (0.35, p.at(colour, depth)), (1, p.shade(colour, depth, 0.6))),
        )

    built.gable(s, x - side * 118 * k, y + 8, 120 * k, 62 * k, 44 * k, "#efe6da", "#8a4a40", depth)
    s.rect(x - side * 118 * k - 14 * k, y - 44 * k, 28 * k, 28 * k, built.window_light(s, depth, 1))
    band(0, 280, white)
    for v in (28, 140, 252):
        band(v, min(v + 56, 280), red)
    for v in (84, 168, 232):
        s.path(
            f"M{num(x - 7 * k)} {num(y - (v - 8) * k)}v{num(-16 * k)}a{num(7 * k)} {num(8 * k)} 0 0 1 "
            f"{num(14 * k)} 0v{num(16 * k)}z",
            built.window_light(s, depth, 1),
        )
    s.path(
        f"M{num(x - 13 * k)} {y}v{num(-34 * k)}a{num(13 * k)} {num(13 * k)} 0 0 1 {num(26 * k)} 0V{y}z",
        p.shade("#4a3a3c", depth, 0.4),
    )
    dark = p.shade(iron, depth, 0.4)
    s.rect(x - 47 * k, y - 290 * k, 94 * k, 12 * k, dark, rx=3)
    s.line(
        "".join(f"M{num(x + i * 22 * k)} {num(y - 290 * k)}v{num(-18 * k)}" for i in (-2, -1, 0, 1, 2))
        + f"M{num(x - 46 * k)} {num(y - 308 * k)}h{num(92 * k)}",
        dark,
        3,
    )
    s.rect(
        x - 24 * k,
        y - 340 * k,
        48 * k,
        50 * k,
        "#fff4c4" if p.lamps > 0.3 else svg.mix(p.at("#a9c0c8", depth), p.sky[2], 0.4),
    )
    s.line("".join(f"M{num(x + i * 12 * k)} {num(y - 340 * k)}v{num(50 * k)}" for i in (-2, -0.7, 0.7, 2)), dark, 3)
    s.path(
        f"M{num(x - 32 * k)} {num(y - 340 * k)}Q{num(x)} {num(y - 396 * k)} {num(x + 32 * k)} {num(y - 340 * k)}Z",
        s.across((0, p.lit(red, depth, 0.7)), (1, p.shade(red, depth, 0.6))),
    )
    s.circle(x, y - 380 * k, 5 * k, dark)
