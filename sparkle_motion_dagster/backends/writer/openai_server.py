"""The writer "openai": any server that speaks OpenAI's chat completions (vLLM, llama.cpp, Ollama, OpenAI …).

What belongs here: its settings, and a question as messages. What does not: the request and its reply
(`backends/remote/chat.py`), how a server is reached (`backends/remote/`), what is asked.
"""

from typing import Any

from sparkle_motion_dagster.backends.remote.chat import ChatServer
from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.rates import rate_limit
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import RemoteService
from sparkle_motion_dagster.backends.writer.answers import for_servers
from sparkle_motion_dagster.backends.writer.prompts import filled
from sparkle_motion_dagster.backends.writer.protocol import Answer, Question
from sparkle_motion_dagster.errors import ProfileError


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
        service = RemoteService(
            Endpoint(base_url, api_key_env, timeout_s, connect_timeout_s),
            rate_limit(per_minute, burst),
            RetryPolicy(max_retries=max_retries),
        )
        prices = (usd_per_million_input_tokens, usd_per_million_output_tokens)
        try:
            self.server = ChatServer(
                model, service, temperature, seed, max_tokens, max_tokens_field, structured, prices
            )
        except ProfileError as error:
            raise ProfileError(f"writer.settings.{error}") from error

    def model_inputs(self) -> dict[str, Any]:
        """All that decides its answers; neither key nor its variable."""
        return self.server.inputs()

    def answer(self, question: Question) -> Answer:
        """Ask once. Raises EndpointError, BackendUnavailableError."""

        def messages(schema: str | None) -> list[dict[str, Any]]:
            user = question.user if schema is None else question.user + "\n\n" + filled("schema", schema=schema)
            return [{"role": "system", "content": question.system}, {"role": "user", "content": user}]

        return Answer(**vars(self.server.ask(messages, for_servers(question.schema), question.seed)))

    def readiness(self) -> tuple[bool, str]:
        """Whether the server is reached, takes the key and lists the model. One quick request."""
        return self.server.readiness("writer.settings.model")
