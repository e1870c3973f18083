"""Actors in pixels: body, head, blinking eyes and mouths as sheets, and how they move.

What belongs here: rasterising one figure at the size a shot needs; its movement as matrices. What does not: where it
stands (`blocking.py`), the camera (`framing.py`), when it speaks.

A head is rasterised once, without its mouth; lids and mouths are small patches cut to the head's own pixel grid, so
that a mouth moved later (by lip-sync) falls on exactly the pixels that the clip's mouth fell on.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sparkle_motion_dagster.backends.drawing import idle
from sparkle_motion_dagster.backends.drawing.blocking import Standing
from sparkle_motion_dagster.backends.drawing.layer import Box, FigureDrawing, Viseme
from sparkle_motion_dagster.backends.drawing.sheets import Matrix, Pixels, Sheet, lay, onto, over, raster
from sparkle_motion_dagster.backends.drawing.stride import Stride

_SIZES = tuple(1.12**step for step in range(-24, 30))
"""Figures are rasterised at one of these scales, so that shots of nearly one size share their drawings."""
_SHADOW = (
    '<radialGradient id="shadow"><stop offset="0" stop-color="#05060f" stop-opacity=".5"/>'
    '<stop offset=".6" stop-color="#05060f" stop-opacity=".26"/><stop offset="1" stop-color="#05060f" stop-opacity="0"/>'
    '</radialGradient><ellipse cx="0" cy="0" rx="100" ry="14" fill="url(#shadow)"/>'
)


def drawing_scale(needed: float) -> float:
    """The scale to rasterise at for a need of `needed` pixels for a unit: a little above it, never far below."""
    return next((size for size in _SIZES if size >= needed * 0.97), _SIZES[-1])


@dataclass
class Actor:
    """One figure of a shot, in pixels.

    Args:
        standing: the figure in its place.
        scale: pixels for a stage unit that the shot needs at its nearest.
        reach: left, top, right, bottom of all that the camera ever sees, stage units.
        stride: how it moves through the shot.
    """

    standing: Standing
    scale: float
    reach: Box
    stride: Stride
    step: Callable[[int], FigureDrawing] | None = None
    """The figure in a phase of its step; None: it has no legs to step with, and hops."""
    _steps: dict[int, tuple[Sheet, float]] = field(default_factory=dict)
    _faces: dict[bool, Pixels] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """character_id."""
        return self.standing.figure.character_id

    @cached_property
    def body(self) -> Sheet:
        """The body, as far down as the camera sees it."""
        return self._body_of(self.standing.drawing)

    def _body_of(self, drawing: FigureDrawing) -> Sheet:
        x, y, width, height = drawing.box
        # cut to coarse steps, so that shots that differ by a hair share the drawing
        cut = math.ceil((self.reach[3] - self.standing.y + 20) / 40) * 40
        bottom = min(y + height, cut)
        return raster(drawing.body, (x, y, width, max(bottom - y, 2.0)), drawing_scale(self.scale))

    def _stepping(self, at_s: float) -> tuple[Sheet, float]:
        """The body at a moment, and how much lower than drawn it is."""
        phase = self.stride.phase(at_s) if self.step is not None else None
        if self.step is None or phase is None:
            return self.body, -self.stride.hop(at_s) if self.step is None else 0.0
        if phase not in self._steps:
            drawing = self.step(phase)
            self._steps[phase] = self._body_of(drawing), drawing.sinks
        return self._steps[phase]

    def _feet(self, at_s: float) -> tuple[float, float]:
        return self.standing.x + self.stride.x(at_s), self.standing.y + self._stepping(at_s)[1]

    @cached_property
    def _bare_head(self) -> Sheet:
        x, y, width, height = self.standing.drawing.head_box
        box = (x - 4, y - 4, width + 8, height + 8)
        return raster(self.standing.drawing.head, box, drawing_scale(self.scale))

    def patch(self, svg: str, box: Box) -> tuple[Pixels, int, int]:
        """A fragment on the head's pixel grid: its pixels and the head's pixel at which their corner lies."""
        head = self._bare_head
        left = math.floor((box[0] - head.x) * head.scale)
        top = math.floor((box[1] - head.y) * head.scale)
        exact = head.x + left / head.scale, head.y + top / head.scale
        sheet = raster(svg, (*exact, box[2] + 2 / head.scale, box[3] + 2 / head.scale), head.scale)
        return sheet.pixels, round((sheet.x - head.x) * head.scale), round((sheet.y - head.y) * head.scale)

    def head(self, closed: bool) -> Sheet:
        """The head with open or closed eyes; the mouth rests."""
        if closed not in self._faces:
            drawing = self.standing.drawing
            face = self._bare_head.pixels.copy()
            if closed:
                _stamped(face, *self.patch(drawing.eyes_closed, drawing.head_box))
            _stamped(face, *self.patch(drawing.mouth("X"), drawing.mouth_box))
            self._faces[closed] = face
        return Sheet(self._faces[closed], self._bare_head.x, self._bare_head.y, self._bare_head.scale)

    def mouth(self, viseme: Viseme) -> Sheet:
        """The part of the head around the mouth, with this mouth; the same part for every shape."""
        drawing, head = self.standing.drawing, self._bare_head
        x, y, width, height = drawing.mouth_box
        rows, columns = head.pixels.shape[:2]
        left = min(max(math.floor((x - head.x) * head.scale) - 2, 0), columns - 2)
        top = min(max(math.floor((y - head.y) * head.scale) - 2, 0), rows - 2)
        right = min(math.ceil((x + width - head.x) * head.scale) + 2, columns)
        bottom = min(math.ceil((y + height - head.y) * head.scale) + 2, rows)
        face = head.pixels.copy()
        _stamped(face, *self.patch(drawing.mouth(viseme), drawing.mouth_box))
        part = np.ascontiguousarray(face[top:bottom, left:right])
        return Sheet(part, head.x + left / head.scale, head.y + top / head.scale, head.scale)

    def body_matrix(self, at_s: float, stage: Matrix) -> Matrix:
        """From the figure's units to the frame's pixels; `stage`: from stage units to the frame's pixels."""
        stretch = idle.breath(self.name, at_s)
        x, y = self._feet(at_s)
        own = np.array([[1, 0, x], [0, stretch, y], [0, 0, 1]], np.float64)
        return (stage @ own).astype(np.float32)

    def head_matrix(self, at_s: float, stage: Matrix) -> Matrix:
        """The same for the head, which rides on the breathing body and tilts about the neck."""
        neck_x, neck_y = self.standing.drawing.neck
        angle = math.radians(idle.head_tilt_deg(self.name, at_s, self.standing.figure.speaking))
        cos, sin = math.cos(angle), math.sin(angle)
        lifted = neck_y * idle.breath(self.name, at_s)
        feet_x, feet_y = self._feet(at_s)
        x = feet_x + neck_x - cos * neck_x + sin * neck_y
        y = feet_y + lifted - sin * neck_x - cos * neck_y
        own = np.array([[cos, -sin, x], [sin, cos, y], [0, 0, 1]], np.float64)
        return (stage @ own).astype(np.float32)

    def draw(self, frame: Pixels, at_s: float, seed: int, stage: Matrix) -> None:
        """Lay the figure over the frame at a moment of the shot."""
        body = self.body_matrix(at_s, stage)
        if self.reach[3] > self.standing.y - 30:
            shadow = raster(_SHADOW, (-110, -16, 220, 32), 1.2)
            ground = body.copy()
            ground[:, 2] -= stage[:, 1] * self._stepping(at_s)[1]  # it stays there when who throws it hops
            lay(frame, shadow.pixels, onto(ground, shadow, stretch_x=self.standing.drawing.box[2] / 200))
        sheet, _ = self._stepping(at_s)
        lay(frame, sheet.pixels, onto(body, sheet))
        head = self.head(idle.eyes_closed(seed, self.name, at_s))
        lay(frame, head.pixels, onto(self.head_matrix(at_s, stage), head))

    def mouth_box(self, matrix: Matrix) -> list[int]:
        """x, y, width, height of the mouth in the frame, pixels, given the head's matrix."""
        x, y, width, height = self.standing.drawing.mouth_box
        points = [[x, y, 1], [x + width, y, 1], [x, y + height, 1], [x + width, y + height, 1]]
        corners = np.array(points) @ matrix.T
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return [round(left), round(top), math.ceil(right - left), math.ceil(bottom - top)]


def _stamped(face: Pixels, patch: Pixels, left: int, top: int) -> None:
    """Lay a patch on the face, in place, cut where it hangs over."""
    rows, columns = face.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + patch.shape[1], columns), min(top + patch.shape[0], rows)
    if x0 < x1 and y0 < y1:
        over(face[y0:y1, x0:x1], np.ascontiguousarray(patch[y0 - top : y1 - top, x0 - left : x1 - left]))
