"""Who of a shot's people does what a verb of its description says.

What belongs here: finding the doers. What does not: the verbs (`seating.py`, `walking.py`).
"""

import re

from sparkle_motion_dagster.film.plan import MoviePlan, Shot

_SOMEBODY = re.compile(
    r"^\W*(?:then|and|but|slowly|quickly|suddenly|now)?\W*(?:(?:he|she|it|who|i)\b|$)|\b(?:he|she|who)\b[^,;]*$"
    r"|\b(?:the|this|that|a|an)\s+(?:[\w-]+\s+){0,2}?(?:man|woman|boy|girl|child|lady|gentleman|fellow|stranger)\b[^,;]*$",
    re.I,
)
"""Words before a verb that mean one of the people."""
_THING = re.compile(
    r"(?<!\bin )(?<!\bon )(?<!\bat )(?<!\bof )(?<!\bwith )(?<!\bfrom )(?<!\bto )(?<!\bby )(?<!\bnear )(?<!\bbehind )"
    r"\b(?:the|an?|her|his|its|their)\s+(?:[\w-]+\s+){1,3}$",
    re.I,
)
"""A noun right before a verb: "the water" of "Ada smiles while the water runs"."""
_SMALL_WORDS = frozenset("the old young mr mrs ms dr of and a an little".split())


def sentences_of(shot: Shot) -> list[str]:
    """The sentences of what is seen."""
    return re.split(r"(?<=[.!?…])\s+", shot.visual_description)


def doers(plan: MoviePlan, shot: Shot, sentence: str, verb: re.Match[str]) -> list[str]:
    """Who does what the verb says: those named before it, or whom "she", "they" or "the girl" mean; nobody if a thing does."""
    before = sentence[: verb.start()]
    named = sorted((at, who) for who in shot.cast if (at := _last_named(plan, who, before)) is not None)
    thing = _THING.search(before)
    if named and not (thing and named[-1][0] < thing.start()):
        of_one = verb.group().split()[0].casefold().endswith("s")  # "Ada and Tom sit", but "Ada waves and Tom sits"
        joined = not of_one and re.search(r"\band\b|&", before[named[0][0] : named[-1][0]])
        return [who for _, who in named] if joined else [named[-1][1]]
    if re.search(r"\b(?:they|both|the two|everyone|everybody|all)\b", before, re.I):
        return list(shot.cast)
    if not _SOMEBODY.search(before):
        return []
    if len(shot.cast) == 1:
        return list(shot.cast)
    return [shot.focus] if shot.focus else []


def _last_named(plan: MoviePlan, who: str, text: str) -> int | None:
    words = [w for w in re.findall(r"[\w'’-]+", plan.character(who).name) if w.casefold() not in _SMALL_WORDS]
    found = [match.start() for word in words for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)]
    return max(found, default=None)
