"""Locked shots: what they are kept as, whatever their plan and takes say now.

What belongs here: finding what is locked, and refusing to make anything else in its place. What does not: locking and
unlocking (`directing.py`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.errors import ArtifactCorruptError, ArtifactMissingError, StoreError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, TAKE_ASSETS, ShotTakes
from sparkle_motion_dagster.store.artifact import URI_PREFIX, Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

LOCKED = "locked: kept as it is"


def made_of_others(held: Mapping[str, Artifact]) -> tuple[str, ...]:
    """Assets of a shot (all are held) that were made of other ones than those it has: a part of it was made anew since."""
    spoken, stills, clip, synced, _ = (held[asset] for asset in SHOT_ASSETS)
    sources: dict[str, dict[str, Any]] = {
        CLIP: {"images": stills.content_hash, "frames": spoken.facts["frames"]},
        LIPSYNC: {"clip": clip.content_hash, "speech": spoken.content_hash},
        SHOT_ASSETS[-1]: {"clip": synced.content_hash, "speech": spoken.content_hash, "images": stills.content_hash},
    }
    return tuple(
        asset
        for asset, wanted in sources.items()
        if any(held[asset].inputs.get(name, source) != source for name, source in wanted.items())
    )


def locked_digest(order: ShotOrder, asset: str) -> str | None:
    """The recipe that the asset is locked to; None if the shot is not locked."""
    lock = order.takes.lock if order.takes else None
    return lock.artifacts.get(asset) if lock else None


def find_locked(store: ArtifactStore, asset: str, order: ShotOrder) -> Artifact | None:
    """What the asset is locked to; None if it is not locked, or lost. Nothing is written, no bytes are read."""
    digest = locked_digest(order, asset)
    return None if digest is None else by_digest(store, asset, digest)


def locked_artifacts(store: ArtifactStore, asset: str, orders: Iterable[ShotOrder]) -> dict[str, Artifact]:
    """What the asset of each locked shot is locked to, by shot key, verified, and made what the shot has now.

    Shots that are not locked, and those that lost it, are left out.
    """
    found = {order.key: _kept(store, asset, order) for order in orders if locked_digest(order, asset)}
    return {key: artifact for key, artifact in found.items() if artifact is not None}


def _kept(store: ArtifactStore, asset: str, order: ShotOrder) -> Artifact | None:
    artifact = find_locked(store, asset, order)
    if artifact is None:
        return None
    try:
        for role in artifact.files:
            artifact.path(role)
        store.point(asset, order.key, artifact)
    except (ArtifactCorruptError, ArtifactMissingError):
        return None  # in quarantine now: made again if it can be made as it was (`check_lock`)
    return artifact


def check_lock(order: ShotOrder, asset: str, digest: str) -> None:
    """Refuse to make anything but what is locked. Raises StoreError saying what to do.

    It is asked only if what is locked is lost: with the same recipe it may be made again.
    """
    locked = locked_digest(order, asset)
    if locked not in (None, digest):
        raise StoreError(
            f"{order.film} {order.shot.id}: {asset}: the shot is locked, but the file it is locked to is lost, and what it "
            f"was made from has changed since: unlock it to make it as it is now: "
            f"sparkle lock {order.film} {order.shot.id} --off"
        )


def held_shots(
    store: ArtifactStore, film: str, plan: MoviePlan, takes: Mapping[str, ShotTakes] | None = None
) -> dict[str, dict[str, Artifact]]:
    """What every shot has now, by asset and shot key: its head; of a locked shot, what it is locked to.

    `takes`: the film's decisions, if they have been read already.
    """
    known = film_takes(store, film) if takes is None else takes
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    held = {asset: store.heads(asset, keys) for asset in SHOT_ASSETS}
    for shot in plan.shots:
        lock = known[shot.id].lock if shot.id in known else None
        for asset, digest in lock.artifacts.items() if lock else ():
            _replace(held[asset], shot_key(film, shot.id), digest, store, asset)
    return held


def _replace(held: dict[str, Artifact], key: str, digest: str, store: ArtifactStore, asset: str) -> None:
    if key in held and held[key].digest == digest:
        return
    artifact = by_digest(store, asset, digest)
    if artifact is None:
        held.pop(key, None)
    else:
        held[key] = artifact


def by_digest(store: ArtifactStore, asset: str, digest: str) -> Artifact | None:
    """What the recipe of this digest has made, if all of it is still there."""
    try:
        return store.get(f"{URI_PREFIX}{asset}/{digest}")
    except ArtifactMissingError:
        return None


def take_facts(order: ShotOrder, asset: str) -> dict[str, Any]:
    """Which take it is, who asked for it and why: facts of what is made, seen in its metadata."""
    if asset not in TAKE_ASSETS:
        return {}
    take = order.take(asset)
    own = sorted({file.name for file in take.own.values()})
    note = order.takes.note(take.number) if order.takes else ""
    by = order.takes.by(take.number) if order.takes else None
    asked = ({"take_note": note} if note else {}) | ({"take_by": by} if by else {})
    return {"take": take.number} | asked | ({"own_files": own} if own else {})


def locked_shots(takes: Mapping[str, ShotTakes], shots: Iterable[str]) -> tuple[str, ...]:
    """Those of the shots that are locked."""
    return tuple(shot for shot in shots if shot in takes and takes[shot].lock is not None)
