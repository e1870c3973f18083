"""The writer "local": a tiny model of a real architecture, held to the schema. What it says is nonsense of the right form."""

from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.writer.answers import CastAnswer, passage_answer, schema_of
from sparkle_motion_dagster.backends.writer.local import LocalWriter
from sparkle_motion_dagster.backends.writer.protocol import Question
from sparkle_motion_dagster.errors import BackendError, ProfileError, WeightsError

pytest.importorskip("llguidance")
pytest.importorskip("transformers")

UNITS = {"n1": False, "q1": True, "n2": False}


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from sparkle_motion_dagster_tests.tiny_models.tiny_llama import save_tiny_llama

    return save_tiny_llama(tmp_path_factory.mktemp("llama"))


def question(shape: Any, text: str = "A story.", seed: int = 0) -> Question:
    return Question("test", "You write.", text, schema_of(shape), seed)


def test_random_weights_follow_the_schema_and_the_seed(tiny_llama: Path) -> None:
    passage = passage_answer(UNITS, ["c1", "c2"], ["p1"])
    model = LocalWriter(str(tiny_llama), temperature=1.0)
    first = model.answer(question(passage))
    answer = passage.model_validate_json(first.text).model_dump()
    assert list(answer["filmed"]) == list(UNITS)
    assert answer["filmed"]["q1"]["speaker"] in ("c1", "c2")
    assert first.ended == "stop" and first.output_tokens and first.cost_usd == 0.0
    assert model.answer(question(passage)).text == first.text
    assert model.answer(question(passage, seed=1)).text != first.text


def test_an_answer_that_is_cut_off_is_told_as_such(tiny_llama: Path) -> None:
    answer = LocalWriter(str(tiny_llama), temperature=1.0, max_tokens=20).answer(question(CastAnswer))
    assert (answer.ended, answer.output_tokens) == ("length", 20)


def test_a_question_longer_than_the_model_takes_is_refused_with_the_setting_to_change(tiny_llama: Path) -> None:
    with pytest.raises(BackendError, match="window_chars"):
        LocalWriter(str(tiny_llama)).answer(question(CastAnswer, "word " * 9000))


def test_a_model_that_is_late_is_stopped(tiny_llama: Path) -> None:
    with pytest.raises(BackendError, match=r"did not answer in 0\.001 s on cpu"):
        LocalWriter(str(tiny_llama), timeout_s=0.001).answer(question(CastAnswer))


def test_weights_that_are_missing_or_changed_are_seen(tiny_llama: Path, tmp_path: Path) -> None:
    ready, why = LocalWriter(str(tmp_path / "gone" / ".")).readiness()
    assert not ready and "gone" in why
    with pytest.raises(WeightsError):
        LocalWriter(str(tmp_path / "gone") + "/.").answer(question(CastAnswer))
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in tiny_llama.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    before = LocalWriter(str(copy)).model_inputs()
    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[8 + int.from_bytes(weights[:8], "little")] ^= 0xFF  # the first number behind the header
    (copy / "model.safetensors").write_bytes(bytes(weights))
    assert LocalWriter(str(copy)).model_inputs() != before


@pytest.mark.parametrize("settings", [{"dtype": "int3"}, {"temperature": -1}, {"max_tokens": 0}, {"device": "tpu"}])
def test_wrong_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ProfileError):
        LocalWriter("smollm2", **settings)
