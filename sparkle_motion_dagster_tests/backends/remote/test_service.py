"""Asking a server that answers well, late, half, wrongly, elsewhere, or not at all. The server is a real one."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import Asked, RemoteService
from sparkle_motion_dagster.errors import BackendUnavailableError, EndpointError, ProfileError
from sparkle_motion_dagster_tests.backends.remote.llm_server import (
    Handler,
    Served,
    llm_server,
    says,
    status,
)

pytest.importorskip("openai")
KEY = "sk-very-secret-0123456789"


@pytest.fixture
def served() -> Iterator[Served]:
    with llm_server() as server:
        yield server


def service(served: Served, timeout_s: float = 5.0, max_retries: int = 3, **endpoint: Any) -> RemoteService:
    policy = RetryPolicy(max_retries=max_retries, first_wait_s=0.01, longest_wait_s=5.0)
    return RemoteService(Endpoint(served.url, timeout_s=timeout_s, **endpoint), None, policy)


def ask(of: RemoteService) -> Asked[str]:
    def once(client: Any) -> str:
        raw = client.chat.completions.with_raw_response.create(model="m", messages=[{"role": "user", "content": "hi"}])
        return str(raw.http_response.json()["choices"][0]["message"]["content"])

    return of.call(once)


def test_passing_faults_are_retried_and_recorded(served: Served) -> None:
    served.script = [status(500), status(503), says("done")]
    asked = ask(service(served))
    assert asked.answer == "done"
    assert [one.status for one in asked.tried] == [500, 503]
    assert len(asked.facts()["failed_tries"]) == 2


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422, 501])
def test_what_will_not_go_better_is_asked_once(served: Served, code: int) -> None:
    served.otherwise = status(code, "no such thing")
    with pytest.raises(EndpointError, match=rf"{code} \(no such thing\)") as caught:
        ask(service(served))
    assert len(served.asked) == 1
    assert not caught.value.transient


def test_retries_end(served: Served) -> None:
    served.otherwise = status(500)
    with pytest.raises(EndpointError, match="tried 4 times"):
        ask(service(served))
    assert len(served.asked) == 4


def test_retry_after_is_waited_for(served: Served) -> None:
    served.script = [status(429, "slow down", Retry_After="1"), says("done")]
    assert ask(service(served)).answer == "done"
    assert served.times[1] - served.times[0] >= 1.0


def test_a_server_that_wants_an_hour_is_not_waited_for(served: Served) -> None:
    served.otherwise = status(429, "later", Retry_After="3600")
    with pytest.raises(EndpointError, match="3600 s: run again after that") as caught:
        ask(service(served))
    assert len(served.asked) == 1
    assert caught.value.retry_after_s == 3600


def test_a_quota_that_is_used_up_is_told_as_such(served: Served) -> None:
    served.otherwise = lambda handler, body: handler.send_json(
        429, {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
    )
    with pytest.raises(EndpointError, match="quota") as caught:
        ask(service(served))
    assert caught.value.quota
    assert len(served.asked) == 1


def half_a_body(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def test_half_a_body_is_asked_for_again(served: Served) -> None:
    served.script = [half_a_body, says("done")]
    assert ask(service(served)).answer == "done"
    served.otherwise = half_a_body
    with pytest.raises(EndpointError, match="broke off"):
        ask(service(served, max_retries=1))


def test_a_server_that_hangs_is_given_up_in_time(served: Served) -> None:
    served.otherwise = lambda handler, body: time.sleep(4)
    started = time.monotonic()
    with pytest.raises(EndpointError, match=r"did not answer in 0\.3 s"):
        ask(service(served, timeout_s=0.3, max_retries=1))
    assert time.monotonic() - started < 3
    assert len(served.asked) == 2


def drip(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(60):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)


def test_a_server_that_drips_is_given_up_in_time(served: Served) -> None:
    served.otherwise = drip
    started = time.monotonic()
    with pytest.raises(EndpointError, match="did not finish its answer"):
        ask(service(served, timeout_s=0.4, max_retries=0))
    assert time.monotonic() - started < 2


def test_redirects_are_refused_and_the_key_goes_nowhere_else(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    with llm_server() as canary:
        served.otherwise = lambda handler, body: handler.send_json(307, {}, Location=f"{canary.url}/chat/completions")
        with pytest.raises(EndpointError, match="redirects are refused"):
            ask(service(served, api_key_env="TEST_LLM_KEY"))
        assert canary.asked == []


def endless(handler: Handler, body: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(100):
            handler.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def test_a_flood_is_cut_off(served: Served) -> None:
    served.script = [endless, says("x" * 200_000)]
    for _ in range(2):
        with pytest.raises(EndpointError, match=r"more than 100,000 bytes"):
            ask(service(served, most_bytes=100_000))
    assert len(served.asked) == 2


def test_a_compressed_answer_is_not_opened(served: Served) -> None:
    served.otherwise = lambda handler, body: handler.send_bytes(
        200, b"\x1f\x8b", "application/json", Content_Encoding="gzip"
    )
    with pytest.raises(EndpointError, match="compressed"):
        ask(service(served))
    assert served.headers[0]["accept-encoding"] == "identity"


def test_nobody_listens() -> None:
    with llm_server() as gone:
        url = gone.url
    with pytest.raises(EndpointError, match="cannot be reached") as caught:
        ask(RemoteService(Endpoint(url), None, RetryPolicy(max_retries=0)))
    assert caught.value.transient


def test_the_key_comes_from_the_environment_and_is_never_told(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_LLM_KEY", KEY)
    served.otherwise = status(401, f"Incorrect API key provided: {KEY}")
    of = service(served, api_key_env="TEST_LLM_KEY")
    with pytest.raises(EndpointError) as caught:
        ask(of)
    assert served.headers[0]["authorization"] == f"Bearer {KEY}"
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error!r} {error}"
        error = error.__cause__
    assert KEY not in repr(of)
    monkeypatch.delenv("TEST_LLM_KEY")
    with pytest.raises(BackendUnavailableError, match="export TEST_LLM_KEY="):
        ask(of)


def test_a_server_that_needs_no_key_is_sent_none(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    ask(service(served))
    assert "authorization" not in served.headers[0]
    assert "openai-organization" not in served.headers[0]
    assert KEY not in str(served.headers) + str(served.asked)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://host/v1", "expected http"),
        ("file:///etc/passwd", "expected http"),
        ("http:///v1", "names no host"),
        ("https://me:secret@host/v1", "user name or password"),
        ("https://host/v1?key=secret", "an address alone"),
        ("https://host:99999/v1", "Port out of range"),
        ("127.0.0.1:8000", "expected http"),
    ],
)
def test_addresses_that_hide_something_are_refused(url: str, told: str) -> None:
    with pytest.raises(ProfileError, match=told) as caught:
        Endpoint(url)
    assert "secret@" not in str(caught.value)


def test_a_key_in_place_of_its_variable_is_refused_and_not_repeated() -> None:
    with pytest.raises(ProfileError, match="never the key itself") as caught:
        Endpoint("https://host/v1", KEY)
    assert KEY not in str(caught.value)


def test_a_key_is_not_sent_unencrypted_over_the_internet() -> None:
    with pytest.raises(ProfileError, match="unencrypted"):
        Endpoint("http://api.example.com/v1", "TEST_LLM_KEY")
    Endpoint("http://192.168.1.20:8000/v1", "TEST_LLM_KEY")
    Endpoint("http://gpu-box:8000/v1", "TEST_LLM_KEY")
