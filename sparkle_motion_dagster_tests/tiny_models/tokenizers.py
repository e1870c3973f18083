"""Tiny tokenizers of the real kinds, trained or written in memory.

What belongs here: tokenizers only. What does not: models (a file each beside this one).
"""

from typing import Any


def _byte_characters() -> list[str]:
    """The 256 characters that byte-level BPE writes bytes as, in CLIP's order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + index) for index in range(len(others))]


def clip_tokenizer(pad: str = "<|endoftext|>") -> Any:
    """CLIP's tokenizer with no merges: a token for each letter, so 77 tokens are soon full."""
    from transformers import CLIPTokenizer

    letters = _byte_characters()
    words = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(
        vocab={word: index for index, word in enumerate(words)}, merges=[], pad_token=pad, model_max_length=77
    )


def t5_tokenizer() -> Any:
    """T5's kind of tokenizer, a token for each letter, as UMT5's is read."""
    from transformers import T5Tokenizer

    letters = [chr(code) for code in range(33, 127)] + ["\u2581"]
    words = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *((letter, -3.0) for letter in letters)]
    words += [(f"<extra_id_{index}>", 0.0) for index in (2, 1, 0)]
    return T5Tokenizer(vocab=words, extra_ids=3, model_max_length=512)
