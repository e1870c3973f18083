"""What a backend of each craft takes and gives. Assets and resources know these types and no backend.

What belongs here: the requests, the answers and the protocols. What does not: any backend.

Every backend is a plain object built from its settings. `name` and `version` enter recipes: bump `version`
whenever the same request would give other bytes. Backends write the files they are told to write (always
inside a fresh working folder), never elsewhere, and raise `BackendError` with what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from sparkle_motion_dagster.film.casting import VoiceTraits
from sparkle_motion_dagster.film.picture import Picture
from sparkle_motion_dagster.film.qa import ShotFindings


@dataclass(frozen=True)
class Phone:
    """One sound of a spoken line. `symbol` is one misaki/IPA character; times in seconds from the line's start."""

    symbol: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class SpeechRequest:
    """One line to be spoken."""

    text: str
    voice: str
    """Voice id in tts_providers.yaml."""
    pace: float
    """1.0 is the voice's own pace; 0.8 slower."""
    gain_db: float
    """0 is normal speech; -8 a whisper, +3 a shout."""
    sample_rate_hz: int
    seed: int
    take: int = 1
    """From 2 on it must sound different from take 1 where the engine can, in the same voice."""
    provider: str = ""
    """Id of the provider that must speak it; empty: the backend's own choice. Only the router has a choice."""
    role: str = ""
    """Who says it ("film~character"): a role keeps its provider for the whole film. Never part of a recipe."""


@dataclass(frozen=True)
class SpokenLine:
    """A line as spoken: a mono 16-bit WAV and its sounds in time."""

    wav: Path
    duration_s: float
    sample_rate_hz: int
    phones: tuple[Phone, ...]
    """Empty if the engine tells no timings."""
    provider_id: str
    provider_voice_id: str
    watermarked: bool = False
    cost_usd: float = 0.0
    attempts: tuple[str, ...] = ()


class SpeechBackend(Protocol):
    """Speaks lines."""

    name: str
    version: str
    workers: int | None
    """How many calls may run at once in processes of their own; None: as many as there are cores."""

    def voices(self) -> tuple[str, ...]:
        """Ids of the voices it can speak with."""
        ...

    def speak(self, request: SpeechRequest, wav: Path) -> SpokenLine:
        """Speak one line into `wav`. Same request, same bytes. Raises BackendError."""
        ...


@dataclass(frozen=True)
class Reference:
    """Whom a picture shows, and a picture of them."""

    name: str
    picture: Path


@runtime_checkable
class CastsRoles(Protocol):
    """A speech backend that has several engines, one for each role. Recipes of a line are those of its engine."""

    def cast(self, request: SpeechRequest) -> tuple[SpeechRequest, SpeechBackend]:
        """The request with its provider decided, and that provider's engine. Asks nobody. Raises InputError."""
        ...


@runtime_checkable
class KnowsItsVoices(Protocol):
    """A speech backend whose voices depend on its settings, so that casting asks it and not the catalogue alone."""

    def castable(self) -> tuple[VoiceTraits, ...]:
        """The voices that characters can have."""
        ...


@dataclass(frozen=True)
class ImageRequest:
    """A shot's start and end frame to be made."""

    shot_id: str
    picture: Picture
    prompt: str
    end_prompt: str
    seed: int
    references: tuple[Reference, ...] = ()
    """From left to right as they stand; only for a backend that `KeepsCharacters`."""
    ends: bool = True
    """False: only the first frame is wanted, and the last is the same file."""


@dataclass(frozen=True)
class MadeImages:
    """PNG files, RGB, `Picture.width_px` × `Picture.height_px`."""

    start: Path
    end: Path
    notes: tuple[str, ...] = ()
    """What the backend could not show as asked, in words for a person ("no drawing of 'zeppelin'; left out")."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """How it was made, as JSON: model, sampler, steps, device, attempts. Joins the artifact's facts."""


class ImageBackend(Protocol):
    """Makes the first and last frame of shots."""

    name: str
    version: str
    draft: bool
    workers: int | None

    def make(self, request: ImageRequest, folder: Path) -> MadeImages:
        """Make both pictures inside `folder`. Same request, same bytes. Raises BackendError."""
        ...


@runtime_checkable
class KeepsCharacters(Protocol):
    """An image backend that can paint people after reference pictures of them."""

    def character_inputs(self) -> dict[str, Any] | None:
        """For recipes: `sheet`, all that makes a picture of a character; `reference`, how shots are painted after one.
        None: it is set to paint from words alone."""
        ...


