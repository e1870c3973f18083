"""Retakes of engines that take no seed: heard to differ, by the same voice, and take 1 stays as it was."""

import dataclasses
import hashlib
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.protocols import SpeechRequest
from sparkle_motion_dagster.backends.speech.another_take import LEAST_PACE, MOST_PACE, Otherwise, otherwise
from sparkle_motion_dagster.backends.speech.kokoro import TIMBRE, KokoroSpeech, _with_manner

LINE = SpeechRequest("Good evening, Tom.", "woman", 1.0, 0.0, 48_000, 7)


def test_take_one_is_said_as_ever_and_others_a_little_otherwise():
    assert otherwise(LINE) == Otherwise()
    for seed in range(20):
        other = otherwise(dataclasses.replace(LINE, take=2, seed=seed))
        assert LEAST_PACE <= abs(other.pace - 1) <= MOST_PACE + 1e-4 and other.semitones and other.draw
        assert other == otherwise(dataclasses.replace(LINE, take=2, seed=seed))


def test_a_retake_by_kokoro_differs_and_keeps_the_timbre(tmp_path: Path):
    engine = KokoroSpeech()
    takes = {1: 7, 2: 8, 3: 9}
    made = {
        take: engine.speak(dataclasses.replace(LINE, take=take, seed=seed), tmp_path / f"{take}.wav")
        for take, seed in takes.items()
    }
    digests = {hashlib.sha256(spoken.wav.read_bytes()).hexdigest() for spoken in made.values()}
    assert len(digests) == 3
    same_seed = engine.speak(dataclasses.replace(LINE, seed=99), tmp_path / "again.wav")
    assert same_seed.wav.read_bytes() == made[1].wav.read_bytes(), "of take 1 no seed changes a byte"
    for spoken in made.values():
        assert spoken.duration_s == pytest.approx(made[1].duration_s, rel=0.25)


def test_the_manner_is_the_speakers_own():
    import numpy as np

    style = np.arange(510 * 256, dtype=np.float32).reshape(510, 256)
    assert _with_manner(style, 0.0) is style
    for draw in (-1.0, -0.3, 0.3, 1.0):
        moved = _with_manner(style, draw)
        assert (moved[:, :TIMBRE] == style[:, :TIMBRE]).all()
        assert (moved[:, TIMBRE:] != style[:, TIMBRE:]).all(), "every length of a text differs"
        assert set(map(tuple, moved[:, TIMBRE:])) <= set(map(tuple, style[:, TIMBRE:]))
