"""Clips by Wan 2.1 and 2.2.

What belongs here: what is particular to Wan. What does not: what it shares with other video models
(`diffusers_video.py`).
"""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.animator import Animator, Guidance
from sparkle_motion_dagster.backends.video.diffusers_video import DiffusersVideo
from sparkle_motion_dagster.backends.video.wan_animator import WanAnimator
from sparkle_motion_dagster.backends.video.wan_checkpoint import read_wan


@dataclass(frozen=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))
class WanVideo(DiffusersVideo):
    """Moves pictures with a Wan checkpoint of any kind; what it can do is read from its files."""

    model: str = "wan2.2-ti2v-5b"
    guidance_2: Annotated[float, Field(ge=0, le=30)] | None = None
    """Guidance of the second expert of an A14B; None: the same."""
    flow_shift: Annotated[float, Field(gt=0, le=20)] | None = None
    """How the sampler's steps lie: about 3 for 480p, 5 for 720p; None: the checkpoint's own."""

    name: ClassVar[str] = "wan"
    family: ClassVar[str] = "wan-14b"
    animator: ClassVar[type[Animator]] = WanAnimator
    trained_on: ClassVar[dict[str, tuple[float, int]]] = {"wan-5b": (0.88, 121)}

    def read(self, snapshot: Snapshot) -> Abilities:
        """From its configurations."""
        return read_wan(snapshot)

    def model_inputs(self) -> dict[str, Any]:
        """With Wan's own settings."""
        return {**super().model_inputs(), "guidance_2": self.guidance_2, "flow_shift": self.flow_shift}

    def guided(self) -> Guidance:
        """Of both experts."""
        return Guidance(self.guidance, self.guidance_2)

    def changes(self) -> Callable[[Any], None]:
        """The checkpoint's own sampler, with the shift asked for."""
        shift = self.flow_shift

        def changed(pipeline: Any) -> None:
            if shift is not None:
                own = pipeline.scheduler
                named = "flow_shift" if "flow_shift" in own.config else "shift"
                pipeline.scheduler = type(own).from_config(own.config, **{named: shift})

        return changed

    def loaded_with(self) -> tuple[object, ...]:
        """The shift."""
        return (self.flow_shift,)
