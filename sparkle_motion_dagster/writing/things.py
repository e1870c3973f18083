"""Words for what can be seen: animals, people, things.

What belongs here: word lists and finding them in a sentence. What does not: characters (`characters.py`), places.
"""

import re

_ANIMALS = """
fox vixen dog puppy hound terrier spaniel collie sheepdog labrador poodle cat kitten tomcat tabby wolf coyote bear
panda rabbit hare mouse rat hamster squirrel chipmunk badger raccoon otter beaver weasel lion lioness tiger leopard
panther monkey gorilla koala hedgehog porcupine horse mare stallion pony foal donkey mule zebra deer doe fawn stag
reindeer elk moose cow calf bull ox sheep lamb ewe goat ram pig piglet boar elephant giraffe owl crow raven rook
jackdaw magpie gull seagull albatross bird sparrow finch wren robin swallow nightingale blackbird pigeon dove parrot
eagle hawk falcon heron stork crane duck duckling goose swan hen rooster penguin puffin frog toad turtle tortoise
whale dolphin seal walrus shark dragon robot
"""
_WOMEN = """
woman girl mother grandmother daughter sister aunt lady queen princess witch wife widow actress waitress
"""
_MEN = """
man boy father grandfather son brother uncle king prince wizard husband fisherman postman policeman waiter
"""
_OTHERS = """
child stranger sailor captain farmer shepherd baker gardener teacher librarian painter clown musician pilot astronaut
knight soldier guard doctor nurse keeper traveller traveler conductor driver clockmaker beekeeper ferryman busker
violinist pianist dancer chef monk nun pirate detective thief hunter miner tailor carpenter
"""
ANIMALS = frozenset(_ANIMALS.split())
"""Kinds of animals; a robot is drawn as one."""
PEOPLE: dict[str, str | None] = {
    **dict.fromkeys(_WOMEN.split(), "woman"),
    **dict.fromkeys(_MEN.split(), "man"),
    **dict.fromkeys(_OTHERS.split()),
}
"""Nouns of people, and the sex they tell, if they do."""
SEX_WORDS = re.compile(
    rf"\b(?:{'|'.join([*_WOMEN.split(), *_MEN.split()])}|female|male|grandma|granny|grandpa|gentleman|his|her|he|"
    rf"she)\b",
    re.I,
)
_PROPS = """
accordion, anchor, apple, axe, backpack, bag, ball, balloon, banjo, barrel, basket, bed, bell, bench, bicycle, bike,
binoculars, blanket, boat, book, books, bottle, bouquet, bowl, box, bread, bridge, broom, bucket, bulb, light bulb,
bus, cage, cake, camera, campfire, candle, candles, cane, car, card, carpet, cart, chair, chest, clock, coin, coins,
compass, computer, cup, curtain, desk, diary, door, drum, easel, egg, envelope, feather, fence, fiddle, fire,
fireplace, fishing rod, flag, flashlight, flower, flowers, flute, fork, gate, gift, glass, globe, guitar, hammer,
harp, hourglass, jar, jug, kettle, key, keys, kite, knife, ladder, lamp, lantern, laptop, leaf, leaves, letter,
lighter, locket, log, loom, map, mask, match, matches, medal, microphone, mirror, moon, mug, music box, needle, nest,
net, newspaper, notebook, oar, oars, orange, painting, paper birds, paper bird, paper boat, paper plane, paper box,
paper, parcel, pen, pencil, phone, photo, photograph, piano, pillow, pipe, plate, pocket watch, pot, present, pumpkin,
radio, raft, ring, rocket, rope, rose, rowing boat, rug, sack, saddle, sandwich, scarf, scissors, screwdriver, seed,
shell, shovel, sign, skull, sled, sledge, snow globe, sofa, spade, spoon, star, stool, stove, suitcase, sunflower,
sword, table, tea, teacup, teapot, telephone, telescope, television, tent, toolbox, torch, toy, toy boat, train, tray,
treasure, tree, trumpet, typewriter, umbrella, vase, violin, wagon, wand, watch, watering can, well, wheel,
wheelbarrow, whistle, wrench
"""
_ADJECTIVES = """
red orange yellow green blue purple pink white black grey gray brown golden gold silver brass copper wooden iron glass
paper broken cracked old tiny small little big huge giant burning lit empty rusty rusted torn folded dusty glowing
"""
_ALSO_VERBS = """
book box card fire leaves light log match net present ring sign star train watch well
"""
_NOUNS = "|".join(noun.strip() for noun in _PROPS.replace("\n", " ").split(","))
_PROP = re.compile(
    rf"(?<![\w-])((?:(?:{'|'.join(_ADJECTIVES.split())})\s+){{0,2}})"
    rf"({_NOUNS})(?![\w-]|\s+room)",
    re.I,
)
_DETERMINED = re.compile(r"\b(?:a|an|the|his|her|their|its|my|your|our|this|that|two|three|some|old|new)\s+$", re.I)


def props_in(text: str, most: int = 4) -> tuple[str, ...]:
    """Things named in the text, with their colours, in order: ("red umbrella", "letter")."""
    found: dict[str, str] = {}
    verbs = set(_ALSO_VERBS.split())
    for match in _PROP.finditer(text):
        noun = match.group(2).casefold()
        if noun in verbs and not match.group(1) and not _DETERMINED.search(text[: match.start()]):
            continue
        found.setdefault(noun, f"{match.group(1).casefold()}{noun}")
    longer = [n for n in found if not any(n != other and re.search(rf"\b{n}\b", other) for other in found)]
    return tuple(found[noun] for noun in longer[:most])
