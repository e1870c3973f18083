"""Strange and old places indoors: castle hall, cave, train carriage, spaceship; and the surface of a planet.

What belongs here: these places' compositions. What does not: houses' rooms (`homes.py`, `public_rooms.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places import land
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import fill_sky, stars
from sparkle_motion_dagster.backends.drawing.svg import num


def castle_hall(scene: Scene) -> DrawnPlace:
    """Stone, pointed windows, banners, torches, a throne."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    stone = scene.pick("stone", "#a49c94", "#9a9aa4", "#ac9a84")
    cloth, crest = scene.chance("cloth").choice((("#8f2f34", "#e0b450"), ("#2f4f86", "#e6d28a"), ("#3f6a48", "#e8c860"), ("#5f3470", "#e0b8d0")))
    windows = [Window(x - 50, 40, 100, 300, arched=True) for x in (350, 640, 930)]
    room = Room(scene, stone, "#8a7f76", windows, "land", lamp=(640, 330))
    room.wallpaper("stone")
    room.corners()
    room.frames("#7f766e", (2, 4), sill=False)
    room.floor("tiles")
    s, p = room.set, scene.palette
    carpet = [(560, FLOOR_Y), (720, FLOOR_Y), (880, BOTTOM), (400, BOTTOM)]
    s.poly(carpet, s.lin((0, p.lit(cloth, 1, 0.3)), (1, p.shade(cloth, 1, 0.35))))
    s.line(f"M570 {FLOOR_Y}L430 {BOTTOM}M710 {FLOOR_Y}L850 {BOTTOM}", p.lit(crest, 1, 0.3), 6, opacity=0.8)
    _throne(s, 640, FLOOR_Y + 4, cloth, crest)
    for x in (205, 495, 785, 1075):
        _banner(room.wall, x, 70, 84, 230, cloth, crest)
    for x in (-60, 112, 1168, 1340):
        _pillar(s, x, 76 if abs(x - 640) > 600 else 58, stone)
    for x in (112, 1168):
        fx, fy = _torch(s, x, 330)
        room.lamps.glow(fx, fy, 330 if room.lamps_on else 150, "#fff0b8", "#ff9a3c", 0.85 if room.lamps_on else 0.4)
    _chandelier(s, 640, 66)
    if room.lamps_on:
        room.lamps.glow(640, 50, 380, "#fff3c8", "#ffb050", 0.55)
    room.daylight()
    return room.done(640, "hall")


def _pillar(s: Sheet, x: float, w: float, stone: str) -> None:
    p = s.palette
    s.shadow(x, FLOOR_Y + 34, w * 0.9, 14, 0.5)
    s.rect(x - w / 2, TOP, w, FLOOR_Y + 110, s.across((0, p.lit(stone, 1, 0.5)), (0.4, p.at(stone)), (1, p.shade(stone, 1, 0.7))))
    s.rect(x - w * 0.68, FLOOR_Y - 6, w * 1.36, 38, s.across((0, p.lit(stone, 1, 0.6)), (1, p.shade(stone, 1, 0.6))), rx=4)
    s.line("".join(f"M{num(x - w / 2)} {y}h{w}" for y in range(-40, int(FLOOR_Y), 84)), p.shade(stone, 1, 0.8), 2.6, opacity=0.5)


def _banner(s: Sheet, x: float, y: float, w: float, h: float, cloth: str, crest: str) -> None:
    p = s.palette
    s.line(f"M{x - w * 0.62} {y}h{w * 1.24}", p.shade("#5a4030", 1, 0.3), 8)
    d = f"M{x - w / 2} {y}h{w}v{h}l{-w / 2} {-h * 0.14}l{-w / 2} {h * 0.14}z"
    s.path(d, s.lin((0, p.lit(cloth, 1, 0.4)), (0.5, p.at(cloth)), (1, p.shade(cloth, 1, 0.4)), x2=1, y2=0.3))
    s.path(f"M{x - w * 0.4} {y + 8}h{w * 0.8}v{h * 0.88}l{-w * 0.4} {-h * 0.1}l{-w * 0.4} {h * 0.1}z", "none", stroke=p.lit(crest, 1, 0.3), stroke_width=3)
    cy = y + h * 0.38
    star = [(x + math.sin(i * math.pi / 5) * w * (0.24 if i % 2 == 0 else 0.1), cy - math.cos(i * math.pi / 5) * w * (0.24 if i % 2 == 0 else 0.1)) for i in range(10)]
    s.poly(star, p.lit(crest, 1, 0.3))


