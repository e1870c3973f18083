"""Weather in the air: overlays that loop, lightning."""

import io

import numpy as np
import pytest
import resvg_py
from PIL import Image

from sparkle_motion_dagster.backends.drawing import svg
from sparkle_motion_dagster.backends.drawing.weather import OVERLAY_FPS, lightning_at, overlay_frames


def alpha(fragment: str) -> np.ndarray:
    document = svg.document(fragment, (0, 0, 1280, 720), 320, 180)
    png = resvg_py.svg_to_bytes(svg_string=document, width=320, height=180, skip_system_fonts=True)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"), dtype=np.float32)[..., 3]


def test_clear_and_cloudy_air_is_empty_and_so_is_every_room() -> None:
    assert overlay_frames("clear", "day", 1, False) == ()
    assert overlay_frames("cloudy", "day", 1, None) == ()
    assert overlay_frames("storm", "night", 1, True) == ()


@pytest.mark.parametrize("weather", ["rain", "storm", "snow", "fog", "wind"])
def test_weather_moves_and_loops(weather: str) -> None:
    frames = overlay_frames(weather, "day", 5, False)
    assert 6 <= len(frames) <= 8
    assert frames == overlay_frames(weather, "day", 5, None)
    assert frames != overlay_frames(weather, "day", 6, False)
    pictures = [alpha(frame) for frame in frames]
    assert all(picture.max() > 20 for picture in pictures)
    steps = [np.abs(a - b).mean() for a, b in zip(pictures, [*pictures[1:], pictures[0]], strict=True)]
    assert min(steps) > 0
    # the step from the last frame to the first is like any other
    assert steps[-1] < 1.6 * np.mean(steps[:-1])
    assert OVERLAY_FPS[weather] > 0


def test_weather_covers_the_frame_evenly() -> None:
    for weather in ("rain", "snow"):
        picture = np.mean([alpha(frame) for frame in overlay_frames(weather, "day", 2, False)], axis=0)
        quarters = [picture[y : y + 90, x : x + 160].mean() for y in (0, 90) for x in (0, 160)]
        assert min(quarters) > 0.45 * max(quarters)


def test_a_storm_rains_harder_than_rain_and_night_dims_it() -> None:
    rain, storm = (alpha(overlay_frames(weather, "day", 3, False)[0]).sum() for weather in ("rain", "storm"))
    assert storm > 1.2 * rain
    assert overlay_frames("snow", "day", 3, False) != overlay_frames("snow", "night", 3, False)


def test_lightning_strikes_within_the_shot_and_never_at_its_very_end() -> None:
    assert lightning_at(1, 0.5) == ()
    for seed in range(20):
        times = lightning_at(seed, 20.0)
        assert times == lightning_at(seed, 20.0)
        assert 2 <= len(times) <= 7
        assert list(times) == sorted(times)
        assert times[0] > 0.5 and times[-1] < 19.7
        assert lightning_at(seed, 9.0) == tuple(t for t in times if t < 8.7)
