"""Who of a shot's people does what a verb of its description says.

What belongs here: finding the doers. What does not: the verbs (`seating.py`, `walking.py`).
"""

import re

from sparkle_motion_dagster.film.plan import MoviePlan, Shot

_SMALL_WORDS = frozenset("the old young mr mrs ms dr of and a an little".split())


def sentences_of(shot: Shot) -> list[str]:
    """The sentences of what is seen."""
    return re.split(r"(?<=[.!?…])\s+", shot.visual_description)


def doers(plan: MoviePlan, shot: Shot, sentence: str, verb: re.Match[str]) -> list[str]:
    """Who does what the verb says: those named before it, else whom the picture is of."""
    before = sentence[: verb.start()]
    named = sorted((at, who) for who in shot.cast if (at := _last_named(plan, who, before)) is not None)
    if named:
        of_one = verb.group().split()[0].casefold().endswith("s")  # "Ada and Tom sit", but "Ada waves and Tom sits"
        joined = not of_one and re.search(r"\band\b|&", before[named[0][0] : named[-1][0]])
        return [who for _, who in named] if joined else [named[-1][1]]
    if re.search(r"\b(?:they|both|the two|everyone|everybody|all)\b", before, re.I):
        return list(shot.cast)
    if len(shot.cast) == 1:
        return list(shot.cast)
    return [shot.focus] if shot.focus else []


def _last_named(plan: MoviePlan, who: str, text: str) -> int | None:
    words = [w for w in re.findall(r"[\w'’-]+", plan.character(who).name) if w.casefold() not in _SMALL_WORDS]
    found = [match.start() for word in words for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)]
    return max(found, default=None)
