"""How a film stands: what is fresh, stale, missing, failed and in work, against the brief as it is written now.

What belongs here: the state of the film (`state.py`) joined with that of its plan (`plan_state.py`), the failures that may
be so still (`open_failures.py`) and the locks of living processes. What does not: showing it (`cli/`), making anything.
Nothing is written; Dagster is not asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.open_failures import is_open, last_written, open_runs
from sparkle_motion_dagster.crafts.plan_state import films_planned, plan_held, plan_now
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.state import CellState, Gate, film_state
from sparkle_motion_dagster.crafts.verdicts import ShotVerdict, verdicts
from sparkle_motion_dagster.errors import SparkleError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.step import Status, StepRecord, StepStatus
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.failures import Failure, failures
from sparkle_motion_dagster.store.locks import film_maker, recipe_maker
from sparkle_motion_dagster.store.store import ArtifactStore


@dataclass(frozen=True)
class Cell:
    """One asset of one shot (or of the film: `shot` None), as a person sees it."""

    shot: str | None
    asset: str
    status: Status
    reasons: tuple[str, ...]
    """Why it is not fresh; what differs, in a writer's words; of a failure its message."""
    step: StepRecord | None
    """The last work on it; None if there was none."""
    waits: bool = False
    """Whether it is stale or missing only because what it is made from is."""
    locked: bool = False
    """Whether a person has locked it: fresh whatever changes, and `reasons` say what would differ."""
    asks: Gate | None = None
    """What a person has to decide before it may be made; of the plan, to mend the brief."""


