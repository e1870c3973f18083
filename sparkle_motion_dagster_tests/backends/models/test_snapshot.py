"""A model's folder, checked before anything is loaded; and loaded whole or not at all."""

import json
import pickle
import shutil
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.models.loading import load_parts
from sparkle_motion_dagster.backends.models.snapshot import read_snapshot
from sparkle_motion_dagster.backends.models.source import model_source
from sparkle_motion_dagster.errors import ProfileError, WeightsError

UNET = "unet/diffusion_pytorch_model.safetensors"


@pytest.fixture
def model(tiny_sdxl: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(tiny_sdxl, tmp_path / "model"))


def test_a_whole_model_is_read_without_loading_it(tiny_sdxl: Path):
    snapshot = read_snapshot(tiny_sdxl)
    assert snapshot.class_name == "StableDiffusionXLPipeline"
    assert set(snapshot.parameters) == {"unet", "vae", "text_encoder", "text_encoder_2"}
    parts = load_parts(snapshot, "float32")
    for name, part in parts.items():
        assert sum(p.numel() for p in part.parameters()) == snapshot.parameters[name]


def test_no_folder_no_index_no_part(model: Path):
    with pytest.raises(WeightsError, match="no such folder"):
        read_snapshot(model / "nowhere")
    shutil.rmtree(model / "vae")
    with pytest.raises(WeightsError, match=r"its part vae .AutoencoderKL. is missing"):
        read_snapshot(model)
    (model / "model_index.json").unlink()
    with pytest.raises(WeightsError, match=r"neither model_index\.json nor config\.json"):
        read_snapshot(model)


def test_missing_weights_are_named(model: Path):
    (model / UNET).unlink()
    with pytest.raises(WeightsError, match="unet: its weights are missing"):
        read_snapshot(model)


@pytest.mark.parametrize("keep", [0, 7, 1000, 0.5, 0.999])
def test_weights_cut_short_are_told_before_loading(model: Path, keep: float):
    data = (model / UNET).read_bytes()
    (model / UNET).write_bytes(data[: int(keep * len(data)) if keep < 1 else int(keep)])
    with pytest.raises(WeightsError, match=r"unet: diffusion_pytorch_model\.safetensors .*fetch it again"):
        read_snapshot(model)


def test_pickles_are_refused_by_name_and_by_content(model: Path):
    (model / UNET).rename(model / "unet" / "diffusion_pytorch_model.bin")
    with pytest.raises(WeightsError, match=r"only pickles are there .diffusion_pytorch_model\.bin.*can run programs"):
        read_snapshot(model)
    (model / UNET).write_bytes(pickle.dumps({"weight": [1.0] * 1000}))
    with pytest.raises(WeightsError, match="is a pickle under another name"):
        read_snapshot(model)


def test_a_missing_shard_is_named(model: Path):
    (model / UNET).rename(model / "unet" / "diffusion_pytorch_model-00001-of-00002.safetensors")
    index = {"weight_map": {f"a{n}": f"diffusion_pytorch_model-0000{n}-of-00002.safetensors" for n in (1, 2)}}
    (model / "unet" / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(WeightsError, match=r"1 of 2 files of weights are missing .*00002-of-00002"):
        read_snapshot(model)


def test_weights_of_another_architecture_are_never_filled_with_random_numbers(model: Path):
    shutil.copy(model / "vae" / "diffusion_pytorch_model.safetensors", model / UNET)
    with pytest.raises(
        WeightsError, match=r"weights of unet are of another architecture.*UNet2DConditionModel has \d+"
    ):
        load_parts(read_snapshot(model), "float32")


def test_one_missing_tensor_is_enough_to_refuse(model: Path):
    from safetensors.torch import load_file, save_file

    for part, name in (("unet", "diffusion_pytorch_model"), ("text_encoder", "model")):
        path = model / part / f"{name}.safetensors"
        before = path.read_bytes()
        tensors = load_file(path)
        lost = next(key for key in tensors if key.endswith("weight") and "norm" not in key)
        del tensors[lost]
        save_file(tensors, path, metadata={"format": "pt"})
        with pytest.raises(WeightsError, match=f"weights of {part} are of another architecture, or incomplete"):
            load_parts(read_snapshot(model), "float32")
        path.write_bytes(before)


def test_a_configuration_of_another_size_is_refused(model: Path):
    config = json.loads((model / "unet" / "config.json").read_text())
    (model / "unet" / "config.json").write_text(json.dumps(config | {"cross_attention_dim": 32}))
    with pytest.raises(WeightsError, match="not those of a UNet2DConditionModel as its config"):
        load_parts(read_snapshot(model), "float32")


def test_code_that_comes_with_a_model_is_not_run(model: Path):
    index = json.loads((model / "model_index.json").read_text())
    index["unet"] = ["my_code", "MyUNet"]
    (model / "model_index.json").write_text(json.dumps(index))
    with pytest.raises(WeightsError, match=r"my_code\.MyUNet, code that comes with the model"):
        load_parts(read_snapshot(model), "float32")


def test_the_fingerprint_follows_every_tensor_and_every_setting(model: Path):
    from safetensors.torch import load_file, save_file

    first = read_snapshot(model).fingerprint()
    assert first == read_snapshot(model).fingerprint()
    tensors = load_file(model / UNET)
    key = sorted(tensors)[-1]
    tensors[key] = tensors[key] + 1
    save_file(tensors, model / UNET, metadata={"format": "pt"})
    second = read_snapshot(model).fingerprint()
    scheduler = model / "scheduler" / "scheduler_config.json"
    scheduler.write_text(scheduler.read_text().replace("0.012", "0.013"))
    assert len({first, second, read_snapshot(model).fingerprint()}) == 3


def test_the_fingerprint_does_not_depend_on_where_the_folder_is(model: Path, tmp_path: Path):
    moved = shutil.copytree(model, tmp_path / "elsewhere" / "other-name")
    assert read_snapshot(moved).fingerprint() == read_snapshot(model).fingerprint()


def test_a_folder_may_be_pinned_by_its_fingerprint(model: Path):
    pin = read_snapshot(model).fingerprint()
    assert model_source(str(model), pin).snapshot()
    with pytest.raises(WeightsError, match=f"has? ?.*fingerprint {pin}, and the profile pins 0123"):
        model_source(str(model), "0123").snapshot()


def test_a_model_of_the_hub_must_be_pinned_and_unknown_names_list_the_known():
    with pytest.raises(ProfileError, match="has no pinned revision: add `revision: <40 hex digits>`"):
        model_source("somebody/some-model").identity()
    with pytest.raises(ProfileError, match="expected the 40 hex digits"):
        model_source("somebody/some-model", "main")
    with pytest.raises(ProfileError, match=r"expected one of .*sdxl-base.*, a folder, or owner/name"):
        model_source("sdxl")


def test_weights_that_are_not_here_and_a_revision_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    source = model_source("somebody/some-model", "a" * 40)
    with pytest.raises(WeightsError, match="is not on this machine: run `sparkle models fetch"):
        source.folder()
    (tmp_path / "models--somebody--some-model" / "snapshots" / ("b" * 40)).mkdir(parents=True)
    with pytest.raises(WeightsError, match=f"revision {'a' * 40} is pinned, and this machine has {'b' * 40}"):
        source.folder()
