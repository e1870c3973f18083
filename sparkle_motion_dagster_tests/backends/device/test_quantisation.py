"""Quantisation: what a preset's word does to memory, to weights and to recipes."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.device import quantisation
from sparkle_motion_dagster.backends.device.placement import plan_memory
from sparkle_motion_dagster.backends.device.presets import FamilyPlan, load_presets
from sparkle_motion_dagster.backends.device.quantisation import missing_quantiser, quantisation_inputs, quantiser
from sparkle_motion_dagster.errors import BackendUnavailableError

WAN_14B = {"transformer": 16_396_000_000, "text_encoder": 5_681_000_000, "vae": 127_000_000}


def test_int8_halves_what_is_quantised_and_nothing_else():
    whole = plan_memory(WAN_14B, "bfloat16", "resident", 1000)
    half = plan_memory(WAN_14B, "bfloat16", "resident", 1000, quantisation="int8")
    assert whole.device_mb - half.device_mb == pytest.approx(WAN_14B["transformer"] / 2**20)
    assert plan_memory(WAN_14B, "bfloat16", "resident", 1000, quantisation="nf4").device_mb < half.device_mb


def test_a_part_that_is_dropped_after_encoding_is_not_there_while_the_others_work():
    kept = plan_memory(WAN_14B, "bfloat16", "resident", 1000)
    dropped = plan_memory(WAN_14B, "bfloat16", "resident", 1000, encode_then_drop=("text_encoder", "image_encoder"))
    assert kept.device_mb - dropped.device_mb == pytest.approx(2 * WAN_14B["text_encoder"] / 2**20)
    assert dropped.encode_then_drop == ("text_encoder",)
    small = {"transformer": 1_000_000, "text_encoder": 5_681_000_000}
    alone = plan_memory(small, "bfloat16", "resident", 100, encode_then_drop=("text_encoder",))
    assert alone.device_mb == pytest.approx(2 * 5_681_000_000 / 2**20)  # the encoder's own turn is the higher one


def test_every_word_of_a_family_reaches_its_plan():
    family = FamilyPlan(placement="resident", quantisation="int8", encode_then_drop=("text_encoder",), source="test")
    plan = family.plan(WAN_14B, "bfloat16", 1000)
    assert (plan.placement, plan.quantisation, plan.encode_then_drop) == ("resident", "int8", ("text_encoder",))
    assert plan.device_mb < load_presets()["a100-40gb"].min_free_mb


@pytest.mark.skipif(find_spec("torchao") is None, reason="pip install '.[quantised]'")
@pytest.mark.parametrize("kind", ["int8", "fp8"])
def test_weights_are_really_in_fewer_bits_and_the_model_still_works(tiny_sdxl: Path, kind: quantisation.Quantisation):
    import torch
    from diffusers import UNet2DConditionModel

    def load(word: quantisation.Quantisation):
        return UNet2DConditionModel.from_pretrained(
            tiny_sdxl / "unet", dtype=torch.bfloat16, local_files_only=True, **quantiser(word, "diffusers", "bfloat16")
        )

    whole, small = load("none"), load(kind)
    names = [type(parameter.data).__name__ for parameter in small.parameters()]
    assert any(name not in ("Tensor", "Parameter") for name in names)
    asked = {
        "sample": torch.ones(1, 4, 8, 8, dtype=torch.bfloat16),
        "timestep": 5,
        "encoder_hidden_states": torch.ones(1, 4, 64, dtype=torch.bfloat16),
        "added_cond_kwargs": {
            "text_embeds": torch.ones(1, 32, dtype=torch.bfloat16),
            "time_ids": torch.ones(1, 6, dtype=torch.bfloat16),
        },
    }
    with torch.no_grad():
        difference = (whole(**asked).sample - small(**asked).sample).abs().max()
    assert 0 < difference < 0.3


def test_a_missing_quantiser_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quantisation, "find_spec", lambda _: None)
    assert missing_quantiser("none") is None and quantiser("none", "diffusers", "bfloat16") == {}
    with pytest.raises(BackendUnavailableError, match=r"pip install bitsandbytes==0\.50\.2"):
        quantiser("nf4", "transformers", "bfloat16")
    with pytest.raises(BackendUnavailableError, match=r"pip install torchao==0\.18\.0"):
        quantiser("int8", "diffusers", "bfloat16")


def test_what_quantises_is_part_of_recipes():
    assert quantisation_inputs("none") == {}
    assert quantisation_inputs("int8")["quantiser"].startswith("torchao ")
