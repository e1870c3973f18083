"""`sparkle export`: a finished film for an editing program.

What belongs here: the command and what it says. What does not: which files (`crafts/turnover.py`), the lists
(`media/cut_list.py`).
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sparkle_motion_dagster.cli.decided import FilmId
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.crafts.turnover import Turnover


def export(
    film: FilmId,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where to (turnovers/FILM in the studio).")
    ] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Hand a finished film to an editing program: OTIO, FCPXML and EDL, with its clips, dialogue and stems."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.directing import find_film
    from sparkle_motion_dagster.crafts.turnover import turn_over
    from sparkle_motion_dagster.store.store import ArtifactStore

    settings = load_settings(home, profile)
    store = ArtifactStore.open(settings.store) if settings.store.is_dir() else None
    find_film(store, film)
    assert store is not None
    folder = (to or settings.turnovers / film).expanduser().absolute()
    made = turn_over(store, load_profile(settings.profile), film, folder)
    report = turnover_json(film, made)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(f"{film}: {report['clips']} clips, {report['duration_s']:.1f} s at {made.fps} frames a second")
    for path in (*report["lists"], *report["stems"], str(made.folder / "clips"), str(made.folder / "dialogue")):
        print(f"  {path}")


def turnover_json(film: str, made: "Turnover") -> dict[str, Any]:
    """The JSON of `export`."""
    return {
        "film": film,
        "folder": str(made.folder),
        "lists": [str(path) for path in made.lists],
        "stems": [str(path) for path in made.sounds],
        "clips": made.clips,
        "frames": made.frames,
        "fps": made.fps,
        "duration_s": round(made.frames / made.fps, 3),
    }
