"""A title or end card as a clip like any other.

What belongs here: a picture that comes up from black and goes back to it. What does not: the picture (`cards.py`).
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.finished import screen

FADE_S = 0.5


def card_clip(card: NDArray[np.uint8], made: Path, *, frames: int, fps: int) -> Path:
    """Encode a card, (h, w, 3) RGB, of exactly so many frames, with the settings of drawn shots; all of it is decoded.

    Raises:
        MediaError: it could not be written, or not so many frames decode.
    """
    height_px, width_px = card.shape[:2]
    still = np.ascontiguousarray(card[:, :, ::-1])  # the writer takes BGR
    fade = min(round(FADE_S * fps), frames // 3)
    # Eased, so that the light neither jumps nor stops.
    lights = [share * share * (3 - 2 * share) for share in (np.arange(fade) + 1) / (fade + 1)]
    rising = [np.asarray(cv2.convertScaleAbs(still, alpha=light), np.uint8) for light in lights]
    with VideoWriter(made, width_px, height_px, fps) as writer:
        for dimmed in rising:
            writer.write(dimmed)
        writer.write(still, times=frames - 2 * fade)
        for dimmed in reversed(rising):
            writer.write(dimmed)
    if (decoded := screen(made, frozenset(), {}).frames) != frames:
        raise MediaError(f"{made.name}: {decoded} frames decode, {frames} expected")
    return made
