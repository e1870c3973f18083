"""A remote server as backends ask it: in turn, within limits, again where that helps, with what it took.

What belongs here: one call from end to end. What does not: what is asked. Writers, speech and vision servers share it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.faults import chained, endpoint_error
from sparkle_motion_dagster.backends.remote.guarded import guarded_client
from sparkle_motion_dagster.backends.remote.rates import RateLimit, Turnstile
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy, Tried, with_retries
from sparkle_motion_dagster.errors import BackendUnavailableError, SparkleError

T = TypeVar("T")
INSTALL = "pip install '.[servers]'"


@dataclass(frozen=True)
class Asked(Generic[T]):
    """What a server answered, and what it took."""

    answer: T
    seconds: float
    queued_s: float
    """Of these, waiting for the rate limit."""
    tried: tuple[Tried, ...]
    """Calls that failed before it."""

    def facts(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "seconds": round(self.seconds, 3),
            "queued_s": round(self.queued_s, 3),
            "failed_tries": [{"fault": one.fault, "status": one.status} for one in self.tried],
        }


@dataclass(frozen=True)
class RemoteService:
    """An OpenAI-compatible server. Plain and picklable: a client lives for one call only."""

    endpoint: Endpoint
    rate: RateLimit | None = None
    retry: RetryPolicy = field(default_factory=RetryPolicy)

    def call(self, ask: Callable[[Any], T]) -> Asked[T]:
        """Ask the server over an `openai.OpenAI` client.

        Args:
            ask: makes one request; may be called again. An EndpointError that it raises (an answer that is none) is
                treated as the server's.

        Raises:
            BackendUnavailableError: the client is not installed, or the key is not set.
            EndpointError: what went wrong last.
        """
        started = time.monotonic()
        turnstile = Turnstile(f"{self.endpoint.host} {self.endpoint.api_key_env or ''}".strip(), self.rate)
        queued_s = 0.0

        def once() -> T:
            nonlocal queued_s
            queued_s += turnstile.pass_through()
            return self._once(ask)

        answer, tried = with_retries(once, self.retry)
        return Asked(answer, time.monotonic() - started, queued_s, tried)

    def _once(self, ask: Callable[[Any], T]) -> T:
        try:
            import openai
        except ImportError as error:
            raise BackendUnavailableError(f"asking a server needs the package openai: {INSTALL}") from error
        key = self.endpoint.key()
        with guarded_client(self.endpoint) as http:
            client = openai.OpenAI(
                base_url=self.endpoint.base_url, api_key=key or "none", max_retries=0, http_client=http
            )
            if self.endpoint.host != "api.openai.com":
                http.event_hooks["request"].append(_without_account)
            if key is None:
                http.event_hooks["request"].append(_without_authorization)
            try:
                return ask(client)
            except SparkleError:
                raise
            except openai.OpenAIError as error:
                raise endpoint_error(error, self.endpoint) from chained(error, self.endpoint)

    def models(self) -> tuple[str, ...]:
        """Ids of the models that it lists. Raises as `call` does."""
        return self.call(lambda client: tuple(str(model.id) for model in client.models.list().data)).answer


def _without_authorization(request: Any) -> None:
    """A server that needs no key is sent none, not even an invented one."""
    request.headers.pop("Authorization", None)


def _without_account(request: Any) -> None:
    """The `openai` client adds an OpenAI account's names from the environment; other servers have no use for them."""
    for name in ("OpenAI-Organization", "OpenAI-Project"):
        request.headers.pop(name, None)
