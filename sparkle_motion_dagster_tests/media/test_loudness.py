"""A film's loudness and its peaks."""

import tracemalloc

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly

from sparkle_motion_dagster.media import limiter, loudness
from sparkle_motion_dagster.media.limiter import OVERSAMPLING, PEAK_BLOCK, block_peaks, gain_under, laid_over
from sparkle_motion_dagster.media.loudness import duck, integrated_lufs, normalise, true_peak_db

RATE_HZ = 48_000


def limit(sound: np.ndarray, ceiling_db: float) -> np.ndarray:
    """The track with true peaks at most at `ceiling_db`."""
    peaks = block_peaks(sound, RATE_HZ)
    return laid_over(sound, gain_under(peaks, 1.0, RATE_HZ, 10 ** (ceiling_db / 20)))


def speechlike(duration_s: float, gain: float, seed: int = 0) -> np.ndarray:
    """Noise in syllables with sharp peaks."""
    rng = np.random.default_rng(seed)
    samples = round(duration_s * RATE_HZ)
    syllables = np.abs(np.sin(np.arange(samples) / RATE_HZ * 2 * np.pi * 2)) ** 3
    sound = rng.laplace(0, 1, (samples, 2)) * syllables[:, None] * gain
    return sound.astype(np.float32)


@pytest.mark.parametrize("gain", [0.001, 0.05, 0.6])
@pytest.mark.parametrize("target", [-16.0, -23.0])
def test_loudness_hits_its_target_with_peaks_under_the_ceiling(gain: float, target: float) -> None:
    loud, measured = normalise(speechlike(4, gain), RATE_HZ, target, -1.0)
    assert integrated_lufs(loud, RATE_HZ) == pytest.approx(target, abs=0.5)
    assert measured.integrated_lufs == pytest.approx(integrated_lufs(loud, RATE_HZ), abs=0.1)
    assert true_peak_db(loud, RATE_HZ) <= -1.0
    assert np.abs(loud).max() <= 10 ** (-1 / 20)


@pytest.mark.parametrize("rate_hz", [44_100, RATE_HZ])
def test_loudness_is_what_another_meter_says(rate_hz: int) -> None:
    sound = np.concatenate([speechlike(3, 0.2), 0.001 * speechlike(2, 0.2), speechlike(4, 0.05, seed=1)])[: 9 * rate_hz]
    assert integrated_lufs(sound, rate_hz) == pytest.approx(
        pyloudnorm.Meter(rate_hz).integrated_loudness(sound), abs=0.05
    )
    assert integrated_lufs(sound[:, 0], rate_hz) == pytest.approx(
        pyloudnorm.Meter(rate_hz).integrated_loudness(sound[:, 0]), abs=0.05
    )


def test_peaks_of_blocks_are_those_of_the_resampled_sound() -> None:
    sound = speechlike(7.001, 0.3)  # ends inside a block, and runs over more than is oversampled at once
    peaks = block_peaks(sound, RATE_HZ)
    fine = np.abs(resample_poly(sound, OVERSAMPLING, 1, axis=0)).max(axis=1)
    fine = np.pad(fine, (0, len(peaks) * PEAK_BLOCK * OVERSAMPLING - len(fine)))
    expected = fine.reshape(len(peaks), -1).max(axis=1)
    assert np.allclose(peaks[:-1], expected[:-1], atol=1e-5)
    assert peaks[-1] >= expected[-1] - 1e-5


def test_silence_stays_silence() -> None:
    loud, measured = normalise(np.zeros((RATE_HZ, 2), np.float32), RATE_HZ)
    assert not loud.any()
    assert measured.integrated_lufs == float("-inf")


def test_a_sound_shorter_than_a_gating_block_is_measured() -> None:
    assert integrated_lufs(speechlike(0.1, 0.1), RATE_HZ) > -60


