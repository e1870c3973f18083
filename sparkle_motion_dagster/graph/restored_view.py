"""Dagster's view of a film, written anew from the store: when its databases were lost, or the studio was moved.

What belongs here: reporting what the store holds. What does not: making anything. The store is the truth; Dagster's
event log is a view of it (docs/graph.md), so it can be written again: partitions, versions, and a materialization of
each artifact that the film has now. Its old runs are gone.
"""

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_IS_USER_PROVIDED_TAG, DATA_VERSION_TAG

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import held_plan
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.graph.bridge import report_cut, report_shots
from sparkle_motion_dagster.graph.metadata import artifact_metadata
from sparkle_motion_dagster.graph.partitions import sync_shots
from sparkle_motion_dagster.graph.verdicts import ASSET as VERDICT_OF
from sparkle_motion_dagster.graph.verdicts import verdict_evaluation
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore


def restore_view(instance: dg.DagsterInstance, store: ArtifactStore, profile: Profile, film: str) -> int:
    """Tell Dagster of a film that it does not know and that the store holds; how many artifacts were reported.

    Nothing happens to a film that Dagster knows, or that was never planned. Raises StoreError, ArtifactCorruptError.
    """
    if film in instance.get_dynamic_partitions("films"):
        return 0
    plan = held_plan(store, film)
    if plan is None:
        return 0
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    reported = _report(instance, PLAN_ASSET, store.heads(PLAN_ASSET, [film]))
    sync_shots(instance, film, keys)
    report_shots(instance, store, film, plan)
    for asset in SHOT_ASSETS:
        reported += _report(instance, asset, store.heads(asset, keys))
    report_cut(instance, store, profile, film, plan)
    reported += _report(instance, MOVIE_ASSET, store.heads(MOVIE_ASSET, [film]))
    instance.add_dynamic_partitions("films", [film])  # last: until then it is not known
    return reported


def _report(instance: dg.DagsterInstance, asset: str, held: dict[str, Artifact]) -> int:
    for key, artifact in held.items():
        tags = {DATA_VERSION_TAG: artifact.content_hash, DATA_VERSION_IS_USER_PROVIDED_TAG: "true"}
        metadata = artifact_metadata(artifact, reused=True)
        instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition=key, tags=tags, metadata=metadata))
        if asset == VERDICT_OF:
            instance.report_runless_asset_event(verdict_evaluation(key, artifact))
    return len(held)
