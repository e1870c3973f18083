"""A server that fails in every way HTTP allows: each ends in one typed error, or in success after asking again."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sparkle_motion_dagster.backends.images.animatic import AnimaticImages
from sparkle_motion_dagster.backends.profile import Choice
from sparkle_motion_dagster.backends.registry import build_choice
from sparkle_motion_dagster.backends.server.serving import ModelServer
from sparkle_motion_dagster.backends.server.wire import FILE
from sparkle_motion_dagster.errors import BackendError, EndpointError, ModelOOMError
from sparkle_motion_dagster_tests.backends.images.requests import image_request
from sparkle_motion_dagster_tests.backends.server.served import ENV

Reply = Callable[[BaseHTTPRequestHandler], None]
HASH = "0" * 64


class _Bad:
    """A server that greets as a good one, and answers calls as `script` says, the last one for ever."""

    def __init__(self, hello: dict[str, Any]):
        self.hello, self.script, self.calls, self.times = hello, list[Reply](), 0, list[float]()
        self.url = ""

    def backend(self, **settings: Any) -> Any:
        chosen = {"url": self.url, "token_env": ENV, "timeout_s": 20, "max_retries": 1, **settings}
        return build_choice("images", Choice(backend="server", settings=chosen), "profile test")


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[_Bad]:
    state = _Bad(ModelServer("images", AnimaticImages(), tmp_path / "server", None).hello())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _json(200, state.hello)(self)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.calls += 1
            state.times.append(time.monotonic())
            reply = state.script.pop(0) if len(state.script) > 1 else state.script[0]
            reply(self)

        def log_message(self, *_: Any) -> None:
            """Nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def _json(status: int, value: Any, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        data = json.dumps(value).encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data)))
        for name, text in headers.items():
            handler.send_header(name.replace("_", "-"), text)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def _lines(*lines: Any, announced: int = 0) -> Reply:
    """A body of these lines; `announced`: bytes that are promised beyond them."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(data) + announced))
        handler.end_headers()
        handler.wfile.write(data)
        handler.close_connection = True

    return reply


def _hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(4)
    handler.close_connection = True


_TAKEN = {"state": "taken", "call": HASH}
_FAULT = {"error": {"type": "BackendError", "message": "the stage is dark"}}


@pytest.mark.parametrize(
    ("reply", "said", "transient", "calls"),
    [
        (_json(500, _FAULT), r"failed \(500: the stage is dark\) \(tried 2 times\)", True, 2),
        (_json(503, _FAULT, Retry_After="3600"), "run again after that", True, 1),
        (_json(400, _FAULT), r"answered \(400: the stage is dark\)", False, 1),
        (_json(409, _FAULT), "run again, so that recipes say what really makes them", False, 1),
        (_json(302, {}, Location="http://127.0.0.1:1/else"), "redirects are refused", False, 1),
        (_lines(_TAKEN), "broke off before its answer", True, 2),
        (_lines(_TAKEN, announced=999), "broke off", True, 2),
        (_lines(_TAKEN, {"state": "done", "answer": {"start": "a.png"}, "call": HASH}), "not a MadeImages", False, 1),
        (_lines(_TAKEN, {"state": "done", "answer": {"start": "/etc/hosts", "end": "/etc/hosts"}}), "by its path", False, 1),
        (_lines(_TAKEN, {"state": "done", "answer": {"start": {FILE: "../../etc"}}}), "not a sha256", False, 1),
    ],
)  # fmt: skip
def test_a_fault_of_the_server_is_one_typed_error(
    bad: _Bad, tmp_path: Path, reply: Reply, said: str, transient: bool, calls: int
):
    bad.script = [reply]
    with pytest.raises(EndpointError, match=said) as failed:
        bad.backend().make(image_request(), tmp_path)
    assert failed.value.transient is transient
    assert bad.calls == calls
    assert not list(tmp_path.glob("*.png"))


def test_a_server_that_hangs_is_given_up_in_time(bad: _Bad, tmp_path: Path):
    bad.script = [_hang]
    started = time.monotonic()
    with pytest.raises(EndpointError, match="did not answer in time: it hangs"):
        bad.backend(timeout_s=0.5, max_retries=0).make(image_request(), tmp_path)
    assert time.monotonic() - started < 3


def test_a_busy_server_is_asked_again_no_sooner_than_it_says(bad: _Bad, tmp_path: Path):
    bad.script = [_json(429, _FAULT, Retry_After="1"), _lines(_TAKEN, {"state": "failed", "error": _FAULT["error"]})]
    with pytest.raises(BackendError, match="the stage is dark"):
        bad.backend().make(image_request(), tmp_path)
    assert bad.calls == 2 and 0.9 < bad.times[1] - bad.times[0] < 5


def test_what_the_model_says_is_not_asked_again_and_keeps_its_class(bad: _Bad, tmp_path: Path):
    bad.script = [_lines(_TAKEN, {"state": "failed", "error": {"type": "ModelOOMError", "message": "24 MB free"}})]
    with pytest.raises(ModelOOMError, match=r"127\.0\.0\.1:\d+: 24 MB free"):
        bad.backend(max_retries=3).make(image_request(), tmp_path)
    assert bad.calls == 1


def test_an_invented_error_class_is_a_plain_failure(bad: _Bad, tmp_path: Path):
    for kind in ("SystemExit", "SparkleError", "Path", "BriefError", ""):
        bad.script = [_lines(_TAKEN, {"state": "failed", "error": {"type": kind, "message": "no"}})]
        with pytest.raises(BackendError, match="no") as failed:
            bad.backend().make(image_request(), tmp_path)
        assert type(failed.value) is BackendError


def test_a_server_of_another_version_is_refused(bad: _Bad, tmp_path: Path):
    bad.hello |= {"protocol": "of another year"}
    with pytest.raises(EndpointError, match="another version of this program"):
        bad.backend().make(image_request(), tmp_path)


def test_something_else_behind_the_address_is_said(bad: _Bad, tmp_path: Path):
    bad.hello = {"hello": "I am a printer"}
    with pytest.raises(EndpointError, match="does not answer as a model server does"):
        bad.backend().make(image_request(), tmp_path)
    nobody = bad.backend(url="http://127.0.0.1:9", max_retries=0)
    with pytest.raises(EndpointError, match="cannot be reached"):
        _ = nobody.name
