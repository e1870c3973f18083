"""Frames between two frames, where the film needs more (or others) than the model made.

What belongs here: showing a moment between two frames. What does not: which moments (`film_time.py`).
"""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Retime = Literal["motion", "blend", "nearest"]
"""motion: what moves is moved along its way (optical flow). blend: both frames are seen. nearest: the nearer one."""
IN_WORDS: dict[Retime, str] = {
    "motion": "between two of them things are moved along their way (optical flow)",
    "blend": "between two of them both are seen",
    "nearest": "the nearest of them is shown, so some are shown longer than others",
}


class Between:
    """Moments of a clip, asked for in order."""

    def __init__(self, frames: Pixels, how: Retime):
        """`frames`: (n, height, width, 3) uint8."""
        self._frames, self._how = frames, how
        self._pair = -1
        self._flows: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None

    def at(self, moment: float) -> Pixels:
        """The picture at a moment between 0 and n - 1: (height, width, 3) uint8."""
        index = min(int(moment), len(self._frames) - 1)
        share = moment - index
        if share <= 0 or index + 1 >= len(self._frames):
            return np.asarray(self._frames[index])
        if self._how == "nearest":
            return np.asarray(self._frames[index + (share >= 0.5)])
        one, other = self._frames[index], self._frames[index + 1]
        if self._how == "motion":
            one, other = self._moved(index, share)
        return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)

    def _moved(self, index: int, share: float) -> tuple[Pixels, Pixels]:
        """Both frames of a pair, moved to the moment.

        Where a point of the moment was before, and will be after, is not known; it is taken to move as the point that
        lies there in the two frames does, and evenly: the quadratic mixture of both flows.
        """
        one, other = self._frames[index], self._frames[index + 1]
        if self._pair != index or self._flows is None:
            grey = [cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in (one, other)]
            find = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
            there = np.asarray(find.calc(grey[0], grey[1], None), np.float32)
            back = np.asarray(find.calc(grey[1], grey[0], None), np.float32)
            self._pair, self._flows = index, (there, back)
        there, back = self._flows
        to_one = -share * (1 - share) * there + share * share * back
        to_other = (1 - share) ** 2 * there - share * (1 - share) * back
        return _taken_from(one, to_one), _taken_from(other, to_other)


def _taken_from(frame: Pixels, flow: NDArray[np.float32]) -> Pixels:
    height_px, width_px = frame.shape[:2]
    rows, columns = np.mgrid[0:height_px, 0:width_px].astype(np.float32)
    moved = cv2.remap(
        frame, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)
