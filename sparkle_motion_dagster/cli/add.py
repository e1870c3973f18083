"""`sparkle add`: a film in the studio that is not made yet.

What belongs here: the command and what it says. What does not: the adding (`graph/add_film.py`).
"""

import json
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.cli.source import brief_file
from sparkle_motion_dagster.settings import load_settings


def add(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Screenplay, story or plan file; or an idea in quotes.")
    ],
    film: Annotated[str | None, typer.Option("--film", help="The film's id (from the file's name).")] = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Put a film into the studio without making it: Dagster then knows it as a partition."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.add_film import add_film

    settings = load_settings(home, profile)
    film_id, path = brief_file(source, film, settings)
    kept = add_film(settings, load_profile(settings.profile), path, film_id)
    if as_json:
        print(json.dumps({"film": film_id, "brief": str(kept)}, ensure_ascii=False))
        return
    print(
        f"{film_id} is in the studio: {kept}\n"
        f"Make it with: sparkle make {kept} --film {film_id}\n"
        "or by Dagster's own command line:\n"
        f"  export SPARKLE_HOME={settings.home} DAGSTER_HOME={settings.dagster_home}\n"
        f"  dagster asset materialize -m sparkle_motion_dagster.definitions --select movie_plan --partition {film_id}"
    )
