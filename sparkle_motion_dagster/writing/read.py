"""Reads a brief's file, safely: the only module of `writing/` that touches the disk.

What belongs here: whether the file can be read as text, and which kind of brief it is. What does not: what the text
means. Every fault is a BriefError that names the file, the line where there is one, and what to do.
"""

import re
from pathlib import Path

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.writing.brief import Brief, BriefKind

MOST_BYTES = 2_000_000
"""A feature screenplay has about 200 000."""
LONGEST_LINE = 20_000
"""Characters; what the plan's fields take."""
MOST_IDEA_WORDS = 30
_KINDS: dict[str, BriefKind] = {
    ".fountain": "fountain", ".fdx": "fdx", ".txt": "story", ".md": "story",
    ".json": "plan", ".yaml": "plan", ".yml": "plan",
}  # fmt: skip
SUFFIXES = tuple(_KINDS)
"""Endings of the files that are briefs."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_HEADING = re.compile(r"^(?:INT|EXT|EST|INT\.?/EXT|I/E)[. ]+\S", re.MULTILINE)
_SPEECH_MARKS = re.compile(r"[\"“”«»„]")
_SENTENCE_END = re.compile(r"[.!?…](?:\s|$)")


def read_brief(path: Path) -> Brief:
    """The brief in a file. Raises BriefError for anything that is not a text of a known kind."""
    source = path.name or str(path)
    kind = _KINDS.get(path.suffix.lower())
    data = _bytes(path, source)
    if kind is None:
        known = " ".join(sorted(_KINDS))
        raise BriefError(source, [f"unknown kind of file {path.suffix or '(no ending)'!r}: expected one of {known}"])
    text = _decoded(data, source, prose=kind in ("fountain", "story"))
    if kind == "story":
        kind = _kind_of_prose(text)
    title = re.sub(r"[\s_-]+", " ", path.stem).strip()
    title = re.sub(r"[^\w '&,.!?-]", " ", title)[:80].strip() or "Untitled"
    return Brief(kind, text, title[:1].upper() + title[1:], source)


def _bytes(path: Path, source: str) -> bytes:
    try:
        if path.is_dir():
            raise BriefError(source, [f"{path} is a folder: expected a file; name the screenplay inside it"])
        if not path.exists():
            raise BriefError(source, [f"there is no file {path}: check the name and the folder"])
        if not path.is_file():
            raise BriefError(source, [f"{path} is a device or pipe: expected a file"])
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise BriefError(source[:200], [f"cannot be read: {error}; check its name and permissions"]) from error
    if len(data) > MOST_BYTES:
        most = f"{MOST_BYTES // 1_000_000} MB"
        raise BriefError(source, [f"larger than {most}: a brief is text of at most {most}; cut it into several films"])
    return data


def _decoded(data: bytes, source: str, prose: bool) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BriefError(source, ["written in UTF-16: expected UTF-8; save it again as UTF-8 text"])
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise BriefError(source, [f"line {line}: a NUL byte: this is a binary file; expected text in UTF-8"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        bad = f"byte 0x{data[error.start]:02x}"
        raise BriefError(
            source, [f"line {line}: {bad} is not UTF-8: expected text in UTF-8; save it again as UTF-8 text"]
        ) from error
    text = re.sub(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    problems = []
    for number, line_text in enumerate(text.split("\n"), 1):
        found = _UNPRINTABLE.search(line_text)
        if found:
            problems.append(f"line {number}: control character U+{ord(found.group()):04X}: expected text; take it out")
        if prose and len(line_text) > LONGEST_LINE:
            problems.append(f"line {number}: {len(line_text)} characters: expected at most {LONGEST_LINE}; break it up")
    if problems:
        raise BriefError(source, problems[:20])
    if not text.strip():
        raise BriefError(source, ["empty: expected a screenplay, a story, an idea or a plan"])
    return text


def _kind_of_prose(text: str) -> BriefKind:
    """A .txt or .md may hold a screenplay, a play, a story or a single idea."""
    from sparkle_motion_dagster.writing.play_lines import (
        is_play,  # its patterns: not needed to know which files are briefs
    )

    if is_play(text):
        return "play"
    if len(_HEADING.findall(text)) >= 2 or re.match(r"\s*(?:INT|EXT)\. .+\n\s*\n", text):
        return "fountain"
    words, paragraphs = len(text.split()), len(re.split(r"\n\s*\n", text.strip()))
    if (
        paragraphs == 1
        and words <= MOST_IDEA_WORDS
        and not _SPEECH_MARKS.search(text)
        and len(_SENTENCE_END.findall(text)) <= 2
    ):
        return "idea"
    return "story"
