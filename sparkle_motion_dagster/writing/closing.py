"""The words a text ends with: The End, FIN.

What belongs here: knowing them, so that they become the end card and are not filmed.
"""

import re
from dataclasses import replace

from sparkle_motion_dagster.writing.script import Action, Scene

_CLOSING = re.compile(r"\W*(?:the\s+end|end|fin|ende|koniec|konec|fine|slut|конец|終|完)\W*", re.IGNORECASE)


def is_closing(text: str) -> bool:
    """Whether a paragraph is nothing but "The End"."""
    return bool(_CLOSING.fullmatch(text.strip()))


def without_closing(scenes: list[Scene]) -> tuple[tuple[Scene, ...], str | None]:
    """The scenes without the last words "The End", and those words, or None."""
    if scenes and scenes[-1].beats:
        last = scenes[-1].beats[-1]
        if isinstance(last, Action) and is_closing(last.text):
            rest = replace(scenes[-1], beats=scenes[-1].beats[:-1])
            kept = [rest] if rest.beats or rest.heading else []
            return tuple([*scenes[:-1], *kept]), last.text.strip(" >.<")
    return tuple(scenes), None
