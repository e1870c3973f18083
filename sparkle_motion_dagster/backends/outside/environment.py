"""Environments of engines that cannot be installed beside ours: one virtual environment each, from one locked file.

What belongs here: where an environment is, whether it stands, making it. What does not: running something in it
(`worker.py`).

The lock is `requirements/NAME.txt`: every package pinned and hashed. What was made from another lock does not stand.
The environments of a user are shared by all studios of the machine (`SPARKLE_ENVIRONMENTS`).
"""

import contextlib
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.errors import BackendUnavailableError, InputError, MediaError
from sparkle_motion_dagster.film.shipped import requirements_folder
from sparkle_motion_dagster.media.process import run
from sparkle_motion_dagster.settings import outside_environments

NAMES = ("chatterbox",)
"""Environments that the program knows: each has its lock in requirements/."""
_STAMP = "sparkle.json"
_PYTHON = re.compile(r"^# python: (3\.\d+)\s*$", re.M)
_LONGEST_MAKE_S = 2 * 3600


@dataclass(frozen=True)
class Environment:
    """One engine's environment."""

    name: str
    lock: Path | None = None
    """None: requirements/NAME.txt."""
    folder: Path | None = None
    """None: among this user's (`settings.outside_environments`)."""

    @property
    def place(self) -> Path:
        """Its folder."""
        return self.folder or outside_environments() / self.name

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.place / "bin" / "python"

    @property
    def command(self) -> str:
        """What makes it."""
        return f"sparkle models env {self.name}"

    def lock_text(self) -> str:
        """Its locked requirements. Raises BackendUnavailableError if they are not there."""
        path = self.lock or requirements_folder() / f"{self.name}.txt"
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise BackendUnavailableError(
                f"{path.name}, the locked requirements of {self.name}, cannot be read ({error.strerror}): restore it "
                "from the repository"
            ) from error

    def lock_digest(self) -> str:
        """12 hex digits of its lock: goes into recipes, for its versions decide what the engine makes."""
        return hashlib.sha256(self.lock_text().encode()).hexdigest()[:12]

    def python_version(self) -> str:
        """The Python that its lock was made for ("3.11"); ours if it does not say."""
        found = _PYTHON.search(self.lock_text())
        return found[1] if found else f"{sys.version_info.major}.{sys.version_info.minor}"

    def missing(self) -> str | None:
        """Why nothing can be run in it, with what to do; None if it stands."""
        wanted = self.lock_digest()
        made_from = self._made_from()
        if made_from == wanted and self.python.exists():
            return None
        if made_from is None:
            return f"{self.name} has no environment of its own here: run `{self.command}`"
        return f"the environment of {self.name} was made from another lock: run `{self.command}`"

    def require(self) -> Path:
        """Its interpreter. Raises BackendUnavailableError if it does not stand."""
        reason = self.missing()
        if reason:
            raise BackendUnavailableError(reason)
        return self.python

    def size_mb(self) -> int:
        """On the disk, now."""
        return round(sum(p.lstat().st_size for p in self.place.rglob("*") if p.is_file()) / 2**20)

    def make(self, tell: Callable[[str], None], python: Path | None = None) -> bool:
        """Make it, unless it stands. Returns whether anything was done.

        Args:
            tell: called with each step in words.
            python: interpreter to make it with; None: one of the lock's version, found on this machine.

        Raises:
            InputError: no such Python, or another command makes it now.
            BackendUnavailableError: it could not be made, with the end of what pip said. What was made is removed.
        """
        if self.missing() is None:
            return False
        base = python or _find_python(self.python_version(), self.name)
        with self._alone():
            if self.missing() is None:
                return False
            shutil.rmtree(self.place, ignore_errors=True)
            try:
                tell(f"making {self.place} with {base}")
                _run([str(base), "-m", "venv", str(self.place)], f"the environment of {self.name}")
                tell(f"installing what {self.name} is locked to; this may fetch gigabytes")
                self._install()
                stamp = {"name": self.name, "lock": self.lock_digest(), "python": self.python_version()}
                (self.place / _STAMP).write_text(json.dumps(stamp), encoding="utf-8")
            except BaseException:
                shutil.rmtree(self.place, ignore_errors=True)
                raise
        return True

    def _install(self) -> None:
        lock = self.lock or requirements_folder() / f"{self.name}.txt"
        words = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
        _run([*words, "--require-hashes", "-r", str(lock)], f"the packages of {self.name}")

    def _made_from(self) -> str | None:
        try:
            told = json.loads((self.place / _STAMP).read_text(encoding="utf-8"))
            return str(told["lock"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # never made, or not to the end

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self.place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.place.parent / f".{self.place.name}.lock", timeout=0):
                yield
        except Timeout as error:
            raise InputError(f"another command makes the environment of {self.name} now: wait for it") from error


def environment(name: str) -> Environment:
    """A known environment. Raises InputError naming those there are."""
    if name not in NAMES:
        raise InputError(f"there is no environment {name!r}: expected one of {', '.join(NAMES)}")
    return Environment(name)


def _find_python(version: str, name: str) -> Path:
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = sys._base_executable if version == ours else shutil.which(f"python{version}")  # type: ignore[attr-defined]
    if found is None:
        raise InputError(
            f"{name} needs Python {version}, and this machine has no python{version}: install it, or name one by --python"
        )
    return Path(found)


def _run(words: list[str], what: str) -> None:
    try:
        run(words, _LONGEST_MAKE_S)
    except MediaError as error:
        raise BackendUnavailableError(f"{what} could not be made: {error}") from error
