"""The camera of the animatic: what of the stage a shot shows, and how that moves.

What belongs here: pure geometry from a framing to a rectangle of the stage, in stage units. What does not: pixels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, STAGE_HEIGHT, STAGE_WIDTH, FigureDrawing
from sparkle_motion_dagster.film.picture import Figure, Picture
from sparkle_motion_dagster.film.plan import CameraMove

ASPECT = STAGE_WIDTH / STAGE_HEIGHT
LEFTMOST, RIGHTMOST = 190.0, 1090.0
"""Where actors may stand, stage units."""


@dataclass(frozen=True)
class View:
    """A rectangle of the stage: its centre and its width. The height follows from the picture's shape."""

    x: float
    y: float
    width: float

    def height(self, aspect: float) -> float:
        """Height for a picture of this width / height."""
        return self.width / aspect


@dataclass(frozen=True)
class Standing:
    """A figure in its place on the stage."""

    figure: Figure
    drawing: FigureDrawing
    x: float
    y: float
    """Feet, stage units."""

    @property
    def head(self) -> tuple[float, float, float, float]:
        """The head's box on the stage."""
        x, y, width, height = self.drawing.head_box
        return self.x + x, self.y + y, width, height


def spread(figures: Sequence[Figure], drawings: Sequence[FigureDrawing], ground_y: float) -> tuple[Standing, ...]:
    """Everyone in place: across the stage as the scene says, no nearer to each other than their bodies allow."""
    xs = [LEFTMOST + (RIGHTMOST - LEFTMOST) * figure.x for figure in figures]
    widths = [min(drawing.box[2], 260.0) for drawing in drawings]
    for i in range(1, len(xs)):
        xs[i] = max(xs[i], xs[i - 1] + (widths[i - 1] + widths[i]) / 2 * 0.95)
    if xs and xs[-1] > RIGHTMOST + 80:
        over = xs[-1] - (RIGHTMOST + 80)
        xs = [x - over for x in xs]
    # those of a pair come nearer to each other: people who talk do not stand a street apart
    if len(xs) == 2 and xs[1] - xs[0] > 330:
        middle = sum(xs) / 2
        xs = [middle - 165, middle + 165]
    return tuple(
        Standing(f, d, x, ground_y + 14 * (i % 2)) for i, (f, d, x) in enumerate(zip(figures, drawings, xs, strict=True))
    )


def _bounds(cast: Sequence[Standing]) -> tuple[float, float, float, float]:
    lefts = [s.x + s.drawing.box[0] for s in cast]
    rights = [s.x + s.drawing.box[0] + s.drawing.box[2] for s in cast]
    tops = [s.y + s.drawing.box[1] for s in cast]
    return min(lefts), min(tops), max(rights), max(s.y for s in cast)


def _on_head(standing: Standing, share: float, aspect: float) -> View:
    """The head takes `share` of the picture's height, eyes in the upper part, room on the side it looks to."""
    x, y, width, height = standing.head
    view_height = height / share
    room = {"left": -0.07, "right": 0.07, "front": 0.0}[standing.figure.facing] * view_height * aspect
    centre_y = y + height * 0.5 + view_height * (0.5 - 0.1 - share / 2)
    return View(x + width / 2 + room, centre_y, view_height * aspect)


