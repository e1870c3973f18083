"""What a shot and a character keep when only the script around them was edited."""

import pytest

from sparkle_motion_dagster.film.continuity import keep_camera, kept_voices
from sparkle_motion_dagster.film.plan import BaseImage, Character, Line, MoviePlan, Shot


def shot(shot_id: str, text: str, **fields) -> Shot:
    line = (Line(character_id=fields.pop("who", "ada"), text=text),)
    return Shot(
        id=shot_id, duration_sec=2, visual_description="x", start_base_image_id="a", end_base_image_id="b", dialogue=line, **fields
    )  # fmt: skip


def plan(*shots: Shot, people: tuple[Character, ...] = (), kind: str = "screenplay") -> MoviePlan:
    images = tuple(BaseImage(id=f"i{n}", prompt="p") for n in range(len(shots) + 1))
    return MoviePlan(title="T", characters=people, base_images=images, shots=shots, metadata={"kind": kind})


def person(name: str, description: str, voice: str | None = None) -> Character:
    profile = {"voice": voice} if voice else {}
    return Character(id=name.lower(), name=name, description=description, voice_profile=profile)


def test_a_shot_whose_script_is_the_same_keeps_camera_and_framing():
    old = plan(shot("s010", "Go.", camera="pan_left", framing="close"))
    new = plan(shot("s010", "Go.", camera="pan_right", framing="medium", transition="dissolve"))
    (kept,) = keep_camera(old, new).shots
    assert (kept.camera, kept.framing, kept.transition) == ("pan_left", "close", "dissolve")


def test_a_shot_in_which_other_words_are_said_keeps_them_too():
    old = plan(shot("s010", "Go.", camera="pan_left"))
    new = plan(shot("s010", "Run, all of you!", camera="pan_right"))
    (kept,) = keep_camera(old, new).shots
    assert (kept.camera, kept.dialogue[0].text) == ("pan_left", "Run, all of you!")


@pytest.mark.parametrize("changed", [{"who": "tom"}, {"props": ("lamp",)}, {"cast": ("ada", "tom")}, {"place": "Cave"}])
def test_a_shot_in_which_something_else_is_to_be_seen_is_filmed_as_the_cutter_says(changed):
    old = plan(shot("s010", "Go.", camera="pan_left"))
    new = plan(shot("s010", "Go.", camera="pan_right", **changed))
    assert keep_camera(old, new) == new


def test_what_a_person_planned_is_left_alone():
    old = plan(shot("s010", "Go.", camera="pan_left"))
    new = plan(shot("s010", "Go.", camera="pan_right"), kind="plan")
    assert keep_camera(old, new) == new


def test_new_clothes_keep_the_voice_and_another_age_does_not():
    old = plan(shot("s010", "Go."), people=(person("Ada", "70, in a green coat", "old_woman"),))
    clothes = plan(shot("s010", "Go."), people=(person("Ada", "70, in a red coat"),))
    younger = plan(shot("s010", "Go."), people=(person("Ada", "20, in a green coat"),))
    assert kept_voices(old, clothes) == {"ada": "old_woman"}
    assert kept_voices(old, younger) == {}


def test_a_renamed_character_is_known_by_the_words():
    old = plan(
        shot("s010", "Go.", who="tom"), shot("s020", "No.", who="jonas"),
        people=(person("Tom", "30, a man", "man"), person("Jonas", "30, a man", "captain")),
    )  # fmt: skip
    new = plan(
        shot("s010", "Go.", who="tom"), shot("s020", "No.", who="peter"),
        people=(person("Tom", "30, a man"), person("Peter", "30, a man")),
    )  # fmt: skip
    assert kept_voices(old, new) == {"tom": "man", "peter": "captain"}


def test_somebody_new_has_no_voice_to_keep():
    old = plan(shot("s010", "Go."), people=(person("Ada", "70", "old_woman"),))
    new = plan(shot("s010", "Hello."), people=(person("Eve", "70"),))
    assert kept_voices(old, new) == {}
    assert kept_voices(None, new) == {}
