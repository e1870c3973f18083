"""The camera of the animatic: what of the stage a shot shows, and how that moves.

What belongs here: pure geometry from a framing to a rectangle of the stage, in stage units. What does not: where
actors stand (`blocking.py`), pixels.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.blocking import Standing
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, STAGE_HEIGHT, STAGE_WIDTH, WHOLE_STAGE, Box
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.film.plan import CameraMove

_HEADROOM = 0.1
"""Air above the heads, share of the picture's height."""
_LOOK_ROOM = 0.07
"""How far a face is moved from the middle, away from where it looks; share of the picture's width."""
_HEAD_SHARE = {"close": 0.46, "medium": 0.33}
"""How much of the picture's height a head takes."""
_PUSHED = 0.84
_HELD = 0.988
_SMALLEST_HEIGHT = 130.0
"""No view is lower than this, stage units: a mouse in close-up still stands somewhere."""


@dataclass(frozen=True)
class View:
    """A rectangle of the stage: its centre and its width. The height follows from the picture's shape."""

    x: float
    y: float
    width: float

    def height(self, aspect: float) -> float:
        """Height for a picture of this width / height."""
        return self.width / aspect

    def box(self, aspect: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        half = self.width / 2
        return self.x - half, self.y - half / aspect, self.x + half, self.y + half / aspect


@dataclass(frozen=True)
class Take:
    """How the camera sees a shot: its first view, its last, and who is in it."""

    start: View
    end: View
    seen: tuple[Standing, ...]
    """Those in the picture, far ones first."""


def take(
    picture: Picture,
    cast: Sequence[Standing],
    thing: tuple[float, float, float] | None = None,
    held: Mapping[str, float] | None = None,
    widest: Box = WHOLE_STAGE,
) -> Take:
    """Frame a shot.

    Args:
        picture: framing, focus, camera, size.
        cast: everyone in the scene's place.
        thing: centre x, centre y and height of what an insert is about; None if there is none.
        held: y of the base of what a figure holds, by character_id.
        widest: what the place shows at most.
    """
    aspect = picture.width_px / picture.height_px
    focus = next((s for s in cast if s.figure.character_id == picture.focus), cast[0] if cast else None)
    framed = _framed(picture, cast, focus)
    view = _opening(picture, framed, focus, thing, aspect)
    if picture.framing == "medium" and focus is not None and held:
        view = _down_to(view, held.get(focus.figure.character_id, 0.0), aspect)
    start = _with_room(_within(view, widest, aspect), picture.camera, aspect)
    end = _closing(start, picture.camera, aspect, _aim(start, framed, thing if picture.framing == "insert" else None))
    if picture.framing == "insert" and thing is not None:
        return Take(start, end, ())
    seen = [s for s in cast if s in framed or _whole_head_in(s, start, end, aspect)]
    return Take(start, end, tuple(sorted(seen, key=lambda s: (s.y, s is focus))))


def _framed(picture: Picture, cast: Sequence[Standing], focus: Standing | None) -> list[Standing]:
    """Those whom the framing is about. Others are in the picture only if their whole heads are."""
    if focus is None or picture.framing in ("wide", "full", "insert"):
        return list(cast)
    if picture.framing != "two_shot":
        return [focus]
    if len(cast) <= 2:
        return list(cast)
    partners = [s for s in cast if s is not focus]
    talking = [s for s in partners if s.figure.speaking] or partners
    return sorted([focus, min(talking, key=lambda s: abs(s.x - focus.x))], key=lambda s: s.x)


def _bounds(cast: Sequence[Standing]) -> tuple[float, float, float, float]:
    boxes = [s.box for s in cast]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(s.y for s in cast)


def _opening(
    picture: Picture,
    framed: Sequence[Standing],
    focus: Standing | None,
    thing: tuple[float, float, float] | None,
    aspect: float,
) -> View:
    if picture.framing == "insert" and thing is not None:
        return clamped(View(thing[0], thing[1], max(thing[2] * 2.1, 60.0) * aspect), aspect)
    if focus is None or picture.framing in ("wide", "insert"):
        width = min(float(STAGE_WIDTH), STAGE_HEIGHT * aspect)
        x = STAGE_WIDTH / 2
        if framed and width < 0.8 * STAGE_WIDTH:  # a narrow picture cannot show the whole stage
            left, _, right, _ = _bounds(framed)
            x = (left + right) / 2
        return clamped(View(x, STAGE_HEIGHT / 2, width), aspect)
    left, top, right, bottom = _bounds(framed)
    if picture.framing == "full":
        height = max((bottom - top) * 1.24, (right - left) * 1.2 / aspect, 300.0)
        return clamped(View((left + right) / 2, bottom - height * 0.42, height * aspect), aspect)
    if picture.framing == "two_shot" and len(framed) > 1:
        lowest = max(s.head[1] + s.head[3] for s in framed)
        height = max(
            (right - left) * (1.3 if picture.camera == "push" else 1.18) / aspect,
            (lowest - top) / 0.72,
            _SMALLEST_HEIGHT * 1.4,
        )
        return clamped(View((left + right) / 2, top + height * (0.5 - _HEADROOM), height * aspect), aspect)
    return clamped(_on_head(focus, picture.framing == "close", aspect), aspect)


def _on_head(standing: Standing, close: bool, aspect: float) -> View:
    """The head large (close) or with the body to the hips (medium), under some air, with room where it looks."""
    x, y, width, height = standing.head
    view_height = height / _HEAD_SHARE["close" if close else "medium"]
    # an animal is half head: its close-up goes no lower than the chest, its medium ends below its feet
    body = standing.y - standing.box[1]
    view_height = max(min(view_height, body * (0.84 if close else 1.2)), height / 0.66)
    fitting = max(view_height, width / (0.8 * aspect), _SMALLEST_HEIGHT)
    room = {"left": -_LOOK_ROOM, "right": _LOOK_ROOM, "front": 0.0}[standing.figure.facing] * fitting * aspect
    # what a small head leaves over is shared out above and below it
    top = y - _HEADROOM * fitting - (fitting - view_height) * 0.3
    return View(x + width / 2 + room, top + fitting / 2, fitting * aspect)


def _down_to(view: View, y: float, aspect: float) -> View:
    """A slightly larger view, if that brings what is at `y` into the picture; the air above stays."""
    _, top, _, bottom = view.box(aspect)
    height = (y + 8 - top) * 1.03
    if not bottom - top < height < 1.3 * (bottom - top):
        return view
    return clamped(View(view.x, top + height / 2, height * aspect), aspect)


def _aim(view: View, framed: Sequence[Standing], thing: tuple[float, float, float] | None) -> tuple[float, float]:
    """What a push goes toward: faces, or the thing of an insert; in an empty place its middle."""
    if thing is not None:
        return thing[0], thing[1]
    if not framed:
        return view.x, view.y - view.width * 0.01
    heads = [s.head for s in framed]
    x = sum(h[0] + h[2] / 2 for h in heads) / len(heads)
    y = sum(h[1] + h[3] * 0.4 for h in heads) / len(heads)
    return x * 0.5 + view.x * 0.5, y


def _within(view: View, widest: Box, aspect: float) -> View:
    """The view, made as small as the place is, if that is less."""
    x, y, width, height = widest
    limit = min(width, height * aspect)
    if widest == WHOLE_STAGE or view.width <= limit:
        return view
    tall = limit / aspect
    return View(
        min(max(view.x, x + limit / 2), x + width - limit / 2),
        min(max(view.y, y + tall / 2), y + height - tall / 2),
        limit,
    )


def _whole_head_in(standing: Standing, start: View, end: View, aspect: float) -> bool:
    x, y, width, height = standing.head
    for view in (start, end):
        left, top, right, bottom = view.box(aspect)
        if x < left or x + width > right or y < top or y + height > bottom:
            return False
    return True


def clamped(view: View, aspect: float) -> View:
    """The view moved (and shrunk if it must be) so that all of it is drawn."""
    x0, y0, drawn_width, drawn_height = OVERSCAN
    width = min(view.width, drawn_width - 40, (drawn_height - 20) * aspect)
    height = width / aspect
    x = min(max(view.x, x0 + 10 + width / 2), x0 + drawn_width - 10 - width / 2)
    y = min(max(view.y, y0 + 5 + height / 2), y0 + drawn_height - 5 - height / 2)
    return View(x, y, width)


def _closing(view: View, move: CameraMove, aspect: float, aim: tuple[float, float]) -> View:
    """The view that the shot ends with. Even a hold creeps nearer a little: a dead frame looks broken."""
    shift = view.width * 0.1
    match move:
        case "push":
            moved = _nearer(view, aim, _PUSHED)
        case "pull":
            moved = _nearer(view, aim, 1 / _PUSHED)
        case "pan_left":
            moved = View(view.x - shift, view.y, view.width)
        case "pan_right":
            moved = View(view.x + shift, view.y, view.width)
        case "tilt_up":
            moved = View(view.x, view.y - shift / aspect, view.width * 0.98)
        case "tilt_down":
            moved = View(view.x, view.y + shift / aspect, view.width * 0.98)
        case "hold":
            moved = _nearer(view, aim, _HELD)
    return clamped(moved, aspect)


def _nearer(view: View, aim: tuple[float, float], factor: float) -> View:
    """The view scaled about a point, which keeps its place in the picture."""
    return View(aim[0] + (view.x - aim[0]) * factor, aim[1] + (view.y - aim[1]) * factor, view.width * factor)


def _with_room(view: View, move: CameraMove, aspect: float) -> View:
    """The opening view, drawn back from the edge where the move needs room, so that a pan really pans."""
    x0, y0, drawn_width, drawn_height = OVERSCAN
    width = min(view.width, (drawn_width - 20) / 1.13) if move.startswith("pan") else view.width
    width = min(width, (drawn_height - 10) / 1.12 * aspect) if move.startswith("tilt") else width
    if move == "pull":
        # a pull ends on the framing that was asked for, if the stage is too small to go beyond it
        width = min(width, (drawn_width - 40) * _PUSHED, (drawn_height - 20) * _PUSHED * aspect)
    shift, x, y = width * 0.1, view.x, view.y
    if move.startswith("pan"):  # the framing asked for is the middle of the move
        x += shift / 2 if move == "pan_left" else -shift / 2
    if move.startswith("tilt"):
        y += (shift / 2 if move == "tilt_up" else -shift / 2) / aspect
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
    """The view at a share (0…1) of the move, as a sheet at this depth sees it: far sheets move less, near ones more."""
    t = eased(share) * (0.25 + 0.75 * depth)
    return View(
        start.x + (end.x - start.x) * t, start.y + (end.y - start.y) * t, start.width + (end.width - start.width) * t
    )


def softened(start: View, end: View, feet_y: float, aspect: float) -> tuple[View, View]:
    """The two views as the place behind the actors sees them.

    Where no feet are seen, a lens that comes near people brings their surroundings less near: a close-up keeps a
    window or a tree behind it that can be recognised.
    """
    bottom = max(view.box(aspect)[3] for view in (start, end))
    if bottom >= feet_y - 20 or start.width >= STAGE_WIDTH * 0.8:
        return start, end
    widths = [STAGE_WIDTH * (view.width / STAGE_WIDTH) ** 0.74 for view in (start, end)]
    first, last = (
        clamped(View(view.x, view.y, width), aspect) for view, width in zip((start, end), widths, strict=True)
    )
    return first, last
