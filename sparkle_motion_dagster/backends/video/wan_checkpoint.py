"""What a Wan checkpoint can do, read from its files before anything is loaded.

What belongs here: from model_index.json and the parts' configurations to `Abilities`. What does not: loading.

The pipeline's class in model_index.json does not tell: TI2V-5B is published as a WanPipeline and takes a first frame.
The transformer's channels do: noise alone, or noise with a mask and an encoded picture beside it.
"""

import json
from collections.abc import Mapping
from typing import Any

from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.errors import WeightsError

_CLASSES = ("WanPipeline", "WanImageToVideoPipeline")
_PARTS = {"text_encoder": "UMT5EncoderModel", "transformer": "WanTransformer3DModel", "vae": "AutoencoderKLWan"}
_480P, _720P = 0.4, 0.88


def read_wan(snapshot: Snapshot) -> Abilities:
    """The checkpoint's abilities. Raises WeightsError if it is not a Wan that makes clips from words or pictures."""
    name = snapshot.folder.name
    remedy = "name a Wan checkpoint in diffusers' form (its repository's name ends with -Diffusers)"
    snapshot.check_class(_CLASSES, remedy)
    parts = {part.name: part.class_name for part in snapshot.parts}
    wrong = [f"{part} {parts.get(part, 'missing')}" for part, wanted in _PARTS.items() if parts.get(part) != wanted]
    if wrong:
        raise WeightsError(f"{name} is not a whole Wan: {', '.join(wrong)}; expected {_PARTS}: fetch the model again")
    index = _config(snapshot, "model_index.json")
    transformer, vae = _config(snapshot, "transformer/config.json"), _config(snapshot, "vae/config.json")
    noise = int(vae.get("z_dim", 16))
    channels = int(transformer.get("in_channels", 0))
    stride = int(vae.get("scale_factor_temporal", 4))
    multiple = int(vae.get("scale_factor_spatial", 8)) * int(transformer.get("patch_size", [1, 2, 2])[1])
    clip = transformer.get("image_dim") is not None
    if clip and "image_encoder" not in parts:
        raise WeightsError(f"{name}: its transformer expects an image_encoder, which is missing: fetch the model again")
    experts = 1 + ("transformer_2" in parts)
    common: dict[str, Any] = {"stride": stride, "multiple_px": multiple, "experts": experts}
    if index.get("expand_timesteps"):
        return Abilities(
            "Wan 2.2 TI2V", text=True, first=True, last="none", fps=24.0, window_frames=121, megapixels=_720P, **common
        )
    version = "2.2" if experts == 2 else "2.1"
    common |= {"fps": 16.0, "window_frames": 81}
    if channels == noise:
        return Abilities(f"Wan {version} T2V", text=True, first=False, last="none", megapixels=_480P, **common)
    if channels != 2 * noise + stride:  # a mask of `stride` channels and an encoded picture
        raise WeightsError(
            f"{name}: its transformer takes {channels} channels, and its VAE gives {noise}: expected {noise} (words), or "
            f"{2 * noise + stride} (words and pictures); VACE, Animate, Fun and other variants are not made with"
        )
    if not clip:
        return Abilities(f"Wan {version} I2V", text=False, first=True, last="optional", megapixels=_480P, **common)
    both = transformer.get("pos_embed_seq_len") is not None
    return Abilities(
        f"Wan {version} {'FLF2V' if both else 'I2V'}",
        text=False,
        first=True,
        last="required" if both else "none",
        megapixels=_480P,
        **common,
    )


def _config(snapshot: Snapshot, path: str) -> Mapping[str, Any]:
    try:
        told = json.loads((snapshot.folder / path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{snapshot.folder.name}/{path} is damaged ({error}): fetch the model again") from error
    if not isinstance(told, dict):
        raise WeightsError(f"{snapshot.folder.name}/{path} is damaged (not an object): fetch the model again")
    return told
