"""A real HTTP server on the loopback that speaks chat completions, well or badly, as a test tells it.

What belongs here: the server and a stand-in for a model that follows the schema it is sent. What does not: tests.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]
MODELS = ["tiny-writer", "other-model"]


@dataclass
class Served:
    """What the server was asked, and how it answers next."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    script: list[Reply] = field(default_factory=list)
    """Replies to the next requests, in order; when they are used up, `otherwise`."""
    otherwise: "Reply | None" = None


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    served: Served

    def do_GET(self) -> None:
        self.send_json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        served = self.served
        served.asked.append(body)
        served.headers.append({name.lower(): value for name, value in self.headers.items()})
        served.times.append(time.monotonic())
        reply = served.script.pop(0) if served.script else (served.otherwise or good)
        reply(self, body)

    def send_json(self, status: int, value: Any, **headers: str) -> None:
        self.send_bytes(status, json.dumps(value).encode(), "application/json", **headers)

    def send_bytes(self, status: int, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def llm_server() -> Iterator[Served]:
    """A server on a free port, until the block ends."""
    served = Served()
    handler = type("Bound", (Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def completion(text: str | None, **more: Any) -> dict[str, Any]:
    """A chat completion with this text."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"} | more
    usage = {"prompt_tokens": 100, "completion_tokens": 40, "total_tokens": 140}
    return {"id": "x", "object": "chat.completion", "model": "tiny-writer-0613", "choices": [choice], "usage": usage}


def says(text: str | None, **more: Any) -> Reply:
    """Answers with this text."""
    return lambda handler, body: handler.send_json(200, completion(text, **more))


def status(code: int, message: str = "no", **headers: str) -> Reply:
    """Answers with an error."""
    return lambda handler, body: handler.send_json(code, {"error": {"message": message}}, **headers)


def good(handler: Handler, body: dict[str, Any]) -> None:
    """Answers as a careful model would that follows the schema."""
    if "response_format" not in body:
        handler.send_json(200, completion("hello"))
        return
    shape = body["response_format"].get("json_schema", {}).get("schema")
    if shape is None:
        told = body["messages"][-1]["content"]
        shape = json.loads(told[told.rindex("JSON schema:\n") + len("JSON schema:\n") :])
    handler.send_json(200, completion(json.dumps(careful_answer(shape, body["messages"][-1]["content"]))))


def careful_answer(shape: dict[str, Any], asked: str) -> dict[str, Any]:
    """An answer that the schema allows, about what was asked."""
    defs = shape.get("$defs", {})
    fields = set(shape["properties"])
    if "title" in fields:
        return {
            "title": "The Harbour Lamp",
            "characters": [
                {"name": "Ada", "also_called": ["the keeper"], "look": "70, woman, white hair, yellow coat"},
                {"name": "Fox", "also_called": [], "look": "a red fox"},
            ],
            "places": [{"name": "Lighthouse kitchen", "interior": True}, {"name": "Harbour", "interior": False}],
        }
    if "beats" in fields:
        return {
            "beats": [
                {"kind": "action", "text": "Ada lights a lamp on the table."},
                {"kind": "speech", "speaker": "c1", "text": "Come in from the rain.", "manner": "softly"},
                {"kind": "action", "text": "Fox shakes the water from its fur."},
            ]
        }
    if "filmed" not in fields:
        scene = {"place": "p1", "time_of_day": "night", "weather": "rain", "characters": ["c1", "c2"]}
        other = scene | {"place": "p2", "time_of_day": "dawn", "weather": "clear"}
        return {"scenes": [scene | {"happens": "Ada waits for a ship."}, other | {"happens": "The ship comes in."}]}
    units = list(defs["Filmed"]["properties"])
    first = {"begins_at": units[0], "place": "p1", "time_of_day": "night", "weather": "rain"}
    filmed: dict[str, Any] = {}
    for unit in units:
        words = re.search(rf"^{unit}: (.*)$", asked, re.MULTILINE)
        if unit.startswith("q"):
            filmed[unit] = {"speaker": defs["Spoken"]["properties"]["speaker"]["enum"][0], "manner": None}
        else:
            shown = f"Ada stands in the kitchen: {words.group(1)[:60] if words else 'waiting'}"
            filmed[unit] = {"picture": shown, "narrated": False}
    return {"scenes": [first], "filmed": filmed}
