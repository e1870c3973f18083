"""`sparkle status`: what of a film is fresh, stale (and why), missing, failed or in work; or all films, a line each.

What belongs here: the command, the list of films and the JSON. What does not: finding out (`crafts/standing.py`), the
picture (`grid.py`).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName, studio_at
from sparkle_motion_dagster.cli.verdicts import verdict_json
from sparkle_motion_dagster.settings import load_settings

_LONGEST_TITLE = 32
_WIDEST_STATE = 32
"""Of the column; a longer state moves only the rest of its own line."""

if TYPE_CHECKING:
    from rich.console import Console

    from sparkle_motion_dagster.crafts.standing import Cell, Standing
    from sparkle_motion_dagster.store.failures import Failure


def status(
    film: Annotated[
        str | None, typer.Argument(metavar="[FILM]", help="The film's id; none: a line for each film.")
    ] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """What of a film is fresh, stale (and why), missing, failed or in work. Makes nothing."""
    from rich.console import Console

    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.cli.grid import print_standing
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.standing import films_of, standing_or_why
    from sparkle_motion_dagster.errors import InputError
    from sparkle_motion_dagster.film.ids import check_film_id
    from sparkle_motion_dagster.store.viewing import nothing_yet, view

    settings = load_settings(home, profile)
    studio_at(home, settings)
    crew = gather(load_profile(settings.profile))
    store = view(settings.store)
    known = films_of(store, settings.films)
    if film is not None and check_film_id(film) not in known:
        raise InputError(
            f"film {film} is not in this studio ({settings.home}); it has: {', '.join(known) or 'none'}; "
            f"add it with: sparkle make FILE --film {film}"
        )
    store = store or nothing_yet(settings.store)
    chosen = (film,) if film is not None else known
    found = [standing_or_why(store, crew, settings.films, name) for name in chosen]
    if as_json:
        told = [standing_json(one, settings.screenings) for one in found]
        print(json.dumps(told[0] if film is not None else {"films": told}, ensure_ascii=False))
        return
    console = Console()
    if film is not None:
        print_standing(found[0], console)
    elif found:
        print_films(found, settings.screenings, console)
    else:
        console.print(f"no films in {settings.home} yet: sparkle make FILE", markup=False, highlight=False)


def movie_path(film: str, screenings: Path) -> Path | None:
    """Where a person finds the movie; None if it is not there."""
    path = screenings / film / f"{film}.mp4"
    return path if path.exists() else None


def standing_json(film: "Standing", screenings: Path) -> dict[str, Any]:
    """The JSON of a film: its counts, and every asset of every shot with its status, reasons and last step."""
    counts: dict[str, int] = {}
    for cell in film.cells:
        counts[cell.status] = counts.get(cell.status, 0) + 1
    movie = movie_path(film.film, screenings)
    return {
        "film": film.film,
        "title": film.title,
        "profile": film.profile,
        "profile_of_movie": film.movie.facts.get("profile") if film.movie else None,
        "fresh": film.fresh,
        "shots": len(film.shots),
        "counts": counts,
        "made_by_process": film.made_by,
        "duration_s": film.movie.facts["duration_s"] if film.movie else None,
        "movie": str(movie) if movie else None,
        "verdicts": [verdict_json(verdict) for verdict in film.verdicts],
        "failed_runs": [_failed_run_json(failure) for failure in film.failed_runs],
        "assets": [_cell_json(cell) for cell in film.cells],
    }


def _failed_run_json(failure: "Failure") -> dict[str, Any]:
    return {
        "shot": failure.shot,
        "failed_at": failure.failed_at.isoformat(),
        "attempts": failure.attempts,
        "reason": failure.message,
    }


def _cell_json(cell: "Cell") -> dict[str, Any]:
    return {
        "shot": cell.shot,
        "asset": cell.asset,
        "status": cell.status,
        "reasons": list(cell.reasons),
        "waits": cell.waits,
        "asks": cell.asks,
        "locked": cell.locked,
        "step": cell.step.model_dump(mode="json", exclude_none=True) if cell.step else None,
    }


def print_films(films: "Sequence[Standing]", screenings: Path, console: "Console") -> None:
    """A line for each film: id, title, shots, how it stands, length, where it is."""
    from rich.text import Text

    from sparkle_motion_dagster.cli.grid import mark

    rows = []
    for film in films:
        movie = movie_path(film.film, screenings)
        length = f"{film.movie.facts['duration_s']:.0f} s" if film.movie else ""
        shown = str(movie.relative_to(screenings.parent)) if movie else "-"
        rows.append((film.film, _short(film.title), str(len(film.shots)), film.in_words, length, shown))
    head = ("film", "title", "shots", "state", "length", "movie")
    wide = [max(len(row[column]) for row in (head, *rows)) for column in range(5)]
    wide[3] = min(wide[3], _WIDEST_STATE)
    console.print(Text(f"  {_line(head, wide)}", style="bold"), soft_wrap=True)
    for film, row in zip(films, rows, strict=True):
        console.print(mark(film.worst, console) + Text(f" {_line(row, wide)}"), soft_wrap=True)
    console.print(Text(f"in {screenings.parent}", style="dim"), soft_wrap=True)


def _line(row: "Sequence[str]", wide: "Sequence[int]") -> str:
    film, title, shots, state, length, movie = row
    return (
        f"{film:<{wide[0]}}  {title:<{wide[1]}}  {shots:>{wide[2]}}  {state:<{wide[3]}}  {length:>{wide[4]}}  {movie}"
    )


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"
