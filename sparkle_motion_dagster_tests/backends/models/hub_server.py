"""A small Hub on this machine: the part of its protocol that fetching a model needs, over real HTTP.

What belongs here: the server. What does not: what it serves (any folder). It can be told to fail.
"""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REVISION = "c0ffee" + "0" * 34


@dataclass
class Hub:
    """One repository, and how it behaves."""

    folder: Path
    repo: str = "somebody/tiny-sdxl"
    revision: str = REVISION
    breaks_off: set[str] = field(default_factory=set)
    """Paths of which the next answer ends in the middle, once; with a "!" before it, every time."""
    lies: set[str] = field(default_factory=set)
    """Paths whose bytes are not those of their hash."""
    gated: bool = False
    sent: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> "Hub":
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *told: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def tree(self) -> list[dict]:
        """Every file as the Hub lists it: large ones with their sha256, all with git's hash."""
        entries = []
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            data, name = path.read_bytes(), path.relative_to(self.folder).as_posix()
            entry = {"type": "file", "path": name, "size": len(data)}
            entry["oid"] = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
            if name.endswith((".safetensors", ".bin")):
                entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
            entries.append(entry)
        return entries


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, *told: object) -> None:
        """Say nothing."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        hub, path = self.hub, self.path.partition("?")[0]
        if hub.gated:
            self._say(403, b"{}", {"X-Error-Code": "GatedRepo", "X-Error-Message": "accept the licence"}, body)
        elif path == f"/api/models/{hub.repo}":
            self._say(200, json.dumps({"id": hub.repo, "sha": hub.revision, "siblings": []}).encode(), {}, body)
        elif path == f"/api/models/{hub.repo}/tree/{hub.revision}":
            self._say(200, json.dumps(hub.tree()).encode(), {}, body)
        elif path.startswith(f"/{hub.repo}/resolve/{hub.revision}/"):
            self._file(path.partition(f"/resolve/{hub.revision}/")[2], body)
        else:
            code = "RevisionNotFound" if hub.repo in path else "RepoNotFound"
            self._say(404, b"{}", {"X-Error-Code": code}, body)

    def _file(self, name: str, body: bool) -> None:
        hub, data = self.hub, (self.hub.folder / name).read_bytes()
        entry = next(entry for entry in hub.tree() if entry["path"] == name)
        headers = {"X-Repo-Commit": hub.revision, "ETag": f'"{entry.get("lfs", entry)["oid"]}"'}
        if name in hub.lies:
            data = bytes([data[0] ^ 1]) + data[1:]
        start, status = 0, 200
        if body:
            hub.sent.append(name)
            asked = self.headers.get("Range")
            if asked:
                hub.ranges.append(f"{name} {asked}")
                start = int(asked.removeprefix("bytes=").partition("-")[0])
                status = 206
                headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            if {name, f"!{name}"} & hub.breaks_off:
                hub.breaks_off.discard(name)
                self._half(data, headers)
                return
        self._say(status, data[start:], headers, body)

    def _half(self, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for key, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True

    def _say(self, status: int, data: bytes, headers: dict[str, str], body: bool) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            self.wfile.write(data)
