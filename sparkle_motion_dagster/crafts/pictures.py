"""shot_images, video_clips, lipsynced_clips: the picture of a shot, from still to speaking.

What belongs here: recipes and calls of the three picture crafts. What does not: how they are made (`backends`).
Media libraries are imported where they are used: the code location loads this module and must stay light.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.protocols import (
    ImageBackend,
    ImageRequest,
    LipsyncBackend,
    LipsyncRequest,
    MovesOwnDrawings,
    Phone,
    TimedLine,
    VideoBackend,
    VideoRequest,
)
from sparkle_motion_dagster.backends.versions import backend_inputs
from sparkle_motion_dagster.crafts.characters import character_parts, reference_inputs, references
from sparkle_motion_dagster.crafts.craft import Made, Material, Part, ShotOrder
from sparkle_motion_dagster.crafts.own_files import own_parts
from sparkle_motion_dagster.crafts.own_takes import (
    MADE_BY,
    both_own,
    fitted_clip,
    fitted_stills,
    mover,
    own_clip,
    own_inputs,
    syncer,
)
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.film.prompts import motion_prompt, picture_prompt
from sparkle_motion_dagster.film.recipe import Recipe, canonical_json
from sparkle_motion_dagster.film.staging import picture, shot_seed
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, STILLS, OwnFile

CODE_VERSION = "1"


def _picture(order: ShotOrder, *assets: str) -> Picture:
    """What is seen, moved by the latest take of these assets: a clip moves the still that it begins with."""
    return picture(order.plan, order.seeded(*assets), order.width_px, order.height_px)


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


def lines_inputs(dialogue: Material) -> list[dict[str, Any]]:
    """The spoken lines as recipes of what comes after them hold it: `sounds` is a hash of the phones and their times."""
    return [
        {
            "character": line.character_id,
            "text": line.text,
            "start_s": line.start_s,
            "end_s": line.end_s,
            "on_screen": line.on_screen,
            "sounds": hashlib.sha256(canonical_json([vars(phone) for phone in line.phones])).hexdigest()[:16],
        }
        for line in timed_lines(dialogue)
    ]


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

    def _inputs(self, backend: Any, **inputs: Any) -> dict[str, Any]:
        return {**inputs, "backend": backend_inputs(backend), "code_version": CODE_VERSION}

    def _other(self, backend: Any) -> tuple[str | None, bool | None]:
        """Name and draftness of a backend that stands in; None of the craft's own."""
        return (None, None) if backend is self.backend else (f"{backend.name} {backend.version}", backend.draft)


