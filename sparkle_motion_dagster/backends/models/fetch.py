"""Getting a pinned model onto this machine: exactly the files that are loaded, checked by their hashes.

What belongs here: choosing files, room on the disk, downloading by huggingface_hub, checking. What does not: commands
(`cli/models.py`), reading the model (`snapshot.py`). A connection that breaks goes on in the middle of a file; a fetch
that was ended keeps the files that it has whole.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.models.source import ModelSource
from sparkle_motion_dagster.errors import ProfileError, WeightsError

if TYPE_CHECKING:
    from huggingface_hub import RepoFile

_SPARE_BYTES = 1_000_000_000
"""Left free on the disk."""
_TEXT_SUFFIXES = (".json", ".txt", ".model", ".jinja")
_PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".msgpack", ".onnx", ".h5")


@dataclass(frozen=True)
class WantedFile:
    """One file of a model's repository."""

    path: str
    size_bytes: int
    sha256: str | None
    """Of large files; of small ones the Hub tells git's own hash:"""
    git_sha1: str
    here: bool
    """Whether it is on this machine already."""


@dataclass(frozen=True)
class FetchPlan:
    """What fetching a model means here and now."""

    source: ModelSource
    revision: str
    files: tuple[WantedFile, ...]
    cache: Path
    free_bytes: int

    @property
    def total_bytes(self) -> int:
        """Of all files."""
        return sum(file.size_bytes for file in self.files)

    @property
    def missing_bytes(self) -> int:
        """Of the files that are not here yet."""
        return sum(file.size_bytes for file in self.files if not file.here)


@dataclass(frozen=True)
class Fetched:
    """What is on this machine now."""

    folder: Path
    files: int
    total_bytes: int
    downloaded_files: int
    downloaded_bytes: int
    """0 if everything was here; every file was checked all the same."""


def wanted_files(names: Iterable[str], parts: Sequence[str], variant: str | None) -> tuple[str, ...]:
    """The files that loading reads, of all names in a repository. Pure.

    Args:
        names: every path in it.
        parts: names of the pipeline's parts (folders); empty for a single model, whose files lie at the top.
        variant: take model.<variant>.safetensors where there is one, else model.safetensors.

    Raises:
        WeightsError: a part has weights, but no safetensors.
    """
    names = sorted(names)
    chosen = ["model_index.json"] if parts else []
    for part in parts or ("",):
        inside = [name for name in names if (name.rpartition("/")[0] == part)]
        texts = [n for n in inside if n.endswith(_TEXT_SUFFIXES) and ".index." not in n and n != "model_index.json"]
        weights = _weights_of(inside, variant)
        pickles = [n for n in inside if n.endswith(_PICKLE_SUFFIXES)]
        if not weights and pickles:
            raise WeightsError(
                f"{part or 'the model'} has no safetensors in this revision, only {', '.join(pickles[:3])}: pickles can run "
                "programs and are never fetched; pin a revision that has safetensors"
            )
        chosen += texts + weights
    return tuple(dict.fromkeys(chosen))


def _weights_of(inside: Sequence[str], variant: str | None) -> list[str]:
    all_weights = [n for n in inside if n.endswith((".safetensors", ".safetensors.index.json"))]
    all_weights += [n for n in inside if variant and n.endswith(f".safetensors.index.{variant}.json")]
    stems = ("diffusion_pytorch_model", "model")
    ours = [n for n in all_weights if n.rpartition("/")[2].split(".")[0].split("-00")[0] in stems]
    if variant:
        of_variant = [n for n in ours if f".{variant}." in n or f".{variant}-" in n]
        if of_variant:
            return of_variant
    return [n for n in ours if _has_no_variant(n.rpartition("/")[2])]


def _has_no_variant(name: str) -> bool:
    bare = name.removesuffix(".index.json").removesuffix(".safetensors")
    return "." not in bare


def plan_fetch(source: ModelSource) -> FetchPlan:
    """What would be fetched. Asks the Hub. Raises WeightsError, ProfileError."""
    from huggingface_hub import HfApi, constants

    if source.local is not None:
        raise ProfileError(f"model {source.name} is a folder of this machine: there is nothing to fetch")
    api = HfApi()
    repo = str(source.repo_id)
    if source.revision is None:
        main = _ask(repo, lambda: api.model_info(repo).sha)
        raise ProfileError(
            f"model {source.name} ({repo}) has no pinned revision: its main branch is at {main} now; add "
            f"`revision: {main}` to its settings in the profile, then fetch again"
        )
    files: dict[str, RepoFile] = {
        entry.path: entry
        for entry in _ask(repo, lambda: list(api.list_repo_tree(repo, recursive=True, revision=source.revision)))
        if hasattr(entry, "blob_id")
    }
    if source.files:
        absent = [name for name in source.files if name not in files]
        if absent:
            raise WeightsError(f"{repo} at {source.revision} has no {', '.join(absent)}: pin another revision")
        names = source.files
    else:
        names = wanted_files(files, _parts(repo, source.revision, files), source.variant)
    cache = Path(constants.HF_HUB_CACHE)
    here = cache / f"models--{repo.replace('/', '--')}" / "snapshots" / source.revision
    wanted = tuple(_wanted(files[name], here) for name in names)
    if not any(file.path.endswith(".safetensors") for file in wanted):
        raise WeightsError(
            f"model {source.name} ({repo} at {source.revision}) has no safetensors to load: nothing was fetched; pin "
            "another revision or name another model"
        )
    return FetchPlan(source, source.revision, wanted, cache, _free_bytes(cache))


