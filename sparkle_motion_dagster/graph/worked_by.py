"""Which process works on a run; and runs whose process is dead, which Dagster would show as running for ever.

What belongs here: signing a run, judging signatures, ending what is dead. What does not: runs that a closed studio left
(`studio/lost_runs.py`), why a run failed (`run_failures.py`).

Dagster's run monitoring asks the code server that launched a run. A run of `sparkle make` or of `dagster asset
materialize` was launched by none, and a code server may have been killed with its runs; nobody then says that they
ended, and the slots of their pools stay claimed. So each run is signed: process id, the tick at which that process
started, boot, process namespace, machine. A number given to another process later is not taken for the same one.
"""

import os
import platform
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import dagster as dg
from dagster._core.storage.tags import GRPC_INFO_TAG, PARENT_RUN_ID_TAG

WORKED_BY_TAG = "sparkle/worked_by"
LOST_TAG = "sparkle/lost"
"""On runs that ended because their process died or their studio was closed: nobody decided that, and nothing was wrong."""
REMEDY = "everything finished is kept: materialize the same again, or run sparkle make; it goes on from there"
UNSIGNED_FOR = timedelta(minutes=10)
"""A run of a terminal is signed before its first step; one that began longer ago than this and is not, is dead."""
_BEGUN = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


class _Signature(NamedTuple):
    """What a run's tag says, read."""

    pid: int
    started: str
    place: str


def signature() -> dict[str, str]:
    """The tag that says that this process works on a run; none where the system does not tell (no `/proc`)."""
    place, started = _place(), _started(os.getpid())
    return {WORKED_BY_TAG: f"{os.getpid()} {started} {place}"} if place and started else {}


def sign(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Say that this process works on the run."""
    mine = signature()
    if mine and run.tags.get(WORKED_BY_TAG) != mine[WORKED_BY_TAG]:
        instance.add_run_tags(run.run_id, mine)


def tell_lost(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Note that the run does not end by its own fault, nor by a person's wish: what it was to do is still wanted."""
    instance.add_run_tags(run.run_id, {LOST_TAG: "true"})


def fail_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Report runs whose process is dead as failed (as canceled, if that was asked) and free their pools' slots.

    Judged are only runs of this machine. Returns the runs' ids. Two callers at once do no harm.
    """
    ended = []
    for run in instance.get_runs(filters=dg.RunsFilter(statuses=_BEGUN)):
        death = _death(instance, run)
        if death is None:
            continue
        now = instance.get_run_by_id(run.run_id)  # the dead write no more: what stands there now is its last word
        if now is None or now.status not in _BEGUN:
            continue
        tell_lost(instance, now)
        if now.status == dg.DagsterRunStatus.CANCELING:
            instance.report_run_canceled(now, message=f"{death}; {REMEDY}")
        else:
            instance.report_run_failed(now, message=f"{death}; {REMEDY}")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        ended.append(run.run_id)
    return ended


def works_now(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether a process of this machine that signed the run lives."""
    signed = _signature_of(instance, run)
    return signed is not None and signed.place == _place() and _lives(signed.pid, signed.started)


def _death(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str | None:
    """In words, if nobody works on the run any more."""
    signed = _signature_of(instance, run)
    if signed is not None and signed.place == _place():
        lives = _lives(signed.pid, signed.started)
        return None if lives else f"process {signed.pid}, which worked on this run, died (killed, or out of memory)"
    if signed is not None:
        went_down = f"the machine went down while process {signed.pid} worked on this run"
        return went_down if _earlier_boot(instance, signed.place) else None
    if GRPC_INFO_TAG in run.tags or run.status == dg.DagsterRunStatus.NOT_STARTED:
        return None  # its code server watches it; or the daemon is about to start it
    record = instance.get_run_record_by_id(run.run_id)
    began = datetime.fromtimestamp(record.start_time, UTC) if record is not None and record.start_time else None
    if began is None or datetime.now(UTC) - began < UNSIGNED_FOR:
        return None
    return "the process that began this run died before its first step"


def _signature_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> _Signature | None:
    """Who signed it; None if nobody has yet. A run that is a re-execution begins with the tags of its parent."""
    signed, parent_id = run.tags.get(WORKED_BY_TAG, ""), run.tags.get(PARENT_RUN_ID_TAG)
    parent = instance.get_run_by_id(parent_id) if signed and parent_id else None
    if parent is not None and parent.tags.get(WORKED_BY_TAG) == signed:
        return None
    words = signed.split(" ", 2)
    return _Signature(int(words[0]), words[1], words[2]) if len(words) == 3 and words[0].isdigit() else None


def _place() -> str:
    """This boot, this namespace of process ids, this machine; empty if the system does not tell."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()} {platform.node()}"
    except OSError:
        return ""


def _earlier_boot(instance: dg.DagsterInstance, place: str) -> bool:
    """Whether this machine signed it before it was started again. Machines of one name may share a Postgres instance,
    so this is judged only of runs kept in a local file."""
    from dagster._core.storage.runs.sqlite import (
        SqliteRunStorage,  # half a second, which loading the graph need not pay
    )

    boot, _, machine = place.partition(" ")
    boot_now, _, machine_now = _place().partition(" ")
    same_machine = machine.rpartition(" ")[2] == machine_now.rpartition(" ")[2]
    return bool(boot_now) and boot != boot_now and same_machine and isinstance(instance.run_storage, SqliteRunStorage)


def _started(pid: int) -> str:
    """The tick since boot at which a process started; empty if there is none, or none that lives."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if words[0] in ("Z", "X") else words[19]


def _lives(pid: int, started: str) -> bool:
    seen = _started(pid)
    if seen:
        return seen == started
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's, whose /proc is hidden from us
    return False  # there, but a zombie
