"""How loud a film is: EBU R128 loudness, true peaks, and the bed drawn back under speech.

What belongs here: measuring and setting levels of finished tracks. What does not: the limiter (`limiter.py`), levels of
single lines (`audio.py`).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.media.limiter import (
    PEAK_BLOCK,
    STRETCH_SAMPLES,
    block_peaks,
    gain_under,
    laid_over,
    stretches_between,
)

Samples = NDArray[np.float32]

MARGIN_DB = 0.15
"""The limiter aims this much below the ceiling: encoding to AAC raises peaks a little."""
CLOSE_ENOUGH_LU = 0.1
MOST_GAIN_DB = 40.0
PASSES = 8

GATED_S, GATED_EVERY_S = 0.4, 0.1
SILENCE_LUFS, QUIETER_LU, OFFSET_LU = -70.0, -10.0, -0.691
"""ITU-R BS.1770-4: what is below the first, or so much below the rest, does not count; the scale's offset."""

DUCK_DB = -8.0
SPEECH_ABOVE_DB = -45.0
DUCK_EARLY_S = 0.15
DUCK_HOLD_S = 0.35
STEP_S = 0.01


@dataclass(frozen=True)
class Loudness:
    """A track, as it will be."""

    integrated_lufs: float
    """-inf for silence. Foreseen to a tenth of a LU."""
    gain_db: float
    """What normalising turned it up by, before the limiter."""


def integrated_lufs(samples: Samples, sample_rate_hz: int) -> float:
    """Loudness by EBU R128 of (n,) or (n, 2); -inf for silence. Sound shorter than a gated stretch is one."""
    columns = samples.reshape(len(samples), -1)
    return _gated_lufs(_heard_power(columns, sample_rate_hz), len(columns), sample_rate_hz)


def true_peak_db(samples: Samples, sample_rate_hz: int) -> float:
    """Highest true peak in dBTP of (n,) or (n, 2), by fourfold oversampling; -inf for silence."""
    if not len(samples):
        return float("-inf")
    peak = float(block_peaks(samples.reshape(len(samples), -1), sample_rate_hz).max())
    return 20 * float(np.log10(peak)) if peak > 0 else float("-inf")


def normalise(
    stereo: Samples, sample_rate_hz: int, target_lufs: float = -16.0, true_peak_db: float = -1.0
) -> tuple[Samples, Loudness]:
    """The track at a loudness, its true peaks under a ceiling, and the loudness it has then.

    The gain is found with the limiter in place, for what the limiter takes away must be given back: sound is filtered
    once, and each try is a gain for each block. Silence stays silence. A track is turned up by 40 dB at most.
    """
    columns = stereo.reshape(len(stereo), -1)
    peaks = block_peaks(columns, sample_rate_hz)
    power = _heard_power(columns, sample_rate_hz)
    ceiling = 10 ** ((true_peak_db - MARGIN_DB) / 20)
    gain_db, tried = 0.0, list[tuple[float, float]]()
    for _ in range(PASSES):
        gains = gain_under(peaks, 10 ** (gain_db / 20), sample_rate_hz, ceiling)
        loudness = _gated_lufs(power * gains.astype(np.float64) ** 2, len(stereo), sample_rate_hz)
        missing_db = target_lufs - loudness
        if loudness == float("-inf") or abs(missing_db) <= CLOSE_ENOUGH_LU or gain_db == MOST_GAIN_DB:
            break
        tried.append((gain_db, loudness))
        gain_db = min(gain_db + missing_db * _gain_needed_per_db(tried), MOST_GAIN_DB)
    return laid_over(stereo, gains), Loudness(loudness, round(gain_db, 2))


