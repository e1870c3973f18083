"""Lip-sync by Wav2Lip, from weights that a person converted and whose licence they accepted.

What belongs here: the backend: settings, recipe, loading. What does not: one shot's work (`wav2lip_shot.py`), the network
(`wav2lip_network.py`), its files (`wav2lip_weights.py`).

Its weights are for non-commercial use only, so nothing happens unless the profile says `accept_noncommercial: true`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.device.placement import MemoryPlan, plan_memory
from sparkle_motion_dagster.backends.device.presets import AUTO, choose_preset
from sparkle_motion_dagster.backends.lipsync.shot_faces import FaceSettings, passed
from sparkle_motion_dagster.backends.lipsync.wav2lip_mouths import Wav2LipMouths
from sparkle_motion_dagster.backends.lipsync.wav2lip_shot import moved
from sparkle_motion_dagster.backends.lipsync.wav2lip_weights import (
    CONVERT,
    LICENCE,
    ConvertedSource,
    check_architecture,
    load_network,
)
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync
from sparkle_motion_dagster.errors import ProfileError, WeightsError

_PICKLES = (".pth", ".pt", ".ckpt", ".bin", ".pkl")
_WORKING_MB = 600.0
"""For sixteen faces; judged. Measured on a CPU: 300."""
_PUBLISHED_PARAMETERS = 36_298_035


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Wav2LipLipsync(FaceSettings):
    """Moves the mouths of those who speak on screen. Same request, same bytes on the same kind of device."""

    model: str
    """The folder that `sparkle models convert wav2lip` wrote."""
    revision: str | None = None
    """The fingerprint that its files must have; None: any."""
    accept_noncommercial: bool = False
    """That you make this film for no commercial purpose."""
    device: str = "cuda"
    fps: Annotated[float, Field(gt=0, le=120)] | None = None
    """How often in a second a mouth changes: 12 is animation on twos. None: with every frame. The clip keeps its rate."""
    timeout_s: Annotated[float, Field(ge=30, le=3600)] = 900.0
    """The longest that the mouths of one shot may take, once the model is loaded."""
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 300.0

    name: ClassVar[str] = "wav2lip"
    version: ClassVar[str] = "2"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = 1
    ignores_seeds: ClassVar[bool] = True
    packages: ClassVar[tuple[str, ...]] = ("torch", *FaceSettings.face_packages)

    def __post_init__(self) -> None:
        if not self.accept_noncommercial:
            raise ProfileError(
                f"the weights of Wav2Lip are {LICENCE}. If your film is that, set `accept_noncommercial: true`; else name "
                "another lipsync backend"
            )
        parse_device(self.device)
        self.check_faces()
        if Path(self.model).suffix.lower() in _PICKLES:
            raise ProfileError(
                f"model is {self.model}: a pickle can run programs and is never opened while a film is made; convert it "
                f"once: {CONVERT}; then name the folder"
            )

    @property
    def source(self) -> ConvertedSource:
        """The model's folder."""
        return ConvertedSource(self.model, Path(self.model).expanduser().absolute(), None, self.revision, None, None)

    def model_inputs(self) -> dict[str, Any]:
        """For recipes: the weights, and every setting that changes bytes."""
        kind = parse_device(self.device).kind
        return {**self.source.identity(), "device": kind, "fps": self.fps, **self.face_inputs()}

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """The preset's name and what it takes: it is small enough to lie whole on any device."""
        device = parse_device(self.device)
        parts = self.source.parameters() or {"model": _PUBLISHED_PARAMETERS}
        plan = plan_memory(parts, "float32", "resident", _WORKING_MB, device.kind == "cpu")
        return choose_preset(AUTO, device, memory)[0], plan

    def warm_up(self) -> None:
        """Load the model now, for calls to come."""
        with self.loaded():
            pass

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """Move the mouths; where none is seen to speak, pass the clip through and say so."""
        check_architecture(self.source.snapshot())
        faces = self.shot_faces(request)
        if not faces.mouths:
            return passed(request, folder, faces)
        with self.loaded() as mouths:
            return moved(request, folder, faces, mouths, self)

    @contextmanager
    def loaded(self) -> Iterator[Wav2LipMouths]:
        """The network on its device. Raises as `model_context` does."""
        device, snapshot = parse_device(self.device), self.source.snapshot()
        identity = self.source.identity()
        try:
            with model_context(
                f"{identity['id']}@{identity['fingerprint']} float32",
                lambda: Wav2LipMouths(load_network(snapshot), device),
                device=device,
                need_mb=lambda memory: self.memory_plan(memory)[1].device_mb,
                warm_ttl_s=self.warm_ttl_s,
                wait_s=self.wait_for_device_s,
                load_timeout_s=self.load_timeout_s,
            ) as mouths:
                yield mouths
        except WeightsError as error:
            raise WeightsError(f"lipsync (wav2lip): {error}") from error
