"""A film's characters as pictures know them: who is seen, whom a name means, whose own picture is used.

What belongs here: pure rules of names and of the decisions about characters. What does not: where decisions are kept
(`store/cast.py`), sheets (`crafts/characters.py`), voices (`casting.py`).
"""

import re

from pydantic import Field

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.plan import Character, FilmModel, MoviePlan, Shot
from sparkle_motion_dagster.film.staging import speaks_on_screen, stable_seed
from sparkle_motion_dagster.film.takes import OwnFile


class OwnReference(OwnFile):
    """A person's own picture of a character."""

    character: str
    """The character's name when it was given."""


class FilmReferences(FilmModel):
    """The own pictures of a film's characters, by the character's id."""

    own: dict[str, OwnReference] = Field(default_factory=dict)


def seen_characters(plan: MoviePlan, shot: Shot) -> tuple[Character, ...]:
    """Whom the picture shows, from left to right. In a close-up only whom it is on: by the plan's word, else who speaks
    there. In an insert nobody."""
    if shot.framing == "insert":
        return ()
    seen = shot.cast
    if shot.framing == "close":
        speaking = [line.character_id for line in shot.dialogue if speaks_on_screen(line, shot)]
        on = [shot.focus] if shot.focus in shot.cast else speaking or list(shot.cast)
        seen = tuple(one for one in shot.cast if one in on)
    return tuple(plan.character(one) for one in seen)


def find_character(film: str, plan: MoviePlan, name: str) -> Character:
    """The character of this name or id, capitals or not. Raises InputError naming those there are."""
    wanted = " ".join(name.split()).casefold()
    for word_of in (lambda c: c.id, lambda c: c.name):
        found = [character for character in plan.characters if word_of(character).casefold() == wanted]
        if len(found) == 1:
            return found[0]
    raise InputError(f"film {film} has no character {name[:80]!r}; it has: {names_of(plan)}")


def names_of(plan: MoviePlan) -> str:
    """Everybody in the film, for messages."""
    return ", ".join(sorted(character.name for character in plan.characters)) or "none"


def lost_references(plan: MoviePlan, references: FilmReferences) -> tuple[OwnReference, ...]:
    """Own pictures of those who are not in the film (any more)."""
    known = {character.id for character in plan.characters}
    return tuple(own for character_id, own in references.own.items() if character_id not in known)


def check_bound(film: str, plan: MoviePlan, references: FilmReferences) -> None:
    """Raises InputError if an own picture is of nobody in the film."""
    lost = lost_references(plan, references)
    if lost:
        one = lost[0]
        raise InputError(
            f"film {film}: your own {one.name} is the picture of {one.character}, and nobody of that name is in the film; "
            f"it has: {names_of(plan)}. Give it to one of them (sparkle use {film} --character NAME FILE) and take it from "
            f"{one.character} (sparkle use {film} --no-character {one.character!r})"
        )


def character_slug(character_id: str) -> str:
    """The id as keys may hold it: another one for every id."""
    slug = re.sub(r"[^a-z0-9_-]+", "-", character_id.lower()).strip("-_")[:40]
    return slug if slug == character_id else f"{slug or 'character'}-{stable_seed('character', character_id):08x}"
