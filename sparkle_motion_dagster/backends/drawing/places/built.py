"""What people build outdoors, small enough to stand in several places.

What belongs here: barns, cabins, houses, boats, lamps, benches … each standing at a given point. What does not:
whole places, and what stands indoors (`furniture.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.land import ground
from sparkle_motion_dagster.backends.drawing.places.sheet import LEFT, Sheet
from sparkle_motion_dagster.backends.drawing.svg import num


def window_light(s: Sheet, depth: float, chance_on: float = 0.75) -> str:
    """Colour of one window from outside: lamp-lit when the hour asks for it, else the sky in the glass."""
    p = s.palette
    if p.lamps > 0.3 and s.rand.random() < chance_on:
        return svg.mix("#ffd07a", p.haze, (1 - depth) * 0.35 * p.haze_amount)
    return svg.mix(p.at("#6f8296", depth), p.sky[2], 0.35)


def gable(s: Sheet, x: float, y: float, w: float, h: float, rise: float, wall: str, roof: str, depth: float) -> None:
    """A gabled front with an overhanging roof; (x, y) is the middle of its foot."""
    p = s.palette
    front = [(x - w / 2, y), (x - w / 2, y - h), (x, y - h - rise), (x + w / 2, y - h), (x + w / 2, y)]
    s.poly(front, s.across((0, p.lit(wall, depth, 0.45)), (0.55, p.at(wall, depth)), (1, p.shade(wall, depth, 0.5))))
    over = w * 0.06
    eaves = (
        f"M{num(x - w / 2 - over)} {num(y - h + over)}L{num(x)} {num(y - h - rise - 4)}"
        f"L{num(x + w / 2 + over)} {num(y - h + over)}"
    )
    s.line(eaves, p.ground(roof, depth), max(3.0, w * 0.045), stroke_linecap="butt", stroke_linejoin="miter")
    s.line(eaves, p.lit(ground(s, roof), depth, 0.8), 1.6, opacity=0.5)


def barn(s: Sheet, x: float, y: float, scale: float, depth: float, red: str) -> None:
    """A gambrel barn, its front toward us, its long side going back."""
    p = s.palette
    k = scale
    back = -1 if x > 640 else 1
    front = [(-120, 0), (-120, -120), (-84, -190), (0, -232), (84, -190), (120, -120), (120, 0)]
    pts = [(x + px * k, y + py * k) for px, py in front]
    bx = x + back * 120 * k
    side = [(bx, y), (bx, y - 120 * k), (bx + back * 190 * k, y - 112 * k), (bx + back * 190 * k, y - 6 * k)]
    s.shadow(x + back * 60 * k, y + 3, 300 * k, 16 * k, 0.5)
    s.poly(side, p.shade(red, depth, 0.5))
    roof = [
        (bx, y - 120 * k),
        (x + back * 84 * k, y - 190 * k),
        (x, y - 232 * k),
        (x + back * 200 * k, y - 218 * k),
        (bx + back * 160 * k, y - 180 * k),
        (bx + back * 196 * k, y - 108 * k),
    ]
    s.poly(roof, s.lin((0, p.lit(ground(s, "#6d5a5a"), depth, 0.5)), (1, p.ground("#54464c", depth))))
    s.poly(pts, s.across((0, p.lit(red, depth, 0.4)), (0.5, p.at(red, depth)), (1, p.shade(red, depth, 0.45))))
    boards = "".join(
        f"M{num(x + i * 20 * k)} {num(y)}V{num(y - (225 - abs(i) * 19 if abs(i) < 5 else 130) * k)}"
        for i in range(-5, 6)
    )
    s.line(boards, p.shade(red, depth, 0.8), 1.5, opacity=0.4)
    white = p.at("#f0e6d8", depth)
    s.line(svg.poly(pts[1:6], closed=False), white, 6 * k)
    s.rect(x - 52 * k, y - 104 * k, 104 * k, 104 * k, p.shade("#5a2b26", depth, 0.55))
    s.line(
        f"M{x - 52 * k} {y}v{-104 * k}h{104 * k}v{104 * k}M{x} {y}v{-104 * k}M{x - 52 * k} {y}"
        f"l{52 * k} {-104 * k}l{52 * k} {104 * k}",
        white,
        4 * k,
    )
    s.rect(x - 20 * k, y - 176 * k, 40 * k, 38 * k, window_light(s, depth, 1.0))
    s.line(f"M{x - 20 * k} {y - 176 * k}h{40 * k}v{38 * k}h{-40 * k}zM{x} {y - 176 * k}v{38 * k}", white, 3 * k)
    if p.lamps > 0.3:
        s.glow(x, y - 157 * k, 90 * k, "#fff1c0", "#ffb95a", 0.55 * p.lamps)


def silo(s: Sheet, x: float, y: float, depth: float) -> None:
    """A grain silo."""
    p = s.palette
    steel = "#b9bcc0"
    s.path(
        f"M{x - 40} {y}V{y - 210}Q{x} {y - 268} {x + 40} {y - 210}V{y}Z",
        s.across(
            (0, p.at(steel, depth)),
            (0.25, p.lit(steel, depth, 0.7)),
            (0.6, p.at(steel, depth)),
            (1, p.shade(steel, depth, 0.6)),
        ),
    )
    s.line(
        "".join(f"M{x - 40} {y - i * 30}q40 9 80 0" for i in range(1, 8)), p.shade(steel, depth, 0.6), 1.6, opacity=0.6
    )


def windpump(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    """A wind pump on a lattice tower."""
    p = s.palette
    dark = p.shade("#6a6660", depth, 0.4)
    s.line(
        f"M{x - 22} {y}L{x} {y - h}L{x + 22} {y}M{x - 17} {y - h * 0.25}L{x + 11} {y - h * 0.5}"
        f"M{x + 17} {y - h * 0.25}L{x - 11} {y - h * 0.5}"
        f"M{x - 11} {y - h * 0.5}L{x + 6} {y - h * 0.75}",
        dark,
        2.6,
    )
    blades = "".join(
        f'<path d="M0 0L-5 -34L5 -34Z" transform="translate({x} {y - h}) rotate({i * 30})" fil'
        f'l="{p.lit("#a8a49c", depth, 0.5)}"/>'
        for i in range(12)
    )
    s.add(blades)
    s.circle(x, y - h, 5, dark)
    s.poly([(x, y - h - 2), (x + 46, y - h - 14), (x + 46, y - h + 14), (x, y - h + 2)], p.at("#a5503c", depth))


def hay_bale(s: Sheet, x: float, y: float, r: float) -> None:
    """A round bale lying at (x, y)."""
    p = s.palette
    straw = ground(s, "#d9b45c", 0.3)
    s.shadow(x, y, r * 1.4, r * 0.3)
    s.circle(
        x,
        y - r * 0.92,
        r,
        s.rad(
            (0, p.lit(straw, 1, 0.6)),
            (0.7, p.at(straw)),
            (1, p.shade(straw, 1, 0.45)),
            cx=0.5 + 0.18 * s.toward_light,
            cy=0.35,
            r=0.75,
        ),
    )
    s.line(
        "".join(
            f"M{num(x + r * k)} {num(y - r * 0.92)}a{num(r * k)} {num(r * k)} 0 1 1 {num(-r * k)} {num(-r * k)}"
            for k in (0.3, 0.52, 0.74)
        ),
        p.shade(straw, 1, 0.6),
        2.2,
        opacity=0.6,
    )


def cabin(s: Sheet, x: float, y: float, scale: float, depth: float) -> None:
    """A log cabin with a smoking chimney."""
    p, k = s.palette, scale
    log = "#7a5238"
    s.rect(x + 44 * k, y - 168 * k, 26 * k, 70 * k, p.at("#7c6a66", depth))
    for i in range(3):
        s.glow(x + (60 + i * 24) * k, y - (190 + i * 34) * k, (26 + i * 14) * k, p.cloud_lit, p.cloud_lit, 0.35)
    s.rect(
        x - 100 * k, y - 84 * k, 200 * k, 84 * k, s.across((0, p.lit(log, depth, 0.45)), (1, p.shade(log, depth, 0.45)))
    )
    s.line("".join(f"M{x - 100 * k} {y - i * 14 * k}h{200 * k}" for i in range(1, 6)), p.shade(log, depth, 0.8), 2)
    roof = [(x - 122 * k, y - 80 * k), (x - 76 * k, y - 150 * k), (x + 76 * k, y - 150 * k), (x + 122 * k, y - 80 * k)]
    s.poly(roof, s.lin((0, p.lit(ground(s, "#5f4a44"), depth, 0.5)), (1, p.ground("#5f4a44", depth))))
    for wx in (-62, 30):
        s.rect(x + wx * k, y - 62 * k, 36 * k, 32 * k, window_light(s, depth, 1.0))
        s.line(
            f"M{x + (wx + 18) * k} {y - 62 * k}v{32 * k}M{x + wx * k} {y - 46 * k}h{36 * k}",
            p.shade(log, depth, 0.7),
            2.4,
        )
        if p.lamps > 0.3:
            s.glow(x + (wx + 18) * k, y - 46 * k, 70 * k, "#fff1c0", "#ffb95a", 0.6 * p.lamps)
    s.rect(x - 16 * k, y - 60 * k, 30 * k, 60 * k, p.shade("#54301f", depth, 0.4))


def mesas(s: Sheet, y: float, colour: str, depth: float) -> None:
    """Table mountains on the horizon."""
    p, r = s.palette, s.rand
    x = LEFT - 60.0
    while x < 1440:
        w, h = r.uniform(130, 320), r.uniform(50, 150)
        pts = [
            (x, y),
            (x + 22, y - h * 0.45),
            (x + 38, y - h * 0.5),
            (x + 46, y - h),
            (x + w - 50, y - h * r.uniform(0.94, 1.04)),
            (x + w - 40, y - h * 0.5),
            (x + w - 16, y - h * 0.42),
            (x + w + 14, y),
        ]
        s.poly(
            pts,
            s.lin(
                (0, p.lit(colour, depth, 0.5)),
                (0.5, p.at(colour, depth)),
                (1, svg.mix(p.at(colour, depth), p.haze, 0.5)),
            ),
        )
        bands = "".join(f"M{num(x + 46)} {num(y - h * t)}h{num(w - 96)}" for t in (0.9, 0.8, 0.66))
        s.line(bands, p.shade(colour, depth, 0.5), 2.4, opacity=0.4)
        x += w + r.uniform(20, 260)


def cactus(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    """A saguaro."""
    p = s.palette
    green = "#5c8556"
    w = h * 0.15
    d = (
        f"M{x} {y}V{y - h + w}M{x} {y - h * 0.4}H{x - h * 0.2}V{y - h * 0.66}M{x} {y - h * 0.3}"
        f"H{x + h * 0.2}V{y - h * 0.56}"
    )
    s.shadow(x, y, h * 0.35, h * 0.04, 0.4)
    s.line(d, p.at(green, depth), w)
    shift = s.toward_light * w * 0.26
    lit = (
        f"M{x + shift} {y - 4}V{y - h + w}M{x - h * 0.2 + shift} {y - h * 0.42}V{y - h * 0.66}"
        f"M{x + h * 0.2 + shift} {y - h * 0.32}V{y - h * 0.56}"
    )
    s.line(lit, p.lit(green, depth, 0.8), w * 0.2, opacity=0.75)
    s.line(f"M{x - shift} {y - 4}V{y - h + w}", p.shade(green, depth, 0.7), w * 0.2, opacity=0.6)


def skyline(s: Sheet, y: float, depth: float, height: float, colour: str, lights: float = 0.4) -> None:
    """A town's far silhouette standing on y, its windows lit by night."""
    p, r = s.palette, s.rand
    x, d, panes, roofs = LEFT - 20.0, [], [], []
    while x < 1460:
        w, h = r.uniform(34, 96), height * r.uniform(0.35, 1.0)
        d.append(f"M{num(x)} {num(y + 150)}V{num(y - h)}h{num(w)}V{num(y + 150)}z")
        kind = r.random()
        if kind < 0.2:
            d.append(f"M{num(x + w * 0.3)} {num(y - h)}v{num(-height * 0.14)}h{num(w * 0.4)}v{num(height * 0.14)}z")
        elif kind < 0.34:
            roofs.append(f"M{num(x + w / 2)} {num(y - h)}v{num(-height * 0.24)}")
        elif kind < 0.44:
            d.append(f"M{num(x)} {num(y - h)}l{num(w / 2)} {num(-w * 0.34)}l{num(w / 2)} {num(w * 0.34)}z")
        step = 11 + 6 * depth
        panes += [
            f"M{num(x + 5 + i * step)} {num(y - h + 8 + j * step * 1.2)}h{num(step * 0.42)}"
            f"v{num(step * 0.6)}h{num(-step * 0.42)}z"
            for i in range(int((w - 8) / step))
            for j in range(int(h / step / 1.2))
            if r.random() < lights
        ]
        x += w + r.uniform(-6, 12)
    fill = s.lin(
        (0, p.lit(colour, depth, 0.25)), (1, svg.mix(p.at(colour, depth), p.haze, 0.5)), y1=y - height, y2=y, stage=True
    )
    s.path("".join(d), fill)
    s.line("".join(roofs), p.at(colour, depth), 2.4)
    on = p.lamps > 0.3
    s.path(
        "".join(panes),
        svg.mix("#ffd98a", p.haze, 0.25 * (1 - depth)) if on else p.lit(colour, depth, 1.0),
        opacity=0.85 if on else 0.3,
    )


