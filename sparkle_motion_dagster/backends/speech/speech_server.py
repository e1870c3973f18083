"""Voices behind an OpenAI-compatible speech server: POST /v1/audio/speech, WAV back.

What belongs here: settings, the request's form, a line from answer to WAV. What does not: HTTP, retries and rates
(`backends/remote/`), reading what was sent (`wav_answer.py`).

The words of a film leave this machine: to this server and to nobody else.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.protocols import SpeechRequest, SpokenLine
from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.remote.rates import rate_limit
from sparkle_motion_dagster.backends.remote.retries import RetryPolicy
from sparkle_motion_dagster.backends.remote.service import RemoteService
from sparkle_motion_dagster.backends.speech.another_take import otherwise
from sparkle_motion_dagster.backends.speech.long_lines import joined, pieces
from sparkle_motion_dagster.backends.speech.providers import SpeechProviders, load_providers
from sparkle_motion_dagster.backends.speech.recording import Recording, finish, silence, trimmed
from sparkle_motion_dagster.backends.speech.spoken_text import is_speakable
from sparkle_motion_dagster.backends.speech.voice_recipe import voice_recipe
from sparkle_motion_dagster.backends.speech.wav_answer import decoded
from sparkle_motion_dagster.errors import InputError, ProfileError, SparkleError
from sparkle_motion_dagster.film.casting import VoiceTraits, split_variant

LONGEST_PIECE = 1500
"""Characters in one request; OpenAI's own limit is 4096."""
SLOWEST, FASTEST = 0.25, 4.0


