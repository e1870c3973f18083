"""How a dialogue is covered: two-shots, singles, reverse angles, reactions.

What belongs here: which picture stands under which speech. What does not: actions, ids and lengths.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sparkle_motion_dagster.film.plan import CameraMove, Framing, Line
from sparkle_motion_dagster.writing.characters import Roster
from sparkle_motion_dagster.writing.presence import Presence, heard_only
from sparkle_motion_dagster.writing.script import Speech
from sparkle_motion_dagster.writing.sentences import speech_pieces

__all__ = ["Take", "Talk", "cover", "heard_only", "lines_of"]

_TOGETHER_AGAIN = 6
"""Singles in a row before the two are seen together once more."""
_SHORT_WORDS = 4
_EXCHANGE_WORDS = 14
_MOST_SAME_WORDS = 40
_PAUSES = re.compile(r"\W*(?:beat|pause|then|continuing|a beat|long pause|silence)\W*", re.I)


@dataclass(frozen=True)
class Take:
    """One picture of a dialogue and what is said in it."""

    description: str
    framing: Framing
    cast: tuple[str, ...]
    focus: str | None
    lines: tuple[Line, ...]
    motion: str
    camera: CameraMove = "hold"


@dataclass
class Talk:
    """Where a dialogue takes place and who was seen speaking in it."""

    presence: Presence
    roster: Roster
    spoken: list[str] = field(default_factory=list)
    singles: int = 0
    together: set[frozenset[str]] = field(default_factory=set)


def lines_of(speech: Speech, speaker: str) -> tuple[Line, ...]:
    """A speech as the plan has it; more than one line only if it is long."""
    pieces = speech_pieces(speech.text)
    return tuple(
        Line(
            character_id=speaker,
            text=piece,
            parenthetical=speech.parenthetical,
            extension=speech.extension,
            dual=speech.dual and at == 0,
            metadata={"part": f"{at + 1}/{len(pieces)}"} if len(pieces) > 1 else {},
        )
        for at, piece in enumerate(pieces)
    )


def cover(run: Sequence[Speech], talk: Talk) -> list[Take]:
    """The takes of speeches that follow each other without an action between."""
    takes: list[Take] = []
    at = 0
    while at < len(run):
        taken = _exchange(run, at)
        group = run[at : at + taken]
        at += taken
        takes += _covered(list(group), talk)
    return takes


def _exchange(run: Sequence[Speech], at: int) -> int:
    """How many speeches from here share a picture: dual speeches, and quick words to and fro."""
    end = at + 1
    while end < len(run) and run[end].dual:
        end += 1
    if end > at + 1 or heard_only(run[at]):
        return end - at
    words = len(run[at].text.split())
    while end < len(run) and _goes_on(run[at], run[end]) and words + len(run[end].text.split()) <= _MOST_SAME_WORDS:
        words += len(run[end].text.split())
        end += 1
    if words > _SHORT_WORDS or end > at + 1:
        return end - at
    while end < len(run) and end - at < 3 and not heard_only(run[end]) and not run[end].dual:
        more = len(run[end].text.split())
        if more > 2 * _SHORT_WORDS or words + more > _EXCHANGE_WORDS or (end + 1 < len(run) and run[end + 1].dual):
            break
        words += more
        end += 1
    return end - at


def _goes_on(speech: Speech, after: Speech) -> bool:
    """Whether the same person goes on speaking, seen as before."""
    return after.speaker == speech.speaker and not heard_only(after) and not after.dual


def _covered(group: list[Speech], talk: Talk) -> list[Take]:
    speakers = [talk.roster.of_cue(speech.speaker) for speech in group]
    seen = {who for who, speech in zip(speakers, group, strict=True) if not heard_only(speech)}
    talk.presence.here |= seen
    if not seen:
        return [_listening(group, speakers, talk)]
    if len(seen) > 1:
        return [_both(group, speakers, seen, talk)]
    speaker = next(iter(seen))
    others = [who for who in talk.presence.seen() if who != speaker]
    listener = _listener(others, talk)
    pair = frozenset({speaker, listener}) if listener else frozenset({speaker})
    lines = tuple(line for speech, who in zip(group, speakers, strict=True) for line in lines_of(speech, who))
    talk.presence.last = speaker
    if len(lines) > 1 and len(group) == 1:
        takes = _long(lines, speaker, listener, talk)
    elif listener and (pair not in talk.together or talk.singles >= _TOGETHER_AGAIN):
        takes = [_both(group, speakers, set(pair), talk)]
    else:
        takes = [_single(lines, speaker, listener, talk)]
    talk.together.add(pair)
    talk.spoken.append(speaker)
    return takes


def _listener(others: list[str], talk: Talk) -> str | None:
    """Whom the speaker faces: who spoke last, else the first of those present."""
    recent = [who for who in reversed(talk.spoken) if who in others]
    return recent[0] if recent else (others[0] if others else None)


def _single(lines: tuple[Line, ...], speaker: str, listener: str | None, talk: Talk) -> Take:
    name = talk.roster.name(speaker)
    manner = _manner(lines[0].parenthetical)
    urgent = any(line.text.rstrip().endswith("!") for line in lines) or bool(manner)
    framing: Framing = "close" if urgent or talk.spoken.count(speaker) % 3 == 2 else "medium"
    talk.singles += 1
    to = f" to {talk.roster.name(listener)}" if listener else ""
    told = f"{name} speaks{to}" + (f", {manner}." if manner else ".")
    return Take(told, framing, (speaker,), speaker, lines, f"{name} speaks, small gestures")


def _manner(parenthetical: str | None) -> str | None:
    """How it is said, if the direction tells that and not a pause."""
    return None if parenthetical is None or _PAUSES.fullmatch(parenthetical) else parenthetical


def _both(group: list[Speech], speakers: list[str], seen: set[str], talk: Talk) -> Take:
    talk.singles = 0
    talk.together.add(frozenset(seen))
    talk.spoken += [who for who in speakers if who in seen]
    cast = talk.presence.ordered(seen)
    names = " and ".join(talk.roster.name(who) for who in cast)
    manner = _manner(group[0].parenthetical)
    lines = tuple(line for speech, who in zip(group, speakers, strict=True) for line in lines_of(speech, who))
    told = f"{names} face each other" + (f", {talk.roster.name(speakers[0])} {manner}." if manner else ".")
    focus = speakers[0] if speakers[0] in cast else None
    framing: Framing = "two_shot" if len(cast) == 2 else "wide"
    return Take(told, framing, cast, focus, lines, f"{names} talk")


def _long(lines: tuple[Line, ...], speaker: str, listener: str | None, talk: Talk) -> list[Take]:
    """A long speech: the speaker, the listener's face while it goes on, the speaker nearer."""
    takes = []
    for at, line in enumerate(lines):
        if listener and at % 3 == 1 and len(lines) > 2:
            name = talk.roster.name(listener)
            told = f"{name} listens to {talk.roster.name(speaker)}."
            takes.append(Take(told, "close", (listener,), listener, (line,), f"{name} listens"))
            continue
        take = _single((line,), speaker, listener, talk)
        framing: Framing = "medium" if at == 0 else "close"
        camera: CameraMove = "push" if at == len(lines) - 1 else "hold"
        takes.append(Take(take.description, framing, take.cast, speaker, take.lines, take.motion, camera))
    return takes


def _listening(group: list[Speech], speakers: list[str], talk: Talk) -> Take:
    """A voice that is not seen: the picture is on who hears it."""
    lines = tuple(line for speech, who in zip(group, speakers, strict=True) for line in lines_of(speech, who))
    hearers = [who for who in talk.presence.seen() if who not in speakers]
    voice = talk.roster.name(speakers[0])
    if not hearers:
        return Take(f"Nobody is seen; the voice of {voice} is heard.", "wide", (), None, lines, "all is still", "push")
    hearer = talk.presence.last if talk.presence.last in hearers else hearers[0]
    name = talk.roster.name(hearer or hearers[0])
    return Take(
        f"{name} listens to the voice of {voice}.", "close", (hearer or hearers[0],), hearer, lines, f"{name} listens"
    )
