"""Dagster resources: thin, frozen, configured handles; what has state is a plain object that they make.

What belongs here: the store, the workers, one backend for each craft, the profile, the listener. What does not:
any backend's code. No weights are loaded here: backends load when first used.
https://docs.dagster.io/guides/build/external-resources
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import ConfigDict, Field

from sparkle_motion_dagster.backends.profile import Choice, Craft, Profile
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.crafts.result import silent
from sparkle_motion_dagster.crafts.workers import Workers, workers
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs, sign
from sparkle_motion_dagster.store.store import ArtifactStore


class Resource(dg.ConfigurableResource):
    """Base of our resources: a misspelt setting is an error (Dagster's own base ignores it)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreResource(Resource):
    """The artifact store."""

    location: str = Field(description="A folder, or s3://bucket/prefix.")

    def create_resource(self, context: dg.InitResourceContext) -> ArtifactStore:
        """Open it. Every run opens it before its first step: the run is signed here, and dead runs' pools are freed."""
        if context.instance is not None and context.dagster_run is not None:
            sign(context.instance, context.dagster_run)
            fail_dead_runs(context.instance)
        return ArtifactStore.open(self.location)


class BackendResource(Resource):
    """What makes one craft, as the profile names it."""

    craft: str = Field(description="speech, images, video, lipsync or inspection.")
    backend: str = Field(description="Name in the registry of backends.")
    settings: dict[str, Any] = Field(default_factory=dict, description="Settings of that backend.")
    profile: str = Field(description="Profile that chose it, for error messages.")

    def create_resource(self, context: dg.InitResourceContext) -> Any:
        """Build the backend; its models load at the first call."""
        del context  # Dagster's hook signature
        craft: Craft = self.craft  # type: ignore[assignment]
        return build_choice(craft, Choice(backend=self.backend, settings=self.settings), f"profile {self.profile}")


class WorkersResource(Resource):
    """Processes for work on the CPU, for the length of a run."""

    cores: int = Field(gt=0, description="How many.")

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workers]:
        """Start lazily. Steps kill them when they are interrupted (`ended_by_interrupts`): Dagster tells no resource of it."""
        del context  # Dagster's hook signature
        with workers(self.cores) as pool:
            yield pool


def resources_of(profile: Profile, store: str, films: Path, cores: int) -> dict[str, Any]:
    """All resources by key. The plain values among them (profile, films folder, listener) are fixed at load."""
    backends: dict[str, Any] = {
        craft: BackendResource(craft=craft, backend=choice.backend, settings=choice.settings, profile=profile.name)
        for craft, choice in profile.crafts.items()
    }
    return {
        "store": StoreResource(location=store),
        "workers": WorkersResource(cores=cores),
        "profile": dg.ResourceDefinition.hardcoded_resource(profile),
        "films_folder": dg.ResourceDefinition.hardcoded_resource(films),
        "listener": dg.ResourceDefinition.hardcoded_resource(silent),
        **backends,
    }
