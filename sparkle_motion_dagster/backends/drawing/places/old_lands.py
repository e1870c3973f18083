"""Places of tales: a village, a castle on its hill, a log cabin's one room.

What belongs here: these places' compositions. What does not: what they are made of (`built.py`, `furniture.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land, lighting, plants
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers
from sparkle_motion_dagster.backends.drawing.svg import num


def village(scene: Scene) -> DrawnPlace:
    """Cottages round a green, a church spire, a well."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 440)
    far = scene.sheet("far")
    land.hills(far, 410, 50, "#86a48c", 0.14)
    line = land.hills(far, 452, 22, "#86a86c", 0.3)
    plants.treeline(far, line, "#527a55", 0.32, 50, 50, "round")
    mid = scene.sheet("mid")
    line = land.hills(mid, 506, 12, "#86aa58", 0.55)
    _church(mid, 640 - side * 130, 520, 0.55)
    walls = ("#ead9b8", "#dcb890", "#e6ddcc", "#cfae8a")
    for x, w, h in ((640 - side * 300, 110, 76), (640 + side * 60, 96, 66), (640 + side * 210, 120, 80)):
        _timbered(mid, x, 530, w, h, mid.rand.choice(walls), 0.58)
    near = scene.sheet("near")
    built.cottage(near, 640 + side * 450, 574, 1.12, 0.88)
    _timbered(near, 640 - side * 500, 574, 250, 160, walls[0], 0.88)
    plants.tree(near, 640 - side * 690, 580, 340, "#6f9648", 0.88)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 564, 7, "#86a652")
    p = scene.palette
    dirt = land.ground(ground, "#cdb083", 0.75)
    ground.path(
        f"M600 566C640 600 480 640 260 {BOTTOM}H980C820 660 720 610 650 566Z",
        ground.lin((0, p.lit(dirt, 1, 0.35)), (1, p.shade(dirt, 1, 0.3))),
        opacity=0.9,
    )
    ground.strokes(50, (400, 600, 460, 190), p.shade(dirt, 1, 0.6), 36, 2, 0.25)
    _well(ground, 640 - side * 330, 622)
    plants.grass(ground, edge, 380, 8, 22, ("#6b9440", "#8fa850", "#587f3a"), spread=24)
    plants.flowers(ground, edge, 50, ("#f2f0ea", "#f0c860", "#d97a8a"), 50)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#648c40", 80)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.5), near.layer(0.85), ground.layer(1.0), fore.layer(1.3, "sway")),
        640,
        "meadow",
    )


def _timbered(s: Sheet, x: float, y: float, w: float, h: float, wall: str, depth: float) -> None:
    """A half-timbered house front."""
    p = s.palette
    rise = w * 0.46
    built.gable(s, x, y, w, h, rise, wall, "#8f4f3c", depth)
    beam = p.shade("#5f4232", depth, 0.3)
    k = w * 0.03
    s.line(
        f"M{num(x - w / 2)} {num(y - h)}h{num(w)}M{num(x - w / 2)} {num(y - h * 0.48)}h{num(w)}"
        f"M{num(x)} {num(y - h)}v{num(-rise)}"
        f"M{num(x - w * 0.24)} {num(y - h)}L{num(x)} {num(y - h - rise * 0.55)}L{num(x + w * 0.24)} {num(y - h)}"
        f"M{num(x - w / 2 + k)} {num(y)}v{num(-h)}M{num(x + w / 2 - k)} {num(y)}v{num(-h)}",
        beam,
        k,
        stroke_linecap="butt",
    )
    q = w * 0.15
    lit = built.window_light(s, depth, 1.0)
    for wx in (-0.3, 0.3):
        s.rect(x + wx * w - q / 2, y - h * 0.92, q, h * 0.34, lit)
        s.line(f"M{num(x + wx * w)} {num(y - h * 0.92)}v{num(h * 0.34)}", beam, k * 0.6)
    s.path(
        f"M{num(x - q * 0.6)} {num(y)}v{num(-h * 0.32)}a{num(q * 0.6)} {num(q * 0.6)} 0 0 1 "
        f"{num(q * 1.2)} 0v{num(h * 0.32)}z",
        p.shade("#6a3a2c", depth, 0.3),
    )
    if p.lamps > 0.3 and w > 150:
        s.glow(x, y - h * 0.75, w * 0.6, "#fff1c0", "#ffb95a", 0.4 * p.lamps)


