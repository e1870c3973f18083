"""Places by the sea: beach, lighthouse cliff, harbour, the deck of a ship.

What belongs here: these places and the boats and towers only they have. What does not: water itself (`land.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers
from sparkle_motion_dagster.backends.drawing.svg import num

SEA = "#2f7390"


def headland(s: Sheet, y: float, side: int, reach: float, height: float, colour: str, depth: float) -> None:
    """A far cape coming in from one side."""
    p = s.palette
    x0 = 640 + side * 820
    tip = x0 - side * reach
    line = [(x0, y - height), (x0 - side * reach * 0.3, y - height * 1.1), (x0 - side * reach * 0.55, y - height * 0.62),
            (x0 - side * reach * 0.8, y - height * 0.5), (tip, y)]
    s.path(svg.smooth(line, tension=0.8) + f"L{num(x0)} {num(y)}Z",
           s.lin((0, p.lit(land.ground(s, colour), depth, 0.4)), (1, svg.mix(p.at(colour, depth), p.haze, 0.35))))


def beach(scene: Scene) -> DrawnPlace:
    """Sand, surf, a palm or pines, a headland."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 400)
    far = scene.sheet("far")
    headland(far, 404, side, 560, 74, "#6f8f78", 0.25)
    headland(far, 404, -side, 300, 34, "#7a93a0", 0.12)
    sea = scene.sheet("sea")
    land.water(sea, 400, 600, "#2b8296", 0.7, glints=190)
    _sail(sea, 640 - side * 220, 408, 44, 0.35)
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
    ground.path(svg.below(line, BOTTOM + 10), ground.lin((0, p.lit(sand, 1, 0.35)), (0.3, p.at(sand)), (1, p.shade(sand, 1, 0.35)), y1=556, y2=BOTTOM, stage=True))
    ground.strokes(110, (LEFT, 590, 1600, 200), p.shade(sand, 1, 0.5), 34, 1.8, 0.25)
    ground.strokes(70, (LEFT, 590, 1600, 200), p.lit(sand, 1, 1.0), 40, 2, 0.3)
    for x, y, q in ((250, 640, 12), (985, 628, 9), (1120, 668, 14), (80, 690, 12)):
        shell = "".join(f"M{x} {y}l{num(q * dx)} {num(-q * dy)}" for dx, dy in ((-0.9, 0.4), (-0.5, 0.9), (0, 1.1), (0.5, 0.9), (0.9, 0.4)))
        ground.path(f"M{x} {y + 2}L{x - q} {y - q * 0.5}Q{x} {y - q * 1.7} {x + q} {y - q * 0.5}Z", p.lit("#f3c9b0", 1, 0.3))
        ground.line(shell, p.shade("#d08a7a", 1, 0.3), 1.5)
    palm(ground, 640 + side * 520, 610, 470, -side)
    land.rock(ground, 640 - side * 590, 622, 200, 74, "#8d8a88", 1.0)
    fore = scene.sheet("fore")
    bank = [(LEFT - 20.0, 696), (120, 738), (420, 800), (860, 806), (1180, 744), (RIGHT + 20, 700)]
    fore.path(svg.below(bank, BOTTOM + 20), p.shade(svg.darker(sand, 0.2), 1, 0.5))
    land.grass(fore, [(LEFT - 20.0, 700), (330, 790)], 60, 50, 120, ("#6d7a48", "#8f9458"))
    land.grass(fore, [(960, 794), (RIGHT + 20, 706)], 60, 50, 120, ("#6d7a48", "#8f9458"))
    return DrawnPlace((*layers, far.layer(0.15), sea.layer(0.4, "wave"), ground.layer(1.0), fore.layer(1.3, "sway")), 644, "sea")


