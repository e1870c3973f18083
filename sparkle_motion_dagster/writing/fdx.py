"""Final Draft screenplays (.fdx): XML to script.

What belongs here: the paragraphs of the format. What does not: reading files, cutting into shots. The FDX reader of
`screenplay-tools` 0.0.10 keeps only the first run of a paragraph's text and drops dual dialogue, so words would be
lost; this one reads every run. Documents that declare a DOCTYPE or entities are refused before they are parsed.
"""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import cast

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.writing.closing import without_closing
from sparkle_motion_dagster.writing.cues import odd_cues, split_cue
from sparkle_motion_dagster.writing.montage import is_mark, parted_by_bullets
from sparkle_motion_dagster.writing.script import Action, Scene, Script, Speech
from sparkle_motion_dagster.writing.transitions import begins_with, goes_dark, is_transition

_SKIPPED = frozenset({"Cast List", "New Act", "End of Act", "Outline 1", "Outline 2", "Outline 3", "Outline 4"})
_TOLD = frozenset({"Action", "General", "Shot"})
_DEEPEST = 50


def read_fdx(text: str, source: str) -> Script:
    """The script of an FDX text. Raises BriefError if it is not FDX, with the line of a fault in its XML."""
    root = _root(text, source)
    content = root.find("Content")
    if root.tag != "FinalDraft" or content is None:
        raise BriefError(
            source, [f"its root is <{root.tag}>: expected <FinalDraft> with <Content>, as Final Draft saves"]
        )
    scenes, closing = _scenes(content)
    title, credits = _title_page(root)
    return Script(title, credits, scenes, "screenplay", closing, notes=odd_cues(scenes))


def _root(text: str, source: str) -> ElementTree.Element:
    declared = re.search(r"<!(DOCTYPE|ENTITY)", text)
    if declared:
        line = text[: declared.start()].count("\n") + 1
        raise BriefError(
            source, [f"line {line}: a {declared.group(1)} declaration: Final Draft writes none; take it out"]
        )
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(["start", "end"])
    depth = 0
    root: ElementTree.Element | None = None
    try:
        parser.feed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
        parser.close()
        for event, element in cast("Iterator[tuple[str, ElementTree.Element]]", parser.read_events()):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise BriefError(source, [f"elements nested deeper than {_DEEPEST}: this is not a screenplay"])
    except ElementTree.ParseError as error:
        raise BriefError(
            source, [f"line {error.position[0]}: not well-formed XML: {error}; save it again as FDX"]
        ) from error
    if root is None:
        raise BriefError(source, ["no XML element: expected <FinalDraft>"])
    return root


def _words(paragraph: ElementTree.Element) -> str:
    """All runs of a paragraph, its notes left out."""
    return re.sub(r"\s*\n\s*", " ", "".join("".join(run.itertext()) for run in paragraph.findall("Text"))).strip()


def _paragraphs(content: ElementTree.Element) -> Iterator[tuple[str, str, bool]]:
    """Type, text and whether it belongs to the second column of a dual dialogue."""
    for paragraph in content.findall("Paragraph"):
        dual = paragraph.find("DualDialogue")
        if dual is None:
            yield paragraph.get("Type", "Action"), _words(paragraph), False
            continue
        cues = 0
        for inner in dual.findall("Paragraph"):
            cues += inner.get("Type") == "Character"
            yield inner.get("Type", "Action"), _words(inner), cues > 1


def _scenes(content: ElementTree.Element) -> tuple[tuple[Scene, ...], str | None]:
    scenes: list[Scene] = []
    heading: str | None = None
    shown = False
    beats: list[Action | Speech] = []
    transition = None
    cue: tuple[str, str | None, bool] | None = None
    direction: str | None = None
    for number, (kind, text, dual) in enumerate(_paragraphs(content), 1):
        if not text or kind in _SKIPPED:
            continue
        turns = kind == "Transition" or (kind in _TOLD and is_transition(text))
        if kind.startswith("Scene Heading") or turns:
            if beats or (heading and not shown):
                scenes.append(Scene(heading, tuple(beats), transition, goes_dark=turns and goes_dark(text)))
                beats, transition, shown = [], None, True
            if turns:
                transition = begins_with(text) or transition
            else:
                heading, shown = text, False
            cue = None
        elif kind == "Character":
            name, extension, _ = split_cue(text)
            cue, direction = (name, extension, dual), None
        elif kind == "Parenthetical" and cue:
            direction = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
        elif kind in ("Dialogue", "Lyrics", "Singing") and cue:
            beats.append(Speech(cue[0], text, number, direction, cue[1], cue[2]))
            cue, direction = (cue[0], cue[1], False), None
        else:
            cue = None
            beats += _pictures(number, text)
    if beats or (heading and not shown):
        scenes.append(Scene(heading, tuple(beats), transition))
    return without_closing(scenes)


def _pictures(number: int, text: str) -> list[Action]:
    """What an action shows: nothing if it is a word to the editor, an item of a list without its sign."""
    words = re.sub(r"\s+", " ", text)
    return [] if is_mark(words) else [Action(group[0][1], number) for group in parted_by_bullets([(number, words)])]


def _title_page(root: ElementTree.Element) -> tuple[str | None, tuple[str, ...]]:
    content = root.find("TitlePage/Content")
    lines = [_words(p) for p in content.findall("Paragraph")] if content is not None else []
    lines = [line for line in lines if line]
    if not lines:
        return None, ()
    credits: list[str] = []
    for at, line in enumerate(lines[1:], 1):
        if re.fullmatch(r"(?:written |screenplay |story )?by", line, re.IGNORECASE) and at + 1 < len(lines):
            credits.append(f"{line[:1].upper()}{line[1:]} {lines[at + 1]}")
    return lines[0], tuple(credits[:2])
