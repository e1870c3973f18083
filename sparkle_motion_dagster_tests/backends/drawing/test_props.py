"""Things: from a writer's words to a drawing of a believable size."""

import re

import pytest

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.prop_names import ALIASES, icon_of
from sparkle_motion_dagster.backends.drawing.prop_pens import OWN
from sparkle_motion_dagster.backends.drawing.props import _names, draw_prop, find_prop
from sparkle_motion_dagster.backends.drawing.sheets import raster

DAY = Light(key="#fff4dd", shade="#3b4766", strength=0.1, key_from_left=True)
NIGHT = Light(key="#9fb4ff", shade="#0b1030", strength=0.9, key_from_left=True)


@pytest.mark.parametrize(
    ("words", "icon"),
    [
        ("lantern", "lantern"), ("an old lamp", "lantern"), ("light bulb", "bulb"), ("a red umbrella", "umbrella"),
        ("letters", "envelope"), ("the clock", "mantelpiece-clock"), ("a cup of tea", "hot-beverage"), ("keys", "old-key"),
        ("wooden table", "table"), ("rowing boat", "rowing-boat"), ("little boat", "rowing-boat"), ("bicycle", "bicycle"),
        ("a bunch of flowers", "bouquet"), ("fir tree", "evergreen-tree"), ("suitcase", "luggage"), ("blue balloon", "balloon"),
        ("brass telescope", "telescope"), ("apples", "red-apple"), ("violin", "violin"), ("campfire", "campfire"),
    ],
)  # fmt: skip
def test_words_find_their_drawing(words, icon):
    assert icon_of(words, _names()) == icon


def test_every_alias_has_a_drawing():
    assert [word for word, icon in ALIASES.items() if icon not in _names()] == []


def test_what_nobody_can_draw_is_said_so_and_left_out():
    drawing = draw_prop("zeitgeist", DAY)
    assert not drawing.known
    assert drawing.svg == ""


@pytest.mark.parametrize(
    ("small", "large"), [("cup", "chair"), ("key", "cup"), ("lantern", "bicycle"), ("chair", "tree")]
)
def test_things_keep_their_sizes(small, large):
    assert draw_prop(small, DAY).height < draw_prop(large, DAY).height


@pytest.mark.parametrize(
    "name", [*OWN, "umbrella", "apple", "guitar", "kite", "treasure", "bread", "sled", "camera", "rose", "tent"]
)
def test_a_drawing_fills_its_box_and_darkens_at_night(name):
    day, night = (draw_prop(name, light) for light in (DAY, NIGHT))
    pixels = raster(day.svg, day.box, 1.0).pixels
    assert (pixels[..., 3] > 40).mean() > 0.03
    if not day.glows:
        assert raster(night.svg, night.box, 1.0).pixels[..., :3].sum() < pixels[..., :3].sum()


def test_ids_of_two_things_never_meet():
    ids = [
        set(re.findall(r'\bid="([^"]+)"', draw_prop(name, DAY).svg))
        for name in ("guitar", "umbrella", "lantern", "camera")
    ]
    assert len(set.union(*ids)) == sum(len(names) for names in ids)


def test_things_are_found_in_a_sentence_in_order():
    assert find_prop("Ada lights a lamp and puts the kettle on the table.") == ("lamp", "kettle", "table")
