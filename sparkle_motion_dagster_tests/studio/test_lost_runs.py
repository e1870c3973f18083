"""A killed studio's runs are shown as failed, and hold nothing, when the next one opens."""

import dagster as dg
import pytest
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._core.utils import make_new_run_id

from sparkle_motion_dagster.graph.instance import studio_instance
from sparkle_motion_dagster.graph.worked_by import signature
from sparkle_motion_dagster.studio.lost_runs import fail_lost_runs


@pytest.fixture
def instance(tmp_path):
    with studio_instance(tmp_path / "dagster") as instance:
        yield instance


def begun(instance: dg.DagsterInstance, status: dg.DagsterRunStatus, by_studio: bool = True) -> str:
    tags = {GRPC_INFO_TAG: '{"host": "localhost", "socket": "gone"}'} if by_studio else {}
    run = dg.DagsterRun(job_name="make_shots", run_id=make_new_run_id(), status=status, tags=tags)
    return instance.run_storage.add_run(run).run_id


def test_what_a_killed_studio_left_running_has_failed_and_its_pool_is_free(instance):
    lost = [begun(instance, status) for status in (dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING)]
    pools = instance.event_log_storage
    pools.set_concurrency_slots("gpu", 1)
    pools.claim_concurrency_slot("gpu", lost[0], "video_clips")
    assert not pools.check_concurrency_claim("gpu", "another", "video_clips").is_claimed
    assert sorted(fail_lost_runs(instance)) == sorted(lost)
    assert {instance.get_run_by_id(run_id).status for run_id in lost} == {dg.DagsterRunStatus.FAILURE}
    assert pools.claim_concurrency_slot("gpu", "another", "video_clips").is_claimed


def test_a_run_whose_process_lives_is_left_to_it(instance):
    run_id = begun(instance, dg.DagsterRunStatus.STARTED)
    instance.add_run_tags(run_id, signature())
    assert fail_lost_runs(instance) == []
    assert instance.get_run_by_id(run_id).status == dg.DagsterRunStatus.STARTED


def test_what_waits_what_is_done_and_what_a_terminal_runs_is_left_alone(instance):
    left = {
        begun(instance, dg.DagsterRunStatus.NOT_STARTED): dg.DagsterRunStatus.NOT_STARTED,
        begun(instance, dg.DagsterRunStatus.SUCCESS): dg.DagsterRunStatus.SUCCESS,
        begun(instance, dg.DagsterRunStatus.STARTED, by_studio=False): dg.DagsterRunStatus.STARTED,
    }
    assert fail_lost_runs(instance) == []
    assert {run_id: instance.get_run_by_id(run_id).status for run_id in left} == left