def _church(s: Sheet, x: float, y: float, depth: float) -> None:
    p = s.palette
    stone = "#c9bfae"
    built.gable(s, x + 56, y, 110, 70, 44, stone, "#7a5a58", depth)
    s.rect(x - 26, y - 160, 52, 160, s.across((0, p.lit(stone, depth, 0.5)), (1, p.shade(stone, depth, 0.5))))
    s.poly(
        [(x - 32, y - 158), (x, y - 270), (x + 32, y - 158)],
        s.across(
            (0, p.lit(land.ground(s, "#6f6a78"), depth, 0.5)), (1, p.shade(land.ground(s, "#6f6a78", 0.5), depth, 0.5))
        ),
    )
    s.line(f"M{x} {y - 268}v-24M{x - 8} {y - 284}h16", p.shade("#4a4450", depth, 0.2), 3)
    s.path(f"M{x - 9} {y - 112}v-16a9 9 0 0 1 18 0v16z", built.window_light(s, depth, 1.0))


def _well(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    stone, wood = land.ground(s, "#a09890", 0.25), "#7a5238"
    s.shadow(x, y, 86, 12, 0.45)
    s.line(f"M{x - 52} {y - 50}v-110M{x + 52} {y - 50}v-110", p.shade(wood, 1, 0.25), 10)
    s.poly(
        [(x - 84, y - 146), (x, y - 204), (x + 84, y - 146)],
        s.lin((0, p.lit(land.ground(s, "#8f5040"), 1, 0.5)), (1, p.shade(land.ground(s, "#8f5040", 0.5), 1, 0.3))),
    )
    s.line(f"M{x - 56} {y - 112}h112M{x} {y - 112}v46", p.shade(wood, 1, 0.4), 5)
    s.path(f"M{x - 13} {y - 72}h26l-4 24h-18z", p.at("#8a6a4c"))
    s.path(
        f"M{x - 66} {y - 56}q66 -22 132 0v46q-66 24 -132 0z",
        s.across((0, p.lit(stone, 1, 0.5)), (1, p.shade(stone, 1, 0.5))),
    )
    s.ellipse(x, y - 56, 66, 13, p.shade("#3a3a44", 1, 0.5))
    s.line(
        "".join(f"M{x - 62 + (i % 2) * 14} {y - 40 + i * 14}q62 20 {124 - (i % 2) * 28} 0" for i in range(3)),
        p.shade(stone, 1, 0.8),
        2,
        opacity=0.5,
    )


def graveyard(scene: Scene) -> DrawnPlace:
    """Old stones in long grass under a yew, an iron fence, a church behind."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 440)
    far = scene.sheet("far")
    land.hills(far, 420, 40, "#86a48c", 0.16)
    line = land.hills(far, 456, 16, "#7f9f6c", 0.32)
    plants.treeline(far, line, "#4f7354", 0.34, 54, 54, "mixed")
    mid = scene.sheet("mid")
    land.hills(mid, 520, 10, "#7f9f58", 0.6)
    _church(mid, 640 + side * 240, 532, 0.6)
    _railings(mid, 536, 0.7)
    plants.tree(mid, 640 - side * 450, 566, 370, "#47684a", 0.85, lean=0.04 * side)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 560, 7, "#7a9a50")
    gravel = land.ground(ground, "#c9bda4", 0.75)
    p = scene.palette
    ground.path(
        f"M{LEFT} 664C300 640 760 636 {RIGHT} 652V712C900 690 420 700 {LEFT} 738Z",
        ground.lin((0, p.lit(gravel, 1, 0.35)), (1, p.shade(gravel, 1, 0.25))),
        opacity=0.9,
    )
    rand = scene.chance("stones")
    for row, (y, size) in enumerate(((572.0, 0.66), (604.0, 0.86), (640.0, 1.1))):
        count = (9, 7, 5)[row]
        for at in range(count):
            x = LEFT + 1600 * (at + 0.5 + rand.uniform(-0.22, 0.22)) / count
            if abs(x - 640) > (0, 110, 330)[row]:  # the nearest leave the middle to the people
                _headstone(ground, x, y + rand.uniform(-4, 6), size * rand.uniform(0.85, 1.12), rand.randrange(3))
    plants.grass(ground, edge, 380, 8, 24, ("#648a40", "#86a050", "#52783a"), spread=34)
    plants.flowers(ground, edge, 26, ("#f2f0ea", "#c9a0c8"), 60)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#5a8040", 74)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.6), ground.layer(1.0), fore.layer(1.3, "sway")), 652, "meadow"
    )


def _headstone(s: Sheet, x: float, y: float, k: float, kind: int) -> None:
    """Round-headed, pointed, or a cross; worn, and none quite upright."""
    p = s.palette
    stone = land.ground(s, ("#a9a79f", "#8f959a", "#b5ab9a")[kind], 0.3)
    lean = s.rand.uniform(-5, 5) * k
    w, h = 34 * k, 88 * k
    s.shadow(x, y, w * 1.5, 8 * k, 0.45)
    fill = s.across((0, p.lit(stone, 1, 0.5)), (1, p.shade(stone, 1, 0.5)))
    n = num
    if kind == 2:
        s.line(f"M{n(x)} {n(y)}L{n(x + lean)} {n(y - h * 1.15)}M{n(x - w * 0.9 + lean)} {n(y - h * 0.8)}h{n(w * 1.8)}",
               p.shade(stone, 1, 0.25), 15 * k, stroke_linecap="butt")  # fmt: skip
        return
    top = f"Q{n(x + lean)} {n(y - h * 1.5)} {n(x + w + lean)} {n(y - h * 0.8)}" if kind == 0 else (
        f"L{n(x + lean)} {n(y - h * 1.2)}L{n(x + w + lean)} {n(y - h * 0.85)}")  # fmt: skip
    s.path(f"M{n(x - w)} {n(y)}L{n(x - w + lean)} {n(y - h * 0.82)}{top}L{n(x + w)} {n(y)}Z", fill)
    lines = "".join(
        f"M{n(x - w * 0.55 + lean * 0.6)} {n(y - h * (0.72 - 0.16 * i))}h{n(w * (1.1 - 0.2 * i))}" for i in range(3)
    )
    s.line(lines, p.shade(stone, 1, 0.8), 2.4 * k, opacity=0.55)


def _railings(s: Sheet, y: float, depth: float) -> None:
    iron = s.palette.shade("#3a3f48", depth, 0.3)
    bars = "".join(f"M{x} {y}v-62l3 -8l3 8" for x in range(LEFT, RIGHT, 20))
    s.line(bars, iron, 2.6, opacity=0.85)
    s.line(f"M{LEFT} {y - 50}H{RIGHT}M{LEFT} {y - 12}H{RIGHT}", iron, 3.4, opacity=0.85)


def castle(scene: Scene) -> DrawnPlace:
    """A castle on a hill over woods and a winding road."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 470)
    far = scene.sheet("far")
    land.mountains(far, 490, 240, "#8790ae", 0.12, 6, 0.3)
    land.hills(far, 470, 24, "#84a288", 0.24)
    mid = scene.sheet("mid")
    cx = 640 + side * 300
    hill = [
        (LEFT - 20.0, 540),
        (cx - 420, 520),
        (cx - 250, 440),
        (cx - 140, 372),
        (cx + 150, 366),
        (cx + 300, 440),
        (cx + 460, 520),
        (RIGHT + 300.0, 540),
    ]
    hill = [q for q in hill if q[0] >= LEFT - 21]
    p = scene.palette
    _castle(mid, cx, 376, scene.pick("stone", "#b8b0b4", "#c4b49c", "#a8aebc"))
    own = land.ground(mid, "#7f9a58")
    mid.path(
        svg.below(hill, 640),
        mid.lin((0, p.lit(own, 0.5, 0.4)), (1, p.shade(own, 0.6, 0.25)), y1=366, y2=640, stage=True),
    )
    mid.path(
        f"M{cx - 12} 374C{cx + 120} 420 {cx - 200} 450 {cx - 60} 500S{cx - 260} 560 {cx - 200} 600"
        f"H{cx - 120}C{cx - 190} 560 {cx + 10} 540 {cx - 20} 496S{cx + 190} 420 {cx + 14} 374Z",
        p.at(land.ground(mid, "#cdb58a", 0.7), 0.6),
        opacity=0.85,
    )
    plants.treeline(
        mid, [(LEFT, 560.0), (cx - 300, 548), (cx + 300, 552), (RIGHT + 200.0, 560)], "#44704e", 0.6, 76, 54, "mixed"
    )
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 574, 10, "#86a052")
    for x, w, h in ((640 - side * 560, 180, 66), (640 + side * 590, 120, 44)):
        land.rock(ground, x, 632, w, h, "#8d8a8c", 1.0)
    plants.grass(ground, edge, 460, 9, 28, ("#5f8a40", "#84a04a", "#9aa85c"), spread=20)
    plants.flowers(ground, edge, 40, ("#d9566a", "#f2f0ea"), 60)
    fore = scene.sheet("fore")
    plants.hanging_leaves(fore, -side, "#5f8a44", 270, 40)
    plants.foreground_grass(fore, "#5f8840", 82)
    return DrawnPlace(
        (*layers, far.layer(0.18), mid.layer(0.5), ground.layer(1.0), fore.layer(1.3, "sway")), 640, "wind"
    )