def _torch(s: Sheet, x: float, y: float) -> tuple[float, float]:
    p = s.palette
    s.line(f"M{x} {y + 70}V{y}", p.shade("#5a3d2c", 1, 0.3), 12)
    s.path(f"M{x - 18} {y + 8}h36l-8 22h-20z", p.shade("#3a3638", 1, 0.3))
    for k, tone in ((1.0, "#f0702c"), (0.68, "#ffab42"), (0.38, "#ffedb0")):
        s.path(f"M{x - 17 * k} {y + 4}C{x - 26 * k} {y - 26 * k} {x - 4} {y - 34 * k} {x - 2} {y - 66 * k}C{x + 16 * k} {y - 40 * k} {x + 26 * k} {y - 20 * k} {x + 17 * k} {y + 4}Z", tone)
    return x, y - 22


def _throne(s: Sheet, x: float, y: float, cloth: str, gold: str) -> None:
    p = s.palette
    for i in range(3):
        w = 330 - i * 50
        s.rect(x - w / 2, y - 2 - i * 15, w, 17, s.lin((0, p.lit("#b0a698", 1, 0.5)), (1, p.shade("#8f867c", 1, 0.4))))
    y -= 32
    s.path(f"M{x - 62} {y}V{y - 190}L{x - 44} {y - 226}L{x - 22} {y - 196}L{x} {y - 250}L{x + 22} {y - 196}L{x + 44} {y - 226}L{x + 62} {y - 190}V{y}Z",
           s.across((0, p.lit(gold, 1, 0.5)), (0.5, p.at(gold)), (1, p.shade(gold, 1, 0.5))))
    s.path(f"M{x - 42} {y - 60}V{y - 168}Q{x} {y - 204} {x + 42} {y - 168}V{y - 60}Z", s.lin((0, p.lit(cloth, 1, 0.4)), (1, p.shade(cloth, 1, 0.4))))
    s.rect(x - 56, y - 78, 112, 30, p.lit(cloth, 1, 0.4), rx=11)
    s.rect(x - 58, y - 50, 116, 50, p.shade(gold, 1, 0.4))
    for side in (-1, 1):
        s.rect(x + side * 66 - 11, y - 112, 22, 112, p.shade(gold, 1, 0.15), rx=8)
        s.circle(x + side * 66, y - 114, 14, p.lit(gold, 1, 0.6))


def _chandelier(s: Sheet, x: float, y: float) -> None:
    p = s.palette
    iron = p.shade("#3f3838", 1, 0.3)
    s.line(f"M{x} -90V{y - 40}M{x - 110} {y}L{x} {y - 60}L{x + 110} {y}", iron, 4)
    s.ellipse(x, y, 116, 17, "none", stroke=iron, stroke_width=8)
    for dx in (-112, -64, 0, 64, 112):
        s.rect(x + dx - 4, y - 24, 8, 24, p.lit("#f3ead2", 1, 0.2))
        s.path(f"M{x + dx - 5} {y - 24}q5 -26 5 -26q7 18 0 26z", "#ffd98a" if p.lamps > 0.3 else p.at("#e0d2b0"))


