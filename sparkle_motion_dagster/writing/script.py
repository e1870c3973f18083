"""A script: what every kind of text becomes before it is cut into shots.

What belongs here: scenes, actions and speeches as the writer gave them, in order. What does not: how a format is
read, and anything about shots.
"""

from dataclasses import dataclass, field
from typing import Literal

from sparkle_motion_dagster.film.plan import Transition

Sex = Literal["woman", "man"]


@dataclass(frozen=True)
class Action:
    """One paragraph of what is seen and heard."""

    text: str
    line: int = 0
    """Line of the source, from 1; 0 if unknown."""


@dataclass(frozen=True)
class Speech:
    """One speech: every word of `text` is spoken, and no other."""

    speaker: str
    """The cue as written, without extension."""
    text: str
    line: int = 0
    parenthetical: str | None = None
    extension: str | None = None
    dual: bool = False


@dataclass(frozen=True)
class Scene:
    """What happens in one place, without a break in time."""

    heading: str | None
    beats: tuple[Action | Speech, ...]
    transition: Transition | None = None
    """How the scene begins, if the writer says so."""
    line: int = 0


@dataclass(frozen=True)
class Script:
    """A whole text."""

    title: str | None
    credits: tuple[str, ...]
    """Lines of the title card under the title, as "Written by Ada Byron"."""
    scenes: tuple[Scene, ...]
    kind: str
    """screenplay | story | idea."""
    closing: str | None = None
    """The words the text ends with ("The End", "FIN"), for the end card."""
    looks: dict[str, str] = field(default_factory=dict)
    """Descriptions of characters by name, where the format tells them apart from the action."""
    notes: tuple[str, ...] = ()
    """What reading it guessed or found odd, in words for a person."""
