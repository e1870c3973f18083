"""The two assets of a film: its plan, and the finished movie.

What belongs here: how Dagster runs planning and cutting. What does not: planning and cutting (`crafts/`).
"""

from pathlib import Path
from typing import Any

import dagster as dg

from sparkle_motion_dagster.crafts.cut import CutRoom
from sparkle_motion_dagster.crafts.planning import film_plan, held_plan, keep_plan, plan_file, read_plan
from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.ids import check_film_id, shot_key
from sparkle_motion_dagster.graph.bridge import report_cut, report_shots
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.graph.partitions import films, sync_shots
from sparkle_motion_dagster.writing.read import SUFFIXES


def brief_of(folder: Path, film: str) -> Path:
    """The film's brief in the films folder. Raises BriefError naming the films there are."""
    found = [folder / f"{film}{suffix}" for suffix in SUFFIXES if (folder / f"{film}{suffix}").is_file()]
    if len(found) == 1:
        return found[0]
    if found:
        raise BriefError(film, [f"two briefs for one film: {', '.join(p.name for p in found)}; keep one"])
    known = ", ".join(sorted(p.stem for p in folder.glob("*") if p.suffix in SUFFIXES)) if folder.is_dir() else ""
    problem = f"no brief {film}{{{','.join(SUFFIXES)}}} in the films folder (it has: {known or 'none'})"
    raise BriefError(film, [f"{problem}; put one there or run: sparkle make FILE --film {film}"])


@dg.asset(
    partitions_def=films,
    group_name="film",
    kinds={"json"},
    code_version="1",
    owners=["team:writers"],
    io_manager_key="artifacts",
    required_resource_keys={"store", "profile", "films_folder"},
    description="The film's plan, parsed or written from its brief in films/. Dialogue is the writer's, verbatim. "
    "Adds the film's shots as partitions and reports each changed shot.",
)
def movie_plan(context: dg.AssetExecutionContext) -> dg.Output[Any]:
    """Read the brief, plan, keep ids and voices, and report the shots."""
    film = check_film_id(context.partition_key)
    resources = context.resources
    before = held_plan(resources.store, film)
    planned = plan_file(brief_of(resources.films_folder, film), resources.profile, before)
    artifact = keep_plan(resources.store, film, planned, "first plan" if before is None else "the brief changed")
    plan = read_plan(artifact)
    sync_shots(context.instance, film, [shot_key(film, shot.id) for shot in plan.shots])
    changed = report_shots(context.instance, film, plan)
    report_cut(context.instance, resources.store, film, plan)
    for note in planned.notes:
        context.log.info(note)
    return dg.Output(
        {film: artifact},
        data_version=dg.DataVersion(artifact.content_hash),
        metadata={"changed_shots": ", ".join(changed) or "none"},
    )


@dg.asset(
    partitions_def=films,
    deps=["film_cut"],
    group_name="film",
    kinds={"mp4"},
    code_version="1",
    owners=["team:editors"],
    io_manager_key="artifacts",
    required_resource_keys={"store", "profile", "listener"},
    description="The finished film: MP4 with sound and subtitles, SRT, VTT, poster, contact sheet and QA report.",
)
def final_movie(context: dg.AssetExecutionContext) -> dg.Output[Any]:
    """Cut the film from its finished shots; fails naming any shot that is unfinished."""
    film = check_film_id(context.partition_key)
    resources = context.resources
    result = CutRoom(resources.store, resources.profile).cut(film, film_plan(resources.store, film))
    resources.listener("final_movie", result, 1, 1)
    if result.artifact is None:
        raise dg.Failure(result.reason, allow_retries=False)
    return dg.Output(
        {film: result.artifact},
        data_version=dg.DataVersion(result.artifact.content_hash),
        metadata=artifact_metadata(result.artifact, reused=result.outcome == "reused"),
    )
