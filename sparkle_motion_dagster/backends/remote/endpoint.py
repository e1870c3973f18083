"""Where a remote server is, and how far it is trusted.

What belongs here: its address, its key, how long and how much it may answer. What does not: asking it (`service.py`),
asking again (`retries.py`), how often it may be asked (`rates.py`).

The key stands in an environment variable that the profile names. It is read when a request is made and kept nowhere.
"""

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sparkle_motion_dagster.errors import BackendUnavailableError, ProfileError

MOST_BODY_BYTES = 32 * 1024 * 1024
_LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".lan")


@dataclass(frozen=True)
class Endpoint:
    """A server's address and what is allowed of it."""

    base_url: str
    """http or https, without user, query or fragment: "http://127.0.0.1:11434/v1"."""
    api_key_env: str | None = None
    """Name of the environment variable that holds its key; None: it needs none."""
    timeout_s: float = 120.0
    """From asking to the last byte of the answer."""
    connect_timeout_s: float = 10.0
    most_bytes: int = MOST_BODY_BYTES
    """Of an answer's body."""

    def __post_init__(self) -> None:
        """Refuse addresses that hide something. Raises ProfileError."""
        parts = _split(self.base_url)
        if parts.scheme not in ("http", "https"):
            raise ProfileError(f"base_url is {self.base_url!r}: expected http://… or https://…")
        if not parts.hostname:
            raise ProfileError(f"base_url is {self.base_url!r}: it names no host, as in http://127.0.0.1:11434/v1")
        if parts.username is not None or parts.password is not None:
            raise ProfileError(
                "base_url holds a user name or password: take them out; put the key into an environment variable and "
                "name that variable as api_key_env"
            )
        if parts.query or parts.fragment or any(c.isspace() or not c.isprintable() for c in self.base_url):
            raise ProfileError(f"base_url is {self.base_url!r}: expected an address alone, without '?', '#' or spaces")
        if self.api_key_env is not None and not _is_name(self.api_key_env):
            raise ProfileError(
                "api_key_env is not the name of an environment variable: write the variable's name (LLM_API_KEY), "
                "never the key itself"
            )
        if self.api_key_env is not None and parts.scheme == "http" and not _is_near(parts.hostname):
            raise ProfileError(
                f"base_url is {self.base_url!r}: a key is never sent unencrypted over the internet; use https://"
            )
        if not (self.timeout_s > 0 and self.connect_timeout_s > 0 and self.most_bytes > 0):
            raise ProfileError("timeout_s, connect_timeout_s and most_bytes: expected numbers above 0")

    @property
    def host(self) -> str:
        """Host and port, for people: "127.0.0.1:11434"."""
        return _split(self.base_url).netloc

    def key(self) -> str | None:
        """The key, from the environment; None if it needs none. Raises BackendUnavailableError if it is not set."""
        if self.api_key_env is None:
            return None
        key = os.environ.get(self.api_key_env, "").strip()
        if not key:
            raise BackendUnavailableError(
                f"{self.host} needs a key, and the environment variable {self.api_key_env} is not set: "
                f"export {self.api_key_env}=…"
            )
        if not (key.isascii() and key.isprintable()):
            raise BackendUnavailableError(f"{self.api_key_env} holds characters that no key has: set it again")
        return key

    def redacted(self, text: str) -> str:
        """The text without the key, should a server have repeated it."""
        key = os.environ.get(self.api_key_env, "").strip() if self.api_key_env else ""
        return text.replace(key, "***") if key else text


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ProfileError(
            f"base_url is {url!r}: {error}; expected an address as in http://127.0.0.1:8000/v1"
        ) from error
    return parts


def _is_name(text: str) -> bool:
    """Whether a text is a variable's name: POSIX asks for capitals by custom, keys have small letters and dashes."""
    return text.isascii() and text.isidentifier() and text == text.upper() and len(text) <= 80


def _is_near(host: str) -> bool:
    """This machine, or one of its own network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host == _LOCAL_NAMES[0] or host.endswith(_LOCAL_NAMES[1:])
    return address.is_loopback or address.is_private
