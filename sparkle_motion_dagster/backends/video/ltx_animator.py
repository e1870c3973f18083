"""LTX-2's pipeline as diffusers calls it.

What belongs here: the words and pictures of a call. What does not: what all video pipelines share (`animator.py`).
The model makes sound too; the film has its own, so it is not kept.
"""

from typing import Any, ClassVar

from sparkle_motion_dagster.backends.video.animator import Animator, Guidance, Wanted, Words
from sparkle_motion_dagster.backends.video.ltx_checkpoint import picture_crf


class LtxAnimator(Animator):
    """LTX-2: words by Gemma, pictures as keyframes in the clip."""

    pipeline_class: ClassVar[str] = "LTX2ConditionPipeline"
    max_tokens: ClassVar[int] = 1024

    def encoded(self, device: Any, words: Words) -> dict[str, Any]:
        """Embeddings and masks of the prompt, and of the negative prompt if it counts."""
        names = (
            "prompt_embeds", "prompt_attention_mask", "negative_prompt_embeds", "negative_prompt_attention_mask",
        )  # fmt: skip
        found = self.pipeline.encode_prompt(
            prompt=words.prompt,
            negative_prompt=words.negative_prompt,
            do_classifier_free_guidance=words.guided,
            max_sequence_length=self.max_tokens,
            device=device,
        )
        return dict(zip(names, found, strict=True))

    def arguments(self, wanted: Wanted, guidance: Guidance) -> dict[str, Any]:
        """The first picture in place of the first frame, the last as a keyframe at the end."""
        from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

        places = ((wanted.first, 0), (wanted.last, -1))
        shown = [
            LTX2VideoCondition(frames=picture, index=index, strength=1.0, crf=picture_crf(self.snapshot))
            for picture, index in places
            if picture is not None
        ]
        return {"conditions": shown or None, "frame_rate": wanted.fps}
