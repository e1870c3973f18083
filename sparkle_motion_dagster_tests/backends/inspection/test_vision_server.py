"""The judge "vision-server": what it sends to a real HTTP server, and what it makes of a server that lies."""

import base64
import io
import json
import pickle
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sparkle_motion_dagster.backends.inspection.frames import data_uri
from sparkle_motion_dagster.backends.inspection.vision_server import VisionServerInspection
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError, EndpointError, ProfileError
from sparkle_motion_dagster.film.policy import QAPolicy, decide
from sparkle_motion_dagster_tests.backends.inspection.shots_to_judge import POINTS, answer, shot_to_judge
from sparkle_motion_dagster_tests.backends.remote.llm_server import Handler, Served, llm_server, says, status

pytest.importorskip("openai")


@pytest.fixture
def served() -> Iterator[Served]:
    with llm_server() as server:
        server.otherwise = says(json.dumps(answer()))
        yield server


def judge(served: Served, **settings: Any) -> VisionServerInspection:
    given = {"model": "tiny-writer", "base_url": served.url, "frames": 1, "max_retries": 0} | settings
    return VisionServerInspection(**given)


def shown(body: dict[str, Any]) -> Image.Image:
    kind, _, data = body["messages"][1]["content"][0]["image_url"]["url"].partition(",")
    assert kind == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_each_frame_is_shown_with_its_questions_and_a_good_shot_is_approved(served: Served, tmp_path: Path) -> None:
    findings = judge(served, frames=3, frame_px=160).inspect(shot_to_judge(tmp_path))
    assert [frame.id for frame in findings.frames_judged] == ["s010-f000000", "s010-f000012", "s010-f000023"]
    assert [shown(body).size for body in served.asked] == [(160, 90)] * 3
    assert len({shown(body).tobytes() for body in served.asked}) == 3
    body = served.asked[1]
    form = body["response_format"]["json_schema"]
    assert form["strict"] is True and list(form["schema"]["$defs"]["Points"]["properties"]) == list(POINTS)
    asked = body["messages"][1]["content"][1]["text"]
    assert "frame at 0.50 s of 1.00 s" in asked and "- who1: Ada is in it: 70, woman, white hair, yellow coat" in asked
    assert "Lighthouse kitchen, inside" in asked
    assert (findings.prompt_match, findings.safety_violation, findings.finger_issue_ratio) == (0.92, False, 0.0)
    assert findings.decoded_frames == 24 and findings.contrast  # measured here all the same
    told = findings.judge
    assert told is not None and (told.model, told.input_tokens, told.repairs) == ("tiny-writer-0613", 300, 0)
    assert decide(findings, QAPolicy()).decision == "approve"


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        (json.dumps(answer(match_percent=700)), "match_percent"),
        (json.dumps({"prompt_match": 7}), "prompt_match"),
        (json.dumps(answer(match_percent="92")), "match_percent: Input should be a valid integer"),
        (json.dumps(answer(people=None)), "people"),
        (json.dumps(answer(faults="none")), "faults"),
        (json.dumps(answer(points={"who1": "yes"})), "points.place"),
        (json.dumps(answer())[:-30], "the whole: Invalid JSON"),
        ("The picture is lovely.", "the whole: Invalid JSON"),
        ("", "the whole: Invalid JSON"),
        ("null", "the whole"),
    ],
)
def test_an_answer_of_another_form_is_asked_for_once_more_with_what_is_wrong(
    served: Served, tmp_path: Path, lie: str, told: str
) -> None:
    served.script = [says(lie)]
    findings = judge(served).inspect(shot_to_judge(tmp_path))
    again = served.asked[1]["messages"]
    assert [message["role"] for message in again] == ["system", "user", "assistant", "user"]
    assert told in again[3]["content"]
    assert findings.judge is not None and findings.judge.repairs == 1 and findings.judge.input_tokens == 200
    assert findings.prompt_match == 0.92


def test_a_server_that_goes_on_lying_is_an_error_and_nothing_is_made_up(served: Served, tmp_path: Path) -> None:
    served.otherwise = says(json.dumps(answer(match_percent=7.5)), finish_reason="length")
    with pytest.raises(BackendError, match=r"s010, frame at 0\.50 s: tiny-writer gave no answer.*in 3 tries.*cut off"):
        judge(served, max_repairs=2).inspect(shot_to_judge(tmp_path))
    assert len(served.asked) == 3


