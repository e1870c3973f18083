"""Killed at any moment, a film goes on where it was: nothing finished is lost, made twice or half-written."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import verify
from sparkle_motion_dagster_tests.conftest import SCREENPLAY, tiny_profile

KILLS = 20 if os.environ.get("SPARKLE_SLOW") else 3


def start(brief: Path, home: Path, profile: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "sparkle_motion_dagster.cli",
        "make",
        str(brief),
        "--home",
        str(home),
        "--profile",
        str(profile),
        "--json",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def manifests(home: Path) -> dict[str, int]:
    """When each finished artifact was written."""
    return {str(p): p.stat().st_mtime_ns for p in (home / "store" / "manifests").rglob("*.json")}


@pytest.mark.timeout(600)
def test_a_film_killed_again_and_again_is_finished_and_nothing_is_made_twice(tmp_path):
    brief, home, profile = tmp_path / "two-lamps.fountain", tmp_path / "studio", tiny_profile(tmp_path)
    brief.write_text(SCREENPLAY, encoding="utf-8")
    chance = random.Random(7)
    finished: dict[str, int] = {}
    for _ in range(KILLS):
        process = start(brief, home, profile)
        time.sleep(chance.uniform(3, 12))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        now = manifests(home)
        assert {path: now.get(path) for path in finished} == finished  # what was finished was not touched
        finished = now
    process = start(brief, home, profile)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    after = manifests(home)
    assert {path: after[path] for path in finished} == finished
    report = json.loads(out.strip().splitlines()[-1])
    assert Path(report["movie"]).is_file()
    assert verify(ArtifactStore.open(home / "store")) == ()


@pytest.mark.timeout(120)
def test_a_killed_run_leaves_no_process_behind(tmp_path):
    brief, home, profile = tmp_path / "two-lamps.fountain", tmp_path / "studio", tiny_profile(tmp_path)
    brief.write_text(SCREENPLAY, encoding="utf-8")
    process = start(brief, home, profile)
    children: list[int] = []
    deadline = time.monotonic() + 60
    while not children and time.monotonic() < deadline:
        time.sleep(0.2)
        children = [int(p) for p in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    assert children
    os.kill(process.pid, signal.SIGKILL)  # the parent alone: its workers must notice
    process.communicate()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(_runs(pid) for pid in children):
        time.sleep(0.1)
    assert not [pid for pid in children if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
