"""Stills are shown to a person before a clip is made of them, where the profile says so."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.decided import tell_dagster
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import Sparkle, Studio
from sparkle_motion_dagster_tests.graph.gated import FILM, SHOTS, Gated
from sparkle_motion_dagster_tests.graph.test_make_film import decode


@pytest.fixture
def gated(tmp_path: Path, sparkle: Sparkle) -> Gated:
    return Gated(tmp_path, sparkle, "stills: true")


@pytest.mark.timeout(200)
def test_no_clip_is_made_before_its_stills_are_approved(gated: Gated):
    ran = gated.make()
    assert ran.code == 1 and "the stills of 3 shots wait for your approval" in ran.err
    assert f"sparkle approve {FILM} --stills" in ran.err and "Traceback" not in ran.err
    assert (gated.made("dialogue_audio"), gated.made("shot_images"), gated.made("video_clips")) == (3, 3, 0)
    assert gated.asks("stills") == SHOTS

    assert gated.run("approve", FILM, "s020", "--stills", "--note", "good").json["stills_approved"] == ["s020"]
    ran = gated.make()
    assert ran.code == 1 and "s010, s030" in ran.err
    assert gated.made("video_clips") == gated.made("qa_report") == 1

    assert gated.run("approve", FILM, "--stills").json["stills_approved"] == ["s010", "s030"]
    ran = gated.make()
    assert ran.code == 0, ran.err
    assert ran.json["made"] == {"video_clips": 2, "lipsynced_clips": 2, "qa_report": 2, "final_movie": 1}
    assert decode(Path(ran.json["movie"]))[0] > 48
    assert gated.make().json["made"] == {}

    gated.edit("Good evening.", "Good evening to all of you.")
    assert gated.make().json["made"]["video_clips"] == 1, "the stills are those that were approved"
    gated.edit("Waves roll on the sand.", "Waves roll on the sand at night. It rains.")
    ran = gated.make()
    assert ran.code == 1 and gated.asks("stills") == ["s030"]
    gated.run("approve", FILM, "s030", "--stills")
    assert gated.make().code == 0

    gated.run("retake", FILM, "s010", "--asset", "shot_images")
    gated.edit("at night. It rains.", "in the morning. It snows.")
    ran = gated.make()
    assert ran.code == 1 and "s030" in ran.err  # the animatic's stills of s010 came out the same: they are approved


def test_what_cannot_be_approved_is_refused(gated: Gated, studio: Studio, sparkle: Sparkle):
    gated.run("add", str(gated.brief))
    assert gated.run("approve", FILM, "s010", "--stills").code == 2  # not planned yet
    gated.make()
    assert "has no shot 's999'" in gated.run("approve", FILM, "s999", "--stills").err
    assert "which shot" in gated.run("approve", FILM).err
    gated.edit("Waves roll on the sand.", "Waves roll on the sand. It rains.")
    gated.run("approve", FILM, "--stills")
    assert "no stills wait" in gated.run("approve", FILM, "--stills").err
    where = ("--home", str(studio.home), "--profile", studio.profile())
    ran = sparkle("approve", "two-lamps", "--stills", *where)
    assert ran.code == 2 and "no stills wait for approval" in ran.err


@pytest.mark.timeout(200)
def test_dagster_keeps_the_stills_says_who_is_waited_for_and_goes_on_after_the_approval(gated: Gated):
    with gated.planned_by_automation() as daemon:
        assert (gated.made("shot_images"), gated.made("video_clips")) == (3, 0)
        ((_, run_id),) = daemon.failed
        (failed,) = daemon.instance.all_logs(run_id, of_type=dg.DagsterEventType.STEP_FAILURE)
        assert failed.dagster_event is not None and failed.dagster_event.step_key == "video_clips"
        told = failed.dagster_event.step_failure_data.user_failure_data
        assert told is not None and "s020: its stills wait for your approval" in str(told.description)
        assert daemon.conditions() == {}, "a shot that waits is not tried again"
        assert gated.asks("stills") == SHOTS

        gated.run("approve", FILM, "s020", "--stills")
        ticks: list[dict[str, Any]] = daemon.settle()
        assert {key for tick in ticks for keys in tick.values() for key in keys} == {f"{FILM}~s020"}
        assert gated.made("video_clips") == 1
        gated.run("approve", FILM, "--stills")
        store = ArtifactStore.open(gated.home / "store")
        assert tell_dagster(daemon.settings, store, FILM, daemon.instance) == [], "the command has told it"
        assert daemon.settle()[-1] == {"final_movie": {FILM}}
