"""Clips of the animatic: the shot's stage under its moving camera, on twos.

What belongs here: the frames of a clip in order, fades, the rig. What does not: drawing (`backends/drawing`).
"""

import json
from pathlib import Path

import cv2

from sparkle_motion_dagster.backends.drawing.layer import TWOS
from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.protocols import MadeClip, VideoRequest
from sparkle_motion_dagster.backends.video.fades import fade
from sparkle_motion_dagster.media.encode import VideoWriter


class AnimaticVideo:
    """Animates the drawing whose first frame is the start image. Same request, same bytes."""

    name = "animatic"
    version = "4"
    draft = True
    draws_itself = True
    workers: int | None = None
    packages = ("resvg-py", "opencv-python-headless", "numpy", "pillow", "av", "resources/drawing", "resources/fonts")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Render exactly `request.frames` frames."""
        from sparkle_motion_dagster.backends.drawing.stage import (
            Stage,  # all of the kit: not needed to say what is stale
        )

        stage = Stage(request.picture, request.frames, request.fps)
        video, rig = folder / "clip.mp4", folder / "rig.json"
        size = request.picture.width_px, request.picture.height_px
        with VideoWriter(video, *size, request.fps) as writer:
            for number in range(0, request.frames, TWOS):
                times = min(TWOS, request.frames - number)
                writer.write(_faded(stage.frame(number), number, request), times)
        drawn = (number - number % TWOS for number in range(request.frames))
        fades = [round(fade(number, request.frames, request.transition), 4) for number in drawn]
        told = {**stage.rig(), "fade": fades}
        rig.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
        return MadeClip(video, rig, tuple(dict.fromkeys(stage.notes)))


def _faded(frame: Pixels, number: int, request: VideoRequest) -> Pixels:
    light = fade(number, request.frames, request.transition)
    return frame if light >= 1 else cv2.convertScaleAbs(frame, alpha=light)
