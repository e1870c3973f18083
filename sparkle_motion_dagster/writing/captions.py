"""Words over a picture: SUPER: "Three hundred years later".

What belongs here: finding them in an action. What does not: subtitles, title pages, how they look (`media/text.py`).
"""

import re

_CAPTION = re.compile(
    r"(?:SUPER(?:IMPOSED?)?|SUPERTITLE|TITLES?|TITLE CARD|CHYRON|CAPTION|LOWER THIRD|ON[- ]SCREEN(?: TEXT)?|TEXT ON SCREEN)"
    r"(?:\s+(?:OVER(?: BLACK)?|ON SCREEN|READS))?\s*(?:[:\-–—]+\s*|(?=[\"“]))(?P<words>.+)",
    re.S,
)
_QUOTED = re.compile(r"[\"“‘']([^\"”’]+)[\"”’']")
MOST = 120
"""Characters of a caption; what is longer is no caption and stays a picture."""


def caption_in(action: str) -> str | None:
    """The words that the action wants to be read, or None if it is a picture."""
    found = _CAPTION.fullmatch(action.strip())
    if not found:
        return None
    quoted = _QUOTED.match(found["words"])
    words = re.sub(r"\s+", " ", quoted.group(1) if quoted else found["words"]).strip()
    return words if 0 < len(words) <= MOST else None
