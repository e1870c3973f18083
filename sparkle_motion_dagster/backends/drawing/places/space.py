"""Away from the Earth: the bridge of a spaceship and the surface of a planet.

What belongs here: these two places. What does not: stars as every sky has them (`sky.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import land
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import stars
from sparkle_motion_dagster.backends.drawing.svg import num


def spaceship(scene: Scene) -> DrawnPlace:
    """A bridge: a wide window on stars and a planet, consoles, strips of light."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    hull, glow = scene.chance("scheme").choice(
        (("#7d8aa4", "#5fe0f0"), ("#8a8498", "#ff9a5c"), ("#74908f", "#8af0a8"), ("#8f93a0", "#b08aff"))
    )
    window = Window(230, 70, 820, 310)
    room = Room(scene, hull, "#59627a", (), "space", lamp=(640, 60))
    room.windows = (window,)
    p = scene.palette
    _starfield(room.view, side)
    s = room.set
    # the hull, panelled, with a hexagonal window: drawn anew because its window is no rectangle
    w = room.wall = scene.sheet("hull")
    glass = [(300, 50), (980, 50), (1080, 214), (980, 384), (300, 384), (200, 214)]
    w.path(
        f"M{LEFT} {TOP}H{RIGHT}V600H{LEFT}Z{svg.poly(glass)}",
        w.lin((0, p.shade(hull, 1, 0.7)), (0.55, p.at(hull)), (1, p.shade(hull, 1, 0.45)), y1=TOP, y2=600, stage=True),
        fill_rule="evenodd",
    )
    w.line(svg.poly(glass), p.shade(hull, 1, 0.75), 26, stroke_linejoin="miter")
    w.line(svg.poly(glass), p.lit(hull, 1, 0.5), 12, stroke_linejoin="miter")
    w.line("M470 50L420 384M810 50L860 384", p.shade(hull, 1, 0.6), 14, stroke_linecap="butt")
    w.line("M470 50L420 384M810 50L860 384", p.lit(hull, 1, 0.3), 5, stroke_linecap="butt")
    seams = (
        f"M{LEFT} 120L200 214L{LEFT} 320M{RIGHT} 120L1080 214L{RIGHT} 320M300 384L240 560M980 384"
        f"L1040 560M300 50L270 {TOP}M980 50L1010 {TOP}M{LEFT} 440H266M1014 440H{RIGHT}"
    )
    w.line(seams, p.shade(hull, 1, 0.75), 4)
    for x in (-110, 20, 1140, 1270):
        w.rect(x, 150, 96, 44, p.shade(hull, 1, 0.6), rx=6)
        d = "".join(
            f"M{x + 12 + i * 13} {160 + j * 12}h8v7h-8z" for i in range(6) for j in range(2) if w.rand.random() < 0.7
        )
        w.path(d, w.rand.choice((glow, "#ffd36a", "#ff7a6a", "#8af0a8")), opacity=0.9)
    w.line(f"M{LEFT} 408H280M1000 408H{RIGHT}", glow, 5, opacity=0.9)
    room.floor("plain")
    s.line(
        "".join(f"M{640 + i * 120} {FLOOR_Y}L{640 + i * 260} {BOTTOM}" for i in range(-7, 8))
        + f"M{LEFT} 600H{RIGHT}M{LEFT} 672H{RIGHT}",
        p.shade("#59627a", 1, 0.7),
        3,
        opacity=0.5,
    )
    s.line(f"M400 {FLOOR_Y + 4}L180 {BOTTOM}M880 {FLOOR_Y + 4}L1100 {BOTTOM}", glow, 4, opacity=0.7)
    s.rect(LEFT, FLOOR_Y - 40, 1600, 44, s.lin((0, p.at(hull)), (1, p.shade(hull, 1, 0.7))))
    for x, k in ((150, 1), (1130, -1)):
        _console(s, x, FLOOR_Y + 40, k, hull, glow)
    s.path(f"M520 {FLOOR_Y - 36}l24 -64h192l24 64z", s.lin((0, p.lit(hull, 1, 0.4)), (1, p.shade(hull, 1, 0.5))))
    s.poly(
        [(556, FLOOR_Y - 92), (724, FLOOR_Y - 92), (738, FLOOR_Y - 54), (542, FLOOR_Y - 54)],
        svg.mix("#0c1830", glow, 0.2),
    )
    s.line(f"M570 {FLOOR_Y - 72}q20 -16 40 0t40 0t40 0M580 {FLOOR_Y - 62}h120", glow, 2.6)
    lamps = room.lamps
    for x, y, r in ((150, FLOOR_Y - 90, 210), (1130, FLOOR_Y - 90, 210), (640, FLOOR_Y - 74, 200)):
        lamps.glow(x, y, r, svg.lighter(glow, 0.5), glow, 0.34)
    f = room.fore
    dark = svg.mix(hull, "#141a2c", 0.6)
    for fx in (LEFT - 20, RIGHT + 20):
        k = 1 if fx < 640 else -1
        f.path(
            f"M{fx} 560q{k * 150} -10 {k * 190} 90q{k * 16} 90 {k * 10} 180H{fx}Z",
            f.lin((0, p.lit(dark, 1, 0.3)), (1, p.shade(dark, 1, 0.7))),
        )
    layers = (room.view.layer(0.1, "twinkle"), w.layer(0.85), s.layer(1.0), lamps.layer(1.0, "flicker"), f.layer(1.3))
    return DrawnPlace(layers, 640, "space")