@dataclass(frozen=True)
class Stills(PictureCraft):
    """The craft of shot_images: first and last frame."""

    backend: ImageBackend
    asset: str = "shot_images"
    needs: tuple[str, ...] = ()

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """What is seen, its words for a model, and the seed."""
        take = order.take(STILLS)
        if both_own(order):
            return Recipe(self.asset, order.key, {"own": take.inputs()["own"], **own_inputs(order)})
        fitted = own_inputs(order) if take.own else {}
        return Recipe(self.asset, order.key, self._request_inputs(order) | take.inputs() | fitted)

    def parts(self, order: ShotOrder) -> tuple[Part, ...]:
        """A person's own pictures, and those of the characters that it is painted after."""
        if both_own(order):
            return own_parts(order, STILLS)
        return (*own_parts(order, STILLS), *character_parts(self.backend, order))

    def _request_inputs(self, order: ShotOrder) -> dict[str, Any]:
        request = self._request(order)
        return self._inputs(
            self.backend,
            picture=request.picture.model_dump(mode="json"),
            prompt=request.prompt,
            end_prompt=request.end_prompt,
            seed=request.seed,
            **reference_inputs(self.backend, order),
        )

    def _request(self, order: ShotOrder) -> ImageRequest:
        prompt = picture_prompt(order.plan, order.shot, order.shot.start_base_image_id)
        chained = order.shot.chained
        end_prompt = picture_prompt(order.plan, order.shot, order.shot.end_base_image_id) if chained else prompt
        seed = shot_seed(order.seeded(STILLS))
        return ImageRequest(order.shot.id, _picture(order, STILLS), prompt, end_prompt, seed)

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Make both pictures and measure them."""
        from sparkle_motion_dagster.media.images import phash
        from sparkle_motion_dagster.media.probe import probe

        request, whole = self._request(order), both_own(order)
        own, own_notes = fitted_stills(order, materials, folder)
        painted_after, whose = ((), {}) if whole else references(self.backend, order, materials)
        made = None if whole else self.backend.make(replace(request, references=painted_after), folder)
        drawn = {} if made is None else {"start": made.start, "end": made.end}
        files = {role: (drawn | own)[role] for role in ("start", "end")}
        size = probe(files["start"])
        by = (
            {"engine": "own"}
            if whole
            else {"engine": self.backend.name, "prompt": request.prompt, "seed": request.seed}
        )
        facts = {
            **by,
            "width_px": size.width_px,
            "height_px": size.height_px,
            "phash_start": phash(files["start"]),
            "phash_end": phash(files["end"]),
            **(made.facts if made else {}),
            **({"characters": "; ".join(f"{who}: {what}" for who, what in whose.items())} if whose else {}),
            "notes": [*own_notes, *(made.notes if made else ())],
        }
        return Made(files, facts, MADE_BY[STILLS] if whole else None, False if whole else None)


@dataclass(frozen=True)
class Clips(PictureCraft):
    """The craft of video_clips: silent, and exactly as long as the lines need."""

    backend: VideoBackend
    asset: str = "video_clips"
    needs: tuple[str, ...] = ("dialogue_audio", "shot_images")

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """The pictures, the measured length, the movement; or a person's own clip."""
        own = own_clip(order)
        if own is not None:
            length = {"frames": materials["dialogue_audio"].facts["frames"], "fps": order.fps}
            return Recipe(self.asset, order.key, {"own": {"clip": own.sha256}, **length, **own_inputs(order)})
        inputs = self._inputs(
            mover(order, self.backend),
            images=materials["shot_images"].content_hash,
            frames=materials["dialogue_audio"].facts["frames"],
            fps=order.fps,
            picture=_picture(order, STILLS, CLIP).model_dump(mode="json"),
            prompt=motion_prompt(order.shot),
            transition=order.shot.transition,
            seed=shot_seed(order.seeded(CLIP)),
            **order.take(CLIP).inputs(),
        )
        return Recipe(self.asset, order.key, inputs)

    def parts(self, order: ShotOrder) -> tuple[Part, ...]:
        """A person's own clip."""
        return own_parts(order, CLIP)

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Render the clip and prove its length by decoding."""
        images = materials["shot_images"]
        frames = int(materials["dialogue_audio"].facts["frames"])
        own = own_clip(order)
        if own is not None:
            return self._own(order, own, frames, materials, folder)
        request = VideoRequest(
            shot_id=order.shot.id,
            picture=_picture(order, STILLS, CLIP),
            start_image=images.files["start"],
            end_image=images.files["end"],
            prompt=motion_prompt(order.shot),
            frames=frames,
            fps=order.fps,
            transition=order.shot.transition,
            seed=shot_seed(order.seeded(CLIP)),
        )
        backend = mover(order, self.backend)
        made = backend.render(request, folder)
        stands_in = f"nothing moves but the camera: {self.backend.name} draws its own pictures and cannot move yours"
        facts = {
            "engine": backend.name,
            "prompt": request.prompt,
            "seed": request.seed,
            **made.facts,
            **clip_facts(made.video, frames),
            **_edges(made.video),
            "notes": list(made.notes) if backend is self.backend else [stands_in],
        }
        return Made({"video": made.video, "rig": made.rig}, facts, *self._other(backend))

    def _own(
        self, order: ShotOrder, own: OwnFile, frames: int, materials: Mapping[str, Material], folder: Path
    ) -> Made:
        fitted = fitted_clip(order, own, frames, materials, folder)
        rig = folder / "rig.json"
        rig.write_text("{}", encoding="utf-8")
        facts = {"engine": "own", **clip_facts(fitted.video, frames), "notes": list(fitted.notes)}
        return Made({"video": fitted.video, "rig": rig, "start": fitted.start}, facts, MADE_BY[CLIP], False)


@dataclass(frozen=True)
class Lipsync(PictureCraft):
    """The craft of lipsynced_clips: mouths that move, subtitles, and the shot's sound."""

    backend: LipsyncBackend
    subtitles: bool = True
    draft_profile: bool = False
    asset: str = "lipsynced_clips"
    needs: tuple[str, ...] = ("dialogue_audio", "video_clips")

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """The clip, the speech, and the text that is burned in."""
        inputs = self._inputs(
            syncer(order, self.backend),
            clip=materials["video_clips"].content_hash,
            speech=materials["dialogue_audio"].content_hash,
            lines=lines_inputs(materials["dialogue_audio"]),
            subtitles=self.subtitles,
            seed=shot_seed(order.seeded(LIPSYNC)),
            **order.take(LIPSYNC).inputs(),
            **({"subtitles_of_dual": "stacked"} if self.subtitles and any(x.dual for x in order.shot.dialogue) else {}),
            **({"caption": order.shot.caption} if order.shot.caption else {}),
            **({"draft_mark": True} if self._marks(materials["video_clips"]) else {}),
        )
        return Recipe(self.asset, order.key, inputs)

    def _marks(self, clip: Material) -> bool:
        """Whether DRAFT must still be written on the picture. Drawings bear it; a person's own clip is no draft of ours."""
        drawn = isinstance(self.backend, MovesOwnDrawings) or clip.facts.get("engine") in ("animatic", "own")
        return self.draft_profile and not drawn

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Move the mouths and prove that no frame was lost."""
        clip, dialogue = materials["video_clips"], materials["dialogue_audio"]
        frames = int(clip.facts["frames"])
        request = LipsyncRequest(
            shot_id=order.shot.id,
            picture=_picture(order, STILLS, CLIP),
            clip=clip.files["video"],
            rig=clip.files["rig"],
            speech=dialogue.files["track"],
            lines=timed_lines(dialogue),
            frames=frames,
            fps=order.fps,
            subtitles=self.subtitles,
            seed=shot_seed(order.seeded(LIPSYNC)),
            draft_mark=self._marks(clip),
            caption=order.shot.caption or "",
        )
        backend = syncer(order, self.backend)
        made = backend.sync(request, folder)
        by, draft = self._other(backend)
        facts = {
            "engine": backend.name,
            "mouths_moved": made.mouths_moved,
            **made.facts,
            **clip_facts(made.video, frames),
            "notes": list(made.notes) if backend is self.backend else self._still_mouths(request),
        }
        return Made({"video": made.video}, facts, by, made.draft if backend is self.backend else draft)

    def _still_mouths(self, request: LipsyncRequest) -> list[str]:
        seen = dict.fromkeys(line.character_name for line in request.lines if line.on_screen)
        return [
            f"{name}'s mouth is as you gave it: {self.backend.name} moves only mouths it drew itself" for name in seen
        ]


def _edges(video: Path) -> dict[str, str]:
    """Perceptual hashes of a clip's first and middle frame."""
    import numpy as np

    from sparkle_motion_dagster.media.images import phash
    from sparkle_motion_dagster.media.thumbnails import first_frame, middle_frame

    return {
        "phash_first": phash(np.asarray(first_frame(video))),
        "phash_middle": phash(np.asarray(middle_frame(video))),
    }


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
