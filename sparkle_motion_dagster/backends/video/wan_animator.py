"""Wan's pipelines as diffusers calls them.

What belongs here: the words and pictures of a call. What does not: what all video pipelines share (`animator.py`).
"""

from typing import Any, ClassVar

from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.animator import Animator, Guidance, Wanted, Words


class WanAnimator(Animator):
    """Wan 2.1 and 2.2: words by UMT5, pictures by the VAE (and, of 2.1, by CLIP)."""

    full_precision: ClassVar[tuple[str, ...]] = ("vae",)
    max_tokens: ClassVar[int] = 512

    @classmethod
    def pipeline_name(cls, abilities: Abilities, from_text: bool) -> str:
        """TI2V does either, whatever class it was published as."""
        return "WanPipeline" if from_text else "WanImageToVideoPipeline"

    def encoded(self, device: Any, words: Words) -> dict[str, Any]:
        """The prompt's embedding, and the negative prompt's if it counts."""
        positive, negative = self.pipeline.encode_prompt(
            prompt=words.prompt,
            negative_prompt=words.negative_prompt,
            do_classifier_free_guidance=words.guided,
            max_sequence_length=self.max_tokens,
            device=device,
        )
        return {"prompt_embeds": positive, "negative_prompt_embeds": negative}

    def arguments(self, wanted: Wanted, guidance: Guidance) -> dict[str, Any]:
        """The first and the last picture, and the second expert's guidance."""
        pictures = {"image": wanted.first, "last_image": wanted.last}
        found = {name: picture for name, picture in pictures.items() if picture is not None}
        if guidance.second is not None and self.abilities.experts == 2:
            found["guidance_scale_2"] = guidance.second
        return found
