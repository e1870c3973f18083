"""Things of house, workshop and pocket: rope, barrel, jug, typewriter, music box, snow globe.

What belongs here: their SVG. What does not: names and sizes (`prop_names.py`, `prop_sizes.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.own_props.lights import flame
from sparkle_motion_dagster.backends.drawing.own_props.sketch import BRASS, CREAM, DARK_WOOD, IRON, WOOD, Pen, Sketch
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


def _rope(p: str, light: Light, tint: str | None) -> Sketch:
    hemp = tint or "#c29c62"
    dark, pale, body = shaded(hemp, light, 0.7), lit(hemp, light, 0.4), ""
    for y in (-10, -24, -38):
        body += ellipse(0, y, 46, 14, dark) + ellipse(0, y - 4, 46, 12, in_light(hemp, light))
        body += line(f"M-42 {y - 1} q42 15 84 0", pale, 4, stroke_dasharray="6 5")
    body += ellipse(0, -44, 25, 6, shaded("#5d4526", light))
    return Sketch(
        body
        + line("M42 -16 C66 -12 72 -2 92 -4", dark, 8)
        + line("M42 -17 C66 -13 72 -3 92 -5", pale, 2.4, stroke_dasharray="4 4"),
        194,
        58,
    )


def _barrel(p: str, light: Light, tint: str | None) -> Sketch:
    wood, iron = tint or WOOD, in_light("#4f4a58", light)
    body = lin(
        f"{p}w", [(0, shaded(wood, light)), (0.35, lit(wood, light, 0.4)), (1, shaded(wood, light, 0.9))], 0, 0, 1, 0
    )
    body += path("M-40 0 Q-58 -60 -40 -118 H40 Q58 -60 40 0 Z", f"url(#{p}w)")
    body += line("M-18 -2 Q-26 -60 -18 -116 M18 -2 Q26 -60 18 -116 M0 0 V-116", shaded(wood, light), 2.4, opacity=0.7)
    body += line("M-44 -20 Q0 -10 44 -20 M-45 -94 Q0 -84 45 -94 M-49 -58 Q0 -48 49 -58", iron, 8, stroke_linecap="butt")
    return Sketch(body + ellipse(0, -118, 40, 9, lit(wood, light, 0.5)), 102, 127)


def _jug(p: str, light: Light, tint: str | None) -> Sketch:
    clay = tint or "#4f7fa8"
    body = line("M28 -76 C62 -82 62 -26 30 -26", shaded(clay, light, 0.5), 9)
    body += path(
        "M-24 -92 C-26 -72 -42 -60 -40 -32 C-38 -8 -26 0 0 0 C26 0 38 -8 40 -32 C42 -60 26 -72 24 -92 L34 -100 H-26 L-36 -96 Z",
        in_light(clay, light),
    )
    body += path(
        "M-24 -88 C-26 -70 -40 -60 -38 -32 C-37 -16 -30 -6 -18 -3 C-28 -28 -22 -58 -10 -92 Z",
        lit(clay, light, 0.6),
        opacity=0.7,
    )
    return Sketch(body + line("M-40 -40 Q0 -28 40 -40", lit(CREAM, light), 5), 118, 102)


def _vase(p: str, light: Light, tint: str | None) -> Sketch:
    clay, body = tint or "#5f8fa8", ""
    for x, y, colour in ((-26, -128, "#e07a5f"), (4, -146, "#f2c14e"), (30, -126, "#c65b7c")):
        body += line(f"M0 -76 Q{x * 0.3:.0f} -110 {x} {y}", in_light("#4f7f4a", light), 4)
        body += "".join(
            circle(x + 10 * math.cos(a), y + 10 * math.sin(a), 8, in_light(colour, light))
            for a in (0, 1.26, 2.5, 3.8, 5)
        )
        body += circle(x, y, 6, lit("#f7e3a1", light))
    body += path(
        "M-14 -84 H14 Q12 -64 28 -48 C42 -30 30 0 14 0 H-14 C-30 0 -42 -30 -28 -48 Q-12 -64 -14 -84 Z",
        in_light(clay, light),
    )
    return Sketch(
        body
        + path(
            "M-12 -80 Q-10 -62 -25 -46 C-36 -30 -28 -8 -16 -3 C-22 -30 -6 -44 -4 -80 Z",
            lit(clay, light, 0.6),
            opacity=0.65,
        ),
        98,
        164,
    )


def _sack(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#b89a68"
    body = path(
        "M-16 -92 C-50 -70 -62 -30 -48 -4 Q0 8 48 -4 C62 -30 50 -70 16 -92 L26 -112 Q0 -102 -26 -112 Z",
        in_light(cloth, light),
    )
    body += path("M4 -88 C40 -66 48 -30 34 -2 L48 -4 C62 -30 50 -70 16 -92 Z", shaded(cloth, light, 0.6), opacity=0.7)
    return Sketch(
        body
        + line("M-17 -92 Q0 -84 17 -92", shaded("#7a4a2a", light), 6)
        + line("M-30 -60 Q-36 -40 -32 -22", lit(cloth, light, 0.6), 4),
        112,
        112,
    )


def _watering_can(p: str, light: Light, tint: str | None) -> Sketch:
    tin = tint or "#5f9a86"
    body = line("M-34 -56 L-84 -88", in_light(tin, light), 10) + path(
        "M-98 -80 L-82 -102 L-74 -90 L-86 -74 Z", lit(tin, light, 0.4)
    )
    body += line("M36 -60 C80 -62 74 -8 36 -12", shaded(tin, light, 0.5), 8) + line(
        "M-26 -68 C-20 -104 32 -104 34 -68", shaded(tin, light, 0.5), 7
    )
    body += path("M-38 -70 H38 L44 0 H-44 Z", in_light(tin, light)) + path(
        "M-38 -70 H-20 L-24 0 H-44 Z", lit(tin, light, 0.5), opacity=0.7
    )
    return Sketch(body + line("M-42 -18 H42", shaded(tin, light), 3), 198, 104)


def _kettle(p: str, light: Light, tint: str | None) -> Sketch:
    copper = tint or "#c2713f"
    body = line("M-26 -66 C-30 -112 30 -112 26 -66", in_light(IRON, light), 8) + path(
        "M40 -50 Q58 -52 64 -80 L78 -78 Q76 -34 42 -20 Z", shaded(copper, light, 0.4)
    )
    body += rad(f"{p}k", [(0, lit(copper, light, 0.9)), (1, shaded(copper, light, 0.5))], 0.35, 0.3, 0.8)
    body += path("M-50 -8 C-58 -50 -34 -72 0 -72 C34 -72 58 -50 50 -8 Q48 0 38 0 H-38 Q-48 0 -50 -8 Z", f"url(#{p}k)")
    return Sketch(
        body + ellipse(0, -71, 22, 6, in_light(copper, light)) + circle(0, -80, 6, in_light(IRON, light)), 158, 104
    )


def _snow_globe(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or "#8a3f38"
    body = rad(f"{p}g", [(0, "#eaf5ff", 0.95), (0.75, "#a9cfee", 0.9), (1, "#7ba6cf", 0.95)], 0.4, 0.35, 0.7) + circle(
        0, -70, 48, f"url(#{p}g)"
    )
    body += path("M-44 -50 Q0 -66 44 -50 Q30 -24 0 -22 Q-30 -24 -44 -50 Z", "#f6fbff") + path(
        "M-4 -100 L-24 -58 H16 Z M-4 -84 L-28 -48 H20 Z", "#3f7f6a"
    )
    body += rect(14, -66, 20, 18, "#c8604f") + path("M10 -64 L24 -80 L38 -64 Z", "#f6fbff")
    body += "".join(
        circle(x, y, 2.4, "#ffffff")
        for x, y in ((-30, -84), (-14, -104), (10, -98), (28, -92), (-34, -66), (20, -108), (2, -74))
    )
    body += path("M-26 -104 Q-40 -90 -40 -72 Q-30 -94 -14 -108 Z", "#ffffff", opacity=0.8)
    return Sketch(
        body + path("M-40 -34 H40 L48 0 H-48 Z", in_light(wood, light)) + line("M-43 -20 H43", lit(BRASS, light), 5),
        96,
        118,
    )


def _music_box(p: str, light: Light, tint: str | None) -> Sketch:
    wood, gold = tint or DARK_WOOD, lit(BRASS, light)
    body = path("M-54 -48 L-64 -104 H46 L54 -48 Z", shaded(wood, light, 0.3)) + path(
        "M-46 -54 L-54 -96 H40 L46 -54 Z", in_light("#a8455a", light)
    )
    body += (
        line("M0 -50 V-62", gold, 3)
        + circle(0, -82, 5, lit("#f3c9a5", light))
        + path("M0 -78 l5 12 l8 8 h-26 l8 -8 Z", lit("#f4d7e3", light))
    )
    body += line("M-2 -74 L-12 -90 M2 -74 L12 -90", lit("#f3c9a5", light), 2.6) + rect(
        -58, -50, 116, 50, in_light(wood, light), rx=4
    )
    body += rect(-50, -42, 100, 34, shaded(wood, light, 0.4), rx=3) + path("M0 -38 L16 -25 L0 -12 L-16 -25 Z", gold)
    return Sketch(body + line("M58 -26 h14 v-14", gold, 5) + circle(72, -43, 5, gold), 144, 106)


def _typewriter(p: str, light: Light, tint: str | None) -> Sketch:
    metal = tint or "#3f5f5f"
    body = rect(-40, -132, 80, 66, lit("#fbf6e8", light, 0.3)) + line(
        "M-28 -118 h56 M-28 -106 h48 M-28 -94 h54", in_light("#8a8578", light), 2.4
    )
    body += (
        rect(-78, -86, 156, 18, in_light(IRON, light), rx=9)
        + circle(-84, -77, 9, shaded(IRON, light))
        + circle(84, -77, 9, shaded(IRON, light))
    )
    body += path("M-62 -72 H62 L88 0 H-88 Z", in_light(metal, light)) + path(
        "M-52 -64 H52 L56 -48 H-56 Z", shaded(metal, light, 0.8)
    )
    keys = [(x * 15 + (row % 2) * 6, -36 + row * 13) for row in range(3) for x in range(-4, 5)]
    return Sketch(body + "".join(circle(x - 3, y, 4.8, lit(CREAM, light, 0.4)) for x, y in keys), 186, 132)


def _gramophone(p: str, light: Light, tint: str | None) -> Sketch:
    brass, wood = tint or BRASS, DARK_WOOD
    body = line("M30 -62 C54 -92 26 -110 8 -112", shaded(brass, light, 0.3), 9)
    body += rad(f"{p}h", [(0, shaded(brass, light)), (0.6, in_light(brass, light)), (1, lit(brass, light, 0.8))])
    body += (
        path("M14 -104 L-40 -196 L-74 -120 Z", in_light(brass, light))
        + f'<g transform="rotate(-66 -57 -158)">{ellipse(-57, -158, 46, 24, f"url(#{p}h)")}</g>'
    )
    body += (
        rect(-62, -44, 124, 36, in_light(wood, light), rx=4)
        + rect(-70, -12, 140, 12, shaded(wood, light, 0.5), rx=3)
        + rect(-66, -52, 132, 10, lit(wood, light, 0.3), rx=3)
    )
    body += ellipse(-6, -55, 48, 8, in_light("#1f1c24", light)) + ellipse(-6, -56, 14, 3, in_light("#c8403f", light))
    return Sketch(body + line("M66 -28 h14 v14", lit(brass, light), 5), 176, 206)


def _cage(p: str, light: Light, tint: str | None) -> Sketch:
    wire = lit(tint or BRASS, light, 0.3)
    body = circle(0, -158, 9, "none", stroke=wire, stroke_width=4) + rect(
        -52, -12, 104, 12, shaded(tint or BRASS, light), rx=5
    )
    body += line("M-48 -12 V-92 C-48 -132 -20 -148 0 -148 C20 -148 48 -132 48 -92 V-12 M-48 -88 H48", wire, 4)
    for x in (-30, -10, 10, 30):
        body += line(f"M{x} -12 V-92 Q{x} -130 0 -148", wire, 2.6)
    return Sketch(body + line("M-30 -46 H30", in_light(WOOD, light), 5), 110, 168)


def _tray(p: str, light: Light, tint: str | None) -> Sketch:
    metal = tint or "#b9c0ca"
    body = rect(-22, -38, 26, 28, lit("#f2efe8", light, 0.4), rx=5) + line(
        "M4 -32 q14 0 10 12 q-4 6 -12 4", lit("#f2efe8", light), 4
    )
    body += path("M-66 -12 q-2 -22 14 -22 h10 q16 0 14 22 Z", lit("#cfa98a", light, 0.4)) + circle(
        44, -20, 10, in_light("#d2543f", light)
    )
    return Sketch(
        body
        + path("M-92 -16 L-80 -4 Q0 2 80 -4 L92 -16 Q0 -6 -92 -16 Z", in_light(metal, light))
        + line("M-90 -16 Q0 -6 90 -16", lit(metal, light, 0.8), 3),
        184,
        42,
    )


def _whistle(p: str, light: Light, tint: str | None) -> Sketch:
    metal = tint or "#b9c0ca"
    body = path("M-58 -46 H14 A25 25 0 1 1 -12 -24 L-18 -30 H-58 Z", in_light(metal, light)) + circle(
        12, -24, 11, shaded(metal, light, 0.7)
    )
    return Sketch(
        body
        + line("M-54 -42 H6", lit(metal, light, 0.9), 3)
        + circle(42, -30, 6, "none", stroke=lit(BRASS, light), stroke_width=3.4),
        118,
        50,
    )


def _locket(p: str, light: Light, tint: str | None) -> Sketch:
    gold = tint or BRASS
    body = line(
        "M-46 -100 C-40 -64 -10 -58 0 -56 C10 -58 40 -64 46 -100", lit(gold, light, 0.3), 3.4, stroke_dasharray="5 3"
    )
    body += circle(0, -52, 5, in_light(gold, light)) + path(
        "M0 0 C-40 -20 -36 -54 -14 -50 Q-4 -48 0 -38 Q4 -48 14 -50 C36 -54 40 -20 0 0 Z", in_light(gold, light)
    )
    return Sketch(
        body + path("M-4 -12 C-28 -26 -26 -44 -14 -42 Q-6 -40 -4 -30 Z", lit(gold, light, 0.9), opacity=0.7), 96, 102
    )


def _key(p: str, light: Light, tint: str | None) -> Sketch:
    iron = tint or "#8a7452"
    body = circle(0, -88, 17, "none", stroke=in_light(iron, light), stroke_width=8)
    body += line("M-12 -98 A16 16 0 0 1 4 -105", lit(iron, light, 0.9), 3)
    body += rect(-4, -72, 8, 72, in_light(iron, light), rx=3) + rect(-7, -72, 14, 7, shaded(iron, light, 0.5), rx=3)
    body += path("M4 -24 H24 V-12 H18 V-6 H12 V-12 H4 Z M4 -6 H22 V2 H4 Z", in_light(iron, light))
    return Sketch(f'<g transform="rotate(32 0 -50)">{body}</g>', 84, 104)


def _sword(p: str, light: Light, tint: str | None) -> Sketch:
    steel, gold = "#c3cad6", lit(tint or BRASS, light)
    blade = path("M-8 -60 L-6 -186 L0 -202 V-60 Z", lit(steel, light, 0.8)) + path(
        "M8 -60 L6 -186 L0 -202 V-60 Z", shaded(steel, light, 0.4)
    )
    hilt = (
        rect(-34, -66, 68, 11, gold, rx=5)
        + rect(-6, -56, 12, 40, in_light("#6d2f3a", light), rx=4)
        + circle(0, -12, 10, gold)
    )
    return Sketch(f'<g transform="rotate(24)">{blade + hilt}</g>', 166, 190)


def _binoculars(p: str, light: Light, tint: str | None) -> Sketch:
    black, grip = tint or "#3d3a44", shaded("#26232c", light, 0.3)
    body = ""
    for side in (-1, 1):
        body += path(f"M{side * 14} -84 h{side * 22} l{side * 22} 84 h{side * -52} Z", in_light(black, light))
        body += rect(side * 25 - 13, -96, 26, 14, grip, rx=4) + rect(side * 32 - 30, -14, 60, 14, grip, rx=4)
        body += path(f"M{side * 18 - 3} -78 h7 l{side * 8} 60 h-9 Z", lit(black, light, 0.5), opacity=0.6)
    return Sketch(body + rect(-10, -72, 20, 34, grip, rx=5) + circle(0, -74, 9, lit("#6a6674", light)), 124, 96)


def _mask(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#7d3f74"
    holes = "M-38 -34 Q-26 -48 -10 -32 Q-24 -22 -38 -34 Z M38 -34 Q26 -48 10 -32 Q24 -22 38 -34 Z"
    face = "M-66 -52 Q-34 -70 0 -56 Q34 -70 66 -52 C64 -14 34 4 16 -8 Q0 -22 -16 -8 C-34 4 -64 -14 -66 -52 Z"
    body = line("M60 -44 L92 -2 M-60 -44 L-92 -2", lit(BRASS, light), 3.4)
    body += path(face + holes, in_light(cloth, light), fill_rule="evenodd")
    return Sketch(body + line("M-62 -50 Q-34 -66 0 -52 Q34 -66 62 -50", lit(BRASS, light, 0.5), 4), 188, 66)


def _lighter(p: str, light: Light, tint: str | None) -> Sketch:
    metal = tint or "#b9c0ca"
    body = path("M18 -62 L52 -82 L64 -62 L30 -42 Z", lit(metal, light, 0.3)) + rect(
        -18, -64, 36, 18, shaded(metal, light)
    )
    body += rect(-22, -48, 46, 48, in_light(metal, light), rx=5) + rect(-16, -44, 8, 40, lit(metal, light, 0.9), rx=3)
    return Sketch(body + flame(0, -64, 40), 130, 104)


PENS: dict[str, Pen] = {
    "binoculars": _binoculars,
    "mask": _mask,
    "lighter": _lighter,
    "rope": _rope,
    "barrel": _barrel,
    "jug": _jug,
    "vase": _vase,
    "sack": _sack,
    "watering-can": _watering_can,
    "kettle": _kettle,
    "snow-globe": _snow_globe,
    "music-box": _music_box,
    "typewriter": _typewriter,
    "gramophone": _gramophone,
    "cage": _cage,
    "tray": _tray,
    "whistle": _whistle,
    "locket": _locket,
    "old-key": _key,
    "sword": _sword,
}
