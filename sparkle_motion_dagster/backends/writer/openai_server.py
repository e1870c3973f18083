"""The writer "openai": any server that speaks OpenAI's chat completions (vLLM, llama.cpp, Ollama, OpenAI …).

What belongs here: one question over HTTP. What does not: how a server is reached (`backends/remote/`), what is asked.

The answer is read from the bytes and checked field by field: the `openai` client's own types accept anything.
"""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.rates import rate_limit
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import Asked, RemoteService
from sparkle_motion_dagster.backends.writer.answers import for_servers
from sparkle_motion_dagster.backends.writer.prompts import filled
from sparkle_motion_dagster.backends.writer.protocol import Answer, Question
from sparkle_motion_dagster.errors import EndpointError, ProfileError, SparkleError

Structured = Literal["json_schema", "json_object"]
_REFUSES_SCHEMA = re.compile(r"response_format|json_schema|schema|grammar|structured|guided", re.I)
_SEED_SPAN = 2**31


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Message(_Reply):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Reply):
    message: _Message
    finish_reason: str | None = None


class _Usage(_Reply):
    prompt_tokens: Annotated[int, Field(ge=0)] | None = None
    completion_tokens: Annotated[int, Field(ge=0)] | None = None


class _Completion(_Reply):
    """What of a chat completion is used."""

    model: str = ""
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None
    system_fingerprint: str | None = None


