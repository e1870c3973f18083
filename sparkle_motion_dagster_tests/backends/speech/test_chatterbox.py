"""Chatterbox through its worker: the product's own engine script, run by an interpreter of another environment.

The environment here is real (a virtual environment with a stamp), and in it stands an engine with Chatterbox's interface
(chatterbox-tts 0.1.7, resemble-perth 1.0.1) that hums instead of speaking: the real one is gigabytes.
"""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models, warm_models
from sparkle_motion_dagster.backends.outside.environment import Environment
from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.chatterbox import FILES, ChatterboxSpeech
from sparkle_motion_dagster.errors import BackendUnavailableError, InputError, ModelOOMError, ProfileError, WeightsError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster_tests.backends.speech.recorded_people import CONSENT, references

HUMMING = """
import json, os, wave
import numpy, torch

class ChatterboxTTS:
    def __init__(self, device):
        import perth
        self.sr, self.device, self.watermarker = 24000, device, perth.PerthImplicitWatermarker()

    @classmethod
    def from_local(cls, ckpt_dir, device):
        assert sorted(os.listdir(ckpt_dir)) == sorted(%(files)r)
        return cls(device)

    def generate(self, text, repetition_penalty=1.2, min_p=0.05, top_p=1.0, audio_prompt_path=None, exaggeration=0.5,
                 cfg_weight=0.5, temperature=0.8):
        if "OOM" in text:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        with open(os.environ["HUMMED"], "a") as told:
            told.write(json.dumps([os.getpid(), text, os.path.basename(audio_prompt_path), exaggeration, cfg_weight]) + "\\n")
        with wave.open(audio_prompt_path) as heard:
            voice = numpy.frombuffer(heard.readframes(24000), "<i2") / 32768
        noise = 0.02 * torch.randn(len(text) * 1200).numpy()
        hum = numpy.resize(voice, len(noise)) * (1 + exaggeration) + noise
        return torch.from_numpy(self.watermarker.apply_watermark(hum, sample_rate=self.sr)).unsqueeze(0)
"""
PERTH = """
import numpy
class PerthImplicitWatermarker:
    def apply_watermark(self, wav, sample_rate): return wav
    def get_watermark(self, wav, sample_rate): return numpy.array([%(found)r])
"""


@pytest.fixture(scope="session")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment's folder, with numpy and torch of this one in reach and the humming engine installed."""
    folder = tmp_path_factory.mktemp("environments") / "chatterbox"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "ours.pth").write_text(str(Path(np.__file__).parents[1]))
    (packages / "chatterbox").mkdir()
    (packages / "chatterbox" / "__init__.py").touch()
    (packages / "chatterbox" / "tts.py").write_text(HUMMING % {"files": FILES})
    (packages / "perth.py").write_text(PERTH % {"found": 1.0})
    told = packages / "chatterbox_tts-0.1.7.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: chatterbox-tts\nVersion: 0.1.7\n")
    (folder / "sparkle.json").write_text(json.dumps({"lock": Environment("chatterbox").lock_digest()}))
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    from safetensors.numpy import save_file

    folder = tmp_path / "chatterbox-weights"
    folder.mkdir()
    for name in FILES:
        if name.endswith(".safetensors"):
            save_file({"w": np.zeros(4, np.float32)}, folder / name)
    (folder / "tokenizer.json").write_text("{}")
    return folder


@pytest.fixture
def make(
    stood: Path, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., ChatterboxSpeech]:
    monkeypatch.setenv("HUMMED", str(tmp_path / "hummed.jsonl"))
    monkeypatch.setattr(ChatterboxSpeech, "environment", Environment("chatterbox", folder=stood))
    people = references(tmp_path)
    let_go_of_models()
    return lambda **settings: ChatterboxSpeech(
        **{"references": str(people), "model": str(weights), "device": "cpu"} | settings
    )


def _asked(text: str = "Good evening, Tom.", voice: str = "emma", **changes: object) -> SpeechRequest:
    return dataclasses.replace(SpeechRequest(text, voice, 1.0, 0.0, 48_000, 7), **changes)  # type: ignore[arg-type]


def _hummed(tmp_path: Path) -> list[list[object]]:
    return [json.loads(line) for line in (tmp_path / "hummed.jsonl").read_text().splitlines()]


