"""An OpenAI-compatible speech server that speaks well, fails, lies and hangs: a real one, on the loopback."""

import dataclasses
import io
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.speech_server import SpeechServer
from sparkle_motion_dagster.errors import BackendUnavailableError, EndpointError, InputError, ProfileError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster_tests.backends.remote.llm_server import Handler, Reply, Served, llm_server, status


def wav(seconds: float = 1.0, rate_hz: int = 22_050) -> bytes:
    """A hum as a WAV."""
    held = io.BytesIO()
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    soundfile.write(held, 0.3 * np.sin(2 * np.pi * 180 * time_s), rate_hz, format="WAV", subtype="PCM_16")
    return held.getvalue()


def sends(data: bytes, kind: str = "audio/wav") -> Reply:
    return lambda handler, body: handler.send_bytes(200, data, kind)


def half_a_body(handler: Handler, body: dict[str, Any]) -> None:
    whole = wav()
    handler.send_response(200)
    handler.send_header("Content-Type", "audio/wav")
    handler.send_header("Content-Length", str(len(whole)))
    handler.end_headers()
    handler.wfile.write(whole[: len(whole) // 2])
    handler.close_connection = True


def hangs(handler: Handler, body: dict[str, Any]) -> None:
    time.sleep(3)


@pytest.fixture
def served() -> Iterator[Served]:
    with llm_server() as server:
        server.otherwise = sends(wav())
        yield server


@pytest.fixture
def engine(served: Served) -> SpeechServer:
    return SpeechServer(
        base_url=served.url, model="tts", voices_of_server={"woman": "af_heart", "man": "am_adam"}, timeout_s=5,
        max_retries=2, sends_seed=True,
    )  # fmt: skip


def _asked(**changes: Any) -> SpeechRequest:
    return dataclasses.replace(SpeechRequest("Good evening, Tom.", "woman", 0.9, 0.0, 48_000, 7), **changes)


def test_a_line_is_asked_for_as_the_protocol_says_and_brought_to_the_films_rate(
    engine: SpeechServer, served: Served, tmp_path: Path
):
    spoken = engine.speak(_asked(), tmp_path / "a.wav")
    samples, rate_hz = read_wav(tmp_path / "a.wav")
    assert rate_hz == 48_000 and len(samples) / rate_hz == pytest.approx(spoken.duration_s, abs=1e-3)
    assert 0.9 < spoken.duration_s < 1.1 and np.abs(samples).max() > 0.05
    asked = served.asked[0]
    assert asked == {
        "model": "tts", "input": "Good evening, Tom.", "voice": "af_heart", "response_format": "wav", "speed": 0.9,
        "seed": 7,
    }  # fmt: skip
    assert "authorization" not in served.headers[0]
    assert (spoken.provider_voice_id, spoken.watermarked) == ("af_heart", False)


def test_a_retake_is_asked_for_at_another_pace(engine: SpeechServer, served: Served, tmp_path: Path):
    engine.speak(_asked(take=2, seed=9), tmp_path / "a.wav")
    assert served.asked[0]["speed"] != 0.9 and served.asked[0]["seed"] == 9


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_stream_that_does_not_know_its_own_length_is_read_whole(
    engine: SpeechServer, served: Served, tmp_path: Path, size: int
):
    streamed = bytearray(wav(1.5))
    struct.pack_into("<I", streamed, 4, size)
    struct.pack_into("<I", streamed, streamed.index(b"data") + 4, size)
    served.script = [sends(bytes(streamed))]
    assert engine.speak(_asked(), tmp_path / "a.wav").duration_s == pytest.approx(1.5, abs=0.1)


def test_what_passes_is_asked_again_and_every_failure_is_kept(engine: SpeechServer, served: Served, tmp_path: Path):
    served.script = [status(500, "worker died"), status(429, "slow down", Retry_After="0.2")]
    spoken = engine.speak(_asked(), tmp_path / "a.wav")
    assert len(served.asked) == 3 and served.times[2] - served.times[1] >= 0.2
    assert "500" in spoken.attempts[0] and "429" in spoken.attempts[1] and "spoken in" in spoken.attempts[2]


def test_half_a_body_and_half_a_sound_are_asked_again(engine: SpeechServer, served: Served, tmp_path: Path):
    served.script = [half_a_body, sends(wav()[:10_000])]
    spoken = engine.speak(_asked(), tmp_path / "a.wav")
    assert len(served.asked) == 3 and "broke off in the middle of a line" in spoken.attempts[1]
    assert spoken.duration_s > 0.9


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (sends(b'{"error": "no such model"}', "application/json"), "no WAV .*beginning"),
        (sends(b"ID3\x04" + bytes(4000), "audio/mpeg"), "no WAV"),
        (sends(b"", "audio/wav"), "no WAV"),
        (sends(b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + bytes(30)), "without sound"),
        (status(400, "voice not known"), "400 .*voice not known"),
        (status(401, "who are you"), "401"),
    ],
)
def test_what_is_no_speech_is_one_error(engine: SpeechServer, served: Served, tmp_path: Path, reply: Reply, told: str):
    served.otherwise = reply
    with pytest.raises(EndpointError, match=told):
        dataclasses.replace(engine, max_retries=0).speak(_asked(), tmp_path / "a.wav")
    assert not (tmp_path / "a.wav").exists()


def test_a_server_that_hangs_is_given_up(engine: SpeechServer, served: Served, tmp_path: Path):
    served.otherwise = hangs
    started = time.monotonic()
    with pytest.raises(EndpointError, match=r"did not answer in 0.5 s"):
        dataclasses.replace(engine, timeout_s=0.5, max_retries=0).speak(_asked(), tmp_path / "a.wav")
    assert time.monotonic() - started < 2.5


def test_wrong_settings_and_voices_are_told(engine: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ProfileError, match="wooman are no voices of the catalogue"):
        dataclasses.replace(engine, voices_of_server={"wooman": "x"})
    with pytest.raises(
        InputError, match=r"'narrator': the profile gives the server .* no such voice; it has: man, woman"
    ):
        engine.speak(_asked(voice="narrator"), tmp_path / "a.wav")
    monkeypatch.delenv("TTS_KEY", raising=False)
    with pytest.raises(BackendUnavailableError, match="export TTS_KEY"):
        dataclasses.replace(engine, api_key_env="TTS_KEY").speak(_asked(), tmp_path / "a.wav")
    assert engine.voices() == ("man", "woman") and engine.notation("man@-2st") == "am_adam@-2st"
