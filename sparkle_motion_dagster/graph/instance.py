"""The studio's own Dagster instance.

What belongs here: making and opening it. What does not: what runs on it. It lives in SPARKLE_HOME/dagster, so the
CLI, the UI and `dagster asset materialize` (with DAGSTER_HOME set to it) see the same runs. Its records are files there, or
in PostgreSQL if its dagster.yaml says so (`postgres.py`).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dagster as dg
import yaml
from dagster._core.instance.ref import InstanceRef

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.graph.dagster_faults import config_told, dagster_told
from sparkle_motion_dagster.store.faults import store_error
from sparkle_motion_dagster.store.locks import held

OPENING_WAIT_S = 60.0
"""Making Dagster's databases takes about a second."""
POSTGRES_MODULE = "sparkle_motion_dagster.graph.postgres"
"""What dagster.yaml names under `storage: custom:` for PostgreSQL."""
_IN_FILES = {"event_log_storage", "run_storage", "schedule_storage"}


@contextmanager
def studio_instance(folder: Path, *, prints_here: bool = False) -> Iterator[dg.DagsterInstance]:
    """The instance in `folder`, made if there is none.

    `prints_here`: what runs of this process print stays on its terminal. Otherwise Dagster takes it for their pages, through
    files and four processes of its own for each run.

    Raises StoreError if it cannot be read or written, also for what is done with it inside the block; LockBusyError if
    another process has been opening it for OPENING_WAIT_S.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "dagster.yaml").exists():
            fresh = folder / f".dagster.yaml.{os.getpid()}"
            shutil.copyfile(configs_folder() / "dagster.yaml", fresh)
            fresh.replace(folder / "dagster.yaml")  # whole or not at all
    except OSError as error:
        raise store_error("write Dagster's folder", folder, error) from error
    with dagster_told(folder):
        with config_told(folder):
            replaced = _records(folder)
            if prints_here:
                module = "dagster._core.storage.noop_compute_log_manager"
                replaced["compute_logs"] = {"module": module, "class": "NoOpComputeLogManager", "config": {}}
            reference = InstanceRef.from_dir(str(folder), overrides=replaced)
            with held(folder, "opening", OPENING_WAIT_S):  # of two that make the databases at once Dagster fails one
                opened = dg.DagsterInstance.from_ref(reference)
        with opened as instance:
            yield instance


def _records(folder: Path) -> dict[str, Any]:
    """Where Dagster's records are, if its dagster.yaml leaves that to us. Raises StoreError, yaml.YAMLError."""
    written = yaml.safe_load((folder / "dagster.yaml").read_text(encoding="utf-8"))
    storage = written.get("storage") if isinstance(written, dict) else None
    if storage is None:
        return {
            "event_log_storage": {
                "module": "sparkle_motion_dagster.graph.event_log",
                "class": "KeptEventLog",
                # dagster.yaml says the same by DAGSTER_HOME, perhaps unset here
                "config": {"dagster_home": str(folder)},
            }
        }
    if not isinstance(storage, dict) or storage.keys() != {"custom"}:
        raise StoreError(
            f"{folder / 'dagster.yaml'}: storage: expected custom, with module {POSTGRES_MODULE} and class StudioPostgres: "
            "with Dagster's own, shots made together would all look changed when one is (docs/postgres.md)"
        )
    if _IN_FILES & written.keys():
        raise StoreError(
            f"{folder / 'dagster.yaml'} has storage, and beside it {', '.join(sorted(_IN_FILES & written.keys()))}: "
            "remove that, Dagster takes one or the other"
        )
    if POSTGRES_MODULE in str(storage) and not find_spec("dagster_postgres"):
        raise StoreError(
            f"{folder / 'dagster.yaml'} asks for PostgreSQL: install it with `pip install 'sparkle-motion-dagster[postgres]'`"
        )
    return {}
