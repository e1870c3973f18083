"""Scenes as they are put together from a model's answers.

What belongs here: beginning, filling and ending scenes; their headings. What does not: what is in them.
"""

from collections.abc import Mapping
from typing import Any

from sparkle_motion_dagster.backends.writer.cast import Cast
from sparkle_motion_dagster.writing.script import Action, Place, Scene, Speech


class SceneMaker:
    """Beats in, scenes out, in order."""

    def __init__(self, cast: Cast):
        self._cast = cast
        self._scenes: list[Scene] = []
        self._beats: list[Action | Speech] = []
        self._place = Place()
        self._line = 0
        self._parted = False

    @property
    def empty(self) -> bool:
        """Whether the scene that is open has nothing in it yet."""
        return not self._beats

    def begin(self, told: Mapping[str, Any] | None, line: int = 0, parted: bool = False) -> None:
        """A new scene.

        Args:
            told: `place` (an id of the cast's), `time_of_day` and `weather`; None: as in the scene before.
            line: of the source.
            parted: whether the text itself has a break here: then the picture dissolves.
        """
        if told is not None:
            where = self._cast.places[told["place"]]
            place = Place(where.name, where.interior, told["time_of_day"], told["weather"])
            if place == self._place and not parted:
                return  # nothing but the model's wish to count parts it
        else:
            place = self._place
        self._end()
        self._place, self._line, self._parted = place, line, parted and bool(self._scenes)

    def add(self, beat: Action | Speech) -> None:
        """One beat more."""
        self._beats.append(beat)

    def now(self) -> str:
        """Where the story stands, as a model reads it."""
        place = self._place
        if place.name is None:
            return "nowhere yet"
        return f"{place.name}, {'inside' if place.interior else 'outside'}, {place.time_of_day}, {place.weather}"

    def finished(self) -> tuple[Scene, ...]:
        """Every scene."""
        self._end()
        return tuple(self._scenes)

    def _end(self) -> None:
        if self._beats:
            place = self._place if self._place.name else None
            transition = "dissolve" if self._parted else None
            self._scenes.append(Scene(_heading(place), tuple(self._beats), transition, self._line, place))  # type: ignore[arg-type]
        self._beats = []


def _heading(place: Place | None) -> str | None:
    if place is None or place.name is None:
        return None
    return f"{'INT.' if place.interior else 'EXT.'} {place.name.upper()} - {(place.time_of_day or 'day').upper()}"
