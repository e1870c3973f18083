"""How the studio's processes end together, however one of them ends.

What belongs here: the pipe by which a process learns that its parent is gone. What does not: ending in good order
(`serving.py`). All processes of a studio are one process group, led by the server. A parent holds one end of a pipe
and never writes to it; the kernel closes it when the parent dies, `kill -9` included, and the child then kills the
whole group. (A parent-death signal would reach the child alone, and leave Dagster's code server and the runs.)
"""

import contextlib
import os
import signal
import threading


def end_with_parent(lifeline: int) -> None:
    """Kill this process's group as soon as the other end of the pipe is closed. Returns at once."""
    threading.Thread(target=_watch, args=(lifeline,), name="lifeline", daemon=True).start()


def _watch(lifeline: int) -> None:
    with contextlib.suppress(OSError):
        os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def kill_group(leader: int) -> None:
    """Kill what is left of the group that this process led. Nothing left is no fault."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
