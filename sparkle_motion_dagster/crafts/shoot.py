"""Shooting: make what is not made yet, keep each thing the moment it is finished, go on when one fails.

What belongs here: asking the store, running crafts in processes, adopting results. What does not: the crafts,
Dagster. The graph's assets and a plain script call the same function.
"""

import os
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from sparkle_motion_dagster.backends.progress import read_progress
from sparkle_motion_dagster.crafts.craft import Craft, Made, Material, ShotOrder
from sparkle_motion_dagster.crafts.gates import check_shown, plan_waits, plan_waits_error
from sparkle_motion_dagster.crafts.ledger import Ledger
from sparkle_motion_dagster.crafts.locked import LOCKED, check_lock, locked_artifacts, take_facts
from sparkle_motion_dagster.crafts.result import Listener, Result, silent
from sparkle_motion_dagster.crafts.sizes import Size, planned_frames, shot_size
from sparkle_motion_dagster.crafts.workers import Workers, workers
from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ArtifactMissingError,
    BackendError,
    LockBusyError,
    RoleMovedError,
    SparkleError,
    StoreError,
)
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.wording import in_words
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore


def material(artifact: Artifact) -> Material:
    """An artifact as the next craft sees it; its files are verified against their hashes."""
    return Material(artifact.content_hash, {role: artifact.path(role) for role in artifact.files}, artifact.facts)


def why(store: ArtifactStore, recipe: Recipe) -> str:
    """Why this recipe must be made: what differs from what the key holds now."""
    held = store.head(recipe.asset, recipe.key)
    if held is None:
        return "not made before"
    return "; ".join(in_words(recipe.inputs, held.inputs)) or "its files were lost"


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


def _frames(order: ShotOrder, materials: Mapping[str, Material]) -> int:
    spoken = materials.get("dialogue_audio")
    return int(spoken.facts["frames"]) if spoken else planned_frames(order)


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
    speaks: bool
    """Whether anybody speaks in it: voices and ears are loaded only then."""
    size: Size
    """How large the work is: noted beside its seconds, so that `sparkle estimate` can learn from both."""
    told: Mapping[str, object] = field(default_factory=dict)
    """Facts of the order: which take it is."""


_met: set[tuple[str, bool]] = set()
"""Kinds of work that this process has done: the first call of a kind loads what the later ones find loaded."""


def _timed(call: _Makes, folder: Path, kind: tuple[str, bool]) -> tuple[Made, float]:
    """What was made, its cost among its facts; and its seconds."""
    started, cpu_started = time.perf_counter(), sum(os.times()[:4])
    made = call.make(folder)
    seconds, cpu_seconds = time.perf_counter() - started, sum(os.times()[:4]) - cpu_started
    cost = {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu_seconds, 3),
        "first_call": kind not in _met,
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),  # the process, models and all
    }
    _met.add(kind)
    return replace(made, facts=made.facts | cost), seconds


