"""Likenesses: said in the metadata of a new picture, and never used in its place."""

import dagster as dg

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.recent_index import RecentIndex

WORDLESS = """INT. KITCHEN - NIGHT

Rain on the window.

EXT. BEACH - DAY

Waves roll on the sand.
"""


def likenesses(instance: dg.DagsterInstance, asset: str, film: str) -> dict[str, list[dict[str, str]]]:
    records = instance.fetch_materializations(dg.AssetKey(asset), limit=50).records
    found = {}
    for record in records:
        if record.partition_key.startswith(f"{film}~") and "likenesses" in record.asset_materialization.metadata:
            found[record.partition_key] = record.asset_materialization.metadata["likenesses"].value
    return found


def test_a_second_film_of_the_same_places_is_told_what_it_resembles(tmp_path, sparkle, finished_studio):
    text = (finished_studio.home.parent / "tiny.yaml").read_text(encoding="utf-8")
    profile = tmp_path / "alike.yaml"
    profile.write_text(text + "likenesses: true\n", encoding="utf-8")
    for film in ("first", "second"):
        brief = tmp_path / f"{film}.fountain"
        brief.write_text(WORDLESS.replace("the window", f"the {film} window"), encoding="utf-8")
        made = sparkle("make", str(brief), "--home", str(tmp_path / "studio"), "--profile", str(profile), "--json")
        assert made.code == 0, made.err
    settings = load_settings(tmp_path / "studio")
    with studio_instance(settings.dagster_home) as instance:
        assert likenesses(instance, "shot_images", "first") == {}
        stills = likenesses(instance, "shot_images", "second")
        clips = likenesses(instance, "video_clips", "second")
    assert set(stills) == set(clips) == {"second~s010"}
    assert all(entry["bits_apart"] <= 6 for entry in stills["second~s010"])
    assert any("/shot_images/" in entry["like"] for entry in stills["second~s010"])
    assert RecentIndex(settings.recent_index).stats()["sightings"] == 12
    assert made.json["made"]["shot_images"] == 1  # what is alike is made; what is the same is reused
