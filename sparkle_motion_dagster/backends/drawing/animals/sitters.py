"""Furred animals (and the dragon) sitting on their haunches: fox, dog, cat, bear, rabbit, mouse, lion …

What belongs here: the sitting body and tails, and how it joins its head. What does not: heads (`muzzled.py`), kinds.

Units: feet at y 0, the head's middle at (0, -300), about 210 wide.
"""

from sparkle_motion_dagster.backends.drawing.animals.kinds import BEASTS, Beast
from sparkle_motion_dagster.backends.drawing.animals.muzzled import HEAD_X, HEAD_Y, Muzzled
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, mirrored_loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num

__all__ = ["BEASTS", "sitter"]


def sitter(cast: Cast) -> Animal:
    """A sitting beast."""
    kind = BEASTS[cast.look.kind]
    coat = cast.look.coat or kind.coat
    head = Muzzled(kind, coat, cast)
    plump = kind.plump * (1.14 if cast.look.build == "stout" else 1.0)
    return Animal(
        body=lambda sheet: _body(sheet, kind, coat, cast.amount, plump), head=head.draw, eyes=head.eyes(), paint=head.paint(),
        brow=head.brow(), mouth=head.mouth, mouth_box=head.mouth_box(), neck=(HEAD_X * cast.amount, -228),
        hat=HatPlace(HEAD_X * cast.amount, HEAD_Y - 4 + (10 if kind.tall < 0.95 else 0), 1.08 * kind.wide),
        scarf=(6 * cast.amount, -214, 66 * (0.7 + 0.3 * plump)), units_tall=470, size=kind.size, brow_lift=kind.eye[3] + 13, brow_width=8,
    )  # fmt: skip


def _body(sheet: Sheet, kind: Beast, coat: str, a: float, plump: float) -> None:
    if kind.wings:
        _wings(sheet, kind, a)
    _tail(sheet, kind, coat, a)
    if a:
        _side(sheet, kind, coat, plump)
    else:
        _front(sheet, kind, coat, plump)


def _paw(sheet: Sheet, x: float, colour: str, s: float = 1.0, toe: float = 6) -> None:
    d = loop(
        [
            (x - 22 * s, -3),
            (x - 20 * s, -17),
            (x - 4 * s, -25),
            (x + (16 + toe) * s, -19),
            (x + (22 + toe) * s, -7),
            (x + (18 + toe) * s, 0),
            (x - 16 * s, 0),
        ]
    )
    sheet.cel(d, colour, 5, 2)
    for dx in (4, 13):
        sheet.line(
            f"M{num(x + (dx + toe * 0.5) * s)} -2L{num(x + (dx + 1 + toe * 0.5) * s)} -10",
            darker(colour, 0.35),
            2.2,
            0.8,
        )


def _side(sheet: Sheet, kind: Beast, coat: str, p: float) -> None:
    legs = kind.mark if kind.socks else coat
    torso = loop([(-38 * p, -262), (-84 * p, -190), (-112 * p, -110), (-122 * p, -44), (-104 * p, -6), (-40, 0), (30 * p, -4), (66 * p, -60),
                  (72 * p, -130), (62 * p, -200), (44 * p, -262)])  # fmt: skip
    # far front leg
    sheet.cel(
        tube([(40 * p, -150), (50 * p, -70), (50 * p, -14)], [24 * p, 18 * p, 16 * p]),
        darker(legs if kind.socks else coat, 0.16),
        7,
        2,
    )
    _paw(sheet, 52 * p, darker(legs, 0.16))
    base = kind.mark if kind.face == "panda" else coat
    sheet.cel(torso, coat, 20, 5)
    with sheet.inside(torso):
        if kind.spines:
            sheet.fill(
                scallop([(-30, -280), (-10, -200), (-30, -120), (-50, -40), (-140, -20), (-150, -200)], -14), kind.mark
            )
        bib = loop(
            [(16, -280), (70 * p, -250), (84 * p, -150), (70 * p, -60), (40 * p, -40), (22, -96), (8, -170), (0, -230)]
        )
        sheet.fill(bib, kind.belly)
        _pattern(sheet, kind, -100 * p, -30 * p)
        if kind.face == "panda":
            sheet.fill(loop([(-100, -270), (90, -270), (80, -190), (40, -160), (-40, -164), (-90, -200)]), kind.mark)
    # chest fluff
    if kind.face in ("mask", "bandit") or kind.mane:
        sheet.cel(
            scallop(
                [(10, -246), (64 * p, -240), (70 * p, -190), (56 * p, -160), (36 * p, -136), (16, -166), (4, -200)], 8
            ),
            kind.belly,
            7,
            2,
        )
    # haunch and hind paw
    _paw(sheet, -46 * p, legs if kind.socks else coat, 1.15, 14)
    haunch = loop(
        [
            (-118 * p, -40),
            (-104 * p, -96),
            (-58 * p, -112),
            (-20 * p, -80),
            (-18 * p, -34),
            (-44 * p, -8),
            (-96 * p, -4),
        ]
    )
    sheet.cel(haunch, base, 15, 3.5)
    with sheet.inside(haunch):
        _pattern(sheet, kind, -96 * p, -40 * p, low=True)
    # near front leg
    leg = tube([(14 * p, -160), (16 * p, -80), (14 * p, -14)], [26 * p, 20 * p, 17 * p], round_start=True)
    sheet.cel(leg, kind.mark if kind.face == "panda" else coat, 8, 2.5)
    if kind.socks:
        with sheet.inside(leg):
            sheet.fill(
                scallop([(-20, 10), (-20, -74), (-4, -86), (12 * p, -74), (30 * p, -86), (60, -74), (60, 10)], 4), legs
            )
    _paw(sheet, 16 * p, legs)


