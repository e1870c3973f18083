"""Opening the studio and closing it: the process that a person starts and stops.

What belongs here: the port, the lock that keeps a second studio out, the server process and its end. What does not:
serving (`serving.py`). The server and all that it starts are one process group; whatever way this process or the
server ends, nothing of the group outlives it (`lifeline.py`).
"""

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from sparkle_motion_dagster.errors import InputError, LockBusyError, SparkleError, StoreUnwritableError
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.locks import held, holder_pid
from sparkle_motion_dagster.studio.lifeline import kill_group

HOST = "127.0.0.1"
OPEN_WAIT_S = 120.0
CLOSE_WAIT_S = 20.0
LOG, LOG_BEFORE = "studio.log", "studio.previous.log"
_LOCK = "studio"
_ADDRESS = "studio.address"


class StudioClosedError(SparkleError):
    """The studio's server ended by itself, or did not open."""


def run_studio(settings: Settings, port: int, opened: Callable[[str], None]) -> str:
    """Open the studio, call `opened` with its address, and stay until Ctrl-C, SIGTERM or SIGHUP.

    Args:
        settings: home and profile.
        port: on the loopback address; 0 takes any free one.
        opened: called once, when the page can be opened.

    Returns:
        The signal that closed it: "SIGINT" for Ctrl-C.

    Raises:
        InputError: the port is busy, or a studio is open for this home already.
        StudioClosedError: the server did not open or ended by itself; with the tail of its log.
    """
    folder = settings.dagster_home
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritableError(f"{folder}: {error.strerror}; choose another --home or fix its rights") from error
    with _only_studio(folder), _door(port) as door:
        address = f"http://{HOST}:{door.getsockname()[1]}"
        (folder / _ADDRESS).write_text(address + "\n", encoding="ascii")
        with _stoppable() as stopped, _server(settings, door, folder / LOG) as (server, ready):
            _await_ready(server, ready, stopped, folder / LOG)
            if not stopped:
                opened(address)
            while not stopped and server.poll() is None:
                stopped.wait(0.5)
            if not stopped:
                raise _closed(server, folder / LOG)
            return stopped.by


@contextmanager
def _only_studio(folder: Path) -> Iterator[None]:
    address = folder / _ADDRESS
    try:
        with held(folder, _LOCK, 0):
            yield
    except LockBusyError as error:
        where = address.read_text(encoding="ascii").strip() if address.is_file() else "an unknown address"
        raise InputError(
            f"a studio is open for {folder.parent} already: {where} (process {holder_pid(folder, _LOCK)}). "
            "Use that one, or stop it with Ctrl-C first; another home (--home) can have a studio of its own"
        ) from error


@contextmanager
def _door(port: int) -> Iterator[socket.socket]:
    """A listening socket on the loopback address, taken before anything is started."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # TIME_WAIT of the last studio is no hindrance
        try:
            door.bind((HOST, port))
            door.listen(128)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise InputError(
                    f"port {port} is busy: another program listens there; choose another: sparkle studio --port {port + 1}"
                ) from error
            raise InputError(f"port {port} on {HOST} cannot be used: {error.strerror}; choose another") from error
        yield door


class _Stopped:
    """Whether a signal has asked to stop. True once it has."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        self._asked = 0
        self.by = ""
        """The signal that asked last."""

    def __bool__(self) -> bool:
        return self._asked > 0

    def ask(self, number: int, frame: FrameType | None) -> None:
        """The signals' handler; the second time it does not wait for good order."""
        del frame  # the signature of a handler
        self._asked += 1
        self.by = signal.Signals(number).name
        if self._asked > 1:
            raise KeyboardInterrupt
        os.write(self._writer, b".")

    def wait(self, timeout_s: float, *also: int) -> None:
        """Wait for a signal, or until one of the files `also` can be read."""
        select.select([self._reader, *also], [], [], timeout_s)

    def close(self) -> None:
        """Free the pipe."""
        os.close(self._reader)
        os.close(self._writer)


@contextmanager
def _stoppable() -> Iterator[_Stopped]:
    stopped = _Stopped()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stopped.ask) for number in numbers}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stopped.close()


@contextmanager
def _server(settings: Settings, door: socket.socket, log: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """The server process in a group of its own, ended in good order, or by force after a while."""
    lifeline, our_end = os.pipe()
    ready, says_ready = os.pipe()
    passed = [door.fileno(), lifeline, says_ready]
    environment = {
        **os.environ,
        "SPARKLE_HOME": str(settings.home),
        "SPARKLE_PROFILE": _profile_anywhere(settings.profile),
        "DAGSTER_HOME": str(settings.dagster_home),
        "PYTHONUNBUFFERED": "1",
        "PYTHONSAFEPATH": "1",  # a person's own gql.py in the folder they stand in must not be imported as a library
        "PYTHONWARNINGS": "ignore:::dagster._core.decorator_utils",  # about what is beta in it: pinned and tested
    }
    if log.exists():
        log.replace(log.with_name(LOG_BEFORE))  # of a studio that was killed it is asked why
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "sparkle_motion_dagster.studio.serving", *map(str, passed)],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env=environment,
            pass_fds=passed,
            start_new_session=True,
        )
    os.close(lifeline)
    os.close(says_ready)
    try:
        yield server, ready
        server.terminate()
        try:
            server.wait(CLOSE_WAIT_S)
        except subprocess.TimeoutExpired:
            print(f"closing took more than {CLOSE_WAIT_S:g} s; ending by force", file=sys.stderr)
    finally:
        kill_group(server.pid)
        server.wait()
        os.close(our_end)
        os.close(ready)


def _profile_anywhere(profile: str) -> str:
    """A profile's file by its full path: the server's processes may stand in another folder."""
    return str(Path(profile).expanduser().absolute()) if profile.endswith((".yaml", ".yml")) else profile


def _await_ready(server: "subprocess.Popen[bytes]", ready: int, stopped: _Stopped, log: Path) -> None:
    deadline = time.monotonic() + OPEN_WAIT_S
    while not stopped:
        stopped.wait(max(0.0, deadline - time.monotonic()), ready)
        if stopped:
            return
        if select.select([ready], [], [], 0)[0] and os.read(ready, 16):
            return
        raise _closed(server, log)


def _closed(server: "subprocess.Popen[bytes]", log: Path) -> StudioClosedError:
    time.sleep(0.2)  # its last words
    code = server.poll()
    what = f"did not open within {OPEN_WAIT_S:g} s" if code is None else f"ended by itself (code {code})"
    tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
    return StudioClosedError(f"the studio's server {what}; its log {log} ends:\n{tail}\nStart it again: sparkle studio")
