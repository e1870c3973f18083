"""The artifact store: finds what a recipe has made, keeps what is made now.

What belongs here: memo, takes and heads over a shelf. What does not: how bytes get to the disk (`folder_shelf.py`,
`bucket_shelf.py`), the tree for people (`screenings.py`), cleaning and checking (`upkeep.py`).

On the shelf: `blobs/ab/<sha256>.<suffix>`, `manifests/<asset>/<recipe>.json`, `takes/<asset>/<key>/<recipe>.json`
(every artifact a shot or film has ever had), `heads/<asset>/<key>.json` (the one it has now).
"""

import json
import logging
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ArtifactMissingError,
    InputError,
    LockBusyError,
    StoreError,
)
from sparkle_motion_dagster.film.recipe import Recipe, as_json_object, check_asset, check_key
from sparkle_motion_dagster.store.artifact import (
    URI_PREFIX,
    Artifact,
    StoredFile,
    manifest_bytes,
    read_manifest,
    sealed,
    unsealed,
)
from sparkle_motion_dagster.store.bucket_shelf import BucketShelf
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.folder_shelf import FolderShelf
from sparkle_motion_dagster.store.locks import FILM_PREFIX, gate, held
from sparkle_motion_dagster.store.shelf import Shelf, file_sha256

log = logging.getLogger(__name__)

