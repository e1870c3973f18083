"""Furniture and what hangs or lies about a room.

What belongs here: their SVG. What does not: names and sizes (`prop_names.py`, `prop_sizes.py`).
"""

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.own_props.sketch import BRASS, CREAM, DARK_WOOD, IRON, WOOD, Pen, Sketch
from sparkle_motion_dagster.backends.drawing.svg import circle, ellipse, in_light, lin, line, lit, path, rect, shaded


def _table(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = "".join(path(f"M{x} -100 h14 l-3 100 h-8 Z", shaded(wood, light, 0.6)) for x in (-96, 82))
    body += rect(-90, -100, 180, 18, shaded(wood, light, 0.9)) + rect(-112, -116, 224, 17, in_light(wood, light), rx=5)
    return Sketch(body + line("M-104 -112 H104", lit(wood, light, 0.8), 3, opacity=0.7), 224, 116)


def _desk(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or DARK_WOOD
    body = rect(-118, -104, 68, 104, shaded(wood, light, 0.4), rx=3) + rect(
        50, -104, 68, 104, shaded(wood, light, 0.4), rx=3
    )
    for x in (-112, 56):
        for y in (-96, -64, -32):
            body += rect(x, y, 56, 26, in_light(wood, light), rx=3) + circle(x + 28, y + 13, 3.4, lit(BRASS, light))
    body += rect(-50, -104, 100, 20, shaded(wood, light, 0.8)) + rect(-130, -120, 260, 17, lit(wood, light, 0.35), rx=4)
    return Sketch(body, 260, 120)


def _stool(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = line("M-24 -68 L-34 0 M24 -68 L34 0 M-30 -26 h60", shaded(wood, light), 8)
    return Sketch(
        body + ellipse(0, -70, 42, 11, shaded(wood, light, 0.3)) + ellipse(0, -74, 42, 9, lit(wood, light, 0.4)), 84, 83
    )


def _bench(p: str, light: Light, tint: str | None) -> Sketch:
    wood, iron = lit(tint or WOOD, light, 0.3), in_light(IRON, light)
    body = line("M-100 -100 V0 M100 -100 V0 M-100 -46 h-6 M100 -46 h6", iron, 8)
    body += "".join(rect(-118, y, 236, 13, wood, rx=4) for y in (-104, -84))
    return Sketch(body + rect(-122, -54, 244, 14, lit(tint or WOOD, light, 0.5), rx=4), 244, 108)


def _rocking_chair(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    dark, body = shaded(wood, light, 0.5), ""
    for x in (-38, -20, -2):
        body += line(f"M{x} -78 L{x - 22} -182", in_light(wood, light), 6)
    body += line("M14 -78 L-8 -188 M-56 -78 L-78 -188", dark, 8) + path(
        "M-88 -200 Q-44 -214 0 -200 L2 -178 Q-42 -190 -84 -178 Z", lit(wood, light, 0.4)
    )
    body += line("M-50 -70 L-46 -10 M44 -70 L48 -10 M46 -112 V-74 M-64 -116 H50", dark, 8)
    body += rect(-62, -82, 118, 13, lit(wood, light, 0.4), rx=6)
    return Sketch(body + line("M-92 -16 Q0 16 96 -18", in_light(wood, light), 8), 190, 208)


def _armchair(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#a8553f"
    body = line("M-62 -12 V0 M62 -12 V0", in_light(DARK_WOOD, light), 12)
    body += path("M-66 -20 V-150 Q-64 -188 0 -190 Q64 -188 66 -150 V-20 Z", shaded(cloth, light, 0.6))
    body += path("M-48 -70 V-148 Q-46 -170 0 -172 Q46 -170 48 -148 V-70 Z", in_light(cloth, light))
    body += rect(-54, -82, 108, 34, lit(cloth, light, 0.45), rx=14) + rect(
        -60, -52, 120, 42, in_light(cloth, light), rx=8
    )
    for x in (-92, 54):
        body += rect(x, -106, 38, 98, shaded(cloth, light, 0.25), rx=17) + rect(
            x + 5, -104, 28, 24, lit(cloth, light, 0.5), rx=12
        )
    return Sketch(body, 186, 190)


def _wardrobe(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = rect(-90, -290, 180, 282, shaded(wood, light, 0.5), rx=4) + rect(
        -102, -306, 204, 20, lit(wood, light, 0.4), rx=5
    )
    for x in (-84, 3):
        body += rect(x, -280, 81, 262, in_light(wood, light), rx=4)
        body += "".join(rect(x + 12, y, 57, 110, shaded(wood, light, 0.35), rx=5) for y in (-266, -142))
    body += circle(-8, -150, 4.5, lit(BRASS, light)) + circle(8, -150, 4.5, lit(BRASS, light))
    return Sketch(body + rect(-96, -12, 192, 12, in_light(DARK_WOOD, light), rx=3), 204, 306)


def _bookcase(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or DARK_WOOD
    body = rect(-80, -290, 160, 290, shaded(wood, light, 0.2), rx=4) + rect(-70, -280, 140, 268, shaded(wood, light))
    colours = ("#b5483f", "#d9a441", "#3f7f86", "#5b6fa8", "#8a5a8f", "#e2d3b0", "#6f8f55")
    for row, shelf in enumerate((-218, -150, -82, -14)):
        x = -68.0
        for number in range(11):
            wide, tall = 8 + (number * 5 + row * 3) % 6, 38 + (number * 7 + row * 5) % 17
            if x + wide < 64 and (number + row * 2) % 9:
                body += rect(x, shelf - tall, wide, tall, in_light(colours[(number * 3 + row) % 7], light), rx=1.5)
            x += wide + 1.4
        body += rect(-74, shelf, 148, 8, lit(wood, light, 0.3))
    return Sketch(body, 160, 290)


def _rug(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#a63d3a"
    body = path("M-130 0 L-100 -34 H100 L130 0 Z", in_light(cloth, light))
    body += path("M-106 -6 L-86 -29 H86 L106 -6 Z", lit(CREAM, light, 0.2), opacity=0.75)
    body += path("M-94 -9 L-78 -26 H78 L94 -9 Z", shaded(cloth, light, 0.4)) + path(
        "M0 -26 L30 -17 L0 -9 L-30 -17 Z", lit(BRASS, light)
    )
    return Sketch(body + line("M-130 0 H130", lit(CREAM, light), 4, stroke_dasharray="3 5"), 260, 34)


def _pillow(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#e9e3f2"
    body = path("M-60 -6 Q-68 -30 -58 -54 Q0 -64 58 -54 Q68 -30 60 -6 Q0 4 -60 -6 Z", in_light(cloth, light))
    body += path("M-60 -6 Q0 4 60 -6 Q64 -18 64 -30 Q20 -10 -62 -16 Z", shaded(cloth, light, 0.5), opacity=0.6)
    return Sketch(body + line("M-50 -48 Q0 -56 40 -50", lit(cloth, light, 0.8), 3), 128, 60)


def _blanket(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#4f7f8f"
    body = rect(-60, -20, 120, 20, shaded(cloth, light, 0.5), rx=9) + rect(
        -62, -38, 124, 21, in_light(cloth, light), rx=9
    )
    body += rect(-60, -55, 120, 20, lit(cloth, light, 0.4), rx=9)
    return Sketch(body + line("M28 -54 V-2 M40 -54 V-2", lit(CREAM, light), 4, opacity=0.8), 124, 55)


def _curtain(p: str, light: Light, tint: str | None) -> Sketch:
    cloth, body = tint or "#8f3f4a", ""
    for index, x in enumerate(range(-70, 70, 20)):
        body += path(f"M{x} -260 h22 Q{x + 30} -120 {x + 20} 0 h-22 Q{x + 6} -120 {x} -260 Z",
                     (lit(cloth, light, 0.3), in_light(cloth, light), shaded(cloth, light, 0.5))[index % 3])  # fmt: skip
    return Sketch(body + line("M-90 -264 H90", lit(BRASS, light), 8), 190, 268)


def _piano(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or "#4a2f2a"
    body = rect(-130, -220, 260, 220, shaded(wood, light, 0.4), rx=5) + rect(
        -138, -230, 276, 14, lit(wood, light, 0.4), rx=4
    )
    body += rect(-116, -204, 232, 66, in_light(wood, light), rx=5) + rect(
        -116, -84, 232, 76, in_light(wood, light), rx=5
    )
    body += path("M-36 -150 L-30 -196 H30 L36 -150 Z", lit(CREAM, light, 0.3)) + line(
        "M-20 -184 h40 M-22 -174 h44 M-24 -164 h48", IRON, 1.6
    )
    body += path("M-144 -100 H144 L136 -124 H-136 Z", lit("#f6f0e2", light, 0.3))
    keys = "".join(f"M{x} -122 v13 " for x in range(-122, 124, 18))
    body += line(keys, in_light("#1d1a22", light), 7, stroke_linecap="butt") + rect(
        -146, -100, 292, 12, lit(wood, light, 0.25), rx=4
    )
    return Sketch(
        body
        + rect(-134, -90, 16, 90, lit(wood, light, 0.2), rx=4)
        + rect(118, -90, 16, 90, lit(wood, light, 0.2), rx=4),
        292,
        230,
    )


def _wall_clock(p: str, light: Light, tint: str | None) -> Sketch:
    wood, gold = tint or DARK_WOOD, lit(BRASS, light)
    body = lin(
        f"{p}w", [(0, lit(wood, light, 0.4)), (0.5, in_light(wood, light)), (1, shaded(wood, light))], 0, 0, 1, 0
    )
    body += rect(-46, -284, 92, 276, f"url(#{p}w)", rx=4) + path("M-56 -284 Q0 -336 56 -284 Z", in_light(wood, light))
    body += (
        rect(-56, -20, 112, 20, shaded(wood, light), rx=3)
        + circle(0, -240, 36, gold)
        + circle(0, -240, 31, lit(CREAM, light, 0.4))
    )
    ticks = "M0 -268 v6 M0 -218 v6 M-28 -240 h6 M22 -240 h6"
    body += (
        line(ticks, IRON, 3)
        + line("M0 -240 L0 -260 M0 -240 L14 -232", in_light(IRON, light), 3.6)
        + circle(0, -240, 3, IRON)
    )
    body += rect(-26, -186, 52, 150, shaded("#3a2620", light), rx=5) + line("M0 -186 V-86", gold, 3)
    return Sketch(body + circle(0, -76, 15, gold), 112, 318)


PENS: dict[str, Pen] = {
    "table": _table,
    "desk": _desk,
    "stool": _stool,
    "bench": _bench,
    "rocking-chair": _rocking_chair,
    "armchair": _armchair,
    "wardrobe": _wardrobe,
    "bookcase": _bookcase,
    "rug": _rug,
    "pillow": _pillow,
    "blanket": _blanket,
    "curtain": _curtain,
    "piano": _piano,
    "grandfather-clock": _wall_clock,
}
