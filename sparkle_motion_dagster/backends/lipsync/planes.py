"""Painting on decoded frames without leaving their own colours.

What belongs here: changes and pictures as Y, U and V planes, and laying them on a frame. What does not: what they
show. A frame is (height * 3 / 2, width) uint8, Y above U above V, BT.709 in video range: as decoded, as encoded,
so that what is not painted on is not touched.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.sheets import Matrix, Pixels

_KR, _KB = 0.2126, 0.0722
_Y = np.array([_KB, 1 - _KR - _KB, _KR]) * 219 / 255
_TO_YUV = np.array(
    [
        _Y,
        (np.array([1.0, 0, 0]) - _Y * 255 / 219) / (2 * (1 - _KB)) * 224 / 255,
        (np.array([0, 0, 1.0]) - _Y * 255 / 219) / (2 * (1 - _KR)) * 224 / 255,
    ],
    np.float32,
)
"""From B, G, R (0…255) to Y, U, V without their offsets."""
FROM_YUV = np.linalg.inv(_TO_YUV.astype(np.float64)).astype(np.float32)
"""And back."""
Values = NDArray[np.float32]


@dataclass(frozen=True)
class Planes:
    """One frame's planes as views into it: writing in them writes in the frame."""

    y: Pixels
    u: Pixels
    v: Pixels


def planes_of(frame: Pixels) -> Planes:
    """The planes of a frame. Its height must be even."""
    height_px = frame.shape[0] * 2 // 3
    half = height_px // 2, frame.shape[1] // 2
    area = half[0] * half[1]
    rest = frame[height_px:].reshape(-1)
    return Planes(frame[:height_px], rest[:area].reshape(half), rest[area : 2 * area].reshape(half))


def change(before: Pixels, after: Pixels) -> Values:
    """What turns one premultiplied BGRA picture into another: (h, w, 3) float32 steps of Y, U, V."""
    step = after[..., :3].astype(np.float32) - before[..., :3].astype(np.float32)
    return cv2.transform(step, _TO_YUV)


def add_change(planes: Planes, step: Values, matrix: Matrix, light: float) -> None:
    """Add a change to the frame at its place; `matrix`: from its pixels to the frame's; `light`: 1 unless dimmed."""
    rows, columns = step.shape[:2]
    corners = np.array([[-1, -1, 1], [columns, -1, 1], [-1, rows, 1], [columns, rows, 1]], np.float32) @ matrix.T
    height_px, width_px = planes.y.shape
    # even edges, so that one chroma pixel is never half inside
    x0, y0 = (int(v) // 2 * 2 for v in np.maximum(np.floor(corners.min(axis=0)), 0))
    x1, y1 = (int(v) + 2 for v in np.ceil(corners.max(axis=0)))
    x1, y1 = min(x1 // 2 * 2, width_px), min(y1 // 2 * 2, height_px)
    if x0 >= x1 or y0 >= y1:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    moved = cv2.warpAffine(step, local, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR) * np.float32(light)
    _add(planes.y[y0:y1, x0:x1], moved[..., 0])
    half = cv2.resize(moved[..., 1:], ((x1 - x0) // 2, (y1 - y0) // 2), interpolation=cv2.INTER_AREA)
    _add(planes.u[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2], half[..., 0])
    _add(planes.v[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2], half[..., 1])


def _add(plane: Pixels, step: Values) -> None:
    plane[:] = np.clip(np.rint(plane + step), 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Label:
    """A premultiplied BGRA picture ready to be laid on frames at one place."""

    x_px: int
    y_px: int
    colours: tuple[Values, Values, Values]
    clear: tuple[Values, Values]
    """How much of the frame shows through, at full and at half size, 0…1."""

    @classmethod
    def of(cls, picture: Pixels, x_px: int, y_px: int, width_px: int, height_px: int) -> "Label":
        """Prepare a picture whose corner belongs at (x_px, y_px) of frames of this size."""
        left, top = max(x_px, 0) // 2 * 2, max(y_px, 0) // 2 * 2
        right, bottom = min(x_px + picture.shape[1] + 1, width_px), min(y_px + picture.shape[0] + 1, height_px)
        right, bottom = left + (right - left) // 2 * 2, top + (bottom - top) // 2 * 2
        sheet = np.zeros((bottom - top, right - left, 4), np.float32)
        x0, y0 = max(x_px, left), max(y_px, top)
        x1, y1 = min(x_px + picture.shape[1], right), min(y_px + picture.shape[0], bottom)
        sheet[y0 - top : y1 - top, x0 - left : x1 - left] = picture[y0 - y_px : y1 - y_px, x0 - x_px : x1 - x_px]
        alpha = (sheet[..., 3] / 255).astype(np.float32)
        yuv = cv2.transform(np.ascontiguousarray(sheet[..., :3]), _TO_YUV)
        size = (sheet.shape[1] // 2, sheet.shape[0] // 2)
        half = cv2.resize(np.dstack([yuv[..., 1:], alpha]), size, interpolation=cv2.INTER_AREA)
        half_alpha = half[..., 2]
        colours = (yuv[..., 0] + 16 * alpha, half[..., 0] + 128 * half_alpha, half[..., 1] + 128 * half_alpha)
        return cls(left, top, colours, (1 - alpha, 1 - half_alpha))

    def lay(self, planes: Planes) -> None:
        """Lay the picture on a frame."""
        for plane, colour, clear, part in (
            (planes.y, self.colours[0], self.clear[0], 1),
            (planes.u, self.colours[1], self.clear[1], 2),
            (planes.v, self.colours[2], self.clear[1], 2),
        ):
            x, y = self.x_px // part, self.y_px // part
            rows, columns = colour.shape
            target = plane[y : y + rows, x : x + columns]
            target[:] = np.clip(np.rint(target * clear + colour), 0, 255).astype(np.uint8)
