"""Words for things: what a writer calls a prop, the drawing that shows it, and how tall it is.

What belongs here: tables and pure matching of words. What does not: drawing (`props.py`).
"""

import re
from functools import cache

ALIASES: dict[str, str] = {
    # the word : a drawing of ours (props of prop_pens.py) or of Noto
    "lamp": "lantern", "oil lamp": "lantern", "storm lantern": "lantern", "lanterns": "lantern", "torch": "flashlight",
    "paper lantern": "red-paper-lantern", "bulb": "bulb", "light bulb": "bulb", "lightbulb": "bulb", "candlestick": "candle",
    "letter": "envelope", "mail": "envelope", "postcard": "envelope", "note": "page-facing-up", "paper": "page-facing-up",
    "papers": "page-facing-up", "document": "page-facing-up", "contract": "page-facing-up", "manuscript": "scroll",
    "book": "closed-book", "diary": "notebook-with-decorative-cover", "journal": "notebook-with-decorative-cover",
    "logbook": "ledger", "notebook": "notebook", "newspaper": "newspaper", "map": "world-map", "chart": "world-map",
    "clock": "mantelpiece-clock", "grandfather clock": "mantelpiece-clock", "pocket watch": "stopwatch", "watch": "watch",
    "sword": "dagger", "knife": "kitchen-knife", "dagger": "dagger", "gun": "telescope", "bow": "bow-and-arrow",
    "cake": "birthday-cake", "pie": "pie", "loaf": "bread", "bread": "bread", "cheese": "cheese-wedge", "apple": "red-apple",
    "apples": "red-apple", "coffee": "hot-beverage", "tea": "teacup-without-handle", "cup": "hot-beverage", "mug": "hot-beverage",
    "teacup": "hot-beverage", "kettle": "teapot", "teapot": "teapot", "bowl": "bowl-with-spoon", "soup": "pot-of-food",
    "pot": "pot-of-food", "pan": "cooking", "plate": "fork-and-knife-with-plate", "glass": "tumbler-glass", "wine": "wine-glass",
    "beer": "beer-mug", "bottle": "bottle-with-popping-cork", "jar": "jar", "honey": "honey-pot", "milk": "glass-of-milk",
    "bucket": "bucket", "pail": "bucket", "basket": "basket", "box": "package", "parcel": "package", "crate": "package",
    "present": "wrapped-gift", "gift": "wrapped-gift", "chest": "treasure-chest", "treasure": "treasure-chest",
    "toolbox": "toolbox", "tools": "toolbox", "suitcase": "luggage", "luggage": "luggage", "bag": "handbag", "satchel": "backpack",
    "rucksack": "backpack", "backpack": "backpack", "briefcase": "briefcase", "purse": "purse", "wallet": "purse",
    "umbrella": "umbrella", "parasol": "umbrella", "coat": "coat", "hat": "top-hat", "cap": "billed-cap", "scarf": "scarf",
    "gloves": "gloves", "boots": "hiking-boot", "boot": "hiking-boot", "shoe": "mans-shoe", "shoes": "running-shoe",
    "crown": "crown", "ring": "ring", "necklace": "prayer-beads", "jewel": "gem-stone", "diamond": "gem-stone", "gem": "gem-stone",
    "key": "old-key", "keys": "old-key", "door": "door", "window": "window", "mirror": "mirror", "bed": "bed", "sofa": "couch-and-lamp",
    "couch": "couch-and-lamp", "armchair": "couch-and-lamp", "chair": "chair", "stool": "stool", "table": "table", "desk": "table",
    "bench": "bench", "ladder": "ladder", "rope": "rope", "chain": "chains", "anchor": "anchor", "net": "net-with-handle",
    "fishing rod": "fishing-pole", "rod": "fishing-pole", "telescope": "telescope", "spyglass": "telescope",
    "binoculars": "telescope", "compass": "compass", "camera": "camera", "radio": "radio", "phone": "telephone",
    "telephone": "telephone", "mobile": "mobile-phone", "cellphone": "mobile-phone", "smartphone": "mobile-phone",
    "television": "television", "tv": "television", "computer": "desktop-computer", "laptop": "laptop", "screen": "television",
    "typewriter": "keyboard", "pen": "fountain-pen", "pencil": "pencil", "brush": "paintbrush", "paint": "artist-palette",
    "easel": "framed-picture", "painting": "framed-picture", "picture": "framed-picture", "photo": "framed-picture",
    "photograph": "framed-picture", "portrait": "framed-picture", "globe": "globe-showing-europe-africa", "hourglass": "hourglass-done",
    "bell": "bell", "whistle": "postal-horn", "horn": "postal-horn", "drum": "drum", "guitar": "guitar", "violin": "violin",
    "fiddle": "violin", "piano": "musical-keyboard", "trumpet": "trumpet", "flute": "flute", "accordion": "accordion",
    "harp": "harp", "microphone": "studio-microphone", "gramophone": "postal-horn", "hammer": "hammer", "saw": "carpentry-saw",
    "axe": "axe", "wrench": "wrench", "spanner": "wrench", "screwdriver": "screwdriver", "nail": "nut-and-bolt", "shovel": "shovel",
    "spade": "shovel", "broom": "broom", "mop": "broom", "scissors": "scissors", "needle": "sewing-needle", "thread": "thread",
    "yarn": "yarn", "wool": "yarn", "magnifying glass": "magnifying-glass-tilted-left", "microscope": "microscope",
    "test tube": "test-tube", "medicine": "pill", "potion": "alembic", "crystal ball": "crystal-ball", "wand": "magic-wand",
    "coin": "coin", "coins": "coin", "money": "money-bag", "gold": "coin", "ticket": "ticket", "tickets": "admission-tickets",
    "balloon": "balloon", "kite": "kite", "ball": "soccer-ball", "doll": "nesting-dolls", "teddy": "teddy-bear",
    "teddy bear": "teddy-bear", "toy": "teddy-bear", "dice": "game-die", "puzzle": "puzzle-piece", "chess": "chess-pawn",
    "sled": "sled", "sledge": "sled", "skis": "skis", "skates": "ice-skate", "skateboard": "skateboard",
    "bicycle": "bicycle", "bike": "bicycle", "motorbike": "motorcycle", "motorcycle": "motorcycle", "scooter": "motor-scooter",
    "car": "automobile", "taxi": "taxi", "bus": "bus", "truck": "delivery-truck", "lorry": "delivery-truck", "van": "minibus",
    "tractor": "tractor", "cart": "shopping-cart", "train": "locomotive", "locomotive": "locomotive", "tram": "tram",
    "boat": "rowing-boat", "rowing boat": "rowing-boat", "rowboat": "rowing-boat", "dinghy": "rowing-boat", "canoe": "canoe",
    "sailboat": "sailboat", "ship": "ship", "ferry": "ferry", "plane": "airplane", "airplane": "airplane", "aeroplane": "airplane",
    "helicopter": "helicopter", "rocket": "rocket", "spaceship": "rocket", "ufo": "flying-saucer", "satellite": "satellite",
    "wheel": "wheel", "tyre": "wheel", "tent": "tent", "campfire": "campfire", "bonfire": "campfire", "fire": "campfire",
    "match": "candle", "wood": "wood", "log": "wood", "logs": "wood", "stone": "rock", "rock": "rock", "pebble": "rock",
    "shell": "spiral-shell", "seashell": "spiral-shell", "feather": "feather", "leaf": "fallen-leaf", "leaves": "fallen-leaf",
    "flower": "tulip", "flowers": "bouquet", "rose": "rose", "bouquet": "bouquet", "plant": "potted-plant",
    "seedling": "seedling", "seed": "seedling", "mushroom": "mushroom", "acorn": "chestnut", "tree": "deciduous-tree",
    "pine": "evergreen-tree", "fir tree": "evergreen-tree", "pine tree": "evergreen-tree", "fir": "evergreen-tree", "christmas tree": "christmas-tree", "palm": "palm-tree", "cactus": "cactus",
    "nest": "nest-with-eggs", "egg": "egg", "eggs": "egg", "snowman": "snowman-without-snow", "star": "star", "egg timer": "hourglass-done",
    "butterfly": "butterfly", "bee": "honeybee", "snail": "snail", "spider": "spider", "fish": "fish", "crab": "crab", "duck": "duck",
    "trophy": "trophy", "scarecrow": "womans-hat", "pumpkin": "jack-o-lantern", "fan": "folding-hand-fan",
    "glasses": "glasses", "spectacles": "glasses", "headphones": "headphone", "postbox": "postbox",
    "mailbox": "closed-mailbox-with-lowered-flag", "sandwich": "sandwich", "ice cream": "soft-ice-cream", "sweets": "candy",
    "biscuit": "cookie", "cookies": "cookie", "croissant": "croissant", "carrots": "carrot", "fish bone": "fish", "wheelchair": "manual-wheelchair",
    "bathtub": "bathtub", "soap": "soap", "towel": "roll-of-paper", "scroll": "scroll", "quill": "feather", "shield": "shield",
    "helmet": "military-helmet", "barrel": "oil-drum", "seat": "seat", "fountain": "fountain", "statue": "moai", "tombstone": "headstone",
    "grave": "headstone", "robot arm": "gear", "gear": "gear", "gears": "gear", "battery": "battery", "plug": "electric-plug",
}  # fmt: skip

