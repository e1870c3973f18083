"""Which of the failures that were recorded may be so still.

What belongs here: the rule. What does not: recording (`store/failures.py`), showing. A failure with a recipe's digest is of
its cell, while that recipe is wanted. One without: of its cell, until its brief is edited or what it is made from is made
anew. Of a run as a whole (killed, out of memory): of the film, until something of the film is made after it, or all of it is
fresh.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.state import CellState
from sparkle_motion_dagster.errors import BriefError, InputError, ProfileError
from sparkle_motion_dagster.store.failures import Failure

_SEEN_BY_LOOKING = {error.__name__ for error in (InputError, BriefError, ProfileError)}
"""What is wrong with a brief or a profile is found in it as it is now, never in the record of what it was."""


def last_written(briefs: Iterable[Path]) -> datetime:
    """When a film's brief was last written, or put where it is."""
    newest_s = 0.0
    for path in briefs:
        with suppress(OSError):  # gone since the folder was listed
            newest_s = max(newest_s, path.stat().st_mtime, path.stat().st_ctime)
    return datetime.fromtimestamp(newest_s, UTC)


def is_open(failure: Failure, states: Iterable[CellState], filed_at: datetime) -> bool:
    """Whether a failure that has no recipe is still its cell's: nothing that it depends on is newer."""
    of_plan = failure.asset == PLAN_ASSET
    if failure.of_run or failure.failed_at <= filed_at or (of_plan and failure.error_type in _SEEN_BY_LOOKING):
        return False
    made_of = (
        state.held
        for state in states
        if state.asset == PLAN_ASSET or (not of_plan and failure.shot in (None, state.shot))
    )
    return all(held is None or held.made_at < failure.failed_at for held in made_of)


def open_runs(known: Iterable[Failure], states: Sequence[CellState]) -> tuple[Failure, ...]:
    """Those since which nothing of the film was made. What was made shows that another run came further."""
    if all(state.status == "fresh" for state in states):
        return ()
    made_at = [state.held.made_at for state in states if state.held is not None]
    return tuple(one for one in known if one.of_run and all(at < one.failed_at for at in made_at))
