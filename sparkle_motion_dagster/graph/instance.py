"""The studio's own Dagster instance.

What belongs here: making and opening it. What does not: what runs on it. It lives in SPARKLE_HOME/dagster, so the
CLI, the UI and `dagster asset materialize` (with DAGSTER_HOME set to it) see the same runs.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.shipped import configs_folder


@contextmanager
def studio_instance(folder: Path) -> Iterator[dg.DagsterInstance]:
    """The instance in `folder`, made if there is none. Raises StoreError if it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "dagster.yaml").exists():
            shutil.copyfile(configs_folder() / "dagster.yaml", folder / "dagster.yaml")
    except OSError as error:
        raise StoreError(
            f"{folder}: Dagster's folder cannot be written: {error.strerror}; free space or fix rights"
        ) from error
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        yield instance
