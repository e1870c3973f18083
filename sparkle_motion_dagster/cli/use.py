"""`sparkle use`: one's own picture, clip or recording as a take.

What belongs here: the command and which file it was given. What does not: checking and keeping the file
(`crafts/own_files.py`), deciding (`crafts/directing.py`).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sparkle_motion_dagster.cli.decided import FilmId, Note, ShotId, open_studio, say
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.film.takes import ShotTakes
    from sparkle_motion_dagster.store.store import ArtifactStore


def use(
    film: FilmId,
    shot: ShotId,
    image: Annotated[
        tuple[str, Path] | None,
        typer.Option("--image", metavar="start|end FILE", help="A PNG, JPEG or WebP as its first or last picture."),
    ] = None,
    clip: Annotated[Path | None, typer.Option("--clip", metavar="FILE", help="An MP4 or MOV as its clip.")] = None,
    line: Annotated[
        tuple[int, Path] | None,
        typer.Option("--line", metavar="N FILE", help="A WAV recording of its line N; 1 is the first."),
    ] = None,
    note: Note = "",
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Put your own picture, clip or recording into a shot, as a take of it."""
    from sparkle_motion_dagster.backends.profile import load_profile

    if sum(given is not None for given in (image, clip, line)) != 1:
        raise InputError("sparkle use: expected exactly one of --image start|end FILE, --clip FILE, --line N FILE")
    settings = load_settings(home, profile)
    fps = load_profile(settings.profile).video.fps
    store = open_studio(settings, film, shot)
    takes, path = _use(store, film, shot, image, clip, line, fps, note)
    say(settings, store, takes, f"{film} {shot}: {path.name} is in, as take {max(takes.circled.values())}", as_json)


def _use(
    store: "ArtifactStore",
    film: str,
    shot: str,
    image: tuple[str, Path] | None,
    clip: Path | None,
    line: tuple[int, Path] | None,
    fps: int,
    note: str,
) -> "tuple[ShotTakes, Path]":
    from sparkle_motion_dagster.crafts import directing

    if image is not None:
        return directing.use_image(store, film, shot, image[0], image[1], note), image[1]
    if clip is not None:
        return directing.use_clip(store, film, shot, clip, fps, note), clip
    if line is not None:
        return directing.use_line(store, film, shot, line[0], line[1], note), line[1]
    raise AssertionError("one of the three was given")
