"""Running an external program so that nothing of it outlives the call.

What belongs here: starting, waiting, killing, reporting. What does not: which program and with what words
(`ffmpeg.py`).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from sparkle_motion_dagster.errors import MediaError

STDERR_TAIL_BYTES = 4_000
STDOUT_LIMIT_BYTES = 16_000_000
_PR_SET_PDEATHSIG = 1
_prctl = ctypes.CDLL(None, use_errno=True).prctl


@dataclass(frozen=True)
class Finished:
    """A program that ended with exit code 0."""

    stdout: bytes
    stderr_tail: str
    """The last 4,000 bytes of what it said."""


def run(argv: Sequence[str | Path], timeout_s: float, *, cwd: Path | None = None) -> Finished:
    """Run a program in a process group of its own; the whole group is dead when this returns or raises.

    Raises:
        MediaError: it could not start, ran past `timeout_s`, or ended with another code than 0; with the exit
            code and the tail of its stderr.
    """
    words = [os.fspath(word) for word in argv]
    name = Path(words[0]).name
    # Files, not pipes: a grandchild that keeps a pipe open cannot hold us, and a flood costs disk, not memory.
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd=cwd,
                start_new_session=True,
                preexec_fn=partial(_die_with, os.getpid()),  # one system call, found before the fork
            )
        except (OSError, ValueError) as error:
            raise MediaError(f"{name}: could not be started ({error}); check that it is installed") from error
        try:
            code = process.wait(timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            said = _tail(stderr) or "nothing"
            raise MediaError(
                f"{name}: still running after {timeout_s:g} s and was stopped; it last said: {said}"
            ) from error
        finally:
            _kill_group(process)
        said = _tail(stderr)
        if code != 0:
            raise MediaError(f"{name}: {_how_it_ended(code)}; it last said: {said or 'nothing'}")
        stdout.seek(0)
        return Finished(stdout.read(STDOUT_LIMIT_BYTES), said)


def _die_with(parent_pid: int) -> None:
    """In the program, before it starts: be killed by the kernel when its parent is, `kill -9` included."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(1)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    # The group's number is the leader's and stays taken while any member lives, so this reaches orphans too.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"ended by signal {-code} ({signal.Signals(-code).name})"
    except ValueError:
        return f"ended by signal {-code}"


def _tail(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - STDERR_TAIL_BYTES))
    return file.read().decode("utf-8", "replace").strip()
