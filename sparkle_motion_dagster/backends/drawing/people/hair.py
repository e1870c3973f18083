"""Hair: behind the body, behind the face, and over the brow.

What belongs here: hair styles on a head sheet. What does not: beards, hats.
"""

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import Turn, around, join, scallop
from sparkle_motion_dagster.backends.drawing.svg import Point, brightness, darker, lighter, mix, num

UNDER_A_HAT = {"afro": "curly", "messy": "short", "bun": "bob", "side": "short"}


def worn_style(look: Look) -> str:
    """The style as seen: a hat presses some of them down."""
    return UNDER_A_HAT.get(look.hair_style, look.hair_style) if look.hat else look.hair_style


def strand(colour: str) -> str:
    """Colour of strands drawn on hair of this colour."""
    return darker(colour, 0.2) if brightness(colour) > 0.3 else lighter(colour, 0.14)


def _outer(turn: Turn, lift: float = 0, side: float = 88, low_left: float = 12, low_right: float = 4) -> list[Point]:
    """The hair's outline over the crown, left to right."""
    back = 5 * turn.amount
    right = side - 5 * turn.amount
    return [
        (-side - back, low_left), (-side - 3 - back, -26), (-side * 0.9 - back, -68), (-58 - back, -100 - lift * 0.7),
        (-22, -116 - lift), (20, -116 - lift), (54, -100 - lift * 0.8), (right * 0.91, -66), (right, -28), (right - 1, low_right),
    ]  # fmt: skip


def _line(turn: Turn, points: list[Point]) -> list[Point]:
    return turn.points(points)


def draw_behind(sheet: Sheet, look: Look, turn: Turn) -> None:
    """Long hair that falls behind the shoulders; drawn on the body's fragment."""
    style, a = worn_style(look), turn.amount
    if style in ("long", "wavy"):
        wave = 9 if style == "wavy" else 2
        left, right = -98 - 6 * a, 96 - 16 * a
        points = [(left + 16, -60), (left, 0), (left - wave, 60), (left + wave, 110), (left - wave * 1.3, 158), (left + 14, 196),
                  (-40, 206), (0, 202), (40, 206), (right - 16, 194), (right + wave, 156), (right - wave, 108),
                  (right + wave, 58), (right, 0), (right - 16, -60)]  # fmt: skip
        sheet.cel(loop(points), darker(look.hair, 0.14), 16, 3)
        for x in (left + 22, left + 44, right - 42, right - 20):
            sheet.line(f"M{num(x)} 70Q{num(x - 6)} 120 {num(x + 3)} 186", strand(look.hair), 2.2, 0.6)
    elif style == "ponytail":
        x = -86 - 22 * a if a else -70
        tail = tube([(x + 30, -66), (x - 8, -50), (x - 26, 10), (x - 18, 84), (x - 34, 140)], [16, 23, 27, 22, 3])
        sheet.cel(tail, darker(look.hair, 0.08), 9, 3)
        sheet.line(f"M{num(x - 14)} -24Q{num(x - 30)} 40 {num(x - 24)} 110", strand(look.hair), 2.4, 0.6)
        sheet.oval(x + 6, -56, 11, 11, look.top)


def draw_back(sheet: Sheet, look: Look, turn: Turn) -> None:
    """Hair behind the face on the head itself."""
    style, a, hair = worn_style(look), turn.amount, look.hair
    if style in ("bald",):
        return
    if style == "afro":
        sheet.cel(scallop(around(-6 * a, -34, 116, 108, 150, 390, 15), 13), hair, 16, 3)
    elif style == "bob":
        left, right = -100 - 4 * a, 98 - 12 * a
        sheet.cel(loop([(left + 10, -64), (left - 2, -10), (left - 3, 44), (left + 8, 78), (left + 40, 84), (right - 40, 84),
                        (right - 8, 76), (right + 2, 44), (right, -10), (right - 12, -64)]), darker(hair, 0.16), 12, 3)  # fmt: skip
    elif style == "curly" and look.sex == "woman":
        sheet.cel(scallop(around(-5 * a, -4, 106, 92, 120, 420, 15), 13), darker(hair, 0.12), 14, 3)
    elif style == "braids" and a:
        _braid(sheet, look, 76, 10)
    elif style == "bun":
        bx, by = (-52, -128) if a else (0, -136)
        sheet.cel(loop(around(bx, by, 36, 33, 0, 315, 8)), hair, 10, 3)
        sheet.line(f"M{bx - 20} {by + 4}Q{bx} {by - 24} {bx + 20} {by + 2}", strand(hair), 2.5, 0.7)
        sheet.line(f"M{bx - 10} {by + 12}Q{bx + 4} {by - 6} {bx + 22} {by + 12}", strand(hair), 2.2, 0.6)
    if a and style not in ("afro", "bob", "long", "wavy"):
        low = 50 if style not in ("receding", "crop") else 38
        sheet.cel(loop([(-60, -70), (-90, -50), (-97, -8), (-90, low - 14), (-70, low), (-50, 20), (-50, -30)]),
                  darker(hair, 0.1), 8, 2.5)  # fmt: skip


