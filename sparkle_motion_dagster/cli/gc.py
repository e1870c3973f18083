"""`sparkle gc`: free the space of what no film uses.

What belongs here: the command and what it says. What does not: deciding what nobody uses (`store/upkeep.py`), what
editing has left behind (`crafts/superseded.py`).
"""

import json
import time
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, studio_at
from sparkle_motion_dagster.cli.sizes import in_bytes
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.store.upkeep import Swept

DAY_S = 86400.0
LISTED = 20
"""Artifacts that are named for people; --json names all."""


def gc(
    yes: Annotated[bool, typer.Option("--yes/--dry-run", help="Remove it, or only say what would go.")] = False,
    grace_min: Annotated[
        int, typer.Option("--grace-min", min=0, help="Keep what is younger than this many minutes.")
    ] = 60,
    older_than: Annotated[
        float | None,
        typer.Option(
            "--older-than", min=0, metavar="DAYS", help="Also what edits replaced, or cut out, more than so long ago."
        ),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Free the space of what no film uses. Only says what would go, unless --yes. What `sparkle takes` lists stays."""
    from sparkle_motion_dagster.crafts.superseded import superseded
    from sparkle_motion_dagster.store.store import ArtifactStore
    from sparkle_motion_dagster.store.upkeep import gc as sweep
    from sparkle_motion_dagster.store.upkeep import look

    settings = load_settings(home)
    studio_at(home, settings)
    swept, aside, replaced_bytes = None, 0, 0
    if settings.store.is_dir():
        if yes:
            from sparkle_motion_dagster.graph.at_rest import check_at_rest  # Dagster: a look need not wait for it

            check_at_rest(settings)
        store, grace_s = ArtifactStore.open(settings.store), grace_min * 60.0
        seen = look(store)
        if older_than is None:
            more = sweep(store, grace_s=grace_s, let_go=partial(superseded, store, time.time()), seen=seen)
            swept = sweep(store, dry_run=not yes, grace_s=grace_s, seen=seen)
            replaced_bytes = max(0, more.freed_bytes - swept.freed_bytes)
        else:
            let_go = partial(superseded, store, time.time() - older_than * DAY_S)
            swept = sweep(store, dry_run=not yes, grace_s=grace_s, let_go=let_go, seen=seen)
        aside = len(list(store.shelf.keys("quarantine")))
    report = _report(swept, yes, aside) | {"replaced_bytes": replaced_bytes}
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    _say(report, grace_min)


def _report(swept: "Swept | None", removed: bool, aside: int) -> dict[str, Any]:
    artifacts = swept.artifacts if swept else ()
    return {
        "removed": removed,
        "freed_bytes": swept.freed_bytes if swept else 0,
        "blobs": len(swept.blobs) if swept else 0,
        "artifacts": [
            {
                "artifact": artifact.uri,
                "film": artifact.film,
                "shot": artifact.shot,
                "asset": artifact.asset,
                "made_at": artifact.made_at.isoformat(),
                "bytes": sum(file.size_bytes for file in artifact.files.values()),
            }
            for artifact in artifacts
        ],
        "kept_young": swept.young if swept else 0,
        "in_quarantine": aside,
    }


def _say(report: dict[str, Any], grace_min: int) -> None:
    verb = "removed" if report["removed"] else "would remove"
    for one in report["artifacts"][:LISTED]:
        name = " ".join(word for word in (one["film"], one["shot"], one["asset"]) if word)
        print(f"  {name:40} {in_bytes(one['bytes']):>9}   made {one['made_at'][:16].replace('T', ' ')}")
    if len(report["artifacts"]) > LISTED:
        print(f"  … and {len(report['artifacts']) - LISTED} more (--json names all)")
    print(
        f"{verb} {len(report['artifacts'])} artifacts and {report['blobs']} files, {in_bytes(report['freed_bytes'])}; "
        "what films show and what sparkle takes lists stays"
    )
    if report["kept_young"]:
        print(f"{report['kept_young']} more are younger than {grace_min} minutes and stay (--grace-min)")
    if report["replaced_bytes"]:
        print(
            f"edits have left {in_bytes(report['replaced_bytes'])} more, found again when they are undone: "
            "sparkle gc --older-than 30 lists what was replaced more than 30 days ago"
        )
    if report["in_quarantine"]:
        print(f"damaged files in quarantine/, for you to look at and remove by hand: {report['in_quarantine']}")
    if not report["removed"] and report["blobs"]:
        print("nothing has been removed: run sparkle gc --yes")
