"""Files between a studio and a model server, each named by its own sha256.

What belongs here: keeping, finding and forgetting them, on the server. What does not: HTTP, and the studio's store, of
which a server on the same machine only reads blobs.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

from sparkle_motion_dagster.errors import BackendError, StoreError

MARK = "mark"
MOST_FILE_BYTES = 8 * 1024**3
_KEEP_S = 3600.0
_CHUNK = 1024 * 1024


class Exchange:
    """A folder of files. One server uses it at a time; what an earlier one left in it is removed."""

    def __init__(self, folder: Path, blobs: Path | None = None):
        """`blobs`: those of a store on this machine, as `ab/<sha256>.<suffix>`; they need not be sent."""
        self.folder, self._blobs = folder, blobs
        self.mark = secrets.token_hex(16)
        """Whoever can read it in the folder sees the same disk, and need not be sent files either."""
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(mode=0o700, parents=True)
            (folder / MARK).write_text(self.mark, encoding="ascii")
        except OSError as error:
            raise StoreError(f"{folder}: files cannot be exchanged there: {error.strerror}") from error

    def find(self, sha256: str) -> Path | None:
        """Where the file lies, here or among the store's blobs; None if it must be sent."""
        kept = self.kept(sha256)
        if kept is None and self._blobs is not None:
            kept = next((self._blobs / sha256[:2]).glob(f"{sha256}.*"), None)
        return kept

    def kept(self, sha256: str) -> Path | None:
        """The file here; None if it is not."""
        path = self.folder / sha256
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        return path

    def keep(self, source: Path) -> str:
        """Take in a file of this machine; returns its sha256."""
        sha256 = file_hash(source)
        if self.kept(sha256) is None:
            fresh = self._fresh()
            link_or_copy(source, fresh)
            fresh.replace(self.folder / sha256)
        return sha256

    async def receive(self, sha256: str, body: AsyncIterator[bytes]) -> None:
        """Take in what is sent. Raises BackendError if it is too large or not the file that it is called."""
        fresh, digest, size = self._fresh(), hashlib.sha256(), 0
        try:
            with fresh.open("wb") as file:
                async for chunk in body:
                    size += len(chunk)
                    if size > MOST_FILE_BYTES:
                        raise BackendError(f"{sha256[:12]}… is larger than {MOST_FILE_BYTES:,} bytes")
                    digest.update(chunk)
                    file.write(chunk)
            if digest.hexdigest() != sha256:
                raise BackendError(
                    f"what was sent as {sha256[:12]}… has the hash {digest.hexdigest()[:12]}…: send it again"
                )
            fresh.replace(self.folder / sha256)
        finally:
            fresh.unlink(missing_ok=True)

    def forget_old(self, keep_s: float = _KEEP_S) -> None:
        """Remove what nobody has used for so long."""
        before = time.time() - keep_s
        for path in self.folder.iterdir():
            if path.name != MARK and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)

    def _fresh(self) -> Path:
        return self.folder / f"new-{secrets.token_hex(8)}"


def file_hash(path: Path) -> str:
    """sha256 of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the disk has no second names for it."""
    try:
        os.link(source, target, follow_symlinks=True)
    except OSError:  # another disk, or another person's file
        shutil.copyfile(source, target)
