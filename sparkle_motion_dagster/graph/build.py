"""The whole graph from a profile: one function that the code location, the CLI and the tests all call.

What belongs here: the lists. What does not: any part's definition.
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.graph.assets.film import final_movie, movie_plan
from sparkle_motion_dagster.graph.assets.shots import shot_assets_of
from sparkle_motion_dagster.graph.bridge import film_cut, shot_spec
from sparkle_motion_dagster.graph.io_manager import artifact_io_manager
from sparkle_motion_dagster.graph.jobs import jobs
from sparkle_motion_dagster.graph.resources import resources_of
from sparkle_motion_dagster.graph.schedules import nightly_remake
from sparkle_motion_dagster.graph.sensors import sensors_of
from sparkle_motion_dagster.graph.unfinished import unfinished_films
from sparkle_motion_dagster.graph.whole_film import make_film_job
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.recent_index import RecentIndex


def build_definitions(
    settings: Settings, profile: Profile, *, resource_overrides: Mapping[str, Any] | None = None
) -> dg.Definitions:
    """The graph for a studio and a profile; `resource_overrides` replace resources by key."""
    resources = resources_of(profile, str(settings.store), settings.films, settings.cores)
    whole_film = make_film_job(settings, profile)
    return dg.Definitions(
        assets=[movie_plan, shot_spec, *shot_assets_of(profile), film_cut, final_movie],
        jobs=[*jobs, whole_film],
        sensors=[*sensors_of(settings, profile), unfinished_films(settings, profile, whole_film)],
        schedules=[nightly_remake(settings, profile, whole_film)],
        resources={
            **resources,
            "artifacts": artifact_io_manager,
            "recent_index": dg.ResourceDefinition.hardcoded_resource(RecentIndex(settings.recent_index)),
            "screenings_folder": dg.ResourceDefinition.hardcoded_resource(settings.screenings),
            **(resource_overrides or {}),
        },
        executor=dg.in_process_executor,  # a process for each step would load every model again
    )
