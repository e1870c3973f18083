"""The words of SVG: colours, gradients, paths, chance."""

import xml.etree.ElementTree as ET

import pytest

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.layer import Light

NIGHT = Light(key="#a0b0f0", shade="#080c20", strength=0.8, key_from_left=True)
NOON = Light(key="#fffaf0", shade="#5080a0", strength=0.0, key_from_left=True)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert svg.mix("#102030", "#f0e0d0", 0) == "#102030"
    assert svg.mix("#102030", "#f0e0d0", 1) == "#f0e0d0"
    assert svg.mix("#000000", "#ffffff", 0.5) == "#808080"
    assert svg.hexed(-5, 300, 15.4) == "#00ff0f"


def test_white_light_changes_no_colour() -> None:
    assert svg.multiply("#3a7bd5", "#ffffff") == "#3a7bd5"
    assert svg.saturated("#3a7bd5", 1) == "#3a7bd5"
    assert len(set(svg.rgb(svg.saturated("#3a7bd5", 0)))) == 1


@pytest.mark.parametrize("light", [NIGHT, NOON])
def test_the_lit_side_is_brighter_than_the_shaded_one(light: Light) -> None:
    for colour in ("#b5533c", "#3f7a4c", "#e8b48f", "#22283a"):
        assert svg.brightness(svg.lit(colour, light)) > svg.brightness(svg.shaded(colour, light))


def test_night_sinks_a_colour_and_noon_keeps_it() -> None:
    assert svg.brightness(svg.in_light("#e8b48f", NIGHT)) < 0.6 * svg.brightness("#e8b48f")
    assert svg.brightness(svg.in_light("#e8b48f", NOON)) > 0.95 * svg.brightness("#e8b48f")


def test_chance_is_the_same_for_the_same_keys_in_every_process() -> None:
    assert [svg.chance(4, "oak").randrange(1000) for _ in range(2)] == [svg.chance("4", "oak").randrange(1000)] * 2
    assert svg.chance(4, "oak").random() != svg.chance(4, "elm").random()
    # a number written down: the sequence must never change, or films would
    assert svg.chance(7, "meadow").randrange(10**6) == 985296


def test_fragments_are_well_formed() -> None:
    defs = svg.lin("a", [(0, "#000000"), (1, "#ffffff", 0.5)]) + svg.rad("b", svg.glow_stops("#ffffff", "#ffcc88"))
    body = (
        f"<defs>{defs}</defs>"
        + svg.rect(0, 0, 10, 10, "url(#a)", rx=2)
        + svg.group(
            svg.circle(5, 5, 2.25, "url(#b)", opacity=0.5) + svg.line("M0 0L9 9", "#123456", 1.5), "translate(1 2)"
        )
    )
    root = ET.fromstring(svg.document(body, (0, 0, 10, 10), 100, 100))
    assert root.get("viewBox") == "0 0 10 10"
    assert 'stop-opacity="0.5"' in defs


def test_a_line_of_ground_knows_its_height() -> None:
    line = [(0.0, 100.0), (10.0, 200.0)]
    assert svg.height_at(line, 5) == 150
    assert svg.height_at(line, -5) == 100
    assert svg.height_at(line, 50) == 200
    assert svg.below(line, 300, curved=False) == "M0 100L10 200L10 300L0 300Z"


def test_smooth_curves_pass_through_their_points() -> None:
    d = svg.smooth([(0, 0), (10, 20), (30, 0)])
    assert d.startswith("M0 0C") and d.endswith("30 0")
    assert "10 20C" in d
