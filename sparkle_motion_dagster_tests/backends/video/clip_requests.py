"""Requests for clips with two telling pictures, and their frames read back, for tests of video models.

What belongs here: building and decoding them. What does not: tests.
"""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sparkle_motion_dagster.backends.protocols import VideoRequest
from sparkle_motion_dagster_tests.backends.images.requests import image_request

SIZE = (96, 64)


def picture(path: Path, colour: str, box: tuple[int, int, int, int]) -> Path:
    """A PNG: a white box on a colour."""
    image = Image.new("RGB", SIZE, colour)
    image.paste("white", box)
    image.save(path)
    return path


def clip_request(
    folder: Path,
    frames: int = 9,
    fps: int = 16,
    seed: int = 7,
    prompt: str = "rain",
    transition: str = "cut",
    **paths: Path,
) -> VideoRequest:
    """From a box on navy to a box on dark red, unless `paths` names another `start` or `end`."""
    start = paths.get("start") or picture(folder / "start.png", "navy", (10, 10, 40, 40))
    end = paths.get("end") or picture(folder / "end.png", "darkred", (50, 20, 90, 60))
    return VideoRequest(
        "s010", image_request(size=SIZE).picture, start, end, prompt, frames, fps, transition, seed
    )  # fmt: skip


def decoded(path: Path) -> NDArray[np.int_]:
    """All frames: (n, height, width, 3) RGB."""
    with av.open(str(path)) as film:
        return np.stack([frame.to_ndarray(format="rgb24").astype(int) for frame in film.decode(video=0)])
