"""Mouth shapes from sounds: which shape, when, and that closures are never lost."""

import numpy as np
import pytest

from sparkle_motion_dagster.backends.drawing.visemes import (
    LEAD_S,
    Shape,
    mouths_of,
    shape_of,
    shapes_of_phones,
    shapes_of_sound,
)
from sparkle_motion_dagster.backends.protocols import Phone

DRAWING_S = 1 / 12


def phones(text: str, each_s: float = 0.1, start_s: float = 1.0) -> tuple[Phone, ...]:
    return tuple(Phone(c, start_s + i * each_s, start_s + (i + 1) * each_s) for i, c in enumerate(text))


@pytest.mark.parametrize(
    ("symbols", "shape"),
    [
        ("mbp", "A"),
        ("stdnkɡzʃʒʤʧhθðj", "B"),
        ("ɛæeɪəʌɜi", "C"),
        ("ɑaɒIW", "D"),
        ("ɔoɹOY", "E"),
        ("uʊw", "F"),
        ("fv", "G"),
        ("lɫ", "H"),
        (" ,.?!—…", "X"),
    ],
)
def test_every_sound_of_the_voices_has_its_shape(symbols: str, shape: str) -> None:
    assert {symbol: shape_of(symbol) for symbol in symbols} == dict.fromkeys(symbols, shape)


@pytest.mark.parametrize("mark", ["ˈ", "ˌ", "ː", "ʰ", ""])
def test_a_mark_is_part_of_the_sound_before_it(mark: str) -> None:
    assert shape_of(mark) is None


def test_espeak_writes_two_letters_for_one_sound() -> None:
    assert shape_of("tʃ") == "B"
    assert shape_of("iː") == "C"


def test_the_mouth_leads_the_sound() -> None:
    shape = shapes_of_phones(phones("ɑ"))[0]
    assert (shape.start_s, shape.end_s) == (pytest.approx(1.0 - LEAD_S), pytest.approx(1.1 - LEAD_S))


def test_a_diphthong_moves_the_mouth_and_a_hurried_one_does_not() -> None:
    assert [s.viseme for s in shapes_of_phones(phones("W", each_s=0.2))] == ["D", "F"]
    assert [s.viseme for s in shapes_of_phones(phones("W", each_s=0.06))] == ["D"]


def test_length_marks_and_short_gaps_hold_the_shape() -> None:
    shapes = shapes_of_phones(phones("uː ", each_s=0.05))
    assert [(s.viseme, round(s.end_s - s.start_s, 3)) for s in shapes] == [("F", 0.15)]


def test_a_pause_closes_the_mouth() -> None:
    shapes = shapes_of_phones((*phones("ɑ"), Phone(",", 1.1, 1.5), Phone("ɑ", 1.5, 1.7)))
    drawn = mouths_of(shapes, 24, DRAWING_S)
    assert drawn[int(1.3 / DRAWING_S)] == "X"
    assert drawn[int(1.55 / DRAWING_S)] == "D"
    assert drawn[-1] == drawn[0] == "X"


@pytest.mark.parametrize("offset_s", [0.0, 0.013, 0.029, 0.047, 0.071])
def test_a_closure_of_a_hundredth_second_is_seen_wherever_it_falls(offset_s: float) -> None:
    at_s = 1.0 + offset_s
    spoken = (Phone("ɑ", 0.6, at_s), Phone("m", at_s, at_s + 0.01), Phone("ɑ", at_s + 0.01, 1.6))
    assert mouths_of(shapes_of_phones(spoken), 24, DRAWING_S).count("A") == 1


def test_a_drawing_shows_what_fills_most_of_it() -> None:
    shapes = (Shape(0.0, 0.03, "B"), Shape(0.03, DRAWING_S, "D"))
    assert mouths_of(shapes, 2, DRAWING_S) == ("D", "X")


def test_lips_on_teeth_give_way_to_lips_that_meet() -> None:
    shapes = (Shape(0.0, 0.03, "G"), Shape(0.03, 0.06, "A"))
    assert mouths_of(shapes, 1, DRAWING_S) == ("A",)


def test_a_voice_without_timings_opens_the_mouth_by_its_loudness() -> None:
    rate = 16_000
    sound = np.zeros(rate * 2, np.float32)
    wave = np.sin(np.arange(rate // 2) / rate * 2 * np.pi * 200)
    sound[rate // 2 : rate] = 0.5 * wave
    sound[rate : rate + rate // 2] = 0.06 * wave
    drawn = mouths_of(shapes_of_sound(sound, rate, 0.25, 1.9), 24, DRAWING_S)
    assert set(drawn[:4]) == {"X"}
    assert set(drawn[7:10]) == {"D"}
    assert set(drawn[13:16]) == {"B"}
    assert set(drawn[19:]) == {"X"}


def test_silence_moves_nothing() -> None:
    shapes = shapes_of_sound(np.zeros(8000, np.float32), 8000, 0.0, 1.0)
    assert set(mouths_of(shapes, 12, DRAWING_S)) == {"X"}
