"""Decisions about one shot: what is circled after each of them."""

from datetime import UTC, datetime

import pytest

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.takes import (
    CLIP,
    LIPSYNC,
    PICTURE_ASSETS,
    SPEECH,
    STILLS,
    TAKE_ASSETS,
    OwnFile,
    ShotTakes,
    line_role,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
UNTOUCHED = ShotTakes(film="lamps", shot="s020")
MINE = OwnFile(name="mine.png", sha256="a" * 64)
OTHER = OwnFile(name="other.png", sha256="b" * 64)


def circled(takes: ShotTakes) -> list[int]:
    return [takes.take(asset).number for asset in TAKE_ASSETS]


def test_a_shot_nobody_decided_about_puts_nothing_into_recipes():
    assert UNTOUCHED.inputs() == {}
    assert circled(UNTOUCHED) == [1, 1, 1, 1]


def test_a_retake_is_another_take_of_the_pictures_and_leaves_the_voices():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "less rain", NOW)
    assert circled(takes) == [1, 2, 2, 2]
    assert takes.inputs() == {asset: {"take": 2} for asset in PICTURE_ASSETS}
    assert takes.note(2) == "less rain"


def test_numbers_are_the_shots_so_that_each_names_one_moment():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "", NOW).retaken([CLIP], "", NOW).retaken([SPEECH], "", NOW)
    assert takes.numbers() == (1, 2, 3, 4)
    assert (takes.numbers(CLIP), takes.numbers(SPEECH)) == ((1, 2, 3), (1, 4))
    assert circled(takes) == [4, 2, 3, 2]


def test_circling_a_take_of_the_shot_brings_back_every_asset_as_it_was_then():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "", NOW).retaken([CLIP], "", NOW).retaken([SPEECH], "", NOW)
    assert circled(takes.circling(3)) == [1, 2, 3, 2]
    assert circled(takes.circling(1)) == [1, 1, 1, 1]
    assert circled(takes.circling(1).circling(4)) == circled(takes)


def test_a_retake_after_an_older_take_was_circled_starts_from_that_one():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "", NOW).circling(1).retaken([CLIP], "", NOW)
    assert circled(takes) == [1, 1, 3, 1]
    assert circled(takes.circling(2).circling(3)) == [1, 1, 3, 1]


def test_circling_a_take_of_one_asset_moves_no_other():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "", NOW).circling(1, STILLS)
    assert circled(takes) == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("number", "asset", "said"),
    [
        (5, None, "lamps s020 has no take 5; it has 1, 2"),
        (2, SPEECH, "dialogue_audio has no take 2; it has 1"),
        (1, "qa_report", "'qa_report' has no takes: expected dialogue_audio, shot_images"),
        (0, None, "has no take 0"),
    ],
)
def test_a_take_that_is_not_there_is_an_error_that_names_those_that_are(number, asset, said):
    with pytest.raises(InputError, match=said):
        UNTOUCHED.retaken(PICTURE_ASSETS, "", NOW).circling(number, asset)


def test_ones_own_file_joins_what_the_circled_take_has_and_moves_no_seed():
    takes = (
        UNTOUCHED.retaken([STILLS], "", NOW).using(STILLS, "start", MINE, "", NOW).using(STILLS, "end", OTHER, "", NOW)
    )
    assert takes.take(STILLS).inputs() == {"take": 2, "own": {"start": MINE.sha256, "end": OTHER.sha256}}
    assert takes.take(STILLS).number == 4
    assert takes.of(STILLS, 3).inputs() == {"take": 2, "own": {"start": MINE.sha256}}


def test_a_retake_asks_the_backend_again_and_the_own_file_stays_an_older_take():
    takes = UNTOUCHED.using(STILLS, "start", MINE, "", NOW).retaken(PICTURE_ASSETS, "", NOW)
    assert takes.take(STILLS).inputs() == {"take": 3}
    assert takes.circling(2).take(STILLS).own == {"start": MINE}


def test_the_same_file_again_is_the_take_it_was():
    takes = UNTOUCHED.using(STILLS, "start", MINE, "", NOW)
    again = takes.circling(1).using(STILLS, "start", MINE, "", NOW)
    assert again == takes


def test_a_locked_shot_refuses_and_says_how_to_unlock():
    locked = UNTOUCHED.locking({STILLS: "c" * 64}, NOW)
    for refused in (
        lambda: locked.retaken([LIPSYNC], "", NOW),
        lambda: locked.circling(1),
        lambda: locked.using(STILLS, "start", MINE, "", NOW),
    ):
        with pytest.raises(InputError, match=r"locked since 2026-03-01 12:00 UTC.*sparkle lock lamps s020 --off"):
            refused()
    assert locked.unlocking() == UNTOUCHED


def test_a_recording_stays_with_its_words_wherever_the_line_moves():
    role = line_role(["Hello.", "The sea is wild!"], 1)
    assert line_role(["Hello.", "Good night.", "the sea is WILD"], 2) == role
    assert line_role(["Hello.", "The sea was wild!"], 1) != role


def test_two_lines_of_the_same_words_have_recordings_of_their_own():
    texts = ["Go!", "Go!"]
    assert line_role(texts, 0) != line_role(texts, 1)


def test_decisions_survive_being_written_down():
    takes = UNTOUCHED.retaken(PICTURE_ASSETS, "näher", NOW).using(STILLS, "start", MINE, "", NOW)
    takes = takes.locking({STILLS: "c" * 64}, NOW)
    assert ShotTakes.model_validate(takes.model_dump(mode="json")) == takes
