"""Who sits in a shot, and on what: told once ("Ada sits at the table"), true until told otherwise.

What belongs here: reading it from the scene's shots so far. What does not: how a seated body is drawn
(`backends/drawing/people/seats.py`).
"""

import re

from sparkle_motion_dagster.film.doing import doers, sentences_of
from sparkle_motion_dagster.film.picture import Seat
from sparkle_motion_dagster.film.plan import MoviePlan, Shot

_SITS = re.compile(
    r"\b(?:sits?|sat|sitting|seated|seats (?:her|him|them)sel(?:f|ves)|takes? (?:a|the|his|her|their) seats?"
    r"|took (?:a|the|his|her|their) seats?|(?:drops?|sinks?|sank|dropped) into (?:an?|the|his|her) (?:chair|armchair|sofa|couch)|perch(?:es|ed)? on)\b(?! up\b)",
    re.I,
)
_RISES = re.compile(
    r"\b(?:stands?|stood|standing|rises?|rose|rising|gets? up|got up|getting up|to (?:his|her|their) feet|walks?|walked|runs?|ran"
    r"|jumps?|jumped|leaps?|leapt|goes|went|leaves?|left|enters?|entered|comes?|came|crosses|crossed|dances?|danced|kneels?|knelt"
    r"|lies|lay|climbs?|climbed|steps?|stepped|hurries|hurried|follows?|followed|exits?)\b",
    re.I,
)
_NO_SEAT = re.compile(
    r"\b(?:in|on|at|behind|astride|into|inside|by)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:car|pickup|truck|van|cab|taxi|bus|boat|canoe|raft|ship|bed|bath|bathtub|horse|pony|donkey|bike|bicycle|saddle|wheel|floor|"
    r"ground|grass|sand|snow|roof|rooftop|ridge|branch|tree|swing|edge|sill|windowsill|bunk|deck|cockpit|plane|sled|sledge|lap|carpet|"
    r"rug|blanket|hay|straw|moon|cloud|shoulder)s?\b",
    re.I,
)
"""Where a person sits as this pen cannot draw it."""
_SEATS: dict[Seat, str] = {
    "armchair": r"arm ?chair|sofa|couch|easy chair|wing chair|settee|throne",
    "stool": r"stool",
    "bench": r"bench|pew",
    "rock": r"rock|stone|boulder|log|stump|wall|steps?|stairs?|crate|barrel|suitcase|trunk",
    "chair": r"chair",
}
_SEATED_AT: dict[Seat, str] = {"stool": r"bar|counter|piano|drum|loom|easel", "chair": r"table|desk|bedside"}
_BUILT = re.compile(
    r"\b(?:park|street|square|station|platform|garden|yard|terrace|porch|pier|quay|harbou?r|market|playground|bridge|city|town)\b",
    re.I,
)


def seats(plan: MoviePlan, shot: Shot) -> dict[str, Seat]:
    """What each of the shot's people sits on; who stands is not in it."""
    earlier = [other for other in plan.shots if other.scene == shot.scene] if shot.scene is not None else [shot]
    seated: dict[str, Seat] = {}
    for told in earlier:
        for sentence in sentences_of(told):
            for who, seat in _changes(plan, told, sentence):
                if seat is None:
                    seated.pop(who, None)
                else:
                    seated[who] = seat
        if told.id == shot.id:
            break
    return {who: seat for who, seat in seated.items() if who in shot.cast}


def says_who_sits(text: str) -> bool:
    """Whether somebody sits, or sits down, by these words."""
    return bool(_SITS.search(text))


def seat_called(words: str) -> Seat | None:
    """The seat that these words name: "bench" of "the old bench"."""
    return _named(_SEATS, words)


def _named(table: dict[Seat, str], words: str) -> Seat | None:
    return next((seat for seat, called in table.items() if re.search(rf"\b(?:{called})\b", words, re.I)), None)


def _changes(plan: MoviePlan, shot: Shot, sentence: str) -> list[tuple[str, Seat | None]]:
    """Who sits down and who gets up in a sentence, in order."""
    found = sorted(
        [(match, True) for match in _SITS.finditer(sentence)] + [(match, False) for match in _RISES.finditer(sentence)],
        key=lambda pair: pair[0].start(),
    )
    changes: list[tuple[str, Seat | None]] = []
    for match, sits in found:
        seat = _seat(shot, sentence[match.start() :]) if sits else None
        if sits and seat is None:
            continue
        changes += [(who, seat) for who in doers(plan, shot, sentence, match)]
    return changes


def _seat(shot: Shot, after: str) -> Seat | None:
    """What the words after "sits" name, else what the place offers; None if it cannot be drawn."""
    if named := seat_called(after) or _named(_SEATED_AT, after):
        return named
    if _NO_SEAT.search(after):
        return None
    if shot.interior:
        return "chair"
    return "bench" if _BUILT.search(f"{shot.place or ''} {shot.setting or ''}") else "rock"
