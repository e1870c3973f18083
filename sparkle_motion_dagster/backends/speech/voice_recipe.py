"""How a voice is made of a network's styles: `am_onyx`, `0.6*am_onyx+0.4*am_adam`, `af_bella@+3st@0.9x`.

What belongs here: this little notation. What does not: who has which voice (`configs/tts_providers.yaml`).
"""

import re
from dataclasses import dataclass

from sparkle_motion_dagster.errors import ProfileError

_PART = re.compile(r"(?:(\d*\.?\d+)\*)?([a-z][a-z0-9_-]*)")
_PITCH = re.compile(r"([+-]?\d+(?:\.\d+)?)st")
_PACE = re.compile(r"(\d*\.?\d+)x")
MOST_SEMITONES = 12.0


@dataclass(frozen=True)
class VoiceRecipe:
    """A voice: a mean of styles, moved in pitch (and with it the size of the speaker), at a pace."""

    blend: tuple[tuple[str, float], ...]
    """Style and weight; weights lie in (0, 1] and add up to 1."""
    semitones: float = 0.0
    pace: float = 1.0


def voice_recipe(notation: str) -> VoiceRecipe:
    """Read a recipe. Raises ProfileError saying what is wrong with it."""
    blend_text, *changes = notation.replace(" ", "").split("@")
    parts = [_PART.fullmatch(part) for part in blend_text.split("+")]
    if not all(parts):
        raise ProfileError(f"voice recipe {notation!r}: expected styles like am_onyx or 0.6*am_onyx+0.4*am_adam")
    blend = tuple((part[2], float(part[1] or 1.0)) for part in parts if part)
    if any(weight <= 0 for _, weight in blend) or abs(sum(weight for _, weight in blend) - 1) > 0.01:
        # Styles outside the voices that were learnt speak unclearly (measured: one word in five misheard).
        raise ProfileError(f"voice recipe {notation!r}: weights must be above 0 and add up to 1")
    semitones, pace = 0.0, 1.0
    for change in changes:
        if match := _PITCH.fullmatch(change):
            semitones += float(match[1])
        elif match := _PACE.fullmatch(change):
            pace *= float(match[1])
        else:
            raise ProfileError(f"voice recipe {notation!r}: {change!r}: expected a pitch like -2st or a pace like 0.9x")
    if abs(semitones) > MOST_SEMITONES or not 0.5 <= pace <= 2:
        raise ProfileError(
            f"voice recipe {notation!r}: pitch must lie within ±{MOST_SEMITONES:g}st and pace within 0.5x and 2x"
        )
    return VoiceRecipe(blend, semitones, pace)
