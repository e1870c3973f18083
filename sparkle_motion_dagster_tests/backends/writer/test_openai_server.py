"""The writer "openai": what it asks of a server, and what it makes of strange answers."""

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from sparkle_motion_dagster.backends.writer.answers import CastAnswer, schema_of
from sparkle_motion_dagster.backends.writer.openai_server import OpenAIWriter
from sparkle_motion_dagster.backends.writer.protocol import Question
from sparkle_motion_dagster.errors import EndpointError, ProfileError
from sparkle_motion_dagster_tests.backends.remote.llm_server import Served, completion, llm_server, says, status

pytest.importorskip("openai")
QUESTION = Question("characters", "You write.", "A story.", schema_of(CastAnswer), seed=2)


@pytest.fixture
def served() -> Iterator[Served]:
    with llm_server() as server:
        yield server


def writer(served: Served, **settings: Any) -> OpenAIWriter:
    return OpenAIWriter("tiny-writer", served.url, max_retries=0, **settings)


def test_the_schema_is_asked_for_and_the_answer_is_counted(served: Served) -> None:
    prices = {"usd_per_million_input_tokens": 10.0, "usd_per_million_output_tokens": 100.0}
    answer = writer(served, **prices).answer(QUESTION)
    asked = served.asked[0]
    wanted = asked["response_format"]["json_schema"]
    assert wanted["strict"] is True
    assert "maxLength" not in json.dumps(wanted)
    assert all(part["additionalProperties"] is False for part in wanted["schema"]["$defs"].values())
    assert (asked["temperature"], asked["seed"], asked["model"]) == (0.0, 9, "tiny-writer")
    assert (answer.model, answer.input_tokens, answer.output_tokens) == ("tiny-writer-0613", 100, 40)
    assert answer.cost_usd == pytest.approx(100 * 10 / 1e6 + 40 * 100 / 1e6)
    assert CastAnswer.model_validate_json(answer.text).characters[0].name == "Ada"


def test_costs_nobody_knows_are_not_told_as_nothing(served: Served) -> None:
    assert writer(served).answer(QUESTION).cost_usd is None


def test_a_server_without_schemas_is_asked_for_an_object_and_it_is_said(served: Served) -> None:
    served.script = [status(400, "response_format json_schema is not supported")]
    of = writer(served)
    answer = of.answer(QUESTION)
    assert served.asked[1]["response_format"] == {"type": "json_object"}
    assert "JSON schema:" in served.asked[1]["messages"][1]["content"]
    assert "takes no JSON schema" in answer.notes[0]
    assert answer.facts["structured"] == "json_object"
    of.answer(QUESTION)
    assert len(served.asked) == 3  # it is not asked for a schema again


@pytest.mark.parametrize("code", [400, 500, 404])
def test_other_refusals_do_not_lead_to_looser_answers(served: Served, code: int) -> None:
    served.otherwise = status(code, "temperature must be 1")
    with pytest.raises(EndpointError, match="temperature must be 1"):
        writer(served).answer(QUESTION)
    assert len(served.asked) == 1


def without_choices(handler: Any, body: dict[str, Any]) -> None:
    handler.send_json(200, completion("x") | {"choices": []})


@pytest.mark.parametrize(
    "reply",
    [
        without_choices,
        lambda h, b: h.send_json(200, completion("x") | {"choices": "many"}),
        lambda h, b: h.send_json(200, {"choices": [{"message": {"content": 7}}]}),
        lambda h, b: h.send_json(200, ["no", "object"]),
        lambda h, b: h.send_json(200, None),
        lambda h, b: h.send_json(200, {"error": {"message": "model is loading"}}),
        lambda h, b: h.send_bytes(200, b"<html>welcome</html>", "text/html"),
        lambda h, b: h.send_bytes(200, b"[" * 100_000, "application/json"),
        lambda h, b: h.send_bytes(200, b"\xff\xfe", "application/json"),
    ],
)
def test_what_is_no_chat_completion_is_an_error_of_the_server(served: Served, reply: Any) -> None:
    served.otherwise = reply
    with pytest.raises(EndpointError, match="OpenAI-compatible server"):
        writer(served).answer(QUESTION)


def test_refusals_and_cut_off_answers_are_told_as_such(served: Served) -> None:
    served.script = [
        says('{"title"', finish_reason="length"),
        says(None, message={"content": None, "refusal": "I won't"}),
    ]
    of = writer(served)
    assert of.answer(QUESTION).ended == "length"
    refused = of.answer(QUESTION)
    assert (refused.ended, refused.text) == ("refusal", "")
    assert "I won't" in refused.notes[0]


def test_the_recipe_holds_what_decides_the_answer_and_no_key(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_LLM_KEY", "sk-secret-42")
    of = writer(served, api_key_env="TEST_LLM_KEY")
    of.answer(QUESTION)
    assert set(of.model_inputs()) == {"model", "server", "temperature", "seed", "max_tokens", "structured"}
    assert b"sk-secret-42" not in pickle.dumps(of)
    assert "TEST_LLM_KEY" not in str(of.model_inputs())


def test_doctor_sees_server_model_and_key(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert writer(served).readiness()[0]
    ready, why = OpenAIWriter("missing", served.url).readiness()
    assert not ready and "tiny-writer, other-model" in why
    ready, why = writer(served, api_key_env="TEST_LLM_KEY").readiness()
    assert not ready and "export TEST_LLM_KEY" in why
    with llm_server() as gone:
        url = gone.url
    ready, why = OpenAIWriter("tiny-writer", url).readiness()
    assert not ready and "cannot be reached" in why


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"structured": "yaml"}, "structured"),
        ({"max_tokens": 1}, "max_tokens"),
        ({"max_tokens_field": "tokens"}, "max_tokens_field"),
        ({"burst": 3}, "per_minute"),
        ({"api_key_env": "sk-my-key"}, "never the key"),
    ],
)
def test_wrong_settings_are_refused(served: Served, settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ProfileError, match=told):
        writer(served, **settings)