def palm(s: Sheet, x: float, y: float, h: float, lean: int) -> None:
    """A coconut palm leaning over the sand."""
    p, r = s.palette, s.rand
    bark = "#9a7450"
    tx, ty = x + lean * h * 0.34, y - h
    d = f"M{num(x - 17)} {y}C{num(x - 8)} {num(y - h * 0.4)} {num(x + lean * h * 0.1)} {num(y - h * 0.75)} {num(tx - 7)} {num(ty)}h14C{num(x + lean * h * 0.1 + 17)} {num(y - h * 0.7)} {num(x + 12)} {num(y - h * 0.4)} {num(x + 20)} {y}Z"
    s.shadow(x + lean * 30, y, 100, 12, 0.35)
    s.path(d, s.across((0, p.lit(bark, 1, 0.6)), (1, p.shade(bark, 1, 0.5))))
    for dx, dy, tone in ((-0.48, 0.1, 0.5), (0.5, 0.12, 0.5), (-0.4, -0.16, 0.2), (0.44, -0.14, 0.2), (-0.2, -0.3, 0.0), (0.22, -0.3, 0.0), (0.02, 0.24, 0.5)):
        ex, ey = tx + dx * h * 0.8, ty + (dy + 0.2) * h * 0.62
        cx, cy = tx + dx * h * 0.4, ty - h * 0.2 + dy * h * 0.3
        fringe = []
        for i in range(1, 15):
            t = i / 14
            fx = (1 - t) ** 2 * tx + 2 * t * (1 - t) * cx + t * t * ex
            fy = (1 - t) ** 2 * ty + 2 * t * (1 - t) * cy + t * t * ey
            q = h * 0.13 * (1 - abs(t - 0.4)) * r.uniform(0.8, 1.1)
            fringe.append(f"M{num(fx)} {num(fy)}l{num(dx * q * 0.9)} {num(q)}l{num(dx * q * 0.5 + 5)} {num(-q * 0.95)}z")
        colour = p.shade("#5f9448", 1, tone) if tone else p.lit("#6fa54c", 1, 0.4)
        s.path("".join(fringe), colour)
        s.line(f"M{num(tx)} {num(ty)}Q{num(cx)} {num(cy)} {num(ex)} {num(ey)}", colour, 6)
    for cx, cy in ((-10, 12), (10, 14), (0, 22)):
        s.circle(tx + cx, ty + cy, 11, s.rad((0, p.lit("#8a5f3a", 1, 0.5)), (1, p.shade("#6a4428", 1, 0.5))))


def _sail(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    p = s.palette
    s.path(f"M{x - h * 0.42} {y}h{h * 0.84}l{-h * 0.12} {h * 0.16}h{-h * 0.6}z", p.shade("#7a4a3c", depth, 0.3))
    s.path(f"M{x} {y - 3}V{y - h}Q{x + h * 0.36} {y - h * 0.5} {x + h * 0.4} {y - 3}Z", p.lit("#fbf3e4", depth, 0.4))
    s.path(f"M{x - 3} {y - 3}V{y - h * 0.86}Q{x - h * 0.2} {y - h * 0.4} {x - h * 0.32} {y - 3}Z", p.shade("#e9d9c4", depth, 0.3))


def lighthouse(scene: Scene) -> DrawnPlace:
    """A lighthouse on a cliff over the sea."""
    side = 1 if scene.chance("side").random() < 0.6 else -1
    layers = sky_layers(scene, 452, sun_x=None)
    sea = scene.sheet("sea")
    land.water(sea, 452, 720, SEA, 0.7, glints=210)
    headland(sea, 454, -side, 420, 62, "#5f7088", 0.2)
    mid = scene.sheet("mid")
    line = [(640 + side * v, y) for v, y in ((270, 720), (300, 590), (345, 500), (400, 448), (500, 428), (620, 432), (720, 414), (820, 420))]
    cliff(mid, line, side)
    _tower(mid, 640 + side * 530, 438, 1.0, side)
    beam = scene.sheet("beam")
    p = scene.palette
    if p.lamps > 0.3:
        x, y = 640 + side * 530, 122
        strength = 0.75 * p.lamps
        for reach, spread, to in ((-1, 74, 980), (1, 40, 380)):
            tx = x + side * reach * to
            ends = ((1, 0) if side * reach < 0 else (0, 1))
            fill = beam.lin((ends[1], "#fff2c0", 0), (ends[0], "#fff2c0", strength), x2=1, y2=0)
            beam.poly([(x, y - 8), (tx, y - 70 - spread), (tx, y - 70 + spread), (x, y + 8)], fill)
        beam.glow(x, y, 210, "#fffbe0", "#ffd773", 0.95 * p.lamps)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 580, 14, "#74894f")
    for x, w, h in ((640 - side * 560, 220, 60), (640 - side * 360, 110, 30), (640 + side * 600, 180, 54)):
        land.rock(ground, x, 630, w, h, "#7c7480", 1.0)
    land.grass(ground, edge, 640, 12, 36, ("#5a7440", "#7d8f4c", "#98995a", "#486238"), spread=22)
    fore = scene.sheet("fore")
    land.foreground_grass(fore, "#5f7a48", 84)
    return DrawnPlace((*layers, sea.layer(0.3, "wave"), mid.layer(0.55), beam.layer(0.56, "flicker"), ground.layer(1.0),
                       fore.layer(1.3, "sway")), 640, "sea")


