"""What every craft is: a recipe of what must be made, and the making of it.

What belongs here: the types that all crafts share. What does not: any craft, any storing (`shoot.py`).

A craft is a plain picklable object. `recipe` is pure and cheap: `sparkle status` calls it for every shot.
`make` does the work in a process of its own and writes only into its folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sparkle_motion_dagster.film.cast import FilmReferences
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.takes import AssetTake, ShotTakes


@dataclass(frozen=True)
class ShotOrder:
    """A shot to be made: its film's plan and the picture's size."""

    film: str
    plan: MoviePlan
    shot: Shot
    width_px: int
    height_px: int
    fps: int
    takes: ShotTakes | None = None
    """What people decided about the shot; None: nothing."""
    references: FilmReferences = field(default_factory=FilmReferences)
    """People's own pictures of the film's characters."""
    shows_stills: bool = False
    """Whether a person must approve its stills before a clip is made of them."""
    shows_plan: bool = False
    """Whether a person must approve its slice of the plan before anything is made of it."""

    @property
    def key(self) -> str:
        """The shot's partition key."""
        return shot_key(self.film, self.shot.id)

    def take(self, asset: str) -> AssetTake:
        """The asset's take that is to be in the film."""
        return self.takes.take(asset) if self.takes else AssetTake()

    def seeded(self, *assets: str) -> Shot:
        """The shot with its seed moved by the latest take of these assets."""
        latest = max(self.take(asset).seed_take for asset in assets)
        return self.shot if latest == 1 else self.shot.model_copy(update={"take": self.shot.take + latest - 1})


@dataclass(frozen=True)
class Material:
    """A finished artifact as the next craft sees it."""

    content_hash: str
    files: Mapping[str, Path]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Made:
    """What a craft made: files by role, and facts measured from them (JSON)."""

    files: Mapping[str, Path]
    facts: dict[str, Any] = field(default_factory=dict)
    by: str | None = None
    """What made it, if not the craft's backend: "own picture"."""
    draft: bool | None = None
    """Whether it is a draft, if not as the craft says."""


class Craft(Protocol):
    """One step of a shot."""

    @property
    def asset(self) -> str:
        """The Dagster asset it makes."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """Assets of the same shot that it is made from."""
        ...

    @property
    def workers(self) -> int | None:
        """Calls at once; None: as many as there are cores."""
        ...

    @property
    def backend_name(self) -> str:
        """Name and version of what does the work: "kokoro 1"."""
        ...

    @property
    def draft(self) -> bool:
        """Whether what it makes is a draft."""
        ...

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        """Everything that can change the result's bytes. Pure."""
        ...

    def parts(self, order: ShotOrder) -> "Sequence[Part]":
        """Smaller artifacts that are made first and reused one by one (a line's WAV)."""
        ...

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        """Make it inside `folder`. Raises SparkleError."""
        ...


class Part(Protocol):
    """A smaller artifact of a shot: one line spoken."""

    @property
    def name(self) -> str:
        """Unique within the shot."""
        ...

    @property
    def recipe(self) -> Recipe:
        """Everything that can change its bytes."""
        ...

    @property
    def size(self) -> dict[str, float]:
        """How large the work is (`crafts/sizes.py`)."""
        ...

    def make(self, folder: Path) -> Made:
        """Make it inside `folder`. Raises SparkleError."""
        ...
