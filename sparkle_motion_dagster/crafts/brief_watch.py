"""Which briefs have been dropped or edited since the last look, and are whole.

What belongs here: comparing the films folder with what was seen and asked before. What does not: Dagster (the sensor
keeps what is remembered and asks for the runs), reading a brief as a brief.

A file is whole when nobody has written to it for a while, or when it has not changed since the look before. A film is
asked for once for each content, right or wrong, however often it is saved; content that is planned already (the CLI
did it) is not asked for at all. Deleting a brief asks for nothing.
"""

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.errors import BriefError, InputError
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.read import MOST_BYTES, read_brief

SETTLED_AFTER_S = 3.0
"""A file that was last written longer ago than this is whole."""
MOST_FILMS = 1000
"""Films in one folder; it bounds what is remembered to about 70 kB."""


class Seen(BaseModel):
    """What is remembered of one film's brief, as short hashes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: str
    """Names, sizes and times of its files."""
    content: str = ""
    """Their bytes; empty until they are whole."""
    asked: str = ""
    """The content for which a plan was asked last, or was found made."""


class Memory(BaseModel):
    """What was seen at the last look, by film: only films that have a brief, so its size is bounded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    films: dict[str, Seen] = Field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None) -> "Memory":
        """What an earlier look wrote; nothing is remembered of a text that is not one."""
        if not text:
            return cls()
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return cls()  # of another version: every brief is looked at anew, and those already planned are left alone

    def forgetting(self, films: Iterable[str]) -> "Memory":
        """The same, but that nothing was asked for these films yet."""
        forgotten = {film: self.films[film].model_copy(update={"asked": ""}) for film in films if film in self.films}
        return Memory(films={**self.films, **forgotten})


@dataclass(frozen=True)
class Wanted:
    """A brief that must be planned."""

    film: str
    content: str
    at: str

    @property
    def run_key(self) -> str:
        """Unique for this saving of this content: the same request is never launched twice."""
        return f"{self.film}:{self.content}:{self.at}"


@dataclass(frozen=True)
class Look:
    """What one look at the folder found."""

    memory: Memory
    wanted: tuple[Wanted, ...]
    unsettled: tuple[str, ...]
    """Films whose brief is still being written."""

    def leaving(self, films: Iterable[str], before: Memory) -> "Look":
        """The same look, with these films' requests left for the next one."""
        left = set(films)
        kept = {
            film: seen.model_copy(update={"asked": before.films[film].asked if film in before.films else ""})
            if film in left
            else seen
            for film, seen in self.memory.films.items()
        }
        wanted = tuple(one for one in self.wanted if one.film not in left)
        return Look(Memory(films=kept), wanted, self.unsettled)


def look(folder: Path, before: Memory, now_s: float) -> Look:
    """Compare the folder with what was seen before.

    Args:
        folder: the films folder; it may be missing.
        before: what the last look remembered.
        now_s: seconds since the epoch.

    Raises:
        InputError: more briefs than can be watched.
        StoreError: the folder cannot be listed.
    """
    briefs = briefs_in(folder)
    if len(briefs) > MOST_FILMS:
        raise InputError(
            f"{folder} holds the briefs of {len(briefs)} films: at most {MOST_FILMS} are watched; "
            "move those that are finished to another folder (nothing that was made is lost)"
        )
    seen: dict[str, Seen] = {}
    wanted: list[Wanted] = []
    unsettled: list[str] = []
    for film, paths in briefs.items():
        old = before.films.get(film)
        at, newest_s = _stamp(paths)
        if old is not None and old.at == at and old.content:
            content = old.content
        else:
            whole = (old is not None and old.at == at) or newest_s <= now_s - SETTLED_AFTER_S
            content = _content(paths) if whole else ""
            if whole and _stamp(paths)[0] != at:
                content = ""  # written to while it was read
        asked = old.asked if old is not None else ""
        if not content:
            unsettled.append(film)
        elif content != asked:
            wanted.append(Wanted(film, content, at))
            asked = content
        seen[film] = Seen(at=at, content=content, asked=asked)
    return Look(Memory(films=seen), tuple(wanted), tuple(unsettled))


def planned_already(store: ArtifactStore, film: str, paths: tuple[Path, ...]) -> bool:
    """Whether the film's plan was made of just this text."""
    held = store.head(PLAN_ASSET, film)
    if held is None or len(paths) != 1:
        return False
    try:
        text = read_brief(paths[0]).text
    except BriefError:
        return False  # planning it will say what is wrong
    return held.inputs.get("brief") == hashlib.sha256(text.encode()).hexdigest()


def _stamp(paths: tuple[Path, ...]) -> tuple[str, float]:
    """Names, sizes and times as a hash, and when the youngest was written (seconds since the epoch)."""
    parts: list[str] = []
    newest_s = 0.0
    for path in paths:
        try:
            status = path.stat()
        except OSError as error:  # a link to nothing, or gone between listing and looking
            parts.append(f"{path.name}\0{error.errno}")
            continue
        parts.append(f"{path.name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ino}\0{status.st_mode}")
        newest_s = max(newest_s, status.st_mtime)
    return _short("\n".join(parts).encode()), newest_s


def _content(paths: tuple[Path, ...]) -> str:
    """The bytes as a hash; of what is no readable file of a brief's size, what it is instead."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode())
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
                digest.update(f"{stat.S_IFMT(status.st_mode)} {status.st_size}".encode())
                continue
            with path.open("rb") as file:
                digest.update(file.read(MOST_BYTES + 1))
        except OSError as error:
            digest.update(f"unreadable {error.errno}".encode())
    return digest.hexdigest()[:16]


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
