"""Words for what can be seen: animals, people, things.

What belongs here: word lists and finding them in a sentence. What does not: characters (`characters.py`), places.
"""

import re

ANIMALS = frozenset(
    "fox vixen dog puppy hound terrier spaniel collie sheepdog labrador poodle cat kitten tomcat tabby wolf coyote bear panda "
    "rabbit hare mouse rat hamster squirrel chipmunk badger raccoon otter beaver weasel lion lioness tiger leopard panther "
    "monkey gorilla koala hedgehog porcupine horse mare stallion pony foal donkey mule zebra deer doe fawn stag reindeer "
    "elk moose cow calf bull ox sheep lamb ewe goat ram pig piglet boar elephant giraffe owl crow raven rook jackdaw magpie "
    "gull seagull albatross bird sparrow finch wren robin swallow nightingale blackbird pigeon dove parrot eagle hawk falcon "
    "heron stork crane duck duckling goose swan hen rooster penguin puffin frog toad turtle tortoise whale dolphin seal "
    "walrus shark dragon robot".split()
)
PEOPLE: dict[str, str | None] = {
    **dict.fromkeys(
        "woman girl mother grandmother daughter sister aunt lady queen princess witch wife widow actress waitress".split(), "woman"
    ),
    **dict.fromkeys(
        "man boy father grandfather son brother uncle king prince wizard husband fisherman postman policeman waiter".split(), "man"
    ),
    **dict.fromkeys(
        "child stranger sailor captain farmer shepherd baker gardener teacher librarian painter clown musician pilot "
        "astronaut knight soldier guard doctor nurse keeper traveller traveler conductor driver clockmaker beekeeper ferryman "
        "busker violinist pianist dancer chef monk nun pirate detective thief hunter miner tailor carpenter".split()
    ),
}
SEX_WORDS = re.compile(
    r"\b(?:woman|girl|lady|female|mother|grandmother|grandma|granny|daughter|sister|aunt|wife|widow|queen|princess|witch|"
    r"man|boy|gentleman|male|father|grandfather|grandpa|son|brother|uncle|husband|king|prince|wizard|fisherman|his|her|he|she)\b",
    re.I,
)
_PROPS = (
    "accordion|anchor|apple|axe|backpack|bag|ball|balloon|banjo|barrel|basket|bed|bell|bench|bicycle|bike|binoculars|blanket|"
    "boat|book|books|bottle|bouquet|bowl|box|bread|bridge|broom|bucket|bulb|light bulb|bus|cage|cake|camera|campfire|candle|candles|"
    "cane|car|card|carpet|cart|chair|chest|clock|coin|coins|compass|computer|cup|curtain|desk|diary|door|drum|easel|egg|envelope|"
    "feather|fence|fiddle|fire|fireplace|fishing rod|flag|flashlight|flower|flowers|flute|fork|gate|gift|glass|globe|guitar|"
    "hammer|harp|hourglass|jar|jug|kettle|key|keys|kite|knife|ladder|lamp|lantern|laptop|leaf|leaves|letter|lighter|locket|"
    "log|loom|map|mask|match|matches|medal|microphone|mirror|moon|mug|music box|needle|nest|net|newspaper|notebook|oar|oars|"
    "orange|painting|paper birds|paper bird|paper boat|paper plane|paper box|paper|parcel|pen|pencil|phone|photo|photograph|piano|pillow|pipe|plate|pocket watch|pot|present|"
    "pumpkin|radio|raft|ring|rocket|rope|rose|rowing boat|rug|sack|saddle|sandwich|scarf|scissors|screwdriver|seed|shell|"
    "shovel|sign|skull|sled|sledge|snow globe|sofa|spade|spoon|star|stool|stove|suitcase|sunflower|sword|table|tea|teacup|"
    "teapot|telephone|telescope|television|tent|toolbox|torch|toy|toy boat|train|tray|treasure|tree|trumpet|typewriter|"
    "umbrella|vase|violin|wagon|wand|watch|watering can|well|wheel|wheelbarrow|whistle|wrench"
)
_ADJECTIVES = (
    "red|orange|yellow|green|blue|purple|pink|white|black|grey|gray|brown|golden|gold|silver|brass|copper|wooden|iron|"
    "glass|paper|broken|cracked|old|tiny|small|little|big|huge|giant|burning|lit|empty|rusty|rusted|torn|folded|dusty|glowing"
)
_PROP = re.compile(rf"(?<![\w-])((?:(?:{_ADJECTIVES})\s+){{0,2}})({_PROPS})(?![\w-]|\s+room)", re.I)
_VERBS = re.compile(r"\b(?:to|will|would|can|could|and|she|he|they|it|I|you|we)\s+$", re.I)
_ALSO_VERBS = frozenset({"watch", "book", "ring", "match", "leaves", "light", "well", "present", "sign", "log", "fire", "star", "net", "box", "train", "card"})


def props_in(text: str, most: int = 4) -> tuple[str, ...]:
    """Things named in the text, with their colours, in order: ("red umbrella", "letter")."""
    found: dict[str, str] = {}
    for match in _PROP.finditer(text):
        noun = match.group(2).casefold()
        if noun in _ALSO_VERBS and not match.group(1) and not _is_noun(text[: match.start()]):
            continue
        if noun not in found:
            found[noun] = f"{match.group(1).casefold()}{noun}"
    longer = [n for n in found if not any(n != other and re.search(rf"\b{n}\b", other) for other in found)]
    return tuple(found[noun] for noun in longer[:most])


def _is_noun(before: str) -> bool:
    return bool(re.search(r"\b(?:a|an|the|his|her|their|its|my|your|our|this|that|two|three|some|old|new)\s+$", before, re.I))
