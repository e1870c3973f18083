"""A make whose own process alone is killed takes its workers with it. (Kills of the whole group: `reliability/`.)"""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster_tests.conftest import SCREENPLAY, SPARKLE, tiny_profile


def start(brief: Path, home: Path, profile: Path) -> subprocess.Popen[str]:
    command = [
        SPARKLE,
        "make",
        str(brief),
        "--home",
        str(home),
        "--profile",
        str(profile),
        "--json",
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


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
