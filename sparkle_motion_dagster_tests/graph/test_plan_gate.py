"""The plan is shown to a person before anything is made of it, where the profile says so."""

from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster_tests.conftest import Sparkle, Studio
from sparkle_motion_dagster_tests.graph.gated import FILM, SHOTS, Gated
from sparkle_motion_dagster_tests.graph.test_make_film import decode


@pytest.fixture
def gated(tmp_path: Path, sparkle: Sparkle) -> Gated:
    return Gated(tmp_path, sparkle, "plan: true")


@pytest.mark.timeout(200)
def test_nothing_is_made_of_a_shot_before_its_plan_is_approved(gated: Gated):
    ran = gated.make()
    assert ran.code == 1 and "the plan of 3 shots waits for your approval" in ran.err
    assert f"sparkle approve {FILM} --plan" in ran.err and "Traceback" not in ran.err
    assert gated.made("movie_plan") == 1 and not any(gated.made(asset) for asset in (*SHOT_ASSETS, "line_audio"))
    assert gated.asks("plan") == SHOTS

    assert gated.run("approve", FILM, "s020", "--plan", "--note", "yes").json["plan_approved"] == ["s020"]
    ran = gated.make()
    assert ran.code == 1 and "s010, s030" in ran.err
    assert {gated.made(asset) for asset in SHOT_ASSETS} == {1}, "the others hold up nothing but themselves"
    assert gated.run("approve", FILM, "--plan").json["plan_approved"] == ["s010", "s030"]
    ran = gated.make()
    assert ran.code == 0, ran.err
    assert decode(Path(ran.json["movie"]))[0] > 48

    gated.edit("Good evening.", "Good evening to all of you.")
    ran = gated.make()
    assert ran.code == 1 and gated.asks("plan") == ["s020"], "only what was edited is asked about"
    gated.edit("Good evening to all of you.", "Good evening.")
    assert gated.make().json["made"] == {"movie_plan": 1}, "what was approved once, and is made, is not asked about"
    gated.edit("Title: Short", "Title: Shorter")
    assert gated.make().json["made"] == {"movie_plan": 1, "final_movie": 1}
    gated.edit("Waves roll on the sand.", "Waves roll on the sand. It rains.\n\nINT. CAVE - NIGHT\n\nWater drips.")
    gated.run("add", str(gated.brief))  # what is approved is the text as it is now, planned or not
    assert gated.asks("plan") == ["s030", "s040"]
    assert gated.run("approve", FILM, "s040", "--plan").json["plan_approved"] == ["s040"]
    assert gated.run("approve", FILM, "--plan").json["plan_approved"] == ["s030"]
    made = gated.make().json["made"]
    assert (made["video_clips"], made["final_movie"]) == (2, 1)


@pytest.mark.timeout(200)
def test_plan_and_stills_are_asked_about_one_after_the_other(tmp_path: Path, sparkle: Sparkle):
    gated = Gated(tmp_path, sparkle, "plan: true, stills: true")
    assert "the plan of 3 shots waits" in gated.make().err
    gated.run("approve", FILM, "--plan")
    assert "the stills of 3 shots wait" in gated.make().err
    assert (gated.asks("plan"), gated.asks("stills")) == ([], SHOTS)
    gated.run("approve", FILM, "--stills")
    assert gated.make().code == 0


def test_what_cannot_be_approved_is_refused(gated: Gated, studio: Studio, sparkle: Sparkle):
    gated.make()
    assert "has no shot 's999'" in gated.run("approve", FILM, "s999", "--plan").err
    assert "one after the other" in gated.run("approve", FILM, "--plan", "--stills").err
    gated.run("approve", FILM, "--plan")
    assert "no plan waits" in gated.run("approve", FILM, "--plan").err
    where = ("--home", str(studio.home), "--profile", studio.profile())
    ran = sparkle("approve", "two-lamps", "--plan", *where)
    assert ran.code == 2 and "no plan waits for approval" in ran.err


def test_a_finished_film_is_not_asked_about_when_the_gate_is_put_up(studio: Studio, sparkle: Sparkle):
    profile = Path(studio.profile())
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("{escalation: false}", "{escalation: false, plan: true}"), encoding="utf-8")
    ran = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", str(profile), "--json")
    assert ran.code == 0 and ran.json["made"] == {}, ran.err


@pytest.mark.timeout(200)
def test_dagster_says_who_is_waited_for_and_goes_on_after_the_approval(gated: Gated):
    with gated.planned_by_automation() as daemon:
        assert not any(gated.made(asset) for asset in SHOT_ASSETS)
        ((_, run_id),) = daemon.failed
        failed = daemon.instance.all_logs(run_id, of_type=dg.DagsterEventType.STEP_FAILURE)
        told = [entry.dagster_event.step_failure_data.user_failure_data for entry in failed if entry.dagster_event]
        assert any(one is not None and "s020: its plan waits for your approval" in str(one.description) for one in told)
        assert daemon.conditions() == {}, "a shot that waits is not tried again"
        assert gated.asks("plan") == SHOTS

        gated.run("approve", FILM, "s020", "--plan")
        ticks = daemon.settle()
        assert {key for tick in ticks for keys in tick.values() for key in keys} == {f"{FILM}~s020"}
        assert gated.made("qa_report") == 1
        gated.run("approve", FILM, "--plan")
        assert daemon.settle()[-1] == {"final_movie": {FILM}}
