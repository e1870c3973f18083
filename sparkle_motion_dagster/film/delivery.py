"""How a line is said: the parenthetical and the punctuation as pace and loudness.

What belongs here: words to numbers, pure. What does not: voices (`casting.py`), sound (`backends/speech`).
"""

import re
from dataclasses import dataclass

SLOWEST_PACE, FASTEST_PACE = 0.7, 1.3
QUIETEST_DB, LOUDEST_DB = -9.0, 4.5


@dataclass(frozen=True)
class Delivery:
    """How a line is said."""

    pace: float = 1.0
    """1.0 is the voice's own pace."""
    gain_db: float = 0.0
    """0 is normal speech."""


MANNERS: tuple[tuple[str, Delivery], ...] = (
    (r"sotto( voce)?|whisper\w*|under (his|her|their|its) breath|hush\w*|murmur\w*", Delivery(0.93, -7.0)),
    (r"mutter\w*|mumbl\w*|to (him|her|it|them)sel(f|ves)|barely audible|inaudibl[ey]", Delivery(1.0, -6.0)),
    (r"quiet(ly)?|soft(ly|er)?|gentl[ey]|tender(ly)?|low(ly)?|intimate(ly)?", Delivery(0.94, -4.0)),
    (r"shout\w*|yell\w*|scream\w*|bellow\w*|roar\w*|over the (noise|wind|storm|music|engine|din)", Delivery(1.06, 4.0)),
    (r"loud(ly|er)?|call(s|ing)?( out)?|cr(y|ies|ying) out|bark\w*|boom\w*", Delivery(1.0, 3.0)),
    (r"slow(ly|er)?|deliberate(ly)?|drawl\w*|measured|careful(ly)?|with care", Delivery(0.82, 0.0)),
    (r"quick(ly|er)?|fast(er)?|rapid(ly)?|hurr\w+|rush\w*|urgent(ly)?|in a rush|breathless(ly)?", Delivery(1.17, 0.5)),
    (r"tired(ly)?|wear(y|ily)|exhausted|sleep(y|ily)|yawn\w*|drows\w+|faint(ly)?|weak(ly)?|ill", Delivery(0.86, -3.0)),
    (r"excited(ly)?|thrilled|eager(ly)?|delighted|overjoyed|jubilant|triumphant(ly)?", Delivery(1.1, 1.5)),
    (r"ang(ry|rily)|furious(ly)?|outraged|snap(s|ping)?|hiss\w*|growl\w*|snarl\w*", Delivery(1.06, 2.5)),
    (r"sad(ly)?|grie\w+|sobb?\w*|weep\w*|tear(ful|fully|y)?|mournful(ly)?|broken|heavy|resigned", Delivery(0.88, -2.0)),
    (r"afraid|scared|frightened|terrified|trembl\w+|panick\w*|nervous(ly)?|anxious(ly)?", Delivery(1.09, -0.5)),
    (r"hesitant(ly)?|hesitat\w+|unsure|uncertain(ly)?|thoughtful(ly)?|pensive(ly)?|ponder\w*", Delivery(0.9, -1.0)),
    (r"calm(ly)?|patient(ly)?|sooth\w+|reassuring(ly)?|grave(ly)?|solemn(ly)?|serious(ly)?", Delivery(0.92, -0.5)),
    (r"happ(y|ily)|cheer\w+|bright(ly)?|laugh\w*|grinn?\w*|smil\w+|playful(ly)?|teas\w+", Delivery(1.04, 0.5)),
    (r"dead-?pan|flat(ly)?|dry(ly)?|bored|monotone", Delivery(0.95, -1.0)),
    (r"beat|pause|after a (moment|while)", Delivery(0.97, 0.0)),
)
"""Words of a parenthetical, whole words, and what each does. Several add up."""

_MANNERS = tuple((re.compile(rf"\b(?:{words})\b", re.I), manner) for words, manner in MANNERS)
_NOT = re.compile(r"\b(?:not|no longer|without|hardly|less)\s+(?:too |so |very )?\w+", re.I)
_VERY = re.compile(r"\b(?:very|extremely|really)\b", re.I)
_A_LITTLE = re.compile(r"\b(?:slightly|a (?:little|bit)|somewhat|almost)\b", re.I)


def delivery(parenthetical: str | None, text: str) -> Delivery:
    """Pace and gain of a line. No parenthetical and plain punctuation give 1.0 and 0 dB.

    Capitals and exclamation marks raise a line's voice unless the parenthetical says how it is said.
    """
    pace, gain_db = 1.0, 0.0
    directions = _NOT.sub(" ", parenthetical or "")
    strength = 1.3 if _VERY.search(directions) else 0.5 if _A_LITTLE.search(directions) else 1.0
    manners = [manner for words, manner in _MANNERS if words.search(directions)]
    for manner in manners:
        pace *= 1 + (manner.pace - 1) * strength
        gain_db += manner.gain_db * strength
    if not any(manner.gain_db for manner in manners):
        gain_db += _raised_voice_db(text)
        pace *= 1.03 if _is_shouted(text) else 1.0
    return Delivery(
        round(min(max(pace, SLOWEST_PACE), FASTEST_PACE), 3), round(min(max(gain_db, QUIETEST_DB), LOUDEST_DB), 2)
    )


def _is_shouted(text: str) -> bool:
    """True if the line is in capitals: two words of them at least, or one of four letters."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(words) and all(word.isupper() for word in words) and (len(words) > 1 or len(words[0]) > 3)


def _raised_voice_db(text: str) -> float:
    if _is_shouted(text):
        return 3.0
    ending = re.sub(r"[\s\"”'’)]+$", "", text)
    if ending.endswith(("!!", "!?", "?!")):
        return 2.0
    return 1.0 if ending.endswith("!") else 0.0
