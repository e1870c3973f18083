"""`sparkle takes`: the takes of a shot, which are circled, and where their files are.

What belongs here: the command, its table and its JSON. What does not: finding them (`crafts/take_list.py`). Nothing is
written.
"""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sparkle_motion_dagster.cli.decided import FilmId
from sparkle_motion_dagster.cli.options import AsJson, Home
from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from sparkle_motion_dagster.crafts.take_list import Take
    from sparkle_motion_dagster.film.plan import Shot
    from sparkle_motion_dagster.film.takes import ShotTakes
    from sparkle_motion_dagster.store.artifact import Artifact

_ROLES = ("video", "start", "track")
"""The file of an artifact that a person looks at or listens to."""


def takes(
    film: FilmId,
    shot: Annotated[
        str | None, typer.Argument(metavar="[SHOT]", help="The shot's id; none: shots with a decision.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """The takes of a shot, or which shots of a film have any. Makes nothing."""
    from sparkle_motion_dagster.crafts.directing import find_film, find_shot
    from sparkle_motion_dagster.crafts.take_list import takes_of
    from sparkle_motion_dagster.film.ids import shot_key
    from sparkle_motion_dagster.store.decisions import film_takes, shot_takes
    from sparkle_motion_dagster.store.store import ArtifactStore
    from sparkle_motion_dagster.store.viewing import view

    settings = load_settings(home)
    seen = view(settings.store)
    plan = find_film(seen, film)
    store = seen or ArtifactStore.open(settings.store)
    if shot is None:
        decided = film_takes(store, film)
        _say_film(film, [decided[one.id] for one in plan.shots if one.id in decided], as_json)
        return
    _, found = find_shot(store, film, shot)
    decisions = shot_takes(store, film, shot)
    listed = takes_of(store, shot_key(film, shot), decisions)
    if as_json:
        print(json.dumps(takes_json(decisions, listed), ensure_ascii=False))
    else:
        print_takes(found, decisions, listed)


def takes_json(decisions: "ShotTakes", listed: "Sequence[Take]") -> dict[str, Any]:
    """The JSON of a shot's takes."""
    return {
        "film": decisions.film,
        "shot": decisions.shot,
        "locked": decisions.lock.locked_at.isoformat() if decisions.lock else None,
        "takes": [_take_json(take) for take in listed],
    }


def _take_json(take: "Take") -> dict[str, Any]:
    made = take.artifact
    return {
        "take": take.number,
        "asset": take.asset,
        "circled": take.circled,
        "note": take.note,
        "by": take.by,
        "own_files": list(take.own),
        "made": made is not None,
        "same_as": take.same_as,
        "made_at": made.made_at.isoformat() if made else None,
        "backend": made.backend if made else None,
        "draft": made.draft if made else None,
        "artifact": made.uri if made else None,
        **(_files_json(made) if made else {"files": {}, "faults": {}}),
    }


def _files_json(made: "Artifact") -> dict[str, dict[str, str]]:
    """Where its files are by role, and of those that are damaged or gone why: an old take is not made again by itself."""
    files: dict[str, str] = {}
    faults: dict[str, str] = {}
    for role in made.files:
        try:
            files[role] = str(made.path(role))
        except StoreError as error:
            faults[role] = str(error)
    return {"files": files, "faults": faults}


def print_takes(shot: "Shot", decisions: "ShotTakes", listed: "Sequence[Take]") -> None:
    """A row for each take of each asset; the circled one is marked."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    since = f"   locked since {decisions.lock.locked_at:%Y-%m-%d %H:%M} UTC" if decisions.lock else ""
    console.print(
        Text.assemble((f"{decisions.film} {decisions.shot}", "bold"), f"  {shot.setting or ''}", (since, "cyan"))
    )
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("", "take", "asset", "made by", "made", "note"):
        table.add_column(title)
    for take in listed:
        made = take.artifact
        table.add_row(
            Text("◉" if take.circled else "○", style="green" if take.circled else "dim"),
            str(take.number),
            take.asset,
            made.backend if made else "",
            f"{made.made_at:%Y-%m-%d %H:%M}" if made else "not yet",
            Text("; ".join(_remarks(take))),
        )
    console.print(table)
    for take in listed:
        _print_file(take, console)
    console.print(
        Text(f"◉ is in the film. Another: sparkle circle {decisions.film} {decisions.shot} TAKE", style="dim")
    )


def _remarks(take: "Take") -> list[str]:
    told = [take.note] if take.note else []
    told += [f"with your own {', '.join(take.own)}"] if take.own else []
    return told + ([f"came out just as take {take.same_as}"] if take.same_as else [])


def _print_file(take: "Take", console: "Console") -> None:
    role = next((role for role in _ROLES if take.artifact and role in take.artifact.files), None)
    if take.artifact is not None and role is not None:
        try:
            where = str(take.artifact.path(role))
        except StoreError as error:
            where = f"cannot be shown: {error}"
        console.print(f"  {take.asset} {take.number}: {where}", markup=False, highlight=False, soft_wrap=True)


def _say_film(film: str, decided: "Sequence[ShotTakes]", as_json: bool) -> None:
    if as_json:
        shots = [
            {
                "shot": one.shot,
                "takes": list(one.numbers()),
                "circled": one.circled,
                "locked": one.lock is not None,
            }
            for one in decided
        ]
        print(json.dumps({"film": film, "shots": shots}, ensure_ascii=False))
        return
    for one in decided:
        circled = ", ".join(f"{asset} {number}" for asset, number in one.circled.items()) or "take 1"
        print(
            f"{one.shot}  takes {', '.join(map(str, one.numbers()))}; circled: {circled}{'; locked' if one.lock else ''}"
        )
    if not decided:
        print(f"every shot of {film} has one take. Another: sparkle retake {film} SHOT")
