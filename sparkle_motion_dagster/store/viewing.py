"""Looking at a store without changing it: no folder made, nothing swept, nothing moved to quarantine.

What belongs here: the shelf that refuses to write, the store over it, and the newest artifacts by time. What does not:
what is done with them. `sparkle estimate` must leave no trace, not even of having asked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from sparkle_motion_dagster.errors import ArtifactCorruptError, ArtifactMissingError, StoreError
from sparkle_motion_dagster.store.artifact import URI_PREFIX, Artifact, StoredFile
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.folder_shelf import FolderShelf
from sparkle_motion_dagster.store.store import ArtifactStore


class ViewedShelf(FolderShelf):
    """A folder's shelf that is only read. What would write raises StoreError."""

    def probe(self) -> None:
        """Nothing is tried."""

    def create(self, key: str, data: bytes) -> bool:
        self._refuse(key)

    def replace(self, key: str, data: bytes) -> None:
        self._refuse(key)

    def take_in(self, key: str, source: Path, *, own: bool) -> None:
        self._refuse(key)

    def remove(self, key: str) -> None:
        self._refuse(key)

    def quarantine(self, key: str) -> str:
        """What is damaged is left where it is: the next run of `sparkle make` finds it too. Told as "moved to …"."""
        return f"quarantine by the next `sparkle make`; until then it is left at {self._path(key)}"

    def _refuse(self, key: str) -> NoReturn:
        raise StoreError(
            f"{self.room / key}: this store was opened to be looked at only; open it with ArtifactStore.open"
        )


class ViewedStore(ArtifactStore):
    """A store over such a shelf. What is damaged raises, and stays."""

    def open_file(self, artifact: Artifact, role: str) -> Path:
        """What `artifact.path(role)` does."""
        try:
            return super().open_file(artifact, role)
        except ArtifactCorruptError as error:
            raise ArtifactCorruptError(
                f"{artifact.asset} of {artifact.key}: file '{role}' is not what was stored. It was left where it is "
                f"({self.room / artifact.file(role).key}); the next `sparkle make` puts it aside and makes it anew."
            ) from error

    def _quarantine(self, file: StoredFile, fault: str) -> str:
        """Told once: what stays where it is is found again by everything that needs it."""
        if file.key in self._told:
            return self.shelf.quarantine(file.key)
        self._told.add(file.key)
        return super()._quarantine(file, fault)


def nothing_yet(folder: Path) -> ArtifactStore:
    """The view of a store that is not there: nothing is in it, and looking does not make it."""
    return ViewedStore(ViewedShelf(folder), str(folder), None)


def view(folder: Path) -> ArtifactStore | None:
    """The store in a local folder, to be looked at; None if there is none."""
    return nothing_yet(folder) if folder.is_dir() else None


def newest(store: ArtifactStore, asset: str, most: int) -> Iterator[Artifact]:
    """The artifacts of an asset that are whole, the newest first, at most `most`. Raises StoreError."""
    folder = store.room / "manifests" / asset
    with told("list", folder):
        found = [(path.stat().st_mtime_ns, path.stem) for path in folder.glob("*.json")] if folder.is_dir() else []
    for _, digest in sorted(found, reverse=True)[:most]:
        try:
            yield store.get(f"{URI_PREFIX}{asset}/{digest}")
        except ArtifactMissingError:
            continue  # its files are gone, so it is no artifact any more
