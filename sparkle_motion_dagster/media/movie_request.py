"""What the picture of a film is to be put together from: shots and cards, as data.

What belongs here: the request's types. What does not: putting it together (`movie.py`), its sound (`film_sound.py`).
"""

from pathlib import Path
from typing import Literal

from pydantic import Field

from sparkle_motion_dagster.film.plan import FilmModel


class SpokenWords(FilmModel):
    """A line on screen as a subtitle; seconds from its shot's first frame."""

    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    speaker: str
    text: str


class SeenThrough(FilmModel):
    """A `Telling` that was kept when the clip was looked through."""

    frames: int
    still: Path
    """PNG."""
    poster_frame: int
    poster_score: float


class MovieShot(FilmModel):
    """One finished shot."""

    id: str
    clip: Path
    """H.264 MP4; a preview sound inside it is not used."""
    frames: int = Field(gt=0)
    lines: tuple[SpokenWords, ...] = ()
    description: str = ""
    """Stands on the contact sheet where nobody speaks."""
    seen: SeenThrough | None = None
    """None: the clip has not been looked through yet."""


class MovieCard(FilmModel):
    """A title or end card as a clip, see `card_clips.py`."""

    clip: Path
    frames: int = Field(gt=0)


class MovieRequest(FilmModel):
    """A film to be put together from finished shots."""

    title: str
    shots: tuple[MovieShot, ...] = Field(min_length=1)
    title_card: MovieCard | None = None
    end_card: MovieCard | None = None
    fps: int = Field(default=24, gt=0)
    size_px: tuple[int, int] | None = None
    """Width and height; None: the largest of the shots."""
    transition: Literal["cut", "dip_to_black"] = "cut"
    """Between shots. Fades and dissolves that the plan asks for are already in the clips."""
    transition_s: float = Field(default=0.25, gt=0)
    """How long each end of a shot takes from or to black."""
    language: str = "en"
    draft: bool = False
    metadata: dict[str, str] = Field(default_factory=dict)
    """More tags for the MP4; `title` and `comment` are ours."""
