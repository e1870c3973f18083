"""The plan's rules: each broken one is told, and all at once."""

from typing import Any

import pytest

from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.rules import Limits, broken_rules


def sound(**changes: Any) -> dict[str, Any]:
    """A sound plan of two shots and one line, with changes."""
    plan: dict[str, Any] = {
        "title": "T",
        "characters": [{"id": "ada", "name": "Ada"}],
        "base_images": [{"id": f"i{n}", "prompt": "p"} for n in range(3)],
        "shots": [
            {
                "id": "s010", "duration_sec": 2.0, "visual_description": "d", "start_base_image_id": "i0",
                "end_base_image_id": "i1", "dialogue": [{"character_id": "ada", "text": "Hi."}],
            },
            {"id": "s020", "duration_sec": 1.0, "visual_description": "d", "start_base_image_id": "i1", "end_base_image_id": "i2"},
        ],
        "dialogue_timeline": [
            {"type": "dialogue", "character_id": "ada", "text": "Hi.", "start_time_sec": 0, "duration_sec": 1.5},
            {"type": "silence", "start_time_sec": 1.5, "duration_sec": 1.5},
        ],
    }  # fmt: skip
    return {**plan, **changes}


def paths(data: dict[str, Any], limits: Limits | None = None) -> list[str]:
    return [rule.path for rule in broken_rules(MoviePlan.model_validate(data), limits or Limits())]


def changed_shot(index: int, **changes: Any) -> dict[str, Any]:
    shots = sound()["shots"]
    shots[index] = {**shots[index], **changes}
    return sound(shots=shots)


def beats(*starts_and_lengths: tuple[float, float]) -> list[dict[str, Any]]:
    first, *rest = starts_and_lengths
    spoken = {
        "type": "dialogue",
        "character_id": "ada",
        "text": "Hi.",
        "start_time_sec": first[0],
        "duration_sec": first[1],
    }
    return [spoken, *({"type": "silence", "start_time_sec": s, "duration_sec": d} for s, d in rest)]


def test_a_sound_plan_breaks_no_rule() -> None:
    assert paths(sound()) == []


@pytest.mark.parametrize(
    ("plan", "path"),
    [
        (sound(title=" "), "title"),
        (sound(title="x" * 300), "title"),
        (sound(title="a\x00b"), "title"),
        (sound(title_card={"heading": ""}), "title_card.heading"),
        (sound(characters=[{"id": "ada", "name": "A"}, {"id": "ada", "name": "B"}]), "characters[1].id"),
        (sound(characters=[{"id": "ada", "name": "A"}, {"id": "../x", "name": "B"}]), "characters[1].id"),
        (sound(characters=[{"id": "ada", "name": "n" * 300}]), "characters[0].name"),
        (sound(base_images=sound()["base_images"][:2]), "base_images"),
        (sound(base_images=[{"id": "i0", "prompt": " "}, *sound()["base_images"][1:]]), "base_images[0].prompt"),
        (changed_shot(0, id="S 1"), "shots[0].id"),
        (changed_shot(0, id="a/../b"), "shots[0].id"),
        (changed_shot(1, id="s010"), "shots[1].id"),
        (changed_shot(1, start_base_image_id="i0"), "shots[1].start_base_image_id"),
        (changed_shot(1, visual_description=" "), "shots[1].visual_description"),
        (changed_shot(1, cast=["bob"]), "shots[1].cast[0]"),
        (changed_shot(1, focus="bob"), "shots[1].focus"),
        (sound(dialogue_timeline=beats((0.5, 1), (1.5, 1.5))), "dialogue_timeline[0].start_time_sec"),
        (sound(dialogue_timeline=beats((0, 1), (1.5, 1.5))), "dialogue_timeline[1].start_time_sec"),
        (sound(dialogue_timeline=beats((0, 1.6), (1.5, 1.5))), "dialogue_timeline[1].start_time_sec"),
        (sound(dialogue_timeline=beats((0, 1), (1, 1.5))), "dialogue_timeline"),
    ],
)
def test_a_broken_rule_is_told_with_its_path(plan: dict[str, Any], path: str) -> None:
    assert path in paths(plan)


def test_dialogue_of_unknown_people_and_blank_text_are_told() -> None:
    found = paths(changed_shot(0, dialogue=[{"character_id": "bob", "text": " "}]))
    assert {"shots[0].dialogue[0].character_id", "shots[0].dialogue[0].text"} <= set(found)


def test_shots_and_timeline_must_say_the_same() -> None:
    assert "dialogue_timeline[0]" in paths(changed_shot(0, dialogue=[{"character_id": "ada", "text": "Ho."}]))
    assert "dialogue_timeline[0]" in paths(changed_shot(0, dialogue=[]))
    silent = [{"type": "silence", "start_time_sec": 0, "duration_sec": 3}]
    assert "dialogue_timeline" in paths(sound(dialogue_timeline=silent))


def test_size_is_a_setting() -> None:
    assert paths(sound(), Limits(max_shots=1)) == ["shots"]
    assert paths(sound(), Limits(max_duration_s=2.5)) == ["shots"]
    assert (Limits().max_shots, Limits().max_duration_s) == (20, 600)


def test_no_shots_is_told_and_all_faults_come_at_once() -> None:
    broken = broken_rules(MoviePlan(title="", base_images=(), shots=()), Limits())
    assert [rule.path for rule in broken] == ["title", "shots", "base_images"]
    assert all(rule.value and rule.expected and rule.remedy for rule in broken)


def test_the_end_of_a_timeline_may_be_off_by_a_rounding() -> None:
    assert paths(sound(dialogue_timeline=beats((0, 1.5), (1.5, 1.5005)))) == []
