"""What the store's tests share: stores to try, files to keep, and a look at the truth on the disk."""

import hashlib
import itertools
import random
from pathlib import Path

from obstore.store import MemoryStore

from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.bucket_shelf import BucketShelf
from sparkle_motion_dagster.store.store import ArtifactStore

FILM = "lighthouse"
_names = itertools.count()


def bucket_store(room: Path) -> ArtifactStore:
    """A store in a bucket that lives in memory."""
    shelf = BucketShelf(MemoryStore(), room, "s3://memory")
    shelf.probe()
    return ArtifactStore(shelf, "s3://memory", room)


def recipe(number: int = 1, key: str = f"{FILM}~s010", asset: str = "video_clips") -> Recipe:
    return Recipe(asset, key, {"number": number})


def some_bytes(number: int, size_bytes: int = 2000) -> bytes:
    return random.Random(number).randbytes(size_bytes)


def adopt(
    store: ArtifactStore,
    wanted: Recipe,
    data: bytes | None = None,
    *,
    name: str = "clip.mp4",
    role: str = "clip",
    film: str = FILM,
    parents: tuple[str, ...] = (),
) -> Artifact:
    """Make a file in a workbench and adopt it; by default its bytes follow from the recipe."""
    with store.workbench() as folder:
        path = folder / name
        path.write_bytes(some_bytes(int(wanted.inputs.get("number", 0))) if data is None else data)
        return store.adopt(
            wanted,
            {role: path},
            {"duration_s": 2.0},
            film=film,
            shot=wanted.key.partition("~")[2] or None,
            backend="test 1",
            draft=True,
            reason="not made before",
            parents=parents,
        )


def assert_whole(folder: Path) -> None:
    """Every blob that can be seen is what its name says."""
    for path in (folder / "blobs").rglob("*"):
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name.split(".")[0], path
