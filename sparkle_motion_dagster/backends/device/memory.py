"""How much memory devices have and have left.

What belongs here: reports and the refusal before loading. What does not: how much a model needs (`placement.py`).
"""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sparkle_motion_dagster.backends.device.devices import Device, hardware_id
from sparkle_motion_dagster.backends.device.nvml import NvmlFigures, nvml_report
from sparkle_motion_dagster.errors import NotEnoughMemoryError

_MB = 1024 * 1024


@dataclass(frozen=True)
class DeviceMemory:
    """Memory of one device, in mebibytes."""

    device: str
    name: str
    total_mb: float
    free_mb: float
    """What a new model could have: of a GPU as its driver says, of the machine what is available without swapping."""
    ours_mb: float
    """Held by this process's tensors; 0 for the machine's own memory, which tells no such figure."""
    nvml: NvmlFigures | None = None
    """What NVIDIA's own library tells of it; only in `report_memory`, and only where that library is there."""

    @property
    def used_mb(self) -> float:
        """By anybody."""
        return self.total_mb - self.free_mb

    def as_facts(self) -> dict[str, float]:
        """The numbers."""
        return {name: round(value, 1) for name, value in asdict(self).items() if isinstance(value, float)}


def memory_of(device: Device) -> DeviceMemory:
    """The device's memory now. Imports torch for anything but the CPU."""
    if device.kind == "cpu":
        return _machine()
    import torch

    if device.kind == "mps":
        limit, ours = torch.mps.recommended_max_memory() / _MB, torch.mps.driver_allocated_memory() / _MB
        return DeviceMemory("mps", "Apple GPU", limit, limit - ours, torch.mps.current_allocated_memory() / _MB)
    free, total = torch.cuda.mem_get_info(device.index)
    name = torch.cuda.get_device_name(device.index)
    held = torch.cuda.memory_allocated(device.index)
    return DeviceMemory(str(device), name, total / _MB, free / _MB, held / _MB)


def report_memory() -> tuple[DeviceMemory, ...]:
    """Every device of this machine, its own memory last; NVML's figures with each that has them. Imports torch."""
    import torch

    devices = [Device("cuda", index) for index in range(torch.cuda.device_count())]
    told = nvml_report() if devices else None
    found = [
        replace(memory_of(device), nvml=told.of(hardware_id(device).removeprefix("cuda-")) if told else None)
        for device in devices
    ]
    if torch.backends.mps.is_available():
        found.append(memory_of(Device("mps")))
    return (*found, _machine())


def require_memory(model: str, need_mb: float, memory: DeviceMemory, remedy: str) -> None:
    """Raises NotEnoughMemoryError with the numbers if the model does not fit into what is free."""
    if need_mb > memory.free_mb:
        raise NotEnoughMemoryError(
            f"{model} needs {need_mb:,.0f} MB on {memory.device} ({memory.name}), which has {memory.free_mb:,.0f} MB free "
            f"of {memory.total_mb:,.0f} MB: {remedy}"
        )


def _machine() -> DeviceMemory:
    told = {}
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        told[name] = int(value.split()[0]) / 1024
    total, free = told["MemTotal"], told["MemAvailable"]
    limit = _number(Path("/sys/fs/cgroup/memory.max"))
    if limit is not None and limit / _MB < total:  # a container's own limit
        used = _number(Path("/sys/fs/cgroup/memory.current")) or 0
        total, free = limit / _MB, min(free, (limit - used) / _MB)
    return DeviceMemory("cpu", "this machine", total, free, 0.0)


def _number(path: Path) -> int | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None  # no cgroup v2 here
    return int(text) if text.isdigit() else None
