"""What Dagster's catalog says of the assets: everything a person looks for there is filled."""

import re
from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.backends.profile import Choice, Profile, load_profile
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.pools import declare_pools, pool_of
from sparkle_motion_dagster.settings import load_settings


def graph(profile: Profile):
    return build_definitions(load_settings(Path("nowhere")), profile).resolve_asset_graph()


ANIMATIC = load_profile("animatic")
NODES = {node.key.to_user_string(): node for node in graph(ANIMATIC).asset_nodes}


def on_a_device(profile: Profile) -> Profile:
    video = Choice(backend="animatic", settings={"device": "cuda:0"})
    speech = Choice(backend="kokoro", settings={"device": "cpu"})
    return profile.model_copy(update={"crafts": {**profile.crafts, "video": video, "speech": speech}})


@pytest.mark.parametrize("name", sorted(NODES))
def test_every_asset_says_what_it_is_whose_and_of_what_kind(name):
    node = NODES[name]
    assert re.fullmatch(r"[A-Z].{40,}\.", node.description or "", re.DOTALL)
    assert node.group_name in ("film", "shots")
    assert node.owners and all(owner.startswith("team:") for owner in node.owners)
    assert len(node.kinds) == 1
    assert node.tags["sparkle/grain"] == ("shot" if node.partitions_def.name == "shots" else "film")
    assert node.tags["sparkle/craft"]
    assert node.code_version


@pytest.mark.parametrize("job", ["plan_film", "make_shots", "cut_film"])
def test_every_job_says_what_it_does(job):
    assert build_definitions(load_settings(Path("nowhere")), ANIMATIC).resolve_job_def(job).description


def test_a_range_of_shots_is_one_run():
    shots = [node for node in NODES.values() if node.is_materializable and node.partitions_def.name == "shots"]
    assert len(shots) == 5
    assert {node.backfill_policy for node in shots} == {dg.BackfillPolicy.single_run()}


def test_there_is_no_pool_where_nothing_runs_on_a_device():
    assert not any(node.pools for node in NODES.values())


def test_what_runs_on_a_device_waits_in_the_gpu_pool():
    pools = {node.key.to_user_string(): node.pools for node in graph(on_a_device(ANIMATIC)).asset_nodes if node.pools}
    assert pools == {"video_clips": {"gpu"}}


@pytest.mark.parametrize(
    ("craft", "choice", "pool"),
    [
        ("images", Choice(backend="sdxl"), "gpu"),
        ("images", Choice(backend="sdxl", settings={"device": "cpu"}), None),
        ("video", Choice(backend="wan"), "gpu"),
        ("speech", Choice(backend="kokoro"), None),
        ("speech", Choice(backend="chatterbox"), "gpu"),
        ("lipsync", Choice(backend="server"), None),
    ],
)
def test_a_model_that_takes_the_gpu_by_itself_waits_in_its_pool_too(craft, choice, pool):
    assert pool_of(craft, choice) == pool


def test_the_page_shows_the_gpu_pool_with_one_place_when_a_profile_uses_a_device(tmp_path):
    with studio_instance(tmp_path / "dagster") as instance:
        declare_pools(instance, ANIMATIC)
        assert instance.event_log_storage.get_concurrency_keys() == set()
        declare_pools(instance, on_a_device(ANIMATIC))
        assert instance.event_log_storage.get_concurrency_info("gpu").slot_count == 1
        instance.event_log_storage.set_concurrency_slots("gpu", 2)  # a person with two cards
        declare_pools(instance, on_a_device(ANIMATIC))
        assert instance.event_log_storage.get_concurrency_info("gpu").slot_count == 2
