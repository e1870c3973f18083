"""The top of a lighthouse, inside: glass all round, the great lens in the middle.

What belongs here: this one room. What does not: the lighthouse from outside (`shore.py`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.room import Room, Window
from sparkle_motion_dagster.backends.drawing.places.sheet import LEFT, RIGHT, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.svg import num

_LENS_X, _FOOT_Y = 640.0, 604.0


def lamp_room(scene: Scene) -> DrawnPlace:
    """Tall panes over the sea, an iron gallery before them, the lens on its brass table, a stair down."""
    iron = scene.pick("iron", "#4f6a68", "#5a6472", "#6a5f58")
    panes = [Window(x, 46, 276, 366) for x in (-150, 154, 502, 850, 1154)]
    room = Room(scene, iron, "#8a6a4c", panes, "sea", lamp=(_LENS_X, 300.0))
    room.frames("#3c4c4e", (2, 3), sill=False)
    room.floor("boards")
    _gallery(room.wall)
    _lens(room.set)
    _stair(room.set, 1130 if scene.chance("side").random() < 0.5 else 150)
    room.lamplight(_LENS_X, 330, 330, strength=0.5)  # it waits to be lit: a story says when
    room.daylight()
    room.corners()
    return room.done(646, "room")


def _gallery(s: Sheet) -> None:
    """The dome's ribs above, a panelled parapet below."""
    p = s.palette
    iron = p.shade("#39474a", 1, 0.3)
    for x in (-160, 140, 466, 814, 1140, 1440):
        s.line(f"M{x} 424Q{num(x * 0.55 + 288)} -60 640 -150", iron, 9, opacity=0.55)
    s.rect(LEFT, 424, RIGHT - LEFT, 20, s.lin((0, p.lit("#5a6a6c", 1, 0.5)), (1, p.shade("#3c4c4e", 1, 0.4))))
    panels = "".join(f"M{x} 462h112v72h-112z" for x in range(-150, 1440, 136))
    s.line(panels, p.shade("#39474a", 1, 0.5), 3, opacity=0.5)
    rivets = "".join(f"M{x} 434h.1" for x in range(-150, 1440, 34))
    s.line(rivets, p.lit("#9aa6a4", 1, 0.5), 5)


def _lens(s: Sheet) -> None:
    """Rings of glass in a brass cage, on a table that turns."""
    p = s.palette
    x, y = _LENS_X, _FOOT_Y
    brass, glass = "#c99a48", "#cfe6ea"
    s.shadow(x, y + 4, 190, 20, 0.5)
    s.path(
        f"M{x - 92} {y}L{x - 62} {y - 96}H{x + 62}L{x + 92} {y}Z",
        s.across((0, p.lit("#59656a", 1, 0.5)), (1, p.shade("#3a4448", 1, 0.5))),
    )
    for dy, half in ((96, 150), (112, 134)):
        s.ellipse(x, y - dy, half, half * 0.14, s.across((0, p.lit(brass, 1, 0.7)), (1, p.shade(brass, 1, 0.5))))
    top, bottom = y - 428, y - 118
    outline = f"M{x - 96} {bottom}C{x - 150} {bottom - 80} {x - 150} {top + 80} {x - 84} {top}H{x + 84}C{x + 150} {top + 80} {x + 150} {bottom - 80} {x + 96} {bottom}Z"
    lit = p.lamps > 0.3
    body = s.across((0, p.lit(glass, 1, 0.9)), (0.5, p.at("#a9cdd4")), (1, p.shade("#86aab4", 1, 0.4)))
    s.path(
        outline,
        s.rad((0, "#ffedb8"), (0.22, "#c4b48e"), (1, p.shade("#7f98a0", 1, 0.3)), r=0.62) if lit else body,
        opacity=0.92,
    )
    middle = (top + bottom) / 2
    rings = []
    for step in range(-6, 7):
        at = middle + step * 23
        reach = 132 - 1.05 * step * step
        rings.append(f"M{num(x - reach)} {num(at)}Q{x} {num(at + 11)} {num(x + reach)} {num(at)}")
    s.line("".join(rings), "#d8d6c0" if lit else p.lit("#ffffff", 1, 0.6), 3.2, opacity=0.7)
    s.line("".join(rings), p.shade("#6f8f98", 1, 0.5), 1.2, opacity=0.6)
    for radius in (54, 38, 22):
        s.circle(
            x,
            middle + 5,
            radius,
            "none",
            stroke=p.lit("#ffffff", 1, 0.8) if not lit else "#fffdf0",
            stroke_width=4,
            stroke_opacity=0.75,
        )
    s.circle(x, middle + 5, 15, "#fffef2" if lit else p.lit("#f4f0d8", 1, 0.4))
    s.line(outline, p.shade(brass, 1, 0.2), 8)
    s.line(
        f"M{x - 68} {bottom}C{x - 88} {bottom - 90} {x - 88} {top + 90} {x - 58} {top}M{x + 68} {bottom}C{x + 88} {bottom - 90} {x + 88} {top + 90} {x + 58} {top}",
        p.lit(brass, 1, 0.5),
        5,
    )
    s.path(
        f"M{x - 96} {top}Q{x} {top - 54} {x + 96} {top}Z",
        s.across((0, p.lit(brass, 1, 0.7)), (1, p.shade(brass, 1, 0.5))),
    )
    s.circle(x, top - 34, 13, p.lit(brass, 1, 0.6))


def _stair(s: Sheet, x: float) -> None:
    """The hatch of the winding stair, with its rail."""
    p = s.palette
    s.ellipse(x, 628, 116, 26, p.shade("#241c1a", 1, 0.6))
    s.ellipse(x, 624, 116, 26, "none", stroke=p.lit("#6a5648", 1, 0.3), stroke_width=6)
    iron = p.shade(svg.mix("#3f4a4c", "#8a6a4c", 0.2), 1, 0.3)
    s.line(f"M{x - 104} 620V520Q{x} 500 {x + 104} 520V620", iron, 7)
    s.line("".join(f"M{x + dx} {516 - 9 * (1 - abs(dx) / 104):.1f}V612" for dx in (-70, -35, 0, 35, 70)), iron, 4)
