"""How birds differ: measures and colours.

What belongs here: the table. What does not: drawing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bird:
    """One kind."""

    size: float
    coat: str
    belly: str
    wing: str
    beak: str
    beak_size: tuple[float, float]
    """Length and depth."""
    iris: str = "#2c2226"
    legs: str = "#c98a3c"
    neck: float = 0.0
    """How much longer than a songbird's."""
    hooked: float = 0.0
    flat: bool = False
    leg: float = 46.0
    extra: str = ""
    """breast, comb, big_comb, mask, crest, eagle, ring."""
    upright: str = ""
    """owl or penguin."""


BIRDS: dict[str, Bird] = {
    "bird": Bird(105, "#6f8fb8", "#f1dcc0", "#4f6d96", "#e2a13c", (34, 15), extra="breast"),
    "crow": Bird(140, "#34343f", "#3d3e4b", "#262631", "#2b2b33", (66, 21), iris="#8f9fb5", legs="#24242c", leg=56),
    "gull": Bird(140, "#f4f3ef", "#fbfaf6", "#9aa5b3", "#efb23c", (58, 18), iris="#d9b23a", legs="#e6a23c", hooked=0.3, leg=54),
    "pigeon": Bird(110, "#8e99ab", "#a7b0bf", "#6f7a8e", "#4a4653", (32, 13), iris="#d9803a", legs="#d9727a", extra="ring"),
    "parrot": Bird(150, "#3f9a58", "#8cc152", "#2f6fb0", "#3b3540", (38, 28), iris="#e2b33c", hooked=1.1, extra="mask", legs="#6a6570"),
    "eagle": Bird(210, "#5a4030", "#6b4d3a", "#46311f", "#efb23c", (48, 26), iris="#e2b33c", hooked=1.0, extra="eagle", leg=60),
    "duck": Bird(130, "#f2d155", "#f8e291", "#dfb63c", "#e98a34", (52, 17), flat=True, legs="#e98a34", neck=16, leg=40),
    "goose": Bird(230, "#f4f1ea", "#fbf9f4", "#ddd8ce", "#ea8f35", (56, 20), flat=True, legs="#ea8f35", neck=100, leg=50),
    "hen": Bird(140, "#b86a3a", "#d99058", "#8f4d28", "#e8b03f", (30, 17), extra="comb", iris="#8a4a20", legs="#e2a83c", leg=50),
    "rooster": Bird(175, "#a5482c", "#c96a35", "#2f5d50", "#e8b03f", (32, 18), extra="big_comb", iris="#8a4a20", legs="#e2a83c", neck=24, leg=62),
    "owl": Bird(165, "#8a6a4c", "#ecdcc0", "#6d5239", "#e0a93c", (26, 19), iris="#e2a02c", upright="owl"),
    "penguin": Bird(180, "#2e3542", "#f6f3ec", "#252b36", "#efa23a", (44, 16), iris="#3a2a24", upright="penguin", legs="#efa23a"),
}  # fmt: skip
