"""Real edits through the whole graph: what is not touched is the same bytes, untouched, and Dagster says so too."""

from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.instance import studio_instance

SHOT_ASSETS = ("dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report")
MARKET = "INT. MARKET - DAY\n\nBaskets of fish stand in rows.\n\nEXT. BEACH - DAY"


def make(studio, sparkle) -> dict:
    ran = sparkle("make", str(studio.brief), "--home", str(studio.home), "--profile", studio.profile(), "--json")
    assert ran.code == 0, ran.err
    return ran.json


def blobs(studio) -> dict[str, tuple[int, int, int]]:
    """Every stored file by its name, which is its hash: inode, size and time of its last change."""
    found = {}
    for path in (studio.home / "store" / "blobs").rglob("*.*"):
        status = path.stat()
        found[path.name] = status.st_ino, status.st_size, status.st_mtime_ns
    return found


def versions(studio) -> dict[tuple[str, str], tuple[str | None, int]]:
    """Data version of each shot's assets in Dagster, and the event that gave it."""
    told = {}
    with studio_instance(studio.home / "dagster") as instance:
        for key in instance.get_dynamic_partitions("shots"):
            for asset in ("shot_spec", *SHOT_ASSETS):
                records = instance.fetch_materializations(
                    dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[key]), limit=1
                ).records
                if records:
                    materialization = records[0].asset_materialization
                    told[asset, key] = (materialization.tags or {}).get("dagster/data_version"), records[0].storage_id
    return told


def reasons(studio, asset: str, key: str) -> str:
    with studio_instance(studio.home / "dagster") as instance:
        found = instance.fetch_materializations(
            dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[key]), limit=1
        ).records[0]
    return found.asset_materialization.metadata["why"].text


@pytest.fixture
def edited(studio):
    """Rewrite the studio's brief."""
    path: Path = studio.brief
    first = path.read_text(encoding="utf-8")

    def edit(before: str, after: str) -> str:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        return first

    return edit


def test_one_line_leaves_every_other_shot_as_it_was(studio, sparkle, edited):
    before_blobs, before_versions = blobs(studio), versions(studio)
    edited("The sea is wild tonight.", "The sea is very wild tonight.")
    made = make(studio, sparkle)["made"]
    assert made == {
        "movie_plan": 1, "dialogue_audio": 1, "video_clips": 1, "lipsynced_clips": 1, "qa_report": 1, "final_movie": 1,
    }  # fmt: skip

    after_blobs, after_versions = blobs(studio), versions(studio)
    assert {name: after_blobs[name] for name in before_blobs} == before_blobs
    changed = {place for place, told in after_versions.items() if told != before_versions.get(place)}
    (shot,) = {key for _, key in changed}
    assert changed == {
        (a, shot) for a in ("shot_spec", "dialogue_audio", "video_clips", "lipsynced_clips", "qa_report")
    }
    assert reasons(studio, "dialogue_audio", shot) == (
        "line 1 changed: 'The sea is wild tonight.' → 'The sea is very wild tonight.'"
    )


def test_a_scene_put_in_and_taken_out_again_touches_no_other_shot(studio, sparkle, edited):
    before_blobs, before_versions = blobs(studio), versions(studio)
    names = [shot["id"] for shot in studio.made.json["shots"]]
    edited("EXT. BEACH - DAY", MARKET)
    with_scene = make(studio, sparkle)
    ids = [shot["id"] for shot in with_scene["shots"]]
    (new,) = set(ids) - set(names)
    assert [shot for shot in ids if shot != new] == names
    after = versions(studio)
    touched = {key.partition("~")[2] for (_, key), told in after.items() if told != before_versions.get((_, key))}
    assert touched <= {new, ids[ids.index(new) + 1]}  # the next shot no longer follows a night
    assert {name: blobs(studio)[name] for name in before_blobs} == before_blobs

    edited(MARKET, "EXT. BEACH - DAY")
    back = make(studio, sparkle)
    assert set(back["made"]) <= {"movie_plan"}  # the film itself is found again too
    assert [shot["id"] for shot in back["shots"]] == names
    status = sparkle("status", "two-lamps", "--home", str(studio.home), "--profile", studio.profile(), "--json").json
    assert status["fresh"] is True
