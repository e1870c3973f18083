"""QA's takes through the whole graph: real drawings that stand still for some seeds, decoded; kills; the gate."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from dagster._core.storage.tags import AUTOMATION_CONDITION_TAG

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.staging import shot_seed
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.media.reading import opened_film
from sparkle_motion_dagster.store.decisions import shot_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.crafts.flawed import flawed_profile
from sparkle_motion_dagster_tests.graph.daemon_in_process import Daemon

FILM, SHOT = "two-lamps", "s050"
ALL = ["dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report"]


@pytest.fixture
def flawed(studio, tmp_path):
    """Profiles of the studio whose clips of a shot stand still, take by take, for these shares of their length."""

    def write(*shares: float | None, **changes) -> Path:
        text = (studio.home / "screenings" / FILM / "plan.json").read_text(encoding="utf-8")
        plan = MoviePlan.model_validate_json(text)
        first = shot_seed(next(shot for shot in plan.shots if shot.id == SHOT))
        frozen = {first + 7919 * at: share for at, share in enumerate(shares) if share is not None}
        crafts = {"video": {"frozen": frozen}} if shares else {}
        crafts |= {"inspection": changes.pop("inspection")} if "inspection" in changes else {}
        return flawed_profile(Path(studio.profile()), tmp_path / "flawed.yaml", crafts=crafts, **changes)

    return write


@pytest.fixture
def run(studio, sparkle):
    """A command of sparkle in the studio; its JSON, or what it said against it."""

    def run_one(command: str, *arguments: object, profile: Path | None = None, code: int = 0):
        words = [command, *map(str, arguments), "--home", str(studio.home)]
        words += [] if profile is None else ["--profile", str(profile)]
        ran = sparkle(*words, "--json")
        assert ran.code == code, ran.err
        return ran.json if code == 0 else ran.err

    return run_one


def still_share(clip: Path, start_s: float = 0.0, length_s: float | None = None) -> float:
    """Share of a film's frames (from a second on, for so long) that are as the one before."""
    with opened_film(clip) as film:
        frames = [(frame.time, frame.to_ndarray(format="gray").astype(int)) for frame in film.decode(video=0)]
    until = start_s + (length_s if length_s is not None else frames[-1][0])
    seen = [frame for time_s, frame in frames if start_s + 0.1 <= time_s < until - 0.1]
    assert len(seen) > 24
    pairs = zip(seen[1:], seen[:-1], strict=True)
    return float(np.mean([np.abs(after - before).max() < 8 for after, before in pairs]))


def clip_of(studio) -> Path:
    return studio.home / "screenings" / FILM / "shots" / SHOT / "clip.mp4"


def decisions(studio) -> dict:
    return shot_takes(ArtifactStore.open(studio.home / "store"), FILM, SHOT).model_dump(
        exclude={"takes": {"__all__": {"decided_at"}}}
    )


def test_a_clip_that_stands_still_is_retaken_once_and_the_good_one_is_in_the_film(studio, flawed, run):
    left = run("make", FILM, profile=flawed(0.99, retakes={"auto": False}))
    assert (left["decision"], left["made"]["video_clips"]) == ("regenerate", 5)
    profile = flawed(0.99)  # as if it had been killed after the reports: they are there, the decision is not
    made = run("make", FILM, profile=profile)
    assert {asset: made["made"].get(asset) for asset in ALL} == dict.fromkeys(ALL[1:3], 1) | {
        "dialogue_audio": None, "lipsynced_clips": None, "qa_report": None,
    }  # fmt: skip
    assert made["decision"] == "pending" and made["verdicts"] == []
    assert still_share(clip_of(studio)) < 0.9
    place = next(shot for shot in made["shots"] if shot["id"] == SHOT)
    assert still_share(Path(made["movie"]), place["start_s"], place["duration_s"]) < 0.9
    listed = [take for take in run("takes", FILM, SHOT)["takes"] if take["asset"] == "video_clips"]
    assert [(take["take"], take["by"], take["circled"]) for take in listed] == [(1, None, False), (2, "qa", True)]
    assert listed[1]["note"].startswith("QA: frozen: nothing changes for ")
    assert still_share(Path(listed[0]["files"]["video"])) > 0.9  # the one that was left
    assert run("make", FILM, profile=profile)["made"] == {}


def test_never_good_is_three_takes_the_best_of_which_is_in_the_film_and_said(studio, flawed, run, sparkle):
    profile = flawed(0.99, 0.93, 0.96)
    made = run("make", FILM, profile=profile)
    assert made["made"]["video_clips"] == 5 + 2
    assert made["decision"] == "regenerate"
    (verdict,) = made["verdicts"]
    assert (verdict["shot"], verdict["take"], verdict["takes_judged"], verdict["next"]) == (SHOT, 2, 3, "keep")
    report = json.loads((studio.home / "screenings" / FILM / "qa_report.json").read_text(encoding="utf-8"))
    assert (report["decision"], report["summary"]) == (
        "regenerate",
        f"5 shots: 4 pending, 1 regenerate. {SHOT}: take 2 is kept, the best of 3, all rejected.",
    )
    before = decisions(studio)
    again = run("make", FILM, profile=profile)
    assert (again["made"], decisions(studio)) == ({}, before)
    assert run("status", FILM, profile=profile)["fresh"] is True
    said = sparkle("status", FILM, "--home", str(studio.home), "--profile", str(profile)).out
    assert f"{SHOT} QA says regenerate" in said and "the best of 3" in " ".join(said.split())
    assert run("estimate", FILM, profile=profile)["totals"]["retake_share"] > 0
    run("circle", FILM, SHOT, 1, profile=profile)  # a person's circle wins
    assert run("make", FILM, profile=profile)["made"].get("video_clips", 0) == 0
    assert decisions(studio)["circled"] == {}


