"""Fountain screenplays: text to script.

What belongs here: the parsed elements joined to scenes, actions and speeches. What does not: what the parser misreads
(`fountain_lines.py`), cutting into shots. The parser is `screenplay-tools`.
"""

import re

from screenplay_tools.fountain.parser import Parser
from screenplay_tools.screenplay import Element, ElementType

from sparkle_motion_dagster.film.plan import Transition
from sparkle_motion_dagster.writing.closing import without_closing
from sparkle_motion_dagster.writing.cues import odd_cues, split_cue
from sparkle_motion_dagster.writing.emphasis import plain
from sparkle_motion_dagster.writing.fountain_lines import prepared, restored
from sparkle_motion_dagster.writing.montage import is_mark, parted_by_bullets
from sparkle_motion_dagster.writing.script import Action, Scene, Script, Speech
from sparkle_motion_dagster.writing.transitions import begins_with, goes_dark


def read_fountain(text: str) -> Script:
    """The script of a Fountain text. Never fails: by Fountain's rules every text is one."""
    parser = Parser()
    parser.mergeActions = parser.mergeDialogue = False
    numbered: list[tuple[int, str, Element]] = []
    for line in prepared(text):
        known = len(parser.script.elements)
        parser.add_line(line.text)
        numbered += [(line.number, line.text, element) for element in parser.script.elements[known:]]
    known = len(parser.script.elements)
    parser.finalize()
    numbered += [(0, "", element) for element in parser.script.elements[known:]]
    title, credits = _title_page({e.key.casefold().strip(): e.text for e in parser.script.titleEntries})
    reader = _Reader()
    for number, line_text, element in numbered:
        reader.take(number, line_text, element)
    scenes, closing = reader.finish()
    return Script(title, credits, scenes, "screenplay", closing, notes=odd_cues(scenes))


def _title_page(entries: dict[str, str]) -> tuple[str | None, tuple[str, ...]]:
    values = {
        key: [plain(line.strip()) for line in restored(text).split("\n") if line.strip()]
        for key, text in entries.items()
    }
    title = " ".join(values.get("title", [])) or None
    names = next((values[k] for k in ("author", "authors", "writer", "writers", "by") if values.get(k)), [])
    credit = " ".join(values.get("credit", [])) or ("written by" if names else "")
    lines = [f"{credit} {' and '.join(names)}".strip()] if names or credit else []
    lines += [" ".join(values["source"])] if values.get("source") else []
    return title, tuple(line[:1].upper() + line[1:] for line in lines)


class _Reader:
    """Elements in, scenes out."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []
        self.heading: str | None = None
        self.heading_line = 0
        self.heading_shown = False
        self.transition: Transition | None = None
        self.beats: list[Action | Speech] = []
        self.paragraph: list[tuple[int, str]] = []
        self.cue: tuple[str, str | None, bool] | None = None
        self.direction: str | None = None
        self.words: list[str] = []
        self.speech_line = 0
        self.spoke = False

    def take(self, number: int, line_text: str, element: Element) -> None:
        kind, text = element.type, restored(element.text_raw).strip()
        if kind in (ElementType.DIALOGUE, ElementType.PARENTHETICAL) and self.cue:
            self._in_speech(kind, text, number)
            return
        self._end_speech()
        if kind in (ElementType.ACTION, ElementType.LYRIC):
            self._action(number, plain(text), apart=getattr(element, "centered", False))
            return
        self._end_paragraph()
        if kind is ElementType.HEADING:
            self._end_scene()
            self.heading, self.heading_line, self.heading_shown = plain(text), number, False
        elif kind is ElementType.TRANSITION:
            self.transition_after(text)
        elif kind is ElementType.CHARACTER:
            self.cue = split_cue(restored(line_text))  # the parser drops (CONT'D)
            self.speech_line = number

    def transition_after(self, text: str) -> None:
        """A transition ends the scene's pictures; what follows begins by it."""
        self._end_speech()
        self._end_paragraph()
        if self.beats:
            self._end_scene(keep_heading=True, goes_dark=goes_dark(text))
        self.transition = begins_with(text) or self.transition

    def _in_speech(self, kind: ElementType, text: str, number: int) -> None:
        if kind is ElementType.PARENTHETICAL:
            self._end_line()
            self.direction = plain(text)
        elif text:
            if not self.words and not self.speech_line:
                self.speech_line = number
            self.words.append(plain(text))

    def _action(self, number: int, text: str, apart: bool) -> None:
        if self.paragraph and (apart or number != self.paragraph[-1][0] + 1):
            self._end_paragraph()
        if text.strip():
            self.paragraph.append((number, re.sub(r"\s+", " ", text).strip()))
        if apart or not text.strip():
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        lines = [(number, text) for number, text in self.paragraph if not is_mark(text)]
        self.paragraph = []
        for group in parted_by_bullets(lines):
            number, first = group[0]
            words = len(first.split()) if len(group) > 1 else 0
            self.beats.append(Action(" ".join(text for _, text in group), number, words))

    def _end_line(self) -> None:
        """A parenthetical inside a speech begins a line of its own: it is spoken in another way."""
        if self.cue and self.words:
            name, extension, dual = self.cue
            text = " ".join(self.words)
            self.beats.append(Speech(name, text, self.speech_line, self.direction, extension, dual and not self.spoke))
            self.words, self.direction, self.spoke, self.speech_line = [], None, True, 0

    def _end_speech(self) -> None:
        if self.cue is None:
            return
        self._end_line()
        if not self.spoke and self.direction:
            self.beats.append(Action(f"{self.cue[0]} ({self.direction})", self.speech_line))
        self.cue, self.direction, self.spoke = None, None, False

    def _end_scene(self, keep_heading: bool = False, goes_dark: bool = False) -> None:
        self._end_speech()
        self._end_paragraph()
        if self.beats or (self.heading and not self.heading_shown):
            self.heading_shown = True
            beats = tuple(self.beats)
            self.scenes.append(Scene(self.heading, beats, self.transition, self.heading_line, goes_dark=goes_dark))
            self.transition = None
        self.beats = []
        if not keep_heading:
            self.heading = None

    def finish(self) -> tuple[tuple[Scene, ...], str | None]:
        self._end_scene()
        return without_closing(self.scenes)
