"""The briefs in the studio's films folder: which file is which film's.

What belongs here: names of files and the films they stand for, putting a brief there. What does not: reading a brief
(`writing/read.py`), noticing that one has changed (`brief_watch.py`). A film has exactly one brief.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from sparkle_motion_dagster.errors import BriefError, StoreError
from sparkle_motion_dagster.film.ids import FILM_ID, film_id_of
from sparkle_motion_dagster.writing.read import SUFFIXES

_MOST_NAMED = 20
"""Films that an error lists."""


def film_named(file_name: str) -> str | None:
    """The film whose brief a file of this name is; None for what editors, copying and other programs leave behind.

    `The Last Bulb.fountain` is the brief of `the-last-bulb`. `.lamps.fountain.swp`, `lamps.fountain~`,
    `#lamps.fountain#`, `~$lamps.fdx` and `lamps.fountain.part` are nobody's.
    """
    path = Path(file_name)
    if file_name.startswith((".", "#", "~")) or path.suffix.lower() not in SUFFIXES:
        return None
    return path.stem if FILM_ID.fullmatch(path.stem) else film_id_of(file_name)


def briefs_in(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Brief files by film; more than one where a person has to choose. Opens no file. Raises StoreError."""
    found: dict[str, list[Path]] = {}
    try:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            film = film_named(path.name)
            if film is not None:
                found.setdefault(film, []).append(path)
    except OSError as error:
        raise StoreError(f"{folder}: the films folder cannot be listed: {error.strerror}; fix its rights") from error
    return {film: tuple(paths) for film, paths in found.items()}


def brief_of(folder: Path, film: str) -> Path:
    """The film's brief in the films folder. Raises BriefError naming the films there are."""
    briefs = briefs_in(folder)
    found = briefs.get(film, ())
    if len(found) == 1:
        return found[0]
    if found:
        raise BriefError(film, [f"two briefs for one film: {', '.join(path.name for path in found)}; keep one"])
    problem = f"no brief {film}{{{','.join(SUFFIXES)}}} in the films folder (it has: {listed(briefs)})"
    raise BriefError(film, [f"{problem}; put one there or run: sparkle make FILE --film {film}"])


def file_brief(folder: Path, film: str, source: Path) -> Path:
    """Put the brief into the films folder: one file for each film, replaced as a whole. Raises StoreError."""
    target = folder / f"{film}{source.suffix.lower()}"
    try:
        if source.resolve() == target.resolve() or briefs_in(folder).get(film) == (source.absolute(),):
            return source
        folder.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        shutil.copyfile(source, fresh)
        fresh.replace(target)
        for other in briefs_in(folder).get(film, ()):
            if other != target:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{target}: the brief cannot be written: {error.strerror}; free space or fix rights"
        ) from error
    return target


def listed(names: Iterable[str]) -> str:
    """Names for an error message: all, or the first of very many."""
    ordered = sorted(names)
    more = len(ordered) - _MOST_NAMED
    return (", ".join(ordered[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")) or "none"
