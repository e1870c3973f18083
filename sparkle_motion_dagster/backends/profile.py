"""A profile: which backend makes each craft, and with what settings.

What belongs here: the profile's fields and reading them. What does not: building backends (`registry.py`).
There is no fallback: what a profile names runs, or the run fails and says why.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.shipped import configs_folder

Craft = Literal["speech", "images", "video", "lipsync", "inspection"]
CRAFTS: tuple[Craft, ...] = ("speech", "images", "video", "lipsync", "inspection")


class ProfileModel(BaseModel):
    """Base: frozen, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(ProfileModel):
    """The backend of one craft."""

    backend: str
    settings: dict[str, Any] = Field(default_factory=dict)


class Size(ProfileModel):
    """The film's picture."""

    width_px: Annotated[int, Field(ge=64, le=4096, multiple_of=8)] = 1280
    height_px: Annotated[int, Field(ge=64, le=4096, multiple_of=8)] = 720
    fps: Annotated[int, Field(ge=8, le=60)] = 24


class Sound(ProfileModel):
    """The film's sound."""

    loudness_lufs: Annotated[float, Field(ge=-40, le=-5)] = -16.0
    true_peak_db: Annotated[float, Field(ge=-9, le=0)] = -1.0
    sample_rate_hz: Literal[48000] = 48000


class PlanLimits(ProfileModel):
    """How large a film may be."""

    max_shots: Annotated[int, Field(gt=0)] = 400
    max_duration_s: Annotated[float, Field(gt=0)] = 3 * 3600.0


class WriterLimits(ProfileModel):
    """How much a language model that writes is asked."""

    max_story_chars: Annotated[int, Field(gt=0, le=2_000_000)] = 200_000
    window_chars: Annotated[int, Field(ge=200, le=100_000)] = 4000
    """Of a story that is filmed by one question."""
    max_scenes: Annotated[int, Field(ge=1, le=20)] = 5
    """Of a film made up from an idea."""
    max_repairs: Annotated[int, Field(ge=0, le=5)] = 2
    """Times a wrong answer is asked for again, with what is wrong."""
    max_calls: Annotated[int, Field(ge=1, le=5000)] = 400
    """In all, for one film."""


class WriterChoice(Choice):
    """Who makes plans of stories and ideas. Screenplays and plans are read by code whatever it says."""

    backend: str = "rules"
    """rules | openai | local."""
    limits: WriterLimits = Field(default_factory=WriterLimits)


class Retakes(ProfileModel):
    """What becomes of a shot that QA rejects."""

    auto: bool = True
    """Make another take of it, with another seed, unasked; false: the report says so, and nothing is made."""
    max_takes: Annotated[int, Field(ge=1, le=10)] = 3
    """Of one shot, the first one included; then the best is kept."""


class Gates(ProfileModel):
    """Where a film waits for a person."""

    escalation: bool = True
    """A shot that QA escalates holds up the film until somebody approves it; false: the film is cut and says so."""
    stills: bool = False
    """No clip is made of a shot until somebody has approved its stills: pictures are cheap, clips are not."""
    plan: bool = False
    """Nothing is made of a shot until somebody has approved what the plan says of it."""


class Profile(ProfileModel):
    """Everything that decides how a film is made, apart from the film itself."""

    name: str
    description: str = ""
    draft: bool = True
    """True: every film of this profile is marked DRAFT on the picture and in its metadata."""
    subtitles: bool = True
    """Burn subtitles into the picture (they are also beside the film and inside it as a track)."""
    likenesses: bool = False
    """Say in the metadata of a new picture which pictures of other shots, in any film of the studio, it resembles."""
    video: Size = Field(default_factory=Size)
    sound: Sound = Field(default_factory=Sound)
    limits: PlanLimits = Field(default_factory=PlanLimits)
    writer: WriterChoice = Field(default_factory=WriterChoice)
    retakes: Retakes = Field(default_factory=Retakes)
    gates: Gates = Field(default_factory=Gates)
    crafts: dict[Craft, Choice]


def profile_names() -> tuple[str, ...]:
    """Profiles that come with the program."""
    return tuple(sorted(path.stem for path in (configs_folder() / "profiles").glob("*.yaml")))


def load_profile(name: str) -> Profile:
    """A profile by name or by path to a YAML file. Raises ProfileError with every broken field."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else configs_folder() / "profiles" / f"{name}.yaml"
    if not path.is_file():
        raise ProfileError(f"profile {name!r} not found: expected one of {', '.join(profile_names())} or a .yaml file")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ProfileError(f"profile {path.name}: not readable as YAML: {error}") from error
    if not isinstance(raw, dict):
        raise ProfileError(f"profile {path.name}: expected fields, found {type(raw).__name__}")
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"profile {path.name}: {error.error_count()} wrong field(s)\n{broken}") from error
    missing = [craft for craft in CRAFTS if craft not in profile.crafts]
    if missing:
        raise ProfileError(f"profile {path.name}: crafts without a backend: {', '.join(missing)}")
    return profile
