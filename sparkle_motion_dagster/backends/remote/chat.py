"""One question to a server that speaks OpenAI's chat completions, held to a JSON schema where the server can.

What belongs here: the request's form, reading the reply, tokens and cost. What does not: how a server is reached
(`service.py`), what is asked and what is made of the text (writers, judges).

The reply is read from its bytes and checked field by field: the `openai` client's own types accept anything.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import Asked, RemoteService
from sparkle_motion_dagster.errors import EndpointError, ProfileError, SparkleError

Structured = Literal["json_schema", "json_object"]
Messages = Callable[[str | None], list[dict[str, Any]]]
"""The messages; called with the schema as text if the server is not sent it, and with None if it is."""
_REFUSES_SCHEMA = re.compile(r"response_format|json_schema|schema|grammar|structured|guided", re.I)
_SEED_SPAN = 2**31


@dataclass(frozen=True)
class Reply:
    """What the model said, as it said it."""

    text: str
    model: str
    """The model as it names itself."""
    ended: str
    """"stop", "length" (cut off), "refusal", or what else the server says."""
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    """None: not known."""
    seconds: float
    notes: tuple[str, ...] = ()
    """What was not done as asked, in words for a person."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """How it was made, as JSON."""


@dataclass
class ChatServer:
    """A model behind such a server."""

    model: str
    """The server's name for it."""
    service: RemoteService
    temperature: float | None = 0.0
    """None for models that take none."""
    seed: int | None = 7
    """None for servers that take none."""
    max_tokens: int = 4096
    """Of one answer."""
    max_tokens_field: str = "max_tokens"
    """"max_completion_tokens" for models that want that."""
    structured: str = "json_schema"
    """"json_object" for a server known not to take schemas."""
    prices: tuple[float | None, float | None] = (None, None)
    """US dollars for a million tokens, read and written; None if not known."""
    _schema_refused: str = ""

    def __post_init__(self) -> None:
        """Raises ProfileError."""
        if not self.model or not isinstance(self.model, str):
            raise ProfileError("model: expected the server's name of a model")
        if self.structured not in ("json_schema", "json_object"):
            raise ProfileError(f"structured is {self.structured!r}: expected json_schema or json_object")
        if self.max_tokens_field not in ("max_tokens", "max_completion_tokens"):
            raise ProfileError("max_tokens_field: expected max_tokens or max_completion_tokens")
        if not 64 <= self.max_tokens <= 1_000_000:
            raise ProfileError(f"max_tokens is {self.max_tokens}: expected 64 to 1000000")

    def inputs(self) -> dict[str, Any]:
        """All that decides its answers, for recipes; neither key nor its variable."""
        return {
            "model": self.model,
            "server": self.service.endpoint.base_url,
            "temperature": self.temperature,
            "seed": self.seed,
            "max_tokens": self.max_tokens,
            "structured": self.structured,
        }

    def ask(self, messages: Messages, schema: Mapping[str, Any], seed: int = 0) -> Reply:
        """Ask once. `seed` is added to its own. Raises EndpointError, BackendUnavailableError."""
        if self.structured == "json_object":
            return self._ask(messages, schema, seed, strict=False, note="")
        if not self._schema_refused:
            try:
                return self._ask(messages, schema, seed, strict=True, note="")
            except EndpointError as error:
                if error.status != 400 or not _REFUSES_SCHEMA.search(str(error)):
                    raise
                self._schema_refused = str(error)
        note = f"the server takes no JSON schema ({self._schema_refused}): asked for a JSON object, and checked here"
        return self._ask(messages, schema, seed, strict=False, note=note)

    def _ask(self, messages: Messages, schema: Mapping[str, Any], seed: int, strict: bool, note: str) -> Reply:
        shape: dict[str, Any] = {"type": "json_object"}
        if strict:
            shape = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
        body: dict[str, Any] = {
            "model": self.model,
            "messages": messages(None if strict else json.dumps(schema)),
            "response_format": shape,
            self.max_tokens_field: self.max_tokens,
        }
        if self.temperature is not None:
            body["temperature"] = self.temperature
        if self.seed is not None:
            body["seed"] = (self.seed + seed) % _SEED_SPAN

        def ask(client: Any) -> _Completion:
            raw = client.chat.completions.with_raw_response.create(**body)
            return _read(raw.http_response, self.service.endpoint.host)

        return self._reply(self.service.call(ask), shape["type"], note)

    def _reply(self, asked: Asked["_Completion"], structured: str, note: str) -> Reply:
        completion = asked.answer
        choice = completion.choices[0]
        usage = completion.usage or _Usage()
        ended = "refusal" if choice.message.refusal else (choice.finish_reason or "stop")
        notes = [note] if note else []
        if choice.message.refusal:
            notes.append(f"the model refused: {choice.message.refusal[:200]}")
        return Reply(
            text=choice.message.content or "",
            model=completion.model or self.model,
            ended=ended,
            input_tokens=usage.prompt_tokens,
            output_tokens=usage.completion_tokens,
            cost_usd=self._cost_usd(usage),
            seconds=asked.seconds,
            notes=tuple(notes),
            facts={**asked.facts(), "structured": structured, "server_version": completion.system_fingerprint},
        )

    def _cost_usd(self, usage: "_Usage") -> float | None:
        (read_price, written_price), read, written = self.prices, usage.prompt_tokens, usage.completion_tokens
        if read_price is None or written_price is None or read is None or written is None:
            return None
        return round((read * read_price + written * written_price) / 1e6, 8)

    def readiness(self, setting: str) -> tuple[bool, str]:
        """Whether the server is reached, takes the key and lists the model: one quick request, never an error.

        `setting`: what to correct if it does not list it ("writer.settings.model").
        """
        endpoint = self.service.endpoint
        try:
            quick = Endpoint(endpoint.base_url, endpoint.api_key_env, min(endpoint.timeout_s, 5.0), 3.0)
            listed = RemoteService(quick, None, RetryPolicy(max_retries=0)).models()
        except SparkleError as error:
            return False, f"{self.model}: {error}"
        key = f", key in {endpoint.api_key_env}" if endpoint.api_key_env else ""
        if self.model not in listed and f"{self.model}:latest" not in listed:
            known = ", ".join(listed[:5]) or "none"
            return False, f"{endpoint.host} does not list {self.model!r}: it has {known}; correct {setting}"
        return True, f"{self.model} at {endpoint.host}{key}"


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Message(_Read):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Read):
    message: _Message
    finish_reason: str | None = None


