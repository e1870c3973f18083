"""What each outfit shows on the trunk: buttons, lapels, pockets, plates.

What belongs here: one function an outfit. What does not: the trunk's outline (`cuts.py`), sleeves.
"""

from collections.abc import Callable

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.cuts import CUT, LAB_WHITE, STEEL, hem_y_of, trunk
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.people.garment_parts import (
    belt,
    bib,
    collar,
    folds,
    lapels,
    neckband,
    placket,
    pockets,
    rib,
)
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num


def plain(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    neckband(sheet, frame, darker(look.top, 0.16), 6)


def _coat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    low = hem_y_of(frame, CUT[look.outfit].hem)
    placket(sheet, look, frame, low, 5)
    pockets(sheet, look, frame, frame.hip_y - 2)
    collar(sheet, frame, darker(look.top, 0.1), 27, 25)


def _raincoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = hem_y_of(frame, "knee")
    placket(sheet, look, frame, low, 6, mix(look.top, "#3a2412", 0.66))
    pockets(sheet, look, frame, frame.hip_y + 2)
    sheet.line(
        f"M{n(-frame.hip * 2)} {n(low - 9 * k)}Q0 {n(low)} {n(frame.hip * 2)} {n(low - 9 * k)}",
        darker(look.top, 0.2),
        1.6 * k,
        0.8,
    )
    collar(sheet, frame, mix(look.top, "#fff2c8", 0.14), 25, 30)


def _trench(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    low = hem_y_of(frame, "knee")
    placket(sheet, look, frame, low, 0)
    for s in (-1, 1):
        for y in (34, 54):
            sheet.oval(frame.lean + s * 11 * k + 3, frame.shoulder_y + y * k, 2.8 * k, 2.8 * k, darker(look.top, 0.5))
    collar(sheet, frame, darker(look.top, 0.08), 34, 31)
    belt(sheet, frame, frame.waist_y + 4 * k, darker(look.top, 0.26), "#8a6a3a")


def _jacket(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = frame.hip_y * 0.86
    x = frame.lean + 2 * frame.turn * k
    opening = f"M{n(x - 12 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x - 9 * k)} {n(low + 9)}L{n(x + 10 * k)} {n(low + 9)}L{n(x + 12 * k)} {n(frame.shoulder_y - 9 * k)}Z"
    sheet.fill(opening, look.second)
    neckband(sheet, frame, darker(look.second, 0.16), 5)
    for s in (-1, 1):
        sheet.line(
            f"M{n(x + s * 12 * k)} {n(frame.shoulder_y - 4 * k)}L{n(x + s * 10 * k)} {n(low + 6)}",
            darker(look.top, 0.3),
            2.4 * k,
        )
    pockets(sheet, look, frame, frame.hip_y - 12 * k, 0.72)
    collar(sheet, frame, darker(look.top, 0.1), 25, 25)


def _suit(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    lapels(sheet, look, frame, frame.waist_y + 4 * k, "#f4f0e8")
    placket(sheet, look, frame, frame.hip_y * 0.86, 2, start=(frame.waist_y - frame.shoulder_y) / k)
    pockets(sheet, look, frame, frame.hip_y - 8 * k, 0.7)


def _waistcoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    x, y, low = frame.lean + 2 * frame.turn * k, frame.shoulder_y, frame.hip_y
    for s in (-1, 1):
        sheet.cel(f"M{n(x + s * 13 * k)} {n(y - 9 * k)}L{n(x + s * 28 * k)} {n(y - 6 * k)}C{n(x + s * 24 * k)} {n(y + 24 * k)} {n(x + s * 30 * k)} {n(y + 44 * k)} "
                  f"{n(x + s * 48 * k)} {n(y + 54 * k)}L{n(s * 52 * k)} {n(low + 8)}L{n(s * 4 * k)} {n(low + 4)}L{n(x)} {n(y + 46 * k)}Z", look.top, 6 * k, 2 * k)  # fmt: skip
    placket(sheet, look, frame, low, 4, start=42)
    collar(sheet, frame, look.second, 16, 17)
    if look.tie:
        sheet.fill(
            loop(
                [
                    (x, y + 10 * k),
                    (x + 12 * k, y + 4 * k),
                    (x + 12 * k, y + 17 * k),
                    (x, y + 11 * k),
                    (x - 12 * k, y + 17 * k),
                    (x - 12 * k, y + 4 * k),
                ],
                0.4,
            ),
            look.tie,
        )


def _sweater(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    rib(sheet, frame, look.top, frame.hip_y * 0.97 - 4 * k)
    neckband(sheet, frame, darker(look.top, 0.14), 9)


def _cardigan(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = frame.hip_y * 0.86
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    sheet.fill(
        f"M{n(x - 15 * k)} {n(y - 9 * k)}Q{n(x - 4 * k)} {n(y + 40 * k)} {n(x)} {n(frame.waist_y - 6 * k)}Q{n(x + 5 * k)} {n(y + 40 * k)} {n(x + 15 * k)} {n(y - 9 * k)}Z",
        look.second,
    )
    collar(sheet, frame, look.second, 16, 15)
    for s in (-1, 1):
        sheet.line(
            f"M{n(x + s * 16 * k)} {n(y - 8 * k)}Q{n(x + s * 6 * k)} {n(y + 40 * k)} {n(x + s * 2)} {n(frame.waist_y - 4 * k)}",
            darker(look.top, 0.16),
            5 * k,
        )
    placket(sheet, look, frame, low, 3, look.second, start=(frame.waist_y - y) / k - 2)
    pockets(sheet, look, frame, frame.hip_y - 2 * k, 0.66)
    rib(sheet, frame, look.top, low - 3 * k)


def _hoodie(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y, n = frame.height / 360, frame.lean, frame.shoulder_y, num
    sheet.fill(
        loop(
            [
                (x - 24 * k, frame.hip_y - 8 * k),
                (x - 16 * k, frame.waist_y + 10 * k),
                (x + 18 * k, frame.waist_y + 10 * k),
                (x + 26 * k, frame.hip_y - 8 * k),
            ],
            0.3,
        ),
        darker(look.top, 0.14),
    )
    rib(sheet, frame, look.top, frame.hip_y * 0.97 - 4 * k)
    sheet.cel(
        loop(
            [
                (x - 26 * k, y - 6 * k),
                (x - 14 * k, y + 16 * k),
                (x + 3 * k, y + 22 * k),
                (x + 18 * k, y + 16 * k),
                (x + 28 * k, y - 6 * k),
                (x, y + 6 * k),
            ]
        ),
        darker(look.top, 0.1),
        5 * k,
        2 * k,
    )
    for s in (-1, 1):
        sheet.line(f"M{n(x + s * 7 * k)} {n(y + 16 * k)}L{n(x + s * 9 * k)} {n(y + 44 * k)}", "#f3ede0", 2 * k)


def _shirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    placket(sheet, look, frame, frame.hip_y, 5, "#f7f2e8")
    collar(sheet, frame, lighter(look.top, 0.12), 18, 18)
    belt(sheet, frame, frame.hip_y * 0.97 - 1 * k, darker(look.shoe_colour, 0.05))


def _blouse(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 2 * frame.turn, frame.shoulder_y
    placket(sheet, look, frame, frame.waist_y + 8, 3, "#f7f2e8")
    for s in (-1, 1):
        sheet.cel(
            loop(
                [
                    (x + s * 2 * k, y + 6 * k),
                    (x + s * 11 * k, y - 8 * k),
                    (x + s * 20 * k, y + 2 * k),
                    (x + s * 16 * k, y + 15 * k),
                ]
            ),
            look.second,
            4 * k,
            1.5 * k,
        )
    if look.bottom != "skirt":
        belt(sheet, frame, frame.hip_y * 0.97 - 1 * k, darker(look.shoe_colour, 0.05))


def _dress(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = hem_y_of(frame, CUT[look.outfit].hem)
    neckband(sheet, frame, look.second, 6)
    belt(sheet, frame, frame.waist_y + 2 * k, darker(look.top, 0.24), look.second)
    sheet.line(
        f"M{n(-frame.hip * 2.4)} {n(low - 13 * k)}Q0 {n(low + 1 * k)} {n(frame.hip * 2.4)} {n(low - 13 * k)}",
        look.second,
        4 * k,
        0.9,
    )
    if look.age == "child" or sum(look.seed.encode()) % 3 == 0:
        y, row = frame.waist_y + 18 * k, 0
        while y < low - 16 * k:
            for i in range(-4, 5):
                sheet.oval(i * 17 * k + (8 * k if row % 2 else 0), y, 2.4 * k, 2.4 * k, look.second, 0.85)
            y, row = y + 15 * k, row + 1


def _uniform(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x = frame.height / 360, frame.lean
    placket(sheet, look, frame, frame.hip_y * 0.88, 5, "#e0b84e")
    collar(sheet, frame, darker(look.top, 0.16), 15, 19)
    belt(sheet, frame, frame.waist_y + 6 * k, "#2b2730")
    sheet.fill(
        loop(
            [
                (x + 15 * k, frame.shoulder_y + 26 * k),
                (x + 24 * k, frame.shoulder_y + 26 * k),
                (x + 24 * k, frame.shoulder_y + 33 * k),
                (x + 15 * k, frame.shoulder_y + 33 * k),
            ],
            0.3,
        ),
        "#e0b84e",
    )


def _overalls(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 2 * frame.turn, frame.shoulder_y
    collar(sheet, frame, lighter(look.second, 0.1), 16, 17)
    bib(sheet, look, frame, look.top, frame.hip_y + 10, 80 * k)
    for s in (-1, 1):
        sheet.oval(x + s * 16 * k, y + 38 * k, 3 * k, 3 * k, "#e3c172")
    sheet.fill(
        loop(
            [(x - 10 * k, y + 44 * k), (x + 12 * k, y + 44 * k), (x + 11 * k, y + 62 * k), (x - 9 * k, y + 62 * k)], 0.3
        ),
        darker(look.top, 0.16),
    )


def _apron_shirt(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    collar(sheet, frame, lighter(look.second, 0.1), 16, 17)


def _labcoat(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    white = LAB_WHITE
    d = trunk(frame, "knee", 1.26, waisted=False)
    sheet.cel(d, white, 13 * k, 3 * k)
    folds(sheet, frame, white, "knee")
    coat = Look(kind="human", seed=look.seed, top=white, second=look.second, outfit="labcoat", tie=look.tie)
    lapels(sheet, coat, frame, frame.waist_y + 10 * k, look.second if look.second != white else "#9db8cf")
    placket(sheet, coat, frame, hem_y_of(frame, "knee"), 3, start=(frame.waist_y - frame.shoulder_y) / k + 12)
    pockets(sheet, coat, frame, frame.hip_y + 4 * k, 0.7)


def _robe(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    low = hem_y_of(frame, "floor")
    x = frame.lean + 2 * frame.turn * k
    sheet.fill(
        f"M{n(x - 11 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x)} {n(frame.waist_y)}L{n(x + 11 * k)} {n(frame.shoulder_y - 9 * k)}Z",
        look.second,
    )
    for s in (-1, 1):
        sheet.line(
            f"M{n(x + s * 13 * k)} {n(frame.shoulder_y - 9 * k)}L{n(x)} {n(frame.waist_y)}",
            lighter(look.top, 0.2),
            5 * k,
        )
    sheet.line(
        f"M{n(-frame.hip * 2.4)} {n(low - 10 * k)}Q0 {n(low)} {n(frame.hip * 2.4)} {n(low - 10 * k)}",
        lighter(look.top, 0.22),
        5 * k,
    )
    belt(sheet, frame, frame.waist_y + 4 * k, "#c9a45a", "#a98240")


def _cloak_tunic(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k = frame.height / 360
    neckband(sheet, frame, darker(look.second, 0.2), 6)
    belt(sheet, frame, frame.waist_y + 8 * k, "#5a4030")


def _armour(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, n = frame.height / 360, num
    steel = mix(look.top, STEEL, 0.85)
    d = trunk(frame, "hip", 1.08, waisted=True)
    sheet.cel(d, steel, 15 * k, 5 * k)
    x = frame.lean + 3 * frame.turn
    sheet.line(f"M{n(x)} {n(frame.shoulder_y + 4 * k)}L{n(x)} {n(frame.waist_y)}", darker(steel, 0.3), 2 * k)
    sheet.line(
        f"M{n(x - 36 * k)} {n(frame.shoulder_y + 44 * k)}Q{n(x)} {n(frame.shoulder_y + 66 * k)} {n(x + 36 * k)} {n(frame.shoulder_y + 44 * k)}",
        darker(steel, 0.3),
        2 * k,
    )
    for i in range(3):
        y = frame.waist_y + (8 + 12 * i) * k
        sheet.line(f"M-80 {n(y - 3)}Q{n(x)} {n(y + 5)} 80 {n(y - 3)}", darker(steel, 0.34), 2 * k)
    neckband(sheet, frame, lighter(steel, 0.3), 8)


def _spacesuit(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    k, x, y = frame.height / 360, frame.lean + 3 * frame.turn, frame.shoulder_y
    neckband(sheet, frame, "#9fa8b8", 14)
    sheet.fill(
        loop(
            [(x - 18 * k, y + 30 * k), (x + 20 * k, y + 30 * k), (x + 20 * k, y + 60 * k), (x - 18 * k, y + 60 * k)],
            0.3,
        ),
        "#c8d0dc",
    )
    for i, c in enumerate(("#d2503f", "#e8b23c", "#3f86b5")):
        sheet.oval(x - 9 * k + i * 10 * k, y + 40 * k, 3 * k, 3 * k, c)
    sheet.line(
        f"M-80 {num(frame.waist_y + 8 * k)}Q0 {num(frame.waist_y + 14 * k)} 80 {num(frame.waist_y + 8 * k)}",
        "#e07b39",
        6 * k,
    )


DETAILS: dict[str, Callable[[Sheet, Look, BodyFrame], None]] = {
    "coat": _coat, "raincoat": _raincoat, "trench": _trench, "jacket": _jacket, "suit": _suit, "waistcoat": _waistcoat,
    "sweater": _sweater, "cardigan": _cardigan, "hoodie": _hoodie, "shirt": _shirt, "blouse": _blouse, "dress": _dress,
    "gown": _dress, "uniform": _uniform, "overalls": _overalls, "apron": _apron_shirt, "labcoat": _labcoat, "robe": _robe,
    "cloak": _cloak_tunic, "armour": _armour, "spacesuit": _spacesuit,
}  # fmt: skip
