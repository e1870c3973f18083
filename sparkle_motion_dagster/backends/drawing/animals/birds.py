"""Birds.

What belongs here: which way of standing draws a kind. What does not: the drawing.
"""

from sparkle_motion_dagster.backends.drawing.animals.bird_kinds import BIRDS
from sparkle_motion_dagster.backends.drawing.animals.parts import Animal, Cast
from sparkle_motion_dagster.backends.drawing.animals.perched_birds import perched
from sparkle_motion_dagster.backends.drawing.animals.upright_birds import upright

__all__ = ["BIRDS", "bird"]


def bird(cast: Cast) -> Animal:
    """A bird."""
    kind = BIRDS[cast.look.kind]
    coat = cast.look.coat or kind.coat
    return upright(cast, kind, coat) if kind.upright else perched(cast, kind, coat)