def test_nought_stays_nought(served: Served, tmp_path: Path) -> None:
    served.otherwise = says(json.dumps(answer(match_percent=0)))
    findings = judge(served).inspect(shot_to_judge(tmp_path))
    assert findings.prompt_match == 0.0 and decide(findings, QAPolicy()).decision == "regenerate"


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (says(None, message={"content": None, "refusal": "I won't look at that"}), "the model refused"),
        (says("", finish_reason="content_filter"), "filter"),
    ],
)
def test_a_judge_that_declines_has_not_judged(served: Served, tmp_path: Path, reply: Any, told: str) -> None:
    served.script = [reply]
    findings = judge(served, frames=2).inspect(shot_to_judge(tmp_path))
    assert told in (findings.frames_judged[0].not_judged or "")
    assert findings.frames_judged[1].prompt_match == 0.92
    assert findings.safety_violation is None
    assert decide(findings, QAPolicy()).decision == "pending"


def half(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"mess')
    handler.close_connection = True


def hang(handler: Handler, body: dict[str, Any]) -> None:
    time.sleep(2)


def test_what_may_go_better_is_asked_again_and_no_sooner_than_wished(served: Served, tmp_path: Path) -> None:
    served.script = [status(500, "broken"), half, status(429, "slowly", Retry_After="1")]
    findings = judge(served, max_retries=3).inspect(shot_to_judge(tmp_path))
    assert findings.prompt_match == 0.92 and len(served.asked) == 4
    assert served.times[3] - served.times[2] >= 1.0


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (status(500, "broken"), "broken"),
        (half, "broke off"),
        (hang, r"did not answer in 0\.5 s"),
        (lambda h, b: h.send_json(200, {"error": {"message": "no vision here"}}), "no vision here"),
        (status(400, "this model takes no images"), "takes no images"),
        (status(413, "too large"), "too large"),
    ],
)
def test_what_does_not_go_better_is_an_error_of_the_server(
    served: Served, tmp_path: Path, reply: Any, told: str
) -> None:
    served.otherwise = reply
    with pytest.raises(EndpointError, match=told):
        judge(served, timeout_s=0.5).inspect(shot_to_judge(tmp_path))


def test_a_server_without_schemas_is_told_the_form_in_words_and_checked_here(served: Served, tmp_path: Path) -> None:
    served.script = [status(400, "response_format json_schema is not supported")]
    findings = judge(served, seed=11).inspect(shot_to_judge(tmp_path))
    assert served.asked[1]["response_format"] == {"type": "json_object"}
    assert '"match_percent"' in served.asked[1]["messages"][1]["content"][1]["text"]
    assert findings.judge is not None and "takes no JSON schema" in findings.judge.notes[0]


def test_pictures_are_of_bounded_size() -> None:
    noise = Image.effect_noise((640, 360), 200).convert("RGB")
    address = data_uri(noise, 20_000)
    data = base64.b64decode(address.partition(",")[2])
    assert len(data) <= 20_000
    assert Image.open(io.BytesIO(data)).width < 640
    assert data_uri(noise, 20_000) == address


def test_the_key_goes_to_the_server_and_nowhere_else(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = judge(served, api_key_env="TEST_VISION_KEY")
    with pytest.raises(BackendUnavailableError, match="export TEST_VISION_KEY"):
        of.inspect(shot_to_judge(tmp_path))
    monkeypatch.setenv("TEST_VISION_KEY", "sk-secret-43")
    findings = of.inspect(shot_to_judge(tmp_path))
    assert served.headers[0]["authorization"] == "Bearer sk-secret-43"
    assert "sk-secret-43" not in findings.model_dump_json() and b"sk-secret-43" not in pickle.dumps(of)
    assert "TEST_VISION_KEY" not in json.dumps(of.model_inputs())
    assert of.served_report()["reasons"] == []
    assert "other-model" in judge(served, model="nobody").served_report()["reasons"][0]


@pytest.mark.parametrize(
    "wrong",
    [{"base_url": "ftp://x/v1"}, {"frames": 0}, {"structured": "yaml"}, {"model": ""}, {"api_key_env": "sk-my-key"}],
)
def test_wrong_settings_are_refused(served: Served, wrong: dict[str, Any]) -> None:
    with pytest.raises((ProfileError, ValueError)):
        judge(served, **wrong)
