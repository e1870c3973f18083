"""Whether mouths move while their owners speak, and rest while they do not.

What belongs here: following a rig's mouth boxes through the frames, and the measure. What does not: finding mouths in a
picture that has no rig, limits (`thresholds.py`).

The rig is the clip's JSON: `{"figures": {character_id: {"boxes": [[x, y, w, h] of the mouth, per frame]}}}`, pixels.
A mouth is open in a frame when its box differs from its look at rest, which is the middle look of the frames in which
its owner is silent.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.inspection import thresholds as limits
from sparkle_motion_dagster.backends.protocols import TimedLine
from sparkle_motion_dagster.errors import BackendError

Box = tuple[float, float, float, float]
CROP_WIDTH, CROP_HEIGHT = 24, 16
RING = 0.25
"""How far around its box a mouth's surroundings reach, in widths and heights of the box."""
EDGE_S = 0.12
"""Frames so near a line's edges count neither as speaking nor as silent: mouths lead the sound and close after it."""
SMOOTH_S = 0.2


@dataclass(frozen=True)
class MouthMovement:
    """One speaker's mouth in a clip. Shares are of frames, 0 to 1; None where there are too few to say."""

    character_id: str
    name: str
    speaking_frames: int
    open_speaking: float
    silent_frames: int
    open_silent: float | None
    correlation: float | None
    """Of the mouth's opening with the loudness of the speaker's own lines, −1 to 1."""


def read_boxes(rig: Path) -> dict[str, list[Box]]:
    """Mouth boxes by character; {} if the rig tells none. Raises BackendError if the file is no such rig."""
    try:
        figures = json.loads(rig.read_text(encoding="utf-8")).get("figures") or {}
        return {
            str(character): [_box(box) for box in figure["boxes"]]
            for character, figure in figures.items()
            if figure.get("boxes")
        }
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise BackendError(f"{rig.name}: cannot be read as a clip's rig ({error!r}); render the clip again") from error


def _box(box: Sequence[float]) -> Box:
    x, y, width, height = (float(number) for number in box)
    return x, y, width, height


class MouthWatch:
    """Is shown every frame, and keeps a small picture of each mouth."""

    def __init__(self, boxes: dict[str, list[Box]]) -> None:
        self._boxes = boxes
        self._crops: dict[str, list[NDArray[np.uint8] | None]] = {character: [] for character in boxes}
        self._lights: dict[str, list[float]] = {character: [] for character in boxes}

    def see(self, luma: NDArray[np.uint8]) -> None:
        """Look at the next frame, (h, w), video range."""
        for character, crops in self._crops.items():
            track = self._boxes[character]
            number = len(crops)
            crops.append(_crop(luma, track[number]) if number < len(track) else None)
            self._lights[character].append(_light_around(luma, track[number]) if crops[-1] is not None else 1.0)

    def movement(
        self, character_id: str, lines: Sequence[TimedLine], envelope: NDArray[np.float32], fps: float
    ) -> MouthMovement | None:
        """How the mouth of a character moved with its lines; None if its mouth cannot be seen.

        Args:
            lines: this character's lines, on screen.
            envelope: loudness of the speech under each frame.
        """
        crops = self._crops.get(character_id, [])
        seen = np.array([crop is not None for crop in crops], bool)
        count = min(len(crops), len(envelope))
        speaking = _frames_within(lines, count, fps, -EDGE_S) & seen[:count]
        silent = ~_frames_within(lines, count, fps, EDGE_S) & seen[:count]
        if not speaking.any():
            return None
        empty = np.zeros((CROP_HEIGHT, CROP_WIDTH), np.uint8)
        looks = np.stack([empty if crop is None else crop for crop in crops[:count]]).astype(np.float32) - 16.0
        # A fade or a flash of lightning changes the light of the whole face; that is no movement of the mouth.
        lights = np.array(self._lights[character_id][:count], np.float32)
        looks *= (np.median(lights[seen[:count]]) / lights)[:, None, None]
        rest = np.median(looks[silent] if silent.sum() >= 3 else looks[speaking], axis=0)
        opening = np.abs(looks - rest).mean(axis=(1, 2))
        is_open = opening > limits.MOUTH_OPEN_LUMA
        own = np.where(_frames_within(lines, count, fps, 0.0), envelope[:count], 0.0)
        return MouthMovement(
            character_id=character_id,
            name=lines[0].character_name,
            speaking_frames=int(speaking.sum()),
            open_speaking=round(float(is_open[speaking].mean()), 3),
            silent_frames=int(silent.sum()),
            open_silent=round(float(is_open[silent].mean()), 3) if silent.sum() >= 3 else None,
            correlation=_correlation(opening[seen[:count]], own[seen[:count]], fps),
        )


def _crop(luma: NDArray[np.uint8], box: Box) -> NDArray[np.uint8] | None:
    import cv2

    x, y, width, height = box
    frame_height, frame_width = luma.shape
    if width < 2 or height < 2 or x < 0 or y < 0 or x + width > frame_width or y + height > frame_height:
        return None
    centre = (x + width / 2 - 0.5, y + height / 2 - 0.5)
    # The box moves by parts of a pixel with the camera; cutting between pixels keeps a still mouth still.
    cut = cv2.getRectSubPix(luma, (max(2, round(width)), max(2, round(height))), centre)
    return np.asarray(cv2.resize(cut, (CROP_WIDTH, CROP_HEIGHT), interpolation=cv2.INTER_AREA))


def _light_around(luma: NDArray[np.uint8], box: Box) -> float:
    """Mean luma of the face around the mouth, above black; 1 at least."""
    x, y, width, height = (round(number) for number in box)
    inner = luma[y : y + height, x : x + width]
    outer = luma[
        max(0, round(y - RING * height)) : round(y + (1 + RING) * height),
        max(0, round(x - RING * width)) : round(x + (1 + RING) * width),
    ]
    ring = (float(outer.sum(dtype=np.int64)) - float(inner.sum(dtype=np.int64))) / max(1, outer.size - inner.size)
    return max(1.0, ring - 16.0)


def _frames_within(lines: Sequence[TimedLine], count: int, fps: float, margin_s: float) -> NDArray[np.bool_]:
    times_s = (np.arange(count) + 0.5) / fps
    within = np.zeros(count, bool)
    for line in lines:
        within |= (times_s >= line.start_s - margin_s) & (times_s <= line.end_s + margin_s)
    return within


def _correlation(opening: NDArray[np.float32], loudness: NDArray[np.float32], fps: float) -> float | None:
    width = max(1, round(SMOOTH_S * fps))
    if len(opening) <= width:
        return None
    kernel = np.ones(width) / width
    one, other = (np.convolve(series, kernel, mode="same") for series in (opening, loudness))
    if one.std() < 1e-6 or other.std() < 1e-6:
        return None
    return round(float(np.corrcoef(one, other)[0, 1]), 3)
