"""`sparkle cast`: a film's characters, their voices, and the pictures that they are painted after.

What belongs here: the command, its table and its JSON. What does not: deciding (`crafts/binding.py`), painting sheets.
Nothing is made.
"""

import json
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.cli.decided import FilmId
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import Settings, load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.film.plan import MoviePlan
    from sparkle_motion_dagster.store.store import ArtifactStore


def cast(film: FilmId, profile: ProfileName = None, home: Home = None, as_json: AsJson = False) -> None:
    """The characters of a film: voice, looks, and the picture that each is painted after. Makes nothing."""
    settings = load_settings(home, profile)
    store = open_film(settings, film)
    _print(cast_json(settings, store, film), as_json)


def open_film(settings: Settings, film: str) -> "ArtifactStore":
    """The studio's store. Raises InputError naming the films there are, if this is none of them."""
    from sparkle_motion_dagster.crafts.directing import find_film
    from sparkle_motion_dagster.store.store import ArtifactStore

    store = ArtifactStore.open(settings.store) if settings.store.is_dir() else None
    find_film(store, film)
    assert store is not None
    return store


def say_cast(settings: Settings, store: "ArtifactStore", film: str, done: str, as_json: bool) -> None:
    """Tell Dagster what was decided about the cast; then say it, with the shots that it concerns."""
    from sparkle_motion_dagster.graph.decided import tell_dagster

    tell_dagster(settings, store, film)
    report = cast_json(settings, store, film)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(done)
    if not report["painted_after_references"]:
        print(f"profile {settings.profile} does not paint people after pictures: another one may (docs/real-models.md)")
        return
    print(f"sparkle status {film} says which shots change; sparkle make {film} makes them")


def cast_json(settings: Settings, store: "ArtifactStore", film: str) -> dict[str, Any]:
    """The JSON of a film's cast. Raises SparkleError if the profile's picture model cannot be told."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.backends.registry import build
    from sparkle_motion_dagster.crafts.directing import find_film
    from sparkle_motion_dagster.film.cast import lost_references
    from sparkle_motion_dagster.store.cast import film_references

    plan, references = find_film(store, film), film_references(store, film)
    painter = build(load_profile(settings.profile), "images")
    return {
        "film": film,
        "painted_after_references": bool(getattr(painter, "keeps_characters", False)),
        "characters": [_row(store, film, plan, index, references) for index in range(len(plan.characters))],
        "pictures_of_nobody": [
            {"name": own.name, "character": own.character} for own in lost_references(plan, references)
        ],
    }


def _row(store: "ArtifactStore", film: str, plan: "MoviePlan", index: int, references: Any) -> dict[str, Any]:
    from sparkle_motion_dagster.crafts.characters import SHEET, SHEET_ASSET, own_reference, reference_name
    from sparkle_motion_dagster.crafts.own_files import ASSET, ROLE
    from sparkle_motion_dagster.film.cast import seen_characters

    who = plan.characters[index]
    own = references.own.get(who.id)
    sheet = store.head(SHEET_ASSET, reference_name(film, who.id))
    picture, after = (
        (sheet, "sheet") if own is None else (store.head(ASSET, own_reference(film, who.id, own).name), "own")
    )
    role = SHEET if own is None else ROLE
    return {
        "character": who.name,
        "id": who.id,
        "description": who.description,
        "voice": who.voice_profile.get("voice"),
        "shots": [shot.id for shot in plan.shots if who in seen_characters(plan, shot)],
        "after": after if own is not None or sheet is not None else None,
        "own": own.name if own is not None else None,
        "file": str(picture.path(role)) if picture is not None else None,
    }


def _print(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for title in ("character", "voice", "shots", "painted after", "looks"):
        table.add_column(title)
    for row in report["characters"]:
        after = f"your own {row['own']}" if row["own"] else "its sheet" if row["after"] else "words"
        looks = Text(row["description"], overflow="ellipsis", no_wrap=True)
        table.add_row(Text(row["character"]), row["voice"] or "", str(len(row["shots"])), Text(after), looks)
    console.print(table)
    for row in report["characters"]:
        if row["file"]:
            console.print(f"  {row['character']}: {row['file']}", markup=False, highlight=False, soft_wrap=True)
    for lost in report["pictures_of_nobody"]:
        console.print(Text(f"{lost['name']} is of {lost['character']}, who is not in the film", style="yellow"))
    if not report["painted_after_references"]:
        console.print(Text("this profile paints (or draws) people from their looks alone", style="dim"))
