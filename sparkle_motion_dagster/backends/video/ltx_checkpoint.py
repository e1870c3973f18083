"""What an LTX-2 checkpoint can do, read from its files before anything is loaded.

What belongs here: from the parts' configurations to `Abilities`. What does not: loading.
"""

import json
from typing import Any

from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.errors import WeightsError

_PARTS = {
    "transformer": "LTX2VideoTransformer3DModel",
    "vae": "AutoencoderKLLTX2Video",
    "connectors": "LTX2TextConnectors",
}
_GEMMA_4 = ("gemma4", "gemma4_unified")


def read_ltx(snapshot: Snapshot) -> Abilities:
    """The checkpoint's abilities. Raises WeightsError if it is not an LTX-2."""
    name = snapshot.folder.name
    parts = {part.name: part.class_name for part in snapshot.parts}
    wrong = [f"{part} {parts.get(part, 'missing')}" for part, wanted in _PARTS.items() if parts.get(part) != wanted]
    if not snapshot.class_name.startswith("LTX2") or wrong:
        what = f"with {', '.join(wrong)}" if wrong else "of another class"
        raise WeightsError(
            f"{name} is a {snapshot.class_name or 'model of no class'} {what}: expected an LTX-2 checkpoint in diffusers' "
            "form; name another model"
        )
    vae = _config(snapshot, "vae")
    return Abilities(
        "LTX-2",
        text=True,
        first=True,
        last="optional",
        stride=int(vae.get("temporal_compression_ratio") or _compressed(vae, vae.get("patch_size_t", 1))),
        multiple_px=int(vae.get("spatial_compression_ratio") or _compressed(vae, vae.get("patch_size", 4))),
        fps=None,
        window_frames=121,
        megapixels=0.375,
    )


def picture_crf(snapshot: Snapshot) -> int:
    """How strongly given pictures are compressed before the model sees them, as in its training."""
    return 18 if _config(snapshot, "text_encoder").get("model_type") in _GEMMA_4 else 33


def _compressed(vae: dict[str, Any], patch: int) -> int:
    """How much smaller the VAE makes a clip if its configuration does not say so: each of its steps halves it."""
    return int(patch * 2 ** sum(map(bool, vae.get("spatio_temporal_scaling", (True,) * 4))))


def _config(snapshot: Snapshot, part: str) -> dict[str, Any]:
    path = snapshot.folder / part / "config.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{snapshot.folder.name}/{part}/config.json is damaged ({error}): fetch it again") from error
    if not isinstance(told, dict):
        raise WeightsError(f"{snapshot.folder.name}/{part}/config.json is damaged (not an object): fetch it again")
    return told
