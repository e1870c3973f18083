"""Tiny Wan checkpoints of every kind: every class of the real ones, random weights, saved as Hub snapshots are.

What belongs here: their configurations. What does not: other models (a file each beside this one).
"""

from pathlib import Path
from typing import Any, Literal

Kind = Literal["t2v", "i2v", "flf2v", "ti2v", "i2v-a14b", "t2v-a14b"]
_WORDS, _CLIP_PX, _CLIP_PATCH_PX, _CLIP_WIDTH = 32, 32, 8, 32
_CLIP_TOKENS = (_CLIP_PX // _CLIP_PATCH_PX) ** 2 + 1


def save_tiny_wan(folder: Path, kind: Kind, seed: int = 0) -> Path:
    """Write the snapshot (about 1 MB) and return its folder."""
    import torch
    from diffusers import UniPCMultistepScheduler, WanImageToVideoPipeline, WanPipeline
    from transformers import (
        CLIPImageProcessorPil,
        CLIPVisionConfig,
        CLIPVisionModel,
        UMT5Config,
        UMT5EncoderModel,
    )

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import t5_tokenizer

    torch.manual_seed(seed)
    words = t5_tokenizer()
    parts: dict[str, Any] = {
        "tokenizer": words,
        "text_encoder": UMT5EncoderModel(
            UMT5Config(
                vocab_size=len(words), d_model=_WORDS, d_kv=8, d_ff=37, num_layers=2, num_heads=4,
                relative_attention_num_buckets=8, is_encoder_decoder=False,
            )
        ),
        "vae": _vae(kind),
        "transformer": _transformer(kind),
        "scheduler": UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0, num_train_timesteps=1000
        ),
    }  # fmt: skip
    if kind in ("i2v", "flf2v"):
        parts["image_encoder"] = CLIPVisionModel(
            CLIPVisionConfig(
                hidden_size=_CLIP_WIDTH, intermediate_size=37, num_hidden_layers=3, num_attention_heads=4,
                image_size=_CLIP_PX, patch_size=_CLIP_PATCH_PX,
            )
        )  # fmt: skip
        parts["image_processor"] = CLIPImageProcessorPil(
            size={"shortest_edge": _CLIP_PX}, crop_size={"height": _CLIP_PX, "width": _CLIP_PX}
        )
    if kind.endswith("a14b"):
        parts |= {"transformer_2": _transformer(kind), "boundary_ratio": 0.9 if kind.startswith("i2v") else 0.875}
    if kind == "ti2v":
        parts["expand_timesteps"] = True
    published_as = WanPipeline if kind in ("t2v", "ti2v", "t2v-a14b") else WanImageToVideoPipeline
    published_as(**parts).save_pretrained(folder, safe_serialization=True)
    index = folder / "model_index.json"  # the real ones name these by older names of the same classes
    named = (
        index.read_text()
        .replace("CLIPImageProcessorPil", "CLIPImageProcessor")
        .replace('"T5Tokenizer"', '"T5TokenizerFast"')
    )
    index.write_text(named)
    return folder


def _vae(kind: Kind) -> Any:
    from diffusers import AutoencoderKLWan

    tiny = {"base_dim": 8, "dim_mult": [1, 1, 1, 1], "num_res_blocks": 1, "temperal_downsample": [False, True, True]}
    if kind != "ti2v":
        return AutoencoderKLWan(z_dim=16, **tiny)
    return AutoencoderKLWan(
        z_dim=48, decoder_base_dim=8, is_residual=True, in_channels=12, out_channels=12, patch_size=2,
        scale_factor_spatial=16, scale_factor_temporal=4, latents_mean=[0.0] * 48, latents_std=[1.0] * 48, **tiny,
    )  # fmt: skip


def _transformer(kind: Kind) -> Any:
    from diffusers import WanTransformer3DModel

    noise = 48 if kind == "ti2v" else 16
    clip = kind in ("i2v", "flf2v")
    return WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=24,
        in_channels=2 * noise + 4 if clip or kind == "i2v-a14b" else noise, out_channels=noise,
        text_dim=_WORDS, freq_dim=32, ffn_dim=64, num_layers=2, cross_attn_norm=True,
        qk_norm="rms_norm_across_heads", rope_max_seq_len=256,
        image_dim=_CLIP_WIDTH if clip else None, added_kv_proj_dim=48 if clip else None,
        pos_embed_seq_len=2 * _CLIP_TOKENS if kind == "flf2v" else None,
    )  # fmt: skip
