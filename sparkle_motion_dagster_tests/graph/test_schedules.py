"""At night every stale film is requested, and no other; a failed run's reason is kept with its film."""

import datetime
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from sparkle_motion_dagster.backends.profile import load_profile
from sparkle_motion_dagster.crafts import planning
from sparkle_motion_dagster.crafts.planning import keep_plan
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.store.failures import failures, record
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster_tests.conftest import SCREENPLAY
from sparkle_motion_dagster_tests.crafts.sketching import planned
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


def test_a_film_that_was_planned_by_an_older_program_is_requested(daemon, monkeypatch):
    monkeypatch.setattr(planning, "CODE_VERSION", "another")
    assert tonight(daemon) == [FILM]


def test_a_film_whose_plan_is_damaged_or_lost_is_requested_and_its_run_makes_it(daemon):
    plan = ArtifactStore.open(daemon.settings.store).head("movie_plan", FILM).path("plan")
    plan.chmod(0o644)
    plan.write_bytes(plan.read_bytes().replace(b"Ada", b"Ida").replace(b"ADA", b"IDA"))
    assert tonight(daemon) == [FILM]
    assert not plan.exists()  # put aside
    assert tonight(daemon) == [FILM]
    ran = daemon.defs.resolve_job_def("make_film").execute_in_process(
        partition_key=FILM, instance=daemon.instance, raise_on_error=False
    )
    assert ran.success
    assert tonight(daemon) == []


def test_one_film_that_cannot_be_looked_at_does_not_hide_the_others(daemon):
    store = ArtifactStore.open(daemon.settings.store)
    keep_plan(store, "other", planned(store, load_profile(daemon.profile), "other", SCREENPLAY), "a test")
    (daemon.settings.films / "other.fountain").write_text(SCREENPLAY, encoding="utf-8")
    assert tonight(daemon) == ["other"]
    (daemon.settings.store / "failures").mkdir(exist_ok=True)
    (daemon.settings.store / "failures" / FILM).write_text("a file, where a folder should be")
    assert tonight(daemon) == ["other", FILM]


def test_a_film_being_made_one_with_a_wrong_brief_and_one_never_planned_are_left(daemon):
    brief = daemon.settings.films / f"{FILM}.fountain"
    brief.write_text(brief.read_text(encoding="utf-8").replace("wild", "calm"), encoding="utf-8")
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        assert tonight(daemon) == []
    brief.write_bytes(b"\x00")
    next((daemon.settings.store / "heads" / "qa_report").glob("*.json")).unlink()  # there is something to make
    (daemon.settings.films / "never.txt").write_text("A story. It ends.", encoding="utf-8")
    assert tonight(daemon) == []


def fail(daemon: Daemon, tags: dict[str, str], job: str = "make_shots", message: str | None = None) -> list[str]:
    """A run that fails before any step, and the sensor told of it; what it recorded."""
    run = daemon.instance.create_run_for_job(
        daemon.defs.resolve_job_def(job), status=dg.DagsterRunStatus.STARTED, tags=tags
    )
    daemon.instance.report_run_failed(run, message=message)
    return tell(daemon, run.run_id)


def tell(daemon: Daemon, run_id: str) -> list[str]:
    """The sensor told of a failed run; what is recorded of the film then."""
    failed = daemon.instance.get_run_by_id(run_id)
    event = daemon.instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.RUN_FAILURE).records[0]
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


def test_a_reason_is_kept_with_the_time_of_the_failure_however_late_it_is_told(daemon):
    run = daemon.instance.create_run_for_job(
        daemon.defs.resolve_job_def("cut_film"), status=dg.DagsterRunStatus.STARTED, tags={"dagster/partition": FILM}
    )
    daemon.instance.report_run_failed(run)
    time.sleep(0.2)
    tell(daemon, run.run_id)
    (kept,) = failures(ArtifactStore.open(daemon.settings.store), FILM)
    assert kept.failed_at.timestamp() == pytest.approx(
        daemon.instance.get_run_record_by_id(run.run_id).end_time, rel=0, abs=0.01
    )


def make_film(daemon: Daemon) -> dg.ExecuteInProcessResult:
    """A run of the job make_film, as the page and the schedule launch it, that must fail."""
    ran = daemon.defs.resolve_job_def("make_film").execute_in_process(
        partition_key=FILM, instance=daemon.instance, raise_on_error=False
    )
    assert not ran.success
    return ran


def status(daemon: Daemon, sparkle, *more: str):
    return sparkle("status", FILM, "--home", str(daemon.home), "--profile", daemon.profile, *more)


def edit(daemon: Daemon, before: str, after: str) -> None:
    brief = daemon.settings.films / f"{FILM}.fountain"
    brief.write_text(brief.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_a_run_of_the_whole_film_that_fails_leaves_its_reason_with_the_film(daemon, sparkle):
    edit(daemon, "wild", "calm")
    with ArtifactStore.open(daemon.settings.store).film_lock(FILM):
        ran = make_film(daemon)
    (kept,) = tell(daemon, ran.run_id)
    assert kept.startswith(f"None final_movie: run {ran.run_id[:8]} of {FILM} failed: make_whole_film: ")
    assert f"run {ran.run_id[:8]}" in status(daemon, sparkle).out
    assert "is being made" in status(daemon, sparkle, "--json").json["failed_runs"][0]["reason"]


def test_a_run_of_the_whole_film_whose_brief_is_wrong_is_the_plans_failure_until_it_is_mended(daemon, sparkle):
    brief = daemon.settings.films / f"{FILM}.fountain"
    text = brief.read_text(encoding="utf-8")
    brief.write_bytes(b"\x00")
    (kept,) = tell(daemon, make_film(daemon).run_id)
    assert kept.startswith("None movie_plan: run ") and "binary file" in kept
    assert "✖ film plan: two-lamps.fountain: 1 problem" in status(daemon, sparkle).out
    brief.write_text(text.replace("wild", "calm"), encoding="utf-8")
    found = status(daemon, sparkle, "--json").json
    assert (found["assets"][0]["status"], found["failed_runs"]) == ("stale", [])


def test_a_run_of_the_whole_film_that_ends_where_a_person_is_asked_has_not_failed(daemon, sparkle):
    profile = Path(daemon.profile)
    text = profile.read_text(encoding="utf-8").replace("{escalation: false}", "{escalation: false, stills: true}")
    profile.write_text(text, encoding="utf-8")
    gated = Daemon(daemon.home, daemon.profile, daemon.instance)
    edit(gated, "lights a lamp.", "lights a lamp and smiles. She is happy.")
    assert tell(gated, make_film(gated).run_id) == []
    shown = status(gated, sparkle).out
    assert "wait for your approval" in shown and "✖ 2" not in shown
    assert tonight(gated) == []


def test_a_run_of_no_film_records_nothing(daemon):
    assert fail(daemon, {"dagster/partition": "../../etc"}, job="plan_film") == []
    assert fail(daemon, {}, job="plan_film") == []