def _front(sheet: Sheet, kind: Beast, coat: str, p: float) -> None:
    legs = kind.mark if kind.socks else coat
    for s in (-1, 1):
        haunch = loop(
            [
                (s * 40 * p, -110),
                (s * 96 * p, -104),
                (s * 120 * p, -58),
                (s * 108 * p, -10),
                (s * 60 * p, 0),
                (s * 40 * p, -40),
            ]
        )
        sheet.cel(haunch, kind.mark if kind.face == "panda" else coat, 14, 3.5)
        _paw(sheet, s * 78 * p - (8 if s > 0 else -8), legs if kind.socks else coat, 1.15, 0)
    torso = mirrored_loop([(0, -268), (46 * p, -256), (72 * p, -180), (84 * p, -100), (66 * p, -30), (0, -14)])
    sheet.cel(torso, coat, 20, 5)
    with sheet.inside(torso):
        if kind.spines:
            for s in (-1, 1):
                sheet.fill(
                    scallop(
                        [
                            (s * 100, -20),
                            (s * 52, -30),
                            (s * 62, -120),
                            (s * 46, -200),
                            (s * 40, -290),
                            (s * 120, -290),
                        ][::-s],
                        10,
                    ),
                    kind.mark,
                )
        sheet.fill(mirrored_loop([(0, -280), (44 * p, -250), (48 * p, -150), (40 * p, -60), (0, -30)]), kind.belly)
        _pattern(sheet, kind, -90 * p, -50 * p)
        _pattern(sheet, kind, 50 * p, 90 * p)
        if kind.face == "panda":
            sheet.fill(mirrored_loop([(0, -290), (100, -270), (90, -186), (0, -164)]), kind.mark)
    if kind.face in ("mask", "bandit") or kind.mane:
        sheet.cel(
            scallop(
                [
                    (-44 * p, -244),
                    (44 * p, -244),
                    (48 * p, -196),
                    (32 * p, -164),
                    (0, -140),
                    (-32 * p, -164),
                    (-48 * p, -196),
                ],
                8,
            ),
            kind.belly,
            7,
            2,
        )
    for s in (-1, 1):
        leg = tube(
            [(s * 30 * p, -150), (s * 30 * p, -80), (s * 28 * p, -14)], [24 * p, 19 * p, 17 * p], round_start=True
        )
        sheet.cel(leg, kind.mark if kind.face == "panda" else coat, 7, 2.5)
        if kind.socks:
            with sheet.inside(leg):
                sheet.fill(
                    scallop(
                        [
                            (s * 30 * p - 34, 10),
                            (s * 30 * p - 34, -74),
                            (s * 30 * p - 10, -84),
                            (s * 30 * p + 12, -74),
                            (s * 30 * p + 34, -84),
                            (s * 30 * p + 34, 10),
                        ],
                        4,
                    ),
                    legs,
                )
        _paw(sheet, s * 30 * p - 3, legs, 1.0, 0)


def _pattern(sheet: Sheet, kind: Beast, x0: float, x1: float, *, low: bool = False) -> None:
    if kind.stripes:
        for i, y in enumerate((-228, -190, -152, -114) if not low else (-84, -56, -30)):
            d = 4 if i % 2 else -4
            sheet.fill(
                f"M{num(x0 - 30)} {y - 9}Q{num((x0 + x1) / 2)} {y - 8 + d} {num(x1 + 12)} {y + 6}Q{num((x0 + x1) / 2)} {y + 8 + d} {num(x0 - 30)} {y + 8}Z",
                kind.mark,
                0.85,
            )
    if kind.spots:
        spots = (
            [(-64, -224), (-84, -180), (-58, -160), (-96, -128), (-62, -112), (-30, -190), (-28, -140)]
            if not low
            else [(-88, -70), (-60, -84), (-48, -48), (-84, -34), (-30, -70)]
        )
        for x, y in spots:
            sx = x if x0 < 0 else -x
            sheet.oval(sx, y, 9, 8, kind.mark)
            sheet.oval(sx + 1, y + 1, 4.5, 4, mix(kind.coat, "#9a6a30", 0.4))


