"""`sparkle models env`: environments of engines that cannot be installed beside ours.

What belongs here: the command and its report. What does not: making one (`backends/outside/environment.py`).
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sparkle_motion_dagster.cli.options import AsJson


def env(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which engine's; none: list them all.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Say whether it stands; make nothing.")] = False,
    python: Annotated[Path | None, typer.Option("--python", help="Interpreter to make it with [found].")] = None,
    as_json: AsJson = False,
) -> None:
    """Make the environment of an engine that cannot be installed beside ours, from its lock."""
    from sparkle_motion_dagster.backends.outside.environment import NAMES, environment

    chosen = [environment(name)] if name is not None else [environment(each) for each in NAMES]
    rows: list[dict[str, Any]] = []
    for one in chosen:
        made = False
        if name is not None and not check:
            made = one.make(lambda step: print(step, file=sys.stderr), python)
        missing = one.missing()
        rows.append(
            {
                "name": one.name,
                "stands": missing is None,
                "folder": str(one.place),
                "made_now": made,
                "missing": missing,
            }
            | ({"size_mb": one.size_mb()} if missing is None else {})
        )
    for row in rows if not as_json else ():
        state = f"stands, {row['size_mb']:,} MB in {row['folder']}" if row["stands"] else row["missing"]
        print(f"{row['name']}: {state}")
    if as_json:
        print(json.dumps({"environments": rows}, ensure_ascii=False))
    if check and not all(row["stands"] for row in rows):
        raise typer.Exit(1)
