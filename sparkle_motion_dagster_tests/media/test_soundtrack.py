"""Tracks laid against each other."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sparkle_motion_dagster.media.soundtrack import Place, SoundPart, part_edges, soundtrack
from sparkle_motion_dagster_tests.media.film_pieces import tone, write_wav

RATE_HZ = 48_000
SEA, ROOM = Place("sea", "clear", "day", 3), Place("room", "clear", "day", 5)


def rms(sound: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(sound.astype(np.float64) ** 2)))


def mixed(*parts: SoundPart, music: bool = False) -> NDArray[np.float32]:
    return soundtrack(parts, 24, RATE_HZ, music_throughout=music, seed=1)


@pytest.mark.parametrize("fps", [24, 25, 30, 50])
def test_edges_never_drift(fps: int) -> None:
    edges = part_edges([7] * 1_000, fps, 44_100)
    assert edges[-1] == 7_000 * 44_100 // fps
    assert max(abs(edge - number * 7 * 44_100 / fps) for number, edge in enumerate(edges)) < 1


def test_speech_begins_at_its_shots_sample(tmp_path: Path) -> None:
    click = np.zeros(24_000, np.float32)
    click[2_400:2_500] = 0.5
    wav = write_wav(tmp_path / "a.wav", click, RATE_HZ)
    sound = mixed(SoundPart("a", 37, None, None), SoundPart("b", 48, wav, None))
    assert len(sound) == 85 * 2_000
    assert np.flatnonzero(np.abs(sound[:, 0]) > 0.1)[0] == 37 * 2_000 + 2_400


def test_a_cut_within_one_place_is_not_heard() -> None:
    one = mixed(SoundPart("a", 96, None, SEA))
    two = mixed(SoundPart("a", 40, None, SEA), SoundPart("b", 56, None, SEA))
    assert np.array_equal(one, two)


def test_places_melt_into_each_other() -> None:
    sound = mixed(SoundPart("a", 48, None, SEA), SoundPart("b", 48, None, ROOM))
    around = [rms(sound[96_000 + at : 96_000 + at + 1_200]) for at in range(-12_000, 12_000, 1_200)]
    assert min(around) > 0.2 * max(around[0], around[-1]), "no hole at the cut"


def test_the_bed_goes_down_under_speech(tmp_path: Path) -> None:
    talk = np.zeros(6 * 24_000, np.float32)
    talk[72_000:96_000] = tone(1.0, pitch_hz=7_000, level=0.1)
    wav = write_wav(tmp_path / "a.wav", talk)
    alone = mixed(SoundPart("a", 144, None, SEA))
    under = mixed(SoundPart("a", 144, wav, SEA))
    speech = mixed(SoundPart("a", 144, wav, None))
    bed = under - speech
    assert rms(bed[150_000:185_000]) < 0.5 * rms(alone[150_000:185_000])
    assert rms(bed[40_000:90_000]) == pytest.approx(rms(alone[40_000:90_000]), rel=0.02)


def test_the_film_fades_at_both_ends(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(2.0, RATE_HZ), RATE_HZ)
    sound = mixed(SoundPart("a", 48, wav, None))
    middle = rms(sound[40_000:50_000])
    assert rms(sound[:500]) < 0.02 * middle and rms(sound[-500:]) < 0.02 * middle


def test_cards_have_music_and_shots_only_if_asked() -> None:
    card, shot = SoundPart("card", 72, None, None, card=True), SoundPart("a", 120, None, None)
    plain = mixed(card, shot)
    assert rms(plain[: 72 * 2_000]) > 0.005 and not plain[-96_000:].any()
    assert rms(mixed(card, shot, music=True)[200_000:300_000]) > 0.005
