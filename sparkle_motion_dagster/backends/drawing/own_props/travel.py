"""Things for going somewhere: luggage, boats, carts, umbrellas, maps, signs.

What belongs here: their SVG. What does not: names and sizes (`prop_names.py`, `prop_sizes.py`).
"""

import math

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.own_props.sketch import BRASS, CREAM, DARK_WOOD, IRON, WOOD, Pen, Sketch
from sparkle_motion_dagster.backends.drawing.svg import circle, in_light, lin, line, lit, path, rect, shaded


def _suitcase(p: str, light: Light, tint: str | None) -> Sketch:
    leather, brass = tint or "#9c5a33", lit(BRASS, light)
    body = line("M-18 -74 v-10 q0 -8 8 -8 h20 q8 0 8 8 v10", shaded(leather, light), 7)
    body += lin(f"{p}l", [(0, lit(leather, light, 0.35)), (1, shaded(leather, light, 0.5))]) + rect(
        -62, -78, 124, 78, f"url(#{p}l)", rx=10
    )
    body += "".join(rect(x, -78, 14, 78, shaded(leather, light, 0.8)) for x in (-42, 28))
    body += "".join(rect(x, -54, 18, 13, brass, rx=3) for x in (-44, 26)) + line(
        "M-62 -52 H62", shaded(leather, light), 2.4
    )
    for x, y in ((-62, -78), (46, -78), (-62, -16), (46, -16)):
        body += rect(x, y, 16, 16, shaded(leather, light, 0.9), rx=6)
    return Sketch(body + rect(-10, -34, 26, 18, lit(CREAM, light), rx=2, transform="rotate(-6)"), 124, 94)


def _umbrella(p: str, light: Light, tint: str | None) -> Sketch:
    """Its shaft is long, so that it shelters the head of who holds it in a hand that hangs."""
    cloth, edge = tint or "#c8403f", "Q{} -226 {} -204"
    scallops = " ".join(edge.format(x + 19, x) for x in (76, 38, 0, -38, -76, -114))
    body = line("M0 -270 V-20 q0 18 -14 18 q-13 0 -13 -13", in_light(DARK_WOOD, light), 6)
    body += line("M0 -296 V-280", in_light(IRON, light), 4)
    body += path(
        f"M-114 -204 C-110 -262 -54 -288 0 -288 C54 -288 110 -262 114 -204 {scallops} Z", in_light(cloth, light)
    )
    body += path("M0 -288 C32 -270 40 -236 38 -204 Q19 -226 0 -204 Q-19 -226 -38 -204 C-40 -236 -32 -270 0 -288 Z",
                 lit(cloth, light, 0.4))  # fmt: skip
    body += path(
        "M0 -288 C54 -288 110 -262 114 -204 Q95 -226 76 -204 C78 -240 48 -272 0 -288 Z", shaded(cloth, light, 0.5)
    )
    return Sketch(body, 228, 298)


def _rowing_boat(p: str, light: Light, tint: str | None) -> Sketch:
    hull = tint or "#b8483f"
    body = path("M-190 -84 Q0 -58 190 -84 L172 -74 Q0 -46 -172 -74 Z", shaded(WOOD, light))
    body += rect(-84, -74, 30, 8, lit(WOOD, light, 0.3)) + rect(46, -74, 30, 8, lit(WOOD, light, 0.3))
    body += lin(f"{p}h", [(0, lit(hull, light, 0.4)), (1, shaded(hull, light))])
    body += path("M-190 -84 C-170 -20 -120 0 -60 0 H60 C120 0 170 -20 190 -84 Q0 -46 -190 -84 Z", f"url(#{p}h)")
    body += line("M-190 -84 Q0 -46 190 -84", lit("#f2e6d0", light, 0.2), 6) + line(
        "M-172 -48 Q0 -14 172 -48", shaded(hull, light, 0.8), 3
    )
    body += line("M-172 -28 M-20 -72 L124 2", lit(WOOD, light, 0.4), 6)
    return Sketch(body + path("M112 -10 l34 10 q4 10 -8 8 l-34 -10 Z", lit(WOOD, light, 0.5)), 386, 92)