@pytest.mark.timeout(120)
def test_killed_while_it_retakes_it_goes_on_to_the_same_takes(studio, flawed, run):
    profile = flawed(0.99, 0.93, 0.96)
    words = ["make", FILM, "--home", str(studio.home), "--profile", str(profile)]
    program = [sys.executable, "-m", "sparkle_motion_dagster_tests.crafts.flawed", *words]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    decided = studio.home / "store" / "decisions" / FILM / SHOT / "000001.json"
    deadline = time.monotonic() + 60
    while not decided.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert decided.exists()
    made = run("make", FILM, profile=profile)
    assert decisions(studio)["circled"] == {"shot_images": 2, "video_clips": 2}
    assert [take["number"] for take in decisions(studio)["takes"]] == [2, 3]
    assert made["verdicts"][0]["takes_judged"] == 3
    assert run("make", FILM, profile=profile)["made"] == {}


def test_a_run_of_dagsters_makes_what_it_was_asked_for_and_automation_what_qa_wants_next(studio, flawed, run):
    made = run("make", FILM, profile=flawed(0.99, retakes={"auto": False}))
    assert made["made"]["video_clips"] == 5
    assert "retakes.auto" in made["verdicts"][0]["left_because"]
    assert decisions(studio)["takes"] == ()
    shot = f"{FILM}~{SHOT}"
    with studio_instance(studio.home / "dagster") as instance:
        daemon = Daemon(studio.home, str(flawed(0.99)), instance)
        assert daemon.conditions() == {}
        daemon.run("make_shots", ["qa_report"], (shot,))
        assert decisions(studio)["circled"] == {"shot_images": 2, "video_clips": 2}
        assert (daemon.made, daemon.failed) == ({}, [])
        *shots, film = daemon.settle()
        assert film == {"final_movie": {FILM}}
        assert {asset for tick in shots for asset in tick} == set(ALL)
        assert all(keys == {shot} for tick in shots for keys in tick.values())
        assert daemon.made["video_clips"] == 1 and not daemon.failed
    assert still_share(clip_of(studio)) < 0.9
    assert run("make", FILM, profile=flawed(0.99))["made"] == {}


def test_a_take_that_qa_asks_for_between_two_ticks_is_made_by_automation(studio, flawed, run, monkeypatch):
    monkeypatch.setattr("sparkle_motion_dagster.graph.unfinished.CONDITIONS_FIRST_S", 0.0)
    run("make", FILM, profile=flawed(0.99, retakes={"auto": False}))
    shot = f"{FILM}~{SHOT}"
    with studio_instance(studio.home / "dagster") as instance:
        daemon = Daemon(studio.home, str(flawed(0.99)), instance)
        assert daemon.conditions() == {}
        daemon.run("make_shots", ALL, (shot,), {AUTOMATION_CONDITION_TAG: "true"})
        assert decisions(studio)["circled"] == {"shot_images": 2, "video_clips": 2}
        assert daemon.conditions() == {}, (
            "the run has made the stills, and its end wants others: Dagster sees one change"
        )
        asked, cursor = daemon.unfinished()
        assert asked == [FILM]
        assert daemon.unfinished(cursor)[0] == [], "once"
        daemon.run("make_film", [], (FILM,))
        assert not daemon.failed
        assert daemon.unfinished()[0] == [], "nothing is left to be made"
    assert still_share(clip_of(studio)) < 0.9


def test_what_qa_shows_to_a_person_is_no_finished_film_until_that_person_has_decided(studio, flawed, run):
    shut = flawed(inspection={"afraid_of": [SHOT]}, gates={"escalation": True})
    said = run("make", FILM, profile=shut, code=1)
    assert f"{SHOT}: QA escalates it: a safety violation was found" in said
    assert f"sparkle approve {FILM} {SHOT}" in said and ".mp4" in said
    state = run("status", FILM, profile=shut)
    assert state["fresh"] is False and state["verdicts"][0]["waits"] is True
    movie = next(cell for cell in state["assets"] if cell["asset"] == "final_movie")
    assert (movie["status"], movie["reasons"]) == ("stale", [f"waits for your decision about {SHOT}"])
    again = run("make", FILM, profile=shut, code=1)
    assert again == said[said.index("error: ") :]  # asked again: nothing is made, and it says the same
    assert decisions(studio)["takes"] == ()

    opened = flawed(inspection={"afraid_of": [SHOT]}, gates={"escalation": False})
    marked = run("make", FILM, profile=opened, code=1)
    assert "the film is cut, and marked escalate" in marked
    report = studio.home / "screenings" / FILM / "qa_report.json"
    assert json.loads(report.read_text(encoding="utf-8"))["decision"] == "escalate"

    shut = flawed(inspection={"afraid_of": [SHOT]}, gates={"escalation": True})
    run("approve", FILM, SHOT, "--note", "only a doll", profile=shut)
    made = run("make", FILM, profile=shut)
    assert made["made"] == {"final_movie": 1}
    assert made["decision"] == "pending"  # the others are not judged
    summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
    assert summary == f"5 shots: 1 escalate, 4 pending. {SHOT}: approved by a person (only a doll)."
    assert run("make", FILM, profile=shut)["made"] == {}
