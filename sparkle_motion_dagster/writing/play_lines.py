"""What a line of a stage play or transcript is: a cue, a scene, somebody of the list of characters, a direction.

What belongs here: knowing these by their words. What does not: the script that comes of them (`play.py`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sparkle_motion_dagster.film.given_names import likely_sex
from sparkle_motion_dagster.writing.cues import is_cue, split_cue
from sparkle_motion_dagster.writing.emphasis import plain
from sparkle_motion_dagster.writing.places import place_in_prose, sentence_case, time_in, weather_in
from sparkle_motion_dagster.writing.prose_names import is_no_name
from sparkle_motion_dagster.writing.script import Place
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.transitions import goes_dark, is_transition

_WORD = r"[^\W\d_a-z][\w'’.&/-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|and|the|of|\d+)){{0,3}}"
_COLON_CUE = re.compile(rf"({_NAME})(?: ?\(([^()]{{1,60}})\))? ?:(?!//)\s*(.*)")
_POINT_CUE = re.compile(
    r"((?:(?:MRS?|MS|DR|ST)\. )?[^\W\d_a-z](?:[^\W_a-z]|['’ -](?=[^\W_a-z])){1,30})"
    r"(?: ?[(\[]([^()\[\]]{1,60})[)\]])?\.\s+(\S.*)"
)
"""As printed plays have it: ALGERNON. Did you hear what I was playing?"""
_CLOCK = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*[-–—:]?\s+(?=\S)")
"""Before a line of a transcript: [00:12:07]."""
_SHOWS = frozenset("setting set scene time place stage lights light lighting sound sounds sfx music rise".split())
"""Labels of what is seen and heard; what follows them is no speech."""
_LABELS = _SHOWS | frozenset(
    """
    title author by written note notes act chapter part prologue epilogue date draft contact copyright source warning p.s ps
    end curtain characters cast persons persona dramatis ingredients method step day week answer question summary synopsis
    logline genre
    """.split()
)
_TITLE_ENTRY = re.compile(
    r"(title|author|by|written by|credit|source|draft|draft date|date|contact|copyright|genre|logline)\s*:\s*(.*)", re.I
)
_PEOPLE = re.compile(
    r"\W*(?:(?:list of )?characters|(?:the )?cast|dramatis person(?:ae|æ)|persons of the play)\W*", re.I
)
_PERSON = re.compile(rf"[-*•]?\s*({_NAME})(?:\s*\((\d+)\))?(?:\s*[,:–—]\s*|\s+-\s+)(\S.*)")
_HEADING = re.compile(r"(?:INT|EXT|EST|I/E)\b[./ ]+\S")
_NUMBER = r"(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)"
_SCENE = re.compile(rf"(?:(?:act|scene|prologue|epilogue)\b(?: {_NUMBER}\b)?\s*[.:,–—-]*\s*)+(.*)", re.I)
_SCENE_OPENS = re.compile(
    rf"(?:ACT|SCENE|PROLOGUE|EPILOGUE)\b|(?i:(?:act|scene) {_NUMBER}\b)|(?:Prologue|Epilogue)\W*$"
)
_CURTAIN = re.compile(
    r"\W*(?:(?:slow |quick |the )?curtain(?: (?:falls|descends|closes))?|(?:to )?black ?out"
    r"|(?:the )?lights? (?:out|fades?(?: out| to black)?|down|dims?|goes? (?:out|down))"
    r"|end of (?:the )?(?:play|act|scene|prologue|episode|transcript)\b[\w .]{0,20})\W*",
    re.I,
)
_RISES = re.compile(
    r"\W*(?:(?:the )?curtain (?:rises|opens|up)|(?:the )?lights? (?:up|rises?|comes? up)|at rise)\W*", re.I
)
_DONE = re.compile(r"(?:he|she|they|it|both|all|everyone|a|an|the|enters?|exits?|exeunt)\b", re.I)
_GOES = re.compile(r"(enter|exit|exeunt)s?\b[\s,:]*(.*)", re.I)
_SAME_PLACE = re.compile(r"(?:the )?same\b|as before\b", re.I)
_WHERE_ENDS = re.compile(r"[,.;:]| (?:at|in|on|by|of|with|during|outside|just|late|early|where)\b")


@dataclass(frozen=True)
class Cue:
    """A line that says who speaks: the name, what stands behind it in brackets, and the first words."""

    name: str
    behind: str | None
    words: str


def cues(lines: Sequence[str]) -> dict[int, Cue]:
    """The cues by their line's index; the lines are stripped and without marks of emphasis.

    A play writes all of them in one way: `ANNA: Yes.`, or as in printed plays `ANNA. Yes.`, or `ANNA` by itself over her words
    (with INT. and EXT. that is a screenplay, and no play).
    """
    ways: tuple[dict[int, Cue], ...] = (_cues_by(_COLON_CUE, lines), _cues_by(_POINT_CUE, lines), _cues_alone(lines))
    most = max(ways, key=len)
    if most is ways[2] and any(map(is_heading, lines)):
        return {}  # a screenplay
    return most if most is ways[0] or len(most) > 2 else ways[0]


def _cues_by(pattern: re.Pattern[str], lines: Sequence[str]) -> dict[int, Cue]:
    matches = ((at, pattern.fullmatch(line)) for at, line in enumerate(lines))
    found = {at: Cue(*match.groups()) for at, match in matches if match}
    return {
        at: cue
        for at, cue in found.items()
        if _is_name(cue.name) and (cue.name.isupper() or pattern is _COLON_CUE) and not is_transition(lines[at])
    }


def _cues_alone(lines: Sequence[str]) -> dict[int, Cue]:
    found = {}
    for at, line in enumerate(lines[:-1]):
        if (at == 0 or not lines[at - 1]) and lines[at + 1] and is_cue(line.rstrip(".:")) and line[:1].isalpha():
            name, behind, _ = split_cue(line.rstrip(".:"))
            if _is_name(name) and len(name.split()) <= 4:
                found[at] = Cue(name, behind, "")
    return found


def directions_are_bracketed(lines: Sequence[str], cued: dict[int, Cue]) -> bool:
    """Whether, as in printed plays, what is not in brackets is spoken: a speech goes on after an empty line."""
    colons = any(_COLON_CUE.fullmatch(lines[at]) for at in cued)
    own = (line for before, line in pairwise(lines) if not before)
    return not colons and any(re.fullmatch(r"\[.*|\(.*\)", line) for line in own)


def _is_name(name: str) -> bool:
    first = name.casefold().split()[0].rstrip(".")
    return first not in _LABELS and not is_no_name(first) and len(name) <= 40


def is_play(text: str) -> bool:
    """Whether a text is speeches under names, and no story, diary or list."""
    lines = read_lines(text)
    found = cues(lines)
    names = Counter(cue.name for cue in found.values())
    told = ["" if _is_of_a_play(line) else line for line in lines]
    units = min(sum(map(bool, told)), len(re.findall(r"(?:[^\n]+\n)+", "\n".join([*told, ""]))))
    quoted = len(re.findall(r"[\"“«„]", text)) // 2
    if len(names) < 2 or len(found) * 3 < units or quoted > len(found):
        return False
    return max(names.values()) > 1 or all(name.isupper() or likely_sex(name) for name in names)


def _is_of_a_play(line: str) -> bool:
    return (
        bool(re.fullmatch(r"\[.*\]", line))
        or scene_opened(line) is not None
        or falls(line)
        or opens_people(line)
        or is_heading(line)
    )


def read_lines(text: str) -> list[str]:
    """The lines stripped, without marks of emphasis and without a transcript's times."""
    return [_CLOCK.sub("", plain(line.strip())) for line in text.split("\n")]


