"""Birds that stand upright: the owl and the penguin.

What belongs here: these two. What does not: beaks (`beaks.py`), other birds.

Units: feet at y 0; an owl's head about 200 wide.
"""

from sparkle_motion_dagster.backends.drawing.animals.beaks import Beak, beak_box, draw_beak
from sparkle_motion_dagster.backends.drawing.animals.bird_kinds import Bird
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, mirrored_loop
from sparkle_motion_dagster.backends.drawing.people.turn import around
from sparkle_motion_dagster.backends.drawing.svg import darker, mix, num


def upright(cast: Cast, kind: Bird, coat: str) -> Animal:
    """An owl or a penguin."""
    a = cast.amount
    owl = kind.upright == "owl"
    hx, hy = 10.0 * a, -258.0 if owl else -292.0
    mx = hx + 22 * a
    if owl:
        eyes = (Eye(mx - 40, hy - 6, 29, 29, 1), Eye(mx + 38, hy - 6, 29 - 4 * a, 29, -1))
    else:
        eyes = (Eye(mx - 24, hy - 8, 14, 16, 1), Eye(mx + 26, hy - 8, 14 - 2 * a, 16, -1))
    beak = Beak(
        mx if owl or not a else mx + 26,
        hy + (22 if owl else 14),
        kind.beak_size[0],
        kind.beak_size[1],
        kind.beak,
        owl or not a,
    )
    lid = mix(kind.belly, coat, 0.35) if owl else darker(kind.belly, 0.1)
    paint = EyePaint(
        cast.look.eyes or kind.iris, lid, "#2a1c22", lashes=cast.look.sex == "woman", iris_size=0.84 if owl else 0.86
    )

    def body(sheet: Sheet) -> None:
        for x in (-34, 30):
            if owl:
                for dx in (-14, 0, 14):
                    sheet.cel(loop(around(x + dx + 6 * a, -8, 9, 11, 0, 315, 8)), kind.legs, 2, 1)
            else:
                sheet.cel(
                    loop([(x - 26, -4), (x - 10, -18), (x + 16, -16), (x + 34 + 10 * a, -4), (x + 20, 2), (x - 14, 2)]),
                    kind.legs,
                    4,
                    1.5,
                )
        half = [(0.0, hy), (66, hy + 20), (96, -180), (104, -110), (86, -40), (40, -8), (0, -6)]
        d = mirrored_loop(half)
        if owl and a:
            sheet.cel(loop([(-60, -70), (-120, -20), (-100, 0), (-50, -20)]), kind.wing, 6, 2)
        sheet.cel(d, coat, 20, 5)
        with sheet.inside(d):
            s = 14 * a
            sheet.fill(
                loop(
                    [
                        (s, hy + 30),
                        (64 + s, hy + 70),
                        (74 + s, -120),
                        (58 + s, -34),
                        (s, -10),
                        (-58 + s, -34),
                        (-74 + s, -120),
                        (-64 + s, hy + 70),
                    ]
                ),
                kind.belly,
            )
            if owl:
                for row, y in enumerate((-178, -150, -122, -94, -66)):
                    for i in range(-2, 3):
                        cx = i * 27 + (13 if row % 2 else 0) + s
                        sheet.line(
                            f"M{num(cx - 9)} {y - 4}Q{num(cx)} {y + 11} {num(cx + 9)} {y - 4}",
                            mix(coat, kind.belly, 0.25),
                            4,
                            0.75,
                        )
        for side in (-1, 1):
            k = 0.84 if side > 0 and a else 1.0
            wing = loop(
                [
                    (side * 70 * k, -214),
                    (side * 108 * k, -170),
                    (side * 122 * k, -100),
                    (side * 104 * k, -34),
                    (side * 84 * k, -54),
                    (side * 74 * k, -120),
                ]
            )
            if not owl:
                wing = loop(
                    [
                        (side * 70 * k, -220),
                        (side * 104 * k, -180),
                        (side * 134 * k, -104),
                        (side * 130 * k, -78),
                        (side * 100 * k, -110),
                        (side * 78 * k, -150),
                    ]
                )
            sheet.cel(wing, kind.wing, 10, 3)
            if owl:
                for i in range(3):
                    sheet.line(
                        f"M{num(side * (86 + i * 8) * k)} {-150 + i * 6}Q{num(side * (96 + i * 8) * k)} -100 {num(side * (90 + i * 7) * k)} -58",
                        darker(kind.wing, 0.25),
                        3,
                        0.7,
                    )

    def head(sheet: Sheet) -> None:
        if owl:
            d = loop(
                [
                    (hx, hy - 74),
                    (hx + 54, hy - 84),
                    (hx + 96, hy - 112),
                    (hx + 102, hy - 40),
                    (hx + 104, hy + 14),
                    (hx + 70, hy + 66),
                    (hx, hy + 82),
                    (hx - 70, hy + 66),
                    (hx - 106, hy + 14),
                    (hx - 104, hy - 40),
                    (hx - 98, hy - 112),
                    (hx - 54, hy - 84),
                ],
                0.9,
            )
            sheet.cel(d, coat, 17, 5)
            with sheet.inside(d):
                for dx in (-40, -14, 14, 40):
                    sheet.line(f"M{num(hx + dx)} {num(hy - 92)}L{num(hx + dx * 0.7)} {num(hy - 62)}", kind.wing, 6, 0.8)
                for side, eye in zip((-1, 1), eyes, strict=True):
                    sheet.fill(
                        loop(around(eye.x + side * 4, eye.y + 8, 47 if side < 0 else 45 - 3 * a, 50, 0, 330, 12)),
                        kind.belly,
                    )
                sheet.fill(
                    loop(
                        [
                            (mx - 34, hy + 20),
                            (mx, hy - 12),
                            (mx + 34, hy + 20),
                            (mx + 26, hy + 62),
                            (mx, hy + 70),
                            (mx - 26, hy + 62),
                        ]
                    ),
                    kind.belly,
                )
            for eye in eyes:
                sheet.oval(eye.x, eye.y, eye.rx + 7, eye.ry + 7, mix(coat, kind.belly, 0.3))
            return
        outline = loop(around(hx, hy, 74, 70, 0, 330, 12))
        sheet.cel(outline, coat, 14, 4)
        with sheet.inside(outline):
            sheet.fill(
                loop(
                    [
                        (mx, hy - 20),
                        (mx + 22, hy - 40),
                        (mx + 52, hy - 28),
                        (mx + 60, hy + 16),
                        (mx + 30, hy + 60),
                        (mx, hy + 76),
                        (mx - 34, hy + 60),
                        (mx - 58, hy + 16),
                        (mx - 48, hy - 28),
                        (mx - 22, hy - 40),
                    ]
                ),
                kind.belly,
            )
        for eye in eyes:
            sheet.blush(eye.x - eye.inner * 12, hy + 26, 15, "#ea7a6a", 0.4)

    brow = darker(coat, 0.3) if owl else None
    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow=brow, mouth=lambda sheet, viseme: draw_beak(sheet, beak, viseme, cast.expression),
        mouth_box=beak_box(beak), neck=(hx, hy + 62), hat=HatPlace(hx + 4 * a, hy + (2 if owl else 10), 1.02 if owl else 0.82),
        scarf=(hx, hy + 88, 78), units_tall=-hy + 84, size=kind.size, brow_lift=42 if owl else 26, brow_width=8,
    )  # fmt: skip
