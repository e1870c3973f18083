"""The verdict: escalate first, then regenerate, then approve; what nobody judged is pending."""

import itertools

import pytest

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.policy import (
    QAPolicy,
    Thresholds,
    decide,
    film_decision,
    join,
    load_policy,
    parse_policy,
)
from sparkle_motion_dagster.film.qa import ShotFindings

GOOD = {
    "prompt_match": 0.9,
    "finger_issues": False,
    "finger_issue_ratio": 0.0,
    "safety_violation": False,
    "missing_audio_detected": False,
    "audio_peak_db": -3.0,
}
OLD_FILE = b"""
version: 1
thresholds:
  prompt_match_min: 0.75
  max_finger_issue_ratio: 0.10
  allow_missing_audio: false
  rerun_on_artifact_notes: true
actions:
  approve_if:
    - prompt_match >= threshold(prompt_match_min)
    - finger_issues <= threshold(max_finger_issue_ratio)
    - artifact_notes == []
  regenerate_if:
    - prompt_match < threshold(prompt_match_min)
    - finger_issues > threshold(max_finger_issue_ratio)
    - artifact_notes != []
    - rerun_on_artifact_notes == true
  escalate_if:
    - missing_audio_detected == true
    - artifact_notes contains "policy_violation"
regenerate_stages: [images, videos]
"""


def _shot(**changes):
    return ShotFindings(shot_id="s010", **{**GOOD, **changes})


@pytest.fixture
def policy():
    return load_policy()


@pytest.mark.parametrize(
    ("changes", "decision", "reason"),
    [
        ({}, "approve", None),
        ({"prompt_match": 0.78}, "approve", None),
        ({"prompt_match": 0.7799}, "regenerate", "matches its prompt by 0.78"),
        ({"prompt_match": 0.0}, "regenerate", "0.00"),
        ({"finger_issue_ratio": 0.10}, "approve", None),
        ({"finger_issue_ratio": 0.11}, "regenerate", "wrong fingers in 11%"),
        ({"finger_issue_ratio": None, "finger_issues": True}, "regenerate", "wrong fingers in 100%"),
        ({"artifact_notes": ("a hand has six fingers",)}, "regenerate", "six fingers"),
        ({"audio_peak_db": -25.0}, "approve", None),
        ({"audio_peak_db": -25.1}, "regenerate", "peaks at -25.1 dB"),
        ({"audio_peak_db": -60.0, "words_written": ""}, "approve", None),
        ({"audio_peak_db": None}, "approve", None),
        ({"safety_violation": True}, "escalate", "safety"),
        ({"missing_audio_detected": True}, "escalate", "speech is missing"),
        ({"prompt_match": None}, "pending", "prompt_match was not judged"),
        ({"safety_violation": None}, "pending", "safety_violation was not judged"),
    ],
)
def test_each_finding_decides_as_the_contract_says(policy, changes, decision, reason):
    verdict = decide(_shot(**changes), policy)
    assert verdict.decision == decision
    assert (not verdict.reasons) == (decision == "approve")
    if reason:
        assert any(reason in said for said in verdict.reasons), verdict.reasons


def test_the_gravest_finding_decides_whatever_stands_beside_it(policy):
    gravity = {
        "escalate": [{"safety_violation": True}, {"missing_audio_detected": True}],
        "regenerate": [
            {"finger_issue_ratio": 0.5},
            {"artifact_notes": ("frozen for 2.0 s",)},
            {"audio_peak_db": -40.0},
        ],
        "pending": [{"prompt_match": None}],
        "approve": [{}],
    }
    order = list(gravity)
    for (one, some), (other, more) in itertools.product(gravity.items(), gravity.items()):
        for first, second in itertools.product(some, more):
            if first.keys() & second.keys():
                continue
            expected = min(one, other, key=order.index)
            assert decide(_shot(**first, **second), policy).decision == expected, (first, second)


def test_nothing_judged_is_pending_under_every_policy():
    nobody = ShotFindings(shot_id="s010")
    for policy in (load_policy(), QAPolicy(required_judgements=()), parse_policy(OLD_FILE, "old")):
        assert decide(nobody, policy).decision == "pending"


def test_an_animatic_that_measures_well_is_pending_unless_the_policy_asks_no_judge(policy):
    measured = ShotFindings(
        shot_id="s010", decoded_frames=48, expected_frames=48, audio_peak_db=-6.0, missing_audio_detected=False,
        judged=("decoded_frames", "audio_peak_db"),
    )  # fmt: skip
    assert decide(measured, policy).decision == "pending"
    measured_only = policy.model_copy(update={"required_judgements": ()})
    assert decide(measured, measured_only).decision == "approve"
    faulty = measured.model_copy(update={"artifact_notes": ("frozen for 2.0 s",)})
    assert decide(faulty, measured_only).decision == "regenerate"


def test_every_threshold_is_used():
    changed = {
        "prompt_match_min": (0.95, {}, "regenerate"),
        "max_finger_issue_ratio": (0.5, {"finger_issue_ratio": 0.4}, "approve"),
        "allow_missing_audio": (True, {"missing_audio_detected": True}, "approve"),
        "rerun_on_artifact_notes": (False, {"artifact_notes": ("a speck",)}, "approve"),
        "min_audio_peak_db": (-50.0, {"audio_peak_db": -40.0}, "approve"),
    }
    assert set(changed) == set(Thresholds.model_fields)
    for name, (value, findings, decision) in changed.items():
        policy = QAPolicy(thresholds=Thresholds(**{name: value}))
        assert decide(_shot(**findings), policy).decision == decision, name
        assert decide(_shot(**findings), QAPolicy()).decision != decision, name


