"""A loaded IP-Adapter at work: what a pipeline's call needs so that people keep their looks.

What belongs here: loading it into a pipeline, looking at references (each once), arguments of the call. What does not:
its files (`ip_adapter.py`), the call (`painter.py`).

Several people in one picture: each reference acts on its own upright part, from left to right as they stand; without
that their looks would mix.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from sparkle_motion_dagster.backends.images.ip_adapter import ADAPTER, ENCODER, IpAdapter
from sparkle_motion_dagster.backends.models.loading import load_model
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.errors import WeightsError

_KEPT = 64
"""References whose embeddings stay in memory: some 200 kB each."""
_LATENT_PX = 8


class Likeness:
    """An adapter inside a pipeline. Without references the pipeline paints as if there were none."""

    def __init__(self, pipeline: Any, scale: float):
        self.pipeline, self.scale = pipeline, scale
        self._embeds: dict[str, Any] = {}
        """By the picture's hash: made once for as long as the model is loaded, so once for a film's stage."""
        self.looks = 0
        """How many pictures were looked at."""

    @classmethod
    def load(cls, pipeline: Any, adapter: IpAdapter, snapshot: Snapshot, dtype: str) -> "Likeness":
        """Put the adapter and its encoder into the pipeline, before it is placed. Raises WeightsError."""
        from transformers import CLIPVisionModelWithProjection

        parts = {part.name: part for part in snapshot.parts}
        encoder = load_model(CLIPVisionModelWithProjection, snapshot, parts[ENCODER], dtype)
        pipeline.register_modules(image_encoder=encoder)
        path = PurePosixPath(adapter.weights)
        try:
            pipeline.load_ip_adapter(
                str(snapshot.folder),
                subfolder="" if str(path.parent) == "." else str(path.parent),
                weight_name=path.name,
                image_encoder_folder=None,
                local_files_only=True,
                low_cpu_mem_usage=False,  # else a tensor that the file has not is left out, and no error
            )
        except (RuntimeError, KeyError, ValueError, IndexError) as error:
            raise WeightsError(
                f"{snapshot.folder.name}: {adapter.weights} does not fit {type(pipeline).__name__} "
                f"({' '.join(str(error).split())[:160]}): it is the {ADAPTER} of another architecture (SD 1.5?); name the "
                "one for this model in ip_adapter_weights"
            ) from error
        return cls(pipeline, adapter.scale)

    def arguments(
        self, pipeline: Any, references: Sequence[Path], size: tuple[int, int], guided: bool
    ) -> dict[str, Any]:
        """Of a call that paints `size` (width, height) pixels after these pictures, from left to right.

        Args:
            pipeline: the one that is called: this one or its picture-to-picture twin.
            references: none: the adapter is there and does nothing.
            size: of the picture.
            guided: whether the call paints away from an empty prompt too.
        """
        import torch

        pipeline.set_ip_adapter_scale(self.scale if references else 0.0)
        known = [self._look(path) for path in references] or [self._look(None)]
        both = torch.cat(known, dim=1)
        told: dict[str, Any] = {"ip_adapter_image_embeds": [both if guided else both[1:]]}
        if len(references) > 1:
            masks = upright_parts(len(references), size).to(pipeline._execution_device)
            told["cross_attention_kwargs"] = {"ip_adapter_masks": [masks]}
        return told

    def _look(self, path: Path | None) -> Any:
        """(2, 1, …): what the encoder makes of nothing, and of the picture. None: an empty one."""
        from PIL import Image

        key = "" if path is None else hashlib.sha256(path.read_bytes()).hexdigest()
        if key not in self._embeds:
            picture = Image.new("RGB", (64, 64), "grey") if path is None else square(path)
            pipeline, device = self.pipeline, self.pipeline._execution_device
            with _inference():
                seen = pipeline.prepare_ip_adapter_image_embeds(picture, None, device, 1, True)[0]
            while len(self._embeds) >= _KEPT:
                self._embeds.pop(next(iter(self._embeds)))
            self._embeds[key] = seen
            self.looks += path is not None
        return self._embeds[key]


def upright_parts(count: int, size: tuple[int, int]) -> Any:
    """(1, count, height, width) in latent pixels, float32: 1 where the reference acts, parted evenly from left to right."""
    import torch

    width, height = (-(-pixels // _LATENT_PX) for pixels in size)
    masks = torch.zeros(1, count, height, width)
    for index in range(count):
        masks[:, index, :, round(index * width / count) : round((index + 1) * width / count)] = 1.0
    return masks


def square(path: Path) -> Any:
    """The picture's square, as encoders look at it: of a tall picture the upper part, where faces are."""
    from PIL import ImageOps

    from sparkle_motion_dagster.media.images import open_picture

    picture = open_picture(path)
    side = min(picture.size)
    return ImageOps.fit(picture, (side, side), centering=(0.5, 0.1))


def _inference() -> Any:
    import torch

    return torch.inference_mode()
