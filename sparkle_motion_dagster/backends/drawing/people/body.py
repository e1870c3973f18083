"""A person's body: legs, shoes, neck, arms and hands, dressed.

What belongs here: limbs and the order in which a body is drawn. What does not: garments (`clothes.py`), the head.
"""

import math

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.clothes import draw_over, draw_scarf, draw_torso, draw_under
from sparkle_motion_dagster.backends.drawing.people.cuts import CUT
from sparkle_motion_dagster.backends.drawing.people.frame import Arm, BodyFrame
from sparkle_motion_dagster.backends.drawing.people.seats import draw_lap, draw_seat, draw_seated_leg, knees
from sparkle_motion_dagster.backends.drawing.people.steps import Leg, Step, legs_of
from sparkle_motion_dagster.backends.drawing.svg import Point, darker, lighter, mix, num
from sparkle_motion_dagster.film.picture import Seat


def draw_body(sheet: Sheet, look: Look, frame: BodyFrame, seat: Seat | None) -> None:
    """The whole body without the head; on its seat, if it sits."""
    cut = CUT[look.outfit]
    if seat is not None:
        draw_seat(sheet, seat, frame)
    draw_under(sheet, look, frame)
    _arm(sheet, look, frame, frame.far, far=True)
    if frame.seated:
        pass  # the thighs lie over the trunk
    elif frame.step is not None:
        _walking_legs(sheet, look, frame, frame.step)
    elif not cut.covers_legs:
        _legs(sheet, look, frame)
    else:
        _feet(sheet, look, frame)
    _neck(sheet, look, frame)
    draw_torso(sheet, look, frame)
    draw_over(sheet, look, frame)
    if frame.seated:
        _seated_legs(sheet, look, frame)
    if look.scarf:
        draw_scarf(sheet, look.scarf, frame)
    if "necklace" in look.accessories:
        _necklace(sheet, frame)
    if "bag" in look.accessories:
        _bag(sheet, frame)
    _arm(sheet, look, frame, frame.near, far=False)


# ------------------------------------------------------------------------------------------ legs and shoes
def _stances(frame: BodyFrame) -> tuple[tuple[float, float, float], ...]:
    """(x at the hip, x at the foot, toe direction) of the far and the near leg."""
    k, h = frame.height / 360, frame.hip
    if frame.turn:
        return ((h * 0.45, h * 0.62, 1.0), (-h * 0.45, -h * 0.56, 0.9))
    return ((h * 0.46, h * 0.6 + 2 * k, 0.42), (-h * 0.46, -h * 0.6 - 2 * k, -0.42))


