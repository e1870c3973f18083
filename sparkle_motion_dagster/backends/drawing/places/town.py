"""Places of the town: a street, a roof over the city.

What belongs here: these places' compositions. What does not: houses and lamps that others use (`built.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import LEFT, RIGHT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers
from sparkle_motion_dagster.backends.drawing.svg import num

FACADES = ("#c98a6a", "#d9b98a", "#a9b4a4", "#b5705c", "#e0cfae", "#8fa0ac", "#c9a0a0")


def street(scene: Scene) -> DrawnPlace:
    """House fronts with shops, a pavement, lamps, a tree; the road runs away in the middle."""
    layers = sky_layers(scene, 430)
    far = scene.sheet("far")
    built.skyline(far, 520, 0.2, 250, "#8f93a8")
    mid = scene.sheet("mid")
    p = scene.palette
    _far_houses(mid)
    fronts = scene.sheet("fronts")
    for side in (-1, 1):
        x = 640.0 + side * 210
        for _ in range(3):
            w = fronts.rand.uniform(210, 260)
            x0 = x if side > 0 else x - w
            _house(fronts, x0, 578, w, fronts.rand.uniform(380, 520), fronts.rand.choice(FACADES))
            x += side * w
    ground = scene.sheet("ground")
    road, walk = land.ground(ground, "#6d6a72", 0.7), land.ground(ground, "#b8aea4", 0.85)
    ground.rect(LEFT, 572, 1600, 250, ground.lin((0, p.lit(walk, 1, 0.25)), (1, p.shade(walk, 1, 0.3))))
    d = (
        "".join(f"M{640 + i * 74} 572L{640 + i * 128} 660" for i in range(-12, 13))
        + f"M{LEFT} 596H{RIGHT}M{LEFT} 626H{RIGHT}"
    )
    ground.line(d, p.shade(walk, 1, 0.6), 2, opacity=0.35)
    ground.rect(LEFT, 660, 1600, 170, ground.lin((0, p.at(road)), (1, p.shade(road, 1, 0.45))))
    ground.rect(LEFT, 654, 1600, 12, ground.lin((0, p.lit(walk, 1, 0.6)), (1, p.shade(walk, 1, 0.5))))
    ground.line(f"M{LEFT} 732H{RIGHT}", p.lit("#e9dfc8", 1, 0.2), 7, stroke_dasharray="90 70", opacity=0.5)
    ground.strokes(60, (LEFT, 670, 1600, 130), p.lit(road, 1, 0.5), 50, 2, 0.15)
    if p.wet:
        land.puddles(ground, 680, 8)
        if p.lamps > 0.3:
            for x in (250, 1040):
                ground.ellipse(x, 715, 34, 70, ground.rad((0, "#ffcf80", 0.5), (1, "#ffcf80", 0)))
    for x in (250, 1040):
        built.street_lamp(ground, x, 606, 330)
    _hydrant(ground, 1150, 640)
    plants.tree(ground, 96, 610, 360, scene.pick("leaf", "#6a9a4c", "#87a04e", "#c48a3c"), 0.95)
    fore = scene.sheet("fore")
    iron = p.shade("#2f333a", 1, 0.5)
    fore.line(
        "".join(f"M{x} 830V690M{x - 5} 690l5 -14l5 14" for x in (*range(-150, 190, 36), *range(1110, 1440, 36))),
        iron,
        7,
    )
    fore.line(f"M{LEFT} 712H190M1100 712H{RIGHT}", iron, 8)
    plants.grass(fore, [(LEFT - 20.0, 760), (200, 800)], 50, 30, 70, ("#4f7a3f", "#6a9448"))
    plants.grass(fore, [(1090, 800), (RIGHT + 20, 760)], 50, 30, 70, ("#4f7a3f", "#6a9448"))
    return DrawnPlace(
        (*layers, far.layer(0.18), mid.layer(0.4), fronts.layer(0.85), ground.layer(1.0), fore.layer(1.3)),
        640,
        "street",
    )


def _far_houses(s: Sheet) -> None:
    p, r = s.palette, s.rand
    x = 420.0
    while x < 860:
        w, h = r.uniform(54, 84), r.uniform(110, 220)
        tone = r.choice(FACADES)
        s.rect(x, 570 - h, w, h, s.lin((0, p.at(tone, 0.45)), (1, p.shade(tone, 0.45, 0.2))))
        if r.random() < 0.6:
            s.poly([(x - 4, 570 - h), (x + w / 2, 570 - h - w * 0.4), (x + w + 4, 570 - h)], p.ground("#7a5a58", 0.45))
        s.path(
            "".join(
                f"M{num(x + 10 + i * 20)} {num(584 - h + j * 30)}h9v14h-9z"
                for i in range(int(w / 22))
                for j in range(int(h / 34))
            ),
            built.window_light(s, 0.5, 0.9),
            opacity=0.8,
        )
        x += w
    s.poly([(590, 572), (690, 572), (760, 640), (520, 640)], p.at("#8a868c", 0.6))


def _house(s: Sheet, x: float, y: float, w: float, h: float, wall: str) -> None:
    p, r = s.palette, s.rand
    depth = 0.88
    s.rect(
        x,
        y - h,
        w,
        h + 6,
        s.lin((0, p.lit(wall, depth, 0.35)), (0.5, p.at(wall, depth)), (1, p.shade(wall, depth, 0.35))),
    )
    s.rect(x, y - h, 10, h, p.shade(wall, depth, 0.55), opacity=0.45)
    s.rect(
        x - 8,
        y - h - 14,
        w + 16,
        20,
        s.lin((0, p.lit(land.ground(s, wall), depth, 0.6)), (1, p.shade(wall, depth, 0.5))),
    )
    trim = p.lit("#efe4d2", depth, 0.3)
    cols = 3 if w > 235 else 2
    lit_panes: list[str] = []
    dim_panes: list[str] = []
    sills: list[str] = []
    for j in range(int((h - 190) / 108) + 1):
        for i in range(cols):
            wx, wy = x + w * (i + 0.5) / cols - 21, y - h + 34 + j * 108
            if wy > y - 230:
                continue
            (lit_panes if r.random() < 0.6 else dim_panes).append(f"M{num(wx)} {num(wy)}h42v66h-42z")
            sills.append(f"M{num(wx - 5)} {num(wy + 69)}h52")
    frames = "".join(d + "m21 0v66" for d in lit_panes + dim_panes)
    s.path("".join(dim_panes), svg.mix(p.at("#5f7286", depth), p.sky[2], 0.3))
    s.path("".join(lit_panes), built.window_light(s, depth, 1.0))
    s.line(frames, trim, 4)
    s.line("".join(sills), trim, 7)
    # the shop or the door at street level
    sign = r.choice(("#3f6f73", "#a5503c", "#4f5f86", "#7a8a4c", "#8a4a6a"))
    s.rect(x + 18, y - 168, w - 36, 34, p.at(sign, depth), rx=4)
    s.line(
        f"M{num(x + w * 0.3)} {y - 151}h{num(w * 0.4)}",
        p.lit("#f3e2b8", depth, 0.4),
        6,
        stroke_dasharray="16 9",
        opacity=0.9,
    )
    glass = svg.mix("#ffdf9a", wall, 0.1) if p.lamps > 0.3 else svg.mix(p.at("#6f8698", depth), p.sky[3], 0.4)
    s.rect(x + 26, y - 130, w * 0.52, 104, s.lin((0, glass), (1, svg.mix(glass, p.shade(sign, depth, 0.4), 0.35))))
    s.path(f"M{num(x + 40)} {y - 26}l46 -104h26l-46 104z", "#ffffff", opacity=0.14)
    door = x + w * 0.72
    s.rect(door, y - 128, w * 0.19, 128, s.across((0, p.lit(sign, depth, 0.4)), (1, p.shade(sign, depth, 0.5))), rx=3)
    s.circle(door + w * 0.155, y - 62, 4, p.lit("#e8c470", depth, 0.6))
    stripes = 8
    for i in range(stripes):
        aw = (w - 30) / stripes
        tone = p.lit("#f3e8d6", depth, 0.2) if i % 2 else p.at(sign, depth)
        ax = x + 15 + i * aw
        s.path(f"M{num(ax + 4)} {y - 136}h{num(aw)}l-4 30q{num(-aw / 2)} 15 {num(-aw)} 0z", tone)
    if p.lamps > 0.3:
        s.ellipse(x + 26 + w * 0.26, y + 2, w * 0.4, 24, s.rad((0, "#ffcf80", 0.4 * p.lamps), (1, "#ffcf80", 0)))


def _hydrant(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    s.shadow(x, y, 30, 6, 0.4)
    red = "#c2402f"
    s.path(
        f"M{x - 15} {y}v-44q0 -20 15 -22q15 2 15 22v44z", s.across((0, p.lit(red, 1, 0.6)), (1, p.shade(red, 1, 0.5)))
    )
    s.rect(x - 24, y - 44, 48, 13, p.at(red), rx=6)
    s.rect(x - 20, y - 8, 40, 9, p.shade(red, 1, 0.4), rx=3)


def rooftop(scene: Scene) -> DrawnPlace:
    """A flat roof high over the city: parapet, water tank, strings of lights."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 500)
    far = scene.sheet("far")
    built.skyline(far, 590, 0.12, 330, "#9a9cb8", 0.5)
    mid = scene.sheet("mid")
    built.skyline(mid, 640, 0.4, 270, "#74768e", 0.42)
    p = scene.palette
    ground = scene.sheet("ground")
    floor, brick = land.ground(ground, "#9a8f8c", 0.85), "#9a5f4c"
    ground.rect(LEFT, 500, 1600, 80, ground.lin((0, p.lit(brick, 1, 0.3)), (1, p.shade(brick, 1, 0.4))))
    rows = "".join(f"M{LEFT} {y}H{RIGHT}" for y in (520, 540, 560)) + "".join(
        f"M{x + (j % 2) * 24} {500 + j * 20}v20" for j in range(4) for x in range(-160, 1440, 48)
    )
    ground.line(rows, p.shade(brick, 1, 0.8), 1.8, opacity=0.35)
    cap = land.ground(ground, "#c4b8ac")
    ground.rect(LEFT, 486, 1600, 20, ground.lin((0, p.lit(cap, 1, 0.6)), (1, p.shade(cap, 1, 0.4))), rx=3)
    ground.rect(
        LEFT, 576, 1600, 250, ground.lin((0, p.shade(floor, 1, 0.3)), (0.2, p.at(floor)), (1, p.shade(floor, 1, 0.4)))
    )
    ground.strokes(90, (LEFT, 590, 1600, 200), p.lit(floor, 1, 0.5), 50, 2, 0.2)
    if p.wet:
        land.puddles(ground, 612)
    _tank(ground, 640 + side * 500, 580)
    _stair_house(ground, 640 - side * 560, 590)
    ground.rect(
        640 - side * 350 - 40,
        540,
        80,
        56,
        ground.across((0, p.lit("#b0b4b8", 1, 0.4)), (1, p.shade("#8a8e94", 1, 0.5))),
        rx=4,
    )
    ground.line("".join(f"M{640 - side * 350 - 30} {552 + i * 9}h60" for i in range(5)), p.shade("#8a8e94", 1, 0.7), 3)
    lights = scene.sheet("lamps")
    wire_a, wire_b = (640 - side * 500, 330), (640 + side * 440, 300)
    points = [
        (wire_a[0] + (wire_b[0] - wire_a[0]) * t, wire_a[1] + (wire_b[1] - wire_a[1]) * t + 260 * t * (1 - t))
        for t in [i / 16 for i in range(17)]
    ]
    lights.line(svg.smooth(points), p.shade("#2f2c36", 1, 0.4), 2.2)
    for x, y in points[1:-1]:
        lights.circle(x, y + 8, 5.5, "#fff0b8" if p.lamps > 0.3 else p.lit("#d8d0c0", 1, 0.3))
        if p.lamps > 0.3:
            lights.glow(x, y + 8, 44, "#fff3c8", "#ffb95a", 0.75 * p.lamps)
    fore = scene.sheet("fore")
    pot = 640 - side * 690
    fore.path(f"M{pot - 90} 720h180l-22 110h-136z", p.shade("#a5604a", 1, 0.45))
    plants.grass(fore, [(pot - 80.0, 726), (pot + 80.0, 726)], 44, 60, 150, ("#3f6a3c", "#5a8448", "#75984c"))
    return DrawnPlace(
        (
            *layers,
            far.layer(0.12),
            mid.layer(0.35),
            ground.layer(1.0),
            lights.layer(1.0, "flicker"),
            fore.layer(1.3, "sway"),
        ),
        646,
        "street",
    )


