"""The people and places of a film that a model told of: one id each, whatever they are called.

What belongs here: merging names, giving ids, adding speakers whom the text names and the model forgot. What does not:
asking (`story_passes.py`), what a person looks like when drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sparkle_motion_dagster.backends.writer.answers import CastAnswer
from sparkle_motion_dagster.backends.writer.manuscript import Unit
from sparkle_motion_dagster.writing.characters import NARRATOR
from sparkle_motion_dagster.writing.cues import same_name
from sparkle_motion_dagster.writing.script import ScriptPerson

_ARTICLES = ("the ", "a ", "an ", "his ", "her ", "their ", "my ", "old ", "young ", "little ")
_PRONOUNS = frozenset({"she", "he", "they", "it", "i", "we", "you"})
_UNNAMED = "Voice"


def plain(text: str) -> str:
    """A model's words as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True)
class Place:
    """Somewhere the film is set."""

    name: str
    interior: bool


@dataclass(frozen=True)
class Cast:
    """Everybody and everywhere, by id (c1, c2 … and p1, p2 …)."""

    people: dict[str, ScriptPerson]
    places: dict[str, Place]
    notes: tuple[str, ...] = ()

    def id_of(self, who: str | None) -> str | None:
        """Whom the prose means by these words; None if it is a pronoun or nobody who is known."""
        wanted = _bare(who or "")
        if not wanted or wanted in _PRONOUNS:
            return None
        exact = [i for i, p in self.people.items() if wanted in _names(p)]
        if len(exact) == 1:
            return exact[0]
        word = wanted.split()[-1]
        near = [i for i, p in self.people.items() if any(word in name.split() for name in _names(p))]
        return near[0] if len(near) == 1 and not exact else None

    def listed_people(self) -> str:
        """As a model reads them."""
        return "\n".join(
            f"{i}: {p.name}"
            + (f" (also called {', '.join(p.also_called)})" if p.also_called else "")
            + (f"; {p.look}" if p.look else "")
            for i, p in self.people.items()
        ) or "nobody"  # fmt: skip

    def listed_places(self) -> str:
        """As a model reads them."""
        return "\n".join(f"{i}: {p.name} ({'inside' if p.interior else 'outside'})" for i, p in self.places.items())


def cast_of(answers: Iterable[CastAnswer], units: Sequence[Unit] = ()) -> Cast:
    """One cast of what was told of it in several parts, with every speaker whom the text itself names."""
    people: list[ScriptPerson] = []
    places: dict[str, Place] = {}
    notes: list[str] = []
    for answer in answers:
        for told in answer.characters:
            names = [n for n in (plain(told.name), *map(plain, told.also_called)) if n and _bare(n) not in _PRONOUNS]
            if names and same_name(names[0]) != same_name(NARRATOR):
                _join(people, ScriptPerson(names[0], plain(told.look), tuple(dict.fromkeys(names[1:]))), notes)
        for place in answer.places:
            name = plain(place.name)
            if name:
                places.setdefault(same_name(name), Place(name, place.interior))
    cast = Cast(_numbered(_unambiguous(people, notes)), {f"p{n}": p for n, p in enumerate(places.values(), 1)})
    return _with_speakers(cast, units, notes)


def _join(people: list[ScriptPerson], new: ScriptPerson, notes: list[str]) -> None:
    """Add somebody, or what is told of somebody who is there already."""
    mine = set(_names(new))
    for at, old in enumerate(people):
        if _bare(new.name) in _names(old) or _bare(old.name) in mine:
            if _bare(new.name) != _bare(old.name):
                notes.append(f"{new.name!r} and {old.name!r} are one character, {old.name}")
            others = [n for n in (*old.also_called, new.name, *new.also_called) if _bare(n) != _bare(old.name)]
            people[at] = ScriptPerson(old.name, old.look or new.look, tuple(dict.fromkeys(others)))
            return
    people.append(new)


def _unambiguous(people: list[ScriptPerson], notes: list[str]) -> list[ScriptPerson]:
    """Without names that would mean two people at once."""
    found = []
    for person in people:
        others = {name for other in people if other is not person for name in _names(other)}
        kept = tuple(n for n in person.also_called if _bare(n) not in others)
        dropped = [n for n in person.also_called if n not in kept]
        if dropped:
            notes.append(f"{', '.join(dropped)} could mean several people; {person.name} is not called so")
        found.append(replace(person, also_called=kept))
    return found


def _numbered(people: Iterable[ScriptPerson]) -> dict[str, ScriptPerson]:
    return {f"c{number}": person for number, person in enumerate(people, 1)}


def _with_speakers(cast: Cast, units: Sequence[Unit], notes: list[str]) -> Cast:
    people = dict(cast.people)
    for unit in units:
        if not unit.spoken or not unit.who or _bare(unit.who) in _PRONOUNS:
            continue
        known = Cast(people, cast.places)
        if known.id_of(unit.who) is None and not any(_bare(unit.who) in _names(p) for p in people.values()):
            name = _title(unit.who)
            people[f"c{len(people) + 1}"] = ScriptPerson(name)
            notes.append(f"{name} speaks in the text and the model left them out; added")
    if not people and any(unit.spoken for unit in units):
        people["c1"] = ScriptPerson(_UNNAMED)
        notes.append(f"the story does not say who speaks; called {_UNNAMED!r}")
    return Cast(people, cast.places, tuple(notes))


def _names(person: ScriptPerson) -> tuple[str, ...]:
    return tuple(_bare(name) for name in (person.name, *person.also_called))


def _bare(name: str) -> str:
    """Two ways to write one name, made equal: "The Fox", "fox"."""
    bare = same_name(name)
    while True:
        shorter = next((bare.removeprefix(word) for word in _ARTICLES if bare.startswith(word)), bare)
        if shorter == bare or not shorter:
            return bare
        bare = shorter


def _title(who: str) -> str:
    bare = who
    for article in ("the ", "a ", "an ", "his ", "her ", "their ", "my "):
        if bare.casefold().startswith(article):
            bare = bare[len(article) :]
    return bare[:1].upper() + bare[1:]
