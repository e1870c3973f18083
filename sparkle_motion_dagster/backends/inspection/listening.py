"""What a speech track sounds like, in numbers.

What belongs here: levels, silence and clipping of arrays. What does not: which words are heard (`ears.py`), limits
(`thresholds.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.inspection import thresholds as limits

Samples = NDArray[np.float32]
QUIETEST_DB = -120.0


@dataclass(frozen=True)
class Level:
    """The sound of one line."""

    rms_db: float
    """Of the line as a whole."""
    silent_share: float
    """Share of its time below `SILENT_DB`; 1.0 if the track ends before it."""


def decibels(amplitude: float) -> float:
    """dBFS of an amplitude, −120 at least."""
    return max(QUIETEST_DB, 20 * float(np.log10(max(amplitude, 1e-12))))


def level_between(samples: Samples, rate_hz: int, start_s: float, end_s: float) -> Level:
    """The line that should be heard from `start_s` to `end_s`; what the track lacks counts as silence."""
    wanted = max(1, round((end_s - start_s) * rate_hz))
    part = samples[max(0, round(start_s * rate_hz)) :][:wanted].astype(np.float64)
    part = np.pad(part, (0, wanted - len(part)))
    window = min(wanted, max(1, round(limits.SILENCE_WINDOW_S * rate_hz)))
    powers = np.mean(part[: wanted // window * window].reshape(-1, window) ** 2, axis=1)
    silent = float(np.mean(np.sqrt(powers) < 10 ** (limits.SILENT_DB / 20)))
    return Level(decibels(float(np.sqrt(np.mean(part**2)))), silent)


def clipped_ratio(samples: Samples) -> float:
    """Share of samples that stand in flat runs at the sound's highest level."""
    loud = np.abs(samples)
    peak = float(loud.max(initial=0.0))
    if peak < limits.CLIPPED_MIN_PEAK:
        return 0.0
    flat = (np.diff(samples) == 0) & (loud[1:] >= limits.CLIPPED_LEVEL * peak)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(np.int8), [0]])))
    runs = edges[1::2] - edges[::2] + 1
    return float(runs[runs >= limits.CLIPPED_RUN_SAMPLES].sum()) / len(samples)


def spoken(samples: Samples, rate_hz: int, spans_s: Sequence[tuple[float, float]]) -> Samples:
    """The parts of a track where someone should be heard, one after another."""
    parts = [samples[max(0, round(start * rate_hz)) : max(0, round(end * rate_hz))] for start, end in spans_s]
    return np.concatenate(parts) if parts else samples[:0]


def envelope(samples: Samples, rate_hz: int, frames: int, fps: float) -> NDArray[np.float32]:
    """RMS of the sound under each frame, (frames,)."""
    edges = np.minimum(np.round(np.arange(frames + 1) / fps * rate_hz).astype(int), len(samples))
    energy = np.concatenate([[0.0], np.cumsum(samples.astype(np.float64) ** 2)])
    lengths = np.maximum(np.diff(edges), 1)
    return np.sqrt(np.maximum(np.diff(energy[edges]), 0) / lengths).astype(np.float32)
