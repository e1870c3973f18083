"""Keyframes by SDXL: a tiny model of every real class, loaded and run by the code that loads the real one."""

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.device.model_context import let_go_of_models
from sparkle_motion_dagster.backends.images.painter import Painter
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.errors import ModelOOMError, NotEnoughMemoryError, ProfileError, WeightsError
from sparkle_motion_dagster_tests.backends.images.requests import image_request


def _backend(model: Path, name: str = "sdxl", **settings: Any) -> Any:
    chosen = {"model": str(model), "device": "cpu", "steps": 2, "megapixels": 0.01, **settings}
    return build_choice("images", Choice(backend=name, settings=chosen), "profile test")


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        image.load()
        assert image.mode == "RGB"
        return np.asarray(image).astype(int)


@pytest.fixture
def make(tmp_path: Path):
    def made(backend: Any, *arguments: Any, **named: Any) -> Any:
        folder = tmp_path / f"made{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return backend.make(image_request(*arguments, **named), folder)

    return made


def test_the_same_request_gives_the_same_bytes_even_after_another_one_and_a_reload(tiny_sdxl: Path, make):
    first = make(_backend(tiny_sdxl))
    make(_backend(tiny_sdxl), "a beach", 9)
    again = make(_backend(tiny_sdxl))
    let_go_of_models()
    reloaded = make(_backend(tiny_sdxl))
    for other in (again, reloaded):
        assert first.start.read_bytes() == other.start.read_bytes()
        assert first.end.read_bytes() == other.end.read_bytes()


@pytest.mark.parametrize(
    "changed",
    [{"seed": 8}, {"prompt": "a beach"}, {"negative_prompt": "text"}, {"steps": 3}, {"guidance": 2.0},
     {"sampler": "dpmpp_2m_karras"}, {"style": "ink drawing"}],
)  # fmt: skip
def test_every_setting_reaches_the_model_and_the_recipe(tiny_sdxl: Path, make, changed: dict[str, Any]):
    asked = {name: value for name, value in changed.items() if name in ("seed", "prompt")}
    settings = {name: value for name, value in changed.items() if name not in asked}
    before, after = make(_backend(tiny_sdxl)), make(_backend(tiny_sdxl, **settings), **asked)
    assert (_pixels(before.start) != _pixels(after.start)).any()
    if settings:
        assert _backend(tiny_sdxl).model_inputs() != _backend(tiny_sdxl, **settings).model_inputs()


def test_the_sampler_asked_for_is_the_one_used(tiny_sdxl: Path, make):
    assert make(_backend(tiny_sdxl)).facts["sampler"] == "EulerDiscreteScheduler"
    assert make(_backend(tiny_sdxl, sampler="unipc")).facts["sampler"] == "UniPCMultistepScheduler"


def test_the_picture_has_the_films_size_and_says_at_which_it_was_painted(tiny_sdxl: Path, make):
    made = make(_backend(tiny_sdxl, megapixels=0.015), size=(200, 104))
    assert _pixels(made.start).shape == _pixels(made.end).shape == (104, 200, 3)
    assert made.facts["painted_width_px"] % 8 == made.facts["painted_height_px"] % 8 == 0
    assert (made.facts["painted_width_px"], made.facts["painted_height_px"]) != (200, 104)


def test_the_last_frame_grows_out_of_the_first(tiny_sdxl: Path, make):
    near = make(_backend(tiny_sdxl, steps=8, end_strength=0.3))
    far = make(_backend(tiny_sdxl, steps=8, end_strength=0.9))
    assert near.start.read_bytes() == far.start.read_bytes()
    assert (_pixels(near.end) != _pixels(far.end)).any() and (_pixels(near.end) != _pixels(near.start)).any()
    same = make(_backend(tiny_sdxl, end_frame="start"))
    assert same.start.read_bytes() == same.end.read_bytes() and "end_frame: start" in same.notes[0]


def test_a_long_prompt_is_read_to_its_end(tiny_sdxl: Path, make):
    words = "a keeper in a yellow coat lights the lamp, while rain runs down the window of the old kitchen; close-up"
    long, longer = make(_backend(tiny_sdxl), words), make(_backend(tiny_sdxl), f"{words}, a red cat")
    assert long.facts["prompt_pieces"] > 1 and not long.notes
    assert (_pixels(long.start) != _pixels(longer.start)).any()


