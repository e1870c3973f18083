"""Things that give light in a room: lamps, a fireplace. Each tells where its light is, for the glow.

What belongs here: the things themselves. What does not: their glow (`Room.lamplight`).
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.furniture import board, slab
from sparkle_motion_dagster.backends.drawing.places.sheet import Sheet
from sparkle_motion_dagster.backends.drawing.svg import num


def floor_lamp(s: Sheet, x: float, y: float, h: float, shade: str) -> tuple[float, float]:
    """A standard lamp; returns where its light is."""
    p = s.palette
    s.shadow(x, y, 34, 7, 0.4)
    s.line(f"M{x} {y}V{y - h + 40}", p.shade("#5a4636", 1, 0.3), 6)
    s.ellipse(x, y - 3, 28, 7, p.at("#5a4636"))
    _shade(s, x, y - h, 46, 60, shade)
    return x, y - h + 34


def table_lamp(s: Sheet, x: float, y: float, shade: str, base: str = "#8a6a54") -> tuple[float, float]:
    """A small lamp standing on something; returns where its light is."""
    p = s.palette
    s.path(
        f"M{x - 15} {y}q-10 -24 6 -44h18q16 20 6 44z", s.across((0, p.lit(base, 1, 0.6)), (1, p.shade(base, 1, 0.4)))
    )
    _shade(s, x, y - 88, 34, 46, shade)
    return x, y - 62


def pendant(s: Sheet, x: float, y: float, colour: str, r: float = 58) -> tuple[float, float]:
    """A lamp hanging from the ceiling, its rim at height y; returns where its light is."""
    p = s.palette
    s.line(f"M{x} -90V{y - r * 0.8}", p.shade("#3d3430", 1, 0.4), 3.5)
    s.path(
        f"M{x - r} {y}Q{x - r * 0.9} {y - r * 0.86} {x} {y - r * 0.9}Q{x + r * 0.9} {y - r * 0.86} {x + r} {y}Z",
        s.across((0, p.lit(colour, 1, 0.6)), (1, p.shade(colour, 1, 0.45))),
    )
    on = p.lamps > 0.3
    s.ellipse(x, y, r, r * 0.16, "#fff3cf" if on else p.lit("#f5ead2", 1, 0.3))
    return x, y + 4


def _shade(s: Sheet, x: float, y: float, half: float, h: float, colour: str) -> None:
    p = s.palette
    d = f"M{x - half * 0.62} {y}h{half * 1.24}L{x + half} {y + h}H{x - half}Z"
    if p.lamps > 0.3:
        warm = svg.mix(colour, "#ffdf9a", 0.62)
        s.path(d, s.lin((0, svg.mix(warm, "#e08a3c", 0.35)), (0.6, warm), (1, "#fff3cf")))
    else:
        s.path(d, s.across((0, p.lit(colour, 1, 0.6)), (1, p.shade(colour, 1, 0.25))))


def fireplace(s: Sheet, x: float, y: float, stone: str) -> tuple[float, float]:
    """A fireplace with a mantel; the fire burns when lamps are on. Returns where its light is."""
    p, r = s.palette, s.rand
    slab(s, x - 130, y - 210, 260, 210, stone)
    for row in range(7):
        d = (
            "".join(f"M{x - 130 + (row % 2) * 26 + i * 52} {y - 210 + row * 30}v30" for i in range(5))
            + f"M{x - 130} {y - 210 + row * 30}h260"
        )
        s.line(d, p.shade(stone, 1, 0.6), 2, opacity=0.45)
    s.path(
        f"M{x - 78} {y}V{y - 110}Q{x} {y - 168} {x + 78} {y - 110}V{y}Z", svg.darker(p.shade("#2a1d1c", 1, 0.5), 0.3)
    )
    board(s, x - 152, y - 228, 304, 22, "#6a4630")
    s.line(f"M{x - 44} {y - 10}l88 -14M{x - 40} {y - 26}l84 16", p.shade("#5a3a28", 1, 0.4), 15)
    if p.lamps > 0.3:
        for k, tone in ((1.0, "#e8622a"), (0.7, "#ff9d3a"), (0.4, "#ffe08a")):
            d = ""
            for fx in (-30, 0, 30):
                h, sway, q = 96 * k * r.uniform(0.75, 1.1), r.uniform(-12, 12), 27 * k
                d += (
                    f"M{num(x + fx - q * 0.7)} {y - 14}C{num(x + fx - q * 1.5)} {num(y - 14 - h * 0.4)} "
                    f"{num(x + fx + sway - q * 0.2)} {num(y - 14 - h * 0.55)} "
                    f"{num(x + fx + sway)} {num(y - 14 - h)}C{num(x + fx + sway + q * 0.9)} {num(y - 14 - h * 0.6)} "
                    f"{num(x + fx + q * 1.6)} {num(y - 14 - h * 0.35)} {num(x + fx + q * 0.7)} {y - 14}Z"
                )
            s.path(d, tone, opacity=0.92)
    return x, y - 50
