"""The robot.

What belongs here: its body, head and speaking grille. What does not: people in armour (`people/clothes.py`).
"""

from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast, HatPlace
from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.layer import Viseme
from sparkle_motion_dagster.backends.drawing.mouths import CORNERS
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, tube
from sparkle_motion_dagster.backends.drawing.svg import chance, darker, lighter, mix, num

_METALS = ("#8fb3c4", "#c9a066", "#b7bcc8", "#d08a66", "#8dbb9a", "#c7b8d8")
# Heights of the seven bars of the grille, 0-1.
_BARS: dict[Viseme, tuple[float, ...]] = {
    "X": (0.12,) * 7, "A": (0.06, 0.12, 0.2, 0.12, 0.2, 0.12, 0.06), "B": (0.2, 0.35, 0.3, 0.4, 0.3, 0.35, 0.2),
    "C": (0.3, 0.5, 0.65, 0.7, 0.65, 0.5, 0.3), "D": (0.55, 0.8, 0.95, 1.0, 0.95, 0.8, 0.55), "E": (0.0, 0.3, 0.75, 0.85, 0.75, 0.3, 0.0),
    "F": (0.0, 0.0, 0.5, 0.75, 0.5, 0.0, 0.0), "G": (0.35, 0.15, 0.35, 0.15, 0.35, 0.15, 0.35), "H": (0.3, 0.7, 0.4, 0.8, 0.4, 0.7, 0.3),
}  # fmt: skip


def _box(x: float, y: float, half: float, tall: float, r: float) -> str:
    n = num
    x0, x1, y0, y1 = x - half, x + half, y - tall, y + tall
    return (f"M{n(x0 + r)} {n(y0)}L{n(x1 - r)} {n(y0)}Q{n(x1)} {n(y0)} {n(x1)} {n(y0 + r)}L{n(x1)} {n(y1 - r)}Q{n(x1)} {n(y1)} {n(x1 - r)} {n(y1)}"
            f"L{n(x0 + r)} {n(y1)}Q{n(x0)} {n(y1)} {n(x0)} {n(y1 - r)}L{n(x0)} {n(y0 + r)}Q{n(x0)} {n(y0)} {n(x0 + r)} {n(y0)}Z")  # fmt: skip


