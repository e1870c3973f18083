"""Keeping the store small: removing what nothing refers to, forgetting a film.

What belongs here: gc and the removal of a film's records. What does not: looking for damage (`checking.py`), deciding
when (a person does, by `sparkle gc` and `sparkle rm`).
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
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


@dataclass(frozen=True)
class Look:
    """What lay in the store at one look: each key listed once, and nothing held for it."""

    blobs: frozenset[str]
    manifests: dict[str, Artifact]
    """By key. Damaged ones are left out, and left where they are: `sparkle verify` tells of them."""
    records: dict[str, bytes]
    """By key. A take's name is enough to count: its bytes are not read, and empty here."""


def look(store: ArtifactStore, before: Look | None = None) -> Look:
    """Look at all of the store. Nobody waits meanwhile; of what is just being taken in, a part may be seen.

    `before`: an earlier look. A manifest that was whole then is not read again: it changes only if it loses a file.
    """
    blobs = frozenset(store.shelf.keys("blobs"))  # in the order of writing, so that what refers to a thing is seen too
    known = {} if before is None else _unchanged(before, blobs)
    keys = set(store.shelf.keys("manifests"))
    manifests = {key: known[key] for key in keys & known.keys()} | dict(_artifacts(store, keys - known.keys()))
    noted = sorted(records(store))
    takes = [key for key in noted if key.startswith("takes/")]
    others = store.shelf.read_many(key for key in noted if not key.startswith("takes/"))
    return Look(blobs, manifests, dict.fromkeys(takes, b"") | others)


def gc(
    store: ArtifactStore,
    *,
    dry_run: bool = True,
    grace_s: float = GRACE_S,
    let_go: Callable[[], frozenset[str]] = frozenset,
    seen: Look | None = None,
) -> Swept:
    """Remove every artifact that no record of any film refers to (nor its descendants), and blobs of none.

    Records are heads, takes and whatever else is written down beside them (what a person has circled, locked or put
    in): each keeps what it names. What is younger than `grace_s` is kept too, as is all that belongs to a living
    process (`tmp/`) and what is in quarantine.

    Safe beside other processes. What may go is found while they work; then they wait, while what has been written
    since is looked at, and the rest is removed. A dry run holds up nobody.

    Args:
        store: the store.
        dry_run: remove nothing.
        grace_s: seconds.
        let_go: asked, after the look, for records to remove first.
        seen: a look just taken; None: it is taken here.

    Raises:
        FilmBusyError: a film is being made (its run may be about to use what nothing refers to yet); not in a dry run.
        LockBusyError: others write without a pause.
        StoreError: something cannot be read or removed.
    """
    if not dry_run:
        _refuse_in_work(store)
    seen = seen or look(store)
    found = _unused(store, seen, let_go(), grace_s)
    if dry_run:
        return found
    with gate(store.room / "locks", alone=True):
        _refuse_in_work(store)
        found = _still_unused(store, found, seen, look(store, seen))
        # heads, then takes, then manifests, then blobs: none outlives what it names
        for key in (*found.records, *found.manifests, *found.blobs):
            store.shelf.remove(key)
    return found


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


def _refuse_in_work(store: ArtifactStore) -> None:
    busy = films_in_work(store.room / "locks")
    if busy:
        raise FilmBusyError(f"{', '.join(busy)} being made now. Run gc when it is done.")


def _unused(store: ArtifactStore, seen: Look, gone: frozenset[str], grace_s: float) -> Swept:
    """What nobody uses once the records in `gone` are no more, and is old enough."""
    live, named = _live(seen, gone)
    dead, young_dead = _old(store, sorted(seen.manifests.keys() - live), grace_s)
    blobs, young_blobs = _old(store, sorted(_of_none(seen.blobs, seen, dead, named)), grace_s)
    young = len(young_dead) + len(young_blobs)
    return _swept(store, seen, sorted(gone), dead, blobs, young)


def _still_unused(store: ArtifactStore, found: Swept, seen: Look, now: Look) -> Swept:
    """What of it nobody has begun to use since it was `seen`.

    All records stay of a film of which any was written or removed since: what is of use there must be told anew.
    """
    touched = {film_of_record(key) for key, _ in seen.records.items() ^ now.records.items()}
    gone = [key for key in found.records if film_of_record(key) not in touched]
    live, named = _live(now, frozenset(gone))
    dead = tuple(key for key in found.manifests if key not in live)
    blobs = tuple(_of_none(found.blobs, now, dead, named))
    return _swept(store, seen, gone, dead, blobs, found.young)


def _swept(
    store: ArtifactStore, seen: Look, gone: list[str], dead: tuple[str, ...], blobs: tuple[str, ...], young: int
) -> Swept:
    freed_bytes = sum(store.shelf.size_bytes(key) or 0 for key in blobs)
    return Swept(dead, blobs, freed_bytes, tuple(seen.manifests[key] for key in dead), young, tuple(gone))


def _of_none(blobs: Iterable[str], seen: Look, dead: tuple[str, ...], named: set[str]) -> list[str]:
    """Those of the blobs that no manifest needs, but the dead ones, and no record names."""
    needed = {file.key for key in seen.manifests.keys() - set(dead) for file in seen.manifests[key].files.values()}
    return [key for key in blobs if key not in needed and _name(key) not in named]


def _old(store: ArtifactStore, keys: list[str], grace_s: float) -> tuple[tuple[str, ...], list[str]]:
    """Keys that are older than the grace, and those that are not (a time in the future is young)."""
    latest = time.time() - grace_s
    young = {key for key in keys if grace_s > 0 and store.shelf.written_at(key) > latest}
    return tuple(key for key in keys if key not in young), sorted(young)


def _unchanged(before: Look, blobs: frozenset[str]) -> dict[str, Artifact]:
    """Its manifests that have had all their files all the time: one that loses a file may be written anew."""
    there = before.blobs & blobs
    return {
        key: artifact
        for key, artifact in before.manifests.items()
        if all(file.key in there for file in artifact.files.values())
    }


def _artifacts(store: ArtifactStore, keys: Iterable[str]) -> Iterator[tuple[str, Artifact]]:
    for key, data in store.shelf.read_many(sorted(keys)).items():
        try:
            yield key, read_manifest(data, store.open_file)
        except ValueError:
            continue


def _live(seen: Look, gone: frozenset[str]) -> tuple[set[str], set[str]]:
    """Manifests that a record refers to, but those in `gone`, with all they were made from; and every digest named.

    Records are searched for digests, so that a damaged one, or one of a kind not known here, still keeps what it names.
    """
    by_digest: dict[str, list[str]] = {}
    for key, artifact in seen.manifests.items():
        by_digest.setdefault(artifact.digest, []).append(key)
    kept = {key: data for key, data in seen.records.items() if key not in gone}
    named = {_name(key) for key in kept if key.startswith("takes/")}
    for data in kept.values():
        named |= {digest.decode() for digest in _DIGEST.findall(data)}
    open_keys = [key for digest in named for key in by_digest.get(digest, ())]
    live: set[str] = set()
    while open_keys:
        key = open_keys.pop()
        if key in live or key not in seen.manifests:
            continue
        live.add(key)
        for parent in seen.manifests[key].parents:
            if parent.startswith(URI_PREFIX):
                open_keys.append(f"manifests/{parent.removeprefix(URI_PREFIX)}.json")
    return live, named


def _name(key: str) -> str:
    """The last part of a key without its suffix: a blob's sha256, a take's digest."""
    return key.rsplit("/", 1)[-1].split(".", 1)[0]
