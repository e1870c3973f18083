"""The judge "vision-server": a model behind an OpenAI-compatible server looks at frames, after they are measured here.

What belongs here: settings, a frame as messages, asking again for an answer that is wrong in form. What does not: HTTP
(`backends/remote/`), the walk through a shot (`judging.py`).

Frames leave this machine: as JPEG of bounded size inside the request, to this server and to nobody else.
"""

from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.inspection.asked import repair_text, schema_text, system_text
from sparkle_motion_dagster.backends.inspection.frames import MOST_DATA_BYTES, data_uri
from sparkle_motion_dagster.backends.inspection.judging import FrameQuestion, JudgedInspection, Looked
from sparkle_motion_dagster.backends.inspection.measure import MeasuredInspection
from sparkle_motion_dagster.backends.inspection.questions import answer_schema
from sparkle_motion_dagster.backends.protocols import InspectionRequest
from sparkle_motion_dagster.backends.remote.chat import ChatServer, Reply
from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.rates import rate_limit
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import RemoteService
from sparkle_motion_dagster.backends.writer.answers import for_servers
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.film.qa import ShotFindings

_DECLINED = {"refusal": "the model refused", "content_filter": "the server's filter held the answer back"}
_LONGEST_TOLD = 200


@dataclass(frozen=True, config=ConfigDict(extra="forbid"), kw_only=True)
class VisionServerInspection(JudgedInspection):
    """Measures a clip, then asks a vision server about its frames."""

    model: str
    """The server's name for it."""
    base_url: str
    """Up to and with /v1."""
    api_key_env: str | None = None
    """Name of the environment variable that holds its key; None for a server without."""
    temperature: float | None = 0.0
    """None for models that take none."""
    seed: int | None = 7
    """None for servers that take none."""
    max_tokens: int = 1024
    """Of the answer about one frame."""
    max_tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    structured: Literal["json_schema", "json_object"] = "json_schema"
    """json_object for a server known not to take schemas."""
    max_repairs: Annotated[int, Field(ge=0, le=5)] = 1
    """Times that an answer of the wrong form is asked for again, with what is wrong."""
    most_image_bytes: Annotated[int, Field(ge=4_000, le=20_000_000)] = MOST_DATA_BYTES
    """Of one frame as JPEG."""
    timeout_s: Annotated[float, Field(gt=0)] = 120.0
    """For one whole answer."""
    connect_timeout_s: Annotated[float, Field(gt=0)] = 10.0
    max_retries: Annotated[int, Field(ge=0, le=20)] = 4
    """After a transient fault."""
    per_minute: float | None = None
    """Requests, by all processes of this machine; None for no limit."""
    burst: int | None = None
    usd_per_million_input_tokens: float | None = None
    usd_per_million_output_tokens: float | None = None

    name: ClassVar[str] = "vision-server"
    workers: ClassVar[int | None] = 1
    packages: ClassVar[tuple[str, ...]] = (*MeasuredInspection.packages, "pillow")

    def __post_init__(self) -> None:
        _server(self)  # wrong settings are refused now

    def model_inputs(self) -> dict[str, Any]:
        """For recipes: server, model, and every setting that changes findings; neither key nor its variable."""
        return {
            **_server(self).inputs(),
            "max_repairs": self.max_repairs,
            "most_image_bytes": self.most_image_bytes,
            **self.judging_inputs(),
        }

    def served_report(self) -> dict[str, Any]:
        """For `sparkle doctor`: `detail` and `reasons`; never raises."""
        ready, told = _server(self).readiness("crafts.inspection.settings.model")
        host = _server(self).service.endpoint.host
        return {"detail": told if ready else "", "reasons": [] if ready else [told], "device": host}

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Measure, look, and join both. Raises EndpointError and its kin; a clip that does not decode is a finding."""
        return self.judged_by(request, self._look)

    def _look(self, question: FrameQuestion) -> Looked:
        said: list[dict[str, Any]] = []
        replies: list[Reply] = []
        schema = for_servers(answer_schema(question.points))
        picture = data_uri(question.picture, self.most_image_bytes)

        def messages(shape: str | None) -> list[dict[str, Any]]:
            text = question.text if shape is None else f"{question.text}\n\n{schema_text(shape)}"
            shown = [{"type": "image_url", "image_url": {"url": picture}}, {"type": "text", "text": text}]
            return [{"role": "system", "content": system_text()}, {"role": "user", "content": shown}, *said]

        problems = ""
        for attempt in range(self.max_repairs + 1):
            reply = _server(self).ask(messages, schema, seed=attempt)
            replies.append(reply)
            if reply.ended in _DECLINED:
                return self._looked(replies, None, f"{_DECLINED[reply.ended]}: {'; '.join(reply.notes)}".rstrip(": "))
            answer, problems = question.read(reply.text)
            if answer is not None:
                return self._looked(replies, answer)
            if reply.ended == "length":
                problems = f"- it was cut off after {self.max_tokens} tokens\n{problems}"
            said[:] = [
                {"role": "assistant", "content": reply.text[: 8 * self.max_tokens]},
                {"role": "user", "content": repair_text(problems)},
            ]
        listed = " ".join(problems.split("\n"))
        raise BackendError(
            f"{question.name}: {self.model} gave no answer of the form asked for in {len(replies)} tries ({listed}); it "
            f"ends {replies[-1].text[-_LONGEST_TOLD:]!r}: name a model that follows JSON schemas, or raise max_repairs"
        )

    def _looked(self, replies: list[Reply], answer: Any, declined: str = "") -> Looked:
        return Looked(
            answer=answer,
            model=replies[-1].model,
            declined=declined,
            repairs=len(replies) - 1,
            input_tokens=_sum([reply.input_tokens for reply in replies]),
            output_tokens=_sum([reply.output_tokens for reply in replies]),
            cost_usd=_sum([reply.cost_usd for reply in replies]),
            notes=tuple(dict.fromkeys(note for reply in replies for note in reply.notes)),
        )


@cache
def _server(judge: VisionServerInspection) -> ChatServer:
    """The server of these settings; kept, for it remembers whether it takes schemas. Raises ProfileError."""
    service = RemoteService(
        Endpoint(judge.base_url, judge.api_key_env, judge.timeout_s, judge.connect_timeout_s),
        rate_limit(judge.per_minute, judge.burst),
        RetryPolicy(max_retries=judge.max_retries),
    )
    prices = (judge.usd_per_million_input_tokens, judge.usd_per_million_output_tokens)
    return ChatServer(
        judge.model,
        service,
        judge.temperature,
        judge.seed,
        judge.max_tokens,
        judge.max_tokens_field,
        judge.structured,
        prices,
    )


def _sum(counts: "list[Any]") -> Any:
    """None if any is not known."""
    return None if None in counts else sum(counts)
