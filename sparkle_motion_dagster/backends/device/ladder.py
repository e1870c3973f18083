"""What is tried, one after the other, when memory does not suffice.

What belongs here: climbing a planned list of rungs and recording every attempt. What does not: which rungs a backend
has, and what a rung does to its model.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from sparkle_motion_dagster.backends.device.devices import Device
from sparkle_motion_dagster.backends.device.memory import memory_of
from sparkle_motion_dagster.backends.device.oom import forget, give_back_memory, is_oom
from sparkle_motion_dagster.errors import ModelOOMError

T = TypeVar("T")


@dataclass(frozen=True)
class Rung:
    """One way to do the work; each of a ladder needs less memory than the one before."""

    name: str
    """In words: "VAE in tiles"."""
    changes_picture: bool = False
    """Whether the result's bytes may differ from the first rung's."""


@dataclass(frozen=True)
class Attempt:
    """One try on one rung."""

    attempt: int
    """1, 2, …"""
    rung: str
    device: str
    outcome: Literal["succeeded", "out of memory"]
    seconds: float

    def as_facts(self) -> dict[str, Any]:
        """For an artifact's facts; without its time, which differs from run to run."""
        return {"attempt": self.attempt, "rung": self.rung, "device": self.device, "outcome": self.outcome}


@dataclass(frozen=True)
class Climbed(Generic[T]):
    """What came of it, and how."""

    result: T
    rung: int
    """Index of the rung that succeeded: the next call may begin there."""
    attempts: tuple[Attempt, ...]


def climb(
    rungs: Sequence[Rung], work: Callable[[Rung], T], *, what: str, device: Device, first: int = 0, tries: int = 1
) -> Climbed[T]:
    """Do the work on the first rung that has memory enough.

    Args:
        rungs: at least one, the most wanted first.
        work: called with a rung; what it raises for any other reason than memory passes through as it is.
        what: names the work in the error ("s010: start image").
        device: for the record.
        first: index of the rung to begin with.
        tries: on each rung, with the device's memory given back in between.

    Raises:
        ModelOOMError: no rung had memory enough; the message lists every attempt.
    """
    attempts: list[Attempt] = []
    for index in range(first, len(rungs)):
        for _ in range(tries):
            started = time.perf_counter()
            try:
                result = work(rungs[index])
            except Exception as error:
                if not is_oom(error):
                    raise
                attempts.append(_attempt(attempts, rungs[index], device, "out of memory", started))
                forget(error)
            else:
                attempts.append(_attempt(attempts, rungs[index], device, "succeeded", started))
                return Climbed(result, index, tuple(attempts))
            give_back_memory()  # outside the handler: inside it, the error still holds the tensors
    memory = memory_of(device)
    tried = ", ".join(f"{attempt.rung} ({attempt.seconds:.1f} s)" for attempt in attempts)
    raise ModelOOMError(
        f"{what}: out of memory on {device} after {len(attempts)} attempts: {tried}; {memory.free_mb:,.0f} MB free of "
        f"{memory.total_mb:,.0f} MB: end other programs on the device, make the picture smaller, or use a larger device",
        memory=memory.as_facts(),
    )


def _attempt(
    before: Sequence[Attempt],
    rung: Rung,
    device: Device,
    outcome: Literal["succeeded", "out of memory"],
    started: float,
) -> Attempt:
    return Attempt(len(before) + 1, rung.name, str(device), outcome, round(time.perf_counter() - started, 3))
