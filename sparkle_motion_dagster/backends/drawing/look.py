"""What a character looks like for the whole film, read from its name and description.

What belongs here: `Look` and how it is found in words; what the words leave open is chosen by a hash of the name.
What does not: word lists (`look_words.py`), drawing.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from sparkle_motion_dagster.backends.drawing.look_words import (
    CHILD_WORDS,
    COLOURS,
    EYE_COLOURS,
    FEMININE_NAMES,
    HAIR_COLOURS,
    HAIR_STYLE_OF_WORD,
    HAT_OF_WORD,
    KIND_OF_WORD,
    MAN_WORDS,
    MASCULINE_NAMES,
    OLD_WORDS,
    OUTFIT_OF_WORD,
    SKIN_WORDS,
    SKINS,
    SMALL,
    TENS,
    TRADE_OF_WORD,
    WOMAN_WORDS,
    YOUNG_WORDS,
)
from sparkle_motion_dagster.backends.drawing.svg import chance

Age = Literal["child", "young", "adult", "old"]
Sex = Literal["woman", "man"]
Build = Literal["slim", "average", "stout"]


@dataclass(frozen=True)
class Look:
    """Everything the pens need to draw a character the same way every time. Colours are `#rrggbb`."""

    kind: str
    """`human`, `robot`, or an animal: fox, dog, owl …"""
    seed: str
    """Key of every further seeded choice about this character."""
    age: Age = "adult"
    sex: Sex = "woman"
    build: Build = "average"
    tall: float = 1.0
    """Factor on the usual height."""
    skin: str = SKINS[1]
    hair: str = "#6a4329"
    hair_style: str = "short"
    beard: Literal["none", "stubble", "moustache", "short", "full", "long"] = "none"
    hat: str | None = None
    hat_colour: str = "#8b8f99"
    glasses: Literal["round", "square", "dark", "patch"] | None = None
    eyes: str = "#6b4226"
    freckles: bool = False
    outfit: str = "sweater"
    top: str = "#3f72af"
    second: str = "#efe2c6"
    """Shirt under a jacket, stripes, lining."""
    bottom: Literal["trousers", "skirt", "shorts"] = "trousers"
    bottom_colour: str = "#474a55"
    shoes: Literal["shoes", "boots", "bare"] = "shoes"
    shoe_colour: str = "#4a342b"
    stripes: bool = False
    scarf: str | None = None
    tie: str | None = None
    accessories: tuple[str, ...] = field(default=())
    """Among earrings, necklace, cane, bag, bow, flower, lantern."""
    coat: str | None = None
    """An animal's fur, feathers or skin, or a robot's metal; None: as its kind usually is."""


# Top, second colour, bottom, shoes: each row is a set that looks well together.
_WARDROBE = (
    ("#3f72af", "#f0e3c9", "#3d4256", "#5b3a2b"), ("#c8553d", "#f3dcc0", "#39506b", "#4a342b"),
    ("#4c8b68", "#f1e2b8", "#5a4638", "#3b3036"), ("#e0a030", "#f6ecd6", "#3f4c6b", "#6a4029"),
    ("#8a4f7d", "#f0d9dc", "#3a3a4f", "#46303a"), ("#2f7f86", "#f5e1c4", "#5b4a3f", "#40302b"),
    ("#d9748c", "#fbeee3", "#4a5a7d", "#5b3a3a"), ("#5b6abf", "#e8e3f2", "#38384a", "#4a342b"),
    ("#a3643a", "#f0dcb8", "#43503f", "#3b2c28"), ("#6f8f4f", "#f3ead0", "#4b4453", "#56392a"),
    ("#b23a48", "#f2e5d5", "#2f3a52", "#382a2e"), ("#5f86a6", "#f4d9a6", "#6a5544", "#4c3a34"),
)  # fmt: skip
_HAIR_BY_SKIN = (
    ("#e6bd6a", "#c1531f", "#8a5a34", "#5d3a26", "#d9a557", "#3a2a2a"),
    ("#8a5a34", "#5d3a26", "#3a2a2a", "#2b2530", "#7a4527", "#b98246"),
    ("#3a2a2a", "#2b2530", "#2b2530", "#4b2f22", "#241c22"),
)
_FEM_STYLES = ("long", "bob", "bun", "ponytail", "wavy", "curly", "braids", "short")
_MAN_STYLES = ("short", "side", "curly", "messy", "crop", "short", "side", "wavy")


def look_of(name: str, description: str) -> Look:
    """The lasting look of a character. Words of the description are honoured; a hash of the name fills the rest."""
    words = _words(description)
    key = name.strip().casefold()
    kind = _kind(_words(name), words)
    if kind != "human":
        return _animal(kind, key, words, name)
    look = _person(key, words, name)
    look = _trade(look, words)
    look = _hair_said(look, words)
    look = _dress_said(look, words)
    return _details_said(look, words)


# ------------------------------------------------------------------------------------------------ reading
def _words(text: str) -> list[str]:
    """Lower-case words with punctuation kept as words of its own; spelled pairs such as `lab coat` joined."""
    text = text.casefold().replace("’", "'")
    text = re.sub(r"\b(lab|top|straw|trench|flat|baseball|woolly|bobble|cowboy|pointed|peaked|wizard|space)\s+"
                  r"(coat|hat|cap|suit)\b", r"\1-\2", text)
    text = re.sub(r"\b(chef|captain)(?:'s)?\s+(hat|cap)\b", r"\1's-\2", text)
    text = re.sub(r"\b(\w+)\s+(skinned|haired)\b", r"\1-\2", text)
    return re.findall(r"[a-zà-ÿ0-9]+(?:['-][a-zà-ÿ0-9]+)*|[.,;:()]", text)


def _stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _negated(words: list[str], at: int) -> bool:
    return any(w in ("no", "without", "not", "never") for w in words[max(0, at - 2) : at])


def _find(words: list[str], table: dict[str, str]) -> tuple[str, int] | None:
    """The first meaning of the table among the words, and where it stands."""
    for at, word in enumerate(words):
        meaning = table.get(word) or table.get(_stem(word))
        if meaning and not _negated(words, at):
            return meaning, at
    return None


_THINGS = frozenset([*OUTFIT_OF_WORD, *HAT_OF_WORD, *"hair eyes beard skin trousers skirt shoes boots scarf".split()])


def _colour_before(words: list[str], at: int, table: dict[str, str] = COLOURS) -> str | None:
    """The colour that the words just before a thing give it: "a long yellow coat"."""
    for back in range(1, 5):
        if at - back < 0 or words[at - back] in ".,;:()" or words[at - back] in _THINGS:
            return None
        for part in reversed(words[at - back].split("-")):
            if part in table:
                return table[part]
    return None


def _colour_of(words: list[str], things: str, table: dict[str, str] = COLOURS) -> str | None:
    """The colour said of any of these things, before it ("blue scarf") or after ("scarf of blue", "hair is white")."""
    wanted = things.split()
    for at, word in enumerate(words):
        if word in wanted and not _negated(words, at):
            colour = _colour_before(words, at, table)
            if colour:
                return colour
            for link, said in zip(words[at + 1 : at + 3], words[at + 2 : at + 4], strict=False):
                if link in ("of", "is", "in", "gone", "turning") and said in table:
                    return table[said]
    return None


def _age(words: list[str]) -> Age | None:
    for at, word in enumerate(words):
        tens = re.fullmatch(r"(?:mid-|late-|early-)?(\d0)'?s", word)
        years = int(tens[1]) if tens else int(word) if word.isdigit() and len(word) < 4 else None
        bare = re.fullmatch(r"(\d+)-years?-old", word)
        years = int(bare[1]) if bare else years
        first, _, last = word.partition("-")
        if first in TENS:
            years = TENS[first] + SMALL.get(last, 0)
        elif word in SMALL and at + 1 < len(words) and words[at + 1] in (",", "years", ")", "year"):
            years = SMALL[word]
        if years is not None and years < 120:
            return "child" if years < 14 else "young" if years < 27 else "adult" if years < 60 else "old"
    present = set(words)
    if present & OLD_WORDS:
        return "old"
    if present & CHILD_WORDS:
        return "young" if present & {"teenage", "teen"} else "child"
    return "young" if present & YOUNG_WORDS else None


def _kind(name: list[str], words: list[str]) -> str:
    """Human, unless the words or the name say an animal or a robot."""
    for at, word in enumerate(words):
        if word in WOMAN_WORDS - {"she", "her"} or word in MAN_WORDS - {"he", "his", "him"}:
            return "human"
        kind = KIND_OF_WORD.get(word) or KIND_OF_WORD.get(_stem(word))
        before = words[max(0, at - 3) : at]
        owned = {"with", "of", "like", "as", "has", "and", "loves", "owns", "keeps", "her", "his", "their"} & set(before)
        if kind and not owned and not _belongs_to_next(words, at):
            return kind
        if word in TRADE_OF_WORD and not any(KIND_OF_WORD.get(_stem(w)) for w in [*words[at:], *name]):
            return "human"
    for word in reversed(name):
        kind = KIND_OF_WORD.get(word)
        if kind:
            return kind
    return "human"


def _belongs_to_next(words: list[str], at: int) -> bool:
    """`fish` in "fish seller" and `fox` in "fox fur coat" say nothing of the character's kind."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return following in _THINGS or following in TRADE_OF_WORD or following in {"fur", "seller", "trainer", "mask", "tamer"}


