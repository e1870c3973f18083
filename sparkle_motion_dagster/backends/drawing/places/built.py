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
    eaves = f"M{num(x - w / 2 - over)} {num(y - h + over)}L{num(x)} {num(y - h - rise - 4)}L{num(x + w / 2 + over)} {num(y - h + over)}"
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
    roof = [(bx, y - 120 * k), (x + back * 84 * k, y - 190 * k), (x, y - 232 * k), (x + back * 200 * k, y - 218 * k),
            (bx + back * 160 * k, y - 180 * k), (bx + back * 196 * k, y - 108 * k)]
    s.poly(roof, s.lin((0, p.lit(ground(s, "#6d5a5a"), depth, 0.5)), (1, p.ground("#54464c", depth))))
    s.poly(pts, s.across((0, p.lit(red, depth, 0.4)), (0.5, p.at(red, depth)), (1, p.shade(red, depth, 0.45))))
    boards = "".join(f"M{num(x + i * 20 * k)} {num(y)}V{num(y - (225 - abs(i) * 19 if abs(i) < 5 else 130) * k)}" for i in range(-5, 6))
    s.line(boards, p.shade(red, depth, 0.8), 1.5, opacity=0.4)
    white = p.at("#f0e6d8", depth)
    s.line(svg.poly(pts[1:6], closed=False), white, 6 * k)
    s.rect(x - 52 * k, y - 104 * k, 104 * k, 104 * k, p.shade("#5a2b26", depth, 0.55))
    s.line(f"M{x - 52 * k} {y}v{-104 * k}h{104 * k}v{104 * k}M{x} {y}v{-104 * k}M{x - 52 * k} {y}l{52 * k} {-104 * k}l{52 * k} {104 * k}",
           white, 4 * k)
    s.rect(x - 20 * k, y - 176 * k, 40 * k, 38 * k, window_light(s, depth, 1.0))
    s.line(f"M{x - 20 * k} {y - 176 * k}h{40 * k}v{38 * k}h{-40 * k}zM{x} {y - 176 * k}v{38 * k}", white, 3 * k)
    if p.lamps > 0.3:
        s.glow(x, y - 157 * k, 90 * k, "#fff1c0", "#ffb95a", 0.55 * p.lamps)


def silo(s: Sheet, x: float, y: float, depth: float) -> None:
    """A grain silo."""
    p = s.palette
    steel = "#b9bcc0"
    s.path(f"M{x - 40} {y}V{y - 210}Q{x} {y - 268} {x + 40} {y - 210}V{y}Z",
           s.across((0, p.at(steel, depth)), (0.25, p.lit(steel, depth, 0.7)), (0.6, p.at(steel, depth)), (1, p.shade(steel, depth, 0.6))))
    s.line("".join(f"M{x - 40} {y - i * 30}q40 9 80 0" for i in range(1, 8)), p.shade(steel, depth, 0.6), 1.6, opacity=0.6)


