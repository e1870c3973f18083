"""The server's desk: calls are taken one after the other, done by one thread, and answered to whoever asks for them.

What belongs here: the queue, calls asked for twice, idling, draining. What does not: HTTP (`app.py`).

A call is known by the hash of what was asked. Asked again while it is done (a connection broke), it is not done twice.
"""

import hashlib
import json
import logging
import shutil
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.profile import Craft
from sparkle_motion_dagster.backends.progress import read_progress
from sparkle_motion_dagster.backends.server.exchange import Exchange, file_hash, link_or_copy
from sparkle_motion_dagster.backends.server.wire import CALLS, checked_hash, error_json, files_of, from_wire, to_wire
from sparkle_motion_dagster.errors import BackendError

MOST_WAITING = 16
LOADING = "loading"
FETCH_WAIT_S = 30.0
"""How long a server that ends waits for its last answer to be fetched."""
_REMEMBERED = 16
_log = logging.getLogger(__name__)


class FullError(BackendError):
    """So many calls wait that another would wait too long."""


class DrainingError(BackendError):
    """The server ends, and takes no new calls."""


class MissingFilesError(BackendError):
    """Files that the call names have not been sent; `missing` are their hashes."""

    def __init__(self, missing: list[str]):
        self.missing = missing
        super().__init__(f"{len(missing)} files that the call names were not sent")


@dataclass
class Flight:
    """One call."""

    digest: str
    folder: Path
    asked_at: float = field(default_factory=time.monotonic)
    started_at: float | None = None
    done: Future[dict[str, Any]] = field(default_factory=Future)
    """Its last line: {"state": "done", "answer": …} or {"state": "failed", "error": …}."""
    fetched: bool = False

    def line(self) -> dict[str, Any]:
        """How it stands, as the one who waits is told."""
        if self.done.done():
            return self.done.result()
        if self.started_at is None:
            return {"state": "waiting", "share": None}
        return {"state": "working", "share": read_progress(self.folder)}


class Desk:
    """Does a craft's calls with one backend."""

    def __init__(self, craft: Craft, backend: Any, exchange: Exchange, work: Path):
        """`work`: a folder for the calls' own folders."""
        self.craft, self.backend, self.exchange = craft, backend, exchange
        self.draining = False
        self.warming = "not loaded yet: it is loaded at the first call"
        self._work = work
        self._hands = ThreadPoolExecutor(1, thread_name_prefix=craft)
        self._lock = threading.Lock()
        self._flights: OrderedDict[str, Flight] = OrderedDict()
        self._used_at = time.monotonic()
        self._idle = True

    def warm_up(self) -> None:
        """Load the model before the first call, if the backend can; in the thread that will use it."""
        load = getattr(self.backend, "warm_up", None)
        if load is not None:
            self.warming = LOADING
            self._hands.submit(self._warm, load)

    def _warm(self, load: Any) -> None:
        try:
            load()
            self.warming = ""
        except Exception as error:
            self.warming = str(error)
            _log.exception("%s: the model could not be loaded", self.craft)
        self._used_at, self._idle = time.monotonic(), False

    def begin(self, asked: Any) -> Flight:
        """Take a call, or find the one that is under way. Raises DrainingError, FullError, MissingFilesError."""
        digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        with self._lock:
            known = self._flights.get(digest)
            if known is not None and self._still_good(known):
                return known
            if self.draining:
                raise DrainingError("this server is ending: ask again once it runs again")
            waiting = sum(not flight.done.done() for flight in self._flights.values())
            if waiting > MOST_WAITING:
                raise FullError(f"{waiting} calls wait already")
            missing = [sha256 for sha256 in files_of(asked) if self.exchange.find(sha256) is None]
            if missing:
                raise MissingFilesError(missing)
            flight = Flight(digest, self._work / f"{digest[:16]}-{time.monotonic_ns()}")
            self._flights[digest] = flight
            self._flights.move_to_end(digest)
            self._forget()
        self._hands.submit(self._do, flight, asked)
        return flight

    def _still_good(self, flight: Flight) -> bool:
        if not flight.done.done():
            return True
        line = flight.done.result()
        if line["state"] != "done":
            return False  # what failed may go well the next time
        return all(self.exchange.kept(sha256) for sha256 in files_of(line["answer"]))

    def _forget(self) -> None:
        for digest in [digest for digest, flight in self._flights.items() if flight.done.done()][:-_REMEMBERED]:
            del self._flights[digest]
        self.exchange.forget_old()

    def _do(self, flight: Flight, asked: Any) -> None:
        flight.started_at = time.monotonic()
        self._idle = False
        try:
            flight.folder.mkdir(parents=True)
            call = CALLS[self.craft]
            request = from_wire(call.request, asked, lambda sha256, name: self._input(flight, sha256, name))
            answer = call.perform(self.backend, request, flight.folder)
            told = to_wire(call.answer, answer, self.exchange.keep)
            json.dumps(told, allow_nan=False)
            self.warming = ""
            line: dict[str, Any] = {"state": "done", "answer": told}
        except Exception as error:  # told to whoever asked; this thread goes on with the next call
            if not isinstance(error, BackendError):
                _log.exception("%s: a call failed", self.craft)
            line = {"state": "failed", "error": error_json(error)}
        finally:
            shutil.rmtree(flight.folder, ignore_errors=True)
            self._used_at = time.monotonic()
        flight.done.set_result(line)

    def _input(self, flight: Flight, sha256: str, name: str) -> Path:
        source = self.exchange.find(checked_hash(sha256))
        if source is None or file_hash(source) != sha256:
            raise BackendError(f"{name}: the file {sha256[:12]}… is gone or damaged: send it again")
        folder = flight.folder / "given" / sha256[:16]
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        if not target.exists():
            link_or_copy(source, target)
        return target

    def fetched(self, digest: str) -> None:
        """The answer has been fetched: the server need not wait for that any more."""
        flight = self._flights.get(digest)
        if flight is not None:
            flight.fetched = True

    def settled(self) -> bool:
        """Nothing is under way, and what was answered is fetched (or nobody came for it)."""
        flights = list(self._flights.values())
        if any(not flight.done.done() for flight in flights):
            return False
        owed = any(not flight.fetched and flight.done.result()["state"] == "done" for flight in flights)
        return not owed or time.monotonic() - self._used_at > FETCH_WAIT_S

    def rest(self, idle_s: float) -> None:
        """Give the device back if nothing was asked for so long."""
        with self._lock:
            under_way = any(not flight.done.done() for flight in self._flights.values())
            if self._idle or under_way or time.monotonic() - self._used_at < idle_s:
                return
            self._idle = True
            self.warming = f"let go after {idle_s:g} s without a call: it is loaded again at the next one"
        self._hands.submit(let_go_of_models)

    def standing(self) -> dict[str, Any]:
        """How many calls are under way and wait, and for how long the one at work has worked."""
        flights = [flight for flight in list(self._flights.values()) if not flight.done.done()]
        working = [flight.started_at for flight in flights if flight.started_at is not None]
        return {
            "busy": bool(working),
            "busy_s": round(time.monotonic() - min(working), 1) if working else 0.0,
            "waiting": len(flights) - len(working),
            "draining": self.draining,
        }