def cliff(s: Sheet, line: list[svg.Point], side: int) -> None:
    """A rock face under a grassy edge, facets caught by the light."""
    p, r = s.palette, s.rand
    rock = "#7f7282"
    s.path(svg.below(line, BOTTOM, curved=False), s.lin((0, p.lit(rock, 0.7, 0.4)), (0.4, p.at(rock, 0.7)), (1, p.shade(rock, 0.7, 0.65))))
    for tone, count in ((p.lit(rock, 0.7, 0.8), 12), (p.shade(rock, 0.7, 0.8), 18)):
        d = []
        for _ in range(count):
            i = r.randrange(1, len(line) - 1)
            x, y = line[i][0] + r.uniform(-30, 30), line[i][1] + r.uniform(34, 210)
            w, h = r.uniform(18, 70), r.uniform(16, 60)
            d.append(f"M{num(x)} {num(y)}l{num(w)} {num(-h * 0.3)}l{num(w * 0.3)} {num(h)}l{num(-w * 0.8)} {num(h * 0.4)}z")
        s.path("".join(d), tone, opacity=0.32)
    top = sorted(line[3:])
    turf = [(x, y + 16 + r.uniform(-5, 8)) for x, y in top[::-1]]
    s.path(svg.smooth(top) + "L" + svg.smooth(turf)[1:] + "Z", p.ground("#6f8450", 0.7))
    land.grass(s, top, 90, 6, 15, ("#66804a", "#8a9458"), 0.7, 8)


