"""Working folders and the lease that keeps them: alive as long as the process that made them.

What belongs here: names under `tmp/` and who may sweep them. What does not: locks that people wait for (`locks.py`).

A lease is a file that its process holds locked in the kernel. Whoever can lock it knows that the process is dead,
whatever the clock says, in whatever container. Everything in `tmp/` is named after its lease. A process has one for each
store, however often it opens it.
"""

import fcntl
import os
import secrets
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sparkle_motion_dagster.store.faults import told


class _Claim:
    """A lease's file, held locked for as long as something of this process has a use for it."""

    def __init__(self, folder: Path):
        """Raises OSError."""
        while True:
            self.name = f"p{os.getpid()}-{secrets.token_hex(6)}"
            self.path = folder / self.name
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _still_named(descriptor, self.path):
                break
            os.close(descriptor)  # a sweeper removed it between the two calls
        self.descriptor = descriptor
        self.pid = os.getpid()
        weakref.finalize(self, os.close, descriptor)  # an inherited copy in a child closes the child's own

    @property
    def holds(self) -> bool:
        """Whether it is this process's, and a sweeper of another one would see it. A forked child makes its own."""
        return self.pid == os.getpid() and _still_named(self.descriptor, self.path)


_claims: "weakref.WeakValueDictionary[Path, _Claim]" = weakref.WeakValueDictionary()
"""Those of this process, by the folder they lie in."""


class Lease:
    """This process's claim on its working files in a store's `room`."""

    def __init__(self, room: Path):
        self._leases = room / "leases"
        self._tmp = room / "tmp"
        self._claim: _Claim | None = None

    def new_path(self, suffix: str = "") -> Path:
        """A fresh name under `tmp/` that is swept when this process is dead. Raises OSError."""
        if self._claim is None or self._claim.pid != os.getpid():
            self._claim = self._held_or_new()
        return self._tmp / f"{self._claim.name}+{secrets.token_hex(6)}{suffix}"

    @contextmanager
    def workbench(self) -> Iterator[Path]:
        """A fresh folder, removed at the end. Raises StoreError if it cannot be made."""
        with told("make a working folder in", self._tmp):
            folder = self.new_path()
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # what stays is swept at the next open

    def _held_or_new(self) -> _Claim:
        folder = self._leases.resolve()
        held = _claims.get(folder)
        if held is None or not held.holds:
            held = _claims[folder] = _Claim(folder)
        return held

    def sweep(self) -> None:
        """Remove the working files of dead processes. Never those of a living one. Raises OSError."""
        alive = {path.name for path in self._leases.iterdir() if not self._bury(path)}
        if self._claim is not None:
            alive.add(self._claim.name)
        for path in list(self._tmp.iterdir()):
            owner = path.name.split("+", 1)[0]
            if owner in alive or (self._leases / owner).exists():
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _bury(self, path: Path) -> bool:
        """Remove a lease whose process is dead; False if it lives (or is ours)."""
        if self._claim is not None and path.name == self._claim.name:
            return False
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            path.unlink(missing_ok=True)
            return True
        finally:
            os.close(descriptor)


def _still_named(descriptor: int, path: Path) -> bool:
    try:
        return os.fstat(descriptor).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
