"""A one-line idea: a modest teaser, by rule.

What belongs here: the few pictures that a sentence alone can give. What does not: a story that the person did not
write: nothing is invented but how the sentence's own people, place and things are shown, and the plan says so.
"""

import re

from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.places import place_in_prose, time_in, weather_in
from sparkle_motion_dagster.writing.script import Action, Place, Scene, Script, Speech
from sparkle_motion_dagster.writing.things import ANIMALS, PEOPLE, props_in

_WHO = "|".join(sorted(ANIMALS | set(PEOPLE), key=len, reverse=True))
_PERSON = re.compile(rf"\b(an?|the|two|three|his|her)\s+((?:[\w'’-]+\s+){{0,3}}?(?:{_WHO}))\b", re.I)
_PLACE_WORD = re.compile(
    r"\b(lighthouse|forest|castle|spaceship|city|farm|school|library|harbour|desert|mountain|beach|island|train|garden)\b",
    re.I,
)


def read_idea(text: str) -> Script:
    """The script of an idea: its place, its people, what they hold, and the sentence itself, spoken by a narrator."""
    idea = re.sub(r"\s+", " ", text).strip()
    place = _place(idea)
    people = list(dict.fromkeys(match.group(2).casefold() for match in _PERSON.finditer(idea)))[:2]
    props = props_in(idea, most=1)
    beats: list[Action | Speech] = [
        Action(f"{place.name}, wide and quiet."),
        Speech(NARRATOR, idea if re.search(r"[.!?…]$", idea) else f"{idea}.", extension="V.O."),
    ]
    looks: dict[str, str] = {}
    names = []
    for who in people:
        name = who.split()[-1].upper()
        looks[name] = who
        names.append(name)
        beats.append(Action(f"{name}, a {who}, looks up."))
    if props:
        beats.append(Action(f"Close on the {props[0]}."))
    if len(names) == 2:
        beats.append(Action(f"{names[0]} and {names[1]} face each other."))
    elif names:
        beats.append(Action(f"{names[0]} walks on, slowly."))
    beats.append(Action(f"{place.name}, far away now. The light changes."))
    note = (
        "this is a teaser made by rule from one line, not a story: its place, people and things are shown and a "
        "narrator speaks the line. Write a story or a screenplay to get a film of it."
    )
    return Script(None, (), (Scene(None, tuple(beats), place=place),), "idea", looks=looks, notes=(note,))


def _place(idea: str) -> Place:
    found = place_in_prose(idea)
    if found is None:
        word = _PLACE_WORD.search(idea)
        found = place_in_prose(f"in the {word.group(1)}") if word else None
    name, interior = (found.name, found.interior) if found else ("Open meadow", False)
    return Place(name, interior, time_in(idea) or "day", weather_in(idea))
