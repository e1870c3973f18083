"""The place in pixels: its sheets behind and before the actors, under a moving camera.

What belongs here: rasterising a place once for all its shots, parallax, focus, swaying leaves and flickering lamps.
What does not: what a place looks like (`places/`), actors.

Every layer is rasterised whole at the picture's own size, whatever a shot frames: shots of a scene share the
sheets, and what lies behind a near figure is out of focus anyway.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing import idle
from sparkle_motion_dagster.backends.drawing.framing import View, between
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, Layer, Place
from sparkle_motion_dagster.backends.drawing.sheets import Matrix, Pixels, Sheet, blurred, lay, onto, over, raster
from sparkle_motion_dagster.film.picture import Picture

_BLUR_PX = {"close": 6.0, "medium": 3.0, "insert": 6.0, "two_shot": 1.3}
"""Softness of the place behind the actors, at 720 lines."""
_MARGIN = 24.0
"""Stage units around what a camera sees, for what sways into it."""
_PLATE_DEPTH = 0.7
"""A place out of focus is one sheet at this depth."""


def stage_matrix(view: View, width_px: int, height_px: int) -> Matrix:
    """From stage units to the frame's pixels, for a camera that sees `view`."""
    zoom = width_px / view.width
    left, top = view.x - view.width / 2, view.y - view.width * height_px / width_px / 2
    return np.array([[zoom, 0, -left * zoom], [0, zoom, -top * zoom]], np.float32)


