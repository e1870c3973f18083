"""Rooms with a counter: cafe, shop.

What belongs here: these rooms. What does not: common furniture (`furniture.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places import lighting
from sparkle_motion_dagster.backends.drawing.places.public_rooms import chair_back, side_of
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.svg import num


def cafe(scene: Scene) -> DrawnPlace:
    """A counter with bottles and a coffee machine, round tables, hanging lamps, a big window."""
    side = side_of(scene)
    wall, bar, tile = scene.chance("scheme").choice(
        (
            ("#40635f", "#9a5f3c", "#a88060"),
            ("#8a4a3c", "#6a4a38", "#9a7a60"),
            ("#c9a86a", "#3f5a5f", "#8f6a50"),
            ("#4a5578", "#a0683c", "#8a7468"),
        )
    )
    window = Window(640 - side * 420 - 190, 110, 380, 290)
    room = Room(scene, wall, tile, (window,), "city", lamp=(640 + side * 300, 220))
    room.wallpaper(scene.pick("paper", "panels", "bricks"))
    room.corners()
    room.frames("#e2c99a", (3, 1))
    room.floor("tiles")
    s, p = room.set, scene.palette
    wx = 640 + side * 370
    for y in (150.0, 226.0, 302.0):
        fit.shelf(room.wall, wx - 190, y, 380, "#7a5236")
        fit.bottles(room.wall, wx - 176, y, 350, ("#7a9a5a", "#c9803c", "#e6d8b8", "#8a3f3a", "#5f8a98", "#d0b060"), 58)
    top = FLOOR_Y - 130
    s.shadow(wx, FLOOR_Y + 20, 290, 14, 0.5)
    fit.cupboard(s, wx - 270, top, 540, 150, bar, 5, "#c99a4a")
    fit.board(s, wx - 288, top - 16, 576, 22, "#c99a68")
    mx = wx - side * 130
    fit.slab(s, mx - 62, top - 112, 124, 96, "#b8bcc0", 10)
    s.rect(mx - 50, top - 66, 100, 44, p.shade("#3a3538", 1, 0.3), rx=4)
    s.line(f"M{mx - 26} {top - 62}v16M{mx + 26} {top - 62}v16", p.lit("#d0d4d8", 1, 0.6), 8)
    for i in (-1, 1):
        s.path(f"M{mx + i * 26 - 12} {top - 42}h24l-4 20h-16z", p.lit("#f5efe4", 1, 0.3))
    s.circle(mx - 40, top - 94, 6, "#e85a3c")
    for i in range(4):
        s.glow(mx + 14 + i * 5, top - 120 - i * 20, 20 + i * 7, "#ffffff", "#ffffff", 0.16)
    cx = wx + side * 90
    s.path(f"M{cx - 60} {top - 16}v-46a60 46 0 0 1 120 0v46z", p.lit("#e6f2f4", 1, 0.4), opacity=0.4)
    for i, tone in enumerate(("#c98a4c", "#8a4f38", "#e6b8a0")):
        s.ellipse(cx - 34 + i * 34, top - 26, 16, 11, p.lit(tone, 1, 0.4))
    for over in (wx - 150.0, wx, wx + 150.0):
        lamp = lighting.pendant(s, over, 92, "#c9803c", 42)
        room.lamplight(*lamp, 250, strength=0.75)
    x, y = 640 - side * 470, FLOOR_Y + 46
    fit.chair(s, x - 110, y - 2, bar, 1.05)
    fit.chair(s, x + 110, y - 2, bar, 1.05)
    s.shadow(x, y + 6, 96, 12, 0.45)
    s.line(f"M{x} {y}v-104M{x - 36} {y + 3}h72", p.shade("#3a3432", 1, 0.3), 9)
    s.ellipse(x, y - 108, 92, 15, s.lin((0, p.lit("#c99a68", 1, 0.6)), (1, p.shade("#c99a68", 1, 0.4))))
    s.path(f"M{x - 34} {y - 132}h26l-4 22h-18z", p.lit("#f5efe4", 1, 0.3))
    s.path(f"M{x + 22} {y - 110}q-4 -26 8 -30q12 4 8 30z", p.at("#5f8a98"))
    s.line(f"M{x + 30} {y - 138}l-4 -22M{x + 30} {y - 138}l8 -20", p.at("#5f9448"), 3)
    for dx, dy in ((-4, -24), (10, -22)):
        s.circle(x + 28 + dx, y - 138 + dy, 7, p.lit("#e2607a", 1, 0.2))
    room.daylight()
    chair_back(room.fore, 640 + side * 700, 730, bar)
    return room.done(642, "cafe")


def shop(scene: Scene) -> DrawnPlace:
    """Shelves of jars and boxes, a counter with a till and scales, a window on the street."""
    side = side_of(scene)
    wall, wood, floor = scene.chance("scheme").choice(
        (("#cfd8bc", "#8a5f40", "#a5805f"), ("#e4cfa4", "#5f7a74", "#96705a"), ("#c4d0d8", "#9a6648", "#8a7868"))
    )
    window = Window(640 - side * 160 - 120, 110, 240, 260)
    room = Room(scene, wall, floor, (window,), "city")
    room.wallpaper("stripes")
    room.corners()
    room.frames("#efe2cc", (2, 2))
    room.floor("boards")
    room.skirting(wood, 20)
    s, p = room.set, scene.palette
    for x, w in ((640 + side * 400, 440), (640 - side * 560, 300)):
        fit.slab(room.wall, x - w / 2 - 10, 60, w + 20, FLOOR_Y - 56, wood)
        room.wall.rect(x - w / 2, 70, w, FLOOR_Y - 80, p.shade(wood, 1, 0.62))
        for i, y in enumerate((160, 252, 344, 436, 526)):
            if i % 2:
                fit.bottles(
                    room.wall, x - w / 2 + 8, y, w - 20, ("#e0a04a", "#c9503c", "#8fb06a", "#efe4cc", "#7f6aa0"), 66
                )
            else:
                _boxes(room.wall, x - w / 2 + 8, y, w - 16)
            fit.board(room.wall, x - w / 2, y, w, 10, wood)
    top = FLOOR_Y - 108
    cx = 640 + side * 430
    s.shadow(cx, FLOOR_Y + 34, 270, 14, 0.5)
    fit.cupboard(s, cx - 250, top, 500, 140, svg.darker(wood, 0.1), 4)
    fit.board(s, cx - 266, top - 14, 532, 20, "#d0a878")
    tx = cx - side * 130
    fit.slab(s, tx - 48, top - 66, 96, 52, "#a5402f", 6)
    s.path(f"M{tx - 38} {top - 64}l10 -40h56l10 40z", p.lit("#c9584a", 1, 0.3))
    s.rect(tx - 22, top - 96, 44, 20, "#d8f0b8", rx=3)
    s.line(
        "".join(f"M{tx - 32 + i * 16} {top - 48}h4M{tx - 32 + i * 16} {top - 34}h4" for i in range(5)),
        p.lit("#f3e8d0", 1, 0.4),
        6,
    )
    fit.bottles(s, cx + side * 20, top - 14, 150, ("#e2607a", "#f0c050", "#7fb0a0"), 56)
    sx = 640 - side * 420
    for dx, tone in ((-70, "#c9503c"), (0, "#d9a23c"), (70, "#7f9a48")):
        s.shadow(sx + dx, FLOOR_Y + 56, 46, 8, 0.4)
        fit.slab(s, sx + dx - 36, FLOOR_Y + 4, 72, 52, "#b08a58", 3)
        d = "".join(
            f"M{num(sx + dx - 36 + q * 15)} {FLOOR_Y + 4 - (q % 2) * 9}a9 9 0 1 0 18 0a9 9 0 1 0 -18 0"
            for q in range(4)
        )
        s.path(d, p.lit(tone, 1, 0.3))
    lamp = lighting.pendant(s, 640 - side * 40, 70, "#4f7a6a", 58)
    room.lamplight(*lamp, 460)
    lamp = lighting.pendant(s, cx, 60, "#4f7a6a", 46)
    room.lamplight(*lamp, 280)
    room.daylight()
    return room.done(646, "room")


def _boxes(s: Sheet, x: float, y: float, w: float) -> None:
    p, r = s.palette, s.rand
    at = x
    while at < x + w - 30:
        wide, high = r.uniform(26, 52), r.uniform(30, 62)
        tone = r.choice(("#c98a5a", "#e6d0a0", "#7a98a0", "#b85a48", "#8a9a60", "#d8b8a8"))
        s.rect(at, y - high, wide - 3, high, s.across((0, p.lit(tone, 1, 0.3)), (1, p.shade(tone, 1, 0.25))), rx=2)
        s.rect(at + 4, y - high * 0.7, wide - 11, high * 0.36, p.lit("#f5ecd8", 1, 0.2), rx=2)
        at += wide
