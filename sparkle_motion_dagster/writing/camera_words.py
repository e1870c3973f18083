"""What a writer asks of the camera: CLOSE ON: the letter. WIDE SHOT - the valley. ADA'S POV. INSERT.

What belongs here: knowing these words at the head of an action. What does not: the framing of what asks for none
(`action_shots.py`).
"""

import re
from typing import Literal

Asked = Literal["close", "insert", "wide", "medium", "pov"]

_ASKED: tuple[tuple[Asked, str], ...] = (
    (
        "close",
        r"(?:extreme |tight |big )?close[- ]?ups?(?: (?:on|of|shot))?|(?:tight |extreme )?close(?: on)?|tight on|E?CU(?: on)?",
    ),
    ("insert", r"insert(?: shot)?(?: of)?|detail(?: of)?"),
    ("wide", r"(?:extreme |very )?(?:wide|long|establishing|aerial|master)(?: shot| angle| view)?(?: on| of)?|EWS|ELS"),
    ("medium", r"(?:medium|mid|full|two|2)[- ]?shot(?: on| of)?|(?:new |reverse |low |high )?angle(?: on)?|back on"),
    ("pov", r"(?:[\w.’']+['’]s? )?P\.?O\.?V\.?(?: shot)?(?: of)?"),
)
_SIGN = r"\s*(?:[:–—]|-{1,2}(?=\s|$)|\.(?=\s|$))\s*"

_LEADS_ON = frozenset("on of shot cu ecu".split())


def asked_of_camera(text: str) -> tuple[Asked | None, str]:
    """What the camera is to do, and the text without the words that ask for it.

    A sign follows them, or they say of what: "Close the door." and "Wide eyes." ask for nothing.
    """
    for asked, words in _ASKED:
        signed, open_ended = (re.match(rf"(?:{words}){end}", text, re.I) for end in (_SIGN, r"\s+(?=\S)"))
        leads_on = open_ended is not None and open_ended.group().split()[-1].casefold() in _LEADS_ON
        found = signed or (open_ended if leads_on else None)
        if found and text[found.end() :].strip():
            rest = text[found.end() :].strip()
            return asked, rest[:1].upper() + rest[1:]
    return None, text


def thing_named(text: str) -> str | None:
    """The thing that a close shot is of, where it is nothing but a noun: "chocolate bar" of "The chocolate bar." """
    found = re.fullmatch(r"(?:(?:an?|the|his|her|their)\s+)?((?:[\w'’-]+\s+){0,2}[\w'’-]+)[.!…]*", text.strip(), re.I)
    return found.group(1).casefold() if found else None
