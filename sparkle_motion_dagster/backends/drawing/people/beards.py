"""Beards and moustaches.

What belongs here: hair of the lower face, and the flat colour a mouth sits on. What does not: hair of the head.
"""

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.face import Face
from sparkle_motion_dagster.backends.drawing.people.hair import strand
from sparkle_motion_dagster.backends.drawing.people.turn import Turn
from sparkle_motion_dagster.backends.drawing.svg import mix, num


def around_mouth(look: Look) -> str:
    """The flat colour of the face where the mouth is."""
    if look.beard in ("full", "long", "short"):
        return look.hair
    return mix(look.skin, look.hair, 0.15) if look.beard == "stubble" else look.skin


def draw_beard(sheet: Sheet, look: Look, face: Face, turn: Turn) -> None:
    """The beard on the head; a moustache is drawn with every mouth (`draw_moustache`)."""
    if look.beard not in ("stubble", "short", "full", "long"):
        return
    colour = around_mouth(look)
    a = turn.amount
    low = {"stubble": face.chin - 2, "short": face.chin + 8, "full": face.chin + 34, "long": face.chin + 96}[look.beard]
    out = {"stubble": -3.0, "short": 3.0, "full": 7.0, "long": 6.0}[look.beard]
    shift, jaw = a * 10, face.jaw + out
    top = 20 if look.beard != "stubble" else 30
    my = face.mouth[1]
    cheek = [(turn.x(-71), top - 10), (turn.x(-62), 34), (turn.x(-44), 44), (turn.x(-22), my - 15), (turn.x(0), my - 13),
             (turn.x(22), my - 15), (turn.x(44), 44), (turn.x(62), 34), (turn.x(76), top - 10)]  # fmt: skip
    under = [(jaw + shift * 0.6 - 3 * a, 44), (jaw * 0.82 + shift, 78), (jaw * 0.46 + shift, low - 10), (shift * 1.4, low),
             (-jaw * 0.5 + shift, low - 12), (-jaw * 0.88 + shift, 76), (-jaw - 1 + shift * 0.4, 40)]  # fmt: skip
    d = loop([*cheek, *under], 0.8)
    if look.beard == "stubble":
        with sheet.inside(face.outline):
            sheet.fill(d, colour)
        return
    sheet.cel(d, colour, 9, 3, soft=False)
    n = num
    if look.beard in ("full", "long"):
        with sheet.inside(d):
            for x in (-46, -26, 30, 48):
                x0 = x + shift
                y0 = 66 if abs(x) > 40 else 96
                sheet.line(
                    f"M{n(x0)} {n(y0)}Q{n(x0 * 0.95)} {n((y0 + low) / 2)} {n(x0 * 0.5 + shift * 0.7)} {n(low - 8)}",
                    strand(colour),
                    2.6,
                    0.6,
                )


def draw_moustache(sheet: Sheet, look: Look, mouth: tuple[float, float], turn: Turn) -> None:
    """A moustache over the upper lip."""
    if look.beard not in ("moustache", "full", "long"):
        return
    x, y = mouth
    k = 0.92 if turn.amount else 1.0
    big = 1.0 if look.beard == "moustache" else 1.08
    colour = mix(look.hair, "#ffffff", 0.25) if look.beard != "moustache" else look.hair
    w = 33 * k * big
    d = loop([(x, y - 13), (x + w * 0.4, y - 17), (x + w * 0.8, y - 11), (x + w * 1.05, y - 1), (x + w * 0.72, y - 2),
              (x + w * 0.4, y - 3.5), (x, y - 6), (x - w * 0.4, y - 3.5), (x - w * 0.72, y - 2), (x - w * 1.05, y - 1),
              (x - w * 0.8, y - 11), (x - w * 0.4, y - 17)])  # fmt: skip
    sheet.cel(d, colour, 4, 2, soft=False)
