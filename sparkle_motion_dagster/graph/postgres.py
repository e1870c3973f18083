"""Dagster's records in PostgreSQL, for a studio that several machines or people share.

What belongs here: the storage that `dagster.yaml` names, and what its faults mean. What does not: the files of a studio for
one machine (`event_log.py`), the films themselves (the artifact store). Needs the extra `postgres`, so it is imported only
where `dagster.yaml` asks for it. https://docs.dagster.io/deployment/oss/dagster-yaml#dagster-storage
"""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_postgres import DagsterPostgresStorage, PostgresEventLogStorage
from dagster_postgres.utils import create_pg_engine, get_token_provider_from_config, pg_url_from_config
from sqlalchemy.pool import NullPool

from sparkle_motion_dagster.graph.own_versions import with_own_version

_DRIVER = "postgresql+psycopg2://"
"""What dagster-postgres is written for; of a plain address SQLAlchemy 2.1 takes another."""
RECYCLE_S = 600
"""A connection is not used for longer: servers and what stands before them close idle ones."""


class StudioEventLog(PostgresEventLogStorage):
    """Dagster's, but that each partition of a step keeps its own data version, and that a connection is kept.

    Dagster connects anew for every statement, of which a materialization takes several.
    """

    def __init__(self, postgres_url: str, should_autocreate_tables: bool = True, inst_data: Any = None, **more: Any):
        super().__init__(postgres_url, should_autocreate_tables, inst_data, **more)
        self._engine = create_pg_engine(
            postgres_url,
            self._token_provider,
            isolation_level="AUTOCOMMIT",
            pool_size=1,
            max_overflow=20,
            pool_pre_ping=True,
            pool_recycle=RECYCLE_S,
        )

    def store_event(self, event: dg.EventLogEntry) -> None:
        """As Dagster does, with the partition's own version."""
        super().store_event(with_own_version(event))

    def store_event_batch(self, events: Sequence[dg.EventLogEntry]) -> None:
        """As Dagster does, with each partition's own version."""
        super().store_event_batch([with_own_version(event) for event in events])

    def dispose(self) -> None:
        """Close the connection that was kept."""
        self._engine.dispose()
        super().dispose()


class StudioPostgres(DagsterPostgresStorage):
    """Runs, events and schedules in one database. Configured as Dagster's own `storage: postgres`.

    Raises sqlalchemy's OperationalError if there is no such server or database.
    """

    def __init__(self, postgres_url: str, should_autocreate_tables: bool = True, inst_data: Any = None, **more: Any):
        first = create_pg_engine(postgres_url, more.get("token_provider"), poolclass=NullPool)
        with first.connect():  # what is wrong with the address is said at once; Dagster's own would try it for long
            pass
        super().__init__(postgres_url, should_autocreate_tables, inst_data, **more)
        self._event_log_storage = StudioEventLog(postgres_url, should_autocreate_tables, **more)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Mapping[str, Any]) -> "StudioPostgres":
        """Dagster's way to make it from dagster.yaml."""
        return cls(
            _driven(pg_url_from_config(config_value)),
            config_value.get("should_autocreate_tables", True),
            inst_data,
            token_provider=get_token_provider_from_config(config_value),
        )


def _driven(address: str) -> str:
    plain, separator, rest = address.partition("://")
    return _DRIVER + rest if separator and plain in ("postgresql", "postgres") else address
