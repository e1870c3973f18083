"""Which place a writer's words mean."""

import pytest

from sparkle_motion_dagster.backends.drawing.places.kit import KIT, match_place, place_names
from sparkle_motion_dagster.backends.drawing.places.words import INSIDE, NAMES, OUTSIDE


@pytest.mark.parametrize(
    ("words", "interior", "kind"),
    [
        ("INT. LIGHTHOUSE - KITCHEN", None, "kitchen"),
        ("Lighthouse kitchen", True, "kitchen"),
        ("The old Miller farm", None, "farm"),
        ("deck of the Aurora", None, "ship"),
        ("farm kitchen", None, "kitchen"),
        ("kitchen garden", None, "garden"),
        ("A cafe by the harbour", None, "cafe"),
        ("CAF\N{LATIN CAPITAL LETTER E WITH ACUTE} LUMI\N{LATIN CAPITAL LETTER E WITH GRAVE}RE", True, "cafe"),
        ("Library of the old castle", True, "library"),
        ("mountain lake", False, "river"),
        ("city park", False, "park"),
        ("CITY - ROOFTOP", False, "rooftop"),
        ("Grandma's house, kitchen", True, "kitchen"),
        ("Kitchen, the Miller farm", True, "kitchen"),
        ("the bridge of the starship", True, "spaceship"),
        ("old stone bridge", False, "river"),
        ("THE WOODS", False, "forest"),
        ("beaches", None, "beach"),
        ("libraries", None, "library"),
        ("seashore", False, "beach"),
        ("Harbor", False, "harbour"),
        ("Queen's throne room", True, "castle hall"),
        ("the surface of Mars", False, "planet"),
        ("Ada\N{RIGHT SINGLE QUOTATION MARK}s apartment", True, "living room"),
    ],
)
def test_words_find_their_place(words: str, interior: bool | None, kind: str) -> None:
    assert match_place(words, interior) == (kind, True)


def test_the_heading_tells_inside_from_outside() -> None:
    assert match_place("HOUSE", True)[0] == "living room"
    assert match_place("HOUSE", False)[0] == "garden"
    assert match_place("EXT. SPACESHIP", None)[0] == "planet"
    assert match_place("outside the hospital", None)[0] == "street"
    assert match_place("INT. LIGHTHOUSE", None)[0] == "cabin"


@pytest.mark.parametrize("words", ["", "   ", "xyzzy", "---", "12", "(", "of the", "\u0000", "a" * 300])
def test_words_that_say_nothing_are_unknown(words: str) -> None:
    assert match_place(words, True) == ("plain room", False)
    assert match_place(words, None) == ("plain land", False)


def test_every_kind_answers_to_its_own_name_and_to_all_its_names() -> None:
    assert set(NAMES) == set(place_names()) == set(KIT)
    for kind in place_names():
        assert match_place(kind, None) == (kind, True)
        assert match_place(kind.upper() + "S", None)[0] == kind
    for kind, aliases in NAMES.items():
        for alias in aliases.split(","):
            assert match_place(alias.strip().lstrip("~"), KIT[kind].interior) == (kind, True), alias


def test_stand_ins_are_of_the_other_kind() -> None:
    assert all(not KIT[kind].interior for kind in INSIDE)
    assert all(KIT[kind].interior and not KIT[out].interior for kind, out in OUTSIDE.items())
    assert {kind for kind, entry in KIT.items() if entry.interior} == set(OUTSIDE)
