"""The frog and the turtle.

What belongs here: these two. What does not: other animals.
"""

from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, mirrored_loop, tube
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num


def frog(cast: Cast) -> Animal:
    """A sitting frog. Units: 260 tall."""
    coat, belly = cast.look.coat or "#6aa84f", "#e6efb4"
    a = cast.amount
    hx, hy = 8.0 * a, -156.0
    mx = hx + 14 * a
    eyes = (Eye(hx - 52 + 8 * a, hy - 60, 24, 25, 1), Eye(hx + 54 + 2 * a, hy - 60, 24 - 3 * a, 25, -1))
    paint = EyePaint(
        cast.look.eyes or "#d9a02c",
        darker(coat, 0.1),
        "#26331c",
        lashes=cast.look.sex == "woman",
        iris_size=0.8,
        slit=False,
    )
    spot = Mouth(
        mx,
        hy + 6,
        1.22,
        coat,
        darker(mix(coat, "#7a3a30", 0.35), 0.35),
        squeeze=1.75,
        teeth=mix(coat, "#ffffff", 0.3),
        patch_up=14,
    )

    def body(sheet: Sheet) -> None:
        for s in (-1, 1):
            sheet.cel(
                loop([(s * 60, -100), (s * 122, -96), (s * 142, -48), (s * 120, -8), (s * 70, -4), (s * 50, -50)]),
                darker(coat, 0.06 if s < 0 else 0.16),
                12,
                3,
            )
            _webbed(sheet, s * 104, s, darker(coat, 0.1), 1.2)
        d = mirrored_loop([(0, -150), (60, -140), (86, -90), (78, -34), (40, -8), (0, -6)])
        sheet.cel(d, coat, 16, 4)
        with sheet.inside(d):
            sheet.fill(
                loop(
                    [
                        (12 * a, -140),
                        (56 + 10 * a, -110),
                        (58 + 8 * a, -40),
                        (10 * a, -4),
                        (-52 + 8 * a, -40),
                        (-52 + 8 * a, -110),
                    ]
                ),
                belly,
            )
        for s in (-1, 1):
            x = s * 44 + 6 * a
            sheet.cel(tube([(x, -96), (x + s * 10, -50), (x - s * 2, -12)], [15, 12, 11]), coat, 6, 2)
            _webbed(sheet, x - s * 2, s, coat, 0.9)

    def head(sheet: Sheet) -> None:
        d = loop([(hx, hy - 58), (hx + 36, hy - 66), (hx + 58 + 2 * a, hy - 92), (hx + 84, hy - 70), (hx + 90, hy - 38), (hx + 112, hy - 4), (hx + 92, hy + 42), (hx, hy + 62), (hx - 92, hy + 42), (hx - 112, hy - 4), (hx - 88, hy - 38),
                  (hx - 80, hy - 72), (hx - 54, hy - 92), (hx - 34, hy - 66)])  # fmt: skip
        sheet.cel(d, coat, 14, 5, soft=False)
        with sheet.inside(d):
            sheet.fill(
                f"M{num(hx - 140)} {num(hy + 70)}Q{num(mx)} {num(hy + 32)} {num(hx + 140)} {num(hy + 70)}L{num(hx + 140)} {num(hy + 120)}L{num(hx - 140)} {num(hy + 120)}Z",
                belly,
            )
            for x, y, r in ((-86, -8, 7), (-72, -26, 5), (84, -10, 6)):
                sheet.oval(hx + x, hy + y, r, r * 0.8, lighter(coat, 0.16))
        for eye in eyes:
            sheet.oval(eye.x, eye.y, eye.rx + 6, eye.ry + 6, lighter(coat, 0.1))
        for s in (-1, 1):
            sheet.oval(mx + s * 10, hy - 22, 3, 2.2, darker(coat, 0.4))
            sheet.blush(mx + s * 84, hy + 10, 20, "#e06a5a", 0.3)

    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow=darker(coat, 0.35), mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression),
        mouth_box=mouth_box(spot), neck=(hx, hy + 50), hat=HatPlace(hx, hy - 24, 0.85), scarf=(hx, hy + 60, 74), units_tall=250, size=110, brow_lift=36, brow_width=7,
    )  # fmt: skip


