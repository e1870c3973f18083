"""The five assets of a shot, one step for as many shots as are asked for.

What belongs here: how Dagster runs a craft. What does not: the crafts (`crafts/`). A step over many shots makes
them with the models loaded once; a shot that fails does not stop the others.
https://docs.dagster.io/guides/build/assets
"""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.craft import ShotOrder
from sparkle_motion_dagster.crafts.crew import BACKEND_OF, SHOT_ASSETS, Crew, craft_for, gather
from sparkle_motion_dagster.crafts.final_mix import begin_mix
from sparkle_motion_dagster.crafts.locked import LOCKED
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.crafts.sightings import as_metadata, sight
from sparkle_motion_dagster.crafts.workers import ended_by_interrupts
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.cast import FilmReferences
from sparkle_motion_dagster.film.ids import split_shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import ShotTakes
from sparkle_motion_dagster.graph.assets.film import holds_film
from sparkle_motion_dagster.graph.assets.many import keep_finished, many_asset, materialized
from sparkle_motion_dagster.graph.automation import when_changed
from sparkle_motion_dagster.graph.bridge import report_cut
from sparkle_motion_dagster.graph.io_manager import Artifacts
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.graph.partitions import check_range, shots
from sparkle_motion_dagster.graph.pools import pool_of
from sparkle_motion_dagster.graph.retaking import TAKES_TAG, let_qa_ask
from sparkle_motion_dagster.graph.verdicts import verdict_evaluation, verdict_of_all, verdict_spec
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes

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
    "shot_images": "The shot's first and last frame. Neighbouring shots share the frame between them: it is made once.",
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


def shot_asset(asset: str, pool: str | None = None) -> dg.AssetsDefinition:
    """The Dagster asset of one craft; its step waits in `pool` if there is one."""

    @many_asset(
        name=asset,
        partitions_def=shots,
        ins={need: dg.AssetIn(need) for need in _NEEDS[asset]},
        deps=["shot_spec"],
        automation_condition=when_changed(),
        group_name="shots",
        kinds=_KINDS[asset],
        description=_DESCRIPTIONS[asset],
        check_specs=[verdict_spec()] if asset == "qa_report" else None,
        dagster_type=dg.Any,  # of an asset with checks Dagster reads no type from the annotation, and takes "nothing"
        code_version=CODE_VERSIONS[asset],
        owners=["team:directors"],
        tags={"sparkle/grain": "shot", "sparkle/craft": BACKEND_OF[asset]},
        pool=pool,
        io_manager_key="artifacts",
        required_resource_keys={"store", "workers", "profile", "listener", "recent_index", BACKEND_OF[asset]},
    )
    def shoot_asset(context: dg.AssetExecutionContext, **upstream: Artifacts) -> dg.MaterializeResult:
        keys = list(context.partition_keys)  # once: each access asks the database
        check_range(keys)
        results = _shoot(context, asset, keys, upstream)
        alike = _likenesses(context.resources, results)
        failed = {key: result for key, result in results.items() if result.artifact is None}
        artifacts = {key: result.artifact for key, result in results.items() if result.artifact is not None}
        told = {key: _metadata(results[key], artifact) | alike.get(key, {}) for key, artifact in artifacts.items()}
        if asset == "qa_report" and (failed or len(keys) > 1):
            for key, report in artifacts.items():
                context.log_event(verdict_evaluation(key, report))
        if failed:
            keep_finished(context, asset, {key: (artifact, told[key]) for key, artifact in artifacts.items()})
            listed = "\n".join(result.reason for result in failed.values())
            raise dg.Failure(
                f"{asset}: {len(failed)} of {len(keys)} shots failed; the others are kept\n{listed}",
                allow_retries=False,
            )
        if len(keys) > 1:
            for key, metadata in told.items():
                context.add_asset_metadata(metadata, partition_key=key)
        made = materialized(artifacts, told[keys[0]] if len(keys) == 1 else None)
        return made._replace(check_results=[verdict_of_all(artifacts)]) if asset == "qa_report" else made

    return shoot_asset