def fetch(plan: FetchPlan) -> Fetched:
    """Download what is missing and check every file. Raises WeightsError; what was downloaded stays."""
    from huggingface_hub import snapshot_download

    if plan.missing_bytes + _SPARE_BYTES > plan.free_bytes:
        raise WeightsError(
            f"model {plan.source.name}: {plan.missing_bytes / 1e9:.1f} GB are to be fetched, and {plan.cache} has "
            f"{plan.free_bytes / 1e9:.1f} GB free ({_SPARE_BYTES / 1e9:.0f} GB are left for others): free space, or set "
            "HF_HOME to another disk; nothing was fetched"
        )
    repo = str(plan.source.repo_id)
    names = [file.path for file in plan.files]
    folder = Path(_ask(repo, lambda: snapshot_download(repo, revision=plan.revision, allow_patterns=names)))
    _check(repo, folder, plan.files)
    plan.source.snapshot()
    new = [file for file in plan.files if not file.here]
    return Fetched(folder, len(names), plan.total_bytes, len(new), sum(file.size_bytes for file in new))


def _parts(repo: str, revision: str, files: dict[str, Any]) -> tuple[str, ...]:
    if "model_index.json" not in files:
        if "config.json" not in files:
            raise WeightsError(
                f"{repo} at {revision} has neither model_index.json nor config.json: it is no model that can be loaded"
            )
        return ()
    from huggingface_hub import hf_hub_download

    path = Path(_ask(repo, lambda: hf_hub_download(repo, "model_index.json", revision=revision)))
    _check(repo, path.parent, [_wanted(files["model_index.json"], path.parent)])
    told = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        name for name, entry in told.items() if isinstance(entry, list) and len(entry) == 2 and entry[0] is not None
    )


def _wanted(entry: "RepoFile", here: Path) -> WantedFile:
    sha256 = entry.lfs.sha256 if entry.lfs is not None else None
    return WantedFile(entry.path, entry.size, sha256, entry.blob_id, here=(here / entry.path).is_file())


def _check(repo: str, folder: Path, files: Sequence[WantedFile]) -> None:
    damaged = [file for file in files if not _is_right(folder / file.path, file)]
    for file in damaged:
        path = folder / file.path
        path.resolve().unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    if damaged:
        raise WeightsError(
            f"{repo}: {len(damaged)} of {len(files)} files are not what the Hub says they are "
            f"({', '.join(file.path for file in damaged[:3])}); they were removed: fetch again"
        )


def _is_right(path: Path, file: WantedFile) -> bool:
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return False
    with path.open("rb") as opened:
        if file.sha256 is not None:
            return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256
        digest = hashlib.sha1(f"blob {file.size_bytes}\0".encode(), usedforsecurity=False)
        digest.update(opened.read())
        return digest.hexdigest() == file.git_sha1


def _free_bytes(folder: Path) -> int:
    there = next(path for path in (folder, *folder.parents) if path.is_dir())
    return shutil.disk_usage(there).free


def _ask(repo: str, question: Any) -> Any:
    """Ask the Hub; its errors become ours, with what to do."""
    import httpx2
    from huggingface_hub import constants, errors

    try:
        return question()
    except errors.GatedRepoError as error:
        raise WeightsError(
            f"{repo} is only given to people who accepted its licence: accept it on the model's page, set HF_TOKEN, and "
            "fetch again"
        ) from error
    except errors.RevisionNotFoundError as error:
        raise WeightsError(
            f"{repo} does not have the pinned revision (any more): check `revision` in the profile"
        ) from error
    except errors.RepositoryNotFoundError as error:
        raise WeightsError(
            f"{repo} is not on {constants.ENDPOINT}, or not for you: check its id, or set HF_TOKEN"
        ) from error
    except (errors.HfHubHTTPError, errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled) as error:
        raise WeightsError(
            f"{repo} cannot be fetched from {constants.ENDPOINT}: {_first_line(error)}; fetch again"
        ) from error
    except (httpx2.HTTPError, OSError) as error:
        raise WeightsError(
            f"{constants.ENDPOINT} cannot be reached, or broke off ({_first_line(error)}); fetch again: whole files are kept"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0][:200]
