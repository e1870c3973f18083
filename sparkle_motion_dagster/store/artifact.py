"""What the store hands out: an artifact, its files and what is known of it; and its manifest as JSON.

What belongs here: the value and its JSON. What does not: finding, making and checking artifacts (`store.py`).
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.errors import ArtifactMissingError
from sparkle_motion_dagster.film.recipe import canonical_json
from sparkle_motion_dagster.store.shelf import blob_key

URI_PREFIX = "artifact://sparkle-motion/"
FORM = 1


@dataclass(frozen=True)
class StoredFile:
    """One file of an artifact, named by its bytes. `suffix` with its dot: ".mp4"; empty if it had none."""

    sha256: str
    size_bytes: int
    suffix: str

    @property
    def key(self) -> str:
        """Where its blob lies on the shelf."""
        return blob_key(self.sha256, self.suffix)


@dataclass(frozen=True)
class Artifact:
    """Something made: immutable, and the same for everyone who asks with the same recipe."""

    asset: str
    key: str
    """For whom it was first made; another shot with the same recipe shares it."""
    film: str
    shot: str | None
    digest: str
    """The recipe's hash."""
    inputs: dict[str, Any]
    """The recipe's inputs."""
    facts: dict[str, Any]
    """Measured when it was made (duration_s, width_px …)."""
    files: dict[str, StoredFile]
    """By role ("clip", "start")."""
    backend: str
    draft: bool
    reason: str
    """Why it was made, in words."""
    parents: tuple[str, ...]
    """URIs of the artifacts it was made from."""
    made_at: datetime
    open_file: Callable[["Artifact", str], Path] = field(repr=False, compare=False)

    @cached_property
    def content_hash(self) -> str:
        """sha256 over the roles and their files' hashes: equal for equal bytes, whatever the recipe."""
        return hashlib.sha256(canonical_json({role: file.sha256 for role, file in self.files.items()})).hexdigest()

    @property
    def uri(self) -> str:
        """`artifact://sparkle-motion/<asset>/<digest>`."""
        return f"{URI_PREFIX}{self.asset}/{self.digest}"

    def file(self, role: str) -> StoredFile:
        """The file in this role. Raises ArtifactMissingError naming the roles there are."""
        if role not in self.files:
            roles = ", ".join(sorted(self.files))
            raise ArtifactMissingError(f"{self.asset} of {self.key} has no file '{role}'; it has: {roles}.")
        return self.files[role]

    def path(self, role: str) -> Path:
        """A local, read-only file with the right suffix, checked against its hash once per process.

        Raises ArtifactCorruptError if the bytes are not the ones that were stored (the file is then in quarantine
        and the next run makes it again), ArtifactMissingError if they are gone, StoreError if they cannot be read.
        """
        return self.open_file(self, role)


def manifest_bytes(artifact: Artifact) -> bytes:
    """The manifest: JSON, readable, and carrying its own checksum."""
    body = {
        "form": FORM,
        "asset": artifact.asset,
        "key": artifact.key,
        "film": artifact.film,
        "shot": artifact.shot,
        "digest": artifact.digest,
        "inputs": artifact.inputs,
        "facts": artifact.facts,
        "files": {
            role: {"sha256": file.sha256, "size_bytes": file.size_bytes, "suffix": file.suffix}
            for role, file in artifact.files.items()
        },
        "backend": artifact.backend,
        "draft": artifact.draft,
        "reason": artifact.reason,
        "parents": list(artifact.parents),
        "made_at": artifact.made_at.isoformat(),
    }
    return sealed(body)


def read_manifest(data: bytes, open_file: Callable[[Artifact, str], Path]) -> Artifact:
    """The artifact of a manifest. Raises ValueError if the bytes are not a whole, unchanged manifest."""
    body = unsealed(data)
    if body.get("form") != FORM:
        raise ValueError(f"form {body.get('form')!r} is not {FORM}")
    try:
        return Artifact(
            asset=body["asset"],
            key=body["key"],
            film=body["film"],
            shot=body["shot"],
            digest=body["digest"],
            inputs=body["inputs"],
            facts=body["facts"],
            files={role: StoredFile(**file) for role, file in body["files"].items()},
            backend=body["backend"],
            draft=body["draft"],
            reason=body["reason"],
            parents=tuple(body["parents"]),
            made_at=datetime.fromisoformat(body["made_at"]),
            open_file=open_file,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"fields are missing: {error}") from error


def sealed(body: dict[str, Any]) -> bytes:
    """`body` as JSON bytes with a checksum in front."""
    text = canonical_json(body)
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text + b"\n"


def unsealed(data: bytes) -> dict[str, Any]:
    """What `sealed` was given. Raises ValueError if a byte is missing or changed."""
    seal, _, text = data.partition(b"\n")
    text = text.removesuffix(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != seal:
        raise ValueError("the checksum does not match")
    body = json.loads(text)
    if not isinstance(body, dict):
        raise ValueError("not a JSON object")
    return body
