"""Which model a profile names, and where its files are on this machine.

What belongs here: from a name to an identity and a folder. What does not: checking the files (`snapshot.py`), getting
them (`fetch.py`). Nothing is ever downloaded while a film is made.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.models.snapshot import Snapshot, read_files, read_snapshot
from sparkle_motion_dagster.backends.models.table import ModelEntry, load_models
from sparkle_motion_dagster.errors import ProfileError, WeightsError

_REVISION = re.compile(r"[0-9a-f]{40}")
FETCH = "sparkle models fetch PROFILE"


@dataclass(frozen=True)
class ModelSource:
    """A model: either a folder, or an id and a revision on the Hugging Face Hub."""

    name: str
    """As the profile says it."""
    local: Path | None
    repo_id: str | None
    revision: str | None
    """Of a Hub model its commit, None if nobody pinned it; of a folder the fingerprint it must have, None for any."""
    variant: str | None
    entry: ModelEntry | None
    """Its row in models.yaml."""
    files: tuple[str, ...] = ()
    """All that loading reads, if it is no folder of diffusers or transformers."""

    def pinned(self) -> str:
        """The Hub commit. Raises ProfileError saying how to pin one."""
        if self.revision is None:
            raise ProfileError(
                f"model {self.name} ({self.repo_id}) has no pinned revision: add `revision: <40 hex digits>` to its "
                f"settings in the profile; `{FETCH}` tells the commit that its main branch has now"
            )
        return self.revision

    def folder(self) -> Path:
        """Where its files are. Raises WeightsError with the command that fetches them."""
        if self.local is not None:
            if not self.local.is_dir():
                raise WeightsError(f"model {self.name}: {self.local} is not a folder: correct `model` in the profile")
            return self.local
        from huggingface_hub import constants

        repo = Path(constants.HF_HUB_CACHE) / f"models--{str(self.repo_id).replace('/', '--')}" / "snapshots"
        folder = repo / self.pinned()
        if folder.is_dir():
            return folder
        others = sorted(path.name for path in repo.iterdir()) if repo.is_dir() else []
        if others:
            raise WeightsError(
                f"model {self.name}: revision {self.pinned()} is pinned, and this machine has {', '.join(others)}: "
                f"run `{FETCH}`, or pin the revision that is here"
            )
        raise WeightsError(f"model {self.name} ({self.repo_id}) is not on this machine: run `{FETCH}`")

    def snapshot(self) -> Snapshot:
        """Its files, checked. Raises WeightsError."""
        folder = self.folder()
        snapshot = read_files(folder, self.files) if self.files else read_snapshot(folder, self.variant)
        if self.local is not None and self.revision is not None and snapshot.fingerprint() != self.revision:
            raise WeightsError(
                f"model {self.name}: its files have the fingerprint {snapshot.fingerprint()}, and the profile pins "
                f"{self.revision}: the files have changed; put the old ones back, or pin the new fingerprint"
            )
        return snapshot

    def identity(self) -> dict[str, Any]:
        """What goes into recipes: never a path. Raises ProfileError, WeightsError."""
        if self.local is None:
            return {"id": self.repo_id, "revision": self.pinned(), "variant": self.variant}
        return {"id": self.local.name, "fingerprint": self.snapshot().fingerprint(), "variant": self.variant}

    def parameters(self) -> dict[str, int]:
        """Numbers of parameters by part: counted in its files, or as the table tells them. {} if neither is known."""
        try:
            return self.snapshot().parameters
        except (WeightsError, ProfileError):
            return dict(self.entry.parameters) if self.entry else {}


def model_source(
    model: str, revision: str | None = None, variant: str | None = None, files: tuple[str, ...] = ()
) -> ModelSource:
    """The model that a profile's settings name.

    Args:
        model: a name in configs/models.yaml, a folder (with a slash that leads to one, or starting with . ~ or /), or
            `owner/name` on the Hub.
        revision: overrides the table's; required for a Hub model that is not in it.
        variant: overrides the table's.
        files: all that loading reads, of a model that is no folder of diffusers or transformers.

    Raises:
        ProfileError: no such name, or no such revision can be.
    """
    path = Path(model).expanduser()
    if model.startswith((".", "~", "/")) or path.is_dir():
        return ModelSource(model, path.absolute(), None, revision, variant, None, files)
    if revision is not None and not _REVISION.fullmatch(revision):
        raise ProfileError(f"model {model}: revision is {revision!r}: expected the 40 hex digits of a commit")
    entry = load_models().get(model)
    if entry is not None:
        named = files or entry.files
        return ModelSource(model, None, entry.id, revision or entry.revision, variant or entry.variant, entry, named)
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", model):
        raise ProfileError(
            f"model is {model!r}: expected one of {', '.join(sorted(load_models()))}, a folder, or owner/name on the Hub"
        )
    return ModelSource(model, None, model, revision, variant, None, files)
