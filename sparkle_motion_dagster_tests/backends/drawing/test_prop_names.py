"""Words for things: what a writer may call them, and what is no thing at all."""

import pytest

from sparkle_motion_dagster.backends.drawing.prop_aliases import ALIASES
from sparkle_motion_dagster.backends.drawing.prop_names import colour_of, icon_of
from sparkle_motion_dagster.backends.drawing.prop_sizes import GRIPS, HEIGHTS
from sparkle_motion_dagster.backends.drawing.props import _names, find_prop
from sparkle_motion_dagster.writing.things import props_in

WORDS = """
lantern lantern | an old lamp > lantern | desk lamp > table-lamp | light bulb > bulb | candles > candle
a red umbrella > umbrella | letters > envelope | Ada's letter > envelope | letter from the sea > envelope
the clock > mantelpiece-clock | alarm clock > alarm-clock | grandfather clock > grandfather-clock
rusty sword > sword | birthday cake > birthday-cake | cake > birthday-cake | the night train > locomotive
suitcase > suitcase | coil of rope > rope | treasure map > treasure-map | map on the wall > treasure-map
brass telescope > spyglass | telescope > telescope | spyglass > spyglass | binoculars > binoculars | kitchen table > table
rocking chair > rocking-chair | chairs > chair | campfire > campfire | little boat > rowing-boat
rowing boat > rowing-boat | paper boat > paper-boat | sailing boat > sailboat | a cup of tea > hot-beverage
copper kettle > kettle | a basket of apples > basket | a slice of pie > pie | a pair of boots > hiking-boot
bunch of flowers > bouquet | bunch of keys > old-key | keys > old-key | knives > kitchen-knife | loaf > bread
autumn leaves > fallen-leaf | mushrooms > brown-mushroom | an oak tree > deciduous-tree | fir trees > evergreen-tree
bicycle > bicycle | wooden cart > cart | wheelbarrow > wheelbarrow | horn > postal-horn | upright piano > piano
fiddle > violin | music box > music-box | snow globe > snow-globe | typewriter > typewriter
photographs > framed-picture | orange scarf > scarf | orange > tangerine | glass of water > tumbler-glass
glasses > glasses | pocket watch > stopwatch | magnifying glass > magnifying-glass-tilted-left
lantern full of fireflies > lantern | walking stick > walking-stick | watering can > watering-can
wooden box > crate | boxes > package | teddy bear > teddy-bear | lighthouse > lighthouse
"""
TABLE = [
    tuple(part.strip() for part in (row.split(">") if ">" in row else row.split()))
    for line in WORDS.strip().splitlines()
    for row in line.split("|")
]


@pytest.mark.parametrize(("words", "icon"), TABLE)
def test_words_find_their_drawing(words, icon):
    assert icon_of(words, _names()) == icon


def test_the_table_is_as_long_as_promised():
    assert len(TABLE) >= 60
    assert len(ALIASES) >= 250


def test_every_alias_size_and_grip_belongs_to_a_drawing():
    assert sorted(set(ALIASES.values()) - _names()) == []
    assert set(HEIGHTS) == _names()
    assert set(GRIPS) <= _names()


@pytest.mark.parametrize("words", ["zeitgeist", "pistol", "", "of", "the", "1234", "Привет", "a kind of magic"])
def test_what_we_cannot_draw_is_never_shown_as_something_else(words):
    assert icon_of(words, _names()) is None


@pytest.mark.parametrize(
    ("words", "colour"),
    [("a red umbrella", "#c8403f"), ("Blue balloon", "#3f74b8"), ("orange", None), ("umbrella", None),
     ("box of red pencils", None), ("lantern with a green glass", None)],
)  # fmt: skip
def test_a_colour_is_that_of_the_thing_itself(words, colour):
    assert colour_of(words) == colour


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("Ada lights a lamp and puts the kettle on the table.", ("lamp", "kettle", "table")),
        ("She watches the sea and rings nobody.", ()),
        ("He checks his watch beside a red umbrella.", ("watch", "red umbrella")),
        ("The cup of tea leaves a ring on an old map.", ("cup of tea", "ring", "old map")),
        ("An orange scarf. An orange.", ("orange scarf", "orange")),
        ("The house by the mountain, where the fox sleeps.", ()),
        ("A lantern, and then the lantern again.", ("lantern",)),
        ("A LADDER", ("ladder",)),
        ("", ()),
    ],
)
def test_things_are_found_in_a_sentence_in_order(sentence, things):
    assert find_prop(sentence) == things


def test_nearly_every_thing_that_the_writing_finds_can_be_drawn():
    named = props_in("a lantern, a loom, a jug, an oar, a paper bird, a raft, a vase, a cage, a flag.", most=20)
    assert len(named) == 9
    assert [name for name in named if icon_of(name, _names()) is None] == ["loom"]
