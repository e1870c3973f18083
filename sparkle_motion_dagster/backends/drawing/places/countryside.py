"""Open country: meadow, farm, mountain, snow field, desert.

What belongs here: these places' compositions. What does not: what they are made of (`land.py`, `built.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers


def meadow(scene: Scene) -> DrawnPlace:
    """Rolling hills, a lone tree, flowers."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    green = scene.pick("green", "#6c9a48", "#7ba04a", "#88a04e")
    layers = sky_layers(scene, 450)
    far = scene.sheet("far")
    land.hills(far, 400, 46, "#7fa08c", 0.12)
    line = land.hills(far, 432, 30, "#86a86c", 0.25)
    plants.treeline(far, line, "#4f7a52", 0.28, 34, 44, "round")
    mid = scene.sheet("mid")
    line = land.hills(mid, 492, 34, "#7fa552", 0.55)
    for i in range(3):
        x = 640 + side * (470 - 220 * i) * -1 + mid.rand.uniform(-50, 50)
        plants.tree(mid, x, svg.height_at(line, x) + 6, mid.rand.uniform(70, 105), "#5d8a48", 0.5)
    _fence(mid, line, 0.6)
    big = 640 + side * 470
    plants.tree(mid, big, svg.height_at(line, big) + 26, 330, "#5f8c3c", 0.8, lean=-0.03 * side)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 556, 13, green)
    _path(ground, 640 - side * 120, 552)
    plants.grass(ground, edge, 520, 10, 30, ("#5b8a3a", "#7da34a", "#93ad55", "#4d7a3a"))
    plants.flowers(ground, edge, 150, ("#f7e27a", "#f2f0ea", "#e58aa0"), 120)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#5a8438", 84)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.55), ground.layer(1.0), fore.layer(1.3, "sway")), 634, "meadow"
    )


