"""`sparkle`, and `python -m sparkle_motion_dagster.cli`: where the command begins.

What belongs here: how the process is set up before its commands are imported. What does not: commands (`main.py`).
Each worker of the pool imports this module as its parent's main: the commands are imported by the call alone.
"""

import signal
import sys
from typing import NoReturn

from sparkle_motion_dagster.crafts.cycles import look_seldom
from sparkle_motion_dagster.crafts.workers import ready_workers


def main() -> NoReturn:
    """Run the command that was typed; `make` has its workers import what they need beside it, on another core."""
    look_seldom()
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:  # nohup ignores the second
            signal.signal(number, signal.default_int_handler)  # ends as Ctrl-C does: in good order
    if sys.argv[1:2] == ["make"]:
        ready_workers()
    from sparkle_motion_dagster.cli.main import main as command

    command()


if __name__ == "__main__":
    main()
