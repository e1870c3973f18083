"""Lip-sync by engines that cannot be installed beside ours: LatentSync and MuseTalk, each in its own environment.

What belongs here: settings, recipe, starting the engine. What does not: one shot's work (`outside_shot.py`), the engines'
side (`latentsync_engine.py`, `musetalk_engine.py`), processes (`backends/outside/`).

An engine gets a cut-out around one speaker's face, with that speaker's words and nobody else's, and only its mouth is laid
back: other faces and other frames stay as they were, whatever the engine does with them.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.placement import MemoryPlan
from sparkle_motion_dagster.backends.device.presets import AUTO, choose_preset
from sparkle_motion_dagster.backends.lipsync.engine_checkout import EngineCheckout, OwnEnvironment, checkout
from sparkle_motion_dagster.backends.lipsync.outside_shot import moved
from sparkle_motion_dagster.backends.lipsync.shot_faces import FaceSettings, passed
from sparkle_motion_dagster.backends.outside.warm import outside_engine
from sparkle_motion_dagster.backends.outside.worker import OutsideWorker
from sparkle_motion_dagster.backends.protocols import LipsyncRequest, MadeLipsync


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class OutsideLipsync(FaceSettings):
    """What the engines share."""

    code: str
    """Folder of the engine's repository, with its weights where its README puts them."""
    python: str
    """The interpreter of the environment that was made for it."""
    revision: str | None = None
    """The fingerprint that its code and weights must have; None: any. `sparkle doctor` tells it."""
    device: str = "cuda"
    fps: Annotated[float, Field(gt=0, le=120)] | None = None
    """The rate that the engine is told: a frame stays a frame, the sound is fitted to it. None: what it was trained on."""
    timeout_s: Annotated[float, Field(ge=30, le=3600)] = 900.0
    """For one piece of a shot; then the engine and all that it started is killed."""
    retries: Annotated[int, Field(ge=0, le=3)] = 1
    """After it died, overran or failed. Bad input and lack of memory are not tried again."""
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 1800.0

    version: ClassVar[str] = "2"
    draft: ClassVar[bool] = False
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = FaceSettings.face_packages
    name: ClassVar[str] = "outside"
    script: ClassVar[Path]
    own_fps: ClassVar[float] = 25.0

    def __post_init__(self) -> None:
        parse_device(self.device)
        self.check_faces()

    @property
    def environment(self) -> OwnEnvironment:
        """Where it runs."""
        return OwnEnvironment(self.name, interpreter=Path(self.python).expanduser().absolute())

    @property
    def source(self) -> EngineCheckout:
        """Its code and weights."""
        return checkout(self.name, self.code, self.revision, self.needed(), self.weights())

    def needed(self) -> tuple[str, ...]:
        """Files that it cannot run without, as paths in its folder."""
        return self.weights()

    def weights(self) -> tuple[str, ...]:
        """Those that are weights."""
        return ()

    def loaded_with(self) -> dict[str, Any]:
        """JSON that its script is loaded with."""
        return {"code": str(self.source.local), "device": self.device}

    def asked_with(self) -> dict[str, Any]:
        """Settings of each call that change what it makes."""
        return {}

    def need_mb(self) -> float:
        """Memory of the device that must be free before it is started: its makers' word, or judged."""
        return 0.0

    def model_inputs(self) -> dict[str, Any]:
        """For recipes: code, weights, packages, and every setting that changes bytes."""
        return {
            **self.source.identity(),
            "environment": self.environment.lock_digest(),
            "device": parse_device(self.device).kind,
            "fps": self.fps or self.own_fps,
            **self.asked_with(),
            **self.face_inputs(),
        }

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """It is whole on the device."""
        device = parse_device(self.device)
        return choose_preset(AUTO, device, memory)[0], MemoryPlan("resident", self.need_mb(), 0.0)

    def warm_up(self) -> None:
        """Start the engine now, for calls to come."""
        with self.engine():
            pass

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """Move the mouths; where none is seen to speak, pass the clip through and say so."""
        self.source.snapshot()
        self.environment.require()
        faces = self.shot_faces(request)
        if not faces.mouths:
            return passed(request, folder, faces)
        with self.engine() as worker:
            return moved(request, folder, faces, worker, self)

    def engine(self) -> AbstractContextManager[OutsideWorker]:
        """The engine, loaded and alone on its device. Raises as `outside_engine` does."""
        self.source.snapshot()
        return outside_engine(
            self.environment,
            self.script,
            self.loaded_with(),
            device=self.device,
            need_mb=self.need_mb(),
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        )


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class LatentSyncLipsync(OutsideLipsync):
    """LatentSync 1.5 (256 pixels) or 1.6 (512 pixels): diffusion, kept loaded between shots."""

    config_file: str = "configs/unet/stage2_512.yaml"
    """Of its UNet, inside its folder. 1.5: configs/unet/stage2.yaml."""
    checkpoint: str = "checkpoints/latentsync_unet.pt"
    steps: Annotated[int, Field(ge=1, le=200)] = 20
    guidance: Annotated[float, Field(ge=1, le=5)] = 1.5
    deepcache: bool = False
    """Faster, a little coarser."""

    name: ClassVar[str] = "latentsync"
    script: ClassVar[Path] = Path(__file__).with_name("latentsync_engine.py")

    def needed(self) -> tuple[str, ...]:
        """Its pipeline, configuration and weights."""
        return ("latentsync/pipelines/lipsync_pipeline.py", self.config_file, *self.weights())

    def weights(self) -> tuple[str, ...]:
        """The UNet. Its whisper model and VAE are found by its own code."""
        return (self.checkpoint,)

    def loaded_with(self) -> dict[str, Any]:
        """Which network."""
        return {
            **super().loaded_with(),
            "config": self.config_file,
            "checkpoint": self.checkpoint,
            "deepcache": self.deepcache,
        }

    def asked_with(self) -> dict[str, Any]:
        """How it denoises."""
        network = {"config": self.config_file, "checkpoint": self.checkpoint, "deepcache": self.deepcache}
        return {"steps": self.steps, "guidance": self.guidance, **network}

    def need_mb(self) -> float:
        """Documented: 18 GB for 1.6, which works on 512 pixels, and 8 GB for 1.5."""
        return 18_000.0 if "512" in self.config_file else 8_000.0


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class MuseTalkLipsync(OutsideLipsync):
    """MuseTalk 1.5 (256 pixels): one step, fast; its own command is run for each piece, and loads each time."""

    unet: str = "models/musetalkV15/unet.pth"
    unet_config: str = "models/musetalkV15/musetalk.json"
    model_version: str = "v15"
    batch: Annotated[int, Field(ge=1, le=64)] = 8
    float16: bool = True

    name: ClassVar[str] = "musetalk"
    ignores_seeds: ClassVar[bool] = True
    script: ClassVar[Path] = Path(__file__).with_name("musetalk_engine.py")

    def needed(self) -> tuple[str, ...]:
        """Its command, configuration and weights."""
        return ("scripts/inference.py", self.unet_config, *self.weights())

    def weights(self) -> tuple[str, ...]:
        """The UNet. Its other models are found by its own code."""
        return (self.unet,)

    def asked_with(self) -> dict[str, Any]:
        """Which network, and how."""
        return {
            "unet": self.unet,
            "unet_config": self.unet_config,
            "model_version": self.model_version,
            "batch": self.batch,
            "float16": self.float16,
        }

    def need_mb(self) -> float:
        """Judged."""
        return 6_000.0
