"""The server's HTTP side: who may ask, and what is answered to what.

What belongs here: routes and their status codes. What does not: doing calls (`desk.py`), the process (`serving.py`).

| | | |
|---|---|---|
| GET | /health | alive; needs no token and tells nothing else |
| GET | /ready | 200 or 503; model, device, memory, and why it is not ready |
| GET | /hello | what it serves: backend, model, versions, as recipes hold them |
| GET | /notation?voice= | a voice's own recipe |
| POST | /files/missing | which of these hashes must be sent |
| PUT, GET | /files/{sha256} | one file |
| POST | /calls | one call; lines of JSON until the one that says done or failed |
| POST | /calls/{digest}/fetched | its answer has arrived |
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sparkle_motion_dagster.backends.server.desk import Desk, DrainingError, FullError, MissingFilesError
from sparkle_motion_dagster.backends.server.wire import checked_hash, error_json, identity
from sparkle_motion_dagster.errors import BackendError, SparkleError

MOST_JSON_BYTES = 16 * 1024 * 1024
RETRY_AFTER_S = 5
LINE_EVERY_S = 1.0
_LOOK_EVERY_S = 0.02


def served_app(
    desk: Desk, token: str, hello: Callable[[], dict[str, Any]], readiness: Callable[[], dict[str, Any]]
) -> ASGIApp:
    """The whole application, behind its token.

    Args:
        desk: does the calls.
        token: what clients must send as `Authorization: Bearer …`.
        hello: what is served.
        readiness: an object with `ready` and whatever else there is to tell.
    """
    routes = _Routes(desk, hello, readiness)
    return _Bearer(
        Starlette(
            routes=[
                Route("/health", routes.health),
                Route("/ready", routes.ready),
                Route("/hello", routes.hello),
                Route("/notation", routes.notation),
                Route("/files/missing", routes.missing, methods=["POST"]),
                Route("/files/{sha256}", routes.send_file, methods=["GET"]),
                Route("/files/{sha256}", routes.take_file, methods=["PUT"]),
                Route("/calls", routes.call, methods=["POST"]),
                Route("/calls/{digest}/fetched", routes.fetched, methods=["POST"]),
            ],
            exception_handlers={SparkleError: _told},
        ),
        token,
    )


class _Bearer:
    """Lets in who has the token; everybody may ask whether the server is alive."""

    def __init__(self, app: ASGIApp, token: str):
        self.app, self.wanted = app, f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/health":
            given = Headers(scope=scope).get("authorization", "").encode()
            if not hmac.compare_digest(given, self.wanted):
                refused = _fault(401, "BackendError", "the token is missing or wrong")
                refused.headers["WWW-Authenticate"] = "Bearer"
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)


class _Routes:
    def __init__(self, desk: Desk, hello: Callable[[], dict[str, Any]], readiness: Callable[[], dict[str, Any]]):
        self.desk, self._hello, self._readiness = desk, hello, readiness

    async def health(self, _: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(self, _: Request) -> Response:
        told = await asyncio.to_thread(self._readiness)
        return JSONResponse(told, 200 if told["ready"] else 503)

    async def hello(self, _: Request) -> Response:
        return JSONResponse(await asyncio.to_thread(self._hello))

    async def notation(self, request: Request) -> Response:
        notation = getattr(self.desk.backend, "notation", None)
        voice = request.query_params.get("voice", "")
        return JSONResponse({"notation": None if notation is None else await asyncio.to_thread(notation, voice)})

    async def missing(self, request: Request) -> Response:
        hashes = [checked_hash(text) for text in (await _json(request)).get("sha256", [])]
        return JSONResponse({"missing": [sha256 for sha256 in hashes if self.desk.exchange.find(sha256) is None]})

    async def send_file(self, request: Request) -> Response:
        path = self.desk.exchange.kept(checked_hash(request.path_params["sha256"]))
        if path is None:
            return _fault(404, "BackendError", "no such file is kept here")
        return FileResponse(path, media_type="application/octet-stream")

    async def take_file(self, request: Request) -> Response:
        if self.desk.draining:
            return _later(503, "this server is ending: ask again once it runs again")
        try:
            await self.desk.exchange.receive(checked_hash(request.path_params["sha256"]), request.stream())
        except OSError as error:
            return _fault(507, "BackendError", f"the server cannot keep the file: {error.strerror}")
        return Response(status_code=204)

    async def call(self, request: Request) -> Response:
        body = await _json(request)
        wanted = request.headers.get("x-sparkle-identity")
        if wanted is not None and wanted != await asyncio.to_thread(lambda: identity(self._hello())):
            return _fault(409, "BackendError", "this server now runs another model or version than it said before")
        try:
            flight = self.desk.begin(body)
        except DrainingError as error:
            return _later(503, str(error))
        except FullError as error:
            return _later(429, str(error))
        except MissingFilesError as error:
            return JSONResponse({"error": error_json(error), "missing": error.missing}, 412)

        async def lines() -> AsyncIterator[bytes]:
            yield _line({"state": "taken", "call": flight.digest})
            told_at = asyncio.get_running_loop().time()
            while not flight.done.done():
                await asyncio.sleep(_LOOK_EVERY_S)
                if asyncio.get_running_loop().time() - told_at >= LINE_EVERY_S:
                    yield _line(flight.line())
                    told_at = asyncio.get_running_loop().time()
            yield _line(flight.done.result())

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    async def fetched(self, request: Request) -> Response:
        self.desk.fetched(checked_hash(request.path_params["digest"]))
        return Response(status_code=204)


async def _json(request: Request) -> dict[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_JSON_BYTES:
            raise BackendError(f"a request of more than {MOST_JSON_BYTES:,} bytes")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BackendError(f"the request is not JSON: {error}") from error
    if not isinstance(told, dict):
        raise BackendError("the request is not a JSON object")
    return told


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _fault(status: int, kind: str, message: str) -> Response:
    return JSONResponse({"error": {"type": kind, "message": message}}, status)


def _later(status: int, message: str) -> Response:
    response = _fault(status, "BackendError", message)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


async def _told(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": error_json(error)}, 422)
