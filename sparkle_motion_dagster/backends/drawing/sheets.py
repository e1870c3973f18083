"""From SVG to pixels, and sheets of pixels over one another.

What belongs here: rasterising, warping, compositing. What does not: what is drawn, where the camera stands.

Pixels are premultiplied BGRA uint8 (height, width, 4) for sheets, BGR uint8 (height, width, 3) for frames.
resvg holds Python's lock and costs the most, so only what a camera sees is rasterised, at the size it is seen.
"""

import io
from dataclasses import dataclass

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from sparkle_motion_dagster.backends.drawing.framing import View
from sparkle_motion_dagster.backends.drawing.svg import document

Pixels = NDArray[np.uint8]
cv2.setNumThreads(1)  # every core has a process of its own


@dataclass(frozen=True)
class Sheet:
    """Pixels that cover a rectangle of the stage (or of a figure's own space)."""

    pixels: Pixels
    x: float
    y: float
    scale: float
    """Pixels for one stage unit."""


def raster(svg: str, box: tuple[float, float, float, float], scale: float) -> Sheet:
    """Draw `box` (x, y, width, height in the fragment's units) at `scale` pixels for one unit."""
    x, y, width, height = box
    width_px, height_px = max(round(width * scale), 2), max(round(height * scale), 2)
    text = document(svg, (x, y, width_px / scale, height_px / scale), width_px, height_px)
    png = resvg_py.svg_to_bytes(svg_string=text, width=width_px, height=height_px, skip_system_fonts=True)
    image = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    return Sheet(premultiplied(np.asarray(image)), x, y, scale)


def premultiplied(rgba: NDArray[np.uint8]) -> Pixels:
    """Straight RGBA as premultiplied BGRA."""
    alpha = rgba[..., 3:]
    colours = cv2.multiply(cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), cv2.merge([alpha] * 4), scale=1 / 255)
    colours[..., 3] = rgba[..., 3]
    return colours


def stacked(below: Pixels, above: Pixels) -> Pixels:
    """One sheet over another of the same size."""
    rest = cv2.merge([255 - above[..., 3]] * 4)
    return cv2.add(above, cv2.multiply(below, rest, scale=1 / 255))


def blurred(sheet: Sheet, radius_px: float) -> Sheet:
    """Out of focus."""
    if radius_px < 0.6:
        return sheet
    return Sheet(cv2.GaussianBlur(sheet.pixels, (0, 0), radius_px), sheet.x, sheet.y, sheet.scale)


def placed(sheet: Sheet, view: View, width_px: int, height_px: int) -> NDArray[np.float32]:
    """The 2×3 matrix from the sheet's pixels to the frame's, for a camera that sees `view`."""
    zoom = width_px / view.width
    left, top = view.x - view.width / 2, view.y - view.width * height_px / width_px / 2
    factor = zoom / sheet.scale
    return np.array(
        [[factor, 0, (sheet.x - left) * zoom + (factor - 1) / 2], [0, factor, (sheet.y - top) * zoom + (factor - 1) / 2]],
        np.float32,
    )


def lay(frame: Pixels, sheet: Pixels, matrix: NDArray[np.float32], opaque: bool = False) -> None:
    """Lay a sheet over the frame, in place. Only the part of the frame that it touches is worked on."""
    height_px, width_px = frame.shape[:2]
    rows, columns = sheet.shape[:2]
    corners = np.array([[0, 0, 1], [columns, 0, 1], [0, rows, 1], [columns, rows, 1]], np.float32) @ matrix.T
    x0, y0 = np.floor(corners.min(axis=0)).astype(int) - 1
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width_px), min(y1, height_px)
    if x0 >= x1 or y0 >= y1:
        return
    local = matrix.copy()
    local[:, 2] -= (x0, y0)
    border = cv2.BORDER_REPLICATE if opaque else cv2.BORDER_CONSTANT
    moved = cv2.warpAffine(sheet, local, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=border)
    target = frame[y0:y1, x0:x1]
    if opaque:
        target[:] = moved[..., :3]
        return
    rest = cv2.cvtColor(255 - moved[..., 3], cv2.COLOR_GRAY2BGR)
    target[:] = cv2.add(cv2.cvtColor(moved, cv2.COLOR_BGRA2BGR), cv2.multiply(np.ascontiguousarray(target), rest, scale=1 / 255))


def vignette(width_px: int, height_px: int) -> Pixels:
    """How bright each pixel stays, 0-255 (height, width, 3): corners a little darker."""
    y, x = np.mgrid[-1 : 1 : height_px * 1j, -1 : 1 : width_px * 1j]
    fall = np.clip((x**2 * 0.8 + y**2 * 0.9) - 0.45, 0, None)
    light = (255 * np.clip(1 - 0.22 * fall, 0.6, 1)).astype(np.uint8)
    return cv2.cvtColor(light, cv2.COLOR_GRAY2BGR)