def _starfield(s: Sheet, side: int) -> None:
    s.rect(LEFT, TOP, 1600, 620, s.lin((0, "#060818"), (0.6, "#121a40"), (1, "#2a1c4a"), x2=0.6))
    s.glow(640 - side * 200, 130, 420, "#8a5ad0", "#4a2c8a", 0.4, 0.6)
    s.glow(640 + side * 60, 320, 300, "#3f8ac8", "#1f4a86", 0.35, 0.6)
    stars(s, 520, 1.0)
    x, y, r = 640 + side * 220, 250, 112
    tone, dark = s.scene.chance("planet").choice(
        (("#e0a070", "#7a3f4a"), ("#6fb0d0", "#24406f"), ("#a8c890", "#2f5a5a"), ("#d8b8e0", "#5a3f80"))
    )
    s.glow(x, y, r * 1.7, svg.lighter(tone, 0.3), tone, 0.3)
    clip = s.define(f'<clipPath id="@"><circle cx="{x}" cy="{y}" r="{r}"/></clipPath>')
    s.circle(x, y, r, s.rad((0, svg.lighter(tone, 0.35)), (0.5, tone), (1, dark), cx=0.34, cy=0.3, r=0.85))
    bands = "".join(
        svg.path(
            f"M{x - r} {num(y + dy)}q{r} {num(h * 1.6)} {2 * r} 0v{num(h)}q{-r} {num(h * 1.6)} {-2 * r} 0z",
            svg.mix(tone, dark, k),
            opacity=0.4,
        )
        for dy, h, k in ((-70, 13, 0.5), (-34, 20, 0.7), (14, 12, 0.4), (44, 24, 0.8))
    )
    s.add(svg.group(bands, clip_path=clip))
    s.add(
        svg.group(
            svg.ellipse(
                0,
                0,
                r * 1.75,
                r * 0.34,
                "none",
                stroke=svg.lighter(tone, 0.4),
                stroke_width=9,
                opacity=0.55,
                stroke_dasharray=f"{r * 3.3:.0f} {r * 1.9:.0f}",
                stroke_dashoffset=f"{-r * 0.0:.0f}",
            ),
            f"translate({x} {y}) rotate(-14)",
        )
    )


def _console(s: Sheet, x: float, y: float, k: int, hull: str, glow: str) -> None:
    p = s.palette
    s.shadow(x, y, 190, 16, 0.5)
    s.path(f"M{x - 150} {y}l16 -104h268l16 104z", s.lin((0, p.lit(hull, 1, 0.3)), (1, p.shade(hull, 1, 0.6))))
    s.poly(
        [(x - 134, y - 104), (x - 104, y - 152), (x + 104, y - 152), (x + 134, y - 104)], svg.mix("#0c1830", hull, 0.25)
    )
    d = "".join(
        f"M{num(x - 104 + i * 17)} {num(y - 142 + j * 12)}h11v7h-11z"
        for i in range(12)
        for j in range(3)
        if s.rand.random() < 0.75
    )
    s.path(d, glow, opacity=0.75)
    d = "".join(f"M{num(x - 104 + i * 34)} {num(y - 142 + s.rand.randrange(3) * 12)}h11v7h-11z" for i in range(6))
    s.path(d, "#ffd36a")
    s.rect(x - 70, y - 250, 140, 88, svg.mix("#0c1830", glow, 0.16), rx=8, opacity=0.92)
    s.rect(x - 70, y - 250, 140, 88, "none", stroke=glow, stroke_width=2.6, rx=8, opacity=0.8)
    s.circle(x - 26, y - 206, 25, "none", stroke=glow, stroke_width=2.4, opacity=0.8)
    s.line(
        f"M{x - 26} {y - 231}v50M{x - 51} {y - 206}h50M{x + 14} {y - 226}h42M{x + 14} {y - 210}h30"
        f"M{x + 14} {y - 194}h36",
        glow,
        2.4,
        opacity=0.7,
    )


