"""Speech as the mouth models of the Wav2Lip family hear it: a mel spectrogram in numpy, and its window under each frame.

What belongs here: numbers in, numbers out. What does not: reading sound, whose speech it is, the network.

As published: 16 kHz, pre-emphasis 0.97, a Hann window of 50 ms every 12.5 ms (80 steps a second), amplitudes in 80 bands
from 55 to 7,600 Hz on Slaney's mel scale with bands of equal area, decibels above a floor of -100 with 20 taken off, and
the range from -100 to 0 brought to -4 … 4.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
BANDS = 80
HOP = 200
STEPS_PER_S = RATE_HZ / HOP
WINDOW_STEPS = 16
"""What the network hears for one frame: 0.2 s, from the frame's moment on."""
_FFT = 800
_LOWEST_HZ, _HIGHEST_HZ = 55.0, 7600.0
_PRE_EMPHASIS = 0.97
_FLOOR_DB, _REFERENCE_DB, _LARGEST = -100.0, 20.0, 4.0
_LINEAR_HZ, _LINEAR_MEL = 1000.0, 15.0
"""Slaney's scale is linear up to here: 200/3 Hz for a mel."""
_LOG_STEP = np.log(6.4) / 27

Values = NDArray[np.float32]


def mel_of_hz(hz: float) -> float:
    """A frequency on Slaney's scale."""
    if hz < _LINEAR_HZ:
        return hz * 3 / 200
    return _LINEAR_MEL + float(np.log(hz / _LINEAR_HZ)) / float(_LOG_STEP)


def hz_of_mel(mel: float) -> float:
    """A point of Slaney's scale as a frequency."""
    if mel < _LINEAR_MEL:
        return mel * 200 / 3
    return _LINEAR_HZ * float(np.exp(_LOG_STEP * (mel - _LINEAR_MEL)))


@cache
def bands() -> NDArray[np.float64]:
    """(80, 401): how much each band takes of each frequency. A band is a triangle of area 1 over its frequencies in Hz."""
    mels = np.linspace(mel_of_hz(_LOWEST_HZ), mel_of_hz(_HIGHEST_HZ), BANDS + 2)
    corners = np.array([hz_of_mel(float(mel)) for mel in mels])
    frequencies = np.arange(_FFT // 2 + 1) * RATE_HZ / _FFT
    left, middle, right = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    rising, falling = (frequencies - left) / (middle - left), (right - frequencies) / (right - middle)
    return np.maximum(0.0, np.minimum(rising, falling)) * 2 / (right - left)


def spectrogram(samples: NDArray[np.float32]) -> Values:
    """(80, 1 + n // 200) float32 in -4 … 4, of mono sound at 16 kHz in [-1, 1]. Step i is centred on sample 200 i."""
    sound = np.asarray(samples, np.float64)
    emphasised = sound.copy()
    emphasised[1:] -= _PRE_EMPHASIS * sound[:-1]
    margin = _FFT // 2
    padded = np.pad(emphasised, margin, mode="reflect" if len(sound) > margin else "constant")
    pieces = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::HOP]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    amplitudes = np.abs(np.fft.rfft(pieces * hann, axis=1)).T
    floor = 10 ** (_FLOOR_DB / 20)
    decibels = 20 * np.log10(np.maximum(floor, bands() @ amplitudes)) - _REFERENCE_DB
    scaled = 2 * _LARGEST * (decibels - _FLOOR_DB) / -_FLOOR_DB - _LARGEST
    return np.clip(scaled, -_LARGEST, _LARGEST).astype(np.float32)


def windows(samples: NDArray[np.float32], moments_s: Sequence[float]) -> Values:
    """(n, 80, 16): what is heard from each moment on. Every moment has a window: after its end the sound is silence.

    Args:
        samples: mono sound at 16 kHz in [-1, 1].
        moments_s: in order.
    """
    first = [int(moment * STEPS_PER_S + 1e-6) for moment in moments_s]
    wanted = (first[-1] + WINDOW_STEPS) * HOP if first else 0
    silence = max(0, wanted - len(samples))
    heard = spectrogram(np.concatenate([samples, np.zeros(silence, np.float32)]))
    return (
        np.stack([heard[:, step : step + WINDOW_STEPS] for step in first])
        if first
        else np.zeros((0, BANDS, 16), np.float32)
    )
