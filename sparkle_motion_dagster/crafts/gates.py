"""The gate at QA's escalations: what QA shows to a person holds up the film until that person has decided.

What belongs here: which shots wait, and saying what to do. What does not: approving (`directing.py`), the verdicts
(`verdicts.py`).
"""

from collections.abc import Mapping, Sequence

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.verdicts import REPORT, Held
from sparkle_motion_dagster.errors import ApprovalNeededError, SparkleError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.takes import LIPSYNC, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

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