def _tank(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    wood = "#9a6f4c"
    s.line(
        f"M{x - 66} {y}L{x - 56} {y - 130}M{x + 66} {y}L{x + 56} {y - 130}M{x - 64} {y - 20}"
        f"L{x + 58} {y - 110}M{x + 64} {y - 20}L{x - 58} {y - 110}",
        p.shade("#4a4448", 1, 0.4),
        8,
    )
    s.rect(
        x - 82,
        y - 290,
        164,
        166,
        s.across((0, p.lit(wood, 1, 0.5)), (0.4, p.at(wood)), (1, p.shade(wood, 1, 0.6))),
        rx=4,
    )
    s.line("".join(f"M{x - 82 + i * 18} {y - 288}v162" for i in range(1, 9)), p.shade(wood, 1, 0.8), 2, opacity=0.5)
    s.line(f"M{x - 83} {y - 250}h166M{x - 83} {y - 170}h166", p.shade("#3a3438", 1, 0.4), 5)
    s.poly(
        [(x - 96, y - 286), (x, y - 356), (x + 96, y - 286)],
        s.across((0, p.lit(land.ground(s, "#6a5a58"), 1, 0.5)), (1, p.shade(land.ground(s, "#6a5a58", 0.6), 1, 0.5))),
    )


def _stair_house(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    wall = "#b58a74"
    s.rect(x - 120, y - 250, 240, 252, s.across((0, p.lit(wall, 1, 0.4)), (1, p.shade(wall, 1, 0.5))))
    s.rect(x - 132, y - 266, 264, 20, p.lit(land.ground(s, "#8a7f7c"), 1, 0.4))
    s.rect(x - 44, y - 170, 88, 172, s.across((0, p.lit("#4f6a70", 1, 0.4)), (1, p.shade("#4f6a70", 1, 0.5))), rx=3)
    s.circle(x + 28, y - 84, 5, p.lit("#d8c48a", 1, 0.5))
    on = p.lamps > 0.3
    s.rect(x - 12, y - 212, 24, 16, "#fff3c8" if on else p.lit("#c9c4b8", 1, 0.3), rx=6)
    if on:
        s.glow(x, y - 200, 170, "#fff3c8", "#ffb95a", 0.7 * p.lamps)
    s.line(f"M{x - 90} {y - 264}v-90M{x - 120} {y - 336}h60M{x - 112} {y - 318}h44", p.shade("#3a3840", 1, 0.4), 4)
