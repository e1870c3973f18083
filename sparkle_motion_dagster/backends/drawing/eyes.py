"""Eyes and brows of the whole cast: open, in every expression, and closed.

What belongs here: eyes given their places on a head. What does not: heads, glasses.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.pens import Sheet
from sparkle_motion_dagster.backends.drawing.svg import darker, mix, num
from sparkle_motion_dagster.film.picture import Expression


@dataclass(frozen=True)
class Eye:
    """One eye on a head sheet; `inner` is the x direction of the nose (+1 or -1)."""

    x: float
    y: float
    rx: float
    ry: float
    inner: float


@dataclass(frozen=True)
class EyePaint:
    """Colours of a pair of eyes."""

    iris: str
    lid: str
    lash: str
    white: str = "#fffaf0"
    lashes: bool = False
    iris_size: float = 0.74
    """Radius of the iris as a part of the eye's half height."""
    slit: bool = False


@dataclass(frozen=True)
class Mood:
    """What an expression does to eyes and brows. Lids: part of the eye covered; brows: units, up is negative."""

    lid_inner: float
    lid_outer: float
    low: float
    iris: float
    brow_inner: float
    brow_outer: float
    gaze_y: float = 0.06


MOODS: dict[Expression, Mood] = {
    "neutral": Mood(0.14, 0.14, 0.0, 1.0, 0, 0),
    "happy": Mood(0.06, 0.06, 0.2, 1.04, -5, -4),
    "sad": Mood(0.12, 0.4, 0.0, 1.0, -9, 5, 0.2),
    "angry": Mood(0.5, 0.14, 0.08, 0.94, 11, -5),
    "afraid": Mood(0.0, 0.05, 0.0, 0.78, -12, -2, -0.02),
    "surprised": Mood(0.0, 0.0, 0.0, 0.84, -13, -12, 0),
    "thoughtful": Mood(0.3, 0.3, 0.06, 1.0, 3, -6, -0.24),
}


def _outline(eye: Eye, grow: float = 0) -> str:
    x, y, rx, ry = eye.x, eye.y, eye.rx + grow, eye.ry + grow
    n = num
    return (
        f"M{n(x - rx)} {n(y)}C{n(x - rx)} {n(y - ry * 0.78)} {n(x - rx * 0.56)} {n(y - ry)} {n(x)} {n(y - ry)}"
        f"C{n(x + rx * 0.56)} {n(y - ry)} {n(x + rx)} {n(y - ry * 0.78)} {n(x + rx)} {n(y)}"
        f"C{n(x + rx)} {n(y + ry * 0.78)} {n(x + rx * 0.56)} {n(y + ry)} {n(x)} {n(y + ry)}"
        f"C{n(x - rx * 0.56)} {n(y + ry)} {n(x - rx)} {n(y + ry * 0.78)} {n(x - rx)} {n(y)}Z"
    )


def draw_eyes(sheet: Sheet, eyes: tuple[Eye, ...], paint: EyePaint, mood: Mood, gaze: float) -> None:
    """Open eyes looking along `gaze` (-1 … 1 of the sheet's x)."""
    for eye in eyes:
        _open_eye(sheet, eye, paint, mood, gaze)


def _open_eye(sheet: Sheet, eye: Eye, paint: EyePaint, mood: Mood, gaze: float) -> None:
    x, y, rx, ry = eye.x, eye.y, eye.rx, eye.ry
    r = min(rx * 1.05, ry) * paint.iris_size * mood.iris
    ix = x + gaze * (rx - r * 0.62) * 0.62
    iy = y + mood.gaze_y * ry
    outline = _outline(eye)
    white = mix(paint.white, sheet.tone(paint.white), 0.55)
    sheet.fill(outline, white, own=True)
    with sheet.inside(outline):
        sheet.oval(x, y - ry * 0.95, rx * 1.2, ry * 0.55, mix(white, paint.lash, 0.28), own=True)
        iris = mix(paint.iris, sheet.tone(paint.iris), 0.5)
        sheet.oval(ix, iy, r, r, darker(iris, 0.42), own=True)
        sheet.oval(ix, iy, r * 0.88, r * 0.88, iris, own=True)
        sheet.oval(ix, iy + r * 0.3, r * 0.66, r * 0.5, mix(iris, "#ffffff", 0.3), own=True)
        sheet.oval(ix, iy, r * (0.22 if paint.slit else 0.5), r * (0.72 if paint.slit else 0.5), "#150f1a", own=True)
        sheet.oval(ix + r * 0.32, iy - r * 0.38, r * 0.27, r * 0.27, "#ffffff", own=True)
        sheet.oval(ix - r * 0.36, iy + r * 0.4, r * 0.12, r * 0.12, "#ffffff", 0.8, own=True)
    _lids(sheet, eye, paint, mood, outline)


