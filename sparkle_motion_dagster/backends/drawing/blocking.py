"""Where actors stand and things lie on the stage.

What belongs here: pure geometry in stage units. What does not: the camera (`framing.py`), pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sparkle_motion_dagster.backends.drawing.layer import STAGE_WIDTH, Box, FigureDrawing, PropDrawing
from sparkle_motion_dagster.film.picture import Figure

LEFTMOST, RIGHTMOST = 140.0, 1140.0
"""Where actors may stand."""
_TALKING_APART = 270.0
"""A pair that shares a scene stands no farther apart: people who talk do not stand a street apart."""
_ROW = 14.0
"""Every second actor stands this much nearer to the camera."""
_IN_HAND = 75.0
"""Things lower than this are held, and large ones made for a hand (those with a grip); others stand on the ground."""
_IN_THE_SKY = frozenset(("moon", "sun", "star", "stars", "comet", "rainbow", "cloud", "planet"))
_SKY = STAGE_WIDTH * 0.8, 230.0


@dataclass(frozen=True)
class Standing:
    """A figure in its place on the stage."""

    figure: Figure
    drawing: FigureDrawing
    x: float
    y: float
    """Feet."""

    @property
    def head(self) -> Box:
        """The head's box on the stage."""
        x, y, width, height = self.drawing.head_box
        return self.x + x, self.y + y, width, height

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of the whole figure on the stage."""
        x, y, width, height = self.drawing.box
        return self.x + x, self.y + y, self.x + x + width, self.y + y + height


@dataclass(frozen=True)
class PlacedProp:
    """A thing in its place: the middle of its base."""

    drawing: PropDrawing
    x: float
    y: float
    scale: float = 1.0
    holder: str | None = None
    """character_id of the figure that holds it; it moves with them, and is seen only if they are."""

    @property
    def centre(self) -> tuple[float, float, float]:
        """Middle of the thing, and the height of a frame around it: that of a wide thing is more than its own."""
        height = self.drawing.height * self.scale
        width = 0.0 if self.drawing.glows else self.drawing.box[2] * self.scale  # the box of a light holds its glow
        return self.x, self.y - height / 2, max(height, width * 0.42)


def spread(figures: Sequence[Figure], drawings: Sequence[FigureDrawing], ground_y: float) -> tuple[Standing, ...]:
    """Everyone in place, in the order given: across the stage as the scene says, no head over another."""
    order = sorted(range(len(figures)), key=lambda i: figures[i].x)
    widths = [max(drawings[i].head_box[2] * 1.15, min(drawings[i].box[2], 230.0) * 0.86) for i in order]
    xs = [LEFTMOST + (RIGHTMOST - LEFTMOST) * figures[i].x for i in order]
    gaps = [(a + b) / 2 for a, b in pairwise(widths)]
    if len(xs) == 2 and xs[1] - xs[0] > max(_TALKING_APART, gaps[0]):
        middle, half = sum(xs) / 2, max(_TALKING_APART, gaps[0]) / 2
        xs = [middle - half, middle + half]
    room = RIGHTMOST - LEFTMOST
    crowd = min(room / sum(gaps), 1.0) if gaps else 1.0  # a crowd closes up
    for i, gap in enumerate(gaps):
        xs[i + 1] = max(xs[i + 1], xs[i] + gap * crowd)
    if xs and xs[-1] > RIGHTMOST:
        xs[-1] = RIGHTMOST
        for i in range(len(xs) - 2, -1, -1):
            xs[i] = min(xs[i], xs[i + 1] - gaps[i] * crowd)
    placed = {index: (xs[rank], ground_y + _ROW * (rank % 2)) for rank, index in enumerate(order)}
    return tuple(Standing(f, d, *placed[i]) for i, (f, d) in enumerate(zip(figures, drawings, strict=True)))


def lifted(cast: tuple[Standing, ...], lowest_head_y: float | None) -> tuple[Standing, ...]:
    """The same, those lifted whose heads would be lower than that."""
    if lowest_head_y is None:
        return cast
    return tuple(replace(s, y=s.y - max(s.head[1] - lowest_head_y, 0.0)) for s in cast)


def laid_out(
    drawings: Sequence[PropDrawing], cast: Sequence[Standing], focus: str | None, ground_y: float, insert: bool
) -> tuple[PlacedProp, ...]:
    """Every thing in its place: the first small one in a hand, others beside people; an insert's alone in the middle."""
    if insert and drawings:
        return (PlacedProp(drawings[0], STAGE_WIDTH / 2, ground_y + 20),)
    placed: list[PlacedProp] = []
    holders = [s for s in cast if s.drawing.hand is not None]
    holder = next((s for s in holders if s.figure.character_id == focus), holders[0] if holders else None)
    grounded, held = 0, False
    for drawing in drawings:
        if not _IN_THE_SKY.isdisjoint(drawing.name.lower().split()):
            placed.append(PlacedProp(drawing, *_SKY))
        elif (drawing.height < _IN_HAND or drawing.grip is not None) and holder is not None and not held:
            placed.append(_in_hand(drawing, holder))
            held = True
        else:
            placed.append(_on_ground(drawing, cast, grounded, ground_y))
            grounded += 1
    return tuple(placed)


def _in_hand(drawing: PropDrawing, holder: Standing) -> PlacedProp:
    hand_x, hand_y = holder.drawing.hand or (0.0, 0.0)
    larger = 1.25 if drawing.height < 40 else 1.0  # in a hand, small things are drawn a little larger than life
    height = drawing.height * larger
    below = height * (0.45 if drawing.grip is None else drawing.grip)  # a cup lies in it, a lantern hangs from it
    return PlacedProp(drawing, holder.x + hand_x, holder.y + hand_y + below, larger, holder=holder.figure.character_id)


def _on_ground(drawing: PropDrawing, cast: Sequence[Standing], index: int, ground_y: float) -> PlacedProp:
    y = ground_y + 10 + 8 * (index % 2)
    width = min(drawing.box[2], 1.6 * max(drawing.height, 1.0))
    if not cast:
        return PlacedProp(drawing, STAGE_WIDTH * (0.36 + 0.26 * (index % 3)), y + 16)
    row = sorted(cast, key=lambda s: s.x)
    # between a pair if there is room, else outside, right and left by turns
    if index == 0 and len(row) > 1 and row[1].box[0] - row[0].box[2] > width * 0.8:
        return PlacedProp(drawing, (row[1].box[0] + row[0].box[2]) / 2, y)
    outer = index + (len(row) > 1)
    beyond = (outer // 2) * 90.0 + width / 2 + 18
    x = row[-1].box[2] + beyond if outer % 2 == 0 else row[0].box[0] - beyond
    return PlacedProp(drawing, min(max(x, 30.0), STAGE_WIDTH - 30.0), y)
