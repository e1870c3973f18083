"""A model server as a studio asks it: what it serves, its calls, their files.

What belongs here: HTTP from the studio's side, and its faults. What does not: the crafts (`client.py`), what is sent
(`wire.py`), asking again (`backends/remote/retries.py`).
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sparkle_motion_dagster.backends.profile import Craft
from sparkle_motion_dagster.backends.progress import report_progress
from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.guarded import guarded_client
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy, with_retries
from sparkle_motion_dagster.backends.server.exchange import file_hash
from sparkle_motion_dagster.backends.server.wire import (
    CALLS,
    error_of,
    files_of,
    from_wire,
    identity,
    protocol_of,
    to_wire,
)
from sparkle_motion_dagster.errors import BackendError, BackendUnavailableError, EndpointError, SparkleError

T = TypeVar("T")
INSTALL = "pip install '.[servers]'"
MOST_FILE_BYTES = 8 * 1024**3
HELLO_S = 20.0
SILENCE_S = 60.0
"""A server at work says so every second; one that is silent for so long hangs."""
_FRESH_S = 30.0
_hellos: dict[tuple["ServerAddress", Craft], tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class ServerAddress:
    """Where a model server is, and how patiently it is asked."""

    endpoint: Endpoint
    max_retries: int = 3

    def hello(self, craft: Craft, fresh: bool = False) -> dict[str, Any]:
        """What it serves; remembered for half a minute. Raises EndpointError if it serves something else."""
        known = _hellos.get((self, craft))
        if known is not None and not fresh and time.monotonic() - known[0] < _FRESH_S:
            return known[1]
        told = self._again(lambda: self._json("GET", "/hello"), min(self.max_retries, 1))  # a person waits
        host = self.endpoint.host
        if not isinstance(told.get("inputs"), dict) or "name" not in told["inputs"]:
            raise EndpointError(f"{host} does not answer as a model server does: correct url, or start `sparkle serve`")
        if told.get("serves") != craft:
            raise EndpointError(
                f"{host} serves {told.get('serves')}, and the profile asks it for {craft}: correct url, or start "
                f"`sparkle serve {craft}` there"
            )
        if told.get("protocol") != protocol_of(craft):
            raise EndpointError(
                f"{host} runs another version of this program ({told.get('program')}): install the same on both sides"
            )
        _hellos[self, craft] = time.monotonic(), told
        return told

    def ready(self) -> dict[str, Any]:
        """How it stands; does not ask again. Raises EndpointError."""
        with self._client(replace(self.endpoint, timeout_s=HELLO_S)) as client:
            answer = self._asked(lambda: client.get(self._url("/ready")))
            if answer.status_code not in (200, 503):
                self._check(answer)
            return self._object(answer)

    def notation(self, voice: str) -> str | None:
        """A voice's own recipe. Raises EndpointError."""
        return self._again(lambda: self._json("GET", "/notation", params={"voice": voice})).get("notation")

    def call(self, craft: Craft, request: Any, folder: Path) -> Any:
        """One call from end to end; the answer's files lie inside `folder`.

        Raises EndpointError for the server's faults, and what its backend raised as the same class of error.
        """
        hello = self.hello(craft)
        files: dict[str, Path] = {}

        def place(path: Path) -> str:
            sha256 = file_hash(path)
            files[sha256] = path
            return sha256

        asked = to_wire(CALLS[craft].request, request, place)
        line = self._again(lambda: self._call_once(craft, asked, files, hello, folder))
        exchange = hello.get("exchange") or {}
        try:
            answer = self._again(lambda: self._fetched(craft, line["answer"], exchange, folder))
        except BackendError as error:
            if type(error) is not BackendError:
                raise
            raise EndpointError(f"{self.endpoint.host} answered what is {error}: its version differs?") from error
        self._thank(line["call"])
        return answer

    def _call_once(
        self, craft: Craft, asked: Any, files: dict[str, Path], hello: dict[str, Any], folder: Path
    ) -> dict[str, Any]:
        self._send(files)
        digest = ""
        asking = {"json": asked, "headers": {"X-Sparkle-Identity": identity(hello)}}
        with self._client(self.endpoint) as client, self._stream(client, "POST", "/calls", **asking) as answer:
            if answer.status_code != 200:
                self._asked(answer.read)
                if answer.status_code == 409:
                    _hellos.pop((self, craft), None)
                self._check(answer)
            for line in self._lines(answer):
                digest = str(line.get("call", digest))
                if line.get("state") == "done":
                    return {"answer": line.get("answer"), "call": digest}
                if line.get("state") == "failed":
                    raise error_of(line.get("error"), self.endpoint.host)
                if isinstance(line.get("share"), int | float):
                    report_progress(folder, float(line["share"]))
        raise EndpointError(
            f"{self.endpoint.host} broke off before its answer: it was ended, or has died", transient=True
        )

    def _send(self, files: dict[str, Path]) -> None:
        if not files:
            return
        told = self._json("POST", "/files/missing", json={"sha256": list(files)})
        missing = [sha256 for sha256 in told.get("missing", ()) if sha256 in files]
        if not missing:
            return
        with self._client(self.endpoint) as client:
            for sha256 in missing:
                with files[sha256].open("rb") as file:
                    answer = self._asked(partial(client.put, self._url(f"/files/{sha256}"), content=file))
                self._check(answer)

    def _fetched(self, craft: Craft, told: Any, exchange: dict[str, Any], folder: Path) -> Any:
        shared = _shared_folder(exchange)
        names: set[str] = set()
        placed: dict[str, Path] = {}
        for sha256, name in files_of(told).items():
            path = folder / (name if name not in names else f"{len(names)}-{name}")
            names.add(name)
            if not (shared is not None and _take(shared / sha256, path, sha256)):
                self._download(sha256, path)
            placed[sha256] = path
        return from_wire(CALLS[craft].answer, told, lambda sha256, _: placed[sha256])

    def _download(self, sha256: str, path: Path) -> None:
        digest = hashlib.sha256()
        with (
            self._client(replace(self.endpoint, most_bytes=MOST_FILE_BYTES)) as client,
            self._stream(client, "GET", f"/files/{sha256}") as answer,
        ):
            if answer.status_code != 200:
                self._asked(answer.read)
                self._check(answer)
            with path.open("wb") as file:
                for chunk in self._guarded(answer.iter_bytes()):
                    digest.update(chunk)
                    file.write(chunk)
        if digest.hexdigest() != sha256:
            raise EndpointError(f"{self.endpoint.host} sent {path.name} damaged: its hash differs", transient=True)

    def _thank(self, digest: str) -> None:
        try:
            self._json("POST", f"/calls/{digest}/fetched")
        except EndpointError:
            return  # the answer is here; the server waits a little longer for this word when it ends, no more

    # HTTP and its faults

    def _again(self, ask: Callable[[], T], max_retries: int | None = None) -> T:
        policy = RetryPolicy(max_retries=self.max_retries if max_retries is None else max_retries)
        return with_retries(ask, policy)[0]

    def _url(self, path: str) -> str:
        return self.endpoint.base_url.rstrip("/") + path

    @contextmanager
    def _client(self, endpoint: Endpoint) -> Iterator[Any]:
        try:
            import httpx2
        except ImportError as error:
            raise BackendUnavailableError(f"asking a server needs the package httpx2: {INSTALL}") from error
        key = endpoint.key()
        with guarded_client(endpoint) as client:
            silence_s = min(SILENCE_S, endpoint.timeout_s)
            client.timeout = httpx2.Timeout(silence_s, connect=min(endpoint.connect_timeout_s, silence_s))
            if key is not None:
                client.headers["Authorization"] = f"Bearer {key}"
            yield client

    @contextmanager
    def _stream(self, client: Any, method: str, path: str, **more: Any) -> Iterator[Any]:
        opened = client.stream(method, self._url(path), **more)
        answer = self._asked(opened.__enter__)
        try:
            yield answer
        finally:
            answer.close()

    def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        with self._client(replace(self.endpoint, timeout_s=min(HELLO_S, self.endpoint.timeout_s))) as client:
            answer = self._asked(lambda: client.request(method, self._url(path), **more))
            self._check(answer)
            return self._object(answer) if answer.status_code != 204 else {}

    def _object(self, answer: Any) -> dict[str, Any]:
        try:
            told = answer.json()
        except (ValueError, RecursionError) as error:
            raise EndpointError(
                f"{self.endpoint.host} answered no JSON: correct url, or start `sparkle serve`"
            ) from error
        if not isinstance(told, dict):
            raise EndpointError(f"{self.endpoint.host} answered no JSON object: correct url, or start `sparkle serve`")
        return told

    def _lines(self, answer: Any) -> Iterator[dict[str, Any]]:
        for text in self._guarded(answer.iter_lines()):
            try:
                line = json.loads(text)
            except (ValueError, RecursionError) as error:
                raise EndpointError(
                    f"{self.endpoint.host} broke off in the middle of a line", transient=True
                ) from error
            if isinstance(line, dict):
                yield line

    def _guarded(self, pieces: Iterator[T]) -> Iterator[T]:
        """Pieces of a body, the client's faults as ours."""
        while True:
            try:
                piece = self._asked(lambda: next(pieces))
            except StopIteration:
                return
            yield piece

    def _asked(self, ask: Callable[[], T]) -> T:
        import httpx2

        host = self.endpoint.host
        try:
            return ask()
        except SparkleError:
            raise
        except httpx2.TimeoutException as error:
            raise EndpointError(
                f"{host} did not answer in time: it hangs, is overloaded, or timeout_s ({self.endpoint.timeout_s:g}) is "
                "too short",
                transient=True,
            ) from error
        except httpx2.HTTPError as error:
            told = " ".join(str(error).split())[:200] or type(error).__name__
            raise EndpointError(
                f"{host} cannot be reached, or broke off ({told}): start `sparkle serve` there, or correct url",
                transient=True,
            ) from error

    def _check(self, answer: Any) -> None:
        """Raises EndpointError unless the status is one of success."""
        status = answer.status_code
        if 200 <= status < 300:
            return
        host, said = self.endpoint.host, self.endpoint.redacted(_said(answer))
        after = answer.headers.get("retry-after", "")
        after_s = float(after) if after.isdigit() else None
        if status in (401, 403):
            raise EndpointError(
                f"{host} does not accept the token in {self.endpoint.api_key_env or 'token_env (not set)'} ({said}): set "
                "the one in the server's token file",
                status,
            )
        if status == 409:
            raise EndpointError(f"{host}: {said}: run again, so that recipes say what really makes them", status)
        transient = status in (408, 412, 425, 429) or (status >= 500 and status not in (501, 505))
        what = "is busy" if status == 429 else "failed" if status >= 500 else "answered"
        raise EndpointError(f"{host} {what} ({status}: {said})", status, transient=transient, retry_after_s=after_s)


def _said(answer: Any) -> str:
    try:
        message = answer.json()["error"]["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        message = answer.text
    return " ".join(str(message).split())[:400] or "no message"


def _shared_folder(exchange: dict[str, Any]) -> Path | None:
    """The server's own folder of files, if this process sees the same disk."""
    folder, mark = Path(str(exchange.get("folder", ""))), exchange.get("mark")
    try:
        same = folder.is_absolute() and (folder / "mark").read_text(encoding="ascii") == mark
    except (OSError, ValueError):
        return None
    return folder if same else None


def _take(source: Path, target: Path, sha256: str) -> bool:
    """The file from the shared disk; False if it is not there, or not what it is called."""
    try:
        shutil.copyfile(source, target)
    except OSError:
        return False
    return file_hash(target) == sha256
