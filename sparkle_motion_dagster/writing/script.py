"""A script: what every kind of text becomes before it is cut into shots.

What belongs here: scenes, actions and speeches as the writer gave them, in order. What does not: how a format is
read, and anything about shots.
"""

from dataclasses import dataclass, field
from typing import Literal

from sparkle_motion_dagster.film.plan import TimeOfDay, Transition, Weather

Sex = Literal["woman", "man"]


@dataclass(frozen=True)
class Action:
    """One paragraph of what is seen and heard."""

    text: str
    line: int = 0
    """Line of the source, from 1; 0 if unknown."""
    first_line_words: int = 0
    """How many words stand on the first of its lines, if it has several; else 0."""
    retold: bool = False
    """Whether not all its words are the writer's: such are pictured and never spoken."""


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
class Place:
    """Where and when a scene is set. What the writer does not say is None."""

    name: str | None = None
    """In the writer's words, as a sentence has it: "Lighthouse kitchen"."""
    interior: bool | None = None
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    goes_on: bool = False
    """True for CONTINUOUS, LATER and the like: time and weather are as before."""


@dataclass(frozen=True)
class Scene:
    """What happens in one place, without a break in time."""

    heading: str | None
    beats: tuple[Action | Speech, ...]
    transition: Transition | None = None
    """How the scene begins, if the writer says so."""
    line: int = 0
    place: Place | None = None
    """Where it is set, when the reader knows it other than by a heading."""
    goes_dark: bool = False
    """Whether its last picture fades out."""


@dataclass(frozen=True)
class ScriptPerson:
    """Somebody of the film, as a reader that knows them tells."""

    name: str
    look: str = ""
    also_called: tuple[str, ...] = ()
    """Other names that mean nobody else."""


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
    people: tuple[ScriptPerson, ...] = ()
    """Everybody but the narrator, where the reader knows them; (): they are found in the text."""
    teller: str | None = None
    """The name of who tells a story as "I"."""
