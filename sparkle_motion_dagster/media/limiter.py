"""A look-ahead limiter: true peaks, and the gain that keeps them under a ceiling.

What belongs here: peaks by block, the gain of each block, laying a gain over samples. What does not: which loudness is
wanted (`loudness.py`).

All decisions are made on blocks of `PEAK_BLOCK` samples, so that trying another gain costs next to nothing.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Blocks = NDArray[np.float32]
"""One value for each `PEAK_BLOCK` samples."""

OVERSAMPLING = 4
PEAK_BLOCK = 32
"""Samples for which one peak is known: 0.7 ms at 48 kHz, far below the limiter's look-ahead."""
BLOCK_S = 10.0
LOOKAHEAD_S = 0.004
RELEASE_S = 0.08


def block_peaks(columns: Samples, sample_rate_hz: int) -> Blocks:
    """The true peak of each block of (n, channels), over all channels, by fourfold oversampling."""
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
    curve = lines_between(gains, PEAK_BLOCK, len(samples))
    return samples * (curve if samples.ndim == 1 else curve[:, None])


def lines_between(values: NDArray[np.floating], step: int, samples: int) -> Samples:
    """(samples,) that pass through `values` in the middles of steps of so many samples, and are lines between them."""
    padded = np.concatenate([values[:1], values, values[-1:]]).astype(np.float32)
    along = ((np.arange(step, dtype=np.float32) + 0.5) / step)[None, :]
    lines = (padded[:-1, None] + np.diff(padded)[:, None] * along).astype(np.float32, copy=False)
    return lines.reshape(-1)[step - step // 2 :][:samples]
