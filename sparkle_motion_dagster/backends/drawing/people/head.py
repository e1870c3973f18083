"""A person's head put together.

What belongs here: the order in which the parts of a head are drawn. What does not: the parts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.eyes import MOODS, draw_brows, draw_closed, draw_eyes
from sparkle_motion_dagster.backends.drawing.layer import Box, Viseme
from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.people.beards import around_mouth, draw_beard, draw_moustache
from sparkle_motion_dagster.backends.drawing.people.face import (
    draw_ears,
    draw_face,
    draw_glasses,
    draw_skin,
    eye_paint,
    lips,
    measure,
)
from sparkle_motion_dagster.backends.drawing.people.hair import draw_back, draw_front
from sparkle_motion_dagster.backends.drawing.people.hats import draw_hat
from sparkle_motion_dagster.backends.drawing.people.turn import Turn
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, mix
from sparkle_motion_dagster.film.picture import Expression

SheetMaker = Callable[[str], Sheet]
"""Makes an empty head sheet with a prefix of its own for ids."""


@dataclass(frozen=True)
class Head:
    """A finished head; boxes in figure coordinates."""

    svg: str
    eyes_closed: str
    mouth: Callable[[Viseme], str]
    box: Box
    mouth_box: Box


def draw_head(look: Look, expression: Expression, turn: Turn, new_sheet: SheetMaker, gaze: float) -> Head:
    """Head, closed eyes and mouths of a person."""
    face, paint, mood = measure(look, turn), eye_paint(look), MOODS[expression]
    sheet = new_sheet("h")
    draw_back(sheet, look, turn)
    draw_ears(sheet, look, turn, behind=True)
    draw_face(sheet, look, face, turn)
    draw_beard(sheet, look, face, turn)
    draw_eyes(sheet, face.eyes, paint, mood, gaze)
    brow = mix(darker(look.hair, 0.25), "#3a2620", 0.15)
    if brightness(look.hair) > 0.75:
        brow = mix(look.hair, "#8a8490", 0.3) if brightness(look.skin) < 0.8 else mix(look.hair, "#8a7f86", 0.5)
    width = {"woman": 6.5, "man": 10.0}[look.sex] * (0.85 if look.age == "child" else 1.1 if look.age == "old" else 1.0)
    draw_brows(sheet, face.eyes, brow, mood, 27 if look.age != "child" else 30, width)
    draw_front(sheet, look, turn)
    draw_ears(sheet, look, turn, behind=False)
    draw_glasses(sheet, look, face, turn)
    if look.hat:
        draw_hat(sheet, look.hat, look.hat_colour, turn.amount)
    _ornaments(sheet, look, turn)

    closed = new_sheet("e")
    draw_closed(closed, face.eyes, paint)
    draw_glasses(closed, look, face, turn)

    def under_mouth(page: Sheet) -> None:
        draw_skin(page, look, face)
        draw_beard(page, look, face, turn)

    spot = Mouth(
        face.mouth[0], face.mouth[1], 0.88 if look.age == "child" else 1.0, around_mouth(look), lips(look),
        squeeze=0.92 if turn.amount else 1.0, full_lips=look.sex == "woman" and look.age in ("young", "adult"),
        hidden=under_mouth,
        over=lambda s: draw_moustache(s, look, face.mouth, turn),
    )  # fmt: skip
    if look.beard in ("full", "long", "short"):
        lip = mix(look.skin, "#a04238", 0.6)
        spot = Mouth(
            spot.x, spot.y + 2, 0.94, spot.patch, lip, squeeze=spot.squeeze, hidden=spot.hidden, over=spot.over
        )

    def mouth(viseme: Viseme) -> str:
        page = new_sheet(f"m{viseme}")
        draw_mouth(page, spot, viseme, expression)
        return page.svg()

    wide = mouth_box(spot)
    if look.beard in ("moustache", "full", "long"):
        wide = (spot.x - 42, wide[1] - 14, 84, wide[3] + 14)
    return Head(sheet.svg(), closed.svg(), mouth, sheet.extent(1.5), sheet.placed(wide))


def _ornaments(sheet: Sheet, look: Look, turn: Turn) -> None:
    if "bow" in look.accessories and not look.hat:
        x, y = turn.x(-46) - 10, -98
        for side in (-1, 1):
            sheet.cel(
                f"M{x} {y}C{x + side * 14} {y - 24} {x + side * 36} {y - 20} {x + side * 34} {y}"
                f"C{x + side * 36} {y + 18} {x + side * 14} {y + 20} {x} {y}Z",
                lighter(look.top, 0.1),
                6,
                2,
            )
        sheet.oval(x, y, 7, 9, darker(look.top, 0.2))
    if "flower" in look.accessories and not look.hat:
        x, y = turn.x(-60) - 6, -66
        for dx, dy in ((0, -10), (9.5, -3), (6, 8), (-6, 8), (-9.5, -3)):
            sheet.oval(x + dx, y + dy, 7.5, 7.5, "#f3b9c6")
        sheet.oval(x, y, 5.5, 5.5, "#f0c64a")
