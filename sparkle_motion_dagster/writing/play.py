"""Stage plays and transcripts (.txt, .md): `ANNA: Who is there?` to script.

What belongs here: the order of cues, directions and scenes. What does not: what a single line is (`play_lines.py`), prose
(`story.py`), screenplays (`fountain.py`), cutting into shots.

What stands after a name is spoken, verbatim, to the next empty line or name. Directions are in brackets, or paragraphs of
their own; where a printed play has all of them in brackets, a speech goes on after an empty line. Round
brackets in the middle of a sentence are the speaker's own words.
"""

import re
from dataclasses import dataclass, field

from sparkle_motion_dagster.film.plan import Transition
from sparkle_motion_dagster.film.staging import UNSEEN
from sparkle_motion_dagster.writing import play_lines
from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.closing import without_closing
from sparkle_motion_dagster.writing.cues import odd_cues
from sparkle_motion_dagster.writing.montage import is_mark
from sparkle_motion_dagster.writing.script import Action, Place, Scene, Script, Speech
from sparkle_motion_dagster.writing.story import RULE, opening
from sparkle_motion_dagster.writing.transitions import begins_with, goes_dark, is_transition

_ASIDE = re.compile(r"\[([^\[\]]*)\]|(?:(?<=[.!?…—–\"”])\s*|^)\(([^()]*)\)(?=\s|$)|\(([^()]*)\)\s*$")
_OFF = re.compile(
    r"(?:off(?:stage|-stage)?|outside|within|unseen|from (?:off|outside|within|the (?:next|other) room))\b", re.I
)
"""Directions of somebody who is heard and not seen."""


def read_play(text: str) -> Script:
    """The script of a play. Never fails: what is not speech is a picture."""
    lines = play_lines.read_lines(text)
    cues = play_lines.cues(lines)
    title, credits, at = _title_page(text, lines, cues)
    reader = _Reader(play_lines.directions_are_bracketed(lines, cues))
    for index, line in enumerate(lines[at:], at):
        reader.take(index + 1, line, cues.get(index))
    reader.end_scene()
    scenes, closing = without_closing(reader.scenes)
    return Script(title, credits, scenes, "screenplay", closing, looks=reader.looks, notes=odd_cues(scenes))


def _title_page(
    text: str, lines: list[str], cues: dict[int, play_lines.Cue]
) -> tuple[str | None, tuple[str, ...], int]:
    """Title, credits, and the index of the line after them."""
    at = next((at for at, line in enumerate(lines) if line), len(lines))
    entries: dict[str, str] = {}
    while at < len(lines) and (entry := play_lines.title_entry(lines[at])):
        entries[entry[0]] = entry[1]
        at += 1
    if entries:
        author = entries.get("author") or entries.get("by") or entries.get("written by")
        return entries.get("title"), (f"By {author}",) if author else (), at
    if (
        at == len(lines)
        or at in cues
        or play_lines.is_heading(lines[at])
        or play_lines.scene_opened(lines[at]) is not None
    ):
        return None, (), at
    title, credits, rest = opening(text)
    return title, credits, rest[0][0] - 1 if rest else len(lines)


@dataclass
class _Spoken:
    """A speech being read."""

    name: str
    behind: str | None
    line: int
    words: list[str]


