"""The judge "qwen-vl": a vision-language model on this machine looks at frames, after they are measured.

What belongs here: settings, recipe, loading under the device's lease. What does not: the model at work
(`qwen_eyes.py`), the walk through a shot (`judging.py`).
"""

from contextlib import AbstractContextManager
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import Device, parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.device.placement import MemoryPlan, plan_memory
from sparkle_motion_dagster.backends.device.presets import check_preset, choose_preset
from sparkle_motion_dagster.backends.device.quantisation import Quantisation, quantisation_inputs
from sparkle_motion_dagster.backends.inspection.asked import system_text
from sparkle_motion_dagster.backends.inspection.judging import FrameQuestion, JudgedInspection, Looked
from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.inspection.questions import answer_schema
from sparkle_motion_dagster.backends.inspection.qwen_eyes import QwenEyes, sight_of
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.protocols import InspectionRequest
from sparkle_motion_dagster.errors import BackendError, ProfileError
from sparkle_motion_dagster.film.qa import ShotFindings

_DTYPE_OF = {"cuda": "bfloat16", "mps": "float16", "cpu": "float32"}
_WORKING_MB_PER_MEGAPIXEL = 2000.0
"""Of models that are not in models.yaml; judged."""
_WORKING_MB = 600.0
_FAMILY = "qwen-vl-8b"
"""What presets call a model that is not in models.yaml."""


@dataclass(frozen=True, config=ConfigDict(extra="forbid", arbitrary_types_allowed=True), kw_only=True)
class QwenVlInspection(JudgedInspection):
    """Measures a clip, then asks Qwen2-VL, Qwen2.5-VL or Qwen3-VL about its frames. Greedy: the same request, the same
    findings on the same kind of device with the same libraries."""

    model: str = "qwen3-vl-8b"
    """A name in configs/models.yaml, a folder, or owner/name on the Hub."""
    revision: str | None = None
    variant: str | None = None
    device: str = "cuda"
    preset: str = "auto"
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    quantisation: Quantisation = "none"
    """Weights in fewer bits, for a card on which they do not fit. It changes findings, so the profile says it, not the
    preset."""
    max_tokens: Annotated[int, Field(ge=64, le=8192)] = 768
    """Of the answer about one frame."""
    timeout_s: Annotated[float, Field(gt=0)] = 300.0
    """For one frame."""
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 1800.0

    name: ClassVar[str] = "qwen-vl"
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = (
        *MeasuredInspection.packages,
        *("torch", "transformers", "llguidance", "pillow"),
    )

    def __post_init__(self) -> None:
        parse_device(self.device)
        check_preset(self.preset)
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
        """For recipes: the model, and every setting that changes findings. Where it is placed does not."""
        return {
            **self.source.identity(),
            "dtype": self.number_type,
            "device": parse_device(self.device).kind,
            **quantisation_inputs(self.quantisation),
            "max_tokens": self.max_tokens,
            **self.judging_inputs(),
        }

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """The preset's name and what it takes on a device with this memory."""
        device = parse_device(self.device)
        preset_name, preset = choose_preset(self.preset, device, memory)
        entry = self.source.entry
        placement = preset.family(entry.family if entry else _FAMILY).placement
        per_megapixel = entry.working_mb_per_megapixel if entry else _WORKING_MB_PER_MEGAPIXEL
        working_mb = _WORKING_MB + per_megapixel * self.frame_px**2 / 1e6
        # a single model has no parts to take turns: it is whole on the device, or there layer by layer
        lies = placement if placement == "resident" else "sequential_offload"
        parts, on_cpu = self.source.parameters(), device.kind == "cpu"
        return preset_name, plan_memory(parts, self.number_type, lies, working_mb, on_cpu, self.quantisation)

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Measure, look, and join both. Raises BackendError and its kin; a clip that does not decode is a finding."""
        return self.judged_by(request, self._look)

    def check_model(self, snapshot: Snapshot) -> None:
        """Raises WeightsError if the model sees nothing, or is of a family that is not known here."""
        sight_of(snapshot)

    def warm_up(self) -> None:
        """Load the model now, for calls to come."""
        with self.loaded():
            pass

    def loaded(self) -> AbstractContextManager[QwenEyes]:
        """The model on its device. Raises as `model_context` does."""
        loading = _Loading(self, parse_device(self.device))
        return model_context(
            loading.key,
            loading.load,
            device=loading.device,
            need_mb=loading.need_mb,
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        )

    def _look(self, question: FrameQuestion) -> Looked:
        with self.loaded() as eyes:
            return self._answered(eyes, question)

    def _answered(self, eyes: QwenEyes, question: FrameQuestion) -> Looked:
        schema = answer_schema(question.points)
        try:
            text, read, written = eyes.answer(
                system_text(), question.text, question.picture, schema, self.max_tokens, self.timeout_s
            )
        except BackendError as error:
            raise type(error)(f"{question.name}: {error}") from error
        answer, problems = question.read(text)
        if answer is None:
            raise BackendError(
                f"{question.name}: {self.model} answered in another form than the one it is held to ({problems}): update "
                "llguidance, or report it with the answer: " + text[:200]
            )
        return Looked(answer, str(self.source.identity()["id"]), "", 0, read, written, 0.0)


class _Loading:
    """How the model gets onto the device, once somebody asks for it."""

    def __init__(self, judge: QwenVlInspection, device: Device):
        self.judge, self.device = judge, device
        self.snapshot = judge.source.snapshot()
        sight_of(self.snapshot)  # a model that sees nothing is refused before it is loaded
        told = judge.source.identity()
        version = told.get("revision") or told.get("fingerprint")
        self.key = f"{told['id']}@{str(version)[:12]} {judge.number_type} {judge.quantisation} {judge.preset}"

    def need_mb(self, memory: DeviceMemory) -> float:
        _, self.plan = self.judge.memory_plan(memory)
        return self.plan.device_mb

    def load(self) -> QwenEyes:
        return QwenEyes.load(
            self.snapshot,
            dtype=self.judge.number_type,
            quantisation=self.judge.quantisation,
            placement=self.plan.placement,
            device=self.device,
        )
