"""Breathing spaces: silence where the punctuation asks for more than the voice gave.

What belongs here: lengths of pauses, and putting them into sound without touching a word. What does not: where a text
is cut (`phonemes.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

PAUSE_S = {",": 0.14, ";": 0.26, ":": 0.26, ".": 0.34, "!": 0.34, "?": 0.36, "—": 0.34, "…": 0.55}
"""Seconds of quiet after each mark, at pace 1."""
WINDOW_S = 0.01
SEARCH_S = 0.12
"""How far on either side of the mark's own place the quiet is looked for: the network's clock is that loose."""
NEARNESS_DB_PER_S = 150.0
"""What distance costs in that search, so that the closure of a "t" next door is not taken for the pause."""
FLOOR_DB = -46.0
"""Below the loud parts, quieter makes no difference."""
QUIET_DB = -34.0
"""Below the line's own loud parts, this is quiet."""
FADE_S = 0.006


@dataclass(frozen=True)
class Mark:
    """A mark or a sound of the text: where the voice's own clock has it, in samples."""

    symbol: str
    start: int
    end: int


@dataclass(frozen=True)
class Pause:
    """Silence to be put in: `samples` zeros before sample `at`."""

    at: int
    samples: int


def missing_pauses(samples: Samples, rate_hz: int, marks: Sequence[Mark], pace: float) -> list[Pause]:
    """The pauses that the marks ask for and the sound does not have, in order. Marks at the very end ask for none."""
    window = max(1, round(WINDOW_S * rate_hz))
    level_db = _levels_db(samples, window)
    if not len(level_db):
        return []
    loud_db = np.percentile(level_db, 90)
    quiet = level_db < loud_db + QUIET_DB
    level_db = np.maximum(level_db, loud_db + FLOOR_DB)
    pauses: list[Pause] = []
    for mark in marks:
        first = max(0, mark.start // window - round(SEARCH_S / WINDOW_S))
        last = min(len(level_db), -(-mark.end // window) + round(SEARCH_S / WINDOW_S))
        if last <= first:
            continue
        centre = (mark.start + mark.end) / 2 / window
        away_s = np.abs(np.arange(first, last) + 0.5 - centre) * WINDOW_S
        best = first + int(np.argmin(level_db[first:last] + NEARNESS_DB_PER_S * away_s))
        start, end = _stretch(quiet, best)
        has_s = (end - start) * WINDOW_S if quiet[start] else 0.0
        lacks = round((PAUSE_S[mark.symbol] / pace - has_s) * rate_hz)
        at = (start + end) * window // 2
        if lacks > 0 and (not pauses or at > pauses[-1].at):
            pauses.append(Pause(at, lacks))
    return pauses


def with_pauses(samples: Samples, rate_hz: int, pauses: Sequence[Pause]) -> Samples:
    """The sound with silence put in. Every sample is kept; a few at each seam are faded."""
    fade = np.linspace(1.0, 0.0, max(2, round(FADE_S * rate_hz)), dtype=np.float32)
    pieces: list[Samples] = []
    start = 0
    for pause in pauses:
        pieces.append(_faded(samples[start : pause.at], fade, at_start=bool(pieces), at_end=True))
        pieces.append(np.zeros(pause.samples, np.float32))
        start = pause.at
    pieces.append(_faded(samples[start:], fade, at_start=bool(pieces), at_end=False))
    return np.concatenate(pieces)


def moved(at: int, pauses: Sequence[Pause]) -> int:
    """Where a sample stands after the pauses were put in."""
    return at + sum(pause.samples for pause in pauses if pause.at <= at)


def beside_pauses(span: Mark, pauses: Sequence[Pause]) -> Mark:
    """A sound that a pause falls into, cut to its longer side: nobody holds a vowel through a breath."""
    for pause in pauses:
        if span.start < pause.at < span.end:
            before, after = pause.at - span.start, span.end - pause.at
            span = Mark(span.symbol, span.start, pause.at) if before >= after else Mark(span.symbol, pause.at, span.end)
    return span


def _faded(piece: Samples, fade: Samples, *, at_start: bool, at_end: bool) -> Samples:
    piece = piece.copy()
    length = min(len(fade), len(piece))
    if at_end and length:
        piece[-length:] *= fade[-length:]
    if at_start and length:
        piece[:length] *= fade[::-1][:length]
    return piece


def _levels_db(samples: Samples, window: int) -> NDArray[np.float64]:
    whole = samples[: len(samples) // window * window].astype(np.float64).reshape(-1, window)
    return 10 * np.log10(np.mean(whole**2, axis=1) + 1e-10)


def _stretch(quiet: NDArray[np.bool_], best: int) -> tuple[int, int]:
    """The run of quiet windows around `best`; that window alone if it is loud."""
    start, end = best, best + 1
    if not quiet[best]:
        return start, end
    while start > 0 and quiet[start - 1]:
        start -= 1
    while end < len(quiet) and quiet[end]:
        end += 1
    return start, end
