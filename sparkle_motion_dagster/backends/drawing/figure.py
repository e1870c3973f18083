"""A character drawn from its name, description, expression and light.

What belongs here: the choice between person, animal and robot, and a finished `FigureDrawing`. What does not: the
drawing of any of them.
"""

from sparkle_motion_dagster.backends.drawing.animals.animal import draw_animal
from sparkle_motion_dagster.backends.drawing.layer import FigureDrawing, Light
from sparkle_motion_dagster.backends.drawing.look import look_of
from sparkle_motion_dagster.backends.drawing.people.person import draw_person
from sparkle_motion_dagster.backends.drawing.people.steps import Step
from sparkle_motion_dagster.film.picture import Expression, Facing, Seat


def draw_figure(
    name: str,
    description: str,
    facing: Facing,
    expression: Expression,
    light: Light,
    speaking_prefix: str,
    seat: Seat | None = None,
    step: Step | None = None,
) -> FigureDrawing:
    """The character, full body; a person sits if there is a seat, and may be in a step. The same arguments give the same bytes.

    `speaking_prefix` begins every id in the fragments; give each figure of a document its own.
    """
    look = look_of(name, description)
    if look.kind == "human":
        return draw_person(look, facing, expression, light, speaking_prefix, seat, step)
    return draw_animal(look, facing, expression, light, speaking_prefix)
