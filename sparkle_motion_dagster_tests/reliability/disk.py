"""A disk that fails at its Nth call, below everything: a test-only layer in place of the calls of the os module.

What belongs here: failing one call. What does not: what must be true afterwards.
"""

import errno
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

CALLS = ("open", "write", "pwrite", "fsync", "ftruncate", "link", "replace", "rename", "mkdir", "chmod")
ERRORS = (errno.ENOSPC, errno.EROFS, errno.EIO)


class FailingDisk:
    """Lets `allowed` calls that could write pass, and fails one, or (`for_good`) every one from then on."""

    def __init__(self, code: int, allowed: int, for_good: bool = False):
        self.code, self.left, self.for_good = code, allowed, for_good
        self.fired = False
        self.calls = 0

    @contextmanager
    def in_place(self) -> Iterator["FailingDisk"]:
        with pytest.MonkeyPatch.context() as patched:
            for name in CALLS:
                patched.setattr(os, name, self._guard(name, getattr(os, name)))
            yield self

    def _guard(self, name, real):
        def call(*args, **named):
            if name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return real(*args, **named)  # only looked at
            if threading.current_thread().name == "warm models":
                return real(*args, **named)  # another test's models, looked after meanwhile: no part of this work
            if name in ("write", "pwrite", "ftruncate") and not stat.S_ISREG(os.fstat(args[0]).st_mode):
                return real(*args, **named)  # a pipe between processes: no disk
            self.calls += 1
            if self.left <= 0 and (self.for_good or not self.fired):
                self.fired = True
                raise OSError(self.code, os.strerror(self.code))
            self.left -= 1
            return real(*args, **named)

        return call
