"""Prompts that are longer than a text encoder reads.

What belongs here: counting tokens, reading SDXL's prompts piece by piece, telling what a model did not read. What does
not: composing prompts (`film/prompts.py`).
"""

import re
from typing import Any

_BREAKS = re.compile(r"(?<=[.;,!?])\s+|\s+")


def pieces(tokenizer: Any, prompt: str) -> list[str]:
    """The prompt in as few pieces as its tokenizer's length allows, parted between words. At least one."""
    found: list[str] = []
    words: list[str] = []
    for word in _BREAKS.split(prompt.strip()):
        if words and _tokens(tokenizer, " ".join([*words, word])) > tokenizer.model_max_length:
            found.append(" ".join(words))
            words = []
        words.append(word)
    return [*found, " ".join(words)]


def _tokens(tokenizer: Any, text: str) -> int:
    return len(tokenizer(text, truncation=False).input_ids)


def unread(tokenizer: Any, prompt: str, limit: int) -> str:
    """The words beyond the first `limit` tokens, which the model never sees; empty if it reads all."""
    ids = tokenizer(prompt, truncation=False).input_ids
    if len(ids) <= limit:
        return ""
    return str(tokenizer.decode(ids[limit - 1 : -1], skip_special_tokens=True)).strip()


def sdxl_embeds(pipeline: Any, prompt: str, negative: str, count: int, device: Any, guided: bool) -> dict[str, Any]:
    """Embeddings of a prompt of `count` pieces, for an SDXL pipeline's call: pieces one after the other, the whole
    picture's summary (pooled) from the first."""
    import torch

    prompts = pieces(pipeline.tokenizer, prompt)
    negatives = pieces(pipeline.tokenizer, negative)
    read = []
    for index in range(count):
        read.append(
            pipeline.encode_prompt(
                prompt=prompts[index] if index < len(prompts) else "",
                negative_prompt=negatives[index] if index < len(negatives) else "",
                device=device,
                num_images_per_prompt=1,
                do_classifier_free_guidance=guided,
            )
        )
    embeds = {"prompt_embeds": torch.cat([piece[0] for piece in read], dim=1), "pooled_prompt_embeds": read[0][2]}
    if guided:
        embeds["negative_prompt_embeds"] = torch.cat([piece[1] for piece in read], dim=1)
        embeds["negative_pooled_prompt_embeds"] = read[0][3]
    return embeds