def cave(scene: Scene) -> DrawnPlace:
    """Rock around a mouth of daylight, stalactites, a pool, crystals."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    rock = scene.pick("rock", "#6d6a80", "#7a6a62", "#5f7078")
    glow_core, glow_edge = scene.chance("crystal").choice((("#c8fff4", "#3fd0c8"), ("#f0d8ff", "#a86af0"), ("#ffe8c0", "#f0a040")))
    p = scene.palette
    view = scene.sheet("view", scene.outside("land"))
    fill_sky(view, 440, sun_x=0.5 + side * 0.16)
    land.hills(view, 440, 34, "#7fa088", 0.2)
    line = land.hills(view, 476, 20, "#6a9458", 0.45)
    land.treeline(view, line, "#3f6a4c", 0.45, 44, 70, "mixed")
    layers = [view.layer(0.15)]
    mx = 640 + side * 190
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
    ground.path(svg.below(line, BOTTOM + 10), ground.lin((0, p.lit(floor, 1, 0.35)), (0.3, p.at(floor)), (1, p.shade(floor, 1, 0.7)), y1=560, y2=BOTTOM, stage=True))
    key = view.palette.hour.key
    ground.ellipse(mx - side * 50, 618, 420, 50, ground.rad((0, key, 0.1 + 0.34 * (1 - view.palette.dark)), (1, key, 0)))
    ground.strokes(70, (LEFT, 590, 1600, 200), p.lit(floor, 1, 0.6), 60, 2, 0.2)
    px = 640 - side * 330
    ground.ellipse(px, 640, 210, 26, ground.lin((0, svg.mix(glow_edge, p.shade(rock, 1, 0.6), 0.45)), (1, svg.mix(view.palette.sky[3], p.shade(rock, 1, 0.5), 0.55))))
    ground.line(f"M{px - 120} 636q40 -5 80 0M{px + 10} 646q50 -6 96 0", svg.mix(glow_core, "#ffffff", 0.3), 2, opacity=0.5)
    for x, w, h in ((20, 260, 120), (1270, 300, 140), (640 + side * 500, 120, 50)):
        land.rock(ground, x, 646, w, h, rock, 1.0)
    lamps = scene.sheet("lamps")
    for x, y, h in ((640 - side * 560, 590, 130), (640 - side * 440, 604, 76), (640 + side * 590, 600, 96)):
        _crystals(ground, x, y, h, glow_core, glow_edge)
        lamps.glow(x, y - h * 0.4, h * 2.3, glow_core, glow_edge, 0.55 + 0.25 * view.palette.dark)
    fore = scene.sheet("fore")
    dark = svg.mix(p.shade(rock, 1, 0.8), "#08070d", 0.55)
    _stalactites(fore, dark, -60, 6, 190, edges=True)
    fore.path(f"M{LEFT} 610C-60 620 20 720 180 780L240 {BOTTOM}H{LEFT}ZM{RIGHT} 590C1340 610 1270 730 1130 784L1090 {BOTTOM}H{RIGHT}Z", dark)
    return DrawnPlace((*layers, ground.layer(1.0), lamps.layer(1.0, "flicker"), fore.layer(1.3)), 646, "cave")


def _mouth(s: Sheet, x: float, y: float, rx: float, ry: float) -> list[svg.Point]:
    r = s.rand
    return [(x + math.cos(a) * rx * r.uniform(0.86, 1.1), y + math.sin(a) * ry * r.uniform(0.86, 1.12) + (34 if math.sin(a) > 0.3 else 0))
            for a in (i * math.tau / 17 for i in range(17))]


def _facets(s: Sheet, rock: str, body: str, count: int) -> None:
    p, r = s.palette, s.rand
    for tone, n, alpha in ((svg.mix(body, p.lit(rock, 1, 0.6), 0.5), count, 0.3), (svg.darker(body, 0.45), count, 0.4)):
        d = []
        for _ in range(n):
            x, y, q = r.uniform(LEFT, RIGHT), r.uniform(TOP, 560), r.uniform(30, 92)
            if ((x - 640) / 560) ** 2 + ((y - 350) / 340) ** 2 < 1:
                continue
            corners = [(x + math.cos(a) * q * r.uniform(0.5, 1.1), y + math.sin(a) * q * r.uniform(0.4, 0.9))
                       for a in sorted(r.uniform(0, math.tau) for _ in range(5))]
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
        d.append(f"M{num(x - w)} {TOP}L{num(x - w * 0.7)} {num(top)}Q{num(x - w * 0.2)} {num(top + h * 0.3)} {num(x)} {num(top + h)}Q{num(x + w * 0.2)} {num(top + h * 0.3)} {num(x + w * 0.7)} {num(top)}L{num(x + w)} {TOP}Z")
    s.path("".join(d), svg.darker(tone, 0.15))


def _crystals(s: Sheet, x: float, y: float, h: float, core: str, edge: str) -> None:
    for dx, k, turn in ((-0.34, 0.62, -24), (0.36, 0.7, 22), (-0.12, 0.85, -8), (0.1, 1.0, 6)):
        w, q = h * 0.13, h * k
        body = (svg.path(f"M{num(-w)} 0V{num(-q * 0.78)}L0 {num(-q)}V0Z", core, opacity=0.92)
                + svg.path(f"M{num(w)} 0V{num(-q * 0.78)}L0 {num(-q)}V0Z", edge, opacity=0.95)
                + svg.path(f"M{num(w)} 0V{num(-q * 0.4)}L0 0Z", svg.darker(edge, 0.35), opacity=0.6))
        s.add(svg.group(body, f"translate({num(x + dx * h * 0.7)} {num(y)}) rotate({turn})"))


def train(scene: Scene) -> DrawnPlace:
    """A compartment of an old train: plush seats, a big window, luggage nets, brass lamps."""
    plush, wood = scene.chance("scheme").choice((("#8a3a3a", "#8a5a38"), ("#2f5f5a", "#7a4c30"), ("#3f4f80", "#8f6038"), ("#a0703a", "#5f3f30")))
    windows = [Window(x, 130, 330, 220) for x in (-130, 280, 670, 1080)]
    room = Room(scene, wood, "#6a5a50", windows, "land")
    room.wallpaper("panels")
    room.corners()
    room.frames("#b8894e", (1, 1))
    room.floor("plain")
    s, p = room.set, scene.palette
    w = room.wall
    brass = p.lit("#d8b060", 1, 0.4)
    for x in (-130, 280, 670, 1080):
        w.line(f"M{x + 4} 134h322", p.shade("#5a3a28", 1, 0.4), 9)
        w.path(f"M{x + 8} 138h314l-6 34q-8 10 -16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0h-2z", p.at(svg.mix(plush, "#e8d0a0", 0.25)), opacity=0.85)
    w.line(f"M{LEFT} 62H{RIGHT}M{LEFT} 96H{RIGHT}", brass, 5)
    net = "".join(f"M{x} 62l34 34M{x + 34} 62l-34 34" for x in range(-160, 1440, 34))
    w.line(net, brass, 1.6, opacity=0.45)
    for x, wide, tone in ((60, 130, "#8a5a3c"), (230, 90, "#4f6a5f"), (820, 150, "#a5704a"), (1010, 84, "#7a3f3f")):
        fit.slab(w, x, 4, wide, 60, tone, 8)
        w.line(f"M{x + wide * 0.25} 4v60M{x + wide * 0.75} 4v60", p.shade(tone, 1, 0.5), 6)
        w.line(f"M{x + wide * 0.4} 4q{wide * 0.1} -14 {wide * 0.2} 0", p.shade(tone, 1, 0.6), 5)
    for x, flip in ((70, 1), (1210, -1), (-250, -1), (1530, 1)):
        _bench_seat(s, x, FLOOR_Y + 60, flip, plush, wood)
    s.path(f"M560 {FLOOR_Y - 120}h160l10 14h-180z", p.lit("#b07c4a", 1, 0.6))
    s.rect(550, FLOOR_Y - 106, 180, 12, p.shade("#8a5c38", 1, 0.3), rx=3)
    s.line(f"M640 {FLOOR_Y - 94}v96", p.shade("#5a3a28", 1, 0.4), 12)
    s.path(f"M600 {FLOOR_Y - 146}h28l-4 26h-20z", p.lit("#f3ece0", 1, 0.3))
    s.path(f"M672 {FLOOR_Y - 120}q-14 -30 12 -36q22 8 10 36z", p.shade("#4f7a86", 1, 0.1))
    for x in (240, 640, 1040):
        room.set.path(f"M{x - 22} 250q22 -34 44 0l-8 22h-28z", "#fff0c0" if room.lamps_on else p.lit("#f0e4cc", 1, 0.3))
        s.line(f"M{x} 272v22", brass, 6)
        room.lamplight(x, 256, 260)
    f = room.fore
    dark = svg.mix(plush, p.hour.shade, 0.4)
    f.path(f"M{LEFT} 640Q-20 610 60 660Q110 700 110 {BOTTOM}H{LEFT}Z", f.lin((0, p.lit(dark, 1, 0.3)), (1, p.shade(dark, 1, 0.6))))
    return room.done(646, "train")


def _bench_seat(s: Sheet, x: float, y: float, flip: int, plush: str, wood: str) -> None:
    p = s.palette
    w = 150.0
    s.shadow(x, y, 120, 13, 0.5)
    back = x - flip * w * 0.52
    lean = flip * 16
    s.path(f"M{back - flip * 26} {y}L{back - flip * 30 - lean} {y - 262}q{flip * 26} -26 {flip * 54} 0L{back + flip * 44} {y - 70}V{y}Z",
           s.lin((0, p.lit(plush, 1, 0.5)), (0.5, p.at(plush)), (1, p.shade(plush, 1, 0.5))))
    s.line("".join(f"M{back + flip * (2 + i * 0) - lean + flip * i * 7} {y - 236 + i * 40}h{flip * 26}" for i in range(4)), p.shade(plush, 1, 0.7), 3, opacity=0.5)
    s.rect(min(back, back + flip * 170), y - 96, 170, 44, s.lin((0, p.lit(plush, 1, 0.65)), (1, p.shade(plush, 1, 0.3))), rx=18)
    s.rect(min(back, back + flip * 158), y - 54, 158, 54, s.lin((0, p.at(wood)), (1, p.shade(wood, 1, 0.5))), rx=4)
    s.path(f"M{back - lean - flip * 10} {y - 262}q{flip * 24} -12 {flip * 32} 10l{flip * 4} 34q{-flip * 20} 10 {-flip * 36} 0z", p.lit("#f3ead8", 1, 0.3), opacity=0.9)


def spaceship(scene: Scene) -> DrawnPlace:
    """A bridge: a wide window on stars and a planet, consoles, strips of light."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    hull, glow = scene.chance("scheme").choice((("#7d8aa4", "#5fe0f0"), ("#8a8498", "#ff9a5c"), ("#74908f", "#8af0a8"), ("#8f93a0", "#b08aff")))
    window = Window(230, 70, 820, 310)
    room = Room(scene, hull, "#59627a", (), "space", lamp=(640, 60))
    room.windows = (window,)
    p = scene.palette
    _starfield(room.view, side)
    s = room.set
    # the hull, panelled, with a hexagonal window: drawn anew because its window is no rectangle
    w = room.wall = scene.sheet("hull")
    glass = [(300, 50), (980, 50), (1080, 214), (980, 384), (300, 384), (200, 214)]
    w.path(f"M{LEFT} {TOP}H{RIGHT}V600H{LEFT}Z{svg.poly(glass)}", w.lin((0, p.shade(hull, 1, 0.7)), (0.55, p.at(hull)), (1, p.shade(hull, 1, 0.45)), y1=TOP, y2=600, stage=True), fill_rule="evenodd")
    w.line(svg.poly(glass), p.shade(hull, 1, 0.75), 26, stroke_linejoin="miter")
    w.line(svg.poly(glass), p.lit(hull, 1, 0.5), 12, stroke_linejoin="miter")
    w.line("M470 50L420 384M810 50L860 384", p.shade(hull, 1, 0.6), 14, stroke_linecap="butt")
    w.line("M470 50L420 384M810 50L860 384", p.lit(hull, 1, 0.3), 5, stroke_linecap="butt")
    seams = f"M{LEFT} 120L200 214L{LEFT} 320M{RIGHT} 120L1080 214L{RIGHT} 320M300 384L240 560M980 384L1040 560M300 50L270 {TOP}M980 50L1010 {TOP}M{LEFT} 440H266M1014 440H{RIGHT}"
    w.line(seams, p.shade(hull, 1, 0.75), 4)
    for x in (-110, 20, 1140, 1270):
        w.rect(x, 150, 96, 44, p.shade(hull, 1, 0.6), rx=6)
        d = "".join(f"M{x + 12 + i * 13} {160 + j * 12}h8v7h-8z" for i in range(6) for j in range(2) if w.rand.random() < 0.7)
        w.path(d, w.rand.choice((glow, "#ffd36a", "#ff7a6a", "#8af0a8")), opacity=0.9)
    w.line(f"M{LEFT} 408H280M1000 408H{RIGHT}", glow, 5, opacity=0.9)
    room.floor("plain")
    s.line("".join(f"M{640 + i * 120} {FLOOR_Y}L{640 + i * 260} {BOTTOM}" for i in range(-7, 8)) + f"M{LEFT} 600H{RIGHT}M{LEFT} 672H{RIGHT}", p.shade("#59627a", 1, 0.7), 3, opacity=0.5)
    s.line(f"M400 {FLOOR_Y + 4}L180 {BOTTOM}M880 {FLOOR_Y + 4}L1100 {BOTTOM}", glow, 4, opacity=0.7)
    s.rect(LEFT, FLOOR_Y - 40, 1600, 44, s.lin((0, p.at(hull)), (1, p.shade(hull, 1, 0.7))))
    for x, k in ((150, 1), (1130, -1)):
        _console(s, x, FLOOR_Y + 40, k, hull, glow)
    s.path(f"M520 {FLOOR_Y - 36}l24 -64h192l24 64z", s.lin((0, p.lit(hull, 1, 0.4)), (1, p.shade(hull, 1, 0.5))))
    s.poly([(556, FLOOR_Y - 92), (724, FLOOR_Y - 92), (738, FLOOR_Y - 54), (542, FLOOR_Y - 54)], svg.mix("#0c1830", glow, 0.2))
    s.line(f"M570 {FLOOR_Y - 72}q20 -16 40 0t40 0t40 0M580 {FLOOR_Y - 62}h120", glow, 2.6)
    lamps = room.lamps
    for x, y, r in ((150, FLOOR_Y - 90, 210), (1130, FLOOR_Y - 90, 210), (640, FLOOR_Y - 74, 200)):
        lamps.glow(x, y, r, svg.lighter(glow, 0.5), glow, 0.34)
    f = room.fore
    dark = svg.mix(hull, "#141a2c", 0.6)
    for fx in (LEFT - 20, RIGHT + 20):
        k = 1 if fx < 640 else -1
        f.path(f"M{fx} 560q{k * 150} -10 {k * 190} 90q{k * 16} 90 {k * 10} 180H{fx}Z", f.lin((0, p.lit(dark, 1, 0.3)), (1, p.shade(dark, 1, 0.7))))
    layers = (room.view.layer(0.1, "twinkle"), w.layer(0.85), s.layer(1.0), lamps.layer(1.0, "flicker"), f.layer(1.3))
    return DrawnPlace(layers, 640, "spaceship")


