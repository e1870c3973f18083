"""Make a whole film, or what of it is stale, through the graph in this process.

What belongs here: which runs are needed and in what order. What does not: the assets, the terminal (`cli/`).
Everything is an ordinary Dagster run on the studio's instance, so the UI shows what the CLI did.
"""

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.registry import require_ready
from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.crafts.crew import BACKEND_OF, SHOT_ASSETS, Crew, gather
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.damage import put_aside_damage
from sparkle_motion_dagster.crafts.dialogue import Dialogue
from sparkle_motion_dagster.crafts.gates import approval_needed, check_gate
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import (
    Planned,
    check_brief,
    film_plan,
    held_plan,
    latest_plan,
    plan_file,
    plan_recipe,
)
from sparkle_motion_dagster.crafts.result import Listener, Result
from sparkle_motion_dagster.crafts.retaking import ask_for_takes
from sparkle_motion_dagster.crafts.screening import publish_film
from sparkle_motion_dagster.crafts.script_room import ScriptRoom
from sparkle_motion_dagster.crafts.state import FilmState, film_state
from sparkle_motion_dagster.crafts.verdicts import ShotVerdict, verdicts
from sparkle_motion_dagster.crafts.workers import get_ready, workers
from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ShotsFailedError,
    SparkleError,
    StoreError,
    UnwrittenError,
)
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.graph.assets.film import HOLDS_FILM_TAG
from sparkle_motion_dagster.graph.bridge import report_shots
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.partitions import contiguous, sync_shots
from sparkle_motion_dagster.graph.restored_view import restore_view
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs, signature
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

_RANGE_START = "dagster/asset_partition_range_start"
_RANGE_END = "dagster/asset_partition_range_end"
_OURS = "sparkle_motion_dagster.errors."
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass
class Tally:
    """What was made in this run, by asset; listens to the shoot."""

    forward: Listener
    made: dict[str, int] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    """Those of which something was made, by asset: of a shot there may be several takes in one run."""
    failures: dict[tuple[str, str], SparkleError] = field(default_factory=dict)

    def __call__(self, asset: str, result: Result, done: int, total: int) -> None:
        """Count, and pass on."""
        if result.outcome == "succeeded":
            self.made[asset] = self.made.get(asset, 0) + 1
            self.keys.setdefault(asset, set()).add(result.key)
        self.failures.pop((asset, result.key), None)
        if result.outcome == "failed":
            self.failures[asset, result.key] = result.error or SparkleError(result.reason)
        self.forward(asset, result, done, total)

    def underway(self, asset: str, key: str, share: float) -> None:
        """Pass on how far a call is, to a listener that wants to know."""
        tell = getattr(self.forward, "underway", None)
        if tell is not None:
            tell(asset, key, share)


@dataclass(frozen=True)
class Premiere:
    """A finished film and what it took."""

    film: str
    plan: MoviePlan
    plan_artifact: Artifact
    movie: Artifact
    screening: Path
    """Folder where a person finds the film."""
    made: dict[str, int]
    reused: dict[str, int]
    verdicts: tuple[ShotVerdict, ...] = ()
    """Shots that QA rejects as they are in it."""

    def check_decided(self) -> None:
        """Raises ApprovalNeededError if QA shows a shot of it to a person and nobody has decided: it is not finished."""
        waiting = [(one.shot, one.clip, one.reasons) for one in self.verdicts if one.waits_for_person]
        if waiting:
            raise approval_needed(self.film, waiting, f"the film is cut, and marked escalate: {self.screening}")


def file_brief(settings: Settings, film: str, source: Path) -> Path:
    """Put the brief where the studio keeps briefs: one file for each film, replaced as a whole."""
    target = settings.films / f"{film}{source.suffix.lower()}"
    try:
        if source.resolve() == target.resolve() or briefs_in(settings.films).get(film) == (source.absolute(),):
            return source
        settings.films.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        shutil.copyfile(source, fresh)
        fresh.replace(target)
        for other in briefs_in(settings.films).get(film, ()):
            if other != target:
                other.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{target}: the brief cannot be written: {error.strerror}; free space or fix rights"
        ) from error
    return target


