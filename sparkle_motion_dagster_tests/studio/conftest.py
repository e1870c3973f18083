"""`sparkle studio` as a person starts it: a process, opened on a free port and closed again."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster_tests.conftest import SPARKLE

COMMAND = [SPARKLE, "studio", "--no-browser"]


@dataclass(frozen=True)
class OpenStudio:
    """A studio that says it is open."""

    home: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        """Its port on the loopback address."""
        return int(self.address.rpartition(":")[2])

    def group(self) -> set[int]:
        """Every process that the studio has started and that runs now."""
        return {pid for pid in _pids() if str(self.home) in _environment(pid) and pid != self.process.pid}

    def wait_until_all_ended(self, within_s: float) -> None:
        """Raise TimeoutError if a process of the studio outlives it."""
        deadline = time.monotonic() + within_s
        while left := self.group():
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running: {[_command(pid) for pid in left]}")
            time.sleep(0.05)


@contextmanager
def opened(home: Path, profile: str = "animatic", *, stand_in: Path | None = None) -> Iterator[OpenStudio]:
    """Open the studio of a home; it is closed with SIGINT, and nothing of it may be left."""
    command = [*COMMAND, "--port", "0", "--home", str(home), "--profile", profile]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=stand_in) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found, process.stderr.read()
        studio = OpenStudio(home, process, found.group())
        try:
            yield studio
        finally:
            process.send_signal(signal.SIGINT)
            process.stdout.read()
            process.wait(40)
            studio.wait_until_all_ended(5)


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _environment(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return f"process {pid}"
