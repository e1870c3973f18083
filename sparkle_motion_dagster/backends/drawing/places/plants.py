"""What grows: trees near and far, grass, flowers, the leaves before the lens.

What belongs here: plants that several exteriors share. What does not: the ground they grow on (`land.py`), pot
plants (`furniture.py`).
"""

from collections.abc import Sequence

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.places.land import ground
from sparkle_motion_dagster.backends.drawing.places.sheet import BOTTOM, LEFT, RIGHT, Sheet
from sparkle_motion_dagster.backends.drawing.svg import Point, num


def conifer(s: Sheet, x: float, y: float, h: float, colour: str, depth: float, detail: bool = True) -> None:
    """A fir standing at (x, y)."""
    p, r = s.palette, s.rand
    w = h * r.uniform(0.2, 0.26)
    tiers = 6 if h > 120 else 4
    left, right = [], []
    for i in range(tiers):
        t = (i + 1) / tiers
        top, reach = y - h * (1 - t * 0.94), w * (0.22 + 0.78 * t) * r.uniform(0.86, 1.08)
        left += [(x - reach, top + h * 0.025), (x - reach * 0.52, top - h * 0.012)]
        right += [(x + reach, top + h * 0.025), (x + reach * 0.52, top - h * 0.012)]
    left, right = left[:-1], right[:-1]
    s.rect(x - h * 0.018, y - h * 0.09, h * 0.036, h * 0.1, p.shade("#4a3527", depth, 0.3))
    body = p.at(svg.mix(colour, "#eef3fb", 0.25 * p.snowy), depth)
    s.poly([(x, y - h), *right, *left[::-1]], body)
    if not detail:
        return
    side = right if s.toward_light < 0 else left
    s.poly([(x, y - h), *side, (x, y - h * 0.05)], p.shade(colour, depth, 0.5), opacity=0.6)
    d = "".join(
        f"M{num(px)} {num(py)}L{num(x + (px - x) * 0.35)} {num(py - h * 0.035)}" for px, py in (*left[::2], *right[::2])
    )
    edge = p.at("#f3f7ff", depth) if p.snowy else p.lit(colour, depth, 0.7)
    s.line(d, edge, (h * 0.022 if p.snowy else 1.8), opacity=0.85 if p.snowy else 0.5)


def treeline(s: Sheet, line: Sequence[Point], colour: str, depth: float, height: float, count: int, kind: str) -> None:
    """A far wood along a line of ground, one silhouette: `kind` is fir, round or mixed."""
    p, r = s.palette, s.rand
    d = []
    for _ in range(count):
        x = r.uniform(s.left, s.right)
        y = svg.height_at(line, x) + 6
        h = height * r.uniform(0.5, 1.15)
        if kind == "fir" or (kind == "mixed" and r.random() < 0.5):
            w = h * 0.2
            d.append(
                svg.poly(
                    [
                        (x, y - h),
                        (x + w * 0.5, y - h * 0.52),
                        (x + w * 0.3, y - h * 0.52),
                        (x + w, y),
                        (x - w, y),
                        (x - w * 0.3, y - h * 0.52),
                        (x - w * 0.5, y - h * 0.52),
                    ]
                )
            )
        else:
            d.append(svg.blob(r, x, y - h * 0.42, h * 0.36, h * 0.44, 0.14, 7))
    top = min(q[1] for q in line) - height
    fill = s.lin(
        (0, p.lit(ground(s, colour, 0.55), depth, 0.3)),
        (1, p.shade(ground(s, colour, 0.3), depth, 0.25)),
        y1=top,
        y2=top + height * 1.6,
        stage=True,
    )
    s.path("".join(d), fill)


