"""The shots that QA rejects, in words and as JSON: what `make` and `status` say of them.

What belongs here: the words. What does not: the verdicts (`crafts/verdicts.py`).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sparkle_motion_dagster.crafts.verdicts import ShotVerdict


def verdict_json(verdict: "ShotVerdict") -> dict[str, Any]:
    """The JSON of a shot that QA rejects; `next`: keep, circle or retake; `waits`: for a person's decision."""
    return {
        "shot": verdict.shot,
        "decision": verdict.decision,
        "reasons": list(verdict.reasons),
        "take": verdict.take,
        "takes_judged": verdict.tried,
        "next": verdict.step.kind,
        "left_because": verdict.left_because or None,
        "approved": verdict.approval.model_dump(mode="json") if verdict.approval else None,
        "waits": verdict.waits_for_person,
    }


def verdict_words(film: str, told: dict[str, Any]) -> str:
    """A sentence for a person of `verdict_json`: what QA says of the shot, and what is or may be done about it."""
    shot, why = told["shot"], "; ".join(told["reasons"])
    if told["approved"]:
        note = told["approved"]["note"]
        return f"{shot} approved by you{f' ({note})' if note else ''}, though QA says {told['decision']}: {why}"
    said = f"{shot} QA says {told['decision']}: {why}; "
    if told["waits"]:
        return f"{said}it waits for you: sparkle approve {film} {shot}, or sparkle retake {film} {shot}"
    if told["next"] != "keep":
        return f"{said}sparkle make {film} {'makes' if told['next'] == 'retake' else 'takes'} another take"
    kept = (
        f"take {told['take']} is kept, the best of {told['takes_judged']}"
        if told["takes_judged"] > 1
        else "kept as it is"
    )
    because = f": {told['left_because']}" if told["left_because"] else ""
    return f"{said}{kept}{because}. You decide: sparkle approve {film} {shot}, or sparkle retake {film} {shot}"
