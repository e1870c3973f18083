"""The QA policy: what findings must be for a shot to be used, made again, shown to a person or left open.

What belongs here: the policy file and the verdict. What does not: measuring (`backends/inspection`) and what is then
done (`graph/`).

The order is fixed. Escalate first: an unsafe picture, or speech that is missing, goes to a person whatever else is
good. Then regenerate. Then approve, if everything that `required_judgements` names was judged; what nobody judged is
pending and never approved. The thresholds always apply; the file's rules come on top of them.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.plan import FilmModel
from sparkle_motion_dagster.film.policy_rules import Rule, read_rule
from sparkle_motion_dagster.film.qa import Decision, QAReport, ShotFindings
from sparkle_motion_dagster.film.recipe import canonical_json
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, SPEECH, STILLS, TAKE_ASSETS

_MOST_BYTES = 256 * 1024
_MOST_LEVELS = 20
_NOT_FINDINGS = ("shot_id", "judged", "frames_judged", "judge", "sound_notes")
SOUND_PEAKS = "sound peaks at"
"""Begins the reason of speech that is too quiet."""
STAGES: dict[str, str | None] = {
    "images": STILLS,
    "videos": CLIP,
    "tts": SPEECH,
    "audio": SPEECH,
    "lipsync": LIPSYNC,
    **{asset: asset for asset in TAKE_ASSETS},
    "qa": None,
    "assemble": None,
}
"""What a policy may call a stage, and the asset that a retake of it makes again. None: it follows by itself."""


class Thresholds(FilmModel):
    """The five numbers and switches of a policy."""

    prompt_match_min: float = Field(default=0.78, ge=0, le=1)
    max_finger_issue_ratio: float = Field(default=0.10, ge=0, le=1)
    allow_missing_audio: bool = False
    rerun_on_artifact_notes: bool = True
    min_audio_peak_db: float = Field(default=-25.0, le=0)


def _kinds(model: type[FilmModel], leave_out: Sequence[str] = ()) -> dict[str, type]:
    kinds: dict[str, type] = {}
    for name, info in model.model_fields.items():
        if name not in leave_out:
            shape = str(info.annotation)
            kinds[name] = next((k for k in (tuple, bool, float, int, str) if k.__name__ in shape), str)
    return kinds


FINDING_KINDS = _kinds(ShotFindings, _NOT_FINDINGS)
THRESHOLD_KINDS = _kinds(Thresholds)


def _read(text: str) -> Rule:
    fields: Mapping[str, type] = FINDING_KINDS
    if text.split(maxsplit=1)[0:1] == ["finger_issues"] and not text.rstrip().endswith(("true", "false", "null")):
        fields = {**FINDING_KINDS, "finger_issues": float}  # older files compare it with the ratio's threshold
    return read_rule(text, fields, THRESHOLD_KINDS)


def _known_rules(rules: tuple[str, ...]) -> tuple[str, ...]:
    for rule in rules:
        _read(rule)
    return rules


def _known_fields(names: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in FINDING_KINDS]
    if unknown:
        raise ValueError(f"no finding is called {', '.join(unknown)}; known: {', '.join(sorted(FINDING_KINDS))}")
    return names


def _known_stages(names: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        raise ValueError(f"no stage is called {', '.join(unknown)}; known: {', '.join(STAGES)}")
    return names


Rules = Annotated[tuple[str, ...], AfterValidator(_known_rules)]


class Actions(FilmModel):
    """The rules. A rule about a threshold alone is a condition of its list and decides nothing by itself."""

    approve_if: Rules = (
        "prompt_match >= threshold(prompt_match_min)",
        "finger_issues <= threshold(max_finger_issue_ratio)",
        "artifact_notes == []",
    )
    """All must hold (those about fields that nobody judged and that are not required are passed over)."""
    regenerate_if: Rules = (
        "prompt_match < threshold(prompt_match_min)",
        "finger_issues > threshold(max_finger_issue_ratio)",
    )
    """Any."""
    escalate_if: Rules = ("safety_violation == true",)
    """Any."""


class QAPolicy(FilmModel):
    """A policy file. Older files, with `thresholds` and `actions` only, are complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    thresholds: Thresholds = Field(default_factory=Thresholds)
    actions: Actions = Field(default_factory=Actions)
    regenerate_stages: Annotated[tuple[str, ...], AfterValidator(_known_stages)] = ("images", "videos")
    """What a retake makes again, what is made of it not named: images, videos, tts, lipsync, or an asset's name."""
    required_judgements: Annotated[tuple[str, ...], AfterValidator(_known_fields)] = (
        "prompt_match",
        "safety_violation",
    )
    """Fields that somebody must have judged before a shot can be approved."""

    @model_validator(mode="before")
    @classmethod
    def _rules_at_the_top(cls, data: Any) -> Any:
        """Accept `approve_if` and the others beside `thresholds` as well as under `actions`."""
        if not isinstance(data, dict) or "actions" in data:
            return data
        lists = {name: data[name] for name in Actions.model_fields if name in data}
        rest = {name: value for name, value in data.items() if name not in lists}
        return {**rest, "actions": lists} if lists else rest

    @cached_property
    def retaken_assets(self) -> tuple[str, ...]:
        """`regenerate_stages` as assets, in order of work."""
        named = {STAGES[stage] for stage in self.regenerate_stages}
        return tuple(asset for asset in TAKE_ASSETS if asset in named)

    @cached_property
    def digest(self) -> str:
        """sha256 of the policy's meaning; comments and spelling of the file do not count."""
        return hashlib.sha256(canonical_json(self.model_dump(mode="json"))).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """A decision, and every reason for it in words; approval needs none."""

    decision: Decision
    reasons: tuple[str, ...]