def _castle(s: Sheet, x: float, y: float, stone: str) -> None:
    p = s.palette
    depth = 0.5
    roof = land.ground(s, s.scene.pick("roof", "#4f6a9a", "#a5483c", "#5f5478"), 0.8)

    def tower(dx: float, foot: float, w: float, h: float, cone: bool) -> None:
        tx, ty = x + dx, y + foot
        s.rect(
            tx - w / 2,
            ty - h,
            w,
            h + 20,
            s.across((0, p.lit(stone, depth, 0.6)), (0.45, p.at(stone, depth)), (1, p.shade(stone, depth, 0.55))),
        )
        teeth = "".join(
            f"M{num(tx - w * 0.6 + i * w * 0.3)} {num(ty - h - 12)}h{num(w * 0.18)}v14h{num(-w * 0.18)}z"
            for i in range(4)
        )
        s.path(
            f"M{num(tx - w * 0.6)} {num(ty - h)}h{num(w * 1.2)}v13h{num(-w * 1.2)}z" + teeth, p.lit(stone, depth, 0.3)
        )
        if cone:
            s.poly(
                [(tx - w * 0.66, ty - h - 8), (tx, ty - h - w * 1.5), (tx + w * 0.66, ty - h - 8)],
                s.across((0, p.lit(roof, depth, 0.6)), (1, p.shade(roof, depth, 0.55))),
            )
            flag = 26 if p.weather not in ("wind", "storm") else 38
            s.path(
                f"M{num(tx)} {num(ty - h - w * 1.5 - 24)}q{flag / 2} -5 {flag} 5q{-flag / 3} 3 {-flag} 8z",
                p.at("#d9a83c", 0.7),
            )
            s.line(f"M{num(tx)} {num(ty - h - w * 1.5)}v-26", p.shade("#4a4048", depth, 0.2), 2)
        d = "".join(f"M{num(tx - 4)} {num(ty - h * at)}v-9a4 4 0 0 1 8 0v9z" for at in (0.4, 0.66, 0.86))
        s.path(d, built.window_light(s, depth, 1.0))

    tower(-30, -10, 52, 210, True)
    tower(46, -10, 44, 170, True)
    s.rect(x - 130, y - 82, 260, 92, s.across((0, p.lit(stone, depth, 0.5)), (1, p.shade(stone, depth, 0.4))))
    s.path("".join(f"M{x - 130 + i * 20} {y - 94}h12v14h-12z" for i in range(13)), p.lit(stone, depth, 0.3))
    tower(-128, 4, 48, 130, True)
    tower(128, 6, 52, 150, False)
    s.path(f"M{x - 22} {y + 12}v-42a22 22 0 0 1 44 0v42z", p.shade("#4a3830", depth, 0.5))
    s.line(
        "".join(f"M{x - 110 + i * 31} {y - 62 + (i % 3) * 18}h14" for i in range(8)),
        p.shade(stone, depth, 0.6),
        3,
        opacity=0.4,
    )