@dataclass
class Backdrop:
    """A place in one shot.

    Args:
        views: the camera's first and last view, as the place sees them.
        near_views: the same for what stands before the actors.
    """

    picture: Picture
    place: Place
    views: tuple[View, View]
    near_views: tuple[View, View]

    @property
    def _size(self) -> tuple[int, int]:
        return self.picture.width_px, self.picture.height_px

    @property
    def _scale(self) -> float:
        _, _, width, height = self.place.widest
        return max(self.picture.width_px / width, self.picture.height_px / height)

    @property
    def _soft_px(self) -> float:
        return _BLUR_PX.get(self.picture.framing, 0.0) * self.picture.height_px / 720

    @cached_property
    def _behind(self) -> list[tuple[Layer, Sheet]]:
        layers = _merged([layer for layer in self.place.layers if layer.depth <= 1])
        if self._soft_px:
            return [(Layer("plate", "", _PLATE_DEPTH), self._plate(layers))]
        sheets = [(layer, raster(layer.svg, OVERSCAN, self._scale)) for layer in layers]
        return self._flattened(sheets) if self.picture.camera == "hold" else sheets

    @cached_property
    def _before(self) -> list[tuple[Layer, Sheet]]:
        if self.picture.framing in ("close", "medium", "insert"):
            return []  # a leaf before the lens would hide the face
        layers = _merged([layer for layer in self.place.layers if layer.depth > 1])
        sheets = [(layer, raster(layer.svg, OVERSCAN, self._scale)) for layer in layers]
        return [(layer, blurred(sheet, self._soft_px)) for layer, sheet in sheets]

    def _whole(self, sheets: Sequence[Sheet]) -> Sheet:
        """Sheets over one another as one sheet of the whole overscan."""
        x, y, width, height = OVERSCAN
        pixels = np.zeros((round(height * self._scale), round(width * self._scale), 4), np.uint8)
        for sheet in sheets:
            left, top = round((sheet.x - x) * self._scale), round((sheet.y - y) * self._scale)
            rows, columns = sheet.pixels.shape[:2]
            y0, x0 = max(top, 0), max(left, 0)
            y1, x1 = min(top + rows, pixels.shape[0]), min(left + columns, pixels.shape[1])
            part = np.ascontiguousarray(sheet.pixels[y0 - top : y1 - top, x0 - left : x1 - left])
            over(pixels[y0:y1, x0:x1], part)
        return Sheet(pixels, x, y, self._scale)

    def _plate(self, layers: Sequence[Layer]) -> Sheet:
        """The whole place behind the actors as one sheet, cut to what is ever seen, out of focus."""
        whole = self._whole([raster(layer.svg, OVERSCAN, self._scale) for layer in layers])
        height_px, width_px = whole.pixels.shape[:2]
        aspect = self._size[0] / self._size[1]
        boxes = [between(*self.views, share, _PLATE_DEPTH).box(aspect) for share in (0.0, 1.0)]
        left = max(int((min(b[0] for b in boxes) - _MARGIN - whole.x) * whole.scale), 0)
        top = max(int((min(b[1] for b in boxes) - _MARGIN - whole.y) * whole.scale), 0)
        right = min(int((max(b[2] for b in boxes) + _MARGIN - whole.x) * whole.scale) + 1, width_px)
        bottom = min(int((max(b[3] for b in boxes) + _MARGIN - whole.y) * whole.scale) + 1, height_px)
        part = np.ascontiguousarray(whole.pixels[top:bottom, left:right])
        zoom = self._size[0] / min(view.width for view in self.views) / whole.scale
        sheet = Sheet(part, whole.x + left / whole.scale, whole.y + top / whole.scale, whole.scale)
        return blurred(sheet, self._soft_px / zoom)

    def _flattened(self, sheets: list[tuple[Layer, Sheet]]) -> list[tuple[Layer, Sheet]]:
        """Still neighbours as one sheet: while the camera holds, no parallax can be seen between them."""
        flat: list[tuple[Layer, Sheet]] = []
        for still, group in groupby(sheets, key=lambda pair: pair[0].motion == "still"):
            pairs = list(group)
            if still and len(pairs) > 1:
                flat.append((pairs[-1][0], self._whole([sheet for _, sheet in pairs])))
            else:
                flat.extend(pairs)
        return flat

    @cached_property
    def _filled(self) -> bool:
        """Whether the first sheet alone covers all that the camera ever sees, so that it need not be mixed."""
        layer, sheet = self._behind[0]
        aspect = self._size[0] / self._size[1]
        left, top = sheet.x, sheet.y
        right, bottom = left + sheet.pixels.shape[1] / sheet.scale, top + sheet.pixels.shape[0] / sheet.scale
        boxes = [between(*self.views, share, layer.depth).box(aspect) for share in (0.0, 1.0)]
        covered = all(left <= b[0] and top <= b[1] and b[2] <= right and b[3] <= bottom for b in boxes)
        return covered and layer.motion == "still" and int(sheet.pixels[..., 3].min()) == 255

    def draw_behind(self, frame: Pixels, share: float, at_s: float) -> None:
        """Fill the frame with what is behind the actors."""
        if not self._filled:
            frame.view(np.uint32)[:] = int.from_bytes(bytes((0, 0, 0, 255)), sys.byteorder)  # as fast as it gets
        for index, (layer, sheet) in enumerate(self._behind):
            opaque = index == 0 and self._filled
            self._lay(frame, layer, sheet, between(*self.views, share, layer.depth), at_s, opaque)

    def draw_before(self, frame: Pixels, share: float, at_s: float) -> None:
        """Lay what is between the actors and the lens."""
        for layer, sheet in self._before:
            self._lay(frame, layer, sheet, between(*self.near_views, share, min(layer.depth, 1.3)), at_s, opaque=False)

    def _lay(self, frame: Pixels, layer: Layer, sheet: Sheet, view: View, at_s: float, opaque: bool) -> None:
        dx, dy, shear = idle.layer_drift(layer.motion, layer.name, at_s)
        matrix = stage_matrix(View(view.x - dx, view.y - dy, view.width), *self._size)
        if shear:  # the foot of the stage stays, all above it leans
            own = np.array([[1, -shear, shear * (OVERSCAN[1] + OVERSCAN[3])], [0, 1, 0], [0, 0, 1]], np.float64)
            matrix = (matrix @ own).astype(np.float32)
        glow = idle.layer_glow(layer.motion, layer.name, at_s)
        pixels = sheet.pixels if glow == 1.0 else cv2.convertScaleAbs(sheet.pixels, alpha=glow)
        lay(frame, pixels, onto(matrix, sheet), opaque=opaque)


def _merged(layers: Sequence[Layer]) -> list[Layer]:
    """Still neighbours at nearly one depth as one layer."""
    merged: list[Layer] = []
    for layer in layers:
        last = merged[-1] if merged else None
        if last and abs(last.depth - layer.depth) < 0.16 and last.motion == layer.motion == "still":
            merged[-1] = Layer(layer.name, last.svg + layer.svg, layer.depth)
        else:
            merged.append(layer)
    return merged
