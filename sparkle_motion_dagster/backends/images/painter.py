"""A diffusers pipeline at work: pictures from words, and pictures from a picture and words.

What belongs here: loading it, calling it, making room for it. What does not: what is painted (`diffusers_images.py`).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.ladder import Rung
from sparkle_motion_dagster.backends.device.placement import QUANTISED, MemoryPlan, Placement
from sparkle_motion_dagster.backends.device.quantisation import quantiser
from sparkle_motion_dagster.backends.images.ip_adapter import IpAdapter
from sparkle_motion_dagster.backends.images.likeness import Likeness
from sparkle_motion_dagster.backends.images.long_prompts import pieces, sdxl_embeds, unread
from sparkle_motion_dagster.backends.images.samplers import use_sampler
from sparkle_motion_dagster.backends.models.loading import load_part, quiet
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.errors import BackendError, ProfileError, WeightsError

_NEEDED = ("prompt", "width", "height", "num_inference_steps", "generator")
_MOVING = {"num_frames", "video", "video_length", "control_video", "frames"}
_GUIDES = {"control_image", "mask_image", "controlnet_conditioning_scale", "adapter_conditioning_scale"}
_PICTURES = {"image", "images", "reference_image", "input_images"}
TILES = "VAE in tiles"
OnStep = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """One picture to be painted."""

    prompt: str
    negative_prompt: str
    width_px: int
    height_px: int
    steps: int
    guidance: float
    seed: int
    references: tuple[Path, ...] = ()
    """Pictures of the people in it, from left to right; only where the painter has a `likeness`."""


def rungs(placement: Placement, device: Device) -> tuple[Rung, ...]:
    """What is tried when memory does not suffice, beginning with the placement that the preset plans."""
    found = [Rung(placement), Rung(TILES, changes_picture=True)]
    if device.kind == "cuda":
        if placement == "resident":
            found.append(Rung("model_offload", changes_picture=True))
        if placement != "sequential_offload":
            found.append(Rung("sequential_offload", changes_picture=True))
    return tuple(found)


def _made_for_words() -> set[str]:
    """Pipelines that diffusers itself takes for text-to-image."""
    from diffusers.pipelines.auto_pipeline import AUTO_TEXT2IMAGE_PIPELINES_MAPPING

    return {pipeline.__name__ for pipeline in AUTO_TEXT2IMAGE_PIPELINES_MAPPING.values()}


def _unlike(pipeline_class: Any, known: bool) -> str:
    """Why a pipeline's call is not the ordinary one; empty if it is. `known`: diffusers takes it for text-to-image, so
    pictures that its call has a place for need not be given."""
    takes = set(inspect.signature(pipeline_class.__call__).parameters)
    if takes & _MOVING:
        return "makes video"
    lacking = [word for word in _NEEDED if word not in takes]
    if lacking:
        return f"its call takes no {', '.join(lacking)}"
    given = takes & (_GUIDES if known else _GUIDES | _PICTURES)
    if given:
        return f"its call needs more ({', '.join(sorted(given))})"
    if any(word.startswith("prior_") for word in takes):
        return "is a chain of two models, each with steps of its own"
    if "vae" not in inspect.signature(pipeline_class.__init__).parameters:
        return "has no VAE, so what it paints is no finished picture"
    return ""


def check_class(snapshot: Snapshot, allowed: tuple[str, ...]) -> None:
    """Raises WeightsError if the model says that it is of none of the `allowed` classes (empty: any)."""
    snapshot.check_class(allowed, "name another model, or the backend `diffusers`")


def text_to_image_class(snapshot: Snapshot, allowed: tuple[str, ...]) -> Any:
    """The pipeline's class. Raises WeightsError if the model is not of the `allowed` classes (empty: any that paints
    pictures from words by an ordinary call)."""
    import diffusers

    check_class(snapshot, allowed)
    name = snapshot.class_name
    found = getattr(diffusers, name, None)
    if not inspect.isclass(found) or not issubclass(found, diffusers.DiffusionPipeline):
        raise WeightsError(
            f"{snapshot.folder.name} is a {name or 'model of no class'}, which diffusers {diffusers.__version__} does not "
            "know as a pipeline: name another model"
        )
    why = _unlike(found, name in _made_for_words())
    if why:
        raise WeightsError(f"{snapshot.folder.name} is a {name}, which does not paint pictures from words: {why}")
    return found


class Painter:
    """A loaded pipeline and its picture-to-picture twin; both share every weight."""

    def __init__(self, pipeline: Any, placement: Placement, device: Device):
        self.text_to_image = pipeline
        self.device = device
        self.rungs = rungs(placement, device)
        self.rung = -1
        """The rung it stands on; the next picture begins there, so that one lack of memory is met once."""
        self.likeness: Likeness | None = None
        self._image_to_image: Any = None

    @classmethod
    def load(
        cls,
        snapshot: Snapshot,
        allowed: tuple[str, ...],
        *,
        dtype: str,
        sampler: str,
        plan: MemoryPlan,
        device: Device,
        adapter: IpAdapter | None = None,
    ) -> "Painter":
        """Load every part, whole or in the plan's fewer bits, and place it. Raises WeightsError, ProfileError."""
        quiet()
        pipeline_class = text_to_image_class(snapshot, allowed)
        if plan.quantisation != "none" and plan.placement in ("group_offload", "sequential_offload"):
            raise ProfileError(
                f"{plan.quantisation} weights cannot lie layer by layer ({plan.placement}): name a preset that keeps parts "
                "whole, or set `quantisation: none`"
            )
        fewer_bits = quantiser(plan.quantisation, "diffusers", dtype)
        parts = {
            part.name: load_part(snapshot, part.name, dtype, **(fewer_bits if part.name in QUANTISED else {}))
            for part in snapshot.parts
            if part.files
        }
        extra = inspect.signature(pipeline_class.__init__).parameters
        settings = {"add_watermarker": False} if "add_watermarker" in extra else {}
        pipeline = pipeline_class.from_pretrained(snapshot.folder, local_files_only=True, **parts, **settings)
        pipeline.set_progress_bar_config(disable=True)
        use_sampler(pipeline, sampler)
        painter = cls(pipeline, plan.placement, device)
        if adapter is not None:
            painter.likeness = Likeness.load(pipeline, adapter, adapter.snapshot(), dtype)
        painter.stand_on(0)
        return painter

    @property
    def sampler(self) -> str:
        """Class of the sampler in use."""
        return type(self.text_to_image.scheduler).__name__

    def stand_on(self, rung: int) -> None:
        """Make the room that this rung and those before it make."""
        for index in range(self.rung + 1, rung + 1):
            self._take(self.rungs[index].name)
        self.rung = max(self.rung, rung)

    def _take(self, name: str) -> None:
        pipeline = self.text_to_image
        match name:
            case "resident":
                pipeline.to(str(self.device))
            case "model_offload":
                pipeline.to("cpu")
                pipeline.enable_model_cpu_offload(device=str(self.device))
            case "group_offload":
                pipeline.enable_group_offload(
                    onload_device=_torch_device(self.device),
                    offload_device=_torch_device(Device("cpu")),
                    offload_type="leaf_level",
                    use_stream=self.device.kind == "cuda",
                )
            case "sequential_offload":
                pipeline.remove_all_hooks()
                pipeline.to("cpu")
                pipeline.enable_sequential_cpu_offload(device=str(self.device))
            case _:
                if hasattr(pipeline.vae, "enable_tiling"):
                    pipeline.vae.enable_tiling()

    def paint(self, wanted: Wanted, on_step: OnStep) -> Any:
        """A PIL picture from words."""
        return self._call(self.text_to_image, wanted, on_step, width=wanted.width_px, height=wanted.height_px)

    def repaint(self, image: Any, strength: float, wanted: Wanted, on_step: OnStep) -> Any:
        """A PIL picture from a picture and words: the same place and people, moved on.

        Raises ProfileError if the pipeline has no such twin.
        """
        if self._image_to_image is None:
            from diffusers import AutoPipelineForImage2Image

            try:
                self._image_to_image = AutoPipelineForImage2Image.from_pipe(self.text_to_image)
            except ValueError as error:
                raise ProfileError(
                    f"{type(self.text_to_image).__name__} has no picture-to-picture twin in diffusers, so a shot's last "
                    "frame cannot be painted from its first: set `end_frame: start` in the profile"
                ) from error
            self._image_to_image.set_progress_bar_config(disable=True)
        steps = max(wanted.steps, int(1 / strength) + 1)  # below that, no step at all would be made
        takes = inspect.signature(self._image_to_image.__call__).parameters
        size = {"width": wanted.width_px, "height": wanted.height_px} if "width" in takes else {}
        return self._call(self._image_to_image, wanted, on_step, steps=steps, image=image, strength=strength, **size)

    def _call(self, pipeline: Any, wanted: Wanted, on_step: OnStep, steps: int | None = None, **more: Any) -> Any:
        import numpy as np
        import torch
        from PIL import Image

        takes = inspect.signature(pipeline.__call__).parameters

        def stepped(_pipeline: Any, index: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            on_step(index + 1, pipeline.num_timesteps)
            return values

        call: dict[str, Any] = {
            **more,
            **self._words(pipeline, wanted, takes),
            "num_inference_steps": steps or wanted.steps,
            # on the CPU whatever the device: the same noise everywhere
            "generator": torch.Generator("cpu").manual_seed(wanted.seed),
            "output_type": "np",
        }
        if self.likeness is not None:
            guided = wanted.guidance > 1 and self.text_to_image.unet.config.time_cond_proj_dim is None
            size = wanted.width_px, wanted.height_px
            call |= self.likeness.arguments(pipeline, wanted.references, size, guided)
        if "callback_on_step_end" in takes:
            call["callback_on_step_end"] = stepped
        with torch.inference_mode():
            pixels = np.asarray(pipeline(**call).images[0])
        if not np.isfinite(pixels).all():
            raise BackendError(
                f"{type(pipeline).__name__} made numbers that are none (overflow): set `dtype: bfloat16` or `float32` in "
                "the profile"
            )
        return Image.fromarray((pixels * 255).round().astype(np.uint8))

    def _words(self, pipeline: Any, wanted: Wanted, takes: Any) -> dict[str, Any]:
        negative = wanted.negative_prompt
        if negative and "negative_prompt" not in takes:
            raise ProfileError(
                f"{type(pipeline).__name__} takes no negative prompt: remove `negative_prompt` from the profile"
            )
        guidance = self._guidance(pipeline, wanted, takes)
        count = self.pieces(wanted)
        if count > 1:
            device = pipeline._execution_device
            return guidance | sdxl_embeds(pipeline, wanted.prompt, negative, count, device, wanted.guidance > 1)
        return {"prompt": wanted.prompt} | ({"negative_prompt": negative} if negative else {}) | guidance

    def _guidance(self, pipeline: Any, wanted: Wanted, takes: Any) -> dict[str, Any]:
        """How closely the words are followed, by the name that the pipeline has for it; {} if it has none."""
        if "true_cfg_scale" in takes:
            made_for_it = takes["true_cfg_scale"].default > 1  # paints away from nothing, if there is nothing else
            if made_for_it or wanted.negative_prompt:
                return {"true_cfg_scale": wanted.guidance, "negative_prompt": wanted.negative_prompt or " "}
            if not getattr(pipeline.transformer.config, "guidance_embeds", False):
                return {}
        return {"guidance_scale": wanted.guidance} if "guidance_scale" in takes else {}

    def follows_guidance(self, wanted: Wanted) -> bool:
        """Whether `guidance` changes anything with this model."""
        pipeline = self.text_to_image
        return bool(self._guidance(pipeline, wanted, inspect.signature(pipeline.__call__).parameters))

    def pieces(self, wanted: Wanted) -> int:
        """In how many pieces the words are read: more than one only by pipelines that can (SDXL)."""
        pipeline = self.text_to_image
        if not type(pipeline).__name__.startswith("StableDiffusionXL"):
            return 1
        return max(len(pieces(pipeline.tokenizer, text)) for text in (wanted.prompt, wanted.negative_prompt))

    def unread(self, wanted: Wanted) -> str:
        """The end of the prompt that the model never sees; empty if it reads all."""
        if self.pieces(wanted) > 1:
            return ""
        pipeline = self.text_to_image
        takes = inspect.signature(pipeline.__call__).parameters
        longest = takes["max_sequence_length"].default if "max_sequence_length" in takes else 1 << 30
        lost = [
            unread(tokenizer, wanted.prompt, min(tokenizer.model_max_length, longest))
            for name, tokenizer in pipeline.components.items()
            if name.startswith("tokenizer") and tokenizer is not None
        ]
        return min(lost, key=len, default="")  # what the encoder that reads most does not read


def _torch_device(device: Device) -> Any:
    import torch

    return torch.device(str(device))
