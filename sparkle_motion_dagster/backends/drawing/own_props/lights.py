"""Things that shine: lantern, candle, fires, lamps.

What belongs here: their SVG. What does not: names and sizes (`prop_names.py`, `prop_sizes.py`).
"""

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.own_props.sketch import BRASS, DARK_WOOD, IRON, Pen, Sketch, halo
from sparkle_motion_dagster.backends.drawing.svg import (
    circle,
    ellipse,
    in_light,
    lin,
    line,
    lit,
    path,
    rad,
    rect,
    shaded,
)


def flame(x: float, base: float, height: float) -> str:
    """A flame of three tongues in each other, standing on `base`."""
    parts = []
    for share, colour in ((1.0, "#ff7a1f"), (0.7, "#ffb02e"), (0.4, "#fff1b0")):
        h = height * share
        w = h * 0.36
        parts.append(
            path(
                f"M{x + w * 0.1:.1f} {base - h:.1f} C{x + w * 0.5:.1f} {base - h * 0.66:.1f} {x + w * 1.25:.1f} "
                f"{base - h * 0.5:.1f} {x + w:.1f} {base - h * 0.22:.1f} C{x + w * 0.7:.1f} {base + h * 0.06:.1f} "
                f"{x - w * 0.7:.1f} {base + h * 0.06:.1f} {x - w:.1f} {base - h * 0.22:.1f} C{x - w * 1.2:.1f} "
                f"{base - h * 0.5:.1f} {x - w * 0.2:.1f} {base - h * 0.6:.1f} {x + w * 0.1:.1f} {base - h:.1f} Z",
                colour,
            )
        )
    return "".join(parts)


def _lantern(p: str, light: Light, tint: str | None) -> Sketch:
    iron, gleam = in_light(tint or IRON, light), lit(tint or "#5c5568", light, 0.3)
    body = halo(p, -44, 240) + rad(f"{p}glass", [(0, "#fffbe4"), (0.6, "#ffe9a6"), (1, "#f5bf5c")])
    body += line("M-21 -84 C-24 -122 24 -122 21 -84", iron, 4) + circle(0, -112, 5, iron)
    body += path("M-12 -96 h24 l4 10 h-32 Z", iron) + path("M-30 -76 L-20 -88 H20 L30 -76 Z", iron)
    body += rect(-22, -76, 44, 60, f"url(#{p}glass)", rx=4) + flame(0, -26, 34)
    body += line("M-23 -76 V-16 M23 -76 V-16 M-23 -46 H23", iron, 3.2) + rect(-29, -18, 58, 18, iron, rx=4)
    return Sketch(body + line("M-24 -12 H24", gleam, 2.4), 60, 118, (-44, 240))


def _candle(p: str, light: Light, tint: str | None) -> Sketch:
    wax = lin(f"{p}wax", [(0, "#fff3d0"), (0.5, lit(tint or "#f3e2bd", light)), (1, shaded(tint or "#d9c196", light))])
    brass, deep = lit(BRASS, light, 0.3), shaded(BRASS, light)
    body = halo(p, -96, 92) + wax + rect(-11, -80, 22, 68, f"url(#{p}wax)", rx=3)
    body += path("M-11 -78 q4 4 3 18 q3 6 5 -6 q3 -8 14 -11 v-3 Z", "#fff8e2", opacity=0.8)
    body += line("M0 -80 V-88", IRON, 2.2) + flame(0, -83, 30)
    body += path("M-15 -16 H15 L12 -6 H-12 Z", brass) + ellipse(0, -5, 36, 7, deep) + ellipse(0, -8, 36, 7, brass)
    return Sketch(body + line("M34 -10 c20 -8 20 14 2 8", brass, 5), 104, 114, (-96, 92))


def _bulb(p: str, light: Light, tint: str | None) -> Sketch:
    metal = in_light("#9aa0ad", light)
    body = halo(p, -70, 120, "#fff6d0", tint or "#ffd773")
    body += rad(f"{p}bulb", [(0, "#fffbe6"), (0.7, "#ffe9a0"), (1, tint or "#f0c35a")])
    body += path("M-16 -36 C-16 -52 -34 -58 -34 -80 A34 34 0 0 1 34 -80 C34 -58 16 -52 16 -36 Z", f"url(#{p}bulb)")
    body += line("M-10 -38 L-12 -70 L-4 -62 L4 -62 L12 -70 L10 -38", "#d98a1f", 2.6)
    body += rect(-16, -36, 32, 22, metal, rx=3) + line("M-16 -30 h32 M-16 -22 h32", shaded("#6f7480", light), 2.4)
    return Sketch(body + rect(-8, -14, 16, 14, in_light(IRON, light), rx=4), 70, 116, (-70, 120))