@dataclass
class Shoot:
    """One run's means: where things are kept, who works, who listens."""

    store: ArtifactStore
    pool: Workers | None
    """None: work is done in the calling process, one at a time. A craft that says how many `workers` it takes (a model on
    a device takes one) gets processes of its own, for the whole stage and no longer."""
    listen: Listener = silent
    at_once: int = 2
    underway: Callable[[str, str, float], None] | None = None
    """(asset, shot key, share done 0 to 1): told about twice a second of calls that say how far they are."""
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
        if self.pool is not None and self.pool.shared and craft.workers is not None:
            with workers(craft.workers, shared=False) as own:
                return replace(self, pool=own, at_once=craft.workers).shoot(craft, orders, upstream)
        if upstream is None:
            keys = [order.key for order in orders]
            upstream = {asset: self.store.heads(asset, keys) for asset in craft.needs}
        results: dict[str, Result] = {}
        ledger = Ledger.open(self.store, craft.asset, orders)
        jobs: list[_Job] = []
        done, total = 0, len(orders)
        for key, kept in locked_artifacts(self.store, craft.asset, orders).items():
            results[key] = Result(key, "reused", LOCKED, kept)
            ledger.note(results[key], None)
            done += 1
            self.listen(craft.asset, results[key], done, total)
        orders = [order for order in orders if order.key not in results]
        spoken = self._parts(craft, orders)
        for order in orders:
            digest = None
            try:
                materials = _materials(craft, order, upstream) | spoken.materials.get(order.key, {})
                recipe = craft.recipe(order, materials)
                digest = recipe.digest
                check_lock(order, craft.asset, digest)
                check_shown(self.store, order, recipe, materials)
                failure = spoken.failures.get(order.key)
                if failure is not None:
                    raise failure
                call = _ShotCall(craft, order, materials)
                size = shot_size(order, _frames(order, materials))
                speaks = bool(order.shot.dialogue)
                told = take_facts(order, craft.asset)
                jobs.append(_Job(recipe, call, order.film, order.shot.id, order.key, speaks, size, told))
            except SparkleError as error:
                results[order.key] = Result(order.key, "failed", str(error), error=error)
                ledger.note(results[order.key], digest)
                done += 1
                self.listen(craft.asset, results[order.key], done, total)
        wanted = {job.owner: job.recipe.digest for job in jobs}
        for result in self._run(craft, jobs):
            results[result.key] = result
            ledger.note(result, wanted[result.key])
            done += 1
            self.listen(craft.asset, result, done, total)
        return results

    def _parts(self, craft: Craft, orders: list[ShotOrder], recastings: int = 4) -> "_Parts":
        """All lines of all shots first: they are many and even, so both cores stay busy."""
        jobs = []
        gathered = _Parts()
        owners: dict[str, list[str]] = {}
        """By part: a line is of one shot, a character's sheet of many."""
        for order in orders:
            try:
                waits = plan_waits(order)
                for part in craft.parts(order):
                    if waits and self.store.find(part.recipe) is None:
                        raise plan_waits_error(order)
                    sharing = owners.setdefault(part.name, [])
                    if not sharing:
                        jobs.append(_Job(part.recipe, part, order.film, order.shot.id, part.name, True, part.size))
                    sharing.append(order.key)
            except SparkleError as error:
                gathered.failures[order.key] = error
        for result in self._run(craft, jobs):
            for owner in owners[result.key]:
                if result.artifact is None:
                    gathered.failures[owner] = result.error or SparkleError(result.reason)
                else:
                    gathered.materials.setdefault(owner, {})[result.key] = material(result.artifact)
        if recastings and any(isinstance(failure, RoleMovedError) for failure in gathered.failures.values()):
            return self._parts(craft, orders, recastings - 1)  # its other lines too: a role keeps one voice
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
                self._tell_progress(craft, flying)
                for future in finished:
                    flight = flying.pop(future)
                    with flight.held:
                        yield self._adopt(craft, flight, future)
        finally:
            for flight in flying.values():
                flight.held.close()

    def _tell_progress(self, craft: Craft, flying: "dict[Future[tuple[Made, float]], _Flight]") -> None:
        for flight in flying.values() if self.underway else ():
            share = read_progress(flight.folder)
            if share is not None and self.underway:
                self.underway(craft.asset, flight.job.owner, share)

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
            flying[self._submit(job, folder)] = _Flight(job, held, why(self.store, job.recipe), folder)
        return results

    def _submit(self, job: _Job, folder: Path) -> Future[tuple[Made, float]]:
        kind = (job.recipe.asset, job.speaks)
        future: Future[tuple[Made, float]] = Future()
        try:
            if self.pool is not None:
                return self.pool.submit(_timed, job.call, folder, kind)
            future.set_result(_timed(job.call, folder, kind))
        except (SparkleError, BrokenProcessPool) as error:
            future.set_exception(error)
        return future

    def _reuse(self, job: _Job) -> Result | None:
        artifact = self.store.find(job.recipe)
        if artifact is None:
            return None
        try:
            material(artifact)
            self.store.point(job.recipe.asset, job.recipe.key, artifact)
        except (ArtifactCorruptError, ArtifactMissingError):
            return None  # in quarantine now, or swept by gc since the look: it is made again
        self.reused[job.recipe.asset] = self.reused.get(job.recipe.asset, 0) + 1
        return Result(job.owner, "reused", "unchanged", artifact)

    def _adopt(self, craft: Craft, flight: "_Flight", future: Future[tuple[Made, float]]) -> Result:
        job, reason = flight.job, flight.reason
        try:
            made, seconds = future.result()
            artifact = self.store.adopt(
                job.recipe,
                dict(made.files),
                made.facts | {"size": job.size, **job.told},
                film=job.film,
                shot=job.shot,
                backend=made.by or craft.backend_name,
                draft=craft.draft if made.draft is None else made.draft,
                reason=reason,
            )
        except BrokenProcessPool as error:
            fault = BackendError(
                f"{job.film} {job.shot}: {job.recipe.asset}: a worker process died (killed, or out of memory); "
                "everything finished is kept: run again, with fewer SPARKLE_CORES if memory is short"
            )
            fault.__cause__ = error  # the next shot gets a fresh process
            return Result(job.owner, "failed", str(fault), error=fault)
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
    folder: Path


@dataclass
class _Parts:
    materials: dict[str, dict[str, Material]] = field(default_factory=dict)
    failures: dict[str, SparkleError] = field(default_factory=dict)
