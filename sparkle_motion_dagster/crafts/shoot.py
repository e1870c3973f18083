"""Shooting: make what is not made yet, keep each thing the moment it is finished, go on when one fails.

What belongs here: asking the store, running crafts in processes, adopting results. What does not: the crafts,
Dagster. The graph's assets and a plain script call the same function.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from sparkle_motion_dagster.crafts.craft import Craft, Made, Material, ShotOrder
from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ArtifactMissingError,
    BackendError,
    LockBusyError,
    SparkleError,
    StoreError,
)
from sparkle_motion_dagster.film.recipe import Recipe, differences
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

Outcome = Literal["succeeded", "reused", "failed"]


@dataclass(frozen=True)
class Result:
    """What became of one shot in one craft."""

    key: str
    outcome: Outcome
    reason: str
    artifact: Artifact | None = None
    error: SparkleError | None = None
    seconds: float = 0.0


Listener = Callable[[str, Result, int, int], None]
"""(asset, result, done, total): called in the calling thread after each shot."""


def silent(asset: str, result: Result, done: int, total: int) -> None:
    """A listener that says nothing."""


def material(artifact: Artifact) -> Material:
    """An artifact as the next craft sees it; its files are verified against their hashes."""
    return Material(artifact.content_hash, {role: artifact.path(role) for role in artifact.files}, artifact.facts)


def why(store: ArtifactStore, recipe: Recipe) -> str:
    """Why this recipe must be made: what differs from what the key holds now."""
    held = store.head(recipe.asset, recipe.key)
    if held is None:
        return "not made before"
    return "; ".join(differences(dict(recipe.inputs), dict(held.inputs))) or "its files were lost"


def _materials(craft: Craft, order: ShotOrder, upstream: Mapping[str, Mapping[str, Artifact]]) -> dict[str, Material]:
    found = {}
    for asset in craft.needs:
        artifact = upstream[asset].get(order.key)
        if artifact is None:
            raise ArtifactMissingError(
                f"{order.film} {order.shot.id}: {craft.asset} needs {asset}, which is not made yet; "
                f"materialize {asset} for {order.key} first"
            )
        try:
            found[asset] = material(artifact)
        except ArtifactCorruptError as error:
            raise ArtifactCorruptError(f"{order.film} {order.shot.id}: {asset}: {error}; make it again") from error
    return found


class _Makes(Protocol):
    def make(self, folder: Path) -> Made: ...


@dataclass(frozen=True)
class _ShotCall:
    craft: Craft
    order: ShotOrder
    materials: Mapping[str, Material]

    def make(self, folder: Path) -> Made:
        return self.craft.make(self.order, self.materials, folder)


@dataclass
class _Job:
    recipe: Recipe
    call: _Makes
    film: str
    shot: str
    owner: str
    """Key of the shot the result belongs to."""


def _timed(call: _Makes, folder: Path) -> tuple[Made, float]:
    started = time.perf_counter()
    return call.make(folder), time.perf_counter() - started


@dataclass
class Shoot:
    """One run's means: where things are kept, who works, who listens."""

    store: ArtifactStore
    pool: ProcessPoolExecutor | None
    """None: work is done in the calling process, one at a time."""
    listen: Listener = silent
    at_once: int = 2
    reused: dict[str, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    def shoot(
        self, craft: Craft, orders: Iterable[ShotOrder], upstream: Mapping[str, Mapping[str, Artifact]] | None = None
    ) -> dict[str, Result]:
        """Make the craft's asset for every order; results by shot key, failures included.

        Args:
            craft: what to make.
            orders: for which shots.
            upstream: artifacts it is made from, by asset and shot key; None: what the store holds for the shots.
        """
        orders = list(orders)
        if upstream is None:
            keys = [order.key for order in orders]
            upstream = {asset: self.store.heads(asset, keys) for asset in craft.needs}
        results: dict[str, Result] = {}
        spoken = self._parts(craft, orders)
        jobs: list[_Job] = []
        done = 0
        for order in orders:
            try:
                failure = spoken.failures.get(order.key)
                if failure is not None:
                    raise failure
                materials = _materials(craft, order, upstream) | spoken.materials.get(order.key, {})
                recipe = craft.recipe(order, materials)
                call = _ShotCall(craft, order, materials)
                jobs.append(_Job(recipe, call, order.film, order.shot.id, order.key))
            except SparkleError as error:
                results[order.key] = Result(order.key, "failed", str(error), error=error)
                done += 1
                self.listen(craft.asset, results[order.key], done, len(orders))
        for result in self._run(craft, jobs):
            results[result.key] = result
            done += 1
            self.listen(craft.asset, result, done, len(orders))
        return results

    def _parts(self, craft: Craft, orders: list[ShotOrder]) -> "_Parts":
        """All lines of all shots first: they are many and even, so both cores stay busy."""
        jobs = []
        gathered = _Parts()
        for order in orders:
            try:
                for part in craft.parts(order):
                    jobs.append(_Job(part.recipe, part, order.film, order.shot.id, order.key))
            except SparkleError as error:
                gathered.failures[order.key] = error
        owners = {job.recipe.key: job.owner for job in jobs}
        for result in self._run(craft, [_Job(j.recipe, j.call, j.film, j.shot, j.recipe.key) for j in jobs]):
            owner = owners[result.key]
            if result.artifact is None:
                gathered.failures[owner] = result.error or SparkleError(result.reason)
            else:
                gathered.materials.setdefault(owner, {})[result.key] = material(result.artifact)
        return gathered

    def _run(self, craft: Craft, jobs: list[_Job]) -> Iterable[Result]:
        """Results as they come. Equal recipes are made once; another process's work is waited for, not repeated."""
        waiting = list(jobs)
        flying: dict[Future[tuple[Made, float]], _Flight] = {}
        limit = min(self.at_once, craft.workers or self.at_once) if self.pool else 1
        try:
            while waiting or flying:
                started = self._start(waiting, flying, limit)
                yield from started
                if not flying:
                    if waiting and not started:
                        time.sleep(0.1)  # every recipe left is being made by another process
                    continue
                finished, _ = wait(flying, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in finished:
                    flight = flying.pop(future)
                    with flight.held:
                        yield self._adopt(craft, flight, future)
        finally:
            for flight in flying.values():
                flight.held.close()

    def _start(
        self, waiting: list[_Job], flying: "dict[Future[tuple[Made, float]], _Flight]", limit: int
    ) -> list[Result]:
        results = []
        for job in list(waiting):
            if len(flying) >= limit:
                break
            found = self._reuse(job)
            if found is not None:
                waiting.remove(job)
                results.append(found)
                continue
            held = ExitStack()
            try:
                held.enter_context(self.store.recipe_lock(job.recipe, timeout_s=0))
            except LockBusyError:
                continue
            found = self._reuse(job)  # finished by another process between the look and the lock
            if found is not None:
                held.close()
                waiting.remove(job)
                results.append(found)
                continue
            folder = held.enter_context(self.store.workbench())
            waiting.remove(job)
            flying[self._submit(job.call, folder)] = _Flight(job, held, why(self.store, job.recipe))
        return results

    def _submit(self, call: _Makes, folder: Path) -> Future[tuple[Made, float]]:
        if self.pool is not None:
            return self.pool.submit(_timed, call, folder)
        future: Future[tuple[Made, float]] = Future()
        try:
            future.set_result(_timed(call, folder))
        except SparkleError as error:
            future.set_exception(error)
        return future

    def _reuse(self, job: _Job) -> Result | None:
        artifact = self.store.find(job.recipe)
        if artifact is None:
            return None
        try:
            material(artifact)
        except ArtifactCorruptError:
            return None  # quarantined by the store: it is made again, and `why` says its files were lost
        self.store.point(job.recipe.asset, job.recipe.key, artifact)
        self.reused[job.recipe.asset] = self.reused.get(job.recipe.asset, 0) + 1
        return Result(job.owner, "reused", "unchanged", artifact)

    def _adopt(self, craft: Craft, flight: "_Flight", future: Future[tuple[Made, float]]) -> Result:
        job, reason = flight.job, flight.reason
        try:
            made, seconds = future.result()
            artifact = self.store.adopt(
                job.recipe,
                dict(made.files),
                made.facts | {"seconds": round(seconds, 3)},
                film=job.film,
                shot=job.shot,
                backend=craft.backend_name,
                draft=craft.draft,
                reason=reason,
            )
        except BrokenProcessPool as error:
            raise BackendError(
                f"{job.film} {job.shot}: {job.recipe.asset}: a worker process died (killed, or out of memory); "
                "everything finished is kept: run again, with fewer SPARKLE_CORES if memory is short"
            ) from error
        except SparkleError as error:
            named = type(error)(f"{job.film} {job.shot}: {job.recipe.asset}: {error}") if _plain(error) else error
            return Result(job.owner, "failed", str(named), error=named)
        except OSError as error:
            lost = StoreError(
                f"{job.film} {job.shot}: {job.recipe.asset}: {error.strerror}: free space or fix rights, and run again; "
                "everything finished is kept"
            )
            lost.__cause__ = error
            return Result(job.owner, "failed", str(lost), error=lost)
        except Exception as error:  # a fault of a backend in one shot must not stop the other shots
            fault = BackendError(f"{job.film} {job.shot}: {job.recipe.asset}: {craft.backend_name} failed: {error!r}")
            fault.__cause__ = error
            return Result(job.owner, "failed", str(fault), error=fault)
        self.made[job.recipe.asset] = self.made.get(job.recipe.asset, 0) + 1
        return Result(job.owner, "succeeded", reason, artifact, seconds=seconds)


def _plain(error: SparkleError) -> bool:
    """Whether the error is built from one message."""
    return error.args == (str(error),)


@dataclass(frozen=True)
class _Flight:
    """A call being made: what it holds (its recipe's lock, its folder) is freed when `held` closes."""

    job: _Job
    held: ExitStack
    reason: str


@dataclass
class _Parts:
    materials: dict[str, dict[str, Material]] = field(default_factory=dict)
    failures: dict[str, SparkleError] = field(default_factory=dict)
