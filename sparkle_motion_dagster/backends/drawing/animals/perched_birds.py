"""Birds on their legs: sparrow, crow, gull, duck, hen, eagle …

What belongs here: their bodies and heads. What does not: beaks (`beaks.py`), owls and penguins.

Units: feet at y 0; a head about 130 wide.
"""

from sparkle_motion_dagster.backends.drawing.animals.beaks import Beak, beak_box, draw_beak
from sparkle_motion_dagster.backends.drawing.animals.bird_kinds import Bird
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, num


def _toes(sheet: Sheet, x: float, colour: str, *, webbed: bool) -> None:
    n = num
    if webbed:
        sheet.cel(f"M{n(x - 8)} -8L{n(x + 34)} 0L{n(x + 12)} 0L{n(x - 14)} 0Z", colour, 3, 1)
        return
    for dx in (-16, 10, 26):
        sheet.line(f"M{n(x)} -6Q{n(x + dx * 0.6)} -7 {n(x + dx)} -2", colour, 5)


def perched(cast: Cast, kind: Bird, coat: str) -> Animal:
    """A bird on its legs."""
    a, up = cast.amount, kind.leg - 46 + kind.neck
    hx, hy = (28.0 if a else 6.0) + kind.neck * 0.12 * a, -262.0 - up
    r = 66.0
    near = Eye(hx + (6 if a else -26), hy - 8, 16, 17, 1)
    far = Eye(hx + (45 if a else 26), hy - 8, 16 - 4 * a, 17 - a, -1)
    head_colour = {"eagle": "#f4f0e6", "mask": coat}.get(kind.extra, coat)
    lid = darker(head_colour, 0.1) if brightness(head_colour) > 0.3 else lighter(head_colour, 0.14)
    paint = EyePaint(cast.look.eyes or kind.iris, lid, "#1d161d", lashes=cast.look.sex == "woman", iris_size=0.88)
    beak = Beak(
        hx + (46 if a else 0), hy + 16, kind.beak_size[0], kind.beak_size[1], kind.beak, not a, kind.hooked, kind.flat
    )

    def head(sheet: Sheet) -> None:
        if kind.extra in ("comb", "big_comb"):
            k = 1.0 if kind.extra == "comb" else 1.5
            sheet.cel(
                scallop(
                    [
                        (hx - 34, hy - 46),
                        (hx - 30 * k, hy - 62 - 14 * k),
                        (hx - 6, hy - 66 - 22 * k),
                        (hx + 20, hy - 64 - 18 * k),
                        (hx + 36, hy - 48),
                    ],
                    9 * k,
                ),
                "#cf3f3a",
                6,
                2,
            )
        outline = loop(around(hx, hy, r * 0.98, r * 0.94, 0, 330, 12))
        sheet.cel(outline, head_colour, 13, 4)
        with sheet.inside(outline):
            if kind.extra == "breast":
                sheet.fill(
                    loop(
                        [
                            (hx - 20, hy + 20),
                            (near.x, hy + 10),
                            (beak.x - 4, hy + 2),
                            (far.x + 4, hy + 10),
                            (hx + 90, hy + 30),
                            (hx + 40, hy + 90),
                            (hx - 30, hy + 90),
                        ]
                    ),
                    "#e58547",
                )
            if kind.extra == "mask":
                sheet.fill(
                    loop(
                        [
                            (near.x - 28, near.y),
                            (near.x, near.y - 28),
                            (hx + 40, near.y - 24),
                            (hx + 90, near.y),
                            (hx + 60, hy + 40),
                            (near.x, hy + 28),
                        ]
                    ),
                    "#f7f2e2",
                )
                sheet.fill(
                    loop(
                        [(hx - 70, hy - 80), (hx + 70, hy - 80), (hx + 60, hy - 40), (hx, hy - 48), (hx - 50, hy - 36)]
                    ),
                    "#d8493b",
                )
            if kind.extra == "ring":
                sheet.fill(
                    f"M{num(hx - 90)} {num(hy + 40)}Q{num(hx)} {num(hy + 60)} {num(hx + 90)} {num(hy + 40)}L{num(hx + 90)} {num(hy + 120)}L{num(hx - 90)} {num(hy + 120)}Z",
                    "#5f9a86",
                    0.7,
                )
        if kind.extra in ("comb", "big_comb"):
            k = 1.0 if kind.extra == "comb" else 1.3
            sheet.cel(
                tube(
                    [(beak.x - 6, hy + 34), (beak.x - 4, hy + 52), (beak.x - 6, hy + 62 + 10 * k)], [8, 11 * k, 9 * k]
                ),
                "#cf3f3a",
                4,
                1.5,
            )
        sheet.blush(near.x - 12, hy + 22, 17, "#e0605a", 0.2)

    def body(sheet: Sheet) -> None:
        legs_y = -kind.leg
        webbed = kind.flat or (kind.extra == "" and kind.beak != "#2b2b33")
        for lx, tone in ((22.0, darker(kind.legs, 0.18)), (-14.0, kind.legs)):
            sheet.line(f"M{num(lx - 4)} {num(legs_y - 20)}L{num(lx)} -6", tone, 7)
            _toes(sheet, lx, tone, webbed=webbed)
        dy = -(kind.leg - 46)
        tail_colour = kind.wing if kind.extra != "eagle" else "#f4f0e6"
        if kind.extra == "big_comb":
            for i, (tx, ty) in enumerate(((-150, -250), (-186, -210), (-200, -160), (-186, -110))):
                sheet.cel(
                    tube(
                        [(-70, -120 + dy), (-110 - i * 8, ty + 10 + dy), (tx, ty + dy), (tx - 14, ty + 50 + dy)],
                        [16, 18, 14, 3],
                    ),
                    (kind.wing, "#27483f", "#3f7a68", "#223c38")[i],
                    6,
                    2,
                )
        elif kind.extra == "comb":
            sheet.cel(
                loop([(-70, -100 + dy), (-130, -190 + dy), (-160, -176 + dy), (-150, -120 + dy), (-100, -70 + dy)]),
                kind.wing,
                8,
                2.5,
            )
        else:
            long = 1.0 if kind.extra != "mask" else 1.3
            sheet.cel(
                loop(
                    [
                        (-60, -110 + dy),
                        (-150 * long, -92 + 40 * (long - 1) + dy),
                        (-196 * long, -58 + 90 * (long - 1) + dy),
                        (-150 * long, -50 + 60 * (long - 1) + dy),
                        (-60, -56 + dy),
                    ],
                    0.7,
                ),
                tail_colour,
                7,
                2.5,
            )
        if kind.neck > 10:
            sheet.cel(
                tube([(20, -170 + dy), (34 * a + 6, -210 + dy - kind.neck * 0.4), (hx - 6 * a, hy + 20)], [58, 40, 42]),
                coat,
                12,
                4,
            )
        d = loop(
            [
                (-10, -262 + dy),
                (50, -238 + dy),
                (76, -170 + dy),
                (66, -100 + dy),
                (26, -50 + dy),
                (-40, -42 + dy),
                (-96, -72 + dy),
                (-104, -120 + dy),
                (-72, -190 + dy),
            ]
        )
        sheet.cel(d, coat, 18, 5)
        with sheet.inside(d):
            sheet.fill(
                loop(
                    [
                        (20, -280 + dy),
                        (90, -240 + dy),
                        (110, -150 + dy),
                        (70, -50 + dy),
                        (0, -30 + dy),
                        (-30, -60 + dy),
                        (14, -130 + dy),
                        (26, -200 + dy),
                    ]
                ),
                kind.belly,
            )
            if kind.extra == "breast":
                sheet.fill(
                    loop(
                        [
                            (10, -280 + dy),
                            (100, -250 + dy),
                            (100, -150 + dy),
                            (60, -120 + dy),
                            (20, -150 + dy),
                            (14, -210 + dy),
                        ]
                    ),
                    "#e58547",
                )
        wing = loop(
            [
                (-34, -206 + dy),
                (6, -186 + dy),
                (16, -130 + dy),
                (-18, -86 + dy),
                (-90, -64 + dy),
                (-150, -50 + dy),
                (-112, -110 + dy),
                (-78, -170 + dy),
            ],
            0.9,
        )
        sheet.cel(wing, kind.wing, 12, 3.5)
        with sheet.inside(wing):
            ink = darker(kind.wing, 0.25) if brightness(kind.wing) > 0.25 else lighter(kind.wing, 0.14)
            for i in range(3):
                y0 = -150 + i * 26 + dy
                sheet.line(
                    f"M{6 - i * 8} {num(y0)}Q{-40 - i * 8} {num(y0 + 34)} {-120 - i * 6} {num(y0 + 62 - i * 4)}",
                    ink,
                    3.2,
                    0.7,
                )

    return Animal(
        body=body, head=head, eyes=(near, far), paint=paint, brow=darker(head_colour, 0.35) if brightness(head_colour) > 0.3 else lighter(head_colour, 0.28),
        mouth=lambda sheet, viseme: draw_beak(sheet, beak, viseme, cast.expression), mouth_box=beak_box(beak), neck=(hx - 8, hy + 46),
        hat=HatPlace(hx + 6 * a, hy + 8, 0.72), scarf=(hx - 6, hy + 62, 52), units_tall=-hy + r, size=kind.size, brow_lift=24, brow_width=6,
    )  # fmt: skip
