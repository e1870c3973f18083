"""What a text says that somebody is, and whom a noun then means."""

import pytest

from sparkle_motion_dagster.writing.epithets import epithet, named_nouns, owned_nouns


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("A small robot called Tin followed her.", "small robot"),
        ("He kept a fox named Tin.", "fox"),
        ("Tin the baker opened the door.", "baker"),
        ("Tin, the old baker, opened the door.", "old baker"),
        ("She wrote to her brother Tin.", "brother"),
        ("Farmer Tin shouted.", "farmer"),
        ("The keeper was an old woman named Tin.", "old woman"),
        ("Tin, the dog and the cat ran.", None),
        ("The dog ran. Tin sat.", None),
        ("She gave the dog Tin's bone.", None),
        ("Tin the next morning was gone.", None),
    ],
)
def test_an_epithet_is_found_beside_the_name(sentence: str, said: str | None) -> None:
    assert epithet("Tin", sentence) == said


def test_a_noun_that_is_said_of_one_alone_means_them() -> None:
    assert named_nouns(["A robot called Tin and his sister Mary came."]) == {"robot": "Tin", "sister": "Mary"}
    assert named_nouns(["A dog called Rex met a dog called Bo."]) == {}


def test_descriptions_own_their_noun_unless_there_are_several() -> None:
    looks = {"ADA": "70, a lighthouse keeper in a yellow coat", "MIA": "12, with her mother's umbrella", "BO": "a dog"}
    assert owned_nouns(looks, ["ADA (70), a lighthouse keeper, and a dog."]) == {"ADA": "keeper", "BO": "dog"}
    assert owned_nouns({"TOM": "an old man"}, ["TOM, an old man, sits. A man comes in."]) == {}
