"""Keyframes by a text-to-image model of diffusers, from weights that are on this machine.

What belongs here: the backend: settings, recipe, memory, loading. What does not: one shot's pictures (`sitting.py`), the
pipeline (`painter.py`).

One picture for each call: a batch gives other bits than single calls. Whatever is missing is an error that says what to
do; a picture is never drawn in its place.
"""

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
from sparkle_motion_dagster.backends.images.ip_adapter import ADAPTER, IpAdapter
from sparkle_motion_dagster.backends.images.painter import Painter, check_class
from sparkle_motion_dagster.backends.images.samplers import OWN, check_sampler
from sparkle_motion_dagster.backends.images.sitting import Sitting
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.protocols import ImageRequest, MadeImages
from sparkle_motion_dagster.errors import BackendError, ProfileError
from sparkle_motion_dagster.film.recipe import canonical_json

_WORKING_MB_PER_MEGAPIXEL = 3500.0
"""Of models that are not in models.yaml; judged."""
_DTYPE_OF = {"cuda": "bfloat16", "mps": "float16", "cpu": "float32"}


@dataclass(frozen=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True))
class DiffusersImages:
    """Paints keyframes with any text-to-image pipeline whose call is the ordinary one. Same request, same bytes on the
    same kind of device with the same libraries."""

    model: str
    """A name in configs/models.yaml, a folder, or owner/name on the Hub."""
    revision: str | None = None
    """The Hub commit; of a folder the fingerprint that its files must have."""
    variant: str | None = None
    device: str = "cuda"
    preset: str = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    quantisation: Literal["preset", "none", "int8", "nf4", "fp8"] = "preset"
    """Weights of the largest part in fewer bits; preset: as the preset says."""
    steps: Annotated[int, Field(ge=1, le=200)] = 30
    guidance: Annotated[float, Field(ge=0, le=30)] = 7.5
    sampler: str = OWN
    style: str = ""
    """Words put before every prompt."""
    negative_prompt: str = ""
    end_frame: Literal["img2img", "start"] = "img2img"
    """The last frame of a shot: painted from its first, or the same picture."""
    end_strength: Annotated[float, Field(gt=0, le=1)] = 0.35
    """How far the last frame may move away from the first."""
    megapixels: Annotated[float, Field(gt=0, le=4)] = 1.0
    """Area at which the model paints; the picture is then brought to the film's size."""
    multiple_px: Literal[8, 16, 32, 64] = 16
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 1800.0

    name: ClassVar[str] = "diffusers"
    version: ClassVar[str] = "1"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = ("torch", "diffusers", "transformers", "pillow")
    family: ClassVar[str] = "other"
    pipelines: ClassVar[tuple[str, ...]] = ()
    """Classes that are accepted; empty: any ordinary text-to-image pipeline."""

    def __post_init__(self) -> None:
        parse_device(self.device)
        check_preset(self.preset)
        check_sampler(self.sampler)
        model_source(self.model, self.revision, self.variant)
        if self.number_type == "float16" and parse_device(self.device).kind == "cpu":
            raise ProfileError("dtype float16 does not work on the cpu: use float32 or bfloat16")

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
            "steps": self.steps,
            "guidance": self.guidance,
            "sampler": self.sampler,
            "style": self.style,
            "negative_prompt": self.negative_prompt,
            "end_frame": self.end_frame,
            "end_strength": self.end_strength if self.end_frame == "img2img" else None,
            "megapixels": self.megapixels,
            "multiple_px": self.multiple_px,
            **self._fewer_bits(),
        }

    @property
    def adapter(self) -> IpAdapter | None:
        """By which people are painted after references; None: from words alone."""
        return None

    @property
    def beside(self) -> dict[str, IpAdapter]:
        """What is loaded beside the model, by what it is for: fetched and examined with it."""
        return {} if self.adapter is None else {"characters": self.adapter}

    def _fewer_bits(self) -> dict[str, str]:
        """For recipes; {} if no preset that may be chosen has any."""
        named = load_presets().values() if self.preset == AUTO else [load_presets()[self.preset]]
        kinds = {self._family_plan(preset).quantisation for preset in named}
        if len(kinds) > 1:
            return {"quantisation": "as the device's preset says"}
        return quantisation_inputs(kinds.pop())

    def _family_plan(self, preset: Preset) -> FamilyPlan:
        """How the preset places this model."""
        entry = self.source.entry
        plan = preset.family(entry.family if entry else self.family)
        chosen: Quantisation = plan.quantisation if self.quantisation == "preset" else self.quantisation
        return plan.model_copy(update={"quantisation": chosen})

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """The preset's name and what it takes on a device with this memory."""
        device = parse_device(self.device)
        preset_name, preset = choose_preset(self.preset, device, memory)
        entry, family = self.source.entry, self._family_plan(preset)
        working_mb = self.megapixels * (entry.working_mb_per_megapixel if entry else _WORKING_MB_PER_MEGAPIXEL)
        on_cpu = device.kind == "cpu"
        parts = self._parts()
        if family.encode_then_drop:
            raise ProfileError(
                f"preset {preset_name}: {self.name} keeps its text encoders for the next shot's words: take "
                "`encode_then_drop` out of its family in device_presets.yaml; `placement: model_offload` moves them away"
            )
        return preset_name, family.plan(parts, self.number_type, working_mb, on_cpu)

    def _parts(self) -> dict[str, int]:
        """Numbers of parameters by part; an adapter lies in the UNet, and brings its encoder."""
        parts = dict(self.source.parameters())
        for name, count in (self.adapter.parameters() if self.adapter else {}).items():
            into = "unet" if name == ADAPTER else name
            parts[into] = parts.get(into, 0) + count
        return parts

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Paint both pictures as PNG, and tell how."""
        if request.references and self.adapter is None:
            raise BackendError(f"{self.name} paints from words alone: it takes no reference pictures")
        with self.loaded() as loaded:
            return Sitting(self, request, folder, *loaded).paint()

    def check_model(self, snapshot: Snapshot) -> None:
        """Raises WeightsError if the model is no pipeline of this backend's."""
        check_class(snapshot, self.pipelines)

    def warm_up(self) -> None:
        """Load the model now, for calls to come."""
        with self.loaded():
            pass

    def loaded(self) -> AbstractContextManager[tuple[Painter, dict[str, Any]]]:
        """The model on its device, and how it is placed there. Raises as `model_context` does."""
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

    def __init__(self, backend: DiffusersImages, device: Device):
        self.backend, self.device = backend, device
        source = backend.source
        self.snapshot = source.snapshot()
        told = source.identity()
        version = told.get("revision") or told.get("fingerprint")
        settings = [backend.number_type, backend.sampler, backend.preset, backend.quantisation]
        if backend.adapter is not None:
            settings.append(f"{canonical_json(backend.adapter.identity()).decode()} {backend.adapter.scale}")
        self.key = " ".join((f"{told['id']}@{str(version)[:12]}", *settings))

    def need_mb(self, memory: DeviceMemory) -> float:
        self.preset, self.plan = self.backend.memory_plan(memory)
        return self.plan.device_mb

    def load(self) -> tuple[Painter, dict[str, Any]]:
        painter = Painter.load(
            self.snapshot,
            self.backend.pipelines,
            dtype=self.backend.number_type,
            sampler=self.backend.sampler,
            plan=self.plan,
            device=self.device,
            adapter=self.backend.adapter,
        )
        placed = {"preset": self.preset, "placement": self.plan.placement, "shots_since_load": 0}
        fewer_bits = {} if self.plan.quantisation == "none" else {"quantisation": self.plan.quantisation}
        return painter, placed | fewer_bits
