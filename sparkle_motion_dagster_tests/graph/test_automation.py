"""A brief in `films/` becomes a film, and an edited one exactly what changed, with nobody asking."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph_subset import AssetGraphSubset
from dagster._core.definitions.data_version import DATA_VERSION_TAG, CachingStaleStatusResolver, StaleStatus
from dagster._core.definitions.partitions.snap import PartitionsSnap
from dagster._core.definitions.partitions.subset.key_ranges import KeyRangesPartitionsSubset
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.loader import LoadingContextForTest
from dagster._core.storage.tags import AUTOMATION_CONDITION_TAG, BACKFILL_ID_TAG, SENSOR_NAME_TAG
from dagster._core.utils import make_new_run_id

from sparkle_motion_dagster.backends.profile import Choice, load_profile
from sparkle_motion_dagster.graph.at_work import films_at_work
from sparkle_motion_dagster.graph.automation import dear_crafts
from sparkle_motion_dagster.graph.build import build_definitions
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.partitions import shots
from sparkle_motion_dagster.graph.worked_by import LOST_TAG, tell_lost
from sparkle_motion_dagster.settings import load_settings
from sparkle_motion_dagster.store.failures import failures
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY, SPARKLE, tiny_profile
from sparkle_motion_dagster_tests.graph.daemon_in_process import Daemon
from sparkle_motion_dagster_tests.graph.test_make_film import decode

CHAIN = {"dialogue_audio", "shot_images", "video_clips", "lipsynced_clips", "qa_report"}
SHORT = "Title: Short\n\nINT. KITCHEN - NIGHT\n\nA kettle steams.\n\nEXT. BEACH - DAY\n\nWaves roll on the sand.\n"
FILM = "two-lamps"
WILD, VERY_WILD = "The sea is wild tonight.", "The sea is very wild tonight."


def write(path: Path, text: str, age_s: float = 60) -> None:
    """Write a brief that was finished `age_s` ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = time.time() - age_s
    os.utime(path, (then, then))


def brief_in(daemon: Daemon) -> Path:
    return daemon.settings.films / f"{FILM}.fountain"


def edit(daemon: Daemon, *changes: tuple[str, str]) -> None:
    """Edit the film's brief and let the sensor plan it."""
    text = brief_in(daemon).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    write(brief_in(daemon), text, age_s=30)
    assert daemon.sensor()[0] == [FILM]


def _versions(daemon: Daemon, asset: str, keys: Sequence[str]) -> dict[str, str]:
    tags = daemon.instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(asset), dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
    )
    return {key: tags[key][DATA_VERSION_TAG] for key in keys}


def _unsynced(daemon: Daemon, keys: Sequence[str]) -> set[tuple[str, str]]:
    """What Dagster's page would call so."""
    graph = daemon.defs.resolve_asset_graph()
    told = CachingStaleStatusResolver(daemon.instance, graph, LoadingContextForTest(daemon.instance))
    return {(a, key) for a in CHAIN for key in keys if told.get_status(dg.AssetKey(a), key) == StaleStatus.STALE}


@pytest.fixture
def daemon(studio) -> Iterator[Daemon]:
    """A daemon over a film that `sparkle make` has finished; its first ticks are over."""
    with studio_instance(studio.home / "dagster") as instance:
        daemon = Daemon(studio.home, studio.profile(), instance)
        write(brief_in(daemon), SCREENPLAY)
        planned, said = daemon.sensor()
        assert planned == [] and "none new or edited" in (said or ""), "the command line has planned it"
        assert daemon.conditions() == {}
        yield daemon


def test_a_brief_dropped_into_films_becomes_a_finished_film(tmp_path):
    home = tmp_path / "studio"
    with studio_instance(home / "dagster") as instance:
        daemon = Daemon(home, str(tiny_profile(tmp_path)), instance)
        assert daemon.sensor()[0] == []
        assert daemon.conditions() == {}
        write(home / "films" / "My Short.fountain", SHORT)
        assert daemon.sensor()[0] == ["my-short"]
        ticks = daemon.settle()
        shots = set(instance.get_dynamic_partitions("shots"))
        assert ticks == [dict.fromkeys(CHAIN, shots), {"final_movie": {"my-short"}}]
        assert not daemon.failed
        frames, sound_s, fps = decode(home / "screenings" / "my-short" / "my-short.mp4")
        assert frames / fps > 3
        assert sound_s == pytest.approx(frames / fps, abs=2 / fps)
        assert daemon.sensor()[0] == []


