"""Walking and running as numbers: where a figure is at a moment, and in which phase of its step.

What belongs here: pure functions of time. What does not: legs (`people/steps.py`), pixels.

Where a figure begins and ends depends on the picture alone and not on the shot's length: a still is drawn before the
length is known.
"""

import math
from dataclasses import dataclass

from sparkle_motion_dagster.film.picture import Figure, Gait, Way

PHASES = 8
"""Drawings of one cycle, which is two steps."""
_WAYS: dict[Gait, dict[Way, float]] = {
    "walk": {"across": 420.0, "in": 380.0, "out": 460.0},
    "run": {"across": 600.0, "in": 480.0, "out": 720.0},
}
"""Stage units that a grown person covers in a shot."""
_CYCLE: dict[Gait, float] = {"walk": 210.0, "run": 300.0}
"""Units that one cycle covers."""
_PACES: dict[Gait, tuple[float, float]] = {"walk": (0.65, 1.15), "run": (1.15, 1.8)}
"""Fewest and most cycles in a second: in a very long shot feet slide a little, before steps look like slow motion."""
_ARRIVES = 0.72
"""Share of the shot after which who comes in has come."""
_HOP = 12.0


@dataclass(frozen=True)
class Stride:
    """The movement of one figure through one shot."""

    figure: Figure
    height: float
    """Of the figure, stage units: the small take shorter ways."""
    duration_s: float

    @property
    def _size(self) -> float:
        return 0.35 + 0.65 * min(self.height / 360, 1.2)

    def _seconds(self, way: Way) -> float:
        return max(self.duration_s * (_ARRIVES if way == "in" else 1.0), 0.1)

    def x(self, at_s: float) -> float:
        """Units from the figure's place, right positive."""
        walk = self.figure.walk
        if walk is None:
            return 0.0
        ahead = -1.0 if self.figure.facing == "left" else 1.0
        share = min(at_s / self._seconds(walk.way), 1.0) - {"across": 0.5, "in": 1.0, "out": 0.0}[walk.way]
        return ahead * share * _WAYS[walk.gait][walk.way] * self._size

    def moves(self, at_s: float) -> bool:
        """Whether the figure is under way at this moment."""
        walk = self.figure.walk
        return walk is not None and (walk.way != "in" or at_s < self._seconds(walk.way))

    def phase(self, at_s: float) -> int | None:
        """Which drawing of the cycle; None: standing."""
        walk = self.figure.walk
        if walk is None or not self.moves(at_s):
            return None
        fewest, most = _PACES[walk.gait]
        pace = _WAYS[walk.gait][walk.way] / self._seconds(walk.way) / _CYCLE[walk.gait]
        return int(at_s * min(max(pace, fewest), most) * PHASES) % PHASES

    def hop(self, at_s: float) -> float:
        """How high a figure without steps of its own is over the ground: it hops."""
        walk = self.figure.walk
        if walk is None or not self.moves(at_s):
            return 0.0
        return _HOP * (self.height / 200) ** 0.5 * abs(math.sin(math.pi * 2.2 * at_s))