def _path(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    sand = land.ground(s, "#c9ab7b", 0.7)
    d = (
        f"M{x - 8} {y}C{x + 60} {y + 40} {x - 190} {y + 90} {x - 330} {BOTTOM}L{x + 130} {BOTTOM}"
        f"C{x + 40} {y + 110} {x + 120} {y + 40} {x + 8} {y}Z"
    )
    s.path(d, s.lin((0, p.lit(sand, 0.9, 0.4)), (1, p.shade(sand, 1, 0.35))), opacity=0.8)
    s.strokes(40, (x - 150, y + 30, 240, 210), p.shade(sand, 1, 0.6), 34, 2, 0.25)


def _fence(s: Sheet, line: list[svg.Point], depth: float) -> None:
    p = s.palette
    wood = p.at(land.ground(s, "#8a7158", 0.25), depth)
    posts, rails = [], []
    xs = list(range(-160, 1441, 64))
    tops = [svg.height_at(line, x) + 14 for x in xs]
    for x, y in zip(xs, tops, strict=True):
        posts.append(f"M{x} {svg.num(y + 8)}v-32")
    for lift in (10, 20):
        rails.append(svg.poly([(x, y - lift) for x, y in zip(xs, tops, strict=True)], closed=False))
    s.line("".join(rails), wood, 2.6, opacity=0.8)
    s.line("".join(posts), wood, 5, opacity=0.9)


def farm(scene: Scene) -> DrawnPlace:
    """A red barn, a silo, ploughed furrows, hay."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 450)
    far = scene.sheet("far")
    line = land.hills(far, 425, 34, "#93a878", 0.15)
    plants.treeline(far, line, "#5d8058", 0.25, 30, 60, "round")
    mid = scene.sheet("mid")
    line = land.hills(mid, 478, 18, "#b3a55a", 0.5)
    _furrows(mid, 486, 640 - side * 200)
    barn_x = 640 + side * 380
    built.barn(mid, barn_x, 548, 1.0, 0.8, scene.pick("barn", "#b2402f", "#a8452f", "#8f5a3c"))
    built.silo(mid, barn_x + side * 215, 542, 0.78)
    built.windpump(mid, 640 - side * 440, 506, 180, 0.6)
    plants.tree(mid, 640 - side * 540, 530, 190, "#6b8c3e", 0.65)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 562, 9, "#8c9a4c")
    _fence(ground, [(x, y + 8) for x, y in edge], 0.95)
    for i, x in enumerate((640 - side * 410, 640 - side * 520, 640 + side * 600)):
        built.hay_bale(ground, x, 606 + i * 10, 46 + i * 5)
    plants.grass(ground, edge, 420, 9, 24, ("#7d8c3c", "#a39a4c", "#66803a"), spread=20)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#8a8a3c", 76)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.6), ground.layer(1.0), fore.layer(1.3, "sway")), 634, "meadow"
    )


def _furrows(s: Sheet, y: float, vanish_x: float) -> None:
    p = s.palette
    gold, dark = p.lit(land.ground(s, "#d8bd62"), 0.6, 0.5), p.shade(land.ground(s, "#8a7a3c"), 0.6, 0.4)
    for k, tone in ((0, dark), (1, gold)):
        d = "".join(f"M{vanish_x + i * 16} {y}L{vanish_x + (i + k * 0.4) * 130} 640" for i in range(-13, 14))
        s.line(d, tone, 7 if k else 9, opacity=0.35)


def mountain(scene: Scene) -> DrawnPlace:
    """Peaks behind peaks, firs, a rocky ledge."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 500)
    far = scene.sheet("far")
    land.mountains(far, 540, 430, "#7d87a8", 0.1, 5, 0.42)
    veil = scene.palette.haze
    far.rect(LEFT, 400, 1600, 160, far.lin((0, veil, 0), (1, veil, 0.85)))
    near = scene.sheet("near")
    land.mountains(near, 580, 260, "#6b7288", 0.34, 6, 0.22)
    near.rect(LEFT, 470, 1600, 120, near.lin((0, veil, 0), (1, veil, 0.6)))
    mid = scene.sheet("mid")
    line = land.hills(mid, 552, 36, "#5f7a58", 0.6)
    plants.treeline(mid, line, "#3f6150", 0.58, 84, 46, "fir")
    for i in range(9):
        x = 640 + side * (330 + i * 62) * (1 if i < 6 else -1.2)
        plants.conifer(
            mid, x, svg.height_at(line, max(LEFT, min(RIGHT, x))) + 22, mid.rand.uniform(150, 270), "#3d6a4e", 0.8
        )
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 586, 9, "#84906c")
    for x, w, h in ((-40, 260, 90), (1290, 300, 110), (1060, 120, 44), (180, 100, 36)):
        land.rock(ground, x, 640, w, h, "#8d8a94", 1.0)
    plants.grass(ground, edge, 300, 8, 20, ("#6f8a4c", "#8f9a5c", "#5a7850"), spread=26)
    fore = scene.sheet("fore")
    land.rock(fore, -70, 850, 420, 190, "#5b5864", 1.0)
    land.rock(fore, 1370, 850, 380, 160, "#55525e", 1.0)
    return DrawnPlace(
        (*layers, far.layer(0.12), near.layer(0.3), mid.layer(0.6), ground.layer(1.0), fore.layer(1.3)), 640, "wind"
    )


