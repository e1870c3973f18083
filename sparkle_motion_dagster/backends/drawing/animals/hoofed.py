"""Animals that stand on four legs: horse, donkey, zebra, deer, cow, sheep, goat, pig, elephant, giraffe.

What belongs here: how kind, body and head become one animal. What does not: animals that sit (`sitters.py`).

Units: feet at y 0; a horse's back near y -250, its head near (110, -380).
"""

from sparkle_motion_dagster.backends.drawing.animals.hoofed_body import draw_body
from sparkle_motion_dagster.backends.drawing.animals.hoofed_head import draw_head, draw_nose
from sparkle_motion_dagster.backends.drawing.animals.hoofed_kinds import HOOFED
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, mix

__all__ = ["HOOFED", "hoofed"]


def hoofed(cast: Cast) -> Animal:
    """A standing animal."""
    kind = HOOFED[cast.look.kind]
    coat = cast.look.coat or kind.coat
    hx, hy = kind.head
    turn = 1.0 if cast.amount else 0.25
    shift = 15 * turn
    brow, muzzle, length = kind.face
    woolly = kind.extra == "wool"
    face_colour = kind.pale if woolly else coat
    eye_r = 15 if kind.extra != "pig" else 13
    eyes = tuple(
        Eye(
            hx + side * brow * 0.62 + shift * (1.0 if side < 0 else 0.75),
            hy - 12,
            eye_r * (1 - 0.12 * turn * (side > 0)),
            eye_r * 1.08,
            -side,
        )
        for side in (-1, 1)
    )
    lid = darker(face_colour, 0.12) if brightness(face_colour) > 0.35 else lighter(face_colour, 0.12)
    paint = EyePaint(
        cast.look.eyes or kind.iris,
        lid,
        "#2a1a22" if brightness(face_colour) > 0.3 else "#15101a",
        lashes=cast.look.sex == "woman" or kind.extra in ("fawn", "giraffe"),
        iris_size=0.9,
    )
    mouth_x = hx + shift * 1.35
    muzzle_y = hy + length * 0.66
    dark = brightness(kind.pale) < 0.4
    lip = mix(kind.pale, "#f0b4a8", 0.5) if dark else mix(darker(kind.pale, 0.5), "#6b2a2e", 0.45)
    size = muzzle / 52 * (0.8 if kind.extra == "elephant" else 1.0)
    patch = kind.pale

    def nose(sheet: Sheet) -> None:
        draw_nose(sheet, kind, mouth_x, hy + length - muzzle * 0.82, muzzle)

    spot = Mouth(mouth_x if kind.extra != "elephant" else hx + shift - 48, muzzle_y + (14 if kind.extra != "elephant" else 4), size, patch,
                 lip, squeeze=0.94, patch_up=12, hidden=nose if kind.extra != "elephant" else None)  # fmt: skip
    brow_colour = darker(face_colour, 0.4) if brightness(face_colour) > 0.3 else lighter(face_colour, 0.3)
    return Animal(
        body=lambda sheet: draw_body(sheet, kind, coat), head=lambda sheet: draw_head(sheet, kind, coat, shift, cast.amount), eyes=eyes, paint=paint,
        brow=brow_colour, mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression), mouth_box=mouth_box(spot),
        neck=(hx - 20, hy + 60), hat=HatPlace(hx + shift * 0.4, hy + 18, brow / 84), scarf=(hx - 40, hy + length * 0.9 + 4, kind.neck * 1.05),
        units_tall=-hy + brow * 1.4, size=kind.size, brow_lift=27, brow_width=7,
    )  # fmt: skip
