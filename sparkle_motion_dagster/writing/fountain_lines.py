"""Fountain text made ready for the parser: what the parser of `screenplay-tools` 0.0.10 would misread, made plain.

What belongs here: hidden text taken out, lines classed where the parser goes wrong, each with its number. What does
not: the script that comes of it (`fountain.py`). What the parser lacks, each guarded by a test: cues of letters beyond
A to Z; boneyard that leaves its marks behind; a speech's lines that begin like a section, heading, transition or note;
lyrics inside a speech; two parentheticals in a row; actions after a parenthetical; "FADE IN:"; forced headings beyond
A to Z; title entries that go on over several lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sparkle_motion_dagster.writing.cues import is_cue, split_cue
from sparkle_motion_dagster.writing.transitions import is_transition

SPOKEN = "\ue000"
"""Before a line of a speech: the parser takes it as nothing but dialogue."""
KEPT = "\ue001"
"""Between two signs that would open a comment nobody closes."""
FORCED = "0\ue002"
"""After the point of a forced heading that begins with a letter beyond A to Z."""

MOST_NOTE = 20_000
"""Characters of a note; two brackets further apart do not belong together."""
_HEADING = re.compile(r"(?:(?:INT|EXT|I/E)[./ ]|EST[. ])", re.IGNORECASE)
_ELSEWHEN = re.compile(
    r"(?:BEGIN |START )?(?:FLASH ?BACK|FLASH ?FORWARD|DREAM(?: SEQUENCE)?|MEMORY|MONTAGE|INTERCUT(?: WITH)?)\s*[-–—:]+\s*"
    r"(?=(?:INT|EXT|I/E)[./ ])"
)
"""Before a heading, the word that says when it plays."""
_TITLE_KEY = re.compile(r"([A-Za-z][A-Za-z0-9 ]{0,30}):(.*)")
_KNOWN_KEYS = "title credit author authors writer writers source notes draft date contact copyright revision font by"
_TITLE_KEYS = frozenset(_KNOWN_KEYS.split())


@dataclass(frozen=True)
class NumberedLine:
    """A line of the source and its number, from 1."""

    number: int
    text: str


def visible_lines(text: str) -> list[NumberedLine]:
    """The lines without boneyard and notes; a line that held nothing else is gone."""
    lines: list[NumberedLine] = []
    number = 1
    buffer, hid, start = "", False, 1

    def close() -> None:
        if buffer.strip() or not hid:
            lines.append(NumberedLine(start, buffer))

    at = 0
    for hidden in [*_hidden(text), None]:
        piece = text[at : hidden[0] if hidden else len(text)]
        parts = piece.split("\n")
        buffer += parts[0]
        for part in parts[1:]:
            close()
            number += 1
            buffer, hid, start = part, False, number
        if hidden is None:
            break
        hidden_lines = text.count("\n", *hidden)
        number += hidden_lines
        hid = hid or hidden_lines == 0 or bool(buffer.strip())
        at = hidden[1]
        if buffer[-1:] in ("", " ") and text[at : at + 1] == " ":
            at += 1
    close()
    return [NumberedLine(line.number, _keep_open_marks(line.text)) for line in lines]


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each comment that is closed; a note may not hold an empty line."""
    at = 0
    ends = {"/*": ("*/", text.find("*/")), "[[": ("]]", text.find("]]"))}
    for found in re.finditer(r"/\*|\[\[", text):
        start, opening = found.start(), found.group()
        closing, end = ends[opening]
        if start < at or end < 0:
            continue
        if end < found.end():
            end = text.find(closing, found.end())
            ends[opening] = (closing, end)
        if end >= 0 and (
            opening == "/*" or (text.find("\n\n", start, min(end, start + MOST_NOTE)) < 0 and end < start + MOST_NOTE)
        ):
            at = end + len(closing)
            yield start, at


def _keep_open_marks(text: str) -> str:
    return text.replace("/*", f"/{KEPT}*").replace("*/", f"*{KEPT}/").replace("[[", f"[{KEPT}[")


def restored(text: str) -> str:
    """A parsed element's text without the marks made here."""
    return text.replace(SPOKEN, "").replace(KEPT, "").replace(FORCED, "")


def prepared(text: str) -> Iterator[NumberedLine]:
    """The lines as the parser reads them rightly, in order."""
    lines = visible_lines(text)
    forced = frozenset(split_cue(line.text)[0] for line in lines if line.text.lstrip().startswith("@"))
    at = 0
    while at < len(lines) and not lines[at].text.strip():
        at += 1
    title_end = _title_end(lines, at)
    yield from _title_lines(lines[at:title_end])
    yield NumberedLine(0, "")
    at = title_end
    while at < len(lines):
        line = lines[at]
        if _opens_speech(lines, at, forced):
            end = _speech_end(lines, at + 1)
            yield NumberedLine(line.number, "@" + line.text.strip().removeprefix("@"))
            yield from _speech_lines(lines[at + 1 : end])
            yield NumberedLine(0, "")
            at = end
        else:
            yield NumberedLine(line.number, _outside(line.text, free=at == 0 or not lines[at - 1].text.strip()))
            at += 1


