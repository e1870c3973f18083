"""Dagster's daemon without its processes: its own sensor and condition evaluation, runs executed in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest import mock

import dagster as dg
from dagster._core.definitions.asset_daemon_cursor import AssetDaemonCursor

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts.result import Result
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.partitions import contiguous
from sparkle_motion_dagster.settings import load_settings

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
FILM_GRAIN = {"movie_plan", "final_movie"}


@dataclass
class Daemon:
    """Ticks of the daemon over a studio."""

    home: Path
    profile: str
    instance: dg.DagsterInstance
    launched: set[str] = field(default_factory=set)
    """Run keys, as the daemon remembers them."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    """What its runs have made (not reused), by asset."""
    sensor_cursor: str | None = None
    conditions_cursor: AssetDaemonCursor | None = None

    def __post_init__(self) -> None:
        self.settings = load_settings(self.home, self.profile)
        counting = {"listener": dg.ResourceDefinition.hardcoded_resource(self._count)}
        self.defs = build_definitions(self.settings, load_profile(self.profile), resource_overrides=counting)

    def _count(self, asset: str, result: Result, done: int, total: int) -> None:
        if result.outcome == "succeeded":
            self.made[asset] = self.made.get(asset, 0) + 1

    def sensor(self, name: str = "film_briefs") -> tuple[list[str], str | None]:
        """One tick of the briefs' sensor: films whose plan was run now, and what it says if it asks for nothing."""
        context = dg.build_sensor_context(
            self.instance, self.sensor_cursor, repository_def=self.defs.get_repository_def()
        )
        result = self.defs.get_repository_def().get_sensor_def(name)(context)
        if isinstance(result, dg.SkipReason):
            return [], result.skip_message
        self.sensor_cursor = result.cursor
        for request in result.dynamic_partitions_requests or []:
            self.instance.add_dynamic_partitions(request.partitions_def_name, list(request.partition_keys))
        planned = []
        for request in result.run_requests or []:
            assert request.run_key not in self.launched, "the daemon would drop this request"
            self.launched.add(request.run_key)
            planned.append(request.partition_key)
            self.run("plan_film", ["movie_plan"], (request.partition_key,), request.tags)
        skipped = result.skip_reason
        return planned, skipped.skip_message if isinstance(skipped, dg.SkipReason) else skipped

    def unfinished(self, cursor: str | None = None) -> tuple[list[str], str | None]:
        """One tick of the sensor of unfinished films: those it goes on with, which are not run here; its cursor."""
        repository = self.defs.get_repository_def()
        context = dg.build_sensor_context(self.instance, cursor, repository_def=repository)
        result = repository.get_sensor_def("unfinished_films")(context)
        return [request.partition_key for request in result.run_requests or []], result.cursor

    def conditions(self, execute: bool = True) -> dict[str, set[str]]:
        """One tick of the conditions: partitions requested now by asset; they are made unless `execute` is False."""
        with self._partitions_read_once():
            ticked = dg.evaluate_automation_conditions(self.defs, self.instance, cursor=self.conditions_cursor)
        self.conditions_cursor = ticked.cursor
        requested = {
            asset: set(ticked.get_requested_partitions(dg.AssetKey(asset)))
            for asset in (key.to_user_string() for key in self.defs.resolve_asset_graph().get_all_asset_keys())
        }
        requested = {asset: keys for asset, keys in requested.items() if keys}
        if execute:
            for film in sorted(requested.get("final_movie", set())):
                self.run("cut_film", ["final_movie"], (film,))
            self._shots({asset: keys for asset, keys in requested.items() if asset not in FILM_GRAIN})
        return requested

    @contextmanager
    def _partitions_read_once(self) -> Iterator[None]:
        """As the daemon does in a tick: Dagster's tester of conditions asks the database some hundred times instead."""
        with mock.patch.object(self.instance, "get_dynamic_partitions", cache(self.instance.get_dynamic_partitions)):
            yield

    def _shots(self, requested: dict[str, set[str]]) -> None:
        by_assets: dict[tuple[str, ...], list[str]] = {}
        for key in sorted(set().union(*requested.values())):
            wanted = tuple(asset for asset, keys in requested.items() if key in keys)
            by_assets.setdefault(wanted, []).append(key)
        for assets, keys in by_assets.items():
            for span in contiguous(keys, self.instance.get_dynamic_partitions("shots")):
                self.run("make_shots", list(assets), span)

    def run(self, job: str, assets: list[str], keys: tuple[str, ...], tags: dict[str, str] | None = None) -> None:
        """One run, as the launcher would start it."""
        span = {"dagster/asset_partition_range_start": keys[0], "dagster/asset_partition_range_end": keys[-1]}
        result = self.defs.resolve_job_def(job).execute_in_process(
            run_config=QUIET,
            instance=self.instance,
            asset_selection=[dg.AssetKey(asset) for asset in assets] or None,
            partition_key=keys[0] if len(keys) == 1 else None,
            tags={**(tags or {}), **(span if len(keys) > 1 else {})},
            raise_on_error=False,
        )
        if not result.success:
            self.failed.append((job, result.run_id))

    def settle(self, most: int = 8) -> list[dict[str, set[str]]]:
        """Tick the conditions until nothing is requested; what each tick requested."""
        ticks = []
        for _ in range(most):
            requested = self.conditions()
            if not requested:
                return ticks
            ticks.append(requested)
        raise AssertionError(f"the conditions go on and on: {ticks}")