def draw_front(sheet: Sheet, look: Look, turn: Turn) -> None:
    """Hair over the brow and at the temples."""
    style = worn_style(look)
    if style == "bald":
        return
    {
        "crop": _crop, "short": _short, "side": _side, "curly": _curly, "afro": _afro, "bob": _bob, "long": _parted,
        "wavy": _parted, "bun": _swept, "ponytail": _swept, "braids": _braids, "messy": _messy, "receding": _receding,
    }[style](sheet, look, turn)  # fmt: skip


def _shine(sheet: Sheet, look: Look, d: str, y: float = -92) -> None:
    """A soft band of gloss across the crown, inside the hair."""
    x = 22 * sheet.toward_light
    n = num
    with sheet.inside(d):
        sheet.line(
            f"M{n(x - 40)} {n(y + 22)}Q{n(x)} {n(y - 8)} {n(x + 42)} {n(y + 20)}",
            sheet.bright(look.hair, 0.9),
            7,
            0.4,
            own=True,
        )
        sheet.line(
            f"M{n(x - 28)} {n(y + 34)}Q{n(x)} {n(y + 10)} {n(x + 30)} {n(y + 32)}",
            sheet.bright(look.hair, 0.8),
            3,
            0.3,
            own=True,
        )


def _cap(sheet: Sheet, look: Look, outer: list[Point], line: list[Point], strands: list[str] | None = None) -> None:
    d = join(outer, list(reversed(line)))
    sheet.cel(d, look.hair, 10, 3.5)
    with sheet.inside(d):
        for one in strands or ():
            sheet.line(one, strand(look.hair), 2.3, 0.65)
    _shine(sheet, look, d)


def _sideburns(turn: Turn, brow: list[Point], low: float = 8) -> list[Point]:
    left = [(-79, low + 8), (-70, low), (-68, -16)]
    if turn.amount:
        left = [(-89, 44), (-80, 30), (-71, low)]
    return [*left, *_line(turn, brow), *_line(turn, [(74, -24), (77, low - 6)])]


def _strands(turn: Turn, spots: list[tuple[float, float, float, float, float, float]]) -> list[str]:
    n = num
    return [f"M{n(turn.x(a))} {n(b)}Q{n(turn.x(c))} {n(d)} {n(turn.x(e))} {n(f)}" for a, b, c, d, e, f in spots]


def _crop(sheet: Sheet, look: Look, turn: Turn) -> None:
    line = _sideburns(turn, [(-68, -34), (-58, -56), (-34, -70), (0, -72), (34, -70), (58, -56), (70, -38)], 2)
    _cap(sheet, look, _outer(turn, -7, 83, 10, 0), line)


def _short(sheet: Sheet, look: Look, turn: Turn) -> None:
    line = _sideburns(
        turn, [(-66, -38), (-56, -50), (-38, -64), (-18, -58), (2, -68), (22, -60), (42, -66), (60, -48), (70, -40)]
    )
    _cap(sheet, look, _outer(turn, 6), line, _strands(turn, [(-30, -66, -36, -90, -20, -112), (14, -64, 12, -90, 30, -108),
                                                               (-52, -56, -62, -78, -52, -96)]))  # fmt: skip


