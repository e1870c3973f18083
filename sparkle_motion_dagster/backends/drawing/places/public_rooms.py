"""Rooms where people work, learn, buy and are cared for: office, library, classroom, hospital.

What belongs here: these rooms' compositions and the one or two things only they have. What does not: common
furniture (`furniture.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places import lighting
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import LEFT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.svg import num


def side_of(scene: Scene) -> int:
    """Which way round the scene's room is built: 1, or -1 mirrored."""
    return -1 if scene.chance("side").random() < 0.5 else 1


def office(scene: Scene) -> DrawnPlace:
    """Desks with screens, tall windows on the city, files, a board."""
    side = side_of(scene)
    wall, desk = scene.chance("scheme").choice((("#c4ccd0", "#a87c58"), ("#d6cdbd", "#8a6a52"), ("#b5c4bc", "#b08a60")))
    windows = [Window(640 + side * v - 95, 90, 190, 280) for v in (-250, -30, 190)]
    room = Room(scene, wall, "#7f8a94", windows, "city")
    room.corners()
    room.frames("#e6e4de", (1, 2))
    room.floor("plain")
    room.skirting("#d8d4cc", 16)
    s, p = room.set, scene.palette
    # pin board and files
    bx = 640 + side * 480
    fit.slab(room.wall, bx - 92, 130, 184, 140, "#9a7350", 3)
    room.wall.rect(bx - 84, 138, 168, 124, p.at("#c9a06a"))
    for i in range(9):
        room.wall.rect(
            bx - 76 + (i % 4) * 41 + room.wall.rand.uniform(-4, 4),
            146 + (i // 4) * 38,
            32,
            30,
            p.lit(room.wall.rand.choice(("#f3e58a", "#f2efe6", "#a8d0d8", "#f0a890")), 1, 0.2),
        )
    for i in range(2):
        x = 640 + side * (470 + i * 104) - 48
        s.shadow(x + 48, FLOOR_Y + 12, 60, 8, 0.4)
        fit.slab(s, x, FLOOR_Y - 196, 96, 208, "#8d989c", 4)
        for j in range(4):
            s.line(f"M{x + 6} {FLOOR_Y - 148 + j * 50}h84", p.shade("#8d989c", 1, 0.6), 2)
            s.rect(x + 36, FLOOR_Y - 180 + j * 50, 24, 7, p.lit("#dfe3e4", 1, 0.4), rx=3)
    fit.plant(s, 640 + side * 520, FLOOR_Y - 196, 110, "#d9cdbb")
    for x, w in ((640 - side * 430, 330), (640 + side * 250, 230)):
        fit.table(s, x, FLOOR_Y + 44, w, 112, desk)
        _screen(s, x - side * w * 0.12, FLOOR_Y - 76, 118)
        fit.slab(s, x + side * w * 0.26 - 22, FLOOR_Y - 104, 44, 28, "#c9b48a", 2)
        lamp = lighting.table_lamp(s, x - side * w * 0.38, FLOOR_Y - 76, "#4f8a72", "#b8935a")
        room.lamplight(*lamp, 250)
    for x in (330, 940):
        room.set.rect(x - 110, 30, 220, 15, "#fffdf2" if room.lamps_on else p.lit("#e8e6e0", 1, 0.3), rx=4)
        s.line(f"M{x - 80} -90V32M{x + 80} -90V32", p.shade("#8a8a8a", 1, 0.4), 2)
        room.lamplight(x, 44, 330, "#fffdf0", "#ffe2a8", 0.6)
    room.daylight()
    chair_back(room.fore, 640 - side * 640, 700, "#3f5566")
    return room.done(640, "room")


def _screen(s: Sheet, x: float, y: float, w: float) -> None:
    p = s.palette
    s.rect(x - 7, y - 30, 14, 30, p.shade("#2f343c", 1, 0.3))
    s.rect(x - 26, y - 6, 52, 7, p.shade("#2f343c", 1, 0.2), rx=3)
    s.rect(x - w / 2, y - 30 - w * 0.6, w, w * 0.62, p.shade("#2f343c", 1, 0.3), rx=6)
    s.rect(x - w / 2 + 6, y - 24 - w * 0.6, w - 12, w * 0.5, s.lin((0, "#a9dcec"), (1, "#4f92b8"), x2=1), rx=2)
    d = "".join(
        f"M{num(x - w * 0.4)} {num(y - w * 0.5 + i * 10)}h{num(w * s.rand.uniform(0.25, 0.6))}" for i in range(5)
    )
    s.line(d, "#f2fbff", 3, opacity=0.75)
    if p.lamps > 0.3:
        s.glow(x, y - w * 0.3, w * 0.9, "#c9f0ff", "#6fc0e8", 0.3)


def chair_back(s: Sheet, x: float, y: float, colour: str) -> None:
    """The back of a chair close to the camera."""
    p = s.palette
    dark = svg.mix(colour, p.hour.shade, 0.4)
    s.path(
        f"M{x - 120} 830C{x - 140} {y - 40} {x - 96} {y - 90} {x} {y - 92}"
        f"C{x + 96} {y - 90} {x + 140} {y - 40} {x + 120} 830Z",
        s.lin((0, p.lit(dark, 1, 0.35)), (0.25, p.at(dark)), (1, p.shade(dark, 1, 0.6))),
    )


def library(scene: Scene) -> DrawnPlace:
    """Walls of books, a ladder, an arched window, reading lamps."""
    side = side_of(scene)
    wall, wood = scene.chance("scheme").choice((("#7f5f48", "#6a4028"), ("#5f6a5c", "#5f4030"), ("#7a5050", "#5a3828")))
    window = Window(540, 40, 200, 350, arched=True)
    room = Room(scene, wall, "#7a5238", (window,), "land")
    room.wallpaper("panels")
    room.corners()
    room.frames("#c9a878", (2, 4))
    room.floor("boards")
    room.skirting(wood, 20)
    s, p = room.set, scene.palette
    fit.bookcase(room.wall, 300, FLOOR_Y + 2, 300, 560, wood, 6)
    fit.bookcase(room.wall, 980, FLOOR_Y + 2, 300, 560, wood, 6)
    fit.bookcase(s, -30, FLOOR_Y + 34, 250, 640, svg.darker(wood, 0.12), 6)
    fit.bookcase(s, 1310, FLOOR_Y + 34, 250, 640, svg.darker(wood, 0.12), 6)
    lx = 640 + side * 270
    rungs = "".join(f"M{lx - 24 + i * 3.2} {FLOOR_Y + 6 - i * 44}h{52 - i * 1.2}" for i in range(1, 12))
    s.line(
        f"M{lx - 30} {FLOOR_Y + 20}L{lx + 16} 16M{lx + 34} {FLOOR_Y + 20}L{lx + 54} 16" + rungs,
        p.lit("#a8784a", 1, 0.4),
        8,
    )
    fit.rug(s, 640, 658, 700, 110, "#7f3438", "#c9a050")
    tx = 640 - side * 400
    fit.table(s, tx, FLOOR_Y + 50, 260, 104, "#7a4c30")
    for i, tone in enumerate(("#a8453c", "#3f6a7a", "#d0a04a")):
        fit.slab(s, tx + 28 - i * 5, FLOOR_Y - 76 - i * 15, 84, 14, tone, 2)
    lamp = lighting.table_lamp(s, tx - 62, FLOOR_Y - 62, "#3f8a62", "#c99a4a")
    room.lamplight(*lamp, 330)
    globe = 640 + side * 420
    s.shadow(globe, FLOOR_Y + 44, 50, 9, 0.4)
    s.line(
        f"M{globe - 34} {FLOOR_Y + 42}L{globe} {FLOOR_Y - 16}L{globe + 34} {FLOOR_Y + 42}",
        p.shade("#6a4028", 1, 0.3),
        7,
    )
    s.circle(
        globe,
        FLOOR_Y - 62,
        48,
        s.rad(
            (0, p.lit("#7fb0b8", 1, 0.6)),
            (1, p.shade("#3f6a80", 1, 0.5)),
            cx=0.5 + 0.15 * s.toward_light,
            cy=0.35,
            r=0.7,
        ),
    )
    s.path(
        svg.blob(s.rand, globe - 14, FLOOR_Y - 72, 19, 22, 0.35)
        + svg.blob(s.rand, globe + 19, FLOOR_Y - 50, 14, 18, 0.35),
        p.at("#b8b06a"),
    )
    s.line(f"M{globe - 54} {FLOOR_Y - 62}a54 54 0 0 0 108 0", p.lit("#c99a4a", 1, 0.5), 5)
    lamp = lighting.pendant(s, 640, 30, "#b8883c", 70)
    room.lamplight(*lamp, 420)
    room.daylight()
    fit.armchair(room.fore, 640 + side * 690, 838, svg.darker(svg.mix("#6a3438", p.hour.shade, 0.3), 0.3), 1.5)
    return room.done()


def classroom(scene: Scene) -> DrawnPlace:
    """A blackboard, rows of desks, tall windows, a map."""
    side = side_of(scene)
    wall = scene.pick("wall", "#d9d2b4", "#c4d0c4", "#dcc8b4")
    window = Window(640 - side * 500 - 120, 90, 240, 320)
    room = Room(scene, wall, "#a87c58", (window,), "land")
    room.corners()
    room.wallpaper("panels")
    room.frames("#efe6d4", (2, 3))
    room.floor("boards")
    s, p = room.set, scene.palette
    w = room.wall
    bx = 640 + side * 90 - 270
    w.rect(bx + 5, 105, 540, 232, "#000000", opacity=0.18, rx=4)
    fit.slab(w, bx, 98, 540, 232, "#8a5f3c", 5)
    w.rect(bx + 14, 112, 512, 204, w.lin((0, p.at("#3f6a5a")), (1, p.shade("#2f5448", 1, 0.35)), x2=1))
    chalk = p.lit("#eef2ea", 1, 0.2)
    words = "".join(f"M{bx + 46 + j * 70} {156 + i * 40}q12 -16 22 0t22 0" for i in range(2) for j in range(4 - i))
    w.line(words, chalk, 3.2, opacity=0.75)
    w.line(
        f"M{bx + 380} 280l50 -110l54 110zM{bx + 430} 170v110M{bx + 46} 260h150M{bx + 46} 282h110",
        chalk,
        3,
        opacity=0.65,
    )
    w.rect(bx + 120, 330, 300, 11, p.lit("#a87c50", 1, 0.4), rx=3)
    w.rect(bx + 150, 323, 30, 7, chalk, rx=2)
    w.rect(bx + 300, 318, 54, 12, p.at("#b5614a"), rx=3)
    mx = 640 + side * 500
    w.rect(mx - 90, 120, 180, 130, p.lit("#a8c8d0", 1, 0.2))
    w.path(
        "".join(
            svg.blob(w.rand, mx + dx, 185 + dy, rx, ry, 0.3)
            for dx, dy, rx, ry in (
                (-50, -12, 26, 30),
                (-34, 32, 14, 22),
                (20, -14, 30, 24),
                (28, 24, 18, 22),
                (62, 34, 14, 10),
            )
        ),
        p.at("#b8b078"),
    )
    w.line(f"M{mx - 98} 118h196M{mx - 98} 252h196", p.shade("#6a4630", 1, 0.3), 8)
    fit.clock(w, mx, 76, 30, "#6a4630")
    tx = 640 + side * 420
    fit.table(s, tx, FLOOR_Y + 24, 260, 108, "#8a5c3a")
    for i, tone in enumerate(("#a8453c", "#3f6a7a", "#d0a04a")):
        fit.slab(s, tx - 90 + i * 5, FLOOR_Y - 100 - i * 14, 80, 14, tone, 2)
    s.circle(
        tx + 60,
        FLOOR_Y - 106,
        15,
        s.rad((0, p.lit("#d9503c", 1, 0.7)), (1, p.shade("#b5382c", 1, 0.4)), cx=0.38, cy=0.3, r=0.8),
    )
    s.path(f"M{tx + 60} {FLOOR_Y - 120}q6 -14 16 -10q-2 12 -16 10z", p.at("#6f9a48"))
    for i in range(2):
        dx = 640 - side * (430 - i * 190)
        _school_desk(s, dx, FLOOR_Y + 66 - i * 10)
    lamp = lighting.pendant(s, 640, 44, "#dfe0d8", 62)
    room.lamplight(*lamp, 480)
    room.daylight()
    f = room.fore
    _school_desk(f, 640 - side * 640, 880, 1.9)
    f.rect(LEFT, 818, 10, 10, p.at("#8a5c3a"))
    return room.done(644, "room")


def _school_desk(s: Sheet, x: float, y: float, k: float = 1.0) -> None:
    p = s.palette
    s.shadow(x, y, 90 * k, 11 * k, 0.4)
    s.line(f"M{x - 66 * k} {y}l8 {-92 * k}M{x + 66 * k} {y}l-8 {-92 * k}", p.shade("#4a4f54", 1, 0.3), 7 * k)
    s.poly(
        [(x - 74 * k, y - 82 * k), (x - 62 * k, y - 112 * k), (x + 62 * k, y - 112 * k), (x + 74 * k, y - 82 * k)],
        p.lit("#c99a62", 1, 0.5),
    )
    s.rect(x - 74 * k, y - 84 * k, 148 * k, 24 * k, s.lin((0, p.at("#b08250")), (1, p.shade("#b08250", 1, 0.4))), rx=3)
    s.rect(x - 34 * k, y - 108 * k, 50 * k, 18 * k, p.lit("#f5efe2", 1, 0.2), rx=2)


def hospital(scene: Scene) -> DrawnPlace:
    """A bed, a monitor, a curtain on its rail, a drip, clean light."""
    side = side_of(scene)
    wall, trim = scene.chance("scheme").choice((("#d4e2de", "#6fa8a0"), ("#dbe2ea", "#7f9fc4"), ("#e6e0d2", "#8fae84")))
    window = Window(640 + side * 60 - 140, 100, 280, 240)
    room = Room(scene, wall, "#b5c0bd", (window,), "city")
    room.corners()
    room.frames("#f2f4f2", (2, 1))
    room.floor("tiles")
    s, p = room.set, scene.palette
    room.wall.rect(LEFT, 380, 1600, 16, p.at(trim))
    room.wall.rect(LEFT, 396, 1600, 170, p.at(svg.mix(wall, trim, 0.22)))
    room.skirting(trim, 14)
    cx = 640 + side * 560
    s.line(f"M{640 + side * 330} 74H{640 + side * 800}", p.shade("#9aa4a8", 1, 0.3), 6)
    for i in range(9):
        x = cx - 130 + i * 30
        s.path(
            f"M{x} 78q15 12 30 0L{x + 32} {FLOOR_Y - 16}q-16 12 -32 0z",
            s.lin(
                (0, p.lit(trim, 1, 0.5)),
                (0.5, p.at(svg.mix(trim, "#ffffff", 0.3))),
                (1, p.shade(trim, 1, 0.35)),
                x2=1,
                y2=0,
            ),
        )
    _hospital_bed(s, 640 - side * 340, FLOOR_Y + 60, side, trim)
    mx = 640 - side * 545
    s.line(f"M{mx} {FLOOR_Y + 20}V{FLOOR_Y - 190}M{mx - 30} {FLOOR_Y + 22}h60", p.lit("#aeb6ba", 1, 0.3), 7)
    s.rect(mx - 62, FLOOR_Y - 280, 124, 92, p.shade("#d8dcdc", 1, 0.15), rx=9)
    s.rect(mx - 52, FLOOR_Y - 271, 104, 68, "#12303a", rx=4)
    s.line(f"M{mx - 46} {FLOOR_Y - 236}h26l8 -22l10 40l8 -18h40", "#7ff0b0", 3)
    s.line(f"M{mx - 46} {FLOOR_Y - 214}q10 -8 20 0t20 0t20 0t20 0", "#ffd36a", 2.4)
    s.glow(mx, FLOOR_Y - 236, 110, "#9fffd0", "#4fd0a0", 0.25)
    dx = 640 - side * 170
    s.line(
        f"M{dx} {FLOOR_Y + 24}V200M{dx - 28} {FLOOR_Y + 26}h56M{dx - 24} 208q24 -16 48 0", p.lit("#b4bcc0", 1, 0.4), 5
    )
    s.path(f"M{dx + 8} 214h34v58q-17 18 -34 0z", p.lit("#e2f2f6", 1, 0.4), opacity=0.85)
    s.line(
        f"M{dx + 25} 284C{dx + 20} 380 {dx - side * 60} 380 {dx - side * 70} {FLOOR_Y - 70}",
        p.lit("#d0e2e8", 1, 0.5),
        2.4,
    )
    fit.clock(room.wall, 640 + side * 330, 160, 36, "#8a969a")
    fit.plant(room.wall, window.x + 60, window.y + window.height + 6, 84, "#efe8dc", "#6a9a58")
    s.rect(640 - side * 370 - 120, 52, 240, 17, "#ffffff" if room.lamps_on else p.lit("#eef2f0", 1, 0.3), rx=8)
    room.lamplight(640 - side * 370, 64, 420, "#ffffff", "#d8ecff", 0.6)
    room.daylight()
    chair_back(room.fore, 640 + side * 690, 740, trim)
    return room.done(646, "room")


def _hospital_bed(s: Sheet, x: float, y: float, side: int, trim: str) -> None:
    p = s.palette
    steel = p.lit("#b4bcc0", 1, 0.3)
    s.shadow(x, y, 250, 16, 0.4)
    s.line(f"M{x - 170} {y - 8}V{y - 70}M{x + 170} {y - 8}V{y - 70}", steel, 9)
    for dx in (-170, 170):
        s.circle(x + dx, y - 9, 10, p.shade("#5a6468", 1, 0.3))
    head = x - side * 196
    s.rect(min(head, head + side * 15), y - 176, 15, 118, steel, rx=7)
    s.rect(min(x + side * 196, x + side * 184), y - 128, 12, 70, steel, rx=6)
    s.rect(x - 196, y - 84, 392, 22, p.shade("#8d989c", 1, 0.2), rx=5)
    s.rect(x - 188, y - 112, 376, 32, p.lit("#f6f6f2", 1, 0.2), rx=10)
    px = x - side * 138
    s.path(
        f"M{px - 48} {y - 110}Q{px - 54} {y - 154} {px} {y - 150}Q{px + 54} {y - 154} {px + 48} {y - 110}Z",
        s.lin((0, p.lit("#ffffff", 1, 0.3)), (1, p.shade("#dfe6e4", 1, 0.2))),
    )
    b0, b1 = x - side * 74, x + side * 186
    s.path(
        f"M{b0} {y - 122}C{b0 + side * 90} {y - 136} {b1 - side * 80} {y - 126} {b1} {y - 116}V{y - 56}"
        f"Q{(b0 + b1) / 2} {y - 46} {b0} {y - 58}Z",
        s.lin((0, p.lit(trim, 1, 0.4)), (1, p.shade(trim, 1, 0.35))),
    )
    s.line(
        f"M{x - side * 20} {y - 76}h{side * 130}M{x - side * 20} {y - 76}v-66h{side * 130}v66", steel, 5, opacity=0.85
    )
