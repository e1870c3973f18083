"""QA asks for another take: an ordinary take in the shot's list, decided by `qa`, with QA's reason as its note.

What belongs here: writing down the next step of each shot that QA rejects. What does not: which step that is
(`film/retakes.py`, `verdicts.py`), making the take: that is the work of the next run, as after `sparkle retake`.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.verdicts import ShotVerdict, verdicts
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import LONGEST_NOTE, ShotTakes
from sparkle_motion_dagster.store.decisions import decide, decide_holding, film_takes
from sparkle_motion_dagster.store.store import ArtifactStore


def wanted(
    store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan, only: Iterable[str] | None = None
) -> tuple[tuple[ShotVerdict, ShotTakes], ...]:
    """The shots of which QA wants another take, or one of the others, with what is decided about them so far."""
    takes = film_takes(store, film)
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    held = {asset: store.heads(asset, keys) for asset in (SHOT_ASSETS[-2], SHOT_ASSETS[-1])}
    found = verdicts(store, crew, film, plan, takes, held, only)
    return tuple(
        (one, takes.get(one.shot) or ShotTakes(film=film, shot=one.shot)) for one in found if one.step.kind != "keep"
    )


def ask_for_takes(
    store: ArtifactStore,
    crew: Crew,
    film: str,
    plan: MoviePlan,
    *,
    holds_film: bool,
    only: Iterable[str] | None = None,
) -> tuple[str, ...]:
    """Write down the next step of every shot that QA rejects; a sentence for each.

    Asked again, it writes nothing until what it decided is made: it goes by what is in the store.

    Args:
        store: where reports and decisions are.
        crew: who would make it.
        film: film id.
        plan: its plan.
        holds_film: whether the caller holds the film's lock.
        only: ids of the shots to look at; None: all.

    Raises:
        FilmBusyError: another process holds the film; nothing is decided.
        StoreError: the store cannot be read or written.
    """
    write = decide_holding if holds_film else decide
    said = []
    for verdict, known in wanted(store, crew, film, plan, only):
        after = write(store, film, verdict.shot, _change(verdict, known))
        if after != known:
            said.append(f"{film} {verdict.shot}: {_words(verdict, after)}")
    return tuple(said)


def _change(verdict: ShotVerdict, known: ShotTakes) -> Callable[[ShotTakes], ShotTakes]:
    def change(now: ShotTakes) -> ShotTakes:
        if now != known:
            return now  # somebody has decided something in between: that comes first
        if verdict.step.kind == "circle" and verdict.step.take is not None:
            return now.circling(verdict.step.take, by="qa")
        return now.retaken(verdict.assets, qa_note(verdict.reasons), datetime.now(UTC).replace(microsecond=0), by="qa")

    return change


def qa_note(reasons: Iterable[str]) -> str:
    """The note of a take that QA asks for."""
    note = "QA: " + "; ".join(reasons)
    return note if len(note) <= LONGEST_NOTE else note[: LONGEST_NOTE - 1] + "…"


def _words(verdict: ShotVerdict, after: ShotTakes) -> str:
    if verdict.step.kind == "retake":
        return f"QA asks for take {after.numbers()[-1]}: {'; '.join(verdict.reasons)}"
    best = f", the best of {verdict.tried}, all rejected" if verdict.step.best else ""
    return f"QA circles take {verdict.step.take}{best}"