# ----------------------------------------------------------------------------------------------- people
def _sex(key: str, words: list[str], name: str) -> Sex:
    for word in words:
        if word in WOMAN_WORDS:
            return "woman"
        if word in MAN_WORDS:
            return "man"
    for given in _words(name):
        if given in FEMININE_NAMES or given in WOMAN_WORDS:
            return "woman"
        if given in MASCULINE_NAMES or given in MAN_WORDS:
            return "man"
    given = (re.findall(r"[a-zà-ÿ]+", key) or ["x"])[0]
    if given.endswith(("a", "ie", "elle", "ette", "ine", "lyn", "ah")):
        return "woman"
    if given.endswith(("o", "us", "rd", "ld", "rt", "ck")):
        return "man"
    return "woman" if chance(key, "sex").random() < 0.5 else "man"


def _person(key: str, words: list[str], name: str) -> Look:
    """A person whose every trait is chosen by the name, within what age, sex and skin allow."""
    rand = chance(key, "person")
    age = _age(words) or _age(_words(name)) or ("young" if rand.random() < 0.3 else "adult")
    sex = _sex(key, words, name)
    skin_at = next((SKIN_WORDS[w] for w in words if w in SKIN_WORDS), None)
    skin_rolled = rand.choice((0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7))
    skin_at = skin_rolled if skin_at is None else skin_at
    hair = rand.choice(_HAIR_BY_SKIN[0 if skin_at < 2 else 1 if skin_at < 4 else 2])
    style = rand.choice(_FEM_STYLES if sex == "woman" else _MAN_STYLES)
    if skin_at > 5 and rand.random() < 0.6:
        style = rand.choice(("afro", "braids", "bun", "curly") if sex == "woman" else ("crop", "curly", "afro"))
    if age == "old":
        hair = rand.choice(("#f1eef0", "#d9d9df", "#bfc0c8"))
        style = rand.choice(("bun", "bob", "curly", "short") if sex == "woman" else ("receding", "short", "side", "bald"))
    top, second, bottom_colour, shoe = rand.choice(_WARDROBE)
    child = age == "child"
    outfit = rand.choice(
        (("dress", "sweater", "tshirt", "overalls", "cardigan", "coat") if child else
         ("dress", "blouse", "cardigan", "sweater", "jacket", "coat", "shirt"))
        if sex == "woman" else
        (("tshirt", "sweater", "hoodie", "overalls") if child else
         ("shirt", "sweater", "jacket", "waistcoat", "cardigan", "coat", "hoodie"))
    )  # fmt: skip
    beards = ("none",) if sex == "woman" or age in ("child", "young") else (
        ("none", "full", "moustache", "short") if age == "old" else ("none", "none", "stubble", "short", "moustache"))
    dark_eyes = skin_at > 3 or hair in ("#2b2530", "#241c22")
    return Look(
        kind="human", seed=key, age=age, sex=sex, skin=SKINS[skin_at], hair=hair, hair_style=style,
        build=rand.choice(("slim", "average", "average", "stout")) if not child else "average",
        tall=rand.uniform(0.95, 1.05), beard=rand.choice(beards),
        glasses=rand.choice(("round", "square")) if rand.random() < (0.3 if age == "old" else 0.12) else None,
        eyes=rand.choice(("#5a3a24", "#4a3020", "#6b4226") if dark_eyes else ("#4b83b5", "#5d8f5a", "#6b4226", "#7d8a99")),
        freckles=skin_at < 3 and rand.random() < 0.18, outfit=outfit, top=top, second=second,
        bottom="skirt" if outfit == "blouse" or (outfit == "cardigan" and sex == "woman" and rand.random() < 0.5) else
               "shorts" if child and outfit in ("tshirt", "hoodie") and rand.random() < 0.6 else "trousers",
        bottom_colour=bottom_colour, shoe_colour=shoe, stripes=outfit in ("tshirt", "sweater") and rand.random() < 0.35,
        hat_colour=bottom_colour,
        scarf=rand.choice((second, "#c8413b", "#e0a030")) if outfit in ("coat", "jacket") and rand.random() < 0.35 else None,
        accessories=("earrings",) if sex == "woman" and not child and rand.random() < 0.35 else (),
    )  # fmt: skip


