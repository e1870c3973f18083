"""Which provider speaks which role, kept on this machine: a character's voice stays the same for the whole film.

What belongs here: the book, in SQLite. What does not: choosing a provider (`router.py`).

A role is a character of a film with a voice. It is written down when its first line has been spoken, and when its
provider has no requests left and the whole role goes to the next one. The book can be lost without harm: the choice is
made anew by the same rules.
"""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.settings import cast_book

_TABLE = """
CREATE TABLE IF NOT EXISTS roles (
    role TEXT NOT NULL, voice TEXT NOT NULL, provider TEXT NOT NULL, why TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (role, voice)
)
"""


@dataclass(frozen=True)
class CastBook:
    """The book."""

    file: Path | None = None
    """None: this user's (`settings.cast_book`)."""

    def provider(self, role: str, voice: str) -> str | None:
        """Who speaks the role; None if nobody has yet. Raises StoreError."""
        if not (self.file or cast_book()).is_file():
            return None
        with self._open() as book:
            row = book.execute("SELECT provider FROM roles WHERE role = ? AND voice = ?", (role, voice)).fetchone()
        return None if row is None else str(row[0])

    def give(self, role: str, voice: str, provider: str, why: str) -> str:
        """Give a role that nobody has; returns who has it now. Raises StoreError."""
        with self._open() as book:
            book.execute(
                "INSERT OR IGNORE INTO roles VALUES (?, ?, ?, ?, ?)", (role, voice, provider, why, time.time())
            )
            row = book.execute("SELECT provider FROM roles WHERE role = ? AND voice = ?", (role, voice)).fetchone()
        return str(row[0])

    def move(self, role: str, voice: str, before: str, after: str, why: str) -> str:
        """Move a role from one provider to another, unless somebody has moved it already; returns who has it now."""
        with self._open() as book:
            row = book.execute("SELECT provider FROM roles WHERE role = ? AND voice = ?", (role, voice)).fetchone()
            if row is not None and row[0] != before:
                return str(row[0])
            book.execute("INSERT OR REPLACE INTO roles VALUES (?, ?, ?, ?, ?)", (role, voice, after, why, time.time()))
        return after

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        file = self.file or cast_book()
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            book = sqlite3.connect(file, timeout=30, isolation_level=None)
            with contextlib.closing(book):
                book.execute(_TABLE)
                book.execute("BEGIN IMMEDIATE")
                try:
                    yield book
                except BaseException:
                    book.execute("ROLLBACK")
                    raise
                book.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{file}: the cast cannot be kept there ({error}): free or remove that file") from error
