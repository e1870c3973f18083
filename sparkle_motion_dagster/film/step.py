"""The one vocabulary of stages and statuses: of a thing in a film, and of the step that made it.

What belongs here: the words, and the record of a step. What does not: finding them out (`crafts/standing.py`).
"""

from datetime import datetime
from typing import Literal

from sparkle_motion_dagster.film.plan import FilmModel

STAGES = {
    "movie_plan": "plan",
    "dialogue_audio": "voices",
    "shot_images": "stills",
    "video_clips": "clips",
    "lipsynced_clips": "lip-sync",
    "qa_report": "QA",
    "final_movie": "film",
}
"""What people call the stage that makes an asset, in order of work."""

Status = Literal["fresh", "stale", "missing", "failed", "running"]
"""Of an asset of a shot or film: as wanted; made, but something has changed; never made; tried and failed; in work."""
MARKS: dict[Status, str] = {"fresh": "●", "running": "▶", "stale": "◐", "missing": "○", "failed": "✖"}
"""How each looks in a terminal and on a page, in the order of a legend."""
LOCKED_MARK = "◆"
"""Of what a person has locked, instead of `fresh`."""
StepStatus = Literal["queued", "running", "succeeded", "failed", "skipped", "reused"]
"""Of the work on it. `queued`: a living process is making the film and has not come to it yet."""


class StepRecord(FilmModel):
    """The last work on an asset of a shot (or of the film: `shot` None)."""

    film: str
    shot: str | None
    step: str
    """The asset."""
    status: StepStatus
    start: datetime | None = None
    end: datetime | None = None
    duration_s: float | None = None
    attempts: int = 1
    model_id: str | None = None
    """What made it: "kokoro 3"."""
    memory_mb: float | None = None
    artifact: str | None = None
    """`artifact://` URI of what was made."""
    reason: str | None = None
    """Why it was made, or what went wrong."""
    error_type: str | None = None