def planet(scene: Scene) -> DrawnPlace:
    """The surface of another world: craters, spires, a ringed neighbour in a sky with stars by day."""
    side = 1 if scene.chance("side").random() < 0.5 else -1
    soil, spire = scene.chance("scheme").choice(
        (("#b0644c", "#8a4a58"), ("#8a8fa0", "#6a6f8a"), ("#5f9a90", "#4a6a8a"), ("#b08a5c", "#7a5a70"))
    )
    p = scene.palette
    sky = scene.sheet("sky")
    sky.rect(
        LEFT,
        TOP,
        1600,
        700,
        sky.lin(
            (0, svg.mix("#070718", p.sky[0], 0.3)),
            (0.5, svg.mix("#1a1440", p.sky[1], 0.45)),
            (0.85, svg.mix(soil, p.sky[3], 0.5)),
            (1, svg.mix(soil, p.sky[4], 0.65)),
            y1=TOP,
            y2=500,
            stage=True,
        ),
    )
    x, y, r = 640 + side * 300, 170, 120
    tone = svg.mix("#e8c8a0", spire, 0.35)
    sky.glow(x, y, r * 1.8, svg.lighter(tone, 0.3), tone, 0.4)
    sky.circle(
        x,
        y,
        r,
        sky.rad(
            (0, svg.lighter(tone, 0.3)), (0.55, tone), (1, svg.mix(tone, "#140f30", 0.75)), cx=0.35, cy=0.3, r=0.85
        ),
    )
    ring = svg.ellipse(0, 0, r * 1.85, r * 0.34, "none", stroke=svg.lighter(tone, 0.35), stroke_width=14, opacity=0.6)
    front = sky.define(f'<clipPath id="@"><rect x="{-r * 2.2}" y="0" width="{r * 4.4}" height="{r}"/></clipPath>')
    sides = sky.define(
        f'<clipPath id="@"><path d="M{-r * 2.2} {-r}H{-r * 0.96}V0H{-r * 2.2}ZM{r * 0.96} {-r}H{r * 2.2}'
        f'V0H{r * 0.96}Z"/></clipPath>'
    )
    sky.add(
        svg.group(
            svg.group(ring, clip_path=front) + svg.group(ring, clip_path=sides), f"translate({x} {y}) rotate(-16)"
        )
    )
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
        ground.path(
            f"M{num(cx - w)} {cy}a{w} {num(w * 0.17)} 0 0 1 {2 * w} 0a{w} {num(w * 0.13)} 0 0 0 {-2 * w} 0z",
            p.lit(soil, 1, 0.8),
        )
    for rx, w, h in ((40, 120, 50), (1230, 170, 74), (760, 40, 18), (480, 54, 24)):
        land.rock(ground, rx, 650 if abs(rx - 640) > 400 else 606, w, h, spire, 1.0)
    fore = scene.sheet("fore")
    land.rock(fore, -70, 850, 400, 190, svg.darker(spire, 0.4), 1.0)
    land.rock(fore, 1370, 850, 380, 170, svg.darker(spire, 0.45), 1.0)
    return DrawnPlace(
        (
            sky.layer(0),
            heaven.layer(0.02, "twinkle"),
            far.layer(0.2),
            mid.layer(0.6),
            ground.layer(1.0),
            fore.layer(1.3),
        ),
        640,
        "wind",
    )


def _spire(s: Sheet, x: float, y: float, h: float, colour: str) -> None:
    p, r = s.palette, s.rand
    w = h * 0.26
    left = [(x - w, y), (x - w * 0.5, y - h * 0.3), (x - w * 0.42, y - h * 0.62), (x - w * 0.12, y - h)]
    right = [(x + w * 0.1, y - h * 0.97), (x + w * 0.3, y - h * 0.6), (x + w * 0.62, y - h * 0.28), (x + w * 1.1, y)]
    s.path(
        svg.smooth(left) + "L" + svg.smooth(right)[1:] + "Z",
        s.across((0, p.lit(colour, 0.7, 0.6)), (0.5, p.at(colour, 0.7)), (1, p.shade(colour, 0.7, 0.7))),
    )
    bands = "".join(
        f"M{num(x - w * (1 - t) * 0.8)} {num(y - h * t)}q{num(w * 0.6)} {num(r.uniform(4, 12))} "
        f"{num(w * (1 - t) * 1.4)} 0"
        for t in (0.2, 0.34, 0.5, 0.66, 0.8)
    )
    s.line(bands, p.shade(colour, 0.7, 0.7), 3, opacity=0.4)