@dataclass(frozen=True)
class VideoRequest:
    """A silent clip to be made."""

    shot_id: str
    picture: Picture
    start_image: Path
    end_image: Path
    prompt: str
    frames: int
    fps: int
    transition: str
    seed: int


@dataclass(frozen=True)
class MadeClip:
    """A silent H.264 MP4 of exactly the frames asked for, and what lip-sync needs to find the faces again."""

    video: Path
    rig: Path
    """JSON of the backend's own form; `{}` if it has nothing to tell."""
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class VideoBackend(Protocol):
    """Moves pictures."""

    name: str
    version: str
    draft: bool
    workers: int | None

    def render(self, request: VideoRequest, folder: Path) -> MadeClip:
        """Render the clip inside `folder`; `frames` is exact. Raises BackendError."""
        ...


@runtime_checkable
class IgnoresSeeds(Protocol):
    """A backend of any craft that makes the same whatever the seed: QA asks it for no other take."""

    ignores_seeds: bool


@runtime_checkable
class DrawsItself(Protocol):
    """A video backend that draws the shot anew, and so cannot move a picture that a person put in."""

    draws_itself: bool


@dataclass(frozen=True)
class TimedLine:
    """A line in its place in the shot; seconds from the shot's first frame."""

    character_id: str
    character_name: str
    text: str
    start_s: float
    end_s: float
    on_screen: bool
    """False for V.O., O.S. and speakers the picture does not show."""
    phones: tuple[Phone, ...]
    """Times in seconds from the shot's first frame."""


@dataclass(frozen=True)
class LipsyncRequest:
    """Mouths to be moved in a clip."""

    shot_id: str
    picture: Picture
    clip: Path
    rig: Path
    speech: Path
    """The shot's mixed dialogue track: WAV, mono, as long as the clip."""
    lines: tuple[TimedLine, ...]
    frames: int
    fps: int
    subtitles: bool
    """Burn each line's text into the picture while it is spoken."""
    seed: int
    draft_mark: bool = False
    """Write DRAFT into the picture: the clip is one, and nothing on it says so yet."""
    caption: str = ""
    """Words written over the picture for the whole shot; "" for none."""


@dataclass(frozen=True)
class MadeLipsync:
    """The clip with moving mouths and its speech, same frames as the clip that went in."""

    video: Path
    mouths_moved: bool
    """False if nobody speaks on screen and the picture passed through."""
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    draft: bool | None = None
    """Whether this clip is a draft, if not as the backend says."""


@runtime_checkable
class MovesOwnDrawings(Protocol):
    """A lip-sync backend that knows only faces which its own video backend drew."""

    moves_own_drawings: bool


class LipsyncBackend(Protocol):
    """Moves mouths to speech."""

    name: str
    version: str
    draft: bool
    workers: int | None

    def sync(self, request: LipsyncRequest, folder: Path) -> MadeLipsync:
        """Make the lip-synced clip inside `folder`. Raises BackendError."""
        ...


@dataclass(frozen=True)
class SeenCharacter:
    """Somebody whom the plan puts into the picture."""

    name: str
    description: str
    """Look and clothes, or an animal's kind; may be empty."""


@dataclass(frozen=True)
class ShotWords:
    """What the plan says that a shot shows, for judges, which compare it with what they see."""

    prompt: str
    """The picture's own prompt, as picture models get it."""
    happens: str
    place: str
    interior: bool | None
    time_of_day: str
    weather: str
    framing: str
    transition: str
    """"fade_in" and "fade_out" begin or end in the dark on purpose."""
    characters: tuple[SeenCharacter, ...]
    """From left to right; in a close-up only whom it is on."""
    props: tuple[str, ...]


@runtime_checkable
class ReadsWords(Protocol):
    """An inspector that compares the picture with the plan's words: it gets them, and they enter its recipes."""

    reads_words: bool


@dataclass(frozen=True)
class InspectionRequest:
    """A finished clip to be looked at and listened to."""

    shot_id: str
    clip: Path
    start_image: Path
    speech: Path | None
    lines: tuple[TimedLine, ...]
    frames: int
    fps: int
    width_px: int
    height_px: int
    mouths_moved: bool
    mouth_boxes: Path | None = None
    """The clip's rig, for measuring the mouths; None if unknown."""
    words: ShotWords | None = None
    """For a backend that `ReadsWords`; None for others."""
    extra: dict[str, str] = field(default_factory=dict)


class InspectionBackend(Protocol):
    """Looks and listens."""

    name: str
    version: str
    workers: int | None

    def inspect(self, request: InspectionRequest) -> ShotFindings:
        """Measure one shot's clip. What it did not judge is None in the findings. Raises BackendError."""
        ...
