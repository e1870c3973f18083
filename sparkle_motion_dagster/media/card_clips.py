"""A title or end card as a clip like any other.

What belongs here: a still that comes up from black and goes back to it. What does not: the still (`cards.py`).
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.images import open_picture

FADE_S = 0.5


def card_clip(image: Path, made: Path, *, frames: int, fps: int, width_px: int, height_px: int) -> Path:
    """Encode a card of exactly so many frames, with the settings of drawn shots. Raises MediaError."""
    picture = open_picture(image)
    if picture.size != (width_px, height_px):
        picture = picture.resize((width_px, height_px), Image.Resampling.LANCZOS)
    still = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])  # the writer takes BGR
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
    return made
