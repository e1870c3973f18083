"""What QA's verdicts lead to, shot by shot: nothing, another take, an older one, or a person.

What belongs here: reading the reports that the shots have, and what was decided about them. What does not: the choice
between takes (`film/retakes.py`), writing a decision down (`retaking.py`), making. Nothing is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sparkle_motion_dagster.backends.protocols import IgnoresSeeds
from sparkle_motion_dagster.crafts.craft import Craft, Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.own_takes import mover, syncer
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.policy import QAPolicy, film_decision, load_policy
from sparkle_motion_dagster.film.qa import Decision, QAReport, ShotFindings
from sparkle_motion_dagster.film.retakes import FAILING, Judged, Step, mending, next_step
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, STILLS, Approval, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.store import ArtifactStore

REPORT = "qa_report"
Held = Mapping[str, Mapping[str, Artifact]]
"""What shots have now, by asset and shot key."""


@dataclass(frozen=True)
class ShotVerdict:
    """QA rejects a shot, or a person has accepted what it rejects."""

    shot: str
    decision: Decision
    reasons: tuple[str, ...]
    take: int
    """The take it is about: of those QA may choose between, the one that is circled."""
    tried: int
    """How many takes of it QA has judged, as the shot is now."""
    step: Step
    assets: tuple[str, ...]
    """What a retake makes anew."""
    left_because: str
    """Why nothing is made again; empty if something is, or nothing needs to be."""
    approval: Approval | None
    clip: Artifact

    @property
    def waits_for_person(self) -> bool:
        """Whether somebody must look at it before the film is called finished."""
        return self.decision == "escalate" and self.approval is None and self.step.kind == "keep"


def verdicts(
    store: ArtifactStore,
    crew: Crew,
    film: str,
    plan: MoviePlan,
    takes: Mapping[str, ShotTakes],
    held: Held,
    only: Iterable[str] | None = None,
) -> tuple[ShotVerdict, ...]:
    """The shots that QA rejects, in film order; `only`: of these ids. Shots whose report is not of their clip are left out."""
    chosen = None if only is None else set(only)
    found = []
    own = film_references(store, film)
    policy: QAPolicy | None = None
    for shot in plan.shots:
        key = shot_key(film, shot.id)
        report, clip = held[REPORT].get(key), held[LIPSYNC].get(key)
        if chosen is not None and shot.id not in chosen:
            continue
        if report is None or clip is None or report.facts["decision"] not in FAILING or not _is_of(report, clip):
            continue
        policy = policy or load_policy()
        decided = takes.get(shot.id) or ShotTakes(film=film, shot=shot.id)
        found.append(_verdict(store, crew, crew.order(film, plan, shot, decided, own), decided, report, clip, policy))
    return tuple(found)


def _is_of(report: Artifact, clip: Artifact) -> bool:
    """Whether the report is of this clip. (A report that does not say what it looked at is of what is there.)"""
    return bool(report.inputs.get("clip", clip.content_hash) == clip.content_hash)


def _verdict(
    store: ArtifactStore,
    crew: Crew,
    order: ShotOrder,
    decided: ShotTakes,
    report: Artifact,
    clip: Artifact,
    policy: QAPolicy,
) -> ShotVerdict:
    decision, reasons = report.facts["decision"], tuple(report.facts.get("reasons", ()))
    rivals = decided.rivals()
    circled = next((n for n in rivals if decided.as_whole(n).circled == decided.circled), None)
    approval = decided.approval(clip.content_hash, decision, reasons)
    told = ShotVerdict(
        order.shot.id,
        decision,
        reasons,
        circled or 1,
        1,
        Step("keep"),
        (),
        _hands_off(decided, circled),
        approval,
        clip,
    )
    if told.left_because or approval is not None or circled is None:
        return told
    judged = [_judged(store, crew, order, decided, number) for number in rivals]
    findings = ShotFindings.model_validate(report.facts["findings"])
    assets, pointless = _mends(crew, order, findings, reasons, policy)
    retakes = crew.profile.retakes
    why_not = pointless if retakes.auto else "the profile makes no retakes by itself (retakes.auto)"
    tried = sum(take.decision is not None for take in judged)
    step = next_step(judged, circled, retakes.max_takes, may_differ=not why_not)
    if decision == "escalate":
        why_not = ""
    elif not why_not and len({take.clip for take in judged if take.clip}) < tried:
        why_not = "another seed gave the very same clip"
    elif not why_not and tried >= retakes.max_takes:
        why_not = f"no more takes are made by themselves (retakes.max_takes: {retakes.max_takes})"
    left = why_not if step.kind == "keep" else ""
    return replace(told, tried=max(tried, 1), step=step, assets=assets, left_because=left)


def _hands_off(decided: ShotTakes, circled: int | None) -> str:
    if decided.lock is not None:
        return "the shot is locked"
    if decided.chosen_by == "person" or circled is None:
        return "you chose what is circled"
    return ""


def _judged(store: ArtifactStore, crew: Crew, order: ShotOrder, decided: ShotTakes, number: int) -> Judged:
    """A take of the shot as it would be now, if all of it is in the store."""
    made: dict[str, Artifact] = {}
    whole = replace(order, takes=decided.as_whole(number))
    for asset in SHOT_ASSETS:
        craft = crew.crafts[asset]
        materials = {need: Material(made[need].content_hash, {}, made[need].facts) for need in craft.needs}
        found = store.find(craft.recipe(whole, materials))
        if found is None:
            return Judged(number, None)
        made[asset] = found
    facts = made[REPORT].facts
    findings = ShotFindings.model_validate(facts["findings"])
    reasons = tuple(facts.get("reasons", ()))
    return Judged(number, facts["decision"], reasons, findings, made[LIPSYNC].content_hash)


def _mends(
    crew: Crew, order: ShotOrder, findings: ShotFindings, reasons: Iterable[str], policy: QAPolicy
) -> tuple[tuple[str, ...], str]:
    """The assets that a retake makes anew; or none, and why it would be in vain."""
    named = mending(findings, reasons, policy.retaken_assets)
    if not named:
        return (), "no stage that the QA policy retakes can mend it (regenerate_stages)"
    own = {asset for asset in named if order.take(asset).own}
    if order.take(CLIP).own:
        own |= {STILLS, CLIP} & set(named)
    free = [asset for asset in named if asset not in own]
    if not free:
        return (), "it is your own file, and QA makes no other in its place"
    deaf = [asset for asset in free if ignores_seeds(_worker(crew.crafts[asset], order))]
    if len(deaf) == len(free):
        names = ", ".join(dict.fromkeys(crew.crafts[asset].backend_name for asset in deaf))
        return (), f"{names} makes the same whatever its seed"
    return tuple(asset for asset in free if asset not in deaf), ""


def ignores_seeds(backend: Any) -> bool:
    """Whether another seed would change nothing."""
    return isinstance(backend, IgnoresSeeds) and backend.ignores_seeds


def _worker(craft: Craft, order: ShotOrder) -> Any:
    """The backend that makes it, or stands in where a person's own pictures are."""
    backend = getattr(craft, "backend", None)
    if craft.asset == CLIP:
        return mover(order, backend)
    return syncer(order, backend) if craft.asset == LIPSYNC else backend