def title_entry(line: str) -> tuple[str, str] | None:
    """Key and value of an entry of a title page: `Author: A. Byron`."""
    found = _TITLE_ENTRY.fullmatch(line)
    return (found.group(1).casefold(), found.group(2).strip()) if found else None


def opens_people(line: str) -> bool:
    """Whether the list of characters begins here."""
    return bool(_PEOPLE.fullmatch(line))


def person(line: str) -> tuple[str, str] | None:
    """Name and description of an entry of the list of characters."""
    found = _PERSON.fullmatch(line)
    if not found:
        return None
    name, age, told = found.groups()
    return name, f"{age}, {told}" if age else told


def is_heading(line: str) -> bool:
    """Whether a line is a screenplay's scene heading: INT. KITCHEN - NIGHT."""
    return bool(_HEADING.match(line))


def scene_opened(line: str) -> str | None:
    """What stands behind ACT ONE, SCENE 2; "" if nothing does, None if no scene begins here."""
    if not _SCENE_OPENS.match(line):
        return None
    found = _SCENE.fullmatch(line)
    return found.group(1) if found else line


def shown(text: str) -> tuple[bool, str]:
    """A paragraph without brackets and label, and whether its label says that it shows where a scene plays."""
    label, colon, rest = text.partition(":")
    words = label.casefold().split()
    labelled = bool(colon and words and words[-1] in _SHOWS)
    text = rest.strip() if labelled else text
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", text)
    return labelled and words[-1] in ("setting", "set", "scene", "place"), whole.group(1).strip() if whole else text