def bench(s: Sheet, x: float, y: float, w: float) -> None:
    """A park bench."""
    p = s.palette
    wood, iron = ground(s, "#9a6a42", 0.4), "#3a3f42"
    s.shadow(x, y, w * 0.55, 11, 0.45)
    for side in (-1, 1):
        lx = x + side * w * 0.4
        s.line(f"M{lx} {y}v-100M{lx} {y - 46}q{-side * 4} -4 {-side * 16} -2", p.shade(iron, 1, 0.3), 7)
    for i in range(3):
        yy = y - 98 + i * 17
        s.rect(x - w / 2, yy, w, 11, s.lin((0, p.lit(wood, 1, 0.6)), (1, p.shade(wood, 1, 0.3))), rx=3)
    s.rect(x - w / 2, y - 48, w, 13, s.lin((0, p.lit(wood, 1, 0.7)), (1, p.shade(wood, 1, 0.3))), rx=3)


def street_lamp(s: Sheet, x: float, y: float, h: float, depth: float = 1.0) -> None:
    """A cast-iron street lamp, lit after dusk and in bad weather."""
    p = s.palette
    iron = p.shade("#34383f", depth, 0.35)
    s.shadow(x, y, 26, 6, 0.4)
    s.line(f"M{num(x)} {num(y)}V{num(y - h)}", iron, h * 0.024)
    s.path(
        f"M{num(x - h * 0.04)} {num(y)}l{num(h * 0.02)} {num(-h * 0.16)}h{num(h * 0.04)}"
        f"l{num(h * 0.02)} {num(h * 0.16)}z",
        iron,
    )
    q = h * 0.06
    on = p.lamps > 0.3
    s.path(
        f"M{num(x - q * 0.7)} {num(y - h)}l{num(-q * 0.45)} {num(-q * 2)}h{num(q * 2.3)}"
        f"l{num(-q * 0.45)} {num(q * 2)}z",
        "#fff0bf" if on else p.lit("#b9c4c8", depth, 0.5),
    )
    s.path(
        f"M{num(x - q * 1.4)} {num(y - h - q * 2)}L{num(x)} {num(y - h - q * 3.1)}"
        f"L{num(x + q * 1.4)} {num(y - h - q * 2)}Z",
        iron,
    )
    s.line(f"M{num(x)} {num(y - h)}v{num(-q * 2)}", iron, 2)
    if on:
        s.glow(x, y - h - q, h * 0.62, "#fff4cc", "#ffbf66", 0.8 * p.lamps)
        s.ellipse(x, y + 4, h * 0.6, h * 0.09, s.rad((0, "#ffcf80", 0.4 * p.lamps), (1, "#ffcf80", 0)))


