"""Dagster's daemon, for a person who waits: `python -m sparkle_motion_dagster.studio.daemon SOCKET LIFELINE`.

What belongs here: starting Dagster's own daemons over the studio's code server. What does not: any daemon's work.
Dagster's backfill daemon looks for new backfills every 30 s, and the interval cannot be configured; its run queue is
looked at every 5 s. Here it is 2 s and 1 s, so that a button pressed on the page is answered while the person still
looks at it.
"""

import logging
import sys
from threading import Event
from typing import Any

import dagster as dg
from dagster._core.workspace.load_target import GrpcServerTarget
from dagster._daemon.controller import create_daemon_of_type, daemon_controller_from_instance
from dagster._daemon.daemon import BackfillDaemon, DagsterDaemon
from dagster._daemon.run_coordinator.queued_run_coordinator_daemon import QueuedRunCoordinatorDaemon
from dagster._utils.interrupts import capture_interrupts

from sparkle_motion_dagster.studio.lifeline import end_with_parent

LOCATION = "sparkle_motion_dagster.definitions"
"""Name of the code location: that of its module, as Dagster's own commands name it with `-m`."""
BACKFILLS_EVERY_S = 2.0
QUEUE_EVERY_S = 1


class _Impatient:
    """An event whose `wait` ends early: all that Dagster's loops ask of their shutdown event."""

    def __init__(self, event: Event, at_most_s: float):
        self._event = event
        self._at_most_s = at_most_s

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the event, `at_most_s` at the longest."""
        return self._event.wait(self._at_most_s if timeout is None else min(timeout, self._at_most_s))

    def is_set(self) -> bool:
        """Whether the daemon must end."""
        return self._event.is_set()


class PromptBackfillDaemon(BackfillDaemon):
    """Dagster's backfill daemon, looking every two seconds."""

    def core_loop(self, workspace_process_context: Any, shutdown_event: Any) -> Any:
        """Dagster's loop with shorter pauses."""
        return super().core_loop(workspace_process_context, _Impatient(shutdown_event, BACKFILLS_EVERY_S))  # type: ignore[arg-type]


def daemons_of(instance: dg.DagsterInstance) -> list[DagsterDaemon]:
    """The daemons that the instance asks for, two of them prompter."""
    daemons: list[DagsterDaemon] = []
    for daemon_type in instance.get_required_daemon_types():
        if daemon_type == BackfillDaemon.daemon_type():
            daemons.append(PromptBackfillDaemon(settings=instance.get_backfill_settings()))
        elif daemon_type == QueuedRunCoordinatorDaemon.daemon_type():
            daemons.append(QueuedRunCoordinatorDaemon(interval_seconds=QUEUE_EVERY_S))
        else:
            daemons.append(create_daemon_of_type(daemon_type, instance))
    return daemons


def code_location(socket: str) -> GrpcServerTarget:
    """The studio's code server as Dagster's web server and daemon reach it."""
    return GrpcServerTarget(host="localhost", port=None, socket=socket, location_name=LOCATION)


def main() -> None:
    """Run until interrupted."""
    socket, lifeline = sys.argv[1], int(sys.argv[2])
    end_with_parent(lifeline)
    logging.captureWarnings(True)
    try:
        with (
            capture_interrupts(),
            dg.DagsterInstance.get() as instance,
            daemon_controller_from_instance(
                instance, code_location(socket), gen_daemons=daemons_of, log_level="warning"
            ) as controller,
        ):
            controller.check_daemon_loop()
    except KeyboardInterrupt:
        return  # asked to end


if __name__ == "__main__":
    main()
