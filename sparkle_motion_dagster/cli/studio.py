"""`sparkle studio`: Dagster's page over this studio, with pictures, and the screening room.

What belongs here: the command and what it says. What does not: opening, serving (`studio/`).
"""

import os
import sys
import webbrowser
from typing import Annotated

import typer

from sparkle_motion_dagster.cli.options import Home, ProfileName
from sparkle_motion_dagster.settings import load_settings

PORT = 3000


def studio(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Loopback port; 0 takes any free one.")] = PORT,
    home: Home = None,
    profile: ProfileName = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the studio in the browser: the films, the asset graph, runs and backfills. Ctrl-C closes it."""
    from sparkle_motion_dagster.backends.profile import load_profile
    from sparkle_motion_dagster.graph.links import SCREENING
    from sparkle_motion_dagster.studio.opening import LOG, run_studio

    settings = load_settings(home, profile)
    chosen = load_profile(settings.profile)  # a wrong profile is said here, not on a page

    def opened(address: str) -> None:
        print(f"The studio is open: {address}   home {settings.home}   profile {chosen.name}", flush=True)
        print(f"The screening room:  {address}{SCREENING}", flush=True)
        print(f"Ctrl-C closes it. Its log: {settings.dagster_home / LOG}", flush=True)
        if not no_browser and _has_screen():
            webbrowser.open(address)

    print("Opening the studio …", file=sys.stderr)
    closed_by = run_studio(settings, port, opened)
    print(f"The studio is closed ({'Ctrl-C' if closed_by == 'SIGINT' else closed_by}).", file=sys.stderr)


def _has_screen() -> bool:
    """Whether a browser can show itself (without one, `webbrowser` would start a text browser in this terminal)."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
