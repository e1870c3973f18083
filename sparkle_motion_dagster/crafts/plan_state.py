"""What state a film's plan is in, against its brief as it is written now.

What belongs here: comparing the plan held with the plan wanted, and why they differ. What does not: the film's shots
(`state.py`), planning itself (`planning.py`). Nothing is written, and no model is asked.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.crafts.briefs import briefs_in
from sparkle_motion_dagster.crafts.crew import Crew
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import Planned, latest_plan, plan_file, plan_recipe, read_plan, writer_words
from sparkle_motion_dagster.crafts.script_room import ScriptRoom
from sparkle_motion_dagster.crafts.slice import shot_slice
from sparkle_motion_dagster.crafts.state import CellState
from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ArtifactMissingError,
    InputError,
    SparkleError,
    UnwrittenError,
)
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.staging import scene_cast
from sparkle_motion_dagster.film.wording import shots_in_words
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.read import read_brief


def films_planned(store: ArtifactStore) -> set[str]:
    """The films that were planned once, whether their plans are whole or not."""
    return {key.rsplit("/", 1)[-1].removesuffix(".json") for key in store.shelf.keys(f"heads/{PLAN_ASSET}")}


def plan_held(store: ArtifactStore, film: str) -> tuple[MoviePlan | None, CellState]:
    """The film's latest plan that is whole, and the state of the one it has: as long as no brief says otherwise."""
    held = store.head(PLAN_ASSET, film)
    if held is None:
        lost = store.shelf.size_bytes(f"heads/{PLAN_ASSET}/{film}.json") is not None
        reason = "its files are gone" if lost else "not planned yet"
        return latest_plan(store, film), CellState(None, PLAN_ASSET, "missing", (reason,))
    try:
        return read_plan(held), CellState(None, PLAN_ASSET, "fresh", held=held)
    except (ArtifactCorruptError, ArtifactMissingError) as error:
        return latest_plan(store, film), CellState(None, PLAN_ASSET, "failed", (str(error),))


def plan_now(
    store: ArtifactStore, crew: Crew, films_folder: Path, film: str, before: MoviePlan | None, state: CellState
) -> tuple[MoviePlan | None, CellState]:
    """The plan of the brief as it is now (or the one before, if the brief is wrong or gone), and the plan's own state.

    `state`: of the plan before.
    """
    paths = briefs_in(films_folder).get(film, ())
    if not paths:
        return before, _without_brief(store, films_folder, film, before, state)
    if len(paths) > 1:
        reason = f"two briefs for one film: {', '.join(path.name for path in paths)}; keep one"
        return before, replace(state, status="failed", reasons=(reason,), asks="brief")
    try:
        return _plan_of(store, crew, film, paths[0], before, state)
    except SparkleError as error:  # the brief's, or a server's that has to say which voices there are
        return before, replace(
            state, status="failed", reasons=(str(error),), asks="brief" if isinstance(error, InputError) else None
        )


def _without_brief(
    store: ArtifactStore, films_folder: Path, film: str, before: MoviePlan | None, state: CellState
) -> CellState:
    if state.held is not None:
        return replace(state, reasons=("its brief is no longer in films/",))
    if before is None and film not in films_planned(store):
        known = ", ".join(briefs_in(films_folder)) or "none"
        raise InputError(
            f"film {film} is not in this studio ({films_folder.parent}); it has: {known}; "
            f"add it with: sparkle make FILE --film {film}"
        )
    gone = f"its brief is no longer in films/: put it back with sparkle make FILE --film {film}"
    return replace(state, status="failed", reasons=(*state.reasons, gone), asks="brief")


def _plan_of(
    store: ArtifactStore, crew: Crew, film: str, path: Path, before: MoviePlan | None, state: CellState
) -> tuple[MoviePlan | None, CellState]:
    """The brief's plan and the state of it. Raises SparkleError if it cannot be planned."""
    try:
        planned = plan_file(path, crew.profile, before, ScriptRoom(store, film, may_ask=False))
    except UnwrittenError:
        return before, _unwritten(store, crew, film, path, state)
    digest, held = plan_recipe(film, planned).digest, state.held
    if held is None or before is None:
        return planned.plan, replace(state, digest=digest)
    if held.digest == digest:
        return before, replace(state, digest=digest)
    return planned.plan, replace(state, status="stale", reasons=_plan_words(planned, before, held), digest=digest)


def _unwritten(store: ArtifactStore, crew: Crew, film: str, path: Path, state: CellState) -> CellState:
    """The state of a plan that a language model has to write, first or anew."""
    writer = ScriptRoom(store, film, may_ask=False).inputs(crew.profile)
    brief = hashlib.sha256(read_brief(path).text.encode()).hexdigest()
    wanted, held = Recipe(PLAN_ASSET, film, {"brief": brief, "writer": writer}).digest, state.held
    if held is None:
        by = f"{writer['backend']} ({writer['model']})"
        return replace(state, reasons=(f"{'; '.join(state.reasons)}; {by} will write it",), digest=wanted)
    words = ["the brief was edited"] if held.inputs.get("brief") != brief else []
    words += writer_words(writer, held)
    return replace(state, status="stale", reasons=tuple(words) or ("a model's answers were lost",), digest=wanted)


def _plan_words(planned: Planned, before: MoviePlan, held: Artifact) -> tuple[str, ...]:
    changed = shots_in_words(*_slices(planned.plan, before))
    words = [*writer_words(planned.writer.inputs, held), *changed]
    if not words or held.inputs.get("brief") != plan_recipe(held.film, planned).inputs["brief"]:
        words.insert(0, "the brief was edited")
    if planned.plan.title != before.title:
        words.append(f"title changed: {before.title} → {planned.plan.title}")
    if (planned.plan.title_card, planned.plan.end_card) != (before.title_card, before.end_card):
        words.append("its cards changed")
    return tuple(words)


def _slices(plan: MoviePlan, before: MoviePlan) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The scripts of both plans' shots by id; of shots that are the same in both only the id."""
    people = plan.characters == before.characters
    old = {shot.id: shot for shot in before.shots}
    same = {s.id for s in plan.shots if people and s.id in old and _unplaced(s) == _unplaced(old[s.id])}
    same -= {s.id for s in plan.shots if s.id in same and scene_cast(plan, s) != scene_cast(before, old[s.id])}
    new_slices, old_slices = (
        [{"id": s.id} | ({} if s.id in same else {"script": shot_slice(p, s)}) for s in p.shots] for p in (plan, before)
    )
    return new_slices, old_slices


def _unplaced(shot: Shot) -> Shot:
    """The shot without its neighbours' names."""
    return shot.model_copy(update={"scene": None, "start_base_image_id": "", "end_base_image_id": ""})