def test_the_plain_backend_runs_the_same_model_and_sdxl_refuses_another(tiny_sdxl: Path, tmp_path: Path, make):
    plain = make(_backend(tiny_sdxl, "diffusers", multiple_px=8))
    assert plain.start.read_bytes() == make(_backend(tiny_sdxl)).start.read_bytes()
    other = Path(shutil.copytree(tiny_sdxl, tmp_path / "wan"))
    index = json.loads((other / "model_index.json").read_text())
    (other / "model_index.json").write_text(json.dumps(index | {"_class_name": "WanPipeline"}))
    with pytest.raises(WeightsError, match="wan is a WanPipeline, expected a StableDiffusionXLPipeline"):
        make(_backend(other))
    with pytest.raises(WeightsError, match="does not paint pictures from words: makes video"):
        make(_backend(other, "diffusers"))


def test_a_model_that_does_not_fit_is_refused_with_the_numbers_and_nothing_is_painted(tiny_sdxl: Path, tmp_path: Path):
    huge = _backend(tiny_sdxl, megapixels=4, guidance=3.0)
    object.__setattr__(huge, "megapixels", 1e6)
    with pytest.raises(NotEnoughMemoryError, match=r"needs [\d,]+ MB on cpu .* MB free of"):
        huge.make(image_request(), tmp_path)
    assert not list(tmp_path.glob("*.png"))


def _hungry(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """The first calls of the pipeline find no memory."""
    met: list[str] = []
    call = Painter._call

    def starved(self: Painter, *arguments: Any, **named: Any) -> Any:
        if len(met) < times:
            met.append(self.rungs[self.rung].name)
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return call(self, *arguments, **named)

    monkeypatch.setattr(Painter, "_call", starved)
    return met


def test_when_memory_is_short_the_next_rung_paints_and_every_attempt_is_told(tiny_sdxl: Path, make, monkeypatch):
    let_go_of_models()
    _hungry(monkeypatch, 1)
    made = make(_backend(tiny_sdxl))
    assert [(a["image"], a["rung"], a["outcome"]) for a in made.facts["attempts"]] == [
        ("start image", "resident", "out of memory"),
        ("start image", "VAE in tiles", "succeeded"),
        ("end image", "VAE in tiles", "succeeded"),
    ]
    assert "memory was short" in made.notes[0]
    let_go_of_models()


def test_when_no_rung_is_left_it_fails_and_no_picture_is_drawn_in_its_place(
    tiny_sdxl: Path, tmp_path: Path, monkeypatch
):
    let_go_of_models()
    _hungry(monkeypatch, 99)
    with pytest.raises(ModelOOMError, match=r"s010: start image of .* after 2 attempts: resident .*, VAE in tiles"):
        _backend(tiny_sdxl).make(image_request(), tmp_path)
    assert not list(tmp_path.glob("*.png"))
    let_go_of_models()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"steps": 0}, "steps: Input should be greater than or equal to 1"),
        ({"guidance": 31}, "guidance: Input should be less than or equal to 30"),
        ({"sampler": "magic"}, "sampler is 'magic': expected own, euler"),
        ({"device": "gpu"}, "expected cuda, cuda:N, mps or cpu"),
        ({"preset": "h200"}, "preset is 'h200': expected auto"),
        ({"dtype": "float16"}, "float16 does not work on the cpu"),
        ({"stepz": 3}, "unknown stepz"),
        ({"model": "no-such-model"}, "expected one of"),
    ],
)
def test_wrong_settings_are_told_before_anything_is_loaded(tiny_sdxl: Path, settings: dict[str, Any], said: str):
    with pytest.raises(ProfileError, match=said.replace("(", r"\(")):
        _backend(**{"model": tiny_sdxl, **settings})


def test_backends_travel_between_processes_without_their_model(tiny_sdxl: Path, make):
    backend = _backend(tiny_sdxl)
    make(backend)
    assert len(pickle.dumps(backend)) < 2000
    assert pickle.loads(pickle.dumps(backend)).model_inputs() == backend.model_inputs()
