"""What the pens hand to the camera: layers, places, figures and props as SVG fragments.

What belongs here: the types that places, people, animals, props and the stage share. What does not: any
drawing, any pixels.

Stage coordinates: the scene's stage is 1280 × 720 units, x to the right, y down, with an overscan that is drawn
too: x −160 … 1440, y −90 … 810. Feet of the actors stand at `Place.ground_y`. A standing adult is about
360 units tall, a child 250, a fox 150, a mouse 50 (a talking animal may be drawn larger than life).
SVG ids inside fragments must be prefixed by the fragment's own name, so that fragments can share a document.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

STAGE_WIDTH, STAGE_HEIGHT = 1280, 720
OVERSCAN = (-160, -90, 1600, 900)
"""x, y, width, height of everything that is drawn of a place."""

TWOS = 2
"""Each drawing is shown for two frames, as animators do."""

Motion = Literal["still", "drift", "sway", "flicker", "twinkle", "wave"]
Viseme = Literal["X", "A", "B", "C", "D", "E", "F", "G", "H"]
VISEMES: tuple[Viseme, ...] = ("X", "A", "B", "C", "D", "E", "F", "G", "H")
Box = tuple[float, float, float, float]
"""x, y, width, height."""
WHOLE_STAGE: Box = (0.0, 0.0, float(STAGE_WIDTH), float(STAGE_HEIGHT))


@dataclass(frozen=True)
class Light:
    """The light of a place at its hour, for everything that stands in it. Colours are `#rrggbb`."""

    key: str
    """Colour of the main light: lit edges are mixed toward it."""
    shade: str
    """Colour of the shadows: dark sides are mixed toward it."""
    strength: float
    """0: flat daylight, colours stay themselves; 1: colours nearly lost in shade (deep night)."""
    key_from_left: bool


@dataclass(frozen=True)
class Layer:
    """One sheet of a place, drawn over the ones before it."""

    name: str
    svg: str
    """SVG fragment, `<defs>` included, in stage coordinates over the whole overscan."""
    depth: float
    """0 at infinity (moves with no camera), 1 the actors' plane, above 1 in front of them."""
    motion: Motion = "still"


@dataclass(frozen=True)
class Place:
    """A place at an hour in a weather."""

    kind: str
    """Name in the kit: "kitchen", "forest" …"""
    layers: tuple[Layer, ...]
    """Back to front. Layers with depth ≤ 1 are behind the actors, others before them."""
    ground_y: float
    light: Light
    ambience: str
    """Sound of the place: one of media/ambience.py's beds (room, forest, sea, street, meadow, night, …)."""
    known: bool
    """False: the writer's words matched nothing in the kit and a plain room or landscape stands in."""
    widest: Box = WHOLE_STAGE
    """What the widest picture shows. The inside of a car is smaller than the stage."""
    lowest_head_y: float | None = None
    """Where a head's top is at the lowest: children and animals are lifted onto a seat. None: all stand on the ground."""


@dataclass(frozen=True)
class FigureDrawing:
    """A character, standing or sitting, origin at the middle of the feet, y negative upward."""

    body: str
    """SVG fragment without the head."""
    head: str
    """SVG fragment of the head with the eyes open and no mouth, same coordinates; drawn over the body."""
    eyes_closed: str
    """SVG fragment that covers the open eyes with closed lids; drawn over the head."""
    mouth: Callable[[Viseme], str]
    """SVG fragment of a mouth shape; drawn over the head. X is the closed mouth with the figure's expression."""
    neck: tuple[float, float]
    """Pivot of the head's small movements."""
    box: Box
    """Everything drawn, with a margin."""
    head_box: Box
    """The head alone (ears and hats included); a close-up frames it."""
    mouth_box: Box
    """All mouth shapes fit in it with a margin of skin around."""
    height: float
    hand: tuple[float, float] | None = None
    """Where a thing can be held; None for who has no hand free."""
    sinks: float = 0.0
    """How much lower the whole figure is than drawn, so that a foot of its step is on the ground."""


@dataclass(frozen=True)
class PropDrawing:
    """A thing, origin at the middle of its base, y negative upward."""

    name: str
    svg: str
    box: Box
    known: bool
    """False: no drawing of it is known; `svg` is empty."""
    glows: bool = False
    height: float = 0.0
    """Of the thing itself, without its glow."""
    grip: float | None = None
    """Where a hand holds it, as a share of its height from its base; None: no matter, small things lie in the hand."""
