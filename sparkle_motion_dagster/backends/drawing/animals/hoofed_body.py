"""Bodies, legs, tails and coats of animals that stand on four legs.

What belongs here: all but the head. What does not: kinds.
"""

from sparkle_motion_dagster.backends.drawing.animals.hoofed_kinds import Hoofed
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import Point, darker, lighter, mix, num


def draw_body(sheet: Sheet, kind: Hoofed, coat: str) -> None:
    """The body, back to front."""
    half, y, tall = kind.trunk
    hx, hy = kind.head
    x = -30.0
    far = darker(coat if kind.extra != "wool" else kind.pale, 0.2)
    _tail(sheet, kind, coat, x - half + 8, y - tall * 0.55)
    for lx in (x - half * 0.56, x + half * 0.86):
        _leg(sheet, kind, lx, y + tall * 0.3, far)
    belly = loop([(x - half, y - tall * 0.5), (x - half * 0.5, y - tall), (x + half * 0.3, y - tall * 0.92), (x + half * 0.92, y - tall * 0.86), (x + half * 1.06, y),
                  (x + half * 0.9, y + tall * 0.72), (x + half * 0.2, y + tall * 0.92), (x - half * 0.55, y + tall * 0.86), (x - half * 1.02, y + tall * 0.4)])  # fmt: skip
    neck = tube([(x + half * 0.66, y - tall * 0.1), ((x + half * 0.7 + hx - 14) / 2, (y - tall * 0.5 + hy + 40) / 2), (hx - 12, hy + 24)],
                [kind.neck * 1.35, kind.neck, kind.neck * 0.86], round_start=True)  # fmt: skip
    if kind.extra == "wool":
        sheet.cel(scallop(around(x, y - 6, half * 1.02, tall * 0.98, 100, 440, 17), 15), coat, 24, 5)
        for cx, cy in (
            (-110, -190),
            (-60, -214),
            (-10, -208),
            (-80, -150),
            (-30, -164),
            (30, -176),
            (-120, -130),
            (-50, -110),
            (10, -120),
        ):
            sheet.line(
                f"M{cx - 14} {cy}Q{cx - 6} {cy - 18} {cx + 8} {cy - 10}Q{cx + 16} {cy} {cx + 6} {cy + 8}",
                darker(coat, 0.16),
                3,
                0.7,
            )
    else:
        sheet.cel(belly, coat, 24, 5)
        with sheet.inside(belly):
            _coat_pattern(sheet, kind, coat, x, y, half, tall)
        if kind.extra != "elephant":
            sheet.cel(neck, coat, 14, 4)
        if kind.extra in ("zebra", "giraffe"):
            with sheet.inside(neck):
                _neck_pattern(sheet, kind, (x + half * 0.66, y - tall * 0.1), (hx - 12, hy + 24))
        if kind.extra in ("horse", "zebra", "giraffe"):
            _mane(sheet, kind, (x + half * 0.38, y - tall * 0.98), (hx - 34, hy - 30))
    near = coat if kind.extra != "wool" else kind.pale
    for lx in (x - half * 0.8, x + half * 0.58):
        _leg(sheet, kind, lx, y + tall * 0.3, near)
    if kind.extra == "cow":
        sheet.oval(x - half * 0.4, y + tall * 0.86, 24, 18, kind.pale)


def _leg(sheet: Sheet, kind: Hoofed, x: float, top: float, colour: str) -> None:
    w = kind.leg
    sheet.cel(
        tube(
            [(x, top), (x + 3, top * 0.5), (x, -16)], [w * 1.75, w * 1.05, w * 0.92], round_end=False, round_start=True
        ),
        colour,
        7,
        2.5,
    )
    if kind.extra == "elephant":
        for dx in (-18, 0, 18):
            sheet.oval(x + dx, -6, 8, 6, "#e6e2dc")
        return
    n = num
    sheet.cel(f"M{n(x - w)} -20L{n(x + w)} -20L{n(x + w * 1.3)} 0L{n(x - w * 1.15)} 0Z", kind.hoof, 4, 1.5)
    if kind.extra == "horns":
        sheet.line(f"M{n(x)} -4L{n(x)} -16", lighter(kind.hoof, 0.2), 2)


def _tail(sheet: Sheet, kind: Hoofed, coat: str, x: float, y: float) -> None:
    n = num
    if kind.extra in ("horse", "zebra"):
        sheet.cel(
            tube([(x + 8, y + 6), (x - 26, y + 16), (x - 36, y + 80), (x - 30, y + 150)], [10, 17, 20, 3]),
            kind.mark,
            8,
            3,
        )
    elif kind.extra in ("fawn", "antlers", "goat"):
        sheet.cel(
            loop([(x + 10, y - 4), (x - 14, y - 18), (x - 24, y - 4), (x - 8, y + 14)]),
            mix(coat, "#ffffff", 0.35),
            4,
            2,
        )
    elif kind.extra == "pig":
        sheet.line(
            f"M{n(x + 6)} {n(y + 16)}C{n(x - 24)} {n(y + 20)} {n(x - 32)} {n(y - 10)} {n(x - 16)} {n(y - 10)}C{n(x - 2)} {n(y - 10)} {n(x - 10)} {n(y + 18)} {n(x - 34)} {n(y + 4)}",
            darker(coat, 0.1),
            7,
        )
    elif kind.extra == "wool":
        sheet.cel(scallop(around(x - 6, y + 24, 22, 20, 0, 315, 8), 6), coat, 6, 2)
    else:
        sheet.line(f"M{n(x + 8)} {n(y + 4)}Q{n(x - 24)} {n(y + 30)} {n(x - 18)} {n(y + 110)}", darker(coat, 0.12), 8)
        sheet.cel(
            loop([(x - 18, y + 98), (x - 8, y + 124), (x - 20, y + 146), (x - 30, y + 122)]),
            kind.mark if kind.extra != "elephant" else darker(coat, 0.4),
            4,
            1.5,
        )


