"""Names of devices: what a profile may say, and whether this machine has it.

What belongs here: "cuda", "cuda:1", "mps", "cpu". What does not: their memory (`memory.py`), who uses them (`lease.py`).
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

from sparkle_motion_dagster.errors import BackendUnavailableError, ProfileError

DeviceKind = Literal["cuda", "mps", "cpu"]


@dataclass(frozen=True)
class Device:
    """One device as torch names it."""

    kind: DeviceKind
    index: int = 0

    def __str__(self) -> str:
        return f"cuda:{self.index}" if self.kind == "cuda" else self.kind


def parse_device(text: str) -> Device:
    """A profile's `device`. Raises ProfileError."""
    found = re.fullmatch(r"(cuda|mps|cpu)(?::(\d{1,2}))?", text)
    if found is None or (found[2] and found[1] != "cuda"):
        raise ProfileError(f"device is {text!r}: expected cuda, cuda:N, mps or cpu")
    return Device(cast(DeviceKind, found[1]), int(found[2] or 0))


def require_device(device: Device) -> None:
    """Raises BackendUnavailableError if this machine does not have the device. Imports torch."""
    import torch

    if device.kind == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if device.index >= count:
            raise BackendUnavailableError(no_device(device, count, torch.__version__))
    if device.kind == "mps" and not torch.backends.mps.is_available():
        raise BackendUnavailableError("the profile asks for mps, and this machine has none: name another device in it")


def no_device(device: Device, count: int, torch_version: str) -> str:
    """What to tell when there are only `count` CUDA devices, or torch cannot use them."""
    built = f"; torch {torch_version} here is built without CUDA" if torch_version.endswith("+cpu") else ""
    return (
        f"the profile asks for {device}, and this machine has {count} CUDA device{'' if count == 1 else 's'}{built}: "
        "run it on a machine with an NVIDIA GPU, or name another device in the profile"
    )


def hardware_id(device: Device) -> str:
    """A name that is the same in every process, whatever CUDA_VISIBLE_DEVICES shows it as. Imports torch for CUDA."""
    if device.kind != "cuda":
        return device.kind
    import torch

    properties = torch.cuda.get_device_properties(device.index)
    return f"cuda-{getattr(properties, 'uuid', device.index)}"
