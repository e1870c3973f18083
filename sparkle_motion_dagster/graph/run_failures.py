"""Why a run failed, said in the film's own records.

What belongs here: from a failed run to a film, an asset and a sentence. What does not: keeping it
(`store/failures.py`), the sensor that calls this (`sensors.py`). Assets record their own failures as they happen; this
is for runs that could not: killed, out of memory, stopped before their first step.
"""

from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.errors import ApprovalNeededError, BriefError, InputError, RunFailedError, SparkleError
from sparkle_motion_dagster.film.ids import FILM_ID, SEPARATOR, SHOT_ID
from sparkle_motion_dagster.graph.at_work import films_of
from sparkle_motion_dagster.store.failures import failures, record
from sparkle_motion_dagster.store.store import ArtifactStore

_ORDER_OF_WORK = (PLAN_ASSET, *SHOT_ASSETS, MOVIE_ASSET)
_REMEDY = "everything finished is kept; materialize the same again, or run sparkle make"


def record_run_failure(store: ArtifactStore, context: dg.RunFailureSensorContext) -> list[str]:
    """Record the failed run with each of its films whose assets have not done so; returns what was recorded."""
    run = context.dagster_run
    known = context.instance.get_run_record_by_id(run.run_id)
    since = known.create_timestamp if known is not None else None
    ended_s = known.end_time if known is not None else None  # this is told of later: something may be made since
    failed_at = datetime.fromtimestamp(ended_s, UTC) if ended_s is not None else None
    written: list[str] = []
    classes = _error_classes(context)
    if ApprovalNeededError.__name__ in classes:
        return written  # nothing failed: the film waits for a person, and says so itself
    for film in sorted(film for film in films_of(run.tags) if FILM_ID.fullmatch(film)):
        if since is not None and any(failure.failed_at >= since for failure in failures(store, film)):
            continue  # the asset said why as it failed
        shot, asset = _where(run, context)
        error: SparkleError = RunFailedError(_sentence(run, context))
        if BriefError.__name__ in classes:  # the plan's fault, whatever else the run was to make
            shot, asset, error = None, PLAN_ASSET, InputError(_sentence(run, context))
        record(store, film, shot, asset, error, failed_at=failed_at)
        written.append(f"{film} {shot or ''} {asset}".replace("  ", " "))
    return written


def _where(run: dg.DagsterRun, context: dg.RunFailureSensorContext) -> tuple[str | None, str]:
    """The one shot and asset that failed; the movie, if the run was about many shots or the whole film."""
    _, _, shot = run.tags.get(PARTITION_NAME_TAG, "").partition(SEPARATOR)
    if ASSET_PARTITION_RANGE_START_TAG in run.tags or (shot and not SHOT_ID.fullmatch(shot)):
        return None, MOVIE_ASSET
    failed = [event.step_key for event in context.get_step_failure_events() if event.step_key]
    if failed and failed[0] in _ORDER_OF_WORK:
        return shot or None, failed[0]
    if failed:  # the one step of the job make_film
        return None, MOVIE_ASSET
    finished = {
        record.event_log_entry.dagster_event.step_key
        for record in context.instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.STEP_SUCCESS).records
        if record.event_log_entry.dagster_event is not None
    }
    asked = {key.path[-1] for key in run.asset_selection or ()} or _steps_of(run)
    unmade = [asset for asset in _ORDER_OF_WORK if asset in asked and asset not in finished]
    return shot or None, unmade[0] if unmade else MOVIE_ASSET


def _steps_of(run: dg.DagsterRun) -> set[str]:
    """What a run of a whole job makes."""
    return {"plan_film": {PLAN_ASSET}, "make_shots": set(SHOT_ASSETS), "cut_film": {MOVIE_ASSET}}.get(
        run.job_name, set()
    )


def _sentence(run: dg.DagsterRun, context: dg.RunFailureSensorContext) -> str:
    start, end = run.tags.get(ASSET_PARTITION_RANGE_START_TAG), run.tags.get(ASSET_PARTITION_RANGE_END_TAG)
    what = f"{start} to {end}" if start and end else run.tags.get(PARTITION_NAME_TAG, "")
    reason = ""
    for event in context.get_step_failure_events():
        reason = f"{event.step_key}: {_root(event)}"
    reason = reason or context.failure_event.message or "its process ended without a word"
    return f"run {run.run_id[:8]} of {what} failed: {reason.strip()}; {_REMEDY}"


def _error_classes(context: dg.RunFailureSensorContext) -> set[str]:
    """Names of the classes of the errors that ended its steps, with what caused them."""
    found: set[str] = set()
    for event in context.get_step_failure_events():
        error = event.step_failure_data.error
        while error is not None:
            found.add((error.cls_name or "").rsplit(".", 1)[-1])
            error = error.cause
    return found


def _root(event: dg.DagsterEvent) -> str:
    """The first cause, without a traceback."""
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return data.user_failure_data.description
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return (
        error.message.strip().removeprefix("sparkle_motion_dagster.errors.") if error is not None else "no reason kept"
    )
