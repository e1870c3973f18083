"""Fountain's emphasis: *italic*, **bold**, ***both***, _underlined_.

What belongs here: taking the marks away, by Fountain's rules, and nothing else of the text.
"""

import re

_ESCAPES = {r"\*": "\ue010", r"\_": "\ue011"}
_STARS = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])([^*]*?[^\s*])\1(?!\*)")
_NESTED = re.compile(r"(?<!\*)(\*{2,3})(?=\S)(.+?)(?<=\S)\1(?!\*)")
_UNDERLINE = re.compile(r"(?<![\w])_(?=[^\s_])(.*?)(?<=\S)_(?!\w)")


def plain(line: str) -> str:
    """The line without emphasis marks; escaped and lone marks stay as written. One line: marks do not span lines."""
    for escape, stand_in in _ESCAPES.items():
        line = line.replace(escape, stand_in)
    before = None
    while before != line:
        before = line
        line = _STARS.sub(r"\2", line)
        line = _UNDERLINE.sub(r"\1", line)
        line = _NESTED.sub(r"\2", line)
    return line.replace("\ue010", "*").replace("\ue011", "_")
