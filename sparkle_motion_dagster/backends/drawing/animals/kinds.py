"""How each furred animal that sits on its haunches differs from the others.

What belongs here: their measures and colours. What does not: drawing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beast:
    """One kind. Head measures in units of a head about 210 wide; colours `#rrggbb`."""

    size: float
    coat: str
    belly: str
    mark: str
    """Legs, ear backs, stripes."""
    ears: str
    """pointed, tall_pointed, round, floppy, long, tufted, fan, horned"""
    tail: str
    """bushy, ring, thin, curl, stub, tuft, feather, spiked"""
    face: str
    """mask, muzzle, wide_muzzle, cat, blaze, panda, bandit, ape, plain"""
    iris: str = "#6b4226"
    nose: str = "#2a1a22"
    ear_inner: str = "#4a1e1d"
    wide: float = 1.0
    tall: float = 1.0
    cheek: float = 0.0
    """How far the cheek fur sticks out in points."""
    muzzle: tuple[float, float] = (56, 42)
    eye: tuple[float, float, float, float] = (44, -16, 19, 20)
    """Distance from the middle, height, half width, half height."""
    plump: float = 1.0
    socks: bool = False
    stripes: bool = False
    spots: bool = False
    mane: bool = False
    spines: bool = False
    whiskers: bool = True
    slit: bool = False
    wings: bool = False
    big_teeth: bool = False


BEASTS: dict[str, Beast] = {
    "fox": Beast(200, "#e8762c", "#fff1dc", "#5b241c", "tall_pointed", "bushy", "mask", "#9a6a1c", cheek=30, socks=True,
                 muzzle=(50, 36)),
    "wolf": Beast(250, "#7f8796", "#e9e6e2", "#4a4f5e", "pointed", "bushy", "mask", "#d0a338", cheek=34, ear_inner="#2f2f3b",
                  muzzle=(56, 42)),
    "dog": Beast(200, "#c98f52", "#f6e4c8", "#8a5530", "floppy", "feather", "muzzle", "#5a3a24", muzzle=(60, 48), whiskers=False),
    "cat": Beast(160, "#8b8791", "#f3ece6", "#5c5764", "pointed", "curl", "cat", "#7fa64a", ear_inner="#d99aa0", cheek=14, wide=1.02,
                 tall=0.9, muzzle=(42, 28), stripes=True, slit=True, nose="#c9727a", eye=(46, -12, 21, 21)),
    "bear": Beast(380, "#7a5138", "#c99d70", "#5d3b28", "round", "stub", "wide_muzzle", "#4a3020", wide=1.04, plump=1.3,
                  ear_inner="#b58560", muzzle=(58, 46), eye=(44, -20, 15, 16), whiskers=False),
    "panda": Beast(330, "#f4f1ec", "#f4f1ec", "#2d2b35", "round", "stub", "panda", "#3a2a24", wide=1.08, plump=1.32, ear_inner="#2d2b35",
                   muzzle=(48, 36), eye=(46, -12, 16, 17), socks=True, whiskers=False),
    "rabbit": Beast(170, "#b79b82", "#f7eee2", "#8f745d", "long", "stub", "muzzle", "#5a3a2a", ear_inner="#e7adab", wide=0.9, tall=0.98,
                    muzzle=(44, 32), nose="#d98a90", eye=(46, -18, 19, 23), big_teeth=True),
    "mouse": Beast(105, "#9d9aa3", "#efe6e0", "#7b7883", "fan", "thin", "muzzle", "#2c2226", ear_inner="#eab3b3", wide=0.88, tall=0.9,
                   muzzle=(40, 30), nose="#dd8b92", eye=(40, -10, 18, 20), big_teeth=True),
    "squirrel": Beast(130, "#b5602c", "#f8e6cc", "#7d3c1c", "tufted", "plume", "muzzle", "#3a2420", wide=0.92, tall=0.92, muzzle=(42, 32),
                      ear_inner="#e7b08c", eye=(43, -12, 19, 21), big_teeth=True),
    "badger": Beast(165, "#6d7079", "#efece6", "#2b2b33", "round", "stub", "blaze", "#3a2a24", wide=0.98, plump=1.2, muzzle=(46, 38),
                    socks=True, eye=(44, -12, 14, 15), ear_inner="#efece6"),
    "raccoon": Beast(160, "#8b8a90", "#e6e2dc", "#33323b", "round", "ring", "bandit", "#5a3a24", cheek=26, muzzle=(44, 34), socks=True,
                     ear_inner="#e6e2dc"),
    "otter": Beast(150, "#7b5741", "#dfc6a4", "#5b3d2c", "round", "thick", "wide_muzzle", "#3a2820", wide=1.04, tall=0.88,
                   muzzle=(56, 36), ear_inner="#5b3d2c", eye=(46, -12, 15, 16)),
    "lion": Beast(290, "#dda650", "#f6e2b8", "#9b5a26", "round", "tuft", "wide_muzzle", "#a8752a", mane=True, ear_inner="#9b5a26",
                  muzzle=(54, 42), plump=1.12, eye=(44, -18, 17, 17)),
    "lioness": Beast(260, "#d9aa62", "#f6e2b8", "#a8733a", "round", "tuft", "wide_muzzle", "#a8752a", ear_inner="#f1d8ae", muzzle=(54, 42)),
    "tiger": Beast(280, "#e58a35", "#fff3e0", "#2e2028", "round", "striped", "wide_muzzle", "#c79a2c", ear_inner="#fff3e0", cheek=22,
                   muzzle=(54, 42), stripes=True),
    "leopard": Beast(240, "#e0b25c", "#fbeecd", "#4a3226", "round", "thick", "wide_muzzle", "#8fa24a", ear_inner="#fbeecd",
                     muzzle=(52, 40), spots=True),
    "monkey": Beast(200, "#80563a", "#e9c39c", "#5f3d28", "side_round", "curl", "ape", "#4a2f20", wide=0.92, muzzle=(54, 42),
                    ear_inner="#e2b48c", nose="#7a4a38", whiskers=False),
    "koala": Beast(170, "#9aa0ab", "#e8e6e4", "#767c88", "fan", "stub", "plain", "#4a3428", wide=1.02, plump=1.2, muzzle=(40, 32),
                   ear_inner="#efe9e6", whiskers=False, eye=(48, -12, 15, 16)),
    "hedgehog": Beast(110, "#d8b48c", "#f3dfc2", "#5f4634", "round", "stub", "plain", "#2c2226", wide=0.92, tall=0.86, plump=1.1,
                      muzzle=(40, 32), spines=True, ear_inner="#b98a62", whiskers=False, eye=(40, -8, 16, 18)),
    "dragon": Beast(360, "#4f9a6a", "#f0dc9c", "#2f6b58", "horned", "spiked", "dragon", "#d9922c", wide=0.98, muzzle=(62, 44), nose="#2c5a48",
                    wings=True, slit=True, whiskers=False, plump=1.1),
}  # fmt: skip
