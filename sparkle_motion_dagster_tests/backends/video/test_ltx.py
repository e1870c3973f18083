"""Clips by LTX-2: a tiny one of every real class, loaded and run by the code that loads the real one."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.protocols import MadeClip
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.errors import WeightsError
from sparkle_motion_dagster_tests.backends.video.clip_requests import SIZE, clip_request, decoded, picture

Render = Callable[..., MadeClip]


def _backend(model: Path, **settings: Any) -> Any:
    quick = {"perturbed_guidance": 0, "sound_guidance": 1, "chunk_length_frames": 17, "megapixels": 0.006, "steps": 1}
    chosen = {"model": str(model), "device": "cpu", **quick, **settings}
    return build_choice("video", Choice(backend="ltx", settings=chosen), "profile test")


@pytest.fixture
def render(tiny_ltx: Path, tmp_path: Path) -> Render:
    numbers = itertools.count()

    def made(settings: dict[str, Any] | None = None, **request: Any) -> MadeClip:
        folder = tmp_path / f"made{next(numbers)}"
        folder.mkdir()
        return _backend(tiny_ltx, **(settings or {})).render(clip_request(tmp_path, **request), folder)

    return made


def test_lengths_are_exact_at_the_films_own_rate_and_bytes_repeat(render: Render):
    made = render(frames=40, fps=24)
    assert decoded(made.video).shape == (40, SIZE[1], SIZE[0], 3)
    assert made.facts["model_fps"] == 24 and made.facts["retime"] is None and made.facts["architecture"] == "LTX-2"
    assert [chunk["frames"] % 8 for chunk in made.facts["chunks"]] == [1, 1, 1]
    assert render(frames=40, fps=24).video.read_bytes() == made.video.read_bytes()


def test_both_pictures_count(render: Render, tmp_path: Path):
    other = picture(tmp_path / "other.png", "gold", (30, 30, 60, 50))
    frames = [decoded(render(frames=9, **paths).video) for paths in ({}, {"start": other}, {"end": other})]
    assert np.abs(frames[0] - frames[1]).max() > 8 and (frames[0] != frames[2]).any()


def test_its_own_guidance_reaches_the_model(render: Render, tiny_ltx: Path):
    settings: list[dict[str, Any]] = [{}, {"perturbed_guidance": 2, "perturbed_blocks": [1]}, {"sound_guidance": 3}]
    made = [render({"steps": 2, **more}, frames=9) for more in settings]
    assert len({clip.video.read_bytes() for clip in made}) == 3
    assert len({str(_backend(tiny_ltx, **more).model_inputs()) for more in settings}) == 3


def test_the_text_encoder_goes_once_the_words_are_encoded(render: Render):
    kept, dropped = render(frames=9), render({"preset": "a100-80gb"}, frames=9)
    assert dropped.facts["device_map"]["text_encoder"] == "dropped"
    assert dropped.video.read_bytes() == kept.video.read_bytes()


def test_words_alone_if_asked(render: Render):
    made = render({"condition": "text"}, frames=9)
    assert len(decoded(made.video)) == 9 and "the shot's pictures were not used" in made.notes[0]


def test_another_model_is_refused_before_it_is_loaded(tiny_wan: Callable[[str], Path], tmp_path: Path):
    with pytest.raises(WeightsError, match=r"is a WanImageToVideoPipeline with transformer .* expected an LTX-2"):
        _backend(tiny_wan("i2v")).render(clip_request(tmp_path), tmp_path)
