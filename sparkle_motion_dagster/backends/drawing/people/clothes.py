"""Clothes of the trunk, from the cloak behind it to the scarf over it.

What belongs here: the order in which garments are drawn. What does not: their cut and parts, arms, legs, hats.
"""

from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop
from sparkle_motion_dagster.backends.drawing.people.cuts import CUT, TUCKED, Hem, skirted, trunk
from sparkle_motion_dagster.backends.drawing.people.frame import BodyFrame
from sparkle_motion_dagster.backends.drawing.people.garment_parts import folds, skirt, stripes
from sparkle_motion_dagster.backends.drawing.people.outfits import DETAILS, plain
from sparkle_motion_dagster.backends.drawing.svg import darker, lighter, num


def draw_under(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """What hangs behind the body: a cloak, a skirt's far side, a hood."""
    k, x = frame.height / 360, frame.lean
    if look.outfit == "cloak":
        low = frame.hip_y * 0.1
        w = frame.shoulder * 1.55
        sheet.cel(loop([(x, frame.shoulder_y - 6 * k), (x + w * 0.75, frame.shoulder_y + 6 * k), (w * 0.98, frame.hip_y), (w * 1.12, low),
                        (w * 0.4, low + 8 * k), (-w * 0.4, low + 8 * k), (-w * 1.15, low), (-w * 1.0, frame.hip_y),
                        (x - w * 0.75, frame.shoulder_y + 6 * k)], 0.8), darker(look.top, 0.22), 16 * k, 3 * k)  # fmt: skip
    if look.outfit == "spacesuit":
        sheet.cel(loop([(x - frame.shoulder * 0.95, frame.shoulder_y - 12 * k), (x + frame.shoulder * 0.7, frame.shoulder_y - 12 * k),
                        (x + frame.shoulder * 0.7, frame.hip_y), (x - frame.shoulder * 0.95, frame.hip_y)], 0.4), "#b9c0cc", 8 * k, 2 * k)  # fmt: skip


def draw_torso(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """The main garment with its details."""
    cut = CUT[look.outfit]
    hem: Hem = "hip" if frame.seated and cut.hem != "seat" else cut.hem
    skirt_shown = skirted(look) and not frame.seated
    if skirt_shown and look.outfit not in TUCKED:
        skirt(sheet, look, frame)
    base = look.second if cut.own_sleeve == "second" else look.top
    if look.outfit == "spacesuit":
        base = "#e9edf2"
    d = trunk(
        frame,
        hem,
        min(cut.spread, 1.1) if frame.seated else cut.spread,
        waisted=cut.waisted or (look.sex == "woman" and cut.hem == "hip" and look.build != "stout"),
    )
    sheet.cel(d, base, 13 * frame.height / 360, 3 * frame.height / 360)
    with sheet.inside(d):
        if look.stripes:
            stripes(sheet, look, frame)
        folds(sheet, frame, base, hem)
        DETAILS.get(look.outfit, plain)(sheet, look, frame)
    if skirt_shown and look.outfit in TUCKED:
        skirt(sheet, look, frame)


def draw_over(sheet: Sheet, look: Look, frame: BodyFrame) -> None:
    """What is worn over the main garment: an apron, the front of a cloak."""
    k, n = frame.height / 360, num
    x, y = frame.lean + 2 * frame.turn * k, frame.shoulder_y
    if look.outfit == "apron":
        apron = look.top
        low = frame.knee_y * 1.15
        for s in (-1, 1):
            sheet.line(f"M{n(x + s * 16 * k)} {n(y - 6 * k)}L{n(x + s * 15 * k)} {n(y + 26 * k)}", apron, 4.5 * k)
        w, h = frame.waist * 0.96, frame.hip * 1.0
        d = (f"M{n(x - 18 * k)} {n(y + 24 * k)}L{n(x + 19 * k)} {n(y + 24 * k)}C{n(x + 20 * k)} {n(frame.waist_y - 20 * k)} {n(frame.lean + w)} {n(frame.waist_y - 6 * k)} "
             f"{n(frame.lean + w)} {n(frame.waist_y + 2 * k)}C{n(h)} {n(frame.hip_y)} {n(h * 1.02)} {n(low - 20 * k)} {n(h * 0.96)} {n(low)}Q0 {n(low + 7 * k)} {n(-h * 0.96)} {n(low)}"
             f"C{n(-h * 1.02)} {n(low - 20 * k)} {n(-h)} {n(frame.hip_y)} {n(frame.lean - w)} {n(frame.waist_y + 2 * k)}C{n(frame.lean - w)} {n(frame.waist_y - 6 * k)} {n(x - 19 * k)} "
             f"{n(frame.waist_y - 20 * k)} {n(x - 18 * k)} {n(y + 24 * k)}Z")  # fmt: skip
        sheet.cel(d, apron, 11 * k, 3 * k)
        sheet.line(
            f"M{n(frame.lean - w)} {n(frame.waist_y + 3 * k)}Q{n(x)} {n(frame.waist_y + 9 * k)} {n(frame.lean + w)} {n(frame.waist_y + 3 * k)}",
            darker(apron, 0.22),
            4 * k,
        )
        sheet.fill(
            loop(
                [
                    (x - 18 * k, frame.hip_y - 4 * k),
                    (x + 18 * k, frame.hip_y - 4 * k),
                    (x + 17 * k, frame.hip_y + 20 * k),
                    (x - 17 * k, frame.hip_y + 20 * k),
                ],
                0.3,
            ),
            darker(apron, 0.12),
        )
    if look.outfit == "cloak":
        w, low = frame.shoulder, frame.hip_y * 0.3
        for s in (-1, 1):
            sheet.cel(f"M{n(x + s * 6 * k)} {n(y - 8 * k)}C{n(x + s * w * 0.9)} {n(y - 6 * k)} {n(x + s * w * 1.25)} {n(y + 14 * k)} {n(x + s * w * 1.3)} {n(frame.waist_y)}"
                      f"L{n(s * w * 1.5)} {n(low)}L{n(s * w * 1.0)} {n(low + 6 * k)}C{n(x + s * w * 0.86)} {n(frame.hip_y)} {n(x + s * w * 0.5)} {n(y + 40 * k)} {n(x + s * 6 * k)} {n(y - 8 * k)}Z",
                      look.top, 7 * k, 3 * k)  # fmt: skip
        sheet.oval(x, y + 2 * k, 6 * k, 6 * k, "#e3b850")
        sheet.oval(x - 1.5 * k, y + 0.5 * k, 2 * k, 2 * k, "#fff3c4")
        if look.hat == "crown":
            for i in range(-4, 5):
                sheet.oval(x + i * 8.5 * k, y - 1 * k + abs(i) * 0.6 * k, 8 * k, 8 * k, "#f4efe6")
                sheet.oval(x + i * 8.5 * k, y + k, 1.2 * k, 2.2 * k, "#3a3440")


def draw_scarf(sheet: Sheet, colour: str, frame: BodyFrame) -> None:
    """A knitted scarf round the neck with one end hanging."""
    k, n = frame.height / 360, num
    x, y = frame.lean, frame.shoulder_y
    end = f"M{n(x - 16 * k)} {n(y)}L{n(x - 3 * k)} {n(y + 2 * k)}L{n(x - 2 * k)} {n(y + 60 * k)}L{n(x - 19 * k)} {n(y + 58 * k)}Z"
    sheet.cel(end, darker(colour, 0.1), 4 * k, 2 * k)
    for i in range(5):
        fx = x - 18 * k + i * 3.8 * k
        sheet.line(f"M{n(fx)} {n(y + 58 * k)}L{n(fx)} {n(y + 66 * k)}", darker(colour, 0.1), 1.8 * k)
    with sheet.inside(end):
        for yy in (44, 51):
            sheet.line(f"M{n(x - 24 * k)} {n(y + yy * k)}L{n(x + 4 * k)} {n(y + yy * k)}", lighter(colour, 0.35), 3 * k)
    sheet.cel(
        loop(
            [
                (x - 21 * k, y - 12 * k),
                (x, y - 6 * k),
                (x + 22 * k, y - 12 * k),
                (x + 25 * k, y + 1 * k),
                (x + 4 * k, y + 11 * k),
                (x - 23 * k, y + 3 * k),
            ]
        ),
        colour,
        5 * k,
        2 * k,
    )
