"""Lines set the length of their shot, and nothing cuts them."""

import pytest

from sparkle_motion_dagster.film.timeline import GAP_S, HEAD_S, TAIL_S, LineTime, place_lines, shot_frames, starts


def test_lines_follow_each_other_with_a_gap():
    first, second = place_lines([1.0, 2.0], [False, False])
    assert (first.start_s, first.end_s) == (HEAD_S, HEAD_S + 1.0)
    assert second.start_s == pytest.approx(first.end_s + GAP_S)


def test_a_dual_line_starts_with_the_one_before_and_the_longer_rules_what_follows():
    first, second, third = place_lines([3.0, 1.0, 1.0], [False, True, False])
    assert second.start_s == first.start_s
    assert third.start_s == pytest.approx(first.end_s + GAP_S)


@pytest.mark.parametrize(
    ("planned_s", "lines", "is_estimate", "expected_s"),
    [
        (2.0, [], True, 2.0),  # silent: as planned
        (2.0, [5.0], True, 5.0 + TAIL_S),  # the line is longer than planned: the shot grows
        (9.0, [5.0], True, 5.0 + TAIL_S),  # an estimate that was too long is replaced by the measure
        (9.0, [5.0], False, 9.0),  # a length that a person asked for is kept
        (2.0, [5.0], False, 5.0 + TAIL_S),
        (0.1, [], True, 1.0),  # never shorter than can be seen
    ],
)
def test_a_shot_is_as_long_as_its_lines_need(planned_s, lines, is_estimate, expected_s):
    placed = [LineTime(0.0, end_s) for end_s in lines]
    frames = shot_frames(planned_s, placed, 24, is_estimate)
    assert expected_s * 24 <= frames + 1e-6 < expected_s * 24 + 1


def test_shots_start_where_the_ones_before_end():
    assert starts([10, 5, 7], first_frame=72) == (72, 82, 87)