def tree(
    s: Sheet, x: float, y: float, h: float, leaf: str, depth: float, lean: float = 0.0, bare: bool = False
) -> None:
    """A broad-leaved tree standing at (x, y); `h` to the crown's top."""
    p, r = s.palette, s.rand
    bark = "#6a4c3a"
    w, top = h * 0.045, y - h * 0.55
    cx = x + lean * h
    trunk = (
        f"M{num(x - w * 1.9)} {num(y)}C{num(x - w * 0.8)} {num(y - h * 0.1)} {num(x - w)} "
        f"{num(y - h * 0.3)} {num(cx - w * 0.6)} {num(top)}"
        f"L{num(cx + w * 0.6)} {num(top)}C{num(x + w)} {num(y - h * 0.3)} {num(x + w * 0.8)} "
        f"{num(y - h * 0.1)} {num(x + w * 2)} {num(y)}Z"
    )
    s.path(trunk, s.across((0, p.lit(bark, depth, 0.6)), (0.45, p.at(bark, depth)), (1, p.shade(bark, depth, 0.6))))
    limbs = ((-0.2, 0.72, 0.5), (0.2, 0.74, 0.45), (-0.1, 0.85, 0.55), (0.13, 0.9, 0.5))
    d = "".join(
        f"M{num(cx)} {num(y - h * at)}Q{num(cx + dx * h * 0.3)} {num(y - h * (up - 0.08))} "
        f"{num(cx + dx * h)} {num(y - h * up)}"
        for dx, up, at in limbs
    )
    s.line(d, p.shade(bark, depth, 0.35), w * 0.75)
    if bare:
        twigs = "".join(
            f"M{num(cx + dx * h * k)} {num(y - h * up * k)}l{num(r.uniform(-0.09, 0.09) * h)} {num(-h * 0.09)}"
            for dx, up, _ in limbs
            for k in (0.75, 0.88, 1.0)
        )
        s.line(twigs, p.shade(bark, depth, 0.35), w * 0.32)
        return
    crown(s, cx, y - h * 0.74, h * 0.31, h * 0.26, leaf, depth)


def crown(s: Sheet, x: float, y: float, rx: float, ry: float, leaf: str, depth: float, leaves: int = 46) -> None:
    """Foliage: shade, body and light in clumps, and a scatter of leaves at the rim."""
    p, r = s.palette, s.rand
    leaf = svg.mix(leaf, "#eef3fb", 0.35 * p.snowy)
    clumps = [
        (x + rx * dx, y + ry * dy)
        for dx, dy in (
            (-0.62, 0.22),
            (0.62, 0.2),
            (-0.3, -0.35),
            (0.34, -0.36),
            (0, 0.28),
            (0, -0.05),
            (-0.8, -0.08),
            (0.8, -0.1),
        )
    ]
    clumps = [(cx + r.uniform(-0.1, 0.1) * rx, cy + r.uniform(-0.1, 0.1) * ry) for cx, cy in clumps]
    side = s.toward_light
    tones = (
        (p.shade(leaf, depth, 0.55), 0.0, 0.1, 0.5, 0.16),
        (p.at(leaf, depth), 0.06, -0.03, 0.44, 0.2),
        (p.lit(leaf, depth, 0.55), 0.16, -0.2, 0.27, 0.25),
    )
    for tone, dx, dy, size, wobble in tones:
        d = "".join(
            svg.blob(r, cx + side * dx * rx, cy + dy * ry, rx * size, ry * size * 1.05, wobble, 10) for cx, cy in clumps
        )
        s.path(d, tone, opacity=0.95 if size > 0.3 else 0.6)
    flecks = []
    for _ in range(leaves):
        cx, cy = r.choice(clumps)
        lx, ly = cx + r.uniform(-0.5, 0.5) * rx, cy + r.uniform(-0.55, 0.4) * ry
        q = rx * r.uniform(0.02, 0.045)
        flecks.append(
            f"M{num(lx)} {num(ly)}q{num(q)} {num(-q * 1.3)} {num(q * 2.2)} {num(q * 0.2)}"
            f"q{num(-q)} {num(q)} {num(-q * 2.2)} {num(-q * 0.2)}Z"
        )
    s.path("".join(flecks), p.at("#f6f9ff", depth) if p.snowy else p.lit(leaf, depth, 1.0), opacity=0.55)


