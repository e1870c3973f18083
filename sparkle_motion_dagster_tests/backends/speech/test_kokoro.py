"""The default voice: what is written is heard, nothing is cut, the same line gives the same bytes."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sparkle_motion_dagster.backends.protocols import SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.speech import kokoro_model
from sparkle_motion_dagster.backends.speech.kokoro import KokoroSpeech
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError
from sparkle_motion_dagster.media.audio import active_level_db, read_wav
from sparkle_motion_dagster_tests.backends.speech.listening import word_error_rate, words_heard

RATE_HZ = 48_000
SPEECH_OF_90_WORDS = (
    "When I was a boy, my father took me up to the lamp every single night. He would say nothing at all; he only "
    "trimmed the wick, and wiped the glass, and waited. I asked him once why we stayed here, so far from the town and "
    "from everybody we knew. He thought about it for a long time. Then he pointed at the sea, where a small boat was "
    "fighting its way home, and he said: because somebody out there is looking for us, and they must never find the "
    "window dark."
)


@pytest.fixture(scope="module")
def kokoro() -> KokoroSpeech:
    return KokoroSpeech()


def request(text: str, voice: str = "woman", **changes: float) -> SpeechRequest:
    return replace(SpeechRequest(text, voice, 1.0, 0.0, RATE_HZ, 1), **changes)


def assert_phones_in_order(line: SpokenLine) -> None:
    assert line.phones
    assert all(phone.start_s < phone.end_s for phone in line.phones)
    assert all(before.end_s <= after.start_s + 1e-6 for before, after in itertools.pairwise(line.phones))
    assert line.phones[0].start_s >= 0
    assert line.phones[-1].end_s <= line.duration_s


@pytest.mark.parametrize("voice", ["man_gruff", "young_woman"])
def test_what_is_written_is_heard(kokoro: KokoroSpeech, tmp_path: Path, voice: str) -> None:
    for number, text in enumerate(
        [
            "Will you help me light the lamp tonight?",
            "She sells fresh bread at the market.",
            "I never told the captain.",
        ]
    ):
        line = kokoro.speak(request(text, voice), tmp_path / f"{number}.wav")
        assert word_error_rate(text, words_heard(line.wav)) < 0.25
        assert_phones_in_order(line)


def test_a_90_word_speech_is_spoken_to_its_last_word(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    line = kokoro.speak(request(SPEECH_OF_90_WORDS, "man", pace=1.25), tmp_path / "speech.wav")
    heard = words_heard(line.wav)
    assert word_error_rate(SPEECH_OF_90_WORDS, heard) < 0.15
    assert heard[1:5] == ["i", "was", "a", "boy"]
    assert heard[-2:] == ["window", "dark"]
    assert_phones_in_order(line)
    samples, rate_hz = read_wav(line.wav)
    assert (rate_hz, len(samples) / rate_hz) == (RATE_HZ, line.duration_s)


def test_the_same_line_gives_the_same_bytes_and_phones_where_it_is_loud(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    first = kokoro.speak(request("Stay here... please."), tmp_path / "first.wav")
    again = KokoroSpeech().speak(request("Stay here... please."), tmp_path / "again.wav")
    assert first.wav.read_bytes() == again.wav.read_bytes()
    assert first.phones == again.phones
    samples, rate_hz = read_wav(first.wav)
    spoken = np.zeros(len(samples), bool)
    for phone in first.phones:
        spoken[round(phone.start_s * rate_hz) : round(phone.end_s * rate_hz)] = True
    assert np.mean(samples[spoken] ** 2) > 50 * np.mean(samples[~spoken] ** 2)


def test_pauses_fit_the_punctuation(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    def longest_gap_s(text: str) -> float:
        phones = kokoro.speak(request(text), tmp_path / "pause.wav").phones
        return max(after.start_s - before.end_s for before, after in itertools.pairwise(phones))

    none, comma, dots = (longest_gap_s(f"I am going{mark} home now") for mark in ("", ",", "..."))
    assert none < comma < dots
    assert dots > 0.4


def test_pace_gain_and_variants_change_the_line(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    text = "Good morning to you."
    plain = kokoro.speak(request(text), tmp_path / "plain.wav")
    slow = kokoro.speak(request(text, pace=0.75, gain_db=-8.0), tmp_path / "slow.wav")
    assert slow.duration_s > plain.duration_s * 1.15
    loud_db, quiet_db = (active_level_db(*read_wav(line.wav)) for line in (plain, slow))
    assert loud_db - quiet_db == pytest.approx(8.0, abs=0.5)
    higher = kokoro.speak(request(text, "woman@+3st"), tmp_path / "higher.wav")
    assert higher.provider_voice_id == "af_heart@+3st"
    assert higher.wav.read_bytes() != plain.wav.read_bytes()


@pytest.mark.parametrize("text", ["it's %{x} 'fine'", "{\\an8}<b>Hey</b> 😀", "你好"])
def test_hostile_text_is_spoken(kokoro: KokoroSpeech, tmp_path: Path, text: str) -> None:
    line = kokoro.speak(request(text), tmp_path / "line.wav")
    assert active_level_db(*read_wav(line.wav)) == pytest.approx(-20, abs=1)
    assert_phones_in_order(line)


@pytest.mark.parametrize("text", ["...", "—", "?!", "😀", "  "])
def test_a_line_without_words_is_a_short_silence_and_says_so(kokoro: KokoroSpeech, tmp_path: Path, text: str) -> None:
    line = kokoro.speak(request(text), tmp_path / "line.wav")
    samples, _ = read_wav(line.wav)
    assert line.duration_s == pytest.approx(0.4)
    assert not samples.any()
    assert "nothing to say" in line.attempts[0]


def test_an_unknown_voice_is_an_error_that_lists_the_voices(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    with pytest.raises(BackendError, match=r"gandalf.*woman"):
        kokoro.speak(request("Hello.", "gandalf"), tmp_path / "line.wav")


def test_a_line_spoken_on_all_cores_is_the_same_line(
    kokoro: KokoroSpeech, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = request("The lamp is out, and nobody came.")
    kokoro.speak(asked, tmp_path / "one.wav")
    monkeypatch.setattr(kokoro_model, "_loaded", [])
    kokoro.warm_up(threads=3)
    kokoro.speak(asked, tmp_path / "three.wav")
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "three.wav").read_bytes()


def test_a_damaged_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro_model, "MODEL_PARTS", 3)
    monkeypatch.setattr(kokoro_model, "_loaded", [])
    with pytest.raises(BackendUnavailableError, match="sha256"):
        kokoro_model.loaded_model()


def test_a_changed_voice_has_another_notation_and_only_it_has(kokoro: KokoroSpeech, tmp_path: Path) -> None:
    from sparkle_motion_dagster.film.shipped import configs_folder

    changed = tmp_path / "providers.yaml"
    text = (configs_folder() / "tts_providers.yaml").read_text(encoding="utf-8")
    changed.write_text(text.replace('voice: "af_heart"', 'voice: "af_heart@+1st"'), encoding="utf-8")
    other = KokoroSpeech(str(changed))
    different = {voice for voice in kokoro.voices() if other.notation(voice) != kokoro.notation(voice)}
    assert len(different) == text.count('voice: "af_heart"') == 1
    assert other.version == kokoro.version
    (voice,) = different
    assert other.notation(f"{voice}@-2st") == other.notation(voice) + "@-2st"
    assert other.notation("nobody") == ""