def _starfield(s: Sheet, side: int) -> None:
    s.rect(LEFT, TOP, 1600, 620, s.lin((0, "#060818"), (0.6, "#121a40"), (1, "#2a1c4a"), x2=0.6))
    s.glow(640 - side * 200, 130, 420, "#8a5ad0", "#4a2c8a", 0.4, 0.6)
    s.glow(640 + side * 60, 320, 300, "#3f8ac8", "#1f4a86", 0.35, 0.6)
    stars(s, 520, 1.0)
    x, y, r = 640 + side * 220, 250, 112
    tone, dark = s.scene.chance("planet").choice((("#e0a070", "#7a3f4a"), ("#6fb0d0", "#24406f"), ("#a8c890", "#2f5a5a"), ("#d8b8e0", "#5a3f80")))
    s.glow(x, y, r * 1.7, svg.lighter(tone, 0.3), tone, 0.3)
    clip = s.define(f'<clipPath id="@"><circle cx="{x}" cy="{y}" r="{r}"/></clipPath>')
    s.circle(x, y, r, s.rad((0, svg.lighter(tone, 0.35)), (0.5, tone), (1, dark), cx=0.34, cy=0.3, r=0.85))
    bands = "".join(svg.path(f"M{x - r} {num(y + dy)}q{r} {num(h * 1.6)} {2 * r} 0v{num(h)}q{-r} {num(h * 1.6)} {-2 * r} 0z", svg.mix(tone, dark, k), opacity=0.4)
                    for dy, h, k in ((-70, 13, 0.5), (-34, 20, 0.7), (14, 12, 0.4), (44, 24, 0.8)))
    s.add(svg.group(bands, clip_path=clip))
    s.add(svg.group(svg.ellipse(0, 0, r * 1.75, r * 0.34, "none", stroke=svg.lighter(tone, 0.4), stroke_width=9, opacity=0.55,
                                stroke_dasharray=f"{r * 3.3:.0f} {r * 1.9:.0f}", stroke_dashoffset=f"{-r * 0.0:.0f}"), f"translate({x} {y}) rotate(-14)"))


