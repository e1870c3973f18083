"""The kit of places: from a writer's words to a place drawn at an hour in a weather.

What belongs here: the register and the drawing of one place. What does not: how words are matched (`words.py`)
and how each place looks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.layer import Place
from sparkle_motion_dagster.backends.drawing.palette import Family, palette
from sparkle_motion_dagster.backends.drawing.places import countryside, homes
from sparkle_motion_dagster.backends.drawing.places.sheet import DrawnPlace, Scene
from sparkle_motion_dagster.film.plan import TimeOfDay, Weather


@dataclass(frozen=True)
class KitPlace:
    draw: Callable[[Scene], DrawnPlace]
    family: Family
    interior: bool = False


KIT: dict[str, KitPlace] = {
    "living room": KitPlace(homes.living_room, "room", True),
    "kitchen": KitPlace(homes.kitchen, "room", True),
    "bedroom": KitPlace(homes.bedroom, "room", True),
    "plain room": KitPlace(homes.plain_room, "room", True),
    "meadow": KitPlace(countryside.meadow, "land"),
    "farm": KitPlace(countryside.farm, "land"),
    "mountain": KitPlace(countryside.mountain, "land"),
    "snow field": KitPlace(countryside.snowfield, "snow"),
    "desert": KitPlace(countryside.desert, "sand"),
}


def draw_kind(kind: str, time_of_day: TimeOfDay, weather: Weather, seed: int, known: bool = True) -> Place:
    entry = KIT[kind]
    colours = palette(time_of_day, weather, entry.family)
    scene = Scene(kind, time_of_day, weather, seed, colours)
    drawn = entry.draw(scene)
    return Place(kind, drawn.layers, drawn.ground_y, colours.light(), drawn.ambience, known)
