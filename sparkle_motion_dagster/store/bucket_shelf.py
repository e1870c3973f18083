"""A shelf in an S3 bucket, through obstore, with a local folder for downloads and locks.

What belongs here: the same promises as the folder's, kept by the bucket (an upload is visible whole or not at all;
conditional create). What does not: credentials (obstore reads them as AWS tools do).
"""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, NotFoundError, PreconditionError

from sparkle_motion_dagster.errors import ArtifactMissingError
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.lease import Lease

_READERS = 16


class BucketShelf:
    """Objects in any obstore store. `room` is local: downloads, working folders and this machine's locks."""

    def __init__(self, bucket: Any, room: Path, name: str):
        self._bucket = bucket
        self._name = name
        self.room = room
        self.lease = Lease(room)

    def probe(self) -> None:
        with told("use the folder for downloads", self.room):
            for folder in ("blobs", "tmp", "leases", "locks"):
                (self.room / folder).mkdir(parents=True, exist_ok=True)
            key = f"probe/{self.lease.new_path().name}"
        with told("write to", self._name):
            obstore.put(self._bucket, key, b"probe")
            obstore.delete(self._bucket, key)

    def create(self, key: str, data: bytes) -> bool:
        with told("write", self._shown(key)):
            try:
                obstore.put(self._bucket, key, data, mode="create")
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    def replace(self, key: str, data: bytes) -> None:
        with told("write", self._shown(key)):
            obstore.put(self._bucket, key, data)

    def read(self, key: str) -> bytes | None:
        with told("read", self._shown(key)):
            try:
                return bytes(obstore.get(self._bucket, key).bytes())
            except (NotFoundError, FileNotFoundError):
                return None

    def read_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        wanted = list(keys)
        with ThreadPoolExecutor(_READERS) as readers:
            found = zip(wanted, readers.map(self.read, wanted), strict=True)
            return {key: data for key, data in found if data is not None}

    def size_bytes(self, key: str) -> int | None:
        with told("look at", self._shown(key)):
            try:
                return int(obstore.head(self._bucket, key)["size"])
            except (NotFoundError, FileNotFoundError):
                return None

    def take_in(self, key: str, source: Path, *, own: bool) -> None:
        if self.size_bytes(key) == source.stat().st_size:
            return
        with told("upload", self._shown(key)):
            obstore.put(self._bucket, key, source)  # equal keys mean equal bytes: a second writer changes nothing

    def fetch(self, key: str) -> Path:
        local = self.room / key
        if local.is_file():
            return local
        with told("download", self._shown(key)):
            staged = self.lease.new_path(local.suffix)
            try:
                with staged.open("wb") as stream:
                    for piece in obstore.get(self._bucket, key).stream():
                        stream.write(piece)
                staged.chmod(0o444)
                local.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(local)
            except (NotFoundError, FileNotFoundError) as error:
                raise ArtifactMissingError(
                    f"{self._shown(key)} is not in the bucket. Run `sparkle make` again: it is made anew."
                ) from error
            finally:
                staged.unlink(missing_ok=True)
        return local

    def forget_local(self, key: str) -> bool:
        with told("remove", self.room / key):
            (self.room / key).unlink(missing_ok=True)
        return True

    def quarantine(self, key: str) -> str:
        target = f"quarantine/{self.lease.new_path().name}-{key.rsplit('/', 1)[-1]}"
        self.forget_local(key)
        with told("move to quarantine", self._shown(key)):
            try:
                obstore.copy(self._bucket, key, target)
                obstore.delete(self._bucket, key)
            except (NotFoundError, FileNotFoundError):
                return self._shown(key)
        return self._shown(target)

    def remove(self, key: str) -> None:
        self.forget_local(key)
        with told("remove", self._shown(key)):
            try:
                obstore.delete(self._bucket, key)
            except (NotFoundError, FileNotFoundError):
                return

    def written_at(self, key: str) -> float:
        with told("look at", self._shown(key)):
            try:
                return float(obstore.head(self._bucket, key)["last_modified"].timestamp())
            except (NotFoundError, FileNotFoundError):
                return time.time()

    def folders(self) -> tuple[str, ...]:
        with told("list", self._name):
            return tuple(str(prefix) for prefix in obstore.list_with_delimiter(self._bucket)["common_prefixes"])

    def keys(self, prefix: str) -> Iterator[str]:
        with told("list", self._shown(prefix)):
            for batch in obstore.list(self._bucket, prefix):
                yield from (str(entry["path"]) for entry in batch)

    def _shown(self, key: str) -> str:
        return f"{self._name}/{key}"
