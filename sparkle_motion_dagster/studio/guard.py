"""The guard in front of the studio's page: nobody else's web page may look at it or press its buttons.

What belongs here: which requests are let in. What does not: answering them. Dagster's web server has no login and
takes mutations by GET from anywhere, so any page open in the same browser could delete runs, by a link (CSRF) or
by a name of its own that resolves to this machine (DNS rebinding). Being on the loopback address is no help.

Let in is what the studio's own page asks, what a person types into the browser, and programs that are no browser
(these send neither Origin nor Sec-Fetch-Site).
https://owasp.org/www-community/attacks/csrf and https://fetch.spec.whatwg.org/#origin-header
"""

from urllib.parse import urlsplit

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sparkle_motion_dagster.graph.links import SCREENING

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_TYPED_BY_PROGRAMS = {
    "/graphql": ("application/json", "application/graphql"),
    SCREENING: ("application/json", "application/octet-stream"),
}
"""By the first word of an address: content types of mutations. A foreign page cannot send them without asking first (CORS
preflight)."""


class Guard:
    """ASGI application that answers 403, 405 or 415 with the reason, or passes the request on."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in or refuse one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = refusal(scope)
        if refused is None:
            await self.app(scope, receive, _unframed(send))
            return
        status, reason = refused
        if scope["type"] == "websocket":
            await receive()  # websocket.connect
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
            return
        await PlainTextResponse(f"refused: {reason}\n", status)(scope, receive, send)


def refusal(scope: Scope) -> tuple[int, str] | None:
    """Status and reason if the request must be refused; None if it may pass. Pure."""
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _is_loopback(hosts[0]):
        return 403, "foreign Host; open the studio by its own address, http://127.0.0.1:PORT"
    origins = headers.getlist("origin")
    if any(origin != f"http://{hosts[0]}" for origin in origins):
        return 403, "foreign Origin; only the studio's own page may ask"
    if scope["type"] == "websocket":
        return None
    site = headers.get("sec-fetch-site", "none")
    opened = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if site not in ("none", "same-origin") and not opened:
        return 403, "asked by another site's page"
    return _mutation_refusal(scope, headers)


def _mutation_refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    if scope["method"] not in _SAFE_METHODS:
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        first = "/" + scope["path"].removeprefix("/").partition("/")[0]
        if first in _TYPED_BY_PROGRAMS and content_type not in _TYPED_BY_PROGRAMS[first]:
            return 415, f"{first} takes {' or '.join(_TYPED_BY_PROGRAMS[first])}"
        return None
    if scope["path"] == "/graphql":
        queries = QueryParams(scope["query_string"]).getlist("query")
        if any(not _only_reads(query) for query in queries):
            return 405, "GET may only read; send mutations by POST"
    return None


def _only_reads(document: str) -> bool:
    try:
        definitions = parse(document).definitions
    except GraphQLError:
        return False
    return all(
        node.operation is OperationType.QUERY for node in definitions if isinstance(node, OperationDefinitionNode)
    )


def _is_loopback(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises ValueError if it is no number
    except ValueError:
        return False
    return parts.hostname in LOOPBACK and "@" not in host and not parts.path and not parts.query and not parts.fragment


def _unframed(send: Send) -> Send:
    """No other page may show the studio in a frame and have people click in it unawares."""

    async def with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), (b"x-frame-options", b"SAMEORIGIN")]}
        await send(message)

    return with_header
