"""A make whose own process alone is killed takes its workers with it, and Ctrl-C is an end in good order.

(Kills of the whole group: `reliability/`.)
"""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from sparkle_motion_dagster.graph.instance import studio_instance
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


@pytest.mark.timeout(120)
def test_ctrl_c_ends_everything_and_says_that_what_is_finished_is_kept(tmp_path):
    brief, home, profile = tmp_path / "two-lamps.fountain", tmp_path / "studio", tiny_profile(tmp_path)
    brief.write_text(SCREENPLAY, encoding="utf-8")
    process = start(brief, home, profile)
    spoken = home / "store" / "heads" / "line_audio"
    deadline = time.monotonic() + 60
    while not (spoken.is_dir() and list(spoken.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "interrupted: everything finished is kept; run the same command to go on"
    assert "Traceback" not in _of_ours(said) and "error" not in _of_ours(said)
    assert _left_of(process.pid) == []
    with studio_instance(home / "dagster") as instance:
        assert not instance.get_runs(filters=dg.RunsFilter(statuses=list(NOT_FINISHED_STATUSES)))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("when", ["at work", "waiting"])
def test_sigterm_ends_a_make_that_a_shell_started_in_the_background(studio, when):
    command = [SPARKLE, "make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--watch"]
    if when == "at work":
        studio.brief.write_text(SCREENPLAY.replace("Good evening, Tom.", "Good night, Tom."), encoding="utf-8")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # as a shell without a terminal does for `&`
    )  # fmt: skip
    assert process.stdout is not None
    if when == "waiting":
        assert "The Two Lamps" in process.stdout.readline()
    time.sleep(2.5 if when == "at work" else 1)
    os.kill(process.pid, signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode in (0, 130) and "leaked" not in said and "Traceback" not in _of_ours(said), said
    assert _left_of(process.pid) == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_a_run_of_dagsters_that_is_interrupted_waits_for_no_call_that_is_under_way(studio, number):
    command = [
        sys.executable,
        "-m",
        "sparkle_motion_dagster_tests.graph.slow_voice",
        str(studio.home),
        studio.profile(),
    ]
    keys = [f"two-lamps~s0{n}0" for n in (2, 3, 4)]
    process = subprocess.Popen(
        [*command, *keys], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    assert process.stdout is not None and "speaking" in process.stdout.readline()
    began = time.monotonic()
    os.kill(process.pid, number)
    process.communicate(timeout=40)
    assert time.monotonic() - began < 20
    assert _left_of(process.pid) == []


def _of_ours(said: str) -> str:
    """What was said but for what SQLAlchemy logs, and raises again, when it is interrupted as it closes a connection."""
    return re.sub(
        r"Exception closing connection [^\n]*\nTraceback [^\n]*\n(?:  [^\n]*\n)*[^\n]*Interrupt[^\n]*\n", "", said
    )


def _left_of(leader: int) -> list[int]:
    """The processes of a group that run after a while."""
    deadline = time.monotonic() + 10
    while _group(leader) and time.monotonic() < deadline:
        time.sleep(0.1)
    return _group(leader)


def _group(leader: int) -> list[int]:
    """The processes of a group that run."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if _runs(pid) and _leader(pid) == leader]


def _leader(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _runs(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
