"""What became of one shot in one craft, and who listens.

What belongs here: the result and the listener's type. What does not: making (`shoot.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.errors import SparkleError
from sparkle_motion_dagster.store.artifact import Artifact

Outcome = Literal["succeeded", "reused", "failed"]


@dataclass(frozen=True)
class Result:
    """What became of one shot in one craft."""

    key: str
    outcome: Outcome
    reason: str
    artifact: Artifact | None = None
    error: SparkleError | None = None
    seconds: float = 0.0


Listener = Callable[[str, Result, int, int], None]
"""(asset, result, done, total): called in the calling thread after each shot."""


def silent(asset: str, result: Result, done: int, total: int) -> None:
    """A listener that says nothing."""