class _Usage(_Read):
    prompt_tokens: Annotated[int, Field(ge=0)] | None = None
    completion_tokens: Annotated[int, Field(ge=0)] | None = None


class _Completion(_Read):
    """What of a chat completion is used."""

    model: str = ""
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None
    system_fingerprint: str | None = None


def _read(response: Any, host: str) -> _Completion:
    try:
        told = json.loads(response.content)
        return _Completion.model_validate_json(response.content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        wrong = _of_error_body(told) or f"{where}: {first['msg']}"
        raise EndpointError(
            f"{host} answered something that is no chat completion ({wrong}): "
            "check that base_url is that of an OpenAI-compatible server",
            response.status_code,
        ) from error
    except (ValueError, RecursionError) as error:
        kind = response.headers.get("content-type", "no type")
        raise EndpointError(
            f"{host} answered something that is not JSON ({kind}, {len(response.content)} bytes): check that "
            "base_url is that of an OpenAI-compatible server, with its path (…/v1)",
            response.status_code,
        ) from error


def _of_error_body(told: Any) -> str:
    """The message of an error that a server sends with status 200."""
    error = told.get("error") if isinstance(told, Mapping) else None
    message = error.get("message") if isinstance(error, Mapping) else error
    return " ".join(str(message).split())[:200] if message else ""
