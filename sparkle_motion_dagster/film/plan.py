"""The movie plan: what a film is, before anything is made.

What belongs here: the plan's fields and their meaning. What does not: the rules that join fields
(`rules.py`), how text becomes a plan (`writing/`), how a plan becomes pictures (`picture.py`).

A plan without any of the optional fields is valid: they carry what a screenplay knows and a bare plan
does not. Unknown fields are refused.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Framing = Literal["wide", "full", "medium", "two_shot", "close", "insert"]
CameraMove = Literal["hold", "push", "pull", "pan_left", "pan_right", "tilt_up", "tilt_down"]
TimeOfDay = Literal["dawn", "morning", "day", "afternoon", "dusk", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "storm", "snow", "fog", "wind"]
Transition = Literal["cut", "dissolve", "fade_in", "fade_out"]
Text = Annotated[str, Field(max_length=20_000)]


class FilmModel(BaseModel):
    """Base of every plan model: frozen, and unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Character(FilmModel):
    """Someone who speaks or is seen."""

    id: str
    name: str
    description: Text = ""
    """Age, sex, temper, look, clothes; for an animal its kind ("a red fox"). The look is drawn from it."""
    voice_profile: dict[str, str] = Field(default_factory=dict)
    """`voice`: id of a voice in tts_providers.yaml, given by casting and kept for the film; `pace`: "0.9"."""


class BaseImage(FilmModel):
    """A picture that starts one shot and ends the one before."""

    id: str
    prompt: Text
    asset_uri: str | None = None
    local_path: str | None = None
    mime_type: str | None = None
    metadata: dict[str, str] = Field(default_factory=dict)


class Line(FilmModel):
    """One speech, exactly as the writer wrote it."""

    character_id: str
    text: Text
    parenthetical: str | None = None
    """"(whispering)" without its brackets; shapes pace and loudness, is never spoken."""
    extension: str | None = None
    """"V.O.", "O.S.", "CONT'D" …; V.O. and O.S. speakers are heard, not seen."""
    dual: bool = False
    """Spoken at the same time as the line before it."""
    metadata: dict[str, str] = Field(default_factory=dict)


class Shot(FilmModel):
    """One piece of film between two cuts."""

    id: str
    """Stable for the life of the film: s010, s020 …; one inserted later gets a number between."""
    duration_sec: float = Field(gt=0)
    """Planned seconds; the measured lines may lengthen it, nothing shortens it."""
    setting: str | None = None
    """The scene heading as written: "INT. KITCHEN - NIGHT"."""
    visual_description: Text
    start_base_image_id: str
    end_base_image_id: str
    motion_prompt: str | None = None
    is_talking_closeup: bool = False
    dialogue: tuple[Line, ...] = ()
    scene: str | None = None
    """Scene id (c01, c02 …); shots of a scene share place, palette and positions."""
    framing: Framing = "wide"
    camera: CameraMove = "hold"
    place: str | None = None
    """The place alone, in the writer's words: "Lighthouse kitchen"."""
    interior: bool | None = None
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    cast: tuple[str, ...] = ()
    """Ids of the characters seen in the shot, from left to right as they stand in the scene."""
    focus: str | None = None
    """Id of the character the framing is on."""
    props: tuple[str, ...] = ()
    """Things that must be seen, in plain words: "lantern", "red umbrella"."""
    caption: Text | None = None
    """Words written over the picture and spoken by nobody: "Three hundred years later"."""
    transition: Transition = "cut"
    """How the shot begins. `fade_out` alone says how it ends: it begins by a cut and goes dark."""
    chained: bool = False
    """True: the last frame becomes the next shot's first frame, with no cut between them."""
    seed: int | None = None
    take: int = Field(default=1, ge=1)


class DialogueBeat(FilmModel):
    """A speech on the film's planned timeline, in seconds from its first shot."""

    type: Literal["dialogue"] = "dialogue"
    character_id: str
    text: Text
    start_time_sec: float = Field(ge=0)
    duration_sec: float = Field(gt=0)


class SilenceBeat(FilmModel):
    """A stretch of the planned timeline where nobody speaks."""

    type: Literal["silence"] = "silence"
    start_time_sec: float = Field(ge=0)
    duration_sec: float = Field(gt=0)


Beat = Annotated[DialogueBeat | SilenceBeat, Field(discriminator="type")]


class VideoProfile(FilmModel):
    """What the plan asks of the video model."""

    model_id: str = "animatic"
    max_fps: float | None = Field(default=None, gt=0)
    notes: str | None = None


class RenderProfile(FilmModel):
    """How the plan wants to be rendered."""

    video: VideoProfile = Field(default_factory=VideoProfile)
    metadata: dict[str, str] = Field(default_factory=dict)


class Card(FilmModel):
    """A title or end card."""

    heading: str
    lines: tuple[str, ...] = ()
    duration_sec: float = Field(default=3.0, gt=0)


class MoviePlan(FilmModel):
    """A whole film, ready to be made."""

    title: str
    characters: tuple[Character, ...] = ()
    base_images: tuple[BaseImage, ...]
    shots: tuple[Shot, ...]
    dialogue_timeline: tuple[Beat, ...] = ()
    render_profile: RenderProfile = Field(default_factory=RenderProfile)
    title_card: Card | None = None
    end_card: Card | None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    """Among others `kind`: screenplay | story | idea | plan, and `notes`: what the writer's helper invented."""

    def character(self, character_id: str) -> Character:
        """The character with this id. Raises KeyError if there is none."""
        for character in self.characters:
            if character.id == character_id:
                return character
        raise KeyError(character_id)

    def base_image(self, image_id: str) -> BaseImage:
        """The base image with this id. Raises KeyError if there is none."""
        for image in self.base_images:
            if image.id == image_id:
                return image
        raise KeyError(image_id)
