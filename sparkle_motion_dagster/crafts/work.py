"""What is to be done for a film, known from its brief and the store alone.

What belongs here: whether there is work, whether it can be done here, and the voice that loads meanwhile. What does not:
doing it (`graph/film_runs.py`), what is stale and why (`state.py`).
"""

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.registry import require_ready
from sparkle_motion_dagster.crafts.crew import BACKEND_OF, SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.dialogue import Dialogue
from sparkle_motion_dagster.crafts.locked import by_digest
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import Planned, held_plan, latest_plan, plan_file, plan_recipe
from sparkle_motion_dagster.crafts.retaking import ask_for_takes
from sparkle_motion_dagster.crafts.script_room import ScriptRoom
from sparkle_motion_dagster.crafts.state import FilmState, film_state
from sparkle_motion_dagster.crafts.workers import Workers, get_ready
from sparkle_motion_dagster.errors import UnwrittenError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import SPEECH
from sparkle_motion_dagster.store.store import ArtifactStore


@dataclass(frozen=True)
class Work:
    """What is to be done."""

    replan: bool
    voice: Future[None] | None
    """Ended when the process that speaks an edit's line is ready to; None if there is none to wait for."""


def work_on(
    store: ArtifactStore,
    crew: Crew,
    pool: Workers,
    cores: int,
    film: str,
    planned: Planned | None,
    named: str,
) -> Work | None:
    """What is to be done for a film; None if it is as wanted. The voice that it needs begins to load in the pool.

    Args:
        planned: the plan as it should be; None if a language model has to write it first.
        named: the profile as the person named it.

    Raises:
        SparkleError: what has to make it is not ready here.
    """
    wanted, held = plan_recipe(film, planned) if planned else None, store.head(PLAN_ASSET, film)
    before = held_plan(store, film)
    replan = before is None or held is None or wanted is None or wanted.digest != held.digest
    plan = planned.plan if planned and replan else before
    if plan is None or planned is None:  # nobody knows yet what will be said, or by how many
        require_ready(crew.profile, [BACKEND_OF[asset] for asset in SHOT_ASSETS], named)
        return Work(replan, _voices(crew, pool, cores, cores))
    if not replan:
        # A run that was killed had its reports, and had not decided yet. Told of in the film's takes.
        ask_for_takes(store, crew, film, plan, holds_film=True)
    state = film_state(store, crew, film, plan)
    if state.fresh and not replan:
        return None
    require_ready(crew.profile, [BACKEND_OF[asset] for asset in state.stale_assets()], named)
    return Work(replan, _voices(crew, pool, cores, _to_be_spoken(store, plan, state)))


def _to_be_spoken(store: ArtifactStore, plan: MoviePlan, state: FilmState) -> int:
    """How many shots have lines that nobody has spoken yet; an edit that is taken back has none."""
    talking = {shot.id for shot in plan.shots if shot.dialogue}
    stale = [c for c in state.cells if c.asset == SPEECH and c.shot in talking and c.status != "fresh" and not c.asks]
    return sum(cell.digest is None or by_digest(store, SPEECH, cell.digest) is None for cell in stale)


def _voices(crew: Crew, pool: Workers, cores: int, shots: int) -> Future[None] | None:
    """Let the voices for so many shots load; what is to be waited for, if anything."""
    craft = crew.crafts[SPEECH]
    if not shots or not isinstance(craft, Dialogue):
        return None
    if shots >= cores:
        get_ready(pool, craft.backend, cores, threads=1)
        return None
    # An edit's line is spoken on all cores, in the process that is ready for it.
    return get_ready(pool, craft.backend, 1, threads=cores)


def stand_by(crew: Crew, pool: Workers, cores: int) -> None:
    """While nothing is to be done, let each process of the pool get ready to speak an edit's one line on all cores."""
    craft = crew.crafts[SPEECH]
    if isinstance(craft, Dialogue):
        get_ready(pool, craft.backend, cores, threads=cores)


def planned_now(source: Path, profile: Profile, store: ArtifactStore, film: str) -> Planned | None:
    """The plan as it is now; None if a language model has to write it first, which is the work of a run."""
    try:
        return plan_file(source, profile, latest_plan(store, film), ScriptRoom(store, film, may_ask=False))
    except UnwrittenError:
        return None