def _lids(sheet: Sheet, eye: Eye, paint: EyePaint, mood: Mood, outline: str) -> None:
    x, y, rx, ry = eye.x, eye.y, eye.rx, eye.ry
    left, right = (mood.lid_outer, mood.lid_inner) if eye.inner > 0 else (mood.lid_inner, mood.lid_outer)
    top = y - ry
    yl, yr = top + 2 * ry * left, top + 2 * ry * right
    middle = (yl + yr) / 2 - ry * 0.1
    n = num
    wide = rx * 1.15
    with sheet.inside(outline):
        if max(left, right) > 0.01:
            sheet.fill(
                f"M{n(x - wide)} {n(yl)}Q{n(x)} {n(middle)} {n(x + wide)} {n(yr)}L{n(x + wide)} {n(top - ry)}"
                f"L{n(x - wide)} {n(top - ry)}Z",
                paint.lid,
            )
            sheet.line(f"M{n(x - wide)} {n(yl)}Q{n(x)} {n(middle)} {n(x + wide)} {n(yr)}", paint.lash, ry * 0.2)
        if mood.low > 0.01:
            low = y + ry - 2 * ry * mood.low
            sheet.fill(
                f"M{n(x - wide)} {n(low + ry * 0.3)}Q{n(x)} {n(low - ry * 0.34)} {n(x + wide)} {n(low + ry * 0.3)}"
                f"L{n(x + wide)} {n(y + 2 * ry)}L{n(x - wide)} {n(y + 2 * ry)}Z",
                paint.lid,
            )
    k = 0.16 + 0.55 * min(1.0, max(0.0, (left + right) / 2))
    y0, y1 = y - ry * (0.25 - left * 0.6), y - ry * (0.25 - right * 0.6)
    peak = y - ry * (1.62 - k * 1.1) if max(left, right) < 0.2 else y - ry * 1.5
    sheet.line(f"M{n(x - rx * 1.0)} {n(y0)}Q{n(x)} {n(peak)} {n(x + rx * 1.0)} {n(y1)}", paint.lash, ry * 0.23)
    if paint.lashes:
        outer = -eye.inner
        yo = y - ry * 0.3
        sheet.line(
            f"M{n(x + outer * rx * 0.92)} {n(yo)}Q{n(x + outer * rx * 1.2)} {n(yo - ry * 0.12)} "
            f"{n(x + outer * rx * 1.38)} {n(yo - ry * 0.42)}",
            paint.lash,
            ry * 0.19,
        )
        sheet.line(
            f"M{n(x + outer * rx * 0.74)} {n(yo - ry * 0.34)}L{n(x + outer * rx * 1.06)} {n(yo - ry * 0.72)}",
            paint.lash,
            ry * 0.14,
        )


def draw_closed(sheet: Sheet, eyes: tuple[Eye, ...], paint: EyePaint) -> None:
    """Lids that cover the open eyes."""
    n = num
    for eye in eyes:
        x, y, rx, ry = eye.x, eye.y, eye.rx, eye.ry
        sheet.fill(_outline(eye, 2.2), paint.lid)
        sheet.line(
            f"M{n(x - rx)} {n(y + ry * 0.12)}Q{n(x)} {n(y + ry * 1.05)} {n(x + rx)} {n(y + ry * 0.12)}",
            paint.lash,
            ry * 0.24,
        )
        if paint.lashes:
            outer = -eye.inner
            sheet.line(
                f"M{n(x + outer * rx)} {n(y + ry * 0.14)}L{n(x + outer * rx * 1.3)} {n(y + ry * 0.36)}",
                paint.lash,
                ry * 0.18,
            )
        crease = (
            f"M{n(x - rx * 0.72)} {n(y - ry * 0.62)}Q{n(x)} {n(y - ry * 1.02)} {n(x + rx * 0.72)} {n(y - ry * 0.62)}"
        )
        sheet.line(crease, darker(paint.lid, 0.22), ry * 0.1, 0.7)


def draw_brows(sheet: Sheet, eyes: tuple[Eye, ...], colour: str, mood: Mood, lift: float, width: float) -> None:
    """A tapered brow over each eye, `lift` units above its middle."""
    n = num
    for eye in eyes:
        k = eye.rx / 15
        inner_x, outer_x = eye.x + eye.inner * eye.rx * 1.02, eye.x - eye.inner * eye.rx * 1.12
        base = eye.y - lift
        yi, yo = base + mood.brow_inner * k, base + 3 * k + mood.brow_outer * k
        mx = eye.x - eye.inner * eye.rx * 0.25
        my = min(yi, yo) - 6 * k if mood.brow_inner < 8 else (yi + yo) / 2 - 3 * k
        w = width
        sheet.fill(
            f"M{n(inner_x)} {n(yi - w * 0.5)}Q{n(mx)} {n(my - w * 0.55)} {n(outer_x)} {n(yo)}"
            f"Q{n(mx)} {n(my + w * 0.75)} {n(inner_x - eye.inner * 1.5)} {n(yi + w * 0.55)}"
            f"Q{n(inner_x + eye.inner * w * 0.4)} {n(yi)} {n(inner_x)} {n(yi - w * 0.5)}Z",
            colour,
        )