def windpump(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    """A wind pump on a lattice tower."""
    p = s.palette
    dark = p.shade("#6a6660", depth, 0.4)
    s.line(f"M{x - 22} {y}L{x} {y - h}L{x + 22} {y}M{x - 17} {y - h * 0.25}L{x + 11} {y - h * 0.5}M{x + 17} {y - h * 0.25}L{x - 11} {y - h * 0.5}"
           f"M{x - 11} {y - h * 0.5}L{x + 6} {y - h * 0.75}", dark, 2.6)
    blades = "".join(f'<path d="M0 0L-5 -34L5 -34Z" transform="translate({x} {y - h}) rotate({i * 30})" fill="{p.lit("#a8a49c", depth, 0.5)}"/>'
                     for i in range(12))
    s.add(blades)
    s.circle(x, y - h, 5, dark)
    s.poly([(x, y - h - 2), (x + 46, y - h - 14), (x + 46, y - h + 14), (x, y - h + 2)], p.at("#a5503c", depth))


def hay_bale(s: Sheet, x: float, y: float, r: float) -> None:
    """A round bale lying at (x, y)."""
    p = s.palette
    straw = ground(s, "#d9b45c", 0.3)
    s.shadow(x, y, r * 1.4, r * 0.3)
    s.circle(x, y - r * 0.92, r, s.rad((0, p.lit(straw, 1, 0.6)), (0.7, p.at(straw)), (1, p.shade(straw, 1, 0.45)),
                                       cx=0.5 + 0.18 * s.toward_light, cy=0.35, r=0.75))
    s.line("".join(f"M{num(x + r * k)} {num(y - r * 0.92)}a{num(r * k)} {num(r * k)} 0 1 1 {num(-r * k)} {num(-r * k)}" for k in (0.3, 0.52, 0.74)),
           p.shade(straw, 1, 0.6), 2.2, opacity=0.6)


def cabin(s: Sheet, x: float, y: float, scale: float, depth: float) -> None:
    """A log cabin with a smoking chimney."""
    p, k = s.palette, scale
    log = "#7a5238"
    s.rect(x + 44 * k, y - 168 * k, 26 * k, 70 * k, p.at("#7c6a66", depth))
    for i in range(3):
        s.glow(x + (60 + i * 24) * k, y - (190 + i * 34) * k, (26 + i * 14) * k, p.cloud_lit, p.cloud_lit, 0.35)
    s.rect(x - 100 * k, y - 84 * k, 200 * k, 84 * k, s.across((0, p.lit(log, depth, 0.45)), (1, p.shade(log, depth, 0.45))))
    s.line("".join(f"M{x - 100 * k} {y - i * 14 * k}h{200 * k}" for i in range(1, 6)), p.shade(log, depth, 0.8), 2)
    roof = [(x - 122 * k, y - 80 * k), (x - 76 * k, y - 150 * k), (x + 76 * k, y - 150 * k), (x + 122 * k, y - 80 * k)]
    s.poly(roof, s.lin((0, p.lit(ground(s, "#5f4a44"), depth, 0.5)), (1, p.ground("#5f4a44", depth))))
    for wx in (-62, 30):
        s.rect(x + wx * k, y - 62 * k, 36 * k, 32 * k, window_light(s, depth, 1.0))
        s.line(f"M{x + (wx + 18) * k} {y - 62 * k}v{32 * k}M{x + wx * k} {y - 46 * k}h{36 * k}", p.shade(log, depth, 0.7), 2.4)
        if p.lamps > 0.3:
            s.glow(x + (wx + 18) * k, y - 46 * k, 70 * k, "#fff1c0", "#ffb95a", 0.6 * p.lamps)
    s.rect(x - 16 * k, y - 60 * k, 30 * k, 60 * k, p.shade("#54301f", depth, 0.4))


def mesas(s: Sheet, y: float, colour: str, depth: float) -> None:
    """Table mountains on the horizon."""
    p, r = s.palette, s.rand
    x = LEFT - 60.0
    while x < 1440:
        w, h = r.uniform(130, 320), r.uniform(50, 150)
        pts = [(x, y), (x + 22, y - h * 0.45), (x + 38, y - h * 0.5), (x + 46, y - h), (x + w - 50, y - h * r.uniform(0.94, 1.04)),
               (x + w - 40, y - h * 0.5), (x + w - 16, y - h * 0.42), (x + w + 14, y)]
        s.poly(pts, s.lin((0, p.lit(colour, depth, 0.5)), (0.5, p.at(colour, depth)), (1, svg.mix(p.at(colour, depth), p.haze, 0.5))))
        bands = "".join(f"M{num(x + 46)} {num(y - h * t)}h{num(w - 96)}" for t in (0.9, 0.8, 0.66))
        s.line(bands, p.shade(colour, depth, 0.5), 2.4, opacity=0.4)
        x += w + r.uniform(20, 260)


def cactus(s: Sheet, x: float, y: float, h: float, depth: float) -> None:
    """A saguaro."""
    p = s.palette
    green = "#5c8556"
    w = h * 0.15
    d = (f"M{x} {y}V{y - h + w}M{x} {y - h * 0.4}H{x - h * 0.2}V{y - h * 0.66}M{x} {y - h * 0.3}H{x + h * 0.2}V{y - h * 0.56}")
    s.shadow(x, y, h * 0.35, h * 0.04, 0.4)
    s.line(d, p.at(green, depth), w)
    shift = s.toward_light * w * 0.26
    lit = f"M{x + shift} {y - 4}V{y - h + w}M{x - h * 0.2 + shift} {y - h * 0.42}V{y - h * 0.66}M{x + h * 0.2 + shift} {y - h * 0.32}V{y - h * 0.56}"
    s.line(lit, p.lit(green, depth, 0.8), w * 0.2, opacity=0.75)
    s.line(f"M{x - shift} {y - 4}V{y - h + w}", p.shade(green, depth, 0.7), w * 0.2, opacity=0.6)
