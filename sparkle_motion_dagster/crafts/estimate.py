"""What an estimate says: every step with its cost, and the totals over them.

What belongs here: the values. What does not: finding them out (`estimator.py`), the table for people
(`cli/estimate.py`).
"""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing that would be made or reused."""

    asset: str
    key: str
    """Unique within the estimate: the film, the shot, or the line."""
    shot: str | None
    backend: str
    model: str
    device: str
    reused: bool
    seconds: float | None
    """Expected; 0 if reused; None if nothing is known of the backend."""
    memory_mb: float | None
    source: str
    """Where the seconds are from: measured here, or the prior."""


@dataclass(frozen=True)
class Estimate:
    """The whole film."""

    film: str
    title: str
    film_s: float
    """Expected length of the film."""
    cores: int
    steps: tuple[Step, ...]
    wall_s: float
    """Expected from the command's start to its end."""
    retake_share: float | None
    """Share of past reports that asked for a retake; None without history."""
    extra_takes: float = 0.0
    """Of each shot that is made, expected beyond its first take: what QA asks for, as often as the profile allows."""
    retaken: frozenset[str] = frozenset()
    """Assets that such a take makes anew."""

    @property
    def made(self) -> tuple[Step, ...]:
        """Steps that would be made."""
        return tuple(step for step in self.steps if not step.reused)

    @property
    def work_s(self) -> float:
        """Sum over all calls, expected takes included, whatever runs beside what."""
        return sum((step.seconds or 0.0) * self._times(step) for step in self.made)

    def _times(self, step: Step) -> float:
        return 1.0 + (self.extra_takes if step.asset in self.retaken else 0.0)

    @property
    def gpu_hours(self) -> float:
        """Hours of calls that run on a GPU."""
        return sum((step.seconds or 0.0) * self._times(step) for step in self.made if step.device != "cpu") / 3600

    @property
    def unknown(self) -> tuple[str, ...]:
        """Backends of which nothing is known: the totals are without them."""
        return tuple(dict.fromkeys(f"{step.asset}: {step.backend}" for step in self.made if step.seconds is None))

    @property
    def expected_takes(self) -> float:
        """Takes of shots in this run: one for each shot to be made, and those that QA is expected to ask for."""
        shots = {step.shot for step in self.made if step.shot is not None}
        return len(shots) * (1 + self.extra_takes)

    @property
    def memory_mb(self) -> float:
        """The most that all worker processes hold at once."""
        at_once = Counter(step.asset for step in self.made)
        most = (min(self.cores, at_once[step.asset]) * (step.memory_mb or 0.0) for step in self.made)
        return max(most, default=0.0)
