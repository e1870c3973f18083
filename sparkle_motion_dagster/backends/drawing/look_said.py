"""A look changed by what the description says: trade, hair, beard, dress and details.

What belongs here: one function for each, from a look to a look. What does not: reading of words (`look_reading.py`).
"""

from dataclasses import replace
from itertools import pairwise

from sparkle_motion_dagster.backends.drawing.look_reading import before, colour_before, colour_of, find, negated, stem
from sparkle_motion_dagster.backends.drawing.look_type import Beard, Look
from sparkle_motion_dagster.backends.drawing.look_words import (
    BEING_OF_WORD,
    COLOURS,
    EYE_COLOURS,
    HAIR_COLOURS,
    HAIR_STYLE_OF_WORD,
    HAT_OF_WORD,
    OUTFIT_OF_WORD,
    SKINS,
    TRADE_OF_WORD,
)


def of_no_human_kind(look: Look, words: list[str]) -> Look:
    """Aliens, ghosts and their like, who are built as people are."""
    being = next((BEING_OF_WORD[word] for word in words if word in BEING_OF_WORD), None)
    if being is None:
        return look
    look = replace(look, skin=being.get("skin", look.skin), eyes=being.get("eyes", look.eyes))
    look = replace(look, hair=being.get("hair", look.hair), hair_style=being.get("hair_style", look.hair_style))
    look = replace(look, outfit=being.get("outfit", look.outfit), top=being.get("top", look.top))
    return replace(look, beard="none", freckles=False)


def dressed_for_trade(look: Look, words: list[str]) -> Look:
    """Clothes of the trade that is said, if any."""
    for word in words:
        traits = TRADE_OF_WORD.get(word) or TRADE_OF_WORD.get(stem(word))
        if traits:
            look = replace(look, outfit=traits["outfit"], top=traits.get("top_colour", look.top), scarf=None)
            look = replace(look, hat=traits.get("hat", look.hat), stripes=traits.get("stripes") == "yes")
            look = replace(look, shoes="boots" if "shoes" in traits else look.shoes)
            look = replace(look, hair_style=traits.get("hair_style", look.hair_style))
            if "glasses" in traits and look.age != "child":
                look = replace(look, glasses="round")
            if "accessory" in traits:
                look = replace(look, accessories=(*look.accessories, traits["accessory"]))
            if word in ("keeper", "fisherman", "fisher", "fisherwoman"):
                look = replace(look, top=COLOURS["yellow"], hat="souwester", hat_colour=COLOURS["yellow"])
            if word in ("wizard", "sorcerer"):
                look = replace(look, beard="long", hair="#e9e6ea", hair_style="long")
            look = replace(look, hat_colour=_trade_hat_colour(look))
            break
    return look


def _trade_hat_colour(look: Look) -> str:
    known = {"chef": "#f6f3ee", "straw": "#e3c172", "crown": "#e5b53c", "helmet": "#b23a30", "headscarf": "#b23a48",
             "fedora": "#6b543c", "cowboy": "#8a6140", "beanie": "#c8413b"}  # fmt: skip
    return known.get(look.hat or "", look.top)


def with_hair_said(look: Look, words: list[str]) -> Look:
    """Hair and beard as said."""
    compound = {w.split("-")[0] for w in words if w.endswith("-haired")}
    colour = next((HAIR_COLOURS[w] for w in compound if w in HAIR_COLOURS), None)
    colour = colour or colour_of(
        words, "hair curls braids braid bun ponytail bob plaits pigtails locks afro", HAIR_COLOURS
    )
    if not colour:
        colour = next(
            (HAIR_COLOURS[w] for w in words if w in ("blonde", "blond", "brunette", "redhead", "ginger")), None
        )
    if "redhead" in words:
        colour = HAIR_COLOURS["red"]
    if colour:
        look = replace(look, hair=colour)
    found = find(words, HAIR_STYLE_OF_WORD)
    if found:
        look = replace(look, hair_style=found[0])
    elif "long" in before(words, "hair"):
        look = replace(look, hair_style="long")
    elif "short" in before(words, "hair"):
        look = replace(look, hair_style="short" if look.sex == "man" else "bob")
    return _beard_said(look, words)


_BEARDS: dict[str, Beard] = {
    "moustache": "moustache",
    "mustache": "moustache",
    "stubble": "stubble",
    "unshaven": "stubble",
}


def _beard_said(look: Look, words: list[str]) -> Look:
    for at, word in enumerate(words):
        if word in ("beard", "bearded", "moustache", "mustache", "stubble", "unshaven", "clean-shaven", "beardless"):
            if word in ("clean-shaven", "beardless") or negated(words, at):
                return replace(look, beard="none")
            near = set(before(words, word))
            size: Beard = "short" if {"short", "trimmed", "neat"} & near else "long" if "long" in near else "full"
            colour = colour_before(words, at, HAIR_COLOURS)
            return replace(look, beard=_BEARDS.get(word, size), hair=colour or look.hair)
    return look


