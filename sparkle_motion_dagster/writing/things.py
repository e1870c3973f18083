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
whale dolphin seal walrus shark dragon robot android drone mole
"""
_WOMEN = """
woman girl mother grandmother daughter sister aunt lady queen princess witch wife widow actress waitress niece bride
mum mom mama mummy mommy grandma granny gran nana nan nonna abuela
"""
_MEN = """
man boy father grandfather son brother uncle king prince wizard husband fisherman postman policeman waiter nephew groom
dad daddy papa grandpa granddad grandad nonno abuelo
"""
_OTHERS = """
child stranger sailor captain farmer shepherd baker gardener teacher librarian painter clown musician pilot astronaut
knight soldier guard doctor nurse keeper traveller traveler conductor driver clockmaker beekeeper ferryman busker
violinist pianist dancer chef monk nun pirate detective thief hunter miner tailor carpenter alien ghost monster vampire
mermaid fairy elf dwarf troll magician butler maid bartender barman cook judge lawyer priest mayor
"""
ANIMALS = frozenset(_ANIMALS.split())
"""Kinds of animals that can be drawn; a robot is one."""
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
accordion, acorn, alarm clock, anchor, apple, apple tree, armchair, atlas, axe, backpack, bag, baguette, ball,
balloon, banjo, barrel, basket, basketball, bed, beer, bell, bench, bicycle, bike, binoculars, birthday cake,
blanket, boat, book, books, bottle, bouquet, bowl, box, bread, bridge, briefcase, broom, bucket, bulb, bus,
butterfly, cactus, cage, cake, camera, campfire, candle, candles, cane, canoe, car, card, cardboard box, carpet,
cart, cello, chair, champagne, cheese, chessboard, chest, clipboard, clock, coffee, coin, coins, compass, computer,
cookie, cradle, crate, crystal ball, cup, curtain, dagger, desk, diary, doll, door, drum, easel, egg, envelope,
feather, fence, ferry, fiddle, fire, fire truck, fireplace, fishing rod, flag, flashlight, flower, flowers, flute,
football, fork, fountain, gate, gift, glass, globe, glove, goblet, gramophone, grandfather clock, guitar, hammer,
handbag, harp, helicopter, helmet, honey, hourglass, ice cream, jar, jug, kettle, key, keys, kite, knife, ladder,
lamp, lantern, laptop, leaf, leaves, ledger, letter, light bulb, lighter, locket, log, loom, magnifying glass,
mailbox, map, mask, match, matches, medal, megaphone, microphone, microscope, milk, mirror, money, moon, motorbike,
motorcycle, mug, mushroom, music box, needle, nest, net, newspaper, notebook, oar, oars, orange, painting, palm
tree, paper, paper bird, paper birds, paper boat, paper box, paper plane, parachute, parcel, pen, pencil, phone,
photo, photograph, piano, pie, pillow, pipe, pizza, plane, plate, pocket watch, postcard, pot, potion, present,
pumpkin, purse, radio, raft, rainbow, ring, rocket, rope, rose, rowing boat, rug, sack, saddle, sandwich, satchel,
saxophone, scarf, scissors, scooter, screwdriver, scroll, seed, shell, shield, shovel, sign, skateboard, skull,
sled, sledge, snow globe, snowman, sofa, soup, spade, spoon, spyglass, star, statue, stethoscope, stool, stove,
suitcase, sunflower, sword, table, taxi, tea, teacup, teapot, teddy bear, telegram, telephone, telescope,
television, tent, ticket, toolbox, torch, toy, toy boat, tractor, train, tram, tray, treasure, tree, trombone,
trophy, truck, trumpet, typewriter, umbrella, van, vase, violin, wagon, wallet, wand, watch, watering can, well,
wheel, wheelbarrow, wheelchair, whistle, wine, wrench, yacht
"""
_ADJECTIVES = """
red orange yellow green blue purple pink white black grey gray brown golden gold silver brass copper wooden iron glass
paper broken cracked old tiny small little big huge giant burning lit empty rusty rusted torn folded dusty glowing
"""
_ALSO_OTHERS = frozenset(
    """
book box card door fire glass leaves light log match milk net orange paper pie pipe plane plate present ring rose shell shield ship sign star
statue ticket torch train tram van watch well wine
    """.split()
)
_NOUNS = "|".join(sorted((noun.strip() for noun in _PROPS.replace("\n", " ").split(",")), key=len, reverse=True))
_PROP = re.compile(
    rf"(?<![\w-])((?:(?:{'|'.join(_ADJECTIVES.split())})\s+){{0,2}})"
    rf"({_NOUNS})((?:(?<=sh|ch)e|(?<=x)e|(?<=ss)e)?s)?(?![\w-]|\s+room)",
    re.I,
)
_DETERMINED = re.compile(
    r"\b(?:a|an|the|his|her|their|its|my|your|our|this|that|two|three|some|old|new)\s+$",
    re.I,
)


_COUNTED = re.compile(
    r"\b(?:his|her|their|its|my|our|two|three|four|five|six|some|many|several|with|of|carrying|holding)\s+$", re.I
)
"""Before several things that are really there: not "over the lamps"."""
_POURED = frozenset("tea coffee milk wine beer soup".split())
_IN_SOMETHING = re.compile(r"\b(?:cups?|mugs?|glass(?:es)?|bottles?|bowls?|pots?) of\s+$", re.I)
_COMPARED = re.compile(
    r"\b(?:like|as)\s+(?:an?|the|his|her|their|two|some)\s+(?:[\w-]+\s+){0,4}$|\bas\s+[\w-]+\s+as\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_AT_THE_WHEEL = re.compile(r"\b(?:at|behind|on|takes?|took|turns?|grips?|of) the\s+$", re.I)
_BODY = re.compile(r"\b(?:his|her|its|their|my|your|our)\s+$", re.I)
_NO_NOUN_AFTER = re.compile(
    r"\W*$|\W*[.,;:!?)]|\s+(?:and|in|on|from|for|of|with|to|at|by|into|under|over|while|as)\b", re.I
)


def props_in(text: str, most: int = 4) -> tuple[str, ...]:
    """Things named in the text, with their colours, in order: ("red umbrella", "letter")."""
    found: dict[str, str] = {}
    for match in _PROP.finditer(text):
        adjectives, noun, plural = ((group or "").casefold() for group in match.groups())
        if _is_thing(noun, adjectives, plural, text[: match.start()], text[match.end() :]):
            found.setdefault(noun, f"{adjectives}{noun}{plural}")
    longer = [n for n in found if not any(n != other and re.search(rf"\b{n}\b", other) for other in found)]
    return tuple(found[noun] for noun in longer[:most])


def _is_thing(noun: str, adjectives: str, plural: str, before: str, after: str) -> bool:
    """Whether the word is a thing where it stands: not "to book", "warm and orange", "her chest", "like a bell"."""
    if noun in _ALSO_OTHERS and not adjectives and not _DETERMINED.search(before):
        return False
    if (plural and not _COUNTED.search(before)) or _COMPARED.search(before):
        return False
    if noun in _POURED and _IN_SOMETHING.search(before):
        return False
    if noun == "wheel" and _AT_THE_WHEEL.search(before):
        return False
    if noun in ("orange", "glass", "paper") and not _NO_NOUN_AFTER.match(after):
        return False
    return not (noun == "chest" and not adjectives and _BODY.search(before))
