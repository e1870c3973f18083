"""The briefs in the studio's films folder: which file is which film's.

What belongs here: names of files and the films they stand for, putting a brief there. What does not: reading a brief
(`writing/read.py`), noticing that one has changed (`brief_watch.py`). A film has exactly one brief, and a text
that was written there is never replaced by another.
"""

from collections.abc import Iterable
from hashlib import sha256
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
    """Put the brief into the films folder as the film's only one; `source` itself if it lies there.

    Raises BriefError if that would replace a text which exists nowhere else, StoreError if it cannot be written.
    """
    target = folder / f"{film}{source.suffix.lower()}"
    try:
        if source.resolve() == target.resolve() or briefs_in(folder).get(film) == (source.absolute(),):
            return source
        return file_text(folder, film, target.name, source.read_bytes())
    except OSError as error:
        raise _not_written(target, error) from error


def file_text(folder: Path, film: str, name: str, text: bytes) -> Path:
    """Put a text into the films folder as the film's only brief. Raises as `file_brief`."""
    target, record, mark = folder / name, _record(folder, film), _hash(text)
    try:
        found = briefs_in(folder).get(film, ())
        filed = record.read_text(encoding="ascii", errors="replace") if record.is_file() else ""
        marks = {path: _hash(path.read_bytes()) if path.is_file() else "" for path in found}
        for path in found:
            if marks[path] not in (mark, filed):
                raise BriefError(film, [_only_copy(path, film)])
        folder.mkdir(parents=True, exist_ok=True)
        if marks.get(target) != mark:
            _replace(target, text)
        if filed != mark:
            _replace(record, mark.encode("ascii"))
        for path in found:
            if path != target:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise _not_written(target, error) from error
    return target


def drop_brief(folder: Path, film: str) -> None:
    """Remove the film's brief from the films folder. Raises StoreError."""
    for path in (*briefs_in(folder).get(film, ()), _record(folder, film)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path}: the brief cannot be removed: {error.strerror}; fix its rights") from error


def _record(folder: Path, film: str) -> Path:
    """The hash of the text that was put there last: a brief that differs from it was written or edited there."""
    return folder / f".{film}.filed"


def _only_copy(path: Path, film: str) -> str:
    return (
        f"{path} was written or edited there, and the text given is another: it would be lost, so nothing was replaced. "
        f"To make what the studio has: sparkle make {film}. To put the other in its place, move that file away first"
    )


def _hash(text: bytes) -> str:
    return sha256(text).hexdigest()


def _replace(path: Path, text: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(text)
    fresh.replace(path)


def _not_written(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: the brief cannot be written: {error.strerror}; free space or fix rights")


def listed(names: Iterable[str]) -> str:
    """Names for an error message: all, or the first of very many."""
    ordered = sorted(names)
    more = len(ordered) - _MOST_NAMED
    return (", ".join(ordered[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")) or "none"
