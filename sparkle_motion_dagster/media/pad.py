"""A little music for films without words: slow chords and a few bells, consonant and soft.

What belongs here: this one instrument. What does not: the sound of places (`ambience.py`), the film's mix.
"""

import numpy as np

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.loudness import integrated_lufs
from sparkle_motion_dagster.media.noise import Samples, envelope, lay, tone

PAD_LUFS = -27.0
CHORD_S = 6.0
OVERLAP_S = 2.5
PARTIALS = ((1.0, 1.0), (2.0, 0.32), (3.0, 0.1), (4.0, 0.04))
"""Harmonic and strength: soft, like a reed organ far away."""
MOODS: dict[str, tuple[float, tuple[tuple[int, ...], ...], tuple[int, ...]]] = {
    # key in Hz, chords in semitones above it, scale of the bells
    "calm": (130.81, ((0, 7, 16), (-3, 9, 12), (5, 9, 16), (-5, 7, 14)), (0, 2, 4, 7, 9)),
    "warm": (146.83, ((0, 7, 16), (5, 12, 16), (0, 9, 16), (7, 11, 14)), (0, 2, 4, 7, 9)),
    "sad": (110.00, ((0, 7, 15), (-4, 8, 12), (3, 10, 15), (-2, 7, 14)), (0, 3, 5, 7, 10)),
    "tense": (98.00, ((0, 7, 14), (0, 8, 15), (-2, 5, 14), (0, 7, 13)), (0, 3, 7, 10)),
    "wonder": (123.47, ((0, 7, 18), (2, 9, 18), (0, 11, 16), (-5, 7, 14)), (0, 2, 4, 6, 7, 11)),
}


def pad(duration_s: float, seed: int, mood: str = "calm", sample_rate_hz: int = 48_000) -> Samples:
    """Music as (samples, 2) float32 at about −27 LUFS, fading in and out; the same seed gives the same music.

    Raises:
        MediaError: no such mood.
    """
    if mood not in MOODS:
        raise MediaError(f"no mood {mood!r}: expected one of {', '.join(MOODS)}")
    key_hz, chords, scale = MOODS[mood]
    samples = round(duration_s * sample_rate_hz)
    track = np.zeros((samples, 2), np.float32)
    if samples <= 0:
        return track
    rng = np.random.default_rng(seed)
    first = int(rng.integers(len(chords)))
    for number, start_s in enumerate(np.arange(0.0, duration_s, CHORD_S)):
        notes = chords[0] if number == 0 else chords[(first + number) % len(chords)]
        for voice, semitone in enumerate(notes):
            _sing(track, rng, key_hz * 2 ** (semitone / 12), float(start_s), (voice - 1) * 0.6, sample_rate_hz)
        _bells(track, rng, key_hz * 4, scale, float(start_s), sample_rate_hz)
    fade = min(samples // 2, round(2.0 * sample_rate_hz))
    track *= envelope(samples, fade, fade).astype(np.float32)[:, None]
    measured = integrated_lufs(track, sample_rate_hz)
    return track if measured == float("-inf") else track * np.float32(10 ** ((PAD_LUFS - measured) / 20))


def _sing(track: Samples, rng: np.random.Generator, pitch_hz: float, start_s: float, pan: float, rate: int) -> None:
    """One voice of a chord: two strings a hair apart, rising and falling slowly."""
    length_s = CHORD_S + OVERLAP_S
    for detune, side in ((0.9985, -0.25), (1.0015, 0.25)):
        along_s = np.arange(min(round(length_s * rate), max(0, len(track) - round(start_s * rate)))) / rate
        sound = sum(
            strength * np.sin(2 * np.pi * pitch_hz * detune * partial * along_s + float(rng.uniform(0, 6.28)))
            for partial, strength in PARTIALS
        )
        shape = envelope(round(length_s * rate), round(2.4 * rate), round(3.2 * rate))[: len(along_s)]
        lay(track, np.asarray(sound) * shape, round(start_s * rate), float(np.clip(pan + side, -1, 1)), 0.05)


def _bells(
    track: Samples, rng: np.random.Generator, key_hz: float, scale: tuple[int, ...], start_s: float, rate: int
) -> None:
    for beat in (0.75, 2.25, 3.0, 4.5):
        if rng.random() < 0.55:
            pitch_hz = key_hz * 2 ** (scale[int(rng.integers(len(scale)))] / 12)
            length_s = 2.4
            fall = np.exp(-np.arange(round(length_s * rate)) / (0.55 * rate))
            bell = (tone(rate, length_s, pitch_hz) + 0.25 * tone(rate, length_s, pitch_hz * 2.76) * fall**2) * fall
            bell[: rate // 200] *= np.linspace(0, 1, rate // 200)
            lay(track, bell, round((start_s + beat) * rate), float(rng.uniform(-0.7, 0.7)), 0.035)
