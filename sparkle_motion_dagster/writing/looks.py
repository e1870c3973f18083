"""How a text introduces somebody: age, looks and clothes after the name.

What belongs here: reading one person's look out of sentences. What does not: who there is (`characters.py`).
"""

import re

from sparkle_motion_dagster.writing.epithets import epithet
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.things import ANIMALS, PEOPLE

_OPENS = re.compile(
    r"(?:an?|the|his|her|their|in|wearing|with|dressed|barely|about|around|nearly|almost|early|late|mid|aged?|still|once|\d+|"
    r"(?:teen|twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:s|y|ies))\b",
    re.I,
)
_WEARS = re.compile(
    r"\b(?:wears|wearing|dressed in|in)\s+(an?\s+[^,.;]*?\b(?:coat|raincoat|dress|hat|cap|jacket|sweater|"
    r"jumper|cardigan|scarf|apron|uniform|suit|shirt|boots|cloak|robe|overalls|hood|shawl|vest|oilskins?)\b)",
    re.I,
)
_FOLLOWS = re.compile(
    r"^(?:She|He|It|They)(?:(?:'s| is| wears| was| wore)\s+(?!been\b|gone\b|not\b|still\b|about\b|already\b|\w+ing\b)|"
    r" (?:has|had)\s+(?=(?:an?|one|two|long|short|big|small|dark|white|gr[ae]y|red|black|blue|green|brown|"
    r"curly)\b))(.+?)[.!?]?$"
)
_LOOK_NOUNS = (
    r"hair\w*|haired|beard\w*|eyes|face|coat|raincoat|dress|hat|cap|jacket|sweater|jumper|"
    r"cardigan|scarf|apron|uniform|suit|boots|cloak|robe|overalls|glasses|spectacles|fur|feathers|tail|ears?|wings?"
)
_LOOK_WORDS = re.compile(
    rf"\b(?:\d{{1,2}}|old|young|tall|short|thin|fat|stout|{_LOOK_NOUNS}|"
    r"seventy|sixty|fifty|forty|thirty|twenty|eighty|ninety)\b",
    re.I,
)
_WORN = re.compile(rf"^(?:[\w-]+ ){{1,4}}(?:{_LOOK_NOUNS})$", re.I)
"""A further piece of a look: "thirties, red hair, emerald dress"."""
_WITH = (
    r"(?:\s+(?:with|in)\s+(?:[\w'’-]+\s+){0,4}?(?:ears?|tail|fur|hair|beard|eyes|coat|raincoat|dress|hat|cap|jacket|sweater|"
    r"scarf|apron|uniform|suit|boots|cloak|robe|glasses|spectacles|feathers|wings?|paws?|collar|shawl|face|cardigan|overalls))?"
)
_NO_DETERMINER = r"(?:(?!(?:an?|the|his|her|their|of|and|that|who)\b)[\w'’-]+\s+)"


def introduction(name: str, pattern: re.Pattern[str], told: list[str]) -> str:
    """The look told where the person is first introduced, in the writer's words; "" if there is none."""
    every = [sentence for text in told for sentence in sentences(text)]
    mentions = [at for at, sentence in enumerate(every) if pattern.search(sentence)]
    noun = _noun(name)
    for at in mentions[:6]:
        parts = _noun_phrase(name, every[at], noun)
        named_last = at > 0 and re.match(r"(?:His|Her|Its) name\b", every[at])
        said = (
            epithet(pattern.pattern, " ".join(every[at - 1 if named_last else at : at + 1])) if noun is None else None
        )
        parts += [said] if said else []
        parts += _after(every[at], pattern, parts)
        follows = _FOLLOWS.match(every[at + 1]) if at + 1 < len(every) else None
        if follows and _LOOK_WORDS.search(follows.group(1)) and at == mentions[0]:
            parts.append(follows.group(1))
        parts = [part for part in dict.fromkeys(part.strip(" ,;.") for part in parts) if part]
        if parts:
            return ", ".join(parts)[:300]
    return noun or ""


