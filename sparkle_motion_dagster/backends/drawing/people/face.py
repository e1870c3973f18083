"""A person's face: skull, ears, nose, cheeks, freckles, glasses, and where its eyes and mouth are.

What belongs here: what is skin, and what sits on it. What does not: hair, beards, hats, eyes and mouths themselves.

Head sheets are about 200 units tall: crown at y -104, chin at y 101, eyes near y 4.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.eyes import Eye, EyePaint
from sparkle_motion_dagster.backends.drawing.look_type import Look
from sparkle_motion_dagster.backends.drawing.pens import Sheet, loop, mirrored_loop
from sparkle_motion_dagster.backends.drawing.people.turn import Turn
from sparkle_motion_dagster.backends.drawing.svg import brightness, chance, darker, mix, num


@dataclass(frozen=True)
class Face:
    """The measures of one face."""

    outline: str
    eyes: tuple[Eye, ...]
    mouth: tuple[float, float]
    jaw: float
    """Half width at the mouth's height."""
    chin: float


def measure(look: Look, turn: Turn) -> Face:
    """The face of a look from this side."""
    half, child = _half_outline(look), look.age == "child"
    if turn.amount:
        outline = loop(_turned(half, turn.amount))
    else:
        outline = mirrored_loop(half)
    apart, eye_y = (36, 14) if child else (33.5, 5)
    rx, ry = (18.0, 18.5) if child else (15.5, 15.5) if look.sex == "woman" else (14.5, 14.0)
    if look.age == "old":
        rx, ry = rx * 0.94, ry * 0.92
    eyes = tuple(Eye(turn.x(side * apart), eye_y, rx * turn.squeeze(side * apart), ry, -side) for side in (-1, 1))
    mouth_y = 66 if child else 62
    return Face(outline, eyes, (turn.x(0) * 0.8, mouth_y), half[4][0], half[-1][1])


def _half_outline(look: Look) -> list[tuple[float, float]]:
    if look.age == "child":
        half = [(0.0, -102.0), (54, -90), (83, -48), (88, 2), (82, 46), (58, 80), (28, 96), (0, 99)]
    elif look.sex == "woman":
        half = [(0.0, -104.0), (48, -92), (75, -52), (80, -6), (73, 38), (53, 74), (24, 97), (0, 101)]
    else:
        half = [(0.0, -104.0), (48, -93), (75, -54), (80, -8), (76, 40), (62, 77), (32, 98), (0, 102)]
    wide = {"slim": -4, "average": 0, "stout": 8}[look.build]
    return [(x + (wide if y > 20 and x > 0 else 0), y) for x, y in half]


def _turned(half: list[tuple[float, float]], amount: float) -> list[tuple[float, float]]:
    right = [(x * 0.96 + amount * max(0.0, y) * 0.13, y) for x, y in half]
    # the far side shows brow, eye socket and cheekbone
    right[3] = (right[3][0] - 4, right[3][1] + 2)
    right.insert(4, (right[3][0] + 3.5, 26))
    left = [(-x * 1.04 + amount * max(0.0, y) * 0.13, y) for x, y in reversed(half[1:-1])]
    left = [(x - (4 if y < 0 else 0), y) for x, y in left]
    return [*right, *left]


def lips(look: Look) -> str:
    """Colour of the lips."""
    deep = brightness(look.skin) < 0.5
    red = "#5e1f24" if deep else "#b0483f" if look.sex == "woman" and look.age != "child" else "#96463f"
    return mix(look.skin, red, 0.72 if look.sex == "woman" and look.age not in ("child", "old") else 0.6)


def eye_paint(look: Look) -> EyePaint:
    """Colours of the eyes."""
    return EyePaint(
        iris=look.eyes, lid=mix(look.skin, "#a04a3a", 0.14 if brightness(look.skin) > 0.5 else 0.06),
        lash=mix("#2e1c26", look.hair, 0.15) if look.age != "old" else "#54404a",
        lashes=look.sex == "woman", iris_size=0.82 if look.age == "child" else 0.76,
    )  # fmt: skip


def draw_ears(sheet: Sheet, look: Look, turn: Turn, *, behind: bool) -> None:
    """Ears: both behind the face from the front, the near one on top of it from the side."""
    y = 16 if look.age == "child" else 12
    if behind == bool(turn.amount):
        return
    spots = [(-68.0, 1.0)] if turn.amount else [(-81.0, 1.0), (81.0, -1.0)]
    for x, side in spots:
        d = loop([(x - 3 * side, y - 21), (x + 9 * side, y - 14), (x + 8 * side, y + 12), (x, y + 21),
                  (x - 9 * side, y + 10), (x - 13 * side, y - 10)])  # fmt: skip
        sheet.cel(d, mix(look.skin, "#c0604a", 0.08), 4, 1.5, soft=False)
        n = num
        sheet.line(
            f"M{n(x - 7 * side)} {n(y - 10)}Q{n(x + 1 * side)} {n(y - 17)} {n(x + 3 * side)} {n(y - 5)}"
            f"Q{n(x + 3 * side)} {n(y + 4)} {n(x - 3 * side)} {n(y + 8)}",
            mix(look.skin, "#7a2f2a", 0.4),
            2.4,
        )
        if "earrings" in look.accessories:
            sheet.oval(x - side, y + 24, 4.5, 5.5, "#e9c25a")
            sheet.oval(x - side - 1.3, y + 22.5, 1.5, 1.5, "#fff6d8")