def _trade(look: Look, words: list[str]) -> Look:
    """Clothes of the trade that is said, if any."""
    for word in words:
        traits = TRADE_OF_WORD.get(word) or TRADE_OF_WORD.get(_stem(word))
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


def _hair_said(look: Look, words: list[str]) -> Look:
    compound = {w.split("-")[0] for w in words if w.endswith("-haired")}
    colour = next((HAIR_COLOURS[w] for w in compound if w in HAIR_COLOURS), None)
    colour = colour or _colour_of(words, "hair curls braids braid bun ponytail bob plaits pigtails locks afro", HAIR_COLOURS)
    if not colour:
        colour = next((HAIR_COLOURS[w] for w in words if w in ("blonde", "blond", "brunette", "redhead", "ginger")), None)
    if "redhead" in words:
        colour = HAIR_COLOURS["red"]
    if colour:
        look = replace(look, hair=colour)
    found = _find(words, HAIR_STYLE_OF_WORD)
    if found:
        look = replace(look, hair_style=found[0])
    elif "long" in _before(words, "hair"):
        look = replace(look, hair_style="long")
    elif "short" in _before(words, "hair"):
        look = replace(look, hair_style="short" if look.sex == "man" else "bob")
    return _beard_said(look, words)


def _before(words: list[str], thing: str) -> list[str]:
    """The up to three words before a thing, within its clause."""
    found: list[str] = []
    if thing in words:
        at = words.index(thing)
        for word in reversed(words[max(0, at - 3) : at]):
            if word in ".,;:()":
                break
            found.extend(word.split("-"))
    return found