def _legs(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, w = frame.height / 360, frame.limb
    bare = look.bottom != "trousers" or CUT[look.outfit].bare_legs
    for index, (hip_x, foot_x, toe) in enumerate(_stances(frame)):
        colour = mix(look.skin, "#c0604a", 0.05) if bare else look.bottom_colour
        if index == 0:
            colour = darker(colour, 0.12)
        widths = (
            [13 * w, 8.6 * w, 8.2 * w, 5.4 * w] if bare else [min(16.5 * w, frame.hip * 0.53), 12 * w, 11 * w, 10 * w]
        )
        knee_x = (hip_x + foot_x) / 2 + 2.5 * frame.turn * k
        leg = tube([(hip_x, frame.hip_y - 6 * k), (knee_x, frame.knee_y), (knee_x * 0.4 + foot_x * 0.6 - (1.5 * k if bare else 0),
                    frame.knee_y * 0.62), (foot_x, -8 * k)], widths, round_end=False)  # fmt: skip
        sheet.cel(leg, colour, 6 * k, 2 * k)
        if not bare:
            for y, side in ((frame.knee_y * 1.02, 1), (frame.knee_y * 0.2, -1)):
                sheet.line(
                    f"M{num(knee_x + side * 8 * w)} {num(y)}Q{num(knee_x + side * 2 * w)} {num(y + 5 * k)} "
                    f"{num(knee_x - side * 3 * w)} {num(y + 3 * k)}",
                    darker(colour, 0.3),
                    1.5 * k,
                    0.5,
                )
        _shoe(sheet, look, frame, foot_x, toe, far=index == 0)
        if look.bottom == "shorts" and not CUT[look.outfit].bare_legs:
            shorts = tube(
                [(hip_x, frame.hip_y - 8 * k), (knee_x, frame.knee_y * 1.12)], [17 * w, 15 * w], round_end=False
            )
            sheet.cel(shorts, darker(look.bottom_colour, 0.1 if index == 0 else 0), 6 * k, 2 * k)


def _seated_legs(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    for index, (_, _, (foot_x, _), toe) in enumerate(knees(frame)):
        _shoe(sheet, look, frame, foot_x, toe, far=index == 0)
        draw_seated_leg(sheet, look, frame, far=index == 0)
    draw_lap(sheet, look, frame)


def stepping_legs(frame: BodyFrame, step: Step) -> tuple[Leg, Leg]:
    """The far and the near leg of who walks."""
    k, h = frame.height / 360, frame.hip
    hips = (h * 0.2, frame.hip_y - 4 * k), (-h * 0.2, frame.hip_y - 4 * k)
    return legs_of(step, hips, -frame.hip_y - 4 * k)


def sinks(frame: BodyFrame) -> float:
    """How much lower the body is than when standing, so that one foot is on the ground."""
    if frame.step is None:
        return 0.0
    return -8 * frame.height / 360 - max(leg.ankle[1] for leg in stepping_legs(frame, frame.step))


def _walking_legs(sheet: Sheet, look: Look, frame: BodyFrame, step: Step) -> None:
    k, w = frame.height / 360, frame.limb
    bare = look.bottom != "trousers" or CUT[look.outfit].bare_legs
    for index, leg in enumerate(stepping_legs(frame, step)):
        colour = mix(look.skin, "#c0604a", 0.05) if bare else look.bottom_colour
        colour = darker(colour, 0.12) if index == 0 else colour
        if not CUT[look.outfit].covers_legs:
            widths = [13 * w, 8.8 * w, 5.6 * w] if bare else [min(16.5 * w, frame.hip * 0.53), 12.4 * w, 10 * w]
            sheet.cel(
                tube([leg.hip, leg.knee, leg.ankle], widths, round_end=False, round_start=True), colour, 6 * k, 2 * k
            )
        _shoe(sheet, look, frame, leg.ankle[0], 1.0, far=index == 0, y=leg.ankle[1] + 8 * k)
        if look.bottom == "shorts" and not CUT[look.outfit].bare_legs:
            end = ((leg.hip[0] + 4 * leg.knee[0]) / 5, (leg.hip[1] + 4 * leg.knee[1]) / 5)
            shorts = tube([leg.hip, end], [17 * w, 15 * w], round_end=False, round_start=True)
            sheet.cel(shorts, darker(look.bottom_colour, 0.1 if index == 0 else 0), 6 * k, 2 * k)


def _feet(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    for index, (_, foot_x, toe) in enumerate(_stances(frame)):
        _shoe(sheet, look, frame, foot_x, toe, far=index == 0)


def _shoe(sheet: Sheet, look: Look, frame: BodyFrame, x: float, toe: float, *, far: bool, y: float = 0.0) -> None:
    k = frame.height / 360 * (1.16 if look.age == "child" else 1.0)
    colour = look.shoe_colour if look.shoes != "bare" else look.skin
    colour = darker(colour, 0.14) if far else colour
    s = 1 if toe > 0 else -1
    reach = (10 + 13 * abs(toe)) * k
    top = {"boots": 42.0, "shoes": 13.0, "bare": 12.0}[look.shoes] * k
    if look.shoes == "boots":
        sheet.cel(tube([(x, y - top), (x, y - 8 * k)], [11.5 * k, 10 * k], round_end=False), colour, 5 * k, 2 * k)
        sheet.line(
            f"M{num(x - 11 * k)} {num(y - top + 3)}L{num(x + 11 * k)} {num(y - top + 3)}", lighter(colour, 0.16), 4 * k
        )
    n = num
    heel = x - s * 10 * k
    sheet.cel(
        f"M{n(heel)} {n(y)}C{n(heel - s * 3 * k)} {n(y - 8 * k)} {n(heel)} {n(y - 13 * k)} {n(x - s * 4 * k)} {n(y - 13.5 * k)}"
        f"C{n(x + s * 6 * k)} {n(y - 13 * k)} {n(x + s * 8 * k)} {n(y - 10.5 * k)} {n(x + s * reach * 0.7)} {n(y - 8.5 * k)}"
        f"C{n(x + s * reach)} {n(y - 7.5 * k)} {n(x + s * (reach + 3 * k))} {n(y - 3 * k)} {n(x + s * (reach + 1 * k))} {n(y)}Z",
        colour, 4 * k, 1.8 * k,
    )  # fmt: skip
    if look.shoes != "bare":
        sheet.line(f"M{n(heel)} {n(y - 1)}L{n(x + s * reach)} {n(y - 1)}", darker(look.shoe_colour, 0.45), 2.4 * k)


# -------------------------------------------------------------------------------------------- neck, arms
def _neck(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360 * (1.05 if look.age == "child" else 1.0)
    w = (10.5 if look.sex == "woman" or look.age == "child" else 13.5) * k
    x = frame.lean * 1.1
    top = frame.chin - 14 * k
    n = num
    d = (f"M{n(x - w)} {n(top)}L{n(x - w)} {n(frame.chin + 3)}Q{n(x - w * 1.1)} {n(frame.shoulder_y)} {n(x - w * 2.2)} "
         f"{n(frame.shoulder_y + 5 * k)}L{n(x)} {n(frame.shoulder_y + 26 * k)}L{n(x + w * 2.2)} {n(frame.shoulder_y + 5 * k)}"
         f"Q{n(x + w * 1.1)} {n(frame.shoulder_y)} {n(x + w)} {n(frame.chin + 3)}L{n(x + w)} {n(top)}Z")  # fmt: skip
    sheet.cel(d, mix(look.skin, "#a04a3a", 0.08), 5 * k, 1.5, soft=False)
    with sheet.inside(d):
        sheet.fill(loop([(x - w * 2, frame.chin - 16), (x + w * 2, frame.chin - 16), (x + w * 1.3, frame.chin + 5 * k),
                         (x + 3 * frame.turn, frame.chin + 9 * k), (x - w * 1.3, frame.chin + 5 * k)]),
                   mix(look.skin, "#5a2a34", 0.42), 0.75)  # fmt: skip


def _arm(sheet: Sheet, look: Look, frame: BodyFrame, arm: Arm, *, far: bool) -> None:
    cut, k, w = CUT[look.outfit], frame.height / 360, frame.limb
    sleeve = cut.sleeve_colour(look)
    if far:
        sleeve = darker(sleeve, 0.1)
    bulk = cut.bulk
    skin = darker(look.skin, 0.05) if far else look.skin
    joints = [arm.shoulder, arm.elbow, arm.wrist]
    _hand(sheet, look, frame, arm, far=far)
    if cut.sleeves == "long":
        _limb(sheet, joints, [12.4 * w * bulk, 10.2 * w * bulk, 8 * w * bulk * cut.flare], sleeve, k)
        _cuff(
            sheet, frame, arm, darker(sleeve, 0.18) if cut.flare == 1 else cut.lining(look), 8.4 * w * bulk * cut.flare
        )
        ex, ey = arm.elbow
        side = 1 if arm.wrist[0] > ex else -1
        for dy in (-4, 3):
            sheet.line(
                f"M{num(ex + side * 7 * w)} {num(ey + dy * k)}Q{num(ex)} {num(ey + (dy + 3) * k)} {num(ex - side * 4 * w)} "
                f"{num(ey + (dy - 1) * k)}",
                darker(sleeve, 0.3),
                1.4 * k,
                0.5,
            )
    else:
        _limb(sheet, joints, [10.5 * w, 8 * w, 6.2 * w], skin, k)
        end = 0.62 if cut.sleeves == "short" else 0.3
        mid = (
            arm.shoulder[0] + (arm.elbow[0] - arm.shoulder[0]) * end,
            arm.shoulder[1] + (arm.elbow[1] - arm.shoulder[1]) * end,
        )
        sheet.cel(
            tube([arm.shoulder, mid], [13.5 * w, 12.5 * w], round_end=False, round_start=True), sleeve, 5 * k, 2 * k
        )
    if look.outfit == "armour":
        sx, sy = arm.shoulder
        sheet.cel(loop([(sx - 17 * w, sy + 8 * k), (sx - 13 * w, sy - 12 * k), (sx, sy - 17 * k), (sx + 13 * w, sy - 12 * k),
                        (sx + 17 * w, sy + 8 * k), (sx, sy + 15 * k)]), lighter(sleeve, 0.12), 7 * k, 3 * k)  # fmt: skip
    if look.outfit == "uniform":
        sx, sy = arm.shoulder
        sheet.line(f"M{num(sx - 9 * w)} {num(sy - 9 * k)}L{num(sx + 9 * w)} {num(sy - 9 * k)}", "#e0b84e", 5 * k)


def _limb(sheet: Sheet, joints: list[Point], widths: list[float], colour: str, k: float) -> None:
    """A bent limb; one bent sharply is drawn in two parts, so that it does not fold into itself."""
    (ax, ay), (bx, by) = _unit(joints[0], joints[1]), _unit(joints[1], joints[2])
    if ax * bx + ay * by < -0.1:
        sheet.cel(tube(joints[:2], widths[:2], round_start=True), colour, 5.5 * k, 2 * k)
        sheet.cel(tube(joints[1:], widths[1:], round_end=False, round_start=True), colour, 5.5 * k, 2 * k)
    else:
        sheet.cel(tube(joints, widths, round_end=False, round_start=True), colour, 5.5 * k, 2 * k)


def _cuff(sheet: Sheet, frame: BodyFrame, arm: Arm, colour: str, half: float) -> None:
    ux, uy = _unit(arm.elbow, arm.wrist)
    x, y = arm.wrist
    k = frame.height / 360
    sheet.line(
        f"M{num(x - uy * half - ux * 2 * k)} {num(y + ux * half - uy * 2 * k)}"
        f"L{num(x + uy * half - ux * 2 * k)} {num(y - ux * half - uy * 2 * k)}",
        colour,
        4 * k,
    )


def _unit(a: Point, b: Point) -> Point:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length


def _hand(sheet: Sheet, look: Look, frame: BodyFrame, arm: Arm, *, far: bool) -> None:
    ux, uy = _unit(arm.elbow, arm.wrist)
    x, y = arm.wrist
    k = frame.height / 360 * (1.22 if look.age == "child" else 1.08)
    side = 1.0 if not far else -1.0
    if uy < -0.2:
        side = -side

    def at(along: float, across: float) -> Point:
        return (x + (ux * along + uy * across * side) * k, y + (uy * along - ux * across * side) * k)

    colour = {"spacesuit": "#e9edf2", "armour": "#9aa3b5"}.get(look.outfit, look.skin)
    if arm.open_hand:
        for across, reach in ((-5.5, 19), (-1.8, 22.5), (2.0, 21.5), (5.4, 18)):
            sheet.cel(tube([at(8, across * 0.7), at(reach, across * 1.35)], [2.7 * k, 2.2 * k]), colour, 1.2, 0.6)
        sheet.cel(tube([at(4, 4), at(9, 11)], [3 * k, 2.4 * k]), colour, 1.2, 0.6)
        sheet.cel(
            loop([at(-3, -5), at(4, -7), at(11, -6.5), at(13, 0), at(11, 6.5), at(4, 7), at(-3, 5)]), colour, 2.5, 1
        )
    else:
        sheet.cel(loop([at(-3, -5), at(4, -6.5), at(11, -6.5), at(17, -4.5), at(19.5, 0), at(17.5, 4.5), at(11, 6), at(4, 6), at(-3, 5)]),
                  colour, 3, 1.2)  # fmt: skip
        sheet.cel(tube([at(2, 4.5), at(7, 8), at(12, 6.5)], [3 * k, 2.9 * k, 2.1 * k]), colour, 1.2, 0.6)
        ink = mix(look.skin, "#7a3a30", 0.5)
        for across in (-2.2, 1.6):
            a, b = at(13, across), at(18, across * 0.9)
            sheet.line(f"M{num(a[0])} {num(a[1])}L{num(b[0])} {num(b[1])}", ink, 0.9 * k, 0.7)
    if far and "lantern" in look.accessories:
        _lantern(sheet, at(10, 0), k)
    if far and "cane" in look.accessories:
        cx, cy = at(9, 0)
        sheet.line(
            f"M{num(cx - 8 * k)} {num(cy - 6 * k)}Q{num(cx - 2 * k)} {num(cy - 18 * k)} {num(cx + 4 * k)} {num(cy - 6 * k)}"
            f"L{num(cx + 8 * k)} -1",
            "#6b4428",
            4.5 * k,
        )


def _lantern(sheet: Sheet, at: Point, k: float) -> None:
    x, y = at
    sheet.blush(x, y + 24 * k, 62 * k, "#ffce6b", 0.55)
    n = num
    sheet.line(
        f"M{n(x - 8 * k)} {n(y + 12 * k)}Q{n(x)} {n(y - 8 * k)} {n(x + 8 * k)} {n(y + 12 * k)}", "#2c2230", 2 * k
    )
    sheet.fill(
        f"M{n(x - 8 * k)} {n(y + 15 * k)}L{n(x + 8 * k)} {n(y + 15 * k)}L{n(x + 9 * k)} {n(y + 35 * k)}L{n(x - 9 * k)} {n(y + 35 * k)}Z",
        "#fff0b0",
        own=True,
    )
    sheet.oval(x, y + 26 * k, 3.4 * k, 6.5 * k, "#ff9d2e", own=True)
    for yy, w in ((14, 11), (36, 12)):
        sheet.line(f"M{n(x - w * k)} {n(y + yy * k)}L{n(x + w * k)} {n(y + yy * k)}", "#2c2230", 4 * k)
    for dx in (-8, 8):
        sheet.line(f"M{n(x + dx * k)} {n(y + 14 * k)}L{n(x + dx * 1.1 * k)} {n(y + 36 * k)}", "#2c2230", 1.8 * k)


def _necklace(sheet: Sheet, frame: BodyFrame) -> None:
    k, x = frame.height / 360, frame.lean * 1.2
    for i in range(9):
        t = -1 + i / 4
        sheet.oval(x + t * 15 * k, frame.shoulder_y + (20 - 15 * t * t) * k, 2.2 * k, 2.2 * k, "#f4ecdf")


def _bag(sheet: Sheet, frame: BodyFrame) -> None:
    k = frame.height / 360
    x, y = frame.lean - frame.waist - 6 * k, frame.hip_y + 6 * k
    sheet.line(
        f"M{num(frame.lean + frame.shoulder * 0.62)} {num(frame.shoulder_y + 8 * k)}L{num(x + 4 * k)} {num(y - 8 * k)}",
        "#6b4428",
        5 * k,
    )
    sheet.cel(
        loop(
            [(x - 20 * k, y - 14 * k), (x + 18 * k, y - 14 * k), (x + 20 * k, y + 20 * k), (x - 22 * k, y + 20 * k)],
            0.5,
        ),
        "#8a5a34",
        5 * k,
        2 * k,
    )
    sheet.cel(
        loop(
            [(x - 21 * k, y - 15 * k), (x + 19 * k, y - 15 * k), (x + 16 * k, y + 4 * k), (x - 18 * k, y + 4 * k)], 0.5
        ),
        "#9d6b40",
        4 * k,
        1.5 * k,
    )
    sheet.oval(x - k, y + 2 * k, 2.6 * k, 2.6 * k, "#e3c172")
