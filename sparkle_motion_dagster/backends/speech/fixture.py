"""Test tones in the place of speech, for drafts and tests alone: as long as the words would take, a tone for each voice.

What belongs here: the tones. What does not: anything that a film which is no draft could use.
"""

from pathlib import Path

import numpy as np

from sparkle_motion_dagster.backends.protocols import SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.another_take import otherwise
from sparkle_motion_dagster.backends.speech.providers import load_providers, provider_voices
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.casting import split_variant
from sparkle_motion_dagster.writing.sentences import speaking_s

RATE_HZ = 16_000


class FixtureSpeech:
    """A sine at the voice's own pitch, with a beat for each word."""

    name = "fixture"
    provider_id = "fixture-local"
    version = "1"
    draft = True
    workers: int | None = None
    packages = ("numpy", "scipy")

    def __init__(self, providers_file: str | None = None):
        """`providers_file`: another tts_providers.yaml."""
        self._catalogue = load_providers(Path(providers_file) if providers_file else None)
        self._notations = provider_voices(self._catalogue, self.provider_id)

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices."""
        return tuple(self._notations)

    def notation(self, voice: str) -> str:
        """The tone behind a voice, with its variant; empty for a voice it does not have."""
        base, variant = split_variant(voice)
        return self._notations[base] + variant if base in self._notations else ""

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Sound one line. Raises InputError for an unknown voice."""
        base, variant = split_variant(request.voice)
        if base not in self._notations:
            raise InputError(
                f"voice {request.voice!r}: there is no such test tone; there are: {', '.join(self.voices())}"
            )
        notation = self._notations[base] + variant
        if not is_speakable(request.text):
            return silence(request, wav, self.name, notation)
        other = otherwise(request)
        length_s = speaking_s(request.text) / (request.pace * other.pace)
        time_s = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
        pitch_hz = self._catalogue.voices[base].pitch_hz * 2 ** (other.semitones / 12)
        beats = 0.6 + 0.4 * np.sin(2 * np.pi * len(request.text.split()) * time_s / length_s)
        tone = (0.2 * beats * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)
        return finish(Recording(tone, RATE_HZ), request, wav, self.name, notation)
