"""A craft that says how many processes it takes has them to itself: one model, loaded once, for one stage."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.progress import read_progress, report_progress
from sparkle_motion_dagster.crafts.workers import own_workers

_loads = 0


def _load_and_say() -> tuple[int, int]:
    global _loads
    if _loads == 0:
        _loads += 1
    return os.getpid(), _loads


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_all_calls_go_to_one_process_which_ends_with_the_stage():
    with own_workers(1) as pool:
        said = {pool.submit(_load_and_say).result(60) for _ in range(5)}
    ((pid, loads),) = said
    assert loads == 1 and pid != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_dies_fails_its_own_call_and_the_next_call_gets_a_fresh_one():
    with own_workers(1) as pool:
        with pytest.raises(BrokenProcessPool):
            pool.submit(_die).result(60)
        assert pool.submit(_load_and_say).result(60)[1] == 1


def test_how_far_a_call_is_can_be_read_while_it_works(tmp_path: Path):
    assert read_progress(tmp_path) is None
    with own_workers(1) as pool:
        pool.submit(report_progress, tmp_path, 0.25).result(60)
        assert read_progress(tmp_path) == 0.25
        pool.submit(report_progress, tmp_path, 7.0).result(60)
        assert read_progress(tmp_path) == 1.0


def test_nothing_is_started_when_nothing_is_called_and_dying_every_time_ends():
    with own_workers(1) as pool:
        assert not pool._running._processes
        for _ in range(4):
            with pytest.raises(BrokenProcessPool):
                pool.submit(_die).result(60)
        with pytest.raises(BrokenProcessPool):
            pool.submit(_die)
