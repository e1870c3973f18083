"""A tiny IP-Adapter Plus for the tiny SDXL, in the published layout: one safetensors file, and its CLIP in a folder.

What belongs here: its sizes and names. What does not: other models (a file each beside this one).
"""

from pathlib import Path
from typing import Any

WEIGHTS, ENCODER = "sdxl_models/ip-adapter-plus_sdxl_vit-h.safetensors", "models/image_encoder"
_SEEN, _INSIDE, _TOKENS = 32, 64, 4


def save_tiny_ip_adapter(folder: Path, sdxl: Path, seed: int = 0, seen: int = _SEEN) -> Path:
    """Write both parts (about 1 MB) for the SDXL in a folder, and return theirs. `seen`: width of the encoder it fits."""
    import torch
    from diffusers import UNet2DConditionModel
    from safetensors.torch import save_file
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(seed)
    unet = UNet2DConditionModel.from_pretrained(sdxl / "unet", local_files_only=True)
    (folder / WEIGHTS).parent.mkdir(parents=True, exist_ok=True)
    save_file(_resampler(unet.config.cross_attention_dim, seen) | _attention(unet), str(folder / WEIGHTS))
    encoder = CLIPVisionConfig(
        hidden_size=_SEEN, projection_dim=24, intermediate_size=37, num_hidden_layers=3, num_attention_heads=4,
        image_size=32, patch_size=8,
    )  # fmt: skip
    CLIPVisionModelWithProjection(encoder).save_pretrained(folder / ENCODER, safe_serialization=True)
    return folder


def _resampler(cross: int, seen: int) -> dict[str, Any]:
    import torch

    def linear(out: int, into: int) -> Any:
        return torch.randn(out, into) * 0.3

    told = {
        "latents": torch.randn(1, _TOKENS, _INSIDE),
        "proj_in.weight": linear(_INSIDE, seen), "proj_in.bias": torch.zeros(_INSIDE),
        "proj_out.weight": linear(cross, _INSIDE), "proj_out.bias": torch.zeros(cross),
        "norm_out.weight": torch.ones(cross), "norm_out.bias": torch.zeros(cross),
    }  # fmt: skip
    for layer in range(4):
        for norm in ("0.norm1", "0.norm2", "1.0"):
            told[f"layers.{layer}.{norm}.weight"] = torch.ones(_INSIDE)
            told[f"layers.{layer}.{norm}.bias"] = torch.zeros(_INSIDE)
        told |= {
            f"layers.{layer}.0.to_q.weight": linear(64, _INSIDE),
            f"layers.{layer}.0.to_kv.weight": linear(128, _INSIDE),
            f"layers.{layer}.0.to_out.weight": linear(_INSIDE, 64),
            f"layers.{layer}.1.1.weight": linear(4 * _INSIDE, _INSIDE),
            f"layers.{layer}.1.3.weight": linear(_INSIDE, 4 * _INSIDE),
        }
    return {f"image_proj.{name}": tensor for name, tensor in told.items()}


def _attention(unet: Any) -> dict[str, Any]:
    """Keys and values of each attention to words, numbered as they were trained: every second processor."""
    import torch

    told = {}
    for number, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            module = unet.get_submodule(name.removesuffix(".processor"))
            for what in ("k", "v"):
                shape = module.to_k.out_features, unet.config.cross_attention_dim
                told[f"ip_adapter.{number}.to_{what}_ip.weight"] = torch.randn(*shape) * 0.3
    return told
