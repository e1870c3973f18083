"""Keyframes of the animatic: the first and the last drawing of a shot.

What belongs here: writing the two pictures. What does not: drawing (`backends/drawing`).
"""

from pathlib import Path

import cv2

from sparkle_motion_dagster.backends.protocols import ImageRequest, MadeImages
from sparkle_motion_dagster.errors import BackendError

_FRAMES = 48
"""A shot's real length is not known yet; its camera opens and closes the same whatever it will be."""


class AnimaticImages:
    """Draws keyframes from the picture's description. Same request, same bytes."""

    name = "animatic"
    version = "4"
    draft = True
    workers: int | None = None
    packages = ("resvg-py", "opencv-python-headless", "numpy", "pillow", "resources/drawing", "resources/fonts")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Draw both pictures as PNG."""
        from sparkle_motion_dagster.backends.drawing.stage import (
            Stage,  # all of the kit: not needed to say what is stale
        )

        stage = Stage(request.picture, _FRAMES, 24)
        paths = (folder / "start.png", folder / "end.png")
        for path, number in zip(paths, (0, _FRAMES - 1), strict=True):
            if not cv2.imwrite(str(path), stage.frame(number), [cv2.IMWRITE_PNG_COMPRESSION, 4]):
                raise BackendError(f"{path.name} could not be written; free space or fix rights, then run again")
        return MadeImages(*paths, notes=tuple(dict.fromkeys(stage.notes)))
