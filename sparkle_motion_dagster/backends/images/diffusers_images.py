"""Keyframes by a text-to-image model of diffusers, from weights that are on this machine.

What belongs here: the backend: settings, recipe, one shot's two pictures. What does not: the pipeline (`painter.py`).

One picture for each call: a batch gives other bits than single calls. Whatever is missing is an error that says what to
do; a picture is never drawn in its place.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import Device, parse_device
from sparkle_motion_dagster.backends.device.ladder import Climbed, climb
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.device.placement import MemoryPlan, plan_memory
from sparkle_motion_dagster.backends.device.presets import check_preset, choose_preset
from sparkle_motion_dagster.backends.images.painter import Painter, Wanted
from sparkle_motion_dagster.backends.images.picture_size import cut_to_film, painted_size
from sparkle_motion_dagster.backends.images.samplers import OWN, check_sampler
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.protocols import ImageRequest, MadeImages
from sparkle_motion_dagster.errors import ProfileError

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
        }

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """The preset's name and what it takes on a device with this memory."""
        device = parse_device(self.device)
        preset_name, preset = choose_preset(self.preset, device, memory)
        entry = self.source.entry
        family = preset.family(entry.family if entry else self.family)
        working_mb = self.megapixels * (entry.working_mb_per_megapixel if entry else _WORKING_MB_PER_MEGAPIXEL)
        on_cpu = device.kind == "cpu"
        parts = self.source.parameters()
        return preset_name, plan_memory(parts, self.number_type, family.placement, working_mb, on_cpu)

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Paint both pictures as PNG, and tell how."""
        device = parse_device(self.device)
        loading = _Loading(self, device)
        with model_context(
            loading.key,
            loading.load,
            device=device,
            need_mb=loading.need_mb,
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        ) as loaded:
            return _Sitting(self, request, folder, *loaded).paint_both()


class _Loading:
    """How the model gets onto the device, once somebody asks for it."""

    def __init__(self, backend: DiffusersImages, device: Device):
        self.backend, self.device = backend, device
        source = backend.source
        self.snapshot = source.snapshot()
        told = source.identity()
        version = told.get("revision") or told.get("fingerprint")
        self.key = f"{told['id']}@{str(version)[:12]} {backend.number_type} {backend.sampler} {backend.preset}"

    def need_mb(self, memory: DeviceMemory) -> float:
        self.preset, self.plan = self.backend.memory_plan(memory)
        return self.plan.device_mb

    def load(self) -> tuple[Painter, dict[str, Any]]:
        painter = Painter.load(
            self.snapshot,
            self.backend.pipelines,
            dtype=self.backend.number_type,
            sampler=self.backend.sampler,
            placement=self.plan.placement,
            device=self.device,
        )
        return painter, {"preset": self.preset, "placement": self.plan.placement, "shots_since_load": 0}


class _Sitting:
    """One shot's two pictures."""

    def __init__(
        self, backend: DiffusersImages, request: ImageRequest, folder: Path, painter: Painter, placed: dict[str, Any]
    ):
        self.backend, self.request, self.folder = backend, request, folder
        self.painter, self.placed = painter, placed
        placed["shots_since_load"] += 1
        picture = request.picture
        self.size = painted_size(picture.width_px, picture.height_px, backend.megapixels, backend.multiple_px)
        self.notes: list[str] = []
        self.attempts: list[dict[str, Any]] = []
        self.pieces = 1
        self.calls = 2 if backend.end_frame == "img2img" else 1

    def paint_both(self) -> MadeImages:
        request, backend = self.request, self.backend
        first = self._wanted(request.prompt, request.seed)
        start = self._climbed("start image", first, lambda: self.painter.paint(first, self._progress(0)))
        if backend.end_frame == "img2img":
            last = self._wanted(request.end_prompt, (request.seed + 1) & 0x7FFFFFFF)
            strength, step = backend.end_strength, self._progress(1)
            end = self._climbed("end image", last, lambda: self.painter.repaint(start, strength, last, step))
        else:
            end = start
            self.notes.append("the last frame is the first: the profile says end_frame: start")
        paths = self.folder / "start.png", self.folder / "end.png"
        for path, image in zip(paths, (start, end), strict=True):
            cut_to_film(image, request.picture.width_px, request.picture.height_px).save(path, compress_level=4)
        return MadeImages(*paths, notes=tuple(dict.fromkeys(self.notes)), facts=self._facts())

    def _wanted(self, prompt: str, seed: int) -> Wanted:
        backend = self.backend
        words = f"{backend.style}, {prompt}" if backend.style else prompt
        wanted = Wanted(words, backend.negative_prompt, *self.size, backend.steps, backend.guidance, seed)
        self.pieces = max(self.pieces, self.painter.pieces(wanted))
        lost = self.painter.unread(wanted)
        if lost:
            self.notes.append(f"the model does not read the end of the prompt: {lost!r}")
        return wanted

    def _climbed(self, what: str, wanted: Wanted, paint: Callable[[], Any]) -> Any:
        painter = self.painter

        def on_rung(rung: Any) -> Any:
            painter.stand_on(painter.rungs.index(rung))
            return paint()

        climbed: Climbed[Any] = climb(
            painter.rungs,
            on_rung,
            what=f"{self.request.shot_id}: {what} of {wanted.width_px}×{wanted.height_px}",
            device=painter.device,
            first=painter.rung,
        )
        self.attempts += [{"image": what, **attempt.as_facts()} for attempt in climbed.attempts]
        if len(climbed.attempts) > 1:
            self.notes.append(f"{what}: memory was short; made with {painter.rungs[climbed.rung].name}")
        return climbed.result

    def _progress(self, call: int) -> Callable[[int, int], None]:
        return lambda done, total: report_progress(self.folder, (call + done / total) / self.calls)

    def _facts(self) -> dict[str, Any]:
        backend, painter = self.backend, self.painter
        return {
            "model": backend.model_inputs(),
            "model_id": backend.source.identity()["id"],
            "negative_prompt": backend.negative_prompt,
            "sampler": painter.sampler,
            "steps": backend.steps,
            "cfg": backend.guidance,
            "device": str(painter.device),
            **self.placed,
            "painted_width_px": self.size[0],
            "painted_height_px": self.size[1],
            "prompt_pieces": self.pieces,
            "end_frame": backend.end_frame,
            "attempts": self.attempts,
        }
