"""A video pipeline of diffusers at work: words encoded once, windows of frames, room made when memory is short.

What belongs here: what every such pipeline shares: loading its parts, dropping the text encoder, one call. What does not:
what a family's pipeline is called with (`wan_animator.py`, `ltx_animator.py`), moving parts (`placing.py`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.ladder import Attempt, Rung, climb
from sparkle_motion_dagster.backends.device.oom import give_back_memory
from sparkle_motion_dagster.backends.device.placement import QUANTISED, MemoryPlan
from sparkle_motion_dagster.backends.device.quantisation import quantiser
from sparkle_motion_dagster.backends.models.loading import load_part, quiet
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.placing import place
from sparkle_motion_dagster.backends.video.rungs import VideoRung
from sparkle_motion_dagster.errors import BackendError

_ENCODER = "text_encoder"
OnStep = Callable[[int, int], None]
"""(steps done, steps in all)."""


@dataclass(frozen=True)
class Words:
    """What a clip is asked for in words."""

    prompt: str
    negative_prompt: str
    guided: bool
    """Whether the negative prompt counts: guidance above 1."""


@dataclass(frozen=True)
class Wanted:
    """One window to be made."""

    frames: int
    width_px: int
    height_px: int
    fps: float
    first: Any
    """The PIL picture that it begins with; None: words alone."""
    last: Any
    """The PIL picture that it ends with; None: as the model likes."""
    steps: int
    seed: int


@dataclass(frozen=True)
class Guidance:
    """How closely the words are followed."""

    scale: float
    second: float | None = None
    """Of the second expert; None: the same."""
    extra: tuple[tuple[str, Any], ...] = ()
    """Arguments that only this family's pipeline takes."""


