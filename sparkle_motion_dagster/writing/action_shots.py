"""Actions to shots: one beat, one picture.

What belongs here: parting a paragraph into pictures; framing and camera of each. What does not: dialogue.
"""

import re
from dataclasses import dataclass

from sparkle_motion_dagster.film.plan import CameraMove, Framing
from sparkle_motion_dagster.writing.camera_words import Asked, asked_of_camera, thing_named
from sparkle_motion_dagster.writing.characters import Roster
from sparkle_motion_dagster.writing.places import place_in_prose, weather_in
from sparkle_motion_dagster.writing.presence import Presence
from sparkle_motion_dagster.writing.sentences import sentences
from sparkle_motion_dagster.writing.things import props_in

_MOST_WORDS = 26
_FACE = re.compile(
    r"\b(?:eyes?|face|smil\w+|tears?|weeps?|cr(?:y|ies|ied|ying)|stares?|blinks?|whispers?|breath\w*|grins?|frowns?|nods?|sighs?|"
    r"gasps?|swallows?|listens?|looks (?:up|down|away|at))\b",
    re.I,
)
_MOVES = re.compile(
    r"\b(?:walk|run|ran|climb|jump|leap|leapt|danc|cross|chas|fl(?:y|ies|ew)|swim|swam|ride|rode|stumbl|kneel|trudg|hurr|gallop|crawl|"
    r"step|march|row|sail|push|pull|drag|carr|dig|fall|fell|rac|wad|follow|flee|fled|trot|paddl|stroll|wander|limp|enter|approach|arriv|exit)\w*|\bleaves\b(?= ?(?:$|[.,;]|the |through |with |by ))",
    re.I,
)
_DETAIL = re.compile(r"^(?:his|her|their|the|\w+['’]s?) (?:hands?|fingers?|palm|paws?)\b", re.I)
_EMPTY = re.compile(r"\b(?:empty|nobody|no one|deserted|abandoned)\b", re.I)
_TALL = re.compile(
    r"\b(?:looks? up|sky|stars?|moon|tower|lighthouse|treetops?|mountain|peak|ceiling|above|rises?|climbs?|soars?|"
    r"overhead)\b",
    re.I,
)
_DOWN = re.compile(r"\b(?:looks? down|falls?|fell|drops?|sinks?|below|floor|ground|at (?:his|her|their) feet)\b", re.I)
_TENSE = re.compile(
    r"\b(?:slowly|suddenly|freez\w+|froze|silence|dark(?:ness)?|afraid|fear|scream\w*|creak\w*|trembl\w+|danger|realis\w+|realiz\w+|"
    r"gun|knife|blood|storm|stops?|stopped|still|closer|shadow|heart)\b",
    re.I,
)


_PRONOUNS = tuple(
    ((re.compile(rf"\b(?:{others})\b", re.I), re.compile(rf"\b(?:{own})\b", re.I)), sex)
    for others, own, sex in (
        (r"she|her(?!\s+[a-z])", "her", "woman"),
        ("he|him", "his", "man"),
        ("it", "its", None),
    )
)
"""Pronouns that mean somebody of this sex, and those that may mean what belongs to anybody named in the sentence."""


@dataclass(frozen=True)
class Pictured:
    """One picture of an action."""

    text: str
    framing: Framing
    camera: CameraMove
    cast: tuple[str, ...]
    focus: str | None
    props: tuple[str, ...]


def tension(text: str) -> bool:
    """Whether the words ask the camera to come nearer."""
    return bool(_TENSE.search(text))


def pictured(
    text: str, roster: Roster, presence: Presence, interior: bool | None, opens: bool, number: int
) -> list[Pictured]:
    """The pictures of one paragraph, in order; tells `presence` who came and went.

    Args:
        text: the paragraph.
        roster: everybody in the film.
        presence: who is in the scene; changed as the paragraph plays.
        interior: whether the scene is inside.
        opens: whether the paragraph opens a new place, so that its first picture is wide.
        number: the scene's number, by which camera moves alternate.
    """
    shots = []
    for at, (part, named) in enumerate(_parts(text, roster, presence)):
        known = tuple(who for who in named if who in presence.order)
        presence.here |= set(known)
        shot = _picture(part, known, presence, interior, opens and at == 0, number + at)
        presence.after(part, known)
        presence.last = shot.focus or presence.last
        shots.append(shot)
    return shots


