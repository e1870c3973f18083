"""What the commands about takes share: opening the studio, and saying what a decision leads to.

What belongs here: their options and their report. What does not: deciding (`crafts/directing.py`), making.
"""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sparkle_motion_dagster.settings import Settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.film.takes import ShotTakes
    from sparkle_motion_dagster.store.store import ArtifactStore

FilmId = Annotated[str, typer.Argument(metavar="FILM", help="The film's id.")]
ShotId = Annotated[str, typer.Argument(metavar="SHOT", help="The shot's id: s020.")]
Asset = Annotated[
    str | None, typer.Option("--asset", help="dialogue_audio, shot_images, video_clips or lipsynced_clips.")
]
Note = Annotated[str, typer.Option("--note", help="Why, in your words; it is kept with the take.")]


def open_studio(settings: Settings, film: str, shot: str | None) -> "ArtifactStore":
    """The studio's store, to decide something about the shot (None: the film).

    Raises InputError if there is no such shot (nothing is made by asking), FilmBusyError if a run is making it.
    """
    from sparkle_motion_dagster.crafts.directing import find_shot
    from sparkle_motion_dagster.graph.decided import check_undisturbed

    store = store_with(settings, film)
    if shot is not None:
        find_shot(store, film, shot)
    check_undisturbed(settings, film, shot)
    return store


def store_with(settings: Settings, film: str) -> "ArtifactStore":
    """The studio's store. Raises InputError if there is no such film in it; nothing is made by asking."""
    from sparkle_motion_dagster.crafts.directing import find_film
    from sparkle_motion_dagster.store.store import ArtifactStore

    store = ArtifactStore.open(settings.store) if settings.store.is_dir() else None
    find_film(store, film)
    assert store is not None
    return store


def say(settings: Settings, store: "ArtifactStore", takes: "ShotTakes", done: str, as_json: bool) -> None:
    """Tell Dagster what was decided; then say it, with what `sparkle make` makes and reuses of it."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.crafts.crew import gather
    from sparkle_motion_dagster.crafts.directing import find_shot
    from sparkle_motion_dagster.crafts.take_list import decision_json
    from sparkle_motion_dagster.graph.decided import tell_dagster

    tell_dagster(settings, store, takes.film)
    plan, shot = find_shot(store, takes.film, takes.shot)
    report = decision_json(store, gather(load_profile(settings.profile)), plan, shot, takes)
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(done)
    told = [
        f"{verb} {', '.join(report[fate])}"
        for fate, verb in (("make", "makes"), ("reuse", "reuses"), ("follow", "and, where that changes them,"))
        if report[fate]
    ]
    print(f"sparkle make {takes.film} {'; '.join(told)}" if told else "the film has it already: nothing is to be made")
