"""`sparkle index`: the pictures seen lately, in any film of this studio.

What belongs here: the five commands and their tables. What does not: the index (`store/recent_index.py`).
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sparkle_motion_dagster.cli.options import AsJson, Home
from sparkle_motion_dagster.errors import ArtifactMissingError, InputError
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:  # the index needs numpy, which other commands need not wait for
    from sparkle_motion_dagster.store.recent_index import RecentIndex, Sighting

index = typer.Typer(no_args_is_help=True, help="Pictures seen lately: which are the same, or nearly.")
Hash = Annotated[str, typer.Argument(metavar="PHASH", help="A perceptual hash, 16 hex digits.")]


@index.command()
def stats(home: Home = None, as_json: AsJson = False) -> None:
    """How many pictures are known, and since when."""
    found = _index(home).stats()
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:10} {_time(value) if name in ('oldest', 'newest') else value}")


@index.command("list")
def list_(
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """The latest sightings."""
    _show(_index(home).list(limit), as_json)


@index.command()
def show(phash: Hash, home: Home = None, as_json: AsJson = False) -> None:
    """One picture, and whether its artifact still exists."""
    found = _index(home).get(phash)
    if found is None:
        raise InputError(f"recent index: no picture {phash}; see: sparkle index list")
    there = _exists(home, found.canonical_uri)
    if as_json:
        print(json.dumps({**asdict(found), "exists": there}))
        return
    _show((found,), False)
    print("its artifact is in the store" if there else "its artifact is no longer in the store")


@index.command()
def near(
    phash: Hash,
    max_distance: Annotated[int, typer.Option("--max-distance", help="Bits that may differ, 0 to 64.")] = 6,
    limit: Annotated[int, typer.Option("--limit", help="At most so many.")] = 10,
    order: Annotated[str, typer.Option("--order", help="distance, last_seen, hit_count.")] = "distance",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Pictures that look nearly the same."""
    _show(_index(home).find_near(phash, max_distance, limit, order), as_json)


@index.command()
def prune(
    max_age_days: Annotated[
        float | None, typer.Option("--max-age-days", min=0, help="Forget what was not seen for so long.")
    ] = None,
    max_entries: Annotated[int, typer.Option("--max-entries", min=0, help="Keep the latest so many.")] = 10_000,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Forget old sightings. No picture is touched."""
    forgotten = _index(home).prune(None if max_age_days is None else max_age_days * 86_400, max_entries)
    print(json.dumps({"forgotten": forgotten}) if as_json else f"{forgotten} sightings forgotten")


def _index(home: Path | None) -> "RecentIndex":
    from sparkle_motion_dagster.store.recent_index import RecentIndex

    return RecentIndex(load_settings(home).recent_index)


def _exists(home: Path | None, uri: str) -> bool:
    folder = load_settings(home).store
    if not folder.is_dir():
        return False
    from sparkle_motion_dagster.store.store import ArtifactStore

    try:
        ArtifactStore.open(folder).get(uri)
    except (ArtifactMissingError, InputError):
        return False
    return True


def _show(found: "tuple[Sighting, ...]", as_json: bool) -> None:
    if as_json:
        entries: list[dict[str, Any]] = [asdict(sighting) for sighting in found]
        print(json.dumps({"entries": entries}))
        return
    table = Table()
    for title in ("phash", "bits apart", "seen", "last seen", "first seen in"):
        table.add_column(title)
    for sighting in found:
        times = f"{sighting.hit_count}×"
        row = (sighting.phash, str(sighting.distance), times, _time(sighting.last_seen), sighting.canonical_uri)
        table.add_row(*row)
    Console().print(table)


def _time(seconds: float | None) -> str:
    return "-" if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
