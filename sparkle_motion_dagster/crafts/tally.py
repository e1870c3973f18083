"""What was made while a film was made, and what failed.

What belongs here: counting. What does not: showing it (`cli/`).
"""

from dataclasses import dataclass, field

from sparkle_motion_dagster.crafts.result import Listener, Result
from sparkle_motion_dagster.errors import SparkleError


@dataclass
class Tally:
    """What was made in this run, by asset; listens to the shoot."""

    forward: Listener
    made: dict[str, int] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Those of which something was made, by asset: of a shot there may be several takes in one run."""
    failures: dict[tuple[str, str], SparkleError] = field(default_factory=dict)

    def __call__(self, asset: str, result: Result, done: int, total: int) -> None:
        """Count, and pass on."""
        if result.outcome == "succeeded":
            self.made[asset] = self.made.get(asset, 0) + 1
            self.keys.setdefault(asset, set()).add(result.key)
        self.failures.pop((asset, result.key), None)
        if result.outcome == "failed":
            self.failures[asset, result.key] = result.error or SparkleError(result.reason)
        self.forward(asset, result, done, total)

    def underway(self, asset: str, key: str, share: float) -> None:
        """Pass on how far a call is, to a listener that wants to know."""
        tell = getattr(self.forward, "underway", None)
        if tell is not None:
            tell(asset, key, share)
