"""The profiles that come with the program: each names backends and settings that exist, and says what it needs."""

import pytest

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.memory import DeviceMemory
from sparkle_motion_dagster.backends.device.presets import load_presets
from sparkle_motion_dagster.backends.profile import CRAFTS, load_profile, profile_names
from sparkle_motion_dagster.backends.registry import build, models_of, runs_torch


@pytest.mark.parametrize("name", profile_names())
def test_every_craft_of_every_profile_can_be_built(name: str):
    profile = load_profile(name)
    assert profile.name == name
    for craft in CRAFTS:
        assert build(profile, craft) is not None


def test_the_real_profile_pins_every_model_and_draws_nothing():
    profile = load_profile("gpu")
    assert not profile.draft
    models = models_of(profile)
    assert {"images", "video", "inspection"} <= set(models)
    for source in models.values():
        assert source.pinned() and source.entry is not None
    for craft in ("images", "video", "lipsync"):
        assert not build(profile, craft).draft


@pytest.mark.parametrize("card", ["a100-80gb", "a100-40gb", "rtx4090"])
def test_the_real_profile_fits_every_card_that_has_a_preset(card: str):
    profile, free_mb = load_profile("gpu"), float(load_presets()[card].min_free_mb)
    memory = DeviceMemory(str(Device("cuda")), card, free_mb, free_mb, 0.0)
    for craft in CRAFTS:
        if runs_torch(profile, craft):
            preset, plan = build(profile, craft).memory_plan(memory)
            assert preset == card and plan.device_mb <= free_mb, craft


def test_servers_take_the_same_film_as_the_profile_that_they_serve():
    served, servers = load_profile("gpu"), load_profile("servers")
    assert (served.video, served.sound, served.subtitles, served.draft) == (
        servers.video,
        servers.sound,
        servers.subtitles,
        servers.draft,
    )
    assert all(choice.backend == "server" for choice in servers.crafts.values())
