"""A finished film gets a judge: only its reports are made again, and Dagster shows the verdicts with their numbers."""

import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.verdicts import ASSET, CHECK
from sparkle_motion_dagster_tests.backends.inspection.shots_to_judge import answer
from sparkle_motion_dagster_tests.backends.remote.llm_server import Handler, Served, completion, llm_server

pytest.importorskip("openai")
FILM = "two-lamps"


def looks(handler: Handler, body: dict[str, Any]) -> None:
    """Sees all that it is asked about."""
    points = body["response_format"]["json_schema"]["schema"]["$defs"]["Points"]["properties"]
    who = [point for point in points if point.startswith("who")]
    told = answer(points=dict.fromkeys(points, "yes"), people=len(who), match_percent=90)
    handler.send_json(200, completion(json.dumps(told)))


def with_judge(studio: Any, served: Served) -> str:
    profile = yaml.safe_load(Path(studio.profile()).read_text())
    settings = {"model": "tiny-writer", "base_url": served.url, "frames": 2, "frame_px": 160, "max_retries": 0}
    profile["crafts"]["inspection"] = {"backend": "vision-server", "settings": settings}
    path = Path(studio.profile()).with_name("judged.yaml")
    path.write_text(yaml.safe_dump(profile))
    return str(path)


def verdicts(studio: Any) -> dict[str, dg.AssetCheckEvaluation]:
    """The latest evaluation of each shot's check."""
    key = dg.AssetCheckKey(dg.AssetKey(ASSET), CHECK)
    found: dict[str, dg.AssetCheckEvaluation] = {}
    with studio_instance(studio.home / "dagster") as instance:
        for record in instance.event_log_storage.get_asset_check_execution_history(key, limit=200):
            event = record.event and record.event.dagster_event
            said = event.event_specific_data if event else None
            if isinstance(said, dg.AssetCheckEvaluation) and said.partition:
                found.setdefault(said.partition, said)
    return found


def test_a_judge_remakes_reports_alone_and_approves(studio: Any, sparkle: Any) -> None:
    before = verdicts(studio)
    assert before and not any(said.passed for said in before.values())
    one = before[f"{FILM}~s010"]
    assert one.severity == dg.AssetCheckSeverity.WARN and "prompt_match was not judged" in (one.description or "")
    assert one.metadata["decoded_frames"].value and "prompt_match" not in one.metadata
    with llm_server() as served:
        served.otherwise = looks
        profile = with_judge(studio, served)
        made = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", profile, "--json")
        assert made.code == 0, made.err
    assert made.json["made"] == {"qa_report": len(before), "final_movie": 1}
    report = json.loads((studio.home / "screenings" / FILM / "qa_report.json").read_text())
    assert report["decision"] == "approve" and report["aggregate_prompt_match"] == 0.9
    assert [len(shot["frames_judged"]) for shot in report["per_shot"]] == [2] * len(before)
    after = verdicts(studio)
    assert set(after) == set(before) and all(said.passed for said in after.values())
    metadata = after[f"{FILM}~s010"].metadata
    assert metadata["prompt_match"].value == 0.9 and metadata["safety_violation"].value is False
    assert metadata["judge"].value == "vision-server 1, tiny-writer-0613"
    assert "s010-f000014" in str(metadata["frames"].value)  # the shot fades in: its first frames are dark on purpose


def test_a_judge_that_fails_leaves_the_film_and_says_why(studio: Any, sparkle: Any) -> None:
    with llm_server() as served:
        served.otherwise = lambda handler, body: handler.send_json(200, completion("It is lovely."))
        profile = with_judge(studio, served)
        made = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", profile, "--json")
    assert made.code == 1
    assert "gave no answer of the form asked for in 2 tries" in made.err
    assert verdicts(studio)[f"{FILM}~s010"].passed is False
