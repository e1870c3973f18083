"""Recipes are equal when, and only when, what they make is; and what differs is said in words."""

import hashlib
import json

import pytest

from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.changes import differences
from sparkle_motion_dagster.film.recipe import Recipe, canonical_json

INPUTS = {
    "lines": [{"text": "Hello.", "voice": "kumo"}, {"text": "Go.", "voice": "kumo"}],
    "voices": {"ada": "kumo"},
    "backend": {"name": "sdxl", "version": "1"},
    "seed": 7,
}


def test_the_digest_is_the_sha256_of_canonical_json():
    recipe = Recipe("shot_images", "film~s010", {"b": (1, 2), "a": "é", "c": None})
    assert recipe.canonical() == '{"asset":"shot_images","inputs":{"a":"é","b":[1,2],"c":null}}'.encode()
    assert recipe.digest == hashlib.sha256(recipe.canonical()).hexdigest()
    assert json.loads(recipe.canonical())["inputs"] == recipe.inputs


def test_order_and_tuples_do_not_matter_but_asset_and_values_do():
    one = Recipe("a", "f~s1", {"x": [1], "y": 2})
    assert one.digest == Recipe("a", "f~s1", {"y": 2, "x": (1,)}).digest
    assert one.digest == Recipe("a", "g~s9", {"x": [1], "y": 2}).digest
    assert one.digest != Recipe("b", "f~s1", {"x": [1], "y": 2}).digest
    for other in (
        {"x": [1], "y": 3},
        {"x": [1], "y": "2"},
        {"x": [1]},
        {"x": [1], "y": 2, "z": None},
        {"x": [[1]], "y": 2},
    ):
        assert one.digest != Recipe("a", "f~s1", other).digest


def test_a_recipe_does_not_change_when_its_makers_data_does():
    data = {"lines": ["Go."]}
    recipe = Recipe("a", "f", data)
    digest = recipe.digest
    data["lines"].append("Stay.")
    assert recipe.inputs == {"lines": ["Go."]}
    assert Recipe("a", "f", recipe.inputs).digest == digest


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1: "x"}, {"x": object()}, {"deep": [{"y": float("-inf")}]}, b"bytes", {1, 2}]
)
def test_what_json_cannot_carry_exactly_is_refused(value):
    with pytest.raises(InputError, match="recipe of a"):
        Recipe("a", "f", {"value": value})


def test_canonical_json_has_no_nan():
    with pytest.raises(InputError):
        canonical_json([float("nan")])


def test_text_that_is_not_unicode_is_refused():
    with pytest.raises(InputError):
        _ = Recipe("a", "f", {"value": "\ud800"}).digest


def _with(**changes):
    return {**json.loads(json.dumps(INPUTS)), **changes}


@pytest.mark.parametrize(
    ("wanted", "sentences"),
    [
        (_with(), ()),
        (_with(voices={"ada": "alpha"}), ("voices.ada changed: 'kumo' → 'alpha'",)),
        (_with(voices={"ada": "kumo", "tom": "alpha"}), ("voices.tom is new: 'alpha'",)),
        (_with(voices={}), ("voices.ada is gone (was 'kumo')",)),
        (_with(backend={"name": "sdxl", "version": "2"}), ("backend.version 1 → 2",)),
        (_with(seed=8), ("seed changed: 7 → 8",)),
        (_with(seed="7"), ("seed changed: 7 → '7'",)),
        (_with(seed=7.0), ("seed changed: 7 → 7.0",)),
        (_with(seed=None), ("seed changed: 7 → nothing",)),
        (
            _with(lines=[INPUTS["lines"][0], {"text": "Go now.", "voice": "kumo"}]),
            ("lines[1].text changed: 'Go.' → 'Go now.'",),
        ),
        (
            _with(lines=[{"text": "Wait", "voice": "ada"}, *INPUTS["lines"]]),
            ('lines[0] was put in: {"text":"Wait","voice":"ada"}',),
        ),
        (_with(lines=INPUTS["lines"][1:]), ('lines[0] was taken out: {"text":"Hello.","voice":"kumo"}',)),
        (
            _with(lines=[{"text": "New", "voice": "x"}, {"text": "Hello!", "voice": "kumo"}, INPUTS["lines"][1]]),
            ('lines[0] was put in: {"text":"New","voice":"x"}', "lines[1].text changed: 'Hello.' → 'Hello!'"),
        ),
        (
            _with(lines=[]),
            tuple(
                f'lines[{n}] was taken out: {{"text":"{t}","voice":"kumo"}}' for n, t in enumerate(["Hello.", "Go."])
            ),
        ),
        (
            _with(lines="none"),
            ('lines changed: [{"text":"Hello.","voice":"kumo"},{"text":"Go.","voice":"kum… → \'none\'',),
        ),
        (_with(subtitles=True), ("subtitles is new: yes",)),
    ],
)
def test_what_differs_is_said_in_words(wanted, sentences):
    assert differences(wanted, INPUTS) == sentences


def test_a_change_deep_in_a_long_text_is_shown_and_the_rest_is_cut():
    before = "The lamp burns over the harbour while the rain falls on the stones of the old quay and nobody comes."
    (sentence,) = differences({"text": before.replace("rain", "snow")}, {"text": before})
    assert "rain falls" in sentence and "snow falls" in sentence
    assert len(sentence) < 180


def test_many_items_are_compared_without_waiting_for_it():
    before = {"items": [f"item {n}" for n in range(2000)]}
    after = {"items": [f"thing {n}" for n in range(1990)]}
    assert len(differences(after, before)) == 2000
