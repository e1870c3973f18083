"""A shot's speech, measured line by line.

What belongs here: which lines are judged by what, and the wording of faults of sound. What does not: arithmetic of
samples (`listening.py`), hearing words (`ears.py`), limits (`thresholds.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.inspection import ears, listening
from sparkle_motion_dagster.backends.inspection import thresholds as limits
from sparkle_motion_dagster.backends.protocols import TimedLine
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable, spoken_text
from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.reading import kind_of, opened_film

EAR_MARGIN_S = 0.1
BETWEEN_LINES_S = 0.4


@dataclass(frozen=True)
class SpeechMeasures:
    """What was measured of a shot's sound."""

    samples: NDArray[np.float32] | None
    """(n,) mono; None if there was nothing to listen to."""
    rate_hz: int
    findings: dict[str, object]
    """Fields of ShotFindings."""
    notes: tuple[str, ...]

    def envelope(self, frames: int, fps: float) -> NDArray[np.float32]:
        """Loudness of the speech under each frame. Needs `samples`."""
        if self.samples is None:
            return np.zeros(frames, np.float32)
        return listening.envelope(self.samples, self.rate_hz, frames, fps)


def clip_sound(source: Path) -> tuple[NDArray[np.float32], int]:
    """The sound of a WAV or of an MP4's first sound track, mono, and its rate. Raises MediaError."""
    if kind_of(source) == "wav":
        return read_wav(source)
    with opened_film(source) as film:
        if not film.streams.audio:
            raise MediaError(f"{source.name}: has no sound track")
        track = film.streams.audio[0]
        blocks = []
        for frame in film.decode(track):
            block: NDArray[Any] = frame.to_ndarray()
            if block.dtype.kind == "i":
                block = block / float(np.iinfo(block.dtype).max)
            channels = 1 if frame.format.is_planar else frame.layout.nb_channels
            blocks.append(block.reshape(-1, channels).mean(axis=1) if channels > 1 else block.mean(axis=0))
        if not blocks:
            raise MediaError(f"{source.name}: its sound track is empty")
        return np.concatenate(blocks).astype(np.float32), track.rate


def measure_speech(samples: NDArray[np.float32], rate_hz: int, lines: Sequence[TimedLine]) -> SpeechMeasures:
    """Levels, silence, clipping and words of a shot's lines."""
    notes: list[str] = []
    spoken_lines = [line for line in lines if is_speakable(spoken_text(line.text))]
    silent = _silent_lines(samples, rate_hz, spoken_lines, notes)
    spans = [(line.start_s, line.end_s) for line in lines]
    parts = listening.spoken(samples, rate_hz, spans)
    findings: dict[str, object] = {
        "missing_audio_detected": bool(silent),
        "audio_peak_db": round(listening.decibels(float(np.abs(samples).max(initial=0.0))), 2),
        "speech_rms_db": round(listening.decibels(float(np.sqrt(np.mean(parts.astype(np.float64) ** 2)))), 2)
        if len(parts)
        else None,
    }
    clipped = listening.clipped_ratio(parts)
    findings["clipped_ratio"] = round(clipped, 6)
    if clipped > limits.CLIPPED_RATIO_MAX:
        notes.append(
            f"clipped speech: {clipped:.2%} of the samples stand flat at the peak, "
            f"at most {limits.CLIPPED_RATIO_MAX:.2%} expected"
        )
    judged = _heard_alone([line for line in lines if ears.can_be_judged(line.text)], lines)
    if judged and len(judged) == len(spoken_lines) and not silent:
        _hear(samples, rate_hz, judged, findings, notes)
    return SpeechMeasures(samples, rate_hz, findings, tuple(notes))


def _silent_lines(
    samples: NDArray[np.float32], rate_hz: int, lines: Sequence[TimedLine], notes: list[str]
) -> list[TimedLine]:
    silent = []
    for line in lines:
        level = listening.level_between(samples, rate_hz, line.start_s, line.end_s)
        if level.rms_db >= limits.SILENT_DB and level.silent_share <= limits.SILENT_SHARE_MAX:
            continue
        silent.append(line)
        notes.append(
            f"silent speech: {line.character_name}'s line from {line.start_s:.2f} s to {line.end_s:.2f} s has "
            f"{level.rms_db:.0f} dB, {level.silent_share:.0%} of it below {limits.SILENT_DB:.0f} dB"
        )
    return silent


def _heard_alone(judged: Sequence[TimedLine], lines: Sequence[TimedLine]) -> list[TimedLine]:
    """The lines that nobody speaks into: two voices at once cannot be told apart."""
    return [
        line
        for line in judged
        if not any(
            other is not line and other.start_s < line.end_s - 0.05 and line.start_s < other.end_s - 0.05
            for other in lines
        )
    ]


def _hear(
    samples: NDArray[np.float32],
    rate_hz: int,
    lines: Sequence[TimedLine],
    findings: dict[str, object],
    notes: list[str],
) -> None:
    gap = np.zeros(round(BETWEEN_LINES_S * rate_hz), np.float32)
    pieces = []
    for line in sorted(lines, key=lambda line: line.start_s):
        start = max(0, round((line.start_s - EAR_MARGIN_S) * rate_hz))
        pieces += [samples[start : round((line.end_s + EAR_MARGIN_S) * rate_hz)], gap]
    text = " ".join(line.text for line in sorted(lines, key=lambda line: line.start_s))
    heard = ears.compare(np.concatenate(pieces), rate_hz, text)
    findings |= {
        "words_written": heard.written,
        "words_heard": heard.heard,
        "word_error_rate": heard.word_error_rate,
    }
    words = len(heard.written.split())
    if words >= limits.WORD_ERROR_MIN_WORDS and heard.word_error_rate > limits.WORD_ERROR_MAX:
        notes.append(
            f"other words are heard: error rate {heard.word_error_rate:.2f} over {words} words, "
            f"at most {limits.WORD_ERROR_MAX:g} expected; heard {heard.heard[:120]!r}"
        )
