"""Speech inside prose: where it stands, and who says it.

What belongs here: finding quoted speech in a paragraph and its speaker. What does not: scenes and shots. Single
straight quotes and speech opened by a dash are not taken for speech: too many of them are apostrophes and asides.
"""

import re
from dataclasses import dataclass

from sparkle_motion_dagster.writing.epithets import NOUN

_MARKS = re.compile(r"“([^“”]*)(?:”|$)|«([^«»]*)(?:»|$)|„([^„“”]*)(?:[“”]|$)|\"([^\"]*)(?:\"|$)")
_SINGLE = re.compile(r"(?<!\w)‘((?:[^‘’]|’(?=\w))+)(?:’(?!\w)|$)")
_REGULAR = """
whisper mutter murmur ask answer shout call laugh yell exclaim sigh add bark growl squeak howl announce continue admit insist
warn chirp croak gasp sob moan groan grumble mumble stammer stutter explain suggest offer wonder protest
interrupt observe remark boast joke tease beg plead snap roar purr meow hum demand order declare promise breathe recite repeat
smile grin nod shrug agree hiss scream shriek bellow giggle chuckle snort sniff complain reason echo
"""
_IRREGULAR = "said says told tells replied replies cried cries began begins sang sings wept weeps read reads quoth"


_DOUBLED = frozenset("sob beg snap hum grin nod shrug admit".split())


