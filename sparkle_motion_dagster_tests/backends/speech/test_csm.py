"""CSM by transformers, on a tiny snapshot loaded as the real one is."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.transformers_csm import CsmSpeech
from sparkle_motion_dagster.errors import BackendError, InputError, WeightsError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster_tests.backends.speech.recorded_people import CONSENT, references


@pytest.fixture
def csm(tiny_csm: Path, tmp_path: Path) -> CsmSpeech:
    people = references(tmp_path, prefix="csm")
    return CsmSpeech(references=str(people), model=str(tiny_csm), device="cpu", longest_factor=6, max_tries=5)


def _asked(voice: str = "emma", seed: int = 7, text: str = "Good evening, Tom.") -> SpeechRequest:
    return SpeechRequest(text, voice, 1.0, 0.0, 48_000, seed)


def test_a_line_is_spoken_at_the_films_rate_and_says_by_whose_consent(csm: CsmSpeech, tmp_path: Path):
    spoken = csm.speak(_asked(), tmp_path / "a.wav")
    samples, rate_hz = read_wav(tmp_path / "a.wav")
    assert rate_hz == spoken.sample_rate_hz == 48_000
    assert len(samples) / rate_hz == pytest.approx(spoken.duration_s) and spoken.duration_s > 0
    assert CONSENT in spoken.attempts[-1] and not spoken.watermarked


def test_seed_and_recording_decide_the_bytes(csm: CsmSpeech, tmp_path: Path):
    import torch

    torch.manual_seed(1)
    untouched = torch.get_rng_state()
    requests = {"a": _asked(), "again": _asked(), "seed": _asked(seed=8), "voice": _asked("diego")}
    made = {name: csm.speak(asked, tmp_path / f"{name}.wav").wav.read_bytes() for name, asked in requests.items()}
    assert made["a"] == made["again"]
    assert len({made["a"], made["seed"], made["voice"]}) == 3
    assert torch.equal(torch.get_rng_state(), untouched)


def test_a_line_that_never_ends_is_an_error_and_not_cut(csm: CsmSpeech, tmp_path: Path):
    # At next to no temperature this model repeats itself for ever.
    hasty = dataclasses.replace(csm, temperature=0.01, longest_factor=1.2, max_tries=2)
    with pytest.raises(BackendError, match=r"did not come to the end of 'No.' in 2 tries"):
        hasty.speak(_asked(text="No."), tmp_path / "no.wav")
    assert not (tmp_path / "no.wav").exists()


def test_recipes_hold_the_recording_and_unknown_voices_are_errors(csm: CsmSpeech, tmp_path: Path):
    assert csm.voices() == ("emma", "diego") and csm.notation("emma@-2st").startswith("csm_emma_v1#")
    assert set(csm.model_inputs()) >= {"fingerprint", "dtype", "temperature"}
    with pytest.raises(InputError, match="'woman': csm-local has no recording for it; it has: emma, diego"):
        csm.speak(_asked("woman"), tmp_path / "x.wav")


def test_weights_that_are_cut_short_or_of_another_class(csm: CsmSpeech, tiny_csm: Path, tmp_path: Path):
    broken = shutil.copytree(tiny_csm, tmp_path / "broken")
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:200_000])
    with pytest.raises(WeightsError):
        dataclasses.replace(csm, model=str(broken)).speak(_asked(), tmp_path / "x.wav")
    other = shutil.copytree(tiny_csm, tmp_path / "other")
    config = other / "config.json"
    config.write_text(config.read_text().replace("CsmForConditionalGeneration", "VitsModel"))
    with pytest.raises(WeightsError, match="is a VitsModel, expected a CsmForConditionalGeneration"):
        dataclasses.replace(csm, model=str(other)).speak(_asked(), tmp_path / "x.wav")
