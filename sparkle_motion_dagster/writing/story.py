"""Stories (.txt, .md): prose to script.

What belongs here: scenes, pictures and speeches in prose. What does not: finding quotes (`quotes.py`), shots.

Quoted speech is spoken by whom the prose gives it to, verbatim; every other sentence is pictured. A narrator speaks,
over the picture of the same sentence, only what a picture cannot show: how the story opens and ends, and sentences of
long times, habits and thoughts ("for years", "every night", "she knew"). Scenes part at rules, at headings, and where
the prose leads to another place or time.
"""

import re
from dataclasses import dataclass, field, replace

from sparkle_motion_dagster.film.plan import Transition
from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.closing import is_closing
from sparkle_motion_dagster.writing.epithets import named_nouns
from sparkle_motion_dagster.writing.places import place_in_prose, place_kind, read_heading, time_in_prose
from sparkle_motion_dagster.writing.prose_names import full_names, teller
from sparkle_motion_dagster.writing.quotes import Quoted, parted, unquoted
from sparkle_motion_dagster.writing.script import Action, Place, Scene, Script, Speech
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.speakers import Speakers

_UNSHOWN = re.compile(
    r"\b(?:once upon a time|long ago|years?|for (?:days|weeks|months|a long time)|every (?:day|night|morning|"
    r"evening|winter|summer|"
    r"spring|autumn)|always|never|knew|believed|wished|remembered|dreamed|dreamt|hoped|promised|used to|had been|"
    r"had once|would have|because|meant|forgot|forgotten|understood)\b",
    re.I,
)
_MOST_NARRATED_WORDS = 40
RULE = re.compile(r"(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|#|⁂|§")
CHAPTER = re.compile(
    r"(?:(?i:chapter|part|book)\s+)?"
    r"(?:\d{1,3}|[IVXLC]{1,7}|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))[.:]?"
)
"""A paragraph that only counts: "Chapter Three", "II", "2."."""
_MOVING = re.compile(
    r"^(?:\W*(?:at|by|in|on|out|inside|outside|beyond|below|down|up|back|that|the next|later|meanwhile|when)\b)|"
    r"\b(?:came to|reached|arrived|went (?:in)?to|walked (?:in)?to|ran (?:in)?to|entered|into|led to|back to|"
    r"stepped|climbed|home)\b",
    re.I,
)


def read_story(text: str) -> Script:
    """The script of a story. Never fails: what is not speech is a picture."""
    title, credits, paragraphs = opening(text)
    told = [paragraph for _, paragraph in paragraphs]
    me = teller(told)
    whole = full_names(told)
    nouns = {noun: whole.get(name.casefold(), name) for noun, name in named_nouns(told).items()}
    reader = _Reader(Speakers(whole | nouns, me))
    closing = None
    for number, paragraph in paragraphs:
        if is_closing(paragraph) and (number, paragraph) == paragraphs[-1]:
            closing = paragraph
        else:
            reader.take(number, paragraph)
    reader.end_scene()
    scenes = _narrated(reader.scenes, me or NARRATOR)
    return Script(title, credits, tuple(scenes), "story", closing, notes=tuple(reader.speakers.notes), teller=me)


def opening(text: str) -> tuple[str | None, tuple[str, ...], list[tuple[int, str]]]:
    """Title, credits, and the paragraphs with their first lines' numbers."""
    paragraphs: list[tuple[int, str]] = []
    lines: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        alone = bool(bare) and (bare.startswith("#") or bool(RULE.fullmatch(bare)))
        if bare and not alone:
            start = start if lines else number
            lines.append(bare)
            continue
        if lines:
            paragraphs.append((start, _unmarked(" ".join(lines))))
            lines = []
        if alone:
            paragraphs.append((number, bare))
    title, credits = None, []
    if paragraphs and (paragraphs[0][1].startswith("# ") or _looks_like_title(paragraphs)):
        title = paragraphs.pop(0)[1].lstrip("# ").strip()
    while paragraphs and re.match(r"(?:written |a story |a tale )?by [^!?]{2,60}$", paragraphs[0][1], re.I):
        credit = paragraphs.pop(0)[1]
        credits.append(credit[:1].upper() + credit[1:])
    return title, tuple(credits), paragraphs


def _looks_like_title(paragraphs: list[tuple[int, str]]) -> bool:
    first = paragraphs[0][1]
    return (
        len(paragraphs) > 1
        and len(first.split()) <= 9
        and not re.search(r"[.!?:,…\"”»]$", first)
        and not first.startswith("#")
    )


