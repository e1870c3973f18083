"""`sparkle retake`: one more take of a shot.

What belongs here: the command. What does not: deciding (`crafts/directing.py`), making (`sparkle make`).
"""

from sparkle_motion_dagster.cli.decided import Asset, FilmId, Note, ShotId, open_studio, say
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import load_settings


def retake(
    film: FilmId,
    shot: ShotId,
    asset: Asset = None,
    note: Note = "",
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Ask for another take of a shot: its pictures, or one asset, made again with another seed. Takes are all kept."""
    from sparkle_motion_dagster.crafts import directing

    settings = load_settings(home, profile)
    store = open_studio(settings, film, shot)
    takes = directing.retake(store, film, shot, asset, note)
    number = takes.numbers()[-1]
    of = f" of {asset}" if asset else ""
    say(settings, store, takes, f"{film} {shot}: take {number}{of} is asked for and circled", as_json)
