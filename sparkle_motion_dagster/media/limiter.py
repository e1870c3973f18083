"""A look-ahead limiter: true peaks, and the gain that keeps them under a ceiling.

What belongs here: peaks by block, the gain of each block, laying a gain over samples. What does not: which loudness is
wanted (`loudness.py`).

All decisions are made on blocks of `PEAK_BLOCK` samples, so that trying another gain costs next to nothing.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Blocks = NDArray[np.float32]
"""One value for each `PEAK_BLOCK` samples."""

OVERSAMPLING = 4
PEAK_BLOCK = 32
"""Samples for which one peak is known: 0.7 ms at 48 kHz, far below the limiter's look-ahead."""
REACH = 10
"""Samples on either side that say what is between two."""
BLOCK_S = 3.0
"""So much sound is oversampled at once: it stays in the processor's cache."""
STRETCH_SAMPLES = 1 << 17
"""So much of a gain is held at once."""
LOOKAHEAD_S = 0.004
RELEASE_S = 0.08


def block_peaks(columns: Samples, sample_rate_hz: int) -> Blocks:
    """The true peak of each block of (n, channels), over all channels, by fourfold oversampling.

    Each block and its surroundings times one matrix gives the samples between: the same filter as resampling, in a
    fifth of the time.
    """
    between = _between()
    count = -(-len(columns) // PEAK_BLOCK)
    at_once = max(1, round(BLOCK_S * sample_rate_hz) // PEAK_BLOCK)
    peaks = np.zeros(count, np.float32)
    for channel in columns.T:
        padded = np.zeros(count * PEAK_BLOCK + 2 * REACH, np.float32)
        padded[REACH : REACH + len(channel)] = channel
        surroundings = sliding_window_view(padded, PEAK_BLOCK + 2 * REACH)[::PEAK_BLOCK]
        for first in range(0, count, at_once):
            fine = surroundings[first : first + at_once] @ between
            highest = np.maximum(fine.max(axis=1), -fine.min(axis=1))
            np.maximum(peaks[first : first + at_once], highest, out=peaks[first : first + at_once])
    return peaks


@cache
def _between() -> Samples:
    """(samples of a block and `REACH` on either side, `OVERSAMPLING` × samples of a block): a windowed sinc.

    Source: the filter of scipy.signal.resample_poly.
    """
    from scipy.signal import firwin

    half = REACH * OVERSAMPLING
    sinc = firwin(2 * half + 1, 1 / OVERSAMPLING, window=("kaiser", 5.0)) * OVERSAMPLING
    given, wanted = np.arange(PEAK_BLOCK + 2 * REACH) - REACH, np.arange(PEAK_BLOCK * OVERSAMPLING)
    distance = wanted[None, :] - given[:, None] * OVERSAMPLING + half
    inside = (distance >= 0) & (distance < len(sinc))
    return np.where(inside, sinc[np.clip(distance, 0, len(sinc) - 1)], 0).astype(np.float32)


def gain_under(peaks: Blocks, gain: float, sample_rate_hz: int, ceiling: float) -> Blocks:
    """The gain of each block: `gain`, turned down just before each peak that would exceed the ceiling, and back up after.

    Args:
        peaks: of the blocks, before any gain.
        ceiling: highest amplitude allowed, 1.0 is full scale.
    """
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    if not len(peaks) or float(peaks.max()) * gain <= ceiling:
        return np.full(len(peaks), gain, np.float32)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks * gain, 1e-9))
    per_s = sample_rate_hz / PEAK_BLOCK
    early, late = max(2, round(LOOKAHEAD_S * per_s)), max(2, round(RELEASE_S * per_s))
    # Down `early` before the peak and `late` after it; then smoothed over less than either, so it stays enough.
    held = minimum_filter1d(needed, early + late + 1, origin=(late - early) // 2, mode="nearest")
    smooth = uniform_filter1d(uniform_filter1d(held, early, mode="nearest"), early, mode="nearest")
    # Between the middles of two blocks the gain is a line; the lower of neighbours on either side keeps it enough.
    safe = np.minimum(smooth, minimum_filter1d(held, 3, mode="nearest"))
    return (safe * gain).astype(np.float32)


def laid_over(samples: Samples, gains: Blocks) -> Samples:
    """(n,) or (n, channels) times a gain that runs in a line from the middle of one block to the next."""
    if not len(gains) or float(np.ptp(gains)) == 0.0:
        flat = np.float32(gains[0]) if len(gains) else np.float32(1.0)
        return samples if flat == 1.0 else np.asarray(samples * flat, np.float32)
    louder = np.empty_like(samples)
    for start, curve in stretches_between(gains, PEAK_BLOCK, len(samples)):
        here = slice(start, start + len(curve))
        np.multiply(samples[here], curve if samples.ndim == 1 else curve[:, None], out=louder[here])
    return louder


def lines_between(values: NDArray[np.floating], step: int, samples: int) -> Samples:
    """(samples,) that pass through `values` in the middles of steps of so many samples, and are lines between them."""
    stretches = [curve for _, curve in stretches_between(values, step, samples)]
    return np.concatenate(stretches) if stretches else np.zeros(0, np.float32)


def stretches_between(values: NDArray[np.floating], step: int, samples: int) -> Iterator[tuple[int, Samples]]:
    """`lines_between` a stretch at a time, each with the sample it begins at: of a long film only a little is held."""
    padded = np.concatenate([values[:1], values, values[-1:]]).astype(np.float32)
    along = ((np.arange(step, dtype=np.float32) + 0.5) / step)[None, :]
    before, at_once = step - step // 2, max(1, STRETCH_SAMPLES // step)
    for first in range(0, len(padded) - 1, at_once):
        knots = padded[first : first + at_once + 1]
        lines = (knots[:-1, None] + np.diff(knots)[:, None] * along).astype(np.float32, copy=False).reshape(-1)
        start = first * step - before
        if start >= samples:
            return
        yield max(0, start), lines[max(0, -start) : samples - start]
