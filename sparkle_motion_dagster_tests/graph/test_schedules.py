"""At night every stale film is requested, and no other; a failed run's reason is kept with its film."""

import datetime
import time
from collections.abc import Iterator

import dagster as dg
import pytest

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.failures import failures, record
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.graph.daemon_in_process import Daemon

FILM = "two-lamps"


@pytest.fixture
def daemon(studio) -> Iterator[Daemon]:
    with studio_instance(studio.home / "dagster") as instance:
        yield Daemon(studio.home, studio.profile(), instance)


def tonight(daemon: Daemon) -> list[str]:
    """Films that the schedule requests."""
    repository = daemon.defs.get_repository_def()
    context = dg.build_schedule_context(
        daemon.instance, datetime.datetime(2030, 1, 1, 2, tzinfo=datetime.UTC), repository_def=repository
    )
    ticked = repository.get_schedule_def("nightly_remake").evaluate_tick(context)
    assert all(request.run_key == f"{request.partition_key}:2030-01-01T02:00" for request in ticked.run_requests)
    return [request.partition_key for request in ticked.run_requests]


def test_a_fresh_film_is_left_alone(daemon):
    assert tonight(daemon) == []


def test_a_film_whose_brief_was_edited_is_requested(daemon):
    brief = daemon.settings.films / f"{FILM}.fountain"
    brief.write_text(brief.read_text(encoding="utf-8").replace("wild", "calm"), encoding="utf-8")
    assert tonight(daemon) == [FILM]


def test_a_film_that_lost_an_artifact_is_requested_and_its_run_makes_it(daemon):
    head = next((daemon.settings.store / "heads" / "qa_report").glob("*.json"))
    head.unlink()
    assert tonight(daemon) == [FILM]
    ran = daemon.defs.resolve_job_def("make_film").execute_in_process(
        partition_key=FILM, instance=daemon.instance, raise_on_error=False
    )
    assert ran.success
    assert head.is_file()
    assert tonight(daemon) == []


def test_a_film_being_made_one_with_a_wrong_brief_and_one_never_planned_are_left(daemon):
    brief = daemon.settings.films / f"{FILM}.fountain"
    brief.write_text(brief.read_text(encoding="utf-8").replace("wild", "calm"), encoding="utf-8")
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        assert tonight(daemon) == []
    brief.write_bytes(b"\x00")
    (daemon.settings.films / "never.txt").write_text("A story. It ends.", encoding="utf-8")
    assert tonight(daemon) == []


def fail(daemon: Daemon, tags: dict[str, str], job: str = "make_shots", message: str | None = None) -> list[str]:
    """A run that fails before any step, and the sensor told of it; what it recorded."""
    run = daemon.instance.create_run_for_job(
        daemon.defs.resolve_job_def(job), status=dg.DagsterRunStatus.STARTED, tags=tags
    )
    daemon.instance.report_run_failed(run, message=message)
    failed = daemon.instance.get_run_by_id(run.run_id)
    event = daemon.instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.RUN_FAILURE).records[0]
    context = dg.build_run_status_sensor_context(
        "failed_runs", event.event_log_entry.dagster_event, daemon.instance, failed
    ).for_run_failure()
    daemon.defs.get_repository_def().get_sensor_def("failed_runs")(context)
    store = ArtifactStore.open(daemon.settings.store)
    return [f"{one.shot} {one.asset}: {one.message}" for one in failures(store, FILM)]


def test_a_killed_run_of_one_shot_leaves_its_reason_with_the_shot(daemon):
    (kept,) = fail(daemon, {"dagster/partition": f"{FILM}~s020"}, message="Run worker exited: SIGKILL.")
    assert kept.startswith("s020 dialogue_audio: run ")
    assert "SIGKILL" in kept and "everything finished is kept" in kept


def test_a_killed_run_of_many_shots_leaves_its_reason_with_the_film(daemon):
    span = {"dagster/asset_partition_range_start": f"{FILM}~s010", "dagster/asset_partition_range_end": f"{FILM}~s040"}
    (kept,) = fail(daemon, span, message="out of memory")
    assert kept.startswith("None final_movie: run ")
    assert f"of {FILM}~s010 to {FILM}~s040 failed: out of memory" in kept


def test_a_reason_that_the_asset_recorded_itself_stands(daemon):
    store = ArtifactStore.open(daemon.settings.store)
    time.sleep(0.01)
    run_tags = {"dagster/partition": f"{FILM}~s020"}
    original = daemon.instance.report_run_failed

    def report_after_the_asset(run: dg.DagsterRun, message: str | None = None) -> None:
        record(store, FILM, "s020", "video_clips", ValueError("the lens broke"))
        original(run, message=message)

    daemon.instance.report_run_failed = report_after_the_asset  # type: ignore[method-assign]
    assert fail(daemon, run_tags) == ["s020 video_clips: the lens broke"]


def test_a_run_of_no_film_records_nothing(daemon):
    assert fail(daemon, {"dagster/partition": "../../etc"}, job="plan_film") == []
    assert fail(daemon, {}, job="plan_film") == []
