"""`sparkle doctor`: what this machine would use for each craft.

What belongs here: the command and its table. What does not: examining (`backends/registry.py`).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sparkle_motion_dagster.backends.device.driver import CudaDevice
from sparkle_motion_dagster.backends.device.nvml import NvmlReport
from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import Settings, load_settings


def doctor(profile: ProfileName = None, home: Home = None, as_json: AsJson = False) -> None:
    """What this machine would use for each craft, and whether it can run here."""
    from sparkle_motion_dagster.backends.device.driver import cuda_devices
    from sparkle_motion_dagster.backends.device.nvml import nvml_report
    from sparkle_motion_dagster.backends.registry import examine
    from sparkle_motion_dagster.backends.writer.choice import examine_writer

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    crafts = [examine_writer(chosen), *examine(chosen, settings.profile)]
    devices = device_report(cuda_devices(), nvml_report())
    ready = all(craft["ready"] for craft in crafts)
    if as_json:
        where = {"home": str(settings.home), "profile": chosen.name, "cores": settings.cores}
        print(json.dumps({"ready": ready, "settings": where, "devices": devices, "crafts": crafts}, ensure_ascii=False))
    else:
        print_doctor(settings, chosen, crafts)
        for line in devices:
            Console().print(line, markup=False, highlight=False, soft_wrap=True)
    if not ready:
        raise typer.Exit(1)


def print_doctor(settings: Settings, profile: Profile, crafts: Sequence[Mapping[str, Any]]) -> None:
    """Settings in force, then a row for each craft."""
    console = Console()
    console.print(
        f"home {settings.home}   profile {profile.name}   cores {settings.cores}", markup=False, highlight=False
    )
    console.print("settings come from a flag, else the environment (SPARKLE_*), else the default", style="dim")
    table = Table()
    for title in ("craft", "backend", "ready", "what", "licence"):
        table.add_column(title)
    for craft in crafts:
        ready = "[green]yes[/]" if craft["ready"] else "[red]no[/]"
        what = craft["detail"] if craft["ready"] else "see below"
        table.add_row(craft["craft"], craft["backend"], ready, escape(what), craft["licence"])
    console.print(table)
    for craft in crafts:
        if "model" in craft:
            console.print(f"{craft['craft']}: {_model(craft)}", markup=False, highlight=False)
        for reason in craft["reasons"]:
            console.print(f"{craft['craft']} cannot run here: {reason}", markup=False, highlight=False, style="red")


def device_report(cuda: Sequence[CudaDevice], nvml: NvmlReport) -> list[str]:
    """Each NVIDIA device in words: as NVML sees them all, else as the driver shows them to this process."""
    if not nvml.devices:
        seen = [f"cuda:{index}: {device.name}, {device.total_mb:,.0f} MB" for index, device in enumerate(cuda)]
        return [*(seen or ["no NVIDIA device is visible here"]), nvml.absent]
    lines = []
    for device in nvml.devices:
        warm = "" if device.temperature_c is None else f", {device.temperature_c} °C"
        busy = "" if device.busy_percent is None else f", {device.busy_percent} % busy"
        users = [f"process {pid}" + ("" if held is None else f" ({held:,.0f} MB)") for pid, held in device.processes]
        used = f", used by {', '.join(users)}" if users else ""
        lines.append(f"{device.name}: {device.free_mb:,.0f} of {device.total_mb:,.0f} MB free{warm}{busy}{used}")
    return lines


def _model(craft: Mapping[str, Any]) -> str:
    """A model in words: which, where, how large, on what."""
    size = f" (about {craft['download_mb']:,} MB)" if craft.get("download_mb") else ""
    fetched = f"not here: {craft['fetch']}{size}" if craft["fetch"] else "not here"
    where = f"in {craft['weights']} ({craft['disk_mb']:,} MB)" if craft["weights"] else fetched
    needs = f", needs {craft['memory_mb']:,} MB ({craft['placement']})" if craft["memory_mb"] else ""
    if craft.get("on_cards"):
        needs = f", would need {', '.join(f'{need} on {card}' for card, need in craft['on_cards'].items())}"
    has = ""
    if "device_total_mb" in craft:
        free = f", {craft['device_free_mb']:,} MB free" if "device_free_mb" in craft else ""
        has = f" of {craft['device_total_mb']:,} MB{free} on {craft['device']} ({craft['device_name']})"
    return f"{craft['model']} at {craft['revision'] or 'no revision'}, {where}{needs}{has}; licence: {craft['licence']}"
