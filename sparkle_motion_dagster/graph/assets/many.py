"""One step over many partitions: all that can be made is made and recorded, then the step fails naming the rest.

What belongs here: turning results by partition into what Dagster records. What does not: making them.
"""

import hashlib
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_IS_USER_PROVIDED_TAG, DATA_VERSION_TAG

from sparkle_motion_dagster.errors import SparkleError
from sparkle_motion_dagster.graph.partitions import check_range
from sparkle_motion_dagster.store.artifact import Artifact

Made = tuple[Artifact, dict[str, Any]]
"""A partition's artifact, and the metadata of its materialization."""


def many_asset(**settings: Any) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """`dg.asset` for an asset that takes any number of partitions in one run: a range, a backfill.

    Dagster calls `backfill_policy` beta and says so for each asset; Dagster is pinned, and tests run ranges.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        return dg.asset(backfill_policy=dg.BackfillPolicy.single_run(), **settings)


def made_each(
    context: dg.AssetExecutionContext, asset: str, make: Callable[[str], Made]
) -> dg.MaterializeResult[dict[str, Artifact]]:
    """Make every partition of the step. Of one partition, the error is raised as it is."""
    keys = list(context.partition_keys)  # once: each access asks the database
    check_range(keys)
    if len(keys) == 1:
        artifact, metadata = make(keys[0])
        return materialized({keys[0]: artifact}, metadata)
    made: dict[str, Made] = {}
    faults: dict[str, str] = {}
    for key in keys:
        try:
            made[key] = make(key)
        except (SparkleError, dg.Failure) as error:
            faults[key] = (error.description if isinstance(error, dg.Failure) else None) or str(error)
    if faults:
        keep_finished(context, asset, made)
        listed = "\n".join(f"{key}: {fault}" for key, fault in faults.items())
        raise dg.Failure(
            f"{asset}: {len(faults)} of {len(keys)} failed; the others are kept\n{listed}", allow_retries=False
        )
    for key, (_, metadata) in made.items():
        context.add_asset_metadata(metadata, partition_key=key)
    return materialized({key: artifact for key, (artifact, _) in made.items()})


def materialized(
    artifacts: dict[str, Artifact], metadata: Mapping[str, Any] | None = None
) -> dg.MaterializeResult[dict[str, Artifact]]:
    """The step's result: its data version is the content hash of one artifact; of many, a hash over all.

    Dagster gives all partitions of a step one version; what is recorded is each partition's own (`own_versions.py`).
    """
    hashes = [artifact.content_hash for artifact in artifacts.values()]
    version = hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()
    return dg.MaterializeResult(value=artifacts, data_version=dg.DataVersion(version), metadata=dict(metadata or {}))


def keep_finished(context: dg.AssetExecutionContext, asset: str, made: Mapping[str, Made]) -> None:
    """Record the finished partitions one by one: a step that raises records none of them."""
    for key, (artifact, metadata) in made.items():
        tags = {DATA_VERSION_TAG: artifact.content_hash, DATA_VERSION_IS_USER_PROVIDED_TAG: "true"}
        context.log_event(dg.AssetMaterialization(asset, partition=key, tags=tags, metadata=metadata))
