"""QA's takes in Dagster: what QA asks for is a new version of the shot's `shot_spec`, as after `sparkle retake`.

What belongs here: writing QA's decisions down after its reports, and reporting them. What does not: deciding
(`crafts/retaking.py`), making: that is the work of `sparkle make`, of the job `make_film`, of automation where it is
switched on, or of the next backfill. A step makes no more than it was asked for.
"""

import time
from collections.abc import Callable, Iterable

import dagster as dg

from sparkle_motion_dagster.crafts.crew import Crew
from sparkle_motion_dagster.crafts.retaking import ask_for_takes
from sparkle_motion_dagster.errors import FilmBusyError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.graph.bridge import report_shots
from sparkle_motion_dagster.store.store import ArtifactStore

TAKES_TAG = "sparkle/takes_asked"
"""On runs after whose reports QA asked for takes."""
HOLDER_WAIT_S, HOLDER_LOOK_S = 10.0, 0.2
"""A plan, or a person's decision, holds a film for a moment; who holds it for longer makes it, and asks QA at its end."""


def let_qa_ask(
    instance: dg.DagsterInstance,
    store: ArtifactStore,
    crew: Crew,
    film: str,
    plan: MoviePlan,
    *,
    holds_film: bool,
    say: Callable[[str], None],
    only: Iterable[str] | None = None,
) -> bool:
    """Write down what QA asks for and report the shots it concerns; whether there was anything.

    Args:
        instance: where the shots are reported.
        store: where reports and decisions are.
        crew: who would make the takes.
        film: film id.
        plan: its plan.
        holds_film: whether this process holds the film's lock.
        say: told a sentence for each decision; and that somebody else holds the film, so that QA is not asked now.
        only: ids of the shots to look at; None: all.
    """
    deadline = time.monotonic() + HOLDER_WAIT_S
    while True:
        try:
            said = ask_for_takes(store, crew, film, plan, holds_film=holds_film, only=only)
            break
        except FilmBusyError as error:
            if time.monotonic() > deadline:
                say(f"{error} QA asks for takes in the next run of the film; `sparkle make` does it before it ends.")
                return False
            time.sleep(HOLDER_LOOK_S)
    for sentence in said:
        say(sentence)
    if said:
        report_shots(instance, store, film, plan)
    return bool(said)
