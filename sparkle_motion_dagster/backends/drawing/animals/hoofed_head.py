"""Heads of animals that stand on four legs: faces, noses, ears, horns.

What belongs here: all but eyes and mouths. What does not: kinds.
"""

from sparkle_motion_dagster.backends.drawing.animals.hoofed_kinds import Hoofed
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, mix, num


def draw_head(sheet: Sheet, kind: Hoofed, coat: str, shift: float, amount: float) -> None:
    """The head without eyes, brows and mouth."""
    hx, hy = kind.head
    brow, muzzle, length = kind.face
    face = kind.pale if kind.extra == "wool" else coat
    _horns_behind(sheet, kind, hx + shift * 0.2, hy, brow)
    _ears(sheet, kind, face, hx + shift * 0.2, hy, brow, shift)
    if kind.extra == "wool":
        sheet.cel(scallop(around(hx - 2, hy - 28, brow * 1.14, 50, 140, 400, 11), 11), coat, 10, 4)
    m = shift
    low = hy + length
    d = loop([(hx + m * 0.3, hy - brow * 0.98), (hx + brow * 0.72 + m * 0.2, hy - brow * 0.78), (hx + brow + m * 0.1, hy - brow * 0.1), (hx + muzzle * 0.94 + m, hy + length * 0.42), (hx + muzzle + m * 1.4, low - muzzle * 0.5),
              (hx + muzzle * 0.55 + m * 1.4, low), (hx - muzzle * 0.55 + m * 1.2, low), (hx - muzzle + m * 1.1, low - muzzle * 0.5), (hx - muzzle * 0.98 + m * 0.8, hy + length * 0.4), (hx - brow * 1.02, hy - brow * 0.1),
              (hx - brow * 0.74 + m * 0.2, hy - brow * 0.78)])  # fmt: skip
    sheet.cel(d, face, 14, 4)
    with sheet.inside(d):
        _face_pattern(sheet, kind, hx + m * 0.6, hy, brow, length)
        for side in (-1, 1):
            sheet.blush(hx + m + side * brow * 0.66, hy + 26, 17, "#d9605a", 0.24)
    if kind.extra == "elephant":
        _trunk(sheet, kind, coat, hx + m, hy)
        return
    mx, my = hx + m * 1.35, low - muzzle * 0.62
    around_nose = [
        (0, -0.62),
        (0.72, -0.4),
        (1.05, 0.1),
        (0.7, 0.72),
        (0, 0.84),
        (-0.7, 0.72),
        (-1.05, 0.1),
        (-0.72, -0.4),
    ]
    sheet.cel(loop([(mx + dx * muzzle, my + dy * muzzle) for dx, dy in around_nose]), kind.pale, 7, 2, soft=False)
    draw_nose(sheet, kind, mx, my - muzzle * 0.2, muzzle)
    if kind.extra in ("horse", "zebra"):
        sheet.cel(
            loop(
                [
                    (hx - 16 + m * 0.3, hy - brow * 1.16),
                    (hx + 20 + m * 0.3, hy - brow * 1.1),
                    (hx + 14 + m * 0.6, hy - brow * 0.5),
                    (hx + 2 + m * 0.6, hy - 8),
                    (hx - 8 + m * 0.5, hy - brow * 0.5),
                ]
            ),
            kind.mark,
            6,
            2,
        )
    if kind.extra == "wool":
        sheet.cel(scallop(around(hx + 2, hy - brow * 0.86, 42, 20, 0, 324, 10), 9), coat, 8, 3)
    if kind.extra == "goat":
        sheet.cel(
            loop([(mx - 14, low - 8), (mx + 14, low - 8), (mx + 8, low + 26), (mx - 2, low + 46), (mx - 8, low + 20)]),
            mix(coat, "#ffffff", 0.3),
            5,
            2,
        )