def draw_face(sheet: Sheet, look: Look, face: Face, turn: Turn) -> None:
    """Skin, cheeks, nose, freckles and lines; no eyes, no mouth."""
    draw_skin(sheet, look, face)
    warm = mix(look.skin, "#d8403a" if brightness(look.skin) > 0.5 else "#a33a30", 0.6)
    with sheet.inside(face.outline):
        for side in (-1, 1):
            x = turn.x(side * (48 if look.age != "child" else 52))
            strength = 0.5 if look.age == "child" else 0.4 if look.sex == "woman" else 0.28
            sheet.blush(x, 37 if look.age != "child" else 43, 19 * max(0.75, turn.squeeze(side * 48)), warm, strength)
    if look.freckles:
        rand = chance(look.seed, "freckles")
        for _ in range(18):
            side = rand.choice((-1, 1))
            sheet.oval(
                turn.x(side * rand.uniform(18, 62)), rand.uniform(28, 46), 1.7, 1.5, mix(look.skin, "#8a3f1f", 0.6)
            )
    if look.age == "old":
        _wrinkles(sheet, look, face, turn)
    _nose(sheet, look, turn)


def draw_skin(sheet: Sheet, look: Look, face: Face) -> None:
    """The bare face; flat, but for its edges."""
    sheet.cel(face.outline, look.skin, 12, 4, soft=False)


def _wrinkles(sheet: Sheet, look: Look, face: Face, turn: Turn) -> None:
    ink, n = mix(look.skin, "#7a3f36", 0.4), num
    for eye in face.eyes:
        outer = eye.x - eye.inner * eye.rx * 1.25
        for dy in (-3, 4):
            sheet.line(
                f"M{n(outer)} {n(eye.y + dy * 0.7)}L{n(outer - eye.inner * 7)} {n(eye.y + dy * 1.9)}", ink, 1.7, 0.65
            )
        sheet.line(
            f"M{n(eye.x - eye.rx * 0.8)} {n(eye.y + eye.ry + 6)}Q{n(eye.x)} {n(eye.y + eye.ry + 11)} "
            f"{n(eye.x + eye.rx * 0.8)} {n(eye.y + eye.ry + 6)}",
            ink,
            1.8,
            0.55,
        )
    for side in (-1, 1):
        x0, x1 = turn.x(side * 21), turn.x(side * 36)
        sheet.line(f"M{n(x0)} 38Q{n(x1)} 44 {n(x1)} 54", ink, 2, 0.55)
    for y in (-44, -54):
        sheet.line(f"M{n(turn.x(-24))} {y}Q{n(turn.x(0))} {y - 5} {n(turn.x(24))} {y}", ink, 1.7, 0.4)


def _nose(sheet: Sheet, look: Look, turn: Turn) -> None:
    rand = chance(look.seed, "nose")
    size = 0.72 if look.age == "child" else rand.uniform(0.88, 1.0) if look.sex == "woman" else rand.uniform(1.0, 1.22)
    if look.age == "old":
        size *= 1.1
    bottom = 45 if look.age != "child" else 47
    base = turn.x(0)
    tip = turn.x(0, 82) + 9 * turn.amount
    skin = mix(look.skin, "#d0543e" if brightness(look.skin) > 0.5 else "#8a3326", 0.22)
    n, s, top = num, size, bottom - 38 * size
    if turn.amount:
        d = (f"M{n(base - 3)} {n(top)}C{n(base + 3)} {n(top + 12 * s)} {n(tip + 9 * s)} {n(bottom - 17 * s)} "
             f"{n(tip + 7 * s)} {n(bottom - 6 * s)}C{n(tip + 5 * s)} {n(bottom + 2)} {n(tip - 7 * s)} {n(bottom + 1.5)} "
             f"{n(tip - 17 * s)} {n(bottom - 3)}C{n(tip - 19 * s)} {n(bottom - 12 * s)} {n(base - 6)} {n(bottom - 16 * s)} "
             f"{n(base - 3)} {n(top)}Z")  # fmt: skip
    else:
        d = (f"M{n(base)} {n(top)}C{n(base + 5 * s)} {n(top + 14 * s)} {n(base + 15 * s)} {n(bottom - 13 * s)} "
             f"{n(base + 13 * s)} {n(bottom - 4 * s)}C{n(base + 9 * s)} {n(bottom + 3 * s)} {n(base - 9 * s)} "
             f"{n(bottom + 3 * s)} {n(base - 13 * s)} {n(bottom - 4 * s)}C{n(base - 15 * s)} {n(bottom - 13 * s)} "
             f"{n(base - 5 * s)} {n(top + 14 * s)} {n(base)} {n(top)}Z")  # fmt: skip
    sheet.cel(d, skin, 5 * s, 2.2, soft=False)
    nostril = darker(skin, 0.3)
    if turn.amount:
        sheet.line(
            f"M{n(tip - 15 * s)} {n(bottom - 4)}Q{n(tip - 11 * s)} {n(bottom + 1)} {n(tip - 5 * s)} {n(bottom - 0.5)}",
            nostril,
            2.2,
        )
    else:
        for side in (-1, 1):
            sheet.line(
                f"M{n(base + side * 11 * s)} {n(bottom - 2 * s)}Q{n(base + side * 7 * s)} {n(bottom + 1.5 * s)} "
                f"{n(base + side * 3.5 * s)} {n(bottom)}",
                nostril,
                2.0,
            )
    gx = tip + (1 * s if turn.amount else 0) + sheet.toward_light * 3
    sheet.oval(gx, bottom - 11 * s, 3.4 * s, 2.8 * s, sheet.bright(look.skin, 0.8), 0.55, own=True)


