"""Hats, on a head sheet.

What belongs here: what is worn on a head, person's or animal's. What does not: hair.
"""

from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, join
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num


def draw_hat(sheet: Sheet, hat: str, colour: str, amount: float) -> None:
    """A hat on a head of a person's size; `amount` is the head's turn (0 front, 1 right)."""
    _HATS[hat](sheet, colour, amount)


def _brim(sheet: Sheet, colour: str, a: float, wide: float, y: float, dip: float, thick: float = 12) -> None:
    s = 8 * a
    sheet.cel(loop([(-wide + s, y + dip * 0.4), (-wide * 0.5 + s, y - 12), (s, y - 18), (wide * 0.5 + s, y - 12),
                    (wide + s, y + dip * 0.1), (wide * 0.55 + s, y + thick * 0.9), (s, y + thick + 2), (-wide * 0.55 + s, y + thick)]),
              colour, 7, 3)  # fmt: skip


def _dome(sheet: Sheet, colour: str, a: float, half: float, top: float, low: float, *, square: float = 0.0) -> str:
    s = 2 * a
    d = join([(-half + s, low), (-half * 0.97 + s, (low + top) / 2), (-half * (0.66 + square) + s, top + 13), (s, top),
              (half * (0.66 + square) + s, top + 13), (half * 0.97 + s, (low + top) / 2), (half + s, low)],
             [(half + s, low), (s, low + 10), (-half + s, low)])  # fmt: skip
    sheet.cel(d, colour, 14, 4)
    return d


def _band(sheet: Sheet, d: str, colour: str, y: float, tall: float, a: float) -> None:
    with sheet.inside(d):
        sheet.line(f"M-110 {num(y - 8)}Q{num(4 * a)} {num(y + 10)} 116 {num(y - 8)}", colour, tall)


def _souwester(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 88, -150, -46)
    with sheet.inside(d):
        for x in (-46, 0, 46):
            sheet.line(f"M{num(x + 2 * a)} -40Q{num(x * 0.9)} -110 {num(2 * a)} -152", darker(c, 0.22), 2.6, 0.6)
    back, front = -124 - 14 * a, 118 + 6 * a
    sheet.cel(loop([(back, -6 + 14 * a), (-88, -46), (-40, -66), (8, -71), (62, -66), (98, -56), (front, -44), (92, -42), (50, -46),
                    (4, -46), (-44, -38), (-88, -16)]), mix(c, "#fff2c8", 0.08), 8, 3)  # fmt: skip


def _straw(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 78, -148, -58)
    _band(sheet, d, "#b4433c", -62, 15, a)
    _brim(sheet, c, a, 150, -52, 16)
    for i, y in enumerate((-60, -54, -48)):
        sheet.line(f"M{-118 + 10 * i} {y}Q{num(8 * a)} {y - 3} {128 - 10 * i} {y}", darker(c, 0.2), 1.8, 0.55)


def _fedora(sheet: Sheet, c: str, a: float) -> None:
    d = join([(-80, -52), (-78, -100), (-66, -138), (-34, -150), (0, -140), (34, -150), (66, -136), (78, -98), (82, -52)],
             [(82, -52), (2, -42), (-80, -52)])  # fmt: skip
    sheet.cel(d, c, 13, 4)
    _band(sheet, d, darker(c, 0.5), -62, 20, a)
    _brim(sheet, c, a, 122, -52, -8)


def _cowboy(sheet: Sheet, c: str, a: float) -> None:
    d = join([(-76, -54), (-72, -110), (-50, -148), (-18, -140), (0, -134), (18, -140), (50, -148), (72, -110), (78, -54)],
             [(78, -54), (2, -44), (-76, -54)])  # fmt: skip
    sheet.cel(d, c, 13, 4)
    _band(sheet, d, darker(c, 0.45), -62, 14, a)
    sheet.cel(loop([(-152, -92), (-128, -66), (-70, -64), (0, -62), (70, -64), (132, -66), (156, -92), (140, -52), (80, -38),
                    (4, -34), (-76, -38), (-136, -52)]), c, 8, 3)  # fmt: skip


def _tophat(sheet: Sheet, c: str, a: float) -> None:
    d = "M-76 -56C-70 -100 -74 -150 -80 -196C-40 -208 44 -208 84 -196C78 -150 74 -100 80 -56C40 -44 -36 -44 -76 -56Z"
    sheet.cel(d, c, 15, 4)
    _band(sheet, d, lighter(darker(c, 0.1), 0.2) if c != "#34323c" else "#8d2b3c", -68, 20, a)
    _brim(sheet, c, a, 116, -54, -10)


