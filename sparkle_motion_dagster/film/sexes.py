"""Whether somebody is a woman or a man: what the text says, else what the name suggests.

What belongs here: the one answer that voice, picture and the reading of "she" agree on. What does not: the other traits
of a voice (`traits.py`), and what to do where nothing tells.
"""

import re
import unicodedata
from typing import Literal

from sparkle_motion_dagster.film.given_names import likely_sex

Sex = Literal["female", "male"]
FEMALE_WORDS = frozenset(
    """
    she her hers herself woman women lady girl girls mother mom mum mama mommy mummy grandmother grandma granny gran nana nan
    nonna abuela aunt auntie sister daughter granddaughter niece wife widow queen princess duchess countess empress witch nun
    waitress actress heroine bride mrs ms miss madam madame mademoiselle female goddess mermaid landlady maid sorceress barmaid
    seamstress schoolgirl policewoman fisherwoman businesswoman housewife matron governess fairy ballerina hostess stewardess
    girlfriend
    """.split()
)
MALE_WORDS = frozenset(
    """
    he him his himself man men gentleman boy boys father dad papa daddy grandfather grandpa granddad grandad gramps nonno abuelo
    uncle brother son grandson husband widower king prince duke count emperor wizard monk waiter actor hero groom mr sir lord
    male god butler nephew barman fisherman policeman postman milkman fireman cowboy salesman businessman craftsman schoolboy
    guy bloke lad fellow priest friar boyfriend
    """.split()
)
_FEMALE_ANIMALS = frozenset("hen ewe mare lioness vixen cow doe".split())
_MALE_ANIMALS = frozenset("bull rooster ram stallion stag tomcat".split())
_MENS_TRADES = frozenset("sailor captain sergeant knight blacksmith woodcutter lumberjack".split())
"""Trades that a story gives to men more often: they tell less than a given name."""
_WOMENS_CLOTHES = frozenset("dress sundress gown ballgown skirt blouse frock nightgown nightdress bikini".split())
_FEMALE_ENDINGS = ("a", "ie", "elle", "ette", "ine", "lyn", "ah")
_MALE_ENDINGS = ("o", "us", "rd", "ld", "rt", "ck")
_OWNERS = re.compile(r"\b[\w-]+'s\s+(?=\w)")
_OTHERS = frozenset(
    """
    friend neighbour neighbor cousin partner boss assistant colleague child kid baby twin lover servant guest teacher pupil
    student nurse doctor lawyer apprentice companion rival enemy crew team
    """.split()
)
_OWNER = re.compile(
    rf"\b(?:her|his)\s+(?=(?:[\w-]+\s+){{0,2}}?(?:{'|'.join(sorted(FEMALE_WORDS | MALE_WORDS | _OTHERS))})\b)"
)
"""Whose nephew he is says nothing of himself: "her nephew", "the queen's guard"."""


_WORN = re.compile(
    r"\b[a-z]+[\s-]+(?=(?:hat|cap|boots?|suit|collar|dress|costume|coat|uniform|shirt|robe|outfit|jacket|crown)\b)"
)
"""A cowboy hat makes no cowboy."""


def sex_of(name: str, description: str) -> Sex | None:
    """What is told, else what the given name, a trade or clothes suggest; None if nothing does."""
    told = sex_told(name, description)
    if told:
        return told
    said, called = words_of(description), words_of(name)
    likely = likely_sex(" ".join(called))
    if likely:
        return "female" if likely == "female" else "male"
    if _MENS_TRADES & {*said, *called}:
        return "male"
    return "female" if _WOMENS_CLOTHES & set(said) else None


def sex_told(name: str, description: str) -> Sex | None:
    """What the description's first word of it says, or the name's title ("Old Man", "Mrs Bell").

    Later words of a description often speak of somebody else ("a man in her coat").
    """
    for words in (words_of(_of_themselves(plain(description))), words_of(name)):
        for word in words:
            if word in FEMALE_WORDS or word in _FEMALE_ANIMALS:
                return "female"
            if word in MALE_WORDS or word in _MALE_ANIMALS:
                return "male"
    return None


def _of_themselves(description: str) -> str:
    for said_of_another in (_OWNERS, _OWNER, _WORN):
        description = said_of_another.sub(" ", description)
    return description


def sex_of_ending(name: str) -> Sex | None:
    """What the end of an unknown given name suggests: "Zelinda", "Orlando"."""
    given = (words_of(name) or ["x"])[0]
    if given.endswith(_FEMALE_ENDINGS):
        return "female"
    return "male" if given.endswith(_MALE_ENDINGS) else None


def words_of(text: str) -> list[str]:
    """Its words, plain; a hyphen parts two."""
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", plain(text))


def plain(text: str) -> str:
    """Small letters without accents, straight apostrophes."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("’", "'")
