"""Keeping the store clean and true: removing what nothing refers to, checking every byte.

What belongs here: gc, verify, removing a film. What does not: deciding when (a person does, by `sparkle gc`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.film.recipe import check_key
from sparkle_motion_dagster.store.artifact import URI_PREFIX, Artifact, read_manifest, unsealed
from sparkle_motion_dagster.store.faults import told
from sparkle_motion_dagster.store.locks import films_in_work, gate
from sparkle_motion_dagster.store.shelf import file_sha256
from sparkle_motion_dagster.store.store import ArtifactStore


@dataclass(frozen=True)
class Swept:
    """What gc removed, or would remove: keys on the shelf, and the bytes of their blobs."""

    manifests: tuple[str, ...]
    blobs: tuple[str, ...]
    freed_bytes: int


@dataclass(frozen=True)
class Damage:
    """Something in the store that is not as it was written. `key` on the shelf, the fault in words."""

    key: str
    fault: str


def gc(store: ArtifactStore, *, dry_run: bool = True) -> Swept:
    """Remove every artifact that no take of any film refers to (nor its descendants), and blobs of none.

    Safe beside other processes: writers wait while it sweeps. Quarantine is left alone. Raises FilmBusyError
    while a film is being made (its run may be about to use what nothing refers to yet).
    """
    with gate(store.room / "locks", alone=True):
        busy = films_in_work(store.room / "locks")
        if busy and not dry_run:
            raise FilmBusyError(f"{', '.join(busy)} being made now. Run gc when it is done.")
        manifests = {key: artifact for key, artifact in _artifacts(store) if artifact is not None}
        live = _live(store, manifests)
        dead = tuple(sorted(key for key in manifests if key not in live))
        needed = {file.key for key in live for file in manifests[key].files.values()}
        blobs = tuple(sorted(key for key in store.shelf.keys("blobs") if key not in needed))
        freed_bytes = sum(store.shelf.size_bytes(key) or 0 for key in blobs)
        if not dry_run:
            for key in (*dead, *blobs):  # manifests first: a manifest never outlives its blobs
                store.shelf.remove(key)
    return Swept(dead, blobs, freed_bytes)


def verify(store: ArtifactStore) -> tuple[Damage, ...]:
    """Read every byte of the store; what is not as it was written. Nothing is moved or removed."""
    found = []
    artifacts = list(_artifacts(store))
    for key, artifact in artifacts:
        if artifact is None:
            found.append(Damage(key, "the manifest is damaged"))
    blobs = set(store.shelf.keys("blobs"))
    for key in sorted(blobs):
        name = key.rsplit("/", 1)[-1].split(".", 1)[0]
        path = store.shelf.fetch(key)
        with told("read", path):
            whole = file_sha256(path) == name
        if not whole:
            found.append(Damage(key, "its bytes do not match its name"))
    for _, artifact in artifacts:
        for role, file in artifact.files.items() if artifact else ():
            if file.key not in blobs:
                found.append(Damage(file.key, f"it is missing; {artifact.uri if artifact else ''} needs it ('{role}')"))
    for prefix in ("heads", "takes"):
        for key in sorted(store.shelf.keys(prefix)):
            try:
                unsealed(store.shelf.read(key) or b"")
            except ValueError:
                found.append(Damage(key, "it is damaged"))
    return tuple(found)


def remove_film(store: ArtifactStore, film: str) -> int:
    """Forget all heads and takes of a film (keys `<film>` and `<film>~…`); how many. Then `gc` frees the space.

    Raises FilmBusyError while it is being made.
    """
    check_key(film, "film")
    removed = 0
    with store.film_lock(film), gate(store.room / "locks", alone=True):
        for key in sorted([*store.shelf.keys("heads"), *store.shelf.keys("takes")]):
            owner = key.split("/")[2].removesuffix(".json") if key.startswith("heads/") else key.split("/")[2]
            if owner == film or owner.startswith(f"{film}~"):
                store.shelf.remove(key)
                removed += 1
    return removed


def _artifacts(store: ArtifactStore) -> Iterator[tuple[str, Artifact | None]]:
    """Every manifest's artifact; None for a damaged one."""
    for key, data in store.shelf.read_many(sorted(store.shelf.keys("manifests"))).items():
        try:
            yield key, read_manifest(data, store.open_file)
        except ValueError:
            yield key, None


def _live(store: ArtifactStore, manifests: dict[str, Artifact]) -> set[str]:
    """Manifests that a take refers to, and all they were made from. A take's name is enough to count."""
    open_keys = []
    for key in store.shelf.keys("takes"):
        _, asset, _, name = key.split("/")
        open_keys.append(f"manifests/{asset}/{name}")
    live: set[str] = set()
    while open_keys:
        key = open_keys.pop()
        if key in live or key not in manifests:
            continue
        live.add(key)
        for parent in manifests[key].parents:
            if parent.startswith(URI_PREFIX):
                open_keys.append(f"manifests/{parent.removeprefix(URI_PREFIX)}.json")
    return live
