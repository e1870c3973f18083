"""Beds are quiet, as long as asked, the same each time, and sound of the weather."""

import numpy as np
import pytest

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.ambience import PLACES, Stretch, bed, film_bed
from sparkle_motion_dagster.media.loudness import integrated_lufs
from sparkle_motion_dagster.media.pad import MOODS, pad

RATE_HZ = 48_000


@pytest.mark.parametrize("kind", sorted(PLACES))
def test_every_place_has_a_quiet_bed_of_the_exact_length(kind: str) -> None:
    sound = bed(kind, "clear", "day", 3.001, 7, RATE_HZ)
    assert sound.shape == (round(3.001 * RATE_HZ), 2)
    assert sound.dtype == np.float32
    assert -38.5 <= integrated_lufs(sound, RATE_HZ) <= -29.5
    assert np.abs(sound).max() < 0.35


def test_the_same_seed_gives_the_same_sound_and_another_another() -> None:
    first, again, other = (bed("forest", "clear", "dawn", 2, seed, RATE_HZ) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def share_above(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    return float(power[(hz > low_hz) & (hz < high_hz)].sum() / power.sum())


def test_weather_and_hour_are_heard() -> None:
    dry, wet = (bed("street", weather, "day", 4, 3, RATE_HZ) for weather in ("clear", "rain"))
    assert share_above(wet, 1000, 8000) > 3 * share_above(dry, 1000, 8000)
    day, night = (bed("meadow", "clear", hour, 4, 3, RATE_HZ) for hour in ("day", "night"))
    assert share_above(night, 3800, 4900) > 2 * share_above(day, 3800, 4900)
    inside, outside = (bed(kind, "rain", "day", 4, 3, RATE_HZ) for kind in ("room", "village"))
    assert share_above(inside, 3000, 9000) < 0.5 * share_above(outside, 3000, 9000)


def test_a_bed_has_no_seam_where_its_noise_repeats() -> None:
    sound = bed("wind", "clear", "day", 24, 5, RATE_HZ)[:, 0].astype(np.float64)
    steps = np.abs(np.diff(sound))
    assert steps.max() < 12 * np.sqrt(np.mean(steps**2))


def test_places_fade_into_each_other_at_a_cut() -> None:
    whole = film_bed([Stretch(0, 2, "sea", "clear", "day", 1), Stretch(2, 4, "room", "clear", "day", 2)], 4.0, RATE_HZ)
    assert len(whole) == 4 * RATE_HZ
    assert np.abs(np.diff(whole[:, 0])).max() < 0.05
    level = [
        integrated_lufs(whole[round(a * RATE_HZ) : round(b * RATE_HZ)], RATE_HZ) for a, b in ((0.3, 1.7), (2.3, 3.7))
    ]
    assert level[0] > level[1] + 2


def test_an_unknown_place_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(MediaError, match="forest"):
        bed("moonbase", "clear", "day", 1, 1, RATE_HZ)
    with pytest.raises(MediaError, match="calm"):
        pad(1, 1, "polka")


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_music_is_soft_and_fades_in_and_out(mood: str) -> None:
    music = pad(5.0, 4, mood, RATE_HZ)
    assert integrated_lufs(music, RATE_HZ) == pytest.approx(-27, abs=0.5)
    assert np.abs(music[0]).max() < 1e-3
    assert np.abs(music[-1]).max() < 1e-3