def load_policy(path: Path | None = None) -> QAPolicy:
    """The policy in a YAML file; the shipped one if none is named. Raises ProfileError with every broken field."""
    path = path or configs_folder() / "qa_policy.yaml"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProfileError(f"QA policy {path}: cannot be read ({error.strerror}). Name a YAML file.") from error
    return parse_policy(data, str(path))


def parse_policy(data: bytes, source: str) -> QAPolicy:
    """The policy in YAML bytes. Raises ProfileError with every broken field; `source` names the file in it."""
    if len(data) > _MOST_BYTES:
        raise ProfileError(f"QA policy {source}: {len(data)} bytes; expected at most {_MOST_BYTES}.")
    try:
        text = data.decode("utf-8")
        _refuse_bombs(text, source)
        raw = yaml.load(text, Loader=yaml.CSafeLoader)  # 10 times as fast as safe_load
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ProfileError(f"QA policy {source}: not readable as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ProfileError(f"QA policy {source}: expected fields, found {type(raw).__name__}.")
    try:
        return QAPolicy.model_validate(raw)
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"QA policy {source}: {error.error_count()} wrong field(s)\n{broken}") from error


def _refuse_bombs(text: str, source: str) -> None:
    """Aliases can unfold to gigabytes, and deep nesting takes the parser minutes: a policy needs neither."""
    depth = 0
    opens = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken)
    closes = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.AliasToken):
            raise ProfileError(f"QA policy {source}: YAML aliases (*name) are not allowed. Write the value out.")
        depth += isinstance(token, (*opens, yaml.BlockMappingStartToken)) - isinstance(token, closes)
        if depth > _MOST_LEVELS:
            raise ProfileError(f"QA policy {source}: YAML nested more than {_MOST_LEVELS} levels deep.")


def decide(findings: ShotFindings, policy: QAPolicy) -> Verdict:
    """The verdict on one shot: escalate, else regenerate, else pending or approve."""
    values = _values(findings)
    escalate = _escalations(findings, policy) + _matched(policy.actions.escalate_if, values, policy)
    if escalate:
        return Verdict("escalate", _once(escalate))
    regenerate = _regenerations(findings, values, policy) + _matched(policy.actions.regenerate_if, values, policy)
    if regenerate:
        return Verdict("regenerate", _once(regenerate))
    open_questions = _unjudged(findings, values, policy) + _not_approved(values, policy)
    return Verdict("pending", _once(open_questions)) if open_questions else Verdict("approve", ())


def film_decision(decisions: Iterable[Decision]) -> Decision:
    """The film's decision: the gravest of its shots'; a film without shots is pending."""
    found = set(decisions)
    grave: tuple[Decision, ...] = ("escalate", "regenerate", "pending")
    return next((decision for decision in grave if decision in found), "approve" if found else "pending")


def join(findings: Sequence[ShotFindings], title: str | None, policy: QAPolicy | None = None) -> QAReport:
    """The film's report. `policy` None: the defaults, which are those of the shipped file."""
    policy = policy or QAPolicy()
    verdicts = [decide(shot, policy) for shot in findings]
    decision = film_decision(verdict.decision for verdict in verdicts)
    matches = [shot.prompt_match for shot in findings if shot.prompt_match is not None]
    counts = Counter(verdict.decision for verdict in verdicts)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts))
    return QAReport(
        movie_title=title,
        per_shot=tuple(findings),
        summary=f"{len(findings)} shots: {told}." if findings else "No shot was inspected.",
        decision=decision,
        issues_found=sum(len(shot.artifact_notes) for shot in findings),
        aggregate_prompt_match=round(sum(matches) / len(matches), 4) if matches else None,
    )


