"""The two assets of a film: its plan, and the finished movie.

What belongs here: how Dagster runs planning and cutting. What does not: planning and cutting (`crafts/`).
"""

import os
from contextlib import AbstractContextManager, nullcontext

import dagster as dg

from sparkle_motion_dagster.crafts.briefs import brief_of
from sparkle_motion_dagster.crafts.crew import gather
from sparkle_motion_dagster.crafts.cut import CutRoom
from sparkle_motion_dagster.crafts.planning import film_plan, keep_plan, latest_plan, plan_file, read_plan, why_planned
from sparkle_motion_dagster.crafts.screening import publish_film
from sparkle_motion_dagster.crafts.script_room import ScriptRoom
from sparkle_motion_dagster.crafts.state import check_as_planned
from sparkle_motion_dagster.crafts.workers import ended_by_interrupts
from sparkle_motion_dagster.errors import ArtifactStaleError
from sparkle_motion_dagster.film.ids import check_film_id, shot_key
from sparkle_motion_dagster.graph.assets.many import Made, made_each, many_asset
from sparkle_motion_dagster.graph.automation import when_changed
from sparkle_motion_dagster.graph.bridge import report_cut, report_shots
from sparkle_motion_dagster.graph.io_manager import Artifacts
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.graph.partitions import films, sync_shots
from sparkle_motion_dagster.store.failures import recorded

HOLDS_FILM_TAG = "sparkle/holds_film"
"""On runs whose process holds the film's lock already, with its number: those of `sparkle make`."""
PLAN_WAIT_S = 600.0
"""How long a plan waits for a `sparkle make` of the same film, so that its plan is not changed under it."""


def holds_film(run: dg.DagsterRun) -> bool:
    """Whether this process holds the run's film. A re-execution of such a run has the tag, and another process."""
    return run.tags.get(HOLDS_FILM_TAG) == str(os.getpid())


def _alone(context: dg.AssetExecutionContext, film: str) -> AbstractContextManager[None]:
    """Hold the film while it is planned."""
    if holds_film(context.run):
        return nullcontext()
    lock: AbstractContextManager[None] = context.resources.store.film_lock(film, timeout_s=PLAN_WAIT_S)
    return lock


@many_asset(
    partitions_def=films,
    group_name="film",
    kinds={"json"},
    code_version="1",
    owners=["team:writers"],
    tags={"sparkle/grain": "film", "sparkle/craft": "writing"},
    io_manager_key="artifacts",
    required_resource_keys={"store", "profile", "films_folder"},
    description="The film's plan, parsed or written from its brief in films/. Dialogue is the writer's, verbatim. "
    "Adds the film's shots as partitions and reports each changed shot.",
)
def movie_plan(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Artifacts]:
    """Read the brief, plan, keep ids and voices, and report the shots."""
    return made_each(context, "movie_plan", lambda film: _plan(context, check_film_id(film)))


def _plan(context: dg.AssetExecutionContext, film: str) -> Made:
    resources = context.resources
    with _alone(context, film):
        before = latest_plan(resources.store, film)
        with recorded(resources.store, film, None, "movie_plan"):
            room = ScriptRoom(resources.store, film)
            planned = plan_file(brief_of(resources.films_folder, film), resources.profile, before, room)
            artifact = keep_plan(resources.store, film, planned, why_planned(resources.store, film, planned))
        plan = read_plan(artifact)
        sync_shots(context.instance, film, [shot_key(film, shot.id) for shot in plan.shots])
        changed = report_shots(context.instance, resources.store, film, plan)
        report_cut(context.instance, resources.store, resources.profile, film, plan)
    for note in planned.notes:
        context.log.info(note)
    return artifact, artifact_metadata(artifact) | {"changed_shots": ", ".join(changed) or "none"}


@many_asset(
    partitions_def=films,
    deps=["film_cut"],
    automation_condition=when_changed(),
    group_name="film",
    kinds={"mp4"},
    code_version="1",
    owners=["team:editors"],
    tags={"sparkle/grain": "film", "sparkle/craft": "editing"},
    io_manager_key="artifacts",
    required_resource_keys={"store", "profile", "workers", "listener", "screenings_folder"},
    description="The finished film: MP4 with sound and subtitles, SRT, VTT, poster, contact sheet and QA report.",
)
def final_movie(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Artifacts]:
    """Cut the film from its finished shots; fails naming any shot that is unfinished, or not as its plan says now."""
    return made_each(context, "final_movie", lambda film: _cut(context, check_film_id(film)))


def _cut(context: dg.AssetExecutionContext, film: str) -> Made:
    resources = context.resources
    plan = film_plan(resources.store, film)
    if not holds_film(context.run):  # `sparkle make` has just compared them
        try:
            check_as_planned(resources.store, gather(resources.profile), film, plan)
        except ArtifactStaleError as stale:
            raise dg.Failure(str(stale), allow_retries=False) from stale
    with ended_by_interrupts(resources.workers):
        result = CutRoom(resources.store, resources.profile, resources.workers).cut(film, plan)
    resources.listener("final_movie", result, 1, 1)
    if result.artifact is None:
        raise dg.Failure(result.reason, allow_retries=False)
    publish_film(resources.store, film, resources.screenings_folder)
    return result.artifact, artifact_metadata(result.artifact, reused=result.outcome == "reused")
