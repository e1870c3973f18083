"""The Dagster runs that make a film: its plan, its stale shots, the cut.

What belongs here: which runs are needed and in what order, and what is said of one that failed. What does not: the assets,
whether there is anything to do (`crafts/work.py`). Each is an ordinary run on the studio's instance, so the UI shows what
the command line did.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import dagster as dg

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.gates import check_gate, plan_approval_needed, stills_approval_needed
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.state import FilmState, film_state
from sparkle_motion_dagster.crafts.tally import Tally
from sparkle_motion_dagster.crafts.work import Work
from sparkle_motion_dagster.crafts.workers import Workers
from sparkle_motion_dagster.errors import ArtifactCorruptError, ShotsFailedError, SparkleError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import STILLS
from sparkle_motion_dagster.graph.assets.film import HOLDS_FILM_TAG
from sparkle_motion_dagster.graph.bridge import report_shots
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.interrupts import heeding_interrupts
from sparkle_motion_dagster.graph.partitions import contiguous, sync_shots
from sparkle_motion_dagster.graph.restored_view import restore_view
from sparkle_motion_dagster.graph.worked_by import fail_dead_runs, signature
from sparkle_motion_dagster.settings import Settings
from sparkle_motion_dagster.store.store import ArtifactStore

_RANGE_START = "dagster/asset_partition_range_start"
_RANGE_END = "dagster/asset_partition_range_end"
_OURS = "sparkle_motion_dagster.errors."
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@contextmanager
def opened_for(
    film: str, settings: Settings, profile: Profile, store: ArtifactStore, instance: dg.DagsterInstance | None
) -> Iterator[dg.DagsterInstance]:
    """The instance (None: the studio's own), with its dead runs told of as failed and the film as the store knows it."""
    with (
        studio_instance(settings.dagster_home, prints_here=True)
        if instance is None
        else nullcontext(instance) as opened
    ):
        fail_dead_runs(opened)
        restore_view(opened, store, profile, film)
        yield opened


@dataclass(frozen=True)
class FilmRuns:
    """Runs for one film on a Dagster instance, in this process."""

    settings: Settings
    profile: Profile
    crew: Crew
    store: ArtifactStore
    instance: dg.DagsterInstance
    pool: Workers
    tally: Tally

    def make(self, film: str, work: Work) -> None:
        """Plan, shoot and cut: what is stale of each.

        Raises:
            ShotsFailedError: some shots failed; the others are finished and kept.
            ApprovalNeededError: a person has to decide about a shot before the film can go on.
            ArtifactCorruptError: a file was damaged; it is in quarantine.
            SparkleError: a run failed otherwise.
            KeyboardInterrupt: Ctrl-C, or another request to end (`interrupts.py`).
        """
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
        state = film_state(self.store, self.crew, film, plan)
        if unread := state.asking_shots("plan"):
            raise plan_approval_needed(film, unread)
        if unseen := state.asking_shots("stills"):
            raise stills_approval_needed(film, unseen)
        check_gate(self.store, self.profile, film, plan)
        self._run(defs, "cut_film", [MOVIE_ASSET], (film,))

    def _shots(self, defs: dg.Definitions, film: str, plan: MoviePlan, voice: Future[None] | None) -> None:
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
            for run, assets in self._shot_runs(state, film, todo):
                if voice is not None and "dialogue_audio" in assets:
                    wait([voice])
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

    def _shot_runs(self, state: FilmState, film: str, todo: Sequence[str]) -> Iterator[tuple[Sequence[str], list[str]]]:
        """Runs of neighbouring shots and the assets of each. Where stills are shown to a person, no further than those."""
        known = self.instance.get_dynamic_partitions("shots")
        shown = {shot_key(film, c.shot) for c in state.cells if c.shot and c.asset == STILLS and c.status != "fresh"}
        held_back = shown if self.profile.gates.stills else set()
        for keys, last in ((set(todo) - held_back, None), (set(todo) & held_back, STILLS)):
            for run in contiguous([key for key in todo if key in keys], known):
                assets = _stale_assets(state, run, film)
                yield run, [a for a in assets if last is None or SHOT_ASSETS.index(a) <= SHOT_ASSETS.index(last)]

    def _run(
        self, defs: dg.Definitions, job: str, assets: Sequence[str], keys: Sequence[str], may_fail: bool = False
    ) -> None:
        span = {} if len(keys) == 1 else {_RANGE_START: keys[0], _RANGE_END: keys[-1]}
        tags = {**span, HOLDS_FILM_TAG: str(os.getpid()), **signature()}
        with heeding_interrupts():
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