_OF_ONE_CLOTH = ("pyjama", "pajama", "tracksuit", "scrubs")
"""Clothes whose trousers are as the rest."""


def with_dress_said(look: Look, words: list[str]) -> Look:
    """Clothes and hat as said."""
    found = find(words, OUTFIT_OF_WORD)
    if found:
        outfit, at = found
        colour = colour_before(words, at)
        look = replace(
            look, outfit=outfit, top=colour or look.top, scarf=None, stripes="striped" in before(words, words[at])
        )
        if outfit == "labcoat":
            look = replace(look, second=look.top if not colour else look.second)
        if outfit == "blouse":
            look = replace(look, bottom="skirt")
        if words[at].startswith(_OF_ONE_CLOTH):
            look = replace(look, bottom="trousers", bottom_colour=look.top)
        if look.hat == "souwester":
            look = replace(look, hat_colour=look.top)
    else:
        worn = [COLOURS[b] for a, b in pairwise(words) if a in ("in", "wearing") and b in COLOURS]
        if worn:
            look = replace(look, top=worn[0])
    hat = find(words, HAT_OF_WORD)
    if hat:
        colour = colour_before(words, hat[1])
        look = replace(look, hat=hat[0])
        look = replace(look, hat_colour=colour or _trade_hat_colour(look))
    if "hatless" in words or any(w in ("hat", "cap") and negated(words, i) for i, w in enumerate(words)):
        look = replace(look, hat=None)
    trousers = colour_of(words, "trousers pants jeans shorts skirt leggings")
    if trousers:
        look = replace(look, bottom_colour=trousers)
    if {"skirt", "kilt"} & set(words):
        look = replace(look, bottom="skirt")
    if "shorts" in words:
        look = replace(look, bottom="shorts")
    return look


def with_details_said(look: Look, words: list[str]) -> Look:
    """Glasses, scarf, shoes, build, eyes, skin and small things as said."""
    present = set(words)
    for at, word in enumerate(words):
        if word in ("glasses", "spectacles", "bespectacled"):
            said = "dark" if {"dark", "sun"} & set(words[max(0, at - 2) : at]) else look.glasses or "round"
            look = replace(look, glasses=None if negated(words, at) else said)
        if word == "scarf" and not negated(words, at):
            look = replace(look, scarf=colour_before(words, at) or look.scarf or COLOURS["red"])
        if word in ("tie", "bowtie") and not negated(words, at):
            look = replace(look, tie=colour_before(words, at) or COLOURS["crimson"])
        if word in ("boots", "wellingtons"):
            look = replace(look, shoes="boots", shoe_colour=colour_before(words, at) or look.shoe_colour)
        if word in ("shoes", "sneakers"):
            look = replace(look, shoe_colour=colour_before(words, at) or look.shoe_colour)
    if "sunglasses" in present:
        look = replace(look, glasses="dark")
    if present & {"eyepatch", "eye-patch"}:
        look = replace(look, glasses="patch")
    if present & {"barefoot", "barefooted"}:
        look = replace(look, shoes="bare")
    if present & {"freckles", "freckled", "freckle-faced"}:
        look = replace(look, freckles=True)
    if present & {"stout", "fat", "plump", "heavy", "heavyset", "burly", "round", "portly", "broad", "big"}:
        look = replace(look, build="stout")
    if present & {"thin", "slim", "skinny", "slender", "lean", "gaunt", "wiry", "lanky"}:
        look = replace(look, build="slim")
    if present & {"tall", "towering", "lanky", "huge"}:
        look = replace(look, tall=1.09)
    if present & {"tiny", "small", "short-statured", "little"} and look.age != "child":
        look = replace(look, tall=0.91)
    eyed = next((w.split("-")[0] for w in words if w.endswith("-eyed") and w.split("-")[0] in EYE_COLOURS), None)
    eyes = EYE_COLOURS[eyed] if eyed else colour_of(words, "eyes", EYE_COLOURS)
    skin = _colour_said_skin(words)
    things = {"cane": "cane", "stick": "cane", "staff": "cane", "crutch": "cane", "bag": "bag", "satchel": "bag",
              "lantern": "lantern", "earrings": "earrings", "earring": "earrings", "necklace": "necklace",
              "pearls": "necklace", "bow": "bow", "ribbon": "bow", "flower": "flower"}  # fmt: skip
    extra = tuple(
        dict.fromkeys(
            [*look.accessories, *(things[w] for i, w in enumerate(words) if w in things and not negated(words, i))]
        )
    )
    return replace(look, eyes=eyes or look.eyes, skin=skin or look.skin, accessories=extra)


def _colour_said_skin(words: list[str]) -> str | None:
    near = before(words, "skin")
    for word, at in (("pale", 0), ("light", 1), ("fair", 0), ("olive", 3), ("tan", 3), ("brown", 5), ("dark", 6),
                     ("black", 7)):  # fmt: skip
        if word in near:
            return SKINS[at]
    return None