def _title_end(lines: list[NumberedLine], start: int) -> int:
    """Where the title page ends; `start` if there is none."""
    found = _TITLE_KEY.match(lines[start].text.strip()) if start < len(lines) else None
    if not found or found.group(1).casefold().split()[0] not in _TITLE_KEYS or is_transition(lines[start].text):
        return start
    end = start
    while end < len(lines) and lines[end].text.strip():
        end += 1
    return end


def _title_lines(lines: list[NumberedLine]) -> Iterator[NumberedLine]:
    for at, line in enumerate(lines):
        found = _TITLE_KEY.match(line.text)
        goes_on = at + 1 < len(lines) and lines[at + 1].text[:1] in (" ", "\t")
        if found and found.group(2).strip() and goes_on:
            yield NumberedLine(line.number, f"{found.group(1)}:")
            yield NumberedLine(line.number, f"    {found.group(2).strip()}")
        else:
            yield NumberedLine(line.number, line.text if found else f"    {line.text.strip()}")


def _opens_speech(lines: list[NumberedLine], at: int, forced: frozenset[str]) -> bool:
    """Whether a cue stands here. `forced`: names that are written with @ elsewhere; without it they are cues as well."""
    text = lines[at].text.strip()
    if not text or at + 1 >= len(lines) or not lines[at + 1].text.strip():
        return False
    if at > 0 and lines[at - 1].text.strip() and not lines[at - 1].text.strip().startswith(("=", "#")):
        return False
    if text.startswith("@"):
        return len(text) > 1
    if text[0] in "!.>=~#(" or _HEADING.match(text) or is_transition(text):
        return False
    return is_cue(text) or split_cue(text)[0] in forced


def _speech_end(lines: list[NumberedLine], at: int) -> int:
    """The first line after the speech: an empty one; two spaces keep it going."""
    while at < len(lines) and (lines[at].text.strip() or (lines[at].text and at + 1 < len(lines))):
        at += 1
    return at


def _speech_lines(lines: list[NumberedLine]) -> Iterator[NumberedLine]:
    direction: list[str] = []
    start = 0
    for line in lines:
        text = line.text.replace("\t", " ").strip()
        if not text or text.upper() in ("(MORE)", "(CONT'D)", "(CONT’D)"):
            continue
        unclosed = bool(direction) and direction[-1].count("(") > direction[-1].count(")")
        if unclosed:
            direction[-1] += " " + text
            continue
        if text.startswith("(") and (text.endswith(")") or _closes_later(lines, line)):
            start = start or line.number
            direction.append(text)
            continue
        if direction:
            yield NumberedLine(start, f"({'; '.join(_bare(d) for d in direction)})")
            direction, start = [], 0
        yield NumberedLine(line.number, SPOKEN + text.removeprefix("~").strip())
    if direction:
        yield NumberedLine(start, f"({'; '.join(_bare(d) for d in direction)})")


def _closes_later(lines: list[NumberedLine], opening: NumberedLine) -> bool:
    """Whether a parenthetical that begins here ends a later line of the speech, as its own sentence does."""
    if ")" in opening.text:
        return False
    later = [line.text.strip() for line in lines if line.number > opening.number][:2]
    return any(text.endswith(")") and "(" not in text for text in later)


def _bare(direction: str) -> str:
    inner = direction.strip()
    return inner[1:-1].strip() if inner.startswith("(") and inner.endswith(")") else inner


def _outside(text: str, free: bool) -> str:
    """A line outside speeches; `free` if the line before it is empty."""
    bare = text.strip()
    if not bare:
        return ""
    if is_transition(bare):
        return f"> {bare}"
    if re.match(r"\.\w", bare) and not re.match(r"\.[A-Za-z0-9]", bare):
        return f".{FORCED}{bare[1:]}"
    if bare[0] in "#>=~!" or re.match(r"\.[A-Za-z0-9]", bare):
        return bare
    if _HEADING.match(bare) and free:
        return bare
    elsewhen = _ELSEWHEN.match(bare)
    if elsewhen and free:
        return bare[elsewhen.end() :]
    if re.fullmatch(r"[^a-z]+TO:|INTERCUT(?: WITH)?:?", bare) and free:
        return f"> {bare}"
    return f"!{bare}"
