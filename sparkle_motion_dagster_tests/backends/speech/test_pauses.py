"""Silence is put where the voice already pauses, and no word loses a sample."""

import numpy as np

from sparkle_motion_dagster.backends.speech.pauses import (
    PAUSE_S,
    Mark,
    Pause,
    beside_pauses,
    missing_pauses,
    moved,
    with_pauses,
)

RATE_HZ = 24_000


def two_words(gap_s: float) -> np.ndarray:
    word = np.sin(np.arange(RATE_HZ // 2) * 0.1).astype(np.float32) * 0.5
    return np.concatenate([word, np.zeros(round(gap_s * RATE_HZ), np.float32), word])


def comma(at_s: float) -> Mark:
    return Mark(",", round(at_s * RATE_HZ), round((at_s + 0.02) * RATE_HZ))


def test_a_short_gap_is_made_as_long_as_the_comma_asks() -> None:
    sound = two_words(0.05)
    pauses = missing_pauses(sound, RATE_HZ, [comma(0.55)], pace=1.0)
    longer = with_pauses(sound, RATE_HZ, pauses)
    assert len(pauses) == 1
    assert 0.5 <= pauses[0].at / RATE_HZ <= 0.55
    assert abs((len(longer) - len(sound)) / RATE_HZ - (PAUSE_S[","] - 0.05)) < 0.02


def test_a_gap_that_is_long_enough_is_left_alone() -> None:
    assert missing_pauses(two_words(0.3), RATE_HZ, [comma(0.6)], pace=1.0) == []


def test_a_slow_speaker_pauses_longer() -> None:
    slow, fast = (missing_pauses(two_words(0.05), RATE_HZ, [comma(0.52)], pace)[0].samples for pace in (0.7, 1.3))
    assert slow > fast


def test_sounds_after_a_pause_move_and_none_is_held_through_it() -> None:
    pauses = [Pause(1000, 500)]
    assert (moved(999, pauses), moved(1000, pauses)) == (999, 1500)
    assert beside_pauses(Mark("a", 400, 1100), pauses) == Mark("a", 400, 1000)
    assert beside_pauses(Mark("a", 950, 1600), pauses) == Mark("a", 1000, 1600)
