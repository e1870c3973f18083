"""Animals that stand on four legs: horse, donkey, zebra, deer, cow, sheep, goat, pig, elephant, giraffe.

What belongs here: their measures, bodies and heads. What does not: animals that sit (`sitters.py`).

Units: feet at y 0; a horse's back near y -250, its head near (110, -380).
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.people.turn import around, scallop
from sparkle_motion_dagster.backends.drawing.svg import Point, brightness, darker, lighter, mix, num


@dataclass(frozen=True)
class Hoofed:
    """One kind."""

    size: float
    coat: str
    pale: str
    """Muzzle and belly."""
    mark: str
    """Mane, patches, stripes, tail end."""
    head: Point
    """Middle of the head."""
    face: tuple[float, float, float]
    """Half width of the brow, of the muzzle, and length of the face."""
    trunk: tuple[float, float, float]
    """Half length, middle height, half height of the body."""
    leg: float
    """Half thickness of the legs."""
    neck: float
    ears: str
    extra: str = ""
    """horse, zebra, antlers, fawn, horns, big_horns, wool, goat, pig, elephant, giraffe."""
    nose: str = "#3a2a2e"
    iris: str = "#4a2f20"
    hoof: str = "#3b302e"


HOOFED: dict[str, Hoofed] = {
    "horse": Hoofed(400, "#9a5f37", "#c99a70", "#3f2a24", (112, -366), (56, 46, 104), (130, -198, 74), 17, 50, "leaf", "horse"),
    "donkey": Hoofed(320, "#8b8782", "#e9e2d6", "#4a4547", (104, -352), (56, 46, 98), (120, -186, 70), 16, 48, "hare", "horse"),
    "zebra": Hoofed(370, "#f0ede6", "#4a4550", "#2d2b33", (112, -362), (56, 44, 100), (128, -196, 74), 16, 50, "leaf", "zebra"),
    "deer": Hoofed(310, "#b5763f", "#f3dfbf", "#8a5429", (98, -364), (52, 34, 84), (104, -196, 56), 11, 34, "hare", "fawn", "#2f2226"),
    "stag": Hoofed(370, "#a3683a", "#ecd6b4", "#7b4a26", (98, -364), (54, 36, 88), (112, -198, 62), 12, 42, "leaf", "antlers", "#2f2226"),
    "cow": Hoofed(310, "#f3eee6", "#eab9ab", "#4a3a38", (128, -262), (64, 58, 98), (146, -170, 84), 20, 54, "side", "horns", "#8a4a4a"),
    "bull": Hoofed(340, "#5f4036", "#c79f8a", "#3d2924", (128, -266), (68, 58, 98), (150, -178, 94), 23, 66, "side", "big_horns"),
    "sheep": Hoofed(220, "#f3ede0", "#4b4350", "#e2d8c6", (112, -226), (52, 40, 84), (124, -150, 84), 14, 40, "side", "wool", "#2b2430"),
    "goat": Hoofed(230, "#e8e0d2", "#cdbda5", "#a89a86", (108, -262), (50, 38, 88), (112, -156, 62), 13, 36, "side", "goat"),
    "pig": Hoofed(200, "#efaaa8", "#f6c4bd", "#d98888", (106, -174), (68, 56, 76), (132, -124, 82), 18, 60, "flap", "pig", "#d57f84"),
    "elephant": Hoofed(440, "#8f95a3", "#a9aebb", "#777d8c", (128, -290), (82, 70, 90), (160, -216, 118), 36, 70, "elephant", "elephant"),
    "giraffe": Hoofed(500, "#e3b564", "#f3dcab", "#9a5e2c", (128, -474), (50, 40, 92), (112, -212, 66), 14, 34, "leaf", "giraffe"),
}  # fmt: skip


def hoofed(cast: Cast) -> Animal:
    """A standing animal."""
    kind = HOOFED[cast.look.kind]
    coat = cast.look.coat or kind.coat
    hx, hy = kind.head
    turn = 1.0 if cast.amount else 0.25
    shift = 15 * turn
    brow, muzzle, length = kind.face
    woolly = kind.extra == "wool"
    face_colour = kind.pale if woolly else coat
    eye_r = 15 if kind.extra != "pig" else 13
    eyes = tuple(
        Eye(
            hx + side * brow * 0.62 + shift * (1.0 if side < 0 else 0.75),
            hy - 12,
            eye_r * (1 - 0.12 * turn * (side > 0)),
            eye_r * 1.08,
            -side,
        )
        for side in (-1, 1)
    )
    lid = darker(face_colour, 0.12) if brightness(face_colour) > 0.35 else lighter(face_colour, 0.12)
    paint = EyePaint(
        cast.look.eyes or kind.iris,
        lid,
        "#2a1a22" if brightness(face_colour) > 0.3 else "#15101a",
        lashes=cast.look.sex == "woman" or kind.extra in ("fawn", "giraffe"),
        iris_size=0.9,
    )
    mouth_x = hx + shift * 1.35
    muzzle_y = hy + length * 0.66
    size = muzzle / 52 * (0.8 if kind.extra == "elephant" else 1.0)
    patch = kind.pale

    def nose(sheet: Sheet) -> None:
        _nose(sheet, kind, mouth_x, hy + length - muzzle * 0.82, muzzle)

    spot = Mouth(mouth_x if kind.extra != "elephant" else hx + shift - 48, muzzle_y + (14 if kind.extra != "elephant" else 4), size, patch,
                 mix(darker(patch, 0.5), "#6b2a2e", 0.45), squeeze=0.94, patch_up=12, hidden=nose if kind.extra != "elephant" else None)  # fmt: skip
    brow_colour = darker(face_colour, 0.4) if brightness(face_colour) > 0.3 else lighter(face_colour, 0.3)
    return Animal(
        body=lambda sheet: _body(sheet, kind, coat), head=lambda sheet: _head(sheet, kind, coat, shift, cast.amount), eyes=eyes, paint=paint,
        brow=brow_colour, mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression), mouth_box=mouth_box(spot),
        neck=(hx - 20, hy + 60), hat=HatPlace(hx + shift * 0.4, hy + 18, brow / 84), scarf=(hx - 40, hy + length * 0.9 + 4, kind.neck * 1.05),
        units_tall=-hy + brow * 1.4, size=kind.size, brow_lift=27, brow_width=7,
    )  # fmt: skip


def _body(sheet: Sheet, kind: Hoofed, coat: str) -> None:
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


# ------------------------------------------------------------------------------------------------- heads
def _head(sheet: Sheet, kind: Hoofed, coat: str, shift: float, amount: float) -> None:
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
    _nose(sheet, kind, mx, my - muzzle * 0.2, muzzle)
    for side in (-1, 1):
        sheet.blush(hx + m + side * brow * 0.66, hy + 26, 17, "#d9605a", 0.24)
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


def _nose(sheet: Sheet, kind: Hoofed, x: float, y: float, muzzle: float) -> None:
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
