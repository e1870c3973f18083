"""`diffusers` with models that are not SDXL: tiny ones of every real class, and a clear no to those whose call is unlike."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.presets import load_presets
from sparkle_motion_dagster.backends.images.painter import text_to_image_class
from sparkle_motion_dagster.backends.models.snapshot import Snapshot
from sparkle_motion_dagster.backends.models.table import load_models
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.errors import ProfileError, WeightsError
from sparkle_motion_dagster_tests.backends.images.requests import image_request
from sparkle_motion_dagster_tests.tiny_models.tiny_flux import save_tiny_flux, save_tiny_sd3


@pytest.fixture(
    scope="module", params=[save_tiny_flux, save_tiny_sd3], ids=["FluxPipeline", "StableDiffusion3Pipeline"]
)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return request.param(tmp_path_factory.mktemp("models") / "tiny")


def backend(model: Path | str, **more: Any) -> Any:
    chosen = {"model": str(model), "device": "cpu", "steps": 2, "megapixels": 0.01, **more}
    return build_choice("images", Choice(backend="diffusers", settings=chosen), "profile test")


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image).astype(int)


def test_it_paints_repeats_itself_and_takes_what_the_profile_says(model: Path, tmp_path: Path):
    def made(name: str, seed: int = 7, **more: Any) -> Any:
        (tmp_path / name).mkdir()
        return backend(model, **more).make(image_request(seed=seed), tmp_path / name)

    first, again = made("first"), made("again")
    assert first.start.read_bytes() == again.start.read_bytes() and first.end.read_bytes() == again.end.read_bytes()
    assert pixels(first.start).shape == pixels(first.end).shape == (72, 96, 3)
    assert (pixels(first.start) != pixels(first.end)).any() and not first.notes
    for name, other in {
        "guidance": made("guidance", guidance=2.0), "negative": made("negative", negative_prompt="text"),
        "steps": made("steps", steps=3), "seed": made("seed", seed=8),
    }.items():  # fmt: skip
        assert (pixels(other.start) != pixels(first.start)).any(), name


def test_a_sampler_that_the_model_cannot_work_with_is_refused(model: Path, tmp_path: Path):
    with pytest.raises(ProfileError, match=r"sampler ddim \(DDIMScheduler\) does not go with"):
        backend(model, sampler="ddim").make(image_request(), tmp_path)


@pytest.mark.parametrize(
    ("name", "why"),
    [("WanPipeline", "makes video"), ("AnimateDiffVideoToVideoPipeline", "makes video"),
     ("FluxControlPipeline", r"needs more \(control_image\)"), ("FluxFillPipeline", r"needs more \(image, mask_image\)"),
     ("StableDiffusionXLControlNetPipeline", r"needs more \(controlnet_conditioning_scale\)"),
     ("StableDiffusionXLImg2ImgPipeline", "its call takes no width, height"), ("QwenImageEditPipeline", r"needs more \(image\)"),
     ("StableCascadeCombinedPipeline", "a chain of two models"), ("IFPipeline", "has no VAE")],
)  # fmt: skip
def test_a_model_whose_call_is_unlike_is_refused_with_the_reason(name: str, why: str, tmp_path: Path):
    with pytest.raises(WeightsError, match=f"is a {name}, which does not paint pictures from words: .*{why}"):
        text_to_image_class(Snapshot(tmp_path, name, ()), ())


@pytest.mark.parametrize(
    "name",
    [
        "FluxPipeline",
        "Flux2Pipeline",
        "StableDiffusion3Pipeline",
        "SanaPipeline",
        "QwenImagePipeline",
        "ZImagePipeline",
    ],
)
def test_models_with_the_ordinary_call_are_accepted(name: str, tmp_path: Path):
    assert text_to_image_class(Snapshot(tmp_path, name, ()), ()).__name__ == name


def test_a_class_that_diffusers_does_not_know_is_refused(tmp_path: Path):
    with pytest.raises(WeightsError, match="does not know as a pipeline"):
        text_to_image_class(Snapshot(tmp_path, "MyOwnPipeline", ()), ())


def test_guidance_that_changes_nothing_is_said_so(tmp_path: Path):
    model = save_tiny_flux(tmp_path / "schnell")
    config = model / "transformer" / "config.json"
    told = json.loads(config.read_text()) | {"guidance_embeds": False}
    config.write_text(json.dumps(told))
    made = backend(model).make(image_request(), tmp_path)
    assert made.notes == ("the model is not guided: `guidance` of the profile changes nothing",)


# -- presets


@pytest.mark.parametrize("preset", sorted(load_presets()))
@pytest.mark.parametrize("model", ["sdxl-base", "owner/other"])
def test_every_value_of_a_presets_image_families_is_used(preset: str, model: str):
    shipped = load_presets()[preset]
    device = str(Device("cpu" if shipped.device == "cpu" else "cuda"))
    memory = DeviceMemory(device, preset, 90_000.0, 90_000.0, 0.0)
    painter = backend(model, device=device, preset=preset, revision="0" * 40)
    entry = load_models().get(model)
    family = shipped.family(entry.family if entry else "other")
    name, plan = painter.memory_plan(memory)
    assert (name, plan.placement, plan.quantisation) == (preset, family.placement, family.quantisation)
    assert not family.encode_then_drop  # a shot's text encoders stay for the next shot: model_offload moves them away
    if model == "sdxl-base":
        small = backend(model, device=device, preset=preset, quantisation="int8", revision="0" * 40)
        halved = small.memory_plan(memory)[1]
        assert halved.quantisation == "int8" and halved.device_mb + halved.host_mb < plan.device_mb + plan.host_mb
        assert small.model_inputs()["quantisation"] == "int8"
        assert "quantisation" not in painter.model_inputs()  # recipes of whole models stay as they were


def test_a_preset_that_drops_text_encoders_is_refused_and_layer_by_layer_in_fewer_bits_too(
    monkeypatch, tiny_sdxl, tmp_path
):
    from sparkle_motion_dagster.backends.images import diffusers_images

    cpu = load_presets()["cpu"]
    memory = DeviceMemory("cpu", "test", 90_000.0, 90_000.0, 0.0)

    def shipped(**update: Any) -> None:
        family = cpu.families["other"].model_copy(update=update)
        presets = {"cpu": cpu.model_copy(update={"families": {"other": family}})}
        monkeypatch.setattr(diffusers_images, "choose_preset", lambda *_: ("cpu", presets["cpu"]))

    shipped(encode_then_drop=("text_encoder",))
    with pytest.raises(ProfileError, match=r"preset cpu: diffusers keeps its text encoders.*model_offload"):
        backend(tiny_sdxl).memory_plan(memory)
    shipped(quantisation="int8", placement="group_offload")
    with pytest.raises(ProfileError, match=r"int8 weights cannot lie layer by layer \(group_offload\)"):
        backend(tiny_sdxl, dtype="bfloat16").make(image_request(), tmp_path)
