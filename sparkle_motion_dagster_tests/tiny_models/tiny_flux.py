"""A tiny FLUX.1 and a tiny Stable Diffusion 3: every class of the real ones, random weights, saved as Hub snapshots are.

What belongs here: their configurations. What does not: other models (a file each beside this one).
"""

from pathlib import Path
from typing import Any


def save_tiny_flux(folder: Path, seed: int = 0) -> Path:
    """Write the snapshot (about 1 MB) and return its folder."""
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel
    from transformers import CLIPTextConfig, CLIPTextModel

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import clip_tokenizer, t5_tokenizer

    torch.manual_seed(seed)
    words, long_words = clip_tokenizer(), t5_tokenizer()
    FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=_vae(),
        text_encoder=CLIPTextModel(CLIPTextConfig(**_clip(words))),
        tokenizer=words,
        text_encoder_2=_t5(long_words),
        tokenizer_2=long_words,
        transformer=FluxTransformer2DModel(
            patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16,
            num_attention_heads=2, joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8),
            guidance_embeds=True,
        ),
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def save_tiny_sd3(folder: Path, seed: int = 0) -> Path:
    """Write the snapshot (about 1 MB) and return its folder."""
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel, StableDiffusion3Pipeline
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import clip_tokenizer, t5_tokenizer

    torch.manual_seed(seed)
    words, long_words = clip_tokenizer(), t5_tokenizer()
    StableDiffusion3Pipeline(
        transformer=SD3Transformer2DModel(
            sample_size=32, patch_size=1, in_channels=4, num_layers=2, attention_head_dim=8, num_attention_heads=4,
            caption_projection_dim=32, joint_attention_dim=64, pooled_projection_dim=64, out_channels=4,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=_vae(),
        text_encoder=CLIPTextModelWithProjection(CLIPTextConfig(**_clip(words))),
        tokenizer=words,
        text_encoder_2=CLIPTextModelWithProjection(CLIPTextConfig(**_clip(words))),
        tokenizer_2=clip_tokenizer(),
        text_encoder_3=_t5(long_words, 64),
        tokenizer_3=long_words,
    ).save_pretrained(folder, safe_serialization=True)  # fmt: skip
    return folder


def _clip(words: Any) -> dict[str, Any]:
    return {
        "vocab_size": len(words), "hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 2,
        "num_attention_heads": 4, "max_position_embeddings": 77, "projection_dim": 32,
        "bos_token_id": len(words) - 2, "eos_token_id": len(words) - 1, "pad_token_id": len(words) - 1,
    }  # fmt: skip


def _t5(words: Any, width: int = 32) -> Any:
    from transformers import T5Config, T5EncoderModel

    sizes = {"d_model": width, "d_kv": 8, "d_ff": 37, "num_layers": 2, "num_heads": 4}
    return T5EncoderModel(T5Config(vocab_size=len(words), is_encoder_decoder=False, **sizes))


def _vae() -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(16, 32, 32, 32), latent_channels=4, norm_num_groups=8, sample_size=64,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1, scaling_factor=0.36, force_upcast=False,
    )  # fmt: skip
