"""Names of people in prose, where nothing but a capital letter tells them.

What belongs here: which words of a story are somebody's name, and who tells it as "I". What does not: what they are
(`epithets.py`), who speaks (`story.py`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sparkle_motion_dagster.film.given_names import likely_sex
from sparkle_motion_dagster.writing.epithets import NOUN
from sparkle_motion_dagster.writing.looks import pronoun_sex
from sparkle_motion_dagster.writing.places import is_place_word
from sparkle_motion_dagster.writing.things import PEOPLE

DOES = (
    r"(?:\w+ed|\w+s|ran|sat|stood|was|went|came|took|put|held|had|saw|said|knew|thought|felt|found|gave|got|made|ate|drank|sang|"
    r"spoke|fell|flew|swam|drew|shook|woke|told|kept|left|brought|bought|built|wrote|read|rode|rose|lay|led|met|slept|threw|"
    r"wore|began|broke|caught|chose|could|would|did|heard|hid|let|lit|lost|paid|sent|shut|spent|swung|taught|tore|won|crept|drove|wept|dug|bent|blew|hung|rang|sought|stole|strode)"
)
"""Verbs of what somebody does, in a story's tenses."""
_OPENS = r"(?:^|[.!?…][”\"’»]?\s+)(?:(?:And|But|Then|So|When|While|As)\s+)?"
_GOES_ON = r"(?:,|;|\band|\bbut|\bwhen|\bwhile|\bthen|\bas)\s+"
_TITLE = rf"(?:(?:(?=[A-Z]){NOUN}|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Old|Little|Young)\s+)?"
_SUBJECT = re.compile(
    rf"(?:{_OPENS}|{_GOES_ON}){_TITLE}([A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?)"
    rf"(?:\s+[A-Z][a-zà-ÿ'’-]+)?(?:\s+(?:(?:had|has)\s+)?(?:\w+ly\s+)?{DOES}\b|\s+and\s+[A-Z])"
)
"""A name that does something."""
_NOUN_FIRST = re.compile(rf"\W*(?:(?:the|an?|his|her|their|my|our)\s+(?:[\w-]+\s+){{0,3}}?)?({NOUN})\b", re.I)
_PRONOUN_FIRST = re.compile(r"\W*(she|he|they|it|i|we)\b", re.I)
_THING_FIRST = re.compile(rf"\W*(?i:the|an?|his|her|their|my|our)\s+(?:[a-z-]+\s+){{0,2}}?([a-z-]+)\s+{DOES}\b")
_INSIDE = re.compile(r"(?<=[\w,;] )([A-Z][a-zà-ÿ]+)\b")
_NOUN = re.compile(rf"\b({NOUN})(?:['’]s)?\b")
_NOBODY = frozenset(
    """
    the it she he they we you i there this that these those his her its their our your my rain snow nothing nobody
    everybody someone somebody something everyone everything what who which whose then now here and but or nor so yet when
    where while once all both each one two three four five ten night morning evening afternoon noon midnight dawn dusk winter
    summer spring autumn wind words days weeks months years hours minutes stars if after before until since as at by from in
    on to with without under over near inside outside behind beside above below across along through during for of off out up
    down not never always sometimes often soon later suddenly slowly perhaps maybe only even just still again every some any
    many most few several another other such no yes oh ah well please monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december god christmas easter mr mrs ms dr
    st north south east west how why because although though instead meanwhile finally together halfway beyond between among
    despite
    """.split()
)
_TWO_NAMES = re.compile(
    r"(?<![\w.'’-])([A-Z][a-zà-ÿ]+) ((?:Mc|Mac|O['’])?[A-Z][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)?)\b(?!['’]\w| [A-Z])"
)
_PART_OF_NO_NAME = re.compile(
    rf"{NOUN}|(?:{'|'.join(_NOBODY)}|miss|sir|old|young|little|big|aunt|uncle|new|great|grand|saint|hall|house|road)",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:[Mm]y name (?:is|was)|I am called|I was called|[Tt]hey call(?:ed)? me|[Cc]all me|[Ee]veryone calls me)\s+([A-Z][\w'’-]+)"
)


def people_named(text: str) -> list[str]:
    """Names, and nouns of people and animals, of a stretch of narration, in order."""
    found = [(match.start(), match.group(1).capitalize()) for match in _NOUN.finditer(text)]
    found += [(match.start(1), match.group(1)) for match in _SUBJECT.finditer(text)]
    found += [(match.start(), match.group(1)) for match in _INSIDE.finditer(text)]
    return [name for _, name in sorted(set(found)) if name.casefold() not in _NOBODY]


def subject(sentence: str) -> str | None:
    """The name, noun or pronoun that a sentence begins with; None if something else acts."""
    opening, pronoun = _NOUN_FIRST.match(sentence), _PRONOUN_FIRST.match(sentence)
    named = _SUBJECT.match(sentence)
    if pronoun:
        return pronoun.group(1).casefold()
    if opening:
        return opening.group(1).capitalize()
    return named.group(1) if named and named.group(1).casefold() not in _NOBODY else None


def thing_acting(sentence: str) -> str | None:
    """The noun of a thing that a sentence begins with: "well" of "The well answered"."""
    found = _THING_FIRST.match(sentence)
    return found.group(1) if found and not re.fullmatch(NOUN, found.group(1)) else None


def acting_names(told: Sequence[str]) -> list[str]:
    """Names of those who do something in a story: given names, and names that act twice or are called he or she."""
    acts: Counter[str] = Counter()
    for text in told:
        acts.update(match.group(1) for match in _SUBJECT.finditer(text))
    return [
        name
        for name, times in acts.items()
        if name.casefold() not in _NOBODY
        and name.casefold() not in PEOPLE
        and (likely_sex(name) or times > 1 or pronoun_sex(re.compile(rf"\b{name}\b"), [], list(told)))
    ]


def full_names(told: Iterable[str]) -> dict[str, str]:
    """Whose whole name a word of it is, in small letters: {"ruth": "Ruth Okafor", "okafor": "Ruth Okafor"}.

    Words of two people's names are nobody's.
    """
    text = "\n".join(told)
    whole: dict[str, set[str]] = {}
    for match in _TWO_NAMES.finditer(text):
        first, last = match.groups()
        noun = bool(re.fullmatch(NOUN, last))  # Tom Baker may be; but "the baker" is not he
        if _PART_OF_NO_NAME.fullmatch(first) or (_PART_OF_NO_NAME.fullmatch(last) and not noun) or is_place_word(last):
            continue
        if likely_sex(first) or (not noun and re.match(rf"\s+{DOES}\b", text[match.end() :])):
            for word in (first, *(() if noun else (last,))):
                whole.setdefault(word.casefold(), set()).add(f"{first} {last}")
    return {word: min(names) for word, names in whole.items() if len(names) == 1}


def is_no_name(word: str) -> bool:
    """Whether a word with a capital is nobody's name: a day, a month, a pronoun."""
    return word.casefold() in _NOBODY


def teller(told: Iterable[str]) -> str | None:
    """The name of who tells the story as "I", if they say it."""
    return next((found.group(1) for text in told if (found := _TELLS.search(text))), None)
