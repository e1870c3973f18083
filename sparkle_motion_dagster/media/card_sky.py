"""The landscape behind a title: a sky of its own mood, a moon or the last of the sun, hills in mist.

What belongs here: pixels made from a seed. What does not: words (`cards.py`).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.floating]


@dataclass(frozen=True)
class _Mood:
    """Colours of one hour, as `#rrggbb`: three of the sky from above to the horizon, the hills, sun or moon."""

    sky: tuple[str, str, str]
    hill: str
    orb: str
    stars: float
    """0 none, 1 a clear night."""
    orb_height: float
    """Of the middle of sun or moon: 0 top, 1 the horizon."""


_MOODS = (
    _Mood(("#0a1030", "#1f2a5c", "#c87f5a"), "#141a38", "#ffe9bd", 1.0, 0.98),  # the last of the sun
    _Mood(("#070c22", "#16264f", "#4a6f9c"), "#0e1833", "#f6f0d8", 1.0, 0.24),  # moonlight
    _Mood(("#1b1238", "#53315f", "#e38a63"), "#241638", "#ffd9a0", 0.7, 1.0),  # plum dusk
    _Mood(("#07222e", "#1c4a56", "#d9a868"), "#0d2630", "#fff0c4", 0.75, 0.96),  # teal evening
    _Mood(("#241228", "#6a2f45", "#e9a15c"), "#28142a", "#ffe0a3", 0.45, 0.94),  # ember
    _Mood(("#101a3a", "#3b4a86", "#d9a3a8"), "#1a2246", "#fff1dc", 0.55, 0.26),  # before dawn
)
_HORIZON = 0.82
_HIGH_X, _LOW_X = (0.1, 0.87), (0.18, 0.28, 0.7, 0.8)
"""Where a high moon stands clear of the title, and where a low sun may stand."""


def _rgb(colour: str) -> Plane:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


def card_sky(width_px: int, height_px: int, seed: int, *, late: bool = False) -> NDArray[np.uint8]:
    """The landscape of a seed: (height, width, 3) uint8 RGB. `late`: the same place, darker, its light gone down."""
    source = np.random.default_rng(seed)
    mood = _MOODS[int(source.integers(len(_MOODS)))]
    orb_x = float(source.choice(_HIGH_X if mood.orb_height < 0.5 else _LOW_X)) + float(source.uniform(-0.02, 0.04))
    y = (np.arange(height_px, dtype=np.float32) / height_px)[:, None, None]
    x = (np.arange(width_px, dtype=np.float32) / width_px)[None, :, None]
    aspect = width_px / height_px
    top, middle, low = (_rgb(colour) * (1 + source.uniform(-0.06, 0.06)) for colour in mood.sky)
    upper = top + (middle - top) * np.clip(y / 0.6, 0, 1) ** 1.3
    glow = np.exp(-(((x - orb_x) * aspect / 1.1) ** 2)) * 0.5 + 0.5
    dusk = np.clip((y - 0.42) / (_HORIZON - 0.42), 0, 1) ** 2.2 * glow * (0.45 if late else 0.95)
    picture: Plane = upper + (low - upper) * dusk
    picture = picture + _stars(source, width_px, height_px, mood.stars * (1.15 if late else 1))
    orb_y = mood.orb_height * _HORIZON + (0.3 if late else 0)
    away = np.sqrt(((x - orb_x) * aspect) ** 2 + (y - orb_y) ** 2)
    orb = _rgb(mood.orb)
    disc = np.clip((0.047 - away) * height_px / 1.5 + 0.5, 0, 1) * (0.0 if late else 1.0)
    halo = 0.55 * np.exp(-away / 0.07) + 0.22 * np.exp(-away / 0.28)
    picture = picture + (orb - picture) * np.clip(disc + halo * (0.35 if late else 1), 0, 1)
    picture = _hills(source, picture, x, y, _rgb(mood.hill), low, late)
    edge = 1 - 0.28 * np.clip(np.hypot((x - 0.5) * 1.25, y - 0.48) - 0.35, 0, 1)
    grain = source.normal(0, 1.7, (height_px, width_px, 1)).astype(np.float32)
    return np.clip(picture * edge + grain, 0, 255).astype(np.uint8)


def _stars(source: np.random.Generator, width_px: int, height_px: int, strength: float) -> Plane:
    count = int(220 * strength)
    xs = (source.random(count) * width_px).astype(int)
    ys = (source.beta(1, 2.2, count) * height_px * 0.68).astype(int)
    light = np.zeros((height_px, width_px), np.float32)
    light[ys, xs] = source.uniform(30, 210, count) * source.random(count) ** 0.7
    sharp = height_px / 720
    light = np.maximum(
        light if sharp <= 1.2 else 0, 2.4 * sharp * cv2.GaussianBlur(light, (0, 0), max(sharp * 0.8, 0.5))
    )
    return np.clip(light, 0, 235)[..., None] * np.array([1, 0.97, 0.9], np.float32)


def _hills(
    source: np.random.Generator, picture: Plane, x: Plane, y: Plane, hill: Plane, low: Plane, late: bool
) -> Plane:
    """Four ridges, each nearer one darker, with mist in the valleys between and firs on the nearest but one."""
    height_px = picture.shape[0]
    for depth, base in enumerate((0.77, 0.82, 0.88, 0.95)):
        waves = sum(
            np.sin(x * source.uniform(2.4, 4.6) * 2.1**i + source.uniform(0, 6.3)) * 0.045 * 0.46**i for i in range(5)
        )
        line = base + waves * (1 - 0.12 * depth)
        ridge = line - _firs(source, picture.shape[1])[None, :, None] if depth == 2 else line
        share = depth / 3
        haze = (low * (0.2 if late else 0.36) + hill * 0.9) * (1 - share) + hill * 0.55 * share
        mist = haze + (low - haze) * np.clip((y - line) / 0.13, 0, 1) * (1 - share) * (0.1 if late else 0.2)
        cover = np.clip((y - ridge) * height_px / 1.4 + 0.5, 0, 1)
        picture = picture + (mist - picture) * cover
    return picture


def _firs(source: np.random.Generator, width_px: int) -> Plane:
    """How high firs stand above a ridge, for each column, as a share of the picture's height."""
    columns = np.arange(width_px, dtype=np.float32) / width_px
    tops = np.zeros(width_px, np.float32)
    for _ in range(3):
        centre, spread = source.uniform(0, 1), source.uniform(0.05, 0.12)
        for at in source.normal(centre, spread, 16):
            tall = source.uniform(0.018, 0.05)
            tops = np.maximum(tops, np.clip(tall * (1 - np.abs(columns - at) / (tall * 0.17)), 0, None))
    return tops.astype(np.float32)
