"""Wav2Lip's weights: from the published pickle to safetensors once, and from safetensors into the network ever after.

What belongs here: reading, checking and converting files. What does not: the network (`wav2lip_network.py`).

The pickle is opened by torch's restricted reader, which makes tensors and plain containers and refuses everything else,
so that no code in it can run. While a film is made no pickle is ever opened.
"""

import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.lipsync.wav2lip_network import FACE_PX, FIRST_LAYER, wav2lip
from sparkle_motion_dagster.backends.models.safetensors_header import read_header
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource
from sparkle_motion_dagster.errors import InputError, WeightsError

LICENCE = "non-commercial: its authors allow research, academic and personal use only (it was trained on LRS2)"
CONVERT = "sparkle models convert wav2lip FILE.pth --to FOLDER"
ARCHITECTURE = "Wav2Lip"
PUBLISHED = {
    "ca9ab7b7b812c0e80a6e70a5977c545a1e8a365a6c49d5e533023c034d7ac3d8": "wav2lip_gan.pth",
    "b78b681b68ad9fe6c6fb1debc6ff43ad05834a8af8a62ffc4167b7b34ef63c37": "wav2lip.pth",
}
"""sha256 of the files that the authors published, as many public repositories name them; not checked at their source."""


class ConvertedSource(ModelSource):
    """A folder that `sparkle models convert` wrote."""

    def folder(self) -> Path:
        """Where it is. Raises WeightsError with the command that makes one."""
        assert self.local is not None
        if not self.local.is_dir():
            raise WeightsError(
                f"model {self.name}: there is no such folder: get wav2lip_gan.pth as its authors say, then {CONVERT}"
            )
        return self.local


@dataclass(frozen=True)
class Converted:
    """What a conversion wrote."""

    folder: Path
    tensors: int
    parameters: int
    sha256: str
    """Of the pickle."""
    published_as: str | None
    """Name of the published file that it is; None if it is another."""


def convert(source: Path, folder: Path) -> Converted:
    """Write `folder` with model.safetensors and config.json from a published .pth. Imports torch.

    Raises:
        InputError: no such file, or the folder is there and holds something.
        WeightsError: it is no checkpoint of Wav2Lip, cut short, or holds more than tensors. Nothing is written then.
    """
    if not source.is_file():
        raise InputError(f"{source}: there is no such file: name the checkpoint that Wav2Lip's authors publish (.pth)")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and is not empty: name another folder with --to")
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    state = _state(_unpickled(source), source.name)
    network = _filled(state, source.name)
    _write(folder, network, source.name, sha256)
    parameters = sum(values.numel() for values in network.parameters())
    return Converted(folder, len(state), parameters, sha256, PUBLISHED.get(sha256))


def load_network(snapshot: Snapshot) -> Any:
    """The network with its weights, in eval mode, on the CPU. Raises WeightsError if they are another model's."""
    from safetensors.torch import load_file

    if snapshot.class_name != ARCHITECTURE:
        raise WeightsError(
            f"{snapshot.folder.name} is a {snapshot.class_name or 'model of no class'}, expected {ARCHITECTURE}: make one "
            f"by {CONVERT}"
        )
    state = {name: values for path in snapshot.parts[0].files for name, values in load_file(path).items()}
    return _filled(state, snapshot.folder.name)


def check_architecture(snapshot: Snapshot) -> None:
    """As `load_network` checks, by the files' heads alone. Raises WeightsError."""
    names = {tensor.name for path in snapshot.parts[0].files for tensor in read_header(path)}
    if snapshot.class_name != ARCHITECTURE or FIRST_LAYER not in names:
        raise WeightsError(f"{snapshot.folder.name} holds no weights of {ARCHITECTURE}: make one by {CONVERT}")


def _unpickled(source: Path) -> Any:
    import torch

    try:
        return torch.load(source, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise WeightsError(
            f"{source.name} holds more than tensors, or is no checkpoint: it was not opened, for a pickle can run programs; "
            f"get the file that the authors publish again ({_first_line(error)})"
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise WeightsError(
            f"{source.name} is cut short, damaged, or no checkpoint of torch ({_first_line(error)}): get it again"
        ) from error


def _state(checkpoint: Any, name: str) -> dict[str, Any]:
    """The network's tensors by name, as the network has them."""
    import torch

    state = checkpoint.get("state_dict", checkpoint) if isinstance(checkpoint, Mapping) else None
    if not isinstance(state, Mapping) or not all(isinstance(values, torch.Tensor) for values in state.values()):
        raise WeightsError(f"{name} has no `state_dict` of tensors: it is no checkpoint of Wav2Lip")
    return {str(key).removeprefix("module."): values for key, values in state.items()}


def _filled(state: Mapping[str, Any], name: str) -> Any:
    """A network with these weights: all of them, and nothing left at random."""
    import torch

    first = state.get(FIRST_LAYER)
    if first is None or first.ndim != 4 or first.shape[1:] != (6, 7, 7):
        raise WeightsError(
            f"{name} holds no weights of {ARCHITECTURE} as published ({FIRST_LAYER} is missing or has another shape): get "
            "wav2lip_gan.pth or wav2lip.pth of its authors; larger ones of others have other networks"
        )
    with torch.device("meta"):
        network = wav2lip(int(first.shape[0]))
    wanted = network.state_dict()
    wrong = sorted(wanted.keys() ^ state.keys()) or [k for k in wanted if wanted[k].shape != state[k].shape]
    if wrong:
        raise WeightsError(
            f"{name} does not fit {ARCHITECTURE}: {len(wrong)} tensors are missing, too many or of another shape "
            f"({', '.join(wrong[:3])}): get the published file again"
        )
    # Copied: where a file's tensors lie in memory by chance would decide the last bits of what is made.
    whole = {k: (v.float() if v.is_floating_point() else v).clone() for k, v in state.items()}
    damaged = [key for key, values in whole.items() if not bool(torch.isfinite(values).all())]
    if damaged:
        raise WeightsError(f"{name}: {len(damaged)} tensors hold no numbers ({', '.join(damaged[:3])}): get it again")
    network.load_state_dict(whole, assign=True)
    return network.eval().requires_grad_(False)


def _write(folder: Path, network: Any, source: str, sha256: str) -> None:
    """Both files; model.safetensors, without which the folder is no model, last and whole."""
    from safetensors.torch import save_file

    state = {name: values.contiguous() for name, values in network.state_dict().items()}
    config = {
        "architectures": [ARCHITECTURE],
        "face_px": FACE_PX,
        "width": int(state[FIRST_LAYER].shape[0]),
        "converted_from": source,
        "converted_from_sha256": sha256,
        "licence": LICENCE,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    part = folder / ".model.safetensors.part"
    try:
        save_file(state, part)
        part.replace(folder / "model.safetensors")
    finally:
        part.unlink(missing_ok=True)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or repr(error)).splitlines()[0][:160]
