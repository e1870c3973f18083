"""SDXL and Wan of the published sizes with random weights: time and memory do not depend on what the weights are.

What belongs here: the published configurations, and the same at toy sizes for the benchmark's own test. What does not:
measuring (`gpu.py`). Parameter counts of the full sizes equal the published ones; the tokenizers are stand-ins with a
token for each letter.
"""

from pathlib import Path
from typing import Any

_UNET = {
    "sample_size": 128, "in_channels": 4, "out_channels": 4, "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"), "layers_per_block": 2,
    "transformer_layers_per_block": (1, 2, 10), "attention_head_dim": (5, 10, 20), "cross_attention_dim": 2048,
    "use_linear_projection": True, "addition_embed_type": "text_time", "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816, "norm_num_groups": 32,
}  # fmt: skip
_VAE = {
    "block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, "latent_channels": 4, "norm_num_groups": 32,
    "down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4, "sample_size": 1024,
    "scaling_factor": 0.13025, "force_upcast": True,
}  # fmt: skip
_CLIP_L = {
    "vocab_size": 49408, "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
    "num_attention_heads": 12, "projection_dim": 768, "hidden_act": "quick_gelu",
}  # fmt: skip
_CLIP_BIGG = {
    "vocab_size": 49408, "hidden_size": 1280, "intermediate_size": 5120, "num_hidden_layers": 32,
    "num_attention_heads": 20, "projection_dim": 1280, "hidden_act": "gelu",
}  # fmt: skip
_TOY_CLIP = {"vocab_size": 600, "intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 2}
_TOY = {
    "unet": {
        "sample_size": 8, "block_out_channels": (16, 32, 32), "layers_per_block": 1, "norm_num_groups": 8,
        "transformer_layers_per_block": (1, 1, 1), "attention_head_dim": (2, 2, 2), "cross_attention_dim": 48,
        "addition_time_embed_dim": 8, "projection_class_embeddings_input_dim": 8 * 6 + 32,
    },
    "vae": {"block_out_channels": (8, 8, 8, 8), "layers_per_block": 1, "norm_num_groups": 4, "sample_size": 64},
    "clip": {**_TOY_CLIP, "hidden_size": 16, "projection_dim": 16},
    "clip_2": {**_TOY_CLIP, "hidden_size": 32, "projection_dim": 32},
    "umt5": {"vocab_size": 600, "d_model": 32, "d_kv": 8, "d_ff": 37, "num_layers": 2, "num_heads": 4},
    "wan_vae": {"base_dim": 8, "dim_mult": [1, 1, 1, 1], "num_res_blocks": 1},
    "wan": {
        "num_attention_heads": 2, "attention_head_dim": 24, "ffn_dim": 64, "num_layers": 2, "text_dim": 32,
        "freq_dim": 32,
    },
}  # fmt: skip
_UMT5 = {
    "vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64,
    "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "feed_forward_proj": "gated-gelu",
    "is_encoder_decoder": False,
}  # fmt: skip
_WAN_VAE = {
    "base_dim": 96, "z_dim": 16, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 2, "attn_scales": [],
    "temperal_downsample": [False, True, True],
}  # fmt: skip
_WAN = {
    "patch_size": (1, 2, 2), "attention_head_dim": 128, "text_dim": 4096, "freq_dim": 256, "cross_attn_norm": True,
    "qk_norm": "rms_norm_across_heads", "eps": 1e-6, "rope_max_seq_len": 1024, "out_channels": 16,
}  # fmt: skip
_WAN_KINDS: dict[str, dict[str, Any]] = {
    "wan2.1-t2v-1.3b": {"num_attention_heads": 12, "in_channels": 16, "ffn_dim": 8960, "num_layers": 30},
    "wan2.2-i2v-a14b": {"num_attention_heads": 40, "in_channels": 36, "ffn_dim": 13824, "num_layers": 40},
}
WAN_NAMES = tuple(_WAN_KINDS)


def save_sdxl(folder: Path, device: str, dtype: str, tiny: bool) -> int:
    """Build SDXL on the device and save it as a Hub snapshot is; returns its number of parameters."""
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import clip_tokenizer

    words = clip_tokenizer()
    ends = {"bos_token_id": len(words) - 2, "eos_token_id": len(words) - 1, "pad_token_id": len(words) - 1}
    toy: dict[str, Any] = _TOY if tiny else {name: {} for name in _TOY}
    with Building(device, dtype):
        parts = {
            "unet": UNet2DConditionModel(**{**_UNET, **toy["unet"]}),
            "vae": AutoencoderKL(**{**_VAE, **toy["vae"]}),
            "text_encoder": CLIPTextModel(CLIPTextConfig(**{**_CLIP_L, **toy["clip"]}, **ends)),
            "text_encoder_2": CLIPTextModelWithProjection(CLIPTextConfig(**{**_CLIP_BIGG, **toy["clip_2"]}, **ends)),
        }
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", timestep_spacing="leading", steps_offset=1
    )
    pipeline = StableDiffusionXLPipeline(
        **parts, tokenizer=words, tokenizer_2=clip_tokenizer(pad="!"), scheduler=scheduler
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return sum(parameter.numel() for part in parts.values() for parameter in part.parameters())


def save_wan(folder: Path, name: str, device: str, dtype: str, tiny: bool) -> int:
    """Build one of `WAN_NAMES` on the device and save it; returns its number of parameters."""
    import torch
    from diffusers import (
        AutoencoderKLWan,
        UniPCMultistepScheduler,
        WanImageToVideoPipeline,
        WanPipeline,
        WanTransformer3DModel,
    )
    from transformers import UMT5Config, UMT5EncoderModel

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import clip_tokenizer

    toy: dict[str, Any] = _TOY if tiny else {key: {} for key in _TOY}
    transformer = {**_WAN, **_WAN_KINDS[name], **toy["wan"]}
    both = name.endswith("a14b")
    with Building(device, dtype):
        parts: dict[str, Any] = {
            "transformer": WanTransformer3DModel(**transformer),
            "text_encoder": UMT5EncoderModel(UMT5Config(**{**_UMT5, **toy["umt5"]})),
        }
        if both:
            parts["transformer_2"] = WanTransformer3DModel(**transformer)
        default = torch.get_default_dtype()
        torch.set_default_dtype(torch.float32)  # as published
        parts["vae"] = AutoencoderKLWan(**{**_WAN_VAE, **toy["wan_vae"]})
        torch.set_default_dtype(default)
    scheduler = UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)
    kind = WanImageToVideoPipeline if both else WanPipeline
    extra = {"boundary_ratio": 0.9, "image_encoder": None, "image_processor": None} if both else {}
    pipeline = kind(**parts, tokenizer=clip_tokenizer(), scheduler=scheduler, **extra)
    pipeline.save_pretrained(folder, safe_serialization=True)
    return sum(parameter.numel() for part in parts.values() for parameter in part.parameters())


class Building:
    """Whatever is built inside is made at once on the device, in the number type it will work in."""

    def __init__(self, device: str, dtype: str):
        import torch

        self.device, self.dtype, self.before = torch.device(device), getattr(torch, dtype), torch.get_default_dtype()

    def __enter__(self) -> None:
        import torch

        torch.set_default_dtype(self.dtype)
        self.device.__enter__()

    def __exit__(self, *error: Any) -> None:
        import torch

        self.device.__exit__(*error)
        torch.set_default_dtype(self.before)
