"""Tiny vision-language models of the three Qwen-VL architectures, random weights, saved as Hub snapshots are.

What belongs here: building them. What does not: tests. What they say is nonsense; held to a schema, valid nonsense that
depends on the picture.
"""

import json
from pathlib import Path
from typing import Any

ARCHITECTURES = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")
_PROCESSORS = {"qwen2_vl": "Qwen2VLProcessor", "qwen2_5_vl": "Qwen2_5_VLProcessor", "qwen3_vl": "Qwen3VLProcessor"}
_SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n"
    "{% for c in m.content %}{% if c.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% else %}{{ c.text }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_CORPUS = [
    "The picture shows a lighthouse keeper with a lamp; the hands are right and nothing is out of shape.",
    '{"seen": "x", "people": 1, "animals": 0, "points": {"who1": "yes"}, "match_percent": 80}',
] * 4


def _tokenizer() -> Any:
    """A byte-level tokenizer of Qwen's own class, trained on two sentences."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import Qwen2Tokenizer

    letters = Tokenizer(models.BPE())
    letters.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    letters.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    letters.train_from_iterator(
        _CORPUS, trainers.BpeTrainer(vocab_size=400, initial_alphabet=alphabet, show_progress=False)
    )
    trained = json.loads(letters.to_str())["model"]
    tokenizer = Qwen2Tokenizer(
        vocab=trained["vocab"],
        merges=[tuple(pair) for pair in trained["merges"]],
        unk_token="<|endoftext|>",
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(_SPECIAL),
    )
    tokenizer.chat_template = _TEMPLATE
    return tokenizer


def save_tiny_qwen_vl(folder: Path, architecture: str = "qwen3_vl", seed: int = 0) -> Path:
    """Write the snapshot (under a megabyte) and return its folder. Its generation_config samples, as the real ones do."""
    import torch
    import transformers

    tokenizer = _tokenizer()
    marks = {
        f"{name}_token_id": tokenizer.convert_tokens_to_ids(f"<|{mark}|>")
        for name, mark in {
            "image": "image_pad",
            "video": "video_pad",
            "vision_start": "vision_start",
            "vision_end": "vision_end",
        }.items()
    }
    torch.manual_seed(seed)
    model = _model(architecture, len(tokenizer), tokenizer, marks).eval()
    model.generation_config.update(
        eos_token_id=[tokenizer.eos_token_id, tokenizer.pad_token_id],
        pad_token_id=tokenizer.pad_token_id,
        do_sample=True,
        temperature=0.7,
        top_p=0.8,
        top_k=20,
        repetition_penalty=1.3,
    )
    model.save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    patch_px = 16 if architecture == "qwen3_vl" else 14
    size = {"shortest_edge": 56 * 56, "longest_edge": 224 * 224}
    transformers.Qwen2VLImageProcessorPil(
        patch_size=patch_px, merge_size=2, temporal_patch_size=2, size=size
    ).save_pretrained(folder)
    kept = folder / "preprocessor_config.json"
    told = json.loads(kept.read_text()) | {
        "processor_class": _PROCESSORS[architecture],
        "image_processor_type": "Qwen2VLImageProcessorFast",  # what the real checkpoints say
    }
    kept.write_text(json.dumps(told, indent=2))
    return folder


def _model(architecture: str, tokens: int, tokenizer: Any, marks: dict[str, int]) -> Any:
    import transformers

    text = {
        "vocab_size": (tokens + 63) // 64 * 64,  # padded, as real checkpoints are
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 8192,
        "bos_token_id": None,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    turned = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}
    if architecture == "qwen2_vl":
        vision = {"depth": 2, "embed_dim": 32, "hidden_size": 64, "num_heads": 2, "mlp_ratio": 2, "patch_size": 14}
        config = transformers.Qwen2VLConfig(
            text_config=text | {"rope_parameters": turned}, vision_config=vision, **marks
        )
        return transformers.Qwen2VLForConditionalGeneration(config)
    vision = {"depth": 2, "hidden_size": 32, "out_hidden_size": 64, "num_heads": 2, "intermediate_size": 48}
    if architecture == "qwen2_5_vl":
        windows = {"patch_size": 14, "window_size": 56, "fullatt_block_indexes": [1]}
        config = transformers.Qwen2_5_VLConfig(
            text_config=text | {"rope_parameters": turned}, vision_config=vision | windows, **marks
        )
        return transformers.Qwen2_5_VLForConditionalGeneration(config)
    turned = {"rope_type": "default", "rope_theta": 5e6, "mrope_section": [4, 2, 2], "mrope_interleaved": True}
    deep = {"patch_size": 16, "num_position_embeddings": 64, "deepstack_visual_indexes": [0]}
    config = transformers.Qwen3VLConfig(
        text_config=text | {"head_dim": 16, "rope_parameters": turned}, vision_config=vision | deep, **marks
    )
    return transformers.Qwen3VLForConditionalGeneration(config)
