"""Clips by a video model of diffusers, from weights that are on this machine.

What belongs here: the backend that families share: settings, recipe, memory, loading under the device's lease. What
does not: one shot's work (`filming.py`), the pipeline (`animator.py`), what is particular to a family (`wan.py`).

Whatever is missing is an error that says what to do; a picture is never moved by other means in its place.
"""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import Device, parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.device.placement import MemoryPlan
from sparkle_motion_dagster.backends.device.presets import (
    AUTO,
    FamilyPlan,
    Preset,
    check_preset,
    choose_preset,
    load_presets,
)
from sparkle_motion_dagster.backends.device.quantisation import Quantisation, quantisation_inputs
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.protocols import MadeClip, VideoRequest
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.animator import Animator, Guidance
from sparkle_motion_dagster.backends.video.between import Retime
from sparkle_motion_dagster.errors import ProfileError, WeightsError

_DTYPE_OF: dict[str, Literal["float32", "bfloat16", "float16"]] = {
    "cuda": "bfloat16",
    "mps": "bfloat16",
    "cpu": "float32",
}
_MB = 1024 * 1024


@dataclass(frozen=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))
class DiffusersVideo:
    """Moves a shot's pictures with a video model. Same request, same bytes on the same kind of device with the same
    libraries, as long as memory suffices."""

    model: str
    """A name in configs/models.yaml, a folder, or owner/name on the Hub."""
    revision: str | None = None
    variant: str | None = None
    device: str = "cuda"
    preset: str = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    quantisation: Literal["preset", "none", "int8", "nf4", "fp8"] = "preset"
    """Weights of the transformers in fewer bits; preset: as the preset says."""
    condition: Literal["images", "text"] = "images"
    """images: the shot's pictures are the clip's first and last frame, as far as the model can. text: words alone."""
    end_image: Literal["if_possible", "required", "unused"] = "if_possible"
    """required: a model that cannot end on a given picture is refused."""
    steps: Annotated[int, Field(ge=1, le=200)] = 40
    guidance: Annotated[float, Field(ge=0, le=30)] = 5.0
    style: str = ""
    """Words put before every prompt."""
    negative_prompt: str = "blurry, distorted, deformed hands, extra limbs, subtitles, watermark, a picture that stands"
    megapixels: Annotated[float, Field(gt=0, le=4)] | None = None
    """Area at which frames are made; None: what the model was trained on."""
    model_fps: Annotated[float, Field(ge=1, le=60)] | None = None
    """None: what the model was trained at, or the film's if it can be told."""
    retime: Retime = "motion"
    """How the film's frames are made where its rate is not the model's."""
    chunk_length_frames: Annotated[int, Field(ge=5, le=1025)] | None = None
    """The longest window; None: what the model was trained on."""
    chunk_overlap_frames: Annotated[int, Field(ge=1, le=64)] = 4
    min_chunk_frames: Annotated[int, Field(ge=1, le=256)] = 8
    max_retries_per_chunk: Annotated[int, Field(ge=1, le=5)] = 2
    """How often a window is tried on each rung of the ladder when memory is short."""
    may_shrink: bool = False
    """When nothing else helps, make smaller frames and enlarge them."""
    may_use_cpu: bool = False
    """When nothing else helps, go on on the CPU."""
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 3600.0

    name: ClassVar[str] = ""
    version: ClassVar[str] = "1"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = (
        "torch",
        "diffusers",
        "transformers",
        "pillow",
        "opencv-python-headless",
        "av",
    )
    family: ClassVar[str] = "other"
    animator: ClassVar[type[Animator]]
    working_mb_per_megapixel: ClassVar[float] = 160.0
    """Of all frames of a window together; for models that are not in models.yaml. Judged."""
    trained_on: ClassVar[dict[str, tuple[float, int]]] = {}
    """Megapixels and frames by family, for planning before the checkpoint is here to be asked."""

    def __post_init__(self) -> None:
        parse_device(self.device)
        check_preset(self.preset)
        model_source(self.model, self.revision, self.variant)
        if self.number_type == "float16" and parse_device(self.device).kind == "cpu":
            raise ProfileError("dtype float16 does not work on the cpu: use float32 or bfloat16")
        if self.condition == "text" and self.end_image == "required":
            raise ProfileError("condition: text uses no pictures, and end_image is required: change one of them")

    # -- of the family

    @abstractmethod
    def read(self, snapshot: Snapshot) -> Abilities:
        """What the checkpoint can do. Raises WeightsError if it is of another architecture."""

    def guided(self) -> Guidance:
        """How closely the words are followed."""
        return Guidance(self.guidance)

    def changes(self) -> Callable[[Any], None]:
        """What is done to the pipeline once it is loaded."""
        return lambda pipeline: None

    def loaded_with(self) -> tuple[object, ...]:
        """Settings of `changes`: another one is another loaded model."""
        return ()

    # -- shared

    @property
    def source(self) -> ModelSource:
        """The model."""
        return model_source(self.model, self.revision, self.variant)

    @property
    def number_type(self) -> str:
        """dtype of the weights, decided."""
        return _DTYPE_OF[parse_device(self.device).kind] if self.dtype == "auto" else self.dtype

    def model_inputs(self) -> dict[str, Any]:
        """For recipes: the model, and every setting that changes bytes. Where it is placed does not."""
        return {
            **self.source.identity(),
            "dtype": self.number_type,
            "device": parse_device(self.device).kind,
            **self._fewer_bits(),
            "condition": self.condition,
            "end_image": self.end_image,
            "steps": self.steps,
            "guidance": self.guidance,
            "style": self.style,
            "negative_prompt": self.negative_prompt,
            "megapixels": self.megapixels,
            "model_fps": self.model_fps,
            "retime": self.retime,
            "chunk_length_frames": self.chunk_length_frames,
            "chunk_overlap_frames": self.chunk_overlap_frames,
            "min_chunk_frames": self.min_chunk_frames,
        }

    def _fewer_bits(self) -> dict[str, str]:
        """For recipes. What `preset: auto` will choose is not known before the device is seen; facts tell it."""
        if self.quantisation == "preset" and self.preset == AUTO:
            return {"quantisation": "as the device's preset says"}
        return quantisation_inputs(self._family_plan(load_presets().get(self.preset)).quantisation)

    def _family_plan(self, preset: Preset | None) -> FamilyPlan:
        """How the preset places this model; None: no preset has a say."""
        entry = self.source.entry
        plan = preset.family(entry.family if entry else self.family) if preset else FamilyPlan(source="the profile")
        if self.quantisation == "preset":
            return plan
        chosen: Quantisation = self.quantisation
        return plan.model_copy(update={"quantisation": chosen})

    def abilities(self, snapshot: Snapshot) -> Abilities:
        """What the checkpoint can do. Raises WeightsError, or ProfileError if it cannot do what the profile asks."""
        found = self.read(snapshot)
        what = f"{snapshot.folder.name} is a {found.architecture}"
        if self.condition == "text" and not found.text:
            raise ProfileError(f"{what}, which needs a first picture: set `condition: images`, or name a T2V model")
        if self.condition == "images" and not found.first:
            raise ProfileError(
                f"{what}: it makes clips from words alone, and this shot's pictures would not be used: name an I2V, TI2V "
                "or FLF2V model, or set `condition: text` if you want that"
            )
        if self.end_image == "required" and found.last == "none":
            raise ProfileError(
                f"{what}, which cannot end on a given picture: name a Wan 2.1 FLF2V, a Wan 2.2 I2V-A14B or an LTX-2, or "
                "set `end_image: if_possible`"
            )
        return found

    def longest_window(self, abilities: Abilities) -> int:
        """Frames of the longest window: legal."""
        return abilities.at_most(self.chunk_length_frames or abilities.window_frames)

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """The preset's name and what it takes on a device with this memory.

        What is at work grows with the pixels of a window; parts that are always float32 take more than their dtype.
        Raises WeightsError, or ProfileError if the checkpoint that is here cannot do what the profile asks.
        """
        device = parse_device(self.device)
        preset_name, preset = choose_preset(self.preset, device, memory)
        entry, parts = self.source.entry, self.source.parameters()
        megapixels, frames = self._window_size()
        per_megapixel = (entry.working_mb_per_megapixel if entry else 0.0) or self.working_mb_per_megapixel
        wider = 0 if self.number_type == "float32" else 2  # bytes more for each number
        more_mb = sum(parts.get(part, 0) for part in self.animator.full_precision) * wider / _MB
        working_mb = per_megapixel * megapixels * frames + more_mb
        plan = self._family_plan(preset)
        return preset_name, plan.plan(parts, self.number_type, working_mb, device.kind == "cpu")

    def _window_size(self) -> tuple[float, int]:
        """Megapixels and frames of a full window; of a checkpoint that is not here, what its family was trained on."""
        try:
            snapshot = self.source.snapshot()
        except (WeightsError, ProfileError):
            family = self.source.entry.family if self.source.entry else self.family
            megapixels, frames = self.trained_on.get(family, (0.4, 81))
            return self.megapixels or megapixels, self.chunk_length_frames or frames
        abilities = self.abilities(snapshot)
        return self.megapixels or abilities.megapixels, self.longest_window(abilities)

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Render exactly `request.frames` frames, and tell how. Raises BackendError, ProfileError, MediaError."""
        from sparkle_motion_dagster.backends.video.filming import Filming  # media libraries: only where it works

        with self.loaded() as (animator, placed):
            placed["shots_since_load"] += 1
            return Filming(self, request, folder, animator, placed).film()

    def check_model(self, snapshot: Snapshot) -> None:
        """Raises as `abilities` does."""
        self.abilities(snapshot)

    def warm_up(self) -> None:
        """Load the model now, for calls to come."""
        with self.loaded():
            pass

    def loaded(self) -> AbstractContextManager[tuple[Animator, dict[str, Any]]]:
        """The model in this process, and how it is placed. Raises as `model_context` does."""
        device = parse_device(self.device)
        loading = _Loading(self, device)
        return model_context(
            loading.key,
            loading.load,
            device=device,
            need_mb=loading.need_mb,
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        )


class _Loading:
    """How the model gets onto the device, once somebody asks for it."""

    def __init__(self, backend: DiffusersVideo, device: Device):
        self.backend, self.device = backend, device
        source = backend.source
        self.snapshot = source.snapshot()
        self.abilities = backend.abilities(self.snapshot)
        told = source.identity()
        version = told.get("revision") or told.get("fingerprint")
        settings = (
            backend.number_type, backend.preset, backend.quantisation, backend.condition, backend.chunk_length_frames,
            backend.may_shrink, backend.may_use_cpu, *backend.loaded_with(),
        )  # fmt: skip
        self.key = " ".join((f"{told['id']}@{str(version)[:12]}", *map(str, settings)))

    def need_mb(self, memory: DeviceMemory) -> float:
        self.preset, self.plan = self.backend.memory_plan(memory)
        return self.plan.device_mb

    def load(self) -> tuple[Animator, dict[str, Any]]:
        backend = self.backend
        animator = backend.animator.load(
            self.snapshot,
            self.abilities,
            self.plan,
            dtype=backend.number_type,
            device=self.device,
            from_text=backend.condition == "text",
            changes=backend.changes(),
        )
        return animator, {
            "preset": self.preset,
            "quantisation": self.plan.quantisation,
            "encode_then_drop": list(self.plan.encode_then_drop),
            "shots_since_load": 0,
        }
