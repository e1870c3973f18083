"""What changed is said in a writer's words: the cause, once, and not what follows from it."""

import pytest

from sparkle_motion_dagster.film.wording import in_words, shots_in_words

FIGURE = {
    "character_id": "ada",
    "name": "ADA",
    "description": "old",
    "x": 0.5,
    "facing": "front",
    "expression": "neutral",
}
LINE = {
    "character": "ADA",
    "text": "Go.",
    "dual": False,
    "on_screen": True,
    "speech": {"text": "Go.", "voice": "man", "pace": 1.0, "gain_db": 0.0, "seed": 7, "notation": "am_x"},
}
INPUTS = {
    "lines": [LINE],
    "picture": {"figures": [FIGURE], "place": "Beach", "scene_seed": 3, "time_of_day": "day", "props": ["oar"], "width_px": 320, "height_px": 184},
    "prompt": "a beach by day",
    "frames": 48,
    "images": "aa",
    "backend": {"name": "kokoro", "version": "1", "libraries": {"av": "18.1.0"}},
}  # fmt: skip


def changed(**fields):
    return {**INPUTS, **fields}


def line(**fields):
    return changed(lines=[{**LINE, **fields}])


def spoken(**fields):
    return {**LINE["speech"], **fields}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (INPUTS, ()),
        (line(text="Run.", speech=spoken(text="Run.", seed=9)), ("line 1 changed: 'Go.' → 'Run.'",)),
        (line(speech=spoken(voice="giant", notation="am_y", seed=9)), ("voice of ADA changed: man → giant",)),
        (line(speech=spoken(notation="am_y")), ("voice of ADA changed: am_x → am_y",)),
        (line(speech=spoken(pace=0.8)), ("line 1 is spoken slower (pace 1.0 → 0.8)",)),
        (line(character="EVE", speech=spoken(voice="woman")), ("speaker of line 1 changed: ADA → EVE",)),
        (changed(lines=[LINE, {**LINE, "text": "Now."}]), ("line 2 put in: 'Now.'",)),
        (
            changed(picture={**INPUTS["picture"], "time_of_day": "night"}, prompt="a beach by night"),
            ("time of day: day → night",),
        ),
        (changed(picture={**INPUTS["picture"], "figures": [{**FIGURE, "seat": "bench"}]}), ("ADA sits on a bench",)),
        (
            changed(picture={**INPUTS["picture"], "figures": [{**FIGURE, "walk": {"gait": "run", "way": "in"}}]}),
            ("ADA runs",),
        ),
        (changed(picture={**INPUTS["picture"], "place": "Cliff", "scene_seed": 8}), ("place: Beach → Cliff",)),
        (changed(picture={**INPUTS["picture"], "props": ["oar", "rope"]}), ("prop put in: rope",)),
        (
            changed(picture={**INPUTS["picture"], "width_px": 640, "height_px": 360}),
            ("picture size changed to 640×360",),
        ),
        (
            changed(
                picture={**INPUTS["picture"], "figures": [{**FIGURE, "character_id": "eve", "name": "EVE"}, FIGURE]}
            ),
            ("EVE is now in the picture",),
        ),
        (
            changed(picture={**INPUTS["picture"], "figures": [{**FIGURE, "description": "young"}]}),
            ("look of ADA changed: 'old' → 'young'",),
        ),
        (changed(images="bb"), ("its stills changed",)),
        (changed(frames=60), ("length 48 → 60 frames",)),
        (changed(backend={**INPUTS["backend"], "version": "2"}), ("backend kokoro 1 → 2",)),
        (changed(backend={**INPUTS["backend"], "libraries": {"av": "18.2.0"}}), ("library av 18.1.0 → 18.2.0",)),
        (changed(strange=[1]), ("strange is new: [1]",)),
    ],
)
def test_in_words(wanted, words):
    assert in_words(wanted, INPUTS) == words


def test_a_films_shots_are_told_by_their_names():
    old = [{"id": f"s{n}", "clip": "a", "report": "r"} for n in range(20)]
    new = [{**shot, "clip": "b" if n > 4 else "a"} for n, shot in enumerate(old) if n != 2]
    new.insert(1, {"id": "s0a", "clip": "c", "report": "r"})
    assert shots_in_words(new, old) == [
        "shot s0a put in",
        "shot s2 taken out",
        "shots s5, s6, s7, s8, s9, s10 and 9 more changed (clip)",
    ]
    assert shots_in_words(list(reversed(old)), old) == ["the order of the shots changed"]


def test_recipes_of_a_film_do_not_tell_its_shots_twice():
    old = {"title": "A", "shots": [{"id": "s1", "clip": "a"}]}
    assert in_words({"title": "B", "shots": [{"id": "s1", "clip": "b"}]}, old) == (
        "shot s1 changed (clip)",
        "title changed: A → B",
    )