_WORD = re.compile(r"[a-z]+")
_NEVER = {"a", "an", "the", "of", "on", "in", "and", "with", "or", "to", "at", "his", "her", "its", "no", "back", "front", "hot", "ice",
          "link", "wing", "salt", "label", "ram", "ox", "rat", "ant", "fly", "sun", "bug", "worm", "seal", "hook", "pick", "jeans",
          "mate", "custard", "locked", "memo", "clamp", "dress", "shorts", "station", "school", "hospital", "house", "church",
          "castle", "bank", "factory", "hotel", "hut", "volcano", "mountain", "lighthouse", "rainbow", "comet", "sparkles", "fog"}  # fmt: skip
"""Noto names that are places, people's clothes, or words that mean something else in a sentence."""

HEIGHTS: tuple[tuple[float, str], ...] = (
    (16, "ring coin key pill game-die puzzle chestnut needle nut-and-bolt cherries gem-stone"),
    (26, "cup hot-beverage tumbler teacup egg apple fruit letter envelope cookie watch stopwatch glasses bulb pen pencil seed shell "
         "soap feather mushroom snail bee butterfly mobile-phone ticket thread yarn compass candy acorn peach pear lemon tomato"),
    (40, "bottle jar book notebook ledger scroll page bread pie cake bowl plate teapot candle clock camera bell newspaper hat crown gloves "
         "scarf hammer wrench screwdriver knife dagger scissors magnifying fish crab duck tulip rose flower leaf wine beer milk honey purse "
         "radio telephone balloon teddy trophy flashlight hourglass soccer microphone map world-map kettle cooking pot scarf boot shoe rope"),
    (62, "lantern bucket basket package wrapped-gift toolbox handbag backpack briefcase luggage potted-plant bouquet mirror framed-picture "
         "violin flute trumpet drum axe carpentry-saw laptop globe helmet shield accordion rock wood wheel"),
    (110, "guitar umbrella television desktop-computer treasure-chest shovel broom net sled kite stool oil-drum postbox headstone sunflower "
          "shopping-cart seat anchor bench rowing-boat campfire"),
    (150, "chair table harp motor-scooter fishing-pole easel ladder bathtub couch snowman mailbox"),
    (210, "bed bicycle motorcycle door automobile taxi musical-keyboard canoe tent fountain moai kick-scooter cactus"),
    (300, "bus tractor truck minibus tram sailboat christmas-tree helicopter locomotive flying-saucer airplane"),
    (400, "tree palm evergreen ship ferry rocket"),
)  # fmt: skip
"""Heights in stage units (an adult is 360), by the names or parts of names they hold for."""
_USUAL_HEIGHT = 46.0


