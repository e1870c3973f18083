"""The kit of places: what is drawn, at every hour and in every weather."""

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import lru_cache

import numpy as np
import pytest
import resvg_py
from PIL import Image

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import OVERSCAN, Place
from sparkle_motion_dagster.backends.drawing.palette import HOURS, WEATHERS
from sparkle_motion_dagster.backends.drawing.places.kit import INTERIORS, draw_kind, draw_place, place_names

KINDS = (*place_names(), "plain room", "plain land")
SHAPES = re.compile(r"<(?:path|rect|circle|ellipse)\b")
IDS = re.compile(r'\bid="([^"]+)"')


@lru_cache(maxsize=600)
def drawn(kind: str, hour: str, weather: str, seed: int = 7) -> Place:
    return draw_kind(kind, hour, weather, seed)


def pixels(fragments: str, width_px: int = 160, height_px: int = 90) -> np.ndarray:
    """The fragments on nothing, as float RGBA 0-255."""
    document = svg.document(fragments, OVERSCAN, width_px, height_px)
    png = resvg_py.svg_to_bytes(svg_string=document, width=width_px, height=height_px, skip_system_fonts=True)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"), dtype=np.float32)


@lru_cache(maxsize=600)
def seen(kind: str, hour: str, weather: str, seed: int = 7) -> np.ndarray:
    return pixels("".join(layer.svg for layer in drawn(kind, hour, weather, seed).layers))


def test_the_kit_has_interiors_and_exteriors_enough_for_most_stories() -> None:
    assert len(place_names()) >= 28
    assert len(INTERIORS) >= 10
    assert len(set(place_names()) - INTERIORS) >= 15


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_is_a_full_picture_at_every_hour_and_in_every_weather(kind: str) -> None:
    offset = KINDS.index(kind)
    for i, hour in enumerate(HOURS):
        picture = seen(kind, hour, WEATHERS[(i + offset) % len(WEATHERS)])
        assert picture[..., 3].min() == 255, f"{kind} at {hour} leaves holes"
        assert picture[..., :3].std() > 9, f"{kind} at {hour} is nearly blank"


@pytest.mark.parametrize("kind", KINDS)
def test_every_hour_of_a_place_looks_different(kind: str) -> None:
    weather = WEATHERS[KINDS.index(kind) % 2]
    pictures = [seen(kind, hour, weather)[..., :3] for hour in HOURS]
    for i, one in enumerate(pictures):
        for other in pictures[i + 1 :]:
            assert np.abs(one - other).mean() > 4.5


@pytest.mark.parametrize("kind", ["meadow", "street", "beach", "kitchen", "forest"])
def test_every_weather_changes_the_place(kind: str) -> None:
    pictures = {weather: seen(kind, "day", weather)[..., :3] for weather in WEATHERS}
    for weather in ("cloudy", "rain", "storm", "snow", "fog"):
        assert np.abs(pictures[weather] - pictures["clear"]).mean() > (0.4 if kind == "kitchen" else 5), weather


def test_snow_whitens_the_ground_and_a_storm_darkens_everything() -> None:
    def ground(weather: str) -> np.ndarray:
        return seen("meadow", "day", weather)[70:80, :, :3]

    assert ground("snow").mean() > ground("clear").mean() + 40
    assert ground("snow").std(axis=-1).mean() < ground("clear").std(axis=-1).mean()
    assert seen("meadow", "day", "storm")[..., :3].mean() < 0.7 * seen("meadow", "day", "clear")[..., :3].mean()


def test_fog_takes_the_far_layers_before_the_near_ones() -> None:
    def contrast(name: str, weather: str) -> float:
        layer = next(layer for layer in drawn("mountain", "day", weather).layers if layer.name == name)
        picture = pixels(layer.svg)
        solid = picture[..., 3] > 250
        return float(picture[..., :3][solid].std())

    far, near = (contrast(name, "fog") / contrast(name, "clear") for name in ("far", "ground"))
    assert far < 0.6
    assert far < near


