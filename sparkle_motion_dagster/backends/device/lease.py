"""The right to keep a heavy model on a device: one process at a time, freed by the kernel when that process dies.

What belongs here: taking, asking for and giving back the device. What does not: loading (`model_context.py`).

Two files for each device: whoever keeps a model holds `<device>.lock`; whoever waits for it holds `<device>.wanted`
shared, so that a holder whose model only stands by can see that somebody waits, and that he has not died meanwhile.
"""

import contextlib
import fcntl
import json
import logging
import os
import time
from pathlib import Path

from sparkle_motion_dagster.errors import GpuBusyError, StoreError

_POLL_S = 0.05
_TELL_AFTER_S = 5.0
_log = logging.getLogger(__name__)


class DeviceLease:
    """This process's claim on one device. Not for use by two threads at once."""

    def __init__(self, folder: Path, hardware_id: str):
        """`folder`: the same for all processes that share the machine's devices; made if it is not there."""
        self._lock = folder / f"{hardware_id}.lock"
        self._wanted = folder / f"{hardware_id}.wanted"
        self._descriptor: int | None = None
        self._name = hardware_id

    @property
    def held(self) -> bool:
        """Whether this process has the device."""
        return self._descriptor is not None

    def acquire(self, model: str, wait_s: float | None) -> None:
        """Take the device for a model. `wait_s`: 0 asks once, None waits for ever.

        Raises GpuBusyError naming the holder's process and model.
        """
        if self._descriptor is not None:
            self._sign(model)
            return
        try:
            self._lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            wanted = os.open(self._wanted, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise StoreError(f"{self._lock}: device locks cannot be kept there: {error.strerror}") from error
        try:
            if not _taken(descriptor):
                fcntl.flock(wanted, fcntl.LOCK_SH)
                began, told = time.monotonic(), False
                while not _taken(descriptor):
                    waited_s = time.monotonic() - began
                    if wait_s is not None and waited_s >= wait_s:
                        raise GpuBusyError(self._busy(wait_s))
                    if not told and waited_s >= _TELL_AFTER_S:
                        _log.warning("%s waits for %s, which %s has", model, self._name, self._whose())
                        told = True
                    time.sleep(_POLL_S)
        except BaseException:
            os.close(descriptor)
            raise
        finally:
            os.close(wanted)
        self._descriptor = descriptor
        self._sign(model)

    def release(self) -> None:
        """Give the device back; nothing if it is not held."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def others_wait(self) -> bool:
        """Whether another process waits for the device now."""
        try:
            descriptor = os.open(self._wanted, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)

    def holder(self) -> dict[str, object]:
        """`pid`, `model` and `since` of whoever signed last; {} if nobody is known."""
        with contextlib.suppress(OSError, ValueError):
            told = json.loads(self._lock.read_text(encoding="utf-8"))
            if isinstance(told, dict):
                return told
        return {}

    def _sign(self, model: str) -> None:
        assert self._descriptor is not None
        text = json.dumps({"pid": os.getpid(), "model": model, "since": round(time.time())})
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def _busy(self, waited_s: float | None) -> str:
        waited = f" (waited {waited_s:g} s)" if waited_s else ""
        return (
            f"{self._name} is in use by {self._whose()}{waited}: wait until it is done, or end that process, and run "
            "again"
        )

    def _whose(self) -> str:
        holder = self.holder()
        return f"process {holder['pid']} with {holder['model']}" if holder else "another process"


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
