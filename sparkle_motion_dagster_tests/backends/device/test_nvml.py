"""NVML: its figures where it is, and why not where it is not. A stand-in for NVIDIA's library, which needs their driver."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from sparkle_motion_dagster.backends.device.driver import CudaDevice
from sparkle_motion_dagster.backends.device.nvml import nvml_report
from sparkle_motion_dagster.cli.doctor import device_report


class _NVMLError(Exception):
    """As NVIDIA's."""


def _library(**changed: Any) -> SimpleNamespace:
    def refuse(*_: Any) -> None:
        raise _NVMLError("Not Supported")

    whole = {
        "NVMLError": _NVMLError,
        "NVML_TEMPERATURE_GPU": 0,
        "nvmlInit": lambda: None,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetCount": lambda: 1,
        "nvmlDeviceGetHandleByIndex": lambda index: index,
        "nvmlDeviceGetMemoryInfo": lambda _: SimpleNamespace(total=24 * 2**30, free=20 * 2**30),
        "nvmlDeviceGetUUID": lambda _: "GPU-1234",
        "nvmlDeviceGetName": lambda _: b"RTX 4090",
        "nvmlDeviceGetTemperature": lambda *_: 61,
        "nvmlDeviceGetUtilizationRates": refuse,
        "nvmlDeviceGetComputeRunningProcesses": lambda _: [SimpleNamespace(pid=42, usedGpuMemory=512 * 2**20)],
    }
    return SimpleNamespace(**whole | changed)


def test_its_figures_are_told_and_what_a_device_does_not_tell_is_left_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pynvml", _library())
    report = nvml_report()
    card = report.of("1234")
    assert card is report.of("GPU-1234") and report.of("GPU-9") is None
    assert (card.total_mb, card.free_mb, card.temperature_c, card.busy_percent) == (24576, 20480, 61, None)
    assert device_report((), report) == ["RTX 4090: 20,480 of 24,576 MB free, 61 °C, used by process 42 (512 MB)"]


def test_its_absence_is_said_with_what_to_install_or_why(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pynvml", None)
    seen = device_report((CudaDevice("A100", 81_000),), nvml_report())
    assert seen[0] == "cuda:0: A100, 81,000 MB" and "pip install nvidia-ml-py" in seen[1]

    def no_driver() -> None:
        raise _NVMLError("Driver Not Loaded")

    monkeypatch.setitem(sys.modules, "pynvml", _library(nvmlInit=no_driver))
    assert device_report((), nvml_report()) == [
        "no NVIDIA device is visible here",
        "no NVML figures: Driver Not Loaded",
    ]
