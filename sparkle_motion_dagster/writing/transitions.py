"""What a screenplay says of how its scenes begin and end: FADE IN:, DISSOLVE TO:, FADE OUT.

What belongs here: knowing these words. What does not: reading files, giving shots their transition (`cutting.py`).
"""

import re

from sparkle_motion_dagster.film.plan import Transition

_WRITTEN = re.compile(
    r"(?:(?:SLOW )?FADE (?:IN|OUT|UP|TO BLACK|TO WHITE)|CUT TO BLACK|SMASH CUT|MATCH CUT|DISSOLVE TO)[.:]?"
)
_GOES_DARK = re.compile(r"\bFADES? (?:OUT|TO (?:BLACK|WHITE))\b")


def is_transition(text: str) -> bool:
    """Whether a line is one of the words that are a transition wherever they stand."""
    return bool(_WRITTEN.fullmatch(text.strip()))


def begins_with(text: str) -> Transition | None:
    """How the scene after a transition begins; None if its words do not say."""
    words = text.upper()
    if "DISSOLVE" in words or "FADE TO:" in words:
        return "dissolve"
    if "FADE" in words or "BLACK" in words:
        return "fade_in"
    return "cut" if "CUT" in words else None


def goes_dark(text: str) -> bool:
    """Whether the scene before a transition goes dark at its end."""
    return bool(_GOES_DARK.search(text.upper()))
