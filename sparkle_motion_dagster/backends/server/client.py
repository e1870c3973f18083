"""A craft done by a model server: the backend `server` of every craft.

What belongs here: the settings, and the server's backend standing in the studio as if it ran here. What does not: HTTP
(`asking.py`).

Name, version, model and libraries that enter recipes are the server's, so a film made by it and one made by the same
backend on this machine have the same recipes.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from sparkle_motion_dagster.backends.profile import Craft
from sparkle_motion_dagster.backends.protocols import (
    ImageRequest,
    InspectionRequest,
    LipsyncRequest,
    MadeClip,
    MadeImages,
    MadeLipsync,
    SpeechRequest,
    SpokenLine,
    VideoRequest,
)
from sparkle_motion_dagster.backends.remote.endpoint import Endpoint
from sparkle_motion_dagster.backends.server.asking import ServerAddress
from sparkle_motion_dagster.backends.server.wire import TRAITS
from sparkle_motion_dagster.errors import EndpointError, SparkleError
from sparkle_motion_dagster.film.qa import ShotFindings


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class ServedCraft:
    """What the five have in common."""

    url: str
    """Where `sparkle serve` said that it listens: http://127.0.0.1:8312."""
    token_env: str | None = "SPARKLE_SERVER_TOKEN"
    """Name of the environment variable that holds the server's token."""
    timeout_s: Annotated[float, Field(gt=0, le=86_400)] = 3600.0
    """For one call, waiting for others included."""
    max_retries: Annotated[int, Field(ge=0, le=20)] = 3
    serves: str | None = None
    """The backend that must be behind it ("sdxl"); None: whatever it is."""
    model: str | None = None
    """The model that must be behind it, by its id; None: whatever it is."""
    revision: str | None = None
    """Of that model, commit or fingerprint."""

    craft: ClassVar[Craft]
    workers: ClassVar[int | None] = 1

    def __post_init__(self) -> None:
        _ = self.address

    def __getattr__(self, name: str) -> Any:
        """What tells its kind of backend from others is there if the server's backend has it (`DrawsItself`)."""
        if name in TRAITS and name in self.hello["traits"]:
            return True
        raise AttributeError(name)

    @property
    def address(self) -> ServerAddress:
        """Where it is. Raises ProfileError."""
        return ServerAddress(Endpoint(self.url, self.token_env, self.timeout_s), self.max_retries)

    @property
    def hello(self) -> dict[str, Any]:
        """What the server tells of itself. Raises EndpointError if that is not what the profile says."""
        told = self.address.hello(self.craft)
        inputs = told["inputs"]
        model = inputs.get("model") or {}
        runs = {
            "serves": inputs["name"],
            "model": model.get("id"),
            "revision": model.get("revision") or model.get("fingerprint"),
        }
        for setting, found in runs.items():
            wanted = getattr(self, setting)
            if wanted is not None and wanted != found:
                raise EndpointError(
                    f"{self.address.endpoint.host} runs {found}, and the profile says {setting}: {wanted}: serve that, "
                    "or correct the profile"
                )
        return told

    @property
    def name(self) -> str:
        """The server's backend."""
        return str(self.hello["inputs"]["name"])

    @property
    def version(self) -> str:
        """Of the server's backend."""
        return str(self.hello["inputs"]["version"])

    @property
    def draft(self) -> bool:
        """Whether the server's backend draws drafts."""
        return bool(self.hello["draft"])

    def recipe_inputs(self) -> dict[str, Any]:
        """The server's backend as its own recipes hold it: name, version, libraries, model."""
        return dict(self.hello["inputs"])

    def served_report(self) -> dict[str, Any]:
        """For `sparkle doctor`: `detail` and `reasons`; never raises."""
        host = self.address.endpoint.host
        try:
            inputs, ready = self.hello["inputs"], self.address.ready()
        except SparkleError as error:
            return {"detail": "", "reasons": [str(error)]}
        model = (inputs.get("model") or {}).get("id")
        loaded = "loaded" if ready.get("loaded") else ready.get("not_loaded") or "not loaded"
        told = f"{inputs['name']} {inputs['version']} at {host}" + (f", {model} ({loaded})" if model else "")
        takes_calls = ready.get("ready") or ready.get("why_not") == "loading"  # calls wait until it has loaded
        reasons = [] if takes_calls else [f"{host} is not ready: {ready.get('why_not') or loaded}"]
        return {"detail": told, "reasons": reasons, "device": f"{ready.get('device')} of {host}"}

    def _ask(self, request: Any, folder: Path) -> Any:
        _ = self.hello
        return self.address.call(self.craft, request, folder)

    def _facts(self, made: Any) -> Any:
        return replace(made, facts={**made.facts, "server": self.address.endpoint.host})


class ServedSpeech(ServedCraft):
    """Speech by a server."""

    craft = "speech"

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices that the server speaks with."""
        return tuple(self.hello["voices"] or ())

    def notation(self, voice: str) -> str | None:
        """A voice's own recipe, as the server knows it."""
        _ = self.hello
        return self.address.notation(voice)

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Have one line spoken into `wav`."""
        spoken: SpokenLine = self._ask(request, wav.parent)
        if spoken.wav != wav:
            spoken.wav.replace(wav)
        return replace(spoken, wav=wav)


class ServedImages(ServedCraft):
    """Keyframes by a server."""

    craft = "images"

    @property
    def keeps_characters(self) -> bool:
        """Whether the server's backend paints people after references."""
        return self.character_inputs() is not None

    def character_inputs(self) -> dict[str, Any] | None:
        """How the server's backend paints after reference pictures; None if it does not."""
        told: dict[str, Any] | None = self.hello.get("characters")
        return told

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Have both pictures made."""
        return self._facts(self._ask(request, folder))


class ServedVideo(ServedCraft):
    """Clips by a server."""

    craft = "video"

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Have a clip rendered."""
        return self._facts(self._ask(request, folder))


class ServedLipsync(ServedCraft):
    """Lip-sync by a server."""

    craft = "lipsync"

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """Have mouths moved."""
        return self._facts(self._ask(request, folder))


class ServedInspection(ServedCraft):
    """Inspection by a server."""

    craft = "inspection"

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Have a clip looked at and listened to."""
        with TemporaryDirectory(prefix="sparkle-") as folder:
            findings: ShotFindings = self._ask(request, Path(folder))
        return findings