def decided_verdicts(
    plan: MoviePlan, takes: Mapping[str, ShotTakes], made: Mapping[str, Sequence[Artifact]]
) -> dict[str, dict[str, Any]]:
    """What was decided about QA's verdicts, by shot id: the film's recipe and its report hold it.

    Args:
        plan: the film's plan.
        takes: the film's decisions.
        made: for each asset of a shot, the artifacts in film order.

    Returns `approved`: a person's note on what QA did not approve; `kept` and `of`: QA has kept the best of several takes, all
    of which it rejects. Most films have neither.
    """
    told: dict[str, dict[str, Any]] = {}
    for shot, report, clip in zip(plan.shots, made[REPORT], made[LIPSYNC], strict=True):
        decided = takes.get(shot.id)
        if decided is None or not _is_of(report, clip):
            continue
        decision, reasons = report.facts["decision"], report.facts.get("reasons", ())
        approval = decided.approval(clip.content_hash, decision, reasons)
        if approval is not None:
            told[shot.id] = {"approved": approval.note}
        elif decision in FAILING and decided.chosen_by == "qa":
            kept = max(decided.circled.values(), default=1)
            told[shot.id] = {"kept": kept, "of": len(decided.rivals())}
    return told


def with_verdicts(
    report: QAReport, shots: Iterable[Shot], decisions: Iterable[Decision], decided: Mapping[str, Mapping[str, Any]]
) -> QAReport:
    """The film's report with what was decided about its shots: what a person approved is approved.

    Args:
        report: as QA alone has it.
        shots: in film order.
        decisions: QA's, shot by shot.
        decided: `decided_verdicts`.
    """
    if not decided:
        return report
    now: list[Decision] = [
        "approve" if "approved" in decided.get(shot.id, {}) else decision
        for shot, decision in zip(shots, decisions, strict=True)
    ]
    said = [f"{shot}: {_said(one)}." for shot, one in decided.items()]
    return report.model_copy(
        update={"decision": film_decision(now), "summary": " ".join([report.summary or "", *said])}
    )


def _said(decided: Mapping[str, Any]) -> str:
    if "approved" in decided:
        note = decided["approved"]
        return "approved by a person" + (f" ({note})" if note else "")
    return f"take {decided['kept']} is kept, the best of {decided['of']}, all rejected"
