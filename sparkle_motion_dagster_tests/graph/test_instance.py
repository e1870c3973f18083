"""The studio's Dagster instance: made once, also by several processes that come at once."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from sparkle_motion_dagster.errors import LockBusyError
from sparkle_motion_dagster.graph import instance as instance_module
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.locks import held

AT_ONCE = 4
"""Dagster fails about every other round of four that make its databases at once."""


def come_at_once(folder: Path, rounds: int) -> None:
    """In a process of its own, which forks: four open one new studio after another, each at the same moment."""
    fork = multiprocessing.get_context("fork")
    ready = fork.Barrier(AT_ONCE)

    def come() -> None:
        for number in range(rounds):
            ready.wait(30)
            with studio_instance(folder / f"studio{number}") as instance:
                instance.add_dynamic_partitions("films", ["one"])
                assert instance.get_dynamic_partitions("films") == ["one"]

    comers = [fork.Process(target=come) for _ in range(AT_ONCE)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    sys.exit(max(abs(comer.exitcode or 0) for comer in comers))


def test_a_new_studio_opened_by_many_at_once_is_made_once(tmp_path: Path):
    script = f"import pathlib, {__name__} as comers; comers.come_at_once(pathlib.Path({str(tmp_path)!r}), 3)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


def test_who_waits_too_long_for_an_opening_studio_is_told_who_holds_it(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(instance_module, "OPENING_WAIT_S", 0.1)
    with (
        held(tmp_path, "opening", 0),
        pytest.raises(LockBusyError, match=r"opening\.lock has been held by process"),
        studio_instance(tmp_path),
    ):
        pass
