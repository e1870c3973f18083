"""The inspection that measures and then has a model look: frames shown one by one, answers joined.

What belongs here: the walk through a shot that all judges share, and the settings that they share. What does not: the
measures (`measure.py`), what is asked (`questions.py`), any model (`qwen_vl.py`, `vision_server.py`).

One frame for each question: the judge cannot mistake which frame an answer is about, and memory does not grow with the
shot.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from PIL.Image import Image
from pydantic import ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass as settings_dataclass

from sparkle_motion_dagster.backends.inspection.asked import frame_text, prompts_hash
from sparkle_motion_dagster.backends.inspection.frames import read_frames
from sparkle_motion_dagster.backends.inspection.judgement import frame_judgement, judged
from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.inspection.questions import (
    FrameAnswer,
    Point,
    figures_expected,
    frame_answer,
    points_of,
)
from sparkle_motion_dagster.backends.inspection.sampling import sample_frames
from sparkle_motion_dagster.backends.protocols import InspectionRequest, ShotWords
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.qa import Judge, ShotFindings

_MOST_PROBLEMS = 12


@dataclass(frozen=True)
class Looked:
    """A judge's answer about one frame, and what it took."""

    answer: FrameAnswer | None
    """None: it declined, and `declined` says how."""
    model: str
    declined: str = ""
    repairs: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameQuestion:
    """One frame and what is asked about it."""

    name: str
    """For errors: "s010, frame at 0.50 s"."""
    picture: Image
    text: str
    points: tuple[Point, ...]

    def read(self, text: str) -> tuple[FrameAnswer | None, str]:
        """The answer in a judge's text; or None, and what is wrong with the text, a line each."""
        try:
            return frame_answer(self.points).model_validate_json(text.strip()), ""
        except ValidationError as error:
            told = [
                f"- {'.'.join(str(step) for step in one['loc']) or 'the whole'}: {one['msg']}"
                for one in error.errors(include_url=False, include_input=False)
            ]
            more = [f"- and {len(told) - _MOST_PROBLEMS} more"] if len(told) > _MOST_PROBLEMS else []
            return None, "\n".join(told[:_MOST_PROBLEMS] + more)


@settings_dataclass(frozen=True, config=ConfigDict(extra="forbid"), kw_only=True)
class JudgedInspection:
    """What judges have in common: settings, measuring first, showing frames."""

    frames: Annotated[int, Field(ge=1, le=32)] = 5
    """Shown of a shot at most: middle, first, last, and one amid each line as far as there is room."""
    frame_px: Annotated[int, Field(ge=112, le=2048)] = 768
    """The longer side of a picture as it is shown."""

    name: ClassVar[str]
    version: ClassVar[str] = "1"
    reads_words: ClassVar[bool] = True
    measuring: ClassVar[type[MeasuredInspection]] = MeasuredInspection

    def judging_inputs(self) -> dict[str, Any]:
        """For recipes: what decides the findings beside the model."""
        return {
            "frames": self.frames,
            "frame_px": self.frame_px,
            "questions": prompts_hash(),
            "measured": self.measuring.version,
        }

    def judged_by(self, request: InspectionRequest, look: Callable[[FrameQuestion], Looked]) -> ShotFindings:
        """Measure the clip, show frames of it, and join what is found.

        Raises:
            BackendError: the request has no words of the plan, or the judge failed.
        """
        words = request.words
        if words is None:
            raise BackendError(f"{request.shot_id}: {self.name} compares with the plan's words, and was given none")
        findings = self.measuring().inspect(request)
        if not findings.decoded_frames:
            return findings  # nothing to show: what was measured says why, and nothing is judged
        fps = float(request.fps)
        spans = [(line.start_s, line.end_s) for line in request.lines]
        samples = sample_frames(findings.decoded_frames, fps, spans, self.frames, words.transition)
        pictures = read_frames(request.clip, [sample.frame for sample in samples], self.frame_px)
        points, length_s = points_of(words), findings.decoded_frames / fps
        seen, tally = [], _Tally()
        for sample in samples:
            question = self._question(request, words, points, pictures[sample.frame], sample.frame / fps, length_s)
            looked = look(question)
            tally.add(looked)
            seen.append(frame_judgement(request.shot_id, sample, fps, looked.answer, looked.declined))
        return judged(findings, seen, tally.judge(f"{self.name} {self.version}"), figures_expected(words))

    def _question(
        self,
        request: InspectionRequest,
        words: ShotWords,
        points: tuple[Point, ...],
        picture: Image,
        time_s: float,
        length_s: float,
    ) -> FrameQuestion:
        name = f"{request.shot_id}, frame at {time_s:.2f} s"
        return FrameQuestion(name, picture, frame_text(words, points, time_s, length_s), points)


@dataclass
class _Tally:
    """What a shot's questions took together."""

    looked: list[Looked] = field(default_factory=list)

    def add(self, looked: Looked) -> None:
        self.looked.append(looked)

    def judge(self, name: str) -> Judge:
        return Judge(
            name=name,
            model=", ".join(dict.fromkeys(one.model for one in self.looked)),
            repairs=sum(one.repairs for one in self.looked),
            input_tokens=_sum([one.input_tokens for one in self.looked]),
            output_tokens=_sum([one.output_tokens for one in self.looked]),
            cost_usd=_cost([one.cost_usd for one in self.looked]),
            notes=tuple(dict.fromkeys(note for one in self.looked for note in one.notes)),
        )


def _sum(counts: list[int | None]) -> int | None:
    return None if None in counts else sum(count or 0 for count in counts)


def _cost(costs: list[float | None]) -> float | None:
    return None if None in costs else round(sum(cost or 0.0 for cost in costs), 8)
