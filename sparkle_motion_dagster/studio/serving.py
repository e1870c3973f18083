"""The studio's server: Dagster's page, the screening room and the store's media on one port; its code server and daemon beside it.

What belongs here: putting the parts together, in order, and taking them apart. What does not: the parts; choosing the
port and keeping a second studio out (`opening.py`, which starts this as a process of its own).

Dagster's own ASGI application is mounted here, behind the guard, and not reached through a proxy: a proxied web
server would stand on a second port, which has no guard. The code server is on a Unix socket. So one port is all
there is.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import uvicorn
from dagster._cli.proxy_server_manager import ProxyServerManager
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_webserver.version import __version__ as webserver_version
from dagster_webserver.webserver import DagsterWebserver
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.pools import declare_pools
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs
from sparkle_motion_dagster.settings import Settings, load_settings
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.studio.daemon import LOCATION, code_location
from sparkle_motion_dagster.studio.guard import Guard
from sparkle_motion_dagster.studio.lifeline import end_with_parent
from sparkle_motion_dagster.studio.lost_runs import cancel_runs, fail_lost_runs
from sparkle_motion_dagster.studio.media import media_routes
from sparkle_motion_dagster.studio.screening_room import ScreeningRoom

READY = b"ready"
CANCEL_WAIT_S = 8.0
DAEMON_WAIT_S = 3.0


def studio_app(workspace: WorkspaceProcessContext, settings: Settings, store: ArtifactStore) -> ASGIApp:
    """The whole page: the guard, behind it the media and the screening room, behind them Dagster."""
    dagster_page = DagsterWebserver(workspace, live_data_poll_rate=2000).create_asgi_app()
    room = ScreeningRoom(settings, store, workspace.instance)
    return Guard(Starlette(routes=[*media_routes(store), *room.routes(), Mount("/", app=dagster_page)]))


class _Server(uvicorn.Server):
    """Says on a pipe that it listens."""

    def __init__(self, app: ASGIApp, ready: int):
        # A page left open holds a websocket: it is not waited for.
        super().__init__(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, lifespan="off"))
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        os.write(self.ready, READY)
        os.close(self.ready)


def serve(settings: Settings, door: socket.socket, ready: int) -> None:
    """Open the studio on a listening socket; returns when SIGINT or SIGTERM has closed it in good order."""
    with ExitStack() as parts:
        instance = parts.enter_context(studio_instance(settings.dagster_home))
        declare_pools(instance, load_profile(settings.profile))
        for run_id in (*fail_dead_runs(instance), *fail_lost_runs(instance)):
            print(f"run {run_id} was lost with its process; it is marked as failed", flush=True)
        store = ArtifactStore.open(settings.store)
        target = ModuleTarget(LOCATION, None, str(Path(__file__).parents[2]), LOCATION)
        code = parts.enter_context(ProxyServerManager(instance, target, code_server_log_level="WARNING"))
        code_socket = str(code.get_code_server_specs()[0]["grpc_server"]["socket"])
        workspace = parts.enter_context(
            WorkspaceProcessContext(instance, code_location(code_socket), version=webserver_version)
        )
        parts.callback(cancel_runs, instance, CANCEL_WAIT_S)  # called after the daemon has ended: it starts no more
        parts.enter_context(_daemon(code_socket))
        server = _Server(studio_app(workspace, settings, store), ready)
        _on_signals(_ignore)  # uvicorn takes them while it serves, and raises them again when it has ended
        server.run(sockets=[door])


@contextmanager
def _daemon(code_socket: str) -> Iterator[None]:
    lifeline, our_end = os.pipe()
    command = [sys.executable, "-m", "sparkle_motion_dagster.studio.daemon", code_socket, str(lifeline)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[lifeline])
    os.close(lifeline)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(DAEMON_WAIT_S)
        except subprocess.TimeoutExpired:
            process.kill()  # its state is in the database: nothing is lost
            process.wait()
        os.close(our_end)


def _on_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _ignore(number: int, frame: FrameType | None) -> None:
    """Not SIG_IGN: that would be inherited by the processes started here."""


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame  # the signature of a handler
    _on_signals(_ignore)
    raise SystemExit(0)


def main() -> None:
    """`python -m sparkle_motion_dagster.studio.serving DOOR LIFELINE READY`: file descriptors; settings from the environment."""
    door, lifeline, ready = (int(word) for word in sys.argv[1:4])
    end_with_parent(lifeline)
    _on_signals(_stop)
    serve(load_settings(), socket.socket(fileno=door), ready)


if __name__ == "__main__":
    main()
