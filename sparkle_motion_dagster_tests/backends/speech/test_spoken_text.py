"""What a voice says for a text."""

import pytest

from sparkle_motion_dagster.backends.speech.phonemes import breath_groups, english_phonemes, is_known_word, phrases
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable, spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mr. Smith met Dr. O'Neil.", "Mister Smith met Doctor O'Neil."),
        ("St. Mary lives on Elm St. Then she left.", "Saint Mary lives on Elm Street. Then she left."),
        ("Bring fruit, e.g. pears, i.e. food.", "Bring fruit, for example, pears, that is, food."),
        ("It's 3:30.", "It's three thirty."),
        ("At 3:00 sharp, 10:05 pm.", "At three o'clock sharp, ten oh five P.M."),
        ("$5, £1, $5.50, €2 million", "five dollars, one pound, five dollars and fifty cents, two million euros"),
        (
            "42 apples, 1,234 pears, 3.14",
            "forty-two apples, one thousand two hundred thirty-four pears, three point one four",
        ),
        (
            "In 1998, 1905, 2007 and 2026",
            "In nineteen ninety-eight, nineteen oh five, two thousand seven and twenty twenty-six",
        ),
        ("the 1920s, the '90s", "the nineteen twenties, the nineties"),
        ("1st, 22nd, 30th, 112th", "first, twenty-second, thirtieth, one hundred twelfth"),
        ("No. 5 is a no. Really.", "number five is a no. Really."),
        ("-5° outside, 50% wet", "minus five degrees outside, fifty percent wet"),
        ("agent 007 dials 555-0123", "agent zero zero seven dials five five five, zero one two three"),
        ("I don't know--maybe... yes", "I don't know—maybe… yes"),
        ("Wh-what? I c-can't. Nooooo! Pleeease!", "what? I can't. No! Please!"),
        ("STOP THE TRAIN! Call the FBI.", "stop the train! Call the FBI."),
        ("naïve café", "naive cafe"),
        ("Привет, друг", "Privet, drug"),
        ("{\\an8}<b>Hey</b>, %{x} *you* 😀", "Hey, you"),
        ("1" * 30, " ".join(["one"] * 30)),
        ("—", "—"),
    ],
)
def test_a_text_is_said_as_a_person_would(written: str, said: str) -> None:
    assert spoken_text(written, is_known_word) == said


@pytest.mark.parametrize("text", ["...", "?!", "😀", "", "{\\an8}", "♪"])
def test_there_is_nothing_to_say_in_signs(text: str) -> None:
    assert not is_speakable(spoken_text(text))
    assert english_phonemes(text) == ""


def test_names_the_dictionary_lacks_are_pronounced() -> None:
    assert english_phonemes("'Tis Zoë") == "tˈɪz zˈOi"


def test_a_long_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    sounds = " ".join(["aaa bbb, ccc ddd."] * 20)
    groups = breath_groups(sounds, 60)
    assert " ".join(groups) == sounds
    assert all(len(group) <= 60 and group.endswith(".") for group in groups)


def test_a_text_without_any_mark_is_cut_all_the_same() -> None:
    sounds = "abcdefghij" * 10
    assert "".join(breath_groups(sounds, 30)) == sounds


def test_a_breath_is_taken_after_dots_but_not_within_a_stammer() -> None:
    assert phrases("ˌI wˌɛnt hˈOm… bəkˌʌz ˌI wˌɑntᵻd", 400) == ["ˌI wˌɛnt hˈOm…", "bəkˌʌz ˌI wˌɑntᵻd"]
    assert phrases("ˌI… ˌI—", 400) == ["ˌI… ˌI—"]
