"""Green places: forest, park, garden, river and lake.

What belongs here: these places' compositions. What does not: what they are made of (`land.py`, `built.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import built, land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import sky_layers, sun_or_moon
from sparkle_motion_dagster.backends.drawing.svg import num


def forest(scene: Scene) -> DrawnPlace:
    """Trunks behind trunks in coloured air, a clearing with light in it, ferns."""
    autumn = scene.chance("autumn").random() < 0.25
    leaf = "#c07a34" if autumn else scene.pick("leaf", "#4f8a4a", "#5c8f3f", "#3f7f58")
    p = scene.palette
    sky = scene.sheet("sky")
    air = svg.mix(p.haze, p.at(svg.lighter(leaf, 0.25), 0.4), 0.45)
    veils = ((0.0, p.sky[0], 0.2), (0.3, p.sky[1], 0.4), (0.6, p.sky[3], 0.72), (0.9, p.sky[4], 0.92))
    sky.rect(
        LEFT,
        TOP,
        1600,
        720,
        sky.lin(*((at, svg.mix(tone, air, much)) for at, tone, much in veils), y1=TOP, y2=560, stage=True),
    )
    if p.sun_strength > 0.05 and p.hour.sun[2] > 0:
        sun_or_moon(sky, 716, max(70.0, p.hour.sun[1] * 520))
    sky.glow(716, 330, 360, svg.lighter(p.haze, 0.45), svg.mix(p.haze, p.hour.key, 0.5), 0.25 + 0.5 * p.sun_strength)
    layers = [sky.layer(0)]
    for name, depth, count, wide, foot in (("far", 0.18, 26, 17, 520), ("near", 0.42, 15, 30, 546)):
        s = scene.sheet(name)
        _trunks(s, depth, count, wide, foot, gap=150 if depth > 0.3 else 50)
        line = svg.ridge(s.rand, LEFT - 20, RIGHT + 20, foot - 4, 14, 14)
        plants.treeline(s, line, svg.mix(leaf, "#33553f", 0.35), depth + 0.12, 48, 60, "round")
        s.path(svg.below(line, 640), p.ground(svg.mix(leaf, "#6a7a4c", 0.5), depth + 0.1))
        _canopy(s, leaf, depth, 60 + 90 * (1 - depth), 22)
        layers.append(s.layer(depth))
    mid = scene.sheet("mid")
    for x, w in ((60, 62), (268, 40), (1010, 44), (1220, 70), (-110, 50), (1390, 46)):
        _big_trunk(mid, x + mid.rand.uniform(-26, 26), w, 590, 0.82)
    _canopy(mid, leaf, 0.8, 92, 20)
    if p.sun_strength > 0.4 and p.time_of_day != "night":
        for i in range(4):
            ray = 560 + i * 95 + mid.rand.uniform(-20, 20)
            mid.poly(
                [(ray, TOP), (ray + 46, TOP), (ray - 170, 600), (ray - 290, 600)],
                mid.lin((0, p.hour.key, 0.34 * p.sun_strength), (1, p.hour.key, 0)),
            )
    layers.append(mid.layer(0.8))
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 572, 10, "#6b7a44" if not autumn else "#a07a44")
    ground.ellipse(650, 652, 430, 60, ground.rad((0, p.hour.key, 0.2 + 0.25 * p.sun_strength), (1, p.hour.key, 0)))
    _ferns(ground, [(x, svg.height_at(edge, x) + 10) for x in (-60, 70, 190, 330, 980, 1090, 1200, 1330)], leaf)
    _mushrooms(ground, 236, 618)
    land.rock(ground, 1120, 640, 110, 46, "#7d8480", 1.0)
    plants.grass(ground, edge, 260, 8, 22, (leaf, svg.darker(leaf, 0.2), "#8a9a4c"), spread=26)
    if p.weather == "clear" and p.time_of_day in ("dusk", "evening", "night"):
        _fireflies(ground)
    fore = scene.sheet("fore")
    plants.hanging_leaves(fore, -1, leaf, 300, 46)
    plants.hanging_leaves(fore, 1, leaf, 240, 36)
    plants.foreground_grass(fore, svg.darker(leaf, 0.15), 86)
    return DrawnPlace((*layers, ground.layer(1.0), fore.layer(1.3, "sway")), 640, "forest")


def _trunks(s: Sheet, depth: float, count: int, wide: float, foot: float, gap: float) -> None:
    p, r = s.palette, s.rand
    d, lit = [], []
    for i in range(count):
        x = LEFT + (i + r.uniform(0.1, 0.9)) * 1600 / count
        if abs(x - 700) < gap:
            continue
        w, lean = wide * r.uniform(0.6, 1.3), r.uniform(-14, 14)
        d.append(
            f"M{num(x - w / 2)} {foot + 20}L{num(x - w * 0.36 + lean)} {TOP}h{num(w * 0.72)}"
            f"L{num(x + w * 0.6)} {foot + 20}Z"
        )
        side = s.toward_light * w * 0.36
        lit.append(f"M{num(x + side)} {foot}L{num(x + side * 0.7 + lean)} {TOP}")
    s.path("".join(d), p.shade("#5a4638", depth, 0.25))
    s.line("".join(lit), p.lit("#8a6a50", depth, 0.6), wide * 0.12, opacity=0.5)


def _big_trunk(s: Sheet, x: float, w: float, foot: float, depth: float) -> None:
    p, r = s.palette, s.rand
    bark = "#5f4635"
    d = (
        f"M{num(x - w * 1.0)} {foot}C{num(x - w * 0.5)} {foot - 40} {num(x - w * 0.52)} {foot - 160} "
        f"{num(x - w * 0.44)} {TOP}"
        f"H{num(x + w * 0.44)}C{num(x + w * 0.52)} {foot - 160} {num(x + w * 0.5)} {foot - 40} "
        f"{num(x + w * 1.1)} {foot}Q{num(x)} {foot - 16} {num(x - w)} {foot}Z"
    )
    s.path(d, s.across((0, p.lit(bark, depth, 0.7)), (0.3, p.at(bark, depth)), (1, p.shade(bark, depth, 0.65))))
    cracks = "".join(
        f"M{num(x + r.uniform(-0.38, 0.38) * w)} {num(r.uniform(TOP, foot - 70))}"
        f"q{num(r.uniform(-5, 5))} 26 {num(r.uniform(-3, 3))} {num(r.uniform(30, 64))}"
        for _ in range(16)
    )
    s.line(cracks, p.shade(bark, depth, 0.9), 2.4, opacity=0.5)
    moss = p.ground("#7f9a4c", depth)
    s.path(svg.blob(r, x + s.toward_light * w * 0.3, foot - 26, w * 0.34, 26, 0.3), moss, opacity=0.6)


def _canopy(s: Sheet, leaf: str, depth: float, low: float, count: int) -> None:
    p, r = s.palette, s.rand
    for k, tone in enumerate((p.shade(leaf, depth, 0.55), p.at(leaf, depth), p.lit(leaf, depth, 0.5))):
        d = []
        for i in range(count):
            x = LEFT + (i + r.random()) * 1600 / count
            hang = abs(x - 690) / 800
            size = r.uniform(44, 84) * (1 - 0.22 * k)
            d.append(
                svg.blob(
                    r, x, TOP + 10 + low * (0.4 + 1.1 * hang) * r.uniform(0.5, 1.1) - 24 * k, size, size * 0.72, 0.2, 8
                )
            )
        s.path("".join(d), tone, opacity=1 if k < 2 else 0.5)


def _ferns(s: Sheet, spots: list[svg.Point], leaf: str) -> None:
    p, r = s.palette, s.rand
    for x, y in spots:
        for tone in (p.shade(leaf, 1, 0.45), p.at(leaf)):
            d = []
            for _ in range(5):
                dx, up = r.uniform(-60, 60), r.uniform(34, 78)
                for i in range(1, 9):
                    t = i / 9
                    fx, fy, q = x + dx * t, y - up * (1.6 * t - 0.75 * t * t), 15 * (1 - t) + 3
                    d.append(
                        f"M{num(fx)} {num(fy)}l{num(-q)} {num(-q * 0.15)}l{num(q)} {num(-q * 0.34)}"
                        f"l{num(q)} {num(q * 0.1)}z"
                    )
            s.path("".join(d), tone)


def _mushrooms(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    for dx, h in ((0, 30), (26, 20), (-22, 16)):
        s.path(f"M{x + dx - h * 0.16} {y}q4 {-h * 0.5} 0 {-h}h{h * 0.34}q-3 {h * 0.5} 2 {h}z", p.lit("#efe4d0", 1, 0.3))
        s.path(
            f"M{x + dx - h * 0.55} {y - h * 0.8}Q{x + dx} {y - h * 1.9} {x + dx + h * 0.6} {y - h * 0.8}Z",
            p.at("#c2452f"),
        )
        for mx, my in ((-0.2, -1.05), (0.15, -1.2), (0.3, -0.95)):
            s.circle(x + dx + mx * h, y + my * h, h * 0.07, p.at("#fbf3e4"))


def _fireflies(s: Sheet) -> None:
    for _ in range(16):
        s.glow(s.rand.uniform(0, 1280), s.rand.uniform(400, 620), s.rand.uniform(9, 17), "#fbffc0", "#d8f06a", 0.9)


def park(scene: Scene) -> DrawnPlace:
    """Lawns, a path, a bench under trees, lamps, the town behind."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    leaf = scene.pick("leaf", "#6a9a48", "#7aa050", "#c98f3a")
    layers = sky_layers(scene, 440)
    far = scene.sheet("far")
    built.skyline(far, 470, 0.16, 110, "#8f96ac")
    line = land.hills(far, 462, 12, "#7fa06a", 0.35)
    plants.treeline(far, line, svg.mix(leaf, "#3f6a48", 0.4), 0.38, 66, 60, "round")
    mid = scene.sheet("mid")
    line = land.hills(mid, 510, 14, "#86ab58", 0.62)
    for x, h in ((640 - side * 230, 150), (640 + side * 180, 130)):
        plants.tree(mid, x, svg.height_at(line, x) + 8, h, leaf, 0.62)
    plants.tree(mid, 640 + side * 480, 566, 380, leaf, 0.85, lean=0.03 * side)
    plants.tree(mid, 640 - side * 610, 560, 330, svg.mix(leaf, "#3f6a48", 0.3), 0.8)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 560, 7, "#7fa84e")
    p = scene.palette
    gravel = land.ground(ground, "#d3bf9c", 0.75)
    ground.path(
        f"M{LEFT} 642C300 600 700 596 {RIGHT} 622V700C900 664 420 676 {LEFT} 726Z",
        ground.lin((0, p.lit(gravel, 1, 0.35)), (1, p.shade(gravel, 1, 0.2))),
        opacity=0.92,
    )
    ground.strokes(50, (LEFT, 630, 1600, 60), p.shade(gravel, 1, 0.5), 26, 1.8, 0.25)
    built.bench(ground, 640 + side * 385, 612, 210)
    for x in (640 - side * 380, 640 + side * 610):
        built.street_lamp(ground, x, 606, 300)
    plants.grass(ground, edge, 300, 7, 18, ("#6f9a44", "#8fb055", "#5c8640"), spread=30)
    plants.flowers(ground, [(x, y + 8) for x, y in edge], 60, ("#f2f0ea", "#f7d96a"), 30, 3)
    fore = scene.sheet("fore")
    plants.hanging_leaves(fore, -side, leaf, 280, 40)
    plants.foreground_grass(fore, "#6a9440", 66)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.6), ground.layer(1.0), fore.layer(1.3, "sway")), 650, "meadow"
    )