def _side(sheet: Sheet, look: Look, turn: Turn) -> None:
    line = _sideburns(turn, [(-68, -36), (-56, -58), (-40, -80), (-28, -72), (0, -58), (34, -52), (60, -46), (72, -36)])
    outer = _outer(turn, 12)
    _cap(sheet, look, outer, line, _strands(turn, [(-40, -80, 0, -90, 50, -62), (-40, -82, 6, -106, 62, -76),
                                                     (-42, -84, -54, -90, -70, -60)]))  # fmt: skip


def _messy(sheet: Sheet, look: Look, turn: Turn) -> None:
    a = turn.amount
    outer: list[Point] = [(-88 - 5 * a, 12), (-98 - 5 * a, -18), (-88, -30), (-102, -58), (-82, -70), (-84, -98), (-56, -98),
                          (-44, -126), (-20, -112), (2, -132), (22, -112), (50, -124), (58, -98), (84, -94), (80, -66),
                          (94 - 8 * a, -44), (86 - 8 * a, -28), (90 - 8 * a, 2)]  # fmt: skip
    line = _sideburns(turn, [(-66, -34), (-54, -46), (-48, -66), (-30, -46), (-18, -66), (2, -44), (14, -64), (36, -46), (48, -64),
                             (62, -44), (70, -46)])  # fmt: skip
    d = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in [*outer, *reversed(line)]) + "Z"
    from_points = [*outer, *reversed(line)]
    d = loop(from_points, 0.45)
    sheet.cel(d, look.hair, 10, 3.5)
    _shine(sheet, look, d)


def _curly(sheet: Sheet, look: Look, turn: Turn) -> None:
    a = turn.amount
    outer = around(-3 * a, -30, 92 - 2 * a, 88, 168, 372, 11)
    line = turn.points(
        [(70, -10), (66, -36), (46, -56), (20, -64), (-6, -58), (-32, -64), (-54, -52), (-66, -30), (-72, -4)]
    )
    if a:
        line[-1] = (-80, 24)
    d = scallop([*outer, *line], 11)
    sheet.cel(d, look.hair, 9, 3)
    with sheet.inside(d):
        for x, y in (
            (-60, -70),
            (-24, -92),
            (18, -90),
            (54, -70),
            (-44, -98),
            (-2, -112),
            (38, -104),
            (70, -40),
            (-76, -34),
        ):
            sheet.line(f"M{x - 8} {y}Q{x - 6} {y - 11} {x + 4} {y - 9}Q{x + 11} {y - 5} {x + 5} {y + 3}",
                       strand(look.hair), 2.3, 0.6)  # fmt: skip


def _afro(sheet: Sheet, look: Look, turn: Turn) -> None:
    outer = around(-6 * turn.amount, -40, 112, 100, 176, 364, 12)
    line = turn.points([(72, -18), (66, -40), (40, -58), (0, -64), (-40, -58), (-66, -40), (-72, -16)])
    d = scallop([*outer, *line], 11)
    sheet.cel(d, look.hair, 12, 3)
    with sheet.inside(d):
        for x, y in (
            (-80, -70),
            (-44, -100),
            (0, -118),
            (44, -100),
            (80, -70),
            (-20, -80),
            (24, -82),
            (-60, -48),
            (62, -46),
        ):
            sheet.line(f"M{x - 9} {y}Q{x - 5} {y - 12} {x + 5} {y - 8}", strand(look.hair), 2.6, 0.5)


def _bob(sheet: Sheet, look: Look, turn: Turn) -> None:
    a = turn.amount
    line = [*([(-86.0, 66.0), (-76, 40)] if not a else [(-84.0, 68.0), (-62, 44)]),
            *_line(turn, [(-71, 6), (-66, -26), (-46, -40), (-20, -43), (6, -42), (32, -43), (56, -38), (69, -22), (72, 10)]),
            *([(79.0, 40.0), (86, 60)] if not a else [])]  # fmt: skip
    outer = _outer(turn, 6, 94, 66, 58 if not a else 22)
    _cap(
        sheet,
        look,
        outer,
        line,
        _strands(turn, [(-30, -44, -34, -74, -16, -108), (6, -44, 4, -74, 4, -108), (40, -42, 42, -74, 26, -106)]),
    )


