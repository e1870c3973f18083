"""One heavy model on a device, across processes: whoever dies frees it."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.device.lease import DeviceLease
from sparkle_motion_dagster.errors import GpuBusyError

_SPAWN = multiprocessing.get_context("spawn")


def _hold(folder: str, ready) -> None:
    lease = DeviceLease(Path(folder), "cuda-test")
    lease.acquire("sdxl", wait_s=0)
    ready.set()
    time.sleep(60)


def _wait_for_it(folder: str, got) -> None:
    DeviceLease(Path(folder), "cuda-test").acquire("wan", wait_s=30)
    got.set()


@pytest.fixture
def holder(tmp_path: Path):
    ready = _SPAWN.Event()
    process = _SPAWN.Process(target=_hold, args=(str(tmp_path), ready))
    process.start()
    assert ready.wait(30)
    yield process
    process.kill()
    process.join(10)


def test_a_busy_device_names_who_has_it_and_with_which_model(holder, tmp_path: Path):
    lease = DeviceLease(tmp_path, "cuda-test")
    with pytest.raises(GpuBusyError, match=f"process {holder.pid} with sdxl"):
        lease.acquire("wan", wait_s=0)
    with pytest.raises(GpuBusyError, match=r"waited 0\.2 s"):
        lease.acquire("wan", wait_s=0.2)
    assert not lease.held


def test_a_killed_process_leaves_the_device_free(holder, tmp_path: Path):
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(10)
    lease = DeviceLease(tmp_path, "cuda-test")
    lease.acquire("wan", wait_s=0)
    assert lease.holder()["pid"] == os.getpid()
    lease.release()


def test_the_holder_sees_who_waits_and_a_dead_one_waits_no_more(tmp_path: Path):
    lease = DeviceLease(tmp_path, "cuda-test")
    lease.acquire("sdxl", wait_s=0)
    got = _SPAWN.Event()
    waiter = _SPAWN.Process(target=_wait_for_it, args=(str(tmp_path), got))
    waiter.start()
    deadline = time.monotonic() + 30
    while not lease.others_wait() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert lease.others_wait()
    waiter.kill()
    waiter.join(10)
    assert not lease.others_wait()
    lease.release()


def test_two_devices_do_not_wait_for_each_other(holder, tmp_path: Path):
    other = DeviceLease(tmp_path, "cuda-other")
    other.acquire("wan", wait_s=0)
    other.release()
