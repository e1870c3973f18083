"""What every voice's sound goes through on its way to a line's WAV: ends trimmed, rate, level, timings.

What belongs here: steps that engines share. What does not: any engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.protocols import Phone, SpeechRequest, SpokenLine
from sparkle_motion_dagster.media.audio import active_level_db, levelled, write_wav
from sparkle_motion_dagster.media.resample import resample

Samples = NDArray[np.float32]

LEAD_IN_S = 0.03
TAIL_S = 0.12
RELEASE_S = 0.03
SILENT_BELOW_SPEECH_DB = 45.0
UNSPEAKABLE_S = 0.4
"""Length of the silence that stands for a line with nothing to say in it ("...", "?!")."""


@dataclass(frozen=True)
class Recording:
    """Sound at the engine's own rate, with its sounds in time (seconds)."""

    samples: Samples
    rate_hz: float
    phones: tuple[Phone, ...] = ()


def trimmed(recording: Recording) -> Recording:
    """Without the silence before and after. Everything heard stays, with a little air around it."""
    samples, rate_hz = recording.samples, recording.rate_hz
    level_db = active_level_db(samples, round(rate_hz))
    heard = np.flatnonzero(np.abs(samples) > 10 ** ((level_db - SILENT_BELOW_SPEECH_DB) / 20))
    if not len(heard):
        return recording
    start = max(0, int(heard[0]) - round(LEAD_IN_S * rate_hz))
    end = min(len(samples), int(heard[-1]) + 1 + round(TAIL_S * rate_hz))
    # The last sound ends where it is heard to end: a mouth is not held open into the silence.
    heard_s = min(end, int(heard[-1]) + 1 + round(RELEASE_S * rate_hz)) - start
    phones = _within(recording.phones, -start / rate_hz, heard_s / rate_hz)
    return Recording(samples[start:end], rate_hz, phones)


def finish(recording: Recording, request: SpeechRequest, wav: Path, provider: str, provider_voice: str) -> SpokenLine:
    """Write the line's WAV at the film's rate and the line's level, and say how long it really is."""
    samples = resample(recording.samples, recording.rate_hz, request.sample_rate_hz)
    samples = levelled(samples, request.sample_rate_hz, request.gain_db)
    write_wav(wav, samples, request.sample_rate_hz)
    duration_s = len(samples) / request.sample_rate_hz
    return SpokenLine(
        wav=wav,
        duration_s=duration_s,
        sample_rate_hz=request.sample_rate_hz,
        phones=_within(recording.phones, 0.0, duration_s),
        provider_id=provider,
        provider_voice_id=provider_voice,
        attempts=(f"{provider}: spoken",),
    )


def silence(request: SpeechRequest, wav: Path, provider: str, provider_voice: str) -> SpokenLine:
    """A short silence for a line in which there is nothing to say."""
    samples = np.zeros(round(UNSPEAKABLE_S * request.sample_rate_hz), np.float32)
    write_wav(wav, samples, request.sample_rate_hz)
    return SpokenLine(
        wav=wav,
        duration_s=len(samples) / request.sample_rate_hz,
        sample_rate_hz=request.sample_rate_hz,
        phones=(),
        provider_id=provider,
        provider_voice_id=provider_voice,
        attempts=(f"{provider}: nothing to say in {request.text[:40]!r}: {UNSPEAKABLE_S} s of silence",),
    )


def _within(phones: Sequence[Phone], shift_s: float, duration_s: float) -> tuple[Phone, ...]:
    """Phones moved by `shift_s` and kept inside the sound; one that would have no length is left out."""
    kept = []
    for phone in phones:
        start_s = min(max(phone.start_s + shift_s, 0.0), duration_s)
        end_s = min(max(phone.end_s + shift_s, 0.0), duration_s)
        start_s, end_s = round(start_s, 6), min(round(end_s, 6), duration_s)
        if end_s > start_s:
            kept.append(Phone(phone.symbol, start_s, end_s))
    return tuple(kept)