def test_an_edited_line_remakes_exactly_its_shot_and_the_film(daemon):
    edit(daemon, (WILD, VERY_WILD))
    ticks = daemon.settle()
    (shot,) = ticks[0]["dialogue_audio"]
    assert ticks == [{asset: {shot} for asset in CHAIN}, {"final_movie": {FILM}}]
    assert {asset: count for asset, count in daemon.made.items() if asset != "final_movie"} == {
        "dialogue_audio": 1, "video_clips": 1, "lipsynced_clips": 1, "qa_report": 1,
    }  # fmt: skip
    movie = daemon.settings.screenings / FILM / f"{FILM}.mp4"
    assert VERY_WILD in movie.with_suffix(".srt").read_text(encoding="utf-8")
    assert decode(movie)[0] > 0
    assert daemon.sensor()[0] == []
    assert daemon.conditions() == {}


def test_a_new_title_asks_for_the_film_alone(daemon):
    edit(daemon, ("The Two Lamps", "The Three Lamps"))
    assert daemon.conditions(execute=False) == {"final_movie": {FILM}}


def test_the_film_waits_for_an_edited_shot_even_if_its_title_changed_too(daemon):
    edit(daemon, ("The Two Lamps", "The Three Lamps"), (WILD, VERY_WILD))
    assert set(daemon.conditions(execute=False)) == CHAIN


def test_what_was_requested_is_not_requested_again_if_its_run_failed(daemon):
    edit(daemon, (WILD, VERY_WILD))
    assert set(daemon.conditions(execute=False)) == CHAIN
    assert daemon.conditions(execute=False) == {}


@pytest.mark.parametrize("count", [1, 3, None], ids=["one", "some", "all"])
def test_shots_made_again_with_equal_bytes_ask_for_nothing(daemon, count):
    shots = tuple(daemon.instance.get_dynamic_partitions("shots"))[:count]
    daemon.run("make_shots", ["dialogue_audio", "shot_images"], shots)
    assert not daemon.failed
    assert daemon.conditions() == {}


def test_a_range_over_all_shots_makes_dagster_call_only_the_edited_one_unsynced(daemon):
    edit(daemon, (WILD, VERY_WILD))
    keys = tuple(daemon.instance.get_dynamic_partitions("shots"))
    before = _versions(daemon, "dialogue_audio", keys)
    daemon.run("make_shots", ["dialogue_audio"], keys)
    after = _versions(daemon, "dialogue_audio", keys)
    (edited,) = [key for key in keys if after[key] != before[key]]
    assert _unsynced(daemon, keys) == {(asset, edited) for asset in CHAIN - {"dialogue_audio"}}


def test_a_brief_whose_plan_was_lost_with_its_studio_is_planned_when_the_next_one_looks(daemon, monkeypatch):
    def lost(job: str, assets: list[str], keys: tuple[str, ...], tags: dict[str, str]) -> None:
        run = dg.DagsterRun(job_name=job, run_id=make_new_run_id(), status=dg.DagsterRunStatus.STARTED, tags=tags)
        daemon.instance.run_storage.add_run(run)
        tell_lost(daemon.instance, run)
        daemon.instance.report_run_canceled(run)

    with monkeypatch.context() as closing:
        closing.setattr(daemon, "run", lost)
        edit(daemon, (WILD, VERY_WILD))  # asked for, and then the studio was closed
    assert daemon.sensor()[0] == [FILM]
    assert {asset for tick in daemon.settle() for asset in tick} == {*CHAIN, "final_movie"}
    assert daemon.sensor()[0] == []


