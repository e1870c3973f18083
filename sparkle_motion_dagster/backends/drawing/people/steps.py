"""The joints of legs and arms in each phase of a step.

What belongs here: numbers. What does not: drawing (`body.py`), how fast (`stride.py`).
"""

import math
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.stride import PHASES
from sparkle_motion_dagster.backends.drawing.svg import Point
from sparkle_motion_dagster.film.picture import Gait


@dataclass(frozen=True)
class Leg:
    """A leg's joints."""

    hip: Point
    knee: Point
    ankle: Point


@dataclass(frozen=True)
class Step:
    """One phase of walking or running: legs' angles in degrees from straight down, positive forward."""

    thighs: tuple[float, float]
    """Of the far and the near leg."""
    bends: tuple[float, float]
    """How far each knee is bent."""
    carries: bool = False
    """Whether the far hand holds something, and is still."""

    @property
    def arms(self) -> tuple[float, float]:
        """Upper arms' angles, far and near: against the legs."""
        return -0.9 * self.thighs[0], -0.9 * self.thighs[1]

    def shorter(self, share: float) -> "Step":
        """The same step, that much shorter: in a long skirt."""
        far, near = (angle * share for angle in self.thighs)
        far_bend, near_bend = (angle * share for angle in self.bends)
        return Step((far, near), (far_bend, near_bend), self.carries)


def step_of(phase: int, gait: Gait, *, carries: bool) -> Step:
    """A phase of the cycle: the near leg goes forward first."""
    swing, bend, always = (24.0, 38.0, 4.0) if gait == "walk" else (38.0, 78.0, 14.0)
    turns = [math.tau * phase / PHASES + (math.pi if far else 0.0) for far in (True, False)]
    thighs = tuple(swing * math.sin(turn) + (4.0 if gait == "run" else 0.0) for turn in turns)
    bends = tuple(always + bend * max(math.cos(turn), 0.0) ** 1.5 for turn in turns)
    return Step((thighs[0], thighs[1]), (bends[0], bends[1]), carries)


def legs_of(step: Step, hips: tuple[Point, Point], length: float) -> tuple[Leg, Leg]:
    """The far and the near leg, from hips at these points.

    `length`: from hip to ankle.
    """
    legs = []
    for (x, y), thigh, bend in zip(hips, step.thighs, step.bends, strict=True):
        a, b = math.radians(thigh), math.radians(thigh - bend)
        knee = (x + 0.5 * length * math.sin(a), y + 0.5 * length * math.cos(a))
        legs.append(Leg((x, y), knee, (knee[0] + 0.5 * length * math.sin(b), knee[1] + 0.5 * length * math.cos(b))))
    return legs[0], legs[1]
