"""Faults of Dagster's databases, told as errors with a remedy.

What belongs here: turning SQLAlchemy's errors and a broken `dagster.yaml` into StoreError. What does not: the
artifact store's faults (`store/faults.py`). Dagster's databases are a view of what was made, so losing them loses
nothing that was made.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import yaml
from sqlalchemy.exc import DatabaseError

from sparkle_motion_dagster.errors import StoreError, StoreUnwritableError

_UNWRITABLE = {
    "database or disk is full": "the disk is full. Free some space, then run again; what was finished is kept",
    "readonly database": "it is read-only. Let this user write there, or name another folder with SPARKLE_HOME",
    "disk I/O error": "the disk is full or broken. Free some space, check the disk, then run again",
    "unable to open database file": "it cannot be opened. Check the folder's rights and the disk's free space",
}
_BUSY = "database is locked"
_UNSET = re.compile(r'environment variable "([^"]+)" which is not set')
_TRIED_LONG = "DagsterPostgresException"
_LOST = (
    "connection to server",
    "server closed the connection",
    "could not translate host name",
    "terminating connection",
)
_DAMAGED = ("not a database", "malformed", "no such table", "no such column")


@contextmanager
def dagster_told(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with Dagster's databases in `folder` into errors that say what to do.

    Raises StoreUnwritableError (exit code 2) for what a person must mend first, StoreError otherwise.
    """
    try:
        yield
    except DatabaseError as error:
        raise _database_error(folder, error) from error
    except Exception as error:
        if type(error).__name__ == _TRIED_LONG:  # its own module need not be installed
            raise StoreError(_out_of_reach(folder, str(error.__cause__ or error))) from error
        raise


@contextmanager
def config_told(folder: Path) -> Iterator[None]:
    """Turn a broken `dagster.yaml` into a StoreError that says what to do."""
    try:
        yield
    except (dg.DagsterInvalidConfigError, yaml.YAMLError, UnicodeDecodeError) as error:
        unset = _UNSET.search(str(error))
        if unset:
            raise StoreError(
                f"{folder / 'dagster.yaml'} takes a value from the environment variable {unset[1]}, which is not set: set it"
            ) from error
        first = str(error).strip().splitlines()[0]
        raise StoreError(
            f"{folder / 'dagster.yaml'} is wrong: {first}. Correct it, or remove it: the studio's own is put in its place"
        ) from error


def _database_error(folder: Path, error: DatabaseError) -> StoreError:
    said = str(error.orig or error).strip()
    for words, remedy in _UNWRITABLE.items():
        if words in said:
            return StoreUnwritableError(f"Dagster's database in {folder} cannot be written ({said}): {remedy}.")
    if _BUSY in said:
        return StoreError(
            f"Dagster's database in {folder} has been locked by another process for long. Run again when that is done."
        )
    if any(words in said for words in _LOST):
        return StoreError(_out_of_reach(folder, said))
    if any(words in said.lower() for words in _DAMAGED):
        return StoreError(
            f"Dagster's database in {folder} is damaged ({said}). It is only a view of what was made: close the studio, "
            f"move {folder} away, and run again. The log of runs starts anew; every film and shot is kept."
        )
    return StoreError(f"Dagster's database in {folder} cannot be used: {said}. Run again; what was finished is kept.")


def _out_of_reach(folder: Path, said: str) -> str:
    first = said.strip().splitlines()[0].removeprefix("(psycopg2.OperationalError) ")
    return (
        f"PostgreSQL, which {folder / 'dagster.yaml'} names for Dagster's records, cannot be used ({first}). Start the "
        "server or correct the address, then run again; what was finished is kept."
    )
