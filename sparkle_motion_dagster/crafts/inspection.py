"""qa_report: the finished clip, looked at and listened to.

What belongs here: the recipe and the verdict of one shot. What does not: measuring (`backends/inspection`),
the rules of the verdict (`film/policy.py`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparkle_motion_dagster.backends.protocols import (
    InspectionBackend,
    InspectionRequest,
    ReadsWords,
    SeenCharacter,
    ShotWords,
)
from sparkle_motion_dagster.backends.versions import backend_inputs
from sparkle_motion_dagster.crafts.craft import Made, Material, Part, ShotOrder
from sparkle_motion_dagster.crafts.pictures import lines_inputs, timed_lines
from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.film.cast import seen_characters
from sparkle_motion_dagster.film.policy import QAPolicy, decide
from sparkle_motion_dagster.film.prompts import picture_prompt
from sparkle_motion_dagster.film.recipe import Recipe

if TYPE_CHECKING:
    from sparkle_motion_dagster.media.movie_request import SeenThrough

CODE_VERSION = "2"


def seen_through(report: Material) -> "SeenThrough | None":
    """What looking through the clip has shown, for the film it is cut into; None if it could not be looked through."""
    from sparkle_motion_dagster.media.movie_request import SeenThrough

    told = report.facts.get("telling")
    return SeenThrough(still=report.files["still"], **told) if told else None


def _look_through(request: InspectionRequest, still: Path) -> dict[str, Any]:
    """Facts of the clip that the film needs; {} of a clip that does not decode whole: the findings say so."""
    from PIL import Image

    from sparkle_motion_dagster.media.telling import look_through

    times = [(line.start_s, line.end_s) for line in request.lines]
    try:
        told = look_through(request.clip, times, request.frames, request.fps)
    except MediaError:
        return {}
    Image.fromarray(told.still).save(still)
    return {"telling": {"frames": told.frames, "poster_frame": told.poster_frame, "poster_score": told.poster_score}}


def _opening(materials: Mapping[str, Material]) -> Path:
    """The picture that the shot must begin with: its still, or the first frame of a person's own clip."""
    return materials["video_clips"].files.get("start") or materials["shot_images"].files["start"]


def shot_words(order: ShotOrder) -> ShotWords:
    """What the plan says that the shot shows: the same people as its picture is asked for."""
    plan, shot = order.plan, order.shot
    return ShotWords(
        prompt=picture_prompt(plan, shot, shot.start_base_image_id),
        happens=shot.motion_prompt or shot.visual_description,
        place=shot.place or shot.setting or "",
        interior=shot.interior,
        time_of_day=shot.time_of_day,
        weather=shot.weather,
        framing=shot.framing,
        transition=shot.transition,
        characters=tuple(SeenCharacter(one.name, one.description) for one in seen_characters(plan, shot)),
        props=shot.props,
    )


@dataclass(frozen=True)
class Inspection:
    """The craft of qa_report."""

    backend: InspectionBackend
    policy: QAPolicy
    asset: str = "qa_report"
    needs: tuple[str, ...] = ("dialogue_audio", "shot_images", "video_clips", "lipsynced_clips")

    @property
    def workers(self) -> int | None:
        """As the backend allows."""
        return self.backend.workers

    @property
    def backend_name(self) -> str:
        """The inspector and its version."""
        return f"{self.backend.name} {self.backend.version}"

    @property
    def draft(self) -> bool:
        """A report is never a draft."""
        return False

    def parts(self, order: ShotOrder) -> tuple[Part, ...]:
        """None."""
        return ()

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """What is judged, by whom, under which policy."""
        inputs = {
            "clip": materials["lipsynced_clips"].content_hash,
            "images": materials["shot_images"].content_hash,
            "speech": materials["dialogue_audio"].content_hash,
            "lines": lines_inputs(materials["dialogue_audio"]),
            "rig": materials["video_clips"].content_hash,
            "mouths_moved": bool(materials["lipsynced_clips"].facts["mouths_moved"]),
            "policy": self.policy.digest,
            "backend": backend_inputs(self.backend),
            "code_version": CODE_VERSION,
        }
        if isinstance(self.backend, ReadsWords):
            inputs["words"] = asdict(shot_words(order))
        return Recipe(self.asset, order.key, inputs)

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Measure, and give the verdict."""
        dialogue, clip = materials["dialogue_audio"], materials["lipsynced_clips"]
        lines = timed_lines(dialogue)
        request = InspectionRequest(
            shot_id=order.shot.id,
            clip=clip.files["video"],
            start_image=_opening(materials),
            speech=dialogue.files["track"] if lines else None,
            lines=lines,
            frames=int(dialogue.facts["frames"]),
            fps=order.fps,
            width_px=order.width_px,
            height_px=order.height_px,
            mouths_moved=bool(clip.facts["mouths_moved"]),
            mouth_boxes=materials["video_clips"].files["rig"],
            words=shot_words(order) if isinstance(self.backend, ReadsWords) else None,
        )
        findings = self.backend.inspect(request)
        told = _look_through(request, folder / "still.png")
        verdict = decide(findings, self.policy)
        path = folder / "findings.json"
        path.write_text(findings.model_dump_json(indent=1), encoding="utf-8")
        facts = {
            "findings": findings.model_dump(mode="json"),
            "decision": verdict.decision,
            "reasons": list(verdict.reasons),
            "issues": len(findings.artifact_notes),
            **({"judge": findings.judge.name, "prompt_match": findings.prompt_match} if findings.judge else {}),
            **told,
        }
        return Made({"findings": path} | ({"still": folder / "still.png"} if told else {}), facts)
