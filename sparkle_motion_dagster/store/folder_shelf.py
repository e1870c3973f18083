"""A shelf in a local folder.

What belongs here: durable, all-or-nothing file writing. What does not: what the files mean.

Written with the `os` calls themselves: obstore's LocalStore does not fsync, takes big files through memory, and
leaves `name#1` files behind when killed. Every object is a staged file, flushed to the disk, then linked or renamed
to its name, then the folder is flushed: at no moment is a half of it visible, not even after a power cut.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sparkle_motion_dagster.errors import ArtifactMissingError, StoreError
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.lease import Lease

FOLDERS = ("blobs", "manifests", "heads", "takes", "quarantine", "tmp", "leases", "locks")


class FolderShelf:
    """Objects as files below `root`. Blobs and manifests are read-only files (mode 0444)."""

    def __init__(self, root: Path):
        self.room = root
        self.lease = Lease(root)

    def probe(self) -> None:
        """Make the folders and try the three things every write needs: create, flush, link."""
        with told("use the store folder", self.room):
            for name in FOLDERS:
                (self.room / name).mkdir(parents=True, exist_ok=True)
            staged = self._stage(b"probe")
            linked = staged.with_name(staged.name + "-link")
            try:
                _link(staged, linked)
            finally:
                staged.unlink(missing_ok=True)
                linked.unlink(missing_ok=True)

    def create(self, key: str, data: bytes) -> bool:
        target = self._path(key)
        with told("write", target):
            staged = self._stage(data)
            try:
                return self._publish(staged, target)
            finally:
                staged.unlink(missing_ok=True)

    def replace(self, key: str, data: bytes) -> None:
        target = self._path(key)
        with told("write", target):
            self._make_folder(target.parent)
            staged = self._stage(data)
            try:
                os.replace(staged, target)  # noqa: PTH105 - the fault sweep of the tests counts os calls
            except OSError:
                staged.unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)

    def read(self, key: str) -> bytes | None:
        path = self._path(key)
        with told("read", path):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                return None

    def read_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        found = ((key, self.read(key)) for key in keys)
        return {key: data for key, data in found if data is not None}

    def size_bytes(self, key: str) -> int | None:
        path = self._path(key)
        with told("look at", path):
            try:
                return path.stat().st_size
            except FileNotFoundError:
                return None

    def take_in(self, key: str, source: Path, *, own: bool) -> None:
        target = self._path(key)
        with told("put a file into the store at", target):
            if target.exists():
                return
            if own and source.stat().st_nlink == 1:
                _sync_file(source)
                self._publish(source, target)
                return
            staged = self.lease.new_path(source.suffix)
            try:
                shutil.copyfile(source, staged, follow_symlinks=False)
                _sync_file(staged)
                self._publish(staged, target)
            finally:
                staged.unlink(missing_ok=True)

    def fetch(self, key: str) -> Path:
        path = self._path(key)
        with told("look at", path):
            if not path.is_file():
                raise ArtifactMissingError(f"{path} is not in the store. Run `sparkle make` again: it is made anew.")
        return path

    def forget_local(self, key: str) -> bool:
        """Nothing is downloaded here."""
        return False

    def quarantine(self, key: str) -> str:
        path = self._path(key)
        with told("move to quarantine", path):
            target = self.room / "quarantine" / (self.lease.new_path().name + "-" + path.name)
            try:
                os.rename(path, target)  # noqa: PTH104
            except FileNotFoundError:
                return str(path)
            _sync_folder(path.parent)
        return str(target)

    def remove(self, key: str) -> None:
        path = self._path(key)
        with told("remove", path):
            path.unlink(missing_ok=True)

    def written_at(self, key: str) -> float:
        path = self._path(key)
        with told("look at", path):
            try:
                return path.stat().st_mtime
            except FileNotFoundError:
                return time.time()

    def folders(self) -> tuple[str, ...]:
        with told("list", self.room):
            return tuple(path.name for path in self.room.iterdir() if path.is_dir())

    def keys(self, prefix: str) -> Iterator[str]:
        top = self._path(prefix)
        with told("list", top):
            folders = [top]
            while folders:
                try:
                    with os.scandir(folders.pop()) as entries:
                        for entry in entries:
                            if entry.is_dir(follow_symlinks=False):
                                folders.append(Path(entry.path))
                            else:
                                yield Path(entry.path).relative_to(self.room).as_posix()
                except FileNotFoundError:
                    continue

    def _path(self, key: str) -> Path:
        parts = key.split("/")
        if any(part in ("", ".", "..") for part in parts) or "\0" in key:
            raise StoreError(f"{key!r} is not a key of the store.")
        return self.room.joinpath(*parts)

    def _stage(self, data: bytes) -> Path:
        """A flushed, read-only file under `tmp/`. Leaves nothing behind if it fails."""
        staged = self.lease.new_path()
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o444)
        try:
            try:
                left = memoryview(data)
                while left:
                    left = left[os.write(descriptor, left) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError:
            staged.unlink(missing_ok=True)
            raise
        return staged

    def _publish(self, staged: Path, target: Path) -> bool:
        """Give a flushed file its name; False if the name was taken. `staged` keeps its own name too."""
        self._make_folder(target.parent)
        staged.chmod(0o444)
        try:
            _link(staged, target)
        except FileExistsError:
            return False
        _sync_folder(target.parent)
        return True

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _link(source: Path, target: Path) -> None:
    os.link(source, target, follow_symlinks=False)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
