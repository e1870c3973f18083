"""The small movements that keep a picture alive: breath, blinks, a tilting head, swaying leaves.

What belongs here: pure functions of time and a seed. What does not: pixels.
"""

import math
from functools import lru_cache

from sparkle_motion_dagster.backends.drawing.layer import Motion
from sparkle_motion_dagster.backends.drawing.svg import chance

BLINK_S = 0.13


@lru_cache(maxsize=256)
def blinks(seed: int, name: str, minutes: int) -> tuple[float, ...]:
    """Seconds at which this figure blinks within so many minutes: every 2 to 5 seconds, no two figures in step."""
    source = chance("blink", seed, name)
    times, at_s = [], source.uniform(0.6, 2.6)
    while at_s < minutes * 60:
        times.append(at_s)
        at_s += source.uniform(2.0, 5.0)
    return tuple(times)


def eyes_closed(seed: int, name: str, at_s: float) -> bool:
    """Whether the figure blinks at this moment."""
    return any(start <= at_s < start + BLINK_S for start in blinks(seed, name, int(at_s / 60) + 1))


@lru_cache(maxsize=256)
def _phase(name: str) -> tuple[float, float]:
    source = chance("phase", name)
    return source.uniform(0, math.tau), source.uniform(0, math.tau)


def breath(name: str, at_s: float) -> float:
    """Vertical stretch of the body: 1 ± 0.006, one breath in four seconds."""
    return 1 + 0.006 * math.sin(math.tau * at_s / 4 + _phase(name)[0])


def head_tilt_deg(name: str, at_s: float, speaking: bool) -> float:
    """The head's angle in degrees; a speaker nods more."""
    slow = math.sin(math.tau * at_s / 5.3 + _phase(name)[1])
    quick = math.sin(math.tau * at_s / 1.7 + _phase(name)[0])
    return 0.9 * slow + (0.9 * quick if speaking else 0.0)


def layer_drift(motion: Motion, name: str, at_s: float) -> tuple[float, float, float]:
    """(dx, dy, shear) of a layer in stage units; shear leans the top against the bottom."""
    phase = _phase(name)[0]
    match motion:
        case "drift":
            return 3.0 * at_s, 0.0, 0.0
        case "sway":
            return 0.0, 0.0, 0.006 * math.sin(math.tau * at_s / 4.2 + phase)
        case "wave":
            return 3.0 * math.sin(math.tau * at_s / 5 + phase), 1.6 * math.sin(math.tau * at_s / 3.1 + phase), 0.0
        case _:
            return 0.0, 0.0, 0.0


def layer_glow(motion: Motion, name: str, at_s: float) -> float:
    """How strongly a layer shines: 1 unless it flickers or twinkles."""
    phase = _phase(name)[1]
    match motion:
        case "flicker":
            return 0.93 + 0.05 * math.sin(at_s * 9.1 + phase) + 0.02 * math.sin(at_s * 23.7)
        case "twinkle":
            return 0.82 + 0.18 * math.sin(at_s * 2.3 + phase)
        case _:
            return 1.0
