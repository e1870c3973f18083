"""The gates at which a film waits for a person: the plan before anything is made of it, stills before a clip is made of
them, and what QA escalates.

What belongs here: which shots wait, and saying what to do. What does not: approving (`directing.py`), the verdicts
(`verdicts.py`).
"""

from collections.abc import Mapping, Sequence

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.craft import Material, ShotOrder
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.slice import shot_version
from sparkle_motion_dagster.crafts.verdicts import REPORT, Held
from sparkle_motion_dagster.errors import ApprovalNeededError, SparkleError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, STILLS, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

_MOST_NAMED = 12
SCREENING_WORDS = "sparkle studio, /screening"

Waiting = tuple[str, Artifact, tuple[str, ...]]
"""A shot, the clip that somebody has to look at, and why."""


def waiting_shots(film: str, plan: MoviePlan, takes: Mapping[str, ShotTakes], held: Held) -> tuple[Waiting, ...]:
    """Shots whose clip QA has escalated and nobody has approved, in film order. Reads nothing."""
    found = []
    for shot in plan.shots:
        report, clip = (held[asset].get(shot_key(film, shot.id)) for asset in (REPORT, LIPSYNC))
        if report is None or clip is None or report.facts["decision"] != "escalate":
            continue
        reasons = tuple(report.facts.get("reasons", ()))
        decided = takes.get(shot.id)
        if decided is None or decided.approval(clip.content_hash, "escalate", reasons) is None:
            found.append((shot.id, clip, reasons))
    return tuple(found)


def gated(
    profile: Profile, film: str, plan: MoviePlan, takes: Mapping[str, ShotTakes], held: Held
) -> tuple[Waiting, ...]:
    """Those of them that hold up the film: none where the profile's gate is open."""
    return waiting_shots(film, plan, takes, held) if profile.gates.escalation else ()


def check_gate(store: ArtifactStore, profile: Profile, film: str, plan: MoviePlan) -> None:
    """Raises ApprovalNeededError if a shot waits for a person and the profile holds up the film for it."""
    if not profile.gates.escalation:
        return
    takes = film_takes(store, film)
    waiting = waiting_shots(film, plan, takes, held_shots(store, film, plan, takes))
    if waiting:
        raise approval_needed(film, waiting, "everything else is made, the film is not cut")


def approval_needed(film: str, waiting: Sequence[Waiting], rest: str) -> ApprovalNeededError:
    """The error that names the shots, why, where to look, and the commands that decide."""
    many = "shots wait" if len(waiting) > 1 else "shot waits"
    told = [f"film {film}: {len(waiting)} {many} for your decision; {rest}"]
    for shot, clip, reasons in waiting:
        told += [
            f"  {shot}: QA escalates it: {'; '.join(reasons)}",
            f"    look at it:        {_place(clip)}",
            f'    accept it:         sparkle approve {film} {shot} --note "why"',
            f"    or another take:   sparkle retake {film} {shot}",
        ]
    return ApprovalNeededError("\n".join(told))


def _place(clip: Artifact) -> str:
    try:
        return str(clip.path("video"))
    except SparkleError as error:
        return f"{clip.uri} ({error})"


def stills_wait(store: ArtifactStore, order: ShotOrder, clip: Recipe, materials: Mapping[str, Material]) -> bool:
    """Whether a person must look at the shot's stills before this clip is made of them.

    Not if the profile asks nobody, if they are approved, if the clip is there, or if it is a person's own.
    """
    if not order.shows_stills or STILLS not in materials or "clip" in order.take(CLIP).own:
        return False
    stills = materials[STILLS].content_hash
    approved = order.takes is not None and order.takes.stills_approval(stills) is not None
    return not approved and store.find(clip) is None


def plan_waits(order: ShotOrder) -> bool:
    """Whether a person must read the shot's slice of the plan before anything new is made of it."""
    if not order.shows_plan:
        return False
    return order.takes is None or order.takes.plan_approval(shot_version(order.plan, order.shot)) is None


def plan_waits_error(order: ShotOrder) -> ApprovalNeededError:
    """What is said of a shot whose slice of the plan nobody has approved."""
    film, shot = order.film, order.shot.id
    return ApprovalNeededError(
        f"{film} {shot}: its plan waits for your approval; nothing is made of it before: "
        f"sparkle approve {film} {shot} --plan, or look at {SCREENING_WORDS}/{film}"
    )


def check_shown(store: ArtifactStore, order: ShotOrder, recipe: Recipe, materials: Mapping[str, Material]) -> None:
    """Raises ApprovalNeededError if the recipe is not made yet and waits for a person: of a shot whose plan, or of a clip
    whose stills, nobody has approved."""
    if plan_waits(order) and store.find(recipe) is None:
        raise plan_waits_error(order)
    if recipe.asset == CLIP and stills_wait(store, order, recipe, materials):
        film, shot = order.film, order.shot.id
        raise ApprovalNeededError(
            f"{film} {shot}: its stills wait for your approval; no clip is made of them before: "
            f"sparkle approve {film} {shot} --stills, or look at {SCREENING_WORDS}/{film}"
        )


def _named(shots: Sequence[str]) -> str:
    more = f" and {len(shots) - _MOST_NAMED} more" if len(shots) > _MOST_NAMED else ""
    return ", ".join(shots[:_MOST_NAMED]) + more


def plan_approval_needed(film: str, shots: Sequence[str]) -> ApprovalNeededError:
    """The error that names the shots whose plan waits, where to read it, and the commands that decide."""
    many = f"the plan of {len(shots)} shots waits" if len(shots) > 1 else "the plan of 1 shot waits"
    return ApprovalNeededError(
        f"film {film}: {many} for your approval; nothing is made of it before\n"
        f"  {_named(shots)}\n"
        f"    read it:          {SCREENING_WORDS}/{film}, or sparkle plan and its text\n"
        f"    accept it all:    sparkle approve {film} --plan\n"
        f"    accept one shot:  sparkle approve {film} {shots[0]} --plan\n"
        f"    or another plan:  edit its text, and run this again"
    )


def stills_approval_needed(film: str, shots: Sequence[str]) -> ApprovalNeededError:
    """The error that names the shots whose stills wait, where to look, and the commands that decide."""
    many = f"the stills of {len(shots)} shots wait" if len(shots) > 1 else "the stills of 1 shot wait"
    return ApprovalNeededError(
        f"film {film}: {many} for your approval; no clip is made of them before\n"
        f"  {_named(shots)}\n"
        f"    look at them:     {SCREENING_WORDS}/{film}\n"
        f"    accept them all:  sparkle approve {film} --stills\n"
        f"    accept one:       sparkle approve {film} {shots[0]} --stills\n"
        f"    or other stills:  sparkle retake {film} {shots[0]} --asset {STILLS}"
    )
