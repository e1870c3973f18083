"""From SVG to pixels, and sheets of pixels over one another.

What belongs here: rasterising, warping, compositing. What does not: what is drawn, where the camera stands.

Pixels are premultiplied BGRA uint8 (height, width, 4), frames too: four channels warp and mix twice as fast as three.
resvg holds Python's lock and costs the most, so a process keeps what it has rasterised.
"""

import io
from collections import OrderedDict
from dataclasses import dataclass

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from sparkle_motion_dagster.backends.drawing.layer import Box
from sparkle_motion_dagster.backends.drawing.svg import document

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float32]
"""2×3, from one pixel grid or space to another."""
_KEPT_BYTES = 192 * 2**20
_PROBED_PX = 300_000
"""Larger drawings are looked at small first, and only the part that is not empty is rasterised."""
cv2.setNumThreads(1)  # every core has a process of its own


@dataclass(frozen=True)
class Sheet:
    """Pixels that cover a rectangle of the stage (or of a figure's own space)."""

    pixels: Pixels
    x: float
    y: float
    scale: float
    """Pixels for one stage unit."""


_kept: OrderedDict[tuple[str, Box, float], Sheet] = OrderedDict()


def raster(svg: str, box: Box, scale: float) -> Sheet:
    """Draw `box` (x, y, width, height in the fragment's units) at `scale` pixels for one unit, trimmed to what shows.

    The process keeps the latest 192 MB, so shots of one scene draw their place once. Nobody may write in the pixels.
    """
    key = (svg, box, round(scale, 4))
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    sheet = _trimmed(_drawn(svg, box, scale))
    sheet.pixels.flags.writeable = False
    _kept[key] = sheet
    used = sum(kept.pixels.nbytes for kept in _kept.values())
    while used > _KEPT_BYTES and len(_kept) > 1:
        used -= _kept.popitem(last=False)[1].pixels.nbytes
    return sheet


def _drawn(svg: str, box: Box, scale: float) -> Sheet:
    x, y, width, height = box
    width_px, height_px = max(round(width * scale), 2), max(round(height * scale), 2)
    left, top, right, bottom = 0, 0, width_px, height_px
    if width_px * height_px > _PROBED_PX:  # most of the cost is pixels, and most layers leave most of them empty
        step = 8
        probe = _rgba(svg, (x, y, width_px / scale, height_px / scale), width_px // step, height_px // step)
        found_x, found_y, columns, rows = cv2.boundingRect(np.ascontiguousarray(probe[..., 3]))
        left, right = max((found_x - 2) * step, 0), min((found_x + columns + 3) * step, width_px)
        top, bottom = max((found_y - 2) * step, 0), min((found_y + rows + 3) * step, height_px)
    part = (x + left / scale, y + top / scale, (right - left) / scale, (bottom - top) / scale)
    return Sheet(premultiplied(_rgba(svg, part, right - left, bottom - top)), part[0], part[1], scale)


def _rgba(svg: str, box: Box, width_px: int, height_px: int) -> Pixels:
    text = document(svg, box, width_px, height_px)
    png = resvg_py.svg_to_bytes(svg_string=text, width=width_px, height=height_px, skip_system_fonts=True)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def _trimmed(sheet: Sheet) -> Sheet:
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(sheet.pixels[..., 3]))
    if width == 0 or height == 0:
        return Sheet(np.zeros((1, 1, 4), np.uint8), sheet.x, sheet.y, sheet.scale)
    if (height, width) == sheet.pixels.shape[:2]:
        return sheet
    # one clear pixel around, so that edges stay soft when the sheet is moved by parts of a pixel
    padded = cv2.copyMakeBorder(sheet.pixels[top : top + height, left : left + width], 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return Sheet(padded, sheet.x + (left - 1) / sheet.scale, sheet.y + (top - 1) / sheet.scale, sheet.scale)


def premultiplied(rgba: Pixels) -> Pixels:
    """Straight RGBA as premultiplied BGRA."""
    alpha = rgba[..., 3]
    colours = cv2.multiply(cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), cv2.merge([alpha] * 4), scale=1 / 255)
    colours[..., 3] = alpha
    return colours


def over(below: Pixels, above: Pixels) -> None:
    """Lay one sheet on another of the same size, in place. `below` may be part of a larger array."""
    rest = cv2.merge([cv2.bitwise_not(cv2.extractChannel(above, 3))] * 4)
    cv2.add(above, cv2.multiply(below, rest, scale=1 / 255), dst=below)


def blurred(sheet: Sheet, radius_px: float) -> Sheet:
    """Out of focus."""
    if radius_px < 0.6:
        return sheet
    soft = cv2.GaussianBlur(sheet.pixels, (0, 0), radius_px, borderType=cv2.BORDER_REPLICATE)
    return Sheet(soft, sheet.x, sheet.y, sheet.scale)


def onto(matrix: Matrix, sheet: Sheet, stretch_x: float = 1.0) -> Matrix:
    """From the sheet's pixels to the frame's, given the matrix from the sheet's units to the frame's pixels."""
    unit = 1 / sheet.scale
    own = np.array(
        [
            [stretch_x * unit, 0, (sheet.x + 0.5 * unit) * stretch_x],
            [0, unit, sheet.y + 0.5 * unit],
            [0, 0, 1],
        ],
        np.float64,
    )
    result = matrix.astype(np.float64) @ own
    result[:, 2] -= 0.5  # pixels are known by their centres
    return result.astype(np.float32)


def lay(frame: Pixels, sheet: Pixels, matrix: Matrix, opaque: bool = False) -> None:
    """Lay a sheet over the frame, in place. Only the part of the frame that it touches is worked on."""
    height_px, width_px = frame.shape[:2]
    rows, columns = sheet.shape[:2]
    corners = np.array([[-1, -1, 1], [columns, -1, 1], [-1, rows, 1], [columns, rows, 1]], np.float32) @ matrix.T
    x0, y0 = np.floor(corners.min(axis=0)).astype(int)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width_px), min(y1, height_px)
    if x0 >= x1 or y0 >= y1:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    border = cv2.BORDER_REPLICATE if opaque else cv2.BORDER_CONSTANT
    target = frame[y0:y1, x0:x1]
    if opaque:
        cv2.warpAffine(sheet, local, (x1 - x0, y1 - y0), dst=target, flags=cv2.INTER_LINEAR, borderMode=border)
        return
    over(target, cv2.warpAffine(sheet, local, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=border))


def stamp(frame: Pixels, picture: Pixels, x_px: int, y_px: int) -> None:
    """Lay a picture on whole pixels of the frame, in place; what hangs over the edges is cut."""
    x0, y0 = max(x_px, 0), max(y_px, 0)
    x1 = min(x_px + picture.shape[1], frame.shape[1])
    y1 = min(y_px + picture.shape[0], frame.shape[0])
    if x0 < x1 and y0 < y1:
        over(frame[y0:y1, x0:x1], np.ascontiguousarray(picture[y0 - y_px : y1 - y_px, x0 - x_px : x1 - x_px]))


def vignette(width_px: int, height_px: int) -> Pixels:
    """How bright each pixel stays, 0-255 (height, width, 4): corners a little darker."""
    y, x = np.mgrid[-1 : 1 : height_px * 1j, -1 : 1 : width_px * 1j]
    fall = np.clip((x**2 * 0.8 + y**2 * 0.9) - 0.45, 0, None)
    light = np.round(255 * np.clip(1 - 0.22 * fall, 0.6, 1)).astype(np.uint8)
    return cv2.merge([light, light, light, np.full_like(light, 255)])
