"""Asking again: only what may go better, a bounded number of times, later each time, and no sooner than asked to.

What belongs here: the policy and the loop (stamina's, on tenacity). What does not: which faults are transient
(`faults.py` says so of each).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sparkle_motion_dagster.errors import EndpointError, ProfileError

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RetryPolicy:
    """How patiently a server is asked again."""

    max_retries: int = 4
    first_wait_s: float = 0.5
    longest_wait_s: float = 60.0
    """Between two tries. A server that asks for more by Retry-After is not asked again."""
    in_all_s: float = 600.0

    def __post_init__(self) -> None:
        """Raises ProfileError."""
        if not 0 <= self.max_retries <= 20:
            raise ProfileError(f"max_retries is {self.max_retries}: expected 0 to 20")


@dataclass(frozen=True)
class Tried:
    """What became of a call that failed and was made again."""

    fault: str
    """In words."""
    status: int | None


def with_retries(call: Callable[[], T], policy: RetryPolicy) -> tuple[T, tuple[Tried, ...]]:
    """The call's result, and what went wrong before it.

    Raises EndpointError: the last fault, told with how often it was tried.
    """
    import stamina
    import stamina.instrumentation

    stamina.instrumentation.set_on_retry_hooks([_tell])  # its own hook writes a line for machines on the terminal
    tried: list[Tried] = []

    def wait_for(error: Exception) -> bool | float:
        if not isinstance(error, EndpointError) or not error.transient:
            return False
        asked_s = error.retry_after_s
        if asked_s is None:
            return True
        return asked_s if asked_s <= policy.longest_wait_s else False

    try:
        for attempt in stamina.retry_context(
            on=wait_for,
            attempts=policy.max_retries + 1,
            timeout=policy.in_all_s,
            wait_initial=policy.first_wait_s,
            wait_max=policy.longest_wait_s,
            wait_jitter=policy.first_wait_s,
        ):
            with attempt:
                try:
                    return call(), tuple(tried)
                except EndpointError as error:
                    tried.append(Tried(str(error), error.status))
                    raise
    except EndpointError as error:
        raise _given_up(error, len(tried), policy) from error
    raise AssertionError("a retry loop ends by returning or raising")


def _tell(details: Any) -> None:
    """For whoever waits."""
    log.warning("%s; asked again in %.1f s", details.caused_by, details.wait_for)


def _given_up(error: EndpointError, tries: int, policy: RetryPolicy) -> EndpointError:
    told = str(error)
    if error.retry_after_s is not None and error.retry_after_s > policy.longest_wait_s:
        told += f" (it asks to be left alone for {error.retry_after_s:.0f} s: run again after that)"
    elif error.transient and tries > 1:
        told += f" (tried {tries} times)"
    return EndpointError(told, error.status, error.transient, error.retry_after_s, error.quota)
