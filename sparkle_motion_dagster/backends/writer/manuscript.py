"""A story as numbered units: every sentence of narration and every speech has an id.

What belongs here: numbering, windows, and how units are shown to a model. What does not: asking it.

The model answers with ids. What is spoken is taken from here, letter for letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sparkle_motion_dagster.writing.closing import is_closing
from sparkle_motion_dagster.writing.quotes import Quoted, parted
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.story import RULE, opening


@dataclass(frozen=True)
class Unit:
    """A sentence of narration, or a speech."""

    id: str
    """n1, n2 … narration; q1, q2 … speech."""
    text: str
    """Verbatim."""
    spoken: bool
    who: str | None = None
    """Of a speech: the speaker in the prose's words ("the fox", "Mira", "she"); None if it does not say."""
    manner: str | None = None
    line: int = 0
    paragraph: int = 0
    opens_scene: bool = False
    """A heading or a rule stands before it."""


@dataclass(frozen=True)
class Manuscript:
    """A whole story, numbered."""

    title: str | None
    credits: tuple[str, ...]
    closing: str | None
    units: tuple[Unit, ...]


def number(text: str) -> Manuscript:
    """The story's units. Never fails."""
    title, credits, paragraphs = opening(text)
    closing = None
    units: list[Unit] = []
    opens = False
    told = quoted = 0
    for at, (line, paragraph) in enumerate(paragraphs):
        if (paragraph.startswith("#") and paragraph.lstrip("# ")) or RULE.fullmatch(paragraph):
            opens = True
            continue
        if at == len(paragraphs) - 1 and is_closing(paragraph):
            closing = paragraph
            continue
        for part in parted(paragraph):
            if isinstance(part, Quoted):
                quoted += 1
                units.append(Unit(f"q{quoted}", part.text, True, part.who, part.manner, line, at, opens))
                opens = False
                continue
            for sentence in sentences(part.text):
                told += 1
                units.append(Unit(f"n{told}", sentence, False, None, None, line, at, opens))
                opens = False
    return Manuscript(title, credits, closing, tuple(units))


def windows(units: Sequence[Unit], most_chars: int, most_units: int) -> list[tuple[Unit, ...]]:
    """The units in passages that a model can take at once, parted between paragraphs where that is possible."""
    found: list[tuple[Unit, ...]] = []
    passage: list[Unit] = []
    for unit in units:
        full = len(passage) >= most_units or sum(len(u.text) for u in passage) + len(unit.text) > most_chars
        if passage and full:
            cut = _paragraph_end(passage) if passage[-1].paragraph == unit.paragraph else len(passage)
            found.append(tuple(passage[:cut]))
            passage = passage[cut:]
        passage.append(unit)
    if passage:
        found.append(tuple(passage))
    return found


def shown(units: Iterable[Unit]) -> str:
    """Units as a model reads them, one on each line."""
    return "\n".join(_shown(unit) for unit in units)


def _shown(unit: Unit) -> str:
    if not unit.spoken:
        return f"{unit.id}: {unit.text}"
    by = f" (said by {unit.who})" if unit.who else ""
    return f"{unit.id}{by}: “{unit.text}”"


def _paragraph_end(passage: Sequence[Unit]) -> int:
    """Where the last whole paragraph of a passage ends; its length if it is all one paragraph."""
    last = passage[-1].paragraph
    whole = [at for at, unit in enumerate(passage) if unit.paragraph != last]
    return whole[-1] + 1 if whole else len(passage)
