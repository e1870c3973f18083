"""Ctrl-C, and the other ways to ask a process to end, while Dagster executes a run in it.

What belongs here: that such a request is never lost. What does not: what is ended then (`crafts/workers.py`).

Dagster has handlers of its own while it executes. Of a request it makes a run that failed, and one that comes after the
last step it drops; one that strikes while Python collects garbage, Python drops. So the requests are counted beneath all
handlers, where the interpreter itself writes them down.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from dagster._core.errors import DagsterExecutionInterruptedError

_ASK_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def heeding_interrupts() -> Iterator[None]:
    """Leave with KeyboardInterrupt if the process was asked to end while what is inside was done, by Dagster or around it.

    Signals reach the main thread alone: in another one, nothing is heeded.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    on_interrupt, on_term = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    if on_interrupt == signal.SIG_IGN:  # a job of a shell: Dagster would ignore SIGTERM too, once it has executed
        signal.signal(signal.SIGINT, _only_written_down)
    read_fd, write_fd = os.pipe()
    os.set_blocking(read_fd, False)
    os.set_blocking(write_fd, False)
    written_before = signal.set_wakeup_fd(write_fd, warn_on_full_buffer=False)
    say_before, sys.unraisablehook = sys.unraisablehook, _say_unless_interrupt

    def asked() -> bool:
        """Once, at the end: whether the process was asked to end. From here on its own handlers hear of it."""
        signal.signal(signal.SIGINT, on_interrupt)
        signal.signal(signal.SIGTERM, on_term)
        signal.set_wakeup_fd(written_before)
        os.close(write_fd)
        written = os.read(read_fd, 4096)
        return any(number in written for number in _ASK_TO_END)

    try:
        yield
    except BaseException as error:  # a library that is interrupted may fail of it in its own way
        if asked() or isinstance(error, DagsterExecutionInterruptedError):
            raise KeyboardInterrupt from error
        raise
    else:
        if asked():
            raise KeyboardInterrupt
    finally:
        os.close(read_fd)
        sys.unraisablehook = say_before


def _only_written_down(_number: int, _frame: FrameType | None) -> None:
    """Handles a signal that was ignored until now."""


def _say_unless_interrupt(unraisable: "sys.UnraisableHookArgs") -> None:
    """What Python does with an exception that nothing can catch; a request to end is heeded later."""
    if not issubclass(unraisable.exc_type, KeyboardInterrupt | DagsterExecutionInterruptedError):
        sys.__unraisablehook__(unraisable)