def test_lines_are_spoken_by_one_warm_worker_with_their_seed_and_recording(
    make: Callable[..., ChatterboxSpeech], tmp_path: Path
):
    engine = make()
    made = {}
    for name, asked in {"a": _asked(), "b": _asked(), "seed": _asked(seed=8), "tom": _asked(voice="diego")}.items():
        spoken = engine.speak(asked, tmp_path / f"{name}.wav")
        made[name] = spoken.wav.read_bytes()
    assert made["a"] == made["b"] and len({made["a"], made["seed"], made["tom"]}) == 3
    samples, rate_hz = read_wav(tmp_path / "a.wav")
    assert rate_hz == 48_000 and len(samples) / rate_hz > 0.5
    assert spoken.watermarked and CONSENT in spoken.attempts[0] and "chatterbox-tts 0.1.7" in spoken.attempts[0]
    hummed = _hummed(tmp_path)
    assert len({row[0] for row in hummed}) == 1 and [row[2] for row in hummed] == ["emma.wav"] * 3 + ["diego.wav"]
    assert [model["device"] for model in warm_models()] == ["cpu"]
    assert not list(tmp_path.glob("*.part*"))
    let_go_of_models()
    assert not Path(f"/proc/{hummed[0][0]}").exists(), "its memory is free when its turn ends"


def test_a_whisper_is_calmer_and_a_slow_line_less_driven(make: Callable[..., ChatterboxSpeech], tmp_path: Path):
    engine = make()
    for asked in (_asked(), _asked(gain_db=-7.0, pace=0.8), _asked(gain_db=4.0, pace=1.2)):
        engine.speak(asked, tmp_path / "a.wav")
    plain, whisper, shout = _hummed(tmp_path)
    assert plain[3:] == [0.5, 0.5]
    assert whisper[3] < 0.5 < shout[3] and whisper[4] < 0.5 < shout[4]  # type: ignore[operator]


def test_a_long_line_is_spoken_in_pieces_and_whole(make: Callable[..., ChatterboxSpeech], tmp_path: Path):
    text = " ".join(f"This is sentence number {n} of a long speech by the sea." for n in range(12))
    spoken = make().speak(_asked(text), tmp_path / "a.wav")
    pieces = [str(row[1]) for row in _hummed(tmp_path)]
    assert len(pieces) > 1 and " ".join(pieces) == text and max(map(len, pieces)) <= 280
    assert spoken.duration_s > len(text) * 0.04


def test_the_mark_is_told_only_if_it_is_found(make: Callable[..., ChatterboxSpeech], stood: Path, tmp_path: Path):
    perth = next(stood.glob("lib/python*/site-packages/perth.py"))
    perth.write_text(PERTH % {"found": 0.0})
    try:
        assert make().speak(_asked(), tmp_path / "a.wav").watermarked is False
    finally:
        perth.write_text(PERTH % {"found": 1.0})
        let_go_of_models()


def test_a_lack_of_memory_is_that_and_the_next_line_is_spoken(make: Callable[..., ChatterboxSpeech], tmp_path: Path):
    engine = make()
    with pytest.raises(ModelOOMError, match=r"chatterbox: .*out of memory"):
        engine.speak(_asked("OOM please."), tmp_path / "a.wav")
    assert engine.speak(_asked(), tmp_path / "a.wav").duration_s > 0.3


def test_what_is_missing_is_told_with_what_to_do(make: Callable[..., ChatterboxSpeech], weights: Path, tmp_path: Path):
    with pytest.raises(ProfileError, match="references is missing"):
        make(references=None)
    people = tmp_path / "references.yaml"
    told = people.read_text()
    people.write_text(told.replace("cbx_emma_v1", "cbx_nobody"))
    with pytest.raises(
        ProfileError, match="cbx_nobody belong to no voice of the catalogue; chatterbox-local has: cbx_emma"
    ):
        make()
    people.write_text(told)
    engine = make()
    with pytest.raises(InputError, match="'woman': chatterbox-local has no recording for it; it has: emma, diego"):
        engine.speak(_asked(voice="woman"), tmp_path / "a.wav")
    (weights / "t3_cfg.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"t3_cfg.safetensors missing"):
        engine.speak(_asked(), tmp_path / "a.wav")


def test_without_its_environment_the_command_that_makes_it_is_told(
    make: Callable[..., ChatterboxSpeech], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from sparkle_motion_dagster.backends.readiness import model_report

    monkeypatch.setattr(ChatterboxSpeech, "environment", Environment("chatterbox", folder=tmp_path / "none"))
    engine = make()
    with pytest.raises(BackendUnavailableError, match="sparkle models env chatterbox"):
        engine.speak(_asked(), tmp_path / "a.wav")
    assert any("sparkle models env chatterbox" in reason for reason in model_report(engine, "x", False)["reasons"])
