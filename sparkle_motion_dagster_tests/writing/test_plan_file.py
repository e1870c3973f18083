"""Plan files: our own form strictly, older forms by import, hostile files refused."""

import json
from typing import Any

import pytest
import yaml

from sparkle_motion_dagster.errors import BriefError
from sparkle_motion_dagster.film.rules import Limits
from sparkle_motion_dagster.writing.brief import Brief, Written
from sparkle_motion_dagster.writing.write_plan import write_plan
from sparkle_motion_dagster_tests.film.test_rules import sound


def read(data: Any, source: str = "plan.json") -> Written:
    text = data if isinstance(data, str) else json.dumps(data) if source.endswith("json") else yaml.safe_dump(data)
    return write_plan(Brief("plan", text, "Plan", source), Limits())


def problems(data: Any, source: str = "plan.json") -> str:
    with pytest.raises(BriefError) as caught:
        read(data, source)
    assert source in str(caught.value)
    return "\n".join(caught.value.problems)


def test_json_and_yaml_give_the_same_plan() -> None:
    assert read(sound()) == read(sound(), "plan.yaml")
    assert read(sound()).plan.metadata["kind"] == "plan"


def test_a_missing_timeline_is_laid_out_and_told() -> None:
    written = read({**sound(), "dialogue_timeline": []})
    assert [beat.type for beat in written.plan.dialogue_timeline] == ["silence", "dialogue", "silence"]
    assert "dialogue_timeline was not given" in written.notes[0]


def test_every_fault_is_told_at_once_of_fields_and_of_rules() -> None:
    plan = sound(mood="blue", title=7)
    plan["shots"][0]["duration_sec"] = -1
    plan["shots"][0]["dialogue"][0]["character_id"] = "bob"
    plan["shots"][1]["id"] = "s010"
    plan["shots"][1]["framing"] = "sideways"
    told = problems(plan)
    for fault in (
        "mood is 'blue'",
        "title is 7",
        "shots[0].duration_sec is -1",
        "shots[0].dialogue[0].character_id is 'bob'",
        "shots[1].id is 's010'",
        "shots[1].framing is 'sideways'",
    ):
        assert fault in told


def test_zero_shots_is_told() -> None:
    assert "at least one shot" in problems(
        sound(shots=[], base_images=[{"id": "a", "prompt": "b"}], dialogue_timeline=[])
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x [1]\nb: [*x]", "line 1: an anchor"),
        ("a: !!python/object/apply:os.system ['id']", "line 1: the tag"),
        ("[" * 60 + "]" * 60, "nested deeper"),
        ("a: 1\na: 2", "line 2: the field 'a' stands twice"),
        ("a: [1", "not well-formed YAML"),
        ("a: \x07", "YAML"),
        ("? [1]\n: 2", "a key that is not text"),
        ("just words", "holds a str"),
        ("---\na: 1\n---\nb: 2", "line 3"),
    ],
)
def test_a_hostile_yaml_is_refused(text: str, says: str) -> None:
    assert says in problems(text, "plan.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" * 9000, "nested 9000 deep"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"a": NaN}', "NaN"),
        ('{"title":\n }', "line 2"),
        ('{"title": "\\ud800", "shots": [], "base_images": []}', "title"),
        ('{"a": ' + "9" * 6000 + "}", "cannot be read as JSON"),
        ("[]", "holds a list"),
    ],
)
def test_a_hostile_json_is_refused(text: str, says: str) -> None:
    assert says in problems(text)


def test_yaml_words_that_look_like_dates_and_no_stay_text() -> None:
    written = read("title: 2024-01-01\ncharacters: []\nbase_images:\n- {id: a, prompt: no}\n- {id: b, prompt: on}\n"
                   "shots:\n- {id: s1, duration_sec: 2, visual_description: yes, start_base_image_id: a, "
                   "end_base_image_id: b}\n",
                   "plan.yaml")  # fmt: skip
    assert (written.plan.title, written.plan.base_images[0].prompt) == ("2024-01-01", "no")


def test_a_seed_era_plan_is_imported_and_told() -> None:
    seed = {
        "title": "Seed",
        "characters": [{"id": "ada", "name": "Ada"}],
        "shots": [
            {"id": "shot_001", "visual_description": "A road", "duration_sec": 3, "start_frame_prompt": "road at dawn",
             "end_frame_prompt": "road at noon",
             "dialogue": [{"character_id": "ada", "text": "Go.", "start_time_sec": 1}]},
            {"id": "shot_002", "visual_description": "A hill", "duration_sec": 2, "start_frame_prompt": "hill",
             "end_frame_prompt": "hilltop"},
        ],
    }  # fmt: skip
    written = read(seed)
    assert [image.prompt for image in written.plan.base_images] == ["road at dawn", "hill", "hilltop"]
    assert written.plan.base_images[1].metadata == {"end_frame_prompt": "road at noon"}
    assert [shot.id for shot in written.plan.shots] == ["shot_001", "shot_002"]
    told = "\n".join(written.notes)
    for invented in ("base_images", "start_time_sec 1 left out", "end_frame_prompt differs", "dialogue_timeline"):
        assert invented in told


def test_loose_request_shots_are_imported_and_told() -> None:
    loose = {
        "shots": [
            {
                "shot_id": "Shot 1",
                "prompt": "A fox in snow",
                "duration": "5 seconds",
                "dialogue": ["Fox: It's cold.", "Indeed."],
            },
            {"desc": "A fire"},
        ]
    }
    written = read(loose)
    first, second = written.plan.shots
    assert (first.id, first.duration_sec, first.visual_description) == ("shot-1", 5.0, "A fox in snow")
    assert [(line.character_id, line.text) for line in first.dialogue] == [
        ("fox", "It's cold."),
        ("narrator", "Indeed."),
    ]
    assert (second.id, second.duration_sec) == ("s020", 4.0)
    told = "\n".join(written.notes)
    for invented in (
        "title",
        "'Shot 1' became 'shot-1'",
        "'5 seconds' read as 5 s",
        "'Fox' was not listed",
        "names no speaker",
        "4",
    ):
        assert invented in told


def test_a_loose_shot_with_an_unreadable_length_or_an_unknown_field_is_refused() -> None:
    told = problems({"title": "x", "shots": [{"prompt": "a", "duration": "a while", "lens": "50mm"}]})
    assert "shots[0].duration_sec is 'a while'" in told
    assert "shots[0].lens is '50mm'" in told


def test_an_unknown_field_of_our_own_form_is_refused_not_imported() -> None:
    plan = sound()
    plan["shots"][0]["prompt"] = "x"
    assert "shots[0].prompt is 'x': expected no such field" in problems(plan)


def test_pictures_that_a_plan_names_are_told_with_the_command_that_brings_them() -> None:
    plan = sound()
    plan["base_images"][0]["asset_uri"] = "https://example.com/a.png?x=1&y=$(2)"
    plan["base_images"][-1]["local_path"] = "pictures/last.png"
    first, last = read(plan).notes
    assert first.endswith("sparkle use FILM s010 --image start 'https://example.com/a.png?x=1&y=$(2)'")
    assert f"sparkle use FILM {plan['shots'][-1]['id']} --image end pictures/last.png" in last
