"""The examples of the repository: what each of them promises."""

from pathlib import Path

import pytest

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.rules import broken_rules
from sparkle_motion_dagster.writing.read import read_brief
from sparkle_motion_dagster.writing.write_plan import GENEROUS, write_plan

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("the-last-bulb.fountain", "the-fox-who-kept-the-light.txt", "nine-minutes-to-snow.fountain")


def plan(name: str) -> MoviePlan:
    return write_plan(read_brief(EXAMPLES / name)).plan


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_a_sound_plan_without_anything_odd(name: str) -> None:
    written = write_plan(read_brief(EXAMPLES / name))
    assert written.notes == ()
    assert broken_rules(written.plan, GENEROUS) == []
    assert all(shot.place for shot in written.plan.shots)


def test_two_people_talk_in_one_room() -> None:
    seen = plan(NAMES[0])
    assert [c.id for c in seen.characters] == ["odile", "tomas"]
    assert sum(len(shot.dialogue) for shot in seen.shots) >= 15


def test_the_tale_is_long_enough_to_measure_by() -> None:
    tale = plan(NAMES[1])
    assert len(tale.shots) >= 12
    assert sum(shot.duration_sec for shot in tale.shots) >= 60
    assert {c.id for c in tale.characters} == {"narrator", "fox", "gull", "badger"}
    assert {"rain", "storm", "clear", "wind"} <= {shot.weather for shot in tale.shots}


def test_the_wordless_piece_has_no_words_and_its_people() -> None:
    silent = plan(NAMES[2])
    assert not any(shot.dialogue for shot in silent.shots)
    assert [c.id for c in silent.characters] == ["mila", "old-man", "dog"]