def make_film(
    settings: Settings,
    profile: Profile,
    source: Path,
    film: str,
    listen: Listener,
    instance: dg.DagsterInstance | None = None,
) -> Premiere:
    """Plan, shoot and cut the film; nothing that is fresh is made again.

    Args:
        settings: where the studio is.
        profile: how films are made.
        source: the brief; it is put into the studio's films folder.
        film: film id.
        listen: told of every shot.
        instance: the Dagster instance to run on; None: the studio's own.

    Raises:
        BriefError: the brief is wrong; nothing has been written.
        FilmBusyError: another run is making this film.
        ShotsFailedError: some shots failed; the others are finished and kept.
        ApprovalNeededError: QA shows a shot to a person and the profile holds up the film for it; all shots are kept.
    """
    crew = gather(profile)
    check_brief(source, profile)  # a wrong brief is refused before anything is written
    store = ArtifactStore.open(settings.store)
    with store.film_lock(film):
        file_brief(settings, film, source)
        tally = Tally(listen)
        with workers(settings.cores) as pool:
            for again in (True, True, False):
                try:
                    work = _work(settings, profile, crew, store, pool, film, _planned(source, profile, store, film))
                    opened = studio_instance(settings.dagster_home) if instance is None else nullcontext(instance)
                    with opened as runs_on:
                        fail_dead_runs(runs_on)
                        restore_view(runs_on, store, profile, film)
                        if work is not None:
                            _Studio(settings, profile, crew, store, runs_on, pool, tally).make(film, work)
                    return premiere(settings, store, crew, film, tally)
                except ArtifactCorruptError:
                    if not again:
                        raise
                    put_aside_damage(store, film)  # what is in quarantine counts as missing: it is made again
    raise AssertionError("the last round returns or raises")


def _planned(source: Path, profile: Profile, store: ArtifactStore, film: str) -> Planned | None:
    """The plan as it is now; None if a language model has to write it first, which is the work of a run."""
    try:
        return plan_file(source, profile, latest_plan(store, film), ScriptRoom(store, film, may_ask=False))
    except UnwrittenError:
        return None


@dataclass(frozen=True)
class _Work:
    """What is to be done; known before Dagster's databases are opened, which takes as long as loading a voice."""

    replan: bool
    voice: Sequence[Future[None]]
    """Ended when the process that speaks an edit's line is ready to."""


def _work(
    settings: Settings,
    profile: Profile,
    crew: Crew,
    store: ArtifactStore,
    pool: ProcessPoolExecutor,
    film: str,
    planned: Planned | None,
) -> _Work | None:
    """None if nothing is to be made. Raises SparkleError if what has to make it is not ready here."""
    wanted, held = plan_recipe(film, planned) if planned else None, store.head(PLAN_ASSET, film)
    plan = held_plan(store, film)
    replan = plan is None or held is None or wanted is None or wanted.digest != held.digest
    stale = SHOT_ASSETS
    if plan is not None and not replan:
        # A run that was killed had its reports, and had not decided yet. Told of in the film's takes.
        ask_for_takes(store, crew, film, plan, holds_film=True)
        state = film_state(store, crew, film, plan)
        if state.fresh:
            return None
        stale = state.stale_assets()
    require_ready(profile, [BACKEND_OF[asset] for asset in stale], settings.profile)
    voices = crew.crafts["dialogue_audio"]
    same_words = replan and plan is not None and planned is not None and _words(plan) == _words(planned.plan)
    speaks = "dialogue_audio" in stale and not same_words
    if not speaks or not isinstance(voices, Dialogue):
        return _Work(replan, ())
    if plan is None:
        get_ready(pool, voices.backend, settings.cores, threads=1)
        return _Work(replan, ())
    # An edit's line is spoken on all cores, in the process that is ready for it.
    return _Work(replan, get_ready(pool, voices.backend, 1, threads=settings.cores))


def _words(plan: MoviePlan) -> tuple[object, ...]:
    """All that is said, and who says it: while it is the same, nothing is spoken again."""
    return plan.characters, *(shot.dialogue for shot in plan.shots if shot.dialogue)


