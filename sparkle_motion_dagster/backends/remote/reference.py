"""Fetching a reference picture that a plan or a person names by its address in the internet, without trusting either.

What belongs here: the fetch and its limits. What does not: which addresses are public (`addresses.py`), decoding
pictures (`media/images.py`), servers that a profile names (`guarded.py`).

No proxy, no cookies, no compression; each redirect is looked at as if it had been named at first; the connection goes to
the address that was checked and to no other that the name may have a moment later. The time limit holds for the whole
fetch, also for a server that sends a letter a second: when it is over, the connection is cut.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urljoin

from sparkle_motion_dagster.backends.remote.addresses import Target, checked_ip, read_address
from sparkle_motion_dagster.errors import InputError, MediaError
from sparkle_motion_dagster.media.images import open_picture

MOST_BYTES = 5 * 1024 * 1024
TIMEOUT_S = 10.0
_MOST_REDIRECTS = 4
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 65_536
_ACCEPTED = {"Accept": "image/png, image/jpeg, image/webp", "Accept-Encoding": "identity"}
_YOURSELF = "fetch it yourself, and give the file"


@dataclass(frozen=True)
class FetchLimits:
    """How far a fetch may go."""

    most_bytes: int = MOST_BYTES
    timeout_s: float = TIMEOUT_S
    """For everything: look-up, redirects, the last byte."""
    allowed_hosts: tuple[str, ...] = ()
    """Hosts that may be on this machine or in its own network."""
    trust: ssl.SSLContext | None = None
    """Whose certificates are believed; None: whom the system believes."""


def is_web_address(text: str) -> bool:
    """Whether it is to be fetched from the internet."""
    return text.lower().startswith(("http://", "https://"))


def fetch_picture(url: str, folder: Path, limits: FetchLimits | None = None) -> Path:
    """Fetch the picture into the folder under its own name; it has been decoded whole when this returns.

    Raises InputError saying what is wrong with the address, with what it answers, or with the picture; then no file is
    left.
    """
    limits = limits or FetchLimits()
    deadline = time.monotonic() + limits.timeout_s
    target = read_address(url)
    for _ in range(_MOST_REDIRECTS + 1):
        ip = checked_ip(target, limits.allowed_hosts, max(0.0, deadline - time.monotonic()))
        path = folder / _file_name(target)
        leads_to = _fetch(target, ip, path, limits, deadline)
        if leads_to is None:
            return _decoded(path, target)
        target = read_address(urljoin(target.url, leads_to))
    raise InputError(f"{url}: leads on more than {_MOST_REDIRECTS} times: name the address where the picture is")


def _fetch(target: Target, ip: str, path: Path, limits: FetchLimits, deadline: float) -> str | None:
    """Write the file and return None; or, if it is elsewhere, return where."""
    try:
        with _opened(target, ip, limits, deadline) as answer:
            location = answer.getheader("Location")
            if answer.status in _REDIRECTS and location:
                return location
            _check(target, answer, limits)
            _save(target, answer, path, limits)
            _left_s(deadline)  # a connection that was cut ends like one that has told all
            return None
    except (OSError, HTTPException, UnicodeError) as error:
        path.unlink(missing_ok=True)
        if time.monotonic() >= deadline:
            raise InputError(f"{target.url}: not fetched in {limits.timeout_s:g} s: {_YOURSELF}") from error
        raise InputError(
            f"{target.url}: cannot be fetched ({_said(error)}): correct the address, or {_YOURSELF}"
        ) from error
    except InputError:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _opened(target: Target, ip: str, limits: FetchLimits, deadline: float) -> Iterator[HTTPResponse]:
    """The answer's head, over a connection to this very address that is cut at the deadline."""
    raw = socket.create_connection((ip, target.port), timeout=_left_s(deadline))
    watched = raw.dup()  # TLS takes the socket over; its copy still reaches the connection
    cut = threading.Timer(_left_s(deadline), _cut, [watched])
    cut.daemon = True
    cut.start()
    try:
        if target.scheme == "https":
            trust = limits.trust or ssl.create_default_context()
            raw = trust.wrap_socket(raw, server_hostname=target.host)
        connection = HTTPConnection(target.host, target.port)
        connection.sock = raw
        with closing(connection):
            connection.request("GET", target.path, headers=_ACCEPTED)
            yield connection.getresponse()
    finally:
        cut.cancel()
        watched.close()
        raw.close()


def _cut(watched: socket.socket) -> None:
    try:
        watched.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended by itself


def _left_s(deadline: float) -> float:
    left_s = deadline - time.monotonic()
    if left_s <= 0:
        raise TimeoutError("no time is left")
    return left_s


def _check(target: Target, answer: HTTPResponse, limits: FetchLimits) -> None:
    if answer.status != 200:
        raise InputError(
            f"{target.url}: answers {answer.status} ({answer.reason}): correct the address, or {_YOURSELF}"
        )
    packed = answer.getheader("Content-Encoding", "identity")
    if packed != "identity":
        raise InputError(f"{target.url}: is sent packed ({packed[:20]}), which nobody asked for; it is not opened")
    if answer.length is not None and answer.length > limits.most_bytes:
        raise _too_large(target, limits)


def _save(target: Target, answer: HTTPResponse, path: Path, limits: FetchLimits) -> None:
    declared, size = answer.length, 0
    with path.open("wb") as file:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > limits.most_bytes:
                raise _too_large(target, limits)
            file.write(chunk)
    if declared is not None and size < declared:
        raise OSError(f"{size} of {declared} bytes came")


def _decoded(path: Path, target: Target) -> Path:
    try:
        open_picture(path)
    except MediaError as error:
        path.unlink(missing_ok=True)
        raise InputError(f"{target.url}: {error}") from error
    return path


def _too_large(target: Target, limits: FetchLimits) -> InputError:
    most = f"{limits.most_bytes / 2**20:g} MiB"
    return InputError(f"{target.url}: larger than {most}: make the picture smaller, or {_YOURSELF}")


def _file_name(target: Target) -> str:
    """What the picture is called at its address, as a plain file's name."""
    name = target.path.partition("?")[0].rpartition("/")[2]
    plain = "".join(letter for letter in name if letter.isalnum() or letter in "._-").lstrip(".")[-80:]
    return plain or "picture"


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
