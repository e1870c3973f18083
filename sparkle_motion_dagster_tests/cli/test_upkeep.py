"""`sparkle gc`, `verify` and `rm` as a person uses them, on a finished film."""

import time

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.utils import make_new_run_id

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.worked_by import signature
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.store import ArtifactStore


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def kept(studio):
    return [
        name for name in files(studio.home / "store") if name.startswith(("blobs/", "manifests/", "heads/", "takes/"))
    ]


def test_a_finished_film_verifies_and_nothing_of_it_is_for_gc(studio, sparkle):
    home = ("--home", str(studio.home))
    before = kept(studio)
    checked = sparkle("verify", *home, "--jobs", "2", "--json")
    assert checked.code == 0 and checked.json["damage"] == []
    assert checked.json["files"] == sum(name.startswith("blobs/") for name in before)
    swept = sparkle("gc", *home, "--yes", "--grace-min", "0", "--json")
    assert (swept.code, swept.json["freed_bytes"], swept.json["artifacts"]) == (0, 0, [])
    assert swept.json["replaced_bytes"] == 0  # no edit has left anything
    swept = sparkle("gc", *home, "--yes", "--grace-min", "0", "--older-than", "0", "--json")
    assert (swept.code, swept.json["freed_bytes"], swept.json["artifacts"]) == (0, 0, [])
    assert kept(studio) == before


def test_a_removed_film_is_gone_but_its_brief_and_what_it_used_is_freed_by_gc(studio, sparkle):
    home = ("--home", str(studio.home))
    (studio.home / "screenings" / "two-lamps" / "my notes.txt").write_text("mine", encoding="utf-8")
    before = kept(studio)
    looked = sparkle("rm", "two-lamps", *home)
    assert looked.code == 0 and "nothing has been removed" in looked.out
    assert kept(studio) == before

    removed = sparkle("rm", "two-lamps", *home, "--yes", "--json")
    assert removed.code == 0 and removed.json["brief_removed"] is False
    assert files(studio.home / "films") == [".two-lamps.filed", "two-lamps.fountain"]
    assert files(studio.home / "screenings") == ["two-lamps/my notes.txt"]
    assert not [name for name in kept(studio) if name.startswith(("heads/", "takes/"))]
    with studio_instance(studio.home / "dagster") as instance:
        assert list(instance.get_dynamic_partitions("films")) == []
        assert list(instance.get_dynamic_partitions("shots")) == []

    would = sparkle("gc", *home, "--grace-min", "0", "--json").json
    assert len(would["artifacts"]) == sum(name.startswith("manifests/") for name in before)
    assert {one["film"] for one in would["artifacts"]} == {"two-lamps"} and would["removed"] is False
    assert sparkle("gc", *home, "--yes", "--json").json["artifacts"] == []  # all of it is young
    done = sparkle("gc", *home, "--yes", "--grace-min", "0", "--json").json
    assert done == would | {"removed": True} and done["freed_bytes"] > 1e6
    assert kept(studio) == []


def test_the_brief_goes_too_if_asked_and_then_there_is_no_such_film(studio, sparkle):
    home = ("--home", str(studio.home))
    assert sparkle("rm", "two-lamps", *home, "--brief", "--yes").code == 0
    assert files(studio.home / "films") == []
    again = sparkle("rm", "two-lamps", *home, "--yes")
    assert again.code == 2 and "it has: none" in again.err


def test_a_film_in_work_is_not_removed_and_nothing_is_swept_under_it(studio, sparkle):
    home = ("--home", str(studio.home))
    before = kept(studio)
    with ArtifactStore.open(studio.home / "store").film_lock("two-lamps"):
        for command in (("rm", "two-lamps", "--yes"), ("gc", "--yes")):
            refused = sparkle(*command, *home)
            assert refused.code == 2 and "being made" in refused.err, refused.err
        assert sparkle("gc", *home).code == 0  # looking is allowed
    assert kept(studio) == before


def a_run(studio, instance):
    """A run of make_shots: it holds no lock of the film."""
    span = {
        "dagster/asset_partition_range_start": "two-lamps~s010",
        "dagster/asset_partition_range_end": "two-lamps~s030",
    }
    started = dg.DagsterRunStatus.STARTED
    run = instance.add_run(
        dg.DagsterRun(job_name="make_shots", run_id=make_new_run_id(), status=started, tags=span | signature())
    )
    return lambda: instance.report_run_canceled(run)


def a_backfill(studio, instance):
    """A backfill that is asked for and has no run just now."""
    graph = build_definitions(load_settings(studio.home), load_profile(studio.profile())).resolve_asset_graph()
    backfill = PartitionBackfill.from_asset_partitions(
        backfill_id="asked-for",
        asset_graph=graph,
        partition_names=list(instance.get_dynamic_partitions("shots")),
        asset_selection=[dg.AssetKey("video_clips")],
        backfill_timestamp=time.time(),
        tags={},
        dynamic_partitions_store=instance,
        all_partitions=False,
        title=None,
        description=None,
        run_config=None,
    )
    instance.add_backfill(backfill)
    return lambda: instance.update_backfill(backfill.with_status(BulkActionStatus.COMPLETED_SUCCESS))


@pytest.mark.parametrize(("begin", "words"), [(a_run, "run "), (a_backfill, "backfill")])
def test_what_dagster_makes_or_is_asked_for_is_not_removed_nor_anything_swept_until_it_is_done(
    studio, sparkle, begin, words
):
    home = ("--home", str(studio.home))
    before = kept(studio)
    with studio_instance(studio.home / "dagster") as instance:
        done = begin(studio, instance)
        for command in (("rm", "two-lamps", "--yes"), ("gc", "--yes")):
            refused = sparkle(*command, *home)
            assert refused.code == 2 and "two-lamps" in refused.err and words in refused.err, refused.err
        assert sparkle("gc", *home).code == 0  # looking is allowed
        assert kept(studio) == before
        done()
    assert sparkle("gc", "--yes", *home).code == 0
    assert sparkle("rm", "two-lamps", "--yes", *home).code == 0


def test_where_dagster_has_not_run_gc_asks_nothing_of_it(tmp_path, sparkle):
    ArtifactStore.open(tmp_path / "studio" / "store")
    assert sparkle("gc", "--yes", "--home", str(tmp_path / "studio")).code == 0
    assert not (tmp_path / "studio" / "dagster").exists()


def test_looking_what_edits_have_left_holds_up_nobody(studio, sparkle, monkeypatch):
    def no_gate(*_, **__):
        pytest.fail("a look must not pass the gate")

    monkeypatch.setattr("sparkle_motion_dagster.store.upkeep.gate", no_gate)
    for more in ((), ("--older-than", "0")):
        assert sparkle("gc", *more, "--home", str(studio.home)).code == 0


@pytest.mark.parametrize("command", [("gc", "--yes"), ("verify",), ("rm", "two-lamps", "--yes")])
def test_where_there_is_no_studio_yet_there_is_nothing_to_do_and_nothing_is_written(
    tmp_path, sparkle, monkeypatch, command
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPARKLE_HOME", raising=False)
    ran = sparkle(*command)
    assert ran.code == (2 if command[0] == "rm" else 0), ran.err
    assert not list(tmp_path.iterdir())