def _face_pattern(sheet: Sheet, kind: Hoofed, x: float, y: float, brow: float, length: float) -> None:
    n = num
    if kind.extra == "horse" and kind.size > 350:
        sheet.fill(
            loop(
                [
                    (x, y - brow * 0.6),
                    (x + 10, y - 20),
                    (x + 13, y + length * 0.5),
                    (x - 5, y + length * 0.5),
                    (x - 8, y - 20),
                ]
            ),
            "#f4ece0",
        )
    elif kind.extra == "horns":
        sheet.fill(
            loop(
                [
                    (x - brow * 1.5, y - brow * 1.2),
                    (x - 14, y - brow * 1.1),
                    (x - 18, y),
                    (x - 30, y + length * 0.5),
                    (x - brow * 1.5, y + length * 0.3),
                ]
            ),
            kind.mark,
        )
        sheet.fill(
            loop(
                [
                    (x + brow * 1.5, y - brow * 1.2),
                    (x + 22, y - brow * 1.1),
                    (x + 24, y),
                    (x + 36, y + length * 0.5),
                    (x + brow * 1.5, y + length * 0.3),
                ]
            ),
            kind.mark,
        )
    elif kind.extra == "zebra":
        for dy in (-0.7, -0.42, 0.2, 0.42):
            for side in (-1, 1):
                sheet.fill(
                    f"M{n(x + side * brow * 1.3)} {n(y + dy * brow - 8)}L{n(x + side * 14)} {n(y + dy * brow + 8)}L{n(x + side * brow * 1.3)} {n(y + dy * brow + 7)}Z",
                    kind.mark,
                )
    elif kind.extra == "giraffe":
        for dx, dy in ((-20, -34), (16, -36), (-2, -22), (0, 8), (-26, 14), (24, 14)):
            sheet.oval(x + dx, y + dy, 8, 7, kind.mark)


def draw_nose(sheet: Sheet, kind: Hoofed, x: float, y: float, muzzle: float) -> None:
    """Nostrils, a snout or a soft nose."""
    if kind.extra == "pig":
        sheet.cel(loop(around(x + 2, y - 4, 33, 25, 0, 315, 8)), darker(kind.coat, 0.08), 6, 2.5)
        for side in (-1, 1):
            sheet.oval(x + 2 + side * 11, y - 3, 5, 8, darker(kind.nose, 0.4))
        return
    if kind.extra in ("fawn", "antlers", "wool"):
        w = 15
        sheet.cel(
            loop([(x - w, y - 10), (x, y - 15), (x + w, y - 10), (x + 8, y + 3), (x, y + 8), (x - 8, y + 3)]),
            kind.nose if kind.extra != "wool" else "#241e29",
            4,
            1.5,
        )
        sheet.oval(x + 4 * sheet.toward_light, y - 9, 4.5, 2.5, "#ffffff", 0.55, own=True)
        return
    for side in (-1, 1):
        sheet.oval(x + side * muzzle * 0.42, y - 2, 6.5, 8.5, darker(kind.pale, 0.55), turn=side * 18)


def _trunk(sheet: Sheet, kind: Hoofed, coat: str, x: float, y: float) -> None:
    sheet.cel(
        loop(
            [
                (x - 49, y + 42),
                (x - 20, y + 48),
                (x - 12, y + 74),
                (x - 30, y + 106),
                (x - 56, y + 104),
                (x - 86, y + 84),
                (x - 84, y + 56),
            ]
        ),
        kind.pale,
        6,
        2,
        soft=False,
    )
    d = tube(
        [(x + 6, y + 4), (x + 18, y + 90), (x + 40, y + 170), (x + 86, y + 186), (x + 104, y + 150)],
        [34, 31, 24, 19, 16],
    )
    sheet.cel(d, lighter(coat, 0.05), 11, 4)
    with sheet.inside(d):
        for i in range(8):
            yy = y + 36 + i * 17
            sheet.line(
                f"M{num(x - 30)} {num(yy)}Q{num(x + 16)} {num(yy + 11)} {num(x + 60)} {num(yy)}",
                darker(coat, 0.2),
                2.6,
                0.6,
            )
    for side in (1,):
        sheet.cel(
            tube([(x + side * 40, y + 66), (x + side * 62, y + 96), (x + side * 92, y + 96)], [11, 9, 2]),
            "#f6f0e2",
            4,
            2,
        )


