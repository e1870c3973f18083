"""Who walks or runs in a shot, and which way: in, out or across.

What belongs here: reading it from the shot's own words. What does not: how a step is drawn
(`backends/drawing/stride.py`).
"""

import re

from sparkle_motion_dagster.film.doing import doers, sentences_of
from sparkle_motion_dagster.film.picture import Gait, Walk, Way
from sparkle_motion_dagster.film.plan import MoviePlan, Shot

_RUNS = re.compile(
    r"\b(?:runs?|ran|(?:is|are|was|were|comes?|came|goes|go) running|races?|raced|rushes|rushed|dash(?:es|ed)|sprints?|sprinted|chases?|chased|flees?|fled|hurries|hurried)\b",
    re.I,
)
_WALKS = re.compile(
    r"\b(?:walks?|walked|(?:is|are|was|were|comes?|goes) walking|strolls?|strolled|wanders?|wandered|march(?:es|ed)?|trudges?|trudged"
    r"|paces|paced|limps|limped|stumbl(?:es|ed)|creeps|crept|tiptoes|enters?|entered|leaves|left(?=[.,;]|$| the (?:house|room|shop|building|kitchen|office|city|village|town|station))|exits?|exited|arrives|arrived"
    r"|approach(?:es|ed)|cross(?:es|ed)|comes (?:in|out|up|home|down|back)|came (?:in|out|up|home|down|back)"
    r"|goes (?:in|out|away|home|down|up|to)|went (?:in|out|away|home|down|up|to)|steps (?:in|out|into)|stepped (?:in|out|into)"
    r"|follows?|followed)\b",
    re.I,
)
_IN = re.compile(
    r"^(?:enter|arriv|approach|comes (?:in|up|home|back)|came (?:in|up|home|back)|steps? (?:in|into)|stepped (?:in|into))",
    re.I,
)
_OUT = re.compile(
    r"^(?:leaves|exit|goes (?:out|away|home)|went (?:out|away|home)|steps? out|stepped out|fle|comes out|came out)",
    re.I,
)
_HERE = re.compile(r"^\W*(?:in(?=[.,;]|$| (?:with|and|carrying|holding)\b)|inside|over to|toward|up to)", re.I)
_AWAY = re.compile(r"^\W*(?:away|off|out)\b", re.I)
_NOT_A_STEP = re.compile(
    r"^\W*(?:(?:an?|her|his|the|its|their) (?:[\w-]+ )?(?:hand|finger|eye|arm|leg|mind|light|window|name|shop|bakery|bath|risk"
    r"|number|code|password|letter|key|note|coat|hat|book|bag|door open|door ajar)|out of (?:time|money|luck)|behind\b|it\b|data\b"
    r"|sleep|bed\b|work\b|pieces|(?:her|him|them|it)self)",
    re.I,
)
_LEAVES = re.compile(r"(?:\b(?:he|she|they|it|and|then|who)|(?:^|\s)(?-i:[A-Z])[\w'’-]*)\s+$", re.I)
"""Before "leaves" and "left", where they are what somebody does: not "she rakes leaves", "on the left"."""
_GAITS: dict[Gait, re.Pattern[str]] = {"walk": _WALKS, "run": _RUNS}
_SEEN_MOVING = ("full", "wide")


def walks(plan: MoviePlan, shot: Shot, speaking: set[str]) -> dict[str, Walk]:
    """How each of the shot's people moves; who stays where they are is not in it.

    Only in pictures that show whole bodies, and in which nobody speaks: who speaks is looked at.

    Args:
        speaking: who speaks on screen.
    """
    if shot.framing not in _SEEN_MOVING or speaking:
        return {}
    found: dict[str, Walk] = {}
    for sentence in sentences_of(shot):
        for gait, verbs in _GAITS.items():
            for verb in verbs.finditer(sentence):
                after = sentence[verb.end() :]
                before = sentence[: verb.start()]
                if _NOT_A_STEP.match(after) or (
                    verb.group().casefold() in ("leaves", "left") and not _LEAVES.search(before)
                ):
                    continue
                walk = Walk(gait=gait, way=_way(verb.group(), after))
                for who in doers(plan, shot, sentence, verb):
                    found.setdefault(who, walk)
    if len(found) < len(shot.cast):  # who walks where others stand comes to them
        return {who: Walk(gait=w.gait, way="in" if w.way == "across" else w.way) for who, w in found.items()}
    return found


def _way(verb: str, after: str) -> Way:
    if _IN.match(verb) or _HERE.match(after):
        return "in"
    return "out" if _OUT.match(verb) or _AWAY.match(after) else "across"
