"""`sparkle lock`: keep a shot as it is.

What belongs here: the command. What does not: deciding (`crafts/directing.py`), what a lock does (`crafts/locked.py`).
"""

from typing import Annotated

import typer

from sparkle_motion_dagster.cli.decided import FilmId, ShotId, open_studio, say
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.settings import load_settings


def lock(
    film: FilmId,
    shot: ShotId,
    off: Annotated[bool, typer.Option("--off", help="Unlock it: it follows its plan again.")] = False,
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Keep a shot as it is now: it is not made again even if its script, its voices or the profile change."""
    from sparkle_motion_dagster.crafts import directing
    from sparkle_motion_dagster.store.decisions import shot_takes

    settings = load_settings(home, profile)
    store = open_studio(settings, film, shot)
    was_locked = shot_takes(store, film, shot).lock is not None
    takes = (directing.unlock if off else directing.lock)(store, film, shot)
    done = ("unlocked" if was_locked else "not locked") if off else "locked: it stays as it is now"
    say(settings, store, takes, f"{film} {shot} is {done}", as_json)
