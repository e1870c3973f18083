"""The studio's own Dagster instance.

What belongs here: making and opening it. What does not: what runs on it. It lives in SPARKLE_HOME/dagster, so the
CLI, the UI and `dagster asset materialize` (with DAGSTER_HOME set to it) see the same runs.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.graph.dagster_faults import config_told, dagster_told
from sparkle_motion_dagster.store.faults import store_error
from sparkle_motion_dagster.store.locks import held

OPENING_WAIT_S = 60.0
"""Making Dagster's databases takes about a second."""


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
    replaced: dict[str, dict[str, object]] = {
        "event_log_storage": {
            "module": "sparkle_motion_dagster.graph.event_log",
            "class": "KeptEventLog",
            "config": {"dagster_home": str(folder)},  # dagster.yaml says the same by DAGSTER_HOME, perhaps unset here
        }
    }
    if prints_here:
        module = "dagster._core.storage.noop_compute_log_manager"
        replaced["compute_logs"] = {"module": module, "class": "NoOpComputeLogManager", "config": {}}
    with dagster_told(folder):
        with config_told(folder):
            reference = InstanceRef.from_dir(str(folder), overrides=replaced)
        with held(folder, "opening", OPENING_WAIT_S):  # of two that make the databases at once Dagster fails one
            opened = dg.DagsterInstance.from_ref(reference)
        with opened as instance:
            yield instance
