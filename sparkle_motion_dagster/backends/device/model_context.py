"""One heavy model on a device: loaded when first needed, kept warm between calls, gone when it must be.

What belongs here: loading under the device's lease, keeping warm, letting go. What does not: the lease (`lease.py`),
any library's way of loading.

A warm model goes when it has not been used for `warm_ttl_s`, at once when this process needs another model on the
device, and after `YIELD_AFTER_S` of rest when another process waits for the device.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sparkle_motion_dagster.backends.device.devices import Device, hardware_id, require_device
from sparkle_motion_dagster.backends.device.lease import DeviceLease
from sparkle_motion_dagster.backends.device.memory import DeviceMemory, memory_of, require_memory
from sparkle_motion_dagster.backends.device.oom import forget, give_back_memory, is_oom
from sparkle_motion_dagster.errors import ModelLoadError, ModelLoadTimeoutError, ModelOOMError, SparkleError
from sparkle_motion_dagster.settings import device_locks

YIELD_AFTER_S = 2.0
_LOOK_EVERY_S = 0.25
_LEAK_MB = 8.0
_log = logging.getLogger(__name__)


@contextmanager
def model_context(
    model_key: str,
    loader: Callable[[], Any],
    *,
    device: Device,
    need_mb: float | Callable[[DeviceMemory], float] = 0.0,
    keep_warm: bool = True,
    warm_ttl_s: float = 900.0,
    wait_s: float | None = None,
    load_timeout_s: float = 1800.0,
) -> Iterator[Any]:
    """The model, loaded, and nobody else's heavy model on the device meanwhile.

    Args:
        model_key: everything that makes it this model: id, revision, dtype, placement. Equal keys share a warm model.
        loader: loads it onto the device.
        device: where.
        need_mb: refused before loading if the device has less free; a function is asked once the device is ours and
            whatever was warm on it is gone.
        keep_warm: keep it after the last use; else let go at the end.
        warm_ttl_s: how long unused.
        wait_s: for the device: 0 asks once, None waits for ever.
        load_timeout_s: a load that takes longer is given up.

    Raises:
        BackendUnavailableError: there is no such device.
        GpuBusyError, NotEnoughMemoryError: nothing was loaded.
        ModelLoadError, ModelLoadTimeoutError: it could not be loaded.
        ModelOOMError: memory ran out while loading (stage "load") or in the body (stage "inference"). Any other error
            of the body passes as it is.
    """
    require_device(device)
    slot = _slot(device)
    with slot.lock:
        slot.want(model_key, loader, need_mb, wait_s, load_timeout_s)
        slot.ttl_s = warm_ttl_s
        try:
            yield slot.model
        except Exception as error:
            if isinstance(error, ModelOOMError) or not is_oom(error):
                raise
            forget(error)
            raise _out_of_memory(model_key, device, "inference") from error
        finally:
            slot.used_at = time.monotonic()
            if not keep_warm:
                slot.let_go()


def let_go_of_models() -> None:
    """Free every warm model of this process that is not in use."""
    for slot in list(_slots.values()):
        with slot.lock:
            slot.let_go()


def warm_models() -> list[dict[str, Any]]:
    """What this process keeps loaded now: `device`, `model`, and for how long it has rested (`idle_s`)."""
    now = time.monotonic()
    loaded = [(slot.device, slot.key, slot.used_at) for slot in list(_slots.values()) if slot.key is not None]
    return [
        {"device": str(device), "model": key, "idle_s": round(max(0.0, now - used_at), 1) if used_at else 0.0}
        for device, key, used_at in loaded
    ]


class _Slot:
    """A device as this process uses it."""

    def __init__(self, device: Device):
        self.device = device
        self.lock = threading.RLock()
        self.lease = DeviceLease(device_locks(), hardware_id(device))
        self.key: str | None = None
        self.model: Any = None
        self.baseline_mb = 0.0
        self.used_at = 0.0
        self.ttl_s = 0.0
        self._stuck: threading.Thread | None = None

    def want(
        self,
        key: str,
        loader: Callable[[], Any],
        need_mb: float | Callable[[DeviceMemory], float],
        wait_s: float | None,
        timeout_s: float,
    ) -> None:
        self._come_unstuck()
        if self._stuck is not None:
            raise ModelLoadTimeoutError(
                f"{key}: a model that took too long is still being loaded in this process; end it, then run again"
            )
        if self.key == key:
            return
        self.let_go()
        self.lease.acquire(key, wait_s)
        try:
            memory = memory_of(self.device)
            wanted_mb = need_mb(memory) if callable(need_mb) else need_mb
            require_memory(
                key, wanted_mb, memory, "end what else uses it, choose a preset that offloads, or use a larger device"
            )
            self.baseline_mb = memory.ours_mb
            self.model = self._load(key, loader, timeout_s)
            self.key = key
        except BaseException:
            if self._stuck is None:
                self.lease.release()
            raise

    def _load(self, key: str, loader: Callable[[], Any], timeout_s: float) -> Any:
        loaded: list[Any] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                loaded.append(loader())
            except BaseException as error:  # told to the caller, below
                failed.append(error)

        thread = threading.Thread(target=run, name=f"load {key}", daemon=True)
        thread.start()
        thread.join(timeout_s)
        if thread.is_alive():
            self._stuck = thread  # it may still fill the device: the lease stays until it ends, or this process does
            raise ModelLoadTimeoutError(
                f"{key}: not loaded after {timeout_s:g} s; check the disk or network folder that holds the weights, "
                "then run again"
            )
        if loaded:
            return loaded[0]
        error = failed[0]
        forget(error)
        give_back_memory()
        if isinstance(error, SparkleError) or not isinstance(error, Exception):
            raise error
        if is_oom(error):
            raise _out_of_memory(key, self.device, "load") from error
        raise ModelLoadError(f"{key}: cannot be loaded: {_short(error)}; fetch its weights again") from error

    def let_go(self) -> None:
        if self.key is None:
            return
        key, self.key, self.model = self.key, None, None
        give_back_memory()
        left_mb = memory_of(self.device).ours_mb - self.baseline_mb
        if left_mb > _LEAK_MB:
            _log.warning("%s: %.0f MB are still held on %s after it was let go", key, left_mb, self.device)
        self.lease.release()

    def _come_unstuck(self) -> None:
        """Give the device back once a load that was given up has ended after all."""
        if self._stuck is not None and not self._stuck.is_alive():
            self._stuck = None
            give_back_memory()
            self.lease.release()

    def tidy(self) -> None:
        """Let go of a model that has rested long enough; nothing if it is in use."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            self._come_unstuck()
            rested_s = time.monotonic() - self.used_at
            if self.key is not None and (
                rested_s > self.ttl_s or (rested_s > YIELD_AFTER_S and self.lease.others_wait())
            ):
                self.let_go()
        finally:
            self.lock.release()


_slots: dict[str, _Slot] = {}
_slots_lock = threading.Lock()


def _slot(device: Device) -> _Slot:
    with _slots_lock:
        if not _slots:
            threading.Thread(target=_keep_tidy, name="warm models", daemon=True).start()
        if str(device) not in _slots:
            _slots[str(device)] = _Slot(device)
        return _slots[str(device)]


def _keep_tidy() -> None:
    told = False
    while True:
        time.sleep(_LOOK_EVERY_S)
        for slot in list(_slots.values()):
            try:
                slot.tidy()
            except Exception:  # a disk that fails now must not keep the device from everybody for ever
                if not told:
                    _log.exception("%s: its warm model could not be looked after; this is tried on", slot.device)
                told = True


def _out_of_memory(key: str, device: Device, stage: str) -> ModelOOMError:
    memory = memory_of(device)
    return ModelOOMError(
        f"{key}: out of memory on {device} ({stage}); {memory.free_mb:,.0f} MB free of {memory.total_mb:,.0f} MB: end "
        "other programs on the device, choose a preset that offloads, or use a larger device",
        stage,
        memory.as_facts(),
    )


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:400]}{'…' if len(text) > 400 else ''}"