def falls(text: str) -> bool:
    """Whether it is the curtain, or the light, that ends a scene."""
    return bool(_CURTAIN.fullmatch(text)) or (is_transition(text) and goes_dark(text))


def rises(text: str) -> bool:
    """Whether it is the curtain that opens a scene: no picture."""
    return bool(_RISES.fullmatch(text))


def direction(text: str, speaker: str) -> tuple[str | None, str | None]:
    """A direction in brackets within a speech: how it is said, or else what is done, as a sentence."""
    if going := _GOES.match(text):
        return None, _going(going.group(1).lower(), going.group(2).strip(" ."), speaker)
    names_somebody = re.match(rf"{_WORD}(?: {_WORD})? [a-z]+s\b", text)
    if _DONE.match(text) or names_somebody:
        return None, text[:1].upper() + text[1:]
    said = text.strip(" .;")
    return (said[:1].lower() + said[1:] if said[1:2].islower() else said) or None, None


def _going(does: str, rest: str, speaker: str) -> str:
    """Stage Latin as a sentence: "Exit, running" is "ALGERNON leaves, running." """
    named = bool(re.match(r"[^\W\d_a-z]|(?:an?|the)\s", rest)) and not (rest.startswith("the ") and does == "exit")
    who, comma, how = rest.partition(",") if named else ("They" if does == "exeunt" else speaker, ",", rest)
    several = does == "exeunt" or bool(re.search(r"\band\b", who))
    verb = {"enter": "enter", "exit": "leave", "exeunt": "leave"}[does] + ("" if several else "s")
    return f"{who.strip()} {verb}{f'{comma} {how.strip()}' if how.strip() else ''}."


def place_told(text: str, before: Place | None, *, surely: bool) -> Place | None:
    """Where a scene plays, by the words it opens with: "A kitchen at night."

    `surely`: the text says that it tells the place, so that its first words are one even if nobody knows it.
    `before` is where the scene before played. None if they name no place.
    """
    first = sentences(text)[:3]
    if not first:
        return None
    if surely and _SAME_PLACE.match(text) and before:
        return Place(before.name, before.interior, time_in(text) or before.time_of_day, weather_in(text), goes_on=True)
    opened = " ".join(first[:2])
    known = place_in_prose(f"in {opened}")
    when, weather = time_in(" ".join(first)), weather_in(text)
    if known:
        return Place(known.name, known.interior, when, weather)
    name = re.sub(r"^(?:(?:in|on|at|inside|outside|a|an|the)\s+)+", "", _WHERE_ENDS.split(first[0])[0], flags=re.I)
    if not surely or not 0 < len(name.split()) <= 4 or time_in(name):
        return Place(None, None, when, weather) if when or weather else None
    return Place(sentence_case(name[:1].upper() + name[1:]), None, when, weather)
