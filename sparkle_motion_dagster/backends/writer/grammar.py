"""A transformers model held to a JSON schema, token by token: llguidance's masks in a logits processor.

What belongs here: the processor. What does not: loading and asking the model (`local.py`).
"""

import json
from collections.abc import Mapping
from typing import Any

from sparkle_motion_dagster.errors import BackendError


def guide(tokenizer: Any, vocabulary: int) -> Any:
    """llguidance's view of a tokenizer; make it once for each model.

    `vocabulary`: the model's, which is often larger than the tokenizer's.
    """
    import llguidance.hf

    return llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary)


def schema_processor(guided: Any, vocabulary: int, schema: Mapping[str, Any]) -> Any:
    """A `LogitsProcessor` for one answer to one prompt: only tokens that can go on to a valid answer are left."""
    import llguidance
    import llguidance.torch
    from transformers import LogitsProcessor

    grammar = llguidance.LLMatcher.grammar_from_json_schema(json.dumps(schema), defaults={"whitespace_flexible": False})

    class SchemaProcessor(LogitsProcessor):
        def __init__(self) -> None:
            self.matcher: Any = None
            self.mask = llguidance.torch.allocate_token_bitmask(1, vocabulary)

        def __call__(self, input_ids: Any, scores: Any) -> Any:
            if self.matcher is None:
                self.matcher = llguidance.LLMatcher(guided, grammar)
            else:
                self.matcher.consume_token(int(input_ids[0, -1]))
            if self.matcher.is_error():
                raise BackendError(f"the answer's schema cannot be followed: {self.matcher.get_error()}")
            llguidance.torch.fill_next_token_bitmask(self.matcher, self.mask, 0)
            llguidance.torch.apply_token_bitmask_inplace(scores, self.mask.to(scores.device))
            return scores

    return SchemaProcessor()
