"""Grand old interiors: a castle hall, the carriage of a train.

What belongs here: these places' compositions. What does not: houses' rooms (`homes.py`, `public_rooms.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.svg import num


def castle_hall(scene: Scene) -> DrawnPlace:
    """Stone, pointed windows, banners, torches, a throne."""
    stone = scene.pick("stone", "#a49c94", "#9a9aa4", "#ac9a84")
    cloth, crest = scene.chance("cloth").choice(
        (("#8f2f34", "#e0b450"), ("#2f4f86", "#e6d28a"), ("#3f6a48", "#e8c860"), ("#5f3470", "#e0b8d0"))
    )
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
    s.rect(
        x - w / 2,
        TOP,
        w,
        FLOOR_Y + 110,
        s.across((0, p.lit(stone, 1, 0.5)), (0.4, p.at(stone)), (1, p.shade(stone, 1, 0.7))),
    )
    s.rect(
        x - w * 0.68, FLOOR_Y - 6, w * 1.36, 38, s.across((0, p.lit(stone, 1, 0.6)), (1, p.shade(stone, 1, 0.6))), rx=4
    )
    s.line(
        "".join(f"M{num(x - w / 2)} {y}h{w}" for y in range(-40, int(FLOOR_Y), 84)),
        p.shade(stone, 1, 0.8),
        2.6,
        opacity=0.5,
    )


def _banner(s: Sheet, x: float, y: float, w: float, h: float, cloth: str, crest: str) -> None:
    p = s.palette
    s.line(f"M{x - w * 0.62} {y}h{w * 1.24}", p.shade("#5a4030", 1, 0.3), 8)
    d = f"M{x - w / 2} {y}h{w}v{h}l{-w / 2} {-h * 0.14}l{-w / 2} {h * 0.14}z"
    s.path(d, s.lin((0, p.lit(cloth, 1, 0.4)), (0.5, p.at(cloth)), (1, p.shade(cloth, 1, 0.4)), x2=1, y2=0.3))
    s.path(
        f"M{x - w * 0.4} {y + 8}h{w * 0.8}v{h * 0.88}l{-w * 0.4} {-h * 0.1}l{-w * 0.4} {h * 0.1}z",
        "none",
        stroke=p.lit(crest, 1, 0.3),
        stroke_width=3,
    )
    cy = y + h * 0.38
    star = [
        (
            x + math.sin(i * math.pi / 5) * w * (0.24 if i % 2 == 0 else 0.1),
            cy - math.cos(i * math.pi / 5) * w * (0.24 if i % 2 == 0 else 0.1),
        )
        for i in range(10)
    ]
    s.poly(star, p.lit(crest, 1, 0.3))


def _torch(s: Sheet, x: float, y: float) -> tuple[float, float]:
    p = s.palette
    s.line(f"M{x} {y + 70}V{y}", p.shade("#5a3d2c", 1, 0.3), 12)
    s.path(f"M{x - 18} {y + 8}h36l-8 22h-20z", p.shade("#3a3638", 1, 0.3))
    for k, tone in ((1.0, "#f0702c"), (0.68, "#ffab42"), (0.38, "#ffedb0")):
        s.path(
            f"M{x - 17 * k} {y + 4}C{x - 26 * k} {y - 26 * k} {x - 4} {y - 34 * k} {x - 2} {y - 66 * k}"
            f"C{x + 16 * k} {y - 40 * k} {x + 26 * k} {y - 20 * k} {x + 17 * k} {y + 4}Z",
            tone,
        )
    return x, y - 22


def _throne(s: Sheet, x: float, y: float, cloth: str, gold: str) -> None:
    p = s.palette
    for i in range(3):
        w = 330 - i * 50
        s.rect(x - w / 2, y - 2 - i * 15, w, 17, s.lin((0, p.lit("#b0a698", 1, 0.5)), (1, p.shade("#8f867c", 1, 0.4))))
    y -= 32
    s.path(
        f"M{x - 62} {y}V{y - 190}L{x - 44} {y - 226}L{x - 22} {y - 196}L{x} {y - 250}L{x + 22} {y - 196}"
        f"L{x + 44} {y - 226}L{x + 62} {y - 190}V{y}Z",
        s.across((0, p.lit(gold, 1, 0.5)), (0.5, p.at(gold)), (1, p.shade(gold, 1, 0.5))),
    )
    s.path(
        f"M{x - 42} {y - 60}V{y - 168}Q{x} {y - 204} {x + 42} {y - 168}V{y - 60}Z",
        s.lin((0, p.lit(cloth, 1, 0.4)), (1, p.shade(cloth, 1, 0.4))),
    )
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


def train(scene: Scene) -> DrawnPlace:
    """A compartment of an old train: plush seats, a big window, luggage nets, brass lamps."""
    plush, wood = scene.chance("scheme").choice(
        (("#8a3a3a", "#8a5a38"), ("#2f5f5a", "#7a4c30"), ("#3f4f80", "#8f6038"), ("#a0703a", "#5f3f30"))
    )
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
        w.path(
            f"M{x + 8} 138h314l-6 34q-8 10 -16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16"
            " 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0t-16 0h-2z",
            p.at(svg.mix(plush, "#e8d0a0", 0.25)),
            opacity=0.85,
        )
    w.line(f"M{LEFT} 62H{RIGHT}M{LEFT} 96H{RIGHT}", brass, 5)
    net = "".join(f"M{x} 62l34 34M{x + 34} 62l-34 34" for x in range(-160, 1440, 34))
    w.line(net, brass, 1.6, opacity=0.45)
    for x, wide, tone in ((60, 130, "#8a5a3c"), (230, 90, "#4f6a5f"), (820, 150, "#a5704a"), (1010, 84, "#7a3f3f")):
        fit.slab(w, x, 4, wide, 60, tone, 8)
        w.line(f"M{x + wide * 0.25} 4v60M{x + wide * 0.75} 4v60", p.shade(tone, 1, 0.5), 6)
        w.line(f"M{x + wide * 0.4} 4q{wide * 0.1} -14 {wide * 0.2} 0", p.shade(tone, 1, 0.6), 5)
    for x, flip in ((120, 1), (1160, -1)):
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
    f.path(
        f"M{LEFT} 640Q-20 610 60 660Q110 700 110 {BOTTOM}H{LEFT}Z",
        f.lin((0, p.lit(dark, 1, 0.3)), (1, p.shade(dark, 1, 0.6))),
    )
    return room.done(646, "train")


def _bench_seat(s: Sheet, x: float, y: float, flip: int, plush: str, wood: str) -> None:
    p = s.palette
    w = 150.0
    s.shadow(x, y, 120, 13, 0.5)
    back = x - flip * w * 0.52
    lean = flip * 16
    s.path(
        f"M{back - flip * 26} {y}L{back - flip * 30 - lean} {y - 262}q{flip * 26} -26 {flip * 54} 0"
        f"L{back + flip * 44} {y - 70}V{y}Z",
        s.lin((0, p.lit(plush, 1, 0.5)), (0.5, p.at(plush)), (1, p.shade(plush, 1, 0.5))),
    )
    s.line(
        "".join(f"M{back + flip * (2 + i * 0) - lean + flip * i * 7} {y - 236 + i * 40}h{flip * 26}" for i in range(4)),
        p.shade(plush, 1, 0.7),
        3,
        opacity=0.5,
    )
    s.rect(
        min(back, back + flip * 170),
        y - 96,
        170,
        44,
        s.lin((0, p.lit(plush, 1, 0.65)), (1, p.shade(plush, 1, 0.3))),
        rx=18,
    )
    s.rect(min(back, back + flip * 158), y - 54, 158, 54, s.lin((0, p.at(wood)), (1, p.shade(wood, 1, 0.5))), rx=4)
    s.path(
        f"M{back - lean - flip * 10} {y - 262}q{flip * 24} -12 {flip * 32} 10l{flip * 4} 34"
        f"q{-flip * 20} 10 {-flip * 36} 0z",
        p.lit("#f3ead8", 1, 0.3),
        opacity=0.9,
    )
