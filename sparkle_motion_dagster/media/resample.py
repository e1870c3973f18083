"""Sound at another sample rate, or played faster or slower.

What belongs here: resampling arrays. What does not: files (`audio.py`).
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

FINEST_RATIO = 400
"""Largest term of a resampling ratio: pitch is true to better than a hundredth of a semitone."""


def resample(samples: NDArray[np.float32], from_hz: float, to_hz: float) -> NDArray[np.float32]:
    """Resample along the first axis; the result lasts as long (to within one sample).

    Rates need not be whole: to raise a voice by a factor r, say that it was recorded at `rate × r`.
    """
    from scipy.signal import resample_poly

    if from_hz <= 0 or to_hz <= 0:
        raise ValueError(f"sample rates must be above 0, found {from_hz} and {to_hz}")
    ratio = Fraction(to_hz / from_hz).limit_denominator(FINEST_RATIO)
    if ratio == 1 or not len(samples):
        return np.asarray(samples, np.float32)
    return np.asarray(resample_poly(samples, ratio.numerator, ratio.denominator, axis=0), np.float32)
