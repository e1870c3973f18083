"""Take a film out of the studio: its records, its screenings, its partitions; its brief only if asked.

What belongs here: what belongs to a film, and the order of removal. What does not: freeing the bytes (`sparkle gc`:
other films may share them). Killed in the middle, it is done by doing it again: what says that there is a film goes
last.
"""

from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES

from sparkle_motion_dagster.crafts.briefs import briefs_in, drop_brief, listed
from sparkle_motion_dagster.errors import FilmBusyError, InputError
from sparkle_motion_dagster.film.ids import SEPARATOR, check_film_id
from sparkle_motion_dagster.graph.at_rest import films_in_dagster
from sparkle_motion_dagster.graph.at_work import films_of, told_of
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.screenings import unpublish
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.upkeep import film_of_record, forget_film, records


@dataclass(frozen=True)
class Removal:
    """What of a film goes, or would go."""

    film: str
    records: int
    """Heads, takes and whatever else the store has written down about it."""
    screening: Path | None
    shots: int
    """Partitions."""
    brief: Path | None
    brief_goes: bool


def take_out(settings: Settings, film: str, *, brief: bool = False, dry_run: bool = True) -> Removal:
    """Take a film out of the studio; with `dry_run` only say what would go.

    Args:
        settings: where the studio is.
        film: film id.
        brief: remove the person's own text too.
        dry_run: remove nothing.

    Raises:
        InputError: there is no such film; with those there are.
        FilmBusyError: it is being made.
        StoreError: something cannot be removed.
    """
    check_film_id(film)
    if not settings.home.is_dir():
        raise InputError(f"film {film} is not in this studio: there is none at {settings.home}; name it with --home")
    store = ArtifactStore.open(settings.store)
    with studio_instance(settings.dagster_home) as instance:
        found = _found(settings, store, instance, film, brief)
        _refuse_at_work(settings, instance, film)
        if not dry_run:
            _remove(settings, store, instance, found)
    return found


def _found(settings: Settings, store: ArtifactStore, instance: dg.DagsterInstance, film: str, brief: bool) -> Removal:
    owners = [film_of_record(key) for key in records(store)]
    known = set(instance.get_dynamic_partitions("films"))
    briefs = briefs_in(settings.films)
    screening = settings.screenings / film
    if film not in {*owners, *known, *briefs} and not screening.is_dir():
        films = listed({*owners, *known, *briefs})
        raise InputError(f"film {film} is not in this studio ({settings.home}); it has: {films}")
    shots = sum(key.partition(SEPARATOR)[0] == film for key in instance.get_dynamic_partitions("shots"))
    path = next(iter(briefs.get(film, ())), None)
    shown = screening if screening.is_dir() else None
    return Removal(film, owners.count(film), shown, shots, path, brief and path is not None)


def _refuse_at_work(settings: Settings, instance: dg.DagsterInstance, film: str) -> None:
    if film not in films_in_dagster(settings, instance):
        return
    runs = instance.get_runs(filters=dg.RunsFilter(statuses=list(NOT_FINISHED_STATUSES)))
    told = next((told_of(run) for run in runs if film in films_of(run.tags)), "a backfill of it is not finished")
    raise FilmBusyError(
        f"film '{film}' is in work: {told}. Wait until it is done, or cancel it (sparkle studio, Runs)."
    )


def _remove(settings: Settings, store: ArtifactStore, instance: dg.DagsterInstance, found: Removal) -> None:
    film = found.film
    with store.film_lock(film):  # nobody plans it while its parts go
        if found.brief_goes:
            drop_brief(settings.films, film)
        unpublish(store, film, settings.screenings)
        for key in list(instance.get_dynamic_partitions("shots")):
            if key.partition(SEPARATOR)[0] == film:
                instance.delete_dynamic_partition("shots", key)
        if film in instance.get_dynamic_partitions("films"):
            instance.delete_dynamic_partition("films", film)
        forget_film(store, film)
