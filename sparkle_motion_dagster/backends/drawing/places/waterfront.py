"""Where ships are: a harbour, the deck of a sailing ship.

What belongs here: these places and what lies about on quays and decks. What does not: water itself (`land.py`),
beaches and cliffs (`shore.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.shore import SEA, headland, sail
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers
from sparkle_motion_dagster.backends.drawing.svg import num


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
    sail(sea, 640 - side * 60, 440, 60, 0.4)
    p = scene.palette
    gulls = "".join(
        f"M{num(x)} {num(y)}q{num(q * 0.5)} {num(-q * 0.6)} {num(q)} 0q{num(q * 0.5)} {num(-q * 0.6)} {num(q)} 0"
        for x, y, q in ((330, 190, 17), (400, 230, 12), (860, 150, 15), (930, 250, 10), (610, 120, 9))
    )
    sea.line(gulls, p.shade("#f0f0f0", 0.6, 0.35), 3)
    ground = scene.sheet("ground")
    stone = land.ground(ground, "#a59a90")
    ground.rect(
        LEFT, 566, 1600, 260, ground.lin((0, p.lit(stone, 1, 0.4)), (0.25, p.at(stone)), (1, p.shade(stone, 1, 0.4)))
    )
    ground.rect(LEFT, 558, 1600, 16, p.lit(stone, 1, 0.6))
    ground.rect(LEFT, 574, 1600, 6, p.shade(stone, 1, 0.6), opacity=0.6)
    d = "".join(f"M{LEFT} {y}H{RIGHT}" for y in (596, 622, 660, 712)) + "".join(
        f"M{640 + (i + 0.5 * (j % 2)) * w} {y}L{640 + (i + 0.5 * (j % 2)) * w * 1.1} {y2}"
        for j, (y, y2, w) in enumerate(((580, 596, 92), (596, 622, 104), (622, 660, 120), (660, 712, 140)))
        for i in range(-9, 10)
    )
    ground.line(d, p.shade(stone, 1, 0.6), 2.2, opacity=0.4)
    if p.wet:
        land.puddles(ground, 606)
    for x in (640 - side * 230, 640 + side * 300):
        ground.path(
            f"M{x - 17} 604v-34q-8 -14 4 -18h26q12 4 4 18v34z",
            ground.across((0, p.lit("#4a4a54", 1, 0.5)), (1, p.shade("#3a3a44", 1, 0.5))),
        )
        ground.line(f"M{x - 18} 588q18 12 36 0", p.at("#c9a56a"), 7)
    crates(ground, 640 + side * 520, 640, side)
    built.street_lamp(ground, 640 - side * 520, 606, 300)
    fore = scene.sheet("fore")
    fore.line(f"M{LEFT} 690Q{300 if side > 0 else 980} 800 {RIGHT} 700", p.shade("#b8945c", 1, 0.45), 15)
    fore.line(
        f"M{LEFT} 690Q{300 if side > 0 else 980} 800 {RIGHT} 700",
        p.lit("#b8945c", 1, 0.2),
        15,
        stroke_dasharray="5 11",
        opacity=0.5,
    )
    return DrawnPlace(
        (*layers, far.layer(0.2), sea.layer(0.45, "wave"), ground.layer(1.0), fore.layer(1.3)), 650, "sea"
    )


def _house_row(s: Sheet, x: float, y: float, side: int, depth: float) -> None:
    r = s.rand
    walls = ("#e9d3b0", "#d98a6a", "#b8c9c4", "#efe6d8", "#c9a0a0", "#dfc07a")
    for row, lift in ((0, 46), (1, 0)):
        at = x - 330 + row * 24
        while at < x + 420:
            w, h = r.uniform(46, 74), r.uniform(38, 66)
            wall = r.choice(walls)
            base = y - lift
            built.gable(s, at, base, w, h, w * 0.34, wall, "#8f4f42", depth)
            d = "".join(
                f"M{num(at - w * 0.28 + i * w * 0.36)} {num(base - h + 10 + j * 22)}h9v12h-9z"
                for i in range(2)
                for j in range(2)
            )
            s.path(d, built.window_light(s, depth, 0.8))
            at += w + r.uniform(0, 12)


def fishing_boat(s: Sheet, x: float, y: float, k: float, hull: str, side: int) -> None:
    """A small trawler, its bow toward `side`, with its reflection."""
    p = s.palette
    f = side
    s.ellipse(x, y + 4, 150 * k, 14 * k, p.shade("#1f3f50", 0.8, 0.5), opacity=0.5)
    s.line(
        f"M{x - f * 20 * k} {y - 60 * k}V{y - 200 * k}M{x - f * 20 * k} {y - 196 * k}"
        f"L{x + f * 140 * k} {y - 62 * k}M{x - f * 20 * k} {y - 150 * k}L{x - f * 110 * k} {y - 66 * k}",
        p.shade("#5a4638", 0.8, 0.4),
        4 * k,
    )
    s.rect(min(x - f * 80 * k, x - f * 8 * k), y - 108 * k, 72 * k, 66 * k, p.lit("#f0e8da", 0.8, 0.4), rx=4)
    s.rect(min(x - f * 88 * k, x + 0), y - 114 * k, 88 * k, 10 * k, p.shade("#4f6a7a", 0.8, 0.3), rx=3)
    for i in range(2):
        s.rect(
            x - f * (68 - i * 32) * k - (22 * k if f < 0 else 0),
            y - 96 * k,
            22 * k,
            22 * k,
            built.window_light(s, 0.8, 1),
            rx=3,
        )
    d = (
        f"M{x - f * 132 * k} {y - 54 * k}L{x + f * 150 * k} {y - 78 * k}"
        f"C{x + f * 130 * k} {y - 30 * k} {x + f * 112 * k} {y} {x + f * 96 * k} {y + 4}"
        f"H{x - f * 116 * k}Z"
    )
    s.path(d, s.lin((0, p.lit(hull, 0.8, 0.5)), (0.5, p.at(hull, 0.8)), (1, p.shade(hull, 0.8, 0.6))))
    s.line(f"M{x - f * 132 * k} {y - 52 * k}L{x + f * 150 * k} {y - 76 * k}", p.lit("#f0e8da", 0.8, 0.4), 7 * k)
    s.line(
        f"M{x - f * 124 * k} {y - 18 * k}L{x + f * 116 * k} {y - 22 * k}",
        p.lit("#f0e8da", 0.8, 0.2),
        3 * k,
        opacity=0.7,
    )


def crates(s: Sheet, x: float, y: float, side: int) -> None:
    """Fish boxes, a barrel, a coil of rope."""
    p = s.palette
    wood = land.ground(s, "#a87c50", 0.3)
    for bx, by, w in ((x, y, 84), (x + side * 92, y + 4, 92), (x + side * 40, y - 66, 78)):
        s.shadow(bx, by, w * 0.6, 8, 0.4)
        s.rect(bx - w / 2, by - w * 0.76, w, w * 0.76, s.across((0, p.lit(wood, 1, 0.5)), (1, p.shade(wood, 1, 0.5))))
        s.line("".join(f"M{bx - w / 2} {by - w * t}h{w}" for t in (0.19, 0.38, 0.57)), p.shade(wood, 1, 0.8), 2.6)
        s.line(
            f"M{bx - w / 2 + 5} {by}v{-w * 0.76}M{bx + w / 2 - 5} {by}v{-w * 0.76}",
            p.shade(wood, 1, 0.55),
            7,
            stroke_linecap="butt",
        )
    rx = x - side * 96
    for i in range(4):
        s.ellipse(
            rx,
            y - 6 - i * 8,
            40 - i * 2,
            13,
            "none",
            stroke=p.lit("#c9a56a", 1, 0.3) if i % 2 else p.shade("#c9a56a", 1, 0.35),
            stroke_width=8,
        )


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
    mid.path(
        f"M{mx - 250} -70C{mx - 170} 40 {mx - 180} 130 {mx - 222} 190Q{mx} 250 {mx + 222} 190"
        f"C{mx + 180} 130 {mx + 170} 40 {mx + 250} -70Z",
        mid.lin((0, p.shade(sail, 0.95, 0.25)), (0.55, p.lit(sail, 0.95, 0.5)), (1, p.shade(sail, 0.95, 0.3))),
    )
    mid.line(
        "".join(f"M{mx + i * 80} -80C{mx + i * 62} 40 {mx + i * 62} 120 {mx + i * 72} 206" for i in (-2, -1, 0, 1, 2)),
        p.shade(sail, 0.95, 0.5),
        2,
        opacity=0.4,
    )
    mid.line(f"M{mx - 244} 186H{mx + 244}", dark, 11)
    mid.rect(mx - 18, TOP, 36, 690, mid.across((0, p.lit(wood, 0.95, 0.5)), (1, p.shade(wood, 0.95, 0.6))))
    mid.line("".join(f"M{mx - 20} {y}h40" for y in (250, 258, 440, 448)), p.at("#cdb07a", 0.95), 4)
    for foot, top in (
        (640 + side * 330, 640 + side * 560),
        (640 + side * 470, 640 + side * 590),
        (640 + side * 610, 640 + side * 620),
    ):
        mid.line(f"M{foot} 520L{top} -90", dark, 4)
    rungs = ""
    for i in range(14):
        t = i / 14
        a, b = 330 + 230 * t, 610 + 10 * t
        rungs += (
            f"M{640 + side * a} {520 - 610 * t}Q{640 + side * (a + b) / 2} {528 - 610 * t} {640 + side * b} "
            f"{520 - 610 * t}"
        )
    mid.line(rungs, dark, 2.4, opacity=0.85)
    ground = scene.sheet("deck")
    plank = land.ground(ground, "#b98a58", 0.75)
    ground.rect(
        LEFT, 580, 1600, 240, ground.lin((0, p.at(plank)), (0.2, p.lit(plank, 1, 0.35)), (1, p.shade(plank, 1, 0.42)))
    )
    ground.line(
        "".join(f"M{640 + i * 52} 580L{640 + i * 132} {BOTTOM}" for i in range(-17, 18)),
        p.shade(plank, 1, 0.7),
        2.4,
        opacity=0.55,
    )
    ground.strokes(60, (LEFT, 590, 1600, 200), p.lit(plank, 1, 0.8), 60, 2, 0.2)
    if p.wet:
        land.puddles(ground, 612)
    rail = land.ground(ground, "#6f4630", 0.25)
    ground.rect(LEFT, 556, 1600, 30, ground.lin((0, p.lit(rail, 1, 0.4)), (1, p.shade(rail, 1, 0.5))))
    for x in range(-130, 1440, 74):
        ground.path(
            f"M{x - 8} 558v-14q-8 -14 0 -28q6 -10 0 -22h16q-6 12 0 22q8 14 0 28v14z",
            ground.across((0, p.lit("#a8774a", 1, 0.5)), (1, p.shade("#7a5236", 1, 0.5))),
        )
    handrail = land.ground(ground, "#9a6a42", 0.8)
    ground.rect(LEFT, 482, 1600, 17, ground.lin((0, p.lit(handrail, 1, 0.7)), (1, p.shade(handrail, 1, 0.4))), rx=5)
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
    fore.line(
        f"M{640 - side * 800} 610Q{640 - side * 620} 760 {640 - side * 380} 830",
        p.lit("#d8b47c", 1, 0.3),
        20,
        stroke_dasharray="6 13",
        opacity=0.4,
    )
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
