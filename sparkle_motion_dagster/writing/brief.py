"""The person's text, once it is safely in memory.

What belongs here: what a brief and a written plan are. What does not: reading files (`read.py`), writing plans.
"""

from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.plan import MoviePlan

LONGEST_IDEA = 600
"""Characters of an idea given on the command line."""
BriefKind = Literal["fountain", "fdx", "play", "story", "idea", "plan"]


@dataclass(frozen=True)
class Brief:
    """A film's brief: what to make a plan of.

    Attributes:
        kind: how the text is to be read.
        text: the text itself, lines ended by a newline, no byte order mark.
        title: a working title (from the file's name); a title inside the text wins.
        source: what errors call it: the file's name.
    """

    kind: BriefKind
    text: str
    title: str
    source: str


@dataclass(frozen=True)
class Written:
    """A plan, and in words for a person what the writing invented, guessed or found odd."""

    plan: MoviePlan
    notes: tuple[str, ...] = ()


def idea_brief(idea: str, source: str = "the idea") -> Brief:
    """A one-line idea, given as text, as a brief. Raises BriefError if it is blank, too long or not text."""
    words = idea.split()
    if not words:
        raise BriefError(source, ["empty: expected a sentence, as in 'A lighthouse keeper befriends a storm'"])
    if len(idea) > LONGEST_IDEA:
        raise BriefError(
            source, [f"{len(idea)} characters: expected at most {LONGEST_IDEA}; put a story in a .txt file"]
        )
    if not " ".join(words).isprintable():
        raise BriefError(source, ["holds control characters: expected plain text; take them out"])
    return Brief("idea", " ".join(words) + "\n", " ".join(words[:6])[:80].rstrip(".,;:!?") or "Untitled", source)