def _oar(p: str, light: Light, tint: str | None) -> Sketch:
    body = line("M-60 -8 L40 -128", in_light(tint or WOOD, light), 8)
    return Sketch(
        body + path("M34 -114 L48 -152 Q74 -172 82 -160 Q88 -146 64 -128 Z", lit(tint or WOOD, light, 0.5)), 170, 168
    )


def _raft(p: str, light: Light, tint: str | None) -> Sketch:
    wood, body = tint or WOOD, line("M0 -40 V-230", in_light(DARK_WOOD, light), 9)
    body += path("M6 -224 Q96 -190 84 -84 H6 Z", lit(CREAM, light, 0.3)) + path(
        "M-6 -206 Q-56 -160 -50 -84 H-6 Z", in_light("#e4d2a8", light)
    )
    for x in range(-130, 131, 26):
        body += (
            path(f"M{x - 12} -34 h24 l6 24 h-36 Z", lit(wood, light, 0.35))
            + circle(x, -10, 13, shaded(wood, light, 0.4))
            + circle(x, -10, 6, in_light(wood, light))
        )
    return Sketch(body + line("M-146 -26 H146", lit("#e0c088", light), 6), 300, 232)


def _sign(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = rect(-7, -190, 14, 190, shaded(wood, light, 0.5), rx=3)
    body += path("M-76 -178 H58 L82 -154 L58 -130 H-76 Z", lit(wood, light, 0.35)) + path(
        "M76 -118 H-54 L-76 -97 L-54 -76 H76 Z", in_light(wood, light)
    )
    body += line("M-58 -160 H46 M-58 -147 H20", shaded(wood, light), 4, opacity=0.7)
    return Sketch(body + line("M-38 -102 H60 M-38 -90 H34", shaded(wood, light), 4, opacity=0.7), 164, 190)


def _flag(p: str, light: Light, tint: str | None) -> Sketch:
    cloth = tint or "#c8403f"
    body = line("M-56 0 V-214", in_light(WOOD, light), 8) + circle(-56, -218, 8, lit(BRASS, light))
    body += path("M-52 -208 C-20 -226 14 -190 78 -206 V-122 C14 -106 -20 -142 -52 -124 Z", in_light(cloth, light))
    return Sketch(
        body
        + path(
            "M-14 -209 C6 -204 26 -198 44 -201 V-117 C26 -114 6 -120 -14 -126 Z", shaded(cloth, light, 0.4), opacity=0.6
        ),
        158,
        226,
    )


def wheel(x: float, y: float, radius: float, light: Light, colour: str = DARK_WOOD) -> str:
    """A spoked wheel."""
    turns = [math.tau * i / 8 for i in range(8)]
    spokes = "".join(f"M{x} {y} L{x + math.cos(t) * radius:.1f} {y + math.sin(t) * radius:.1f} " for t in turns)
    ring = circle(x, y, radius - 4, "none", stroke=in_light(colour, light), stroke_width=9)
    return line(spokes, lit(WOOD, light, 0.3), 5) + ring + circle(x, y, 8, in_light(IRON, light))


def _cart(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = line("M70 -78 L176 -66", in_light(wood, light), 9) + path(
        "M-126 -140 H96 L80 -62 H-112 Z", shaded(wood, light, 0.4)
    )
    body += "".join(
        line(f"M{-122 + i * 4} {y} H{92 - i * 5}", lit(wood, light, 0.35), 15) for i, y in enumerate((-130, -106, -82))
    )
    return Sketch(
        body + line("M-90 -142 V-66 M60 -142 V-66", shaded(wood, light), 8) + wheel(-16, -52, 52, light), 362, 148
    )


def _wagon(p: str, light: Light, tint: str | None) -> Sketch:
    cloth, wood = tint or CREAM, WOOD
    body = path("M-140 -128 C-150 -258 150 -258 140 -128 Z", in_light(cloth, light)) + path(
        "M-140 -128 C-148 -228 -70 -232 -40 -228 C-80 -200 -86 -160 -84 -128 Z", lit(cloth, light, 0.6)
    )
    body += line(
        "M-70 -128 C-72 -190 -60 -214 -44 -226 M70 -128 C72 -190 60 -214 44 -226", shaded(cloth, light, 0.5), 4
    )
    body += path("M-150 -132 H150 L138 -74 H-138 Z", in_light(wood, light)) + line(
        "M-144 -104 H144", shaded(wood, light), 4
    )
    return Sketch(body + wheel(-84, -50, 50, light) + wheel(90, -42, 42, light), 300, 228)


def _wheelbarrow(p: str, light: Light, tint: str | None) -> Sketch:
    tub = tint or "#4f7f5a"
    body = line("M-104 -64 L40 -40 M-30 -44 L-44 0", in_light(WOOD, light), 8) + wheel(62, -28, 28, light, IRON)
    return Sketch(
        body
        + path("M-76 -108 H84 L44 -46 H-46 Z", in_light(tub, light))
        + line("M-78 -106 H86", lit(tub, light, 0.7), 7),
        218,
        112,
    )


def _treasure_map(p: str, light: Light, tint: str | None) -> Sketch:
    paper, ink = tint or "#e6cf9c", shaded("#7a4a2a", light)
    body = path(
        "M-76 -8 L-70 -96 Q-34 -106 0 -96 Q36 -88 74 -100 L78 -12 Q40 0 2 -8 Q-36 -18 -76 -8 Z", lit(paper, light, 0.2)
    )
    body += path("M-24 -101 Q-10 -100 0 -96 L2 -8 Q-10 -12 -26 -13 Z", shaded(paper, light, 0.4), opacity=0.55)
    body += path(
        "M-58 -40 q10 -34 34 -26 q16 8 10 22 q-10 14 -28 14 q-12 0 -16 -10 Z", in_light("#9fae6a", light), opacity=0.8
    )
    body += path(
        "M14 -80 q20 -8 38 2 q12 10 0 20 q-20 8 -36 0 q-10 -12 -2 -22 Z", in_light("#9fae6a", light), opacity=0.8
    )
    body += line("M-40 -46 Q-10 -20 14 -40 T44 -34", ink, 3.4, stroke_dasharray="7 6") + line(
        "M44 -42 l14 14 m0 -14 l-14 14", in_light("#b8352e", light), 5
    )
    return Sketch(body + line("M-52 -84 v16 m-8 -8 h16", ink, 2.6), 156, 104)


def _walking_stick(p: str, light: Light, tint: str | None) -> Sketch:
    body = line("M14 0 L-6 -128 q-4 -26 18 -28 q18 0 18 18", in_light(tint or DARK_WOOD, light), 8)
    return Sketch(body + line("M14 0 L12 -12", lit(BRASS, light), 9), 70, 162)


def _spyglass(p: str, light: Light, tint: str | None) -> Sketch:
    brass, leather = tint or BRASS, "#6d3b2a"
    tube = lin(f"{p}b", [(0, lit(brass, light, 0.8)), (0.5, in_light(brass, light)), (1, shaded(brass, light))])
    body = rect(-84, -26, 40, 20, f"url(#{p}b)", rx=3) + rect(-46, -30, 46, 28, in_light(leather, light), rx=2)
    body += rect(-4, -33, 78, 34, shaded(leather, light, 0.3), rx=2)
    body += "".join(
        rect(x, y, 9, h, f"url(#{p}b)", rx=2)
        for x, y, h in ((-50, -31, 30), (-6, -34, 36), (66, -36, 40), (-92, -29, 26))
    )
    return Sketch(tube + f'<g transform="translate(0 -46) rotate(-24) translate(0 16)">{body}</g>', 180, 92)


PENS: dict[str, Pen] = {
    "suitcase": _suitcase,
    "umbrella": _umbrella,
    "rowing-boat": _rowing_boat,
    "oar": _oar,
    "raft": _raft,
    "sign": _sign,
    "flag": _flag,
    "cart": _cart,
    "wagon": _wagon,
    "wheelbarrow": _wheelbarrow,
    "treasure-map": _treasure_map,
    "walking-stick": _walking_stick,
    "spyglass": _spyglass,
}
