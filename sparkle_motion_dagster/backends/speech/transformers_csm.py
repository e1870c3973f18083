"""Sesame's CSM, a speech model that transformers knows: voices taken from recordings, in this process.

What belongs here: settings, recipe, a line from request to WAV. What does not: recordings and consent (`references.py`),
the device (`backends/device/`), checking weights (`backends/models/`).
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass as plain_dataclass
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.model_context import model_context
from sparkle_motion_dagster.backends.device.placement import MemoryPlan
from sparkle_motion_dagster.backends.device.presets import check_preset, choose_preset
from sparkle_motion_dagster.backends.models.loading import load_model, quiet
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.protocols import SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.long_lines import joined, pieces
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.reference_voices import ReferenceVoices
from sparkle_motion_dagster.backends.speech.references import VoiceReference
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.casting import VoiceTraits
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.resample import resample
from sparkle_motion_dagster.writing.sentences import speaking_s

LONGEST_PIECE = 220
"""Characters in one call: about 15 seconds."""
FRAMES_PER_S = 12.5
LONGEST_REFERENCE_S = 20.0
"""More of a recording costs memory and time, and makes the voice no truer; what is beyond is refused, not cut."""
WORKING_MB = 1200.0
"""Beside the weights, while it speaks; judged."""
_CLASS = "CsmForConditionalGeneration"
_DTYPE_OF = {"cuda": "bfloat16", "mps": "float32", "cpu": "float32"}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"), kw_only=True)
class CsmSpeech:
    """Speaks with the voices of a references file. Same request, same bytes on the same kind of device."""

    references: str | None = None
    """YAML file of recordings with their words and their owners' consent (`references.py`)."""
    model: str = "csm-1b"
    revision: str | None = None
    device: str = "cuda"
    preset: str = "auto"
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    temperature: Annotated[float, Field(gt=0, le=2)] = 0.9
    max_tries: Annotated[int, Field(ge=1, le=5)] = 3
    """Of a piece that does not come to its end."""
    longest_factor: Annotated[float, Field(ge=1.2, le=6)] = 2.5
    """A piece that takes this many times as long as its words need has not come to its end."""
    providers_file: str | None = None
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 1800.0

    name: ClassVar[str] = "csm"
    provider_id: ClassVar[str] = "csm-local"
    version: ClassVar[str] = "1"
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = ("torch", "transformers", "numpy", "scipy")

    def __post_init__(self) -> None:
        parse_device(self.device)
        check_preset(self.preset)
        _ = self.source, self._voices

    @property
    def source(self) -> ModelSource:
        """The model."""
        return model_source(self.model, self.revision)

    @property
    def number_type(self) -> str:
        """dtype of the weights, decided."""
        return _DTYPE_OF[parse_device(self.device).kind] if self.dtype == "auto" else self.dtype

    @property
    def _voices(self) -> ReferenceVoices:
        return ReferenceVoices.of(self.provider_id, self.references, self.providers_file, needs_text=True)

    def voices(self) -> tuple[str, ...]:
        """Voices of the catalogue whose recording is in the references file."""
        return self._voices.ids()

    def castable(self) -> tuple[VoiceTraits, ...]:
        """Those, as casting sees them. Raises ProfileError if there is none."""
        return self._voices.traits()

    def notation(self, voice: str) -> str:
        """The recording behind a voice, by its hash, with the variant; empty for a voice it does not have."""
        return self._voices.notation(voice)

    def model_inputs(self) -> dict[str, Any]:
        """For recipes."""
        return {
            **self.source.identity(),
            "dtype": self.number_type,
            "device": parse_device(self.device).kind,
            "temperature": self.temperature,
            "max_tries": self.max_tries,
            "longest_factor": self.longest_factor,
        }

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """It is whole on the device, whatever the preset."""
        device = parse_device(self.device)
        name, preset = choose_preset(self.preset, device, memory)
        family = preset.families["other"].model_copy(update={"placement": "resident"})
        return name, family.plan(self.source.parameters(), self.number_type, WORKING_MB, device.kind == "cpu")

    def check_model(self, snapshot: Snapshot) -> None:
        """Raises WeightsError if the model is of another class."""
        snapshot.check_class((_CLASS,), "name another model")

    def warm_up(self) -> None:
        """Load the model now."""
        with self._loaded():
            pass

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line.

        Raises:
            InputError: no such voice.
            BackendError: it does not come to an end. Those of `model_context`.
        """
        reference, variant = self._voices.find(request.voice)
        recipe = voice_recipe(f"voice{variant}")
        notation = reference.name + variant
        if not is_speakable(request.text):
            return silence(request, wav, self.name, notation)
        texts = pieces(request.text, LONGEST_PIECE)
        tries: list[str] = []
        with self._loaded() as speaker:
            recordings = [self._said(speaker, reference, text, request.seed + i, tries) for i, text in enumerate(texts)]
        # It has no pace of its own to ask for: a slower line only pauses longer between its sentences.
        whole = joined(recordings, texts, request.pace)
        size = 2 ** (recipe.semitones / 12)
        spoken = finish(Recording(whole.samples, whole.rate_hz * size), request, wav, self.name, notation)
        told = f"{self.name}: spoken in {len(texts)} piece(s); consent: {reference.consent}"
        return replace(spoken, attempts=(*tries, told))

    def _said(
        self, speaker: "_Speaker", reference: VoiceReference, text: str, seed: int, tries: list[str]
    ) -> Recording:
        most = round((speaking_s(text) * self.longest_factor + 2.0) * FRAMES_PER_S)
        for attempt in range(self.max_tries):
            said = speaker.say(reference, text, (seed + 7919 * attempt) & 0x7FFFFFFF, most, self.temperature)
            if said is not None:
                return trimmed(said)
            tries.append(
                f"{self.name}: {text[:40]!r} did not end within {most / FRAMES_PER_S:.1f} s, tried with another seed"
            )
        raise BackendError(
            f"csm did not come to the end of {text[:60]!r} in {self.max_tries} tries: take a clearer recording of the "
            "voice, raise longest_factor or max_tries, or retake the line"
        )

    def _loaded(self) -> AbstractContextManager["_Speaker"]:
        device = parse_device(self.device)
        source = self.source
        snapshot = source.snapshot()
        told = source.identity()
        key = f"{told['id']}@{str(told.get('revision') or told.get('fingerprint'))[:12]} {self.number_type}"
        return model_context(
            key,
            lambda: _Speaker.load(snapshot, self.number_type, str(device)),
            device=device,
            need_mb=lambda memory: self.memory_plan(memory)[1].device_mb,
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        )


@plain_dataclass
class _Speaker:
    """The model and what prepares its input, on a device."""

    model: Any
    processor: Any
    device: str

    @classmethod
    def load(cls, snapshot: Snapshot, dtype: str, device: str) -> "_Speaker":
        """Raises WeightsError."""
        import transformers

        quiet()
        snapshot.check_class((_CLASS,), "name another model")
        model = load_model(transformers.CsmForConditionalGeneration, snapshot, snapshot.parts[0], dtype)
        processor = transformers.CsmProcessor.from_pretrained(snapshot.folder, local_files_only=True)
        return cls(model.to(device), processor, device)

    def say(
        self, reference: VoiceReference, text: str, seed: int, most_frames: int, temperature: float
    ) -> Recording | None:
        """The text in the reference's voice; None if it did not come to its end."""
        import torch

        rate_hz = int(self.processor.feature_extractor.sampling_rate)
        talk = [
            {"role": "0", "content": [{"type": "text", "text": reference.text}, {"type": "audio"}]},
            {"role": "0", "content": [{"type": "text", "text": text}]},
        ]
        written = self.processor.apply_chat_template(talk, tokenize=False)
        heard = _heard(reference, rate_hz)
        inputs = self.processor(text=[written], audio=[heard], return_tensors="pt", add_special_tokens=False)
        inputs = inputs.to(self.device)
        inputs["input_values"] = inputs["input_values"].to(self.model.dtype)
        with _seeded(seed), torch.inference_mode():
            made = self.model.generate(
                **inputs,
                output_audio=True,
                return_dict_in_generate=True,
                do_sample=True,
                temperature=temperature,
                depth_decoder_do_sample=True,
                depth_decoder_temperature=temperature,
                max_new_tokens=most_frames,
            )
        if made.sequences.shape[1] >= most_frames:
            return None
        samples = np.asarray(made.audio[0].float().cpu().numpy(), np.float32).ravel()
        if not len(samples) or not np.isfinite(samples).all():
            raise BackendError("csm made no sound, or numbers that are none: set `dtype: float32` in the profile")
        return Recording(samples, rate_hz)


def _heard(reference: VoiceReference, rate_hz: int) -> np.ndarray:
    samples, own_hz = read_wav(reference.wav)
    if len(samples) / own_hz > LONGEST_REFERENCE_S:
        raise BackendError(
            f"{reference.wav.name} is {len(samples) / own_hz:.0f} s long, and csm listens to at most "
            f"{LONGEST_REFERENCE_S:g} s: make it shorter, and its text with it"
        )
    return resample(samples, own_hz, rate_hz)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """The library draws from torch's global generators: they are set for one call, and then as they were."""
    import torch

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
