"""What a person names as INPUT: a file, or an idea in quotes.

What belongs here: telling the two apart, and writing an idea down as a brief. What does not: reading briefs (`writing/`).
"""

from pathlib import Path

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import FILM_ID, check_film_id, film_id_of
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.writing.read import SUFFIXES


def is_idea(source: str) -> bool:
    """A sentence, not the name of a file."""
    return (
        " " in source.strip()
        and "\n" not in source
        and not source.strip().lower().endswith(SUFFIXES)
        and not _exists(source)
    )


def _exists(source: str) -> bool:
    return len(source) < 1000 and "\0" not in source and Path(source).exists()


def _names_film(source: str) -> bool:
    """Whether it can only be the id of a film: there is no such file, and its name is none of a brief."""
    return bool(FILM_ID.fullmatch(source)) and not (_exists(source) and Path(source).is_file())


def _own_brief(film: str, settings: Settings) -> Path:
    """The brief that the studio has of a film. Raises InputError naming the films that there are."""
    from sparkle_motion_dagster.crafts.briefs import brief_of, briefs_in, listed

    briefs = briefs_in(settings.films)
    if film in briefs:
        return brief_of(settings.films, film)
    raise InputError(
        f"{film}: neither a file nor a film with a brief in {settings.films}; films there: {listed(briefs)}; "
        f"put its brief there, or run: sparkle make FILE --film {film}"
    )


def film_of(source: str, film: str | None) -> str:
    """The film's id: the one given, else from the file's name or the idea's first words."""
    if film is not None:
        return check_film_id(film)
    return film_id_of(" ".join(source.split()[:6]) if is_idea(source) else source)


def brief_file(source: str, film: str | None, settings: Settings) -> tuple[str, Path]:
    """Film id and brief file, of a film of the studio its own; an idea is written down first, in the studio's films.

    Raises InputError, BriefError; FilmBusyError for an idea whose film is being made.
    """
    if film is None and _names_film(source):
        return source, _own_brief(source, settings)
    film_id = film_of(source, film)
    if not is_idea(source):
        return film_id, Path(source)
    from sparkle_motion_dagster.crafts.briefs import file_text
    from sparkle_motion_dagster.store.store import ArtifactStore
    from sparkle_motion_dagster.writing.brief import idea_brief

    idea_brief(source)  # refused before anything is written
    with ArtifactStore.open(settings.store).film_lock(film_id):  # nor is a text changed under a run that makes the film
        return film_id, file_text(settings.films, film_id, f"{film_id}.txt", (source.strip() + "\n").encode())
