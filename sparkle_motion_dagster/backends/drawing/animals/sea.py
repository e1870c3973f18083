"""Animals of the sea: whale, dolphin, shark, fish, and the seal on its rock.

What belongs here: these. What does not: frogs and turtles (`pond.py`).

Swimmers are drawn from the side with their belly on the ground line, as if at the water's surface.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.mouths import Mouth, draw_mouth, mouth_box
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.svg import Point, darker, lighter, mix, num


@dataclass(frozen=True)
class Swimmer:
    """One kind."""

    size: float
    coat: str
    belly: str
    iris: str = "#3a4a6b"


SWIMMERS: dict[str, Swimmer] = {
    "whale": Swimmer(300, "#4f7396", "#dfe8ea"), "dolphin": Swimmer(190, "#6f8fae", "#e6edf0"), "shark": Swimmer(230, "#76828f", "#eceeec"),
    "fish": Swimmer(120, "#ea8a3c", "#fbd9a0", "#4a2f20"), "seal": Swimmer(170, "#7a7f8c", "#c9c9cc", "#2c2226"),
}  # fmt: skip

_OUTLINES: dict[str, list[Point]] = {
    "whale": [(-20, -250), (90, -240), (170, -190), (204, -120), (186, -50), (110, -8), (0, 0), (-110, -24), (-190, -78), (-236, -130), (-250, -170), (-214, -172), (-150, -176), (-100, -216)],
    "dolphin": [(0, -150), (70, -158), (124, -138), (150, -108), (196, -98), (216, -84), (198, -68), (140, -52), (60, -26), (-40, -24), (-130, -60), (-200, -110), (-206, -130), (-140, -120), (-70, -140)],
    "shark": [(0, -150), (80, -156), (150, -140), (204, -110), (214, -88), (170, -52), (80, -22), (-40, -26), (-130, -62), (-206, -104), (-210, -122), (-140, -122), (-70, -140)],
    "fish": [(0, -160), (60, -150), (112, -112), (124, -76), (100, -34), (40, -6), (-30, -6), (-90, -40), (-116, -78), (-90, -116), (-40, -150)],
    "seal": [(0, -230), (60, -214), (92, -160), (96, -90), (110, -30), (70, -4), (-40, 0), (-150, -10), (-200, -24), (-150, -60), (-96, -110), (-72, -180)],
}  # fmt: skip


def swimmer(cast: Cast) -> Animal:
    """A swimmer seen from the side."""
    name = cast.look.kind
    kind = SWIMMERS[name]
    coat = cast.look.coat or kind.coat
    outline = loop(_OUTLINES[name])
    if name == "seal":
        return _seal(cast, kind, coat, outline)
    eye_x, eye_y, r = {
        "whale": (112.0, -136.0, 17.0),
        "dolphin": (92.0, -106.0, 14.0),
        "shark": (112.0, -108.0, 14.0),
        "fish": (58.0, -98.0, 21.0),
    }[name]
    far_x = {"whale": 168.0, "dolphin": 126.0, "shark": 152.0, "fish": 98.0}[name]
    eyes = (Eye(eye_x, eye_y, r, r * 1.08, 1), Eye(far_x, eye_y - 1, r * 0.62, r, -1))
    paint = EyePaint(
        cast.look.eyes or kind.iris, darker(coat, 0.1), "#1d1a26", lashes=cast.look.sex == "woman", iris_size=0.86
    )
    mouth_x, mouth_y, size = {
        "whale": (158.0, -78.0, 1.25),
        "dolphin": (158.0, -76.0, 0.7),
        "shark": (162.0, -78.0, 1.0),
        "fish": (96.0, -54.0, 0.72),
    }[name]
    spot = Mouth(mouth_x, mouth_y, size, kind.belly, darker(mix(kind.belly, coat, 0.6), 0.3), squeeze=0.86, patch_up=13)

    def body(sheet: Sheet) -> None:
        _fins_behind(sheet, name, coat)
        sheet.cel(outline, coat, 24, 6)
        with sheet.inside(outline):
            _belly(sheet, name, kind, coat)
        _fins_before(sheet, name, coat)

    def head(sheet: Sheet) -> None:
        with sheet.inside(outline):
            _face(sheet, name, kind)
        sheet.fill(_face_cover(name), kind.belly, 0)
        sheet.blush(eye_x - 6, eye_y + r + 16, 18, "#e0706a", 0.35)
        if name == "whale":
            n = num
            for x, y, dx in ((40, -292, -26), (46, -300, 0), (52, -292, 26)):
                sheet.line(f"M{x} -250Q{n(x + dx * 0.3)} {y - 10} {n(x + dx)} {y + 4}", "#cfe6f2", 7, 0.85)

    top = min(y for _, y in _OUTLINES[name])
    head_box_x = {"whale": 60, "dolphin": 90, "shark": 100, "fish": 60}[name]
    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow=darker(coat, 0.35), mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression),
        mouth_box=mouth_box(spot), neck=(head_box_x, -70), hat=HatPlace(head_box_x + 30, top + 92, 0.7), scarf=(head_box_x - 10, -40, 60),
        units_tall=-top, size=kind.size, brow_lift=r + 10, brow_width=6,
    )  # fmt: skip


def _face_cover(name: str) -> str:
    """The part of the body that counts as its head, for framing."""
    return {"whale": loop([(60, -230), (204, -200), (206, -40), (60, -30)], 0.2), "dolphin": loop([(80, -158), (216, -140), (216, -44), (80, -40)], 0.2),
            "shark": loop([(90, -156), (214, -140), (214, -44), (90, -40)], 0.2), "fish": loop([(20, -150), (124, -140), (124, -20), (20, -20)], 0.2)}[name]  # fmt: skip


def _belly(sheet: Sheet, name: str, kind: Swimmer, coat: str) -> None:
    if name == "fish":
        sheet.fill(loop([(130, -70), (60, -44), (-20, -40), (-100, -60), (-60, 10), (60, 20), (130, -10)]), kind.belly)
        for x in (-50, -6, 30):
            sheet.fill(
                loop([(x - 12, -170), (x + 8, -170), (x + 14, -80), (x + 6, 0), (x - 14, 0), (x - 6, -80)]),
                mix(coat, "#ffffff", 0.75),
                0.85,
            )
        return
    low = {"whale": -84, "dolphin": -66, "shark": -66}[name]
    sheet.fill(
        loop(
            [
                (230, low - 20),
                (150, low),
                (40, low + 24),
                (-80, low + 14),
                (-180, low - 30),
                (-140, 30),
                (100, 40),
                (230, 10),
            ]
        ),
        kind.belly,
    )
    if name == "whale":
        for i in range(6):
            sheet.line(
                f"M{190 - i * 6} {-62 + i * 11}Q{60 - i * 4} {-30 + i * 10} {-90 + i * 14} {-52 + i * 11}",
                darker(kind.belly, 0.16),
                3,
                0.8,
            )
    if name == "shark":
        for x in (64, 76, 88):
            sheet.line(f"M{x} -112Q{x - 8} -96 {x} -78", darker(coat, 0.3), 3.4)


def _face(sheet: Sheet, name: str, kind: Swimmer) -> None:
    x, y, rx, ry = {
        "whale": (160, -66, 60, 42),
        "dolphin": (170, -70, 52, 24),
        "shark": (166, -66, 56, 34),
        "fish": (100, -46, 44, 32),
    }[name]
    sheet.oval(x, y, rx, ry, kind.belly)


def _fins_behind(sheet: Sheet, name: str, coat: str) -> None:
    dark = darker(coat, 0.14)
    if name == "whale":
        sheet.cel(
            loop(
                [
                    (-224, -150),
                    (-250, -190),
                    (-320, -214),
                    (-336, -190),
                    (-290, -160),
                    (-250, -150),
                    (-252, -120),
                    (-290, -90),
                    (-280, -70),
                    (-236, -96),
                ],
                0.8,
            ),
            dark,
            8,
            3,
        )
    elif name == "fish":
        sheet.cel(
            loop([(-100, -78), (-150, -130), (-186, -138), (-170, -80), (-186, -20), (-150, -28)], 0.8), dark, 8, 3
        )
        sheet.cel(loop([(-50, -140), (-20, -196), (40, -190), (60, -146)], 0.8), dark, 7, 2.5)
    else:
        sheet.cel(
            loop([(-190, -114), (-226, -160), (-256, -176), (-244, -124), (-262, -82), (-226, -92)], 0.8), dark, 7, 3
        )
        sheet.cel("M-30 -140C-20 -180 -40 -206 -62 -216C-10 -216 30 -190 44 -146Z", dark, 8, 3)


def _fins_before(sheet: Sheet, name: str, coat: str) -> None:
    dark = darker(coat, 0.1)
    points = {
        "whale": [(60, -66), (20, -40), (-40, 2), (-60, -4), (-30, -50), (10, -84)], "dolphin": [(50, -50), (20, -20), (-20, 6), (-24, -14), (10, -54)],
        "shark": [(50, -48), (10, -14), (-40, 6), (-34, -18), (10, -54)], "fish": [(10, -70), (-16, -44), (-54, -30), (-50, -62), (-20, -84)],
    }[name]  # fmt: skip
    sheet.cel(loop(points, 0.9), dark, 7, 3)


def _seal(cast: Cast, kind: Swimmer, coat: str, outline: str) -> Animal:
    hx, hy = 22.0, -216.0
    mx = hx + 18
    eyes = (Eye(hx - 10, hy - 8, 17, 18, 1), Eye(hx + 50, hy - 8, 15, 18, -1))
    paint = EyePaint(
        cast.look.eyes or kind.iris, darker(coat, 0.12), "#1d1a26", lashes=cast.look.sex == "woman", iris_size=0.94
    )
    spot = Mouth(mx + 4, hy + 34, 0.8, kind.belly, darker(kind.belly, 0.55), split=12, patch_up=12)

    def body(sheet: Sheet) -> None:
        sheet.cel(
            loop([(-180, -30), (-240, -70), (-260, -56), (-236, -26), (-256, 0), (-200, -6)], 0.9),
            darker(coat, 0.12),
            6,
            2,
        )
        sheet.cel(outline, coat, 22, 5)
        with sheet.inside(outline):
            sheet.fill(loop([(40, -220), (110, -160), (130, -40), (60, 0), (20, -60), (24, -150)]), kind.belly, 0.9)
            for x, y in ((-60, -110), (-90, -70), (-40, -60), (-120, -40), (-20, -150)):
                sheet.oval(x, y, 9, 6, darker(coat, 0.16))
        sheet.cel(tube([(36, -110), (20, -50), (46, -6)], [22, 22, 12]), darker(coat, 0.06), 8, 3)

    def head(sheet: Sheet) -> None:
        sheet.cel(
            loop(
                [
                    (hx, hy - 70),
                    (hx + 50, hy - 58),
                    (hx + 76, hy - 8),
                    (hx + 62, hy + 48),
                    (hx + 10, hy + 66),
                    (hx - 46, hy + 48),
                    (hx - 68, hy - 6),
                    (hx - 48, hy - 54),
                ]
            ),
            coat,
            14,
            4,
        )
        sheet.fill(
            loop(
                [
                    (mx, hy + 4),
                    (mx + 40, hy + 12),
                    (mx + 50, hy + 34),
                    (mx + 30, hy + 60),
                    (mx + 2, hy + 64),
                    (mx - 28, hy + 60),
                    (mx - 46, hy + 34),
                    (mx - 36, hy + 12),
                ]
            ),
            kind.belly,
        )
        sheet.cel(loop([(mx - 12, hy + 10), (mx + 4, hy + 4), (mx + 20, hy + 10), (mx + 4, hy + 22)]), "#2a2230", 3, 1)
        for s in (-1, 1):
            for dy in (-4, 4, 12):
                sheet.line(
                    f"M{num(mx + 4 + s * 28)} {num(hy + 30 + dy * 0.5)}L{num(mx + 4 + s * 74)} {num(hy + 26 + dy * 1.6)}",
                    "#f5efe6",
                    1.6,
                    0.8,
                )

    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow=lighter(coat, 0.3), mouth=lambda sheet, viseme: draw_mouth(sheet, spot, viseme, cast.expression),
        mouth_box=mouth_box(spot), neck=(hx, hy + 56), hat=HatPlace(hx + 4, hy + 4, 0.76), scarf=(hx, hy + 78, 66), units_tall=290, size=kind.size, brow_lift=30, brow_width=6,
    )  # fmt: skip