def _parts(text: str, roster: Roster, presence: Presence) -> list[tuple[str, tuple[str, ...]]]:
    """Sentences joined while they tell of the same people and stay short."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    last = presence.last
    for sentence in sentences(text):
        named = _people(sentence, roster, presence, last)
        last = named[0] if named else last
        if parts:
            before, people = parts[-1]
            words = len(before.split()) + len(sentence.split())
            same = people == named or not named or set(named) <= set(people)
            if same and words <= _MOST_WORDS and not (props_in(sentence) and not named and not props_in(before)):
                parts[-1] = (f"{before} {sentence}", people)
                continue
            if words <= 6:
                parts[-1] = (f"{before} {sentence}", tuple(dict.fromkeys([*people, *named])))
                continue
        parts.append((sentence, named))
    return parts


def _people(sentence: str, roster: Roster, presence: Presence, last: str | None) -> tuple[str, ...]:
    """Who the sentence is about: the named, and those whom its pronouns mean; not who looks in "ADA'S POV: the sea"."""
    sentence = asked_of_camera(sentence)[1]
    named = list(roster.mentioned(sentence))
    if (
        re.search(r"\b(?:they|both|the two|together|each other|one another)\b", sentence, re.I)
        and len(presence.here) > 1
    ):
        named += [who for who in presence.seen() if who not in named]
    for (others, own), sex in _PRONOUNS:
        theirs = bool(own.search(sentence))
        around = {*presence.here, *([last] if last else [])} if sex else set()
        surely = others.search(sentence) or (theirs and any(roster.sex(who) == sex for who in around))
        means = (sex,) if surely else (sex, None) if theirs else ()
        if means and not any(roster.sex(who) in means for who in named):
            known = [who for who in presence.seen() if sex is not None and roster.sex(who) == sex]
            unsure = last is not None and roster.sex(last) is None and len(known) == 1
            if (
                last is not None
                and not unsure
                and roster.sex(last) in (sex, None)
                and last not in named
                and not (sex is None and named)
            ):
                if sex is None and roster.sex(last) is not None:
                    continue
                named.insert(0, last)
            else:
                fitting = known or [who for who in presence.seen() if sex is not None and roster.sex(who) is None]
                named += fitting if len(fitting) == 1 else []
    return tuple(dict.fromkeys(named))


def _picture(
    text: str, named: tuple[str, ...], presence: Presence, interior: bool | None, opens: bool, number: int
) -> Pictured:
    asked, shown = asked_of_camera(text)
    props = props_in(shown)
    cast = presence.ordered(set(named))
    focus = named[0] if named else None
    framing: Framing
    if asked:
        framing, props = _asked(asked, shown, cast, props)
    elif opens:
        framing, cast = "wide", cast if named else () if _EMPTY.search(text) else presence.seen()
    elif not named and _of_those_present(text, props) and presence.here:
        cast = presence.seen()[:2]
        framing, focus = ("two_shot", None) if len(cast) == 2 else ("medium", cast[0])
    elif not named:
        framing = "insert" if props and len(text.split()) <= 18 and weather_in(text) is None else "wide"
    elif _DETAIL.search(text) and props:
        framing = "insert"
    elif len(cast) == 1:
        framing = "full" if _MOVES.search(text) else "close" if _FACE.search(text) else "medium"
    else:
        framing = "two_shot" if len(cast) == 2 and not _MOVES.search(text) else "full" if len(cast) == 2 else "wide"
    if framing == "wide" and not named and not opens and interior and not asked:
        cast = presence.seen()
    if framing == "insert":
        cast, focus = (), None
    return Pictured(
        text, framing, _camera(text, framing, interior, number), cast, focus if focus in cast else None, props
    )


def _asked(asked: Asked, shown: str, cast: tuple[str, ...], props: tuple[str, ...]) -> tuple[Framing, tuple[str, ...]]:
    """The framing that the writer asks for, and the things then seen."""
    if asked == "wide":
        return "wide", props
    if asked == "insert" or not cast:
        thing = thing_named(shown)
        nearby = asked in ("close", "insert") or place_in_prose(f"in {shown}") is None
        things = props or ((thing,) if thing and nearby else ())
        return ("insert" if things else "wide"), things
    if len(cast) > 1:
        return ("two_shot" if len(cast) == 2 else "full"), props
    return ("close" if asked == "close" else "medium"), props


def _of_those_present(text: str, props: tuple[str, ...]) -> bool:
    """Whether a short sentence that names nothing must be about the people there: "Nobody answers." """
    return not props and len(text.split()) <= 6 and weather_in(text) is None and place_in_prose(text) is None


def _camera(text: str, framing: Framing, interior: bool | None, number: int) -> CameraMove:
    if framing == "wide":
        if _TALL.search(text) and not interior:
            return "tilt_up"
        return "push" if interior or tension(text) else ("pan_right" if number % 2 else "pan_left")
    if framing == "full":
        return "pan_right" if _MOVES.search(text) and number % 2 else "hold" if not _MOVES.search(text) else "pan_left"
    if framing in ("close", "insert"):
        return "push"
    if _DOWN.search(text) and framing == "medium":
        return "tilt_down"
    return "push" if tension(text) else "hold"
