"""QA's verdicts as asset checks: each shot's report passes, or says with its numbers why it does not.

What belongs here: from a report to a check's evaluation. What does not: the verdict (`film/policy.py`), judging
(`backends/inspection`), what is done about it.
https://docs.dagster.io/guides/test/asset-checks
"""

import warnings
from collections.abc import Mapping
from typing import Any

import dagster as dg

from sparkle_motion_dagster.film.qa import ShotFindings
from sparkle_motion_dagster.graph.metadata import plain
from sparkle_motion_dagster.graph.partitions import shots
from sparkle_motion_dagster.store.artifact import Artifact

ASSET = "qa_report"
CHECK = "qa_verdict"
_TOLD_APART = (
    "shot_id",
    "artifact_notes",
    "sound_notes",
    "frames_judged",
    "judge",
    "judged",
    "words_written",
    "words_heard",
)
_GRAVE = {"escalate": dg.AssetCheckSeverity.ERROR}


def verdict_spec() -> dg.AssetCheckSpec:
    """The check. Dagster 1.13 calls partitioned checks a preview; Dagster is pinned, and tests run ranges."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return dg.AssetCheckSpec(
            CHECK,
            asset=ASSET,
            partitions_def=shots,
            description="Passes if the shot is approved. A warning: to be made again, or not judged yet. An error: a "
            "person must look (unsafe, or speech is missing).",
        )


def verdict_evaluation(key: str, report: Artifact) -> dg.AssetCheckEvaluation:
    """The check of one shot."""
    decision = str(report.facts["decision"])
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(ASSET),
        check_name=CHECK,
        partition=key,
        passed=decision == "approve",
        severity=_GRAVE.get(decision, dg.AssetCheckSeverity.WARN),
        description=f"{decision}: {'; '.join(report.facts['reasons'])}".removesuffix(": "),
        metadata=verdict_metadata(report),
    )


def verdict_of_all(reports: Mapping[str, Artifact]) -> dg.AssetCheckResult:
    """What a step must say of its check once, beside the shots' own: of one shot the same, of many how many passed."""
    if len(reports) == 1:
        one = verdict_evaluation(*next(iter(reports.items())))
        return dg.AssetCheckResult(
            passed=one.passed, severity=one.severity, description=one.description, metadata=one.metadata
        )
    decisions = [str(report.facts["decision"]) for report in reports.values()]
    counts = {kind: decisions.count(kind) for kind in dict.fromkeys(decisions)}
    return dg.AssetCheckResult(
        passed=all(decision == "approve" for decision in decisions),
        severity=_GRAVE["escalate"] if "escalate" in decisions else dg.AssetCheckSeverity.WARN,
        description=", ".join(f"{count} {kind}" for kind, count in counts.items()),
        metadata=counts,
    )


def verdict_metadata(report: Artifact) -> dict[str, Any]:
    """The verdict's reasons, every number that was measured or judged, who judged, and what was seen in each frame."""
    findings = ShotFindings.model_validate(report.facts["findings"])
    told: dict[str, Any] = {"decision": report.facts["decision"]}
    if report.facts["reasons"]:
        told["reasons"] = dg.MetadataValue.md("\n".join(f"- {plain(reason)}" for reason in report.facts["reasons"]))
    told |= {name: value for name, value in findings.model_dump(exclude=set(_TOLD_APART)).items() if value is not None}
    if findings.judge is not None:
        told["judge"] = f"{findings.judge.name}, {findings.judge.model}"
    if findings.frames_judged:
        told["frames"] = dg.MetadataValue.md(_frames_table(findings))
    return told


def _frames_table(findings: ShotFindings) -> str:
    rows = [
        f"| {frame.id} | {', '.join(frame.where)} | {_number(frame.prompt_match)} | {frame.hands or '–'} | "
        f"{plain(', '.join((*frame.faults, *(frame.unsafe or ()))) or '–')} | {plain(frame.not_judged or frame.seen)} |"
        for frame in findings.frames_judged
    ]
    return "\n".join(["| frame | where | match | hands | faults | seen |", "|---|---|---|---|---|---|", *rows])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