def _tower(s: Sheet, x: float, y: float, k: float, side: int) -> None:
    p = s.palette
    white, red, iron = "#f3ece4", "#c8433c", "#2f2a38"
    depth = 0.8

    def half(v: float) -> float:
        return (54 - 22 * v / 280) * k

    def band(v0: float, v1: float, colour: str) -> None:
        s.poly([(x - half(v0), y - v0 * k), (x - half(v1), y - v1 * k), (x + half(v1), y - v1 * k), (x + half(v0), y - v0 * k)],
               s.across((0, p.lit(colour, depth, 0.7)), (0.35, p.at(colour, depth)), (1, p.shade(colour, depth, 0.6))))

    built.gable(s, x - side * 118 * k, y + 8, 120 * k, 62 * k, 44 * k, "#efe6da", "#8a4a40", depth)
    s.rect(x - side * 118 * k - 14 * k, y - 44 * k, 28 * k, 28 * k, built.window_light(s, depth, 1))
    band(0, 280, white)
    for v in (28, 140, 252):
        band(v, min(v + 56, 280), red)
    for v in (84, 168, 232):
        s.path(f"M{num(x - 7 * k)} {num(y - (v - 8) * k)}v{num(-16 * k)}a{num(7 * k)} {num(8 * k)} 0 0 1 {num(14 * k)} 0v{num(16 * k)}z", built.window_light(s, depth, 1))
    s.path(f"M{num(x - 13 * k)} {y}v{num(-34 * k)}a{num(13 * k)} {num(13 * k)} 0 0 1 {num(26 * k)} 0V{y}z", p.shade("#4a3a3c", depth, 0.4))
    dark = p.shade(iron, depth, 0.4)
    s.rect(x - 47 * k, y - 290 * k, 94 * k, 12 * k, dark, rx=3)
    s.line("".join(f"M{num(x + i * 22 * k)} {num(y - 290 * k)}v{num(-18 * k)}" for i in (-2, -1, 0, 1, 2)) + f"M{num(x - 46 * k)} {num(y - 308 * k)}h{num(92 * k)}", dark, 3)
    s.rect(x - 24 * k, y - 340 * k, 48 * k, 50 * k, "#fff4c4" if p.lamps > 0.3 else svg.mix(p.at("#a9c0c8", depth), p.sky[2], 0.4))
    s.line("".join(f"M{num(x + i * 12 * k)} {num(y - 340 * k)}v{num(50 * k)}" for i in (-2, -0.7, 0.7, 2)), dark, 3)
    s.path(f"M{num(x - 32 * k)} {num(y - 340 * k)}Q{num(x)} {num(y - 396 * k)} {num(x + 32 * k)} {num(y - 340 * k)}Z",
           s.across((0, p.lit(red, depth, 0.7)), (1, p.shade(red, depth, 0.6))))
    s.circle(x, y - 380 * k, 5 * k, dark)