def opening(picture: Picture, cast: Sequence[Standing], prop: tuple[float, float, float] | None) -> View:
    """The view that the shot opens with.

    Args:
        picture: framing, focus, size.
        cast: everyone seen, in place.
        prop: centre x, centre y and size of the thing an insert is about; None if there is none.
    """
    aspect = picture.width_px / picture.height_px
    focus = next((s for s in cast if s.figure.character_id == picture.focus), cast[0] if cast else None)
    whole = View(STAGE_WIDTH / 2, STAGE_HEIGHT / 2, float(STAGE_WIDTH))
    if picture.framing == "insert" and prop is not None:
        return clamped(View(prop[0], prop[1], max(prop[2] * 2.6, 170.0) * aspect), aspect)
    if focus is None or picture.framing in ("wide", "insert"):
        return clamped(whole, aspect)
    if picture.framing == "full":
        left, top, right, bottom = _bounds(cast)
        height = max((bottom - top) * 1.22, (right - left) * 1.25 / aspect, 330.0)
        return clamped(View((left + right) / 2, bottom - height * 0.42, height * aspect), aspect)
    if picture.framing == "two_shot" and len(cast) > 1:
        left, top, right, _ = _bounds(cast)
        height = max((right - left) * 1.06 / aspect, 300.0)
        return clamped(View((left + right) / 2, top - height * 0.09 + height / 2, height * aspect), aspect)
    return clamped(_on_head(focus, 0.46 if picture.framing == "close" else 0.29, aspect), aspect)


def clamped(view: View, aspect: float) -> View:
    """The view moved (and shrunk if it must be) so that all of it is drawn."""
    x0, y0, drawn_width, drawn_height = OVERSCAN
    width = min(view.width, drawn_width - 40, (drawn_height - 20) * aspect)
    height = width / aspect
    x = min(max(view.x, x0 + 10 + width / 2), x0 + drawn_width - 10 - width / 2)
    y = min(max(view.y, y0 + 5 + height / 2), y0 + drawn_height - 5 - height / 2)
    return View(x, y, width)


def closing(view: View, move: CameraMove, aspect: float) -> View:
    """The view that the shot ends with. Even a hold breathes a little: a dead frame looks broken."""
    shift = view.width * 0.1
    match move:
        case "push":
            moved = View(view.x, view.y, view.width * 0.84)
        case "pull":
            moved = View(view.x, view.y, view.width * 1.16)
        case "pan_left":
            moved = View(view.x - shift, view.y, view.width)
        case "pan_right":
            moved = View(view.x + shift, view.y, view.width)
        case "tilt_up":
            moved = View(view.x, view.y - shift / aspect, view.width * 0.98)
        case "tilt_down":
            moved = View(view.x, view.y + shift / aspect, view.width * 0.98)
        case "hold":
            moved = View(view.x + view.width * 0.004, view.y, view.width * 0.985)
    return clamped(moved, aspect)


def opened_for(view: View, move: CameraMove, aspect: float) -> View:
    """The opening view, drawn back from the edge where the move needs room, so that a pan really pans."""
    x0, y0, drawn_width, drawn_height = OVERSCAN
    width = min(view.width, (drawn_width - 20) / 1.13) if move.startswith("pan") else view.width
    width = min(width, (drawn_height - 10) / 1.12 * aspect) if move.startswith("tilt") else width
    if move == "pull":
        width = min(width, (drawn_width - 40) / 1.16, (drawn_height - 20) / 1.16 * aspect)
    shift, x, y = width * 0.1, view.x, view.y
    x = max(x, x0 + 10 + width / 2 + shift) if move == "pan_left" else x
    x = min(x, x0 + drawn_width - 10 - width / 2 - shift) if move == "pan_right" else x
    height = width / aspect
    y = max(y, y0 + 5 + height / 2 + shift / aspect) if move == "tilt_up" else y
    y = min(y, y0 + drawn_height - 5 - height / 2 - shift / aspect) if move == "tilt_down" else y
    return clamped(View(x, y, width), aspect)


def eased(share: float) -> float:
    """0…1 with a soft start and stop."""
    return 0.5 - 0.5 * math.cos(math.pi * min(max(share, 0.0), 1.0))


def between(start: View, end: View, share: float, depth: float = 1.0) -> View:
    """The view at a share of the move, as a sheet at this depth sees it: far sheets move less."""
    t = eased(share) * (0.2 + 0.8 * depth)
    return View(start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t, start.width + (end.width - start.width) * t)