def cottage(s: Sheet, x: float, y: float, scale: float, depth: float) -> None:
    """A whitewashed cottage with a deep thatched roof."""
    p, k = s.palette, scale
    wall = "#efe3cc"
    s.rect(
        x + 92 * k,
        y - 262 * k,
        34 * k,
        90 * k,
        s.across((0, p.lit("#a5705a", depth, 0.5)), (1, p.shade("#a5705a", depth, 0.5))),
    )
    s.rect(
        x - 160 * k,
        y - 128 * k,
        320 * k,
        128 * k,
        s.across((0, p.lit(wall, depth, 0.4)), (1, p.shade(wall, depth, 0.4))),
    )
    thatch = ground(s, "#b58f56")
    s.path(
        f"M{x - 196 * k} {y - 112 * k}C{x - 170 * k} {y - 150 * k} {x - 140 * k} {y - 236 * k} "
        f"{x - 100 * k} {y - 240 * k}H{x + 100 * k}"
        f"C{x + 140 * k} {y - 236 * k} {x + 170 * k} {y - 150 * k} {x + 196 * k} {y - 112 * k}"
        f"Q{x} {y - 132 * k} {x - 196 * k} {y - 112 * k}Z",
        s.lin((0, p.lit(thatch, depth, 0.6)), (0.6, p.at(thatch, depth)), (1, p.shade(thatch, depth, 0.5))),
    )
    s.line(
        "".join(f"M{x + i * 26 * k} {y - 232 * k}l{i * 9 * k} {104 * k}" for i in range(-5, 6)),
        p.shade(thatch, depth, 0.6),
        2,
        opacity=0.35,
    )
    for wx in (-110, 74):
        s.rect(x + wx * k, y - 94 * k, 50 * k, 46 * k, window_light(s, depth, 1.0))
        s.line(
            f"M{x + (wx + 25) * k} {y - 94 * k}v{46 * k}M{x + wx * k} {y - 71 * k}h{50 * k}"
            f"M{x + wx * k} {y - 94 * k}h{50 * k}v{46 * k}h{-50 * k}z",
            p.lit("#7f9a9c", depth, 0.3),
            4,
        )
        if p.lamps > 0.3:
            s.glow(x + (wx + 25) * k, y - 71 * k, 84 * k, "#fff1c0", "#ffb95a", 0.55 * p.lamps)
    s.path(f"M{x - 28 * k} {y}v{-76 * k}a{26 * k} {26 * k} 0 0 1 {52 * k} 0v{76 * k}z", p.shade("#3f6f73", depth, 0.2))
    s.circle(x + 14 * k, y - 40 * k, 3.4, p.lit("#e0b860", depth, 0.6))


def reeds(s: Sheet, x0: float, x1: float, y: float) -> None:
    """Bulrushes at a water's edge."""
    p, r = s.palette, s.rand
    x0, x1 = min(x0, x1), max(x0, x1)
    stems, heads = [], []
    for _ in range(int((x1 - x0) / 9)):
        x, h, bend = r.uniform(x0, x1), r.uniform(60, 150), r.uniform(-20, 26)
        stems.append(f"M{num(x)} {num(y)}Q{num(x)} {num(y - h * 0.6)} {num(x + bend)} {num(y - h)}")
        if r.random() < 0.45:
            heads.append(f"M{num(x + bend)} {num(y - h)}l{num(bend * 0.1)} -24")
    s.line("".join(stems), p.at("#6f8a48"), 2.8)
    s.line("".join(heads), p.shade("#7a4c2c", 1, 0.2), 8)
