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

from sparkle_motion_dagster.backends.profile import Profile, load_profile
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import Settings, load_settings


def doctor(profile: ProfileName = None, home: Home = None, as_json: AsJson = False) -> None:
    """What this machine would use for each craft, and whether it can run here."""
    from sparkle_motion_dagster.backends.registry import examine
    from sparkle_motion_dagster.backends.writer.choice import examine_writer

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    crafts = [examine_writer(chosen), *examine(chosen, settings.profile)]
    ready = all(craft["ready"] for craft in crafts)
    if as_json:
        where = {"home": str(settings.home), "profile": chosen.name, "cores": settings.cores}
        print(json.dumps({"ready": ready, "settings": where, "crafts": crafts}, ensure_ascii=False))
    else:
        print_doctor(settings, chosen, crafts)
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


def _model(craft: Mapping[str, Any]) -> str:
    """A model in words: which, where, how large, on what."""
    where = f"in {craft['weights']} ({craft['disk_mb']:,} MB)" if craft["weights"] else f"not here: {craft['fetch']}"
    needs = f", needs {craft['memory_mb']:,} MB ({craft['placement']})" if craft["memory_mb"] else ""
    has = ""
    if "device_total_mb" in craft:
        free = f", {craft['device_free_mb']:,} MB free" if "device_free_mb" in craft else ""
        has = f" of {craft['device_total_mb']:,} MB{free} on {craft['device']} ({craft['device_name']})"
    return f"{craft['model']} at {craft['revision'] or 'no revision'}, {where}{needs}{has}; licence: {craft['licence']}"
