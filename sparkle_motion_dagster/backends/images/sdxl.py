"""Keyframes by Stable Diffusion XL.

What belongs here: what is particular to SDXL. What does not: everything that it shares with other diffusers models.
"""

from typing import ClassVar, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.images.diffusers_images import DiffusersImages


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class SdxlImages(DiffusersImages):
    """Paints keyframes with SDXL or a fine-tuned model of its architecture."""

    model: str = "sdxl-base"
    multiple_px: Literal[8, 16, 32, 64] = 8

    name: ClassVar[str] = "sdxl"
    family: ClassVar[str] = "sdxl"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionXLPipeline",)