@dataclass(frozen=True, config=ConfigDict(extra="forbid"), kw_only=True)
class SpeechServer:
    """Speaks with the voices of a server. The same request gives the same bytes only if the server keeps to its seed."""

    base_url: str
    """Up to and with /v1."""
    model: str
    """The server's name for it."""
    voices_of_server: Annotated[dict[str, str], Field(min_length=1)]
    """Voice id of the catalogue → the server's name of a voice ("woman": "af_heart")."""
    api_key_env: str | None = None
    """Name of the environment variable that holds its key; None for a server without."""
    sends_pace: bool = True
    """Send `speed`; false for a server that refuses it: then pace is not applied."""
    sends_seed: bool = False
    """Send `seed`, which is not in OpenAI's own protocol."""
    usd_per_1k_chars: Annotated[float, Field(ge=0)] = 0.0
    timeout_s: Annotated[float, Field(gt=0)] = 120.0
    """For one whole answer."""
    connect_timeout_s: Annotated[float, Field(gt=0)] = 10.0
    max_retries: Annotated[int, Field(ge=0, le=20)] = 4
    """After a transient fault."""
    per_minute: float | None = None
    """Requests, by all processes of this machine; None for no limit."""
    burst: int | None = None
    providers_file: str | None = None

    name: ClassVar[str] = "speech-server"
    version: ClassVar[str] = "1"
    workers: ClassVar[int | None] = 4
    packages: ClassVar[tuple[str, ...]] = ("numpy", "scipy", "soundfile")

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ProfileError("model: expected the server's name of a model")
        _ = self._service
        unknown = sorted(set(self.voices_of_server) - set(self._catalogue.voices))
        if unknown:
            raise ProfileError(
                f"voices_of_server: {', '.join(unknown)} are no voices of the catalogue; expected some of: "
                f"{', '.join(sorted(self._catalogue.voices))}"
            )
        if any(not name.strip() for name in self.voices_of_server.values()):
            raise ProfileError("voices_of_server: each needs the server's name of a voice")

    @property
    def _catalogue(self) -> SpeechProviders:
        return load_providers(Path(self.providers_file) if self.providers_file else None)

    @property
    def _service(self) -> RemoteService:
        return RemoteService(
            Endpoint(self.base_url, self.api_key_env, self.timeout_s, self.connect_timeout_s),
            rate_limit(self.per_minute, self.burst),
            RetryPolicy(max_retries=self.max_retries),
        )

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices that the profile gives it; each may also be asked for with a variant."""
        return tuple(voice for voice in self._catalogue.voices if voice in self.voices_of_server)

    def castable(self) -> tuple[VoiceTraits, ...]:
        """Them, as casting sees them."""
        known = self._catalogue.voices
        return tuple(
            VoiceTraits(v, known[v].sex, known[v].age, known[v].pitch_hz, known[v].temper) for v in self.voices()
        )

    def notation(self, voice: str) -> str:
        """The server's voice, with its variant; empty for a voice it does not have."""
        base, variant = split_variant(voice)
        return self.voices_of_server[base] + variant if base in self.voices_of_server else ""

    def model_inputs(self) -> dict[str, Any]:
        """For recipes; neither key nor its variable."""
        return {
            "model": self.model,
            "server": self._service.endpoint.base_url,
            "sends_pace": self.sends_pace,
            "sends_seed": self.sends_seed,
        }

    def served_report(self) -> dict[str, Any]:
        """For `sparkle doctor`: `detail` and `reasons`; never raises. Many speech servers list no models: no fault."""
        endpoint = self._service.endpoint
        quick = Endpoint(endpoint.base_url, endpoint.api_key_env, min(endpoint.timeout_s, 5.0), 3.0)
        reasons = []
        try:
            RemoteService(quick, None, RetryPolicy(max_retries=0)).models()
        except SparkleError as error:
            if getattr(error, "status", None) not in (404, 405, 501):
                reasons.append(str(error))
        detail = f"{self.model} at {endpoint.host}, {len(self.voices_of_server)} voices"
        return {"detail": "" if reasons else detail, "reasons": reasons, "device": endpoint.host}

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line.

        Raises:
            InputError: no such voice. EndpointError: the server failed, or what it sent is no speech.
            BackendUnavailableError: the client is not installed, or the key is not set.
        """
        base, variant = split_variant(request.voice)
        named = self.voices_of_server.get(base)
        if named is None:
            raise InputError(
                f"voice {request.voice!r}: the profile gives the server {self._service.endpoint.host} no such voice; it "
                f"has: {', '.join(self.voices())}"
            )
        if not is_speakable(request.text):
            return silence(request, wav, self.name, named + variant)
        change = voice_recipe(f"voice{variant}")
        other = otherwise(request)
        size = 2 ** (change.semitones / 12)
        pace = request.pace * change.pace * other.pace / size
        texts = pieces(request.text, LONGEST_PIECE)
        recordings, told = [], []
        for index, text in enumerate(texts):
            recording, facts = self._said(text, named, pace, request.seed + index)
            recordings.append(recording)
            told.append(facts)
        whole = joined(recordings, texts, pace)
        spoken = finish(Recording(whole.samples, whole.rate_hz * size), request, wav, self.name, named + variant)
        cost_usd = round(sum(map(len, texts)) / 1000 * self.usd_per_1k_chars, 8)
        return replace(spoken, cost_usd=cost_usd, attempts=tuple(line for facts in told for line in _tries(facts)))

    def _said(self, text: str, voice: str, pace: float, seed: int) -> tuple[Recording, Mapping[str, Any]]:
        service = self._service
        body: dict[str, Any] = {"model": self.model, "input": text, "voice": voice, "response_format": "wav"}
        if self.sends_pace:
            body["speed"] = round(min(max(pace, SLOWEST), FASTEST), 3)
        if self.sends_seed:
            body["extra_body"] = {"seed": seed & 0x7FFFFFFF}

        def ask(client: Any) -> tuple[Any, int]:
            answer = client.audio.speech.create(**body)
            return decoded(answer.content, service.endpoint.host)

        asked = service.call(ask)
        samples, rate_hz = asked.answer
        return trimmed(Recording(samples, rate_hz)), asked.facts()


def _tries(facts: Mapping[str, Any]) -> list[str]:
    failed = [f"speech-server: {one['fault']}" for one in facts["failed_tries"]]
    return [*failed, f"speech-server: spoken in {facts['seconds']} s"]
