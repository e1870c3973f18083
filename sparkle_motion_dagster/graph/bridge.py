"""The bridge between film grain and shot grain: two external assets whose versions we report.

What belongs here: reporting `shot_spec` and `film_cut`. What does not: the assets that make things.
For external assets Dagster's staleness reads observations and its health reads materializations: both are
reported, the observation first.
"""

from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, gather
from sparkle_motion_dagster.crafts.locked import held_shots, locked_shots
from sparkle_motion_dagster.crafts.slice import shot_version
from sparkle_motion_dagster.crafts.state import film_state
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.graph.partitions import films, shots
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

shot_spec = dg.AssetSpec(
    "shot_spec",
    partitions_def=shots,
    group_name="shots",
    kinds={"yaml"},
    owners=["team:writers"],
    tags={"sparkle/grain": "shot", "sparkle/craft": "writing"},
    code_version="1",
    deps=[dg.AssetDep("movie_plan", partition_mapping=dg.AllPartitionMapping())],
    description="One shot of the plan with the looks and voices of its people. Its version changes when, and only when, "
    "something of that shot changes. Reported by movie_plan.",
)
film_cut = dg.AssetSpec(
    "film_cut",
    partitions_def=films,
    group_name="film",
    kinds={"json"},
    owners=["team:editors"],
    tags={"sparkle/grain": "film", "sparkle/craft": "editing"},
    code_version="1",
    deps=[dg.AssetDep("qa_report", partition_mapping=dg.AllPartitionMapping())],
    description="All shots of a film, finished and as the plan says. Its version is the recipe of the film. "
    "Reported by qa_report.",
)


def _latest_versions(instance: dg.DagsterInstance, asset: str, keys: list[str]) -> dict[str, str | None]:
    tags = instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(asset), dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG], asset_partitions=keys
    )
    return {key: tags.get(key, {}).get(DATA_VERSION_TAG) for key in keys}


def _report(instance: dg.DagsterInstance, asset: str, key: str, version: str, metadata: dict[str, Any]) -> None:
    tags = {DATA_VERSION_TAG: version}
    instance.report_runless_asset_event(dg.AssetObservation(asset, partition=key, tags=tags))
    instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition=key, tags=tags, metadata=metadata))


def report_shots(instance: dg.DagsterInstance, store: ArtifactStore, film: str, plan: MoviePlan) -> list[str]:
    """Report the shots of which the plan, or what people decided, changed. Returns their ids.

    A locked shot keeps the version that it had: it is not to be made again, whatever changes.
    """
    decided, own = film_takes(store, film), film_references(store, film)
    locked = locked_shots(decided, (shot.id for shot in plan.shots))
    free = [shot for shot in plan.shots if shot.id not in locked]
    wanted = {shot_key(film, s.id): (s, shot_version(plan, s, decided.get(s.id), own)) for s in free}
    known = _latest_versions(instance, "shot_spec", list(wanted))
    changed = [key for key, (_, version) in wanted.items() if known[key] != version]
    for key in changed:
        shot, version = wanted[key]
        metadata: dict[str, Any] = {
            "setting": shot.setting or "",
            "shot": dg.MetadataValue.json(shot.model_dump(mode="json")),
        }
        _report(instance, "shot_spec", key, version, metadata)
    return [wanted[key][0].id for key in changed]


def cut_version(store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan) -> str | None:
    """The recipe of the film as it would be cut now; None while a shot is unfinished, not what the plan says, or waits for
    a person's decision."""
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    heads = held_shots(store, film, plan)
    if any(key not in heads[asset] for asset in SHOT_ASSETS for key in keys):
        return None
    movie = next(cell for cell in film_state(store, gather(profile), film, plan).cells if cell.shot is None)
    return movie.digest  # None: a shot is not as the plan says now, or waits for a person


def report_cut(
    instance: dg.DagsterInstance, store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan
) -> None:
    """Report the film's cut if it is complete and changed."""
    version = cut_version(store, profile, film, plan)
    if version is not None and _latest_versions(instance, "film_cut", [film])[film] != version:
        _report(instance, "film_cut", film, version, {"shots": len(plan.shots)})