def _webbed(sheet: Sheet, x: float, s: float, colour: str, k: float) -> None:
    sheet.cel(
        loop(
            [
                (x - s * 14 * k, -3),
                (x - s * 6 * k, -16 * k),
                (x + s * 16 * k, -13 * k),
                (x + s * 40 * k, -5),
                (x + s * 36 * k, 1),
                (x + s * 22 * k, -2),
                (x + s * 18 * k, 2),
                (x + s * 4 * k, -1),
                (x - s * 8 * k, 2),
            ],
            0.8,
        ),
        colour,
        3,
        1.5,
    )


def turtle(cast: Cast) -> Animal:
    """A standing turtle. Units: 220 tall."""
    shell = cast.look.coat or "#7d8f4a"
    skin, rim = "#b9c47a", "#d9c48a"
    hx, hy = 130.0, -150.0
    turn = 1.0 if cast.amount else 0.4
    eyes = (Eye(hx - 16 + 12 * turn, hy - 16, 14, 16, 1), Eye(hx + 24 + 10 * turn, hy - 16, 12, 16, -1))
    paint = EyePaint(
        cast.look.eyes or "#5a4426", darker(skin, 0.12), "#33331c", lashes=cast.look.sex == "woman", iris_size=0.86
    )
    spot = Mouth(
        hx + 18 * turn,
        hy + 22,
        0.92,
        skin,
        darker(mix(skin, "#7a3a30", 0.4), 0.3),
        squeeze=0.95,
        teeth=mix(skin, "#ffffff", 0.4),
    )

    def body(sheet: Sheet) -> None:
        sheet.cel(tube([(-120, -50), (-160, -40), (-184, -22)], [16, 11, 2]), skin, 5, 2)
        for x in (-78, 78):
            sheet.cel(tube([(x, -70), (x + 4, -14)], [26, 23]), darker(skin, 0.2), 6, 2)
        sheet.cel(tube([(70, -70), (100, -96), (hx - 4, hy + 26)], [38, 34, 30]), skin, 10, 3)
        dome = loop([(-146, -52), (-138, -110), (-86, -168), (-14, -184), (62, -160), (106, -104), (112, -52)], 0.9)
        sheet.cel(dome, shell, 22, 5)
        with sheet.inside(dome):
            ink = darker(shell, 0.32)
            for d in (
                "M-80 -166L-56 -116L-96 -54",
                "M-56 -116L20 -116",
                "M20 -116L42 -166",
                "M20 -116L50 -54",
                "M-140 -96L-56 -116",
                "M20 -116L108 -92",
            ):
                sheet.line(d, ink, 5, 0.8)
            for cx, cy, r in (
                (-18, -146, 20),
                (-18, -88, 22),
                (-96, -84, 17),
                (62, -84, 17),
                (-84, -132, 14),
                (56, -132, 14),
            ):
                sheet.oval(cx, cy, r, r * 0.7, lighter(shell, 0.16), 0.8)
        sheet.cel(
            loop(
                [(-158, -62), (-20, -66), (118, -62), (126, -46), (110, -34), (-20, -32), (-150, -34), (-164, -46)], 0.9
            ),
            rim,
            8,
            3,
        )
        for x in (-108, 50):
            leg = tube([(x, -56), (x + 4, -16)], [29, 26])
            sheet.cel(leg, skin, 7, 2.5)
            for dx in (-14, 2, 18):
                sheet.oval(x + 4 + dx, -5, 6, 5, "#f1e8cc")

    def head(sheet: Sheet) -> None:
        d = loop(
            [
                (hx, hy - 62),
                (hx + 40, hy - 52),
                (hx + 62, hy - 12),
                (hx + 58 + 4 * turn, hy + 30),
                (hx + 24, hy + 56),
                (hx - 20, hy + 54),
                (hx - 48, hy + 24),
                (hx - 52, hy - 16),
                (hx - 36, hy - 50),
            ]
        )
        sheet.cel(d, skin, 12, 4, soft=False)
        with sheet.inside(d):
            for x, y in ((-30, -38), (-8, -50), (20, -48)):
                sheet.oval(hx + x, hy + y, 7, 5, darker(skin, 0.18))
        for s in (-1, 1):
            sheet.oval(hx + 18 * turn + s * 6 + 3, hy + 5, 2.4, 2, darker(skin, 0.4))
            sheet.blush(hx + 14 * turn + s * 38, hy + 16, 14, "#e06a5a", 0.3)

    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow=darker(skin, 0.4), mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression),
        mouth_box=mouth_box(spot), neck=(hx - 20, hy + 50), hat=HatPlace(hx + 6, hy + 10, 0.66), scarf=(hx - 14, hy + 66, 44), units_tall=212, size=130, brow_lift=24, brow_width=6,
    )  # fmt: skip
