"""Ears and horns of furred heads.

What belongs here: every style of ear in `kinds.py`. What does not: heads.
"""

from sparkle_motion_dagster.backends.drawing.animals.kinds import Beast
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num

_OVER_HEAD = {"floppy", "horned"}


def draw_ears(sheet: Sheet, kind: Beast, coat: str, x0: float, y0: float, a: float, *, before_head: bool) -> None:
    """Both ears, near one last; those that hang over the head are drawn after it."""
    if (kind.ears in _OVER_HEAD) == before_head:
        return
    for side in (1, -1):
        k = 0.92 if side > 0 and a else 1.0
        shift = x0 + (6 * a if side < 0 else -2 * a)
        _EARS[kind.ears](
            sheet, kind, coat if side < 0 or not a else darker(coat, 0.08), shift, y0, side * k * kind.wide
        )


def _pointed(
    sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float, tip: float = -164, lean: float = 84
) -> None:
    n = num
    sheet.cel(f"M{n(x + s * 22)} {n(y - 78)}C{n(x + s * 40)} {n(y - 116)} {n(x + s * (lean - 16))} {n(y + tip + 16)} {n(x + s * (lean - 4))} {n(y + tip)}Q{n(x + s * (lean + 6))} {n(y + tip - 8)} {n(x + s * (lean + 10))} {n(y + tip + 8)}"
              f"C{n(x + s * (lean + 22))} {n(y - 120)} {n(x + s * 106)} {n(y - 70)} {n(x + s * 98)} {n(y - 20)}Z", coat, 8, 3)  # fmt: skip
    sheet.fill(
        f"M{n(x + s * 44)} {n(y - 76)}C{n(x + s * 54)} {n(y - 104)} {n(x + s * (lean - 8))} {n(y + tip + 40)} {n(x + s * (lean))} {n(y + tip + 28)}C{n(x + s * (lean + 10))} {n(y - 106)} {n(x + s * 94)} {n(y - 76)} {n(x + s * 88)} {n(y - 48)}Z",
        kind.ear_inner,
    )
    if kind.ears == "tall_pointed":
        sheet.fill(
            f"M{n(x + s * (lean - 21))} {n(y + tip + 30)}Q{n(x + s * lean)} {n(y + tip + 18)} {n(x + s * (lean + 16))} {n(y + tip + 34)}L{n(x + s * (lean + 10))} {n(y + tip + 6)}Q{n(x + s * (lean + 4))} {n(y + tip - 5)} {n(x + s * (lean - 4))} {n(y + tip + 1)}Z",
            kind.mark,
        )


def _tall_pointed(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    _pointed(sheet, kind, coat, x, y, s, -196, 90)


def _tufted(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    n = num
    for dx in (-7, 0, 7):
        sheet.line(
            f"M{n(x + s * 74)} {n(y - 130)}Q{n(x + s * (80 + dx * 0.5))} {n(y - 156)} {n(x + s * (84 + dx * 1.6))} {n(y - 178 + abs(dx))}",
            darker(coat, 0.2),
            6,
        )
    _pointed(sheet, kind, coat, x, y, s, -142, 76)


def _round(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    colour = kind.mark if kind.face in ("panda", "blaze", "bandit") else coat
    sheet.cel(loop(around(x + s * 74, y - 76, 33, 34, 0, 315, 8)), colour, 7, 3)
    sheet.oval(x + s * 74, y - 72, 19, 20, kind.ear_inner)


def _side_round(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    sheet.cel(loop(around(x + s * 108, y - 10, 34, 38, 0, 315, 8)), coat, 7, 3)
    sheet.oval(x + s * 109, y - 8, 20, 25, kind.ear_inner)


def _fan(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    furry = kind.face == "plain"
    points = around(x + s * 94, y - (62 if furry else 82), 56, 58, 0, 330, 12)
    sheet.cel(scallop(points, 5) if furry else loop(points), coat, 10, 3)
    sheet.oval(x + s * 94, y - (60 if furry else 79), 36, 38, kind.ear_inner)


def _long(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    d = tube(
        [(x + s * 36, y - 66), (x + s * 46, y - 130), (x + s * 54, y - 206), (x + s * 62, y - 248)], [22, 29, 26, 8]
    )
    sheet.cel(d, coat, 8, 3)
    sheet.fill(
        tube(
            [(x + s * 40, y - 84), (x + s * 47, y - 140), (x + s * 54, y - 204), (x + s * 60, y - 234)], [10, 16, 14, 4]
        ),
        kind.ear_inner,
    )


def _floppy(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    colour = kind.mark if coat == kind.coat else darker(coat, 0.28)
    d = loop(
        [
            (x + s * 48, y - 86),
            (x + s * 84, y - 92),
            (x + s * 114, y - 66),
            (x + s * 128, y - 10),
            (x + s * 124, y + 40),
            (x + s * 102, y + 58),
            (x + s * 86, y + 30),
            (x + s * 82, y - 20),
            (x + s * 66, y - 58),
        ]
    )
    sheet.cel(d, colour, 9, 3)
    sheet.line(
        f"M{num(x + s * 102)} {num(y - 50)}Q{num(x + s * 114)} {num(y)} {num(x + s * 106)} {num(y + 36)}",
        darker(colour, 0.2),
        3,
        0.6,
    )


def _horned(sheet: Sheet, kind: Beast, coat: str, x: float, y: float, s: float) -> None:
    horn = tube(
        [(x + s * 50, y - 74), (x + s * 70, y - 120), (x + s * 66, y - 168), (x + s * 46, y - 190)], [17, 14, 9, 2]
    )
    sheet.cel(horn, "#efe3c4", 6, 2.5)
    for t in (-104, -126, -148):
        sheet.line(
            f"M{num(x + s * 52)} {num(y + t)}Q{num(x + s * 66)} {num(y + t + 7)} {num(x + s * 82)} {num(y + t - 1)}",
            "#b7a57c",
            2.4,
        )
    sheet.cel(
        loop(
            [
                (x + s * 88, y - 40),
                (x + s * 140, y - 70),
                (x + s * 132, y - 36),
                (x + s * 142, y - 12),
                (x + s * 116, y - 6),
                (x + s * 96, y - 2),
            ]
        ),
        mix(kind.mark, lighter(coat, 0.2), 0.3),
        6,
        2,
    )


_EARS = {
    "pointed": _pointed, "tall_pointed": _tall_pointed, "tufted": _tufted, "round": _round, "side_round": _side_round, "fan": _fan,
    "long": _long, "floppy": _floppy, "horned": _horned,
}  # fmt: skip