def _beard_said(look: Look, words: list[str]) -> Look:
    for at, word in enumerate(words):
        if word in ("beard", "bearded", "moustache", "mustache", "stubble", "unshaven", "clean-shaven", "beardless"):
            if word in ("clean-shaven", "beardless") or _negated(words, at):
                return replace(look, beard="none")
            size = {"moustache": "moustache", "mustache": "moustache", "stubble": "stubble", "unshaven": "stubble"}.get(word)
            near = _before(words, word)
            size = size or ("short" if {"short", "trimmed", "neat"} & set(near) else "long" if "long" in near else "full")
            colour = _colour_before(words, at, HAIR_COLOURS)
            return replace(look, beard=size, hair=colour or look.hair)  # type: ignore[arg-type]
    return look


def _dress_said(look: Look, words: list[str]) -> Look:
    found = _find(words, OUTFIT_OF_WORD)
    if found:
        outfit, at = found
        colour = _colour_before(words, at)
        look = replace(look, outfit=outfit, top=colour or look.top, stripes="striped" in _before(words, words[at]))
        if outfit == "labcoat":
            look = replace(look, second=look.top if not colour else look.second)
        if outfit == "blouse":
            look = replace(look, bottom="skirt")
        if look.hat == "souwester":
            look = replace(look, hat_colour=look.top)
    else:
        worn = [COLOURS[b] for a, b in zip(words, words[1:], strict=False) if a in ("in", "wearing") and b in COLOURS]
        if worn:
            look = replace(look, top=worn[0])
    hat = _find(words, HAT_OF_WORD)
    if hat:
        colour = _colour_before(words, hat[1])
        look = replace(look, hat=hat[0])
        look = replace(look, hat_colour=colour or _trade_hat_colour(look))
    if "hatless" in words or any(w in ("hat", "cap") and _negated(words, i) for i, w in enumerate(words)):
        look = replace(look, hat=None)
    trousers = _colour_of(words, "trousers pants jeans shorts skirt leggings")
    if trousers:
        look = replace(look, bottom_colour=trousers)
    if {"skirt", "kilt"} & set(words):
        look = replace(look, bottom="skirt")
    if "shorts" in words:
        look = replace(look, bottom="shorts")
    return look


