"""The raw material of synthesised sound: shaped noise without a seam, slow swells, short sounds in a stereo field.

What belongs here: building blocks that know no place. What does not: what a forest sounds like (`ambience.py`).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.media.limiter import lines_between

Samples = NDArray[np.float32]

LOOP_SAMPLES = 1 << 18
"""Length of a noise loop: 5.5 s at 48 kHz, which no ear follows under a swell. Made in the frequency domain, it closes
on itself."""
KEPT_LOOPS = 24
"""2 MB each."""
SWELL_STEP = 480


@dataclass(frozen=True)
class Band:
    """Noise between two frequencies, falling off on both sides; a larger slope falls faster."""

    low_hz: float
    high_hz: float
    slope: float = 2.0

    def loudness(self, frequency_hz: NDArray[np.floating]) -> NDArray[np.floating]:
        """Loudness (linear) by frequency in Hz."""
        rises = (self.low_hz / np.maximum(frequency_hz, 1.0)) ** (2 * self.slope)
        falls = (frequency_hz / self.high_hz) ** (2 * self.slope)
        return 1 / ((1 + rises) * (1 + falls))


def noise(rng: np.random.Generator, band: Band, samples: int, sample_rate_hz: int) -> Samples:
    """(samples, 2) of noise with RMS 1, different left and right, without a seam however long.

    All noise of a band is one loop, begun elsewhere each time.
    """
    noises = np.empty((samples, 2), np.float32)
    for side, loop in enumerate(_loops(band, sample_rate_hz)):
        at, filled = int(rng.integers(LOOP_SAMPLES)), 0
        while filled < samples:
            piece = loop[at : at + samples - filled]
            noises[filled : filled + len(piece), side] = piece
            at, filled = 0, filled + len(piece)
    return noises


@lru_cache(KEPT_LOOPS)
def _loops(band: Band, sample_rate_hz: int) -> Samples:
    """(2, `LOOP_SAMPLES`): left and right."""
    from scipy.fft import irfft

    rng = np.random.default_rng([round(band.low_hz), round(band.high_hz), round(band.slope * 100)])
    frequency_hz = np.fft.rfftfreq(LOOP_SAMPLES, 1 / sample_rate_hz).astype(np.float32)
    loudness = band.loudness(frequency_hz)
    loudness[0] = 0.0
    waves = np.empty((2, len(frequency_hz)), np.complex64)
    for channel in waves:
        phase = rng.random(len(frequency_hz), np.float32) * np.float32(2 * np.pi)
        channel.real, channel.imag = np.cos(phase), np.sin(phase)
    waves *= loudness
    loops = irfft(waves, LOOP_SAMPLES, axis=1, overwrite_x=True)
    loops /= np.sqrt(np.mean(loops**2, axis=1, keepdims=True)) + 1e-12
    return np.asarray(loops, np.float32)


def swell(
    rng: np.random.Generator, samples: int, sample_rate_hz: int, period_s: float, low: float, high: float
) -> Samples:
    """(samples, 1) of a gain that wanders between `low` and `high`, turning about every `period_s` seconds."""
    duration_s = samples / sample_rate_hz
    steps = rng.uniform(0.6, 1.4, int(duration_s / period_s / 0.6) + 4) * period_s
    times = np.cumsum(steps) - 2 * period_s
    levels = rng.uniform(0, 1, len(times))
    at_s = np.arange(0, samples + SWELL_STEP, SWELL_STEP) / sample_rate_hz
    index = np.clip(np.searchsorted(times, at_s, side="right") - 1, 0, len(times) - 2)
    along = np.clip((at_s - times[index]) / (times[index + 1] - times[index]), 0, 1)
    eased = levels[index] + (levels[index + 1] - levels[index]) * (1 - np.cos(np.pi * along)) / 2
    return lines_between(low + (high - low) * eased, SWELL_STEP, samples)[:, None]


def happenings(rng: np.random.Generator, samples: int, sample_rate_hz: int, every_s: float) -> list[int]:
    """When something happens: sample numbers, `every_s` seconds apart on average, never much closer than half of it."""
    at, times = float(rng.uniform(0.1, 1.0)) * every_s, []
    while at * sample_rate_hz < samples:
        times.append(int(at * sample_rate_hz))
        at += every_s * float(0.5 + rng.exponential(0.5))
    return times


def lay(track: Samples, sound: NDArray[np.floating], start: int, pan: float, gain: float) -> None:
    """Add a mono sound to a stereo track. `pan` −1 left … 1 right, at equal power; what passes the end is left out."""
    end = min(len(track), start + len(sound))
    if end <= start:
        return
    angle = (pan + 1) * np.pi / 4
    part = sound[: end - start].astype(np.float32) * np.float32(gain)
    track[start:end, 0] += part * np.float32(np.cos(angle))
    track[start:end, 1] += part * np.float32(np.sin(angle))


def envelope(samples: int, attack: int, release: int) -> NDArray[np.float64]:
    """A rise and a fall with round shoulders; lengths in samples."""
    shape = np.ones(samples)
    attack, release = min(attack, samples), min(release, samples)
    shape[:attack] *= (1 - np.cos(np.pi * np.arange(attack) / max(1, attack))) / 2
    shape[samples - release :] *= (1 + np.cos(np.pi * (np.arange(release) + 1) / max(1, release))) / 2
    return shape


def tone(sample_rate_hz: int, duration_s: float, frequency_hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """A sine; `frequency_hz` is one value or one for each sample."""
    samples = round(duration_s * sample_rate_hz)
    frequencies = np.broadcast_to(np.asarray(frequency_hz, np.float64), (samples,))
    return np.sin(2 * np.pi * np.cumsum(frequencies) / sample_rate_hz)
