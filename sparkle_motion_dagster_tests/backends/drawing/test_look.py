"""Looks: words are honoured, the rest is lasting and the character's own."""

import colorsys
import subprocess
import sys

import pytest

from sparkle_motion_dagster.backends.drawing.animals.animal import drawn_kinds
from sparkle_motion_dagster.backends.drawing.look import look_of
from sparkle_motion_dagster.backends.drawing.look_words import COLOURS, HAIR_COLOURS, KINDS, SKINS
from sparkle_motion_dagster.backends.drawing.svg import brightness, rgb

SAID = [
    ("Ada", "(70), a keeper in a yellow coat, white hair", {"kind": "human", "age": "old", "sex": "woman", "top": COLOURS["yellow"], "hair": HAIR_COLOURS["white"], "outfit": "coat"}),
    ("Tom", "12, freckled, a boy with ginger hair and glasses", {"age": "child", "sex": "man", "freckles": True, "hair": HAIR_COLOURS["ginger"], "glasses": "round"}),
    ("Mina", "a seven-year-old girl in a green dress with a red scarf", {"age": "child", "sex": "woman", "outfit": "dress", "top": COLOURS["green"], "scarf": COLOURS["red"]}),
    ("Sam", "a woman of thirty, long black hair, blue eyes", {"sex": "woman", "hair": HAIR_COLOURS["black"], "hair_style": "long"}),
    ("Alex", "a dark-skinned doctor, afro", {"outfit": "labcoat", "skin": SKINS[6], "hair_style": "afro"}),
    ("Omar", "mid-50s, a stout captain with a full grey beard", {"age": "adult", "build": "stout", "hat": "captain", "beard": "full", "hair": HAIR_COLOURS["grey"]}),
    ("Walter", "an old man, bald, with a moustache, in a brown suit", {"age": "old", "hair_style": "bald", "beard": "moustache", "outfit": "suit", "top": COLOURS["brown"]}),
    ("Bo", "a fisherman without a hat, clean-shaven", {"hat": None, "beard": "none", "outfit": "raincoat"}),
    ("Lee", "a detective in a long grey trench coat, eyepatch", {"outfit": "trench", "hat": "fedora", "glasses": "patch"}),
    ("Eve", "a baker, barefoot, red apron", {"outfit": "apron", "top": COLOURS["red"], "shoes": "bare"}),
    ("Kit", "a teenage girl in a striped blue jumper and boots", {"age": "young", "sex": "woman", "outfit": "sweater", "top": COLOURS["blue"], "stripes": True, "shoes": "boots"}),
    ("Merlin", "a wizard", {"outfit": "robe", "hat": "wizard", "beard": "long"}),
    ("Ines", "a tall, thin woman with a cane and earrings", {"build": "slim", "accessories": ("cane", "earrings")}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "description", "expected"), SAID, ids=[case[0] for case in SAID])
def test_what_the_description_says_is_what_the_look_is(
    name: str, description: str, expected: dict[str, object]
) -> None:
    look = look_of(name, description)
    wrong = {
        key: getattr(look, key)
        for key, value in expected.items()
        if key != "accessories" and getattr(look, key) != value
    }
    assert not wrong
    assert set(expected.get("accessories", ())) <= set(look.accessories)


@pytest.mark.parametrize(
    ("name", "description", "kind"),
    [
        ("Reynard", "a red fox", "fox"), ("Rex", "an old sheepdog", "dog"), ("Misty", "a tabby kitten", "cat"), ("Fenris", "the wolf", "wolf"),
        ("Bruno", "a brown bear cub", "bear"), ("Flopsy", "a timid hare", "rabbit"), ("Pip", "a church mouse", "mouse"), ("Archimedes", "a wise owl", "owl"),
        ("Kra", "a raven", "crow"), ("Jonathan", "a seagull", "gull"), ("Robin", "a small bird", "bird"), ("Bess", "a mare", "horse"), ("Bambi", "a fawn", "deer"),
        ("Clover", "a cow", "cow"), ("Dolly", "a lamb", "sheep"), ("Wilbur", "a pig", "pig"), ("Jeremy", "a toad", "frog"), ("Spike", "a hedgehog", "hedgehog"),
        ("Moby", "a white whale", "whale"), ("Leo", "a lion", "lion"), ("Sheldon", "a tortoise", "turtle"), ("R9", "a rusty robot", "robot"),
        ("THE FOX", "", "fox"), ("OLD BEAR", "sly and hungry", "bear"),
    ],
)  # fmt: skip
def test_animals_are_recognised_from_text(name: str, description: str, kind: str) -> None:
    assert look_of(name, description).kind == kind


