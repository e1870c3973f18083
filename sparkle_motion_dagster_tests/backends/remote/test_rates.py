"""How often an endpoint is asked: in bursts, over time, by several processes, after a restart."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from sparkle_motion_dagster.backends.remote.rates import RateLimit, Turnstile, rate_limit
from sparkle_motion_dagster.errors import EndpointError, ProfileError

pytest.importorskip("pyrate_limiter")

WORKER = """
import sys, time
from pathlib import Path
from sparkle_motion_dagster.backends.remote.rates import RateLimit, Turnstile
gate = Turnstile("host", RateLimit(per_minute=300, burst=5), Path(sys.argv[1]))
for _ in range(6):
    gate.pass_through()
    print(time.time())
"""


def test_without_a_limit_nothing_is_counted(tmp_path: Path) -> None:
    gate = Turnstile("host", None, tmp_path / "rates")
    assert all(gate.ask().state == "allowed" for _ in range(100))
    assert not (tmp_path / "rates").exists()


def test_a_burst_is_allowed_and_what_follows_is_queued(tmp_path: Path) -> None:
    gate = Turnstile("host", RateLimit(per_minute=60, burst=3), tmp_path)
    assert [gate.ask().state for _ in range(4)] == ["allowed"] * 3 + ["queued"]
    queued = gate.ask()
    assert 0 < queued.retry_after_s <= 3.0
    assert "as often as it may be" in queued.reason


def test_the_count_survives_a_restart_and_is_each_endpoints_own(tmp_path: Path) -> None:
    limit = RateLimit(per_minute=6, burst=1)
    assert Turnstile("host", limit, tmp_path).ask().state == "allowed"
    assert Turnstile("host", limit, tmp_path).ask().state == "queued"
    assert Turnstile("other", limit, tmp_path).ask().state == "allowed"


def test_more_than_the_capacity_is_rejected_with_the_reason(tmp_path: Path) -> None:
    gate = Turnstile("host", RateLimit(per_minute=60, burst=3), tmp_path)
    permit = gate.ask(4)
    assert permit.state == "rejected"
    assert "at most 3" in permit.reason
    with pytest.raises(EndpointError, match="at most 3"):
        gate.pass_through(4)


def test_a_place_is_waited_for(tmp_path: Path) -> None:
    gate = Turnstile("host", RateLimit(per_minute=120, burst=1), tmp_path)
    gate.pass_through()
    started = time.monotonic()
    assert gate.pass_through() > 0.3
    assert 0.4 <= time.monotonic() - started < 3


def test_a_queue_that_is_too_long_is_left_with_the_reason(tmp_path: Path) -> None:
    gate = Turnstile("host", RateLimit(per_minute=1, burst=1), tmp_path)
    gate.pass_through()
    started = time.monotonic()
    with pytest.raises(EndpointError, match=r"no place in 5 s \(the next in 60 s\)") as caught:
        gate.pass_through(longest_wait_s=5)
    assert time.monotonic() - started < 2
    assert caught.value.retry_after_s is not None


def test_processes_share_the_count(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    moments = sorted(float(line) for one in running for line in one.communicate(timeout=60)[0].split())
    assert len(moments) == 12
    for first, sixth in zip(moments, moments[5:], strict=False):
        assert sixth - first > 0.9, "six requests in the second in which five are allowed"


@pytest.mark.parametrize(("per_minute", "burst"), [(0, 1), (-1, 1), (10, 0), (10**9, 1)])
def test_limits_that_allow_nothing_are_refused(per_minute: float, burst: int) -> None:
    with pytest.raises(ProfileError, match="expected per_minute"):
        RateLimit(per_minute, burst)


def test_a_burst_needs_a_rate() -> None:
    assert rate_limit(None, None) is None
    assert rate_limit(30, None) == RateLimit(30, 1)
    with pytest.raises(ProfileError, match="burst without per_minute"):
        rate_limit(None, 3)
