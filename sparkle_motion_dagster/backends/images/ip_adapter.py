"""IP-Adapter: reference pictures that a pipeline paints people after.

What belongs here: its files, checked before anything is loaded, and its identity. What does not: the loaded adapter at
work (`likeness.py`), whose picture is used (`crafts/characters.py`).

Files lie as they were published (h94/IP-Adapter): the adapter in one safetensors file, and beside it, in a folder, the
CLIP that looks at the references. Pickles are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sparkle_motion_dagster.backends.models.safetensors_header import Tensor, read_header
from sparkle_motion_dagster.backends.models.snapshot import Part, Snapshot, read_json, read_snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.errors import ProfileError, SparkleError, WeightsError

ADAPTER, ENCODER = "ip_adapter", "image_encoder"
_SEES: Mapping[str, tuple[str, str]] = {
    "image_proj.proj.weight": ("projection_dim", "IP-Adapter"),
    "image_proj.proj_in.weight": ("hidden_size", "IP-Adapter Plus"),
    "image_proj.proj.0.weight": ("hidden_size", "IP-Adapter Full"),
}
"""The tensor by which a kind is known; what of the encoder its width must be equal to; the kind's name."""


@dataclass(frozen=True)
class IpAdapter:
    """Which adapter, and how much its references weigh."""

    model: str
    revision: str | None
    weights: str
    """The adapter's file, inside the model's folder."""
    encoder: str
    """The encoder's folder, inside the model's folder."""
    scale: float

    def __post_init__(self) -> None:
        if not self.weights.endswith(".safetensors"):
            raise ProfileError(
                f"ip_adapter_weights is {self.weights!r}: expected a .safetensors file; pickles can run programs"
            )
        for setting, path in (("ip_adapter_weights", self.weights), ("image_encoder", self.encoder)):
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                raise ProfileError(f"{setting} is {path!r}: expected a path inside the adapter's folder")
        _ = self.source

    @property
    def source(self) -> ModelSource:
        """Where its files are."""
        files = self.weights, f"{self.encoder}/config.json", f"{self.encoder}/model.safetensors"
        return model_source(self.model, self.revision, files=files)

    def snapshot(self) -> Snapshot:
        """Its two parts, checked, and checked to fit each other. Raises WeightsError, ProfileError."""
        files = self.source.snapshot()
        folder, path = files.folder, files.folder / self.weights
        tensors = read_header(path)
        told = read_snapshot(folder / self.encoder)
        if "CLIPVisionModelWithProjection" not in told.class_name:
            raise WeightsError(
                f"{self.source.name}: {self.encoder} is a {told.class_name or 'model of no class'}, expected a "
                f"CLIPVisionModelWithProjection: {self._remedy}"
            )
        self._check_pair(tensors, read_json(folder / self.encoder / "config.json"))
        count = sum(tensor.parameters for tensor in tensors)
        adapter = Part(ADAPTER, "IPAdapter", (path,), count, path.stat().st_size)
        encoder = told.parts[0]
        named = Part(ENCODER, told.class_name, encoder.files, encoder.parameters, encoder.size_bytes, encoder.variant)
        return Snapshot(folder, "IPAdapter", (adapter, named))

    @property
    def _remedy(self) -> str:
        if self.source.local is None:
            return "fetch the model again"
        return "correct ip_adapter_weights and image_encoder in the profile, or put the files there"

    def _check_pair(self, tensors: tuple[Tensor, ...], encoder: Mapping[str, Any]) -> None:
        shapes = {tensor.name: tensor.shape for tensor in tensors}
        kind = next((name for name in _SEES if name in shapes), None)
        strange = [name for name in shapes if not name.startswith(("image_proj.", "ip_adapter."))]
        if kind is None or strange or not any(name.endswith("to_k_ip.weight") for name in shapes):
            raise WeightsError(
                f"{self.source.name}: {self.weights} is no IP-Adapter of the kinds known here (plain, Plus, Full; FaceID "
                f"needs another encoder): {', '.join(sorted(strange)[:2]) or 'its tensors are others'}: name another file"
            )
        if any(".lora" in name or "perceiver_resampler" in name for name in shapes):
            raise WeightsError(
                f"{self.source.name}: {self.weights} is a FaceID adapter, which sees no CLIP: name another"
            )
        field, name = _SEES[kind]
        sees = shapes[kind][1]
        if encoder.get(field) != sees:
            raise WeightsError(
                f"{self.source.name}: {self.weights} is an {name} for an encoder whose {field} is {sees}, and that of "
                f"{self.encoder} is {encoder.get(field)}: set `image_encoder` to the folder that belongs to it"
            )

    def identity(self) -> dict[str, Any]:
        """For recipes: never a path of this machine. Raises ProfileError, WeightsError."""
        told = {key: value for key, value in self.source.identity().items() if key != "variant"}
        return {**told, "weights": self.weights, "encoder": self.encoder}

    def parameters(self) -> dict[str, int]:
        """Numbers by part, for planning memory: counted in its files, or as the table tells them; {} if unknown."""
        try:
            return self.snapshot().parameters
        except (WeightsError, ProfileError):
            return dict(self.source.entry.parameters) if self.source.entry else {}

    def missing(self) -> str | None:
        """What is wrong with its files, with what to do; None if they can be loaded."""
        try:
            self.snapshot()
        except SparkleError as error:
            return str(error)
        return None