def harbour(scene: Scene) -> DrawnPlace:
    """Boats at a quay, houses round the bay, gulls, crates and ropes."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 410)
    far = scene.sheet("far")
    headland(far, 428, side, 900, 120, "#6f8a78", 0.25)
    _house_row(far, 640 + side * 420, 428, side, 0.4)
    sea = scene.sheet("sea")
    land.water(sea, 426, 640, "#2f6f80", 0.7, glints=150)
    fishing_boat(sea, 640 - side * 300, 520, 1.1, "#b5473a", side)
    fishing_boat(sea, 640 + side * 60, 474, 0.62, "#3f6f8a", -side)
    _sail(sea, 640 - side * 60, 440, 60, 0.4)
    p = scene.palette
    gulls = "".join(f"M{num(x)} {num(y)}q{num(q * 0.5)} {num(-q * 0.6)} {num(q)} 0q{num(q * 0.5)} {num(-q * 0.6)} {num(q)} 0"
                    for x, y, q in ((330, 190, 17), (400, 230, 12), (860, 150, 15), (930, 250, 10), (610, 120, 9)))
    sea.line(gulls, p.shade("#f0f0f0", 0.6, 0.35), 3)
    ground = scene.sheet("ground")
    stone = land.ground(ground, "#a59a90")
    ground.rect(LEFT, 566, 1600, 260, ground.lin((0, p.lit(stone, 1, 0.4)), (0.25, p.at(stone)), (1, p.shade(stone, 1, 0.4))))
    ground.rect(LEFT, 558, 1600, 16, p.lit(stone, 1, 0.6))
    ground.rect(LEFT, 574, 1600, 6, p.shade(stone, 1, 0.6), opacity=0.6)
    d = "".join(f"M{LEFT} {y}H{RIGHT}" for y in (596, 622, 660, 712)) + "".join(
        f"M{640 + (i + 0.5 * (j % 2)) * w} {y}L{640 + (i + 0.5 * (j % 2)) * w * 1.1} {y2}"
        for j, (y, y2, w) in enumerate(((580, 596, 92), (596, 622, 104), (622, 660, 120), (660, 712, 140))) for i in range(-9, 10))
    ground.line(d, p.shade(stone, 1, 0.6), 2.2, opacity=0.4)
    if p.wet:
        land.puddles(ground, 606)
    for x in (640 - side * 230, 640 + side * 300):
        ground.path(f"M{x - 17} 604v-34q-8 -14 4 -18h26q12 4 4 18v34z", ground.across((0, p.lit("#4a4a54", 1, 0.5)), (1, p.shade("#3a3a44", 1, 0.5))))
        ground.line(f"M{x - 18} 588q18 12 36 0", p.at("#c9a56a"), 7)
    crates(ground, 640 + side * 520, 640, side)
    built.street_lamp(ground, 640 - side * 520, 606, 300)
    fore = scene.sheet("fore")
    fore.line(f"M{LEFT} 690Q{300 if side > 0 else 980} 800 {RIGHT} 700", p.shade("#b8945c", 1, 0.45), 15)
    fore.line(f"M{LEFT} 690Q{300 if side > 0 else 980} 800 {RIGHT} 700", p.lit("#b8945c", 1, 0.2), 15, stroke_dasharray="5 11", opacity=0.5)
    return DrawnPlace((*layers, far.layer(0.2), sea.layer(0.45, "wave"), ground.layer(1.0), fore.layer(1.3)), 650, "sea")


def _house_row(s: Sheet, x: float, y: float, side: int, depth: float) -> None:
    p, r = s.palette, s.rand
    walls = ("#e9d3b0", "#d98a6a", "#b8c9c4", "#efe6d8", "#c9a0a0", "#dfc07a")
    for row, lift in ((0, 46), (1, 0)):
        at = x - 330 + row * 24
        while at < x + 420:
            w, h = r.uniform(46, 74), r.uniform(38, 66)
            wall = r.choice(walls)
            base = y - lift
            built.gable(s, at, base, w, h, w * 0.34, wall, "#8f4f42", depth)
            d = "".join(f"M{num(at - w * 0.28 + i * w * 0.36)} {num(base - h + 10 + j * 22)}h9v12h-9z" for i in range(2) for j in range(2))
            s.path(d, built.window_light(s, depth, 0.8))
            at += w + r.uniform(0, 12)


def fishing_boat(s: Sheet, x: float, y: float, k: float, hull: str, side: int) -> None:
    """A small trawler, its bow toward `side`, with its reflection."""
    p = s.palette
    f = side
    s.ellipse(x, y + 4, 150 * k, 14 * k, p.shade("#1f3f50", 0.8, 0.5), opacity=0.5)
    s.line(f"M{x - f * 20 * k} {y - 60 * k}V{y - 200 * k}M{x - f * 20 * k} {y - 196 * k}L{x + f * 140 * k} {y - 62 * k}M{x - f * 20 * k} {y - 150 * k}L{x - f * 110 * k} {y - 66 * k}", p.shade("#5a4638", 0.8, 0.4), 4 * k)
    s.rect(min(x - f * 80 * k, x - f * 8 * k), y - 108 * k, 72 * k, 66 * k, p.lit("#f0e8da", 0.8, 0.4), rx=4)
    s.rect(min(x - f * 88 * k, x + 0), y - 114 * k, 88 * k, 10 * k, p.shade("#4f6a7a", 0.8, 0.3), rx=3)
    for i in range(2):
        s.rect(x - f * (68 - i * 32) * k - (22 * k if f < 0 else 0), y - 96 * k, 22 * k, 22 * k, built.window_light(s, 0.8, 1), rx=3)
    d = f"M{x - f * 132 * k} {y - 54 * k}L{x + f * 150 * k} {y - 78 * k}C{x + f * 130 * k} {y - 30 * k} {x + f * 112 * k} {y} {x + f * 96 * k} {y + 4}H{x - f * 116 * k}Z"
    s.path(d, s.lin((0, p.lit(hull, 0.8, 0.5)), (0.5, p.at(hull, 0.8)), (1, p.shade(hull, 0.8, 0.6))))
    s.line(f"M{x - f * 132 * k} {y - 52 * k}L{x + f * 150 * k} {y - 76 * k}", p.lit("#f0e8da", 0.8, 0.4), 7 * k)
    s.line(f"M{x - f * 124 * k} {y - 18 * k}L{x + f * 116 * k} {y - 22 * k}", p.lit("#f0e8da", 0.8, 0.2), 3 * k, opacity=0.7)


def crates(s: Sheet, x: float, y: float, side: int) -> None:
    """Fish boxes, a barrel, a coil of rope."""
    p = s.palette
    wood = land.ground(s, "#a87c50", 0.3)
    for bx, by, w in ((x, y, 84), (x + side * 92, y + 4, 92), (x + side * 40, y - 66, 78)):
        s.shadow(bx, by, w * 0.6, 8, 0.4)
        s.rect(bx - w / 2, by - w * 0.76, w, w * 0.76, s.across((0, p.lit(wood, 1, 0.5)), (1, p.shade(wood, 1, 0.5))))
        s.line("".join(f"M{bx - w / 2} {by - w * t}h{w}" for t in (0.19, 0.38, 0.57)), p.shade(wood, 1, 0.8), 2.6)
        s.line(f"M{bx - w / 2 + 5} {by}v{-w * 0.76}M{bx + w / 2 - 5} {by}v{-w * 0.76}", p.shade(wood, 1, 0.55), 7, stroke_linecap="butt")
    rx = x - side * 96
    for i in range(4):
        s.ellipse(rx, y - 6 - i * 8, 40 - i * 2, 13, "none", stroke=p.lit("#c9a56a", 1, 0.3) if i % 2 else p.shade("#c9a56a", 1, 0.35), stroke_width=8)


def ship_deck(scene: Scene) -> DrawnPlace:
    """The deck of a sailing ship: rail, shrouds, mast, wheel, the open sea."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 430)
    sea = scene.sheet("sea")
    land.water(sea, 430, 640, SEA, 0.7, glints=230)
    headland(sea, 432, side, 330, 30, "#6f8298", 0.15)
    p = scene.palette
    mid = scene.sheet("rig")
    wood, dark = "#8a5c3a", p.shade("#5a3a28", 0.9, 0.45)
    mx = 640 - side * 390
    sail = "#efe0c0"
    mid.path(f"M{mx - 250} -70C{mx - 170} 40 {mx - 180} 130 {mx - 222} 190Q{mx} 250 {mx + 222} 190C{mx + 180} 130 {mx + 170} 40 {mx + 250} -70Z",
             mid.lin((0, p.shade(sail, 0.95, 0.25)), (0.55, p.lit(sail, 0.95, 0.5)), (1, p.shade(sail, 0.95, 0.3))))
    mid.line("".join(f"M{mx + i * 80} -80C{mx + i * 62} 40 {mx + i * 62} 120 {mx + i * 72} 206" for i in (-2, -1, 0, 1, 2)), p.shade(sail, 0.95, 0.5), 2, opacity=0.4)
    mid.line(f"M{mx - 244} 186H{mx + 244}", dark, 11)
    mid.rect(mx - 18, TOP, 36, 690, mid.across((0, p.lit(wood, 0.95, 0.5)), (1, p.shade(wood, 0.95, 0.6))))
    mid.line("".join(f"M{mx - 20} {y}h40" for y in (250, 258, 440, 448)), p.at("#cdb07a", 0.95), 4)
    for foot, top in ((640 + side * 330, 640 + side * 560), (640 + side * 470, 640 + side * 590), (640 + side * 610, 640 + side * 620)):
        mid.line(f"M{foot} 520L{top} -90", dark, 4)
    rungs = ""
    for i in range(14):
        t = i / 14
        a, b = 330 + 230 * t, 610 + 10 * t
        rungs += f"M{640 + side * a} {520 - 610 * t}Q{640 + side * (a + b) / 2} {528 - 610 * t} {640 + side * b} {520 - 610 * t}"
    mid.line(rungs, dark, 2.4, opacity=0.85)
    ground = scene.sheet("deck")
    plank = land.ground(ground, "#b98a58", 0.75)
    ground.rect(LEFT, 580, 1600, 240, ground.lin((0, p.at(plank)), (0.2, p.lit(plank, 1, 0.35)), (1, p.shade(plank, 1, 0.42))))
    ground.line("".join(f"M{640 + i * 52} 580L{640 + i * 132} {BOTTOM}" for i in range(-17, 18)), p.shade(plank, 1, 0.7), 2.4, opacity=0.55)
    ground.strokes(60, (LEFT, 590, 1600, 200), p.lit(plank, 1, 0.8), 60, 2, 0.2)
    if p.wet:
        land.puddles(ground, 612)
    rail = land.ground(ground, "#6f4630", 0.25)
    ground.rect(LEFT, 556, 1600, 30, ground.lin((0, p.lit(rail, 1, 0.4)), (1, p.shade(rail, 1, 0.5))))
    for x in range(-130, 1440, 74):
        ground.path(f"M{x - 8} 558v-14q-8 -14 0 -28q6 -10 0 -22h16q-6 12 0 22q8 14 0 28v14z", ground.across((0, p.lit("#a8774a", 1, 0.5)), (1, p.shade("#7a5236", 1, 0.5))))
    top = land.ground(ground, "#9a6a42", 0.8)
    ground.rect(LEFT, 482, 1600, 17, ground.lin((0, p.lit(top, 1, 0.7)), (1, p.shade(top, 1, 0.4))), rx=5)
    _wheel(ground, 640 + side * 480, 640)
    crates(ground, 640 - side * 560, 634, -side)
    lx, ly = mx + side * 60, 300
    ground.line(f"M{mx} {ly - 46}h{side * 60}v14", p.shade("#2f2a30", 1, 0.3), 5)
    ground.rect(lx - 15, ly - 30, 30, 42, "#fff0b8" if p.lamps > 0.3 else p.lit("#a8b4b0", 1, 0.4), rx=5)
    ground.line(f"M{lx - 17} {ly - 30}h34M{lx - 17} {ly + 12}h34M{lx} {ly - 30}v42", p.shade("#2f2a30", 1, 0.3), 4)
    lamp = scene.sheet("lamp")
    if p.lamps > 0.3:
        lamp.glow(lx, ly - 8, 240, "#fff3c8", "#ffbd60", 0.85 * p.lamps)
    fore = scene.sheet("fore")
    fore.line(f"M{640 - side * 800} 610Q{640 - side * 620} 760 {640 - side * 380} 830", p.shade("#b8945c", 1, 0.45), 22)
    fore.line(f"M{640 - side * 800} 610Q{640 - side * 620} 760 {640 - side * 380} 830", p.lit("#d8b47c", 1, 0.3), 20, stroke_dasharray="6 13", opacity=0.4)
    layers += [sea.layer(0.25, "wave"), mid.layer(0.9), ground.layer(1.0)]
    if p.lamps > 0.3:
        layers.append(lamp.layer(1.0, "flicker"))
    return DrawnPlace((*layers, fore.layer(1.3)), 660, "sea")


def _wheel(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    wood, light = p.shade("#6a4028", 1, 0.3), p.lit("#9a6a40", 1, 0.4)
    s.shadow(x, y, 74, 11, 0.45)
    s.path(f"M{x - 30} {y}l10 -110h40l10 110z", s.across((0, light), (1, wood)))
    cy = y - 140
    spokes = "".join(svg.line("M0 -14V-98", wood, 7) + svg.line("M0 -84V-102", light, 10) for _ in range(1))
    s.add("".join(svg.group(spokes, f"translate({x} {cy}) rotate({i * 45})") for i in range(8)))
    s.circle(x, cy, 66, "none", stroke=light, stroke_width=13)
    s.circle(x, cy, 66, "none", stroke=wood, stroke_width=3)
    s.circle(x, cy, 18, p.lit("#c99a50", 1, 0.4))
