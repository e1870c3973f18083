"""Which windows a long shot is made in, and how they are joined."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparkle_motion_dagster.backends.video.abilities import Abilities
from sparkle_motion_dagster.backends.video.windows import (
    conditions,
    join_weights,
    plan_windows,
    shortest_window,
    window_seed,
)


def _abilities(stride: int = 4, last: str = "optional") -> Abilities:
    return Abilities("x", text=False, first=True, last=last, stride=stride, multiple_px=16, fps=16.0, window_frames=81, megapixels=0.4)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "length", "windows"),
    [
        (1, 61, [(0, 5)]),
        (2, 61, [(0, 5)]),
        (60, 61, [(0, 61)]),
        (61, 61, [(0, 61)]),
        (65, 61, [(0, 65)]),  # a rest of 4 is merged
        (68, 61, [(0, 69)]),
        (69, 61, [(0, 61), (56, 13)]),
        (81, 81, [(0, 81)]),
        (89, 81, [(0, 81), (76, 13)]),
        (118, 61, [(0, 61), (57, 61)]),
        (122, 61, [(0, 61), (57, 65)]),  # 4 left after two: merged into the second
        (126, 61, [(0, 61), (57, 61), (113, 13)]),
        (200, 61, [(0, 61), (57, 61), (114, 61), (171, 29)]),
    ],
)
def test_windows_of_wan(total: int, length: int, windows: list[tuple[int, int]]):
    assert [(w.start, w.frames) for w in plan_windows(total, length, 4, 8, _abilities())] == windows


@given(
    st.integers(1, 700), st.integers(5, 130), st.integers(1, 16), st.integers(1, 24), st.sampled_from([1, 4, 8]),
    st.booleans(),
)  # fmt: skip
def test_windows_cover_every_frame_and_share_enough(
    total: int, length: int, overlap: int, least: int, stride: int, may_grow: bool
):
    abilities = _abilities(stride)
    length = max(abilities.at_most(length), shortest_window(abilities, least, overlap))
    planned = plan_windows(total, length, overlap, least, abilities, may_grow)
    assert planned[0].start == 0
    assert all(window.frames % stride == 1 % stride for window in planned)
    assert all(window.frames <= (length + least + stride if may_grow else length) for window in planned)
    for before, after in pairwise(planned):
        assert before.start < after.start <= before.end - overlap and after.frames >= least
    if len(planned) > 1:
        assert planned[-1].end == total and (not may_grow or total - planned[-2].end >= least)
    else:
        assert total <= planned[0].end <= max(total + stride - 1, stride + 1)


@pytest.mark.parametrize(
    ("total", "windows"),
    [(9, [(0, 9)]), (10, [(0, 9), (1, 9)]), (15, [(0, 9), (5, 9), (6, 9)]), (14, [(0, 9), (5, 9)])],
)
def test_windows_that_memory_made_short_never_grow(total: int, windows: list[tuple[int, int]]):
    planned = plan_windows(total, 9, 4, 8, _abilities(), may_grow=False)
    assert [(w.start, w.frames) for w in planned] == windows


@pytest.mark.parametrize(
    ("last_of_model", "to_end", "windows"),
    [
        ("none", False, ["start None", "previous None", "previous None"]),
        ("optional", True, ["start None", "previous None", "previous end"]),
        ("optional", False, ["start None", "previous None", "previous None"]),
        ("required", True, ["start start", "previous start", "previous end"]),
        ("required", False, ["start start", "previous start", "previous start"]),
    ],
)
def test_the_pictures_of_three_windows(last_of_model: str, to_end: bool, windows: list[str]):
    shown = [
        conditions(_abilities(last=last_of_model), first=i == 0, last=i == 2, from_text=False, to_end=to_end)
        for i in range(3)
    ]
    assert [f"{found.first} {found.last}" for found in shown] == windows


def test_each_window_has_a_seed_of_its_own_that_only_the_shots_seed_decides():
    seeds = [window_seed(7, index) for index in range(50)]
    assert len({*seeds}) == 50 and seeds == [window_seed(7, index) for index in range(50)]
    assert all(0 <= seed < 2**31 for seed in seeds) and window_seed(8, 0) != window_seed(7, 0)


def test_a_join_goes_evenly_from_one_window_to_the_next():
    weights = join_weights(4)
    assert list(weights) == sorted(weights) and 0 < weights[0] < 0.2 and 0.8 < weights[-1] < 1
    assert [a + b for a, b in zip(weights, weights[::-1], strict=True)] == pytest.approx([1] * 4)
    assert join_weights(0) == ()
