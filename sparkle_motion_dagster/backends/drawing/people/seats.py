"""Sitting: what a person sits on, the legs of who sits, and the cloth over them.

What belongs here: everything of a seated body below the hips. What does not: who sits (`film/posture.py`), the rest of
the body (`body.py`).
"""

from collections.abc import Callable

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.cuts import CUT, Hem, skirted
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.svg import Point, darker, lighter, mix
from sparkle_motion_dagster.film.picture import Seat

_WOOD, _STONE, _CLOTH = "#9a6a3e", "#8d8f98", "#8a4a42"


def draw_seat(sheet: Sheet, seat: Seat, frame: BodyFrame) -> None:
    """The seat, behind who sits on it."""
    _SEATS[seat](sheet, frame)


def _top(frame: BodyFrame) -> float:
    """The height of the seat's top."""
    return frame.hip_y + 13 * frame.height / 360


def _slab(sheet: Sheet, left: float, right: float, top: float, thick: float, colour: str) -> None:
    corners = [(left, top), (right, top), (right, top + thick), (left, top + thick)]
    sheet.cel(loop(corners, 0.12), colour, 3, 1.5)


def _post(sheet: Sheet, a: Point, b: Point, width: float, colour: str) -> None:
    sheet.cel(tube([a, b], [width, width]), colour, 2.5, 1.2)


def _chair(sheet: Sheet, frame: BodyFrame) -> None:
    k, h, top = frame.height / 360, frame.hip, _top(frame)
    high = frame.hip_y - 96 * k
    if frame.turn:
        back, front = -h * 1.3, h * 0.45 + 34 * k
        _post(sheet, (front - 16 * k, top), (front - 13 * k, 0), 4.5 * k, darker(_WOOD, 0.25))
        _post(sheet, (back + 18 * k, top), (back + 12 * k, -6 * k), 4.5 * k, darker(_WOOD, 0.3))
        for x in (back - 9 * k, back + 16 * k):
            _post(sheet, (x, high), (x + 8 * k, top + 4 * k), 4.5 * k, darker(_WOOD, 0.12))
        for y in (high + 8 * k, high + 34 * k):
            _slab(sheet, back - 11 * k, back + 20 * k, y, 15 * k, _WOOD)
        _post(sheet, (back, top), (back - 4 * k, 0), 5 * k, darker(_WOOD, 0.1))
        _post(sheet, (front - 4 * k, top), (front, 4 * k), 5 * k, _WOOD)
        _slab(sheet, back - 6 * k, front, top, 10 * k, lighter(_WOOD, 0.08))
        return
    w = h * 1.42
    for s in (-1, 1):
        _post(sheet, (s * w * 0.86, high), (s * w * 0.9, top), 5 * k, darker(_WOOD, 0.12))
        _post(sheet, (s * w * 0.9, top), (s * w * 0.96, 0), 5 * k, _WOOD)
    for y in (high + 6 * k, high + 34 * k):
        _slab(sheet, -w * 0.88, w * 0.88, y, 16 * k, _WOOD)
    _slab(sheet, -w, w, top, 11 * k, lighter(_WOOD, 0.08))


def _stool(sheet: Sheet, frame: BodyFrame) -> None:
    k, h, top = frame.height / 360, frame.hip, _top(frame)
    middle = 10 * k * frame.turn
    for s in (-1, 1):
        _post(sheet, (middle + s * h * 0.75, top), (middle + s * h * 1.05, 0), 4.5 * k, darker(_WOOD, 0.15))
    _slab(sheet, middle - h * 0.9, middle + h * 0.9, top + (0 - top) * 0.55, 6 * k, darker(_WOOD, 0.25))
    _slab(sheet, middle - h * 1.25, middle + h * 1.25, top, 11 * k, lighter(_WOOD, 0.08))


def _bench(sheet: Sheet, frame: BodyFrame) -> None:
    k, top = frame.height / 360, _top(frame)
    wide, iron = 96 * k, "#3b3f4a"
    for s in (-1, 1):
        _post(sheet, (s * wide * 0.86, frame.hip_y - 74 * k), (s * wide * 0.86, 0), 4.5 * k, iron)
    for y in (frame.hip_y - 76 * k, frame.hip_y - 52 * k):
        _slab(sheet, -wide, wide, y, 15 * k, _WOOD)
    _slab(sheet, -wide * 1.03, wide * 1.03, top, 12 * k, lighter(_WOOD, 0.06))


def _armchair(sheet: Sheet, frame: BodyFrame) -> None:
    k, h, top = frame.height / 360, frame.hip, _top(frame)
    w, high, middle = h * 1.9, frame.hip_y - 116 * k, 8 * k * frame.turn
    sheet.cel(loop([(middle - w * 0.8, high + 16 * k), (middle, high), (middle + w * 0.8, high + 16 * k), (middle + w * 0.9, -6 * k),
                    (middle - w * 0.9, -6 * k)], 0.5), darker(_CLOTH, 0.18), 9 * k, 3 * k)  # fmt: skip
    _slab(sheet, middle - w * 0.8, middle + w * 0.8, top, 34 * k, lighter(_CLOTH, 0.08))
    for s in (-1, 1):
        x = middle + s * w * 0.98
        sheet.cel(loop([(x - 13 * k, top - 30 * k), (x, top - 38 * k), (x + 13 * k, top - 30 * k), (x + 13 * k, -4 * k), (x - 13 * k, -4 * k)], 0.6),
                  _CLOTH, 5 * k, 2 * k)  # fmt: skip


