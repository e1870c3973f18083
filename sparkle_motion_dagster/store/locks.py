"""Locks between processes of one machine, freed by the kernel when their holder dies.

What belongs here: taking a lock and saying who holds it. What does not: what is done under it.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from sparkle_motion_dagster.errors import FilmBusyError, LockBusyError
from sparkle_motion_dagster.film.recipe import check_key
from sparkle_motion_dagster.store.faults import told

log = logging.getLogger(__name__)

FILM_PREFIX = "film~"


@contextmanager
def held(folder: Path, name: str, timeout_s: float | None) -> Iterator[None]:
    """Hold the lock `name`. `timeout_s`: 0 asks once, None waits for ever.

    Raises FilmBusyError naming the holder's process for a film's lock (`film~<id>`), LockBusyError for another.
    """
    path = folder / f"{check_key(name, 'lock')}.lock"
    lock = FileLock(
        path, thread_local=False, poll_interval=0.02, fallback_to_soft=False, on_acquired=_sign, preserve_lock_file=True
    )
    with told("lock", path):
        try:
            lock.acquire(timeout=-1 if timeout_s is None else timeout_s)
        except Timeout as error:
            raise _busy(name, path, timeout_s) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def gate(folder: Path, *, alone: bool, timeout_s: float = 30) -> Iterator[None]:
    """Pass the store's gate with others, or alone: writers pass together, cleaning passes alone.

    So nothing is swept between the moment its bytes are stored and the moment something refers to them.
    After `timeout_s` cleaning gives up: raises LockBusyError. A writer holds finished work, which must not be lost
    because somebody cleans: it says that it waits, and does for as long as it takes. The dead hold up nobody.
    """
    path = folder / "gate"
    with told("lock", path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        deadline = time.monotonic() + timeout_s
        while not _passed(descriptor, path, alone):
            if time.monotonic() > deadline:
                if alone:
                    raise LockBusyError(
                        f"The store at {folder.parent} is being written to or cleaned. Try again later."
                    )
                log.warning("The store at %s is being cleaned; what was made just now waits for it.", folder.parent)
                deadline = float("inf")
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _passed(descriptor: int, path: Path, alone: bool) -> bool:
    with told("lock", path):
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def films_in_work(folder: Path) -> tuple[str, ...]:
    """Films whose lock somebody holds now."""
    found = []
    for path in sorted(folder.glob(f"{FILM_PREFIX}*.lock")):
        film = path.stem.removeprefix(FILM_PREFIX)
        try:
            with held(folder, path.stem, 0):
                continue
        except FilmBusyError:
            found.append(film)
    return tuple(found)


def holder(folder: Path, name: str) -> int | None:
    """The living process that holds the lock now; None if nobody does. Takes nothing, signs nothing, makes no file.

    0 if it is held by somebody who has not signed yet. For the instant of the look a second looker may see it held.
    """
    path = folder / f"{check_key(name, 'lock')}.lock"
    with told("look at the lock", path):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return holder_pid(folder, name) or 0
        finally:
            os.close(descriptor)
    return None


def film_maker(folder: Path, film: str) -> int | None:
    """The living process that is making the film now, as `holder` says."""
    return holder(folder, FILM_PREFIX + film)


def recipe_maker(folder: Path, digest: str) -> int | None:
    """The living process that is making this recipe now, as `holder` says."""
    return holder(folder, f"recipe~{digest}")


def holder_pid(folder: Path, name: str) -> int | None:
    """The process that signed the lock last; None if nobody did. It may be dead."""
    try:
        text = (folder / f"{name}.lock").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _sign(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _busy(name: str, path: Path, timeout_s: float | None) -> LockBusyError | FilmBusyError:
    pid = holder_pid(path.parent, name)
    by = f"process {pid}" if pid else "another process"
    if name.startswith(FILM_PREFIX):
        film = name.removeprefix(FILM_PREFIX)
        return FilmBusyError(f"Film '{film}' is being made by {by} now. Wait until it is done, or end that process.")
    return LockBusyError(f"{path} has been held by {by} for more than {timeout_s} s. Wait for it, or end that process.")
