"""Clips of stills: the camera moves over the shot's first picture, which turns into its last.

What belongs here: planning the camera and the change, and the frames. What does not: making the pictures.

An honest way to a film where there is no video model: nothing in the picture moves by itself, and the clip is a draft.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.protocols import MadeClip, VideoRequest
from sparkle_motion_dagster.backends.video.fades import fade
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.plan import CameraMove
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.images import open_picture

_PUSH, _DRIFT, _PAN = 1.14, 1.04, 1.12
"""How much of the picture a move crosses, as its enlargement at the end (or, of a pan, throughout)."""
_CHANGE_FROM, _CHANGE_UNTIL = 0.3, 0.8
"""Share of the clip in which the first picture turns into the last."""


@dataclass(frozen=True)
class View:
    """What the camera sees of the picture: enlargement, and where the middle of the view is (0 left/top, 1 right/bottom
    of the room that the enlargement leaves)."""

    zoom: float
    x: float = 0.5
    y: float = 0.5


def view(camera: CameraMove, share: float) -> View:
    """The camera at a share (0 to 1) of the clip. A hold drifts nearer, hardly seen: a picture that stands is a photo."""
    eased = share * share * (3 - 2 * share)
    match camera:
        case "hold":
            return View(1 + (_DRIFT - 1) * eased)
        case "push":
            return View(1 + (_PUSH - 1) * eased)
        case "pull":
            return View(_PUSH - (_PUSH - 1) * eased)
        case "pan_left":
            return View(_PAN, x=1 - eased)
        case "pan_right":
            return View(_PAN, x=eased)
        case "tilt_up":
            return View(_PAN, y=1 - eased)
        case "tilt_down":
            return View(_PAN, y=eased)


def change(share: float) -> float:
    """How much of the last picture is seen, 0 to 1."""
    within = min(max((share - _CHANGE_FROM) / (_CHANGE_UNTIL - _CHANGE_FROM), 0.0), 1.0)
    return within * within * (3 - 2 * within)


class StillVideo:
    """Moves the camera over stills. Same request, same bytes."""

    name: ClassVar[str] = "still"
    version: ClassVar[str] = "1"
    draft: ClassVar[bool] = True
    workers: ClassVar[int | None] = None
    ignores_seeds: ClassVar[bool] = True
    packages: ClassVar[tuple[str, ...]] = ("av", "opencv-python-headless")

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Render exactly `request.frames` frames. Raises BackendError, MediaError."""
        video, rig = folder / "clip.mp4", folder / "rig.json"
        size = request.picture.width_px, request.picture.height_px
        first, last = (_picture(path, request) for path in (request.start_image, request.end_image))
        same = np.array_equal(first, last)
        with VideoWriter(video, *size, request.fps) as writer:
            for number in range(request.frames):
                share = number / max(request.frames - 1, 1)
                mix = 0.0 if same else change(share)
                picture = first if mix == 0 else cv2.addWeighted(first, 1 - mix, last, mix, 0)
                frame = _seen(np.asarray(picture, np.uint8), view(request.picture.camera, share))
                light = fade(number, request.frames, request.transition)
                writer.write(frame if light >= 1 else cv2.convertScaleAbs(frame, alpha=light))
        rig.write_text("{}", encoding="utf-8")
        note = "nothing moves but the camera: the profile makes clips of stills"
        return MadeClip(video, rig, (note,))


def _picture(path: Path, request: VideoRequest) -> Pixels:
    pixels = np.asarray(open_picture(path))[..., ::-1]
    wanted = request.picture.height_px, request.picture.width_px
    if pixels.shape[:2] != wanted:
        raise BackendError(
            f"shot {request.shot_id}: {path.name} is {pixels.shape[1]}×{pixels.shape[0]}, {wanted[1]}×{wanted[0]} expected; "
            "make its images again"
        )
    return np.ascontiguousarray(pixels)


def _seen(picture: Pixels, camera: View) -> Pixels:
    height_px, width_px = picture.shape[:2]
    room_x, room_y = width_px * (camera.zoom - 1), height_px * (camera.zoom - 1)
    matrix = np.array([[camera.zoom, 0, -room_x * camera.x], [0, camera.zoom, -room_y * camera.y]], np.float32)
    warped = cv2.warpAffine(
        picture, matrix, (width_px, height_px), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)
