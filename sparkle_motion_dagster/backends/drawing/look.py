"""The look of every character: what the words say, and the rest by a hash of the name.

What belongs here: what is chosen when nothing is said, for people and animals. What does not: reading, drawing.
"""

from sparkle_motion_dagster.backends.drawing.look_reading import (
    age_in,
    colour_before,
    colour_of,
    find,
    kind_in,
    sex_in,
    stem,
    words_of,
)
from sparkle_motion_dagster.backends.drawing.look_said import (
    dressed_for_trade,
    of_no_human_kind,
    with_details_said,
    with_dress_said,
    with_hair_said,
)
from sparkle_motion_dagster.backends.drawing.look_type import Beard, Look
from sparkle_motion_dagster.backends.drawing.look_words import (
    COLOURS,
    EYE_COLOURS,
    HAT_OF_WORD,
    KIND_OF_WORD,
    SKIN_WORDS,
    SKINS,
)
from sparkle_motion_dagster.backends.drawing.svg import chance
from sparkle_motion_dagster.film.sexes import sex_of

# Top, second colour, bottom, shoes: each row is a set that looks well together.
WARDROBE = (
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
    words = words_of(description)
    key = name.strip().casefold()
    kind = kind_in(words_of(name), words)
    if kind != "human":
        return _animal(kind, key, name, description)
    look = of_no_human_kind(_person(key, name, description), [*words, *words_of(name)])
    look = dressed_for_trade(look, words)
    look = with_hair_said(look, words)
    look = with_dress_said(look, words)
    return with_details_said(look, words)


def _person(key: str, name: str, description: str) -> Look:
    """A person whose every trait is chosen by the name, within what age, sex and skin allow."""
    rand, words = chance(key, "person"), words_of(description)
    age = age_in(words) or age_in(words_of(name)) or ("young" if rand.random() < 0.3 else "adult")
    sex = sex_in(key, name, description)
    skin_at = next((SKIN_WORDS[w] for w in words if w in SKIN_WORDS), None)
    skin_rolled = rand.choice((0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7))
    skin_at = skin_rolled if skin_at is None else skin_at
    hair = rand.choice(_HAIR_BY_SKIN[0 if skin_at < 2 else 1 if skin_at < 4 else 2])
    style = rand.choice(_FEM_STYLES if sex == "woman" else _MAN_STYLES)
    if skin_at > 5 and rand.random() < 0.6:
        style = rand.choice(("afro", "braids", "bun", "curly") if sex == "woman" else ("crop", "curly", "afro"))
    if age == "old":
        hair = rand.choice(("#f1eef0", "#d9d9df", "#bfc0c8"))
        style = rand.choice(
            ("bun", "bob", "curly", "short") if sex == "woman" else ("receding", "short", "side", "bald")
        )
    top, second, bottom_colour, shoe = rand.choice(WARDROBE)
    child = age == "child"
    outfit = rand.choice(
        (("dress", "sweater", "tshirt", "overalls", "cardigan", "coat") if child else
         ("dress", "blouse", "cardigan", "sweater", "jacket", "coat", "shirt"))
        if sex == "woman" else
        (("tshirt", "sweater", "hoodie", "overalls") if child else
         ("shirt", "sweater", "jacket", "waistcoat", "cardigan", "coat", "hoodie"))
    )  # fmt: skip
    beards: tuple[Beard, ...] = (
        ("none",)
        if sex == "woman" or age in ("child", "young")
        else (
            ("none", "full", "moustache", "short")
            if age == "old"
            else ("none", "none", "stubble", "short", "moustache")
        )
    )
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


def _animal(kind: str, key: str, name: str, description: str) -> Look:
    words = words_of(description)
    rand = chance(key, kind)
    kind_words = [at for at, w in enumerate(words) if KIND_OF_WORD.get(w) == kind or KIND_OF_WORD.get(stem(w)) == kind]
    coat = next((c for c in (colour_before(words, at) for at in kind_words) if c), None)
    coat = coat or colour_of(words, "fur feathers skin wool mane shell scales plumage metal coat")
    if _clothed(words):
        coat = colour_of(words, "fur feathers skin wool shell scales plumage")
    if coat == COLOURS["red"] and kind in ("fox", "squirrel"):
        coat = None  # a red fox is the usual fox, not a scarlet one
    hat = find(words, HAT_OF_WORD)
    glasses = any(w in ("glasses", "spectacles", "bespectacled", "monocle") for w in words)
    eyes = colour_of(words, "eyes", EYE_COLOURS)
    age = age_in(words)
    scarf_at = next(
        (i for i, w in enumerate(words) if w in ("scarf", "collar", "bow-tie", "bowtie", "neckerchief")), None
    )
    young = {"puppy", "kitten", "cub", "lamb", "calf", "fawn", "piglet", "foal", "duckling", "pup"} & {
        *words,
        *words_of(name),
    }
    small = bool(young or {"little", "small", "tiny"} & set(words)) or age == "child"
    return Look(
        kind=kind, seed=key, age=age or ("child" if young else "adult"), sex="woman" if sex_of(name, description) == "female" else "man", coat=coat,
        tall=0.72 if small else 1.14 if {"big", "huge", "giant", "enormous", "great"} & set(words) else rand.uniform(0.96, 1.04),
        build="stout" if {"fat", "plump", "stout", "round"} & set(words) else "average",
        hat=hat[0] if hat else None,
        hat_colour=(colour_before(words, hat[1]) if hat else None) or rand.choice(WARDROBE)[0],
        glasses="round" if glasses else None, eyes=eyes or "",
        scarf=(colour_before(words, scarf_at) or COLOURS["red"]) if scarf_at is not None else None,
    )  # fmt: skip


def _clothed(words: list[str]) -> bool:
    """True if a coat is worn ("in a grey coat"), not grown ("with a grey coat")."""
    return any(
        word == "coat" and {"in", "wearing", "wears"} & set(words[max(0, at - 5) : at]) for at, word in enumerate(words)
    )
