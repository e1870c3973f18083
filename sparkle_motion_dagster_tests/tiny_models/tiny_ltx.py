"""A tiny LTX-2: every class of the real one, random weights, saved as a Hub snapshot is.

What belongs here: its configuration. What does not: other models (a file each beside this one).
"""

from pathlib import Path
from typing import Any

_WORDS, _LAYERS, _WIDTH, _SOUND_WIDTH = 16, 2, 32, 16


def save_tiny_ltx(folder: Path, seed: int = 0) -> Path:
    """Write the snapshot (about 2 MB) and return its folder."""
    import torch
    from diffusers import (
        AutoencoderKLLTX2Audio,
        AutoencoderKLLTX2Video,
        FlowMatchEulerDiscreteScheduler,
        LTX2Pipeline,
        LTX2VideoTransformer3DModel,
    )
    from diffusers.pipelines.ltx2.connectors import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    torch.manual_seed(seed)
    tokenizer, encoder = _text_encoder()
    heads = {"num_attention_heads": 2, "attention_head_dim": _WIDTH // 2, "cross_attention_dim": _WIDTH}
    sound = {
        "audio_in_channels": 32, "audio_out_channels": 32, "audio_num_attention_heads": 2,
        "audio_attention_head_dim": _SOUND_WIDTH // 2, "audio_cross_attention_dim": _SOUND_WIDTH,
    }  # fmt: skip
    pipeline = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05),
        vae=AutoencoderKLLTX2Video(
            latent_channels=16, block_out_channels=(8, 16, 32, 64), decoder_block_out_channels=(8, 16, 32),
            layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1),
            spatial_compression_ratio=32, temporal_compression_ratio=8,
        ),
        audio_vae=AutoencoderKLLTX2Audio(base_channels=32, ch_mult=(1, 1, 1), num_res_blocks=1, latent_channels=2),
        text_encoder=encoder,
        tokenizer=tokenizer,
        connectors=LTX2TextConnectors(
            caption_channels=_WORDS, text_proj_in_factor=_LAYERS + 1,
            video_connector_num_attention_heads=2, video_connector_attention_head_dim=_WORDS // 2,
            video_connector_num_layers=1, video_connector_num_learnable_registers=8,
            audio_connector_num_attention_heads=2, audio_connector_attention_head_dim=_WORDS // 2,
            audio_connector_num_layers=1, audio_connector_num_learnable_registers=8,
            connector_rope_base_seq_len=32,
        ),
        transformer=LTX2VideoTransformer3DModel(
            in_channels=16, out_channels=16, **heads, **sound, num_layers=2, caption_channels=_WORDS,
        ),
        vocoder=LTX2Vocoder(
            in_channels=128, hidden_channels=16, upsample_kernel_sizes=[16, 15], upsample_factors=[6, 5],
            resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]],
        ),
    )  # fmt: skip
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder


def _text_encoder() -> tuple[Any, Any]:
    """Gemma 3 with its eyes, which the pipeline does not use, and a tokenizer of letters."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, PreTrainedTokenizerFast

    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    letters = {letter: index for index, letter in enumerate([*special, "▁", *map(chr, range(33, 127))])}
    made = Tokenizer(models.BPE(vocab=letters, merges=[], unk_token="<unk>"))
    made.pre_tokenizer, made.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="<eos>", bos_token="<bos>", unk_token="<unk>",
        padding_side="left", model_max_length=1024,
    )  # fmt: skip
    config = Gemma3Config(
        text_config={
            "vocab_size": len(letters) + 4, "hidden_size": _WORDS, "intermediate_size": 24,
            "num_hidden_layers": _LAYERS, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
            "max_position_embeddings": 2048, "sliding_window": 64,
        },
        vision_config={
            "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2,
            "image_size": 16, "patch_size": 8,
        },
        mm_tokens_per_image=1, image_token_index=len(letters), boi_token_index=len(letters) + 1,
        eoi_token_index=len(letters) + 2,
    )  # fmt: skip
    return tokenizer, Gemma3ForConditionalGeneration(config)
