"""Things of paper, garden and road: folded paper, fence, gate, well, hay, nest box.

What belongs here: their SVG. What does not: names and sizes (`prop_names.py`, `prop_sizes.py`).
"""

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.own_props.sketch import CREAM, DARK_WOOD, IRON, WOOD, Pen, Sketch
from sparkle_motion_dagster.backends.drawing.svg import circle, ellipse, in_light, line, lit, path, rect, shaded

_PAPER = "#f6f0e2"


def _paper_boat(p: str, light: Light, tint: str | None) -> Sketch:
    paper = tint or _PAPER
    body = path("M0 -78 L-30 -30 H30 Z", in_light(paper, light)) + path(
        "M0 -78 L30 -30 H4 Z", shaded(paper, light, 0.5)
    )
    body += path("M-76 -46 L-46 0 H46 L76 -46 L0 -28 Z", lit(paper, light, 0.5))
    return Sketch(body + path("M0 -28 L76 -46 L46 0 H14 Z", shaded(paper, light, 0.35)), 152, 78)


def _paper_plane(p: str, light: Light, tint: str | None) -> Sketch:
    paper = tint or _PAPER
    body = path("M-80 -34 L84 -74 L-30 -14 Z", lit(paper, light, 0.6)) + path(
        "M84 -74 L-4 0 L-30 -14 Z", in_light(paper, light)
    )
    return Sketch(body + path("M84 -74 L-30 -14 L-36 2 L-16 -12 Z", shaded(paper, light, 0.7)), 168, 76)


def _paper_bird(p: str, light: Light, tint: str | None) -> Sketch:
    paper = tint or _PAPER
    body = path("M0 -30 L-70 -96 L-14 -62 Z", shaded(paper, light, 0.45)) + path(
        "M4 -30 L34 -104 L22 -44 Z", lit(paper, light, 0.6)
    )
    body += path("M-16 -50 L40 -34 L0 0 Z", in_light(paper, light)) + path(
        "M40 -34 L84 -66 L96 -58 L82 -58 L46 -22 L24 -18 Z", lit(paper, light, 0.4)
    )
    return Sketch(body + path("M-16 -50 L-64 -20 L0 0 Z", shaded(paper, light, 0.25)), 194, 104)


