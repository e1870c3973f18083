"""Records of making a film that other programs read: where the parts are, what happened in each stage.

What belongs here: their fields, as users of the earlier program know them. What does not: the plan (`plan.py`), QA's
findings (`qa.py`), and where records come from (the graph and the store write them).
"""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from sparkle_motion_dagster.film.plan import FilmModel, MoviePlan

Metadata = dict[str, JsonValue]
Timestamp = Annotated[float, Field(ge=0)]
"""Seconds since 1970, UTC."""


class ShotAssets(FilmModel):
    """Where the parts of one shot are: `artifact://` URIs or paths; None if not made."""

    start_frame: str | None = None
    end_frame: str | None = None
    raw_clip: str | None = None
    dialogue_audio: tuple[str, ...] = ()
    final_video_clip: str | None = None


class AssetRefs(FilmModel):
    """Where the parts of a film are, by shot id."""

    shots: dict[str, ShotAssets] = Field(default_factory=dict)
    extras: dict[str, str] = Field(default_factory=dict)


class StageEvent(FilmModel):
    """One thing that happened to a stage of a run."""

    run_id: str
    stage: str
    status: Literal["begin", "success", "fail"]
    timestamp: Timestamp
    attempt: int = Field(ge=1)
    error: str | None = None
    metadata: Metadata = Field(default_factory=dict)


class Checkpoint(FilmModel):
    """How far a stage has come."""

    stage: str
    status: Literal["begin", "success", "failed"]
    timestamp: Timestamp
    attempt: int = Field(ge=1)
    error: str | None = None
    metadata: Metadata = Field(default_factory=dict)


class RunContext(FilmModel):
    """What one run makes."""

    run_id: str
    plan_id: str
    """The film's id."""
    plan_title: str
    plan: MoviePlan
    schema_uri: str | None = None
    shot_order: tuple[str, ...] = ()
    render_profile: Metadata = Field(default_factory=dict)
    metadata: Metadata = Field(default_factory=dict)


class StageManifest(FilmModel):
    """One finished part, as a gallery shows it."""

    run_id: str
    stage_id: str
    artifact_type: str
    name: str
    artifact_uri: str
    local_path: str | None = None
    download_url: str | None = None
    mime_type: str | None = None
    size_bytes: int | None = Field(default=None, ge=0)
    duration_s: float | None = Field(default=None, ge=0)
    frame_rate: float | None = Field(default=None, ge=0)
    resolution_px: str | None = None
    """"1280x720"."""
    checksum_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    qa_report_uri: str | None = None
    qa_passed: bool | None = None
    """None: not judged."""
    draft: bool = False
    notes: str | None = None
    metadata: Metadata = Field(default_factory=dict)
    created_at: str
    """ISO 8601, UTC."""