def _coat_pattern(sheet: Sheet, kind: Hoofed, coat: str, x: float, y: float, half: float, tall: float) -> None:
    n = num
    if kind.extra == "horns":
        for cx, cy, rx, ry in (
            (-120, -200, 58, 46),
            (-24, -226, 46, 34),
            (24, -140, 50, 40),
            (-92, -112, 34, 26),
            (108, -200, 40, 46),
        ):
            sheet.cel(
                loop(
                    [
                        (cx - rx, cy),
                        (cx - rx * 0.5, cy - ry * 0.9),
                        (cx + rx * 0.4, cy - ry * 0.7),
                        (cx + rx, cy - ry * 0.1),
                        (cx + rx * 0.5, cy + ry * 0.8),
                        (cx - rx * 0.4, cy + ry),
                    ]
                ),
                kind.mark,
                0,
                0,
            )
    elif kind.extra == "fawn":
        for cx, cy in ((-104, -216), (-70, -230), (-34, -222), (-92, -188), (-52, -198), (-14, -206), (10, -226)):
            sheet.oval(cx, cy, 6.5, 5.5, kind.pale, 0.9)
        sheet.fill(
            f"M{n(x - half)} {n(y + tall * 0.62)}Q{n(x)} {n(y + tall * 0.5)} {n(x + half)} {n(y + tall * 0.5)}L{n(x + half)} {n(y + tall * 2)}L{n(x - half)} {n(y + tall * 2)}Z",
            kind.pale,
            0.8,
        )
    elif kind.extra == "zebra":
        for i in range(8):
            sx = x - half * 0.95 + i * half * 0.26
            sheet.fill(
                f"M{n(sx - 8)} {n(y - tall * 1.1)}Q{n(sx + 12)} {n(y)} {n(sx - 2)} {n(y + tall * 0.8)}Q{n(sx + 26)} {n(y)} {n(sx + 9)} {n(y - tall * 1.1)}Z",
                kind.mark,
            )
    elif kind.extra == "giraffe":
        for i, (dx, dy) in enumerate(
            (
                (-0.8, -0.5),
                (-0.4, -0.7),
                (0.05, -0.6),
                (0.5, -0.7),
                (-0.65, 0.05),
                (-0.2, -0.1),
                (0.25, 0.05),
                (0.7, -0.1),
                (-0.4, 0.5),
                (0.1, 0.5),
                (0.55, 0.45),
            )
        ):
            px, py, r = x + dx * half, y + dy * tall, 19 + (i % 3) * 3
            sheet.fill(
                loop(
                    [
                        (px - r, py - r * 0.3),
                        (px - r * 0.1, py - r * 0.9),
                        (px + r, py - r * 0.3),
                        (px + r * 0.6, py + r * 0.8),
                        (px - r * 0.6, py + r * 0.8),
                    ],
                    0.5,
                ),
                kind.mark,
            )
    elif kind.extra in ("horse", "antlers", "big_horns", "goat"):
        sheet.fill(
            f"M{n(x - half)} {n(y + tall * 0.7)}Q{n(x)} {n(y + tall * 0.62)} {n(x + half)} {n(y + tall * 0.55)}L{n(x + half)} {n(y + tall * 2)}L{n(x - half)} {n(y + tall * 2)}Z",
            mix(coat, kind.pale, 0.5),
            0.6,
        )


def _neck_pattern(sheet: Sheet, kind: Hoofed, low: Point, high: Point) -> None:
    n = num
    for i in range(7):
        t = i / 6
        cx, cy = low[0] + (high[0] - low[0]) * t, low[1] + (high[1] - low[1]) * t
        if kind.extra == "zebra":
            sheet.fill(
                f"M{n(cx - 70)} {n(cy - 26)}Q{n(cx)} {n(cy - 2)} {n(cx + 70)} {n(cy + 8)}Q{n(cx)} {n(cy + 12)} {n(cx - 70)} {n(cy - 8)}Z",
                kind.mark,
            )
        else:
            for dx in (-18, 16):
                r, dy = 13, 9 if dx > 0 else -8
                sheet.fill(
                    loop(
                        [
                            (cx + dx - r, cy + dy - 4),
                            (cx + dx, cy + dy - r),
                            (cx + dx + r, cy + dy - 3),
                            (cx + dx + r * 0.5, cy + dy + r * 0.8),
                            (cx + dx - r * 0.7, cy + dy + r * 0.7),
                        ],
                        0.5,
                    ),
                    kind.mark,
                )


def _mane(sheet: Sheet, kind: Hoofed, low: Point, high: Point) -> None:
    points: list[Point] = []
    for i in range(7):
        t = i / 6
        points.append((low[0] + (high[0] - low[0]) * t - 12 * (1 - (2 * t - 1) ** 2), low[1] + (high[1] - low[1]) * t))
    inner = [(px + 34 + (8 if i % 2 else -2), py + 16) for i, (px, py) in enumerate(points)]
    sheet.cel(scallop([*points, *reversed(inner)], 7), kind.mark, 7, 3)