@pytest.mark.parametrize(
    ("name", "description"),
    [
        ("Ada", ""), ("Bo", "a shepherd with a dog"), ("Mr. Wolf", "a man of fifty in a suit"), ("Jo", "a keeper of sheep"), ("Nell", "a fish seller"),
        ("Tom", "brave as a lion"), ("Xyzzy", "grey, silent"), ("Rose", "a woman in a fox fur coat"), ("Hal", "a pig farmer"),
    ],
)  # fmt: skip
def test_people_who_have_to_do_with_animals_stay_people(name: str, description: str) -> None:
    assert look_of(name, description).kind == "human"


def test_every_kind_of_animal_that_words_can_name_can_be_drawn() -> None:
    assert set(KINDS) == drawn_kinds()


def test_an_animals_colour_is_its_coat_but_the_coat_it_wears_is_not() -> None:
    assert look_of("Nox", "a black cat").coat == COLOURS["black"]
    assert look_of("Rey", "a red fox").coat is None
    assert look_of("Mr. Fox", "a fox in a long grey coat").coat is None
    assert look_of("Tib", "a cat with a blue scarf and a straw hat").scarf == COLOURS["blue"]


def test_a_name_alone_makes_a_lasting_person_and_given_names_suggest_the_sex() -> None:
    assert look_of("Ada", "") == look_of("Ada", "")
    assert look_of("ADA", "").hair == look_of("Ada", "").hair
    assert look_of("Ada", "").sex == "woman" and look_of("Tom", "").sex == "man"


def test_the_same_name_looks_the_same_in_another_process() -> None:
    code = "from sparkle_motion_dagster.backends.drawing.look import look_of; print(look_of('Ngozi', 'a sailor'))"
    told = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] == f"{look_of('Ngozi', 'a sailor')}\n"


def test_a_cast_of_forty_differs_in_skin_hair_clothes_and_sex() -> None:
    cast = [look_of(f"Person {i}", "") for i in range(40)]
    assert len({look.skin for look in cast}) >= 6
    assert len({look.hair_style for look in cast}) >= 6
    assert len({look.top for look in cast}) >= 8
    assert {look.sex for look in cast} == {"woman", "man"}
    assert len({(look.skin, look.hair, look.hair_style, look.top, look.outfit) for look in cast}) >= 38
    for look in cast:  # no garish clothes: none is at once bright and fully saturated
        _, _, saturation = colorsys.rgb_to_hls(*(v / 255 for v in rgb(look.top)))
        assert not (saturation > 0.95 and brightness(look.top) > 0.6)


@pytest.mark.parametrize(
    "words", ["", "  ", ",.;()", "no", "a", "éàü 漢字", "x" * 5000, "in", "hair", "of", "coat", "(70", "\x00"]
)
def test_no_words_make_it_fail(words: str) -> None:
    assert look_of(words, words)


def test_an_alien_is_no_villager_and_still_wears_what_is_said() -> None:
    alien = look_of("ALIEN", "alien, tall")
    assert (alien.kind, alien.hair_style) == ("human", "bald")
    assert alien.skin not in SKINS
    assert look_of("ZOG", "an alien in a red dress").outfit == "dress"
    assert look_of("KEEP-9", "a hovering drone").kind == "robot"


def test_clothes_of_one_cloth_have_trousers_of_it() -> None:
    look = look_of("LEO", "9, striped blue pyjamas")
    assert look.stripes and look.bottom == "trousers" and look.bottom_colour == look.top


def test_given_names_and_dresses_tell_a_woman() -> None:
    assert look_of("YOUNG MAGDA", "17").sex == "woman"
    assert look_of("Ilse", "baker").sex == "woman"
    assert look_of("JÜRGEN", "45").sex == "man"
    assert look_of("ZKX", "30, polka dot dress").sex == "woman"
