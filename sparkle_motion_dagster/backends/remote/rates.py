"""How often an endpoint may be asked, by all threads and processes of this machine together.

What belongs here: counting requests and waiting for one's turn. What does not: asking. The counting is
pyrate-limiter's, in one SQLite file for each endpoint under a file lock, so it holds across processes and survives
restarts.
"""

import contextlib
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sparkle_motion_dagster.errors import EndpointError, ProfileError, StoreError
from sparkle_motion_dagster.settings import rate_books

LONGEST_WAIT_S = 600.0
"""A request that has queued for this long is given up."""
_SHORTEST_SLEEP_S = 0.02


@dataclass(frozen=True)
class RateLimit:
    """At most `burst` requests at once, and `per_minute` over time."""

    per_minute: float
    burst: int = 1

    def __post_init__(self) -> None:
        """Raises ProfileError for limits that would allow nothing."""
        if not 0 < self.per_minute <= 60_000 or not 1 <= self.burst <= 10_000:
            raise ProfileError(
                f"rate limit of {self.per_minute:g} a minute, burst {self.burst}: expected per_minute above 0 and at "
                "most 60000, and burst from 1 to 10000"
            )

    @property
    def window_ms(self) -> int:
        """The time in which `burst` requests may be made once: what makes it `per_minute`."""
        return max(1, round(self.burst * 60_000 / self.per_minute))


def rate_limit(per_minute: float | None, burst: int | None) -> RateLimit | None:
    """The limit of a profile's settings; None for none. Raises ProfileError."""
    if per_minute is None:
        if burst is not None:
            raise ProfileError("burst without per_minute: expected both, or per_minute alone")
        return None
    return RateLimit(per_minute, burst or 1)


@dataclass(frozen=True)
class Permit:
    """The answer to "may I ask now?"."""

    state: Literal["allowed", "queued", "rejected"]
    retry_after_s: float = 0.0
    """If queued: when to try again, from now."""
    reason: str = ""


@dataclass(frozen=True)
class Turnstile:
    """The count of one endpoint."""

    name: str
    """What is limited: host and, where each key has its own limits, the key's variable."""
    limit: RateLimit | None
    """None: nothing is counted."""
    folder: Path | None = None
    """Where the counts are kept; None: this user's (`settings.rate_books`)."""

    def ask(self, requests: int = 1) -> Permit:
        """Take a place if there is one; never waits for one. Raises StoreError if the count cannot be kept."""
        if self.limit is None:
            return Permit("allowed")
        if requests > self.limit.burst:
            return Permit(
                "rejected",
                reason=f"{requests} requests at once, and {self.name} takes at most {self.limit.burst}: send fewer",
            )
        from pyrate_limiter import Rate, RateItem, SQLiteBucket

        try:
            bucket = SQLiteBucket.init_from_file(
                [Rate(self.limit.burst, self.limit.window_ms)], db_path=str(self._file()), use_file_lock=True
            )
        except OSError as error:
            raise StoreError(f"{self._file()}: requests cannot be counted there: {error.strerror}") from error
        with contextlib.closing(bucket), bucket.lock:
            now_ms = bucket.now()
            bucket.leak(now_ms)
            item = RateItem(self.name, now_ms, weight=requests)
            if bucket.put(item):
                return Permit("allowed")
            wait_s = max(0.0, int(bucket.waiting(item)) / 1000)  # type: ignore[arg-type]
        return Permit("queued", min(wait_s, self.limit.window_ms / 1000), f"{self.name} is asked as often as it may be")

    def pass_through(self, requests: int = 1, longest_wait_s: float = LONGEST_WAIT_S) -> float:
        """Wait for a place and take it; returns the seconds waited.

        Raises EndpointError if it is rejected, or did not get a place in `longest_wait_s`.
        """
        started = time.monotonic()
        while True:
            permit = self.ask(requests)
            waited_s = time.monotonic() - started
            if permit.state == "allowed":
                return waited_s
            if permit.state == "rejected":
                raise EndpointError(permit.reason)
            if waited_s + permit.retry_after_s > longest_wait_s:
                raise EndpointError(
                    f"{permit.reason}: no place in {longest_wait_s:g} s (the next in {permit.retry_after_s:.0f} s); "
                    "run again later, or raise per_minute if its owner allows more",
                    transient=True,
                    retry_after_s=permit.retry_after_s,
                )
            time.sleep(max(permit.retry_after_s, _SHORTEST_SLEEP_S))

    def _file(self) -> Path:
        folder = self.folder or rate_books()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: requests cannot be counted there: {error.strerror}") from error
        assert self.limit is not None
        named = f"{self.name}\0{self.limit.burst}\0{self.limit.window_ms}"
        return folder / f"{hashlib.sha256(named.encode()).hexdigest()[:24]}.sqlite"
