"""`sparkle serve`: one craft of a profile as a server that keeps its model warm.

What belongs here: the command and what it says. What does not: serving (`backends/server/`).
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import Home, ProfileName
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.settings import load_settings

PORTS = {"speech": 8311, "images": 8312, "video": 8313, "lipsync": 8314, "inspection": 8315}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    craft: Annotated[str, typer.Argument(metavar="CRAFT", help=f"{', '.join(PORTS)}.")],
    profile: ProfileName = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="0 takes any free one [8311 to 8315, by craft].")
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; other machines reach only theirs.")
    ] = "127.0.0.1",
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="Holds what clients must send; made if missing [in the home].")
    ] = None,
    idle_s: Annotated[
        float, typer.Option("--idle-s", min=1, help="Let go of the device after so long without a call.")
    ] = 900.0,
    lazy: Annotated[bool, typer.Option("--lazy", help="Load the model at the first call, not now.")] = False,
    home: Home = None,
) -> None:
    """Serve one craft of a profile to other studios, its model kept warm. SIGTERM or Ctrl-C finishes the call in hand."""
    if craft not in PORTS:
        raise InputError(f"CRAFT is {craft!r}: expected one of {', '.join(PORTS)}")
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.backends.registry import runs_torch

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)
    if not runs_torch(chosen, craft):  # type: ignore[arg-type]
        for name in _THREADS:  # as in a studio's own workers: another number of threads may give other bytes
            os.environ[name] = "1"
    from sparkle_motion_dagster.backends.server.serving import TOKEN, ModelServer, open_door, read_token, served_backend

    backend = served_backend(chosen, craft, settings.profile)  # type: ignore[arg-type]
    served = settings.home / "served"
    token_path = token_file or served / TOKEN
    token = read_token(token_path)
    door = open_door(host, PORTS[craft] if port is None else port)
    address = door.getsockname()
    server = ModelServer(craft, backend, served / f"{craft}-{address[1]}", settings.store / "blobs")  # type: ignore[arg-type]

    def opened() -> None:
        where = f"[{address[0]}]" if ":" in str(address[0]) else address[0]
        print(f"serving {craft} ({backend.name} {backend.version}) at http://{where}:{address[1]}", flush=True)
        print(f"its token is in {token_path}: export SPARKLE_SERVER_TOKEN=$(cat {token_path})", flush=True)
        if host not in _LOOPBACK:
            print(
                "other machines can reach it, unencrypted: put it behind TLS on any network but your own",
                file=sys.stderr,
            )

    server.run(door, token, idle_s, opened, lazy)
    print("the server has ended; everything asked of it was answered", file=sys.stderr)
