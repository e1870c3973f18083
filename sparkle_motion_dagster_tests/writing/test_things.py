"""Things that a sentence shows."""

import pytest

from sparkle_motion_dagster.writing.things import props_in


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("She peels an orange at the table.", ("orange", "table")),
        ("It glowed, warm and orange.", ()),
        ("He wears an orange coat.", ()),
        ("He opened the little door in his chest.", ("little door",)),
        ("A wooden chest stands there.", ("wooden chest",)),
        ("It was as smooth as an egg.", ()),
        ("She held it like the string of a kite.", ()),
        ("It came loose with a sound like a bell.", ()),
        ("The moon rose slowly.", ("moon",)),
        ("She smells the rose.", ("rose",)),
        ("An old apple tree.", ("old apple tree",)),
        ("It carries two coffees.", ("coffees",)),
        ("The balloon rises over the lamps.", ("balloon",)),
        ("Three cups of tea.", ("cups",)),
        ("He drums on the wheel.", ()),
        ("A kettle in a glass case.", ("kettle",)),
        ("An alien made of glass.", ()),
    ],
)
def test_things_are_found_where_they_are_things(sentence: str, things: tuple[str, ...]) -> None:
    assert props_in(sentence) == things
