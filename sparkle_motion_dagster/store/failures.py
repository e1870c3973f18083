"""What could not be made, and why: a durable record that outlives the run which failed.

What belongs here: one sealed record for each asset of a film or shot, replaced by the next failure and removed by the
next success. What does not: raising, retrying, showing. Dagster's event log tells of runs; this tells of the film.

On the shelf: `failures/<film>/<asset>.json` for an asset of the film, `failures/<film>/<asset>~<shot>.json` of a shot.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sparkle_motion_dagster.errors import RunFailedError, StoreError
from sparkle_motion_dagster.film.recipe import check_asset, check_key
from sparkle_motion_dagster.store.artifact import sealed, unsealed
from sparkle_motion_dagster.store.store import ArtifactStore

log = logging.getLogger(__name__)

FOLDER = "failures"
_LONGEST_MESSAGE = 8000


@dataclass(frozen=True)
class Failure:
    """The last thing that went wrong with one asset of a film, or of one of its shots."""

    film: str
    shot: str | None
    asset: str
    error_type: str
    """Name of the error's class: `BackendError`."""
    message: str
    """For a person, remedy included."""
    failed_at: datetime
    attempts: int
    """Runs that failed since the last success; 1 or more."""
    digest: str | None
    """Recipe that could not be made; None if it failed before there was one."""

    @property
    def of_run(self) -> bool:
        """Whether a run failed as a whole (killed, ended before its first step): no asset is known to be at fault."""
        return self.error_type == RunFailedError.__name__


def record(
    store: ArtifactStore,
    film: str,
    shot: str | None,
    asset: str,
    error: BaseException,
    digest: str | None = None,
    failed_at: datetime | None = None,
) -> Failure:
    """Write down that this asset failed; an older record of the same asset is replaced and its attempts are counted.

    Args:
        store: where the film is kept.
        film: film id.
        shot: shot id; None for an asset of the film (`movie_plan`, `final_movie`).
        asset: what could not be made.
        error: why; its class's name and its message are kept.
        digest: recipe that could not be made, if there was one: the failure is forgotten when another is wanted.
        failed_at: when, with its time zone; None: now.

    Raises:
        InputError: a name is not allowed.
        StoreError: the record cannot be written.
    """
    place = _place(film, shot, asset)
    before = _read(store, place)
    failure = Failure(
        film=film,
        shot=shot,
        asset=asset,
        error_type=type(error).__name__,
        message=(str(error) or repr(error))[:_LONGEST_MESSAGE],
        failed_at=failed_at or datetime.now(UTC),
        attempts=1 + (before.attempts if before else 0),
        digest=digest,
    )
    store.shelf.replace(place, sealed(vars(failure) | {"failed_at": failure.failed_at.isoformat()}))
    return failure


def failures(store: ArtifactStore, film: str) -> tuple[Failure, ...]:
    """All records of a film, the latest last. A damaged record goes to quarantine and is left out."""
    places = sorted(store.shelf.keys(f"{FOLDER}/{check_key(film, 'film')}"))
    found = [failure for failure in (_read(store, place) for place in places) if failure is not None]
    return tuple(sorted(found, key=lambda failure: failure.failed_at))


def clear(store: ArtifactStore, film: str, shot: str | None, asset: str) -> None:
    """Forget the record of an asset: it was made. Nothing to do if there is none."""
    store.shelf.remove(_place(film, shot, asset))


def try_record(
    store: ArtifactStore, film: str, shot: str | None, asset: str, error: BaseException, digest: str | None = None
) -> None:
    """`record`, for where the error itself is already being reported: a store that cannot be written is logged."""
    try:
        record(store, film, shot, asset, error, digest)
    except StoreError as fault:
        log.warning("%s %s: %s: its failure could not be recorded: %s", film, shot or "", asset, fault)


@contextmanager
def recorded(
    store: ArtifactStore,
    film: str,
    shot: str | None,
    asset: str,
    unless: type[Exception] | tuple[type[Exception], ...] = (),
) -> Iterator[None]:
    """Record any error that leaves the block (but those of `unless`), and let it go on; clear if none does."""
    try:
        yield
    except unless:
        raise
    except Exception as error:
        try_record(store, film, shot, asset, error)
        raise
    clear(store, film, shot, asset)


def _place(film: str, shot: str | None, asset: str) -> str:
    name = check_asset(asset) + ("" if shot is None else f"~{check_key(shot, 'shot')}")
    return f"{FOLDER}/{check_key(film, 'film')}/{name}.json"


def _read(store: ArtifactStore, place: str) -> Failure | None:
    data = store.shelf.read(place)
    if data is None:
        return None
    try:
        body = unsealed(data)
        return Failure(**body | {"failed_at": datetime.fromisoformat(body["failed_at"])})
    except (ValueError, TypeError, KeyError) as error:
        log.warning("%s is damaged (%s); moved to %s.", place, error, store.shelf.quarantine(place))
        return None
