"""The index of pictures seen lately: which picture is the same as, or close to, one made before, in any film.

What belongs here: sightings by perceptual hash, in one SQLite file that many processes share. What does not: computing
the hash (`media/images.py`), what is done about a likeness (`crafts/sightings.py`).

Near search compares with every entry, so it misses none: a million 64-bit hashes are 8 MB, held as one array and
read again only when an entry came or went: the file's `user_version` counts that.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.errors import InputError, StoreError

if TYPE_CHECKING:  # loading the code location need not pay for numpy
    import numpy as np
    from numpy.typing import NDArray

NEAR_BITS = 6
NEAR_LIMIT = 10
MOST_ENTRIES = 10_000
WAIT_FOR_WRITER_S = 30.0
ORDERS = ("distance", "last_seen", "hit_count")
_HASH = re.compile(r"[0-9a-f]{16}")
_TABLE = """
CREATE TABLE IF NOT EXISTS recent_index (
    id INTEGER PRIMARY KEY,
    phash INTEGER NOT NULL UNIQUE, -- 64 bits as a signed number
    canonical_uri TEXT NOT NULL,
    last_seen REAL NOT NULL, -- seconds since 1970
    hit_count INTEGER NOT NULL CHECK (hit_count > 0)
);
CREATE INDEX IF NOT EXISTS recent_index_last_seen ON recent_index (last_seen);
"""
_COLUMNS = "phash, canonical_uri, last_seen, hit_count"


@dataclass(frozen=True)
class Sighting:
    """A picture the index knows."""

    phash: str
    """16 hex digits."""
    canonical_uri: str
    """The artifact in which it was seen first, of those that still exist."""
    last_seen: float
    """Seconds since 1970."""
    hit_count: int
    """How often it was seen; the first time counts 1."""
    distance: int = 0
    """Bits in which it differs from the hash asked for, 0–64."""


class RecentIndex:
    """The index in a file. Safe for many threads and processes; every call is one transaction."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time):
        self.path = path
        self._clock = clock
        self._held: tuple[int, NDArray[np.int64], NDArray[np.uint64]] | None = None

    def get(self, phash: str) -> Sighting | None:
        """What is known of exactly this hash. Counts nothing. Raises InputError for what is no hash."""
        number = _number(phash)
        with self._open() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM recent_index WHERE phash = ?", (number,)).fetchone()
        return _sighting(row) if row else None

    def get_or_add(self, phash: str, uri: str, exists: Callable[[str], bool] | None = None) -> tuple[Sighting, bool]:
        """Count a sighting; the entry, and whether it is new.

        Args:
            uri: where it is seen now.
            exists: whether an artifact is still there; an entry whose artifact is gone gets `uri` instead.
        """
        number, now = _number(phash), self._clock()
        if not uri or "\0" in uri or len(uri) > 2000:
            raise InputError(f"recent index: {uri[:80]!r} is not an artifact's URI")
        with self._open(writing=True) as db:
            row = db.execute("SELECT canonical_uri FROM recent_index WHERE phash = ?", (number,)).fetchone()
            if row is None:
                db.execute(
                    "INSERT INTO recent_index (phash, canonical_uri, last_seen, hit_count) VALUES (?, ?, ?, 1)",
                    (number, uri, now),
                )
                _changed(db)
            else:
                kept = row[0] if exists is None or exists(row[0]) else uri
                db.execute(
                    "UPDATE recent_index SET canonical_uri = ?, last_seen = ?, hit_count = hit_count + 1 "
                    "WHERE phash = ?",
                    (kept, now, number),
                )
            found = db.execute(f"SELECT {_COLUMNS} FROM recent_index WHERE phash = ?", (number,)).fetchone()
        return _sighting(found), row is None

    def touch(self, phash: str) -> bool:
        """Count a sighting of a known picture; False if it is not known."""
        with self._open(writing=True) as db:
            done = db.execute(
                "UPDATE recent_index SET last_seen = ?, hit_count = hit_count + 1 WHERE phash = ?",
                (self._clock(), _number(phash)),
            )
            return done.rowcount > 0

    def find_near(
        self, phash: str, max_distance: int = NEAR_BITS, limit: int = NEAR_LIMIT, order: str = "distance"
    ) -> tuple[Sighting, ...]:
        """Every picture that differs in at most `max_distance` bits, the hash itself included; the first `limit`.

        `order`: nearest first, latest first or most often first; equal ones by the order in which they came.
        """
        import numpy as np

        number = _number(phash)
        if not 0 <= max_distance <= 64:
            raise InputError(f"recent index: a distance of {max_distance} bits; expected 0 to 64")
        if limit < 1:
            raise InputError(f"recent index: a limit of {limit}; expected 1 or more")
        if order not in ORDERS:
            raise InputError(f"recent index: order {order!r}; expected one of {', '.join(ORDERS)}")
        with self._open() as db:
            ids, hashes = self._hashes(db)
            distances = np.bitwise_count(hashes ^ np.uint64(number % 2**64))
            near = np.nonzero(distances <= max_distance)[0]
            if order == "distance":
                near = near[np.argsort(distances[near], kind="stable")][:limit]
            by_id = {int(ids[n]): int(distances[n]) for n in near}
            rows = _rows_of(db, list(by_id))
        found = [(_sighting(row[1:], by_id[row[0]]), row[0]) for row in rows]
        found.sort(key=lambda pair: (_rank(pair[0], order), pair[1]))
        return tuple(sighting for sighting, _ in found[:limit])

    def list(self, limit: int = 100) -> tuple[Sighting, ...]:
        """The latest sightings, latest first."""
        with self._open() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM recent_index ORDER BY last_seen DESC, id LIMIT ?", (limit,))
            return tuple(_sighting(row) for row in rows)

    def prune(self, max_age_s: float | None = None, max_entries: int = MOST_ENTRIES) -> int:
        """Forget what was not seen for `max_age_s`, and the oldest beyond `max_entries`. How many were forgotten."""
        with self._open(writing=True) as db:
            before = db.execute("SELECT count(*) FROM recent_index").fetchone()[0]
            if max_age_s is not None:
                db.execute("DELETE FROM recent_index WHERE last_seen < ?", (self._clock() - max_age_s,))
            db.execute(
                "DELETE FROM recent_index WHERE id IN "
                "(SELECT id FROM recent_index ORDER BY last_seen DESC, id DESC LIMIT -1 OFFSET ?)",
                (max_entries,),
            )
            _changed(db)
            return int(before - db.execute("SELECT count(*) FROM recent_index").fetchone()[0])

    def stats(self) -> dict[str, Any]:
        """entries, sightings, repeated (seen more than once), oldest and newest (seconds since 1970; None if empty)."""
        with self._open() as db:
            row = db.execute(
                "SELECT count(*), coalesce(sum(hit_count), 0), coalesce(sum(hit_count > 1), 0), min(last_seen), "
                "max(last_seen) FROM recent_index"
            ).fetchone()
        return dict(zip(("entries", "sightings", "repeated", "oldest", "newest"), row, strict=True))

    def _hashes(self, db: sqlite3.Connection) -> "tuple[NDArray[np.int64], NDArray[np.uint64]]":
        """Ids and hashes of all entries; read again only if the file was written since."""
        import numpy as np

        mark = int(db.execute("PRAGMA user_version").fetchone()[0])
        if self._held is None or self._held[0] != mark:
            count = db.execute("SELECT count(*) FROM recent_index").fetchone()[0]
            both = np.fromiter(
                (value for row in db.execute("SELECT id, phash FROM recent_index ORDER BY id") for value in row),
                np.int64,
                2 * count,
            ).reshape(-1, 2)
            self._held = mark, both[:, 0].copy(), both[:, 1].copy().view(np.uint64)
        return self._held[1], self._held[2]

    @contextmanager
    def _open(self, writing: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=WAIT_FOR_WRITER_S, isolation_level=None)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.executescript(_TABLE)
                # IMMEDIATE: two writers wait for each other instead of failing half-way
                db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"recent index {self.path}: {error}; it only remembers likenesses: delete the file if it is damaged"
            ) from error


def _changed(db: sqlite3.Connection) -> None:
    """Say that entries came or went; part of the transaction like any other write."""
    count = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.execute(f"PRAGMA user_version = {(count + 1) % 2**31}")


def _rows_of(db: sqlite3.Connection, ids: list[int]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ",".join("?" * len(part))
        rows += db.execute(f"SELECT id, {_COLUMNS} FROM recent_index WHERE id IN ({marks})", part).fetchall()
    return rows


def _rank(sighting: Sighting, order: str) -> float:
    return {"distance": sighting.distance, "last_seen": -sighting.last_seen, "hit_count": -sighting.hit_count}[order]


def _number(phash: str) -> int:
    """The hash as SQLite keeps it: 64 bits, signed."""
    if not _HASH.fullmatch(phash):
        raise InputError(f"{phash[:80]!r} is not a perceptual hash; expected 16 hex digits")
    number = int(phash, 16)
    return number - 2**64 if number >= 2**63 else number


def _sighting(row: tuple[Any, ...], distance: int = 0) -> Sighting:
    return Sighting(f"{row[0] % 2**64:016x}", row[1], row[2], row[3], distance)
