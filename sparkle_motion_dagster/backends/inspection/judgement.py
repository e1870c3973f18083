"""What a judge's answers about single frames amount to for a shot.

What belongs here: from answers to the fields of the findings. Pure. What does not: asking (`judging.py`), the verdict
(`film/policy.py`).

prompt_match is what the judge says of the frames on average, and never more than the share of the plan's points that it
saw somewhere in the shot: a judge that likes a picture without its hero is not believed. What the judge could not tell
counts for neither side, and what it was not asked or did not answer stays None.
"""

from collections.abc import Sequence
from typing import Any

from sparkle_motion_dagster.backends.inspection.questions import FrameAnswer
from sparkle_motion_dagster.backends.inspection.sampling import Sample
from sparkle_motion_dagster.film.qa import FrameJudgement, Judge, ShotFindings

_WORTH = {"yes": 1.0, "partly": 0.5, "no": 0.0}
_MOST_TOLD = 200


def frame_judgement(
    shot_id: str, sample: Sample, fps: float, answer: FrameAnswer | None, not_judged: str = ""
) -> FrameJudgement:
    """One frame as it stands in the findings. `answer` None: the judge gave none, and `not_judged` says why."""
    where: dict[str, Any] = {
        "id": sample.id(shot_id),
        "frame": sample.frame,
        "time_s": round(sample.frame / fps, 3),
        "where": sample.where,
    }
    if answer is None:
        return FrameJudgement(**where, not_judged=not_judged[:_MOST_TOLD] or "no answer")
    return FrameJudgement(
        **where,
        seen=answer.seen,
        prompt_match=answer.match_percent / 100,
        points=answer.points.model_dump(),
        people=answer.people,
        animals=answer.animals,
        hands=answer.hands,
        faults=tuple(dict.fromkeys(answer.faults)),
        fault_words=answer.fault_words,
        unsafe=tuple(dict.fromkeys(answer.unsafe)),
    )


def judged(
    findings: ShotFindings, frames: Sequence[FrameJudgement], judge: Judge, figures: int | None = None
) -> ShotFindings:
    """The findings with the judge's fields added; what was measured stays as it is.

    Args:
        findings: the measured ones.
        frames: every frame that was shown, in order.
        judge: who it was.
        figures: people and animals that the plan puts into the picture; None if it does not say.
    """
    told = [frame for frame in frames if frame.not_judged is None]
    fields: dict[str, Any] = {
        "prompt_match": _prompt_match(told, figures),
        "safety_violation": _unsafe(told, len(frames)),
        **_fingers(told),
    }
    names = {name for name, value in fields.items() if value is not None}
    notes = (*findings.artifact_notes, *_fault_notes(told))
    return findings.model_copy(
        update=fields
        | {
            "artifact_notes": notes,
            "frames_judged": tuple(frames),
            "judge": judge,
            "judged": tuple(sorted({*findings.judged, *names})),
        }
    )


def _prompt_match(told: Sequence[FrameJudgement], figures: int | None) -> float | None:
    said = [frame.prompt_match for frame in told if frame.prompt_match is not None]
    if not said:
        return None
    share = _points_met(told, figures)
    overall = sum(said) / len(said)
    return round(overall if share is None else min(overall, share), 4)


def _points_met(told: Sequence[FrameJudgement], figures: int | None) -> float | None:
    """Share of the plan's points that were seen, each where it is seen best; None if nothing could be told."""
    best: dict[str, float] = {}
    for frame in told:
        for point, said in frame.points.items():
            if said in _WORTH:
                best[point] = max(best.get(point, 0.0), _WORTH[said])
    counts = [frame.people + frame.animals for frame in told if frame.people is not None and frame.animals is not None]
    if figures is not None and counts:
        best["how many"] = max(0.0, 1.0 - abs(max(counts) - figures) / 2)  # one too many is half right, two are wrong
    return sum(best.values()) / len(best) if best else None


def _unsafe(told: Sequence[FrameJudgement], shown: int) -> bool | None:
    """True if any frame is; False only if every frame that was shown was judged."""
    said = [frame.unsafe for frame in told if frame.unsafe is not None]
    if any(said):
        return True
    return False if said and len(said) == shown else None


def _fingers(told: Sequence[FrameJudgement]) -> dict[str, Any]:
    """Whether any hand is wrong, and in which share of the frames in which that could be told."""
    seen = [frame.hands for frame in told if frame.hands in ("none", "right", "wrong")]
    if not seen:
        return {"finger_issues": None, "finger_issue_ratio": None}
    wrong = seen.count("wrong")
    return {"finger_issues": wrong > 0, "finger_issue_ratio": round(wrong / len(seen), 4)}


def _fault_notes(told: Sequence[FrameJudgement]) -> tuple[str, ...]:
    """A sentence for each kind of fault, with the frames that show it; and for each kind of unsafe content."""
    notes = []
    for kind in dict.fromkeys(fault for frame in told for fault in frame.faults):
        seen = [frame for frame in told if kind in frame.faults]
        words = next((frame.fault_words for frame in seen if frame.fault_words.strip()), "")
        notes.append(_note(kind.replace("_", " "), seen, len(told), words))
    for kind in dict.fromkeys(kind for frame in told for kind in frame.unsafe or ()):
        seen = [frame for frame in told if kind in (frame.unsafe or ())]
        notes.append(_note(f"unsafe ({kind.replace('_', ' ')})", seen, len(told), seen[0].seen))
    return tuple(notes)


def _note(what: str, seen: Sequence[FrameJudgement], shown: int, words: str) -> str:
    at = ", ".join(f"{frame.time_s:.2f} s" for frame in seen)
    return f"{what}: in {len(seen)} of {shown} frames looked at ({at})" + (
        f": {words.strip()}" if words.strip() else ""
    )
