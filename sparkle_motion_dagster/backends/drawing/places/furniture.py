"""Furniture and household things, standing at a point of a room.

What belongs here: things that several rooms share. What does not: rooms, and what only one room has.
Each takes the sheet, the middle of its foot (x, y) and its own colours.
"""

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.sheet import Sheet
from sparkle_motion_dagster.backends.drawing.svg import num

BOOKS = ("#a8453c", "#3f6a7a", "#d0a04a", "#5f7a4c", "#7a4a68", "#c9b896", "#34466a", "#b86a3c")


def slab(s: Sheet, x: float, y: float, w: float, h: float, colour: str, rx: float = 4) -> None:
    """A plain upright body, lit on the light's side; (x, y) is its top left corner."""
    p = s.palette
    s.rect(x, y, w, h, s.across((0, p.lit(colour, 1, 0.4)), (0.5, p.at(colour)), (1, p.shade(colour, 1, 0.42))), rx=rx)


def board(s: Sheet, x: float, y: float, w: float, h: float, colour: str) -> None:
    """A table top or shelf, its upper edge lit."""
    p = s.palette
    s.rect(x, y, w, h, s.lin((0, p.lit(colour, 1, 0.6)), (0.3, p.at(colour)), (1, p.shade(colour, 1, 0.4))), rx=3)


def sofa(s: Sheet, x: float, y: float, w: float, colour: str) -> None:
    """A sofa with cushions."""
    p = s.palette
    h = 150.0
    x0 = x - w / 2
    s.shadow(x, y, w * 0.58, 20, 0.5)
    s.line(f"M{x0 + 24} {y - 14}v14M{x0 + w - 24} {y - 14}v14", p.shade("#5a3d2c", 1, 0.4), 9)
    back = s.lin((0, p.lit(colour, 1, 0.5)), (0.35, p.at(colour)), (1, p.shade(colour, 1, 0.5)))
    s.path(
        f"M{x0 + 18} {y - 40}V{y - h + 20}Q{x0 + 20} {y - h} {x0 + 44} {y - h}H{x0 + w - 44}"
        f"Q{x0 + w - 20} {y - h} {x0 + w - 18} {y - h + 20}V{y - 40}Z",
        back,
    )
    for i in range(2):
        cx = x0 + 34 + i * (w - 68) / 2
        s.rect(cx + 2, y - 74, (w - 68) / 2 - 4, 36, s.lin((0, p.lit(colour, 1, 0.65)), (1, p.at(colour))), rx=13)
    s.rect(x0 + 20, y - 46, w - 40, 34, p.shade(colour, 1, 0.3), rx=8)
    for side in (0, 1):
        ax = x0 if side == 0 else x0 + w - 44
        s.path(
            f"M{ax} {y - 12}V{y - 84}a22 22 0 0 1 44 0V{y - 12}Z",
            s.across((0, p.lit(colour, 1, 0.5)), (1, p.shade(colour, 1, 0.45))),
        )
    s.line(f"M{x0 + w / 2} {y - h + 10}V{y - 76}", p.shade(colour, 1, 0.6), 2, opacity=0.5)


def cushion(s: Sheet, x: float, y: float, q: float, colour: str, turn: float = 12) -> None:
    """A throw cushion leaning at (x, y)."""
    p = s.palette
    d = f"M{-q} {-q}Q0 {-q * 0.82} {q} {-q}Q{q * 0.84} 0 {q} {q}Q0 {q * 0.84} {-q} {q}Q{-q * 0.84} 0 {-q} {-q}Z"
    s.add(
        svg.group(
            svg.path(d, s.lin((0, p.lit(colour, 1, 0.5)), (1, p.shade(colour, 1, 0.3)))),
            f"translate({num(x)} {num(y - q)}) rotate({num(turn)})",
        )
    )