@dataclass
class _Reader:
    """Lines in, scenes out."""

    bracketed: bool
    """Whether what is not in brackets is spoken."""
    scenes: list[Scene] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)
    beats: list[Action | Speech] = field(default_factory=list)
    heading: str | None = None
    place: Place | None = None
    transition: Transition | None = None
    spoken: _Spoken | None = None
    speaker: str | None = None
    """Who spoke last in the scene."""
    paragraph: list[str] = field(default_factory=list)
    line: int = 0
    tells_place: bool = False
    """Whether the paragraph stands behind SCENE 1."""
    introducing: bool = False
    """Whether the list of characters is being read."""

    def take(self, number: int, text: str, cue: play_lines.Cue | None) -> None:
        """One line as `play_lines.read_lines` has it, and what it is as a cue."""
        if not text:
            self._end_paragraph()
            self.introducing = self.introducing and not self.looks
        elif play_lines.opens_people(text):
            self._end_paragraph()
            self.introducing = True
        elif self.introducing and (person := play_lines.person(text)):
            self.looks[person[0]] = person[1]
        elif self._parts_scenes(number, text):
            return
        elif cue:
            self._end_paragraph()
            self.speaker = cue.name
            self.spoken = _Spoken(cue.name, cue.behind, number, [cue.words])
        elif self.spoken and not self._is_done(text):
            self.spoken.words.append(text)
        elif self.bracketed and self.speaker and not self.paragraph and text[0] not in "[(":
            self.spoken = _Spoken(self.speaker, None, number, [text])
        else:
            if self.spoken:
                self._end_paragraph()
            self.line = self.line if self.paragraph else number
            self.paragraph.append(text)

    def _parts_scenes(self, number: int, text: str) -> bool:
        """Whether a line ends a scene or opens one; if so it has."""
        bare = text.lstrip("# ")
        opened = bare if text.startswith("#") and not RULE.fullmatch(text) else None
        if play_lines.scene_opened(bare) is not None:
            opened = play_lines.scene_opened(bare)
        if play_lines.is_heading(text):
            self.end_scene()
            self.heading, self.place = text, None
        elif RULE.fullmatch(text):
            self.end_scene()
            self.transition = "dissolve"
        elif play_lines.falls(text):
            self.end_scene(goes_dark=True)
        elif is_transition(text) or re.fullmatch(r"[A-Z ]+ TO:", text):
            self.end_scene(goes_dark(text))
            self.transition = begins_with(text) or self.transition
        elif opened is not None:
            self.end_scene()
            self.heading, self.place, self.tells_place = None, None, True
            self.line, self.paragraph = number, [opened] if opened else []
        else:
            return False
        return True

    def _is_done(self, text: str) -> bool:
        """Whether a line under a speech is a bracket that tells what happens."""
        if self.spoken is None or not any(self.spoken.words):
            return False
        inside = play_lines.shown(text)[1]
        return inside != text and play_lines.direction(inside, self.spoken.name)[1] is not None

    def _end_paragraph(self) -> None:
        self._end_speech()
        if not self.paragraph:
            return
        is_place, text = play_lines.shown(" ".join(self.paragraph))
        is_place = is_place or self.tells_place
        self.paragraph, self.tells_place = [], False
        if not text or is_mark(text) or play_lines.rises(text):
            return
        if play_lines.falls(text):
            self._close_scene(goes_dark=True)
            return
        if self.place is None and self.heading is None and not self.beats:
            before = self.scenes[-1].place if self.scenes else None
            self.place = play_lines.place_told(text, before, surely=is_place)
        if re.match(r"(?:enter|exit|exeunt)s?\b", text, re.I):
            text = play_lines.direction(text, self.speaker or "Somebody")[1] or text
        self.beats.append(Action(text[:1].upper() + text[1:], self.line))

    def _end_speech(self) -> None:
        if self.spoken is None:
            return
        spoken, self.spoken = self.spoken, None
        unseen = spoken.name.casefold() == NARRATOR.casefold()
        name = NARRATOR if unseen else spoken.name
        extension = "V.O." if unseen else spoken.behind if UNSEEN.search(spoken.behind or "") else None
        manner: list[str] = []
        if spoken.behind and extension is None:
            self._direct(spoken.behind, name, manner, spoken.line)
        text, at = " ".join(spoken.words).strip(), 0
        for aside in [*_ASIDE.finditer(text), None]:
            words = text[at : aside.start() if aside else len(text)].strip()
            if words:
                off = "O.S." if any(_OFF.match(said) for said in manner) else None
                how = "; ".join(manner) or None
                self.beats.append(Speech(name, words, spoken.line, how, extension or off))
                manner = []
            if aside:
                at = aside.end()
                self._direct(next(said for said in aside.groups() if said is not None), name, manner, spoken.line)
        if manner:  # after the last word it is something done
            self.beats.append(Action(f"{name} ({'; '.join(manner)})", spoken.line))

    def _direct(self, told: str, name: str, manner: list[str], line: int) -> None:
        """One direction: added to how the next words are said, or a picture of its own."""
        how, done = play_lines.direction(told.strip(), name)
        if how:
            manner.append(how)
        if done:
            self.beats.append(Action(done, line))

    def end_scene(self, goes_dark: bool = False) -> None:
        """Close the scene, if it has begun."""
        self._end_paragraph()
        self._close_scene(goes_dark)

    def _close_scene(self, goes_dark: bool) -> None:
        self.speaker = None
        if self.beats:
            line = self.beats[0].line
            beats = tuple(self.beats)
            self.scenes.append(Scene(self.heading, beats, self.transition, line, self.place, goes_dark=goes_dark))
            self.transition = None
            self.beats = []
