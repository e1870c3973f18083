"""What a provider may still be asked: calls a minute, calls a day and calls at once, over all processes of this machine.

What belongs here: taking a place, or saying that there is none today. What does not: which provider, what is asked. The
counting is pyrate-limiter's, in files (`remote/rates.py`); places at once are file locks, which the kernel frees.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.backends.remote.rates import LONGEST_WAIT_S, RateLimit, Turnstile
from sparkle_motion_dagster.backends.speech.providers import Provider, RateCap
from sparkle_motion_dagster.errors import EndpointError, StoreError
from sparkle_motion_dagster.settings import rate_books

_DAY_MINUTES = 24 * 60
_POLL_S = 0.05


@dataclass(frozen=True)
class Allowance:
    """The limits of one provider, and of its tier."""

    provider_id: str
    provider: Provider
    cap: RateCap | None
    """Of the tier: for all of its providers together; None: no cap."""
    longest_wait_s: float = LONGEST_WAIT_S

    @property
    def limited(self) -> bool:
        """Whether there is anything to count."""
        return self.cap is not None or self.provider.rate_limits is not None

    @contextlib.contextmanager
    def taken(self) -> Iterator[float]:
        """A call's place, for as long as the block lasts; yields the seconds waited for it.

        Raises EndpointError: with `quota` if the day's requests are used up; transient if no place came in time.
        """
        started = time.monotonic()
        with self._place():
            if self.provider.rate_limits is not None:
                limits = self.provider.rate_limits
                rate = RateLimit(limits.per_minute, limits.burst)
                left_s = self.longest_wait_s - (time.monotonic() - started)
                Turnstile(f"speech provider {self.provider_id}", rate).pass_through(longest_wait_s=max(0.0, left_s))
            self._of_the_day()  # last, so that a call that never was is not counted
            yield time.monotonic() - started

    def _of_the_day(self) -> None:
        if self.cap is None:
            return
        daily = self.cap.daily_requests
        permit = Turnstile(f"speech tier {self.provider.tier}", RateLimit(daily / _DAY_MINUTES, daily)).ask()
        if permit.state != "allowed":
            raise EndpointError(
                f"{self.provider_id}: the {daily:,} requests a day of {self.provider.tier} are used up; the next in "
                f"{permit.retry_after_s / 3600:.1f} h",
                retry_after_s=permit.retry_after_s,
                quota=True,
            )

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if self.cap is None:
            yield
            return
        from filelock import FileLock, Timeout

        folder = _folder()
        deadline = time.monotonic() + self.longest_wait_s
        while True:
            for number in range(self.cap.concurrent_jobs):
                lock = FileLock(folder / f"{self.provider.tier}.{number}.lock")
                try:
                    lock.acquire(timeout=0)
                except Timeout:
                    continue
                try:
                    yield
                finally:
                    lock.release()
                return
            if time.monotonic() >= deadline:
                raise EndpointError(
                    f"{self.provider_id}: all {self.cap.concurrent_jobs} places of {self.provider.tier} are taken for "
                    f"{self.longest_wait_s:g} s: end what else speaks, or raise concurrent_jobs in tts_providers.yaml",
                    transient=True,
                )
            time.sleep(_POLL_S)


def _folder() -> Path:
    folder = rate_books() / "speech"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: places cannot be kept there: {error.strerror}") from error
    return folder
