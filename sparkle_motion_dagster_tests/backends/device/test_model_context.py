"""Loaded once, kept warm, gone on time: the life of a heavy model in a process."""

import gc
import multiprocessing
import time
import weakref
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.device.devices import Device, hardware_id
from sparkle_motion_dagster.backends.device.lease import DeviceLease
from sparkle_motion_dagster.backends.device.model_context import let_go_of_models, model_context
from sparkle_motion_dagster.errors import (
    BackendUnavailableError,
    GpuBusyError,
    ModelLoadError,
    ModelLoadTimeoutError,
    ModelOOMError,
    NotEnoughMemoryError,
)

CPU = Device("cpu")


class Model:
    """Something heavy."""


class Loader:
    """Counts its loads."""

    def __init__(self):
        self.loads = 0

    def __call__(self) -> Model:
        self.loads += 1
        return Model()


@pytest.fixture(autouse=True)
def _cold():
    let_go_of_models()
    yield
    let_go_of_models()


def test_a_warm_model_is_loaded_once():
    loader = Loader()
    for _ in range(3):
        with model_context("a", loader, device=CPU) as model:
            assert isinstance(model, Model)
    assert loader.loads == 1


def test_another_model_takes_the_place_and_the_first_is_really_gone():
    first, second = Loader(), Loader()
    with model_context("a", first, device=CPU) as model:
        gone = weakref.ref(model)
    del model
    with model_context("b", second, device=CPU):
        gc.collect()
        assert gone() is None
    with model_context("a", first, device=CPU):
        assert first.loads == 2


def test_a_model_that_is_not_kept_warm_is_gone_at_once_and_one_that_rests_too_long_goes_on_time():
    with model_context("a", Loader(), device=CPU, keep_warm=False) as model:
        gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
    with model_context("b", Loader(), device=CPU, warm_ttl_s=0.3) as model:
        gone = weakref.ref(model)
    del model
    assert gone() is not None
    deadline = time.monotonic() + 10
    while gone() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert gone() is None


def test_a_disk_that_fails_once_does_not_keep_a_resting_model_for_ever(monkeypatch: pytest.MonkeyPatch):
    failed: list[bool] = []

    def fails_once(lease: DeviceLease) -> bool:
        if not failed:
            failed.append(True)
            raise OSError(30, "Read-only file system")
        return True

    monkeypatch.setattr(DeviceLease, "others_wait", fails_once)
    monkeypatch.setattr("sparkle_motion_dagster.backends.device.model_context.YIELD_AFTER_S", 0.0)
    with model_context("a", Loader(), device=CPU) as model:
        gone = weakref.ref(model)
    del model
    deadline = time.monotonic() + 10
    while gone() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert failed and gone() is None


def test_a_model_that_does_not_fit_is_refused_before_it_is_loaded_with_the_numbers():
    loader = Loader()
    with (
        pytest.raises(NotEnoughMemoryError, match=r"huge needs 999,999,999 MB on cpu .* MB free of [\d,]+ MB"),
        model_context("huge", loader, device=CPU, need_mb=999_999_999),
    ):
        pass
    assert loader.loads == 0


def test_a_device_that_is_not_there_is_named():
    with (
        pytest.raises(BackendUnavailableError, match="asks for cuda:7, and this machine has"),
        model_context("a", Loader(), device=Device("cuda", 7)),
    ):
        pass


def test_the_stage_of_a_lack_of_memory_is_told_and_the_device_is_free_after_it():
    def hungry() -> Model:
        raise MemoryError

    with pytest.raises(ModelOOMError) as failed, model_context("a", hungry, device=CPU):
        pass
    assert failed.value.stage == "load"
    with pytest.raises(ModelOOMError) as failed, model_context("a", Loader(), device=CPU):
        raise RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")
    assert failed.value.stage == "inference" and failed.value.memory["total_mb"] > 0
    with model_context("b", Loader(), device=CPU):
        pass


def test_other_errors_of_the_body_are_not_relabelled():
    with pytest.raises(KeyError, match="mine"), model_context("a", Loader(), device=CPU):
        raise KeyError("mine")


def test_a_loader_that_fails_or_hangs_is_told_apart():
    def broken() -> Model:
        raise ValueError("no such layer")

    with pytest.raises(ModelLoadError, match="no such layer"), model_context("a", broken, device=CPU):
        pass

    def slow() -> Model:
        time.sleep(1.5)
        return Model()

    with (
        pytest.raises(ModelLoadTimeoutError, match=r"not loaded after 0\.2 s"),
        model_context("slow", slow, device=CPU, load_timeout_s=0.2),
    ):
        pass
    with pytest.raises(ModelLoadTimeoutError, match="still being loaded"), model_context("b", Loader(), device=CPU):
        pass
    time.sleep(1.6)
    with model_context("b", Loader(), device=CPU):
        pass


def test_a_load_that_was_given_up_keeps_the_device_until_it_has_ended_and_no_longer(own_device_locks: Path):
    def slow() -> Model:
        time.sleep(1.0)
        return Model()

    with pytest.raises(ModelLoadTimeoutError), model_context("slow", slow, device=CPU, load_timeout_s=0.1):
        pass
    another = DeviceLease(own_device_locks, hardware_id(CPU))
    with pytest.raises(GpuBusyError, match="with slow"):
        another.acquire("theirs", 0)
    another.acquire("theirs", 10)
    another.release()

    def broken() -> Model:
        raise ValueError("no such layer")

    with pytest.raises(ModelLoadError), model_context("broken", broken, device=CPU):
        pass
    another.acquire("theirs", 0)
    another.release()


def _use(locks: str, wait_s: float, told) -> None:
    import os

    os.environ["SPARKLE_DEVICE_LOCKS"] = locks
    try:
        with model_context("theirs", Loader(), device=CPU, wait_s=wait_s):
            told.put("had it")
    except GpuBusyError as error:
        told.put(str(error))


def test_another_process_gets_the_device_when_our_model_only_rests(own_device_locks: Path):
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    with model_context("ours", Loader(), device=CPU) as model:
        gone = weakref.ref(model)
        busy = spawn.Process(target=_use, args=(str(own_device_locks), 0.0, told))
        busy.start()
        assert "with ours" in told.get(timeout=30)
        busy.join(10)
    del model
    waiter = spawn.Process(target=_use, args=(str(own_device_locks), 30.0, told))
    waiter.start()
    assert told.get(timeout=30) == "had it"
    waiter.join(10)
    assert gone() is None