def garden(scene: Scene) -> DrawnPlace:
    """A cottage, beds of flowers, a low wall, an arch of roses."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 440)
    far = scene.sheet("far")
    line = land.hills(far, 440, 26, "#86a878", 0.2)
    plants.treeline(far, line, "#5d8a58", 0.3, 56, 60, "round")
    mid = scene.sheet("mid")
    p = scene.palette
    built.cottage(mid, 640 + side * 360, 536, 1.05, 0.78)
    plants.tree(mid, 640 - side * 470, 566, 300, "#6f9a4c", 0.78)
    _hedge(mid, 548, 60, "#4f7f48", 0.8)
    _rose_arch(mid, 640 - side * 150, 572, 230)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 566, 5, "#84a850")
    stone = land.ground(ground, "#c4b8a4", 0.7)
    for i in range(6):
        y = 584 + i * i * 6.5 + i * 9
        w = 34 + i * 17
        ground.ellipse(
            640 - side * (150 + i * 9) + (i % 2) * 18,
            y,
            w,
            w * 0.2,
            ground.lin((0, p.lit(stone, 1, 0.5)), (1, p.shade(stone, 1, 0.3))),
        )
    for x0, x1 in ((LEFT - 20, 640 - side * 150 - 130), (640 - side * 150 + 130, RIGHT + 20)):
        _flower_bed(ground, x0, x1, 596)
    plants.grass(ground, edge, 220, 7, 18, ("#6f9a44", "#8fb055", "#5c8640"), spread=24)
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#5f8a44", 78)
    _blossoms(fore, [(-40, 690), (60, 706), (1210, 702), (1310, 684), (150, 726), (1130, 728)], 16)
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.65), ground.layer(1.0), fore.layer(1.3, "sway")), 644, "meadow"
    )


def _hedge(s: Sheet, y: float, h: float, leaf: str, depth: float) -> None:
    p, r = s.palette, s.rand
    for k, tone in enumerate(
        (
            p.shade(leaf, depth, 0.5),
            p.at(land.ground(s, leaf, 0.35), depth),
            p.lit(land.ground(s, leaf, 0.6), depth, 0.5),
        )
    ):
        d = "".join(
            svg.blob(
                r, LEFT + i * 46, y - h * (0.4 + 0.26 * k) + r.uniform(-5, 5), 40 - 8 * k, h * (0.62 - 0.2 * k), 0.2, 8
            )
            for i in range(36)
        )
        s.path(d, tone, opacity=1 if k < 2 else 0.5)
    s.rect(LEFT, y - h * 0.3, 1600, h * 0.5, p.shade(leaf, depth, 0.5))


def _rose_arch(s: Sheet, x: float, y: float, h: float) -> None:
    p, r = s.palette, s.rand
    s.path(
        f"M{x - 62} {y}V{y - h + 70}a62 62 0 0 1 124 0V{y}h-14V{y - h + 70}a48 48 0 0 0 -96 0V{y}z",
        p.lit("#e9e2d4", 0.85, 0.3),
    )
    around = [(x - 58, y - k * (h - 70) / 6) for k in range(7)] + [(x + 58, y - k * (h - 70) / 6) for k in range(7)]
    around += [(x - 62, y - h + 66), (x - 44, y - h + 26), (x, y - h + 6), (x + 44, y - h + 26), (x + 62, y - h + 66)]
    for tone, q in ((p.shade("#4a7a40", 0.85, 0.4), 24), (p.at("#5f9248", 0.85), 17)):
        s.path(
            "".join(
                svg.blob(r, ax + r.uniform(-9, 9), ay + r.uniform(-9, 9), q, q * 0.85, 0.25, 7) for ax, ay in around
            ),
            tone,
        )
    if not p.snowy:
        _blossoms(
            s,
            [(ax + r.uniform(-15, 15), ay + r.uniform(-15, 15)) for ax, ay in around for _ in range(2)],
            5.4,
            ("#d9566a", "#f0a0a8"),
        )


def _blossoms(
    s: Sheet, spots: list[svg.Point], q: float, colours: tuple[str, ...] = ("#e2607a", "#f3b84a", "#efe6f2", "#8a6ac0")
) -> None:
    p, r = s.palette, s.rand
    if p.snowy:
        return
    by_colour: dict[str, list[str]] = {}
    for x, y in spots:
        d = "".join(
            f"M{num(x)} {num(y)}m{num(q * dx - q * 0.62)} {num(q * dy)}"
            f"a{num(q * 0.62)} {num(q * 0.62)} 0 1 0 {num(q * 1.24)} 0"
            f"a{num(q * 0.62)} {num(q * 0.62)} 0 1 0 {num(-q * 1.24)} 0"
            for dx, dy in ((0, -0.75), (0.72, -0.22), (0.45, 0.6), (-0.45, 0.6), (-0.72, -0.22))
        )
        by_colour.setdefault(r.choice(colours), []).append(d)
    for colour, petals in sorted(by_colour.items()):
        s.path("".join(petals), p.at(colour))
    if q > 8:
        for x, y in spots:
            s.circle(x, y, q * 0.4, p.at("#f7dc80"))


def _flower_bed(s: Sheet, x0: float, x1: float, y: float) -> None:
    p, r = s.palette, s.rand
    s.path(
        f"M{num(x0)} {y + 12}Q{num((x0 + x1) / 2)} {y + 34} {num(x1)} {y + 12}"
        f"Q{num((x0 + x1) / 2)} {y - 16} {num(x0)} {y + 12}Z",
        p.ground("#6a4c38", 1, 0.6),
    )
    line = [(x0, y + 8), (x1, y + 8)]
    plants.grass(s, line, int((x1 - x0) / 4), 16, 44, ("#4f8244", "#6a9a4c"), spread=12)
    for tall, q in ((34, 5.5), (20, 6.5)):
        _blossoms(
            s,
            [(r.uniform(x0 + 10, x1 - 10), y + r.uniform(-tall, 10 - tall * 0.3)) for _ in range(int((x1 - x0) / 15))],
            q,
        )


def river(scene: Scene) -> DrawnPlace:
    """A lake or a broad river between wooded banks, reeds, stepping stones."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    layers = sky_layers(scene, 420)
    far = scene.sheet("far")
    land.mountains(far, 436, 190, "#7f8fae", 0.14, 6, 0.25)
    line = land.hills(far, 424, 24, "#7a9c74", 0.3)
    plants.treeline(far, line, "#48705a", 0.34, 54, 90, "mixed")
    mid = scene.sheet("mid")
    land.water(mid, 440, 640, "#3f7f8f", 0.7, glints=170)
    p = scene.palette
    shade = svg.mix(p.at("#48705a", 0.4), p.sky[2], 0.3)
    mid.rect(LEFT, 440, 1600, 46, mid.lin((0, shade, 0.6), (1, shade, 0)))
    bank = [
        (640 + side * 800, 470),
        (640 + side * 560, 476),
        (640 + side * 330, 494),
        (640 + side * 170, 502),
        (640 + side * 330, 520),
        (640 + side * 620, 540),
        (640 + side * 800, 560),
    ]
    mid.path(
        svg.smooth(bank, closed=True, tension=0.8),
        mid.lin((0, p.lit(land.ground(mid, "#84a25a"), 0.7, 0.4)), (1, p.shade("#5f6f48", 0.7, 0.4))),
    )
    for i, h in enumerate((250, 190, 150)):
        plants.tree(mid, 640 + side * (600 - i * 120), 512 - i * 6, h, "#5f9050", 0.7, lean=-0.05 * side)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 590, 10, "#86a254")
    for x, w, h in ((640 - side * 560, 170, 60), (640 - side * 420, 90, 34), (640 + side * 560, 120, 42)):
        land.rock(ground, x, 622, w, h, "#8f9290", 1.0)
    plants.grass(ground, edge, 460, 10, 32, ("#5f8a44", "#84a04e", "#a3a85c"), spread=18)
    built.reeds(ground, 640 - side * 640, 640 - side * 470, 606)
    built.reeds(ground, 640 + side * 460, 640 + side * 700, 606)
    fore = scene.sheet("fore")
    plants.hanging_leaves(fore, side, "#5f8a4c", 270, 40)
    plants.foreground_grass(fore, "#54803f", 86)
    return DrawnPlace(
        (*layers, far.layer(0.22), mid.layer(0.55, "wave"), ground.layer(1.0), fore.layer(1.3, "sway")), 646, "river"
    )


