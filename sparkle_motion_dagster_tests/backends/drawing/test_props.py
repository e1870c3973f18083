"""Things: drawings of a believable size, in the light of their place, that can share a document."""

import re

import numpy as np
import pytest

from sparkle_motion_dagster.backends.drawing.layer import Light
from sparkle_motion_dagster.backends.drawing.prop_pens import OWN
from sparkle_motion_dagster.backends.drawing.props import draw_prop
from sparkle_motion_dagster.backends.drawing.sheets import raster
from sparkle_motion_dagster.film.shipped import resources_folder

DAY = Light(key="#fff4dd", shade="#3b4766", strength=0.1, key_from_left=True)
NIGHT = Light(key="#9fb4ff", shade="#0b1030", strength=0.9, key_from_left=True)
NOTO = ["apple", "bicycle", "guitar", "kite", "treasure chest", "bread", "sled", "camera", "rose", "tent", "box"]


def pixels_of(words, light=DAY, scale=1.0):
    drawing = draw_prop(words, light)
    return raster(drawing.svg, drawing.box, scale).pixels


def solid(pixels):
    return pixels[pixels[..., 3] > 250][:, :3].astype(int)


def test_what_nobody_can_draw_is_said_so_and_left_out():
    drawing = draw_prop("zeitgeist", DAY)
    assert not drawing.known
    assert drawing.svg == ""


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("cup", 18, 30), ("key", 14, 26), ("lantern", 50, 75), ("suitcase", 60, 120), ("chair", 160, 210),
        ("table", 130, 170), ("bicycle", 160, 240), ("door", 290, 420), ("tree", 400, 500), ("rowing boat", 80, 130),
    ],
)  # fmt: skip
def test_things_have_a_believable_size_beside_an_adult_of_360(words, least, most):
    assert least <= draw_prop(words, DAY).height <= most


def test_a_boat_is_long_enough_to_sit_in():
    assert draw_prop("rowing boat", DAY).box[2] > 400


@pytest.mark.parametrize("words", [*(name.replace("-", " ") for name in OWN), *NOTO])
def test_a_drawing_stands_on_its_base_inside_its_box(words):
    drawing = draw_prop(words, DAY)
    scale = max(60 / drawing.height, 0.2)
    sheet = raster(drawing.svg, drawing.box, scale)
    pixels = sheet.pixels
    seen = pixels[..., 3] > (200 if drawing.glows else 40)
    rows = np.flatnonzero(seen.any(axis=1))
    top, bottom = (sheet.y + row / sheet.scale for row in (rows[0], rows[-1] + 1))
    slack = 0.1 * drawing.height + 2
    assert abs(bottom) < slack, "it floats or sinks"
    assert abs(-top - drawing.height) < slack, "its height is not what it says"
    assert seen.mean() > 0.01
    x, y, width, height = drawing.box
    wider = raster(drawing.svg, (x - 30, y - 30, width + 60, height + 60), scale).pixels
    assert pixels[..., 3].sum() > 0.97 * wider[..., 3].sum(), "cut off at the edge of its box"


@pytest.mark.parametrize("words", ["umbrella", "table", "rope", *NOTO])
def test_night_darkens_a_thing(words):
    assert solid(pixels_of(words, NIGHT)).mean() < 0.8 * solid(pixels_of(words)).mean()


def test_a_lantern_shines_at_night():
    drawing = draw_prop("lantern", NIGHT)
    assert drawing.glows
    assert solid(pixels_of("lantern", NIGHT)).max() > 240


@pytest.mark.parametrize("words", ["umbrella", "balloon", "bicycle", "book", "suitcase", "car", "gloves"])
def test_the_writers_colour_is_seen(words):
    for colour, channel in (("red", 2), ("blue", 0)):  # pixels are BGR
        means = solid(pixels_of(f"a {colour} {words}", Light("#ffffff", "#405070", 0.0, True))).mean(axis=0)
        assert means.argmax() == channel, (colour, means)


def test_ids_of_things_never_meet():
    drawings = [draw_prop(name, DAY) for name in ("guitar", "umbrella", "lantern", "box", "suitcase", "red suitcase")]
    drawings.append(draw_prop("suitcase", NIGHT))
    ids = [set(re.findall(r'\bid="([^"]+)"', drawing.svg)) for drawing in drawings]
    assert len(set.union(*ids)) == sum(len(names) for names in ids)


def test_every_reference_finds_its_id():
    for words in ("box", "scroll", "treasure chest", "shovel", "lantern", "barrel"):
        svg = draw_prop(words, DAY).svg
        used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))
        assert used <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_the_drawings_take_little_room():
    assert (resources_folder() / "drawing" / "props.json.xz").stat().st_size < 900_000
