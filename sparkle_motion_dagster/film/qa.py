"""What QA found: reports by shot and for the film, as the mission names them.

What belongs here: the findings' fields. What does not: measuring (`backends/inspection`), the verdict
(`policy.py`). `None` always means "nobody looked", and is never a pass.
"""

from typing import Literal

from pydantic import Field

from sparkle_motion_dagster.film.plan import FilmModel

Decision = Literal["approve", "regenerate", "escalate", "pending"]


class ShotFindings(FilmModel):
    """One shot, measured."""

    shot_id: str
    prompt_match: float | None = Field(default=None, ge=0, le=1)
    finger_issues: bool | None = None
    finger_issue_ratio: float | None = Field(default=None, ge=0, le=1)
    artifact_notes: tuple[str, ...] = ()
    """Faults seen or heard, in words with numbers; each asks for a retake."""
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
    judged: tuple[str, ...] = ()
    """Names of the fields that were really measured."""


class QAReport(FilmModel):
    """The film's report, joined from its shots."""

    movie_title: str | None = None
    per_shot: tuple[ShotFindings, ...] = ()
    summary: str | None = None
    decision: Decision = "pending"
    issues_found: int | None = None
    aggregate_prompt_match: float | None = None
