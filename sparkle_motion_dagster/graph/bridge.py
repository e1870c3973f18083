"""The bridge between film grain and shot grain: two external assets whose versions we report.

What belongs here: reporting `shot_spec` and `film_cut`. What does not: the assets that make things.
For external assets Dagster's staleness reads observations and its health reads materializations: both are
reported, the observation first.
"""

from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.graph.partitions import films, shots
from sparkle_motion_dagster.store.store import ArtifactStore

shot_spec = dg.AssetSpec(
    "shot_spec",
    partitions_def=shots,
    group_name="shots",
    kinds={"yaml"},
    deps=[dg.AssetDep("movie_plan", partition_mapping=dg.AllPartitionMapping())],
    description="One shot of the plan with the looks and voices of its people. Its version changes when, and only when, "
    "something of that shot changes. Reported by movie_plan.",
)
film_cut = dg.AssetSpec(
    "film_cut",
    partitions_def=films,
    group_name="film",
    deps=[dg.AssetDep("qa_report", partition_mapping=dg.AllPartitionMapping())],
    description="All shots of a film, complete. Its version changes when any shot's clip or report does. "
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


def shot_version(plan: MoviePlan, shot: Shot) -> str:
    """Hash of everything in the plan that concerns the shot."""
    people = {line.character_id for line in shot.dialogue} | set(shot.cast)
    inputs = {
        "shot": shot.model_dump(mode="json", exclude={"scene"}),
        "people": [plan.character(c).model_dump(mode="json") for c in sorted(people)],
        "images": [plan.base_image(i).prompt for i in (shot.start_base_image_id, shot.end_base_image_id)],
        "kind": plan.metadata.get("kind"),
    }
    return Recipe("shot_spec", shot.id, inputs).digest


def report_shots(instance: dg.DagsterInstance, film: str, plan: MoviePlan) -> list[str]:
    """Report the shots whose slice of the plan changed. Returns their ids."""
    wanted = {shot_key(film, shot.id): (shot, shot_version(plan, shot)) for shot in plan.shots}
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


def cut_version(store: ArtifactStore, film: str, plan: MoviePlan) -> str | None:
    """Hash over all shots' finished artifacts; None while a shot is unfinished."""
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    heads = {asset: store.heads(asset, keys) for asset in SHOT_ASSETS}
    if any(key not in heads[asset] for asset in SHOT_ASSETS for key in keys):
        return None
    parts = {asset: [heads[asset][key].content_hash for key in keys] for asset in SHOT_ASSETS}
    cards = [card.model_dump(mode="json") if card else None for card in (plan.title_card, plan.end_card)]
    return Recipe("film_cut", film, {"shots": parts, "cards": cards, "title": plan.title}).digest


def report_cut(instance: dg.DagsterInstance, store: ArtifactStore, film: str, plan: MoviePlan) -> None:
    """Report the film's cut if it is complete and changed."""
    version = cut_version(store, film, plan)
    if version is not None and _latest_versions(instance, "film_cut", [film])[film] != version:
        _report(instance, "film_cut", film, version, {"shots": len(plan.shots)})
