"""Rooms people live in: living room, kitchen, bedroom, and the plain room that stands in for an unknown one.

What belongs here: these rooms' compositions. What does not: the furniture itself (`furniture.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places import furniture as fit
from sparkle_motion_dagster.backends.drawing.places import lighting
from sparkle_motion_dagster.backends.drawing.places.room import FLOOR_Y, Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, DrawnPlace, Scene

HOME_SCHEMES = (
    # wall, floor, main cloth, second cloth, wood
    ("#c9d0b8", "#a9794f", "#b5654a", "#e0b15c", "#7a5238"),
    ("#dfc3a0", "#8f6244", "#3f6f73", "#d98a5a", "#6d4630"),
    ("#a9bfc4", "#a57c5a", "#c58a3f", "#f0e2c4", "#6b4a38"),
    ("#d9b3a4", "#8a5f4a", "#4a5f86", "#e8cfa0", "#5f3f34"),
)


def living_room(scene: Scene) -> DrawnPlace:
    """Sofa, bookcase, lamp, a broad window."""
    wall, floor, cloth, second, wood = scene.chance("scheme").choice(HOME_SCHEMES)
    flip = scene.chance("side").random() < 0.5
    x = (lambda v: 1280 - v) if flip else (lambda v: v)
    window = Window(530 if not flip else 450, 120, 300, 240)
    room = Room(scene, wall, floor, (window,), "land", lamp=(x(412), 300))
    room.wallpaper(scene.pick("paper", "stripes", "dots", "panels"))
    room.corners()
    room.frames("#efe4d2", (3, 2))
    fit.curtains(room.wall, window.x, window.y, window.width, window.height, second)
    room.floor("boards")
    room.skirting("#e8dccb")
    s = room.set
    fit.bookcase(s, x(1090), FLOOR_Y + 6, 210, 400, wood)
    fit.picture(s, x(330), 210, 130, 96, "#b8935a")
    fit.picture(s, x(196), 236, 84, 108, "#5a4436")
    fit.rug(s, 640, 650, 760, 130, svg.mix(cloth, "#8a3f3a", 0.4), second)
    fit.sofa(s, x(190), FLOOR_Y + 52, 330, cloth)
    fit.cushion(s, x(110), FLOOR_Y - 18, 27, second, -12)
    fit.cushion(s, x(262), FLOOR_Y - 18, 26, svg.mix(second, "#ffffff", 0.4), 14)
    fit.plant(s, x(924), FLOOR_Y + 22, 190, "#b86a4c")
    lamp = lighting.floor_lamp(s, x(412), FLOOR_Y + 14, 300, "#f3dfb4")
    room.lamplight(*lamp, 420)
    room.daylight()
    fit.armchair(room.fore, x(1330), BOTTOM + 8, svg.darker(svg.mix(cloth, scene.palette.hour.shade, 0.4), 0.35), 1.5)
    return room.done()


def kitchen(scene: Scene) -> DrawnPlace:
    """A run of cupboards under the window, a stove, a table."""
    front, wall, tile = scene.chance("scheme").choice(
        (
            ("#5f8a86", "#efe0c2", "#c98d5a"),
            ("#d9a441", "#e4e6d8", "#9a6b50"),
            ("#b5614a", "#f0dfc4", "#8a6a58"),
            ("#7f92a8", "#f1e2cf", "#b07a54"),
        )
    )
    flip = scene.chance("side").random() < 0.5
    x = (lambda v, w=0.0: 1280 - v - w) if flip else (lambda v, w=0.0: v)
    window = Window(x(470, 260), 130, 260, 190)
    room = Room(scene, wall, tile, (window,), "land")
    room.wallpaper("tiles")
    room.corners()
    room.frames("#f5ecdc", (2, 1))
    room.floor("tiles")
    s, p = room.set, scene.palette
    top = FLOOR_Y - 150
    fit.cupboard(s, x(250, 640), top + 14, 640, 152, front, 6)
    fit.board(s, x(236, 668), top - 4, 668, 20, "#c9a071")
    fit.cupboard(room.wall, x(170, 250), 90, 250, 150, front, 3)
    fit.shelf(room.wall, x(800, 220), 190, 220, "#8a5f40")
    fit.bottles(room.wall, x(812, 196), 190, 196, ("#d98a4a", "#7a9a6a", "#c9b48a", "#a5503c"), 46)
    fit.shelf(room.wall, x(800, 220), 280, 220, "#8a5f40")
    fit.bottles(room.wall, x(812, 196), 280, 196, ("#efe6d6", "#8fb0b8", "#d8b45c"), 40)
    # stove
    sx = x(900, 150)
    s.shadow(sx + 75, FLOOR_Y + 18, 100, 12, 0.4)
    fit.slab(s, sx, top - 6, 150, 172, "#e6ddd0", 8)
    s.rect(sx + 22, top + 58, 106, 74, p.shade("#3a3232", 1, 0.3), rx=8)
    s.rect(
        sx + 30,
        top + 66,
        90,
        58,
        s.lin((0, "#ff9d4a" if room.lamps_on else p.at("#5a4a48"), 0.75), (1, "#3a2020", 0.5)),
        rx=5,
    )
    for i in range(4):
        s.circle(sx + 30 + i * 30, top + 26, 8, p.shade("#3a3232", 1, 0.2))
    s.rect(sx - 4, top - 14, 158, 12, p.shade("#4a4244", 1, 0.3), rx=4)
    kx = sx + 46
    s.path(
        f"M{kx - 32} {top - 14}q-8 -46 32 -50q40 4 32 50z",
        s.across((0, p.lit("#c9503c", 1, 0.7)), (1, p.shade("#c9503c", 1, 0.5))),
    )
    s.line(f"M{kx - 26} {top - 56}q26 -44 52 0M{kx + 30} {top - 40}l26 -18", p.shade("#4a3230", 1, 0.3), 6)
    for i in range(3):
        s.glow(kx + 58 + i * 10, top - 76 - i * 34, 26 + i * 12, "#ffffff", "#ffffff", 0.2)
    # sink tap, things on the counter
    s.line(f"M{x(600)} {top - 4}v-34q0 -22 {-22 if not flip else 22} -22v12", p.lit("#b8bcc0", 1, 0.5), 6)
    fit.bottles(s, x(270, 120), top - 4, 120, ("#8a5f40", "#e6d8bc", "#6f8f6a"), 66)
    fit.plant(
        room.wall, window.x + (36 if not flip else window.width - 36), window.y + window.height + 6, 70, "#c9734a"
    )
    # fridge, clock, hanging lamp
    fx = x(60, 140)
    s.shadow(fx + 70, FLOOR_Y + 18, 100, 12, 0.4)
    fit.slab(s, fx, FLOOR_Y - 326, 140, 340, "#dfe6e0", 14)
    s.line(f"M{fx} {FLOOR_Y - 206}h140", p.shade("#dfe6e0", 1, 0.6), 3)
    s.line(
        f"M{fx + (118 if not flip else 22)} {FLOOR_Y - 286}v50M{fx + (118 if not flip else 22)} {FLOOR_Y - 180}v80",
        p.shade("#8a8f90", 1, 0.2),
        7,
    )
    fit.clock(room.wall, x(1120), 150, 40, "#a5402f")
    lamp = lighting.pendant(s, 640, 96, svg.mix(front, "#ffffff", 0.15), 64)
    room.lamplight(*lamp, 470)
    room.lamplight(sx + 75, top + 96, 130, "#ffd08a", "#ff8a3c", 0.5)
    room.daylight()
    f = room.fore
    wood = svg.mix("#8a5a3a", p.hour.shade, 0.3)
    f.rect(
        -170,
        742,
        560 if not flip else 300,
        90,
        f.lin((0, p.lit(wood, 1, 0.2)), (0.2, p.at(wood)), (1, p.shade(wood, 1, 0.6))),
        rx=10,
    )
    bowl = 60 if not flip else -10
    f.path(f"M{bowl - 80} 694q80 22 160 0q-8 54 -80 54t-80 -54z", p.shade("#5f86a0", 1, 0.35))
    for dx, dy, tone in ((-34, -6, "#c9503c"), (4, -14, "#d98a3a"), (38, -4, "#a8b04a")):
        f.circle(
            bowl + dx, 694 + dy, 30, f.rad((0, p.lit(tone, 1, 0.5)), (1, p.shade(tone, 1, 0.45)), cx=0.4, cy=0.3, r=0.8)
        )
    f.path(f"M{bowl - 80} 694q80 22 160 0q-8 54 -80 54t-80 -54z", p.shade("#5f86a0", 1, 0.35))
    return room.done()


def bedroom(scene: Scene) -> DrawnPlace:
    """A bed, a wardrobe, a small lamp, curtains."""
    wall, floor, blanket, curtain, wood = scene.chance("scheme").choice(
        (
            ("#b9c3d6", "#9a7358", "#4f6a9a", "#e6d8c4", "#7a5642"),
            ("#dcc4c4", "#8f6a56", "#a5566a", "#f0dcc0", "#6a4a40"),
            ("#c4d0bc", "#a57f5c", "#6a8a5a", "#e8c98a", "#74523a"),
        )
    )
    flip = scene.chance("side").random() < 0.5
    x = (lambda v, w=0.0: 1280 - v - w) if flip else (lambda v, w=0.0: v)
    window = Window(x(560, 230), 110, 230, 260)
    room = Room(scene, wall, floor, (window,), "land", lamp=(x(496), 400))
    room.wallpaper(scene.pick("paper", "dots", "stripes"))
    room.corners()
    room.frames("#f2e8dc", (2, 3))
    fit.curtains(room.wall, window.x, window.y, window.width, window.height, curtain)
    room.floor("boards")
    room.skirting("#efe4d6")
    s, p = room.set, scene.palette
    # wardrobe
    fit.cupboard(s, x(1010, 210), FLOOR_Y - 356, 210, 372, wood, 2)
    s.rect(x(1000, 230), FLOOR_Y - 370, 230, 18, p.lit(wood, 1, 0.4), rx=4)
    fit.picture(room.wall, x(300), 200, 150, 104, "#c9a860")
    fit.rug(s, x(660), 660, 520, 100, curtain, blanket)
    fit.bed(s, x(210), FLOOR_Y + 62, -440 if flip else 440, wood, blanket)
    # night table and lamp
    tx = x(496)
    fit.slab(s, tx - 40, FLOOR_Y - 84, 80, 96, wood)
    s.line(f"M{tx - 30} {FLOOR_Y - 46}h60", p.shade(wood, 1, 0.6), 2.5)
    fit.board(s, tx - 46, FLOOR_Y - 92, 92, 10, wood)
    lamp = lighting.table_lamp(s, tx, FLOOR_Y - 92, "#f6dfb0", blanket)
    room.lamplight(*lamp, 360)
    fit.plant(s, x(950), FLOOR_Y + 14, 130, "#8f9aa8")
    room.daylight()
    f = room.fore
    post = x(-110, 0)
    f.path(f"M{post - 150} 830V690Q{post} 640 {post + 150} 690V830Z", p.shade(svg.mix(wood, p.hour.shade, 0.5), 1, 0.6))
    return room.done()


def plain_room(scene: Scene) -> DrawnPlace:
    """Stands in for a room the kit does not know: wall, window, floor, two things that fit anywhere."""
    wall, floor, cloth, second, wood = scene.chance("scheme").choice(HOME_SCHEMES)
    flip = scene.chance("side").random() < 0.5
    x = (lambda v, w=0.0: 1280 - v - w) if flip else (lambda v, w=0.0: v)
    window = Window(x(760, 260), 130, 260, 230)
    room = Room(scene, svg.mix(wall, "#d9d0c4", 0.4), floor, (window,), "land", lamp=(x(150), 400))
    room.corners()
    room.frames("#e8ddcc", (2, 2))
    room.floor("boards")
    room.skirting("#e2d6c6")
    s = room.set
    fit.picture(room.wall, x(420), 220, 170, 120, wood)
    fit.table(s, x(160), FLOOR_Y + 30, 220, 110, wood)
    lamp = lighting.table_lamp(s, x(150), FLOOR_Y - 88, "#f3dfb4", cloth)
    room.lamplight(*lamp, 400)
    fit.plant(s, x(1120), FLOOR_Y + 26, 220, second)
    fit.chair(s, x(330), FLOOR_Y + 26, wood, 1.1)
    room.daylight()
    return room.done()
