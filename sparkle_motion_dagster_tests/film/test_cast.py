"""Whom a picture shows, and whom a name means."""

import pytest

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.cast import character_slug, find_character, seen_characters
from sparkle_motion_dagster.film.plan import BaseImage, Character, Line, MoviePlan, Shot
from sparkle_motion_dagster.film.prompts import sheet_prompt


def plan(**of_shot: object) -> MoviePlan:
    told = {"cast": ("ada", "tom"), "framing": "wide", **of_shot}
    return MoviePlan(
        title="Lamps",
        characters=tuple(Character(id=i, name=n) for i, n in (("ada", "Ada"), ("tom", "Tom"), ("cat", "The Cat"))),
        base_images=(BaseImage(id="a", prompt="x"), BaseImage(id="b", prompt="y")),
        shots=(
            Shot(
                id="s010",
                duration_sec=1,
                visual_description="x",
                start_base_image_id="a",
                end_base_image_id="b",
                **told,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("of_shot", "seen"),
    [({}, ["Ada", "Tom"]), ({"cast": ("tom", "ada")}, ["Tom", "Ada"]), ({"framing": "insert"}, []),
     ({"framing": "close", "focus": "tom"}, ["Tom"]), ({"framing": "close"}, ["Ada", "Tom"]),
     ({"framing": "close", "focus": "cat", "dialogue": (Line(character_id="ada", text="Hm."),)}, ["Ada"]),
     ({"framing": "close", "dialogue": (Line(character_id="ada", text="Hm.", extension="V.O."),)}, ["Ada", "Tom"])],
)  # fmt: skip
def test_a_close_up_shows_whom_it_is_on_and_an_insert_nobody(of_shot, seen):
    film = plan(**of_shot)
    assert [one.name for one in seen_characters(film, film.shots[0])] == seen


def test_a_name_means_one_character_whatever_its_capitals():
    film = plan()
    assert {find_character("lamps", film, name).id for name in ("The Cat", "the  cat", "CAT")} == {"cat"}
    with pytest.raises(InputError, match="no character 'Dog'; it has: Ada, The Cat, Tom"):
        find_character("lamps", film, "Dog")


def test_every_id_has_a_key_of_its_own():
    ids = ["ada", "Ada", "ada ", "Ada Lovelace", "ada-lovelace", "Зоя", "李", "x" * 200, "x" * 199]
    assert len({character_slug(one) for one in ids}) == len(ids)
    assert character_slug("ada") == "ada"


def test_a_sheets_words_are_the_looks_or_the_name_of_one_who_has_none():
    assert "portrait of a 70-year-old, a keeper;" in sheet_prompt(
        Character(id="a", name="Ada", description="70, a keeper")
    )
    assert "portrait of Ada;" in sheet_prompt(Character(id="a", name="Ada"))
