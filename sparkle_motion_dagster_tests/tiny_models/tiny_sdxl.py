"""A tiny SDXL: every class of the real one, random weights, saved as a Hub snapshot is.

What belongs here: its configuration. What does not: other models (a file each beside this one).
"""

from pathlib import Path


def save_tiny_sdxl(folder: Path, seed: int = 0) -> Path:
    """Write the snapshot (about 2 MB) and return its folder."""
    import torch
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    from sparkle_motion_dagster_tests.tiny_models.tokenizers import clip_tokenizer

    torch.manual_seed(seed)
    words = clip_tokenizer()
    text = {
        "vocab_size": len(words),
        "hidden_size": 32,
        "intermediate_size": 37,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "max_position_embeddings": 77,
        "projection_dim": 32,
        "bos_token_id": len(words) - 2,
        "eos_token_id": len(words) - 1,
        "pad_token_id": len(words) - 1,
    }
    pipeline = StableDiffusionXLPipeline(
        vae=AutoencoderKL(
            block_out_channels=(16, 32, 32, 32),
            latent_channels=4,
            norm_num_groups=8,
            sample_size=64,
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            scaling_factor=0.13025,
            force_upcast=False,
        ),
        text_encoder=CLIPTextModel(CLIPTextConfig(**text, hidden_act="quick_gelu")),
        text_encoder_2=CLIPTextModelWithProjection(CLIPTextConfig(**text, hidden_act="gelu")),
        tokenizer=words,
        tokenizer_2=clip_tokenizer(pad="!"),
        unet=UNet2DConditionModel(
            sample_size=32,
            in_channels=4,
            out_channels=4,
            block_out_channels=(32, 64),
            layers_per_block=1,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(2, 4),
            use_linear_projection=True,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            transformer_layers_per_block=(1, 1),
            cross_attention_dim=64,
            projection_class_embeddings_input_dim=8 * 6 + 32,
        ),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            timestep_spacing="leading",
            steps_offset=1,
        ),
    )
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder
