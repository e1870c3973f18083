"""What a text says that somebody named is: "a small robot called Tin", "Ilse the baker", "her brother Tom".

What belongs here: finding the noun that a name is given with, and who "the robot" then is. What does not: ages and
clothes (`looks.py`), who there is (`characters.py`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sparkle_motion_dagster.writing.things import ANIMALS, PEOPLE

NOUN = rf"(?i:{'|'.join(sorted(ANIMALS | set(PEOPLE), key=len, reverse=True))})"
"""A person's or an animal's noun."""
_NAME = r"[^\W\d_a-z][\w'’-]*?"
_DESCRIBED = r"((?:(?!(?:an?|the|his|her|their|of|and|that|who|with|in|on|to)\b)[\w-]+\s+){0,3}" + NOUN + ")"
_OWNED = r"\b(?i:an?|the|one|this|his|her|its|their|my|our|your)\s+"
_CALLED = r",?\s+(?:called|named|known as|by the name of|whose name (?:is|was))\s+"
_SMALL = r"(?:(?:Old|Young|Little|Big|Mr|Mrs|Ms|Dr|Uncle|Aunt|Captain)\.?\s+)?"


@lru_cache(maxsize=512)
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    """Patterns whose group `is` holds what the name is; `name` is a pattern of its own."""
    whole = rf"(?P<name>{_SMALL}{name})(?![\w'’])"
    said = _DESCRIBED.replace("(", "(?P<is>", 1)
    return (
        re.compile(rf"{_OWNED}{said}{_CALLED}{whole}"),
        re.compile(rf"(?<!\w){whole}\s+the\s+{said}(?![\w'’-])"),
        re.compile(rf"(?<!\w){whole},\s+the\s+{said}(?=\.|,(?!\s+(?:and|or|the|an?|his|her)\b))"),
        re.compile(rf"{_OWNED}{said}\s+{whole}"),
        re.compile(rf"(?<!\w)(?P<is>(?=[^\W\d_a-z]){NOUN})\s+(?=[^\W\d_a-z][a-zà-ÿ]){whole}"),
        re.compile(
            rf"\b(?:[Tt]he|[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)\s+{said}\s+(?:was|is)\s+(?:[\w-]+\s+){{0,6}}?(?:called|named)\s+{whole}"
        ),
    )


_NAMED_NEXT = re.compile(r"([^.!?\n]+)[.!?]\s+(His|Her|Its)\s+name\s+(?:was|is)\s+((?-i:[^\W\d_a-z])[\w'’-]*)", re.I)
"""A name given in the sentence after: "There was once a frog. His name was Boris." """
_BROUGHT_IN = re.compile(rf"{_OWNED}{_DESCRIBED}(?![\w'’-])")
_CHILD = re.compile(r"\b([Hh]er|[Hh]is)\s+(?:[a-z]+\s+){0,2}(?:son|daughter|boy|girl|child)\s+[^\W\d_a-z]")
_PARENT = re.compile(
    r"(?:^|[.!?\n”\"]\s*)(?:[^\W\d_a-z][a-z]+\s+)?([^\W\d_a-z][a-zà-ÿ]+)\s+(?:[^\W\d_a-z][a-zà-ÿ]+\s+)?(?:\w+ed|was|had|wrote|sat|stood|came|went|took|put)\b"
)


def epithet(name_pattern: str, sentence: str) -> str | None:
    """What the sentence says that somebody is ("small robot"), or None. `name_pattern`: how the name may stand."""
    if not re.search(NOUN, sentence):
        return None
    found = next((match for form in _forms(name_pattern) if (match := form.search(sentence))), None)
    if found:
        return found["is"].casefold()
    return next((said for said, name in named_next(sentence) if re.fullmatch(name_pattern, name)), None)


def named_next(text: str) -> list[tuple[str, str]]:
    """What is brought in by a sentence, and the name that the next gives it."""
    named = []
    for match in _NAMED_NEXT.finditer(text):
        wanted = {"his": "man", "her": "woman", "its": None}[match[2].casefold()]
        said = [found[1].casefold() for found in _BROUGHT_IN.finditer(match[1])]
        sure = [one for one in said if wanted and PEOPLE.get(_noun_of(one)) == wanted]
        animals_only = wanted is None
        others = [
            one for one in said if not PEOPLE.get(_noun_of(one)) and (_noun_of(one) in ANIMALS or not animals_only)
        ]
        if sure or others:
            named.append(((sure or others[::-1])[0], match[3]))
    return named


def named_nouns(told: Iterable[str]) -> dict[str, str]:
    """Nouns that stand for one name in the whole text: {"robot": "Tin"}."""
    owners: dict[str, set[str]] = {}
    text = "\n".join(told)
    for form in _forms(_NAME):  # compiled when a text is first read: it takes a twentieth of a second
        for match in form.finditer(text):
            owners.setdefault(_noun_of(match["is"]), set()).add(match["name"])
    for said, name in named_next(text):
        owners.setdefault(_noun_of(said), set()).add(name)
    for match in _CHILD.finditer(text):
        parent = [
            found[1] for found in _PARENT.finditer(text[: match.start()]) if found[1] not in ("She", "He", "They")
        ]
        if parent:
            owners.setdefault("mother" if match[1].casefold() == "her" else "father", set()).add(parent[-1])
    single = {noun: min(names) for noun, names in owners.items() if len(names) == 1}
    return {noun: name for noun, name in single.items() if not _several(noun, text)}


def owned_nouns(descriptions: Mapping[str, str], told: Iterable[str]) -> dict[str, str]:
    """By name, the noun that means this person and nobody else: {"TOM": "keeper"} of "70, a lighthouse keeper"."""
    nouns = {name: noun for name, said in descriptions.items() if (noun := _head(said))}
    text = "\n".join(told)
    words = {word for name in descriptions for word in name.casefold().split()}
    return {
        name: noun
        for name, noun in nouns.items()
        if list(nouns.values()).count(noun) == 1 and noun not in words and not _several(noun, text)
    }


def meaning(noun: str) -> str:
    """A pattern of the noun where it means somebody known: "the old keeper", not "the keeper of the inn"."""
    described = r"(?:(?!(?:an?|of|and|other|second|next|first)\b)[\w-]+\s+){0,2}?"
    return rf"(?:[Tt]he|[Tt]his|[Tt]hat)\s+{described}{noun}(?!['’]s|\s+(?:of|at|in|on|with|from|by|who|next|beside)\b)"


def _head(description: str) -> str | None:
    """What a description says that somebody is: "keeper" of "70, a lighthouse keeper in a yellow coat"."""
    plain = r"(?:(?!(?:his|her|their|of|with|in)\b)[\w-]+\s+)"
    whole = re.compile(rf"(?:an?\s+|the\s+)?{plain}{{0,4}}({NOUN})(?:\s+(?:in|with|of|from|who|at)\b.*)?")
    found = next((match for piece in description.split(",") if (match := whole.fullmatch(piece.strip()))), None)
    return found.group(1).casefold() if found else None


def _noun_of(said: str) -> str:
    return re.findall(rf"\b{NOUN}\b", said)[0].casefold()


def _several(noun: str, text: str) -> bool:
    """Whether the text brings in more than one of them: "a man … another man"."""
    brought = re.findall(rf"\b(?:an?|another|one|two|three|other|second)\s+(?:[\w-]+\s+){{0,3}}?{noun}s?\b", text, re.I)
    return len(brought) > 1
