"""Keeping the store small: removing what nothing refers to, forgetting a film.

What belongs here: gc and the removal of a film's records. What does not: looking for damage (`checking.py`), deciding
when (a person does, by `sparkle gc` and `sparkle rm`).
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.film.recipe import check_key
from sparkle_motion_dagster.store.artifact import URI_PREFIX, Artifact, read_manifest
from sparkle_motion_dagster.store.locks import films_in_work, gate
from sparkle_motion_dagster.store.store import ArtifactStore

GRACE_S = 3600.0
"""What is younger may be about to be referred to by a run on another machine (of a bucket), and is kept."""
NOT_RECORDS = frozenset({"blobs", "manifests", "quarantine", "tmp", "leases", "locks", "probe"})
"""Folders of the shelf that hold no record. Every other keeps alive what it names, whoever writes it."""
_DIGEST = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True)
class Swept:
    """What gc removed, or would remove: keys on the shelf, and the bytes of their blobs."""

    manifests: tuple[str, ...]
    blobs: tuple[str, ...]
    freed_bytes: int
    artifacts: tuple[Artifact, ...] = ()
    """Those of the manifests."""
    young: int = 0
    """Artifacts, and blobs of none, that nothing refers to and that are kept for their age."""
    records: tuple[str, ...] = ()
    """Those that were let go of, keys on the shelf."""


def gc(
    store: ArtifactStore,
    *,
    dry_run: bool = True,
    grace_s: float = GRACE_S,
    let_go: Callable[[], frozenset[str]] = frozenset,
) -> Swept:
    """Remove every artifact that no record of any film refers to (nor its descendants), and blobs of none.

    Records are heads, takes and whatever else is written down beside them (what a person has circled, locked or put
    in): each keeps what it names. What is younger than `grace_s` is kept too, as is all that belongs to a living
    process (`tmp/`) and what is in quarantine. `let_go` is asked, once nobody writes, for records to remove first. Safe beside other processes: writers wait while it sweeps. Raises
    FilmBusyError while a film is being made (its run may be about to use what nothing refers to yet).
    """
    with gate(store.room / "locks", alone=True):
        busy = films_in_work(store.room / "locks")
        if busy and not dry_run:
            raise FilmBusyError(f"{', '.join(busy)} being made now. Run gc when it is done.")
        manifests = dict(_artifacts(store))
        gone = let_go()
        live, named = _live(store, manifests, gone)
        needed = {file.key for key in live for file in manifests[key].files.values()}
        dead, young_dead = _old(store, sorted(set(manifests) - live), grace_s)
        needed |= {file.key for key in young_dead for file in manifests[key].files.values()}
        unneeded = [key for key in store.shelf.keys("blobs") if key not in needed and _name(key) not in named]
        blobs, young_blobs = _old(store, sorted(unneeded), grace_s)
        freed_bytes = sum(store.shelf.size_bytes(key) or 0 for key in blobs)
        if not dry_run:
            # heads, then takes, then manifests, then blobs: none outlives what it names
            for key in (*sorted(gone), *dead, *blobs):
                store.shelf.remove(key)
    removed = tuple(manifests[key] for key in dead)
    return Swept(dead, blobs, freed_bytes, removed, len(young_dead) + len(young_blobs), tuple(sorted(gone)))


def remove_film(store: ArtifactStore, film: str) -> int:
    """Forget all records of a film (keys `<film>` and `<film>~…`); how many. Then `gc` frees the space.

    Raises FilmBusyError while it is being made.
    """
    with store.film_lock(film):
        return forget_film(store, film)


def forget_film(store: ArtifactStore, film: str) -> int:
    """`remove_film` for one who holds the film already."""
    check_key(film, "film")
    with gate(store.room / "locks", alone=True):
        keys = [key for key in records(store) if film_of_record(key) == film]
        for key in sorted(keys):  # decisions and failures, then heads, then takes: a head never outlives its take
            store.shelf.remove(key)
    return len(keys)


def records(store: ArtifactStore) -> Iterator[str]:
    """Keys of everything on the shelf that is neither bytes nor a manifest: heads, takes, failures, decisions."""
    for folder in sorted(store.shelf.folders()):
        if folder not in NOT_RECORDS:
            yield from store.shelf.keys(folder)


def film_of_record(key: str) -> str:
    """The film that a record is about: `failures/<film>/…`, `heads/<asset>/<film>~….json`, `takes/<asset>/<film>~…/…`."""
    folder, _, rest = key.partition("/")
    owner = rest.split("/")[1 if folder in ("heads", "takes") else 0]
    return owner.removesuffix(".json").partition("~")[0]


def _old(store: ArtifactStore, keys: list[str], grace_s: float) -> tuple[tuple[str, ...], list[str]]:
    """Keys that are older than the grace, and those that are not (a time in the future is young)."""
    latest = time.time() - grace_s
    young = [key for key in keys if grace_s > 0 and store.shelf.written_at(key) > latest]
    return tuple(key for key in keys if key not in set(young)), young


def _artifacts(store: ArtifactStore) -> Iterator[tuple[str, Artifact]]:
    """Every manifest's artifact; damaged ones are left out, and left where they are: `sparkle verify` tells of them."""
    for key, data in store.shelf.read_many(sorted(store.shelf.keys("manifests"))).items():
        try:
            yield key, read_manifest(data, store.open_file)
        except ValueError:
            continue


def _live(store: ArtifactStore, manifests: dict[str, Artifact], gone: frozenset[str]) -> tuple[set[str], set[str]]:
    """Manifests that a record refers to, but those in `gone`, with all they were made from; and every digest named.

    A take's name is enough to count. Other records are searched for digests, so that a damaged one, or one of a kind
    not known here, still keeps what it names.
    """
    by_digest: dict[str, list[str]] = {}
    for key, artifact in manifests.items():
        by_digest.setdefault(artifact.digest, []).append(key)
    all_records = [key for key in records(store) if key not in gone]
    named = {_name(key) for key in all_records if key.startswith("takes/")}
    others = [key for key in all_records if not key.startswith("takes/")]
    for data in store.shelf.read_many(others).values():
        named |= {digest.decode() for digest in _DIGEST.findall(data)}
    open_keys = [key for digest in named for key in by_digest.get(digest, ())]
    live: set[str] = set()
    while open_keys:
        key = open_keys.pop()
        if key in live or key not in manifests:
            continue
        live.add(key)
        for parent in manifests[key].parents:
            if parent.startswith(URI_PREFIX):
                open_keys.append(f"manifests/{parent.removeprefix(URI_PREFIX)}.json")
    return live, named


def _name(key: str) -> str:
    """The last part of a key without its suffix: a blob's sha256, a take's digest."""
    return key.rsplit("/", 1)[-1].split(".", 1)[0]
