"""Each fault of a real model ends `sparkle make` in one typed error that says what to do; nothing is drawn instead, and
what does not need that model is made.

What belongs here: faults as a person meets them, a row each. What does not: every form of each
(`backends/models/test_snapshot.py`, `backends/device/`, `backends/server/test_faults.py`, `backends/remote/`).
"""

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import Sparkle
from sparkle_motion_dagster_tests.graph.test_stills_film import BRIEF, FILM, stills_profile

UNET = "unet/diffusion_pytorch_model.safetensors"
Break = Callable[[Path], dict[str, Any]]
"""Breaks a copy of a model that is sound; settings of the profile that go with it."""


def _missing(model: Path) -> dict[str, Any]:
    shutil.rmtree(model)
    return {}


def _cut_short(model: Path) -> dict[str, Any]:
    (model / UNET).write_bytes((model / UNET).read_bytes()[:-100])
    return {}


def _another_architecture(model: Path) -> dict[str, Any]:
    shutil.copy(model / "vae" / "diffusion_pytorch_model.safetensors", model / UNET)
    return {}


def _another_pipeline(model: Path) -> dict[str, Any]:
    index = json.loads((model / "model_index.json").read_text(encoding="utf-8"))
    (model / "model_index.json").write_text(json.dumps(index | {"_class_name": "WanPipeline"}), encoding="utf-8")
    return {}


def _pickle(model: Path) -> dict[str, Any]:
    (model / UNET).write_bytes(pickle.dumps({"weight": [1.0] * 1000}))
    return {}


def _changed(model: Path) -> dict[str, Any]:
    return {"revision": "0123456789abcdef"}


def _no_cuda(model: Path) -> dict[str, Any]:
    return {"device": "cuda"}


def _not_fetched(model: Path) -> dict[str, Any]:
    return {"model": "somebody/some-model", "revision": "a" * 40}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the brief and a studio in which, after the first fault, the film's voices are made."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "lamps.json").write_text(json.dumps(BRIEF), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("fault", "says", "do", "made_before"),
    [
        (_missing, "is not a folder", "correct `model` in the profile", False),
        (_cut_short, "unet: diffusion_pytorch_model.safetensors", "fetch it again", False),
        (_pickle, "is a pickle under another name", "fetch the safetensors", False),
        (_changed, "and the profile pins 0123456789abcdef", "put the old ones back, or pin the new", False),
        (_no_cuda, "asks for cuda", "cpu", False),
        (_not_fetched, "is not on this machine", "run `sparkle models fetch", False),
        (
            _another_pipeline,
            "model is a WanPipeline, expected a StableDiffusionXLPipeline",
            "name another model",
            False,
        ),
        (_another_architecture, "weights of unet are of another architecture", "fetch", True),
    ],
)
def test_a_fault_is_one_error_that_says_what_to_do_and_nothing_is_drawn_instead(
    fault: Break, says: str, do: str, made_before: bool, folder: Path, tiny_sdxl: Path, sparkle: Sparkle, tmp_path: Path
):
    model = Path(shutil.copytree(tiny_sdxl, tmp_path / "model"))
    profile = stills_profile(tmp_path / "faulty.yaml", **{"model": model} | fault(model))
    where = ("--film", FILM, "--home", str(folder / "studio"), "--profile", str(profile), "--json")
    told = sparkle("make", str(folder / "lamps.json"), *where)
    words = " ".join(told.err.split())
    assert told.code == 1 and says in words and do in words, told.err
    assert told.err.count("error:") == 1 and "Traceback" not in told.err
    made = _made(folder / "studio" / "store")
    assert made["shot_images"] == made["video_clips"] == made["final_movie"] == 0
    if made_before:
        assert made["dialogue_audio"] == 2 and "2 of 2 shots could not be made; the others are kept" in words


def _made(folder: Path) -> dict[str, int]:
    """How many of the film's artifacts there are."""
    assets = ("dialogue_audio", "shot_images", "video_clips", "final_movie")
    if not folder.is_dir():
        return dict.fromkeys(assets, 0)
    store = ArtifactStore.open(folder)
    return {asset: len(store.heads(asset, [FILM, f"{FILM}~s010", f"{FILM}~s020"])) for asset in assets}
