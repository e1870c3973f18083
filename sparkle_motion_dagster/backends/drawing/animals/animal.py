"""An animal or robot as a figure.

What belongs here: the choice of the family that draws a kind, and the assembly. What does not: any family's drawing.
"""

from collections.abc import Callable

from sparkle_motion_dagster.backends.drawing.animals.birds import BIRDS, bird
from sparkle_motion_dagster.backends.drawing.animals.hoofed import HOOFED, hoofed
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast
from sparkle_motion_dagster.backends.drawing.animals.pond import frog, turtle
from sparkle_motion_dagster.backends.drawing.animals.robot import robot
from sparkle_motion_dagster.backends.drawing.animals.sea import SWIMMERS, swimmer
from sparkle_motion_dagster.backends.drawing.animals.sitters import BEASTS, sitter
from sparkle_motion_dagster.backends.drawing.eyes import MOODS, Eye, draw_brows, draw_closed, draw_eyes
from sparkle_motion_dagster.backends.drawing.layer import FigureDrawing, Light, Viseme
from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, union
from sparkle_motion_dagster.backends.drawing.people.hats import draw_hat
from sparkle_motion_dagster.backends.drawing.svg import darker, num
from sparkle_motion_dagster.film.picture import Expression, Facing

_FAMILIES: dict[str, Callable[[Cast], Animal]] = {
    **dict.fromkeys(BEASTS, sitter), **dict.fromkeys(HOOFED, hoofed), **dict.fromkeys(BIRDS, bird),
    **dict.fromkeys(SWIMMERS, swimmer), "frog": frog, "turtle": turtle, "robot": robot,
}  # fmt: skip


def drawn_kinds() -> frozenset[str]:
    """Every kind of animal that can be drawn, and the robot."""
    return frozenset(_FAMILIES)


def draw_animal(look: Look, facing: Facing, expression: Expression, light: Light, prefix: str) -> FigureDrawing:
    """An animal in its own body, feet at the origin."""
    mirrored = facing == "left"
    amount = 0.0 if facing == "front" else 1.0
    animal = _FAMILIES[look.kind](Cast(look, amount, expression))
    scale = animal.size * look.tall / animal.units_tall
    mood = MOODS[expression]

    def sheet(part: str) -> Sheet:
        return Sheet(light, f"{prefix}{part}", scale=scale, mirrored=mirrored)

    body = sheet("b")
    animal.body(body)
    head = sheet("h")
    if look.scarf:
        _scarf(body, look.scarf, *animal.scarf)
    animal.head(head)
    draw_eyes(head, animal.eyes, animal.paint, mood, 0.5 * amount)
    if animal.brow:
        draw_brows(head, animal.eyes, animal.brow, mood, animal.brow_lift, animal.brow_width)
    closed = sheet("e")
    draw_closed(closed, animal.eyes, animal.paint)
    if look.glasses:
        _glasses(head, animal.eyes)
        _glasses(closed, animal.eyes)
    if animal.lids_over:
        animal.lids_over(closed)
    mouth_at = head.placed(animal.mouth_box)
    head_svg, head_box = head.svg(), union(head.extent(1.5), mouth_at)
    if look.hat:
        place = animal.hat
        hat = Sheet(light, f"{prefix}t", place.x * scale, place.y * scale, place.scale * scale, mirrored=mirrored)
        draw_hat(hat, look.hat, look.hat_colour, amount)
        head_svg, head_box = head_svg + hat.svg(), union(head_box, hat.extent(1.5))

    def mouth(viseme: Viseme) -> str:
        page = sheet(f"m{viseme}")
        animal.mouth(page, viseme)
        return page.svg()

    box = union(body.extent(), head_box)
    return FigureDrawing(
        body=body.svg(), head=head_svg, eyes_closed=closed.svg(), mouth=mouth, neck=head.spot(*animal.neck), box=box,
        head_box=head_box, mouth_box=mouth_at, height=-box[1],
    )  # fmt: skip


def _scarf(sheet: Sheet, colour: str, x: float, y: float, half: float) -> None:
    n = num
    sheet.cel(f"M{n(x - half * 0.7)} {n(y)}L{n(x - half * 0.2)} {n(y)}L{n(x - half * 0.25)} {n(y + half * 1.5)}L{n(x - half * 0.85)} {n(y + half * 1.4)}Z",
              darker(colour, 0.12), 6, 2)  # fmt: skip
    sheet.cel(
        loop(
            [
                (x - half, y - 16),
                (x, y - 8),
                (x + half, y - 16),
                (x + half * 1.06, y + 6),
                (x, y + 20),
                (x - half * 1.06, y + 6),
            ]
        ),
        colour,
        8,
        3,
    )


def _glasses(sheet: Sheet, eyes: tuple[Eye, ...]) -> None:
    n = num
    for eye in eyes:
        r, k = max(eye.rx, eye.ry) + 8, 0.56
        x, y = eye.x, eye.y + 1
        sheet.line(f"M{n(x - r)} {n(y)}C{n(x - r)} {n(y - r * k)} {n(x - r * k)} {n(y - r)} {n(x)} {n(y - r)}C{n(x + r * k)} {n(y - r)} {n(x + r)} {n(y - r * k)} "
                   f"{n(x + r)} {n(y)}C{n(x + r)} {n(y + r * k)} {n(x + r * k)} {n(y + r)} {n(x)} {n(y + r)}C{n(x - r * k)} {n(y + r)} {n(x - r)} {n(y + r * k)} "
                   f"{n(x - r)} {n(y)}Z", "#3c2a20", 4)  # fmt: skip
    if len(eyes) > 1:
        a, b = eyes
        x0, x1 = a.x + max(a.rx, a.ry) + 8, b.x - max(b.rx, b.ry) - 8
        if x1 > x0:
            sheet.line(f"M{n(x0)} {n(a.y)}Q{n((x0 + x1) / 2)} {n(a.y - 7)} {n(x1)} {n(b.y)}", "#3c2a20", 4)
