"""Presets: by name, by free memory; and what a placement takes."""

import pytest

from sparkle_motion_dagster.backends.device.devices import Device, parse_device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory, memory_of, report_memory
from sparkle_motion_dagster.backends.device.placement import plan_memory
from sparkle_motion_dagster.backends.device.presets import choose_preset, load_presets
from sparkle_motion_dagster.backends.models.table import load_models
from sparkle_motion_dagster.errors import ProfileError

CUDA = Device("cuda")


def _free(free_mb: float) -> DeviceMemory:
    return DeviceMemory("cuda:0", "a card", free_mb + 500, free_mb, 0.0)


@pytest.mark.parametrize(
    ("free_mb", "name"),
    [(79_000, "a100-80gb"), (39_000, "a100-40gb"), (23_500, "rtx4090"), (11_000, "small-gpu"), (70_000, "a100-80gb")],
)
def test_auto_takes_the_largest_preset_that_the_free_memory_allows(free_mb: float, name: str):
    assert choose_preset("auto", CUDA, _free(free_mb))[0] == name


def test_a_named_preset_is_taken_whatever_is_free_and_a_wrong_name_lists_the_right_ones():
    assert choose_preset("a100-80gb", CUDA, _free(1000))[0] == "a100-80gb"
    with pytest.raises(ProfileError, match="a100-40gb, a100-80gb, cpu, rtx4090"):
        choose_preset("h100", CUDA, _free(1000))


def test_the_cpu_has_its_own_preset():
    assert choose_preset("auto", Device("cpu"), memory_of(Device("cpu")))[0] == "cpu"


def test_sdxl_fits_every_named_card_as_its_preset_places_it():
    sdxl = load_models()["sdxl-base"]
    for name, preset in load_presets().items():
        plan = preset.family("sdxl")
        needed = plan_memory(sdxl.parameters, "bfloat16", plan.placement, sdxl.working_mb_per_megapixel)
        if preset.device == "gpu" and preset.min_free_mb:
            assert needed.device_mb < preset.min_free_mb, name


def test_offloading_takes_less_of_the_device_and_more_of_the_machine():
    parts = {"unet": 2_567_463_684, "text": 800_000_000, "vae": 83_653_863}
    plans = [plan_memory(parts, "bfloat16", p, 1000) for p in ("resident", "model_offload", "group_offload")]
    assert plans[0].device_mb > plans[1].device_mb > plans[2].device_mb > 1000
    assert plans[0].host_mb == 0 and plans[1].host_mb == plans[2].host_mb > 6000
    assert plans[0].device_mb == pytest.approx(2 * sum(parts.values()) / 2**20 + 1000)


@pytest.mark.parametrize("text", ["gpu", "cuda:", "cpu:1", "cuda:abc", ""])
def test_a_device_of_no_known_name_is_refused(text: str):
    with pytest.raises(ProfileError, match="expected cuda, cuda:N, mps or cpu"):
        parse_device(text)


def test_the_machines_memory_is_reported():
    machine = report_memory()[-1]
    assert machine.device == "cpu" and 0 < machine.free_mb <= machine.total_mb
