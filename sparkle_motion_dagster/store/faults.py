"""Faults of disks and buckets, told as errors with a remedy.

What belongs here: turning OSError and obstore's errors into StoreError. What does not: deciding what to do next.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from sparkle_motion_dagster.errors import StoreError, StoreUnwritableError

_REMEDIES = {
    errno.ENOSPC: "the disk is full. Free some space (`sparkle gc` removes what no film uses), then run again; "
    "what was finished is kept",
    errno.EDQUOT: "the disk quota is used up. Free some space, then run again; what was finished is kept",
    errno.EROFS: "the disk is mounted read-only. Name a writable folder with SPARKLE_HOME, or mount it read-write",
    errno.EACCES: "permission denied. Let this user write there, or name another folder with SPARKLE_HOME",
    errno.EPERM: "not permitted (or the disk cannot hard-link). Name another folder with SPARKLE_HOME",
    errno.ENOTSUP: "this disk cannot hard-link or flush files. Name a folder on another disk with SPARKLE_HOME",
    errno.ENOTDIR: "part of the path is a file, not a folder. Name another folder with SPARKLE_HOME",
    errno.EIO: "the disk reported an input/output error. Check the disk, then run again; what was finished is kept",
    errno.EMFILE: "too many files are open in this process. Raise `ulimit -n`, then run again",
    errno.ENAMETOOLONG: "the path is too long for this disk. Name a shorter folder with SPARKLE_HOME",
}
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
_UNWRITABLE |= {errno.ENOTDIR, errno.ENAMETOOLONG, errno.ENOTSUP}


@contextmanager
def told(doing: str, where: Path | str) -> Iterator[None]:
    """Within it, an OSError or a bucket's error becomes a StoreError that says `doing`, `where` and what to do.

    Raises StoreUnwritableError (exit code 2) for what a person must mend first, StoreError otherwise.
    """
    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise StoreUnwritableError(
            f"Cannot {doing} {where}: the bucket refused. Check the credentials and the bucket's policy."
        ) from error
    except BaseError as error:
        raise StoreError(f"Cannot {doing} {where}: {_short(error)}. Check that the bucket can be reached.") from error
    except OSError as error:
        raise store_error(doing, where, error) from error


def _short(error: Exception) -> str:
    """obstore's messages carry whole HTTP exchanges after the first line."""
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def store_error(doing: str, where: Path | str, error: OSError) -> StoreError:
    """The StoreError for `error`."""
    if isinstance(error, FileNotFoundError) and error.errno is None:  # obstore's own way to say so
        return StoreUnwritableError(f"Cannot {doing} {where}: there is no such bucket. Check its name.")
    code = error.errno or 0
    unknown = f"{error.strerror or _short(error)}. Check the disk, then run again; what was finished is kept"
    remedy = _REMEDIES.get(code, unknown)
    name = errno.errorcode.get(code, "")
    kind = StoreUnwritableError if code in _UNWRITABLE else StoreError
    return kind(f"Cannot {doing} {where}: {remedy}.{f' ({name})' if name else ''}")
