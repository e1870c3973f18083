"""What Dagster does at fixed times: at night, make again every film that is stale.

What belongs here: the schedule. What does not: making (`whole_film.py`), what is stale (`crafts/standing.py`).
https://docs.dagster.io/guides/automate/schedules

The sensors follow the plan; this follows everything a recipe holds, so it also finds films that a changed profile,
voice, model or program has made stale. It is off until a person switches it on, whatever the profile costs.
"""

import time
from collections.abc import Iterator

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.crafts.crew import Crew, gather
from sparkle_motion_dagster.crafts.plan_state import films_planned
from sparkle_motion_dagster.crafts.standing import standing_or_why
from sparkle_motion_dagster.graph.at_work import busy_films
from sparkle_motion_dagster.graph.sensors import FILM_TAG
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

LOOKING_S = 40.0
"""A code server has a minute to answer; films not looked at by then are requested, and their run finds out."""


def nightly_remake(settings: Settings, profile: Profile, job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """The schedule; `job` makes one film, its partition."""

    @dg.schedule(
        name="nightly_remake",
        job=job,
        cron_schedule="0 2 * * *",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="At two at night (UTC): one run for each film that is not fresh any more, whatever changed: its "
        "brief, the profile, a voice, a model, the program. Films that were never planned or have no brief are left.",
    )
    def request_stale_films(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        if not settings.store.is_dir():
            yield dg.SkipReason(f"no film has been made in {settings.home}")
            return
        store, crew = ArtifactStore.open(settings.store), gather(profile)
        films = stale_films(settings, store, crew, time.monotonic() + LOOKING_S)
        busy = busy_films(store, context.instance, context.repository_def, films)
        chosen = [film for film in films if film not in busy]
        if not chosen:
            yield dg.SkipReason("every film is fresh, or being made now")
        context.instance.add_dynamic_partitions("films", chosen)
        for film in chosen:
            night = f"{context.scheduled_execution_time:%Y-%m-%dT%H:%M}"
            yield dg.RunRequest(run_key=f"{film}:{night}", partition_key=film, tags={FILM_TAG: film})

    return request_stale_films


def stale_films(settings: Settings, store: ArtifactStore, crew: Crew, until_s: float) -> list[str]:
    """Films that were planned once and have one brief, of which anything is to be made; all not reached by `until_s`.
    Those that wait for a person (to decide about a shot, to mend the brief) are left out: a run would make nothing.

    `until_s` is on the monotonic clock. They are compared with their briefs as `sparkle status` does it: no model is
    asked. One that cannot be looked at is requested: its run finds out, and keeps the reason.
    """
    planned, found = films_planned(store), []
    for film, paths in briefs_in(settings.films).items():
        if film not in planned or len(paths) != 1:
            continue
        if time.monotonic() > until_s or standing_or_why(store, crew, settings.films, film).can_go_on:
            found.append(film)
    return found
