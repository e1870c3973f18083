"""Inside a car, seen through its windscreen.

What belongs here: the one place that rolls. What does not: cars as things on a street (`own_props/travel.py`), the
carriage of a train (`halls.py`).

A car is small: its widest picture shows two thirds of the stage, and nobody's legs.
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import Box
from sparkle_motion_dagster.backends.drawing.places import land, plants
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, TOP, DrawnPlace, Scene, Sheet
from sparkle_motion_dagster.backends.drawing.places.sky import fill_sky
from sparkle_motion_dagster.backends.drawing.svg import num

_WIDEST: Box = (260.0, 232.0, 760.0, 428.0)
_GROUND_Y = 726.0
_LOWEST_HEAD_Y = 462.0
_REAR = "M508 300Q640 288 772 300Q790 302 794 318L812 400Q815 414 798 416Q640 422 482 416Q465 414 468 400L486 318Q490 302 508 300Z"
_SIDES = (
    f"M{LEFT} 286L372 290Q404 292 410 314L428 424Q431 448 408 450L{LEFT} 480Z",
    f"M{RIGHT} 286L908 290Q876 292 870 314L852 424Q849 448 872 450L{RIGHT} 480Z",
)
_SEAT_TOP, _SEAT_LEFT, _SEAT_RIGHT = 452.0, 330.0, 950.0
_WHEEL_X = 760.0
"""The wheel stands before the right one of two, where a driver sits as the camera sees it."""


def car(scene: Scene) -> DrawnPlace:
    """A bench seat, windows on three sides with the land going by, wheel and dashboard before everybody."""
    trim, plush = scene.chance("scheme").choice(
        (("#7c8790", "#8a4a3c"), ("#8d8272", "#4f6a72"), ("#6d7a78", "#9a6e48"), ("#867a86", "#5a4f7a"))
    )
    view = scene.sheet("view", scene.outside("land"))
    fill_sky(view, 410, sun_x=0.29)
    land.hills(view, 384, 16, "#86a48c", 0.2, bottom=520)
    line = land.hills(view, 408, 8, "#7a9c62", 0.45, bottom=520)
    plants.treeline(view, line, "#4d7650", 0.45, 30, 80, "mixed")
    if scene.weather in ("rain", "storm"):
        view.strokes(170, (LEFT, 280, RIGHT - LEFT, 170), "#dfe8f5", 3, 1.3, 0.5, slant=6)
    body = scene.sheet("body")
    _shell(body, trim)
    seat = scene.sheet("seat")
    _bench(seat, plush)
    fore = scene.sheet("fore")
    _dashboard(fore, trim)
    layers = view.layer(0.3, "drift"), body.layer(0.85), seat.layer(1.0), fore.layer(1.12)
    return DrawnPlace(layers, _GROUND_Y, "car", _WIDEST, _LOWEST_HEAD_Y)


def _shell(s: Sheet, trim: str) -> None:
    """Roof, pillars and doors, with holes where the windows are."""
    p = s.palette
    cloth = svg.mix(trim, "#e8e2d6", 0.45)
    fill = s.lin((0, p.shade(cloth, 1, 0.2)), (0.42, p.lit(cloth, 1, 0.2)), (0.75, p.shade(trim, 1, 0.6)))
    s.path(f"M{LEFT} {TOP}H{RIGHT}V{BOTTOM}H{LEFT}Z{_REAR}{''.join(_SIDES)}", fill, fill_rule="evenodd")
    for outline in (_REAR, *_SIDES):
        s.line(outline, p.shade("#3a3c42", 1, 0.4), 6)
    s.line(f"M{LEFT} 262Q640 240 {RIGHT} 262", p.shade(cloth, 1, 0.4), 1.6, opacity=0.45)
    for y, half in ((326, 152), (392, 166)):  # the heating of the rear window
        s.line(f"M{640 - half} {y}Q640 {y - 8} {640 + half} {y}", "#ffffff", 1, opacity=0.14)
    metal = p.lit("#c9ccd2", 1, 0.45)
    for side, x in ((-1, 300.0), (1, 980.0)):  # doors: an arm rest, a handle, a crank
        s.rect(x - 90, 508, 180, 22, s.lin((0, p.lit(trim, 1, 0.4)), (1, p.shade(trim, 1, 0.5))), rx=10)
        s.line(f"M{x - side * 20} 492h{side * -44}", metal, 6)
        s.circle(x + side * 40, 566, 10, p.shade(trim, 1, 0.7))
        s.line(f"M{x + side * 40} 566l{side * 22} 14", metal, 5)


def _bench(s: Sheet, plush: str) -> None:
    """The seat on which everybody sits, stitched in pipes."""
    p, top, left, right = s.palette, _SEAT_TOP, _SEAT_LEFT, _SEAT_RIGHT
    s.path(
        f"M{left} {BOTTOM}L{left + 12} {top + 28}Q{left + 18} {top} {left + 54} {top - 3}Q640 {top - 14} {right - 54} {top - 3}"
        f"Q{right - 18} {top} {right - 12} {top + 28}L{right} {BOTTOM}Z",
        s.lin((0, p.lit(plush, 1, 0.5)), (0.16, p.at(plush)), (0.7, p.shade(plush, 1, 0.65))),
    )
    s.line(f"M{left + 28} {top + 20}Q640 {top} {right - 28} {top + 20}", p.lit(plush, 1, 0.9), 3, opacity=0.5)
    half = (right - left) / 2
    pipes = "".join(
        f"M{num(x)} {num(top + 22 - 12 * (1 - ((x - 640) / half) ** 2))}V{BOTTOM}" for x in range(376, 930, 44)
    )
    s.line(pipes, p.shade(plush, 1, 0.85), 2.2, opacity=0.5)


def _dashboard(s: Sheet, trim: str) -> None:
    """What stands between the lens and the people: mirror, dashboard, wheel."""
    p = s.palette
    dark = svg.mix(trim, "#23252c", 0.6)
    s.line("M640 200V254", p.shade(dark, 1, 0.3), 8)
    s.rect(582, 250, 116, 34, s.lin((0, p.lit(dark, 1, 0.4)), (1, p.shade(dark, 1, 0.4))), rx=16)
    s.rect(590, 256, 100, 22, p.lit("#aebfc8", 1, 0.2), rx=11)
    s.path(
        f"M{LEFT} 646Q300 610 640 606Q980 610 {RIGHT} 646V{BOTTOM}H{LEFT}Z",
        s.lin((0, p.lit(dark, 1, 0.35)), (0.3, p.at(dark)), (1, p.shade(dark, 1, 0.6))),
    )
    s.line(f"M{LEFT} 650Q300 614 640 610Q980 614 {RIGHT} 650", p.lit(dark, 1, 0.9), 3, opacity=0.5)
    s.rect(450, 628, 96, 24, p.shade(dark, 1, 0.7), rx=7)
    s.line("M462 636h72M462 644h72", p.lit(dark, 1, 0.2), 2, opacity=0.6)
    x, y, r = _WHEEL_X, 668.0, 76.0
    s.circle(x, y, r, "none", stroke=p.shade(dark, 1, 0.75), stroke_width=13)
    s.circle(x, y, r - 2, "none", stroke=p.lit(dark, 1, 0.5), stroke_width=2, stroke_opacity=0.6)
    s.line(f"M{x - r + 6} {y - 4}H{x + r - 6}", p.shade(dark, 1, 0.6), 11)
    s.circle(x, y, 19, s.lin((0, p.lit("#c9ccd2", 1, 0.4)), (1, p.shade("#8d9098", 1, 0.5))))
    if p.lamps > 0.3:  # the dials
        s.glow(x, y - 22, 120, "#ffe7b0", "#ffb25a", 0.35 * p.lamps, squash=0.5)
