"""`sparkle rm`: take a film out of the studio.

What belongs here: the command and what it says. What does not: the removal (`graph/remove_film.py`).
"""

import json
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home
from sparkle_motion_dagster.settings import load_settings


def rm(
    film: Annotated[str, typer.Argument(metavar="FILM", help="The film's id.")],
    yes: Annotated[bool, typer.Option("--yes/--dry-run", help="Remove it, or only say what would go.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Remove its brief in films/ too.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Take a film out of the studio: takes, screenings, partitions. Its brief stays, and what other films share."""
    from sparkle_motion_dagster.graph.remove_film import take_out

    settings = load_settings(home)
    found = take_out(settings, film, brief=brief, dry_run=not yes)
    if as_json:
        report = {
            "film": film,
            "removed": yes,
            "records": found.records,
            "shots": found.shots,
            "screening": str(found.screening) if found.screening else None,
            "brief": str(found.brief) if found.brief else None,
            "brief_removed": yes and found.brief_goes,
        }
        print(json.dumps(report, ensure_ascii=False))
        return
    print(f"{film}: {'removed' if yes else 'would be removed'}")
    print(f"  records        {found.records} (heads, takes, what was decided and what failed)")
    print(f"  partitions     {found.shots} shots in Dagster; its runs stay in the log")
    print(f"  screening      {found.screening or 'none'}")
    fate = (
        "none"
        if found.brief is None
        else f"{found.brief} ({'goes' if found.brief_goes else 'stays; --brief removes it'})"
    )
    print(f"  brief          {fate}")
    print(
        "the space is freed by: sparkle gc --yes" if yes else f"nothing has been removed: run sparkle rm {film} --yes"
    )
