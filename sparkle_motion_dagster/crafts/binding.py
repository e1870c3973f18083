"""What a person may ask of a character: to be painted after their own picture, and no longer to be.

What belongs here: checking what is asked against the film, keeping the picture, writing the decision down. What does
not: what shots make of it (`characters.py`), painting.
"""

from pathlib import Path

from sparkle_motion_dagster.crafts.characters import own_reference
from sparkle_motion_dagster.crafts.directing import find_film
from sparkle_motion_dagster.crafts.own_files import keep_picture
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.cast import FilmReferences, OwnReference, find_character
from sparkle_motion_dagster.film.plan import Character
from sparkle_motion_dagster.store.cast import decide_references
from sparkle_motion_dagster.store.store import ArtifactStore


def use_reference(store: ArtifactStore, film: str, name: str, source: Path) -> Character:
    """Paint the character after a person's picture from now on; who that is.

    Raises InputError for a name that nobody in the film has and for a file that is no whole picture; FilmBusyError,
    StoreError.
    """
    who = find_character(film, find_film(store, film), name)
    kept = keep_picture(store, film, source, f"the picture of {who.name}", lambda own: own_reference(film, who.id, own))
    own = OwnReference(**kept.model_dump(), character=who.name)
    decide_references(store, film, lambda now: FilmReferences(own={**now.own, who.id: own}))
    return who


def drop_reference(store: ArtifactStore, film: str, name: str) -> str:
    """Paint the character after its sheet again; its name. Of one who is no longer in the film too.

    Raises InputError naming those who have an own picture; FilmBusyError, StoreError.
    """
    find_film(store, film)
    wanted = " ".join(name.split()).casefold()
    dropped: list[str] = []

    def without(now: FilmReferences) -> FilmReferences:
        found = [key for key, own in now.own.items() if wanted in (key.casefold(), own.character.casefold())]
        if not found:
            has = ", ".join(sorted(own.character for own in now.own.values())) or "nobody"
            raise InputError(
                f"film {film}: {name[:80]!r} is painted after no picture of yours; one of yours has: {has}"
            )
        dropped.extend(now.own[key].character for key in found)
        return FilmReferences(own={key: own for key, own in now.own.items() if key not in found})

    decide_references(store, film, without)
    return dropped[0]