def test_peaks_between_samples_are_found_and_limited() -> None:
    between = np.sin(2 * np.pi * 12_000 * np.arange(RATE_HZ) / RATE_HZ + np.pi / 4).astype(np.float32)[:, None]
    sound = np.repeat(between, 2, axis=1)
    assert np.abs(sound).max() < 0.72
    assert true_peak_db(sound, RATE_HZ) == pytest.approx(0.0, abs=0.3)
    assert true_peak_db(limit(sound, -3.0), RATE_HZ) <= -2.9


def test_the_limiter_leaves_what_is_under_the_ceiling_alone() -> None:
    quiet = speechlike(0.5, 0.01)
    assert limit(quiet, -1.0) is quiet
    spike = np.full((RATE_HZ, 2), 0.1, np.float32)
    spike[RATE_HZ // 2] = 1.0
    limited = limit(spike, -6.0)
    assert np.array_equal(limited[: RATE_HZ // 4], spike[: RATE_HZ // 4])
    assert np.array_equal(limited[-RATE_HZ // 4 :], spike[-RATE_HZ // 4 :])
    assert np.abs(limited).max() < 0.52


def test_the_bed_steps_back_while_someone_speaks() -> None:
    bed = np.full((4 * RATE_HZ, 2), 0.1, np.float32)
    speech = np.zeros(3 * RATE_HZ, np.float32)
    speech[RATE_HZ : 2 * RATE_HZ] = 0.1 * np.sin(np.arange(RATE_HZ) * 0.05)
    ducked = bed.copy()
    duck(ducked, speech, RATE_HZ, -8.0)
    assert ducked[RATE_HZ // 2, 0] == pytest.approx(0.1, rel=0.02)
    assert ducked[RATE_HZ + RATE_HZ // 2, 0] == pytest.approx(0.1 * 10 ** (-8 / 20), rel=0.02)
    assert ducked[RATE_HZ - RATE_HZ // 50, 0] < 0.07
    assert ducked[-1, 0] == pytest.approx(0.1, rel=0.02)


def test_loudness_and_peak_of_a_full_scale_tone() -> None:
    tone = np.repeat(np.sin(2 * np.pi * 997 * np.arange(2 * RATE_HZ) / RATE_HZ)[:, None], 2, axis=1).astype(np.float32)
    assert integrated_lufs(tone, RATE_HZ) == pytest.approx(0.0, abs=0.15)
    assert true_peak_db(tone, RATE_HZ) == pytest.approx(0.0, abs=0.1)


def test_a_sound_worked_on_in_many_stretches_is_the_same_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    bed, speech = speechlike(3.0007, 0.3), speechlike(2.5, 0.1, seed=1)[:, 0]
    made = []
    for stretch in (1 << 17, 1 << 10):
        monkeypatch.setattr(limiter, "STRETCH_SAMPLES", stretch)
        monkeypatch.setattr(loudness, "STRETCH_SAMPLES", stretch)
        ducked = bed.copy()
        duck(ducked, speech, RATE_HZ)
        made.append((ducked, normalise(ducked, RATE_HZ)[0], integrated_lufs(ducked, RATE_HZ)))
    (ducked, loud, lufs), (ducked_again, loud_again, lufs_again) = made
    assert np.array_equal(ducked, ducked_again) and np.array_equal(loud, loud_again) and lufs == lufs_again
    assert not np.array_equal(ducked, bed) and not np.array_equal(loud, ducked)


def test_a_films_sound_needs_little_more_memory_than_itself_twice() -> None:
    sound = speechlike(60, 0.3)
    normalise(sound[:RATE_HZ], RATE_HZ)  # its libraries are loaded
    tracemalloc.start()
    normalise(sound, RATE_HZ)
    _, of_loudness = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    duck(sound, sound[:, 0], RATE_HZ)
    _, of_ducking = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert of_loudness < 1.9 * sound.nbytes
    assert of_ducking - before < 0.2 * sound.nbytes
