"""Chatterbox: voices taken from recordings, in an environment of its own, kept warm as a worker.

What belongs here: settings, recipe, a line from request to WAV. What does not: the engine (`chatterbox_engine.py`, run by
another interpreter), its environment and process (`backends/outside/`), recordings and consent (`references.py`).
"""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.device.devices import parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.placement import MemoryPlan
from sparkle_motion_dagster.backends.device.presets import check_preset, choose_preset
from sparkle_motion_dagster.backends.models.source import ModelSource, model_source
from sparkle_motion_dagster.backends.outside.environment import Environment
from sparkle_motion_dagster.backends.outside.warm import outside_engine
from sparkle_motion_dagster.backends.protocols import SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech.long_lines import joined, pieces
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.reference_voices import ReferenceVoices
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.casting import VoiceTraits
from sparkle_motion_dagster.media.audio import read_wav

FILES = ("ve.safetensors", "t3_cfg.safetensors", "s3gen.safetensors", "tokenizer.json")
LONGEST_PIECE = 280
"""Characters in one call; it makes at most 40 seconds."""
WORKING_MB = 1500.0
"""Beside the weights, while it speaks; judged."""
CALMEST, WILDEST = 0.25, 1.0
EXAGGERATION_PER_DB, CFG_PER_PACE = 0.06, 0.8
_ENGINE = Path(__file__).with_name("chatterbox_engine.py")


@dataclass(frozen=True, config=ConfigDict(extra="forbid"), kw_only=True)
class ChatterboxSpeech:
    """Speaks with the voices of a references file. Same request, same bytes on the same kind of device."""

    references: str | None = None
    """YAML file of recordings with their owners' consent (`references.py`)."""
    model: str = "chatterbox"
    revision: str | None = None
    device: str = "cuda"
    preset: str = "auto"
    exaggeration: Annotated[float, Field(ge=0.25, le=1.0)] = 0.5
    """Of a line without a direction; whispers take some away, shouts add some."""
    cfg_weight: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    """Of a line at the voice's own pace; lower speaks slower."""
    temperature: Annotated[float, Field(gt=0, le=2)] = 0.8
    providers_file: str | None = None
    timeout_s: Annotated[float, Field(gt=0)] = 300.0
    """For one piece of a line."""
    warm_ttl_s: Annotated[float, Field(gt=0)] = 900.0
    wait_for_device_s: Annotated[float, Field(ge=0)] = 3600.0
    load_timeout_s: Annotated[float, Field(gt=0)] = 1800.0

    name: ClassVar[str] = "chatterbox"
    provider_id: ClassVar[str] = "chatterbox-local"
    version: ClassVar[str] = "1"
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = ("numpy", "scipy")
    environment: ClassVar[Environment] = Environment("chatterbox")

    def __post_init__(self) -> None:
        parse_device(self.device)
        check_preset(self.preset)
        _ = self.source, self._voices

    @property
    def source(self) -> ModelSource:
        """The weights."""
        return model_source(self.model, self.revision, files=FILES)

    @property
    def _voices(self) -> ReferenceVoices:
        return ReferenceVoices.of(self.provider_id, self.references, self.providers_file)

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
            "environment": self.environment.lock_digest(),
            "device": parse_device(self.device).kind,
            "exaggeration": self.exaggeration,
            "cfg_weight": self.cfg_weight,
            "temperature": self.temperature,
        }

    def memory_plan(self, memory: DeviceMemory) -> tuple[str, MemoryPlan]:
        """It is whole on the device, in float32 as it comes, whatever the preset."""
        device = parse_device(self.device)
        name, preset = choose_preset(self.preset, device, memory)
        family = preset.families["other"].model_copy(update={"placement": "resident"})
        return name, family.plan(self.source.parameters(), "float32", WORKING_MB, device.kind == "cpu")

    def warm_up(self) -> None:
        """Start the worker now."""
        with self._engine():
            pass

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line.

        Raises:
            InputError: no such voice. BackendUnavailableError: no environment, or no weights.
            BackendError and its kin: as `OutsideWorker.call`.
        """
        reference, variant = self._voices.find(request.voice)
        recipe = voice_recipe(f"voice{variant}")
        notation = reference.name + variant
        if not is_speakable(request.text):
            return silence(request, wav, self.name, notation)
        texts = pieces(request.text, LONGEST_PIECE)
        manner = {
            "reference": str(reference.wav),
            "temperature": self.temperature,
            # Louder lines are said with more feeling, slower ones with less guidance: what its makers advise.
            "exaggeration": _within(self.exaggeration + EXAGGERATION_PER_DB * request.gain_db, CALMEST, WILDEST),
            "cfg_weight": _within(self.cfg_weight + CFG_PER_PACE * (request.pace * recipe.pace - 1), 0.0, 1.0),
        }
        recordings, marked = [], True
        with self._engine() as engine:
            for index, text in enumerate(texts):
                part = wav.with_name(f"{wav.stem}.part{index}.wav")
                asked = {"text": text, "wav": str(part), "seed": (request.seed + index) & 0x7FFFFFFF, **manner}
                told = engine.call(asked, self.timeout_s)
                recordings.append(_heard(part, told))
                marked = marked and told.get("watermarked") is True
                part.unlink()
        size = 2 ** (recipe.semitones / 12)
        whole = joined(recordings, texts, request.pace)
        spoken = finish(Recording(whole.samples, whole.rate_hz * size), request, wav, self.name, notation)
        told_by = f"{self.name}: spoken in {len(texts)} piece(s) by {engine.facts.get('engine')}; consent: {reference.consent}"
        return replace(spoken, watermarked=marked, attempts=(told_by,))

    def _engine(self) -> Any:
        folder = self.source.snapshot().folder

        def need_mb(memory: DeviceMemory) -> float:
            return self.memory_plan(memory)[1].device_mb

        return outside_engine(
            self.environment,
            _ENGINE,
            {"folder": str(folder), "device": self.device},
            device=self.device,
            need_mb=need_mb,
            warm_ttl_s=self.warm_ttl_s,
            wait_s=self.wait_for_device_s,
            load_timeout_s=self.load_timeout_s,
        )


def _heard(part: Path, told: dict[str, Any]) -> Recording:
    """What it wrote, decoded. Raises BackendError if that is not what it says it wrote."""
    samples, rate_hz = read_wav(part)
    if not len(samples) or len(samples) != told.get("samples") or rate_hz != told.get("sample_rate_hz"):
        raise BackendError(
            f"chatterbox wrote {len(samples)} samples at {rate_hz} Hz and told of {told.get('samples')} at "
            f"{told.get('sample_rate_hz')} Hz: make its environment again"
        )
    return trimmed(Recording(samples, rate_hz))


def _within(value: float, least: float, most: float) -> float:
    return round(min(max(value, least), most), 3)
