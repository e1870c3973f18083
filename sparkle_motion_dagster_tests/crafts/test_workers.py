"""Processes of a stage: a craft that says how many it takes has them to itself; a shared one is loaded ahead."""

import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.progress import read_progress, report_progress
from sparkle_motion_dagster.crafts.workers import get_ready, workers

_loads = 0


def _load_and_say() -> tuple[int, int]:
    global _loads
    if _loads == 0:
        _loads += 1
    return os.getpid(), _loads


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_all_calls_go_to_one_process_which_ends_with_the_stage():
    with workers(1, shared=False) as pool:
        said = {pool.submit(_load_and_say).result(60) for _ in range(5)}
    ((pid, loads),) = said
    assert loads == 1 and pid != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_dies_fails_its_own_call_and_the_next_call_gets_a_fresh_one():
    with workers(1, shared=False) as pool:
        with pytest.raises(BrokenProcessPool):
            pool.submit(_die).result(60)
        assert pool.submit(_load_and_say).result(60)[1] == 1


def test_how_far_a_call_is_can_be_read_while_it_works(tmp_path: Path):
    assert read_progress(tmp_path) is None
    with workers(1, shared=False) as pool:
        pool.submit(report_progress, tmp_path, 0.25).result(60)
        assert read_progress(tmp_path) == 0.25
        pool.submit(report_progress, tmp_path, 7.0).result(60)
        assert read_progress(tmp_path) == 1.0


def test_nothing_is_started_when_nothing_is_called_and_dying_every_time_ends():
    with workers(1, shared=False) as pool:
        assert not pool._running._processes
        for _ in range(4):
            with pytest.raises(BrokenProcessPool):
                pool.submit(_die).result(60)
        with pytest.raises(BrokenProcessPool):
            pool.submit(_die)


@dataclass(frozen=True)
class Loads:
    """A backend that notes the process in which it was loaded."""

    folder: Path
    workers: int | None = None

    def warm_up(self, threads: int) -> None:
        (self.folder / str(os.getpid())).write_text(str(threads))
        time.sleep(0.2)


def test_a_backend_of_the_shared_processes_is_loaded_in_them_and_one_with_its_own_is_not(tmp_path: Path):
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    own.mkdir()
    with workers(2) as pool:
        loaded = get_ready(pool, Loads(shared), 2, threads=1)
        assert get_ready(pool, Loads(own, workers=1), 2, threads=1) is None
        assert get_ready(pool, object(), 2, threads=1) is None
        assert loaded is not None and loaded.result(60) is None
    assert len(list(shared.iterdir())) == 2 and not (shared / str(os.getpid())).exists()
    assert not list(own.iterdir())


def test_a_lone_call_goes_to_the_process_that_is_ready_for_it(tmp_path: Path):
    with workers(2) as pool:
        loaded = get_ready(pool, Loads(tmp_path), 1, threads=2)
        assert loaded is not None and loaded.result(60) is None
        assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [
            (str(pool.submit(os.getpid).result()), "2")
        ]
