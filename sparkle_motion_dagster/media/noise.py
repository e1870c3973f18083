"""The raw material of synthesised sound: shaped noise without a seam, slow swells, short sounds in a stereo field.

What belongs here: building blocks that know no place. What does not: what a forest sounds like (`ambience.py`).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.media.limiter import lines_between

Samples = NDArray[np.float32]
Spectrum = Callable[[NDArray[np.floating]], NDArray[np.floating]]
"""Loudness (linear) by frequency in Hz."""

LOOP_SAMPLES = 1 << 19
"""Longest noise loop: 10.9 s at 48 kHz. Noise made in the frequency domain closes on itself."""
SHORTEST_LOOP_SAMPLES = 1 << 14


SWELL_STEP = 480


def band(low_hz: float, high_hz: float, slope: float = 2.0) -> Spectrum:
    """Noise between two frequencies, falling off on both sides; a larger slope falls faster."""

    def shape(frequency_hz: NDArray[np.floating]) -> NDArray[np.floating]:
        rises = (low_hz / np.maximum(frequency_hz, 1.0)) ** (2 * slope)
        falls = (frequency_hz / high_hz) ** (2 * slope)
        return 1 / ((1 + rises) * (1 + falls))

    return shape


def noise(rng: np.random.Generator, spectrum: Spectrum, samples: int, sample_rate_hz: int) -> Samples:
    """(samples, 2) of noise with RMS 1, different left and right, without a seam however long."""
    from scipy.fft import irfft, next_fast_len

    loop_samples = min(LOOP_SAMPLES, next_fast_len(max(samples, SHORTEST_LOOP_SAMPLES), real=True))
    frequency_hz = np.fft.rfftfreq(loop_samples, 1 / sample_rate_hz).astype(np.float32)
    loudness = spectrum(frequency_hz)
    loudness[0] = 0.0
    waves = np.empty((2, len(frequency_hz)), np.complex64)
    for channel in waves:
        phase = rng.random(len(frequency_hz), np.float32) * np.float32(2 * np.pi)
        channel.real, channel.imag = np.cos(phase), np.sin(phase)
    waves *= loudness
    loops = irfft(waves, loop_samples, axis=1, overwrite_x=True)
    loops /= np.sqrt(np.mean(loops**2, axis=1, keepdims=True)) + 1e-12
    noises = np.empty((samples, 2), np.float32)
    for side, loop in enumerate(loops):
        start = int(rng.integers(loop_samples))
        noises[:, side] = np.resize(np.concatenate([loop[start:], loop[:start]]), samples)
    return noises


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