def _details_said(look: Look, words: list[str]) -> Look:
    present = set(words)
    for at, word in enumerate(words):
        if word in ("glasses", "spectacles", "bespectacled"):
            said = "dark" if {"dark", "sun"} & set(words[max(0, at - 2) : at]) else look.glasses or "round"
            look = replace(look, glasses=None if _negated(words, at) else said)  # type: ignore[arg-type]
        if word == "scarf" and not _negated(words, at):
            look = replace(look, scarf=_colour_before(words, at) or look.scarf or COLOURS["red"])
        if word in ("tie", "bowtie") and not _negated(words, at):
            look = replace(look, tie=_colour_before(words, at) or COLOURS["crimson"])
        if word in ("boots", "wellingtons"):
            look = replace(look, shoes="boots", shoe_colour=_colour_before(words, at) or look.shoe_colour)
        if word in ("shoes", "sneakers"):
            look = replace(look, shoe_colour=_colour_before(words, at) or look.shoe_colour)
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
    eyes = EYE_COLOURS[eyed] if eyed else _colour_of(words, "eyes", EYE_COLOURS)
    skin = _colour_said_skin(words)
    things = {"cane": "cane", "stick": "cane", "staff": "cane", "crutch": "cane", "bag": "bag", "satchel": "bag",
              "lantern": "lantern", "earrings": "earrings", "earring": "earrings", "necklace": "necklace",
              "pearls": "necklace", "bow": "bow", "ribbon": "bow", "flower": "flower"}  # fmt: skip
    extra = tuple(dict.fromkeys([*look.accessories, *(things[w] for i, w in enumerate(words)
                                                      if w in things and not _negated(words, i))]))
    return replace(look, eyes=eyes or look.eyes, skin=skin or look.skin, accessories=extra)


def _colour_said_skin(words: list[str]) -> str | None:
    near = _before(words, "skin")
    for word, at in (("pale", 0), ("light", 1), ("fair", 0), ("olive", 3), ("tan", 3), ("brown", 5), ("dark", 6),
                     ("black", 7)):  # fmt: skip
        if word in near:
            return SKINS[at]
    return None


# ---------------------------------------------------------------------------------------------- animals
def _animal(kind: str, key: str, words: list[str], name: str) -> Look:
    rand = chance(key, kind)
    kind_words = [at for at, w in enumerate(words) if KIND_OF_WORD.get(w) == kind or KIND_OF_WORD.get(_stem(w)) == kind]
    coat = next((c for c in (_colour_before(words, at) for at in kind_words) if c), None)
    coat = coat or _colour_of(words, "fur coat feathers skin wool mane shell scales plumage metal")
    if coat == COLOURS["red"] and kind in ("fox", "squirrel"):
        coat = None  # a red fox is the usual fox, not a scarlet one
    hat = _find(words, HAT_OF_WORD)
    glasses = any(w in ("glasses", "spectacles", "bespectacled", "monocle") for w in words)
    eyes = _colour_of(words, "eyes", EYE_COLOURS)
    age = _age(words)
    scarf_at = next((i for i, w in enumerate(words) if w in ("scarf", "collar", "bow-tie", "bowtie", "neckerchief")), None)
    young = {"puppy", "kitten", "cub", "lamb", "calf", "fawn", "piglet", "foal", "duckling", "pup"} & {*words, *_words(name)}
    small = bool(young or {"little", "small", "tiny"} & set(words)) or age == "child"
    return Look(
        kind=kind, seed=key, age=age or ("child" if young else "adult"), sex=_sex(key, words, name), coat=coat,
        tall=0.72 if small else 1.14 if {"big", "huge", "giant", "enormous", "great"} & set(words) else rand.uniform(0.96, 1.04),
        build="stout" if {"fat", "plump", "stout", "round"} & set(words) else "average",
        hat=hat[0] if hat else None,
        hat_colour=(_colour_before(words, hat[1]) if hat else None) or rand.choice(_WARDROBE)[0],
        glasses="round" if glasses else None, eyes=eyes or "",
        scarf=(_colour_before(words, scarf_at) or COLOURS["red"]) if scarf_at is not None else None,
    )  # fmt: skip
