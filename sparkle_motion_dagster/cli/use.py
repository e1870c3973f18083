"""`sparkle use`: one's own picture, clip or recording as a take.

What belongs here: the command and which file it was given. What does not: checking and keeping the file
(`crafts/own_files.py`), deciding (`crafts/directing.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from sparkle_motion_dagster.cli.decided import FilmId, Note, open_studio, say
from sparkle_motion_dagster.cli.options import AsJson, Home, ProfileName
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.settings import load_settings

if TYPE_CHECKING:
    from sparkle_motion_dagster.film.takes import ShotTakes
    from sparkle_motion_dagster.store.store import ArtifactStore


def use(
    film: FilmId,
    shot: Annotated[
        str | None, typer.Argument(metavar="[SHOT]", help="The shot's id: s020; none for --character.")
    ] = None,
    unsaid: Annotated[Path | None, typer.Argument(metavar="", hidden=True)] = None,
    image: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--image",
            metavar="start|end FILE",
            help="A PNG, JPEG or WebP as its first or last picture: a file, or an https:// address of one.",
        ),
    ] = None,
    clip: Annotated[Path | None, typer.Option("--clip", metavar="FILE", help="An MP4 or MOV as its clip.")] = None,
    line: Annotated[
        tuple[int, Path] | None,
        typer.Option("--line", metavar="N FILE", help="A WAV recording of its line N; 1 is the first."),
    ] = None,
    character: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--character",
            metavar="NAME FILE",
            help="A picture that NAME is painted after, in every shot, by models that can: a file, or an https:// address.",
        ),
    ] = None,
    no_character: Annotated[
        str | None, typer.Option("--no-character", metavar="NAME", help="Paint NAME after no picture of yours.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(help="A host that a picture may be fetched from although it is not public."),
    ] = None,
    note: Note = "",
    profile: ProfileName = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Put your own picture, clip or recording into a shot, as a take of it; or your picture of a character into a film."""
    from sparkle_motion_dagster.backends.profile import load_profile

    of_film = (character, no_character)
    if unsaid is not None or sum(given is not None for given in (image, clip, line, *of_film)) != 1:
        what = "" if unsaid is None else f"what is {str(unsaid)[:200]} to be? "
        raise InputError(
            f"sparkle use: {what}expected exactly one of --image start|end FILE, --clip FILE, --line N FILE (of a SHOT), "
            "--character NAME FILE, --no-character NAME (of the film)"
        )
    about_film = any(given is not None for given in of_film)
    if about_film and shot is not None:
        raise InputError(f"sparkle use: a character is the film's, not a shot's: leave {shot[:40]!r} out")
    if about_film:
        _use_character(film, character, no_character, tuple(allow_host or ()), home, profile, as_json)
        return
    if shot is None:
        raise InputError(f"sparkle use: which shot of {film}? sparkle use {film} SHOT …")
    settings = load_settings(home, profile)
    fps = load_profile(settings.profile).video.fps
    store = open_studio(settings, film, shot)
    with _fetched(image, tuple(allow_host or ())) as (picture, came_from):
        takes, path = _use(store, film, shot, picture, clip, line, fps, note or came_from)
    say(settings, store, takes, f"{film} {shot}: {path.name} is in, as take {max(takes.circled.values())}", as_json)


def _use_character(
    film: str,
    given: tuple[str, str] | None,
    no_more: str | None,
    allowed_hosts: tuple[str, ...],
    home: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    from sparkle_motion_dagster.cli.cast import open_film, say_cast
    from sparkle_motion_dagster.crafts.binding import drop_reference, use_reference
    from sparkle_motion_dagster.graph.decided import check_undisturbed

    settings = load_settings(home, profile)
    store = open_film(settings, film)
    check_undisturbed(settings, film)
    if given is None:
        name = drop_reference(store, film, no_more or "")
        done = f"{film}: {name} is painted after no picture of yours"
    else:
        with _fetched(given, allowed_hosts) as (picture, _):
            path = picture[1] if picture else Path(given[1])
            name = use_reference(store, film, given[0], path).name
            done = f"{film}: {name} is painted after {path.name}"
    say_cast(settings, store, film, done, as_json)


@contextmanager
def _fetched(
    image: tuple[str, str] | None, allowed_hosts: tuple[str, ...]
) -> Iterator[tuple[tuple[str, Path] | None, str]]:
    """The picture as a file, and where it was fetched from. Only a person's command fetches; a plan never does."""
    from sparkle_motion_dagster.backends.remote.reference import FetchLimits, fetch_picture, is_web_address

    if image is None or not is_web_address(image[1]):
        yield (None if image is None else (image[0], Path(image[1]))), ""
        return
    with TemporaryDirectory(prefix="sparkle-") as folder:
        file = fetch_picture(image[1], Path(folder), FetchLimits(allowed_hosts=allowed_hosts))
        yield (image[0], file), f"from {image[1][:400]}"


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
