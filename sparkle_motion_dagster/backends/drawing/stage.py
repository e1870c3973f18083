"""A shot's stage, built from its picture, that gives any frame of it.

What belongs here: gathering place, cast, props and weather; laying them over one another for a moment. What does
not: how each is drawn, geometry (`framing.py`), pixels (`sheets.py`), files.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing import idle
from sparkle_motion_dagster.backends.drawing.figure import draw_figure
from sparkle_motion_dagster.backends.drawing.framing import (
    Standing,
    View,
    between,
    closing,
    opened_for,
    opening,
    spread,
)
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, STAGE_HEIGHT, STAGE_WIDTH, Layer, Place, PropDrawing
from sparkle_motion_dagster.backends.drawing.places.kit import draw_place
from sparkle_motion_dagster.backends.drawing.props import draw_prop, find_prop
from sparkle_motion_dagster.backends.drawing.sheets import Pixels, Sheet, blurred, lay, placed, raster, vignette
from sparkle_motion_dagster.backends.drawing.weather import lightning_at, overlay_frames
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.media.text import draft_mark

TWOS = 2
"""Each drawing is shown for two frames, as animators do."""
_BLUR_PX = {"close": 7.0, "medium": 3.2, "insert": 6.0, "two_shot": 1.2}
"""Softness of what is far behind the actors, at 720 lines."""
_SHADOW = (
    '<radialGradient id="shadow"><stop offset="0" stop-color="#05060f" stop-opacity=".5"/>'
    '<stop offset=".6" stop-color="#05060f" stop-opacity=".26"/><stop offset="1" stop-color="#05060f" stop-opacity="0"/>'
    '</radialGradient><ellipse cx="0" cy="0" rx="100" ry="14" fill="url(#shadow)"/>'
)
_MARGIN = 14.0
"""Stage units around what a camera sees, for what sways into it."""
_FLASH_S = 0.28

Matrix = NDArray[np.float32]
_raster = lru_cache(maxsize=64)(raster)


@dataclass(frozen=True)
class PlacedProp:
    """A thing in its place: the middle of its base, stage units."""

    drawing: PropDrawing
    x: float
    y: float
    scale: float = 1.0

    @property
    def centre(self) -> tuple[float, float, float]:
        """Middle of the thing and its larger side."""
        x, y, width, height = (v * self.scale for v in self.drawing.box)
        return self.x + x + width / 2, self.y + y + height / 2, max(width, height)


@dataclass(frozen=True)
class _Backdrop:
    sheet: Sheet
    layer: Layer


@dataclass
class Stage:
    """Everything of one shot. Frames are numbered from 0 at `fps`; building is lazy."""

    picture: Picture
    frames: int
    fps: int
    notes: list[str] = field(default_factory=list)

    @property
    def duration_s(self) -> float:
        """Length of the shot."""
        return self.frames / self.fps

    @cached_property
    def place(self) -> Place:
        """Where it is."""
        p = self.picture
        place = draw_place(p.place, p.interior, p.time_of_day, p.weather, p.scene_seed)
        if not place.known:
            self.notes.append(f"no drawing of the place {p.place!r}: a {place.kind} stands in")
        return place

    @cached_property
    def cast(self) -> tuple[Standing, ...]:
        """Everyone seen, in place."""
        figures = self.picture.figures
        drawings = [
            draw_figure(f.name, f.description, f.facing, f.expression, self.place.light, f"f{i}")
            for i, f in enumerate(figures)
        ]
        return spread(figures, drawings, self.place.ground_y)

    @cached_property
    def props(self) -> tuple[PlacedProp, ...]:
        """Things seen: in hands, beside people, or alone in the middle of an insert."""
        names = list(self.picture.props)
        if self.picture.framing == "insert" and not names:
            names = list(find_prop(self.picture.description))[:1]
        known = []
        for name in names[:4]:
            drawing = draw_prop(name, self.place.light)
            if drawing.known:
                known.append(drawing)
            else:
                self.notes.append(f"no drawing of {name!r}: left out")
        if self.picture.framing == "insert" and known:
            return (PlacedProp(known[0], STAGE_WIDTH / 2, self.place.ground_y + 20),)
        return tuple(self._beside(drawing, index) for index, drawing in enumerate(known))

    def _beside(self, drawing: PropDrawing, index: int) -> PlacedProp:
        height = drawing.box[3]
        focus = next((s for s in self.cast if s.figure.character_id == self.picture.focus), None)
        standing = focus or (self.cast[index % len(self.cast)] if self.cast else None)
        if standing is None:
            return PlacedProp(drawing, STAGE_WIDTH * (0.36 + 0.26 * index), self.place.ground_y + 26)
        side = -1 if standing.figure.facing == "left" else 1
        if height < 75 and index == 0:
            reach = standing.drawing.box[2] * 0.28
            return PlacedProp(drawing, standing.x + side * reach, standing.y - standing.drawing.height * 0.44)
        offset = standing.drawing.box[2] * 0.5 + drawing.box[2] * 0.45 + 26 * index
        return PlacedProp(drawing, standing.x - side * offset, self.place.ground_y + 8)

    @cached_property
    def views(self) -> tuple[View, View]:
        """Where the camera opens and closes."""
        aspect = self.picture.width_px / self.picture.height_px
        thing = self.props[0].centre if self.picture.framing == "insert" and self.props else None
        start = opened_for(opening(self.picture, self.cast, thing), self.picture.camera, aspect)
        return start, closing(start, self.picture.camera, aspect)

    def _share(self, number: int) -> float:
        return number / max(self.frames - 1, 1)

    def _seen(self, depth: float) -> tuple[tuple[float, float, float, float], float]:
        """What the camera ever sees of a sheet at this depth, and the pixels for a unit that it needs there."""
        aspect = self.picture.width_px / self.picture.height_px
        ends = [between(*self.views, share, depth) for share in (0.0, 1.0)]
        left = min(v.x - v.width / 2 for v in ends) - _MARGIN
        right = max(v.x + v.width / 2 for v in ends) + _MARGIN
        top = min(v.y - v.height(aspect) / 2 for v in ends) - _MARGIN
        bottom = max(v.y + v.height(aspect) / 2 for v in ends) + _MARGIN
        x0, y0, width, height = OVERSCAN
        left, top = max(left, x0), max(top, y0)
        right, bottom = min(right, x0 + width), min(bottom, y0 + height)
        return (left, top, right - left, bottom - top), self.picture.width_px / min(v.width for v in ends)

    def _blur_px(self, depth: float) -> float:
        softness = _BLUR_PX.get(self.picture.framing, 0.0) * self.picture.height_px / 720
        return softness * min(abs(1.15 - depth) + 0.25, 1.0)

    @cached_property
    def _backdrops(self) -> tuple[list[_Backdrop], list[_Backdrop]]:
        """Sheets behind the actors and before them. Still neighbours at one depth become one sheet."""
        behind: list[_Backdrop] = []
        before: list[_Backdrop] = []
        merged: list[Layer] = []
        for layer in self.place.layers:
            last = merged[-1] if merged else None
            near = last is not None and abs(last.depth - layer.depth) < 0.16 and (last.depth <= 1) == (layer.depth <= 1)
            if last is not None and near and last.motion == layer.motion == "still":
                merged[-1] = Layer(last.name, last.svg + layer.svg, last.depth, "still")
            else:
                merged.append(layer)
        for layer in merged:
            if layer.depth > 1 and self.picture.framing in ("close", "insert"):
                continue  # a leaf before the lens would hide the face
            box, scale = self._seen(min(layer.depth, 1.0))
            blur_px = self._blur_px(layer.depth)
            shrink = max(blur_px / 1.6, 1.0)
            sheet = blurred(_raster(layer.svg, box, round(scale / shrink, 4)), blur_px / shrink)
            (behind if layer.depth <= 1 else before).append(_Backdrop(sheet, layer))
        return behind, before

    @cached_property
    def _bodies(self) -> list[dict[str, Sheet]]:
        """Each figure's sheets: body, head with open eyes, head with closed eyes; mouths shut."""
        box, scale = self._seen(1.0)
        sheets = []
        for standing in self.cast:
            drawing = standing.drawing
            head = drawing.head + drawing.mouth("X")
            sheets.append(
                {
                    "shadow": _raster(_SHADOW, (-110, -16, 220, 32), min(scale, 1.2)),
                    "body": _raster(drawing.body, _within(drawing.box, box, standing), scale),
                    "open": _raster(head, _padded(drawing.head_box), scale),
                    "closed": _raster(drawing.head + drawing.eyes_closed + drawing.mouth("X"), _padded(drawing.head_box), scale),
                }
            )
        return sheets

    @cached_property
    def _things(self) -> list[tuple[Sheet, PlacedProp]]:
        scale = self._seen(1.0)[1]
        return [(_raster(p.drawing.svg, p.drawing.box, scale), p) for p in self.props]

    @cached_property
    def _weather(self) -> list[Sheet]:
        p = self.picture
        scale = p.width_px / STAGE_WIDTH
        overlays = overlay_frames(p.weather, p.time_of_day, p.seed, bool(p.interior))
        return [_raster(svg, (0, 0, STAGE_WIDTH, STAGE_HEIGHT), scale) for svg in overlays]

    @cached_property
    def _flashes(self) -> tuple[float, ...]:
        storm = self.picture.weather == "storm" and not self.picture.interior
        return lightning_at(self.picture.seed, self.duration_s) if storm else ()

    @cached_property
    def _finish(self) -> tuple[Pixels, Pixels, int, int]:
        mark, x, y = draft_mark(self.picture.width_px, self.picture.height_px)
        return vignette(self.picture.width_px, self.picture.height_px), mark, x, y

    def head_matrix(self, index: int, number: int) -> Matrix:
        """2×3 from a figure's own units to the frame's pixels, for its head at a frame."""
        standing = self.cast[index]
        name = standing.figure.character_id
        at_s = _drawn(number) / self.fps
        view = between(*self.views, self._share(_drawn(number)))
        zoom = self.picture.width_px / view.width
        left = view.x - view.width / 2
        top = view.y - view.height(self.picture.width_px / self.picture.height_px) / 2
        neck_x, neck_y = standing.drawing.neck
        angle = math.radians(idle.head_tilt_deg(name, at_s, standing.figure.speaking))
        cos, sin = math.cos(angle), math.sin(angle)
        lift = neck_y * idle.breath(name, at_s)
        turned = np.array(
            [[cos, -sin, neck_x - cos * neck_x + sin * neck_y], [sin, cos, lift - sin * neck_x - cos * neck_y]], np.float32
        )
        turned[:, 2] += (standing.x, standing.y)
        turned[:, 2] -= (left, top)
        return (turned * zoom).astype(np.float32)

    def _body_matrix(self, index: int, number: int) -> Matrix:
        standing = self.cast[index]
        stretch = idle.breath(standing.figure.character_id, _drawn(number) / self.fps)
        view = between(*self.views, self._share(_drawn(number)))
        zoom = self.picture.width_px / view.width
        left = view.x - view.width / 2
        top = view.y - view.height(self.picture.width_px / self.picture.height_px) / 2
        return np.array([[zoom, 0, (standing.x - left) * zoom], [0, zoom * stretch, (standing.y - top) * zoom]], np.float32)

    def frame(self, number: int) -> Pixels:
        """The frame, (height, width, 3) uint8 BGR."""
        at_s = _drawn(number) / self.fps
        share = self._share(_drawn(number))
        frame = np.zeros((self.picture.height_px, self.picture.width_px, 3), np.uint8)
        behind, before = self._backdrops
        for index, backdrop in enumerate(behind):
            self._lay_backdrop(frame, backdrop, share, at_s, first=index == 0)
        for index in range(len(self.cast)):
            self._lay_figure(frame, index, number, at_s)
        view = between(*self.views, share)
        for sheet, prop in self._things:
            moved = Sheet(sheet.pixels, sheet.x * prop.scale + prop.x, sheet.y * prop.scale + prop.y, sheet.scale / prop.scale)
            lay(frame, moved.pixels, placed(moved, view, self.picture.width_px, self.picture.height_px))
        for backdrop in before:
            self._lay_backdrop(frame, backdrop, share, at_s, first=False)
        return self._finished(frame, number, at_s)

    def _lay_backdrop(self, frame: Pixels, backdrop: _Backdrop, share: float, at_s: float, first: bool) -> None:
        layer, sheet = backdrop.layer, backdrop.sheet
        view = between(*self.views, share, min(layer.depth, 1.0))
        dx, dy, shear = idle.layer_drift(layer.motion, layer.name, at_s)
        matrix = placed(sheet, View(view.x - dx, view.y - dy, view.width), self.picture.width_px, self.picture.height_px)
        if shear:
            rows = sheet.pixels.shape[0]
            matrix[0, 1] -= shear * matrix[0, 0]
            matrix[0, 2] += shear * matrix[0, 0] * rows
        glow = idle.layer_glow(layer.motion, layer.name, at_s)
        pixels = sheet.pixels if glow == 1.0 else cv2.convertScaleAbs(sheet.pixels, alpha=glow)
        lay(frame, pixels, matrix, opaque=first)

    def _lay_figure(self, frame: Pixels, index: int, number: int, at_s: float) -> None:
        standing, sheets = self.cast[index], self._bodies[index]
        name = standing.figure.character_id
        closed = idle.eyes_closed(self.picture.seed, name, self.duration_s, at_s)
        body = self._body_matrix(index, number)
        wide = standing.drawing.box[2] / 200
        shadow = Sheet(sheets["shadow"].pixels, -110 * wide, -16, sheets["shadow"].scale)
        lay(frame, shadow.pixels, composed(body, shadow, (wide, 1.0)))
        lay(frame, sheets["body"].pixels, composed(body, sheets["body"]))
        head = sheets["closed" if closed else "open"]
        lay(frame, head.pixels, composed(self.head_matrix(index, number), head))

    def _finished(self, frame: Pixels, number: int, at_s: float) -> Pixels:
        if self._weather:
            overlay = self._weather[(_drawn(number) // TWOS) % len(self._weather)]
            lay(frame, overlay.pixels, np.array([[1, 0, 0], [0, 1, 0]], np.float32))
        flash = max((1 - abs(at_s - start - 0.08) / _FLASH_S for start in self._flashes), default=0.0)
        if flash > 0:
            frame = cv2.convertScaleAbs(frame, alpha=1 + 0.35 * flash, beta=30 * flash)
        shade, mark, x, y = self._finish
        frame = cv2.multiply(frame, shade, scale=1 / 255)
        lay(frame, mark, np.array([[1, 0, x], [0, 1, y]], np.float32))
        return frame

    def rig(self) -> Mapping[str, object]:
        """Where every face is, for lip-sync and QA: a head matrix for each drawing, a mouth box for each frame."""
        figures = {}
        for index, standing in enumerate(self.cast):
            drawn = [self.head_matrix(index, number) for number in range(0, self.frames, TWOS)]
            boxes = [_mouth_box(standing, matrix) for matrix in drawn]
            figures[standing.figure.character_id] = {
                "index": index,
                "matrices": [[round(float(v), 4) for v in matrix.ravel()] for matrix in drawn],
                "boxes": [boxes[number // TWOS] for number in range(self.frames)],
            }
        return {"backend": "animatic", "twos": TWOS, "frames": self.frames, "figures": figures}


def _drawn(number: int) -> int:
    """The frame whose drawing is shown at this frame."""
    return number - number % TWOS


def _padded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x - 4, y - 4, width + 8, height + 8


def _within(
    box: tuple[float, float, float, float], seen: tuple[float, float, float, float], standing: Standing
) -> tuple[float, float, float, float]:
    """The part of a figure's box that the camera sees, in the figure's units (at least a sliver)."""
    x, y, width, height = box
    left = max(x, seen[0] - standing.x - _MARGIN)
    top = max(y, seen[1] - standing.y - _MARGIN)
    right = min(x + width, seen[0] + seen[2] - standing.x + _MARGIN)
    bottom = min(y + height, seen[1] + seen[3] - standing.y + _MARGIN)
    return left, top, max(right - left, 2.0), max(bottom - top, 2.0)


def composed(matrix: Matrix, sheet: Sheet, stretch: tuple[float, float] = (1.0, 1.0)) -> Matrix:
    """From a sheet's pixels to the frame's, given the matrix from the sheet's units to the frame's pixels."""
    unit = 1 / sheet.scale
    own = np.array(
        [[stretch[0] * unit, 0, sheet.x + 0.5 * unit * stretch[0]], [0, stretch[1] * unit, sheet.y + 0.5 * unit], [0, 0, 1]],
        np.float32,
    )
    result = matrix @ own
    result[:, 2] -= 0.5
    return result.astype(np.float32)


def _mouth_box(standing: Standing, matrix: Matrix) -> list[int]:
    x, y, width, height = standing.drawing.mouth_box
    corners = np.array([[x, y, 1], [x + width, y, 1], [x, y + height, 1], [x + width, y + height, 1]]) @ matrix.T
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return [int(left), int(top), int(math.ceil(right - left)), int(math.ceil(bottom - top))]
