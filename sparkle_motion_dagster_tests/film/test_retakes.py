"""Which take is made, circled or kept, for what was judged so far."""

from itertools import permutations

import pytest

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.policy import QAPolicy, parse_policy
from sparkle_motion_dagster.film.qa import ShotFindings
from sparkle_motion_dagster.film.retakes import Judged, Step, badness, expected_takes, mending, next_step
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, SPEECH, STILLS


def judged(number: int, decision: str | None, faults: int = 1, clip: str | None = None, **found: object) -> Judged:
    reasons = tuple(f"fault {index}" for index in range(faults)) if decision in ("regenerate", "escalate") else ()
    findings = ShotFindings(shot_id="s020", **found) if decision else None  # type: ignore[arg-type]
    return Judged(number, decision, reasons, findings, (clip or f"clip {number}") if decision else None)  # type: ignore[arg-type]


GOOD, FAILS, BAD, UNMADE = judged(1, "pending"), judged(1, "regenerate"), judged(1, "escalate"), judged(1, None)


@pytest.mark.parametrize(
    ("takes", "circled", "step"),
    [
        ([GOOD], 1, Step("keep")),
        ([judged(1, "approve")], 1, Step("keep")),
        ([UNMADE], 1, Step("keep")),
        ([FAILS], 1, Step("retake")),
        ([FAILS, judged(2, None)], 2, Step("keep")),  # it is asked for, and being made
        ([FAILS, judged(2, None)], 1, Step("circle", 2)),
        ([FAILS, judged(2, "pending")], 2, Step("keep")),
        ([FAILS, judged(2, "regenerate")], 2, Step("retake")),
        ([FAILS, judged(2, "regenerate"), judged(3, "regenerate", 3)], 3, Step("circle", 1, best=True)),
        ([FAILS, judged(2, "regenerate"), judged(3, "regenerate", 3)], 1, Step("keep", best=True)),
        ([FAILS, judged(2, "pending"), judged(3, "regenerate")], 3, Step("circle", 2)),
        ([judged(1, "regenerate", clip="same"), judged(2, "regenerate", clip="same")], 2, Step("circle", 1, best=True)),
        ([judged(1, "regenerate", clip="same"), judged(2, "regenerate", clip="same")], 1, Step("keep", best=True)),
        ([BAD], 1, Step("keep")),  # a person's, before anything is made again
        ([FAILS, judged(2, "escalate")], 2, Step("retake")),
        ([FAILS, judged(2, "escalate"), judged(3, "escalate")], 3, Step("circle", 1, best=True)),
        ([judged(4, "regenerate"), judged(5, "regenerate"), judged(6, "regenerate")], 4, Step("keep", best=True)),
    ],
)
def test_the_next_step(takes, circled, step):
    assert next_step(takes, circled, max_takes=3) == step


def test_one_take_allowed_or_a_backend_that_ignores_seeds_makes_none():
    assert next_step([FAILS], 1, max_takes=1) == Step("keep")
    assert next_step([FAILS], 1, max_takes=3, may_differ=False) == Step("keep")


@pytest.mark.parametrize("last", ["regenerate", "pending", "escalate"])
@pytest.mark.parametrize("max_takes", [1, 2, 3, 5])
def test_whatever_is_found_it_comes_to_rest_within_the_takes_allowed(last, max_takes):
    takes, circled, made = [FAILS], 1, 1
    for _ in range(20):
        step = next_step(takes, circled, max_takes)
        if step.kind == "keep":
            break
        if step.kind == "retake":
            made += 1
            takes.append(judged(made, last if made == max_takes else "regenerate", faults=made))
            circled = made
        else:
            circled = step.take
    else:
        pytest.fail("it goes on for ever")
    assert made == max_takes
    assert circled == (made if last == "pending" and max_takes > 1 else 1)
    assert next_step(takes, circled, max_takes).kind == "keep"


def test_the_best_take_in_any_order_of_telling():
    ranked = [
        judged(7, "approve"),
        judged(6, "pending"),
        judged(5, "regenerate", 1, prompt_match=0.7),
        judged(2, "regenerate", 1, prompt_match=0.5, finger_issue_ratio=0.1),
        judged(3, "regenerate", 1, prompt_match=0.5, finger_issue_ratio=0.4),
        judged(4, "regenerate", 2, prompt_match=0.7),
        judged(8, "regenerate", 2, frozen_longest_s=1.0),
        judged(9, "regenerate", 2, frozen_longest_s=2.0),
        judged(1, "escalate", 1, prompt_match=0.9),
    ]
    for some in permutations(ranked[:5]):
        assert sorted(some, key=badness) == ranked[:5]
    assert sorted(reversed(ranked), key=badness) == ranked


def test_of_equal_takes_the_earlier_is_the_better():
    assert min([judged(3, "regenerate"), judged(2, "regenerate")], key=badness).number == 2


def test_only_what_can_mend_the_fault_and_the_policy_names_is_made_again():
    heard = ShotFindings(shot_id="s", artifact_notes=("frozen", "clipped speech"), sound_notes=("clipped speech",))
    both, all_stages = (STILLS, CLIP), (SPEECH, STILLS, CLIP, LIPSYNC)
    assert mending(heard, ["frozen"], both) == both
    assert mending(heard, ["clipped speech"], both) == ()
    assert mending(heard, ["clipped speech"], all_stages) == (SPEECH,)
    assert mending(heard, ["sound peaks at -30.0 dB; at least -25.0 dB is asked"], all_stages) == (SPEECH,)
    assert mending(heard, ["word_error_rate > 0.4 (found 0.5)"], both) == ()
    assert mending(heard, ["frozen", "clipped speech"], all_stages) == all_stages
    assert mending(heard, ["frozen"], ("lipsynced_clips",)) == (LIPSYNC,)


def test_the_policys_stages_are_assets_and_unknown_ones_are_refused():
    assert QAPolicy().retaken_assets == (STILLS, CLIP)
    assert parse_policy(b"regenerate_stages: [lipsync, tts, video_clips]", "p").retaken_assets == (
        SPEECH,
        CLIP,
        LIPSYNC,
    )
    with pytest.raises(ProfileError, match="no stage is called picturs; known: images, videos"):
        parse_policy(b"regenerate_stages: [picturs]", "p")


def test_expected_takes_are_bounded_by_what_is_allowed():
    assert expected_takes(0.0, 3) == 1.0
    assert expected_takes(0.5, 3) == 1.75
    assert expected_takes(1.0, 3) == 3.0
    assert expected_takes(1.0, 1) == 1.0
