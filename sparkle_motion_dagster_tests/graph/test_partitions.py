"""Ranges over dynamic partitions take everything between their ends, in the order the keys were added."""

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.partitions import contiguous, sync_shots


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], []),
        (["b"], [("b",)]),
        (["a", "b", "c", "d"], [("a", "b", "c", "d")]),
        (["a", "c", "d"], [("a",), ("c", "d")]),
        (["d", "a"], [("a",), ("d",)]),
        (["zz"], []),
    ],
)
def test_a_selection_is_split_at_gaps(wanted, expected):
    assert contiguous(wanted, ["a", "b", "c", "d"]) == expected


def test_shot_partitions_follow_the_plan_and_leave_other_films_alone():
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("shots", ["other~s010", "film~s010", "film~s020"])
        sync_shots(instance, "film", ["film~s010", "film~s015"])
        assert sorted(instance.get_dynamic_partitions("shots")) == ["film~s010", "film~s015", "other~s010"]
