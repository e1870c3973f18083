"""From the sounds of speech to the shapes of a mouth.

What belongs here: pure timing of Preston-Blair shapes (X closed at rest, A pressed, B … H). What does not: drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.layer import Viseme
from sparkle_motion_dagster.backends.protocols import Phone

LEAD_S = 0.05
"""Mouths move before they are heard; measured against forced alignment."""
_REST_S = 0.08
"""A silence shorter than this keeps the mouth as it is."""
_SHAPES: dict[Viseme, str] = {
    "A": "mbpM",
    "B": "stdnkɡgzʃʒʤʧxhθðjçTɾŋcɟʔʂʐɬsɲ",
    "C": "ɛæeɪəᵊʌɜɐiɘɨAaʲ",
    "D": "ɑIWɒäY",
    "E": "ɔoOɹɚrɝɤœ",
    "F": "uʊwyøQʍ",
    "G": "fvʋɱ",
    "H": "lɫʟ",
}
_OF = {symbol: shape for shape, symbols in _SHAPES.items() for symbol in symbols}
_MARKS = "ˈˌːʰˑ̩̃‿-|'\"()"
_SILENT = " ,.?!—…;:_\t\n"


@dataclass(frozen=True)
class Shape:
    """A mouth shape from one moment to another, seconds."""

    start_s: float
    end_s: float
    viseme: Viseme


def shape_of(symbol: str) -> Viseme | None:
    """The shape of one sound; None for a mark that only modifies the sound before."""
    for character in symbol:
        if character in _OF:
            return _OF[character]
    if not symbol or all(c in _MARKS for c in symbol):
        return None
    return "X" if all(c in _SILENT or c in _MARKS for c in symbol) else "B"


def shapes_of_phones(phones: Sequence[Phone]) -> tuple[Shape, ...]:
    """Shapes of a line's sounds, each leading its sound by `LEAD_S`."""
    shapes: list[Shape] = []
    for phone in phones:
        viseme = shape_of(phone.symbol)
        start_s, end_s = max(phone.start_s - LEAD_S, 0.0), max(phone.end_s - LEAD_S, 0.0)
        last = shapes[-1] if shapes else None
        short_rest = viseme == "X" and phone.end_s - phone.start_s < _REST_S
        if last is not None and (viseme is None or short_rest or last.viseme == viseme):
            shapes[-1] = Shape(last.start_s, end_s, last.viseme)
        elif viseme is not None:
            shapes.append(Shape(start_s, end_s, viseme))
    return tuple(shapes)


def shapes_of_sound(
    samples: NDArray[np.float32], sample_rate_hz: int, start_s: float, end_s: float, step_s: float = 1 / 12
) -> tuple[Shape, ...]:
    """Shapes from loudness alone, for a voice whose sounds are not known: quiet X, then C, then D.

    `samples`: (n,) float32 mono, the shot's whole track; `start_s`, `end_s`: the line in it.
    """
    edges = np.arange(start_s, end_s, step_s)
    loud = []
    for edge in edges:
        piece = samples[int(edge * sample_rate_hz) : int(min(edge + step_s, end_s) * sample_rate_hz)]
        loud.append(float(np.sqrt(np.mean(piece.astype(np.float64) ** 2))) if len(piece) else 0.0)
    peak = max(loud, default=0.0)
    shapes = []
    for edge, level in zip(edges, loud, strict=True):
        share = level / peak if peak > 1e-4 else 0.0
        viseme: Viseme = "X" if share < 0.08 else "B" if share < 0.25 else "C" if share < 0.6 else "D"
        shapes.append(Shape(max(edge - LEAD_S, 0.0), max(min(edge + step_s, end_s) - LEAD_S, 0.0), viseme))
    return tuple(shapes)


def mouth_at(shapes: Sequence[Shape], drawing: int, drawing_s: float) -> Viseme:
    """The shape for one drawing. A pressed mouth (m, b, p) is shown if it falls anywhere inside the drawing."""
    start_s, end_s = drawing * drawing_s, (drawing + 1) * drawing_s
    middle_s = (start_s + end_s) / 2
    for shape in shapes:
        if shape.viseme == "A" and shape.start_s < end_s and shape.end_s > start_s and _owns(shape, start_s, end_s):
            return "A"
    for shape in shapes:
        if shape.start_s <= middle_s < shape.end_s:
            return shape.viseme
    return "X"


def _owns(shape: Shape, start_s: float, end_s: float) -> bool:
    """A closure belongs to the one drawing that holds its middle."""
    return start_s <= (shape.start_s + shape.end_s) / 2 < end_s
