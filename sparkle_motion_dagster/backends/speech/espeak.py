"""eSpeak NG: robotic, instant, anywhere. GPL-3, so it is never installed unasked.

What belongs here: a line spoken by eSpeak NG through ctypes. What does not: trimming, level, files (`recording.py`).
"""

import _ctypes
import contextlib
import ctypes
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sparkle_motion_dagster.backends.protocols import Phone, SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.another_take import otherwise
from sparkle_motion_dagster.backends.speech.providers import load_providers, provider_voices
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable, spoken_text
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError, ProfileError
from sparkle_motion_dagster.film.casting import split_variant

INSTALL = "pip install espeakng-loader==0.2.4"
WORDS_PER_MINUTE = 165
_NOTATION = re.compile(r"([a-z0-9-]+(?:\+[a-zA-Z0-9]+)?):(\d{1,2})")
_SYNCHRONOUS, _PHONEME_EVENTS, _PHONEME_IPA = 2, 1, 2
_RATE, _PITCH, _UTF8 = 1, 3, 1
_EVENT_END_OF_LIST, _EVENT_PHONEME = 0, 7


class EspeakSpeech:
    """Speaks English lines with eSpeak's own voices."""

    name = "espeak"
    version = "1"
    workers: int | None = None
    packages = ("espeakng-loader", "numpy", "scipy")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def __init__(self, providers_file: str | None = None):
        """`providers_file`: another tts_providers.yaml. Raises ProfileError for a voice eSpeak cannot read."""
        self._notations = provider_voices(load_providers(Path(providers_file) if providers_file else None), self.name)
        for voice, notation in self._notations.items():
            if not _NOTATION.fullmatch(notation):
                raise ProfileError(
                    f"voice {voice}: espeak voice {notation!r}: expected language+variant:pitch, like en-us+m3:40"
                )

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices; each may also be asked for with a variant: "man@-2st"."""
        return tuple(self._notations)

    def notation(self, voice: str) -> str:
        """What the voice is to eSpeak, with its variant; empty for a voice it does not have."""
        base, variant = split_variant(voice)
        return self._notations[base] + variant if base in self._notations else ""

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line. Raises BackendError for an unknown voice, BackendUnavailableError if eSpeak is missing."""
        base, variant = split_variant(request.voice)
        found = _NOTATION.fullmatch(self._notations.get(base, ""))
        if found is None:
            listed = ", ".join(self._notations)
            raise BackendError(f"voice {request.voice!r}: espeak has no such voice; it has: {listed}")
        change = voice_recipe(f"voice{variant}")
        said = spoken_text(request.text)
        notation = self._notations[base] + variant
        if not is_speakable(said):
            return silence(request, wav, self.name, notation)
        other = otherwise(request)
        size = 2 ** ((change.semitones + other.semitones) / 12)
        with _engine() as engine:
            spoken = trimmed(engine.say(said, found[1], int(found[2]), request.pace * change.pace * other.pace / size))
        phones = tuple(Phone(phone.symbol, phone.start_s / size, phone.end_s / size) for phone in spoken.phones)
        return finish(Recording(spoken.samples, spoken.rate_hz * size, phones), request, wav, self.name, notation)


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Engine:
    """The library, loaded for one line. It has one voice and one callback for the whole process."""

    def __init__(self, library: ctypes.CDLL, data_path: str):
        self._library = library
        self._heard: list[np.ndarray] = []
        self._marks: list[tuple[str, float]] = []
        self._callback = _Callback(self._take)
        self.rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, data_path.encode(), _PHONEME_EVENTS | _PHONEME_IPA)
        if self.rate_hz <= 0:
            raise BackendUnavailableError(
                f"espeak-ng does not start with its data in {data_path}. Install it again: {INSTALL}"
            )
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        library.espeak_SetSynthCallback(self._callback)

    def say(self, said: str, voice: str, pitch: int, pace: float) -> Recording:
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise BackendError(f"espeak-ng has no voice {voice!r}")
        self._library.espeak_SetParameter(_RATE, round(WORDS_PER_MINUTE * pace), 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        text = said.encode()
        self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        samples = np.concatenate(self._heard) if self._heard else np.zeros(0, np.float32)
        ends = [start_s for _, start_s in self._marks[1:]] + [len(samples) / self.rate_hz]
        phones = tuple(
            Phone(symbol, start_s, end_s)
            for (symbol, start_s), end_s in zip(self._marks, ends, strict=False)
            if symbol and end_s > start_s
        )
        return Recording(samples, self.rate_hz, phones)

    def _take(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: "ctypes._Pointer[_Event]") -> int:
        if count > 0:
            self._heard.append(np.ctypeslib.as_array(samples, shape=(count,)).astype(np.float32) / 32768.0)
        index = 0
        while events[index].type != _EVENT_END_OF_LIST:
            event = events[index]
            if event.type == _EVENT_PHONEME:
                symbol = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "ignore").lstrip("ˈˌ_|")
                self._marks.append((symbol[:1], event.audio_position / 1000))
            index += 1
        return 0


@contextlib.contextmanager
def _engine() -> Iterator[_Engine]:
    """A fresh engine. Raises BackendUnavailableError naming what to install.

    The library keeps the state of its generators from one line to the next, even when it is told to end. A copy under
    another name is another library to the loader: with one for each line, the same text gives the same bytes.
    """
    try:
        import espeakng_loader
    except ImportError as missing:
        raise BackendUnavailableError(
            f"espeak speech cannot run here: {missing}. Install it (GPL-3): {INSTALL}"
        ) from missing
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(espeakng_loader.get_library_path(), folder)
        library = ctypes.CDLL(str(copy))
        try:
            yield _Engine(library, espeakng_loader.get_data_path())
        finally:
            library.espeak_Terminate()
            _ctypes.dlclose(library._handle)