def _tail(sheet: Sheet, kind: Beast, coat: str, a: float) -> None:
    s = 1.0
    x = -88 if a else 60
    m = -1 if not a else 1

    def at(dx: float, y: float) -> tuple[float, float]:
        return (x - m * dx * s, y)

    if kind.tail == "bushy":
        d = tube([at(-20, -24), at(60, -30), at(112, -76), at(124, -150), at(104, -214)], [18, 42, 50, 38, 5])
        sheet.cel(d, coat, 16, 4)
        with sheet.inside(d):
            tip = scallop([at(40, -150), at(70, -172), at(92, -150), at(124, -172), at(190, -150), at(190, -260), at(40, -260)] if m > 0 else
                          [at(190, -150), at(124, -172), at(92, -150), at(70, -172), at(40, -150), at(40, -260), at(190, -260)], 8)  # fmt: skip
            sheet.fill(tip, kind.belly if kind.belly != coat else lighter(coat, 0.3))
    elif kind.tail == "plume":
        d = tube(
            [at(-20, -20), at(60, -40), at(92, -150), at(84, -270), at(130, -320), at(168, -276)],
            [16, 44, 56, 52, 40, 8],
        )
        sheet.cel(d, coat, 18, 4)
        sheet.line(
            f"M{num(at(40, -40)[0])} -40Q{num(at(100, -140)[0])} -150 {num(at(88, -270)[0])} -280",
            darker(coat, 0.2),
            5,
            0.5,
        )
    elif kind.tail in ("ring", "striped", "thick"):
        d = tube([at(-20, -16), at(60, -16), at(118, -40), at(132, -110), at(110, -166)], [15, 23, 24, 22, 14])
        sheet.cel(d, coat, 9, 3)
        with sheet.inside(d):
            if kind.tail != "thick":
                for dx, y, r in ((66, -18, 0), (104, -34, 40), (128, -76, 80), (128, -124, 95), (110, -170, 120)):
                    cx, cy = at(dx, y)
                    with sheet.turned(m * r, cx, cy):
                        sheet.fill(
                            loop([(cx - 8, cy - 34), (cx + 8, cy - 34), (cx + 8, cy + 34), (cx - 8, cy + 34)], 0.4),
                            kind.mark,
                        )
    elif kind.tail == "curl":
        d = tube(
            [at(-20, -14), at(64, -12), at(112, -44), at(108, -110), at(140, -150), at(166, -120)],
            [13, 15, 15, 13, 12, 7],
        )
        sheet.cel(d, coat, 7, 2.5)
    elif kind.tail == "thin":
        d = tube([at(-20, -12), at(70, -6), at(130, -30), at(150, -90), at(190, -110)], [9, 8, 7, 5, 2])
        sheet.cel(d, mix(kind.ear_inner, coat, 0.2), 5, 2)
    elif kind.tail == "feather":
        d = tube([at(-10, -40), at(50, -70), at(90, -130), at(84, -190)], [16, 24, 24, 4])
        sheet.cel(d, coat, 10, 3)
    elif kind.tail == "tuft":
        d = tube([at(-20, -16), at(70, -14), at(122, -50), at(128, -120), at(108, -160)], [12, 10, 9, 8, 8])
        sheet.cel(d, coat, 5, 2)
        tx, ty = at(106, -176)
        sheet.cel(
            loop(
                [
                    (tx - 6, ty + 22),
                    (tx - 24, ty),
                    (tx - 10, ty - 30),
                    (tx + 2, ty - 46),
                    (tx + 14, ty - 24),
                    (tx + 22, ty + 4),
                    (tx + 8, ty + 22),
                ]
            ),
            kind.mark,
            7,
            2,
        )
    elif kind.tail == "spiked":
        d = tube([at(-30, -30), at(60, -24), at(140, -28), at(196, -70), at(190, -130)], [34, 34, 26, 17, 6])
        sheet.cel(d, coat, 12, 4)
        tx, ty = at(190, -140)
        sheet.cel(
            f"M{num(tx - 24)} {num(ty + 10)}L{num(tx)} {num(ty - 36)}L{num(tx + 24)} {num(ty + 10)}L{num(tx)} {num(ty)}Z",
            kind.mark,
            6,
            2,
        )
    elif kind.tail == "stub":
        cx, cy = at(36, -34)
        if a:
            sheet.cel(scallop(around(cx + 2, cy, 26, 24, 0, 315, 8), 5), mix(coat, kind.belly, 0.4), 8, 2)


def _wings(sheet: Sheet, kind: Beast, a: float) -> None:
    for s in (-1, 1) if not a else (-1,):
        x = s * 40
        d = (f"M{x} -210C{x + s * 60} -300 {x + s * 130} -350 {x + s * 200} -356C{x + s * 190} -320 {x + s * 196} -290 {x + s * 214} -262"
             f"C{x + s * 180} -268 {x + s * 160} -250 {x + s * 156} -212C{x + s * 128} -226 {x + s * 104} -208 {x + s * 92} -170C{x + s * 60} -180 {x + s * 20} -150 {x} -120Z")  # fmt: skip
        sheet.cel(d, mix(kind.mark, kind.belly, 0.35), 14, 4)
        for tx, ty in ((200, -356), (214, -262), (156, -212), (92, -170)):
            sheet.line(f"M{x} -208Q{num(x + s * tx * 0.5)} {num((ty - 208) / 2 - 30)} {x + s * tx} {ty}", kind.mark, 5)