def _noun(name: str) -> str | None:
    """The name itself, if it says what somebody is: "Old Fisherman", "RED FOX"."""
    words = name.casefold().split()
    return name.casefold() if any(w in ANIMALS or w in PEOPLE for w in words) else None


def _noun_phrase(name: str, sentence: str, noun: str | None) -> list[str]:
    """ "an old red fox with one white ear" for Fox."""
    if noun is None:
        return []
    word = re.escape(name.split()[-1])
    found = re.search(rf"\b(?:an?|the|his|her|their)\s+({_NO_DETERMINER}{{0,5}}{word}{_WITH})", sentence, re.I)
    phrase = found.group(1) if found else noun
    return [phrase.lower() if phrase == phrase.upper() else _lower_name(phrase, name)]


def _lower_name(phrase: str, name: str) -> str:
    return re.sub(re.escape(name), name.casefold(), phrase, flags=re.I)


def _after(sentence: str, pattern: re.Pattern[str], known: list[str]) -> list[str]:
    """What stands in brackets and between commas right after the name."""
    found = pattern.search(sentence)
    if not found:
        return []
    rest = re.sub(r"^(?:\s+[^\W\d_][\w'’.-]*(?=\s*[(,]))", "", sentence[found.end() :])
    parts: list[str] = []
    bracket = re.match(r"\s*\(([^)]*)\)", rest) or re.match(r"\s+and\s+[^\W\d_a-z]+\s+\((?:both|all)\s+([^)]*)\)", rest)
    if bracket:
        parts.append(re.sub(r"^(?:both|all)\s+", "", bracket.group(1)))
        rest = rest[bracket.end() :]
    if rest.startswith(","):
        rest = re.sub(r"^,\s+who(?:\s+is|'s|’s)\s+(?=\d|[a-z]+(?:ty|teen)\b)", ", aged ", rest)
        pieces = re.split(r",\s+", re.split(r"[.;:!?—]|\s--?\s", rest[1:])[0].strip())
        for at, piece in enumerate(pieces):
            last = at == len(pieces) - 1
            words = piece.split()
            if re.match(r"(?:and |or )?[^\W\d_a-z]{2,}\b", piece):
                break  # somebody else is introduced
            adjective = len(words) <= 2 and not re.search(r"(?:s|ing)$", words[0] if words else "s")
            if not words or not (_OPENS.match(piece) or (adjective and not last) or (parts and _WORN.search(piece))):
                break
            parts.append(" ".join(words[:14]))
    worn = _WEARS.search(sentence[found.end() :])
    if worn and not any(worn.group(1) in part for part in [*parts, *known]):
        parts.append(f"in {worn.group(1)}")
    return parts


_ANOTHER = re.compile(
    r"\b(?:at|to|for|with|after|behind|beside|towards?|on|from|by) (?:her|him)\b(?!\s+(?!(?:in|and|as|with|while|from|to|at|on|through|again)\b)[a-z])",
    re.I,
)


def pronoun_sex(pattern: re.Pattern[str], others: list[re.Pattern[str]], told: list[str]) -> str | None:
    """ "woman" or "man", by the pronouns that follow the name where nobody else is named; None if they do not agree."""
    women = men = 0
    for text in told:
        named = False
        for sentence in sentences(text):
            found = pattern.search(sentence)
            alone = not any(other.search(sentence) for other in others)
            scope = sentence[found.end() :] if found and alone else ""
            if not found and named and re.match(r"(?:She|He|Her|His)\b", sentence):
                scope = sentence
            if scope and _ANOTHER.search(scope):  # "Tom looks at her. She smiles": she is somebody else
                named = False
                continue
            women += len(re.findall(r"\b(?:she|herself)\b|^her\b", scope, re.I))  # "at her feet" may be another's
            men += len(re.findall(r"\b(?:he|himself)\b|^his\b", scope, re.I))
            named = (bool(found) and alone) or (named and bool(scope))
    if women >= 2 * men and women:
        return "woman"
    if men >= 2 * women and men:
        return "man"
    return None