def test_a_film_that_automation_was_making_when_the_studio_closed_is_gone_on_with(daemon):
    def closed(automatic: bool) -> None:
        key = daemon.instance.get_dynamic_partitions("shots")[0]
        tags = {"dagster/partition": key} | ({AUTOMATION_CONDITION_TAG: "true"} if automatic else {})
        run = dg.DagsterRun("make_shots", run_id=make_new_run_id(), status=dg.DagsterRunStatus.STARTED, tags=tags)
        daemon.instance.run_storage.add_run(run)
        tell_lost(daemon.instance, run)
        daemon.instance.report_run_canceled(run)

    edit(daemon, (WILD, VERY_WILD))
    closed(automatic=False)
    assert daemon.unfinished()[0] == [], "what a person started is left to that person"
    closed(automatic=True)
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        asked, cursor = daemon.unfinished()
        assert asked == [], "it is being made"
    asked, cursor = daemon.unfinished(cursor)
    assert asked == [FILM]
    assert daemon.unfinished(cursor)[0] == [], "once"
    daemon.settle()
    closed(automatic=True)
    assert daemon.unfinished(cursor)[0] == [], "nothing is left to be made"


def test_a_film_whose_going_on_was_lost_too_is_gone_on_with_again_but_not_for_ever(daemon):
    def killed(tags: dict[str, str]) -> None:
        run = dg.DagsterRun("make_film", run_id=make_new_run_id(), status=dg.DagsterRunStatus.STARTED, tags=tags)
        daemon.instance.run_storage.add_run(run)
        tell_lost(daemon.instance, run)
        daemon.instance.report_run_failed(run)

    edit(daemon, (WILD, VERY_WILD))
    killed({"dagster/partition": FILM, AUTOMATION_CONDITION_TAG: "true"})
    cursor, times = None, 0
    while True:
        repository = daemon.defs.get_repository_def()
        context = dg.build_sensor_context(daemon.instance, cursor, repository_def=repository)
        result = repository.get_sensor_def("unfinished_films")(context)
        cursor = result.cursor
        if not result.run_requests:
            break
        times += 1
        (request,) = result.run_requests
        killed({"dagster/partition": FILM, SENSOR_NAME_TAG: "unfinished_films", **request.tags})
    assert times == 3


def test_a_film_of_which_a_person_cancelled_a_run_is_left_to_that_person(daemon):
    def ended(status: dg.DagsterRunStatus, shot: str, **tags: str) -> None:
        told = {"dagster/partition": f"{FILM}~{shot}", BACKFILL_ID_TAG: "one", AUTOMATION_CONDITION_TAG: "true", **tags}
        run = dg.DagsterRun("make_shots", run_id=make_new_run_id(), status=status, tags=told)
        daemon.instance.run_storage.add_run(run)

    edit(daemon, (WILD, VERY_WILD))
    ended(dg.DagsterRunStatus.CANCELED, "s020")
    ended(dg.DagsterRunStatus.FAILURE, "s040", **{LOST_TAG: "true"})
    assert daemon.unfinished()[0] == []
    ended(dg.DagsterRunStatus.FAILURE, "s040", **{LOST_TAG: "true", BACKFILL_ID_TAG: "another"})
    assert daemon.unfinished()[0] == [FILM]


def test_a_plan_that_a_person_cancelled_is_not_asked_for_again(daemon, monkeypatch):
    def cancelled(job: str, assets: list[str], keys: tuple[str, ...], tags: dict[str, str]) -> None:
        run = dg.DagsterRun(job_name=job, run_id=make_new_run_id(), status=dg.DagsterRunStatus.CANCELED, tags=tags)
        daemon.instance.run_storage.add_run(run)

    monkeypatch.setattr(daemon, "run", cancelled)
    edit(daemon, (WILD, VERY_WILD))
    assert daemon.sensor()[0] == []


def test_a_wrong_brief_fails_once_says_why_and_the_film_stays(daemon):
    movie = daemon.settings.screenings / FILM / f"{FILM}.mp4"
    before = movie.read_bytes()
    brief_in(daemon).write_bytes(b"Title: \x00\x00\x00")
    os.utime(brief_in(daemon), (1, 1))
    assert daemon.sensor()[0] == [FILM]
    for _ in range(3):
        os.utime(brief_in(daemon))
        assert daemon.sensor()[0] == []
    assert [job for job, _ in daemon.failed] == ["plan_film"]
    (failure,) = failures(ArtifactStore.open(daemon.settings.store), FILM)
    assert failure.asset == "movie_plan"
    assert "binary file; expected text in UTF-8" in failure.message
    assert movie.read_bytes() == before
    write(brief_in(daemon), SCREENPLAY.replace(WILD, VERY_WILD), age_s=20)
    assert daemon.sensor()[0] == [FILM]
    assert failures(ArtifactStore.open(daemon.settings.store), FILM) == ()