def snowfield(scene: Scene) -> DrawnPlace:
    """White land, firs under snow, far white hills."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 470)
    far = scene.sheet("far")
    land.mountains(far, 480, 190, "#93a3c4", 0.12, 7, 0.7)
    line = land.hills(far, 462, 22, "#dfe8f5", 0.3)
    plants.treeline(far, line, "#5d7890", 0.35, 44, 70, "fir")
    mid = scene.sheet("mid")
    line = land.hills(mid, 515, 26, "#e6eef8", 0.6)
    for i in range(7):
        x = 640 + side * (300 + i * 75) * (-1.1 if i % 3 == 2 else 1)
        plants.conifer(
            mid, x, svg.height_at(line, max(LEFT, min(RIGHT, x))) + 16, mid.rand.uniform(130, 280), "#3f6670", 0.78
        )
    built.cabin(mid, 640 - side * 400, 540, 0.9, 0.75)
    ground = scene.sheet("ground")
    land.meadow(ground, 566, 16, "#edf3fb")
    p = scene.palette
    for i in range(5):
        drift = svg.ridge(ground.rand, LEFT, RIGHT, 598 + i * 40, 12, 8)
        ground.path(
            svg.below(drift, 598 + i * 40 + 26), ground.lin((0, p.lit("#f6f9ff", 1, 0.5), 0.8), (1, p.at("#dbe6f6"), 0))
        )
    tracks = "".join(
        f"M{640 - side * (90 + i * 34) + (i % 2) * 16} {582 + i * 15}q5 -3 9 0t-2 7q-6 2 -8 -2z" for i in range(12)
    )
    ground.path(tracks, p.shade("#c3d2ea", 1, 0.4), opacity=0.8)
    fore = scene.sheet("fore")
    bank = [(LEFT - 20.0, 700), (90, 742), (420, 796), (840, 800), (1180, 752), (RIGHT + 20, 706)]
    fore.path(svg.below(bank, BOTTOM + 20), fore.lin((0, p.lit("#eef4ff", 1, 0.3)), (1, p.shade("#b9cbe6", 1, 0.4))))
    plants.grass(fore, bank, 60, 20, 60, ("#7a6a58", "#94806a"))
    return DrawnPlace((*layers, far.layer(0.2), mid.layer(0.55), ground.layer(1.0), fore.layer(1.3)), 634, "wind")


def desert(scene: Scene) -> DrawnPlace:
    """Dunes with sharp crests, far mesas, a cactus."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 470)
    far = scene.sheet("far")
    built.mesas(far, 476, "#c07a5a", 0.22)
    land.hills(far, 470, 12, "#dba870", 0.3)
    mid = scene.sheet("mid")
    _dune(mid, 470, 640 + side * 330, 118, 0.55, "#dba463")
    _dune(mid, 520, 640 - side * 360, 84, 0.72, "#e0aa66")
    for x, h in ((640 - side * 480, 190), (640 + side * 470, 120), (640 + side * 250, 64)):
        built.cactus(mid, x, 574, h, 0.8)
    ground = scene.sheet("ground")
    land.meadow(ground, 570, 11, "#e3b06c")
    p = scene.palette
    for i in range(13):
        y = 592 + i * 16
        wave = svg.ridge(ground.rand, LEFT, RIGHT, y, 5 + i * 0.8, 26)
        ground.line(
            svg.smooth(wave),
            p.shade("#b98248", 1, 0.35) if i % 2 else p.lit("#f0c887", 1, 0.5),
            2 + i * 0.15,
            opacity=0.35,
        )
    for x, w in ((60, 90), (1180, 130), (980, 40)):
        land.rock(ground, x, 640, w, w * 0.42, "#b87a58", 1.0)
    fore = scene.sheet("fore")
    bank = [(LEFT - 20.0, 716), (160, 762), (520, 806), (900, 806), (1220, 764), (RIGHT + 20, 724)]
    fore.path(svg.below(bank, BOTTOM + 20), p.shade("#b57f4a", 1, 0.55))
    plants.grass(fore, bank, 70, 26, 74, ("#6d6a3e", "#8a7a48"))
    return DrawnPlace(
        (*layers, far.layer(0.18), mid.layer(0.5), ground.layer(1.0), fore.layer(1.3, "sway")), 634, "wind"
    )


def _dune(s: Sheet, y: float, crest_x: float, h: float, depth: float, colour: str) -> None:
    p = s.palette
    own = land.ground(s, colour)
    line = [
        (LEFT - 20.0, y + 50),
        (crest_x - 520, y + 26),
        (crest_x - 210, y - h * 0.45),
        (crest_x, y - h),
        (crest_x + 240, y - h * 0.3),
        (crest_x + 560, y + 30),
        (RIGHT + 400, y + 60),
    ]
    line = [q for q in line if q[0] >= LEFT - 20]
    top = p.lit(own, depth, 0.6)
    s.path(svg.below(line, 640), s.lin((0, top), (1, p.at(own, depth)), y1=y - h, y2=600, stage=True))
    lee = -s.toward_light
    d = (
        f"M{crest_x} {y - h}C{crest_x + lee * 60} {y - h * 0.6} {crest_x - lee * 30} {y - h * 0.1} "
        f"{crest_x + lee * 110} {y + 120}"
        f"L{crest_x + lee * 520} {y + 120}L{crest_x + lee * 560} {y + 30}"
        f"C{crest_x + lee * 380} {y + 10} {crest_x + lee * 170} {y - h * 0.7} {crest_x} {y - h}Z"
    )
    shade = p.shade(own, depth, 0.5)
    s.path(d, s.lin((0, shade, 0.9), (1, shade, 0.1)))
