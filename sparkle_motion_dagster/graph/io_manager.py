"""The one bridge between assets and the artifact store.

What belongs here: artifacts in, artifacts out, for one partition and for many alike. What does not: making or
adopting files (that happens as each shot is finished, so that nothing is lost when a run is killed).
https://docs.dagster.io/guides/build/io-managers
"""

import dagster as dg

from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

Artifacts = dict[str, Artifact]
"""Artifacts by partition key: one partition is a dict of one."""


class ArtifactIOManager(dg.IOManager):
    """Hands artifacts, with local verified paths, from asset to asset. No pickle, no bytes through Dagster."""

    def __init__(self, store: ArtifactStore):
        self.store = store

    def handle_output(self, context: dg.OutputContext, obj: Artifacts) -> None:
        """Check that every partition's artifact stands in the store. Raises StoreError naming what is missing."""
        asset = context.asset_key.path[-1]
        kept = self.store.heads(asset, obj)
        lost = [key for key in context.asset_partition_keys if key not in kept]
        if lost:
            raise StoreError(f"{asset}: no artifact in the store for {', '.join(lost[:10])}; materialize them again")

    def load_input(self, context: dg.InputContext) -> Artifacts:
        """What the store holds for the partitions asked; those not made yet are absent."""
        asset = context.asset_key.path[-1]
        return self.store.heads(asset, list(context.asset_partition_keys))


@dg.io_manager(required_resource_keys={"store"}, description="Artifacts by partition, in the artifact store.")
def artifact_io_manager(context: dg.InitResourceContext) -> ArtifactIOManager:
    """Dagster's factory for the IO manager."""
    return ArtifactIOManager(context.resources.store)
