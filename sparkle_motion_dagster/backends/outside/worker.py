"""An engine in an environment of its own, kept warm: started, asked, and ended with everything that it started.

What belongs here: the asking side of the protocol, for every craft. What does not: the engine's side
(`engine_loop.py`), its environment (`environment.py`), the device that it works on (`warm.py`).

    worker = OutsideWorker("chatterbox", environment.python, Path("chatterbox_engine.py"), {"device": "cuda"})
    told = worker.call({"text": "Good evening.", "wav": "/…/line.wav"}, timeout_s=300)
    worker.close()

One process group for each worker: killed as a whole when a call overruns or is broken off, when it is closed, when it
is no longer referred to, and when this process dies, `kill -9` included. A worker that died is started again by the
next call. Files go by path; what is written to a path must be written whole before the answer.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from sparkle_motion_dagster.errors import (
    BackendError,
    BackendUnavailableError,
    InputError,
    ModelLoadError,
    ModelLoadTimeoutError,
    ModelOOMError,
)

STDERR_TAIL_BYTES = 4_000
LONGEST_ANSWER_BYTES = 16 * 1024 * 1024
_LOOP = Path(__file__).with_name("engine_loop.py")
_SECRET_ENDINGS = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_CREDENTIALS")


class OutsideWorker:
    """One engine. Calls of several threads wait for each other."""

    def __init__(
        self, name: str, python: Path, script: Path, settings: Mapping[str, Any], load_timeout_s: float = 1800.0
    ):
        """Nothing is started yet.

        Args:
            name: for people, in every message.
            python: interpreter of the engine's environment.
            script: a file with `load(settings)` (`engine_loop.py` says how it must be).
            settings: JSON.
            load_timeout_s: until it says that it is ready.
        """
        self.name = name
        self.facts: Mapping[str, Any] = {}
        """What the engine told of itself when it was loaded."""
        self._words = [str(python), "-I", str(_LOOP), str(script), json.dumps(dict(settings))]
        self._load_timeout_s = load_timeout_s
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._asked = 0

    @property
    def alive(self) -> bool:
        """Whether its process runs now."""
        return self._running is not None and self._running.exit_code() is None

    @property
    def pid(self) -> int | None:
        """The process group's number, which is the guard's; None if it does not run."""
        return self._running.process.pid if self._running is not None and self.alive else None

    def start(self) -> None:
        """Load the engine now, if it does not run.

        Raises:
            BackendUnavailableError: no such interpreter, or a package is missing in its environment.
            ModelLoadTimeoutError, ModelOOMError, ModelLoadError: with the tail of what it said.
        """
        with self._lock:
            self._start()

    def call(
        self, request: Mapping[str, Any], timeout_s: float, progress: Callable[[float], None] | None = None
    ) -> dict[str, Any]:
        """Ask once; starts the engine if it does not run. `timeout_s` does not count the loading.

        Raises:
            InputError: the engine says that what was asked for cannot be (its ValueError).
            ModelOOMError: memory ran out; the engine goes on.
            BackendError: it failed (and goes on), it died, or it overran and was killed.
            Those of `start`.
        """
        with self._lock:
            self._start()
            assert self._running is not None
            self._asked += 1
            number = self._asked
            deadline = time.monotonic() + timeout_s
            try:
                self._running.write({"id": number, "ask": dict(request)}, deadline)
                return self._answer(number, deadline, timeout_s, progress)
            except TimeoutError as late:
                raise BackendError(self._ended(f"gave no answer in {timeout_s:g} s and was stopped")) from late
            except EOFError as gone:
                raise BackendError(self._ended(self._death())) from gone
            except (InputError, ModelOOMError, _ToldError):
                raise
            except BaseException:  # broken off half-way: what it would say next belongs to nobody
                self._end()
                raise

    def close(self) -> None:
        """End it and all that it started. It may be called again: that starts it anew."""
        with self._lock:
            self._end()

    def _start(self) -> None:
        if self.alive:
            return
        self._end()
        self._running = _Running(self.name, self._words)
        self._closing = weakref.finalize(self, _Running.end, self._running)
        try:
            told = self._running.read(time.monotonic() + self._load_timeout_s)
        except TimeoutError as late:
            told_late = self._ended(f"was not ready after {self._load_timeout_s:g} s and was stopped")
            raise ModelLoadTimeoutError(told_late) from late
        except EOFError as gone:
            raise ModelLoadError(self._ended(self._death())) from gone
        except BaseException:
            self._end()
            raise
        if told.get("ready") is not True:
            said = f"{self.name} cannot be loaded: {told.get('error', 'no reason given')}"
            tail = self._running.tail()
            self._end()
            match told.get("kind"):
                case "oom":
                    raise ModelOOMError(f"{said}: end what else uses the device, or use a larger one", "load")
                case "missing":
                    raise BackendUnavailableError(f"{said}: make its environment again (sparkle models env)")
            raise ModelLoadError(f"{said}; it last said: {tail or 'nothing'}")
        self.facts = {"python": told.get("python"), **(told.get("facts") or {})}

    def _answer(
        self, number: int, deadline: float, timeout_s: float, progress: Callable[[float], None] | None
    ) -> dict[str, Any]:
        assert self._running is not None
        while True:
            told = self._running.read(deadline)
            if told.get("id") != number:
                raise BackendError(f"{self.name} answered a question that nobody asked: it was ended; run again")
            if "progress" in told:
                if progress is not None:
                    progress(float(told["progress"]))
                continue
            if told.get("ok") is True and isinstance(told.get("answer"), dict):
                return dict(told["answer"])
            said = f"{self.name}: {told.get('error', 'it gave no answer and no reason')}"
            match told.get("kind"):
                case "oom":
                    raise ModelOOMError(f"{said}: end what else uses the device, or use a larger one")
                case "input":
                    raise InputError(said)
            raise _ToldError(f"{said}; it last said: {self._running.tail() or 'nothing'}")

    def _death(self) -> str:
        assert self._running is not None
        return f"died ({_how_it_ended(self._running.exit_code(2.0))})"

    def _ended(self, how: str) -> str:
        """End it; returns what to tell of it."""
        assert self._running is not None
        tail = self._running.tail()
        self._end()
        return f"{self.name} {how}; it last said: {tail or 'nothing'}"

    def _end(self) -> None:
        if self._running is not None:
            self._closing()
            self._running = None


class _ToldError(BackendError):
    """A fault that the engine told of itself, and survived."""


class _Running:
    """The engine's processes and the pipes to them."""

    def __init__(self, name: str, words: list[str]):
        try:
            self.process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            raise BackendUnavailableError(
                f"{name}: its interpreter {words[0]} cannot be started ({error.strerror}): make its environment again "
                "(sparkle models env)"
            ) from error
        self._name, self._owner = name, os.getpid()
        self._said = bytearray()
        self._tail = bytearray()
        assert self.process.stdin is not None and self.process.stdout is not None and self.process.stderr is not None
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        self._listener = threading.Thread(
            target=_listen, args=(self.process.stderr, self._tail), name=f"stderr of {name}", daemon=True
        )
        self._listener.start()

    def write(self, told: Mapping[str, Any], deadline: float) -> None:
        """Ask; what it said of earlier requests is forgotten. Raises TimeoutError, EOFError."""
        assert self.process.stdin is not None
        self._tail.clear()
        left = memoryview(json.dumps(told).encode() + b"\n")
        while left:
            _ready(self.process.stdin, deadline, writing=True)
            try:
                left = left[os.write(self.process.stdin.fileno(), left) :]
            except BrokenPipeError as error:
                raise EOFError from error

    def read(self, deadline: float) -> dict[str, Any]:
        """The next thing it says. Raises TimeoutError, EOFError; BackendError for what is none."""
        assert self.process.stdout is not None
        while b"\n" not in self._said:
            _ready(self.process.stdout, deadline, writing=False)
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                raise EOFError
            self._said += piece
            if len(self._said) > LONGEST_ANSWER_BYTES:
                raise BackendError(f"{self._name} answered with more than {LONGEST_ANSWER_BYTES:,} bytes: no answer")
        line, _, rest = bytes(self._said).partition(b"\n")
        self._said = bytearray(rest)
        try:
            told = json.loads(line)
        except ValueError as error:
            raise BackendError(f"{self._name} said something that is no answer: {line[:200]!r}") from error
        if not isinstance(told, dict):
            raise BackendError(f"{self._name} said something that is no answer: {line[:200]!r}")
        return told

    def tail(self) -> str:
        """The end of what it wrote to stderr."""
        self._listener.join(0.1)  # it may still be on its way
        return bytes(self._tail).decode("utf-8", "replace").strip()

    def exit_code(self, wait_s: float = 0.0) -> int | None:
        """Its exit code once it has ended. It stays a zombie until `end`, so that its number stays taken."""
        deadline = time.monotonic() + wait_s
        while True:
            if self.process.returncode is not None:
                return self.process.returncode
            found = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is not None:
                return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
            if time.monotonic() >= deadline:
                return None
            time.sleep(0.01)

    def end(self) -> None:
        """Kill the group. In a process that was forked from the owner: nothing, it is the owner's."""
        if os.getpid() != self._owner:
            return
        assert self.process.stdin is not None
        self.process.stdin.close()  # the guard then ends the engine, itself and the group; if it cannot, we do
        self.exit_code(1.0)
        # The number is the guard's and stays taken while any member of its group lives, so this reaches orphans too.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._listener.join(1.0)
        if self.process.stdout is not None:
            self.process.stdout.close()


def _ready(pipe: IO[bytes], deadline: float, writing: bool) -> None:
    """Wait until the pipe can be used. Raises TimeoutError."""
    waiting = select.poll()
    waiting.register(pipe.fileno(), select.POLLOUT if writing else select.POLLIN)
    if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _listen(stderr: IO[bytes], tail: bytearray) -> None:
    """Keep the end of what it says; nothing it says can fill a pipe and hold it."""
    with stderr:
        while piece := stderr.read(1 << 14):
            tail += piece
            del tail[:-STDERR_TAIL_BYTES]


def _environment() -> dict[str, str]:
    """This process's environment for a foreign program: nothing of our interpreter, no keys, no downloads."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV" and not name.upper().endswith(_SECRET_ENDINGS)
    }
    return kept | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def _how_it_ended(code: int | None) -> str:
    if code is None:
        return "without an exit code"
    number = -code if code < 0 else code - 128
    if code < 0 or code > 128:
        with contextlib.suppress(ValueError):
            return f"by signal {number} ({signal.Signals(number).name})"
    return f"exit code {code}"