def _shoot(
    context: dg.AssetExecutionContext, asset: str, keys: list[str], upstream: Mapping[str, Artifacts]
) -> dict[str, Result]:
    resources = context.resources
    craft = craft_for(asset, getattr(resources, BACKEND_OF[asset]), resources.profile)
    plans: dict[str, MoviePlan] = {}
    decided: dict[str, tuple[dict[str, ShotTakes], FilmReferences]] = {}
    crew = Crew(resources.profile, {asset: craft})
    orders = [_order(resources.store, crew, key, plans, decided) for key in keys]

    def listen(name: str, result: Result, done: int, total: int) -> None:
        context.log.info(f"{name} {done}/{total} {result.key}: {result.outcome}: {result.reason}")
        resources.listener(name, result, done, total)

    cores = resources.workers.count if resources.workers else 1
    underway = getattr(resources.listener, "underway", None)
    shoot = Shoot(resources.store, resources.workers, listen, at_once=cores, underway=underway)
    with ended_by_interrupts(resources.workers):
        results = shoot.shoot(craft, orders, upstream)
    goes_on = context.run.asset_selection is None or dg.AssetKey("video_clips") in context.run.asset_selection
    if asset == "dialogue_audio" and goes_on and resources.workers is not None:
        for film, plan in plans.items():  # sound first: the mix needs no picture
            begin_mix(resources.store, resources.workers, film, plan, resources.profile)
    judged_again = context.run.asset_selection is None or dg.AssetKey(SHOT_ASSETS[-1]) in context.run.asset_selection
    if asset == SHOT_ASSETS[-1] or (asset == SHOT_ASSETS[-2] and not judged_again):  # a clip as it was has its report
        crew = gather(resources.profile)
        for film, plan in plans.items():
            here = [shot for of_film, shot in map(split_shot_key, keys) if of_film == film]
            asked = let_qa_ask(
                context.instance, resources.store, crew, film, plan,
                holds_film=holds_film(context.run), say=context.log.info, only=here,
            )  # fmt: skip
            if asked:
                context.instance.add_run_tags(context.run_id, {TAKES_TAG: "true"})
            report_cut(context.instance, resources.store, resources.profile, film, plan)
    return results


def _order(
    store: Any,
    crew: Crew,
    key: str,
    plans: dict[str, MoviePlan],
    decided: dict[str, tuple[dict[str, ShotTakes], FilmReferences]],
) -> ShotOrder:
    film, shot_id = split_shot_key(key)
    if film not in plans:
        plans[film] = film_plan(store, film)
        decided[film] = film_takes(store, film), film_references(store, film)
    takes, own = decided[film]
    for shot in plans[film].shots:
        if shot.id == shot_id:
            return crew.order(film, plans[film], shot, takes.get(shot_id), own)
    known = ", ".join(shot.id for shot in plans[film].shots)
    raise InputError(
        f"film {film} has no shot {shot_id}: it has {known}; materialize movie_plan for {film} if you edited it"
    )


def _likenesses(resources: Any, results: Mapping[str, Result]) -> dict[str, dict[str, Any]]:
    """Which new pictures look like those of other shots, by shot key; nothing unless the profile asks for it."""
    if not resources.profile.likenesses:
        return {}
    made = {key: x.artifact for key, x in results.items() if x.outcome == "succeeded" and x.artifact is not None}
    seen = {key: sight(resources.recent_index, resources.store, artifact) for key, artifact in made.items()}
    return {key: {"likenesses": dg.MetadataValue.json(listed)} for key, listed in as_metadata(seen).items()}


def _metadata(result: Result, artifact: Artifact) -> dict[str, Any]:
    metadata = artifact_metadata(artifact, reused=result.outcome == "reused")
    return metadata | ({"why": LOCKED} if result.reason == LOCKED else {})


def shot_assets_of(profile: Profile) -> list[dg.AssetsDefinition]:
    """The assets of a shot, in order of work; those whose backend runs on a device are in its pool."""
    return [shot_asset(asset, pool_of(BACKEND_OF[asset], profile.crafts[BACKEND_OF[asset]])) for asset in SHOT_ASSETS]
