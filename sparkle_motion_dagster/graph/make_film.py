"""Make a whole film, or what of it is stale, through the graph in this process.

What belongs here: the order: look, begin to load, open Dagster, make. What does not: the runs (`film_runs.py`), what is to
be done (`crafts/work.py`), the terminal (`cli/`). Dagster takes a second to import, so it is imported in the middle.
"""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.briefs import file_brief
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.damage import put_aside_damage
from sparkle_motion_dagster.crafts.planning import check_brief
from sparkle_motion_dagster.crafts.premiere import Premiere, premiere
from sparkle_motion_dagster.crafts.result import Listener
from sparkle_motion_dagster.crafts.tally import Tally
from sparkle_motion_dagster.crafts.work import planned_now, work_on
from sparkle_motion_dagster.crafts.workers import Workers, workers
from sparkle_motion_dagster.errors import ArtifactCorruptError
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

if TYPE_CHECKING:
    import dagster as dg


def make_film(
    settings: Settings,
    profile: Profile,
    source: Path,
    film: str,
    listen: Listener,
    instance: "dg.DagsterInstance | None" = None,
    pool: Workers | None = None,
) -> Premiere:
    """Plan, shoot and cut the film; nothing that is fresh is made again.

    Args:
        settings: where the studio is.
        profile: how films are made.
        source: the brief; it is put into the studio's films folder.
        film: film id.
        listen: told of every shot.
        instance: the Dagster instance to run on; None: the studio's own.
        pool: the processes that work; None: they start, and end, with this film.

    Raises:
        BriefError: the brief is wrong; nothing has been written.
        FilmBusyError: another run is making this film.
        ShotsFailedError: some shots failed; the others are finished and kept.
        ApprovalNeededError: QA shows a shot to a person and the profile holds up the film for it; all shots are kept.
    """
    crew = gather(profile)
    check_brief(source, profile)  # a wrong brief is refused before anything is written
    store = ArtifactStore.open(settings.store)
    with store.film_lock(film):
        file_brief(settings.films, film, source)
        tally = Tally(listen)
        with workers(settings.cores) if pool is None else nullcontext(pool) as pool:
            for again in (True, True, False):
                try:
                    planned = planned_now(source, profile, store, film)
                    work = work_on(store, crew, pool, settings.cores, film, planned, settings.profile)
                    from sparkle_motion_dagster.graph.film_runs import FilmRuns, opened_for  # a voice loads meanwhile

                    with opened_for(film, settings, profile, store, instance) as runs_on:
                        if work is not None:
                            FilmRuns(settings, profile, crew, store, runs_on, pool, tally).make(film, work)
                    return premiere(store, crew, film, tally, settings.screenings)
                except ArtifactCorruptError:
                    if not again:
                        raise
                    put_aside_damage(store, film)  # what is in quarantine counts as missing: it is made again
    raise AssertionError("the last round returns or raises")
