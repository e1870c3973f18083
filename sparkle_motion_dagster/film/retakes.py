"""Retakes by QA: when another take is worth making, which of several is the best, and when it is enough.

What belongs here: the decision, as a pure function of what was judged. What does not: finding out what was judged and
writing the decision down (`crafts/retaking.py`), the verdicts themselves (`policy.py`).

Nothing is counted anywhere: how many takes there were is how many of a shot's takes have a report in the store for the
shot as it is now. So the same film comes to the same takes whenever it is asked, by whom, and after any crash; and a
shot whose best take still fails is at rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.film.policy import SOUND_PEAKS
from sparkle_motion_dagster.film.qa import Decision, ShotFindings
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, SPEECH, STILLS

FAILING: tuple[Decision, ...] = ("regenerate", "escalate")
_GRAVITY: dict[Decision, int] = {"approve": 0, "pending": 1, "regenerate": 2, "escalate": 3}
_OF_SOUND = ("audio_peak_db", "speech_rms_db", "clipped_ratio", "word_error_rate", "words_heard", "missing_audio")
"""Beginnings of a policy's own rules that are about the sound."""


@dataclass(frozen=True)
class Judged:
    """One take of a shot, as its plan and profile are now."""

    number: int
    decision: Decision | None
    """None: it was not made, or not judged."""
    reasons: tuple[str, ...] = ()
    findings: ShotFindings | None = None
    clip: str | None = None
    """Content hash of the clip that was judged."""


@dataclass(frozen=True)
class Step:
    """What is to be done about a shot."""

    kind: Literal["keep", "circle", "retake"]
    take: int | None = None
    """The one to circle."""
    best: bool = False
    """Whether it is kept as the best of several that all fail."""


def next_step(takes: Sequence[Judged], circled: int, max_takes: int, may_differ: bool = True) -> Step:
    """The next step for a shot.

    Args:
        takes: those between which QA may choose, the first one first.
        circled: the number of the one that is in the film now.
        max_takes: how many of them there may be.
        may_differ: whether another take can come out otherwise at all.
    """
    now = next((take for take in takes if take.number == circled), None)
    if now is None or now.decision not in FAILING:
        return Step("keep")
    if now.decision == "escalate" and now.number == takes[0].number:
        return Step("keep")  # a person's, before anything is made again
    judged = [take for take in takes if take.decision is not None]
    best = min(judged, key=badness)
    if best.decision not in FAILING:
        return Step("circle", best.number)
    same = len({take.clip for take in judged}) < len(judged)
    if may_differ and not same and len(judged) < max_takes:
        waiting = next((take.number for take in takes if take.decision is None), None)
        return Step("retake") if waiting is None else Step("circle", waiting)
    if best.number != circled:
        return Step("circle", best.number, best=True)
    return Step("keep", best=len(judged) > 1)


def badness(take: Judged) -> tuple[float, ...]:
    """What takes are compared by: less is better.

    In this order: the verdict (a take that must be shown to a person is the last to be chosen), how many faults, how
    badly the picture misses its words, wrong fingers, wrong words, black, standing still, mouths; of equals the earlier.
    """
    found = take.findings or ShotFindings(shot_id="none")
    gravity = _GRAVITY[take.decision] if take.decision else len(_GRAVITY)
    return (
        gravity,
        len(take.reasons),
        1.0 - (found.prompt_match or 0.0),
        found.finger_issue_ratio or 0.0,
        found.word_error_rate or 0.0,
        found.black_ratio or 0.0,
        found.frozen_longest_s or 0.0,
        -(found.mouth_speech_correlation or 0.0),
        take.number,
    )


def mending(findings: ShotFindings, reasons: Iterable[str], stages: Iterable[str]) -> tuple[str, ...]:
    """The assets to be made again for these reasons, of those that the policy names: no other picture mends a sound."""
    sound = {is_of_sound(findings, reason) for reason in reasons}
    wanted = ((SPEECH,) if True in sound else ()) + ((STILLS, CLIP, LIPSYNC) if False in sound else ())
    return tuple(asset for asset in wanted if asset in stages)


def is_of_sound(findings: ShotFindings, reason: str) -> bool:
    """Whether a verdict's reason is about the sound alone."""
    return reason in findings.sound_notes or reason.startswith((SOUND_PEAKS, *_OF_SOUND))


def expected_takes(share: float, max_takes: int) -> float:
    """How many takes a shot has on average, if this share of takes is rejected (0 to 1) and no more are made."""
    return sum(share**take for take in range(max_takes))