def _heard_power(columns: Samples, sample_rate_hz: int) -> NDArray[np.float64]:
    """Of each block: the sum of its squares as the ear weighs frequencies, over all channels (K-weighting)."""
    from scipy.signal import sosfilt

    stages = _k_weighting(sample_rate_hz)
    total = np.zeros(-(-len(columns) // PEAK_BLOCK))
    for channel in columns.T:
        memory = np.zeros((len(stages), 2))
        for start in range(0, len(channel), STRETCH_SAMPLES):
            given = channel[start : start + STRETCH_SAMPLES].astype(np.float64)
            heard, memory = sosfilt(stages, given, zi=memory)
            blocks = np.pad(heard, (0, -len(heard) % PEAK_BLOCK)).reshape(-1, PEAK_BLOCK)
            first = start // PEAK_BLOCK
            total[first : first + len(blocks)] += np.einsum("ij,ij->i", blocks, blocks)
    return total


@cache
def _k_weighting(sample_rate_hz: int) -> NDArray[np.float64]:
    """The two filters of ITU-R BS.1770, as second-order sections."""
    from pyloudnorm import Meter

    stages = Meter(sample_rate_hz)._filters.values()  # the library's own filters; it offers no other way
    return np.array([[*(stage.b / stage.a[0]), *(stage.a / stage.a[0])] for stage in stages])


def _gated_lufs(power: NDArray[np.float64], samples: int, sample_rate_hz: int) -> float:
    """Integrated loudness of blocks of power. A track shorter than one gated stretch is one."""
    until = np.concatenate([[0.0], np.cumsum(power)])
    length = min(GATED_S * sample_rate_hz, samples)
    if length <= 0:
        return float("-inf")
    starts = np.arange(0, max(1.0, samples - length + 1), GATED_EVERY_S * sample_rate_hz)
    edges = np.arange(len(until)) * PEAK_BLOCK
    means = (np.interp(starts + length, edges, until) - np.interp(starts, edges, until)) / length
    with np.errstate(divide="ignore"):
        levels = OFFSET_LU + 10 * np.log10(means)
    loud = means[levels > SILENCE_LUFS]
    if not len(loud):
        return float("-inf")
    relative = OFFSET_LU + 10 * np.log10(loud.mean()) + QUIETER_LU
    counted = means[(levels > SILENCE_LUFS) & (levels > relative)]
    return float(OFFSET_LU + 10 * np.log10(counted.mean()))


def _gain_needed_per_db(tried: list[tuple[float, float]]) -> float:
    """How much gain one more dB of loudness costs, by the last two tries: the limiter takes a part of it away."""
    if len(tried) < 2 or abs(tried[-1][1] - tried[-2][1]) < 1e-3:
        return 1.0
    return float(np.clip((tried[-1][0] - tried[-2][0]) / (tried[-1][1] - tried[-2][1]), 1.0, 4.0))


def duck(bed: Samples, speech: Samples, sample_rate_hz: int = 48_000, depth_db: float = DUCK_DB) -> None:
    """Draw the bed back by `depth_db` wherever someone speaks, a breath before and a while after; in place.

    Args:
        bed: (n, 2).
        speech: (m,), starting with the bed; where it has ended the bed stands free.
    """
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    if not len(bed):
        return
    step = max(1, round(STEP_S * sample_rate_hz))
    spoken = (_power(speech[: len(bed)], step, -(-len(bed) // step)) > 10 ** (SPEECH_ABOVE_DB / 10)).astype(np.float64)
    early, hold = round(DUCK_EARLY_S / STEP_S), round(DUCK_HOLD_S / STEP_S)
    wide = maximum_filter1d(spoken, early + hold + 1, origin=-(early - hold) // 2, mode="constant")
    depth = gaussian_filter1d(wide, 6, mode="nearest")
    for start, curve in stretches_between(10 ** (depth_db / 20 * depth), step, len(bed)):
        bed[start : start + len(curve)] *= curve[:, None]


def _power(mono: Samples, step: int, steps: int) -> NDArray[np.float64]:
    """(steps,): the mean square of each step of so many samples; what the track lacks is silence."""
    power = np.zeros(steps)
    stretch = max(1, STRETCH_SAMPLES // step) * step
    for start in range(0, len(mono), stretch):
        part = mono[start : start + stretch]
        rows = np.pad(part, (0, -len(part) % step)).reshape(-1, step)
        power[start // step : start // step + len(rows)] = np.mean(rows**2, axis=1, dtype=np.float64)
    return power
