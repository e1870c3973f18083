"""What one picture shows, in words and numbers that both a pen and a prompt can use.

What belongs here: the description of a frame. What does not: how it is drawn (`backends/drawing`) or
worded for a model (`backends/images`), and how a shot becomes one (`staging.py`).
"""

from typing import Literal

from pydantic import Field

from sparkle_motion_dagster.film.plan import CameraMove, FilmModel, Framing, TimeOfDay, Weather

Facing = Literal["left", "right", "front"]
Expression = Literal["neutral", "happy", "sad", "angry", "afraid", "surprised", "thoughtful"]
Seat = Literal["chair", "stool", "bench", "armchair", "rock"]


Gait = Literal["walk", "run"]
Way = Literal["in", "out", "across"]


class Walk(FilmModel):
    """How a figure moves through the picture."""

    gait: Gait
    way: Way
    """In: to their place, from where they look away; out: from it; across: past it."""


class Figure(FilmModel):
    """One character in the frame."""

    character_id: str
    name: str
    description: str
    """The character's lasting look is drawn from this and the name, and from nothing else."""
    x: float
    """Where the body stands across the *scene's* stage, 0 left to 1 right (the camera frames it later)."""
    facing: Facing = "front"
    expression: Expression = "neutral"
    seat: Seat | None = Field(default=None, exclude_if=lambda seat: seat is None)
    """What a person sits on; None: they stand. Left out of what is written then: who stands is as before seats were drawn."""
    walk: Walk | None = Field(default=None, exclude_if=lambda walk: walk is None)
    """How they move; None: they stay in their place."""
    speaking: bool = False
    """True if this figure speaks on screen in the shot."""


class Picture(FilmModel):
    """One shot's stage: everything seen, and how the camera looks at it."""

    place: str
    """The place in the writer's words; a backend finds the nearest place it can draw."""
    interior: bool | None
    time_of_day: TimeOfDay
    weather: Weather
    framing: Framing
    camera: CameraMove
    figures: tuple[Figure, ...]
    focus: str | None
    """character_id the camera is on, or None."""
    props: tuple[str, ...]
    description: str
    """The shot's visual description as written; for prompts, and for finding what to draw in an insert."""
    scene_seed: int
    """The same for all shots of a place in the film: palette, clouds, grass and furniture come from it."""
    seed: int
    """This shot's own: idle motion, rain."""
    width_px: int
    height_px: int
