"""Backends that fail on purpose, and as told: real drawings that stand still for some seeds, an inspector who is afraid.

Run as a program it is `sparkle` which knows them; in a test, `flawed_profile` makes them known.
"""

import os
import signal
from dataclasses import field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import yaml
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.protocols import InspectionRequest, MadeClip, VideoRequest
from sparkle_motion_dagster.backends.registry import BACKENDS
from sparkle_motion_dagster.backends.video.animatic import AnimaticVideo
from sparkle_motion_dagster.film.qa import ShotFindings
from sparkle_motion_dagster.media.encode import VideoWriter
from sparkle_motion_dagster.media.reading import opened_film

_HERE = "sparkle_motion_dagster_tests.crafts.flawed"


@dataclass(frozen=True)
class FlawedVideo:
    """The animatic; a clip of one of these seeds stands still for this share of its length."""

    frozen: dict[int, float] = field(default_factory=dict)
    deadly: tuple[str, ...] = ()
    """Shots whose process is killed, as for want of memory."""

    name: ClassVar[str] = "flawed"
    version: ClassVar[str] = "1"
    draft: ClassVar[bool] = True
    draws_itself: ClassVar[bool] = True
    workers: ClassVar[int | None] = None

    def model_inputs(self) -> dict[str, Any]:
        """Its recipes know what it does; a death leaves nothing behind."""
        return {"frozen": {str(seed): share for seed, share in self.frozen.items()}}

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Draw it, then hold its first frame."""
        if request.shot_id in self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        made = AnimaticVideo().render(request, folder)
        share = self.frozen.get(request.seed)
        if share is None:
            return made
        with opened_film(made.video) as film:
            frames = [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]
        made.video.unlink()
        size = request.picture.width_px, request.picture.height_px
        held = round(share * len(frames))
        with VideoWriter(made.video, *size, request.fps) as writer:
            for number, frame in enumerate(frames):
                writer.write(np.ascontiguousarray(frames[0] if number < held else frame))
        return made


@dataclass(frozen=True)
class WaryInspection:
    """Measures as ever, and thinks these shots unsafe."""

    afraid_of: tuple[str, ...] = ()

    name: ClassVar[str] = "wary"
    version: ClassVar[str] = "1"
    workers: ClassVar[int | None] = None

    def model_inputs(self) -> dict[str, Any]:
        """Its recipes know what it thinks."""
        return {"afraid_of": list(self.afraid_of)}

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Measure, and be afraid."""
        found = MeasuredInspection().inspect(request)
        return found.model_copy(update={"safety_violation": request.shot_id in self.afraid_of})


def know_them() -> None:
    """Make them known to profiles."""
    BACKENDS["video"]["flawed"] = f"{_HERE}:FlawedVideo"
    BACKENDS["inspection"]["wary"] = f"{_HERE}:WaryInspection"


def flawed_profile(tiny: Path, path: Path, **changes: Any) -> Path:
    """The tiny profile with other fields, and other `crafts`: {"video": {"frozen": {…}}}."""
    know_them()
    profile = yaml.safe_load(tiny.read_text(encoding="utf-8"))
    crafts = changes.pop("crafts", {})
    named = {"video": "flawed", "inspection": "wary"}
    profile["crafts"] |= {craft: {"backend": named[craft], "settings": made} for craft, made in crafts.items()}
    path.write_text(yaml.safe_dump(profile | changes), encoding="utf-8")
    return path


if __name__ == "__main__":
    from sparkle_motion_dagster.cli.main import main

    know_them()
    main()
