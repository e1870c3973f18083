"""External programs: killed with all their children, and their last words reported."""

import sys
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.process import run

FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "import os, pathlib, time; pathlib.Path('grandchild').write_text(str(os.getpid())); time.sleep(60)"])
time.sleep({parent_s})
"""


def wait_for(path: Path) -> int:
    for _ in range(200):
        if path.exists() and path.read_text():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError("the grandchild never started")


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def gone(pid: int) -> bool:
    for _ in range(100):
        if not is_running(pid):
            return True
        time.sleep(0.02)
    return False


def test_output_and_last_words_come_back(tmp_path: Path) -> None:
    script = "import os, sys; print(os.getcwd()); print('hm', file=sys.stderr)"
    finished = run([sys.executable, "-c", script], 20, cwd=tmp_path)
    assert finished.stdout.decode().strip() == str(tmp_path)
    assert finished.stderr_tail == "hm"


def test_a_failure_tells_the_exit_code_and_the_end_of_stderr() -> None:
    script = "import sys; sys.stderr.write('x' * 100_000 + ' the reason'); sys.exit(7)"
    with pytest.raises(MediaError, match="exit code 7") as caught:
        run([sys.executable, "-c", script], 20)
    assert str(caught.value).endswith("the reason") and len(str(caught.value)) < 4_200


def test_a_program_ended_by_a_signal_says_which() -> None:
    with pytest.raises(MediaError, match="SIGTERM"):
        run(
            [
                sys.executable,
                "-c",
                "from os import *; from signal import *; signal(SIGTERM, SIG_DFL); kill(getpid(), SIGTERM)",
            ],
            20,
        )


def test_a_missing_program_is_an_error_of_ours() -> None:
    with pytest.raises(MediaError, match="could not be started"):
        run(["no-such-program-here"], 5)


def test_a_timeout_kills_grandchildren_too(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(MediaError, match=r"still running after 1\.5 s"):
        run([sys.executable, "-c", FAMILY.format(parent_s=60)], 1.5, cwd=tmp_path)
    assert time.monotonic() - started < 10
    assert gone(wait_for(tmp_path / "grandchild"))


def test_an_interrupt_kills_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    wait = subprocess.Popen.wait
    calls = []

    def interrupted(process: "subprocess.Popen[bytes]", timeout: float | None = None) -> int:
        if not calls:
            calls.append(wait_for(tmp_path / "grandchild"))
            raise KeyboardInterrupt
        return wait(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run([sys.executable, "-c", FAMILY.format(parent_s=60)], 30, cwd=tmp_path)
    assert gone(calls[0])


def test_a_child_left_behind_by_a_good_ending_is_killed(tmp_path: Path) -> None:
    run([sys.executable, "-c", FAMILY.format(parent_s=1)], 30, cwd=tmp_path)
    assert gone(wait_for(tmp_path / "grandchild"))