def test_two_briefs_of_one_film_are_an_error_on_the_film(daemon):
    write(daemon.settings.films / "Two Lamps.txt", "A story. It ends.")
    assert daemon.sensor()[0] == [FILM]
    assert daemon.sensor()[0] == []
    (failure,) = failures(ArtifactStore.open(daemon.settings.store), FILM)
    assert "two briefs for one film: Two Lamps.txt, two-lamps.fountain; keep one" in failure.message


def test_deleting_a_brief_removes_nothing_that_was_made(daemon):
    shots = daemon.instance.get_dynamic_partitions("shots")
    brief_in(daemon).unlink()
    assert daemon.sensor()[0] == []
    assert daemon.conditions() == {}
    assert daemon.instance.get_dynamic_partitions("films") == [FILM]
    assert daemon.instance.get_dynamic_partitions("shots") == shots
    assert (daemon.settings.screenings / FILM / f"{FILM}.mp4").is_file()


def test_a_film_that_sparkle_is_making_waits(daemon):
    write(brief_in(daemon), SCREENPLAY.replace(WILD, VERY_WILD), age_s=20)
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        planned, said = daemon.sensor()
        assert planned == []
        assert f"asked for later: {FILM}" in (said or "")
    assert daemon.sensor()[0] == [FILM]


def test_a_film_with_a_run_in_the_daemons_hands_waits(daemon):
    job = daemon.defs.resolve_job_def("make_shots")
    first, *_, last = daemon.instance.get_dynamic_partitions("shots")
    span = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
    run = daemon.instance.create_run_for_job(
        job,
        status=dg.DagsterRunStatus.STARTED,
        tags={**span, ".dagster/grpc_info": "{}"},
    )
    write(brief_in(daemon), SCREENPLAY.replace(WILD, VERY_WILD), age_s=20)
    assert daemon.sensor()[0] == []
    daemon.instance.delete_run(run.run_id)
    assert daemon.sensor()[0] == [FILM]


def test_a_film_with_an_unfinished_backfill_waits_and_others_do_not(daemon):
    keys = list(daemon.instance.get_dynamic_partitions("shots"))
    backfill = PartitionBackfill.from_asset_partitions(
        backfill_id="being-made",
        asset_graph=daemon.defs.resolve_asset_graph(),
        partition_names=keys,
        asset_selection=[dg.AssetKey("video_clips")],
        backfill_timestamp=time.time(),
        tags={},
        dynamic_partitions_store=daemon.instance,
        all_partitions=False,
        title=None,
        description=None,
        run_config=None,
    )
    daemon.instance.add_backfill(backfill)
    write(brief_in(daemon), SCREENPLAY.replace(WILD, VERY_WILD), age_s=20)
    write(daemon.settings.films / "other.txt", "A story. It ends.")
    assert daemon.sensor()[0] == ["other"]
    daemon.instance.update_backfill(backfill.with_status(BulkActionStatus.COMPLETED_SUCCESS))
    assert daemon.sensor()[0] == [FILM]


def test_a_backfill_of_ranges_keeps_its_films_busy_too(daemon):
    keys = daemon.instance.get_dynamic_partitions("shots")
    ranges = KeyRangesPartitionsSubset(  # as automation asks for many
        key_ranges=[dg.PartitionKeyRange(keys[0], keys[-1])], partitions_snap=PartitionsSnap.from_def(shots)
    )
    backfill = PartitionBackfill.from_asset_graph_subset(
        backfill_id="by-automation",
        backfill_timestamp=time.time(),
        tags={},
        dynamic_partitions_store=daemon.instance,
        asset_graph_subset=AssetGraphSubset({dg.AssetKey("video_clips"): ranges}),
        title=None,
        description=None,
        run_config=None,
    )
    daemon.instance.add_backfill(backfill)
    assert films_at_work(daemon.instance, daemon.defs.resolve_asset_graph()) == {FILM}


