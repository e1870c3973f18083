"""A mouth made by a model laid on the frame: only the lower face, with soft edges, everything else as it was decoded.

What belongs here: frames as pictures for models, and laying what they made on frames. What does not: making it.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.planes import FROM_YUV, Label, Planes, planes_of

_TOP_FROM, _TOP_FULL = 0.45, 0.58
"""Of the face's height: above the first nothing is changed, below the second all of it is."""
_SIDE, _BOTTOM = 0.16, 0.10
"""Of the face's width and height: how far the soft edges reach into it."""


def as_picture(frame: Pixels) -> Pixels:
    """A frame as decoded (Y above U above V, BT.709, video range) as (h, w, 3) BGR, rounded and not cut off: what is made
    from it and laid back has the colours that it had."""
    planes = planes_of(frame)
    size = planes.y.shape[1], planes.y.shape[0]
    chroma = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (planes.u, planes.v))
    yuv = np.dstack([planes.y, *chroma]).astype(np.float32) - np.array([16, 128, 128], np.float32)
    return np.asarray(np.clip(np.rint(cv2.transform(yuv, FROM_YUV)), 0, 255), np.uint8)


@lru_cache(maxsize=64)
def lower_face(width_px: int, height_px: int) -> NDArray[np.float32]:
    """(h, w): how much of a made face is seen, 0 to 1: its lower half, soft at every edge."""
    down = (np.arange(height_px) + 0.5) / height_px
    across = (np.arange(width_px) + 0.5) / width_px
    rows = _soft((down - _TOP_FROM) / (_TOP_FULL - _TOP_FROM)) * _soft((1 - down) / _BOTTOM)
    columns = _soft(across / _SIDE) * _soft((1 - across) / _SIDE)
    return np.asarray(rows[:, None] * columns[None, :], np.float32)


def _soft(share: NDArray[np.float64]) -> NDArray[np.float64]:
    within = np.clip(share, 0, 1)
    return within * within * (3 - 2 * within)


def lay_face(planes: Planes, made: Pixels, place: tuple[int, int, int, int], weight: float) -> None:
    """Lay the lower half of a made face on the frame.

    Args:
        planes: the frame; written in.
        made: (h, w, 3) BGR, of any size.
        place: left, top, right, bottom of the face in the frame, in pixels.
        weight: 0 leaves the frame as it is, 1 lays it on wholly.
    """
    left, top, right, bottom = place
    size = right - left, bottom - top
    enlarges = size[0] > made.shape[1]
    fitted = cv2.resize(made, size, interpolation=cv2.INTER_CUBIC if enlarges else cv2.INTER_AREA)
    alpha = lower_face(*size) * np.float32(weight)
    sheet = np.dstack([fitted.astype(np.float32) * alpha[..., None], alpha * 255])
    height_px, width_px = planes.y.shape
    Label.of(np.asarray(np.rint(sheet), np.uint8), left, top, width_px, height_px).lay(planes)
