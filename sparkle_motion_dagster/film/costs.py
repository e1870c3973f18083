"""What a piece of work costs, learned from what such work has cost: pure arithmetic.

What belongs here: fitting seconds to sizes, placing calls on workers. What does not: where past costs are read
(`crafts/history.py`), which sizes a craft's work has (`crafts/sizes.py`).

Seconds of a call = a + b × size + …, never falling with size. A prior gives the shape; a few calls scale it, many
calls replace it; where they say nothing (all pictures had one size) the prior's shape stands. The first call of a
kind in a process also loads what later calls find loaded, so it has a cost of its own on top.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

SCATTER = 0.2
"""Calls of one size differ by about this share: what is clearer than that is learned, what is not is the prior's."""
CLIPPED_AT = (20.0, 6.0, 3.0, 3.0)
"""A call that took this many times more or less than its like (the machine slept, or had other work) counts as that:
wide first, while the prior says what its like is, then narrow."""
LEAST_S = 1e-4


@dataclass(frozen=True)
class Rate:
    """What one kind of call costs."""

    seconds_per: Mapping[str, float]
    """Seconds for one unit of each size; the size "call" is 1 in every call."""
    load_s: float = 0.0
    """More for the first call in a process, by what it loads."""
    memory_mb: float = 0.0
    """The most its process held."""
    calls: int = 0
    """Measured calls behind it; 0: the prior alone."""

    def seconds(self, size: Mapping[str, float], first: bool = False) -> float:
        """Expected seconds of a call. Sizes that it does not know count nothing."""
        warm_s = sum(per * size.get(name, 0.0) for name, per in self.seconds_per.items())
        return warm_s + (self.load_s if first else 0.0)


@dataclass(frozen=True)
class MeasuredCall:
    """A call as it was."""

    size: Mapping[str, float]
    seconds: float
    first: bool
    memory_mb: float = 0.0


def learn(prior: Rate, calls: Sequence[MeasuredCall]) -> Rate:
    """The rate that the calls show, with the prior as its shape. No calls: the prior itself."""
    if not calls:
        return prior
    warm = [call for call in calls if not call.first]
    fitted = Rate(_fitted(prior, warm)) if warm else Rate(prior.seconds_per)
    first = [call.seconds - fitted.seconds(call.size) for call in calls if call.first]
    load_s = max(0.0, median(first)) if first else prior.load_s
    held_mb = [call.memory_mb for call in calls if call.memory_mb]
    return Rate(fitted.seconds_per, load_s, max(held_mb) if held_mb else prior.memory_mb, len(calls))


def _fitted(prior: Rate, warm: Sequence[MeasuredCall]) -> dict[str, float]:
    """Least squares without negative rates, near the scaled prior, on relative errors, outliers clipped."""
    import numpy as np
    from scipy.optimize import nnls

    names = [name for name, per in prior.seconds_per.items() if per > 0]
    expected = np.array([max(prior.seconds(call.size), LEAST_S) for call in warm])
    seconds = np.array([max(call.seconds, LEAST_S) for call in warm])
    scale = float(np.median(seconds / expected))
    # One column for each size in units of its scaled prior, so that a solution of all ones is the scaled prior.
    per = np.array([prior.seconds_per[name] * scale for name in names])
    sizes = np.array([[call.size.get(name, 0.0) for name in names] for call in warm]) * per
    expected, share = expected * scale, np.ones(len(names))
    hold = SCATTER * np.sqrt(np.maximum(sizes.mean(axis=0), LEAST_S))  # the prior is as sure as its seconds are many
    for clip in CLIPPED_AT:
        taken = np.clip(seconds, expected / clip, expected * clip)
        weight = 1 / np.sqrt(expected)
        rows = np.vstack([sizes * weight[:, None], np.diag(hold)])
        share, _ = nnls(rows, np.concatenate([taken * weight, hold]))
        expected = np.maximum(sizes @ share, LEAST_S)
    return {name: float(each) for name, each in zip(names, per * share, strict=True)}


def wall_s(seconds: Sequence[float], workers: int) -> float:
    """Seconds until the last of these calls is done, each given in order to the worker that is free first."""
    free_at = [0.0] * max(1, min(workers, len(seconds)))
    for call_s in seconds:
        heapq.heapreplace(free_at, free_at[0] + call_s)
    return max(free_at)