class OpenAIWriter:
    """Asks an OpenAI-compatible server, and constrains it to the schema where the server can."""

    name = "openai"
    version = "1"

    def __init__(
        self,
        model: str,
        base_url: str = "https://api.openai.com/v1",
        api_key_env: str | None = None,
        temperature: float | None = 0.0,
        seed: int | None = 7,
        max_tokens: int = 4096,
        max_tokens_field: str = "max_tokens",
        structured: str = "json_schema",
        timeout_s: float = 300.0,
        connect_timeout_s: float = 10.0,
        max_retries: int = 4,
        per_minute: float | None = None,
        burst: int | None = None,
        usd_per_million_input_tokens: float | None = None,
        usd_per_million_output_tokens: float | None = None,
    ):
        """Settings of a profile. Raises ProfileError.

        Args:
            model: the server's name for it.
            base_url: up to and with /v1.
            api_key_env: environment variable that holds the key; None for a server without.
            temperature: null for models that take none.
            seed: null for servers that take none.
            max_tokens: of one answer.
            max_tokens_field: "max_completion_tokens" for models that want that.
            structured: "json_schema", or "json_object" for a server known not to take schemas.
            timeout_s: for one whole answer.
            connect_timeout_s: to be connected.
            max_retries: after a transient fault.
            per_minute: requests, by all processes of this machine; null for no limit.
            burst: requests at once.
            usd_per_million_input_tokens: the price, for the record of costs; null if it is not known.
            usd_per_million_output_tokens: the same of answers.
        """
        if not model or not isinstance(model, str):
            raise ProfileError("writer.settings.model: expected the server's name of a model")
        if structured not in ("json_schema", "json_object"):
            raise ProfileError(f"writer.settings.structured is {structured!r}: expected json_schema or json_object")
        if max_tokens_field not in ("max_tokens", "max_completion_tokens"):
            raise ProfileError("writer.settings.max_tokens_field: expected max_tokens or max_completion_tokens")
        if not 64 <= max_tokens <= 1_000_000:
            raise ProfileError(f"writer.settings.max_tokens is {max_tokens}: expected 64 to 1000000")
        self.model = model
        self.temperature = temperature
        self.seed = seed
        self.max_tokens = max_tokens
        self.max_tokens_field = max_tokens_field
        self.structured: Structured = "json_schema" if structured == "json_schema" else "json_object"
        self.prices = (usd_per_million_input_tokens, usd_per_million_output_tokens)
        self.service = RemoteService(
            Endpoint(base_url, api_key_env, timeout_s, connect_timeout_s),
            rate_limit(per_minute, burst),
            RetryPolicy(max_retries=max_retries),
        )
        self._schema_refused = ""

    def model_inputs(self) -> dict[str, Any]:
        """All that decides its answers; neither key nor its variable."""
        return {
            "model": self.model,
            "server": self.service.endpoint.base_url,
            "temperature": self.temperature,
            "seed": self.seed,
            "max_tokens": self.max_tokens,
            "structured": self.structured,
        }

    def answer(self, question: Question) -> Answer:
        """Ask once. Raises EndpointError, BackendUnavailableError."""
        if self.structured == "json_object":
            return self._answer(question, schema=False, note="")
        if not self._schema_refused:
            try:
                return self._answer(question, schema=True, note="")
            except EndpointError as error:
                if error.status != 400 or not _REFUSES_SCHEMA.search(str(error)):
                    raise
                self._schema_refused = str(error)
        note = f"the server takes no JSON schema ({self._schema_refused}): asked for a JSON object, and checked here"
        return self._answer(question, schema=False, note=note)

    def _answer(self, question: Question, schema: bool, note: str) -> Answer:
        body = self._body(question, schema)

        def ask(client: Any) -> _Completion:
            raw = client.chat.completions.with_raw_response.create(**body)
            return self._read(raw.http_response)

        asked = self.service.call(ask)
        return self._as_answer(asked, "json_schema" if schema else "json_object", note)

    def _body(self, question: Question, schema: bool) -> dict[str, Any]:
        user = question.user
        wanted = for_servers(question.schema)
        shape: dict[str, Any] = {"type": "json_object"}
        if schema:
            shape = {"type": "json_schema", "json_schema": {"name": "answer", "schema": wanted, "strict": True}}
        else:
            user += "\n\n" + filled("schema", schema=json.dumps(wanted))
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": question.system}, {"role": "user", "content": user}],
            "response_format": shape,
            self.max_tokens_field: self.max_tokens,
        }
        if self.temperature is not None:
            body["temperature"] = self.temperature
        if self.seed is not None:
            body["seed"] = (self.seed + question.seed) % _SEED_SPAN
        return body

    def _read(self, response: Any) -> _Completion:
        host = self.service.endpoint.host
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

    def _as_answer(self, asked: Asked[_Completion], structured: str, note: str) -> Answer:
        completion = asked.answer
        choice = completion.choices[0]
        usage = completion.usage or _Usage()
        ended = "refusal" if choice.message.refusal else (choice.finish_reason or "stop")
        notes = [note] if note else []
        if choice.message.refusal:
            notes.append(f"the model refused: {choice.message.refusal[:200]}")
        return Answer(
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

    def _cost_usd(self, usage: _Usage) -> float | None:
        (read_price, written_price), read, written = self.prices, usage.prompt_tokens, usage.completion_tokens
        if read_price is None or written_price is None or read is None or written is None:
            return None
        return round((read * read_price + written * written_price) / 1e6, 8)

    def readiness(self) -> tuple[bool, str]:
        """Whether the server is reached, takes the key and lists the model. One quick request."""
        endpoint = self.service.endpoint
        try:
            quick = Endpoint(endpoint.base_url, endpoint.api_key_env, min(endpoint.timeout_s, 5.0), 3.0)
            listed = RemoteService(quick, None, RetryPolicy(max_retries=0)).models()
        except SparkleError as error:
            return False, f"{self.model}: {error}"
        key = f", key in {endpoint.api_key_env}" if endpoint.api_key_env else ""
        if self.model not in listed and f"{self.model}:latest" not in listed:
            known = ", ".join(listed[:5]) or "none"
            return False, f"{endpoint.host} does not list {self.model!r}: it has {known}; correct writer.settings.model"
        return True, f"{self.model} at {endpoint.host}{key}"


def _of_error_body(told: Any) -> str:
    """The message of an error that a server sends with status 200."""
    error = told.get("error") if isinstance(told, Mapping) else None
    message = error.get("message") if isinstance(error, Mapping) else error
    return " ".join(str(message).split())[:200] if message else ""