def draw_glasses(sheet: Sheet, look: Look, face: Face, turn: Turn) -> None:
    """Frames of spectacles, or a patch; drawn again over closed eyes."""
    if not look.glasses:
        return
    n = num
    if look.glasses == "patch":
        eye = face.eyes[1]
        sheet.line(f"M{n(turn.x(-76))} -40L{n(eye.x)} {n(eye.y - 12)}L{n(turn.x(78))} {n(eye.y + 2)}", "#2a2530", 4)
        sheet.fill(loop([(eye.x - 19, eye.y - 12), (eye.x, eye.y - 18), (eye.x + 17, eye.y - 12),
                         (eye.x + 14, eye.y + 12), (eye.x, eye.y + 20), (eye.x - 15, eye.y + 12)]), "#2a2530")  # fmt: skip
        return
    frame = "#2c2833" if look.glasses != "round" else mix("#5a3c22", look.seed and "#2c2833", 0.35)
    left, right = face.eyes
    grow = 8.5
    for eye in face.eyes:
        rx, ry = eye.rx + grow * min(1.0, eye.rx / 14), eye.ry + grow - 1
        if look.glasses == "dark":
            sheet.cel(_lens(eye.x, eye.y + 1, rx, ry, 0.72), "#262430", 5, 2)
            sheet.line(
                f"M{n(eye.x - rx * 0.5)} {n(eye.y - ry * 0.2)}L{n(eye.x - rx * 0.1)} {n(eye.y - ry * 0.6)}",
                "#ffffff",
                3,
                0.35,
            )
        else:
            k = 0.56 if look.glasses == "round" else 0.86
            sheet.line(_lens(eye.x, eye.y + 1, rx, ry, k), frame, 3.8)
            sheet.line(
                f"M{n(eye.x + rx * 0.62)} {n(eye.y - ry * 0.66)}L{n(eye.x + rx * 0.84)} {n(eye.y - ry * 0.34)}",
                "#ffffff",
                2.4,
            )
    bridge_left, bridge_right = left.x + left.rx + grow * 0.9, right.x - right.rx - grow * 0.8
    if bridge_right > bridge_left:
        sheet.line(
            f"M{n(bridge_left)} {n(left.y)}Q{n((bridge_left + bridge_right) / 2)} {n(left.y - 7)} "
            f"{n(bridge_right)} {n(right.y)}",
            frame,
            3.6,
        )
    sheet.line(
        f"M{n(left.x - left.rx - grow)} {n(left.y - 1)}L{n(turn.x(-78) + 6 * turn.amount)} {n(left.y - 6)}", frame, 3.6
    )
    if not turn.amount:
        sheet.line(f"M{n(right.x + right.rx + grow)} {n(right.y - 1)}L{n(turn.x(78))} {n(right.y - 6)}", frame, 3.6)


def _lens(x: float, y: float, rx: float, ry: float, k: float) -> str:
    n = num
    return (f"M{n(x - rx)} {n(y)}C{n(x - rx)} {n(y - ry * k)} {n(x - rx * k)} {n(y - ry)} {n(x)} {n(y - ry)}"
            f"C{n(x + rx * k)} {n(y - ry)} {n(x + rx)} {n(y - ry * k)} {n(x + rx)} {n(y)}"
            f"C{n(x + rx)} {n(y + ry * k)} {n(x + rx * k)} {n(y + ry)} {n(x)} {n(y + ry)}"
            f"C{n(x - rx * k)} {n(y + ry)} {n(x - rx)} {n(y + ry * k)} {n(x - rx)} {n(y)}Z")  # fmt: skip
