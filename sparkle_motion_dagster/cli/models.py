"""`sparkle models`: the weights that profiles need.

What belongs here: the commands and their reports. What does not: fetching (`backends/models/fetch.py`).
"""

import json
from typing import Annotated, Any

import typer

from sparkle_motion_dagster.cli.convert import convert
from sparkle_motion_dagster.cli.environments import env
from sparkle_motion_dagster.cli.options import AsJson
from sparkle_motion_dagster.errors import InputError

models = typer.Typer(no_args_is_help=True, help="The weights that profiles need.")


@models.callback()
def group() -> None:
    """The weights that profiles need."""


models.command()(env)
models.command()(convert)


@models.command()
def fetch(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A profile's name or YAML file.")],
    craft: Annotated[str | None, typer.Option("--craft", help="Only this craft's model [all].")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be fetched; fetch nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a profile's models: pinned revisions, safetensors only, checked by their hashes."""
    from sparkle_motion_dagster.backends.models.fetch import fetch as fetch_model
    from sparkle_motion_dagster.backends.models.fetch import plan_fetch
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.backends.registry import models_of

    chosen = load_profile(profile)
    if craft is not None and craft not in chosen.crafts:
        raise InputError(f"--craft is {craft!r}: expected one of {', '.join(chosen.crafts)}")
    sources = {name: found for name, found in models_of(chosen).items() if craft in (None, name.partition(" ")[0])}
    if not sources:
        raise InputError(
            f"profile {profile}: {craft or 'none of its crafts'} runs no model of the Hub: nothing to fetch"
        )
    reports = []
    for name, source in sources.items():
        plan = plan_fetch(source)
        report: dict[str, Any] = {
            "craft": name,
            "model": source.repo_id,
            "revision": plan.revision,
            "files": len(plan.files),
            "total_bytes": plan.total_bytes,
            "missing_bytes": plan.missing_bytes,
            "free_bytes": plan.free_bytes,
            "licence": source.entry.licence if source.entry else "see the model's page",
        }
        if not dry_run:
            made = fetch_model(plan)
            report |= {
                "folder": str(made.folder),
                "checked_files": made.files,
                "downloaded_files": made.downloaded_files,
                "downloaded_bytes": made.downloaded_bytes,
            }
        reports.append(report)
        if not as_json:
            print(_told(report, dry_run))
    if as_json:
        print(json.dumps({"profile": profile, "dry_run": dry_run, "models": reports}, ensure_ascii=False))


def _told(report: dict[str, Any], dry_run: bool) -> str:
    head = f"{report['craft']}: {report['model']} at {report['revision'][:12]}"
    size = f"{report['files']} files, {report['total_bytes'] / 1e9:.2f} GB"
    licence = f"licence: {report['licence']}"
    if dry_run:
        missing, free = report["missing_bytes"] / 1e9, report["free_bytes"] / 1e9
        return f"{head}: {size}, {missing:.2f} GB of it to fetch, {free:.1f} GB free; {licence}"
    return (
        f"{head}: fetched {report['downloaded_files']} files ({report['downloaded_bytes'] / 1e9:.2f} GB), "
        f"all {report['checked_files']} checked\n  {report['folder']}\n  {licence}"
    )
