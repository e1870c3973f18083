"""A vision-language model of the Qwen-VL family at work: a picture and a question in, an answer of the right form out.

What belongs here: loading it, putting picture and words into its inputs, generating. What does not: what is asked
(`judging.py`), settings (`qwen_vl.py`).

transformers' own processors of this family need torchvision for their video half, even to be made. Pictures alone need
the tokenizer and the image processor: each picture's place in the text is widened here to as many tokens as it has.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.placement import Placement
from sparkle_motion_dagster.backends.device.quantisation import Quantisation, quantiser
from sparkle_motion_dagster.backends.models.loading import load_model, quiet
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.writer.grammar import guide, schema_processor
from sparkle_motion_dagster.errors import BackendError, ProfileError, WeightsError

FAMILIES: Mapping[str, str] = {
    "qwen2_vl": "Qwen2VLForConditionalGeneration",
    "qwen2_5_vl": "Qwen2_5_VLForConditionalGeneration",
    "qwen3_vl": "Qwen3VLForConditionalGeneration",
    "qwen3_vl_moe": "Qwen3VLMoeForConditionalGeneration",
}
"""`model_type` in config.json, and the class that it is."""
PICTURE = "<|image_pad|>"


@dataclass(frozen=True)
class Sight:
    """What a checkpoint can do, as its config.json says it. Nothing is loaded for it."""

    model_type: str
    class_name: str
    context_tokens: int
    patch_px: int
    """One token is a square of so many pixels, times `merge`."""
    merge: int

    def tokens(self, width_px: int, height_px: int) -> int:
        """About how many tokens a picture takes."""
        side = self.patch_px * self.merge
        return max(1, round(width_px / side)) * max(1, round(height_px / side))


def sight_of(snapshot: Snapshot) -> Sight:
    """Raises WeightsError if the model does not look at pictures, or is of a family that is not known here."""
    told = _config(snapshot.folder / "config.json")
    kind = str(told.get("model_type"))
    vision, text = told.get("vision_config"), told.get("text_config", told)
    if kind not in FAMILIES or not isinstance(vision, dict) or not isinstance(text, dict):
        raise WeightsError(
            f"{snapshot.folder.name} is a {snapshot.class_name or kind}, which is no model of the Qwen-VL family "
            f"({', '.join(FAMILIES)}): name another model, or ask it on a server with the backend vision-server"
        )
    if snapshot.class_name != FAMILIES[kind]:
        raise WeightsError(
            f"{snapshot.folder.name}: config.json says {kind}, and its class is {snapshot.class_name or 'not said'}; "
            f"expected {FAMILIES[kind]}: fetch the model again"
        )
    return Sight(
        kind,
        FAMILIES[kind],
        int(text.get("max_position_embeddings", 32_768)),
        int(vision.get("patch_size", 14)),
        int(vision.get("spatial_merge_size", 2)),
    )


class QwenEyes:
    """A loaded model, its tokenizer, its image processor and its grammar's view of the tokenizer."""

    def __init__(self, model: Any, tokenizer: Any, pictures: Any, sight: Sight, device: Device):
        self.model, self.tokenizer, self.pictures = model, tokenizer, pictures
        self.sight, self.device = sight, device
        self.vocabulary = int(model.config.get_text_config().vocab_size)
        self.guided = guide(tokenizer, self.vocabulary)

    @classmethod
    def load(
        cls, snapshot: Snapshot, *, dtype: str, quantisation: Quantisation, placement: Placement, device: Device
    ) -> "QwenEyes":
        """Load it whole and place it: all on the device, or (any other placement) layer by layer.

        Raises WeightsError.
        """
        import transformers

        quiet()
        sight = sight_of(snapshot)
        tokenizer = _tokenizer(snapshot.folder)
        try:
            pictures = transformers.Qwen2VLImageProcessorPil.from_pretrained(snapshot.folder, local_files_only=True)
        except OSError as error:
            raise WeightsError(
                f"{snapshot.folder.name}: preprocessor_config.json is missing or damaged: fetch the model again"
            ) from error
        fewer_bits = quantiser(quantisation, "transformers", dtype)
        if fewer_bits:
            fewer_bits["device_map"] = {"": str(device)}  # its bits are packed where they will lie
        model = load_model(getattr(transformers, sight.class_name), snapshot, snapshot.parts[0], dtype, **fewer_bits)
        ends = model.generation_config.eos_token_id  # nothing else of it: its sampling and penalties are for chatting
        model.generation_config = transformers.GenerationConfig(
            eos_token_id=ends if ends is not None else tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id,
        )
        if placement == "resident":
            if not fewer_bits:
                model.to(str(device))
        elif fewer_bits:
            raise ProfileError(
                f"{quantisation} weights cannot lie layer by layer: choose a preset that keeps the model whole on the "
                "device, or quantisation: none"
            )
        else:
            import accelerate
            import torch

            accelerate.cpu_offload(model, execution_device=torch.device(str(device)))
        return cls(model, tokenizer, pictures, sight, device)

    def answer(
        self, system: str, question: str, picture: Any, schema: Mapping[str, Any], most_tokens: int, timeout_s: float
    ) -> tuple[str, int, int]:
        """The likeliest answer that the schema allows; tokens read and written. The same inputs, the same answer.

        Raises BackendError if it is too long for the model, not finished in `most_tokens`, or late.
        """
        import torch
        from transformers import LogitsProcessorList, StoppingCriteria, StoppingCriteriaList

        inputs = self._inputs(system, question, picture)
        read = int(inputs["input_ids"].shape[1])
        if read + most_tokens > self.sight.context_tokens:
            raise BackendError(
                f"picture and question have {read} tokens, and the model takes {self.sight.context_tokens} with its "
                "answer: lower frame_px in the profile"
            )
        deadline = time.monotonic() + timeout_s

        class Late(StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                late = time.monotonic() > deadline
                return torch.full((input_ids.shape[0],), late, dtype=torch.bool, device=input_ids.device)

        with torch.inference_mode():
            out = self.model.generate(
                **inputs,
                do_sample=False,
                max_new_tokens=most_tokens,
                logits_processor=LogitsProcessorList([schema_processor(self.guided, self.vocabulary, schema)]),
                stopping_criteria=StoppingCriteriaList([Late()]),
            )
        new = out[0, read:]
        if time.monotonic() > deadline:
            raise BackendError(
                f"no answer in {timeout_s:g} s on {self.device}: raise timeout_s, lower frame_px, or name a faster device"
            )
        text = self.tokenizer.decode(new, skip_special_tokens=True)
        if len(new) >= most_tokens:
            raise BackendError(f"the answer is not finished in {most_tokens} tokens: raise max_tokens in the profile")
        return text, read, len(new)

    def _inputs(self, system: str, question: str, picture: Any) -> dict[str, Any]:
        """What `generate` takes; the picture stands before the question."""
        messages = [
            {"role": "system", "content": [{"type": "text", "text": self._plain(system)}]},
            {
                "role": "user",
                "content": [{"type": "image", "image": picture}, {"type": "text", "text": self._plain(question)}],
            },
        ]
        text = self.tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
        seen = self.pictures(images=[picture], return_tensors="pt")
        before, slot, after = text.partition(PICTURE)
        if not slot or PICTURE in after:
            raise WeightsError(f"the model's chat template has {text.count(PICTURE)} places for one picture")
        count = int(seen["image_grid_thw"][0].prod()) // self.pictures.merge_size**2
        told = self.tokenizer([before + PICTURE * count + after], return_tensors="pt", add_special_tokens=False)
        pad = self.tokenizer.convert_tokens_to_ids(PICTURE)
        inputs = {
            "input_ids": told["input_ids"],
            "attention_mask": told["attention_mask"],
            "mm_token_type_ids": (told["input_ids"] == pad).int(),
            "pixel_values": seen["pixel_values"].to(self.model.dtype),
            "image_grid_thw": seen["image_grid_thw"],
        }
        return {name: value.to(str(self.device)) for name, value in inputs.items()}

    def _plain(self, text: str) -> str:
        """A text without the model's own marks: a plan cannot end its turn, or hold a picture."""
        for mark in self.tokenizer.all_special_tokens:
            text = text.replace(mark, mark.replace("<|", "< |"))
        return text


def _tokenizer(folder: Path) -> Any:
    """The tokenizer with a chat template, wherever the snapshot keeps it."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    if tokenizer.chat_template is None:
        kept = folder / "chat_template.json"
        tokenizer.chat_template = _config(kept).get("chat_template") if kept.is_file() else None
    if not isinstance(tokenizer.chat_template, str):
        raise WeightsError(f"{folder.name}: has no chat template: name an instruct model, or fetch it again")
    return tokenizer


def _config(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path.parent.name}/{path.name} is damaged ({error}): fetch the model again") from error
    if not isinstance(told, dict):
        raise WeightsError(f"{path.parent.name}/{path.name} is damaged (not an object): fetch the model again")
    return told