def _console(s: Sheet, x: float, y: float, k: int, hull: str, glow: str) -> None:
    p = s.palette
    s.shadow(x, y, 190, 16, 0.5)
    s.path(f"M{x - 150} {y}l16 -104h268l16 104z", s.lin((0, p.lit(hull, 1, 0.3)), (1, p.shade(hull, 1, 0.6))))
    s.poly([(x - 134, y - 104), (x - 104, y - 152), (x + 104, y - 152), (x + 134, y - 104)], svg.mix("#0c1830", hull, 0.25))
    d = "".join(f"M{num(x - 104 + i * 17)} {num(y - 142 + j * 12)}h11v7h-11z" for i in range(12) for j in range(3) if s.rand.random() < 0.75)
    s.path(d, glow, opacity=0.75)
    d = "".join(f"M{num(x - 104 + i * 34)} {num(y - 142 + s.rand.randrange(3) * 12)}h11v7h-11z" for i in range(6))
    s.path(d, "#ffd36a")
    s.rect(x - 70, y - 250, 140, 88, svg.mix("#0c1830", glow, 0.16), rx=8, opacity=0.92)
    s.rect(x - 70, y - 250, 140, 88, "none", stroke=glow, stroke_width=2.6, rx=8, opacity=0.8)
    s.circle(x - 26, y - 206, 25, "none", stroke=glow, stroke_width=2.4, opacity=0.8)
    s.line(f"M{x - 26} {y - 231}v50M{x - 51} {y - 206}h50M{x + 14} {y - 226}h42M{x + 14} {y - 210}h30M{x + 14} {y - 194}h36", glow, 2.4, opacity=0.7)