def test_an_old_policy_file_loads_and_keeps_its_rules():
    old = parse_policy(OLD_FILE, "old.yaml")
    assert decide(_shot(prompt_match=0.76), old).decision == "approve"
    assert decide(_shot(artifact_notes=("six fingers",)), old).decision == "regenerate"
    assert decide(_shot(artifact_notes=("policy_violation: blood",)), old).decision == "escalate"
    assert decide(_shot(missing_audio_detected=True), old).decision == "escalate"
    # The earlier program approved this one: it asked approve_if first, and no rule of the file names safety.
    assert decide(_shot(safety_violation=True), old).decision == "escalate"


def test_a_rule_about_a_measured_field_extends_the_thresholds():
    text = b"actions:\n  regenerate_if: ['word_error_rate > 0.5']\n  approve_if: ['words_heard != null']\n"
    policy = parse_policy(text, "mine.yaml")
    assert decide(_shot(word_error_rate=0.6, words_heard="x"), policy).reasons == ("word_error_rate > 0.5 (found 0.6)",)
    assert decide(_shot(word_error_rate=0.4, words_heard="x"), policy).decision == "approve"
    assert decide(_shot(word_error_rate=0.4), policy).decision == "pending"


def test_rules_beside_the_thresholds_are_read_as_those_under_actions():
    flat = parse_policy(b"thresholds: {prompt_match_min: 0.5}\napprove_if: ['prompt_match >= 0.95']\n", "flat.yaml")
    assert decide(_shot(prompt_match=0.9), flat).decision == "pending"
    assert decide(_shot(prompt_match=0.96), flat).decision == "approve"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"thresholds: {prompt_match_mim: 0.5}", "prompt_match_mim"),
        (b"thresholds: {prompt_match_min: 1.5}", "thresholds.prompt_match_min"),
        (b"actions: {approve_if: ['prompt_mach >= 0.5']}", "prompt_mach"),
        (b"actions: {approve_if: ['prompt_match >= threshold(nothing)']}", "nothing"),
        (b"actions: {approve_if: ['prompt_match >= abc']}", "abc"),
        (b"actions: {approve_if: ['prompt_match ~ 1']}", "is not a rule"),
        (b"actions: {approve_if: ['safety_violation >= 1']}", "cannot be compared"),
        (b"actions: {approve_if: ['prompt_match contains \"x\"']}", "cannot be compared"),
        (b"required_judgements: [prompt_mach]", "prompt_mach"),
        (b"unknown: 1", "unknown"),
        (b"- 1", "expected fields"),
        (b"a: [", "not readable as YAML"),
        (b"\xff\xfe", "not readable as YAML"),
        (b"a: &x 1\nb: *x", "aliases"),
        (b"!!python/object/apply:os.system ['true']", "not readable as YAML"),
        (b"[" * 20_000, "YAML"),
        (b"#" * 300_000, "at most"),
        (b"", "expected fields"),
    ],
)
def test_a_wrong_policy_file_is_refused_with_the_field_named(text, said):
    with pytest.raises(ProfileError) as caught:
        parse_policy(text, "mine.yaml")
    assert said in str(caught.value)
    assert "mine.yaml" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_policy_file_is_named(tmp_path):
    with pytest.raises(ProfileError, match="nowhere"):
        load_policy(tmp_path / "nowhere.yaml")


def test_the_digest_follows_the_meaning_and_not_the_spelling():
    one = parse_policy(b"thresholds: {prompt_match_min: 0.5}", "a")
    assert one.digest == parse_policy(b"# note\nthresholds:\n  prompt_match_min: 0.50\n", "b").digest
    assert one.digest != parse_policy(b"thresholds: {prompt_match_min: 0.6}", "c").digest


def test_the_shipped_policy_is_the_default(policy):
    assert policy.model_copy(update={"version": 1}) == QAPolicy()


@pytest.mark.parametrize(
    ("decisions", "decision"),
    [
        ([], "pending"),
        (["approve"], "approve"),
        (["approve", "pending"], "pending"),
        (["pending", "regenerate"], "regenerate"),
        (["regenerate", "escalate", "approve"], "escalate"),
    ],
)
def test_the_film_is_as_its_gravest_shot(decisions, decision):
    assert film_decision(decisions) == decision


def test_the_report_joins_the_shots(policy):
    shots = [_shot(), _shot(prompt_match=0.8), _shot(prompt_match=None, artifact_notes=("frozen",))]
    report = join(shots, "The Lamp", policy)
    assert (report.movie_title, report.decision, report.issues_found) == ("The Lamp", "regenerate", 1)
    assert report.aggregate_prompt_match == 0.85
    assert report.per_shot == tuple(shots)
    assert report.summary == "3 shots: 2 approve, 1 regenerate."
    empty = join([], None)
    assert (empty.decision, empty.aggregate_prompt_match) == ("pending", None)
