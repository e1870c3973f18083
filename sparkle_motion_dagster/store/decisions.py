"""What people, and QA, decided about shots: a durable, append-only record beside the artifacts.

What belongs here: reading and adding decisions. What does not: what may be decided (`film/takes.py`), who asks
(`crafts/directing.py`).

On the shelf: `decisions/<film>/<shot>/<number>.json`, sealed; the highest number holds. A decision is a new object,
created only if there is none of its number: never half-written, never overwritten, the same on a disk and in a bucket,
and what was decided before stays readable. `gc` keeps all that they name; `remove_film` forgets them with the film.
"""

import logging
from collections.abc import Callable

from pydantic import ValidationError

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.ids import SHOT_ID, check_film_id
from sparkle_motion_dagster.film.recipe import check_key
from sparkle_motion_dagster.film.takes import ShotTakes
from sparkle_motion_dagster.store.artifact import sealed, unsealed
from sparkle_motion_dagster.store.store import ArtifactStore

log = logging.getLogger(__name__)

FOLDER = "decisions"


def film_takes(store: ArtifactStore, film: str) -> dict[str, ShotTakes]:
    """The decisions of a film by shot; shots about which nothing was decided are left out. Raises StoreError."""
    newest: dict[str, list[str]] = {}
    for place in sorted(store.shelf.keys(f"{FOLDER}/{check_film_id(film)}")):
        shot = place.split("/")[-2]
        newest.setdefault(shot, []).append(place)
    found = ((shot, _latest(store, places)) for shot, places in newest.items())
    return {shot: takes for shot, takes in found if takes is not None}


def shot_takes(store: ArtifactStore, film: str, shot: str) -> ShotTakes:
    """The decisions about one shot, those of nobody included. Raises StoreError."""
    return _latest(store, _places(store, film, shot)) or ShotTakes(film=film, shot=shot)


def decide(store: ArtifactStore, film: str, shot: str, change: Callable[[ShotTakes], ShotTakes]) -> ShotTakes:
    """Decide something about a shot: what is decided now, given to `change`, replaced by what it returns.

    All under the film's lock, so that no run sees one half of its work before it and one after. Raises FilmBusyError
    while the film is being made, what `change` raises, and StoreError; then nothing is decided.
    """
    with store.film_lock(film):
        return decide_holding(store, film, shot, change)


def decide_holding(store: ArtifactStore, film: str, shot: str, change: Callable[[ShotTakes], ShotTakes]) -> ShotTakes:
    """`decide` for one who holds the film already."""
    places = _places(store, film, shot)
    before = _latest(store, places) or ShotTakes(film=film, shot=shot)
    after = change(before)
    if after == before:
        return before
    number = 1 + (_number(places[-1]) if places else 0)
    place = f"{_folder(film, shot)}/{number:06d}.json"
    if not store.shelf.create(place, sealed(after.model_dump(mode="json"))):
        raise StoreError(f"{film} {shot}: somebody else has just decided something about this shot; look and try again")
    return after


def _places(store: ArtifactStore, film: str, shot: str) -> list[str]:
    return sorted(store.shelf.keys(_folder(film, shot)))


def _folder(film: str, shot: str) -> str:
    if not SHOT_ID.fullmatch(shot):
        check_key(shot, "shot")
    return f"{FOLDER}/{check_film_id(film)}/{shot}"


def _number(place: str) -> int:
    return int(place.rsplit("/", 1)[-1].removesuffix(".json"))


def _latest(store: ArtifactStore, places: list[str]) -> ShotTakes | None:
    """The newest decision that is whole. A damaged one goes to quarantine, and a person is told which holds instead."""
    for place in reversed(places):
        data = store.shelf.read(place)
        if data is None:
            continue
        try:
            return ShotTakes.model_validate(unsealed(data))
        except (ValueError, ValidationError) as error:
            log.warning(
                "%s is damaged (%s); moved to %s. What was decided before it holds: look at it with sparkle takes.",
                place,
                error,
                store.shelf.quarantine(place),
            )
    return None
