"""Whether a backend that runs a model can run it here, and exactly what is missing if it cannot.

What belongs here: questions about packages, weights, device and memory, asked without loading anything. What does not:
the table of packages (`registry.py`), printing (`cli/doctor.py`).
"""

from importlib import metadata
from typing import Any, Protocol, runtime_checkable

from sparkle_motion_dagster.backends.device.devices import no_device, parse_device, require_device
from sparkle_motion_dagster.backends.device.driver import cuda_devices
from sparkle_motion_dagster.backends.device.memory import DeviceMemory, memory_of
from sparkle_motion_dagster.backends.device.placement import MemoryPlan
from sparkle_motion_dagster.backends.device.presets import load_presets
from sparkle_motion_dagster.backends.device.quantisation import missing_quantiser
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import FETCH, ModelSource
from sparkle_motion_dagster.errors import SparkleError


@runtime_checkable
class PlacedModel(Protocol):
    """A backend that loads a model onto a device."""

    device: str

    @property
    def source(self) -> ModelSource:
        """Its model."""
        ...

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """Name of the preset, and what the model takes, on a device with this memory."""
        ...


@runtime_checkable
class ChecksModel(Protocol):
    """A backend that can tell from a model's files alone whether it is one of those that it runs."""

    def check_model(self, snapshot: Snapshot) -> None:
        """Raises WeightsError or ProfileError."""
        ...


def model_report(backend: PlacedModel, profile: str, free_too: bool) -> dict[str, Any]:
    """What `sparkle doctor` tells of a model: id, revision, where, how large, licence, and `reasons` why it cannot run.

    Args:
        backend: it.
        profile: as a person names it on the command line; the command that fetches the weights names it too.
        free_too: ask a GPU for its free memory, which imports torch and takes a little of that memory; else it is
            judged by its size.
    """
    source = backend.source
    entry = source.entry
    command = FETCH.replace("PROFILE", profile)
    report: dict[str, Any] = {
        "model": source.repo_id or source.name,
        "revision": source.revision,
        "weights": None,
        "fetch": None if source.local else command,
        "disk_mb": None,
        "memory_mb": None,
        "device": backend.device,
        "placement": None,
        "reasons": [],
    }
    if entry is not None:
        report["licence"] = entry.licence
    try:
        snapshot = source.snapshot()
        report |= {"weights": str(snapshot.folder), "disk_mb": round(snapshot.size_bytes / 2**20)}
        if source.local is not None:
            report["revision"] = snapshot.fingerprint()
        if isinstance(backend, ChecksModel):
            backend.check_model(snapshot)
    except SparkleError as error:
        report["reasons"].append(str(error).replace(FETCH, command))
        if entry is not None:
            report["download_mb"] = round(sum(entry.parameters.values()) * 2 / 2**20)
    for use, more in getattr(backend, "beside", {}).items():
        fault = more.missing()
        report["reasons"] += [f"{use}: {fault}".replace(FETCH, command)] if fault else []
    environment = getattr(backend, "environment", None)  # of an engine that runs outside (`backends/outside`)
    if environment is not None:
        report["environment"] = str(environment.place)
        missing = environment.missing()
        report["reasons"] += [missing] if missing else []
    report["reasons"] += _device_reasons(backend, report, free_too)
    if report["memory_mb"] is None and parse_device(backend.device).kind != "cpu":
        report["on_cards"] = _on_cards(backend)
    return report


def _device_reasons(backend: PlacedModel, report: dict[str, Any], free_too: bool) -> list[str]:
    device = parse_device(backend.device)
    if device.kind == "cuda":
        found = cuda_devices()
        torch_version = metadata.version("torch")
        if device.index >= len(found) or torch_version.endswith("+cpu"):
            return [no_device(device, len(found), torch_version)]
        total_mb = found[device.index].total_mb
        memory = DeviceMemory(str(device), found[device.index].name, total_mb, total_mb, 0.0)
    if device.kind != "cuda" or free_too:
        try:
            require_device(device)
        except SparkleError as error:
            return [str(error)]
        memory = memory_of(device)
        report["device_free_mb"] = round(memory.free_mb)
    report |= {"device_name": memory.name, "device_total_mb": round(memory.total_mb)}
    try:
        preset, plan = backend.memory_plan(memory)
    except SparkleError as error:
        return [str(error)]
    report |= {"preset": preset, "placement": plan.placement, "memory_mb": round(plan.device_mb)}
    missing = missing_quantiser(plan.quantisation)
    if plan.quantisation != "none":
        report["placement"] = f"{plan.placement}, {plan.quantisation} weights"
    reasons = [f"preset {preset}: {missing}"] if missing else []
    if plan.device_mb > memory.total_mb:
        reasons.append(
            f"{report['model']} needs {plan.device_mb:,.0f} MB on {device} ({memory.name}), which has "
            f"{memory.total_mb:,.0f} MB: choose a preset that offloads, or a larger device"
        )
    return reasons


def _on_cards(backend: PlacedModel) -> dict[str, str]:
    """What it would take on each size of GPU, in words, by the name of the preset that it would be given there."""
    told = {}
    for card in (preset for preset in load_presets().values() if preset.device == "gpu"):
        memory = DeviceMemory("cuda", card.description, card.min_free_mb, card.min_free_mb, 0.0)
        try:
            name, plan = backend.memory_plan(memory)
        except SparkleError:
            continue  # it names a preset of its own that is wrong: said where its settings are checked
        bits = "" if plan.quantisation == "none" else f", {plan.quantisation}"
        told[name] = f"{plan.device_mb:,.0f} MB ({plan.placement}{bits})"
    return told
