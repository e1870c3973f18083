"""What a Wan checkpoint can do is read from its files, and what it cannot do is said before anything is loaded."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.models.snapshot import read_snapshot
from sparkle_motion_dagster.backends.readiness import model_report
from sparkle_motion_dagster.backends.video.animator import Animator
from sparkle_motion_dagster.backends.video.wan import WanVideo
from sparkle_motion_dagster.backends.video.wan_checkpoint import read_wan
from sparkle_motion_dagster.errors import ProfileError, WeightsError
from sparkle_motion_dagster_tests.backends.video.clip_requests import clip_request

TinyWan = Callable[[str], Path]


@pytest.mark.parametrize(
    ("kind", "architecture", "text", "first", "last", "multiple_px", "fps", "experts"),
    [
        ("t2v", "Wan 2.1 T2V", True, False, "none", 16, 16, 1),
        ("i2v", "Wan 2.1 I2V", False, True, "none", 16, 16, 1),
        ("flf2v", "Wan 2.1 FLF2V", False, True, "required", 16, 16, 1),
        ("ti2v", "Wan 2.2 TI2V", True, True, "none", 32, 24, 1),
        ("t2v-a14b", "Wan 2.2 T2V", True, False, "none", 16, 16, 2),
        ("i2v-a14b", "Wan 2.2 I2V", False, True, "optional", 16, 16, 2),
    ],
)
def test_abilities_of_every_kind(
    tiny_wan: TinyWan, kind: str, architecture: str, text: bool, first: bool, last: str, multiple_px: int, fps: int,
    experts: int,
):  # fmt: skip
    found = read_wan(read_snapshot(tiny_wan(kind)))
    assert (found.architecture, found.text, found.first, found.last) == (architecture, text, first, last)
    assert (found.multiple_px, found.fps, found.experts, found.stride) == (multiple_px, fps, experts, 4)
    assert found.at_most(found.window_frames) == found.window_frames == (121 if kind == "ti2v" else 81)


@pytest.fixture
def never_loaded(monkeypatch: pytest.MonkeyPatch):
    def loaded(*_: Any, **__: Any) -> None:
        raise AssertionError("something was loaded")

    monkeypatch.setattr(Animator, "load", loaded)


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("t2v", {}, "makes clips from words alone.*name an I2V, TI2V or FLF2V model, or set `condition: text`"),
        ("i2v", {"condition": "text"}, "needs a first picture: set `condition: images`"),
        ("i2v", {"end_image": "required"}, "cannot end on a given picture"),
        ("ti2v", {"end_image": "required"}, "Wan 2.2 TI2V, which cannot end on a given picture"),
    ],
)
def test_a_model_that_cannot_do_what_is_asked_is_refused(
    tiny_wan: TinyWan, tmp_path: Path, never_loaded, kind: str, settings: dict[str, Any], said: str
):
    backend = WanVideo(model=str(tiny_wan(kind)), device="cpu", **settings)
    with pytest.raises(ProfileError, match=said):
        backend.render(clip_request(tmp_path), tmp_path)
    told = model_report(backend, "mine", free_too=True)
    assert re.search(said, told["reasons"][0])


def _changed(folder: Path, path: str, **changes: Any) -> None:
    config = json.loads((folder / path).read_text())
    (folder / path).write_text(json.dumps(config | changes))


def _of_another_class(folder: Path) -> None:
    _changed(folder, "model_index.json", _class_name="StableDiffusionXLPipeline")


def _vace(folder: Path) -> None:
    _changed(folder, "transformer/config.json", in_channels=96)


def _another_transformer(folder: Path) -> None:
    _changed(folder, "model_index.json", transformer=["diffusers", "LTX2VideoTransformer3DModel"])


def _no_clip(folder: Path) -> None:
    _changed(folder, "model_index.json", image_encoder=[None, None])


def _no_vae(folder: Path) -> None:
    (folder / "vae" / "diffusion_pytorch_model.safetensors").unlink()


def _cut_short(folder: Path) -> None:
    path = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-5000])


def _pickled(folder: Path) -> None:
    path = folder / "text_encoder" / "model.safetensors"
    path.rename(path.with_name("pytorch_model.bin"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_of_another_class, "is a StableDiffusionXLPipeline, expected a WanPipeline or WanImageToVideoPipeline"),
        (_vace, "takes 96 channels, and its VAE gives 16: expected 16 .* or 36"),
        (_another_transformer, "not a whole Wan: transformer LTX2VideoTransformer3DModel"),
        (_no_clip, "expects an image_encoder, which is missing"),
        (_no_vae, "vae: its weights are missing"),
        (_cut_short, "transformer: .*cut short|transformer: .*shorter|transformer: .*end"),
        (_pickled, "text_encoder: only pickles are there"),
    ],
)
def test_weights_that_are_wrong_are_told_before_anything_is_loaded(
    tiny_wan: TinyWan, tmp_path: Path, never_loaded, spoil: Callable[[Path], None], said: str
):
    model = Path(shutil.copytree(tiny_wan("flf2v"), tmp_path / "model"))
    spoil(model)
    with pytest.raises(WeightsError, match=said):
        WanVideo(model=str(model), device="cpu").render(clip_request(tmp_path), tmp_path)
    assert not list(tmp_path.glob("*.mp4"))