@dataclass(frozen=True)
class _Studio:
    settings: Settings
    profile: Profile
    crew: Crew
    store: ArtifactStore
    instance: dg.DagsterInstance
    pool: ProcessPoolExecutor
    tally: Tally

    def make(self, film: str, work: _Work) -> None:
        defs = build_definitions(
            self.settings,
            self.profile,
            resource_overrides={
                "workers": dg.ResourceDefinition.hardcoded_resource(self.pool),
                "listener": dg.ResourceDefinition.hardcoded_resource(self.tally),
                "store": dg.ResourceDefinition.hardcoded_resource(self.store),
            },
        )
        self.instance.add_dynamic_partitions("films", [film])
        if work.replan:
            self._run(defs, "plan_film", [PLAN_ASSET], (film,))
            plan = film_plan(self.store, film)
            self.tally.made[PLAN_ASSET] = 1
        else:
            plan = film_plan(self.store, film)
            sync_shots(self.instance, film, [shot_key(film, shot.id) for shot in plan.shots])
            report_shots(self.instance, self.store, film, plan)
        self._shots(defs, film, plan, work.voice)
        check_gate(self.store, self.profile, film, plan)
        self._run(defs, "cut_film", [MOVIE_ASSET], (film,))

    def _shots(self, defs: dg.Definitions, film: str, plan: MoviePlan, voice: Sequence[Future[None]]) -> None:
        """Run what is stale; when shots fail, finish the others before saying so.

        The step that makes reports also writes down which takes QA asks for: they are stale in the next round.
        """
        given_up: set[str] = set()
        before: tuple[tuple[str | None, str, str | None], ...] = ()
        while True:
            state = film_state(self.store, self.crew, film, plan)
            todo = [key for key in (shot_key(film, shot) for shot in state.stale_shots()) if key not in given_up]
            unfinished = tuple((cell.shot, cell.asset, cell.digest) for cell in state.cells if cell.status != "fresh")
            if unfinished == before:
                given_up |= set(todo)  # the last run moved nothing: another would not either
            if not todo or unfinished == before:
                break
            before = unfinished
            for run in contiguous(todo, self.instance.get_dynamic_partitions("shots")):
                assets = _stale_assets(state, run, film)
                if "dialogue_audio" in assets:
                    wait(voice)
                self._run(defs, "make_shots", assets, run, may_fail=True)
            # a damaged file is in quarantine now and counts as missing: the next round makes it again
            given_up |= {
                key for (_, key), error in self.tally.failures.items() if not isinstance(error, ArtifactCorruptError)
            }
        if given_up:
            errors = list(dict.fromkeys(str(error) for error in self.tally.failures.values()))
            raise ShotsFailedError(
                f"film {film}: {len(given_up)} of {len(plan.shots)} shots could not be made; the others are kept\n"
                + "\n".join(errors)
            )

    def _run(
        self, defs: dg.Definitions, job: str, assets: Sequence[str], keys: Sequence[str], may_fail: bool = False
    ) -> None:
        span = {} if len(keys) == 1 else {_RANGE_START: keys[0], _RANGE_END: keys[-1]}
        tags = {**span, HOLDS_FILM_TAG: str(os.getpid()), **signature()}
        result = defs.resolve_job_def(job).execute_in_process(
            run_config=_QUIET,
            instance=self.instance,
            asset_selection=[dg.AssetKey(asset) for asset in assets],
            partition_key=keys[0] if len(keys) == 1 else None,
            tags=tags,
            raise_on_error=False,
        )
        if not result.success and not (may_fail and self.tally.failures):
            damaged = any(isinstance(error, ArtifactCorruptError) for error in self.tally.failures.values())
            kind = ArtifactCorruptError if damaged else SparkleError
            raise kind(f"{job} {', '.join(keys[:3])}: {_failure(result)}")


def _stale_assets(state: FilmState, keys: Sequence[str], film: str) -> list[str]:
    """The assets that any of these shots needs made, in order of work."""
    chosen = set(keys)
    stale = {c.asset for c in state.cells if c.shot and c.status != "fresh" and shot_key(film, c.shot) in chosen}
    return [asset for asset in SHOT_ASSETS if asset in stale]


def _failure(result: dg.ExecuteInProcessResult) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None and not error.message.startswith(_OURS):
                error = error.cause
            failed = event.step_failure_data.user_failure_data
            if failed is not None and failed.description:
                return failed.description
            if error is not None:
                return error.message.strip().removeprefix(_OURS)
    return "the Dagster run failed; see it in the UI"


def premiere(settings: Settings, store: ArtifactStore, crew: Crew, film: str, tally: Tally) -> Premiere:
    """The finished film as it stands in the store, with its readable tree brought up to date."""
    plan = film_plan(store, film)
    plan_artifact, movie = store.head(PLAN_ASSET, film), store.head(MOVIE_ASSET, film)
    if plan_artifact is None or movie is None:
        raise StoreError(f"film {film}: its movie is not in the store; run: sparkle make FILE --film {film}")
    totals = {PLAN_ASSET: 1, **{asset: len(plan.shots) for asset in SHOT_ASSETS}, MOVIE_ASSET: 1}
    fresh = {asset: len(tally.keys.get(asset, ())) for asset in totals} | {PLAN_ASSET: tally.made.get(PLAN_ASSET, 0)}
    publish_film(store, film, settings.screenings)
    takes = film_takes(store, film)
    return Premiere(
        film=film,
        plan=plan,
        plan_artifact=plan_artifact,
        movie=movie,
        screening=settings.screenings / film,
        made={asset: tally.made[asset] for asset in totals if tally.made.get(asset)},
        reused={asset: totals[asset] - count for asset, count in fresh.items() if totals[asset] > count},
        verdicts=verdicts(store, crew, film, plan, takes, held_shots(store, film, plan, takes)),
    )
