"""`sparkle verify`: read every byte of the store and put aside what is damaged.

What belongs here: the command and what it says. What does not: checking (`store/checking.py`). Exit code 1 if damage
was found.
"""

import json
import sys
from typing import Annotated, Any

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, studio_at
from sparkle_motion_dagster.cli.sizes import in_bytes
from sparkle_motion_dagster.settings import load_settings


def verify(
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Files read at once (all cores).")] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Check every file of the store against its hash; what is damaged goes to quarantine and is made again."""
    from sparkle_motion_dagster.store.checking import check, put_aside
    from sparkle_motion_dagster.store.store import ArtifactStore

    settings = load_settings(home)
    studio_at(home, settings)
    if not settings.store.is_dir():
        report: dict[str, Any] = {"files": 0, "bytes": 0, "manifests": 0, "records": 0, "damage": []}
    else:
        store = ArtifactStore.open(settings.store)
        checked = check(store, jobs or settings.cores)
        moved = put_aside(store, checked.damage) if checked.damage else {}
        report = {
            "files": checked.blobs,
            "bytes": checked.blob_bytes,
            "manifests": checked.manifests,
            "records": checked.records,
            "damage": [
                {"key": one.key, "fault": one.fault, "whose": list(one.whose), "moved_to": moved.get(one.key)}
                for one in checked.damage
            ],
        }
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _say(report)
    if report["damage"]:
        sys.exit(1)


def _say(report: dict[str, Any]) -> None:
    for one in report["damage"]:
        print(f"  {', '.join(one['whose']) or 'of no film'}\n    {one['key']}: {one['fault']}")
        if one["moved_to"]:
            print(f"    moved to {one['moved_to']}")
    count = len(report["damage"])
    looked = f"{report['files']} files ({in_bytes(report['bytes'])}), {report['manifests']} manifests, {report['records']} records"
    if not count:
        print(f"{looked}: all as they were written")
        return
    films = sorted({whose.partition(" ")[0] for one in report["damage"] for whose in one["whose"]})
    print(f"{looked}: {count} damaged or missing. What films need of it is made again by the next sparkle make", end="")
    print(f" of {', '.join(films)}" if films else "")
