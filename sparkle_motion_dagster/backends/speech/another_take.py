"""How a retake differs where the engine itself takes no seed: said a little otherwise, by the same voice.

What belongs here: small seeded amounts, pure. What does not: what an engine does with them. Take 1 is as it always was.
"""

from dataclasses import dataclass

import numpy as np

from sparkle_motion_dagster.backends.protocols import SpeechRequest

LEAST_PACE, MOST_PACE = 0.03, 0.08
"""As shares: less is not heard, more is another delivery than the script asks for."""
LEAST_SEMITONES, MOST_SEMITONES = 0.15, 0.4


@dataclass(frozen=True)
class Otherwise:
    """How much another a retake is."""

    pace: float = 1.0
    """Times the pace."""
    semitones: float = 0.0
    draw: float = 0.0
    """Between -1 and 1, for whatever else an engine can vary; 0 in take 1."""


def otherwise(request: SpeechRequest) -> Otherwise:
    """What is another about this take: nothing in take 1; the same for the same seed."""
    if request.take <= 1:
        return Otherwise()
    drawn = np.random.Generator(np.random.PCG64(request.seed))
    pace = _signed(drawn, LEAST_PACE, MOST_PACE)
    semitones = _signed(drawn, LEAST_SEMITONES, MOST_SEMITONES)
    return Otherwise(round(1 + pace, 4), round(semitones, 3), round(_signed(drawn, 0.3, 1.0), 4))


def _signed(drawn: np.random.Generator, least: float, most: float) -> float:
    return float(drawn.uniform(least, most) * drawn.choice((-1.0, 1.0)))