def _parted(sheet: Sheet, look: Look, turn: Turn) -> None:
    """Long hair from a parting, with locks in front of the shoulders."""
    a = turn.amount
    line = [*([(-80.0, 96.0), (-74, 50)] if not a else [(-80.0, 96.0), (-62, 52)]),
            *_line(turn, [(-70, 8), (-62, -26), (-40, -56), (-14, -82), (-8, -86), (10, -74), (40, -54), (64, -22), (71, 10)]),
            *([(76.0, 48.0), (82, 92)] if not a else [])]  # fmt: skip
    outer = _outer(turn, 8, 95, 96, 92 if not a else 24)
    _cap(sheet, look, outer, line, _strands(turn, [(-12, -84, -50, -80, -76, -20), (-12, -90, -62, -96, -84, -20),
                                                     (-8, -86, 44, -86, 74, -20), (-8, -94, 56, -104, 82, -20)]))  # fmt: skip


def _swept(sheet: Sheet, look: Look, turn: Turn) -> None:
    line = _sideburns(turn, [(-67, -36), (-54, -58), (-28, -73), (0, -77), (28, -73), (54, -58), (69, -38)], 14)
    up = -52 if turn.amount else 0
    n = num
    strands = [f"M{n(turn.x(x))} -66Q{n((turn.x(x) + up) / 2)} -100 {n(up)} -122" for x in (-48, -20, 14, 44)]
    _cap(sheet, look, _outer(turn, 4, 86), line, strands)


def _braid(sheet: Sheet, look: Look, x: float, lean: float) -> None:
    y, r = 56.0, 17.0
    for i in range(6):
        sheet.cel(loop(around(x + lean * i * 0.35 + (3 if i % 2 else -3), y, r, r * 0.86, 0, 300, 6)), look.hair, 5, 2)
        y += r * 1.15
        r *= 0.95
    sheet.oval(x + lean * 2, y - 4, 8, 6, look.second if look.second != look.hair else look.top)
    sheet.cel(loop([(x + lean * 2 - 7, y), (x + lean * 2 + 7, y), (x + lean * 2 + 9, y + 20), (x + lean * 2, y + 26),
                    (x + lean * 2 - 8, y + 20)]), look.hair, 4, 1.5)  # fmt: skip


def _braids(sheet: Sheet, look: Look, turn: Turn) -> None:
    a = turn.amount
    _braid(sheet, look, -78 - 8 * a, -8)
    if not a:
        _braid(sheet, look, 84, 8)
    line = [*([(-84.0, 52.0), (-74, 34)] if not a else [(-88.0, 54.0), (-70, 36)]),
            *_line(turn, [(-70, 4), (-63, -32), (-40, -62), (-6, -88), (6, -88), (40, -62), (64, -30), (71, 4)]),
            *([(76.0, 32.0), (86, 48)] if not a else [])]  # fmt: skip
    _cap(
        sheet,
        look,
        _outer(turn, 3, 90, 54, 50 if not a else 16),
        line,
        _strands(
            turn,
            [
                (0, -90, -48, -92, -74, -20),
                (0, -90, -30, -76, -70, -8),
                (0, -90, 48, -92, 76, -20),
                (0, -90, 34, -74, 72, -8),
            ],
        ),
    )


def _receding(sheet: Sheet, look: Look, turn: Turn) -> None:
    a = turn.amount
    left = scallop([(-78, 26), (-91 - 4 * a, 8), (-95 - 4 * a, -18), (-88 - 3 * a, -44), (turn.x(-70), -52), (turn.x(-67), -26),
                    (turn.x(-70), 6)], 6)  # fmt: skip
    sheet.cel(left, look.hair, 6, 2.5)
    if not a:
        sheet.cel(
            scallop([(70, 6), (67, -26), (70, -52), (88, -44), (95, -18), (91, 8), (78, 26)], 6), look.hair, 6, 2.5
        )
    else:
        sheet.cel(
            scallop([(turn.x(71), -4), (turn.x(68), -30), (turn.x(72), -50), (84, -40), (86, -18), (83, 0)], 4),
            look.hair,
            4,
            2,
        )
    x = 20 * sheet.toward_light
    sheet.oval(x, -82, 20, 8, mix(look.skin, "#ffffff", 0.45), 0.55, turn=-8 * sheet.toward_light)