def test_lamps_glow_at_night_and_not_by_day() -> None:
    def lamp_light(hour: str) -> float:
        layer = next(layer for layer in drawn("living room", hour, "clear").layers if layer.motion == "flicker")
        picture = pixels(layer.svg)
        warm = picture[..., 0] > picture[..., 2] + 30
        return float((picture[..., 3] * warm).sum())

    assert lamp_light("night") > 10 * max(lamp_light("day"), 100.0)


def test_a_window_shows_the_hour() -> None:
    day, night = (seen("living room", hour, "clear")[..., :3] for hour in ("day", "night"))
    view = next(layer for layer in drawn("living room", "day", "clear").layers if layer.name == "view")
    wall = next(layer for layer in drawn("living room", "day", "clear").layers if layer.name == "wall")
    pane = (pixels(wall.svg)[..., 3] < 60) & (pixels(view.svg)[..., 3] > 250)
    assert pane.sum() > 100
    assert day[pane].mean() > night[pane].mean() + 60


@pytest.mark.parametrize("kind", KINDS)
def test_layers_are_sound(kind: str) -> None:
    place = drawn(kind, "dusk", "rain")
    depths = [layer.depth for layer in place.layers]
    assert 4 <= len(place.layers) <= 7
    assert depths == sorted(depths)
    assert depths[0] < 0.35 and depths[-1] > 1
    assert len({layer.name for layer in place.layers}) == len(place.layers)
    assert 600 <= place.ground_y <= 665 or place.lowest_head_y is not None
    assert any(layer.motion != "still" for layer in place.layers)
    body = "".join(layer.svg for layer in place.layers)
    ET.fromstring(svg.document(body, OVERSCAN, 160, 90))
    ids = IDS.findall(body)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", body)) <= set(ids)
    assert all(id_.startswith(kind.replace(" ", "_") + "-") for id_ in ids)
    assert len(SHAPES.findall(body)) < 2500
    assert "feGaussianBlur" not in body
    assert "nan" not in body and "inf" not in re.sub(r"[a-z]*inf[a-z]+|[a-z]+inf", "", body)


def test_the_same_seed_draws_the_same_place_and_another_seed_another() -> None:
    for kind in ("cafe", "forest"):
        first = draw_kind(kind, "dusk", "rain", 11)
        assert first == draw_kind(kind, "dusk", "rain", 11)
        assert [layer.svg for layer in first.layers] != [
            layer.svg for layer in draw_kind(kind, "dusk", "rain", 12).layers
        ]


def test_places_draw_the_same_in_every_python_process() -> None:
    code = (
        "import hashlib;from sparkle_motion_dagster.backends.drawing.places.kit import draw_kind as d;"
        "print(hashlib.sha256(''.join(l.svg for k in ('kitchen','village') for l in d(k,'nig"
        "ht','snow',3).layers).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_furniture_does_not_move_when_night_falls() -> None:
    def outline(hour: str) -> list[str]:
        layer = next(layer for layer in drawn("bedroom", hour, "clear").layers if layer.name == "set")
        return re.findall(r'<rect x="[^"]+" y="[^"]+" width="[^"]+" height="[^"]+"', layer.svg)[:12]

    assert outline("day") == outline("night")


def test_night_light_is_dark_and_day_light_is_not() -> None:
    assert drawn("meadow", "night", "clear").light.strength > 0.6
    assert drawn("meadow", "day", "clear").light.strength < 0.1
    assert drawn("meadow", "day", "storm").light.strength > drawn("meadow", "day", "clear").light.strength
    assert drawn("meadow", "morning", "clear").light.key_from_left
    assert not drawn("meadow", "dusk", "clear").light.key_from_left


def test_words_that_name_no_place_get_a_plain_one_and_say_so() -> None:
    room = draw_place("Zeppelin gondola", True, "day", "clear", 1)
    land = draw_place("Qwertz", False, "day", "clear", 1)
    assert (room.kind, room.known) == ("plain room", False)
    assert (land.kind, land.known) == ("plain land", False)
