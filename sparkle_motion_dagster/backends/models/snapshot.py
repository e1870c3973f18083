"""A model's folder as `save_pretrained` writes it: its parts and their weights, checked before anything is loaded.

What belongs here: reading and checking files. What does not: where the folder is (`source.py`), loading it.
Only safetensors are accepted: a pickle can run any program when it is opened.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.models.safetensors_header import Tensor, read_header
from sparkle_motion_dagster.errors import WeightsError

_STEMS = ("diffusion_pytorch_model", "model")
_PICKLE_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_TEXT_SUFFIXES = (".json", ".txt", ".model", ".jinja")
_SAMPLE_BYTES = 256


@dataclass(frozen=True)
class Part:
    """One part of a model: the UNet, a text encoder. Parts without weights (tokenizers, schedulers) have no files."""

    name: str
    class_name: str
    files: tuple[Path, ...]
    parameters: int
    size_bytes: int
    variant: str | None = None
    """Which of several files of the same weights these are."""


@dataclass(frozen=True)
class Snapshot:
    """A whole model on disk."""

    folder: Path
    class_name: str
    """Of the pipeline ("StableDiffusionXLPipeline"), or of the model ("Qwen2VLForConditionalGeneration")."""
    parts: tuple[Part, ...]

    def check_class(self, allowed: tuple[str, ...], remedy: str) -> None:
        """Raises WeightsError with the remedy if the model says that it is of none of these classes (empty: any)."""
        if allowed and self.class_name not in allowed:
            raise WeightsError(
                f"{self.folder.name} is a {self.class_name or 'model of no class'}, expected a {' or '.join(allowed)}: "
                f"{remedy}"
            )

    @property
    def parameters(self) -> dict[str, int]:
        """Numbers of parameters by part, for planning memory."""
        return {part.name: part.parameters for part in self.parts if part.files}

    @property
    def size_bytes(self) -> int:
        """Of all weights on disk."""
        return sum(part.size_bytes for part in self.parts)

    def fingerprint(self) -> str:
        """16 hex digits that change when any of its files does.

        Of texts every byte counts; of weights the names, shapes and types of all tensors and each one's first 256
        bytes: any other training changes them, and a 7 GB model takes a moment instead of a minute.
        """
        digest = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.suffix in _TEXT_SUFFIXES and p.is_file()):
            if not any(piece.startswith(".") for piece in path.relative_to(self.folder).parts):
                digest.update(
                    f"{path.relative_to(self.folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
                )
        for part in self.parts:
            for path in part.files:
                stat = path.stat()
                digest.update(f"{path.relative_to(self.folder)}\0".encode())
                digest.update(_sampled(path, stat.st_size, stat.st_mtime_ns))
        return digest.hexdigest()[:16]


def read_snapshot(folder: Path, variant: str | None = None) -> Snapshot:
    """The model in the folder. `variant`: "fp16" for files such as model.fp16.safetensors.

    Raises WeightsError naming the part and file that is missing, cut short, damaged or a pickle.
    """
    if not folder.is_dir():
        raise WeightsError(f"{folder}: there is no such folder of model files")
    index, config = folder / "model_index.json", folder / "config.json"
    if index.is_file():
        told = read_json(index)
        parts = tuple(
            _part(folder / name, name, entry[1], variant)
            for name, entry in told.items()
            if isinstance(entry, list) and len(entry) == 2 and entry[0] is not None
        )
        return Snapshot(folder, str(told.get("_class_name", "")), parts)
    if config.is_file():
        class_name = str((read_json(config).get("architectures") or [""])[0])
        return Snapshot(folder, class_name, (_weights(folder, "model", class_name, variant),))
    raise WeightsError(
        f"{folder}: neither model_index.json nor config.json is in it: expected a model as save_pretrained writes it"
    )


def read_files(folder: Path, names: Sequence[str]) -> Snapshot:
    """A model that is only these files. Raises WeightsError naming what is missing, cut short or damaged."""
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise WeightsError(f"{folder.name}: {', '.join(missing)} missing: fetch the model again")
    parts = []
    for path in (folder / name for name in names if name.endswith(".safetensors")):
        tensors = read_header(path)
        count = sum(tensor.parameters for tensor in tensors)
        parts.append(Part(path.stem, "", (path,), count, path.stat().st_size))
    return Snapshot(folder, "", tuple(parts))


def _part(folder: Path, name: str, class_name: str, variant: str | None) -> Part:
    if not folder.is_dir():
        raise WeightsError(f"{folder.parent.name}: its part {name} ({class_name}) is missing: fetch the model again")
    if not (
        folder / "config.json"
    ).is_file():  # tokenizers, schedulers and processors have configurations of other names
        if any(folder.glob("*.json")):
            return Part(name, class_name, (), 0, 0)
        raise WeightsError(f"{folder.parent.name}: {name} has no configuration: fetch the model again")
    return _weights(folder, name, class_name, variant)


def _weights(folder: Path, name: str, class_name: str, variant: str | None) -> Part:
    files = _weight_files(folder, name, variant)
    tensors: list[Tensor] = []
    for path in files:
        try:
            tensors.extend(read_header(path))
        except WeightsError as error:
            raise WeightsError(f"{name}: {error}") from error
    size_bytes = sum(path.stat().st_size for path in files)
    parameters = sum(tensor.parameters for tensor in tensors)
    found = variant if variant and f".{variant}" in files[0].name else None
    return Part(name, class_name, files, parameters, size_bytes, found)


def _weight_files(folder: Path, name: str, variant: str | None) -> tuple[Path, ...]:
    for stem, kind in ((stem, kind) for kind in dict.fromkeys((variant, None)) for stem in _STEMS):
        whole = f"{stem}.{kind}.safetensors" if kind else f"{stem}.safetensors"
        index = f"{stem}.safetensors.index.{kind}.json" if kind else f"{stem}.safetensors.index.json"
        if (folder / whole).is_file():
            return (folder / whole,)
        if (folder / index).is_file():
            shards = sorted(set(read_json(folder / index).get("weight_map", {}).values()))
            missing = [shard for shard in shards if not (folder / shard).is_file()]
            if missing or not shards:
                raise WeightsError(
                    f"{name}: {len(missing)} of {len(shards)} files of weights are missing ({', '.join(missing[:3])}): "
                    "fetch the model again; it goes on where it stopped"
                )
            return tuple(folder / shard for shard in shards)
    there = sorted(path.name for path in folder.iterdir())
    pickles = [found for found in there if found.endswith(_PICKLE_SUFFIXES)]
    if pickles:
        raise WeightsError(
            f"{name}: only pickles are there ({', '.join(pickles[:3])}), and pickles can run programs: "
            "fetch the model's safetensors, or convert it with save_pretrained(safe_serialization=True)"
        )
    wanted = f"{_STEMS[0]}{f'.{variant}' if variant else ''}.safetensors"
    raise WeightsError(f"{name}: its weights are missing ({wanted}, or model…): fetch the model again")


def read_json(path: Path) -> Mapping[str, Any]:
    """The object in a model's configuration file. Raises WeightsError."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path.parent.name}/{path.name} is damaged ({error}): fetch the model again") from error
    if not isinstance(told, dict):
        raise WeightsError(f"{path.parent.name}/{path.name} is damaged (not an object): fetch the model again")
    return told


@lru_cache(maxsize=256)
def _sampled(path: Path, size_bytes: int, mtime_ns: int) -> bytes:
    """A digest of a weights file; its size and time are arguments so that a changed file is read again."""
    del size_bytes, mtime_ns
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for tensor in sorted(read_header(path), key=lambda tensor: tensor.start):
            file.seek(tensor.start)
            digest.update(f"{tensor.name}\0{tensor.dtype}\0{tensor.shape}\0".encode())
            digest.update(file.read(min(_SAMPLE_BYTES, tensor.size_bytes)))
    return digest.digest()