def _bowler(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 80, -152, -56, square=0.08)
    _band(sheet, d, darker(c, 0.4), -64, 16, a)
    _brim(sheet, c, a, 110, -54, -14)


def _flatcap(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(
        loop(
            [
                (-94, -44),
                (-104, -80),
                (-74, -124),
                (-10, -136),
                (58, -122),
                (100, -82),
                (92 + 8 * a, -52),
                (30, -58),
                (-40, -50),
            ]
        ),
        c,
        13,
        4,
    )
    _peak(sheet, darker(c, 0.12), a, -50)
    sheet.oval(-8, -135, 7, 4, darker(c, 0.2))


def _peak(sheet: Sheet, c: str, a: float, y: float) -> None:
    s = 24 * a
    sheet.cel(loop([(-66 + s, y - 8), (s, y - 18), (70 + s * 0.7, y - 8), (86 + s * 0.9, y + 9), (50 + s, y + 5), (s, y + 3), (-52 + s, y + 7)]),
              c, 5, 2.5)  # fmt: skip


def _baseball(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 86, -140, -52)
    with sheet.inside(d):
        sheet.line(f"M{num(26 * a)} -140Q{num(44 * a)} -100 {num(34 * a)} -44", darker(c, 0.2), 2.6, 0.7)
        sheet.fill(
            loop([(-30 + 34 * a, -128), (30 + 34 * a, -128), (42 + 34 * a, -60), (-42 + 34 * a, -60)]), "#f4efe4", 0.9
        )
    _peak(sheet, darker(c, 0.1), a * 1.3, -50)


def _beanie(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 90, -144, -56)
    with sheet.inside(d):
        for x in range(-80, 90, 18):
            sheet.line(f"M{x} -50Q{num(x * 0.92)} -110 {num(x * 0.35)} -146", darker(c, 0.18), 2.4, 0.5)
    sheet.cel(
        "M-94 -72C-50 -86 52 -86 96 -72C99 -62 98 -52 94 -42C52 -56 -48 -56 -92 -42C-97 -52 -97 -62 -94 -72Z",
        lighter(c, 0.12),
        7,
        3,
    )
    for x in range(-84, 92, 14):
        sheet.line(f"M{x} {num(-78 + abs(x) * 0.07)}L{x} {num(-56 + abs(x) * 0.09)}", darker(c, 0.2), 2.2, 0.55)
    sheet.cel(loop(around(2 * a, -156, 23, 21, 0, 315, 8)), "#f5efe2", 7, 2.5)


def _beret(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(
        loop(
            [(-84, -64), (-116, -96), (-92, -136), (-20, -146), (60, -132), (96, -92), (84, -62), (20, -72), (-40, -70)]
        ),
        c,
        14,
        4,
    )
    sheet.line("M-84 -62Q0 -78 84 -60", darker(c, 0.25), 9)
    sheet.line("M-18 -144L-22 -158", darker(c, 0.1), 6)


def _crown(sheet: Sheet, c: str, a: float) -> None:
    d = "M-74 -66L-84 -134L-50 -104L-36 -152L0 -112L38 -152L52 -104L86 -134L78 -66C30 -54 -28 -54 -74 -66Z"
    sheet.cel(d, c, 10, 3.5)
    for x, y in ((-84, -138), (-36, -156), (38, -156), (86, -138)):
        sheet.oval(x, y, 7, 7, "#f6e3a0")
    for x, gem in ((-46, "#b3344a"), (2, "#3f74b8"), (50, "#3a9465")):
        sheet.oval(x, -76, 8, 8, gem)
        sheet.oval(x - 2, -79, 2.4, 2.4, "#ffffff", 0.8)
    sheet.line("M-74 -65Q2 -52 78 -65", darker(c, 0.22), 4)


def _captain(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(
        loop([(-84, -66), (-110, -104), (-70, -138), (0, -148), (74, -138), (114, -104), (86, -66)], 0.9),
        mix(c, "#ffffff", 0.06),
        13,
        4,
    )
    sheet.cel("M-86 -84C-40 -96 44 -96 88 -84L86 -52C40 -64 -38 -64 -84 -52Z", darker(c, 0.3), 8, 3)
    _peak(sheet, "#22202a", a, -50)
    sheet.oval(22 * a, -96, 12, 12, "#e7bd4f")
    sheet.oval(22 * a - 2, -98, 5, 5, "#fff0b8")
    sheet.line(f"M{num(-70 + 10 * a)} -62Q{num(20 * a)} -74 {num(78 + 6 * a)} -62", "#e7bd4f", 4)


def _chef(sheet: Sheet, c: str, a: float) -> None:
    from_points = [
        (-74, -92),
        (-108, -130),
        (-84, -178),
        (-40, -180),
        (0, -202),
        (42, -182),
        (88, -178),
        (110, -130),
        (78, -92),
    ]
    sheet.cel(loop(from_points), c, 14, 4)
    for x in (-40, 0, 42):
        sheet.line(f"M{x} -106Q{num(x * 1.15)} -136 {num(x * 1.1)} -158", darker(c, 0.14), 3, 0.7)
    sheet.cel("M-82 -104C-40 -116 42 -116 84 -104L84 -52C40 -64 -40 -64 -82 -52Z", c, 10, 3)


def _wizard(sheet: Sheet, c: str, a: float) -> None:
    cone = tube([(0, -52), (4, -120), (-6, -180), (-34, -226)], [80, 52, 26, 4])
    sheet.cel(cone, c, 12, 4)
    with sheet.inside(cone):
        _star(sheet, 16, -96, 12)
        _star(sheet, -30, -120, 7)
        _star(sheet, 6, -158, 8)
        sheet.line("M-90 -66Q0 -46 90 -66", darker(c, 0.35), 15)
    _brim(sheet, c, a, 144, -54, 10)


def _star(sheet: Sheet, x: float, y: float, r: float) -> None:
    d = "M" + "L".join(f"{num(x + dx * r)} {num(y + dy * r)}" for dx, dy in (
        (0, -1), (0.25, -0.3), (0.95, -0.3), (0.4, 0.15), (0.6, 0.85), (0, 0.42), (-0.6, 0.85), (-0.4, 0.15), (-0.95, -0.3), (-0.25, -0.3)))  # fmt: skip
    sheet.fill(d + "Z", "#f3d27a")


def _helmet(sheet: Sheet, c: str, a: float) -> None:
    d = _dome(sheet, c, a, 92, -146, -44)
    with sheet.inside(d):
        sheet.line(f"M{num(10 * a)} -150Q{num(24 * a)} -100 {num(18 * a)} -36", lighter(c, 0.25), 12)
    _brim(sheet, darker(c, 0.12), a, 108, -46, -4, 8)


def _headscarf(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(join([(-90 - 4 * a, 40), (-98 - 4 * a, -20), (-84, -84), (-30, -118), (32, -116), (78, -80), (88 - 6 * a, -20), (84 - 6 * a, 30)],
                   [(84 - 6 * a, 30), (72, -10), (62, -46), (20, -66), (-24, -64), (-56, -40), (-66, 0), (-90 - 4 * a, 40)]), c, 12, 4)  # fmt: skip
    for x, y in ((-66, -60), (-30, -92), (12, -96), (50, -80), (76, -34), (-84, -20), (-78, 14)):
        sheet.oval(x, y, 5, 5, lighter(c, 0.5))


def _bonnet(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(join([(-92, 50), (-108, -20), (-92, -90), (-34, -130), (36, -130), (92, -90), (104, -20), (88, 50)],
                   [(88, 50), (74, 0), (62, -44), (20, -68), (-20, -68), (-60, -44), (-72, 0), (-92, 50)]), c, 12, 4)  # fmt: skip
    sheet.line("M-74 4Q-60 -46 -18 -66Q20 -70 62 -44Q72 -20 76 6", lighter(c, 0.35), 8)


def _hood(sheet: Sheet, c: str, a: float) -> None:
    sheet.cel(join([(-96, 92), (-112, 10), (-98, -80), (-40, -134), (14, -142), (76, -104), (100 - 4 * a, -20), (88, 88)],
                   [(88, 88), (78, 20), (68, -40), (30, -78), (-24, -80), (-62, -46), (-74, 20), (-96, 92)]), c, 14, 4)  # fmt: skip


_HATS = {
    "souwester": _souwester, "straw": _straw, "fedora": _fedora, "cowboy": _cowboy, "tophat": _tophat, "bowler": _bowler,
    "flatcap": _flatcap, "baseball": _baseball, "beanie": _beanie, "beret": _beret, "crown": _crown, "captain": _captain,
    "chef": _chef, "wizard": _wizard, "helmet": _helmet, "headscarf": _headscarf, "bonnet": _bonnet, "hood": _hood,
}  # fmt: skip