def _horns_behind(sheet: Sheet, kind: Hoofed, x: float, y: float, brow: float) -> None:
    n = num
    for side in (-1, 1):
        if kind.extra == "antlers":
            bx, by = x + side * 20, y - brow * 0.8
            for pts, ws in (([(bx, by), (bx + side * 34, by - 60), (bx + side * 86, by - 90), (bx + side * 96, by - 150)], [8, 7, 6, 2]), ([(bx + side * 24, by - 48), (bx + side * 8, by - 92), (bx + side * 16, by - 120)], [6, 5, 2]),
                            ([(bx + side * 62, by - 78), (bx + side * 56, by - 122), (bx + side * 64, by - 146)], [6, 5, 2]), ([(bx + side * 84, by - 92), (bx + side * 118, by - 104), (bx + side * 130, by - 128)], [5, 4, 2])):  # fmt: skip
                sheet.cel(tube(pts, ws), "#d9bf98", 3, 1.5)
        elif kind.extra in ("horns", "big_horns"):
            k = 1.0 if kind.extra == "horns" else 1.5
            bx, by = x + side * brow * 0.6, y - brow * 0.76
            sheet.cel(
                tube(
                    [(bx, by), (bx + side * 26 * k, by - 14 * k), (bx + side * 34 * k, by - 46 * k)], [12 * k, 9 * k, 2]
                ),
                "#ece0c8",
                5,
                2,
            )
        elif kind.extra == "goat":
            bx, by = x + side * 18, y - brow * 0.8
            sheet.cel(
                tube([(bx, by), (bx + side * 8, by - 44), (bx + side * 36, by - 78)], [11, 9, 2]), "#b9a78a", 5, 2
            )
        elif kind.extra == "giraffe":
            bx, by = x + side * 20, y - brow * 0.8
            sheet.line(f"M{n(bx)} {n(by)}L{n(bx + side * 5)} {n(by - 34)}", kind.coat, 11)
            sheet.oval(bx + side * 5, by - 38, 9, 9, kind.mark)


def _ears(sheet: Sheet, kind: Hoofed, colour: str, x: float, y: float, brow: float, shift: float) -> None:
    inner = mix(colour, "#e7a9a0", 0.6)
    for side in (1, -1):
        k = 0.9 if side > 0 and shift > 8 else 1.0
        s = side * k
        if kind.ears in ("leaf", "hare"):
            tall = 54 if kind.ears == "leaf" else 88
            out = 22 if kind.ears == "leaf" else 34
            bx, by = x + s * brow * 0.62, y - brow * 0.7
            sheet.cel(
                tube([(bx, by + 8), (bx + s * out * 0.5, by - tall * 0.5), (bx + s * out, by - tall)], [14, 18, 3]),
                colour,
                6,
                2.5,
            )
            sheet.fill(
                tube(
                    [(bx + s * 4, by), (bx + s * out * 0.5, by - tall * 0.5), (bx + s * out * 0.92, by - tall * 0.86)],
                    [5, 9, 2],
                ),
                inner,
            )
        elif kind.ears == "side":
            bx, by = x + s * brow * 0.92, y - brow * 0.3
            sheet.cel(
                loop(
                    [
                        (bx - s * 8, by - 12),
                        (bx + s * 34, by - 20),
                        (bx + s * 58, by + 4),
                        (bx + s * 34, by + 22),
                        (bx - s * 4, by + 12),
                    ]
                ),
                colour if kind.extra != "horns" else kind.mark,
                6,
                2.5,
            )
            sheet.fill(
                loop(
                    [
                        (bx + s * 6, by - 4),
                        (bx + s * 34, by - 8),
                        (bx + s * 46, by + 4),
                        (bx + s * 30, by + 12),
                        (bx + s * 8, by + 7),
                    ]
                ),
                inner,
            )
        elif kind.ears == "flap":
            bx, by = x + s * brow * 0.62, y - brow * 0.76
            sheet.cel(
                loop(
                    [
                        (bx - s * 22, by + 6),
                        (bx + s * 4, by - 44),
                        (bx + s * 34, by - 40),
                        (bx + s * 40, by + 4),
                        (bx + s * 20, by + 26),
                    ]
                ),
                darker(colour, 0.06),
                6,
                2.5,
            )
            sheet.fill(
                loop(
                    [
                        (bx - s * 4, by),
                        (bx + s * 10, by - 28),
                        (bx + s * 26, by - 26),
                        (bx + s * 28, by + 2),
                        (bx + s * 14, by + 14),
                    ]
                ),
                darker(inner, 0.05),
            )
        else:
            bx, by = x + s * brow * 0.8, y - 20
            sheet.cel(
                loop(
                    [
                        (bx - s * 20, by - 40),
                        (bx + s * 50, by - 76),
                        (bx + s * 116, by - 40),
                        (bx + s * 122, by + 40),
                        (bx + s * 76, by + 104),
                        (bx + s * 26, by + 76),
                        (bx - s * 10, by + 40),
                    ]
                ),
                darker(colour, 0.05),
                12,
                4,
            )
            sheet.fill(
                loop(
                    [
                        (bx + s * 6, by - 22),
                        (bx + s * 52, by - 50),
                        (bx + s * 96, by - 22),
                        (bx + s * 100, by + 36),
                        (bx + s * 68, by + 80),
                        (bx + s * 30, by + 54),
                    ]
                ),
                mix(colour, "#d9a3a3", 0.4),
            )
