"""Looking for damage: every blob against its hash, every manifest and record against its seal.

What belongs here: finding what is not as it was written, naming whose it is, putting it aside. What does not: making
it again (the next `sparkle make` does: what is in quarantine counts as missing).
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sparkle_motion_dagster.errors import ArtifactMissingError
from sparkle_motion_dagster.store.artifact import Artifact, read_manifest, unsealed
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.locks import gate
from sparkle_motion_dagster.store.shelf import file_sha256
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import records

_CHANGED = "its bytes do not match its name"


@dataclass(frozen=True)
class Damage:
    """Something in the store that is not as it was written."""

    key: str
    """On the shelf."""
    fault: str
    """In words."""
    whose: tuple[str, ...] = ()
    """Who needs it: "lighthouse s020 video_clips"; none if nobody does."""
    missing: bool = False
    """It is not there at all: there is nothing to put aside."""


@dataclass(frozen=True)
class Checked:
    """What `verify` looked at."""

    damage: tuple[Damage, ...]
    blobs: int
    blob_bytes: int
    manifests: int
    records: int


def verify(store: ArtifactStore, jobs: int = 1) -> tuple[Damage, ...]:
    """Read every byte of the store; what is not as it was written. Nothing is moved or removed."""
    return check(store, jobs).damage


def check(store: ArtifactStore, jobs: int = 1) -> Checked:
    """`verify`, with what was looked at. `jobs`: files read at once.

    What is being written or removed meanwhile by others is not damage. Raises StoreError if the disk cannot be read.
    """
    manifests = {key: _read(store, key, data) for key, data in _all(store, store.shelf.keys("manifests")).items()}
    notes = _all(store, records(store))
    whose = _Owners(manifests, notes)
    found = [
        Damage(key, "the manifest is damaged", whose.of_manifest(key)) for key, a in manifests.items() if a is None
    ]
    blobs = sorted(store.shelf.keys("blobs"))
    with ThreadPoolExecutor(jobs) as readers:  # hashing frees Python's lock
        sizes = list(readers.map(lambda key: _whole_bytes(store, key), blobs))
    for key, size in zip(blobs, sizes, strict=True):
        if size is None:
            found.append(Damage(key, _CHANGED, whose.of_blob(key)))
    there = set(blobs)
    for manifest, artifact in manifests.items():
        for role, file in artifact.files.items() if artifact else ():
            if file.key not in there and store.shelf.read(manifest) is not None:  # not removed by gc just now
                fault = f"it is missing; {artifact.uri if artifact else ''} needs it ('{role}')"
                found.append(Damage(file.key, fault, whose.of_blob(file.key), missing=True))
    for key, data in notes.items():
        try:
            unsealed(data)
        except ValueError:
            found.append(Damage(key, "it is damaged", (_named(key),)))
    return Checked(tuple(found), len(blobs), sum(size or 0 for size in sizes), len(manifests), len(notes))


def put_aside(store: ArtifactStore, damage: Iterable[Damage]) -> dict[str, str]:
    """Move what is damaged to quarantine, if it still is: where each now lies, by key. Writers wait meanwhile.

    An older take that has lost a file is put aside whole: no run would make it again.
    """
    moved: dict[str, str] = {}
    with gate(store.room / "locks", alone=True):
        for one in damage:
            if not one.missing and _is_damaged(store, one.key):
                moved[one.key] = store.shelf.quarantine(one.key)
        heads = _Owners({}, _all(store, store.shelf.keys("heads")))
        for key, data in _all(store, store.shelf.keys("manifests")).items():
            artifact = _read(store, key, data)
            if artifact is None or heads.of_manifest(key):
                continue
            if any(store.shelf.size_bytes(file.key) is None for file in artifact.files.values()):
                moved[key] = store.shelf.quarantine(key)
    return moved


def _all(store: ArtifactStore, keys: Iterable[str]) -> dict[str, bytes]:
    return store.shelf.read_many(sorted(keys))


def _read(store: ArtifactStore, key: str, data: bytes) -> Artifact | None:
    """A manifest's artifact; None if it is damaged, or lies where another's should."""
    try:
        artifact = read_manifest(data, store.open_file)
    except ValueError:
        return None
    return artifact if key == f"manifests/{artifact.asset}/{artifact.digest}.json" else None


def _whole_bytes(store: ArtifactStore, key: str) -> int | None:
    """The blob's size, if its bytes are what its name says; 0 if it was removed just now."""
    try:
        store.shelf.forget_local(key)  # of a bucket: what lies there is checked, not the copy here
        path = store.shelf.fetch(key)
        with told("read", path):
            return path.stat().st_size if file_sha256(path) == key.rsplit("/", 1)[-1].split(".", 1)[0] else None
    except ArtifactMissingError:
        return 0


def _is_damaged(store: ArtifactStore, key: str) -> bool:
    if key.startswith("blobs/"):
        return _whole_bytes(store, key) is None
    data = store.shelf.read(key)
    if data is None:
        return False
    if key.startswith("manifests/"):
        return _read(store, key, data) is None
    try:
        unsealed(data)
    except ValueError:
        return True
    return False


def _named(record: str) -> str:
    """What a record is about: `heads/video_clips/lighthouse~s020.json` → "lighthouse s020 video_clips"."""
    folder, *parts = record.removesuffix(".json").split("/")
    if folder in ("heads", "takes") and len(parts) >= 2:
        return f"{parts[1].replace('~', ' ')} {parts[0]}"
    return f"{' '.join(parts).replace('~', ' ')} ({folder})"


class _Owners:
    """Which film, shot and asset a manifest or a blob belongs to, by the records that name it."""

    def __init__(self, manifests: dict[str, Artifact | None], notes: dict[str, bytes]):
        self._by_manifest: dict[str, set[str]] = {}
        for key, data in notes.items():
            for manifest in _points_at(key, data):
                self._by_manifest.setdefault(manifest, set()).add(_named(key))
        self._by_blob: dict[str, set[str]] = {}
        for manifest, artifact in manifests.items():
            if artifact is None:
                continue
            owners = self._by_manifest.get(manifest) or {f"{artifact.key.replace('~', ' ')} {artifact.asset}"}
            for file in artifact.files.values():
                self._by_blob.setdefault(file.key, set()).update(owners)

    def of_manifest(self, key: str) -> tuple[str, ...]:
        return tuple(sorted(self._by_manifest.get(key, ())))

    def of_blob(self, key: str) -> tuple[str, ...]:
        return tuple(sorted(self._by_blob.get(key, ())))


def _points_at(record: str, data: bytes) -> Iterator[str]:
    """The manifests that a head or a take names."""
    folder, *parts = record.split("/")
    if folder == "takes" and len(parts) == 3:
        yield f"manifests/{parts[0]}/{parts[2]}"
    elif folder == "heads" and len(parts) == 2:
        try:
            yield f"manifests/{parts[0]}/{unsealed(data)['digest']}.json"
        except (ValueError, KeyError):
            return