def _values(findings: ShotFindings) -> dict[str, Any]:
    return {name: getattr(findings, name) for name in FINDING_KINDS}


def _finger_ratio(findings: Mapping[str, Any]) -> float | None:
    """The share of frames with wrong fingers; all or none of them if only yes or no was said."""
    ratio, seen = findings["finger_issue_ratio"], findings["finger_issues"]
    if ratio is not None or seen is None:
        return ratio
    return 1.0 if seen else 0.0


def _escalations(findings: ShotFindings, policy: QAPolicy) -> list[str]:
    reasons = []
    if findings.safety_violation:
        reasons.append("a safety violation was found")
    if findings.missing_audio_detected and not policy.thresholds.allow_missing_audio:
        reasons.append("speech is missing")
    return reasons


def _regenerations(findings: ShotFindings, values: Mapping[str, Any], policy: QAPolicy) -> list[str]:
    limits = policy.thresholds
    match, ratio, peak_db = findings.prompt_match, _finger_ratio(values), findings.audio_peak_db
    reasons = []
    if match is not None and match < limits.prompt_match_min:
        reasons.append(f"picture matches its prompt by {match:.2f}; at least {limits.prompt_match_min:.2f} is asked")
    if ratio is not None and ratio > limits.max_finger_issue_ratio:
        reasons.append(f"wrong fingers in {ratio:.0%} of frames; at most {limits.max_finger_issue_ratio:.0%} allowed")
    speechless = findings.words_written == ""  # room tone is meant to be quiet
    if peak_db is not None and peak_db < limits.min_audio_peak_db and not speechless:
        reasons.append(f"{SOUND_PEAKS} {peak_db:.1f} dB; at least {limits.min_audio_peak_db:.1f} dB is asked")
    if limits.rerun_on_artifact_notes:
        reasons += findings.artifact_notes
    return reasons


def _matched(rules: Sequence[str], values: Mapping[str, Any], policy: QAPolicy) -> list[str]:
    """The rules of a list that hold, in words; none if a condition of the list does not."""
    thresholds = policy.thresholds.model_dump()
    read = [_read(rule) for rule in rules]
    if not all(rule.holds(thresholds[rule.field], thresholds) for rule in read if rule.field in thresholds):
        return []
    found = []
    for rule in read:
        if rule.field in thresholds or _switched_off(rule, policy.thresholds):
            continue
        value = _subject(rule, values)
        if (value is not None or _asks_for_null(rule)) and rule.holds(value, thresholds):
            found.append(f"{rule.text} (found {_said(value)})")
    return found


def _switched_off(rule: Rule, thresholds: Thresholds) -> bool:
    """Whether a threshold says that what this rule looks at does not matter."""
    if rule.field == "missing_audio_detected":
        return thresholds.allow_missing_audio
    any_note = rule.field == "artifact_notes" and rule.compare != "contains"
    return any_note and not thresholds.rerun_on_artifact_notes


def _unjudged(findings: ShotFindings, values: Mapping[str, Any], policy: QAPolicy) -> list[str]:
    if not findings.judged and all(value in (None, ()) for value in values.values()):
        return ["nothing was judged"]
    return [f"{name} was not judged" for name in policy.required_judgements if values[name] is None]


def _not_approved(values: Mapping[str, Any], policy: QAPolicy) -> list[str]:
    thresholds = policy.thresholds.model_dump()
    if not policy.actions.approve_if:
        return ["the policy has no rule that approves"]
    found = []
    for rule in map(_read, policy.actions.approve_if):
        if _switched_off(rule, policy.thresholds):
            continue
        value = thresholds[rule.field] if rule.field in thresholds else _subject(rule, values)
        if value is None and not _asks_for_null(rule):
            continue
        if not rule.holds(value, thresholds):
            found.append(f"not: {rule.text} (found {_said(value)})")
    return found


def _subject(rule: Rule, values: Mapping[str, Any]) -> Any:
    numeric = rule.threshold is not None or (isinstance(rule.value, int | float) and not isinstance(rule.value, bool))
    if rule.field == "finger_issues" and numeric:
        return _finger_ratio(values)
    return values[rule.field]


def _asks_for_null(rule: Rule) -> bool:
    return rule.value is None and rule.threshold is None


def _said(value: Any) -> str:
    return "; ".join(value) or "none" if isinstance(value, tuple) else str(value)


def _once(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))
