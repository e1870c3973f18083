"""The readable tree of a film, for people: `screenings/<film>/…`, hard-linked or copied from the store.

What belongs here: making the tree what it should be. What does not: what is shown (the caller lists it).

`.published.json` in the film's folder lists what we put there: only that is ever replaced or removed, so a
person's own notes beside the film stay. A person's own file that has a name we need keeps its bytes under another name.
"""

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from sparkle_motion_dagster.errors import InputError, StoreError
from sparkle_motion_dagster.film.recipe import check_key
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.shelf import file_sha256
from sparkle_motion_dagster.store.store import ArtifactStore

LISTING = ".published.json"
STAGED = ".sparkle-"
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._~-]{0,127}")
_CANNOT_LINK = {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES}


def publish(store: ArtifactStore, film: str, entries: Mapping[str, tuple[Artifact, str]], folder: Path) -> Path:
    """Make `folder/<film>/` hold exactly these files of ours; the film's folder.

    `entries`: artifact and role by path inside the film's folder ("shots/s010.mp4"). A file appears whole or not
    at all; one that is unchanged is not touched; what an earlier call put there and this one does not list is
    removed. Symbolic links are replaced or refused, never followed. Raises InputError for an unsafe path,
    StoreError if the tree cannot be written, ArtifactCorruptError.
    """
    top = folder / check_key(film, "film")
    wanted = {_safe(path): entry for path, entry in entries.items()}
    for path in wanted:
        if any(other.startswith(path + "/") for other in wanted):
            raise InputError(f"{path} cannot be both a file and a folder in the screenings of {film}.")
    with store.lock(f"screenings~{film}"), told("write the screenings in", top):
        folder.mkdir(parents=True, exist_ok=True)
        _real_folder(top)
        _sweep(top)
        before = _listing(top)
        for path in sorted(before - set(wanted), reverse=True):
            _remove(top, path)
        for path in sorted(set(wanted) - before):  # before the listing says that they are ours
            _set_aside(top, path, *wanted[path])
        _write_listing(top, before | set(wanted))
        for path, (artifact, role) in sorted(wanted.items()):
            _place(top, path, artifact, role)
        _write_listing(top, set(wanted))
    return top


def unpublish(store: ArtifactStore, film: str, folder: Path) -> None:
    """Remove what `publish` put into `folder/<film>/`; a person's own files there stay. Raises StoreError."""
    top = folder / check_key(film, "film")
    if not top.is_dir() or top.is_symlink():
        return
    publish(store, film, {}, folder)
    with store.lock(f"screenings~{film}"), told("remove the screenings in", top):
        (top / LISTING).unlink(missing_ok=True)
        try:
            top.rmdir()
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


def _safe(path: str) -> str:
    parts = path.split("/")
    if len(parts) > 8 or not all(_PART.fullmatch(part) and ".." not in part for part in parts):
        raise InputError(f"{path[:80]!r} is not a path for the screenings: letters, digits, ' ', '.', '_', '~', '-'.")
    return path


def _real_folder(path: Path) -> None:
    """Make the folder; a file or a symbolic link in its place is an error."""
    try:
        path.mkdir()
    except FileExistsError:
        if path.is_symlink() or not path.is_dir():
            raise StoreError(f"{path} is not a folder. Move it away, then run again.") from None


def _parent(top: Path, path: str) -> Path:
    """The folder a file goes into, made step by step so that no symbolic link is followed."""
    folder = top
    for part in path.split("/")[:-1]:
        folder = folder / part
        _real_folder(folder)
    return folder


def _set_aside(top: Path, path: str, artifact: Artifact, role: str) -> None:
    """Give a file that is not ours, where ours must go, another name: `poster.jpg` is `poster (yours).jpg` then."""
    target = _parent(top, path) / path.rsplit("/", 1)[-1]
    if target.is_symlink() or not target.is_file() or _is_same(artifact.path(role), target, artifact.file(role).sha256):
        return
    number = 1
    while (aside := target.with_stem(f"{target.stem} (yours{f' {number}' if number > 1 else ''})")).exists():
        number += 1
    target.rename(aside)


def _place(top: Path, path: str, artifact: Artifact, role: str) -> None:
    source = artifact.path(role)
    target = _parent(top, path) / path.rsplit("/", 1)[-1]
    if _is_same(source, target, artifact.file(role).sha256):
        return
    if target.is_dir() and not target.is_symlink():
        raise StoreError(f"{target} is a folder where a file must go. Move it away, then run again.")
    staged = target.with_name(f"{STAGED}{secrets.token_hex(6)}")
    try:
        try:
            os.link(source, staged, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _CANNOT_LINK:
                raise
            shutil.copyfile(source, staged, follow_symlinks=False)
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


def _is_same(source: Path, target: Path, sha256: str) -> bool:
    if target.is_symlink() or not target.is_file():
        return False
    ours, theirs = source.stat(), target.stat()
    if (ours.st_dev, ours.st_ino) == (theirs.st_dev, theirs.st_ino):
        return True
    return ours.st_size == theirs.st_size and file_sha256(target) == sha256


def _remove(top: Path, path: str) -> None:
    """Remove a file of ours, and folders that are empty then. A path that now leads through a link is left alone."""
    parts = path.split("/")
    folders = [top.joinpath(*parts[:count]) for count in range(len(parts))]
    if any(folder.is_symlink() or not folder.is_dir() for folder in folders):
        return
    target = top / path
    if target.is_dir() and not target.is_symlink():
        return
    target.unlink(missing_ok=True)
    for folder in reversed(folders[1:]):
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return
            raise


def _sweep(top: Path) -> None:
    """Remove what a killed run left half-placed. We hold the lock: nobody else's is here."""
    for folder, _, names in os.walk(top, followlinks=False):
        for name in names:
            if name.startswith(STAGED):
                (Path(folder) / name).unlink(missing_ok=True)


def _listing(top: Path) -> set[str]:
    path = top / LISTING
    if path.is_symlink() or not path.is_file():
        return set()
    try:
        listed = json.loads(path.read_bytes())
        return {_safe(entry) for entry in listed}
    except (ValueError, TypeError, AttributeError, InputError) as error:
        raise StoreError(f"{path} is damaged ({error}). Remove it, then run again.") from error


def _write_listing(top: Path, paths: set[str]) -> None:
    staged = top / f"{STAGED}{secrets.token_hex(6)}"
    try:
        staged.write_text(json.dumps(sorted(paths), indent=0) + "\n", encoding="utf-8")
        staged.replace(top / LISTING)
    finally:
        staged.unlink(missing_ok=True)