def plain_land(scene: Scene) -> DrawnPlace:
    """Stands in for an exterior the kit does not know: sky, hills, open ground."""
    layers = sky_layers(scene, 450)
    far = scene.sheet("far")
    land.hills(far, 420, 60, "#8fa398", 0.14)
    line = land.hills(far, 452, 34, "#93a87c", 0.3)
    plants.treeline(far, line, "#66856a", 0.32, 34, 26, "mixed")
    mid = scene.sheet("mid")
    line = land.hills(mid, 508, 26, "#94a866", 0.6)
    x = 640 + scene.chance("side").choice((-1, 1)) * 470
    plants.tree(mid, x, svg.height_at(line, x) + 16, 230, "#6f9450", 0.75)
    ground = scene.sheet("ground")
    edge = land.meadow(ground, 562, 12, "#9aa663")
    plants.grass(ground, edge, 420, 8, 24, ("#7d9a4c", "#98a858", "#66863f"))
    fore = scene.sheet("fore")
    plants.foreground_grass(fore, "#6d8a44", 72)
    ground.rect(LEFT, BOTTOM, 1600, 10, scene.palette.at("#5f6f44"))
    return DrawnPlace(
        (*layers, far.layer(0.2), mid.layer(0.55), ground.layer(1.0), fore.layer(1.3, "sway")), 636, "meadow"
    )