class Animator(ABC):
    """A loaded pipeline. Families derive from it."""

    pipeline_class: ClassVar[str] = ""
    full_precision: ClassVar[tuple[str, ...]] = ()
    """Parts that are always float32."""
    max_tokens: ClassVar[int] = 512

    def __init__(self, pipeline: Any, snapshot: Snapshot, abilities: Abilities, plan: MemoryPlan, device: Device):
        self.pipeline, self.snapshot, self.abilities = pipeline, snapshot, abilities
        self.device = device
        self.dtype = "float32"
        self.plan = plan
        self.rung: int = 0
        """Index of the rung it stands on; the next window begins there, so that one lack of memory is met once."""
        self._stands_on: VideoRung | None = None
        self._encoded: tuple[Words, dict[str, Any]] | None = None

    @classmethod
    def load(
        cls,
        snapshot: Snapshot,
        abilities: Abilities,
        plan: MemoryPlan,
        *,
        dtype: str,
        device: Device,
        from_text: bool,
        changes: Callable[[Any], None] = lambda pipeline: None,
    ) -> "Animator":
        """Load every part but the dropped ones, whole, on the CPU; `stand_on` places them.

        Args:
            snapshot: checked files.
            abilities: read from them.
            plan: placement, quantisation and dropped parts, as the preset says.
            dtype: number type of the weights.
            device: where it will work.
            from_text: words alone.
            changes: done to the pipeline once it is there (another sampler).
        """
        import diffusers

        quiet()
        parts: dict[str, Any] = {}
        for part in snapshot.parts:
            if part.name in plan.encode_then_drop:
                parts[part.name] = None
            elif part.files:
                kind = "float32" if part.name in cls.full_precision else dtype
                fewer_bits = quantiser(plan.quantisation, "diffusers", dtype) if part.name in QUANTISED else {}
                parts[part.name] = load_part(snapshot, part.name, kind, **fewer_bits)
        pipeline_class = getattr(diffusers, cls.pipeline_name(abilities, from_text))
        pipeline = pipeline_class.from_pretrained(snapshot.folder, local_files_only=True, **parts)
        pipeline.set_progress_bar_config(disable=True)
        changes(pipeline)
        animator = cls(pipeline, snapshot, abilities, plan, device)
        animator.dtype = dtype
        return animator

    @classmethod
    def pipeline_name(cls, abilities: Abilities, from_text: bool) -> str:
        """Class of the pipeline that does what is asked."""
        return cls.pipeline_class

    # -- words

    def encode(self, words: Words, rung: VideoRung) -> tuple[dict[str, Any], tuple[Attempt, ...]]:
        """The words as the pipeline takes them, on the CPU, and how it went. Encoded once for equal words in a row.

        A dropped encoder is loaded for it (the first time before the other parts are placed) and let go of again; if
        the device has no room for it, it works on the CPU. One that stays works as the rung places it.
        """
        if self._encoded is not None and self._encoded[0] == words:
            return self._encoded[1], ()
        if _ENCODER not in self.plan.encode_then_drop:
            attempts: tuple[Attempt, ...] = ()
            self.stand_on(rung)
            found = self._encoded_on(self.pipeline._execution_device, words)
        else:
            rungs = [Rung(f"text encoder on {self.device}")]
            if self.device.kind != "cpu":
                rungs.append(Rung("text encoder on the CPU", changes_picture=True))
            climbed = climb(rungs, lambda rung: self._visit(rung is rungs[0], words), what="prompt", device=self.device)
            found, attempts = climbed.result, climbed.attempts
        self._encoded = words, found
        return found, attempts

    def _visit(self, on_device: bool, words: Words) -> dict[str, Any]:
        """Encode with an encoder that comes for this only."""
        device = str(self.device) if on_device else "cpu"
        try:
            self.pipeline.text_encoder = load_part(self.snapshot, _ENCODER, self.dtype).to(device)
            return self._encoded_on(device, words)
        finally:
            self.pipeline.text_encoder = None
            give_back_memory()

    def _encoded_on(self, device: Any, words: Words) -> dict[str, Any]:
        import torch

        with torch.inference_mode():
            found = self.encoded(device, words)
        return {name: value.cpu() for name, value in found.items() if value is not None}

    @abstractmethod
    def encoded(self, device: Any, words: Words) -> dict[str, Any]:
        """Tensors that hold the words, by the names of the pipeline's arguments."""

    def unread(self, words: Words) -> int:
        """How many tokens at the prompt's end the model does not read."""
        return max(len(self.pipeline.tokenizer(words.prompt).input_ids) - self.max_tokens, 0)

    # -- windows

    def animate(self, wanted: Wanted, embeds: dict[str, Any], guidance: Guidance, on_step: OnStep) -> Any:
        """The window's frames: (frames, height, width, 3) uint8 RGB. Raises BackendError if they are no numbers."""
        import numpy as np
        import torch

        device = self.pipeline._execution_device

        def stepped(_pipeline: Any, index: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            on_step(index + 1, wanted.steps)
            return values

        call = {
            **{name: value.to(device) for name, value in embeds.items()},
            **dict(guidance.extra),
            **self.arguments(wanted, guidance),
            "height": wanted.height_px,
            "width": wanted.width_px,
            "num_frames": wanted.frames,
            "num_inference_steps": wanted.steps,
            "guidance_scale": guidance.scale,
            # on the CPU whatever the device: the same noise everywhere
            "generator": torch.Generator("cpu").manual_seed(wanted.seed),
            "output_type": "np",
            "callback_on_step_end": stepped,
        }
        with torch.inference_mode():
            frames = np.asarray(self.pipeline(**call).frames[0])
        if not np.isfinite(frames).all():
            raise BackendError(
                f"{type(self.pipeline).__name__} made numbers that are none (overflow): set `dtype: bfloat16` or "
                "`float32` in the profile"
            )
        if len(frames) != wanted.frames:
            raise BackendError(
                f"{type(self.pipeline).__name__} made {len(frames)} frames where {wanted.frames} were asked for: this "
                "version of diffusers rounds lengths otherwise; install the one that pyproject.toml pins"
            )
        return (frames * 255).round().astype(np.uint8)

    @abstractmethod
    def arguments(self, wanted: Wanted, guidance: Guidance) -> dict[str, Any]:
        """What else the family's pipeline is called with: the pictures."""

    # -- room

    def stand_on(self, rung: VideoRung) -> None:
        """Place the parts as the rung says."""
        before = self._stands_on
        if rung.tiles and (before is None or not before.tiles):
            self.pipeline.vae.enable_tiling()
        if before is None or (rung.placement, rung.on_cpu) != (before.placement, before.on_cpu):
            place(self.pipeline, rung.placement, Device("cpu") if rung.on_cpu else self.device, anew=before is not None)
        self._stands_on = rung

    def works_on(self) -> str:
        """The device that calculates now."""
        return "cpu" if self._stands_on is not None and self._stands_on.on_cpu else str(self.device)

    def device_map(self) -> dict[str, str]:
        """Where each part lies between calls; "dropped" for parts that are there only while words are encoded."""
        placed = self._stands_on.placement if self._stands_on else self.plan.placement
        where = self.works_on() if placed == "resident" else f"cpu, {placed.replace('_', ' ')} to {self.device}"
        dropped = self.plan.encode_then_drop
        return {part.name: "dropped" if part.name in dropped else where for part in self.snapshot.parts if part.files}