def grass(
    s: Sheet,
    line: Sequence[Point],
    count: int,
    low: float,
    high: float,
    colours: Sequence[str],
    depth: float = 1.0,
    spread: float = 14.0,
) -> None:
    """Blades along a line of ground: one path for each colour."""
    p, r = s.palette, s.rand
    wind = 1.7 if p.weather in ("wind", "storm") else 1.0
    for colour in colours:
        d = []
        for _ in range(count // len(colours)):
            x = r.uniform(line[0][0], line[-1][0])
            y = svg.height_at(line, x) + r.uniform(-2, spread)
            h = r.uniform(low, high)
            bend = h * r.uniform(0.1, 0.65) * wind * (1 if r.random() < 0.75 else -0.6)
            w = 1.2 + h * 0.07
            d.append(
                f"M{num(x - w)} {num(y)}Q{num(x + bend * 0.2)} {num(y - h * 0.6)} {num(x + bend)} {num(y - h)}"
                f"Q{num(x + bend * 0.35 + w)} {num(y - h * 0.5)} {num(x + w)} {num(y)}Z"
            )
        s.path("".join(d), p.at(ground(s, colour, 0.5), depth))


def flowers(
    s: Sheet, line: Sequence[Point], count: int, colours: Sequence[str], spread: float, size: float = 3.4
) -> None:
    """Dots of flowers over the grass; none under snow."""
    p, r = s.palette, s.rand
    if p.snowy:
        return
    for colour in colours:
        d = []
        for _ in range(count // len(colours)):
            x = r.uniform(line[0][0], line[-1][0])
            t = r.random()
            y, q = svg.height_at(line, x) + t * spread - 4, size * (0.5 + t) * r.uniform(0.7, 1.2)
            for dx, dy in ((-q, 0), (q, 0), (0, -q), (0, q)):
                d.append(
                    f"M{num(x + dx - q * 0.7)} {num(y + dy)}a{q * 0.7:.1f} {q * 0.6:.1f} 0 1 0 {q * 1.4:.1f} 0"
                    f"a{q * 0.7:.1f} {q * 0.6:.1f} 0 1 0 {-q * 1.4:.1f} 0Z"
                )
        s.path("".join(d), p.at(colour))


def foreground_grass(s: Sheet, colour: str, height: float = 70, base: float = 752, count: int = 150) -> None:
    """Dark blades close to the camera, tall at the corners, low in the middle; drawn for a depth above 1."""
    edge = [
        (LEFT - 20.0, base - height * 0.55),
        (180, base - height * 0.1),
        (480, base + 20),
        (800, base + 20),
        (1100, base - height * 0.15),
        (RIGHT + 20, base - height * 0.6),
    ]
    dark = s.palette.shade(ground(s, colour, 0.5), 1.0, 0.62)
    s.path(svg.below(edge, BOTTOM + 20), dark)
    own = svg.mix(colour, s.palette.hour.shade, 0.45)
    grass(s, edge, count, height * 0.45, height, (svg.darker(own, 0.45), svg.darker(own, 0.28), svg.darker(own, 0.1)))


def hanging_leaves(s: Sheet, corner: int, leaf: str, reach: float = 260, count: int = 30) -> None:
    """A branch that hangs into the frame from the top left (-1) or top right (1) corner."""
    p, r = s.palette, s.rand
    x0 = LEFT if corner < 0 else RIGHT
    tip = x0 - corner * (reach + 160)
    dark = p.shade(leaf, 1.0, 0.6)
    s.line(f"M{x0} -60Q{num((x0 + tip) / 2)} -30 {num(tip)} {num(-20 + reach * 0.22)}", p.shade("#4a3527", 1.0, 0.6), 9)
    for tone in (svg.mix(dark, "#000000", 0.2), dark, p.shade(leaf, 1.0, 0.35)):
        d = []
        for _ in range(count):
            t = r.random()
            x = x0 + (tip - x0) * t
            y = -60 + 48 * t + reach * 0.18 * t * t + r.uniform(-26, 46)
            q, turn = r.uniform(26, 44), r.uniform(0.15, 1.0)
            dx, dy = q * -corner * (1 - turn * 0.7), q * turn
            nx, ny = -dy * 0.42, dx * 0.42
            d.append(
                f"M{num(x)} {num(y)}C{num(x + dx * 0.25 + nx)} {num(y + dy * 0.25 + ny)} "
                f"{num(x + dx * 0.7 + nx * 0.9)} "
                f"{num(y + dy * 0.7 + ny * 0.9)} {num(x + dx)} {num(y + dy)}"
                f"C{num(x + dx * 0.7 - nx)} {num(y + dy * 0.7 - ny)} "
                f"{num(x + dx * 0.25 - nx)} {num(y + dy * 0.25 - ny)} {num(x)} {num(y)}Z"
            )
        s.path("".join(d), tone)
