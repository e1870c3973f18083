"""Faces followed through a clip: which boxes of which frames are one face, and where it is between them.

What belongs here: pure linking, filling and smoothing of boxes. What does not: finding faces (`face_finder.py`), names
(`speaking_faces.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.lipsync.face_finder import Box

_SAME_FACE = 0.3
"""Two boxes of neighbouring frames are one face if they share this part of what they cover together."""
_LEAST_SHARE = 0.15
"""A face that is there in fewer of the frames looked at is none."""
_SMOOTHED_FRAMES = 5

Boxes = NDArray[np.float64]


@dataclass
class FaceTrack:
    """One face's boxes by frame number."""

    boxes: dict[int, Box] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last frame it was found in."""
        return max(self.boxes)

    @property
    def centre_x(self) -> float:
        """Where it stands, in pixels from the left: the middle of all its places."""
        return float(np.median([box.centre_x for box in self.boxes.values()]))

    @property
    def area(self) -> float:
        """How large it is, in square pixels."""
        return float(np.median([box.area for box in self.boxes.values()]))

    def filled(self, frames: int, longest_gap: int, smooth: bool) -> Boxes:
        """(frames, 4): x, y, width, height in every frame, not a number where it is not known.

        Args:
            frames: of the clip.
            longest_gap: between two frames in which it was found so many are filled in. Where it is lost for longer, half
                as many keep the box of the frame next to them, and so at both ends.
            smooth: average each box with its neighbours, five together, so that the mouth does not shiver.
        """
        known = np.full((frames, 4), np.nan)
        numbers, reach = sorted(self.boxes), longest_gap // 2
        for number in numbers:
            known[number] = self.boxes[number]
        for one, other in pairwise(numbers):
            if 1 < other - one <= longest_gap + 1:
                shares = np.linspace(0, 1, other - one + 1)[1:-1, None]
                known[one + 1 : other] = known[one] * (1 - shares) + known[other] * shares
            elif other - one > 1:
                known[one + 1 : one + 1 + reach] = known[one]
                known[other - reach : other] = known[other]
        known[max(0, numbers[0] - reach) : numbers[0]] = known[numbers[0]]
        known[numbers[-1] + 1 : numbers[-1] + 1 + reach] = known[numbers[-1]]
        return _smoothed(known) if smooth else known


def _smoothed(boxes: Boxes) -> Boxes:
    half = _SMOOTHED_FRAMES // 2
    smooth = boxes.copy()
    for number in np.flatnonzero(~np.isnan(boxes[:, 0])):
        near = boxes[max(0, number - half) : number + half + 1]
        smooth[number] = near[~np.isnan(near[:, 0])].mean(axis=0)
    return smooth


def follow(found: Mapping[int, Sequence[Box]], longest_gap: int) -> list[FaceTrack]:
    """The faces of a clip from left to right, those that are only a flicker left out.

    Args:
        found: boxes by the number of each frame that was looked at.
        longest_gap: a face that is found again after so many frames is the same if it is where it was.
    """
    tracks: list[FaceTrack] = []
    for number in sorted(found):
        near = [track for track in tracks if number - track.last <= longest_gap]
        pairs = sorted(
            ((_shared(track.boxes[track.last], box), -a, -b) for a, track in enumerate(near) for b, box in enumerate(found[number])),
            reverse=True,
        )  # fmt: skip
        used: set[int] = set()
        for shared, a, b in pairs:
            track, which = near[-a], -b
            if shared >= _SAME_FACE and which not in used and number not in track.boxes:
                track.boxes[number] = found[number][which]
                used.add(which)
        tracks += [FaceTrack({number: box}) for index, box in enumerate(found[number]) if index not in used]
    joined = _joined(tracks)
    least = max(1.0, _LEAST_SHARE * len(found))
    return sorted((track for track in joined if len(track.boxes) >= least), key=lambda track: track.centre_x)


def _joined(tracks: list[FaceTrack]) -> list[FaceTrack]:
    """A face that was lost for longer and stands where it stood is the same face."""
    joined: list[FaceTrack] = []
    for track in sorted(tracks, key=lambda one: min(one.boxes)):
        for before in joined:
            if before.last < min(track.boxes) and _shared(before.boxes[before.last], track.boxes[min(track.boxes)]) > 0:
                before.boxes |= track.boxes
                break
        else:
            joined.append(track)
    return joined


def _shared(one: Box, other: Box) -> float:
    """How much of what both cover they both cover, 0 to 1."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (one.area + other.area - width * height)
