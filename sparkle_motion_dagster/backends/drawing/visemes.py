"""From the sounds of speech to the shapes of a mouth.

What belongs here: pure timing of Preston-Blair shapes (X closed at rest, A pressed, B … H). What does not: drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.backends.drawing.layer import Viseme
from sparkle_motion_dagster.backends.protocols import Phone

LEAD_S = 0.0
"""Sounds are timed as they are heard (`backends/speech`): the mouth needs no lead of its own."""
_REST_S = 0.08
"""A silence shorter than this keeps the mouth as it is."""
_SHAPES: dict[Viseme, str] = {
    "A": "mbpMʙ",
    "B": "stdnkɡgzʃʒʤʧxhɦθðjçTɾŋcɟʔʂʐɬɲqɣχħʕʦʣʨʥɕʑɴɳʈɖ",
    "C": "ɛæeɪəᵊʌɜɐiɘɨᵻɞ",
    "D": "ɑaɒäɶ",
    "E": "ɔoɹɚrɝɤœʁʀɻ",
    "F": "uʊwyøʍɯʉɥʏβ",
    "G": "fvʋɱɸ",
    "H": "lɫʟɭʎ",
}
_GLIDES: dict[str, tuple[Viseme, Viseme]] = {
    "A": ("C", "B"), "I": ("D", "C"), "O": ("E", "F"), "Q": ("E", "F"), "W": ("D", "F"), "Y": ("E", "C"),
}  # fmt: skip
"""The voice's letters for diphthongs: the mouth goes from one shape to another."""
_GLIDE_SHARE, _GLIDE_S = 0.6, 0.11
"""Where in a diphthong the mouth changes, and how long one must be for it to be seen."""
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
    """The shape that a sound begins with; None for a mark that only modifies the sound before."""
    if symbol in _GLIDES:
        return _GLIDES[symbol][0]
    for character in symbol:
        if character in _OF:
            return _OF[character]
    if not symbol or all(c in _MARKS for c in symbol):
        return None
    return "X" if all(c in _SILENT or c in _MARKS for c in symbol) else "B"


def shapes_of_phones(phones: Sequence[Phone]) -> tuple[Shape, ...]:
    """Shapes of a line's sounds, each leading its sound by `LEAD_S`. Neighbours of one shape are one."""
    shapes: list[Shape] = []
    for phone in phones:
        viseme = shape_of(phone.symbol)
        length_s = phone.end_s - phone.start_s
        start_s, end_s = max(phone.start_s - LEAD_S, 0.0), max(phone.end_s - LEAD_S, 0.0)
        last = shapes[-1] if shapes else None
        short_rest = viseme == "X" and length_s < _REST_S
        if viseme is None or short_rest:
            if last is not None:
                shapes[-1] = Shape(last.start_s, end_s, last.viseme)
        elif phone.symbol in _GLIDES and length_s >= _GLIDE_S:
            turn_s = start_s + (end_s - start_s) * _GLIDE_SHARE
            _join(shapes, Shape(start_s, turn_s, viseme))
            shapes.append(Shape(turn_s, end_s, _GLIDES[phone.symbol][1]))
        else:
            _join(shapes, Shape(start_s, end_s, viseme))
    return tuple(shapes)


def _join(shapes: list[Shape], shape: Shape) -> None:
    last = shapes[-1] if shapes else None
    if last is not None and last.viseme == shape.viseme and shape.start_s - last.end_s < _REST_S:
        shapes[-1] = Shape(last.start_s, shape.end_s, last.viseme)
    else:
        shapes.append(shape)


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
    peak = float(np.percentile(loud, 95)) if loud else 0.0  # one pop does not make the rest quiet
    shapes = []
    for edge, level in zip(edges, loud, strict=True):
        share = level / peak if peak > 1e-4 else 0.0
        viseme: Viseme = "X" if share < 0.08 else "B" if share < 0.25 else "C" if share < 0.6 else "D"
        shapes.append(Shape(max(edge - LEAD_S, 0.0), max(min(edge + step_s, end_s) - LEAD_S, 0.0), viseme))
    return tuple(shapes)


def mouths_of(shapes: Sequence[Shape], drawings: int, drawing_s: float) -> tuple[Viseme, ...]:
    """The shape for each drawing of a clip.

    A drawing shows the shape that fills most of it, open ones before narrow ones. Lips that meet (A) or touch the
    teeth (G) are seen however short they are: in the drawing that holds their middle.
    """
    filled: list[dict[Viseme, float]] = [{} for _ in range(drawings)]
    closed: list[Viseme | None] = [None] * drawings
    for shape in shapes:
        first, last = int(shape.start_s / drawing_s), int(shape.end_s / drawing_s)
        for index in range(max(first, 0), min(last + 1, drawings)):
            within = min(shape.end_s, (index + 1) * drawing_s) - max(shape.start_s, index * drawing_s)
            if within > 0:
                filled[index][shape.viseme] = filled[index].get(shape.viseme, 0.0) + within * _WEIGHT.get(
                    shape.viseme, 1
                )
        middle = int((shape.start_s + shape.end_s) / 2 / drawing_s)
        if shape.viseme in ("A", "G") and 0 <= middle < drawings and closed[middle] != "A":
            closed[middle] = shape.viseme
    return tuple(_shown(share, lips, drawing_s) for share, lips in zip(filled, closed, strict=True))


_WEIGHT: dict[Viseme, float] = {"C": 1.3, "D": 1.5, "E": 1.4, "F": 1.3, "X": 0.9}


def _shown(filled: dict[Viseme, float], lips: Viseme | None, drawing_s: float) -> Viseme:
    if lips is not None:
        return lips
    if sum(filled.values()) < drawing_s * 0.35:
        return "X"
    return max(filled, key=lambda viseme: filled[viseme])
