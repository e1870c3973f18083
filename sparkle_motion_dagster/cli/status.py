"""`sparkle status`: what of a film is fresh, stale (and why) or missing.

What belongs here: the command and its grid. What does not: finding out (`crafts/state.py`).
"""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.cli.slate import STAGES
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.state import FilmState
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import check_film_id
from sparkle_motion_dagster.settings import load_settings

_MARKS = {"fresh": "[green]●[/]", "stale": "[yellow]◐[/]", "missing": "[dim]○[/]"}


def status(
    film: Annotated[str, typer.Argument(metavar="FILM", help="The film's id.")],
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """What of a film is fresh, stale (and why) or missing."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.planning import held_plan
    from sparkle_motion_dagster.crafts.state import film_state
    from sparkle_motion_dagster.store.store import ArtifactStore

    settings = load_settings(home, profile)
    check_film_id(film)
    store = ArtifactStore.open(settings.store) if settings.store.is_dir() else None
    held = held_plan(store, film) if store else None
    if store is None or held is None:
        known = sorted(path.stem for path in settings.films.glob("*.*")) if settings.films.is_dir() else []
        raise InputError(f"film {film} is not in this studio ({settings.home}); it has: {', '.join(known) or 'none'}")
    state = film_state(store, gather(load_profile(settings.profile)), film, held)
    if as_json:
        cells = [
            {"shot": c.shot, "asset": c.asset, "status": c.status, "reasons": list(c.reasons)} for c in state.cells
        ]
        print(json.dumps({"film": film, "fresh": state.fresh, "assets": cells}, ensure_ascii=False))
        return
    print_state(state)


def print_state(state: FilmState) -> None:
    """The film as a grid, shot × asset, and below it why anything is not fresh."""
    console = Console()
    table = Table(title=f"{state.film}: {'all fresh' if state.fresh else 'not finished'}", title_justify="left")
    table.add_column("shot")
    for asset in SHOT_ASSETS:
        table.add_column(STAGES[asset], justify="center")
    rows: dict[str, dict[str, str]] = {}
    for cell in state.cells:
        if cell.shot is not None:
            rows.setdefault(cell.shot, {})[cell.asset] = _MARKS[cell.status]
    for shot, cells in rows.items():
        table.add_row(shot, *(cells[asset] for asset in SHOT_ASSETS))
    console.print(table)
    console.print("● fresh  ◐ stale  ○ missing", style="dim", highlight=False)
    for cell in state.cells:
        if cell.status != "fresh" and not cell.reasons[0].startswith("waits for"):
            console.print(
                f"{cell.shot or 'film'} {cell.asset}: {'; '.join(cell.reasons)}", markup=False, highlight=False
            )
    film = next(cell for cell in state.cells if cell.shot is None)
    console.print(f"film: {film.status} {'; '.join(film.reasons)}", markup=False, highlight=False)
