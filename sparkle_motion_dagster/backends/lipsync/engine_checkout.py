"""A lip-sync engine that a person installed: the checkout of its repository, its weights, the environment it runs in.

What belongs here: whether they stand, and what of them goes into recipes. What does not: running it (`outside.py`).

Neither code nor pickle of it is ever opened by this process: files are only measured and hashed.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.models.snapshot import Part, Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource
from sparkle_motion_dagster.backends.outside.environment import Environment
from sparkle_motion_dagster.errors import WeightsError

_CODE_SUFFIXES = (".py", ".yaml", ".yml", ".json")
_SAMPLE_BYTES = 1 << 20


@dataclass(frozen=True)
class OwnEnvironment(Environment):
    """An environment that a person made as the engine's own instructions say; no lock of ours pins it."""

    interpreter: Path = Path(sys.executable)

    @property
    def place(self) -> Path:
        """Its folder."""
        return self.interpreter.parent.parent

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.interpreter

    def missing(self) -> str | None:
        """Why it cannot be used; None if it can."""
        if os.access(self.interpreter, os.X_OK) and not self.interpreter.is_dir():
            return None
        return (
            f"the interpreter of {self.name} ({self.interpreter}) is not there: make its environment as its own README says, "
            "and name its python in the profile"
        )

    def lock_digest(self) -> str:
        """12 hex digits of the names and versions of all packages that are installed in it."""
        found = sorted(path.name for path in self.place.glob("lib/python3*/site-packages/*.dist-info"))
        return hashlib.sha256("\n".join(found).encode()).hexdigest()[:12]


class EngineSnapshot(Snapshot):
    """Its weights, whatever their form; the fingerprint covers its code too."""

    def fingerprint(self) -> str:
        """16 hex digits: all of its code, and of each file of weights the size, the first and the last mebibyte."""
        digest = hashlib.sha256()
        weights = [path for part in self.parts for path in part.files]
        for path in sorted(_code(self.folder)):
            digest.update(f"{path.relative_to(self.folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        for path in sorted(weights):
            stat = path.stat()
            digest.update(f"{path.relative_to(self.folder)}\0".encode() + _ends(path, stat.st_size, stat.st_mtime_ns))
        return digest.hexdigest()[:16]


@dataclass(frozen=True)
class EngineCheckout(ModelSource):
    """The folder of an engine's repository with its weights inside."""

    needed: tuple[str, ...] = ()
    """Files that it cannot run without, as paths inside it."""
    weights: tuple[str, ...] = ()
    """Those of them that are weights."""

    def snapshot(self) -> EngineSnapshot:
        """What is there. Raises WeightsError naming what is missing, or that the code is not the pinned one."""
        assert self.local is not None
        if not self.local.is_dir():
            raise WeightsError(
                f"{self.name}: {self.local} is not a folder: get its repository, and name the folder as `code` in the profile"
            )
        missing = [name for name in self.needed if not (self.local / name).is_file()]
        if missing:
            raise WeightsError(
                f"{self.name}: {self.local} has no {', '.join(missing)}: get its code and weights as its own README says"
            )
        found = EngineSnapshot(self.local, self.name, tuple(_part(self.local, name) for name in self.weights))
        if self.revision is not None and found.fingerprint() != self.revision:
            raise WeightsError(
                f"{self.name}: its files have the fingerprint {found.fingerprint()}, and the profile pins {self.revision}: "
                "put the old ones back, or pin the new fingerprint"
            )
        return found

    def identity(self) -> dict[str, Any]:
        """For recipes: never a path."""
        return {"id": self.name, "fingerprint": self.snapshot().fingerprint(), "variant": None}

    def parameters(self) -> dict[str, int]:
        """Not known without opening pickles."""
        return {}


def checkout(
    name: str, code: str, revision: str | None, needed: Sequence[str], weights: Sequence[str]
) -> EngineCheckout:
    """An engine's folder, as a profile names it."""
    folder = Path(code).expanduser().absolute()
    return EngineCheckout(name, folder, None, revision, None, None, needed=tuple(needed), weights=tuple(weights))


def _part(folder: Path, name: str) -> Part:
    return Part(name, "", (folder / name,), 0, (folder / name).stat().st_size)


def _code(folder: Path) -> list[Path]:
    """Its own code and configurations; not what lies in hidden folders, or in an environment made inside it."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = [
            one
            for one in folders
            if not one.startswith((".", "__")) and one not in ("site-packages", "temp", "results")
        ]
        found += [Path(top) / name for name in names if name.endswith(_CODE_SUFFIXES)]
    return found


@lru_cache(maxsize=256)
def _ends(path: Path, size_bytes: int, mtime_ns: int) -> bytes:
    """A digest of a file's size and ends; size and time are arguments so that a changed file is read again."""
    del mtime_ns
    digest = hashlib.sha256(str(size_bytes).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE_BYTES))
        file.seek(max(0, size_bytes - _SAMPLE_BYTES))
        digest.update(file.read(_SAMPLE_BYTES))
    return digest.digest()
