"""Which films and shots are being worked on now: by a run, a backfill, or a `sparkle make`.

What belongs here: asking Dagster's instance and the film's lock. What does not: deciding what to do about it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import dagster as dg
from dagster._core.definitions.assets.graph.base_asset_graph import BaseAssetGraph
from dagster._core.definitions.assets.job.asset_job import is_reserved_asset_job_name
from dagster._core.definitions.partitions.context import partition_loading_context
from dagster._core.execution.backfill import BulkActionsFilter, BulkActionStatus
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    PARTITION_NAME_TAG,
)

from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.film.ids import SEPARATOR
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs
from sparkle_motion_dagster.store.store import ArtifactStore

_KEY_TAGS = (PARTITION_NAME_TAG, ASSET_PARTITION_RANGE_START_TAG, ASSET_PARTITION_RANGE_END_TAG)
_OPEN_BACKFILLS = [BulkActionStatus.REQUESTED, BulkActionStatus.CANCELING, BulkActionStatus.FAILING]


def films_of(tags: Mapping[str, str]) -> set[str]:
    """The films of a run, by the partition or the range in its tags."""
    return {tags[tag].partition(SEPARATOR)[0] for tag in _KEY_TAGS if tag in tags}


def shots_of(instance: dg.DagsterInstance, tags: Mapping[str, str]) -> set[str]:
    """The shot partitions of a run: the one in its tags, or all of its range. A run about films has none."""
    first, last = tags.get(ASSET_PARTITION_RANGE_START_TAG), tags.get(ASSET_PARTITION_RANGE_END_TAG)
    if first is None or last is None:
        return {key for key in (tags.get(PARTITION_NAME_TAG, ""),) if SEPARATOR in key}
    known = list(instance.get_dynamic_partitions("shots"))
    if first not in known or last not in known:
        return {key for key in (first, last) if SEPARATOR in key}
    return set(known[known.index(first) : known.index(last) + 1])


def told_of(run: dg.DagsterRun) -> str:
    """A run in words: what it makes, since a job that Dagster made up for assets has a name that nobody gave."""
    assets = sorted(key.path[-1] for key in run.asset_selection or ())
    made_up = is_reserved_asset_job_name(run.job_name)
    return f"run {run.run_id[:8]} of {', '.join(assets) if made_up and assets else run.job_name} is {run.status.value.lower()}"


def films_at_work(instance: dg.DagsterInstance, graph: BaseAssetGraph) -> set[str]:
    """Films that have a run waiting or running, or an unfinished backfill. Runs whose process is dead are ended first."""
    fail_dead_runs(instance)
    busy: set[str] = set()
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=NOT_FINISHED_STATUSES)):
        busy |= films_of(run.tags)
    # a target may be "all partitions", whichever these are now
    with partition_loading_context(datetime.now(UTC), instance):
        for backfill in instance.get_backfills(filters=BulkActionsFilter(statuses=_OPEN_BACKFILLS)):
            if backfill.is_asset_backfill:
                target = backfill.get_asset_backfill_data(graph).target_subset
                keys = {key.partition_key for key in target.iterate_asset_partitions() if key.partition_key}
            else:
                keys = set(backfill.partition_names or ())  # of a job
            busy |= {key.partition(SEPARATOR)[0] for key in keys}
    return busy


def locked_films(store: ArtifactStore, films: Iterable[str]) -> set[str]:
    """Those of these films that a `sparkle make` holds now."""
    locked: set[str] = set()
    for film in films:
        try:
            with store.film_lock(film):
                pass
        except FilmBusyError:
            locked.add(film)
    return locked


def busy_films(
    store: ArtifactStore, instance: dg.DagsterInstance, repository: dg.RepositoryDefinition | None, films: Iterable[str]
) -> set[str]:
    """Those of these films that are being made now, by whomever. Without a repository only locks are asked."""
    asked = set(films)
    locked = locked_films(store, asked)
    return locked if repository is None else locked | (films_at_work(instance, repository.asset_graph) & asked)