def armchair(s: Sheet, x: float, y: float, colour: str, size: float = 1.0) -> None:
    """A wing chair."""
    p, k = s.palette, size
    s.shadow(x, y, 100 * k, 15 * k, 0.5)
    s.line(f"M{x - 52 * k} {y - 14 * k}v{14 * k}M{x + 52 * k} {y - 14 * k}v{14 * k}", p.shade("#5a3d2c", 1, 0.4), 8 * k)
    s.path(
        f"M{x - 62 * k} {y - 30 * k}V{y - 160 * k}Q{x - 58 * k} {y - 196 * k} {x} {y - 196 * k}"
        f"Q{x + 58 * k} {y - 196 * k} {x + 62 * k} {y - 160 * k}V{y - 30 * k}Z",
        s.lin((0, p.lit(colour, 1, 0.5)), (0.5, p.at(colour)), (1, p.shade(colour, 1, 0.5))),
    )
    s.path(
        f"M{x - 40 * k} {y - 60 * k}V{y - 150 * k}Q{x} {y - 184 * k} {x + 40 * k} {y - 150 * k}V{y - 60 * k}Z",
        p.lit(colour, 1, 0.3),
        opacity=0.55,
    )
    s.rect(x - 54 * k, y - 84 * k, 108 * k, 34 * k, p.lit(colour, 1, 0.55), rx=13 * k)
    s.rect(x - 58 * k, y - 54 * k, 116 * k, 42 * k, p.shade(colour, 1, 0.3), rx=7 * k)
    for side in (-1, 1):
        ax = x + side * 60 * k
        s.rect(
            ax - 17 * k,
            y - 104 * k,
            34 * k,
            92 * k,
            s.across((0, p.lit(colour, 1, 0.5)), (1, p.shade(colour, 1, 0.5))),
            rx=16 * k,
        )


def chair(s: Sheet, x: float, y: float, colour: str, size: float = 1.0) -> None:
    """A wooden chair seen from the front."""
    p, k = s.palette, size
    dark, light = p.shade(colour, 1, 0.4), p.lit(colour, 1, 0.4)
    s.shadow(x, y, 52 * k, 8 * k, 0.4)
    s.line(f"M{x - 30 * k} {y}V{y - 150 * k}M{x + 30 * k} {y}V{y - 150 * k}", dark, 8 * k)
    s.line(
        f"M{x - 30 * k} {y - 146 * k}Q{x} {y - 158 * k} {x + 30 * k} {y - 146 * k}M{x - 30 * k} {y - 116 * k}h{60 * k}",
        light,
        12 * k,
    )
    s.line(f"M{x - 12 * k} {y - 112 * k}v{34 * k}M{x + 12 * k} {y - 112 * k}v{34 * k}", dark, 5 * k)
    board(s, x - 38 * k, y - 80 * k, 76 * k, 15 * k, colour)


def table(s: Sheet, x: float, y: float, w: float, h: float, colour: str, cloth: str | None = None) -> None:
    """A table; with a cloth if given a colour for it."""
    p = s.palette
    s.shadow(x, y, w * 0.55, 14, 0.45)
    leg = p.shade(colour, 1, 0.45)
    s.line(f"M{x - w * 0.42} {y}V{y - h}M{x + w * 0.42} {y}V{y - h}", leg, 13)
    s.rect(x - w * 0.44, y - h + 6, w * 0.88, 22, p.shade(colour, 1, 0.5))
    board(s, x - w / 2, y - h - 8, w, 18, colour)
    if cloth:
        n = 7
        hem = "".join(f"q{num(-w / n / 2)} 16 {num(-w / n)} 0" for _ in range(n))
        s.path(
            f"M{x - w / 2 - 4} {y - h - 10}H{x + w / 2 + 4}V{y - h + 40}{hem}Z",
            s.lin((0, p.lit(cloth, 1, 0.5)), (1, p.shade(cloth, 1, 0.2))),
        )


