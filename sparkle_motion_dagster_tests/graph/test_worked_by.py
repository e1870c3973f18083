"""A run whose process is dead is not shown as running for ever; a run whose process lives is left alone."""

import os
import subprocess
import sys

import dagster as dg
import pytest
from dagster._core.storage.tags import GRPC_INFO_TAG, PARENT_RUN_ID_TAG
from dagster._core.utils import make_new_run_id

from sparkle_motion_dagster.graph import worked_by
from sparkle_motion_dagster.graph.assets.film import HOLDS_FILM_TAG, holds_film
from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.worked_by import WORKED_BY_TAG, fail_dead_runs, sign, signature

STARTED, FAILURE = dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.FAILURE


@pytest.fixture
def instance(tmp_path):
    with studio_instance(tmp_path / "dagster") as instance:
        yield instance


@pytest.fixture
def dead_signature() -> dict[str, str]:
    """The signature of a process that has ended."""
    code = "from sparkle_motion_dagster.graph.worked_by import signature; print(signature()['sparkle/worked_by'])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return {WORKED_BY_TAG: said.strip()}


def begun(instance, tags, status=STARTED) -> str:
    run = dg.DagsterRun(job_name="make_shots", run_id=make_new_run_id(), status=status, tags=tags)
    return instance.run_storage.add_run(run).run_id


def last_words(instance, run_id) -> str:
    return [event.message for event in instance.all_logs(run_id) if event.message][-1]


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, STARTED])
def test_a_run_of_a_dead_process_has_failed_says_whose_it_was_and_holds_no_pool(instance, dead_signature, status):
    lost = begun(instance, dead_signature, status)
    pools = instance.event_log_storage
    pools.set_concurrency_slots("gpu", 1)
    pools.claim_concurrency_slot("gpu", lost, "video_clips")
    assert fail_dead_runs(instance) == [lost]
    assert instance.get_run_by_id(lost).status == FAILURE
    assert f"process {dead_signature[WORKED_BY_TAG].split()[0]}," in last_words(instance, lost)
    assert pools.claim_concurrency_slot("gpu", "another", "video_clips").is_claimed
    assert fail_dead_runs(instance) == []


def test_a_run_made_anew_by_the_page_is_not_judged_by_its_parents_signature(instance, dead_signature):
    parent = begun(instance, dead_signature, FAILURE)
    inherited = {**dead_signature, PARENT_RUN_ID_TAG: parent, GRPC_INFO_TAG: "{}"}
    again = begun(instance, inherited, dg.DagsterRunStatus.STARTING)
    assert fail_dead_runs(instance) == []
    sign(instance, instance.get_run_by_id(again))
    assert instance.get_run_by_id(again).tags[WORKED_BY_TAG] == signature()[WORKED_BY_TAG]
    assert fail_dead_runs(instance) == []


def test_only_the_process_that_holds_a_film_says_so(instance):
    mine = dg.DagsterRun(job_name="make_shots", tags={HOLDS_FILM_TAG: str(os.getpid())})
    inherited = dg.DagsterRun(job_name="make_shots", tags={HOLDS_FILM_TAG: "1"})
    assert [holds_film(run) for run in (mine, inherited, dg.DagsterRun(job_name="x"))] == [True, False, False]


def test_a_dead_run_that_was_asked_to_end_has_been_canceled(instance, dead_signature):
    run_id = begun(instance, dead_signature, dg.DagsterRunStatus.CANCELING)
    fail_dead_runs(instance)
    assert instance.get_run_by_id(run_id).status == dg.DagsterRunStatus.CANCELED


def test_a_process_number_given_to_another_process_is_not_taken_for_the_same(instance):
    pid, started, place = signature()[WORKED_BY_TAG].split(" ", 2)
    reused = begun(instance, {WORKED_BY_TAG: f"{pid} {int(started) - 1} {place}"})
    assert fail_dead_runs(instance) == [reused]


def test_what_lives_what_is_elsewhere_and_what_a_code_server_watches_is_left_alone(instance, dead_signature):
    pid, _, place = signature()[WORKED_BY_TAG].split(" ", 2)
    left = [
        begun(instance, signature()),
        begun(instance, {WORKED_BY_TAG: f"{pid} 1 {place.rpartition(' ')[0]} another-machine"}),
        begun(instance, {WORKED_BY_TAG: f"{pid} 1 {place.split()[0]} pid:[1] {place.split()[2]}"}),  # a container's
        begun(instance, {GRPC_INFO_TAG: "{}"}),
        begun(instance, {}, dg.DagsterRunStatus.NOT_STARTED),
        begun(instance, {}),
        begun(instance, dead_signature, dg.DagsterRunStatus.SUCCESS),
    ]
    before = {run_id: instance.get_run_by_id(run_id).status for run_id in left}
    assert fail_dead_runs(instance) == []
    assert {run_id: instance.get_run_by_id(run_id).status for run_id in left} == before


def test_a_run_from_before_the_machine_was_started_again_has_failed(instance):
    pid, started, place = signature()[WORKED_BY_TAG].split(" ", 2)
    _, _, rest = place.partition(" ")
    run_id = begun(instance, {WORKED_BY_TAG: f"{pid} {started} 00000000-0000 {rest}"})
    assert fail_dead_runs(instance) == [run_id]
    assert "the machine went down" in last_words(instance, run_id)


def test_a_terminals_run_that_died_before_it_was_signed_has_failed_after_a_while(instance, monkeypatch):
    run = instance.get_run_by_id(begun(instance, {}, dg.DagsterRunStatus.NOT_STARTED))
    instance.report_dagster_event(
        dg.DagsterEvent(event_type_value="PIPELINE_START", job_name=run.job_name), run_id=run.run_id
    )
    assert fail_dead_runs(instance) == []
    monkeypatch.setattr(worked_by, "UNSIGNED_FOR", -worked_by.UNSIGNED_FOR)
    assert fail_dead_runs(instance) == [run.run_id]


def test_every_run_of_the_graph_is_signed_before_its_first_step(instance):
    from sparkle_motion_dagster.graph.resources import StoreResource

    seen = []

    @dg.asset(required_resource_keys={"store"})
    def anything(context: dg.AssetExecutionContext) -> None:
        seen.append(context.instance.get_run_by_id(context.run.run_id).tags.get(WORKED_BY_TAG))

    store = StoreResource(location=instance.root_directory + "/store")
    assert dg.materialize([anything], instance=instance, resources={"store": store}).success
    assert seen == [signature()[WORKED_BY_TAG]]


def test_signing_twice_changes_nothing(instance):
    run = instance.get_run_by_id(begun(instance, {"mine": "kept"}))
    for _ in range(2):
        sign(instance, run)
    assert instance.get_run_by_id(run.run_id).tags == {"mine": "kept", **signature()}
