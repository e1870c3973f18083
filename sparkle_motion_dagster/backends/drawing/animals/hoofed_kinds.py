"""How the animals that stand on four legs differ: measures and colours.

What belongs here: the table. What does not: drawing.
"""

from dataclasses import dataclass

from sparkle_motion_dagster.backends.drawing.svg import Point


@dataclass(frozen=True)
class Hoofed:
    """One kind."""

    size: float
    coat: str
    pale: str
    """Muzzle and belly."""
    mark: str
    """Mane, patches, stripes, tail end."""
    head: Point
    """Middle of the head."""
    face: tuple[float, float, float]
    """Half width of the brow, of the muzzle, and length of the face."""
    trunk: tuple[float, float, float]
    """Half length, middle height, half height of the body."""
    leg: float
    """Half thickness of the legs."""
    neck: float
    ears: str
    extra: str = ""
    """horse, zebra, antlers, fawn, horns, big_horns, wool, goat, pig, elephant, giraffe."""
    nose: str = "#3a2a2e"
    iris: str = "#4a2f20"
    hoof: str = "#3b302e"


HOOFED: dict[str, Hoofed] = {
    "horse": Hoofed(400, "#9a5f37", "#c99a70", "#3f2a24", (112, -366), (56, 46, 104), (130, -198, 74), 17, 50, "leaf", "horse"),
    "donkey": Hoofed(320, "#8b8782", "#e9e2d6", "#4a4547", (104, -352), (56, 46, 98), (120, -186, 70), 16, 48, "hare", "horse"),
    "zebra": Hoofed(370, "#f0ede6", "#4a4550", "#2d2b33", (112, -362), (56, 44, 100), (128, -196, 74), 16, 50, "leaf", "zebra"),
    "deer": Hoofed(310, "#b5763f", "#f3dfbf", "#8a5429", (98, -364), (52, 34, 84), (104, -196, 56), 11, 34, "hare", "fawn", "#2f2226"),
    "stag": Hoofed(370, "#a3683a", "#ecd6b4", "#7b4a26", (98, -364), (54, 36, 88), (112, -198, 62), 12, 42, "leaf", "antlers", "#2f2226"),
    "cow": Hoofed(310, "#f3eee6", "#eab9ab", "#4a3a38", (128, -262), (64, 58, 98), (146, -170, 84), 20, 54, "side", "horns", "#8a4a4a"),
    "bull": Hoofed(340, "#5f4036", "#c79f8a", "#3d2924", (128, -266), (68, 58, 98), (150, -178, 94), 23, 66, "side", "big_horns"),
    "sheep": Hoofed(220, "#f3ede0", "#4b4350", "#e2d8c6", (112, -226), (52, 40, 84), (124, -150, 84), 14, 40, "side", "wool", "#2b2430"),
    "goat": Hoofed(230, "#e8e0d2", "#cdbda5", "#a89a86", (108, -262), (50, 38, 88), (112, -156, 62), 13, 36, "side", "goat"),
    "pig": Hoofed(200, "#efaaa8", "#f6c4bd", "#d98888", (106, -174), (68, 56, 76), (132, -124, 82), 18, 60, "flap", "pig", "#d57f84"),
    "elephant": Hoofed(440, "#8f95a3", "#a9aebb", "#777d8c", (128, -290), (82, 70, 90), (160, -216, 118), 36, 70, "elephant", "elephant"),
    "giraffe": Hoofed(500, "#e3b564", "#f3dcab", "#9a5e2c", (128, -474), (50, 40, 92), (112, -212, 66), 14, 34, "leaf", "giraffe"),
}  # fmt: skip
