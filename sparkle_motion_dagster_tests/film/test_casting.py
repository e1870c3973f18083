"""Voices fit what the script says, are shared by nobody, and stay."""

import pytest

from sparkle_motion_dagster.backends.speech.providers import load_providers, traits_of_voices
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.casting import VoiceTraits, cast_voices, split_variant
from sparkle_motion_dagster.film.plan import Character
from sparkle_motion_dagster.film.traits import traits_of

VOICES = traits_of_voices(load_providers(), "kokoro")
BY_ID = {voice.id: voice for voice in VOICES}


def someone(name: str, description: str = "", **profile: str) -> Character:
    return Character(id=name.lower().replace(" ", "_"), name=name, description=description, voice_profile=profile)


def voice_of(name: str, description: str = "") -> VoiceTraits:
    chosen = cast_voices([someone(name, description)], VOICES, {})
    return BY_ID[split_variant(next(iter(chosen.values())))[0]]


@pytest.mark.parametrize(
    ("name", "description", "sex", "age"),
    [
        ("ADA", "70, a lighthouse keeper in a yellow coat", "female", "old"),
        ("TOM", "30, a young fisherman with a red beard", "male", "adult"),
        ("MIRA", "", "female", "adult"),
        ("Old Man", "He sits by the sea.", "male", "old"),
        ("GRANDMOTHER", "", "female", "old"),
        ("Lily", "a girl of 8 who never stops asking", "female", "child"),
        ("BOY", "", "male", "child"),
        ("SAM", "a woman in her twenties", "female", "young"),
        ("JOSÉ", "", "male", "adult"),
        ("Siobhán", "a nurse in an old coat", "female", "adult"),
        ("DR. CHEN", "She runs the clinic. 45.", "female", "adult"),
    ],
)
def test_sex_and_age_are_as_the_script_says(name: str, description: str, sex: str, age: str) -> None:
    voice = voice_of(name, description)
    assert (voice.sex, voice.age) == (sex, age)


def test_creatures_sound_of_their_size() -> None:
    assert voice_of("PIP", "a tiny mouse with a big hat").pitch_hz > 190
    assert "small" in voice_of("PIP", "a tiny mouse with a big hat").temper
    assert voice_of("BRUNO", "a bear").pitch_hz < 110
    assert voice_of("UNIT 7", "a rusty robot").id == "robot"
    assert "small" not in voice_of("FOX", "a red fox").temper


def test_a_narrator_narrates_and_nobody_else_does() -> None:
    assert "narrator" in voice_of("NARRATOR").temper
    cast = cast_voices([someone(f"MAN {number}", "a man") for number in range(8)], VOICES, {})
    assert not any("narrator" in BY_ID[split_variant(voice)[0]].temper for voice in cast.values())


def test_temper_chooses_among_voices_of_a_kind() -> None:
    assert "gruff" in voice_of("SKIPPER", "a gruff old sailor").temper
    assert "lively" in voice_of("ANNA", "a cheerful woman").temper


def test_no_two_share_a_voice_even_when_there_are_more_speakers_than_voices() -> None:
    crowd = [someone(f"MAN {number}", "a man of 40") for number in range(60)]
    cast = cast_voices(crowd, VOICES, {})
    assert len(set(cast.values())) == 60
    assert all(BY_ID[split_variant(voice)[0]].sex in ("male", "neutral") for voice in cast.values())
    assert any("@" in voice for voice in cast.values())
    assert cast == cast_voices(crowd, VOICES, {})


def test_far_too_many_speakers_is_an_error() -> None:
    with pytest.raises(InputError, match="no voice left"):
        cast_voices([someone(f"MAN {number}") for number in range(12)], [VoiceTraits("man", "male", "adult", 110)], {})


def test_voices_are_kept_and_newcomers_get_others() -> None:
    first = cast_voices([someone("TOM", "a man"), someone("JIM", "a man")], VOICES, {})
    later = cast_voices(
        [someone("BOB", "a warm, calm man"), someone("TOM", "a man"), someone("JIM", "a man")], VOICES, first
    )
    assert {name: later[name] for name in first} == first
    assert later["bob"] not in first.values()


def test_a_kept_voice_that_is_gone_is_cast_anew() -> None:
    assert cast_voices([someone("TOM")], VOICES, {"tom": "gandalf"})["tom"] in BY_ID


def test_a_voice_asked_for_is_given_and_an_unknown_one_is_an_error() -> None:
    cast = cast_voices([someone("TOM", voice="girl@-1st"), someone("JIM", voice="girl@-1st")], VOICES, {"tom": "man"})
    assert cast == {"tom": "girl@-1st", "jim": "girl@-1st"}
    with pytest.raises(InputError, match=r"gandalf.*narrator"):
        cast_voices([someone("TOM", voice="gandalf")], VOICES, {})
    with pytest.raises(InputError, match="variant"):
        cast_voices([someone("TOM", voice="man@louder")], VOICES, {})


def test_the_first_word_that_tells_of_the_character_counts() -> None:
    assert traits_of("KIM", "A man in his brother's and her coat").sex == "male"
    assert traits_of("ROBIN", "A girl with her father's hat").sex == "female"