def bookcase(s: Sheet, x: float, y: float, w: float, h: float, wood: str, shelves: int = 4) -> None:
    """A bookcase full of books, with gaps and a few leaning."""
    p, r = s.palette, s.rand
    x0 = x - w / 2
    s.shadow(x, y, w * 0.56, 12, 0.4)
    slab(s, x0 - 9, y - h - 9, w + 18, h + 9, wood)
    s.rect(x0, y - h, w, h - 10, p.shade(wood, 1, 0.75))
    high = (h - 10) / shelves
    by_colour: dict[str, list[str]] = {}
    bands: list[str] = []
    for row in range(shelves):
        foot = y - h + (row + 1) * high - 8
        at = x0 + 5
        while at < x0 + w - 14:
            wide, tall = r.uniform(8, 19), high * r.uniform(0.58, 0.84)
            if at + wide > x0 + w - 4:
                break
            if r.random() < 0.09:
                at += wide * 1.8
                continue
            by_colour.setdefault(r.choice(BOOKS), []).append(
                f"M{num(at)} {num(foot)}v{num(-tall)}h{num(wide - 1.2)}v{num(tall)}z"
            )
            if wide > 11:
                bands.append(
                    f"M{num(at + 2)} {num(foot - tall * 0.78)}h{num(wide - 5)}"
                    f"M{num(at + 2)} {num(foot - tall * 0.22)}h{num(wide - 5)}"
                )
            at += wide
    for colour, d in sorted(by_colour.items()):
        s.path("".join(d), p.at(colour))
    s.line("".join(bands), p.lit("#e8d49a", 1, 0.3), 1.6, opacity=0.6)
    for row in range(1, shelves + 1):
        foot = y - h + row * high - 8
        board(s, x0, foot, w, 8, wood)
        s.rect(x0, foot - high + 8, w, high * 0.3, s.lin((0, "#000000", 0.35), (1, "#000000", 0)))


def picture(s: Sheet, x: float, y: float, w: float, h: float, frame: str) -> None:
    """A framed picture hung with its middle at (x, y): a small landscape in two or three tones."""
    p, r = s.palette, s.rand
    a, b, c = r.choice(
        (
            ("#d9c39a", "#7f9a8a", "#4a6a6a"),
            ("#e7c9a8", "#c77a5a", "#7a3f4a"),
            ("#c9d6d4", "#6f93a8", "#34567a"),
            ("#efe3c8", "#a8a06a", "#5f6b4a"),
        )
    )
    x0, y0 = x - w / 2, y - h / 2
    s.rect(x0 + 5, y0 + 8, w, h, "#000000", opacity=0.18, rx=2)
    slab(s, x0, y0, w, h, frame, 2)
    s.rect(x0 + 8, y0 + 8, w - 16, h - 16, p.at(a))
    s.path(
        f"M{x0 + 8} {y0 + h * 0.62}q{w * 0.25} {-h * 0.3} {w * 0.45} {-h * 0.06}t{w * 0.55 - 16} "
        f"{-h * 0.06}V{y0 + h - 8}H{x0 + 8}Z",
        p.at(b),
    )
    s.path(f"M{x0 + 8} {y0 + h * 0.8}q{w * 0.3} {-h * 0.16} {w - 16} {-h * 0.03}V{y0 + h - 8}H{x0 + 8}Z", p.at(c))
    s.circle(x0 + w * r.uniform(0.3, 0.7), y0 + h * 0.32, min(w, h) * 0.09, p.lit(a, 1, 0.9))


def plant(s: Sheet, x: float, y: float, h: float, pot: str, leaf: str = "#4f7f4a") -> None:
    """A pot plant with broad leaves."""
    p, r = s.palette, s.rand
    ph = h * 0.26
    s.shadow(x, y, h * 0.22, 9, 0.45)
    for i, tone in enumerate((p.shade(leaf, 1, 0.55), p.at(leaf), p.lit(leaf, 1, 0.5))):
        d = []
        for _ in range(6 - i):
            dx, up = r.uniform(-0.34, 0.34) * h, h * r.uniform(0.5, 1.0)
            bend, q = dx * 0.3, h * 0.07
            d.append(
                f"M{num(x)} {num(y - ph)}C{num(x + bend - q)} {num(y - up * 0.6)} {num(x + dx - q * 1.4)} "
                f"{num(y - up * 0.9)} {num(x + dx)} {num(y - up)}"
                f"C{num(x + dx + q * 1.2)} {num(y - up * 0.75)} {num(x + bend + q)} {num(y - up * 0.5)} {num(x)}"
                f" {num(y - ph)}Z"
            )
        s.path("".join(d), tone)
    s.path(
        f"M{num(x - ph * 0.55)} {num(y - ph)}h{num(ph * 1.1)}l{num(-ph * 0.18)} {num(ph)}h{num(-ph * 0.74)}z",
        s.across((0, p.lit(pot, 1, 0.55)), (1, p.shade(pot, 1, 0.45))),
    )
    s.rect(x - ph * 0.6, y - ph - 5, ph * 1.2, 11, p.lit(pot, 1, 0.4), rx=3)


