"""No lip-sync: the clip with its speech and subtitles, every mouth as it was.

What belongs here: passing through, and saying so. What does not: mouths.
"""

from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.lipsync.burning import frames_of, labels_of
from sparkle_motion_dagster.backends.lipsync.planes import Label, planes_of
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.encode import VideoWriter, add_sound


class NoLipsync:
    """Adds the speech and burns the subtitles. Same request, same bytes."""

    name: ClassVar[str] = "none"
    version: ClassVar[str] = "1"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = None
    packages: ClassVar[tuple[str, ...]] = ("av", "resources/fonts")

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """The same frames, with sound. Without subtitles to burn, the picture is copied, not encoded again."""
        video = folder / "lipsynced.mp4"
        samples, rate = read_wav(request.speech)
        labels = labels_of(request) if request.subtitles else []
        if labels:
            _burn(request, labels, video, samples, rate)
        else:
            add_sound(request.clip, samples, rate, video)
        seen = dict.fromkeys(line.character_name for line in request.lines if line.on_screen)
        notes = tuple(f"{name} speaks with a still mouth: the profile names no lip-sync" for name in seen)
        return MadeLipsync(video, mouths_moved=False, notes=notes)


def _burn(
    request: LipsyncRequest,
    labels: list[tuple[Label, float, float]],
    video: Path,
    samples: NDArray[np.float32],
    rate: int,
) -> None:
    picture = request.picture
    with VideoWriter(video, picture.width_px, picture.height_px, request.fps, rate) as writer:
        writer.write_sound(samples)
        for number, frame in enumerate(frames_of(request.clip)):
            planes = planes_of(frame)
            for label, start_s, end_s in labels:
                if start_s <= number / request.fps < end_s:
                    label.lay(planes)
            writer.write_planes(frame)
        if writer.frames != request.frames:
            raise BackendError(
                f"shot {request.shot_id}: {request.clip.name} has {writer.frames} frames, {request.frames} were expected; "
                "render the clip again"
            )
