"""A person, head on body.

What belongs here: how a body and a head become one figure. What does not: either of them.
"""

from sparkle_motion_dagster.backends.drawing.layer import FigureDrawing, Light
from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, union
from sparkle_motion_dagster.backends.drawing.people.body import draw_body, sinks
from sparkle_motion_dagster.backends.drawing.people.cuts import CUT, skirted
from sparkle_motion_dagster.backends.drawing.people.frame import frame_of
from sparkle_motion_dagster.backends.drawing.people.hair import draw_behind
from sparkle_motion_dagster.backends.drawing.people.head import draw_head
from sparkle_motion_dagster.backends.drawing.people.steps import Step
from sparkle_motion_dagster.backends.drawing.people.turn import Turn
from sparkle_motion_dagster.film.picture import Expression, Facing, Seat


def draw_person(
    look: Look,
    facing: Facing,
    expression: Expression,
    light: Light,
    prefix: str,
    seat: Seat | None = None,
    step: Step | None = None,
) -> FigureDrawing:
    """A person standing, sitting on a seat, or in a step, feet at the origin."""
    if step is not None and (skirted(look) or CUT[look.outfit].hem in ("knee", "shin", "floor")):
        step = step.shorter(0.62)
    mirrored = facing == "left"
    amount = 0.0 if facing == "front" else 1.0
    turn, frame = Turn(amount), frame_of(look, expression, amount, seated=seat is not None, step=step)
    scale = frame.head_scale
    head_x, head_y = frame.lean * 1.25, frame.chin - 101 * scale

    def head_sheet(part: str) -> Sheet:
        return Sheet(light, f"{prefix}{part}", head_x, head_y, scale, mirrored=mirrored)

    behind = head_sheet("k")
    draw_behind(behind, look, turn)
    body = Sheet(light, f"{prefix}b", mirrored=mirrored)
    draw_body(body, look, frame, seat)
    head = draw_head(look, expression, turn, head_sheet, 0.55 * amount)
    boxes = [body.extent(), head.box]
    if behind.drawn:
        boxes.append(behind.extent())
    whole = union(*boxes)
    side = -1 if mirrored else 1
    neck_x = frame.lean * side
    (elbow_x, elbow_y), (wrist_x, wrist_y) = frame.far.elbow, frame.far.wrist
    hand = (side * (wrist_x + 0.22 * (wrist_x - elbow_x)), wrist_y + 0.22 * (wrist_y - elbow_y))
    return FigureDrawing(
        body=behind.svg() + body.svg(), head=head.svg, eyes_closed=head.eyes_closed, mouth=head.mouth,
        neck=(neck_x, frame.chin + 2), box=whole, head_box=head.box, mouth_box=head.mouth_box, height=-whole[1],
        hand=None if {"lantern", "cane"} & set(look.accessories) else hand,
        sinks=sinks(frame),
    )  # fmt: skip
