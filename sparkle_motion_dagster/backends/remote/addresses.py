"""Which addresses of the internet a program may be sent to by somebody else's text.

What belongs here: reading an address, resolving its name once, refusing what is not public. What does not: fetching
(`reference.py`).

A plan may name any address, and this machine can reach what its writer cannot: the router, a database, the cloud's
own key server. So only public addresses are fetched from, and exactly the one that was checked is connected to.
"""

import ipaddress
import socket
import threading
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from sparkle_motion_dagster.errors import InputError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """An address, taken apart."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    """With its query."""


def read_address(url: str) -> Target:
    """Raises InputError for what is no plain http or https address."""
    told = url if len(url) <= 120 else url[:120] + "…"
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise InputError(f"{told!r} is no web address: expected https://… in ASCII letters, without spaces")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError(f"{told!r} is no web address: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InputError(f"{told!r}: expected an address that begins with https:// or http:// and names a host")
    if parts.username is not None or parts.password is not None:
        raise InputError(f"the address on {parts.hostname} holds a user name or password: take them out")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, parts.hostname.rstrip("."), port or _PORTS[parts.scheme], path)


def checked_ip(target: Target, allowed_hosts: Collection[str], timeout_s: float) -> str:
    """The IP address to connect to: looked up once, and every address of the name must be public.

    Args:
        target: where to.
        allowed_hosts: hosts that may also be on this machine or in its own network.
        timeout_s: for the look-up.

    Raises InputError for an address that is not public, or a name that does not exist.
    """
    found = _looked_up(target, timeout_s)
    if target.host not in allowed_hosts:
        for ip in found:
            if not is_public(ip):
                raise InputError(
                    f"{target.host} is {ip}, an address of this machine or of a network of its own: pictures are fetched "
                    f"from public addresses only; if you trust it, allow it by name (--allow-host {target.host})"
                )
    return str(found[0])


def is_public(ip: Ip) -> bool:
    """Whether anybody on the internet could reach it. IPv4 addresses inside IPv6 ones count as what they lead to."""
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is None and ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if ip.scope_id is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _looked_up(target: Target, timeout_s: float) -> list[Ip]:
    """Every address of the name. The system's look-up has no limit of its own, so it is given one."""
    answers: list[str] = []
    faults: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            told = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.extend(dict.fromkeys(str(entry[4][0]) for entry in told))
        except (OSError, UnicodeError) as error:
            faults.append(error)

    thread = threading.Thread(target=look_up, name="look up", daemon=True)
    thread.start()
    thread.join(timeout_s)
    if faults:
        raise InputError(f"{target.host} cannot be found ({faults[0]}): correct the address") from faults[0]
    if not answers:
        raise InputError(f"{target.host} cannot be found (no answer in {timeout_s:.1f} s): correct the address")
    return [ipaddress.ip_address(answer) for answer in answers]