def _rock(sheet: Sheet, frame: BodyFrame) -> None:
    k, h, top = frame.height / 360, frame.hip, _top(frame)
    left, right = -h * 1.9, h * 1.5 + 22 * k * frame.turn
    sheet.cel(loop([(left * 0.6, top - 3 * k), (0, top + 1 * k), (right * 0.72, top - 2 * k), (right * 0.98, top * 0.55),
                    (right * 1.08, -2 * k), (left * 1.05, -2 * k), (left * 0.94, top * 0.5)], 0.55), _STONE, 12 * k, 3 * k)  # fmt: skip


_SEATS: dict[Seat, Callable[[Sheet, BodyFrame], None]] = {
    "chair": _chair, "stool": _stool, "bench": _bench, "armchair": _armchair, "rock": _rock,
}  # fmt: skip


def knees(frame: BodyFrame) -> tuple[tuple[Point, Point, Point, float], ...]:
    """(hip, knee, foot, toe direction) of the far and the near leg."""
    k, h, y = frame.height / 360, frame.hip, frame.hip_y
    if frame.turn:
        reach = 60 * k
        return (
            ((h * 0.4, y - 2 * k), (h * 0.4 + reach, y - 1 * k), (h * 0.4 + reach + 6 * k, -8 * k), 1.0),
            ((-h * 0.45, y + 2 * k), (-h * 0.45 + reach, y + 6 * k), (-h * 0.45 + reach + 3 * k, -8 * k), 0.95),
        )
    return (
        ((h * 0.46, y), (h * 0.74, y + 24 * k), (h * 0.7, -8 * k), 0.42),
        ((-h * 0.46, y), (-h * 0.74, y + 24 * k), (-h * 0.7, -8 * k), -0.42),
    )


def draw_seated_leg(sheet: Sheet, look: Look, frame: BodyFrame, *, far: bool) -> None:
    """One leg: a shin, and over it the thigh that comes forward."""
    k, w = frame.height / 360, frame.limb
    bare = look.bottom != "trousers" or CUT[look.outfit].bare_legs
    colour = mix(look.skin, "#c0604a", 0.05) if bare else look.bottom_colour
    colour = darker(colour, 0.12) if far else colour
    hip, knee, foot, _ = knees(frame)[0 if far else 1]
    shin, thigh = (
        ([8.6 * w, 8.2 * w, 5.4 * w], [13 * w, 10 * w]) if bare else ([12 * w, 11 * w, 10 * w], [16 * w, 13.5 * w])
    )
    calf = ((knee[0] + foot[0]) / 2, knee[1] * 0.55)
    sheet.cel(tube([knee, calf, foot], shin, round_end=False, round_start=True), darker(colour, 0.06), 6 * k, 2 * k)
    if look.bottom == "shorts" and not CUT[look.outfit].bare_legs:
        colour, thigh = darker(look.bottom_colour, 0.1 if far else 0.0), [17 * w, 15 * w]
    sheet.cel(tube([hip, knee], thigh, round_start=True), colour, 6 * k, 2 * k)


def draw_lap(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """The skirt or the long coat over thighs and knees; nothing for who wears neither."""
    cut = CUT[look.outfit]
    falls: dict[Hem, float] = {"thigh": 0.86, "knee": 0.72, "shin": 0.42, "floor": 0.06}
    if skirted(look):
        colour, share = look.bottom_colour, 0.62
    elif cut.hem in falls:
        colour, share = look.top, falls[cut.hem]
    else:
        return
    k, h, y = frame.height / 360, frame.hip, frame.hip_y
    low = y * share
    if frame.turn:
        far_x, near_x = h * 0.4 + 60 * k, -h * 0.45 + 60 * k
        points = [
            (-h * 0.98, y - 14 * k), (h * 0.6, y - 17 * k), (far_x - 4 * k, y - 17 * k), (far_x + 15 * k, y - 4 * k),
            (far_x + 18 * k, low), (near_x - 14 * k, low + 5 * k), (near_x - 19 * k, max(y + 22 * k, low - 26 * k)), (-h * 0.7, y + 20 * k),
            (-h * 1.12, y + 10 * k),
        ]  # fmt: skip
    else:
        points = [
            (-h * 0.98, y - 16 * k), (h * 0.98, y - 16 * k), (h * 1.24, y + 6 * k), (h * 1.3, y + 24 * k), (h * 1.3, low),
            (0.0, low + 6 * k), (-h * 1.3, low), (-h * 1.3, y + 24 * k), (-h * 1.24, y + 6 * k),
        ]  # fmt: skip
    d = loop(points, 0.5)
    sheet.cel(d, colour, 9 * k, 3 * k)