def planet(scene: Scene) -> DrawnPlace:
    """The surface of another world: craters, spires, a ringed neighbour in a sky with stars by day."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    soil, spire = scene.chance("scheme").choice((("#b0644c", "#8a4a58"), ("#8a8fa0", "#6a6f8a"), ("#5f9a90", "#4a6a8a"), ("#b08a5c", "#7a5a70")))
    p = scene.palette
    sky = scene.sheet("sky")
    sky.rect(LEFT, TOP, 1600, 700, sky.lin((0, svg.mix("#070718", p.sky[0], 0.3)), (0.5, svg.mix("#1a1440", p.sky[1], 0.45)), (0.85, svg.mix(soil, p.sky[3], 0.5)), (1, svg.mix(soil, p.sky[4], 0.65)), y1=TOP, y2=500, stage=True))
    x, y, r = 640 + side * 300, 170, 120
    tone = svg.mix("#e8c8a0", spire, 0.35)
    sky.glow(x, y, r * 1.8, svg.lighter(tone, 0.3), tone, 0.4)
    sky.circle(x, y, r, sky.rad((0, svg.lighter(tone, 0.3)), (0.55, tone), (1, svg.mix(tone, "#140f30", 0.75)), cx=0.35, cy=0.3, r=0.85))
    ring = svg.ellipse(0, 0, r * 1.85, r * 0.34, "none", stroke=svg.lighter(tone, 0.35), stroke_width=14, opacity=0.6)
    front = sky.define(f'<clipPath id="@"><rect x="{-r * 2.2}" y="0" width="{r * 4.4}" height="{r}"/></clipPath>')
    sides = sky.define(f'<clipPath id="@"><path d="M{-r * 2.2} {-r}H{-r * 0.96}V0H{-r * 2.2}ZM{r * 0.96} {-r}H{r * 2.2}V0H{r * 0.96}Z"/></clipPath>')
    sky.add(svg.group(svg.group(ring, clip_path=front) + svg.group(ring, clip_path=sides), f"translate({x} {y}) rotate(-16)"))
    sky.circle(640 - side * 300, 110, 26, sky.rad((0, "#fdf6e6"), (1, svg.mix("#c8b8d0", spire, 0.4))))
    heaven = scene.sheet("heaven")
    stars(heaven, 430, 0.5 + 0.5 * p.dark)
    far = scene.sheet("far")
    land.mountains(far, 500, 180, spire, 0.2, 8, 0.0)
    land.hills(far, 486, 20, svg.mix(soil, spire, 0.4), 0.35)
    mid = scene.sheet("mid")
    land.hills(mid, 520, 22, svg.mix(soil, spire, 0.2), 0.6)
    for sx, h in ((640 - side * 500, 300), (640 - side * 380, 180), (640 + side * 590, 240), (640 + side * 470, 110)):
        _spire(mid, sx, 580, h, spire)
    ground = scene.sheet("ground")
    land.meadow(ground, 566, 12, soil)
    for cx, cy, w in ((180, 620, 120), (1060, 610, 90), (900, 690, 170), (330, 720, 150), (620, 596, 60)):
        ground.ellipse(cx, cy, w, w * 0.17, p.shade(soil, 1, 0.5))
        ground.ellipse(cx, cy + w * 0.03, w * 0.9, w * 0.13, p.shade(soil, 1, 0.75))
        ground.path(f"M{num(cx - w)} {cy}a{w} {num(w * 0.17)} 0 0 1 {2 * w} 0a{w} {num(w * 0.13)} 0 0 0 {-2 * w} 0z", p.lit(soil, 1, 0.8))
    for rx, w, h in ((40, 120, 50), (1230, 170, 74), (760, 40, 18), (480, 54, 24)):
        land.rock(ground, rx, 650 if abs(rx - 640) > 400 else 606, w, h, spire, 1.0)
    fore = scene.sheet("fore")
    land.rock(fore, -70, 850, 400, 190, svg.darker(spire, 0.4), 1.0)
    land.rock(fore, 1370, 850, 380, 170, svg.darker(spire, 0.45), 1.0)
    return DrawnPlace((sky.layer(0), heaven.layer(0.02, "twinkle"), far.layer(0.2), mid.layer(0.6), ground.layer(1.0), fore.layer(1.3)), 640, "wind")


def _spire(s: Sheet, x: float, y: float, h: float, colour: str) -> None:
    p, r = s.palette, s.rand
    w = h * 0.26
    left = [(x - w, y), (x - w * 0.5, y - h * 0.3), (x - w * 0.42, y - h * 0.62), (x - w * 0.12, y - h)]
    right = [(x + w * 0.1, y - h * 0.97), (x + w * 0.3, y - h * 0.6), (x + w * 0.62, y - h * 0.28), (x + w * 1.1, y)]
    s.path(svg.smooth(left) + "L" + svg.smooth(right)[1:] + "Z", s.across((0, p.lit(colour, 0.7, 0.6)), (0.5, p.at(colour, 0.7)), (1, p.shade(colour, 0.7, 0.7))))
    bands = "".join(f"M{num(x - w * (1 - t) * 0.8)} {num(y - h * t)}q{num(w * 0.6)} {num(r.uniform(4, 12))} {num(w * (1 - t) * 1.4)} 0" for t in (0.2, 0.34, 0.5, 0.66, 0.8))
    s.line(bands, p.shade(colour, 0.7, 0.7), 3, opacity=0.4)
