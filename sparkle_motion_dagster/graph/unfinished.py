"""Films that automation was making when their run was lost, or that QA wants changed after it.

What belongs here: the sensor that goes on with them. What does not: what is lost (`worked_by.py`), what QA asks for
(`retaking.py`), when a change asks for a film (`automation.py`). Dagster counts what a run has made as asked for and
answered, also if the run was cancelled, and also if QA asked for another take between two looks at the conditions: they ask
for the rest of the film in part, or not at all.
"""

import json
from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.storage.tags import AUTOMATION_CONDITION_TAG, BACKFILL_ID_TAG, SENSOR_NAME_TAG

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.standing import standing_or_why
from sparkle_motion_dagster.graph.at_work import busy_films, films_of
from sparkle_motion_dagster.graph.automation import sensor_status
from sparkle_motion_dagster.graph.retaking import TAKES_TAG
from sparkle_motion_dagster.graph.worked_by import LOST_TAG
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

_MOST_RUNS = 50
"""Runs of each kind that are looked at in a tick."""
CONDITIONS_FIRST_S = 30.0
"""Takes that QA asks for while a run goes on for long are asked for by the conditions, which are looked at every 10 s."""
_MOST_REMEMBERED = 500
_NAME = "unfinished_films"
TIMES_TAG = "sparkle/goes_on"
"""On this sensor's runs: for the how manieth time in a row the film is gone on with."""
MOST_TIMES = 3
"""A film whose making kills its process each time (for want of memory, say) is left to a person then."""


def unfinished_films(settings: Settings, profile: Profile, job: dg.JobDefinition) -> dg.SensorDefinition:
    """The sensor that makes the rest of such films, by the job `make_film`."""

    @dg.sensor(
        name=_NAME,
        job=job,
        minimum_interval_seconds=15,
        default_status=sensor_status(profile),
        description="Goes on with films that film_automation was making when the studio was closed or a process was "
        "killed, and with those for which QA asked for another take. What a person started, or cancelled, is left to that "
        "person.",
    )
    def go_on(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        known = list(json.loads(context.cursor)) if context.cursor else []
        left = [run for run in _left_open(context.instance) if run.run_id not in known]
        films = {film for run in left for film in films_of(run.tags)}
        store = ArtifactStore.open(settings.store) if films else None
        busy = busy_films(store, context.instance, context.repository_def, films) if store else set()
        settled = [run for run in left if run.is_finished and not films_of(run.tags) & busy]
        requests = {
            film: dg.RunRequest(run_key=f"{film}:after {run.run_id}", partition_key=film, tags={TIMES_TAG: str(times)})
            for run in settled
            if (times := 1 + int(run.tags.get(TIMES_TAG, "0"))) <= MOST_TIMES
            for film in films_of(run.tags) - _cancelled_beside(context.instance, run)
            if _can_go_on(settings, profile, film)
        }
        remembered = [*known, *(run.run_id for run in settled)][-_MOST_REMEMBERED:]
        words = f"being made now: {', '.join(sorted(busy))}" if busy else "no film was left unfinished"
        return dg.SensorResult(
            run_requests=list(requests.values()),
            skip_reason=None if requests else words,
            cursor=json.dumps(remembered),
        )

    return go_on


def _left_open(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Automation's runs, and our own, that were lost; and automation's that ended a while ago with takes to be made."""
    automatic = {AUTOMATION_CONDITION_TAG: "true"}
    lost = [
        run
        for started_by in (automatic, {SENSOR_NAME_TAG: _NAME})
        for run in instance.get_runs(dg.RunsFilter(tags={LOST_TAG: "true", **started_by}), limit=_MOST_RUNS)
    ]
    ended_before = dg.RunsFilter(
        tags={TAKES_TAG: "true", **automatic},
        updated_before=datetime.now(UTC) - timedelta(seconds=CONDITIONS_FIRST_S),
    )
    return [*lost, *instance.get_runs(ended_before, limit=_MOST_RUNS)]


def _cancelled_beside(instance: dg.DagsterInstance, run: dg.DagsterRun) -> set[str]:
    """Films of which a person cancelled another run of the same backfill: what is left of them is left to that person."""
    backfill = run.tags.get(BACKFILL_ID_TAG)
    if backfill is None:
        return set()
    cancelled = dg.RunsFilter(tags={BACKFILL_ID_TAG: backfill}, statuses=[dg.DagsterRunStatus.CANCELED])
    return {film for one in instance.get_runs(cancelled) if LOST_TAG not in one.tags for film in films_of(one.tags)}


def _can_go_on(settings: Settings, profile: Profile, film: str) -> bool:
    return standing_or_why(ArtifactStore.open(settings.store), gather(profile), settings.films, film).can_go_on
