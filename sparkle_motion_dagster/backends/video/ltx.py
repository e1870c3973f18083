"""Clips by LTX-2.

What belongs here: what is particular to LTX-2. What does not: what it shares with other video models
(`diffusers_video.py`).
"""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.animator import Animator, Guidance
from sparkle_motion_dagster.backends.video.diffusers_video import DiffusersVideo
from sparkle_motion_dagster.backends.video.ltx_animator import LtxAnimator
from sparkle_motion_dagster.backends.video.ltx_checkpoint import read_ltx


@dataclass(frozen=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))
class LtxVideo(DiffusersVideo):
    """Moves pictures with LTX-2, which is told the film's frame rate and takes both pictures."""

    model: str = "ltx-2"
    steps: Annotated[int, Field(ge=1, le=200)] = 30
    guidance: Annotated[float, Field(ge=0, le=30)] = 3.0
    perturbed_guidance: Annotated[float, Field(ge=0, le=10)] = 1.0
    """Guidance away from what the model makes with some of its blocks disturbed; 0: none, and a third faster."""
    perturbed_blocks: tuple[Annotated[int, Field(ge=0)], ...] = (28,)
    sound_guidance: Annotated[float, Field(ge=1, le=10)] = 3.0
    """How closely picture and the sound that the model imagines belong together; 1: not minded, and faster."""

    name: ClassVar[str] = "ltx"
    family: ClassVar[str] = "ltx-2"
    animator: ClassVar[type[Animator]] = LtxAnimator
    trained_on: ClassVar[dict[str, tuple[float, int]]] = {"ltx-2": (0.375, 121)}

    def read(self, snapshot: Snapshot) -> Abilities:
        """From its configurations."""
        return read_ltx(snapshot)

    def model_inputs(self) -> dict[str, Any]:
        """With LTX-2's own settings."""
        own = {
            "perturbed_guidance": self.perturbed_guidance,
            "perturbed_blocks": list(self.perturbed_blocks) if self.perturbed_guidance else [],
            "sound_guidance": self.sound_guidance,
        }
        return {**super().model_inputs(), **own}

    def guided(self) -> Guidance:
        """All of its kinds of guidance, for picture and sound alike."""
        extra: tuple[tuple[str, Any], ...] = (
            ("audio_guidance_scale", self.guidance),
            ("stg_scale", self.perturbed_guidance),
            ("audio_stg_scale", self.perturbed_guidance),
            ("spatio_temporal_guidance_blocks", list(self.perturbed_blocks) if self.perturbed_guidance else None),
            ("modality_scale", self.sound_guidance),
            ("audio_modality_scale", self.sound_guidance),
        )
        return Guidance(self.guidance, extra=extra)