def _unmarked(text: str) -> str:
    """Markdown's emphasis and links taken away."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<![\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])", r"\2", text)
    return re.sub(r"(?<!\w)(_{1,2})(?=\S)([^_]+?)(?<=\S)\1(?!\w)", r"\2", text)


@dataclass
class _Reader:
    """Paragraphs in, scenes out."""

    speakers: Speakers
    scenes: list[Scene] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    heading: str | None = None
    beats: list[Action | Speech] = field(default_factory=list)
    line: int = 0
    transition: Transition | None = None

    def take(self, number: int, paragraph: str) -> None:
        """One paragraph, heading or rule."""
        bare = paragraph.lstrip("# ")
        if CHAPTER.fullmatch(bare):
            self.end_scene()
            self.heading, self.transition = None, "dissolve"
            return
        if paragraph.startswith("#") and bare:
            self.end_scene()
            self.heading = bare
            where = place_in_prose(f"in {self.heading}")
            self.place = (
                replace(read_heading(self.heading), name=where.name, interior=where.interior) if where else self.place
            )
            return
        if RULE.fullmatch(paragraph):
            self.end_scene()
            self.transition = "dissolve"
            return
        self._move(paragraph)
        self.line = self.line or number
        for part in parted(paragraph):
            if isinstance(part, Quoted):
                who = self.speakers.of(part, paragraph, number)
                heard = "V.O." if self.speakers.unseen(who) else None
                self.beats.append(Speech(who, part.text, number, part.manner, heard))
            else:
                self.speakers.told(part.text)
                self.beats.append(Action(part.text, number, retold=part.retold))

    def _move(self, paragraph: str) -> None:
        """A new scene where the paragraph leads to another place or time."""
        first = " ".join(sentences(unquoted(paragraph))[:2])
        where = place_in_prose(first) if not self.place.name or _MOVING.search(first) else None
        when = time_in_prose(first)
        moved = where is not None and place_kind(where.name or "") != place_kind(self.place.name or "")
        if moved or (when is not None and when != self.place.time_of_day):
            self.end_scene()
            self.place = replace(
                self.place,
                name=where.name if moved and where else self.place.name,
                interior=where.interior if moved and where else self.place.interior,
                time_of_day=when or self.place.time_of_day,
                goes_on=not moved,
            )

    def end_scene(self) -> None:
        """Close the scene, if it has begun."""
        if self.beats:
            place = self.place if self.place != Place() else None
            self.scenes.append(Scene(self.heading, tuple(self.beats), self.transition, self.line, place))
            self.transition = None
        self.beats, self.line = [], 0


def _narrated(scenes: list[Scene], narrator: str) -> list[Scene]:
    """The narrator's sentences, laid over their own pictures; who tells a story as "I" is its narrator."""
    told = [(s, b) for s, scene in enumerate(scenes) for b, beat in enumerate(scene.beats) if isinstance(beat, Action)]
    ends = {told[0], told[-1]} if told else set()
    result = []
    for s, scene in enumerate(scenes):
        beats: list[Action | Speech] = []
        for b, beat in enumerate(scene.beats):
            if not isinstance(beat, Action):
                beats.append(beat)
                continue
            every = sentences(beat.text)
            for at, sentence in enumerate(every):
                opens = (s, b) == (told[0] if told else None) and at == 0
                closes = (s, b) in ends and (s, b) == told[-1] and at == len(every) - 1
                beats.append(Action(sentence, beat.line, retold=beat.retold))
                if beat.retold:
                    continue
                if (opens or closes or _UNSHOWN.search(sentence)) and len(sentence.split()) <= _MOST_NARRATED_WORDS:
                    beats.append(Speech(narrator, sentence, beat.line, None, "V.O."))
        result.append(replace(scene, beats=tuple(_joined(beats))))
    return result


def _joined(beats: list[Action | Speech]) -> list[Action | Speech]:
    """Sentences of one paragraph that nobody narrates, joined again: the cutter parts them better."""
    joined: list[Action | Speech] = []
    for beat in beats:
        last = joined[-1] if joined else None
        if isinstance(beat, Action) and isinstance(last, Action) and last.line == beat.line:
            joined[-1] = replace(last, text=f"{last.text} {beat.text}")
        else:
            joined.append(beat)
    return joined