def rug(s: Sheet, x: float, y: float, w: float, h: float, colour: str, trim: str) -> None:
    """A rug lying in perspective; (x, y) its middle."""
    p = s.palette
    for k, tone in (
        (1.0, p.shade(colour, 1, 0.25)),
        (0.93, p.at(trim)),
        (0.87, p.at(colour)),
        (0.55, p.lit(colour, 1, 0.2)),
    ):
        a, b = w * 0.42 * k, w * 0.5 * k
        s.poly([(x - a, y - h / 2 * k), (x + a, y - h / 2 * k), (x + b, y + h / 2 * k), (x - b, y + h / 2 * k)], tone)


def curtains(s: Sheet, x: float, y: float, w: float, h: float, colour: str) -> None:
    """A pair of curtains drawn back beside a window (x, y, w, h), with their rail."""
    p = s.palette
    s.line(f"M{x - 66} {y - 24}H{x + w + 66}", p.shade("#6a4c34", 1, 0.3), 7)
    for side in (-1, 1):
        edge = x - 58 if side < 0 else x + w + 58
        inner = edge + (-side) * 74
        low = y + h + 70
        d = (
            f"M{edge} {y - 24}H{inner + -side * 14}C{inner} {y + h * 0.3} {edge - side * 26} {y + h * 0.5} "
            f"{edge - side * 30} {y + h * 0.62}"
            f"C{edge - side * 40} {y + h * 0.8} {inner} {low - 40} {inner} {low}H{edge}Z"
        )
        s.path(d, s.lin((0, p.lit(colour, 1, 0.4)), (0.5, p.at(colour)), (1, p.shade(colour, 1, 0.4)), x2=1, y2=0))
        folds = "".join(
            f"M{edge - side * i * 17} {y - 20}C{edge - side * i * 14} {y + h * 0.4} {edge - side * i * 8} "
            f"{y + h * 0.6} {edge - side * i * 14} {low - 4}"
            for i in (1, 2, 3)
        )
        s.line(folds, p.shade(colour, 1, 0.65), 2.4, opacity=0.45)
        s.line(f"M{edge + side * 2} {y + h * 0.64}h{-side * 34}", p.lit("#d8b468", 1, 0.4), 6)


def cupboard(s: Sheet, x: float, y: float, w: float, h: float, colour: str, doors: int, knob: str = "#d8b468") -> None:
    """Cupboard fronts side by side; (x, y) is the top left corner."""
    p = s.palette
    slab(s, x, y, w, h, colour)
    wide = w / doors
    for i in range(doors):
        dx = x + i * wide
        s.rect(dx + 9, y + 11, wide - 18, h - 22, p.lit(colour, 1, 0.3), rx=3, opacity=0.6)
        s.line(
            f"M{num(dx + 9)} {num(y + h - 11)}h{num(wide - 18)}V{num(y + 11)}", p.shade(colour, 1, 0.55), 2, opacity=0.6
        )
        s.circle(dx + (wide - 15 if i % 2 == 0 else 15), y + h * 0.45, 4, p.lit(knob, 1, 0.6))
        if i:
            s.line(f"M{num(dx)} {num(y)}v{num(h)}", p.shade(colour, 1, 0.6), 1.8)


def bottles(s: Sheet, x: float, y: float, w: float, colours: tuple[str, ...], tall: float = 50) -> None:
    """A row of bottles and jars standing on a shelf at height y."""
    p, r = s.palette, s.rand
    at = x
    while at < x + w - 10:
        wide, high, colour = r.uniform(12, 22), tall * r.uniform(0.55, 1.0), r.choice(colours)
        neck = wide * r.uniform(0.3, 0.9)
        s.path(
            f"M{num(at)} {num(y)}v{num(-high * 0.6)}q0 {num(-high * 0.12)} {num((wide - neck) / 2)} "
            f"{num(-high * 0.16)}v{num(-high * 0.24)}h{num(neck)}"
            f"v{num(high * 0.24)}q{num((wide - neck) / 2)} {num(high * 0.04)} {num((wide - neck) / 2)} "
            f"{num(high * 0.16)}v{num(high * 0.6)}z",
            p.at(colour),
        )
        s.line(f"M{num(at + wide * 0.25)} {num(y - 5)}v{num(-high * 0.5)}", p.lit(colour, 1, 1.0), 2, opacity=0.6)
        at += wide + r.uniform(4, 14)