def _fence(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = line("M-150 -84 H150 M-150 -34 H150", shaded(wood, light, 0.5), 11)
    return Sketch(
        body
        + "".join(
            path(f"M{x} 0 V-104 L{x + 13} -122 L{x + 26} -104 V0 Z", lit(wood, light, 0.3))
            for x in range(-146, 140, 38)
        ),
        300,
        122,
    )


def _gate(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = "".join(rect(x, -166, 22, 166, shaded(wood, light, 0.5), rx=4) for x in (-118, 96))
    body += line(
        "M-92 -128 H92 M-92 -96 H92 M-92 -64 H92 M-92 -32 H92", lit(wood, light, 0.3), 13, stroke_linecap="butt"
    )
    return Sketch(body + line("M-88 -30 L88 -130 M-92 -134 V-26 M92 -134 V-26", in_light(wood, light), 11), 236, 166)


def _well(p: str, light: Light, tint: str | None) -> Sketch:
    stone = tint or "#8f8a94"
    body = line("M-68 -86 V-196 M68 -86 V-196", in_light(DARK_WOOD, light), 12) + line(
        "M-68 -156 H80", in_light(WOOD, light), 9
    )
    body += line("M0 -152 V-104", in_light("#c29c62", light), 4) + path(
        "M-16 -108 h32 l-5 30 h-22 Z", in_light(WOOD, light)
    )
    body += path("M-84 -88 H84 L78 0 H-78 Z", shaded(stone, light, 0.5))
    for row, y in enumerate((-84, -56, -28)):
        for x in range(-82 + 14 * (row % 2), 70, 34):
            body += rect(
                x, y, min(30, 80 - x), 24, in_light(stone, light) if (x + row) % 4 else lit(stone, light, 0.3), rx=6
            )
    return Sketch(
        body
        + rect(-92, -96, 184, 13, lit(stone, light, 0.4), rx=5)
        + path("M-104 -184 L0 -250 L104 -184 Z", in_light("#a8553f", light)),
        208,
        250,
    )


def _haystack(p: str, light: Light, tint: str | None) -> Sketch:
    hay = tint or "#d9b24f"
    body = path("M-110 0 C-110 -90 -50 -136 0 -140 C50 -136 110 -90 110 0 Z", in_light(hay, light))
    body += path("M20 -138 C70 -120 110 -80 110 0 H50 C64 -60 50 -110 20 -138 Z", shaded(hay, light, 0.4))
    return Sketch(
        body
        + line(
            "M-80 -20 l14 -40 M-50 -60 l18 -40 M-30 -14 l10 -44 M14 -40 l-6 -50 M50 -20 l-4 -44 M80 -16 l-10 -34 M0 -110 l-8 -20",
            lit(hay, light, 0.6),
            4,
        ),
        220,
        140,
    )


def _crate(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or WOOD
    body = rect(-58, -92, 116, 92, shaded(wood, light, 0.7), rx=3) + "".join(
        rect(-50, y, 100, 18, in_light(wood, light)) for y in (-84, -63, -42, -21)
    )
    body += line("M-46 -10 L46 -82", lit(wood, light, 0.3), 13, stroke_linecap="butt")
    return Sketch(
        body
        + line("M-52 -4 V-88 M52 -4 V-88", lit(wood, light, 0.4), 14)
        + line("M-58 -86 H58 M-58 -6 H58", lit(wood, light, 0.3), 12, stroke_linecap="butt"),
        118,
        94,
    )


def _scarecrow(p: str, light: Light, tint: str | None) -> Sketch:
    cloth, straw = tint or "#4f6f9a", lit("#e0bd62", light, 0.3)
    body = line("M0 0 V-120 M-110 -200 H110", in_light(DARK_WOOD, light), 10) + line(
        "M-112 -200 l-22 -12 m22 12 l-24 2 m24 -2 l-20 14 M112 -200 l22 -12 m-22 12 l24 2 m-24 -2 l20 14", straw, 5
    )
    body += path(
        "M-104 -216 H104 V-182 L48 -184 L56 -82 L30 -92 L8 -80 L-14 -92 L-36 -80 L-56 -86 L-48 -184 L-104 -182 Z",
        in_light(cloth, light),
    )
    body += (
        rect(14, -140, 26, 26, in_light("#c8604f", light), rx=2)
        + circle(0, -246, 36, lit("#e3cb98", light, 0.2))
        + path("M-20 -218 L0 -200 L20 -218 Z", in_light("#c8604f", light))
    )
    body += (
        circle(-13, -250, 4.5, IRON)
        + circle(13, -250, 4.5, IRON)
        + line("M-16 -232 Q0 -222 16 -232", IRON, 3, stroke_dasharray="4 3")
        + path("M0 -246 l12 6 l-12 2 Z", in_light("#d9803f", light))
    )
    return Sketch(
        body
        + ellipse(0, -272, 62, 11, in_light("#8a6a3a", light))
        + path("M-34 -272 L-22 -318 Q4 -328 24 -312 L34 -272 Z", in_light("#a37f46", light)),
        278,
        324,
    )


def _easel(p: str, light: Light, tint: str | None) -> Sketch:
    wood = WOOD
    body = line("M0 -250 L-64 0 M0 -250 L64 0 M0 -240 V-20", in_light(wood, light), 9) + rect(
        -84, -206, 168, 122, lit(CREAM, light, 0.5), rx=2
    )
    body += rect(-76, -198, 152, 106, in_light(tint or "#8fc3dd", light)) + path(
        "M-76 -128 Q-30 -156 10 -132 Q44 -148 76 -134 V-92 H-76 Z", in_light("#7f9f5a", light)
    )
    return Sketch(
        body + circle(40, -176, 13, lit("#f7d774", light)) + rect(-92, -84, 184, 12, lit(wood, light, 0.4), rx=4),
        190,
        250,
    )


def _pipe(p: str, light: Light, tint: str | None) -> Sketch:
    wood = tint or DARK_WOOD
    body = line("M70 -62 Q30 -58 8 -22 Q-6 -6 -28 -12", in_light(IRON, light), 9)
    return Sketch(
        body
        + path("M-62 -56 H-20 Q-14 -4 -40 0 Q-66 -4 -62 -56 Z", in_light(wood, light))
        + ellipse(-41, -56, 21, 6, shaded(wood, light))
        + line("M-56 -44 Q-56 -18 -46 -8", lit(wood, light, 0.7), 4),
        140,
        66,
    )


PENS: dict[str, Pen] = {
    "paper-boat": _paper_boat,
    "paper-plane": _paper_plane,
    "paper-bird": _paper_bird,
    "fence": _fence,
    "gate": _gate,
    "well": _well,
    "haystack": _haystack,
    "crate": _crate,
    "scarecrow": _scarecrow,
    "easel": _easel,
    "pipe": _pipe,
}
