"""Keyframes by Stable Diffusion XL, and people who keep their looks.

What belongs here: what is particular to SDXL. What does not: everything that it shares with other diffusers models.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.images.diffusers_images import DiffusersImages
from sparkle_motion_dagster.backends.images.ip_adapter import IpAdapter
from sparkle_motion_dagster.backends.versions import backend_inputs
from sparkle_motion_dagster.errors import ProfileError

_OF_LAST_FRAMES = ("end_frame", "end_strength")


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class SdxlImages(DiffusersImages):
    """Paints keyframes with SDXL or a fine-tuned model of its architecture."""

    model: str = "sdxl-base"
    multiple_px: Literal[8, 16, 32, 64] = 8
    characters: Literal["none", "ip_adapter"] = "none"
    """ip_adapter: everybody has a sheet, made once, or a picture of yours, and every shot of them is painted after it."""
    ip_adapter: str = "ip-adapter-sdxl"
    """A name in configs/models.yaml, or a folder that holds both files as they were published."""
    ip_adapter_revision: str | None = None
    ip_adapter_weights: str = "sdxl_models/ip-adapter-plus_sdxl_vit-h.safetensors"
    image_encoder: str = "models/image_encoder"
    """The folder of the CLIP that the adapter was trained with."""
    ip_adapter_scale: Annotated[float, Field(gt=0, le=1)] = 0.6
    """How much references weigh against words."""

    name: ClassVar[str] = "sdxl"
    family: ClassVar[str] = "sdxl"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionXLPipeline",)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.adapter is not None and self.quantisation not in ("preset", "none"):
            raise ProfileError(f"characters: ip_adapter needs whole weights, and quantisation is {self.quantisation}")

    @property
    def adapter(self) -> IpAdapter | None:
        """By which people are painted after references; None: from words alone."""
        if self.characters == "none":
            return None
        return IpAdapter(
            self.ip_adapter,
            self.ip_adapter_revision,
            self.ip_adapter_weights,
            self.image_encoder,
            self.ip_adapter_scale,
        )

    @property
    def keeps_characters(self) -> bool:
        """Whether it is set to paint people after references."""
        return self.characters != "none"

    def character_inputs(self) -> dict[str, Any] | None:
        """For recipes: what makes a character's sheet, and how shots are painted after one."""
        if self.adapter is None:
            return None
        told = backend_inputs(self)
        painted = {key: value for key, value in told["model"].items() if key not in _OF_LAST_FRAMES}
        return {
            "sheet": {**told, "model": painted},
            "reference": {"adapter": self.adapter.identity(), "scale": self.ip_adapter_scale},
        }