def bed(s: Sheet, x: float, y: float, w: float, wood: str, blanket: str) -> None:
    """A bed seen from its long side, its head on the left for w > 0, on the right for w < 0."""
    p = s.palette
    side = 1 if w > 0 else -1
    w = abs(w)
    head, foot = x - side * w / 2, x + side * w / 2
    s.shadow(x, y, w * 0.56, 18, 0.5)
    lo, hi = min(head, head + side * 22), 22
    s.rect(lo, y - 210, hi, 210, s.lin((0, p.lit(wood, 1, 0.5)), (1, p.shade(wood, 1, 0.4))), rx=8)
    s.rect(
        min(foot, foot - side * 18), y - 122, 18, 122, s.lin((0, p.lit(wood, 1, 0.5)), (1, p.shade(wood, 1, 0.4))), rx=7
    )
    s.rect(x - w / 2 + 12, y - 62, w - 24, 40, p.shade(wood, 1, 0.4))
    s.rect(x - w / 2 + 16, y - 100, w - 32, 44, p.lit("#efe8dc", 1, 0.2), rx=12)
    px = head + side * 66
    s.path(
        f"M{px - 44} {y - 98}Q{px - 50} {y - 146} {px} {y - 142}Q{px + 52} {y - 144} {px + 44} {y - 98}Z",
        s.lin((0, p.lit("#fbf6ee", 1, 0.4)), (1, p.shade("#e6dccb", 1, 0.3))),
    )
    bx0, bx1 = head + side * 120, foot - side * 14
    d = (
        f"M{bx0} {y - 116}C{bx0 + side * 80} {y - 134} {bx1 - side * 120} {y - 124} {bx1} {y - 110}V{y - 30}"
        f"Q{(bx0 + bx1) / 2} {y - 18} {bx0} {y - 34}Z"
    )
    s.path(d, s.lin((0, p.lit(blanket, 1, 0.5)), (0.5, p.at(blanket)), (1, p.shade(blanket, 1, 0.5))))
    s.line(
        "".join(f"M{bx0 + side * i * 46} {y - 118}q{side * 12} 40 {side * 2} 84" for i in range(1, 6)),
        p.shade(blanket, 1, 0.55),
        2.2,
        opacity=0.4,
    )
    s.path(
        f"M{bx0 - side * 16} {y - 112}h{side * 44}v84h{-side * 44}z", p.lit(svg.mix(blanket, "#ffffff", 0.6), 1, 0.3)
    )


def shelf(s: Sheet, x: float, y: float, w: float, colour: str) -> None:
    """A board on two brackets, its top at height y."""
    p = s.palette
    s.line(f"M{x + 22} {y + 10}v16M{x + w - 22} {y + 10}v16", p.shade(colour, 1, 0.5), 6)
    s.rect(x + 4, y + 11, w - 8, 15, s.lin((0, "#000000", 0.25), (1, "#000000", 0)))
    board(s, x, y, w, 11, colour)


def clock(s: Sheet, x: float, y: float, r: float, rim: str) -> None:
    """A wall clock that shows roughly the hour."""
    p = s.palette
    hour = {"dawn": 5.5, "morning": 9.2, "day": 12.6, "afternoon": 16.1, "dusk": 18.7, "evening": 20.4, "night": 23.3}[
        p.time_of_day
    ]
    s.circle(x + 3, y + 5, r, "#000000", opacity=0.2)
    s.circle(x, y, r, s.across((0, p.lit(rim, 1, 0.5)), (1, p.shade(rim, 1, 0.4))))
    s.circle(x, y, r * 0.82, p.lit("#f6efe0", 1, 0.2))
    for turn, reach, width in ((hour * 30, 0.45, 4.5), (hour % 1 * 360, 0.66, 3)):
        s.add(
            svg.group(
                svg.line(f"M0 0V{num(-r * reach)}", p.shade("#2c2430", 1, 0.3), width),
                f"translate({num(x)} {num(y)}) rotate({num(turn)})",
            )
        )
    s.circle(x, y, 3.4, p.at("#a5402f"))
