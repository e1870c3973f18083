"""The process of a model server: opening it, keeping its model warm, ending it in good order.

What belongs here: the port, signals, the idle clock, what it tells of itself. What does not: the command
(`cli/serve.py`), routes (`app.py`).

SIGTERM (or Ctrl-C) drains it: the calls it has taken are finished and fetched, new ones are refused with 503. A second
signal ends it at once.
"""

import contextlib
import os
import secrets
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from sparkle_motion_dagster import __version__
from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory, memory_of, report_memory
from sparkle_motion_dagster.backends.device.model_context import let_go_of_models, warm_models
from sparkle_motion_dagster.backends.profile import Craft, Profile
from sparkle_motion_dagster.backends.protocols import KeepsCharacters
from sparkle_motion_dagster.backends.registry import build, examine_craft
from sparkle_motion_dagster.backends.server.app import served_app
from sparkle_motion_dagster.backends.server.desk import LOADING, Desk
from sparkle_motion_dagster.backends.server.exchange import Exchange
from sparkle_motion_dagster.backends.server.wire import TRAITS, protocol_of
from sparkle_motion_dagster.backends.versions import backend_inputs
from sparkle_motion_dagster.errors import BackendUnavailableError, InputError, ProfileError

TOKEN = "token"
SHORTEST_TOKEN = 16


def served_backend(profile: Profile, craft: Craft, named: str) -> Any:
    """The backend to be served. Raises BackendUnavailableError if it cannot run here, ProfileError if it runs elsewhere."""
    if profile.crafts[craft].backend == "server":
        raise ProfileError(
            f"profile {named}: {craft} is a server elsewhere: serve a profile that says what runs on this machine"
        )
    row = examine_craft(profile, craft, named, free_too=False)
    if not row["ready"]:
        raise BackendUnavailableError(f"{craft} ({row['backend']}) cannot run here: {row['detail']}")
    return build(profile, craft)


def read_token(path: Path) -> str:
    """The token in the file; a fresh one is written if there is no such file. Raises InputError."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
        with contextlib.suppress(FileExistsError):  # another server was faster: its token is everybody's
            os.link(fresh, path)
        fresh.unlink()
    token = path.read_text(encoding="utf-8").strip()
    if len(token) < SHORTEST_TOKEN or not token.isascii() or any(letter.isspace() for letter in token):
        raise InputError(
            f"{path}: a token is one word of at least {SHORTEST_TOKEN} ASCII characters; remove the file for a fresh one"
        )
    return token


class ModelServer:
    """A craft of a profile behind HTTP."""

    def __init__(self, craft: Craft, backend: Any, folder: Path, blobs: Path | None):
        """`folder`: for its files, its own; `blobs`: of a store that it may read."""
        self.craft, self.backend = craft, backend
        self.folder = folder
        self.exchange = Exchange(folder / "files", blobs)
        self.desk = Desk(craft, backend, self.exchange, folder / "work")

    def hello(self) -> dict[str, Any]:
        """What clients must know before they ask."""
        backend = self.backend
        return {
            "serves": self.craft,
            "protocol": protocol_of(self.craft),
            "program": __version__,
            "backend": backend.name,
            "inputs": backend_inputs(backend),
            "draft": bool(getattr(backend, "draft", False)),
            "traits": [name for name in TRAITS if getattr(backend, name, False)],
            "characters": backend.character_inputs() if isinstance(backend, KeepsCharacters) else None,
            "voices": list(backend.voices()) if self.craft == "speech" else None,
            "exchange": {"folder": str(self.exchange.folder), "mark": self.exchange.mark},
        }

    def readiness(self) -> dict[str, Any]:
        """Whether a call would be taken now, and how the model and its device stand."""
        standing = self.desk.standing()
        why_not = "draining" if standing["draining"] else LOADING if self.desk.warming == LOADING else ""
        inputs = backend_inputs(self.backend)
        loaded = warm_models()
        return {
            "ready": not why_not,
            "why_not": why_not,
            "craft": self.craft,
            "backend": f"{self.backend.name} {self.backend.version}",
            "model": inputs.get("model"),
            "loaded": loaded,
            "not_loaded": "" if loaded else self.desk.warming,
            "device": getattr(self.backend, "device", "cpu"),
            "memory": [{"device": m.device, "name": m.name, **m.as_facts()} for m in _memory()],
            **standing,
        }

    def run(self, door: socket.socket, token: str, idle_s: float, opened: Callable[[], None], lazy: bool) -> None:
        """Serve on a listening socket until a signal ends it. `lazy`: load the model at the first call only."""
        app = served_app(self.desk, token, self.hello, self.readiness)
        server = _Draining(
            uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"), self.desk, idle_s
        )
        try:
            if not lazy:
                self.desk.warm_up()
            opened()
            server.run(sockets=[door])
        finally:
            let_go_of_models()
            shutil.rmtree(self.folder, ignore_errors=True)


def _memory() -> tuple[DeviceMemory, ...]:
    """Of every device; of a craft that needs no torch, of the machine alone."""
    return report_memory() if "torch" in sys.modules else (memory_of(Device("cpu")),)


class _Draining(uvicorn.Server):
    """Ends when nothing is owed to anybody."""

    def __init__(self, config: uvicorn.Config, desk: Desk, idle_s: float):
        super().__init__(config)
        self.desk, self.idle_s = desk, idle_s

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal drains; the second ends it with whatever it does."""
        if self.desk.draining:
            os._exit(1)
        self.desk.draining = True
        print("draining: the calls under way are finished; a second signal ends them too", file=sys.stderr, flush=True)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second."""
        if counter % 10 == 0:
            self.desk.rest(self.idle_s)
        if self.desk.draining and self.desk.settled():
            self.should_exit = True
        return await super().on_tick(counter)


def open_door(host: str, port: int) -> socket.socket:
    """A listening socket. Raises InputError if the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(128)
    except OSError as error:
        door.close()
        raise InputError(f"{host}:{port} cannot be listened on: {error.strerror}; choose another --port") from error
    return door