def singular(word: str) -> str:
    """A plain English singular; good enough for things."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def candidates(phrase: str) -> list[str]:
    """Names to try for a phrase, best first: the whole of it, shorter endings ("red umbrella" → "umbrella")."""
    words = _WORD.findall(phrase.lower())
    head = words[: words.index("of")] if "of" in words[1:] else words
    tries: list[str] = []
    for part in (head, words):
        for start in range(len(part)):
            tail = part[start:]
            tries += [" ".join(tail), " ".join([*tail[:-1], singular(tail[-1])])]
    return list(dict.fromkeys(t for t in tries if t))


def icon_of(phrase: str, icons: frozenset[str]) -> str | None:
    """The drawing that shows what the phrase names, or None."""
    for candidate in candidates(phrase):
        if candidate in ALIASES:
            return ALIASES[candidate]
        plain = candidate.replace(" ", "-")
        if plain in icons and candidate not in _NEVER:
            return plain
    return None


@cache
def height_of(icon: str) -> float:
    """How tall it stands, in stage units."""
    best, length = _USUAL_HEIGHT, 0
    for height, names in HEIGHTS:
        for name in names.split():
            if len(name) > length and (name == icon or name in icon.split("-") or icon.startswith(name + "-")):
                best, length = float(height), len(name)
    return best
