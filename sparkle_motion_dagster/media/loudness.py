"""How loud a film is: EBU R128 loudness, true peaks, a limiter, and the bed drawn back under speech.

What belongs here: measuring and setting levels of finished tracks. What does not: levels of single lines (`audio.py`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

OVERSAMPLING = 4
PEAK_BLOCK = 32
"""Samples for which one peak is known: 0.7 ms at 48 kHz, far below the limiter's look-ahead."""
BLOCK_S = 10.0
LOOKAHEAD_S = 0.004
RELEASE_S = 0.08
MARGIN_DB = 0.15
"""The limiter aims this much below the ceiling: encoding to AAC raises peaks a little."""
CLOSE_ENOUGH_LU = 0.1
MOST_GAIN_DB = 40.0
PASSES = 6

DUCK_DB = -8.0
SPEECH_ABOVE_DB = -45.0
DUCK_EARLY_S = 0.15
DUCK_HOLD_S = 0.35
STEP_S = 0.01


@dataclass(frozen=True)
class Loudness:
    """A track, measured."""

    integrated_lufs: float
    """-inf for silence."""
    true_peak_db: float
    """dBTP."""
    gain_db: float
    """What normalising turned it up by, before the limiter."""


def integrated_lufs(samples: Samples, sample_rate_hz: int) -> float:
    """Loudness by EBU R128 of (n,) or (n, 2); -inf for silence. Sound shorter than a gating block is repeated."""
    import pyloudnorm

    if not len(samples) or not np.any(samples):
        return float("-inf")
    shortest = int(0.5 * sample_rate_hz)
    if len(samples) < shortest:
        samples = np.concatenate([samples] * -(-shortest // len(samples)))
    return float(pyloudnorm.Meter(sample_rate_hz).integrated_loudness(samples))


def true_peak_db(samples: Samples, sample_rate_hz: int) -> float:
    """Highest true peak in dBTP of (n,) or (n, 2), by fourfold oversampling; -inf for silence."""
    if not len(samples):
        return float("-inf")
    return _decibels(float(_block_peaks(samples.reshape(len(samples), -1), sample_rate_hz).max()))


def measure(samples: Samples, sample_rate_hz: int) -> Loudness:
    """Loudness and true peak as they are."""
    return Loudness(integrated_lufs(samples, sample_rate_hz), true_peak_db(samples, sample_rate_hz), 0.0)


def normalise(
    stereo: Samples, sample_rate_hz: int, target_lufs: float = -16.0, true_peak_db: float = -1.0
) -> tuple[Samples, Loudness]:
    """The track at a loudness, its true peaks under a ceiling, and what was measured at the end.

    The gain is found with the limiter in place, for what the limiter takes away must be given back. Silence stays
    silence. A track is turned up by 40 dB at most.
    """
    peaks = _block_peaks(stereo.reshape(len(stereo), -1), sample_rate_hz)
    gain_db, limited, tried = 0.0, stereo, list[tuple[float, float]]()
    for _ in range(PASSES):
        gain = 10 ** (gain_db / 20)
        limited = _held_under(stereo, peaks, gain, sample_rate_hz, true_peak_db - MARGIN_DB)
        measured = integrated_lufs(limited, sample_rate_hz)
        missing_db = target_lufs - measured
        if measured == float("-inf") or abs(missing_db) <= CLOSE_ENOUGH_LU or gain_db == MOST_GAIN_DB:
            break
        tried.append((gain_db, measured))
        gain_db = min(gain_db + missing_db * _gain_needed_per_db(tried), MOST_GAIN_DB)
    final_peak_db = _decibels(float(_block_peaks(limited.reshape(len(limited), -1), sample_rate_hz).max(initial=0.0)))
    return limited, Loudness(measured, final_peak_db, round(gain_db, 2))


def limit(samples: Samples, sample_rate_hz: int, ceiling_db: float) -> Samples:
    """The track with true peaks at most at `ceiling_db`: turned down just before each peak, and back up after it."""
    peaks = _block_peaks(samples.reshape(len(samples), -1), sample_rate_hz)
    return _held_under(samples, peaks, 1.0, sample_rate_hz, ceiling_db)


def _gain_needed_per_db(tried: list[tuple[float, float]]) -> float:
    """How much gain one more dB of loudness costs, by the last two tries: the limiter takes a part of it away."""
    if len(tried) < 2 or abs(tried[-1][1] - tried[-2][1]) < 1e-3:
        return 1.0
    return float(np.clip((tried[-1][0] - tried[-2][0]) / (tried[-1][1] - tried[-2][1]), 1.0, 4.0))


def _held_under(
    samples: Samples, peaks: NDArray[np.float32], gain: float, sample_rate_hz: int, ceiling_db: float
) -> Samples:
    """The track times `gain`, turned down around what would exceed the ceiling. `peaks`: of its blocks, before gain."""
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    ceiling = 10 ** (ceiling_db / 20)
    if not len(peaks) or float(peaks.max()) * gain <= ceiling:
        return samples if gain == 1.0 else samples * np.float32(gain)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks * gain, 1e-9))
    per_s = sample_rate_hz / PEAK_BLOCK
    early, late = max(2, round(LOOKAHEAD_S * per_s)), max(2, round(RELEASE_S * per_s))
    # Down `early` before the peak and `late` after it; then smoothed over less than either, so it stays enough.
    held = minimum_filter1d(needed, early + late + 1, origin=(late - early) // 2, mode="nearest")
    smooth = uniform_filter1d(uniform_filter1d(held, early, mode="nearest"), early, mode="nearest")
    # Between the middles of two blocks the gain is a line; the lower of neighbours on either side keeps it enough.
    safe = np.minimum(smooth, minimum_filter1d(held, 3, mode="nearest"))
    at = (np.arange(len(safe)) + 0.5) * PEAK_BLOCK
    curve = (np.interp(np.arange(len(samples)), at, safe) * gain).astype(np.float32)
    return samples * (curve if samples.ndim == 1 else curve[:, None])


def duck(bed: Samples, speech: Samples, sample_rate_hz: int = 48_000, depth_db: float = DUCK_DB) -> Samples:
    """The bed, drawn back by `depth_db` wherever someone speaks, a breath before and a while after.

    Args:
        bed: (n, 2).
        speech: (m,) or (m, 2), starting with the bed; where it has ended the bed stands free.
    """
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    step = max(1, round(STEP_S * sample_rate_hz))
    mono = speech if speech.ndim == 1 else speech.mean(axis=1)
    mono = np.pad(mono[: len(bed)], (0, max(0, len(bed) - len(mono)) + (-len(bed)) % step))
    if not len(mono):
        return bed
    power = np.mean(mono.reshape(-1, step).astype(np.float64) ** 2, axis=1)
    spoken = (power > 10 ** (SPEECH_ABOVE_DB / 10)).astype(np.float64)
    early, hold = round(DUCK_EARLY_S / STEP_S), round(DUCK_HOLD_S / STEP_S)
    wide = maximum_filter1d(spoken, early + hold + 1, origin=-(early - hold) // 2, mode="constant")
    depth = gaussian_filter1d(wide, 6, mode="nearest")
    at = (np.arange(len(power)) + 0.5) * step
    gain = 10 ** (depth_db / 20 * np.interp(np.arange(len(bed)), at, depth))
    return bed * gain.astype(np.float32)[:, None]


def _block_peaks(columns: Samples, sample_rate_hz: int) -> NDArray[np.float32]:
    """The true peak of each `PEAK_BLOCK` samples, over all channels."""
    from scipy.signal import resample_poly

    block, margin = round(BLOCK_S * sample_rate_hz) // PEAK_BLOCK * PEAK_BLOCK, 2 * PEAK_BLOCK
    found = []
    for start in range(0, len(columns), block):
        first, last = max(0, start - margin), min(len(columns), start + block + margin)
        part = np.ascontiguousarray(columns[first:last].T, dtype=np.float32)
        fine = np.abs(resample_poly(part, OVERSAMPLING, 1, axis=1))
        inner = fine[:, (start - first) * OVERSAMPLING : (min(start + block, len(columns)) - first) * OVERSAMPLING]
        step = PEAK_BLOCK * OVERSAMPLING
        padded = np.pad(inner, ((0, 0), (0, -inner.shape[1] % step)))
        found.append(padded.reshape(len(padded), -1, step).max(axis=(0, 2)))
    return np.concatenate(found).astype(np.float32) if found else np.zeros(0, np.float32)


def _decibels(amplitude: float) -> float:
    return 20 * float(np.log10(amplitude)) if amplitude > 0 else float("-inf")
