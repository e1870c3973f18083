"""What a character looks like for the whole film.

What belongs here: the type. What does not: how it is chosen (`look.py`) and read (`look_said.py`), drawing.
"""

from dataclasses import dataclass, field
from typing import Literal

from sparkle_motion_dagster.backends.drawing.look_reading import Age, Sex
from sparkle_motion_dagster.backends.drawing.look_words import SKINS

Build = Literal["slim", "average", "stout"]
Beard = Literal["none", "stubble", "moustache", "short", "full", "long"]


@dataclass(frozen=True)
class Look:
    """Everything the pens need to draw a character the same way every time. Colours are `#rrggbb`."""

    kind: str
    """`human`, `robot`, or an animal: fox, dog, owl …"""
    seed: str
    """Key of every further seeded choice about this character."""
    age: Age = "adult"
    sex: Sex = "woman"
    build: Build = "average"
    tall: float = 1.0
    """Factor on the usual height."""
    skin: str = SKINS[1]
    hair: str = "#6a4329"
    hair_style: str = "short"
    beard: Beard = "none"
    hat: str | None = None
    hat_colour: str = "#8b8f99"
    glasses: Literal["round", "square", "dark", "patch"] | None = None
    eyes: str = "#6b4226"
    freckles: bool = False
    outfit: str = "sweater"
    top: str = "#3f72af"
    second: str = "#efe2c6"
    """Shirt under a jacket, stripes, lining."""
    bottom: Literal["trousers", "skirt", "shorts"] = "trousers"
    bottom_colour: str = "#474a55"
    shoes: Literal["shoes", "boots", "bare"] = "shoes"
    shoe_colour: str = "#4a342b"
    stripes: bool = False
    scarf: str | None = None
    tie: str | None = None
    accessories: tuple[str, ...] = field(default=())
    """Among earrings, necklace, cane, bag, bow, flower, lantern."""
    coat: str | None = None
    """An animal's fur, feathers or skin, or a robot's metal; None: as its kind usually is."""
