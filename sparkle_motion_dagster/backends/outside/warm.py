"""An outside engine on a device: under the device's lease like any model, kept warm between calls, gone when it must be.

What belongs here: joining a worker with `model_context`. What does not: the worker (`worker.py`), how much it needs.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.outside.environment import Environment
from sparkle_motion_dagster.backends.outside.worker import OutsideWorker


@contextmanager
def outside_engine(
    environment: Environment,
    script: Path,
    settings: Mapping[str, Any],
    *,
    device: str,
    need_mb: float | Callable[[DeviceMemory], float],
    warm_ttl_s: float = 900.0,
    wait_s: float | None = None,
    load_timeout_s: float = 1800.0,
) -> Iterator[OutsideWorker]:
    """The engine, loaded and alone on its device. When its turn ends so does its process, and all memory is free.

    Args:
        environment: its own.
        script: what its interpreter runs (`engine_loop.py`).
        settings: JSON for the script; everything that makes it this engine, its device too.
        device: as profiles name it.
        need_mb: of the device, free, before it is started; as `model_context` has it.
        warm_ttl_s, wait_s, load_timeout_s: as `model_context` has them.

    Raises as `model_context` and `OutsideWorker.start` do; BackendUnavailableError if the environment does not stand.
    """
    python = environment.require()

    def load() -> OutsideWorker:
        worker = OutsideWorker(environment.name, python, script, settings, load_timeout_s)
        worker.start()
        return worker

    named = " ".join(f"{name}={value}" for name, value in sorted(settings.items()))
    key = f"{environment.name}@{environment.lock_digest()} {script.stem} {named}"
    with model_context(
        key,
        load,
        device=parse_device(device),
        need_mb=need_mb,
        warm_ttl_s=warm_ttl_s,
        wait_s=wait_s,
        load_timeout_s=load_timeout_s + 10,  # the worker's own limit comes first: it ends what it started
    ) as worker:
        yield worker
