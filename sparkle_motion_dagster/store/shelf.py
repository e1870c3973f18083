"""Where the store's objects lie: what a shelf must do, whether it is a local folder or a bucket.

What belongs here: the protocol and the naming and hashing of blobs. What does not: what the objects mean
(`manifests.py`, `store.py`), and the two shelves (`folder_shelf.py`, `bucket_shelf.py`).

Objects have keys like `blobs/ab/ab12….mp4`. A reader sees an object whole or not at all.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

CHUNK_BYTES = 1 << 20


class Shelf(Protocol):
    """A place for objects. Every method raises StoreError with what to do."""

    room: Path
    """A local folder for working folders, locks and leases; on the same file system as the blobs if they are local."""

    def probe(self) -> None:
        """Write and remove something. Raises StoreUnwritableError if that cannot be done."""

    def create(self, key: str, data: bytes) -> bool:
        """Write a new object durably; False, and nothing written, if there is one already."""

    def replace(self, key: str, data: bytes) -> None:
        """Write an object durably, over an older one if there is one."""

    def read(self, key: str) -> bytes | None:
        """The object's bytes; None if there is none."""

    def read_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The objects that are there."""

    def size_bytes(self, key: str) -> int | None:
        """The object's size; None if there is none."""

    def take_in(self, key: str, source: Path, *, own: bool) -> None:
        """Make a file an object, durably; nothing happens if there is one already.

        `own`: the file is the store's to keep (a hard link to it may become the object).
        """

    def fetch(self, key: str) -> Path:
        """A local, read-only file with the object's bytes. Raises ArtifactMissingError if there is none."""

    def forget_local(self, key: str) -> bool:
        """Drop a downloaded copy; False if this shelf keeps none."""

    def quarantine(self, key: str) -> str:
        """Move an object to `quarantine/`; where it now lies, for a person. Nothing to do if it is gone."""

    def remove(self, key: str) -> None:
        """Remove an object; nothing to do if it is gone."""

    def written_at(self, key: str) -> float:
        """When the object was written (seconds since the epoch, by the disk's or the bucket's clock); now if it is gone."""

    def folders(self) -> tuple[str, ...]:
        """Names of the folders at the top, in no order."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Keys of all objects below the folder `prefix` (without a slash at its end), in no order."""


def blob_key(sha256: str, suffix: str) -> str:
    """Key of the blob with this hash. The suffix (".mp4") is kept because other programs look at it."""
    return f"blobs/{sha256[:2]}/{sha256}{suffix}"


def file_sha256(path: Path) -> str:
    """sha256 of a file, read in pieces. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(CHUNK_BYTES):
            digest.update(piece)
    return digest.hexdigest()
