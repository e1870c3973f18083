"""A tiny CSM with random weights, saved as a Hub snapshot is.

What belongs here: building it. What does not: tests. It babbles for a second or two; what it babbles depends on the
words, the recording and the seed.
"""

import json
from pathlib import Path
from typing import Any

CODES = 16
_MARKS = ("<|begin_of_text|>", "<|end_of_text|>", "<|AUDIO|>", "<|audio_eos|>", "<|pad|>")
_TEMPLATE = (
    "{% for m in messages %}<|begin_of_text|>[{{ m.role }}]"
    "{% for c in m.content %}{% if c.type == 'text' %}{{ c.text }}<|end_of_text|>"
    "{% else %}<|AUDIO|><|audio_eos|>{% endif %}{% endfor %}{% endfor %}"
)


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    of_bytes = Tokenizer(models.BPE(vocab={letter: index for index, letter in enumerate(letters)}, merges=[]))
    of_bytes.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    of_bytes.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=of_bytes,
        bos_token=_MARKS[0],
        eos_token=_MARKS[1],
        pad_token=_MARKS[4],
        additional_special_tokens=list(_MARKS[2:4]),
    )


def save_tiny_csm(folder: Path, seed: int = 0) -> Path:
    """Write the snapshot (about a megabyte) and return its folder."""
    import torch
    import transformers

    tokenizer = _tokenizer()
    layers = {"intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1}
    codec = {
        "model_type": "mimi", "hidden_size": 32, "num_filters": 4, "codebook_size": CODES, "codebook_dim": 16,
        "vector_quantization_hidden_dimension": 16, "num_quantizers": 2, "num_semantic_quantizers": 1,
        "upsample_groups": 32, "head_dim": 16, **layers,
    }  # fmt: skip
    depth = {
        "num_codebooks": 2, "backbone_hidden_size": 32, "vocab_size": CODES, "hidden_size": 32, "head_dim": 16,
        "max_position_embeddings": 3, "initializer_range": 0.5, **layers,
    }  # fmt: skip
    config = transformers.CsmConfig(
        num_codebooks=2, vocab_size=CODES, text_vocab_size=len(tokenizer), hidden_size=32, head_dim=16,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=tokenizer.bos_token_id, codebook_pad_token_id=CODES - 1,
        codebook_eos_token_id=0, audio_token_id=tokenizer.convert_tokens_to_ids("<|AUDIO|>"),
        audio_eos_token_id=tokenizer.convert_tokens_to_ids("<|audio_eos|>"), depth_decoder_config=depth,
        codec_config=codec, initializer_range=0.5, **layers,
    )  # fmt: skip
    torch.manual_seed(seed)
    model = transformers.CsmForConditionalGeneration(config).eval()
    model.generation_config.update(do_sample=True, temperature=0.9, max_new_tokens=125)
    model.depth_decoder.generation_config.update(do_sample=True, min_new_tokens=1, max_new_tokens=1)
    model.save_pretrained(folder, safe_serialization=True)
    extractor = transformers.EncodecFeatureExtractor(feature_size=1, sampling_rate=24000)
    transformers.CsmProcessor(extractor, tokenizer, chat_template=_TEMPLATE).save_pretrained(folder)
    config_file = folder / "config.json"
    assert json.loads(config_file.read_text())["architectures"] == ["CsmForConditionalGeneration"]
    return folder
