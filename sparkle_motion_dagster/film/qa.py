"""What QA found: reports by shot and for the film, as the mission names them.

What belongs here: the findings' fields. What does not: measuring (`backends/inspection`), the verdict
(`policy.py`). `None` always means "nobody looked", and is never a pass.
"""

from typing import Literal

from pydantic import Field

from sparkle_motion_dagster.film.plan import FilmModel

Decision = Literal["approve", "regenerate", "escalate", "pending"]


Hands = Literal["none", "right", "wrong", "unclear"]
"""Hands in a frame: not in it, with the fingers that hands have, with others, or not to be told."""


class FrameJudgement(FilmModel):
    """What a judge saw in one frame of the clip."""

    id: str
    """"s010-f000012": shot and frame."""
    frame: int = Field(ge=0)
    time_s: float = Field(ge=0)
    where: tuple[str, ...]
    """Why this frame: "first", "middle", "last", "line 2"."""
    seen: str = ""
    """The picture in the judge's words."""
    prompt_match: float | None = Field(default=None, ge=0, le=1)
    points: dict[str, str] = Field(default_factory=dict)
    """Each thing that the plan asks for, and whether it is seen: yes, partly, no or unclear."""
    people: int | None = None
    animals: int | None = None
    hands: Hands | None = None
    faults: tuple[str, ...] = ()
    fault_words: str = ""
    unsafe: tuple[str, ...] | None = None
    """Kinds of unsafe content; empty: the judge found none; None: it did not say."""
    not_judged: str | None = None
    """Why the judge gave no answer about this frame."""


class Judge(FilmModel):
    """Who judged the pictures of a shot, and what it took."""

    name: str
    """Backend and version: "qwen-vl 1"."""
    model: str
    """As it names itself."""
    repairs: int = 0
    """Answers that were wrong in form and asked for again."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    """None: not known."""
    notes: tuple[str, ...] = ()
    """What was not done as asked."""


class ShotFindings(FilmModel):
    """One shot, measured, and judged if the profile names a judge."""

    shot_id: str
    prompt_match: float | None = Field(default=None, ge=0, le=1)
    finger_issues: bool | None = None
    finger_issue_ratio: float | None = Field(default=None, ge=0, le=1)
    artifact_notes: tuple[str, ...] = ()
    """Faults seen or heard, in words with numbers; each asks for a retake."""
    sound_notes: tuple[str, ...] = ()
    """Those of them that are heard alone: no other picture mends one."""
    missing_audio_detected: bool | None = None
    safety_violation: bool | None = None
    audio_peak_db: float | None = None
    decoded_frames: int | None = None
    expected_frames: int | None = None
    black_ratio: float | None = None
    """Share of frames that are black (mean luma < 16)."""
    frozen_longest_s: float | None = None
    blur_score: float | None = None
    """Variance of the Laplacian, median of sampled frames; below 15 is blurred."""
    contrast: float | None = None
    """Standard deviation of luma, median of sampled frames; below 4 is a constant picture."""
    start_match_distance: int | None = None
    """Hamming distance of the pHash of the first frame and of the shot's start image, 0–64."""
    speech_rms_db: float | None = None
    clipped_ratio: float | None = None
    words_written: str | None = None
    words_heard: str | None = None
    word_error_rate: float | None = None
    mouth_speech_correlation: float | None = None
    mouth_open_ratio_speaking: float | None = None
    mouth_open_ratio_silent: float | None = None
    frames_judged: tuple[FrameJudgement, ...] = ()
    """What the fields that were judged stand on; empty without a judge."""
    judge: Judge | None = None
    judged: tuple[str, ...] = ()
    """Names of the fields that were really measured or judged."""


class QAReport(FilmModel):
    """The film's report, joined from its shots."""

    movie_title: str | None = None
    per_shot: tuple[ShotFindings, ...] = ()
    summary: str | None = None
    decision: Decision = "pending"
    issues_found: int | None = None
    aggregate_prompt_match: float | None = None