def _campfire(p: str, light: Light, tint: str | None) -> Sketch:
    bark, cut = shaded(DARK_WOOD, light, 0.3), lit("#c08a55", light, 0.3)
    body = halo(p, -50, 190, "#ffe9a6", "#ff8a2b")
    for x in (-58, -34, -8, 20, 44, 62):
        body += ellipse(x, -5, 15, 9, in_light("#77737f" if x % 3 else "#5c5966", light))
    body += line("M-46 -10 L34 -30 M46 -10 L-34 -30", bark, 15) + circle(-47, -10, 6, cut) + circle(47, -10, 6, cut)
    return Sketch(body + flame(-16, -20, 62) + flame(20, -20, 54) + flame(2, -18, 104), 144, 122, (-50, 190))


def _table_lamp(p: str, light: Light, tint: str | None) -> Sketch:
    foot = in_light(tint or "#3f7f86", light)
    body = halo(p, -104, 130, "#fff2c0", "#ffc56b")
    body += rad(f"{p}shade", [(0, "#fffbe4"), (0.7, "#ffe3a1"), (1, "#f0b860")], 0.5, 0.9, 0.9)
    body += path("M-8 -74 C-34 -60 -34 -16 -14 -6 H14 C34 -16 34 -60 8 -74 Z", foot)
    body += path(
        "M-14 -62 C-26 -50 -26 -24 -14 -12 C-16 -30 -16 -46 -14 -62 Z", lit(tint or "#7fc0c0", light), opacity=0.6
    )
    body += rect(-24, -8, 48, 8, in_light(IRON, light), rx=3) + rect(-4, -84, 8, 14, in_light(BRASS, light))
    return Sketch(body + path("M-30 -146 H30 L50 -80 H-50 Z", f"url(#{p}shade)"), 100, 146, (-104, 130))


def _street_lamp(p: str, light: Light, tint: str | None) -> Sketch:
    iron = in_light(tint or IRON, light)
    body = halo(p, -352, 190) + rect(-5, -320, 10, 312, iron) + path("M-20 0 L-12 -34 H12 L20 0 Z", iron)
    body += rect(-10, -120, 20, 8, iron, rx=3) + line("M-22 -300 H22", iron, 5)
    body += path("M-16 -322 L-24 -378 H24 L16 -322 Z", "#ffedb5") + line("M0 -322 V-378", iron, 2.4)
    body += line("M-16 -322 L-24 -378 M16 -322 L24 -378", iron, 4) + path("M-30 -376 Q0 -424 30 -376 Z", iron)
    return Sketch(body + circle(0, -402, 5, iron) + rect(-19, -326, 38, 8, iron, rx=3), 60, 408, (-352, 190))


def _stove(p: str, light: Light, tint: str | None) -> Sketch:
    iron, gleam = in_light(tint or "#3b3744", light), lit("#6a6474", light, 0.3)
    body = halo(p, -58, 150, "#ffdf9c", "#ff8a2b") + rect(14, -250, 26, 122, shaded("#4a4552", light))
    body += rect(10, -196, 34, 10, gleam, rx=3) + rect(-70, -130, 140, 112, iron, rx=8)
    body += rect(-80, -140, 160, 16, gleam, rx=5) + line("M-58 -18 L-64 0 M58 -18 L64 0", iron, 12)
    body += rect(-44, -104, 88, 66, "#3a1610", rx=10) + flame(-14, -42, 42) + flame(16, -42, 36) + flame(2, -40, 54)
    return Sketch(body + line("M-44 -71 H44 M-16 -104 V-38 M16 -104 V-38", iron, 5), 160, 250, (-58, 150))


def _fireplace(p: str, light: Light, tint: str | None) -> Sketch:
    stone, pale, joint = in_light(tint or "#8f6a5a", light), lit("#b58b76", light, 0.3), shaded("#5f443b", light)
    body = rect(-130, -190, 260, 190, stone, rx=4)
    for row, y in enumerate(range(-186, 0, 27)):
        for x in range(-126 - 26 * (row % 2), 126, 52):
            left, right = max(x, -126), min(x + 48, 126)
            if right - left > 8:
                body += rect(left, y, right - left, 23, pale if (x + row) % 3 else joint, rx=4, opacity=0.55)
    body += path("M-80 0 V-96 Q0 -152 80 -96 V0 Z", "#2a1412") + halo(p, -44, 170, "#ffdf9c", "#ff8a2b")
    body += line("M-52 -10 H52 M-40 -22 L44 -14", shaded(DARK_WOOD, light, 0.2), 14)
    body += flame(-26, -22, 62) + flame(26, -22, 56) + flame(0, -20, 92)
    return Sketch(body + rect(-148, -212, 296, 24, lit(DARK_WOOD, light, 0.4), rx=5), 296, 212, (-44, 170))


def _match(p: str, light: Light, tint: str | None) -> Sketch:
    body = halo(p, -66, 60) + line("M-16 0 L0 -62", in_light("#dfc08a", light), 6)
    return Sketch(body + circle(0, -60, 5, "#7a2a20") + flame(1, -58, 36), 46, 96, (-66, 60))


PENS: dict[str, Pen] = {
    "lantern": _lantern,
    "candle": _candle,
    "bulb": _bulb,
    "campfire": _campfire,
    "table-lamp": _table_lamp,
    "street-lamp": _street_lamp,
    "stove": _stove,
    "fireplace": _fireplace,
    "match": _match,
}