def _spoken_forms() -> str:
    forms = set(_IRREGULAR.split())
    for verb in _REGULAR.split():
        doubled = f"{verb}{verb[-1]}ed" if verb in _DOUBLED else f"{verb}ed"
        past = f"{verb}d" if verb.endswith("e") else doubled
        forms |= {past, f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"}
    return "|".join(sorted(forms, key=len, reverse=True))


_SAYS = rf"(?:{_spoken_forms()}|went on|goes on)"
_WHO = (
    rf"((?:(?:the|an?|his|her|their|my|our)\s+(?:[\w'’-]+\s+){{0,4}}?{NOUN}(?![\w'’-])(?!\s+(?-i:[A-Z]))"
    r"|(?:(?:the|a|an|his|her|their|my|old|young|little)\s+)*[^\W\d_][\w'’-]*(?:\s+(?-i:[A-Z])[\w'’-]*){0,2}))"
)
_WOULD = r"(?:would|could|used to|began to)\s+(?:say|ask|reply|answer|whisper|shout|call|murmur|add|cry)"
_HOW = (
    r"(?:\s+(?:her|him|them|me|us|it)\b)?(?:\s+(?:aloud|again|then|first|finally|too|once more|loudly|quietly))?"
    r"(?:\s+(?:one|that|this|every|the next|last)\s+(?:day|night|morning|evening|afternoon|spring|summer|autumn|winter|time)\b)?"
    r"(?:\s+(?:from|to|at|in|with|over|without|through|across|into|after|before|for|"
    r"between|behind|under|by|on|around|as)\s+[^,.;:!?\"“”«»]*?)?(?=[,.;:!?]|\s+and\b|$)"
)
_AFTER = re.compile(
    rf"^,?\s*(?:{_SAYS}\s+{_WHO}|{_WHO}\s+(?:{_SAYS}|{_WOULD}))\b(?:\s+(\w+ly|back|in a [\w ]+? voice))?"
    rf"(?:{_HOW}|(?:\s+to\s+[\w ]+?)?(?=[,.;:!?]|\s+and\b|\s|$))",
    re.I,
)
_BEFORE = re.compile(
    rf"(?:^|[.!?]\s+|,\s+|\band\s+)(?:(?:every|one|that|the next) \w+ )?{_WHO}\s+(?:\w+ly\s+)?({_SAYS})\b[^.!?]*[,:]\s*$",
    re.I,
)
_MANNERS = {
    "whisper": "whispering", "shout": "shouting", "yell": "shouting", "cried": "crying out", "cries": "crying out",
    "murmur": "murmuring", "mutter": "muttering", "laugh": "laughing", "sang": "singing", "sing": "singing",
    "sigh": "sighing", "growl": "growling", "hiss": "hissing", "exclaim": "excited", "warn": "warning",
    "howl": "howling",
}  # fmt: skip


_WHAT_THEY_ARE = re.compile(
    rf",?\s*(?:the|an?|his|her|their|my)\s+(?:(?!of\b|and\b)[\w'’-]+\s+){{0,4}}?{NOUN}\s*(?:[.;]|$)", re.I
)
"""The end of `said Daniel, the young doctor.`"""


@dataclass(frozen=True)
class Told:
    """A stretch of narration."""

    text: str
    retold: bool = False
    """Whether its words are not all the writer's: "Ada put the kettle on" of "said Ada, and put the kettle on"."""


@dataclass(frozen=True)
class Quoted:
    """A stretch of speech: its words, whom the prose names as speaker, and how it is said."""

    text: str
    who: str | None
    """The speaker in the prose's words ("the fox", "Mira", "she"), or None."""
    manner: str | None = None


def unquoted(paragraph: str) -> str:
    """A paragraph without the words in its quotes: where and when it is set, attributions included."""
    return re.sub(r"\s+", " ", _MARKS.sub(" ", paragraph)).strip()


def parted(paragraph: str) -> list[Told | Quoted]:
    """A paragraph as narration and speech, in order. Speech is verbatim; attributions are not narrated."""
    double = list(_MARKS.finditer(paragraph))
    single = [
        one
        for one in _SINGLE.finditer(paragraph)
        if not any(one.start() < d.end() and d.start() < one.end() for d in double)
    ]
    found = [match for match in sorted([*double, *single], key=lambda m: m.start()) if _is_speech(paragraph, match)]
    parts: list[Told | Quoted] = []
    at, doer = 0, None
    for index, match in enumerate(found):
        before = paragraph[at : match.start()]
        end = found[index + 1].start() if index + 1 < len(found) else len(paragraph)
        said_after = _AFTER.match(paragraph[match.end() : end])
        said_before = _BEFORE.search(before)
        who = manner = None
        at, goes_on = match.end(), None
        if said_after:
            who = said_after.group(1) or said_after.group(2)
            manner = _manner(said_after.group(), said_after.group(3))
            at += said_after.end()
            more = paragraph[at:]
            goes_on = who if re.match(r",?\s+(?:and\b|who|\w+ing\b)", more) or _WHAT_THEY_ARE.match(more) else None
            tail = re.match(r"[.,;:]\s*", paragraph[at:])
            at += tail.end() if tail else 0
        elif said_before:
            who, manner = said_before.group(1), _manner(said_before.group(2), None)
            before = before[: said_before.start()] + (
                before[said_before.start()] if before[said_before.start()] in ".!?" else ""
            )
        if before.strip(" ,;:—–-"):
            parts.append(_told(before, doer))
        words = re.sub(r"\s+", " ", next(group for group in match.groups() if group is not None)).strip()
        if words:
            parts.append(Quoted(words, who, manner))
        doer = goes_on
    if paragraph[at:].strip(" ,;:.—–-"):
        parts.append(_told(paragraph[at:], doer))
    return parts


def _is_speech(paragraph: str, match: re.Match[str]) -> bool:
    """Words in quotes may be a title or a doubt: short, without a stop, in the middle of a sentence."""
    words = next(group for group in match.groups() if group is not None).strip()
    if not any(c.isalnum() for c in words):
        return False
    if re.search(r"[.!?,…—–-]$", words) or len(words.split()) > 6:
        return True
    before, after = paragraph[: match.start()].rstrip(), paragraph[match.end() :].strip()
    return bool(not before or before[-1] in ',:.!?”"»' or _AFTER.match(after))


def _manner(verb: str, adverb: str | None) -> str | None:
    found = [how for stem, how in _MANNERS.items() if re.search(rf"\b{stem}", verb, re.I)]
    return ", ".join([*found[:1], *([adverb] if adverb and adverb != "back" else [])]) or None


def _told(text: str, doer: str | None = None) -> Told:
    """Narration between speeches as a sentence of its own; `doer`: who has just spoken and goes on to do something."""
    text = re.sub(r"\s+", " ", text).strip(" ,;:—–-")
    text = re.sub(r"^(?:and|but|then)\s+(?=[a-z])", "", text)
    described = bool(doer and _WHAT_THEY_ARE.match(text))
    another = re.match(r"(?:he|she|it|they|we|i|the|an?|his|her|their|my)\b", text, re.I)
    retold = described or bool(doer and not another)
    if retold:
        text = f"{doer}{',' if described or re.match(r'who|[a-z]+ing', text) else ''} {text}"
    return Told(text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?…" else "."), retold)
