"""Woman or man: voice and picture have one answer."""

import pytest

from sparkle_motion_dagster.backends.drawing.look import look_of
from sparkle_motion_dagster.film.sexes import FEMALE_WORDS, MALE_WORDS, sex_of
from sparkle_motion_dagster.film.traits import traits_of
from sparkle_motion_dagster.writing.things import PEOPLE

TOLD = [
    ("ALGERNON", "25, her nephew, thin", "male"),
    ("X", "his wife", "female"),
    ("X", "her sister's husband", "male"),
    ("HILDA", "his old friend", "female"),
    ("X", "40, a keeper, her hair white", "female"),
    ("X", "a man in his sister's coat", "male"),
    ("MARTHA", "a ship's captain", "female"),
    ("X", "a captain", "male"),
    ("DOLORES", "50s, weathered, cowboy hat", "female"),
    ("Old Man", "", "male"),
    ("JOSÉ", "45", "male"),
    ("ZKX", "30, polka dot dress", "female"),
    ("Orlanda", "", "female"),
]


@pytest.mark.parametrize(("name", "description", "sex"), TOLD)
def test_the_voice_and_the_picture_are_of_one_sex(name: str, description: str, sex: str) -> None:
    assert traits_of(name, description).sex == sex
    assert look_of(name, description).sex == {"female": "woman", "male": "man"}[sex]


@pytest.mark.parametrize(("name", "description"), [("X", "the queen's guard"), ("ZKX", ""), ("X", "her neighbour")])
def test_what_nothing_tells_is_left_open(name: str, description: str) -> None:
    assert sex_of(name, description) is None


def test_no_word_is_both_and_every_noun_of_people_is_known() -> None:
    assert not FEMALE_WORDS & MALE_WORDS
    assert {word for word, sex in PEOPLE.items() if sex} <= FEMALE_WORDS | MALE_WORDS
