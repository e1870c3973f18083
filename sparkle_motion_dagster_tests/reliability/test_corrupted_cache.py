"""Truncated, flipped, empty and deleted files of every kind of artifact, damaged records, a damaged Dagster: what was
damaged is found, named and made again; everything else is reused."""

import shutil

import pytest

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.checking import verify
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.reliability.damage import body, damage, made_again, manifests, marks, own_file
from sparkle_motion_dagster_tests.reliability.killing import assert_plays

KINDS = {
    "movie_plan": "flipped",
    "line_audio": "flipped",
    "dialogue_audio": "truncated",
    "shot_images": "empty",
    "video_clips": "flipped",
    "lipsynced_clips": "deleted",
    "qa_report": "flipped",
    "final_movie": "flipped",
}
"""Each kind of artifact, damaged in one way; the ways change places in the second test."""
WAYS = ["truncated", "empty", "deleted"]


def make(sparkle, studio):
    return sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")


def test_verify_names_every_damaged_artifact_and_make_makes_exactly_those_again(studio, sparkle):
    store = studio.home / "store"
    hit, before = {}, marks(store)
    for asset, how in KINDS.items():
        manifest, path = own_file(store, asset)
        damage(path, how)
        hit[manifest.relative_to(store).as_posix()] = path.relative_to(store).as_posix()

    found = sparkle("verify", "--home", str(studio.home), "--json")
    assert found.code == 1
    assert {one["key"] for one in found.json["damage"]} == set(hit.values())
    for name, key in hit.items():
        (one,) = (one for one in found.json["damage"] if one["key"] == key)
        made = body(store / name)
        assert one["whose"] == [f"{made['key'].replace('~', ' ')} {made['asset']}"]
        assert (one["moved_to"] is None) == (KINDS[made["asset"]] == "deleted")

    again = make(sparkle, studio)
    assert again.code == 0, again.err
    assert again.json["made"] == {asset: 1 for asset in KINDS if asset != "line_audio"}
    assert made_again(before, marks(store)) == set(hit.values())
    assert sparkle("verify", "--home", str(studio.home)).code == 0
    assert_plays(again.json)


def test_make_itself_finds_what_is_missing_or_of_another_length_and_what_it_reads(studio, sparkle):
    store = studio.home / "store"
    hit, before = set(), marks(store)
    for number, asset in enumerate(KINDS):
        how = "flipped" if asset == "final_movie" else WAYS[number % 3]  # it is read at the end of each make
        _, path = own_file(store, asset)
        damage(path, how)
        hit.add(path.relative_to(store).as_posix())
    again = make(sparkle, studio)
    assert again.code == 0, again.err
    assert made_again(before, marks(store)) == hit
    assert verify(ArtifactStore.open(store)) == ()
    assert_plays(again.json)


def test_damaged_records_are_put_aside_and_cost_at_most_what_they_recorded(studio, sparkle):
    store = studio.home / "store"
    (clip, *_) = manifests(store, "video_clips")
    key = body(clip)["key"]
    lost = [clip, store / "heads" / "qa_report" / f"{key}.json", *(store / "takes" / "shot_images" / key).iterdir()]
    assert len(lost) == 3
    for path, how in zip(lost, ("truncated", "empty", "flipped"), strict=True):
        damage(path, how)
    found = sparkle("verify", "--home", str(studio.home), "--json")
    assert {one["key"] for one in found.json["damage"]} == {path.relative_to(store).as_posix() for path in lost}
    again = make(sparkle, studio)
    assert again.code == 0, again.err
    assert again.json["made"] == {"video_clips": 1}  # the head is found again by its recipe; the take was not the last
    assert sparkle("verify", "--home", str(studio.home)).code == 0


@pytest.mark.parametrize("name", ["history/runs.db", "history/runs/index.db", "schedules/schedules.db"])
def test_a_damaged_dagster_is_one_clear_sentence_and_moving_it_away_loses_nothing(studio, sparkle, name):
    (studio.home / "dagster" / name).write_bytes(bytes(range(256)) * 80)
    failed = make(sparkle, studio)
    assert failed.code == 1
    assert failed.err.count("\n") == 1 and "Traceback" not in failed.err, failed.err
    assert "move" in failed.err and "every film and shot is kept" in failed.err
    shutil.move(studio.home / "dagster", studio.home / "dagster-damaged")
    again = make(sparkle, studio)
    assert again.code == 0 and again.json["made"] == {}, again.err


def test_a_lost_dagster_is_written_anew_from_the_store(studio, sparkle):
    with studio_instance(studio.home / "dagster") as instance:
        films, shots = instance.get_dynamic_partitions("films"), instance.get_dynamic_partitions("shots")
        versions = {asset: latest_versions(instance, asset) for asset in ("video_clips", "shot_spec", "final_movie")}
    shutil.rmtree(studio.home / "dagster")
    again = make(sparkle, studio)
    assert again.code == 0 and again.json["made"] == {}, again.err
    with studio_instance(studio.home / "dagster") as instance:
        assert instance.get_dynamic_partitions("films") == films
        assert instance.get_dynamic_partitions("shots") == shots
        for asset in ("shot_spec", "final_movie"):
            assert latest_versions(instance, asset) == versions[asset]
        assert set(latest_versions(instance, "video_clips")) == set(versions["video_clips"])


def latest_versions(instance, asset: str) -> dict[str, str]:
    import dagster as dg

    tags = instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(asset), dg.DagsterEventType.ASSET_MATERIALIZATION, ["dagster/data_version"]
    )
    return {key: tag["dagster/data_version"] for key, tag in tags.items()}
