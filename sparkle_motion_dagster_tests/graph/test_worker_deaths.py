"""A worker that is killed (out of memory, say) costs the calls that were under way: the other shots go on, in a fresh one."""

from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster_tests.crafts.flawed import flawed_profile


def told_of(instance, asset):
    """The shots that Dagster was told of in the last run of an asset."""
    found = instance.fetch_materializations(dg.AssetKey(asset), limit=1000).records  # the newest first
    return {record.partition_key.partition("~")[2] for record in found if record.run_id == found[0].run_id}


@pytest.mark.timeout(120)
def test_a_shot_whose_worker_dies_fails_alone_and_the_others_are_told_of(studio, sparkle, tmp_path, monkeypatch):
    monkeypatch.setenv("SPARKLE_CORES", "1")

    def make(deadly):
        crafts = {"video": {"deadly": deadly}}
        profile = flawed_profile(Path(studio.profile()), tmp_path / "deadly.yaml", crafts=crafts)
        return sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", str(profile), "--json")

    shots = [shot["id"] for shot in studio.made.json["shots"]]
    first, *others = shots
    ran = make([first])
    assert ran.code == 1 and f"two-lamps {first}: video_clips: a worker process died" in ran.err, ran.err
    assert f"1 of {len(shots)} shots could not be made" in ran.err
    with studio_instance(studio.home / "dagster") as instance:
        for asset in ("video_clips", "lipsynced_clips", "qa_report"):
            assert set(others) <= told_of(instance, asset)
    again = make([])
    assert again.code == 0, again.err
    assert again.json["made"] == {"video_clips": 1}  # the same clip as before all this: nothing that follows is new
