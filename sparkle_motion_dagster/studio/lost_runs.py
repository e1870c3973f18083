"""Runs that no process works on any more.

What belongs here: ending runs when the studio closes, and saying of those that a killed studio left behind that
they failed. What does not: runs whose process signed them (`graph/worked_by.py`), making their shots again (they are
in the store: a new run goes on where it was). Only one studio is open for a home, so when one opens, every run that
a code server had begun is lost, but for those whose process is seen to live.
"""

import time

import dagster as dg
from dagster._core.storage.runs.sqlite import SqliteRunStorage
from dagster._core.storage.tags import GRPC_INFO_TAG

from sparkle_motion_dagster.graph.worked_by import tell_lost, works_now

_BEGUN = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
LOST = "The studio that ran this was killed. Everything finished is kept: materialize the same again, it goes on from there."


def begun_by_studio(instance: dg.DagsterInstance) -> list[dg.DagsterRun]:
    """Runs begun by a studio's code server (not by `sparkle make`, which runs them itself) and not ended."""
    runs = instance.get_runs(filters=dg.RunsFilter(statuses=_BEGUN))
    return [run for run in runs if GRPC_INFO_TAG in run.tags]


def fail_lost_runs(instance: dg.DagsterInstance) -> list[str]:
    """Report what a killed studio left running as failed, and free its pools. Returns the runs' ids.

    In a database that machines share, another machine's studio may be at work on them: there none is judged here.
    """
    begun = begun_by_studio(instance) if isinstance(instance.run_storage, SqliteRunStorage) else []
    lost = [run for run in begun if not works_now(instance, run)]  # `dagster dev` may be open on the same runs
    for run in lost:
        tell_lost(instance, run)
        instance.report_run_failed(run, message=LOST)
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in lost]


def cancel_runs(instance: dg.DagsterInstance, wait_s: float) -> None:
    """Cancel what is running, as the page's Terminate does, and wait until it has ended, `wait_s` at the longest."""
    running = begun_by_studio(instance)
    for run in running:
        tell_lost(instance, run)
        instance.run_launcher.terminate(run.run_id)
    deadline = time.monotonic() + wait_s
    while running and time.monotonic() < deadline:
        time.sleep(0.1)
        running = begun_by_studio(instance)
