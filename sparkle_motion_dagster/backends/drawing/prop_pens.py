"""Props drawn by our own pen, where Noto has none or a poor one. Origin at the middle of the base, y upward negative.

What belongs here: SVG of single things in their light. What does not: their names and sizes (`prop_names.py`).
"""

from collections.abc import Callable

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.svg import (
    circle,
    ellipse,
    glow_stops,
    in_light,
    lin,
    line,
    lit,
    path,
    rad,
    rect,
    shaded,
)

Pen = Callable[[str, Light], tuple[str, float, float]]
"""(id prefix, light) → fragment, width, height in its own units."""
_WOOD, _IRON, _BRASS = "#8a5a34", "#2b2733", "#c9973f"


def _lantern(p: str, light: Light) -> tuple[str, float, float]:
    iron = in_light(_IRON, light)
    body = rad(f"{p}g", glow_stops("#fff2c0", "#ffb347")) + circle(0, -42, 130, f"url(#{p}g)")
    body += line("M-22 -78 q22 -42 44 0", iron, 4) + rect(-26, -84, 52, 10, iron, rx=4)
    body += rect(-20, -74, 40, 56, "#ffe9a6", rx=5) + path("M0 -66 q15 20 0 40 q-15 -20 0 -40", "#ff9d2e")
    body += line("M-20 -74 v56 M20 -74 v56 M0 -74 v8 M0 -26 v8", iron, 3.4) + rect(-28, -18, 56, 18, iron, rx=4)
    return body, 60.0, 104.0


def _bulb(p: str, light: Light) -> tuple[str, float, float]:
    body = rad(f"{p}g", glow_stops("#fff6d0", "#ffd773")) + circle(0, -70, 120, f"url(#{p}g)")
    body += rad(f"{p}b", [(0, "#fffbe6"), (0.7, "#ffe9a0"), (1, "#f0c35a")])
    body += path("M-16 -36 C-16 -52 -34 -58 -34 -80 A34 34 0 0 1 34 -80 C34 -58 16 -52 16 -36 Z", f"url(#{p}b)")
    body += line("M-10 -38 L-12 -70 L-4 -62 L4 -62 L12 -70 L10 -38", "#d98a1f", 2.6)
    metal = in_light("#9aa0ad", light)
    body += rect(-16, -36, 32, 22, metal, rx=3) + line("M-16 -30 h32 M-16 -22 h32", shaded("#6f7480", light), 2.4)
    return body + rect(-8, -14, 16, 8, in_light(_IRON, light), rx=3), 70.0, 116.0


def _rope(p: str, light: Light) -> tuple[str, float, float]:
    dark, pale = shaded("#b08d57", light), lit("#d8b880", light, 0.3)
    body = ""
    for y in (-10, -24, -38):
        body += ellipse(0, y, 44, 13, dark) + line(f"M-40 {y - 2} q40 14 80 0", pale, 4)
    return body + ellipse(0, -42, 24, 6, shaded("#5d4526", light)) + line("M40 -14 q26 8 30 14", dark, 7), 120.0, 54.0


def _table(p: str, light: Light) -> tuple[str, float, float]:
    top, leg = lit(_WOOD, light, 0.35), shaded(_WOOD, light)
    body = "".join(rect(x, -100, 12, 100, leg, rx=3) for x in (-92, 80))
    body += rect(-84, -100, 168, 16, shaded(_WOOD, light, 0.8)) + rect(-108, -116, 216, 17, top, rx=5)
    return body + line("M-100 -110 h200", lit(_WOOD, light, 0.7), 2, opacity=0.5), 216.0, 116.0


def _stool(p: str, light: Light) -> tuple[str, float, float]:
    leg = shaded(_WOOD, light)
    body = line("M-24 -68 L-34 0 M24 -68 L34 0 M-30 -26 h60", leg, 8)
    return (
        body + ellipse(0, -70, 42, 10, in_light(_WOOD, light)) + ellipse(0, -73, 42, 9, lit(_WOOD, light, 0.4)),
        84.0,
        82.0,
    )


def _bench(p: str, light: Light) -> tuple[str, float, float]:
    wood, iron = lit(_WOOD, light, 0.3), in_light(_IRON, light)
    body = line("M-100 -100 V0 M100 -100 V0 M-100 -46 h-6 M100 -46 h6", iron, 8)
    for y in (-104, -84):
        body += rect(-118, y, 236, 13, wood, rx=4)
    return body + rect(-122, -54, 244, 14, lit(_WOOD, light, 0.5), rx=4), 244.0, 108.0


def _campfire(p: str, light: Light) -> tuple[str, float, float]:
    body = rad(f"{p}g", glow_stops("#ffe9a6", "#ff8a2b")) + circle(0, -40, 190, f"url(#{p}g)")
    log = shaded("#6b4127", light, 0.3)
    body += line("M-46 -4 L40 -20 M46 -4 L-40 -20 M-56 -8 H56", log, 15)
    body += path("M0 -118 C34 -84 46 -58 34 -30 C26 -10 -26 -10 -34 -30 C-44 -56 -12 -70 0 -118 Z", "#ff8a2b")
    body += path("M4 -86 C22 -62 28 -46 20 -28 C12 -14 -14 -14 -20 -28 C-26 -48 -6 -58 4 -86 Z", "#ffc247")
    return (
        body + path("M0 -58 C12 -44 14 -34 8 -24 C2 -18 -6 -18 -10 -26 C-12 -36 -4 -44 0 -58 Z", "#fff3b8"),
        120.0,
        118.0,
    )


def _rowing_boat(p: str, light: Light) -> tuple[str, float, float]:
    hull, dark = in_light("#a63d3a", light), shaded("#7a2a2c", light)
    body = lin(f"{p}h", [(0, lit("#c4504a", light, 0.4)), (1, dark)])
    body += path("M-190 -84 Q0 -54 190 -84 L176 -76 Q0 -48 -176 -76 Z", shaded(_WOOD, light))
    body += path("M-190 -84 C-170 -20 -120 0 -60 0 H60 C120 0 170 -20 190 -84 Q0 -46 -190 -84 Z", f"url(#{p}h)")
    body += line("M-190 -84 Q0 -46 190 -84", lit("#f2e6d0", light, 0.2), 6) + line("M-168 -44 Q0 -12 168 -44", hull, 3)
    return body + line("M-40 -64 L130 6", lit(_WOOD, light, 0.4), 7), 380.0, 92.0


OWN: dict[str, Pen] = {
    "lantern": _lantern,
    "bulb": _bulb,
    "rope": _rope,
    "table": _table,
    "stool": _stool,
    "bench": _bench,
    "campfire": _campfire,
    "rowing-boat": _rowing_boat,
}
GLOWING = {"lantern", "bulb", "campfire", "candle", "flashlight", "red-paper-lantern", "diya-lamp"}
