"""Seconds learned from seconds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkle_motion_dagster.film.costs import MeasuredCall, Rate, learn, wall_s

PRIOR = Rate({"call": 0.1, "frames": 0.02}, load_s=1.0, memory_mb=500)


def calls(sizes: list[float], seconds_of, first: int = 0) -> list[MeasuredCall]:
    return [
        MeasuredCall({"call": 1, "frames": size}, seconds_of(size), index < first, 700)
        for index, size in enumerate(sizes)
    ]


def test_without_history_the_prior_speaks_and_says_so():
    learned = learn(PRIOR, [])
    assert learned == PRIOR
    assert learned.calls == 0
    assert learned.seconds({"call": 1, "frames": 100}) == pytest.approx(2.1)
    assert learned.seconds({"call": 1, "frames": 100}, first=True) == pytest.approx(3.1)


def test_many_calls_of_many_sizes_replace_the_prior():
    learned = learn(PRIOR, calls([10, 50, 100, 150, 200] * 8, lambda size: 0.5 + 0.003 * size))
    assert learned.calls == 40
    for size in (20, 120):
        assert learned.seconds({"call": 1, "frames": size}) == pytest.approx(0.5 + 0.003 * size, rel=0.05)


def test_one_size_seen_keeps_the_shape_of_the_prior_for_other_sizes():
    learned = learn(PRIOR, calls([100] * 20, lambda size: 2 * (0.1 + 0.02 * size)))  # this machine is half as fast
    assert learned.seconds({"call": 1, "frames": 1600}) == pytest.approx(2 * (0.1 + 0.02 * 1600), rel=0.02)


def test_a_size_that_no_call_had_keeps_its_prior():
    prior = Rate({"call": 0.1, "spoken_frames": 0.02, "silent_frames": 0.004})
    past = [MeasuredCall({"call": 1, "spoken_frames": 100}, 4.2, False)] * 9
    assert learn(prior, past).seconds({"call": 1, "silent_frames": 100}) == pytest.approx(1.0, rel=0.05)


def test_a_call_during_which_the_machine_slept_changes_little():
    usual = calls([50, 100, 150] * 5, lambda size: 0.1 + 0.02 * size)
    slept = [MeasuredCall({"call": 1, "frames": 100}, 900.0, False)]
    assert learn(PRIOR, usual + slept).seconds({"call": 1, "frames": 100}) == pytest.approx(2.1, rel=0.3)


def test_what_the_first_call_loads_is_kept_apart():
    learned = learn(PRIOR, calls([100] * 10, lambda size: 2.1) + calls([100, 100], lambda size: 6.1, first=2))
    assert learned.load_s == pytest.approx(4.0, rel=0.05)
    assert learned.seconds({"call": 1, "frames": 100}) == pytest.approx(2.1, rel=0.05)
    assert learned.memory_mb == 700


def test_only_first_calls_known_leaves_the_rest_to_the_prior():
    learned = learn(PRIOR, calls([100], lambda size: 6.1, first=1))
    assert learned.seconds({"call": 1, "frames": 100}) == pytest.approx(2.1)
    assert learned.load_s == pytest.approx(4.0)


def test_the_sum_is_right_when_single_calls_scatter():
    dice = random.Random(4)
    past = calls([dice.uniform(20, 200) for _ in range(80)], lambda size: (0.2 + 0.01 * size) * dice.uniform(0.6, 1.4))
    ahead = [dice.uniform(20, 200) for _ in range(40)]
    expected = sum(learn(PRIOR, past).seconds({"call": 1, "frames": size}) for size in ahead)
    assert expected == pytest.approx(sum(0.2 + 0.01 * size for size in ahead), rel=0.1)


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e5), st.booleans()), max_size=20))
def test_no_history_makes_an_estimate_negative_or_falling(past: list[tuple[float, float, bool]]):
    learned = learn(PRIOR, [MeasuredCall({"call": 1, "frames": size}, s, first) for size, s, first in past])
    small, large = (learned.seconds({"call": 1, "frames": frames}) for frames in (1, 1000))
    assert 0 <= small <= large


def test_calls_side_by_side_end_with_the_last():
    assert wall_s([3, 1, 1, 1], 2) == 3
    assert wall_s([1, 1, 1], 1) == 3
    assert wall_s([], 4) == 0
    assert wall_s([2.0], 8) == 2
