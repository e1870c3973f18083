"""Only a judge reads the plan's words: without one, new words make no report again."""

from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.inspection.vision_server import VisionServerInspection
from sparkle_motion_dagster.crafts.craft import Material, ShotOrder
from sparkle_motion_dagster.crafts.inspection import Inspection, shot_words
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.policy import load_policy
from sparkle_motion_dagster_tests.film.test_rules import sound

JUDGE = VisionServerInspection(model="m", base_url="http://127.0.0.1:9/v1")


def order(**changes: Any) -> ShotOrder:
    plan = MoviePlan.model_validate(sound())
    shot = plan.shots[0].model_copy(update={"cast": (plan.characters[0].id,), **changes})
    return ShotOrder("film", plan.model_copy(update={"shots": (shot, *plan.shots[1:])}), shot, 320, 184, 24)


def digest(backend: Any, of: ShotOrder) -> str:
    needs = ("dialogue_audio", "shot_images", "video_clips", "lipsynced_clips")
    facts = {"line_artifacts": [], "frames": 24, "mouths_moved": False}
    materials = {need: Material(need, {"rig": Path("rig.json")}, facts) for need in needs}
    return Inspection(backend, load_policy()).recipe(of, materials).digest


def test_new_words_are_a_new_report_for_a_judge_and_for_nobody_else() -> None:
    before, after = order(), order(visual_description="A red balloon rises over the harbour.", motion_prompt=None)
    assert digest(MeasuredInspection(), before) == digest(MeasuredInspection(), after)
    assert digest(JUDGE, before) != digest(JUDGE, after)
    assert digest(JUDGE, before) == digest(JUDGE, order())


def test_a_close_up_expects_whom_it_is_on_and_an_insert_nobody() -> None:
    known = order().plan.characters[0]
    assert [one.name for one in shot_words(order(framing="wide")).characters] == [known.name]
    assert [one.name for one in shot_words(order(framing="close", focus=known.id)).characters] == [known.name]
    assert [one.name for one in shot_words(order(framing="close", focus=None)).characters] == [known.name]
    assert shot_words(order(framing="insert", focus=known.id)).characters == ()
