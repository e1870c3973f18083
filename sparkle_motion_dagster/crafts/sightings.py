"""Likenesses: a picture just made that looks like one made before, in this film or another.

What belongs here: telling the index of new pictures, and saying what they resemble. What does not: the index
(`store/recent_index.py`). A likeness is said and linked, never used: no shot gets another shot's picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sparkle_motion_dagster.errors import ArtifactMissingError
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.recent_index import RecentIndex
from sparkle_motion_dagster.store.store import ArtifactStore

HASHED = {"shot_images": ("phash_start", "phash_end"), "video_clips": ("phash_first", "phash_middle")}
"""Which facts of which assets are perceptual hashes."""


@dataclass(frozen=True)
class Likeness:
    """Another artifact with nearly the same picture."""

    fact: str
    """Which picture of the artifact: "phash_start"."""
    uri: str
    distance: int
    """Bits in which the hashes differ: 0 is the same to the eye."""

    def as_json(self) -> dict[str, Any]:
        """For metadata."""
        return {"picture": self.fact.removeprefix("phash_"), "like": self.uri, "bits_apart": self.distance}


def sight(index: RecentIndex, store: ArtifactStore, artifact: Artifact) -> tuple[Likeness, ...]:
    """Count the artifact's pictures, and say which artifacts of other shots they resemble. Raises StoreError."""
    found = []
    for fact in HASHED.get(artifact.asset, ()):
        phash = artifact.facts.get(fact)
        if not isinstance(phash, str):
            continue
        for known in index.find_near(phash):
            if known.canonical_uri != artifact.uri and not _of_same_shot(store, known.canonical_uri, artifact):
                found.append(Likeness(fact, known.canonical_uri, known.distance))
        index.get_or_add(phash, artifact.uri, lambda uri: _held(store, uri) is not None)
    return tuple(found)


def _held(store: ArtifactStore, uri: str) -> Artifact | None:
    try:
        return store.get(uri)
    except ArtifactMissingError:
        return None


def _of_same_shot(store: ArtifactStore, uri: str, artifact: Artifact) -> bool:
    """Whether it is another take, or another picture, of the same shot; or gone from the store."""
    other = _held(store, uri)
    return other is None or (other.film, other.shot) == (artifact.film, artifact.shot)


def as_metadata(likenesses: Mapping[str, tuple[Likeness, ...]]) -> dict[str, list[dict[str, Any]]]:
    """By shot key, only those that have any."""
    return {key: [likeness.as_json() for likeness in found] for key, found in likenesses.items() if found}