_SUFFIX = re.compile(r"(\.[a-z0-9]{1,8})?")
_ROLE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ArtifactStore:
    """Artifacts in a local folder or a bucket. Safe for many threads and processes at once."""

    def __init__(self, shelf: FolderShelf | BucketShelf, location: str, cache_folder: Path | None):
        self.shelf: Shelf = shelf
        self.location = location
        self._lease = shelf.lease
        self._cache_folder = cache_folder
        self._checked: dict[str, tuple[int, int, int]] = {}
        self._parsed: dict[str, tuple[bytes, Artifact]] = {}
        self._told: set[str] = set()

    @classmethod
    def open(cls, location: Path | str, *, cache_folder: Path | None = None) -> "ArtifactStore":
        """Open (and make, if need be) the store in a folder or at `s3://bucket/prefix`.

        `cache_folder` holds a bucket's downloads (default: below ~/.cache). Working files of dead processes are
        swept. Raises StoreUnwritableError (an InputError) if the place cannot be written.
        """
        shelf = _shelf_at(location, cache_folder)
        shelf.probe()
        with told("sweep", shelf.room / "tmp"):
            shelf.lease.sweep()
        return cls(shelf, str(location), cache_folder)

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopen, (self.location, self._cache_folder)

    @property
    def room(self) -> Path:
        """The store's local folder (of a bucket: its downloads and locks)."""
        return self.shelf.room

    def workbench(self) -> AbstractContextManager[Path]:
        """A fresh folder to make files in, on the blobs' own file system; removed at the end.

        Files adopted from it move into the store: use `artifact.path()` afterwards.
        """
        return self._lease.workbench()

    def lock(self, name: str, timeout_s: float | None = None) -> AbstractContextManager[None]:
        """Hold a lock by name, on this machine, until the block or the process ends; None waits for ever."""
        return held(self.room / "locks", name, timeout_s)

    def film_lock(self, film: str, timeout_s: float = 0.2) -> AbstractContextManager[None]:
        """Hold a film (the short wait is for those who only look). Raises FilmBusyError naming the holder."""
        return self.lock(FILM_PREFIX + check_key(film, "film"), timeout_s)

    @contextmanager
    def try_lock(self, name: str) -> Iterator[bool]:
        """Hold a lock if nobody else does: True if it is held now, False (at once) if another has it."""
        with ExitStack() as held_here:
            try:
                held_here.enter_context(self.lock(name, timeout_s=0))
            except LockBusyError:
                yield False
            else:
                yield True

    def recipe_lock(self, recipe: Recipe, timeout_s: float | None = None) -> AbstractContextManager[None]:
        """Hold a recipe, so that two runs at once do not make the same thing; ask `find` again under it."""
        return self.lock(f"recipe~{recipe.digest}", timeout_s)

    def find(self, recipe: Recipe) -> Artifact | None:
        """What this recipe has made, if all of it is there. Its bytes are checked when they are used."""
        return self._artifact(recipe.asset, recipe.digest)

    def adopt(
        self,
        recipe: Recipe,
        files: Mapping[str, Path],
        facts: Mapping[str, Any],
        *,
        film: str,
        shot: str | None,
        backend: str,
        draft: bool,
        reason: str,
        parents: tuple[str, ...] = (),
    ) -> Artifact:
        """Keep what a recipe has made, and make it the head of its key.

        `files` by role; those in a workbench move into the store, others are copied. The first to adopt a recipe
        wins: a second gets the first's artifact, and its own files are not kept. Nothing is visible before all is
        written. Raises InputError for bad names, StoreError if it cannot be written.
        """
        check_key(film, "film")
        if shot is not None:
            check_key(shot, "shot")
        if not files:
            raise StoreError(f"{recipe.asset} of {recipe.key} made no file. An artifact needs at least one.")
        plain_facts = dict(as_json_object(facts, f"facts of {recipe.asset}"))
        with gate(self.room / "locks", alone=False):
            made = Artifact(
                asset=recipe.asset,
                key=recipe.key,
                film=film,
                shot=shot,
                digest=recipe.digest,
                inputs=recipe.inputs,
                facts=plain_facts,
                files=self._take_in(recipe, files),
                backend=backend,
                draft=draft,
                reason=reason,
                parents=tuple(parents),
                made_at=datetime.now(UTC),
                open_file=self.open_file,
            )
            kept = self._keep(made)
            self._point(recipe.asset, recipe.key, kept)
        return kept

    def head(self, asset: str, key: str) -> Artifact | None:
        """The artifact this film or shot has now; None if it has none, or if its files are gone."""
        return self.heads(asset, [key]).get(key)

    def heads(self, asset: str, keys: Iterable[str]) -> dict[str, Artifact]:
        """`head` for many keys; those without are left out."""
        wanted = {_head_key(asset, key): key for key in keys}
        found: dict[str, Artifact] = {}
        for place, data in self.shelf.read_many(wanted).items():
            body = self._unsealed(place, data)
            artifact = self._artifact(asset, body["digest"]) if body else None
            if artifact is not None:
                found[wanted[place]] = artifact
        return found

    def point(self, asset: str, key: str, artifact: Artifact) -> None:
        """Make `artifact` the head of the key (a take of it too, if it was none). All or nothing.

        Raises ArtifactMissingError if the artifact is no longer in the store.
        """
        if artifact.asset != asset:
            raise StoreError(f"{artifact.uri} is not an artifact of {asset}.")
        with gate(self.room / "locks", alone=False):
            if self.shelf.size_bytes(_manifest_key(asset, artifact.digest)) is None:
                raise ArtifactMissingError(f"{artifact.uri} is no longer in the store {self.location}. Make it again.")
            self._point(asset, key, artifact)

    def _point(self, asset: str, key: str, artifact: Artifact) -> None:
        place = _head_key(asset, key)
        pointer = {"asset": asset, "key": key, "digest": artifact.digest}
        take = f"{_takes_folder(asset, key)}/{artifact.digest}.json"
        if self.shelf.size_bytes(take) is None:
            number = 1 + max((entry["number"] for entry in self._take_entries(asset, key)), default=0)
            self.shelf.create(take, sealed({**pointer, "number": number}))
        data = sealed(pointer)
        if self.shelf.read(place) != data:
            self.shelf.replace(place, data)

    def takes(self, asset: str, key: str) -> tuple[Artifact, ...]:
        """Every artifact this key has had and whose files are there, oldest first."""
        entries = sorted(self._take_entries(asset, key), key=lambda entry: (entry["number"], entry["digest"]))
        found = (self._artifact(asset, entry["digest"]) for entry in entries)
        return tuple(artifact for artifact in found if artifact is not None)

    def intact(self, artifact: Artifact) -> bool:
        """Whether its manifest and all its files are there, at their lengths (bytes are checked when used)."""
        return self._artifact(artifact.asset, artifact.digest) is not None

    def get(self, uri: str) -> Artifact:
        """The artifact of an `artifact://` URI. Raises ArtifactMissingError if it is not there."""
        asset, _, digest = uri.removeprefix(URI_PREFIX).partition("/")
        if not uri.startswith(URI_PREFIX) or not _DIGEST.fullmatch(digest):
            raise InputError(f"{uri!r} is not an artifact's URI; expected {URI_PREFIX}<asset>/<64 hex digits>.")
        artifact = self._artifact(check_asset(asset), digest)
        if artifact is None:
            raise ArtifactMissingError(f"{uri} is not in the store {self.location}. Run `sparkle make` to make it.")
        return artifact

    def read_json(self, artifact: Artifact, role: str) -> Any:
        """A JSON file of an artifact, checked. Raises ArtifactCorruptError, StoreError."""
        path = artifact.path(role)
        with told("read", path):
            data = path.read_bytes()
        try:
            return json.loads(data)
        except ValueError as error:
            raise StoreError(f"{artifact.uri}: file '{role}' is not JSON ({error}).") from error

    def _take_in(self, recipe: Recipe, files: Mapping[str, Path]) -> dict[str, StoredFile]:
        stored: dict[str, StoredFile] = {}
        moved: list[Path] = []
        for role, path in sorted(files.items()):
            if not _ROLE.fullmatch(role):
                raise InputError(f"{recipe.asset}: role {role[:80]!r} must be a-z, 0-9, '_', '.', '-'.")
            own = self._is_own(path)
            stored[role] = self._take_in_file(recipe, role, path, own)
            if own:
                moved.append(path)
        for path in moved:
            path.unlink(missing_ok=True)
        return stored

    def _take_in_file(self, recipe: Recipe, role: str, path: Path, own: bool) -> StoredFile:
        suffix = path.suffix.lower()
        if not _SUFFIX.fullmatch(suffix):
            raise InputError(f"{recipe.asset}: file '{role}' is named {path.name[:80]!r}; its suffix cannot be kept.")
        what = f"{recipe.asset} of {recipe.key}: file '{role}'"
        with told("read", path):
            try:
                status = path.lstat()
            except FileNotFoundError as error:
                raise StoreError(
                    f"{what} is not at {path}. A file in a workbench moves when it is adopted: use artifact.path()."
                ) from error
            if not stat.S_ISREG(status.st_mode):
                raise StoreError(f"{what} at {path} is not a regular file.")
            if status.st_size == 0:
                raise StoreError(f"{what} at {path} is empty; the backend made nothing.")
            file = StoredFile(file_sha256(path), status.st_size, suffix)
        if self.shelf.size_bytes(file.key) is not None and not self._whole(file, self.shelf.fetch(file.key)):
            self._quarantine(file, "its bytes have changed")
        self.shelf.take_in(file.key, path, own=own)
        if own:  # linked, not copied: what was read just now is what lies there, unless its time says otherwise
            self._checked[file.key] = _mark(status)
        return file

    def _is_own(self, path: Path) -> bool:
        return path.is_relative_to(self.room / "tmp") and not path.is_symlink()

    def _keep(self, made: Artifact) -> Artifact:
        """Write the manifest; the winner's artifact if there is one that is whole."""
        place = _manifest_key(made.asset, made.digest)
        data = manifest_bytes(made)
        if self.shelf.create(place, data):
            return made
        winner = self._artifact(made.asset, made.digest)
        if winner is not None:
            return winner
        self.shelf.replace(place, data)  # its files had been lost: this one stands in
        return made

    def _artifact(self, asset: str, digest: str) -> Artifact | None:
        """The artifact if its manifest is whole and its files are there at their length."""
        place = _manifest_key(asset, digest)
        data = self.shelf.read(place)
        if data is None:
            return None
        artifact = self._read(place, data)
        if artifact is None:
            return None
        for role, file in artifact.files.items():
            size_bytes = self.shelf.size_bytes(file.key)
            if size_bytes == file.size_bytes:
                continue
            if size_bytes is not None:
                self._quarantine(file, "its length is wrong")
            if file.key not in self._told:  # asked for by everything that needs it
                self._told.add(file.key)
                log.warning("%s: file '%s' is lost; it will be made again.", artifact.uri, role)
            return None
        return artifact

    def _read(self, place: str, data: bytes) -> Artifact | None:
        """A manifest's artifact, parsed once per process; a damaged manifest goes to quarantine."""
        known = self._parsed.get(place)
        if known is not None and known[0] == data:
            return known[1]
        try:
            artifact = read_manifest(data, self.open_file)
            if _manifest_key(artifact.asset, artifact.digest) != place:
                raise ValueError(f"it is the manifest of {artifact.asset} {artifact.digest}")
        except ValueError as error:
            log.warning("%s is damaged (%s); moved to %s.", place, error, self.shelf.quarantine(place))
            return None
        self._parsed[place] = (data, artifact)
        return artifact

    def _unsealed(self, place: str, data: bytes) -> dict[str, Any] | None:
        try:
            return unsealed(data)
        except ValueError as error:
            log.warning("%s is damaged (%s); moved to %s.", place, error, self.shelf.quarantine(place))
            return None

    def _take_entries(self, asset: str, key: str) -> list[dict[str, Any]]:
        stored = self.shelf.read_many(self.shelf.keys(_takes_folder(asset, key)))
        entries = (self._unsealed(place, data) for place, data in stored.items())
        return [entry for entry in entries if entry is not None]

    def open_file(self, artifact: Artifact, role: str) -> Path:
        """What `artifact.path(role)` does."""
        file = artifact.file(role)
        path = self.shelf.fetch(file.key)
        if self._whole(file, path):
            return path
        if self.shelf.forget_local(file.key):  # a bad copy of what may be good in the bucket
            path = self.shelf.fetch(file.key)
            if self._whole(file, path):
                return path
        where = self._quarantine(file, "its bytes have changed")
        raise ArtifactCorruptError(
            f"{artifact.asset} of {artifact.key}: file '{role}' ({path}) is not what was stored. "
            f"It was moved to {where}. Run `sparkle make` again: only this is made anew."
        )

    def _whole(self, file: StoredFile, path: Path) -> bool:
        """Whether the bytes are the ones stored; read again only if the file has changed since the last look."""
        with told("read", path):
            status = path.stat()
            mark = _mark(status)
            if self._checked.get(file.key) == mark:
                return True
            if status.st_size != file.size_bytes or file_sha256(path) != file.sha256:
                return False
        self._checked[file.key] = mark
        return True

    def _quarantine(self, file: StoredFile, fault: str) -> str:
        where = self.shelf.quarantine(file.key)
        self._checked.pop(file.key, None)
        log.warning("%s: %s; moved to %s.", file.key, fault, where)
        return where


