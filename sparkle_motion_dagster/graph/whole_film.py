"""A whole film as one Dagster job: what `sparkle make` does, for the UI, the schedule and `dagster job`.

What belongs here: the job, a partition of which is a film. What does not: making (`make_film.py`).
Assets of two grains cannot be in one run, so this run launches the others in its own process, one after the other:
plan, stale shots, movie. They are ordinary runs, seen in the UI, and share one set of worker processes.
"""

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.briefs import brief_of
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.errors import SparkleError
from sparkle_motion_dagster.graph.partitions import films
from sparkle_motion_dagster.graph.worked_by import sign
from sparkle_motion_dagster.settings import Settings


def make_film_job(settings: Settings, profile: Profile) -> dg.JobDefinition:
    """The job `make_film`."""

    @dg.op(name="make_whole_film", description="Plan, shoot and cut the film; nothing that is fresh is made again.")
    def make_whole_film(context: dg.OpExecutionContext) -> None:
        from sparkle_motion_dagster.graph.make_film import make_film  # it builds the definitions this job is part of

        def listen(asset: str, result: Result, done: int, total: int) -> None:
            context.log.info(f"{asset} {done}/{total} {result.key}: {result.outcome}: {result.reason}")

        sign(context.instance, context.run)
        film = context.partition_key
        try:
            made = make_film(settings, profile, brief_of(settings.films, film), film, listen, context.instance)
            made.check_decided()
        except SparkleError as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        counts = {"made": made.made, "reused": made.reused}
        context.log.info(f"{film}: {counts}; {made.screening}")

    @dg.job(
        name="make_film",
        partitions_def=films,
        executor_def=dg.in_process_executor,
        description="A whole film from its brief in films/, or what of it is stale: plan, shots, movie.",
    )
    def whole_film() -> None:
        make_whole_film()

    return whole_film
