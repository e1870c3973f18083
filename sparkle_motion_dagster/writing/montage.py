"""Montages: lists of pictures in an action, and the words that only tell an editor that a list begins or ends.

What belongs here: parting such lists. What does not: what each picture becomes (`action_shots.py`).
"""

import re
from collections.abc import Sequence

_BULLET = re.compile(r"^(?:[-–—•*·]{1,3}|\d{1,2}\.|\(?(?:\d{1,2}|[A-Z])\))\s+(?=\S)")
_MARK = re.compile(
    r"(?:(?:BEGIN|START|END(?: OF)?|BACK TO)\s+)?(?:(?:A |THE )?MONTAGE|SERIES OF SHOTS|INTERCUT(?:TING)?|FLASHBACK|DREAM SEQUENCE)\b[^a-z]*"
    r"|(?:BACK TO|RESUME|RETURN TO)\s+(?:THE )?(?:SCENE|PRESENT|ACTION)[.:]*"
)


def is_mark(line: str) -> bool:
    """Whether a line is a word to the editor and no picture: MONTAGE:, INTERCUT - PHONE CALL, END FLASHBACK."""
    return bool(_MARK.fullmatch(line.strip()))


def parted_by_bullets(lines: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The numbered lines of a paragraph, each item of a list for itself and without its sign."""
    groups: list[list[tuple[int, str]]] = []
    for number, line in lines:
        item = _BULLET.match(line)
        if item or not groups:
            groups.append([])
        groups[-1].append((number, line[item.end() :] if item else line))
    return groups
