"""What answers about frames amount to: numbers stay what they are, and what nobody judged is not judged."""

from typing import Any

import pytest

from sparkle_motion_dagster.backends.inspection.judgement import frame_judgement, judged
from sparkle_motion_dagster.backends.inspection.questions import (
    FrameAnswer,
    answer_schema,
    frame_answer,
    plan_text,
    points_of,
)
from sparkle_motion_dagster.backends.inspection.sampling import Sample, sample_frames
from sparkle_motion_dagster.film.policy import QAPolicy, decide
from sparkle_motion_dagster.film.qa import Judge, ShotFindings
from sparkle_motion_dagster_tests.backends.inspection.shots_to_judge import POINTS, WORDS, answer

MEASURED = ShotFindings(shot_id="s010", missing_audio_detected=False, contrast=40.0, judged=("contrast",))
JUDGE = Judge(name="test 1", model="test")


def said(**changes: Any) -> FrameAnswer:
    return frame_answer(points_of(WORDS)).model_validate(answer(**changes))


def found(*answers: FrameAnswer | None, figures: int | None = 1) -> ShotFindings:
    frames = [
        frame_judgement("s010", Sample(number * 10, ("middle",)), 24, one, "it declined")
        for number, one in enumerate(answers)
    ]
    return judged(MEASURED, frames, JUDGE, figures)


def test_a_good_shot_is_approved_and_what_was_measured_stays() -> None:
    findings = found(said(), said(match_percent=88))
    assert (findings.prompt_match, findings.finger_issue_ratio, findings.safety_violation) == (0.9, 0.0, False)
    assert findings.contrast == 40.0
    assert findings.judged == ("contrast", "finger_issue_ratio", "finger_issues", "prompt_match", "safety_violation")
    assert decide(findings, QAPolicy()).decision == "approve"
    assert decide(MEASURED, QAPolicy()).decision == "pending"


def test_nought_stays_nought() -> None:
    findings = found(said(match_percent=0), said(match_percent=0))
    assert findings.prompt_match == 0.0
    assert [frame.prompt_match for frame in findings.frames_judged] == [0.0, 0.0]
    assert "prompt_match" in findings.judged
    assert decide(findings, QAPolicy()).decision == "regenerate"


def test_a_judge_that_likes_a_picture_without_its_hero_is_not_believed() -> None:
    missing = dict.fromkeys(POINTS, "yes") | {"who1": "no"}
    findings = found(said(points=missing, people=0, match_percent=95), said(points=missing, people=0, match_percent=95))
    points = len(POINTS) + 1  # and how many there are
    assert findings.prompt_match == pytest.approx((points - 1.5) / points, abs=1e-4)


def test_a_point_counts_where_it_is_seen_best() -> None:
    early = dict.fromkeys(POINTS, "no") | {"place": "yes"}
    late = dict.fromkeys(POINTS, "yes") | {"place": "unclear"}
    assert found(said(points=early), said(points=late)).prompt_match == 0.92


def test_more_people_than_the_plan_has_lower_the_match() -> None:
    assert found(said(), said(people=3)).prompt_match == pytest.approx(1 - 1 / (len(POINTS) + 1), abs=1e-4)
    assert found(said(people=30), figures=None).prompt_match == 0.92


def test_wrong_hands_are_a_share_of_the_frames_that_could_be_told() -> None:
    findings = found(said(), said(hands="wrong"), said(hands="unclear"), said(hands="none"))
    assert (findings.finger_issues, findings.finger_issue_ratio) == (True, pytest.approx(1 / 3, abs=1e-4))
    findings = found(said(hands="unclear"))
    assert (findings.finger_issues, findings.finger_issue_ratio) == (None, None)
    assert "finger_issues" not in findings.judged


def test_one_unsafe_frame_escalates_whatever_else_is_good() -> None:
    findings = found(said(), said(unsafe=["gore"], seen="An open wound."))
    assert findings.safety_violation is True
    assert decide(findings, QAPolicy()).decision == "escalate"
    assert "unsafe (gore): in 1 of 2 frames looked at (0.42 s): An open wound." in findings.artifact_notes


def test_words_alone_make_nothing_unsafe() -> None:
    assert found(said(seen="A woman kills the light; a bloody red naked bulb.")).safety_violation is False


def test_safety_is_open_while_any_frame_was_not_judged() -> None:
    findings = found(said(), None)
    assert findings.safety_violation is None
    assert findings.prompt_match == 0.92
    assert findings.frames_judged[1].not_judged == "it declined"
    assert decide(findings, QAPolicy()).reasons == ("safety_violation was not judged",)
    nothing = found(None, None)
    assert nothing.prompt_match is None and nothing.judged == ("contrast",)
    assert decide(nothing, QAPolicy()).decision == "pending"


def test_faults_are_told_once_with_their_frames() -> None:
    findings = found(
        said(faults=["extra_body_part"], fault_words="A third arm on the left."),
        said(),
        said(faults=["extra_body_part"]),
    )
    assert findings.artifact_notes == (
        "extra body part: in 2 of 3 frames looked at (0.00 s, 0.83 s): A third arm on the left.",
    )
    assert decide(findings, QAPolicy()).decision == "regenerate"


def test_frames_are_first_middle_last_and_amid_each_line_and_no_more_than_asked() -> None:
    samples = sample_frames(48, 24, [(0.2, 0.6), (1.0, 1.5)], 5)
    assert [(one.frame, one.where) for one in samples] == [
        (0, ("first",)),
        (10, ("line 1",)),
        (24, ("middle",)),
        (30, ("line 2",)),
        (47, ("last",)),
    ]
    assert samples[1].id("s010") == "s010-f000010"
    assert sample_frames(48, 24, [(0.2, 0.6)] * 30, 1) == (Sample(24, ("middle",)),)
    assert len(sample_frames(480, 24, [(second, second + 0.8) for second in range(19)], 7)) == 7
    assert sample_frames(1, 24, [(0.0, 0.04)], 5) == (Sample(0, ("middle", "first", "last", "line 1")),)
    assert sample_frames(2, 24, [(5.0, 9.0)], 8)[-1].frame == 1


def test_a_fade_is_not_judged_as_a_black_picture() -> None:
    assert sample_frames(96, 24, [], 3, "fade_in")[0].frame == 14
    assert sample_frames(96, 24, [], 3, "fade_out")[-1].frame == 81
    assert sample_frames(3, 24, [], 3, "fade_in")[0].frame == 1


def test_the_answers_form_is_closed_bounded_and_strict() -> None:
    schema = answer_schema(points_of(WORDS))
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == set(schema["properties"])
    assert list(schema["$defs"]["Points"]["properties"]) == ["who1", "place", "happens", "thing1"]
    for wrong in ({"match_percent": 700}, {"match_percent": "90"}, {"people": True}, {"faults": ["ugly"]}, {"more": 1}):
        with pytest.raises(ValueError, match="validation error"):
            said(**wrong)


def test_a_plan_without_details_asks_only_what_it_says() -> None:
    from dataclasses import replace

    bare = replace(WORDS, characters=(), props=(), place="", interior=None, happens="", weather="clear")
    assert [point.id for point in points_of(bare)] == ["light"]
    assert "Ada (70, woman, white hair, yellow coat)" in plan_text(WORDS)
    long = replace(WORDS, prompt="word " * 5000)
    assert len(plan_text(long)) < 2500
