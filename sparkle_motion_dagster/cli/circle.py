"""`sparkle circle`: which take of a shot is in the film.

What belongs here: the command. What does not: deciding (`crafts/directing.py`), making (`sparkle make`).
"""

from typing import Annotated

import typer

from sparkle_motion_dagster.cli.decided import Asset, FilmId, ShotId, open_studio, say
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import load_settings


def circle(
    film: FilmId,
    shot: ShotId,
    take: Annotated[int, typer.Argument(metavar="TAKE", help="Its number, as sparkle takes shows it.")],
    asset: Asset = None,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Choose the take of a shot that is in the film. What of it is made already is reused, and the film is cut again."""
    from sparkle_motion_dagster.crafts import directing

    settings = load_settings(home, profile)
    store = open_studio(settings, film, shot)
    takes = directing.circle(store, film, shot, take, asset)
    of = f" of {asset}" if asset else ""
    say(settings, store, takes, f"{film} {shot}: take {take}{of} is circled", as_json)
