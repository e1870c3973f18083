"""The five assets of a shot, one step for as many shots as are asked for.

What belongs here: how Dagster runs a craft. What does not: the crafts (`crafts/`). A step over many shots makes
them with the models loaded once; a shot that fails does not stop the others.
https://docs.dagster.io/guides/build/assets
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_IS_USER_PROVIDED_TAG, DATA_VERSION_TAG

from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.crew import BACKEND_OF, SHOT_ASSETS, Crew, craft_for
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.shoot import Result, Shoot
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import split_shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.graph.bridge import report_cut
from sparkle_motion_dagster.graph.io_manager import Artifacts
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.graph.partitions import shots

CODE_VERSIONS = {asset: "1" for asset in SHOT_ASSETS}
_KINDS = {
    "dialogue_audio": {"wav"},
    "shot_images": {"png"},
    "video_clips": {"mp4"},
    "lipsynced_clips": {"mp4"},
    "qa_report": {"json"},
}
_DESCRIPTIONS = {
    "dialogue_audio": "Every line of the shot spoken, one WAV for each line, measured and laid out. Sets the shot's length.",
    "shot_images": "The shot's first and last frame.",
    "video_clips": "The shot in motion, silent, exactly as long as its lines need.",
    "lipsynced_clips": "The shot with moving mouths, subtitles and its sound.",
    "qa_report": "The shot looked at and listened to: findings with numbers, and a verdict. Not judged is never passed.",
}
_NEEDS: dict[str, tuple[str, ...]] = {
    "dialogue_audio": (),
    "shot_images": (),
    "video_clips": ("dialogue_audio", "shot_images"),
    "lipsynced_clips": ("dialogue_audio", "video_clips"),
    "qa_report": ("dialogue_audio", "shot_images", "video_clips", "lipsynced_clips"),
}


def shot_asset(asset: str) -> dg.AssetsDefinition:
    """The Dagster asset of one craft."""

    @dg.asset(
        name=asset,
        partitions_def=shots,
        ins={need: dg.AssetIn(need) for need in _NEEDS[asset]},
        deps=["shot_spec"],
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="shots",
        kinds=_KINDS[asset],
        description=_DESCRIPTIONS[asset],
        code_version=CODE_VERSIONS[asset],
        owners=["team:directors"],
        io_manager_key="artifacts",
        required_resource_keys={"store", "workers", "profile", "listener", BACKEND_OF[asset]},
    )
    def shoot_asset(context: dg.AssetExecutionContext, **upstream: Artifacts) -> dg.Output[Any]:
        keys = list(context.partition_keys)  # once: each access asks the database
        results = _shoot(context, asset, keys, upstream)
        failed = {key: result for key, result in results.items() if result.artifact is None}
        if failed:
            _keep_finished(context, asset, results)
            listed = "\n".join(result.reason for result in failed.values())
            raise dg.Failure(
                f"{asset}: {len(failed)} of {len(keys)} shots failed; the others are kept\n{listed}",
                allow_retries=False,
            )
        if len(keys) > 1:
            for key, result in results.items():
                context.add_asset_metadata(_metadata(result), partition_key=key)
        artifacts = {key: result.artifact for key, result in results.items() if result.artifact is not None}
        return dg.Output(artifacts, data_version=dg.DataVersion(_joined_version(artifacts)))

    return shoot_asset


def _shoot(
    context: dg.AssetExecutionContext, asset: str, keys: list[str], upstream: Mapping[str, Artifacts]
) -> dict[str, Result]:
    resources = context.resources
    craft = craft_for(asset, getattr(resources, BACKEND_OF[asset]), resources.profile)
    plans: dict[str, MoviePlan] = {}
    crew = Crew(resources.profile, {asset: craft})
    orders = [_order(resources.store, crew, key, plans) for key in keys]

    def listen(name: str, result: Result, done: int, total: int) -> None:
        context.log.info(f"{name} {done}/{total} {result.key}: {result.outcome}: {result.reason}")
        resources.listener(name, result, done, total)

    cores = getattr(resources.workers, "_max_workers", 1)
    results = Shoot(resources.store, resources.workers, listen, at_once=cores).shoot(craft, orders, upstream)
    if asset == SHOT_ASSETS[-1]:
        for film, plan in plans.items():
            report_cut(context.instance, resources.store, film, plan)
    return results


def _order(store: Any, crew: Crew, key: str, plans: dict[str, MoviePlan]) -> ShotOrder:
    film, shot_id = split_shot_key(key)
    if film not in plans:
        plans[film] = film_plan(store, film)
    for shot in plans[film].shots:
        if shot.id == shot_id:
            return crew.order(film, plans[film], shot)
    known = ", ".join(shot.id for shot in plans[film].shots)
    raise InputError(
        f"film {film} has no shot {shot_id}: it has {known}; materialize movie_plan for {film} if you edited it"
    )


def _metadata(result: Result) -> dict[str, Any]:
    return {} if result.artifact is None else artifact_metadata(result.artifact, reused=result.outcome == "reused")


def _keep_finished(context: dg.AssetExecutionContext, asset: str, results: Mapping[str, Result]) -> None:
    """Record the finished shots one by one: a step that raises records none of its partitions."""
    for key, result in results.items():
        if result.artifact is not None:
            tags = {DATA_VERSION_TAG: result.artifact.content_hash, DATA_VERSION_IS_USER_PROVIDED_TAG: "true"}
            context.log_event(dg.AssetMaterialization(asset, partition=key, tags=tags, metadata=_metadata(result)))


def _joined_version(artifacts: Artifacts) -> str:
    """The content hash of one artifact; of many, a hash over all (Dagster gives them one version)."""
    hashes = [artifact.content_hash for artifact in artifacts.values()]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


shot_assets = [shot_asset(asset) for asset in SHOT_ASSETS]
