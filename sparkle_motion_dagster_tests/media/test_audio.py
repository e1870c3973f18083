"""Speech in files and in a shot's track."""

from pathlib import Path

import numpy as np
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.audio import active_level_db, guarded, levelled, mix_lines, read_wav, write_wav
from sparkle_motion_dagster.media.resample import resample

RATE_HZ = 48_000


def tone(duration_s: float, rate_hz: int = RATE_HZ, gain: float = 0.1, hz: float = 440.0) -> np.ndarray:
    return (gain * np.sin(2 * np.pi * hz * np.arange(round(duration_s * rate_hz)) / rate_hz)).astype(np.float32)


def test_a_wav_comes_back_as_it_was_written(tmp_path: Path) -> None:
    samples = tone(0.25)
    write_wav(tmp_path / "a.wav", samples, RATE_HZ)
    back, rate_hz = read_wav(tmp_path / "a.wav")
    assert rate_hz == RATE_HZ
    assert np.abs(back - samples).max() < 1 / 32000


def test_a_truncated_wav_is_an_error(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.25), RATE_HZ)
    whole = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaError, match="truncated"):
        read_wav(tmp_path / "cut.wav")


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x04\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(MediaError, match=r"a\.wav"):
        read_wav(tmp_path / "a.wav")


def test_values_that_are_no_numbers_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no numbers"):
        write_wav(tmp_path / "a.wav", np.array([0.0, np.nan], np.float32), RATE_HZ)


def test_lines_stand_where_they_are_laid_at_the_rate_of_the_track(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.5, 24_000), 24_000)
    track = mix_lines([(tmp_path / "a.wav", 0.4)], 1.2, RATE_HZ)
    heard = np.flatnonzero(np.abs(track) > 0.02) / RATE_HZ
    assert len(track) == round(1.2 * RATE_HZ)
    assert heard[0] == pytest.approx(0.4, abs=0.01)
    assert heard[-1] == pytest.approx(0.9, abs=0.01)


def test_a_line_is_never_cut_to_fit(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.5), RATE_HZ)
    with pytest.raises(MediaError, match="does not fit"):
        mix_lines([(tmp_path / "a.wav", 0.6)], 1.0, RATE_HZ)


def test_two_at_once_do_not_clip(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.5, gain=0.9), RATE_HZ)
    track = mix_lines([(tmp_path / "a.wav", 0.0), (tmp_path / "a.wav", 0.0)], 0.5, RATE_HZ)
    assert np.abs(track).max() <= 0.95


def test_speech_is_levelled_by_its_loud_parts_and_keeps_its_gain() -> None:
    speech = np.concatenate([tone(1.0, gain=0.02), np.zeros(RATE_HZ * 3, np.float32)])
    assert active_level_db(levelled(speech, RATE_HZ), RATE_HZ) == pytest.approx(-20, abs=0.2)
    assert active_level_db(levelled(speech, RATE_HZ, -8), RATE_HZ) == pytest.approx(-28, abs=0.2)
    silent = np.zeros(100, np.float32)
    assert levelled(silent, RATE_HZ) is silent


def test_peaks_are_bent_and_quiet_sound_is_untouched() -> None:
    samples = np.array([0.1, -0.5, 1.5, -3.0], np.float32)
    bent = guarded(samples)
    assert bent[:2].tolist() == samples[:2].tolist()
    assert np.abs(bent).max() <= 0.95


def test_resampling_keeps_length_and_pitch() -> None:
    raised = resample(tone(1.0, 24_000), 24_000 * 2 ** (4 / 12), RATE_HZ)
    spectrum = np.abs(np.fft.rfft(raised))
    assert len(raised) / RATE_HZ == pytest.approx(2 ** (-4 / 12), abs=0.002)
    assert np.argmax(spectrum) * RATE_HZ / len(raised) == pytest.approx(440 * 2 ** (4 / 12), rel=0.005)
