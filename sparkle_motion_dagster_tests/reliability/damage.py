"""Damaging a finished studio on purpose, and seeing what was made again.

What belongs here: finding an artifact's own files, damaging them, comparing before and after. What does not: tests.
"""

import json
from collections import Counter
from pathlib import Path


def manifests(store: Path, asset: str) -> list[Path]:
    return sorted((store / "manifests" / asset).glob("*.json"))


def body(manifest: Path) -> dict:
    return json.loads(manifest.read_bytes().split(b"\n")[1])


def blob(store: Path, file: dict) -> Path:
    return store / "blobs" / file["sha256"][:2] / (file["sha256"] + file["suffix"])


def own_file(store: Path, asset: str) -> tuple[Path, Path]:
    """A manifest of the asset, and one of its files that no other artifact shares."""
    shared = Counter(f["sha256"] for m in (store / "manifests").glob("*/*.json") for f in body(m)["files"].values())
    for manifest in manifests(store, asset):
        for _, file in sorted(body(manifest)["files"].items()):
            if shared[file["sha256"]] == 1:
                return manifest, blob(store, file)
    raise AssertionError(f"every file of {asset} is shared")


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    path.chmod(0o644)
    match how:
        case "empty":
            data.clear()
        case "truncated":
            del data[len(data) // 2 :]
        case "flipped":
            data[len(data) // 2] ^= 1
        case "deleted":
            path.unlink()
            return
    path.unlink()  # the screenings are hard links to it: a person's copy of a damaged file is not what is tested
    path.write_bytes(data)


def marks(store: Path) -> dict[str, int]:
    """Which file on the disk each blob is: bytes that are made again are another file of the same name."""
    return {path.relative_to(store).as_posix(): path.stat().st_ino for path in (store / "blobs").glob("*/*")}


def made_again(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Blobs that are not the ones they were."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