@dataclass(frozen=True)
class Standing:
    """A whole film."""

    film: str
    title: str
    profile: str
    """The profile against which it is looked at."""
    plan: MoviePlan | None
    """As its brief is now; None if it was never planned and its brief is wrong."""
    cells: tuple[Cell, ...]
    """The plan first, then shot by shot in order of work, the movie last."""
    made_by: int | None
    """The living process that is making it now; 0 if its number is not known."""
    movie: Artifact | None
    """The movie there is, fresh or not."""
    verdicts: tuple[ShotVerdict, ...] = ()
    """Shots that QA rejects as they are now, made and fresh."""
    failed_runs: tuple[Failure, ...] = ()
    """Runs that failed as a whole since anything of the film was made, the latest last; none of a fresh film."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        """In film order."""
        return self.plan.shots if self.plan else ()

    @property
    def another_profile(self) -> str | None:
        """The name of the profile that made the movie there is, if it is another one and would make it anew."""
        made_with = self.movie.facts.get("profile") if self.movie else None
        return made_with if made_with != self.profile and not self.fresh else None

    @property
    def fresh(self) -> bool:
        """Nothing has to be made."""
        return all(cell.status == "fresh" for cell in self.cells)

    @property
    def worst(self) -> Status:
        """One status for the whole film."""
        if self.made_by is not None:
            return "running"
        if self.failed_runs:
            return "failed"
        order: tuple[Status, ...] = ("failed", "missing", "stale", "fresh", "running")
        return min((cell.status for cell in self.cells), key=order.index)

    @property
    def in_words(self) -> str:
        """The same for a person: "2 stale", and in one line why its plan or a run failed."""
        if self.made_by is not None:
            return "being made"
        if self.fresh:
            return "fresh"
        statuses = list(self.shot_statuses().values())
        told = [f"{statuses.count(s)} {s}" for s in ("failed", "stale", "missing") if s in statuses]
        of_film = self.of_shot(None)
        plan = of_film[PLAN_ASSET]
        if plan.status == "failed":
            told.append(f"plan failed: {_in_one_line('; '.join(plan.reasons))}")
        if not told:
            told = [
                "plan to be made"
                if all(c.status == "fresh" for c in self.cells if c is not plan)
                else "movie to be made"
            ]
        return ", ".join(told) + "".join(f"; {_in_one_line(run.message)}" for run in self.failed_runs[-1:])

    @property
    def can_go_on(self) -> bool:
        """Whether something can be made now, before a person has decided anything, or mended the brief."""
        if self.of_shot(None)[PLAN_ASSET].asks:
            return False
        return any(cell.status != "fresh" and not cell.waits and not cell.asks for cell in self.cells)

    def of_shot(self, shot: str | None) -> dict[str, Cell]:
        """A shot's cells (or the film's) by asset."""
        return self._by_shot.get(shot, {})

    @cached_property
    def _by_shot(self) -> dict[str | None, dict[str, Cell]]:
        found: dict[str | None, dict[str, Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.shot, {})[cell.asset] = cell
        return found

    def shot_statuses(self) -> dict[str, Status]:
        """Each shot by its worst: failed, running, missing, stale, fresh."""
        worst: dict[str, Status] = {}
        for cell in self.cells:
            if cell.shot is not None:
                worst[cell.shot] = min(worst.get(cell.shot, "fresh"), cell.status, key=_WORST_FIRST.index)
        return worst


_LONGEST_REASON = 100
"""Characters in a list of films."""
_WORST_FIRST: tuple[Status, ...] = ("failed", "running", "missing", "stale", "fresh")


def _in_one_line(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"


def films_of(store: ArtifactStore | None, films_folder: Path) -> tuple[str, ...]:
    """All films of a studio: those with a brief, and those that were planned once."""
    return tuple(sorted({*briefs_in(films_folder), *(films_planned(store) if store else ())}))


def standing_or_why(store: ArtifactStore, crew: Crew, films_folder: Path, film: str) -> Standing:
    """`standing`, for where films are looked at one after another: one that cannot be is shown as failed, with the reason."""
    try:
        return standing(store, crew, films_folder, film)
    except SparkleError as error:
        plan = Cell(None, PLAN_ASSET, "failed", (str(error),), None)
        return Standing(film, film, crew.profile.name, plan=None, cells=(plan,), made_by=None, movie=None)


def standing(store: ArtifactStore, crew: Crew, films_folder: Path, film: str) -> Standing:
    """How a film stands. Reads its brief, manifests, records of failures and locks; no artifact's bytes but the plan.

    Raises InputError naming the films there are, if there is no such film.
    """
    known = failures(store, film)
    made_by = film_maker(store.room / "locks", film)
    before, plan_before = plan_held(store, film)
    plan, plan_state = plan_now(store, crew, films_folder, film, before, plan_before)
    states = film_state(store, crew, film, plan).cells if plan else ()
    all_states = (plan_state, *_with_work(store, crew, film, plan, states))
    filed_at = last_written(briefs_in(films_folder).get(film, ()))
    failed = {(one.shot, one.asset): one for one in known if one.digest or is_open(one, all_states, filed_at)}
    cells = tuple(_cell(film, state, failed, made_by) for state in all_states)
    shown = plan or before
    return Standing(
        film=film,
        title=shown.title if shown else film,
        profile=crew.profile.name,
        plan=plan,
        cells=cells,
        made_by=made_by,
        movie=store.head(MOVIE_ASSET, film),
        verdicts=_verdicts(store, crew, film, plan, states) if plan else (),
        failed_runs=open_runs(known, all_states),
    )


def _verdicts(
    store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan, states: Iterable[CellState]
) -> tuple[ShotVerdict, ...]:
    """Of the shots that are made as they should be: of the others there will be another report."""
    held: dict[str, dict[str, Artifact]] = {asset: {} for asset in SHOT_ASSETS}
    stale = {state.shot for state in states if state.status != "fresh"}
    for state in states:
        if state.shot is not None and state.held is not None and state.shot not in stale:
            held[state.asset][shot_key(film, state.shot)] = state.held
    return verdicts(store, crew, film, plan, film_takes(store, film), held)


def _with_work(
    store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan | None, states: Iterable[CellState]
) -> Iterator[CellState]:
    """The states, with `running` where a living process holds the recipe or one of its parts."""
    locks = store.room / "locks"
    takes, own = film_takes(store, film), film_references(store, film)
    shots = {shot.id: shot for shot in plan.shots} if plan else {}
    for state in states:
        digests = [state.digest] if state.digest and state.status != "fresh" else []
        if plan and digests and state.shot is not None:
            order = crew.order(film, plan, shots[state.shot], takes.get(state.shot), own)
            parts = crew.crafts[state.asset].parts(order)
            digests += [part.recipe.digest for part in parts]
        worker = next((pid for pid in (recipe_maker(locks, digest) for digest in digests) if pid is not None), None)
        if worker is None:
            yield state
        else:
            by = f" by process {worker}" if worker else ""
            yield replace(state, status="running", reasons=(f"being made now{by}", *state.reasons))


def _cell(film: str, state: CellState, failed: Mapping[tuple[str | None, str], Failure], made_by: int | None) -> Cell:
    waits = state.status in ("stale", "missing") and state.digest is None and not state.asks
    failure = failed.get((state.shot, state.asset))
    tried = failure is not None and failure.digest in (None, state.digest)
    if failure is not None and tried and not waits and not state.asks and state.status in ("stale", "missing"):
        return Cell(state.shot, state.asset, "failed", (failure.message,), _failed_step(failure))
    status: Status = state.status
    step = _step(film, state, "queued" if made_by is not None and status in ("stale", "missing") else None)
    return Cell(state.shot, state.asset, status, state.reasons, step, waits, state.locked, state.asks)


def _failed_step(failure: Failure) -> StepRecord:
    return StepRecord(
        film=failure.film,
        shot=failure.shot,
        step=failure.asset,
        status="failed",
        end=failure.failed_at,
        attempts=failure.attempts,
        reason=failure.message,
        error_type=failure.error_type,
    )


def _step(film: str, state: CellState, in_hand: StepStatus | None) -> StepRecord | None:
    if state.status == "running":
        in_hand = "running"
    if in_hand is not None:
        return StepRecord(film=film, shot=state.shot, step=state.asset, status=in_hand)
    if state.status == "failed":
        return StepRecord(film=film, shot=state.shot, step=state.asset, status="failed", reason=state.reasons[0])
    made = state.held
    if made is None:
        return None
    seconds = made.facts.get("seconds")
    return StepRecord(
        film=film,
        shot=state.shot,
        step=state.asset,
        status="reused" if made.film != film else "succeeded",
        start=made.made_at - timedelta(seconds=seconds) if isinstance(seconds, int | float) else None,
        end=made.made_at,
        duration_s=seconds,
        model_id=made.backend,
        memory_mb=made.facts.get("memory_mb"),
        artifact=made.uri,
        reason=made.reason,
    )
