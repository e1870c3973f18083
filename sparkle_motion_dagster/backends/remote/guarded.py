"""An HTTP client that a server can neither lead elsewhere, nor keep waiting, nor flood.

What belongs here: the client and its three guards. What does not: what is asked over it.

httpx's own timeout is for each read, so a server that sends a byte a second is never late; its body has no limit; and
a compressed body can be a bomb.
"""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.errors import EndpointError


def guarded_client(endpoint: Endpoint) -> Any:
    """An `httpx2.Client` for this endpoint alone: no redirects, a deadline for each answer, a limit to its body."""
    import httpx2

    class Guarded(httpx2.SyncByteStream):
        """A body that ends in time and in size, or with EndpointError."""

        def __init__(self, stream: Any, deadline: float):
            self._stream = stream
            self._deadline = deadline

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._stream:
                size += len(chunk)
                if size > endpoint.most_bytes:
                    raise _too_large(endpoint)
                if time.monotonic() > self._deadline:
                    raise EndpointError(
                        f"{endpoint.host} did not finish its answer in {endpoint.timeout_s:g} s: it is overloaded, or "
                        "timeout_s is too short",
                        transient=True,
                    )
                yield chunk

        def close(self) -> None:
            self._stream.close()

    def check(response: Any) -> None:
        if 300 <= response.status_code < 400 and "location" in response.headers:
            target = urlsplit(urljoin(str(response.request.url), response.headers["location"]))
            raise EndpointError(
                f"{endpoint.host} wants to lead to {target.scheme}://{target.hostname}: redirects are refused; if you "
                "trust that address, write it as base_url",
                response.status_code,
            )
        if response.headers.get("content-encoding", "identity") != "identity":
            raise EndpointError(f"{endpoint.host} sent a compressed answer that nobody asked for: it is not opened")
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > endpoint.most_bytes:
            raise _too_large(endpoint)
        asked_at = response.request.extensions["sparkle_asked_at"]
        response.stream = Guarded(response.stream, asked_at + endpoint.timeout_s)

    def begin(request: Any) -> None:
        request.extensions["sparkle_asked_at"] = time.monotonic()

    return httpx2.Client(
        timeout=httpx2.Timeout(endpoint.timeout_s, connect=min(endpoint.connect_timeout_s, endpoint.timeout_s)),
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [begin], "response": [check]},
    )


def _too_large(endpoint: Endpoint) -> EndpointError:
    return EndpointError(
        f"{endpoint.host} answered with more than {endpoint.most_bytes:,} bytes: that is no answer to what was asked"
    )
