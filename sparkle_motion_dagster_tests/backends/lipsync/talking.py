"""A drawn clip in which two people talk, and requests to move their mouths.

What belongs here: building and decoding. What does not: tests.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.lipsync.burning import frames_of
from sparkle_motion_dagster.backends.lipsync.mouth_patch import as_picture
from sparkle_motion_dagster.backends.protocols import ImageRequest, LipsyncRequest, TimedLine, VideoRequest
from sparkle_motion_dagster.backends.video.animatic import AnimaticVideo
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.media.audio import write_wav
from sparkle_motion_dagster_tests.backends.animatic_pictures import picture

FRAMES, FPS, RATE_HZ = 41, 24, 48_000
ADA = TimedLine("ada", "ADA", "Good evening.", 0.25, 0.65, True, ())
TOM = TimedLine("tom", "TOM", "Over here!", 1.0, 1.45, True, ())
ADA_SPEAKS, TOM_SPEAKS = range(8, 14), range(26, 32)
"""Frames well within their lines."""


@dataclass(frozen=True)
class Talk:
    """A clip, what is asked of it, and where the drawn mouths are."""

    request: LipsyncRequest
    boxes: dict[str, list[list[int]]]

    def asking(self, **changes: object) -> LipsyncRequest:
        return replace(self.request, **changes)

    def mouth(self, who: str, frame: int) -> NDArray[np.int_]:
        """x, y of the middle of a drawn mouth."""
        x, y, width, height = self.boxes[who][frame]
        return np.array([x + width // 2, y + height // 2])


def talk(folder: Path, shot: Picture | None = None, fps: int = FPS) -> Talk:
    """Ada on the left speaks first, then Tom on the right; 41 frames, a number that no batch divides."""
    shot = shot or picture(camera="push")
    AnimaticImages().make(ImageRequest("s010", shot, "", "", 1), folder)
    start = folder / "start.png"
    clip = AnimaticVideo().render(VideoRequest("s010", shot, start, start, "", FRAMES, fps, "cut", 1), folder)
    sound = np.zeros(round(FRAMES / fps * RATE_HZ), np.float32)
    noise = np.random.default_rng(5)
    for line, pitch_hz in ((ADA, 220), (TOM, 120)):
        at = slice(round(line.start_s * RATE_HZ), min(round(line.end_s * RATE_HZ), len(sound)))
        moments = np.arange(at.stop - at.start) / RATE_HZ
        loudness = 0.2 * np.abs(np.sin(2 * np.pi * 5 * moments))
        sound[at] = loudness * (np.sign(np.sin(2 * np.pi * pitch_hz * moments)) + noise.normal(0, 0.2, len(moments)))
    write_wav(folder / "speech.wav", sound, RATE_HZ)
    request = LipsyncRequest(
        "s010", shot, clip.video, clip.rig, folder / "speech.wav", (ADA, TOM), FRAMES, fps, False, 1
    )  # fmt: skip
    figures = json.loads(clip.rig.read_text())["figures"]
    return Talk(request, {who: figure["boxes"] for who, figure in figures.items()})


def pictures(video: Path) -> NDArray[np.int_]:
    """All frames: (n, height, width, 3) BGR."""
    return np.stack([as_picture(frame).astype(int) for frame in frames_of(video)])


def changed(before: NDArray[np.int_], after: NDArray[np.int_], middle: NDArray[np.int_], reach: int = 6) -> float:
    """How much the picture differs around a place, 0-255."""
    x, y = middle
    part = slice(y - reach, y + reach), slice(x - reach, x + reach)
    return float(np.abs(after[part] - before[part]).mean())