def _mark(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _manifest_key(asset: str, digest: str) -> str:
    return f"manifests/{asset}/{digest}.json"


def _head_key(asset: str, key: str) -> str:
    return f"heads/{check_asset(asset)}/{check_key(key, 'key')}.json"


def _takes_folder(asset: str, key: str) -> str:
    return f"takes/{check_asset(asset)}/{check_key(key, 'key')}"


def _shelf_at(location: Path | str, cache_folder: Path | None) -> FolderShelf | BucketShelf:
    text = str(location)
    if "\0" in text or not text:
        raise InputError(f"store location {text!r}: expected a folder or s3://bucket/prefix.")
    if "://" not in text:
        return FolderShelf(Path(location).expanduser().absolute())
    if not text.startswith("s3://"):
        raise InputError(f"store location {text}: expected a folder or s3://bucket/prefix.")
    from obstore.store import S3Store

    with told("open", text):
        bucket = S3Store.from_url(text)
    name = re.sub(r"[^a-z0-9._-]+", "-", text.lower())
    return BucketShelf(bucket, cache_folder or Path.home() / ".cache" / "sparkle-motion" / name, text.rstrip("/"))


def _reopen(location: str, cache_folder: Path | None) -> ArtifactStore:
    return ArtifactStore.open(location, cache_folder=cache_folder)