def robot(cast: Cast) -> Animal:
    """A friendly robot. Units: 420 tall."""
    a = cast.amount
    metal = cast.look.coat or chance(cast.look.seed, "metal").choice(_METALS)
    accent = mix(metal, "#e2703a", 0.8)
    hx, hy = 8.0 * a, -330.0
    fx = hx + 12 * a
    screen = "#263041"
    eyes = (Eye(fx - 32, hy - 8, 17, 18, 1), Eye(fx + 32, hy - 8, 17 - 2 * a, 18, -1))
    paint = EyePaint(cast.look.eyes or "#35a7c9", darker(screen, 0.1), "#9fe8f5", white="#c9f4fb", iris_size=0.78)
    mouth = (fx - 30.0, hy + 22.0, 60.0, 26.0)

    def body(sheet: Sheet) -> None:
        for x, tone in ((34.0, darker(metal, 0.2)), (-34.0, metal)):
            sheet.cel(tube([(x, -130), (x, -34)], [15, 15], round_end=False), darker(tone, 0.3), 6, 2)
            for y in (-112, -92, -72, -52):
                sheet.line(f"M{num(x - 14)} {y}L{num(x + 14)} {y}", darker(tone, 0.5), 3, 0.8)
            sheet.cel(
                f"M{num(x - 26)} 0L{num(x - 22)} -30Q{num(x)} -44 {num(x + 24)} -30L{num(x + 32 + 6 * a)} 0Z",
                tone,
                7,
                3,
            )
        for s in (1, -1):
            tone = darker(metal, 0.2) if s > 0 else metal
            far = s > 0
            elbow, wrist = ((s * 112, -182), (s * 104 + (24 if far else 0), -124 - (30 if far else 0)))
            sheet.cel(tube([(s * 78, -236), elbow, wrist], [13, 12, 12], round_end=False), darker(tone, 0.3), 5, 2)
            sheet.oval(s * 80, -238, 19, 19, accent)
            sheet.cel(
                loop(
                    [
                        (wrist[0] - 16, wrist[1] - 6),
                        (wrist[0] + 16, wrist[1] - 6),
                        (wrist[0] + 20, wrist[1] + 16),
                        (wrist[0] + 12, wrist[1] + 32),
                        (wrist[0] + 5, wrist[1] + 14),
                        (wrist[0] - 5, wrist[1] + 14),
                        (wrist[0] - 12, wrist[1] + 32),
                        (wrist[0] - 20, wrist[1] + 16),
                    ],
                    0.7,
                ),
                tone,
                5,
                2,
            )
        sheet.cel(tube([(4 * a, -250), (hx, -280)], [20, 20], round_end=False), darker(metal, 0.4), 5, 2)
        trunk = _box(0, -190, 82, 72, 26)
        sheet.cel(trunk, metal, 20, 5)
        sheet.cel(_box(8 * a, -196, 46, 40, 12), lighter(metal, 0.18), 6, 2)
        for i, c in enumerate(("#e2513f", "#efc04a", "#59b27a")):
            sheet.oval(8 * a - 26 + i * 20, -212, 7, 7, c)
            sheet.oval(8 * a - 28 + i * 20, -214, 2.4, 2.4, "#ffffff", 0.8)
        for y in (-192, -182, -172):
            sheet.line(f"M{num(8 * a - 32)} {y}L{num(8 * a + 32)} {y}", darker(metal, 0.3), 3, 0.7)
        for x in (-68, 68):
            for y in (-246, -134):
                sheet.oval(x, y, 4, 4, darker(metal, 0.4))

    def head(sheet: Sheet) -> None:
        sheet.line(f"M{num(hx)} {num(hy - 66)}L{num(hx)} {num(hy - 104)}", darker(metal, 0.4), 6)
        sheet.blush(hx, hy - 112, 34, accent, 0.5)
        sheet.cel(loop([(hx, hy - 126), (hx + 13, hy - 112), (hx, hy - 99), (hx - 13, hy - 112)], 1.3), accent, 4, 2)
        for s in (-1, 1):
            sheet.cel(_box(hx + s * 96, hy, 12, 24, 7), accent, 4, 2)
        sheet.cel(_box(hx, hy, 92, 70, 30), metal, 18, 5)
        sheet.cel(_box(fx, hy + 2, 72, 54, 24), screen, 0, 0, soft=False)
        sheet.fill(_box(fx - 40, hy - 38, 22, 6, 6), "#ffffff", 0.08)
        for s in (-1, 1):
            sheet.blush(fx + s * 52, hy + 22, 15, "#f07a8a", 0.5)

    def speak(sheet: Sheet, viseme: Viseme) -> None:
        x, y, w, h = mouth
        sheet.fill(_box(x + w / 2, y + h / 2, w / 2, h / 2, 5), screen)
        bend = CORNERS[cast.expression] * 0.7
        glow = mix("#7fe3f2", "#ffffff", 0.15)
        for i, level in enumerate(_BARS[viseme]):
            bx = x + 7 + i * (w - 14) / 6
            lift = bend * (abs(i - 3) / 3) ** 2
            half = 1.6 + level * (h / 2 - 5)
            sheet.line(
                f"M{num(bx)} {num(y + h / 2 + lift - half)}L{num(bx)} {num(y + h / 2 + lift + half)}",
                glow,
                4.6,
                own=True,
            )

    return Animal(
        body=body, head=head, eyes=eyes, paint=paint, brow="#7fd4e2", mouth=speak, mouth_box=mouth, neck=(hx, hy + 60),
        hat=HatPlace(hx, hy + 26, 1.0), scarf=(hx, hy + 84, 56), units_tall=400, size=300, brow_lift=28, brow_width=6,
    )  # fmt: skip
