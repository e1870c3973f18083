"""How looks are found in words: what is said of a thing, of its colour, of age, sex and kind.

What belongs here: reading. What does not: word lists (`look_words.py`), what a look is (`look.py`).
"""

import re
from typing import Literal

from sparkle_motion_dagster.backends.drawing.look_words import (
    CHILD_WORDS,
    COLOURS,
    HAT_OF_WORD,
    KIND_OF_WORD,
    OLD_WORDS,
    OUTFIT_OF_WORD,
    SMALL,
    TENS,
    TRADE_OF_WORD,
    UNDRAWN,
    YOUNG_WORDS,
)
from sparkle_motion_dagster.backends.drawing.svg import chance
from sparkle_motion_dagster.film.sexes import FEMALE_WORDS, MALE_WORDS, sex_of, sex_of_ending

Age = Literal["child", "young", "adult", "old"]
Sex = Literal["woman", "man"]


def words_of(text: str) -> list[str]:
    """Lower-case words with punctuation kept as words of its own; spelled pairs such as `lab coat` joined."""
    text = text.casefold().replace("’", "'")
    text = re.sub(
        r"\b(lab|top|straw|trench|flat|baseball|woolly|bobble|cowboy|pointed|peaked|wizard|space)\s+"
        r"(coat|hat|cap|suit)\b",
        r"\1-\2",
        text,
    )
    text = re.sub(r"\b(chef|captain)(?:'s)?\s+(hat|cap)\b", r"\1's-\2", text)
    text = re.sub(r"\b(\w+)\s+(skinned|haired)\b", r"\1-\2", text)
    return re.findall(r"[a-zà-ÿ0-9]+(?:['-][a-zà-ÿ0-9]+)*|[.,;:()]", text)


_PERSONS = (FEMALE_WORDS | MALE_WORDS) - set("she her hers herself he his him himself female male".split())
"""Whoever wears these and of whom nothing else is said is drawn as a woman."""


def stem(word: str) -> str:
    """Without a plural's s."""
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def negated(words: list[str], at: int) -> bool:
    """True if the word here is denied: "no hat", "without a hat"."""
    return any(w in ("no", "without", "not", "never") for w in words[max(0, at - 2) : at])


def find(words: list[str], table: dict[str, str]) -> tuple[str, int] | None:
    """The first meaning of the table among the words, and where it stands."""
    for at, word in enumerate(words):
        meaning = table.get(word) or table.get(stem(word))
        if meaning and not negated(words, at):
            return meaning, at
    return None


_THINGS = frozenset([*OUTFIT_OF_WORD, *HAT_OF_WORD, *"hair eyes beard skin trousers skirt shoes boots scarf".split()])


def colour_before(words: list[str], at: int, table: dict[str, str] = COLOURS) -> str | None:
    """The colour that the words just before a thing give it: "a long yellow coat"."""
    for back in range(1, 5):
        if at - back < 0 or words[at - back] in ".,;:()" or words[at - back] in _THINGS:
            return None
        for part in reversed(words[at - back].split("-")):
            if part in table:
                return table[part]
    return None


def colour_of(words: list[str], things: str, table: dict[str, str] = COLOURS) -> str | None:
    """The colour said of any of these things, before it ("blue scarf") or after ("scarf of blue", "hair is white")."""
    wanted = things.split()
    for at, word in enumerate(words):
        if word in wanted and not negated(words, at):
            colour = colour_before(words, at, table)
            if colour:
                return colour
            for link, said in zip(words[at + 1 : at + 3], words[at + 2 : at + 4], strict=False):
                if link in ("of", "is", "in", "gone", "turning") and said in table:
                    return table[said]
    return None


def age_in(words: list[str]) -> Age | None:
    """The age said in figures, words or kinship; None if nothing says."""
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


def kind_in(name: list[str], words: list[str]) -> str:
    """Human, unless the words or the name say an animal or a robot."""
    for at, word in enumerate(words):
        if word in _PERSONS:
            return "human"
        kind = KIND_OF_WORD.get(word) or KIND_OF_WORD.get(stem(word))
        before = words[max(0, at - 3) : at]
        owned = {"with", "of", "like", "as", "has", "and", "loves", "owns", "keeps", "her", "his", "their"} & set(
            before
        )
        if kind and not owned and not _belongs_to_next(words, at):
            return kind
        if word in TRADE_OF_WORD and not any(KIND_OF_WORD.get(stem(w)) for w in [*words[at:], *name]):
            return "human"
    for word in reversed(name):
        kind = KIND_OF_WORD.get(word)
        if kind:
            return kind
    return "human"


def undrawn_kind(name: str, description: str) -> str | None:
    """The animal that a character is said to be and that the pen cannot draw; None if there is no such thing to tell."""
    words = [*words_of(name), *words_of(description.split(",")[0])]
    if kind_in(words_of(name), words_of(description)) != "human":
        return None
    return next((stem(word) if word not in UNDRAWN else word for word in words if {word, stem(word)} & UNDRAWN), None)


def _belongs_to_next(words: list[str], at: int) -> bool:
    """`fish` in "fish seller" and `fox` in "fox fur coat" say nothing of the character's kind."""
    following = words[at + 1] if at + 1 < len(words) else ""
    return (
        following in _THINGS or following in TRADE_OF_WORD or following in {"fur", "seller", "trainer", "mask", "tamer"}
    )


def before(words: list[str], thing: str) -> list[str]:
    """The up to three words before a thing, within its clause."""
    found: list[str] = []
    if thing in words:
        at = words.index(thing)
        for word in reversed(words[max(0, at - 3) : at]):
            if word in ".,;:()":
                break
            found.extend(word.split("-"))
    return found


def sex_in(key: str, name: str, description: str) -> Sex:
    """As the words say, else as the name suggests (the voice's answer, too), else by chance."""
    sex = sex_of(name, description) or sex_of_ending(name)
    if sex is None:
        return "woman" if chance(key, "sex").random() < 0.5 else "man"
    return "woman" if sex == "female" else "man"
