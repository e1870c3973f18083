"""Birds: on their legs (sparrow, crow, gull, duck, hen …) and upright (owl, penguin).

What belongs here: their measures, bodies and heads. What does not: beaks (`beaks.py`).

Units: feet at y 0; a head about 130 wide.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.animals.beaks import Beak, beak_box, draw_beak
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, mirrored_loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import brightness, darker, lighter, mix, num


@dataclass(frozen=True)
class Bird:
    """One kind."""

    size: float
    coat: str
    belly: str
    wing: str
    beak: str
    beak_size: tuple[float, float]
    """Length and depth."""
    iris: str = "#2c2226"
    legs: str = "#c98a3c"
    neck: float = 0.0
    """How much longer than a songbird's."""
    hooked: float = 0.0
    flat: bool = False
    leg: float = 46.0
    extra: str = ""
    """breast, comb, big_comb, mask, crest, eagle, ring."""
    upright: str = ""
    """owl or penguin."""


BIRDS: dict[str, Bird] = {
    "bird": Bird(105, "#6f8fb8", "#f1dcc0", "#4f6d96", "#e2a13c", (34, 15), extra="breast"),
    "crow": Bird(140, "#34343f", "#3d3e4b", "#262631", "#2b2b33", (66, 21), iris="#8f9fb5", legs="#24242c", leg=56),
    "gull": Bird(140, "#f4f3ef", "#fbfaf6", "#9aa5b3", "#efb23c", (58, 18), iris="#d9b23a", legs="#e6a23c", hooked=0.3, leg=54),
    "pigeon": Bird(110, "#8e99ab", "#a7b0bf", "#6f7a8e", "#4a4653", (32, 13), iris="#d9803a", legs="#d9727a", extra="ring"),
    "parrot": Bird(150, "#3f9a58", "#8cc152", "#2f6fb0", "#3b3540", (38, 28), iris="#e2b33c", hooked=1.1, extra="mask", legs="#6a6570"),
    "eagle": Bird(210, "#5a4030", "#6b4d3a", "#46311f", "#efb23c", (48, 26), iris="#e2b33c", hooked=1.0, extra="eagle", leg=60),
    "duck": Bird(130, "#f2d155", "#f8e291", "#dfb63c", "#e98a34", (52, 17), flat=True, legs="#e98a34", neck=16, leg=40),
    "goose": Bird(230, "#f4f1ea", "#fbf9f4", "#ddd8ce", "#ea8f35", (56, 20), flat=True, legs="#ea8f35", neck=100, leg=50),
    "hen": Bird(140, "#b86a3a", "#d99058", "#8f4d28", "#e8b03f", (30, 17), extra="comb", iris="#8a4a20", legs="#e2a83c", leg=50),
    "rooster": Bird(175, "#a5482c", "#c96a35", "#2f5d50", "#e8b03f", (32, 18), extra="big_comb", iris="#8a4a20", legs="#e2a83c", neck=24, leg=62),
    "owl": Bird(165, "#8a6a4c", "#ecdcc0", "#6d5239", "#e0a93c", (26, 19), iris="#e2a02c", upright="owl"),
    "penguin": Bird(180, "#2e3542", "#f6f3ec", "#252b36", "#efa23a", (44, 16), iris="#3a2a24", upright="penguin", legs="#efa23a"),
}  # fmt: skip


def bird(cast: Cast) -> Animal:
    """A bird."""
    kind = BIRDS[cast.look.kind]
    coat = cast.look.coat or kind.coat
    return _upright(cast, kind, coat) if kind.upright else _perched(cast, kind, coat)


def _toes(sheet: Sheet, x: float, colour: str, *, webbed: bool) -> None:
    n = num
    if webbed:
        sheet.cel(f"M{n(x - 8)} -8L{n(x + 34)} 0L{n(x + 12)} 0L{n(x - 14)} 0Z", colour, 3, 1)
        return
    for dx in (-16, 10, 26):
        sheet.line(f"M{n(x)} -6Q{n(x + dx * 0.6)} -7 {n(x + dx)} -2", colour, 5)


def _perched(cast: Cast, kind: Bird, coat: str) -> Animal:
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


def _upright(cast: Cast, kind: Bird, coat: str) -> Animal:
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
