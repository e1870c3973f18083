"""What NVIDIA's management library tells of the devices: who uses them, how warm and how busy they are.

What belongs here: its figures, where its Python package (nvidia-ml-py) and a driver are there. What does not: memory as
torch sees it (`memory.py`). NVML opens no context on a device, so asking takes none of its memory.
https://docs.nvidia.com/deploy/nvml-api/
"""

from dataclasses import dataclass
from typing import Any

INSTALL = "pip install nvidia-ml-py"
_MB = 1024 * 1024


@dataclass(frozen=True)
class NvmlFigures:
    """One device; None for what it does not tell."""

    index: int
    """NVML's own numbering, by PCI bus; CUDA_VISIBLE_DEVICES does not count."""
    uuid: str
    name: str
    total_mb: float
    free_mb: float
    temperature_c: int | None
    busy_percent: int | None
    """Share of the last second in which some kernel ran."""
    processes: tuple[tuple[int, float | None], ...]
    """Process id and megabytes of everybody who computes on it."""


@dataclass(frozen=True)
class NvmlReport:
    """All devices, or why there are no figures."""

    devices: tuple[NvmlFigures, ...]
    absent: str = ""

    def of(self, uuid: str) -> NvmlFigures | None:
        """The device with this UUID, with or without its "GPU-"."""
        wanted = uuid.removeprefix("GPU-")
        return next((device for device in self.devices if device.uuid.removeprefix("GPU-") == wanted), None)


def nvml_report() -> NvmlReport:
    """Ask NVML now. Never raises for its absence: that is told in `absent`."""
    try:
        import pynvml
    except ImportError:
        return NvmlReport((), f"no NVML figures: nvidia-ml-py is not installed ({INSTALL})")
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as error:
        return NvmlReport((), f"no NVML figures: {error}")
    try:
        count = pynvml.nvmlDeviceGetCount()
        return NvmlReport(tuple(_figures(pynvml, index) for index in range(count)))
    except pynvml.NVMLError as error:
        return NvmlReport((), f"no NVML figures: {error}")
    finally:
        pynvml.nvmlShutdown()


def _figures(nvml: Any, index: int) -> NvmlFigures:
    handle = nvml.nvmlDeviceGetHandleByIndex(index)
    memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    busy = _told(nvml, lambda: nvml.nvmlDeviceGetUtilizationRates(handle).gpu)
    running = _told(nvml, lambda: nvml.nvmlDeviceGetComputeRunningProcesses(handle)) or ()
    return NvmlFigures(
        index,
        _text(nvml.nvmlDeviceGetUUID(handle)),
        _text(nvml.nvmlDeviceGetName(handle)),
        memory.total / _MB,
        memory.free / _MB,
        _told(nvml, lambda: nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU)),
        busy,
        tuple((one.pid, one.usedGpuMemory / _MB if one.usedGpuMemory else None) for one in running),
    )


def _told(nvml: Any, ask: Any) -> Any:
    """The answer; None where a device (a MIG slice, an old card) does not tell it."""
    try:
        return ask()
    except nvml.NVMLError:
        return None


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