def cabin(scene: Scene) -> DrawnPlace:
    """One room of logs: a fireplace, a small window, a table, herbs and tools on the wall."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    wall, cloth, stone = scene.chance("scheme").choice(
        (("#a87648", "#a5483c", "#9a9088"), ("#8f6a4c", "#4a6a7a", "#8a8690"), ("#b08654", "#5f7a4c", "#a39684"))
    )
    window = Window(640 - side * 110 - 100, 150, 200, 180)
    room = Room(scene, wall, "#8a6244", (window,), "wood", lamp=(640 + side * 330, 430))
    room.wallpaper("planks")
    room.corners()
    room.frames("#7a5234", (2, 2))
    room.floor("boards")
    s, p, w = room.set, scene.palette, room.wall
    for y in (-30, 34):
        w.rect(LEFT, y, 1600, 26, w.lin((0, p.lit("#7a5234", 1, 0.4)), (1, p.shade("#5a3a26", 1, 0.5))))
    fx = 640 + side * 350
    fit.slab(w, fx - 90, -90, 180, FLOOR_Y - 110, stone)
    fire = lighting.fireplace(s, fx, FLOOR_Y + 8, stone)
    room.lamplight(fire[0], fire[1] - 20, 380, "#fff0b0", "#ff8f3a", 0.85)
    fit.bottles(s, fx - 120, FLOOR_Y - 220, 90, ("#b8935a", "#8a9a7a", "#a5503c"), 44)
    lamp = lighting.table_lamp(s, fx + 90, FLOOR_Y - 220, "#f3dfa8", "#a5703c")
    room.lamplight(*lamp, 180, strength=0.5)
    for i, tone in enumerate(("#6f8a48", "#a08a4c", "#8a6a7a", "#6f8a48")):
        hx = 640 - side * (330 + i * 46)
        w.line(f"M{hx} 62v34", p.shade("#4a3424", 1, 0.4), 2.4)
        d = "".join(f"M{hx} 92q{dx} 26 {num(dx * 1.6)} 62" for dx in (-12, -6, 0, 6, 12))
        w.line(d, p.at(tone), 4.6)
    fit.shelf(w, 640 - side * 430 - 110, 250, 220, "#6a4630")
    fit.bottles(w, 640 - side * 430 - 98, 250, 196, ("#c9b896", "#7f9a8a", "#a5603c", "#d0a04a"), 52)
    fit.rug(s, 640, 662, 560, 100, cloth, "#d8b878")
    tx = 640 - side * 400
    fit.chair(s, tx - side * 140, FLOOR_Y + 36, "#8a5c3a", 1.1)
    fit.table(s, tx, FLOOR_Y + 46, 230, 110, "#8a5c3a", cloth)
    s.path(f"M{tx - 46} {FLOOR_Y - 78}q22 12 44 0q-2 -26 -22 -26t-22 26z", p.lit("#d8b07a", 1, 0.4))
    s.path(f"M{tx + 26} {FLOOR_Y - 74}v-30q16 -8 32 0v30z", p.shade("#7f9aa8", 1, 0.1))
    s.line(f"M{tx + 58} {FLOOR_Y - 98}q15 9 0 20", p.shade("#7f9aa8", 1, 0.1), 5)
    for i in range(3):
        lx = 640 + side * (590 + (i % 2) * 34 - i * 8)
        s.circle(
            lx,
            FLOOR_Y + 20 - i * 30,
            20,
            s.rad((0, p.lit("#e0b884", 1, 0.4)), (0.75, p.at("#c99a62")), (1, p.shade("#7a5236", 1, 0.4))),
        )
    room.daylight()
    fit.armchair(room.fore, 640 - side * 690, 838, svg.darker(svg.mix(cloth, p.hour.shade, 0.4), 0.35), 1.5)
    return room.done()
