"""What Dagster's daemon watches: the films folder, the graph's conditions, and runs that fail.

What belongs here: the sensors. What does not: what counts as a change of a brief (`crafts/brief_watch.py`), when an
asset is requested (`automation.py`), how a failure is kept (`store/failures.py`).
https://docs.dagster.io/guides/automate/sensors
"""

import time

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.brief_watch import Look, Memory, look, planned_already
from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.graph.at_work import busy_films
from sparkle_motion_dagster.graph.automation import sensor_status
from sparkle_motion_dagster.graph.jobs import plan_film
from sparkle_motion_dagster.graph.partitions import films
from sparkle_motion_dagster.graph.run_failures import record_run_failure
from sparkle_motion_dagster.graph.worked_by import LOST_TAG, fail_dead_runs
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

MOST_RUNS_IN_A_TICK = 25
FILM_TAG = "sparkle/film"
_MOST_LOST = 50
"""Lost plans that are looked at in a tick."""


def film_briefs(settings: Settings, profile: Profile) -> dg.SensorDefinition:
    """The sensor that plans a film when its brief is dropped into `films/` or edited."""

    @dg.sensor(
        name="film_briefs",
        job=plan_film,
        minimum_interval_seconds=10,
        default_status=sensor_status(profile),
        description="Plans a film when its brief is dropped into films/ or edited there; the shots that changed and "
        "the film follow by film_automation. Files still being written wait, and so does a film that is being made. "
        "Deleting a brief removes nothing. A brief that is wrong fails once, with what to do, until it is edited.",
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.films.is_dir():
            return dg.SkipReason(f"{settings.films} is not there yet: put a screenplay or story into it")
        lost = lost_plans(context.instance)
        before = Memory.read(context.cursor).forgetting(lost)
        seen = look(settings.films, before, time.time())
        said: list[str] = []
        known: set[str] = set()
        if seen.unsettled:
            said.append(f"still being written: {', '.join(seen.unsettled[:10])}")
        if seen.wanted:
            known = set(context.instance.get_dynamic_partitions("films"))
            seen = _leave_out(context, settings, seen, before, known, said)
        new = [one.film for one in seen.wanted if one.film not in known]
        requests = [
            dg.RunRequest(
                run_key=":".join([one.run_key, *([f"after {lost[one.film]}"] if one.film in lost else [])]),
                partition_key=one.film,
                tags={FILM_TAG: one.film},
            )
            for one in seen.wanted
        ]
        if not requests:
            said = said or [f"{len(seen.memory.films)} briefs, none new or edited"]
        return dg.SensorResult(
            run_requests=requests,
            skip_reason=None if requests else "; ".join(said),
            cursor=seen.memory.model_dump_json(),
            dynamic_partitions_requests=[films.build_add_request(new)] if new else [],
        )

    return watch


def lost_plans(instance: dg.DagsterInstance) -> dict[str, str]:
    """Films whose last plan was asked for here and never came to its end, because a studio was closed or a process died;
    each with that run's id."""
    found = {}
    for run in instance.get_runs(
        filters=dg.RunsFilter(job_name=plan_film.name, tags={LOST_TAG: "true"}), limit=_MOST_LOST
    ):
        film = run.tags.get(FILM_TAG)
        if film is None or film in found:
            continue
        (last,) = instance.get_runs(filters=dg.RunsFilter(job_name=plan_film.name, tags={FILM_TAG: film}), limit=1)
        if last.run_id == run.run_id and last.is_finished:
            found[film] = run.run_id
    return found


def _leave_out(
    context: dg.SensorEvaluationContext,
    settings: Settings,
    seen: Look,
    before: Memory,
    known: set[str],
    said: list[str],
) -> Look:
    """The look without films that are planned already, and without those that must wait for the next tick."""
    store = ArtifactStore.open(settings.store)
    asked = {one.film for one in seen.wanted}
    busy = busy_films(store, context.instance, context.repository_def, asked)
    briefs = briefs_in(settings.films)
    planned = {film for film in asked & known - busy if planned_already(store, film, briefs.get(film, ()))}
    later = busy | set(sorted(asked - busy - planned)[MOST_RUNS_IN_A_TICK:])
    if later:
        said.append(f"being made now, or many at once; asked for later: {', '.join(sorted(later)[:10])}")
    left = seen.leaving(later, before)
    return Look(left.memory, tuple(one for one in left.wanted if one.film not in planned), left.unsettled)


def film_automation(profile: Profile) -> dg.AutomationConditionSensorDefinition:
    """The sensor that makes what the assets' conditions ask for: changed shots, then the film."""
    return dg.AutomationConditionSensorDefinition(
        "film_automation",
        target=dg.AssetSelection.all(),
        minimum_interval_seconds=10,
        default_status=sensor_status(profile),
        description="Makes exactly the shots whose slice of the plan changed, then the film. Switch it on before "
        "film_briefs: what was planned before it first ran is left to you (sparkle make FILE, or a backfill).",
    )


def failed_runs(settings: Settings) -> dg.SensorDefinition:
    """The sensor that writes down, for each film, why a run of it failed. It costs nothing, so it runs by default."""

    @dg.run_failure_sensor(
        name="failed_runs",
        minimum_interval_seconds=10,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Keeps the reason of a failed run with its film, also of a run whose process was killed: "
        "sparkle status shows it until the asset is made.",
    )
    def keep_reason(context: dg.RunFailureSensorContext) -> None:
        written = record_run_failure(ArtifactStore.open(settings.store), context)
        context.log.info(f"recorded: {', '.join(written) or 'nothing: its assets recorded it themselves'}")

    return keep_reason


def dead_runs() -> dg.SensorDefinition:
    """The sensor that ends runs whose process is dead; a killed `sparkle make` would be shown as running for ever."""

    @dg.sensor(
        name="dead_runs",
        minimum_interval_seconds=15,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks runs of this machine whose process was killed as failed, and frees their pools.",
    )
    def end_dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        ended = fail_dead_runs(context.instance)
        return dg.SkipReason(f"marked as failed: {', '.join(ended)}" if ended else "every run has its process")

    return end_dead_runs


def sensors_of(settings: Settings, profile: Profile) -> list[dg.SensorDefinition]:
    """All sensors of a studio."""
    return [film_briefs(settings, profile), film_automation(profile), failed_runs(settings), dead_runs()]
