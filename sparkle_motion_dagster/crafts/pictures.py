"""shot_images, video_clips, lipsynced_clips: the picture of a shot, from still to speaking.

What belongs here: recipes and calls of the three picture crafts. What does not: how they are made (`backends`).
Media libraries are imported where they are used: the code location loads this module and must stay light.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.protocols import (
    ImageBackend,
    ImageRequest,
    LipsyncBackend,
    LipsyncRequest,
    Phone,
    TimedLine,
    VideoBackend,
    VideoRequest,
)
from sparkle_motion_dagster.crafts.craft import Made, Material, Part, ShotOrder
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.film.prompts import motion_prompt, picture_prompt
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import picture, shot_seed

CODE_VERSION = "1"


def _picture(order: ShotOrder) -> Picture:
    return picture(order.plan, order.shot, order.width_px, order.height_px)


def timed_lines(dialogue: Material) -> tuple[TimedLine, ...]:
    """The lines of a shot's dialogue_audio, with their times and sounds."""
    return tuple(
        TimedLine(
            character_id=line["character_id"],
            character_name=line["character"],
            text=line["text"],
            start_s=line["start_s"],
            end_s=line["end_s"],
            on_screen=line["on_screen"],
            phones=tuple(Phone(**phone) for phone in line["phones"]),
        )
        for line in dialogue.facts["line_artifacts"]
    )


@dataclass(frozen=True)
class PictureCraft:
    """What the picture crafts share."""

    backend: Any

    @property
    def workers(self) -> int | None:
        """As the backend allows."""
        return self.backend.workers

    @property
    def backend_name(self) -> str:
        """Backend and its version."""
        return f"{self.backend.name} {self.backend.version}"

    @property
    def draft(self) -> bool:
        """Whether the backend draws drafts."""
        return self.backend.draft

    def parts(self, order: ShotOrder) -> tuple[Part, ...]:
        """None."""
        return ()

    def _inputs(self, **inputs: Any) -> dict[str, Any]:
        backend = {"name": self.backend.name, "version": self.backend.version}
        return {**inputs, "backend": backend, "code_version": CODE_VERSION}


@dataclass(frozen=True)
class Stills(PictureCraft):
    """The craft of shot_images: first and last frame."""

    backend: ImageBackend
    asset: str = "shot_images"
    needs: tuple[str, ...] = ()

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """What is seen, its words for a model, and the seed."""
        return Recipe(self.asset, order.key, self._request_inputs(order))

    def _request_inputs(self, order: ShotOrder) -> dict[str, Any]:
        request = self._request(order)
        return self._inputs(
            picture=request.picture.model_dump(mode="json"),
            prompt=request.prompt,
            end_prompt=request.end_prompt,
            seed=request.seed,
        )

    def _request(self, order: ShotOrder) -> ImageRequest:
        prompt = picture_prompt(order.plan, order.shot, order.shot.start_base_image_id)
        chained = order.shot.chained
        end_prompt = picture_prompt(order.plan, order.shot, order.shot.end_base_image_id) if chained else prompt
        return ImageRequest(order.shot.id, _picture(order), prompt, end_prompt, shot_seed(order.shot))

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Make both pictures and measure them."""
        from sparkle_motion_dagster.media.images import phash
        from sparkle_motion_dagster.media.probe import probe

        request = self._request(order)
        made = self.backend.make(request, folder)
        size = probe(made.start)
        facts = {
            "engine": self.backend.name,
            "prompt": request.prompt,
            "seed": request.seed,
            "width_px": size.width_px,
            "height_px": size.height_px,
            "phash_start": phash(made.start),
            "phash_end": phash(made.end),
            "notes": list(made.notes),
        }
        return Made({"start": made.start, "end": made.end}, facts)


@dataclass(frozen=True)
class Clips(PictureCraft):
    """The craft of video_clips: silent, and exactly as long as the lines need."""

    backend: VideoBackend
    asset: str = "video_clips"
    needs: tuple[str, ...] = ("dialogue_audio", "shot_images")

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """The pictures, the measured length, the movement."""
        inputs = self._inputs(
            images=materials["shot_images"].content_hash,
            frames=materials["dialogue_audio"].facts["frames"],
            fps=order.fps,
            picture=_picture(order).model_dump(mode="json"),
            prompt=motion_prompt(order.shot),
            transition=order.shot.transition,
            seed=shot_seed(order.shot),
        )
        return Recipe(self.asset, order.key, inputs)

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Render the clip and prove its length by decoding."""
        images = materials["shot_images"]
        frames = int(materials["dialogue_audio"].facts["frames"])
        request = VideoRequest(
            shot_id=order.shot.id,
            picture=_picture(order),
            start_image=images.files["start"],
            end_image=images.files["end"],
            prompt=motion_prompt(order.shot),
            frames=frames,
            fps=order.fps,
            transition=order.shot.transition,
            seed=shot_seed(order.shot),
        )
        made = self.backend.render(request, folder)
        facts = {
            "engine": self.backend.name,
            "prompt": request.prompt,
            "seed": request.seed,
            **clip_facts(made.video, frames),
            "notes": list(made.notes),
        }
        return Made({"video": made.video, "rig": made.rig}, facts)


@dataclass(frozen=True)
class Lipsync(PictureCraft):
    """The craft of lipsynced_clips: mouths that move, subtitles, and the shot's sound."""

    backend: LipsyncBackend
    subtitles: bool = True
    asset: str = "lipsynced_clips"
    needs: tuple[str, ...] = ("dialogue_audio", "video_clips")

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """The clip, the speech, and the text that is burned in."""
        inputs = self._inputs(
            clip=materials["video_clips"].content_hash,
            speech=materials["dialogue_audio"].content_hash,
            lines=[
                {"text": line.text, "start_s": line.start_s, "end_s": line.end_s, "on_screen": line.on_screen}
                for line in timed_lines(materials["dialogue_audio"])
            ],
            subtitles=self.subtitles,
            seed=shot_seed(order.shot),
        )
        return Recipe(self.asset, order.key, inputs)

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Move the mouths and prove that no frame was lost."""
        clip, dialogue = materials["video_clips"], materials["dialogue_audio"]
        frames = int(clip.facts["frames"])
        request = LipsyncRequest(
            shot_id=order.shot.id,
            picture=_picture(order),
            clip=clip.files["video"],
            rig=clip.files["rig"],
            speech=dialogue.files["track"],
            lines=timed_lines(dialogue),
            frames=frames,
            fps=order.fps,
            subtitles=self.subtitles,
            seed=shot_seed(order.shot),
        )
        made = self.backend.sync(request, folder)
        facts = {
            "engine": self.backend.name,
            "mouths_moved": made.mouths_moved,
            **clip_facts(made.video, frames),
            "notes": list(made.notes),
        }
        return Made({"video": made.video}, facts)


def clip_facts(video: Path, frames: int) -> dict[str, Any]:
    """Facts of a clip by decoding. Raises MediaError if its length is not exactly `frames`."""
    from sparkle_motion_dagster.errors import MediaError
    from sparkle_motion_dagster.media.probe import probe

    facts = probe(video, count=True)
    if facts.frames != frames:
        raise MediaError(f"{video.name}: {facts.frames} frames decoded, {frames} expected")
    return {
        "frames": facts.frames,
        "fps": facts.fps,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "duration_s": facts.duration_s,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
    }
