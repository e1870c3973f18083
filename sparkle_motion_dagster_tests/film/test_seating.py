"""Who sits, and on what: told once, true until told otherwise."""

import pytest

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.prompts import picture_prompt
from sparkle_motion_dagster.film.seating import seat_called, seats
from sparkle_motion_dagster.film.staging import picture
from sparkle_motion_dagster.writing.brief import Brief
from sparkle_motion_dagster.writing.write_plan import write_plan

OPENING = "ADA (70) waits. TOM (30) waits.\n\nADA\nSo.\n\nTOM\nSo.\n\n"


def plan_of(action: str, heading: str = "INT. KITCHEN - DAY") -> MoviePlan:
    return write_plan(Brief("fountain", f"{heading}\n\n{OPENING}{action}\n", "Untitled", "a.fountain")).plan


def at_end(action: str, heading: str = "INT. KITCHEN - DAY") -> dict[str, str]:
    """Who sits where both are seen last."""
    plan = plan_of(f"{action}\n\nAda and Tom wait.", heading)
    return dict(seats(plan, next(shot for shot in reversed(plan.shots) if len(shot.cast) == 2)))


@pytest.mark.parametrize(
    ("action", "sits"),
    [
        ("Ada sits at the table.", {"ada": "chair"}),
        ("Ada sits down on a stool.", {"ada": "stool"}),
        ("Tom drops into an armchair.", {"tom": "armchair"}),
        ("Ada and Tom sit.", {"ada": "chair", "tom": "chair"}),
        ("They sit together on the bench.", {"ada": "bench", "tom": "bench"}),
        ("Ada waves and Tom sits.", {"tom": "chair"}),
        ("Ada sits.\n\nShe stands up.", {}),
        ("Ada and Tom sit.\n\nTom gets to his feet.", {"ada": "chair"}),
        ("Ada sits up.", {}),
        ("Ada sits on the floor.", {}),
        ("Ada sits in the car.", {}),
        ("Ada sits.\n\nAda walks to the window.", {}),
        ("A cup sits on the shelf.", {}),
    ],
)
def test_a_person_sits_until_they_rise(action: str, sits: dict[str, str]) -> None:
    assert at_end(action) == sits


@pytest.mark.parametrize(
    ("heading", "seat"),
    [("INT. HALL - DAY", "chair"), ("EXT. PARK - DAY", "bench"), ("EXT. FOREST - DAY", "rock")],
)
def test_where_no_seat_is_named_the_place_has_one(heading: str, seat: str) -> None:
    assert at_end("Ada sits.", heading) == {"ada": seat}


def test_a_new_scene_begins_standing() -> None:
    plan = plan_of("Ada sits.\n\nINT. HALL - NIGHT\n\nAda waits.")
    assert seats(plan, plan.shots[-1]) == {}


def test_the_picture_shows_it_and_says_nothing_of_seats_where_all_stand() -> None:
    plan = plan_of("Ada sits.\n\nTOM\nTea?")
    first, last = picture(plan, plan.shots[0], 640, 360), picture(plan, plan.shots[-1], 640, 360)
    assert "seat" not in str(first.model_dump(mode="json"))
    assert {figure.character_id: figure.seat for figure in last.figures}.get("ada", "chair") == "chair"


def test_a_model_is_told_who_still_sits_and_not_twice() -> None:
    plan = plan_of("Ada sits.\n\nAda smiles.\n\nTOM\nPlease.")
    prompts = [picture_prompt(plan, shot, shot.start_base_image_id) for shot in plan.shots if "ada" in shot.cast]
    assert "ADA is sitting on a chair" in next(prompt for prompt in prompts if "Ada smiles" in prompt)
    assert not any("is sitting on" in prompt for prompt in prompts if "Ada sits" in prompt)


def test_an_edit_that_lets_somebody_sit_changes_the_pictures_after_it() -> None:
    before, after = plan_of("Ada waits.\n\nADA\nTea?"), plan_of("Ada sits.\n\nADA\nTea?")
    assert picture(before, before.shots[0], 640, 360) == picture(after, after.shots[0], 640, 360)
    assert picture(before, before.shots[-1], 640, 360) != picture(after, after.shots[-1], 640, 360)


@pytest.mark.parametrize(("thing", "seat"), [("old bench", "bench"), ("sofa", "armchair"), ("table", None)])
def test_things_that_are_seats(thing: str, seat: str | None) -> None:
    assert seat_called(thing) == seat
