"""The kit of places: from a writer's words to a place drawn at an hour in a weather.

What belongs here: the register and the drawing of one place. What does not: how words are matched (`words.py`)
and how each place looks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.layer import Place
from sparkle_motion_dagster.backends.drawing.palette import Family, palette
from sparkle_motion_dagster.backends.drawing.places import (
    car,
    cave,
    counters,
    countryside,
    halls,
    homes,
    lamp_room,
    old_lands,
    public_rooms,
    shore,
    space,
    town,
    waterfront,
    woods,
)
from sparkle_motion_dagster.backends.drawing.places.sheet import DrawnPlace, Scene
from sparkle_motion_dagster.backends.drawing.places.words import INSIDE, OUTSIDE, nearest_kind
from sparkle_motion_dagster.film.plan import TimeOfDay, Weather

PLAIN_ROOM, PLAIN_LAND = "plain room", "plain land"


@dataclass(frozen=True)
class KitPlace:
    """One entry of the kit."""

    draw: Callable[[Scene], DrawnPlace]
    family: Family
    interior: bool = False


KIT: dict[str, KitPlace] = {
    "living room": KitPlace(homes.living_room, "room", True),
    "kitchen": KitPlace(homes.kitchen, "room", True),
    "bedroom": KitPlace(homes.bedroom, "room", True),
    "cabin": KitPlace(old_lands.cabin, "room", True),
    "office": KitPlace(public_rooms.office, "room", True),
    "library": KitPlace(public_rooms.library, "room", True),
    "cafe": KitPlace(counters.cafe, "room", True),
    "shop": KitPlace(counters.shop, "room", True),
    "classroom": KitPlace(public_rooms.classroom, "room", True),
    "hospital": KitPlace(public_rooms.hospital, "ward", True),
    "castle hall": KitPlace(halls.castle_hall, "room", True),
    "cave": KitPlace(cave.cave, "room", True),
    "train": KitPlace(halls.train, "room", True),
    "car": KitPlace(car.car, "room", True),
    "lamp room": KitPlace(lamp_room.lamp_room, "room", True),
    "spaceship": KitPlace(space.spaceship, "ward", True),
    "street": KitPlace(town.street, "city"),
    "rooftop": KitPlace(town.rooftop, "city"),
    "village": KitPlace(old_lands.village, "land"),
    "park": KitPlace(woods.park, "land"),
    "graveyard": KitPlace(old_lands.graveyard, "land"),
    "garden": KitPlace(woods.garden, "land"),
    "forest": KitPlace(woods.forest, "wood"),
    "meadow": KitPlace(countryside.meadow, "land"),
    "farm": KitPlace(countryside.farm, "land"),
    "castle": KitPlace(old_lands.castle, "land"),
    "mountain": KitPlace(countryside.mountain, "land"),
    "snow field": KitPlace(countryside.snowfield, "snow"),
    "desert": KitPlace(countryside.desert, "sand"),
    "beach": KitPlace(shore.beach, "sea"),
    "lighthouse": KitPlace(shore.lighthouse, "sea"),
    "harbour": KitPlace(waterfront.harbour, "sea"),
    "ship": KitPlace(waterfront.ship_deck, "sea"),
    "river": KitPlace(woods.river, "land"),
    "planet": KitPlace(space.planet, "space"),
}
PLAIN: dict[str, KitPlace] = {
    PLAIN_ROOM: KitPlace(homes.plain_room, "room", True),
    PLAIN_LAND: KitPlace(woods.plain_land, "land"),
}
INTERIORS = frozenset(kind for kind, entry in KIT.items() if entry.interior)


def place_names() -> tuple[str, ...]:
    """The places the kit can draw."""
    return tuple(KIT)


def match_place(place: str, interior: bool | None) -> tuple[str, bool]:
    """The kind of place that the words mean, and whether the kit knows it (else a plain room or land stands in)."""
    kind, indoors = nearest_kind(place, interior, INTERIORS)
    if kind is None:
        return (PLAIN_ROOM if indoors else PLAIN_LAND), False
    if indoors is True and kind not in INTERIORS:
        kind = INSIDE.get(kind, PLAIN_ROOM)
    elif indoors is False and kind in INTERIORS:
        kind = OUTSIDE[kind]
    return kind, kind in KIT


def draw_place(place: str, interior: bool | None, time_of_day: TimeOfDay, weather: Weather, scene_seed: int) -> Place:
    """Draw the nearest place of the kit to the writer's words.

    `interior` is what the scene heading says, None if it says nothing. The same arguments give the same place;
    the seed alone decides furniture, trees and colours of things, so a place stays itself at every hour.
    """
    kind, known = match_place(place, interior)
    return draw_kind(kind, time_of_day, weather, scene_seed, known)


def draw_kind(kind: str, time_of_day: TimeOfDay, weather: Weather, scene_seed: int, known: bool = True) -> Place:
    """Draw one kind of place, by its name in the kit."""
    entry = KIT.get(kind) or PLAIN[kind]
    colours = palette(time_of_day, weather, entry.family)
    drawn = entry.draw(Scene(kind, time_of_day, weather, scene_seed, colours))
    return Place(
        kind,
        drawn.layers,
        drawn.ground_y,
        colours.light(),
        drawn.ambience,
        known,
        drawn.widest,
        drawn.lowest_head_y,
    )
