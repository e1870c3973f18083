"""Dagster's SQLite event log, with connections that are kept.

What belongs here: how its files are opened. What does not: what is in them (`own_versions.py`): the files are Dagster's
own, and its own class reads and writes them too. Dagster 1.13 opens a file anew for each statement and closes it, which moves SQLite's
journal into the file and flushes it every time: a shot's five assets cost more than its stills.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import sqlalchemy as sa
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from sqlalchemy.pool import NullPool, Pool, QueuePool

from sparkle_motion_dagster.graph.own_versions import with_own_version

BUSY_TIMEOUT_S = 30.0
MOST_FILES = 16
"""One for each run, and the index."""


class KeptEventLog(SqliteEventLogStorage):
    """One engine for each file; the index, which every asset event goes to, keeps its connection.

    Runs' own files are closed after each event as ever: the UI watches them for changes.
    """

    def __init__(self, dagster_home: str, inst_data: Any = None):
        self._engines: dict[str, sa.Engine] = {}
        self._tables: set[str] = set()
        super().__init__(str(Path(dagster_home) / "history" / "runs"), inst_data)  # where Dagster's own event log is

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """What dagster.yaml says: Dagster's folder."""
        return {"dagster_home": dg.StringSource}

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "KeptEventLog":
        """Dagster's way to make it from dagster.yaml."""
        return cls(inst_data=inst_data, **config_value)

    def has_table(self, table_name: str) -> bool:
        """Dagster asks before each look at partitions, on an engine made for it. A table that is there never goes."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def store_event(self, event: dg.EventLogEntry) -> None:
        """As Dagster does, but that each partition of a step keeps its own data version."""
        super().store_event(with_own_version(event))

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                if shard == INDEX_SHARD_NAME or Path(self.path_for_shard(shard)).exists():
                    self._initdb(engine, for_index_shard=shard == INDEX_SHARD_NAME)
                else:
                    self._begin_run(Path(self.path_for_shard(shard)), engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def _begin_run(self, file: Path, engine: sa.Engine) -> None:
        """A run's file as Dagster makes it, copied from the first: making one takes a tenth of a second."""
        empty = file.with_name(f"empty-{dg.__version__}.sqlite")
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".begin-") as name:
            fresh = Path(name) / "fresh.sqlite"
            if not empty.exists():
                first = sa.create_engine(f"sqlite:///{fresh}", poolclass=NullPool)
                self._initdb(first)
                first.dispose()
                fresh.replace(empty)
            shutil.copyfile(empty, fresh)
            try:
                os.link(fresh, file)
            except OSError:  # another process has begun it, or this disk knows no links
                self._initdb(engine)

    def _engine(self, shard: str) -> sa.Engine:
        engine = self._engines.pop(shard, None)
        if engine is None:
            pool: type[Pool] = QueuePool if shard == INDEX_SHARD_NAME else NullPool
            timeout = {"timeout": BUSY_TIMEOUT_S}
            engine = sa.create_engine(self.conn_string_for_shard(shard), poolclass=pool, connect_args=timeout)
            sa.event.listen(engine, "connect", _relaxed)
        self._engines[shard] = engine  # the last used last
        if len(self._engines) > MOST_FILES:
            oldest = next(name for name in self._engines if name != INDEX_SHARD_NAME)
            self._engines.pop(oldest).dispose()
        return engine

    def dispose(self) -> None:
        """Close everything."""
        super().dispose()
        while self._engines:
            self._engines.popitem()[1].dispose()


def _relaxed(connection: Any, record: Any) -> None:
    """After a power cut the last events may be missing, never a half of one: the store is the truth, this a view."""
    del record  # SQLAlchemy's hook signature
    connection.execute("PRAGMA synchronous=NORMAL")
