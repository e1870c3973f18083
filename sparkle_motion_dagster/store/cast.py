"""Whose own picture a film's characters are painted after: a durable, append-only record, as decisions about shots are.

What belongs here: reading and adding. What does not: what may be decided (`film/cast.py`), who asks
(`crafts/binding.py`).

On the shelf: `cast/<film>/<number>.json`, sealed; the highest number holds. `gc` keeps what they name; `remove_film`
forgets them with the film.
"""

import logging
from collections.abc import Callable

from pydantic import ValidationError

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.cast import FilmReferences
from sparkle_motion_dagster.film.ids import check_film_id
from sparkle_motion_dagster.store.artifact import sealed, unsealed
from sparkle_motion_dagster.store.store import ArtifactStore

log = logging.getLogger(__name__)

FOLDER = "cast"


def film_references(store: ArtifactStore, film: str) -> FilmReferences:
    """The own pictures of the film's characters; none if nobody gave any. Raises StoreError."""
    return _latest(store, _places(store, film))


def decide_references(
    store: ArtifactStore, film: str, change: Callable[[FilmReferences], FilmReferences]
) -> FilmReferences:
    """What is decided now, given to `change`, replaced by what it returns; under the film's lock.

    Raises FilmBusyError while the film is being made, what `change` raises, and StoreError; then nothing is decided.
    """
    with store.film_lock(film):
        places = _places(store, film)
        before = _latest(store, places)
        after = change(before)
        if after == before:
            return before
        number = 1 + (int(places[-1].rsplit("/", 1)[-1].removesuffix(".json")) if places else 0)
        place = f"{FOLDER}/{check_film_id(film)}/{number:06d}.json"
        if not store.shelf.create(place, sealed(after.model_dump(mode="json"))):
            raise StoreError(f"{film}: somebody else has just decided something about its cast; look and try again")
    return after


def _places(store: ArtifactStore, film: str) -> list[str]:
    return sorted(store.shelf.keys(f"{FOLDER}/{check_film_id(film)}"))


def _latest(store: ArtifactStore, places: list[str]) -> FilmReferences:
    """The newest that is whole. A damaged one goes to quarantine, and a person is told which holds instead."""
    for place in reversed(places):
        data = store.shelf.read(place)
        if data is None:
            continue
        try:
            return FilmReferences.model_validate(unsealed(data))
        except (ValueError, ValidationError) as error:
            log.warning(
                "%s is damaged (%s); moved to %s. What was decided before it holds: look with sparkle cast.",
                place,
                error,
                store.shelf.quarantine(place),
            )
    return FilmReferences()