def test_a_backfill_of_a_job_keeps_its_films_busy_too(daemon):
    backfill = PartitionBackfill(
        backfill_id="whole-films",
        status=BulkActionStatus.REQUESTED,
        from_failure=False,
        tags={},
        backfill_timestamp=time.time(),
        partition_names=[FILM],
    )
    daemon.instance.add_backfill(backfill)
    assert films_at_work(daemon.instance, daemon.defs.resolve_asset_graph()) == {FILM}


def test_many_briefs_at_once_are_planned_a_few_in_each_tick(daemon, monkeypatch):
    monkeypatch.setattr("sparkle_motion_dagster.graph.sensors.MOST_RUNS_IN_A_TICK", 2)
    for name in "abc":
        write(daemon.settings.films / f"{name}.txt", f"The story of {name}.")
    assert daemon.sensor()[0] == ["a", "b"]
    assert daemon.sensor()[0] == ["c"]
    assert daemon.sensor()[0] == []


def test_a_plan_waits_for_sparkle_make_and_then_says_who_holds_the_film(daemon, monkeypatch):
    monkeypatch.setattr("sparkle_motion_dagster.graph.assets.film.PLAN_WAIT_S", 0.1)
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        daemon.run("plan_film", ["movie_plan"], (FILM,))
    assert [job for job, _ in daemon.failed] == ["plan_film"]


@pytest.mark.timeout(240)
def test_the_daemon_and_sparkle_make_at_once_make_each_artifact_once(daemon, studio):
    edit(daemon, (WILD, VERY_WILD))
    command = [SPARKLE, "make", str(brief_in(daemon)), "--film", FILM]
    more = ["--home", str(studio.home), "--profile", studio.profile(), "--json"]
    beside = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    daemon.settle()
    out, err = beside.communicate(timeout=200)
    assert beside.returncode == 0, err
    assert not daemon.failed
    by_make = json.loads(out.strip().splitlines()[-1])["made"]
    for asset in ("dialogue_audio", "video_clips", "lipsynced_clips", "qa_report", "final_movie"):
        assert by_make.get(asset, 0) + daemon.made.get(asset, 0) == 1, (asset, by_make, daemon.made)


def statuses(profile: str, change: Choice | None = None) -> dict[str, str]:
    """Default status of each sensor and schedule; `change` replaces the speech backend."""
    loaded = load_profile(profile)
    if change is not None:
        loaded = loaded.model_copy(update={"crafts": {**loaded.crafts, "video": change}})
    repository = build_definitions(load_settings(Path("nowhere")), loaded).get_repository_def()
    instigators = [*repository.sensor_defs, *repository.schedule_defs]
    return {instigator.name: instigator.default_status.value for instigator in instigators}


def test_nothing_dear_runs_unasked():
    free = statuses("animatic")
    working = ("film_briefs", "film_automation", "unfinished_films")
    assert free.items() >= {**dict.fromkeys(working, "RUNNING"), "nightly_remake": "STOPPED"}.items()
    dear = statuses("animatic", Choice(backend="some-new-thing"))
    assert dear == {**free, **dict.fromkeys(working, "STOPPED")}
    assert dear_crafts(load_profile("animatic")) == ()
    for name in ("llm-writer", "smollm2-writer"):  # a story that lands in the folder would be sent to a model
        assert statuses(name).items() >= {"film_briefs": "STOPPED", "film_automation": "STOPPED"}.items()
        assert dear_crafts(load_profile(name)) == ("writer",)


def test_the_cursor_says_nothing_of_a_studio_without_films(tmp_path):
    with studio_instance(tmp_path / "dagster") as instance:
        daemon = Daemon(tmp_path, str(tiny_profile(tmp_path)), instance)
        shutil.rmtree(tmp_path / "films", ignore_errors=True)
        planned, said = daemon.sensor()
        assert (planned, "put a screenplay or story into it" in (said or "")) == ([], True)
