"""The sound of a place: a quiet bed of room tone, wind, rain, sea, birds … for as long as it is needed.

What belongs here: which sounds a place, its weather and the hour have, and how loud. What does not: how each is made
(`ambience_sounds.py`), music (`pad.py`), mixing under speech (`loudness.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import ambience_sounds as sounds
from sparkle_motion_dagster.media.loudness import integrated_lufs
from sparkle_motion_dagster.media.noise import Samples

Sound = Callable[[np.random.Generator, int, int], Samples]

INTERIORS = frozenset({"room", "cafe", "fire", "space", "train", "cave", "hall", "workshop", "car"})
PLACES: dict[str, tuple[tuple[Sound, float], ...]] = {
    "room": ((sounds.room_tone, 1.0),),
    "hall": ((sounds.room_tone, 1.0), (sounds.low_air, 0.5)),
    "workshop": ((sounds.room_tone, 1.0), (sounds.clock, 0.5)),
    "cafe": ((sounds.room_tone, 0.5), (sounds.murmur, 1.0), (sounds.crockery, 0.7)),
    "fire": ((sounds.room_tone, 0.5), (sounds.crackle, 1.0)),
    "space": ((sounds.hum, 1.0),),
    "train": ((sounds.rails, 1.0),),
    "car": ((sounds.engine, 1.0),),
    "cave": ((sounds.low_air, 0.3), (sounds.drips, 1.0)),
    "wind": ((sounds.wind, 1.0),),
    "mountain": ((sounds.wind, 1.0), (sounds.low_air, 0.4)),
    "desert": ((sounds.wind, 1.0),),
    "sea": ((sounds.sea, 1.0),),
    "river": ((sounds.stream, 1.0), (sounds.leaves, 0.2)),
    "forest": ((sounds.leaves, 0.8),),
    "meadow": ((sounds.breeze, 0.8),),
    "garden": ((sounds.leaves, 0.6),),
    "park": ((sounds.leaves, 0.6), (sounds.traffic, 0.25)),
    "village": ((sounds.breeze, 0.8),),
    "street": ((sounds.traffic, 1.0),),
    "city": ((sounds.traffic, 1.0), (sounds.low_air, 0.4)),
    "market": ((sounds.murmur, 1.0), (sounds.breeze, 0.3)),
    "night": ((sounds.low_air, 0.4), (sounds.breeze, 0.4)),
    "snow": ((sounds.hush, 1.0),),
}
"""What is heard in a place, whatever the weather, and how strongly."""
WILD = frozenset({"forest", "meadow", "garden", "park", "village", "river", "night"})
LEVEL_LUFS = {"room": -38.0, "hall": -38.0, "snow": -38.0, "night": -36.0, "sea": -33.0, "train": -33.0, "cafe": -33.0}
USUAL_LUFS = -35.0
STORM_LUFS, RAIN_LUFS = -31.0, -33.0
MUFFLED = 0.45
CROSSFADE_S = 0.5


def bed(
    kind: str, weather: str, time_of_day: str, duration_s: float, seed: int, sample_rate_hz: int = 48_000
) -> Samples:
    """The sound of a place as (samples, 2) float32, −38 to −30 LUFS, without seams; the same seed gives the same sound.

    Args:
        kind: one of `PLACES`.
        weather, time_of_day: as in `film/plan.py`.

    Raises:
        MediaError: no such place.
    """
    if kind not in PLACES:
        raise MediaError(f"no ambience {kind!r}: expected one of {', '.join(sorted(PLACES))}")
    samples = round(duration_s * sample_rate_hz)
    if samples <= 0:
        return np.zeros((0, 2), np.float32)
    rng = np.random.default_rng(seed)
    mixed = np.zeros((samples, 2), np.float32)
    for sound, gain in (*PLACES[kind], *_weather(kind, weather), *_creatures(kind, weather, time_of_day)):
        # Each sound draws its own seed, so that rain does not change where the birds sing.
        own = np.random.default_rng([seed % (1 << 32), sum(sound.__name__.encode()), int(rng.integers(1 << 16))])
        layer = sound(own, samples, sample_rate_hz)
        layer *= np.float32(gain)
        mixed += layer
    return _at_level(mixed, _level_lufs(kind, weather), sample_rate_hz)


@dataclass(frozen=True)
class Stretch:
    """A stretch of film that sounds of one place; seconds from the film's first frame."""

    start_s: float
    end_s: float
    kind: str
    weather: str
    time_of_day: str
    seed: int


def film_bed(stretches: Sequence[Stretch], duration_s: float, sample_rate_hz: int = 48_000) -> Samples:
    """The beds of a whole film, (samples, 2), faded into each other around each cut; silent where there is no stretch.

    Neighbours of one place, hour, weather and seed should be given as one stretch: then nothing is heard of the cut.
    """
    track = np.zeros((round(duration_s * sample_rate_hz), 2), np.float32)
    half = CROSSFADE_S / 2
    for stretch in stretches:
        start_s, end_s = max(0.0, stretch.start_s - half), min(duration_s, stretch.end_s + half)
        start, end = round(start_s * sample_rate_hz), round(end_s * sample_rate_hz)
        if end <= start:
            continue
        length_s = (end - start) / sample_rate_hz
        sound = bed(stretch.kind, stretch.weather, stretch.time_of_day, length_s, stretch.seed, sample_rate_hz)
        fade = min(round(CROSSFADE_S * sample_rate_hz), len(sound) // 2)
        rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
        sound[:fade] *= rise
        sound[len(sound) - fade :] *= rise[::-1]
        track[start : start + len(sound)] += sound
    return track


def _weather(kind: str, weather: str) -> tuple[tuple[Sound, float], ...]:
    inside = kind in INTERIORS
    if kind in ("space", "cave"):
        return ()
    if weather == "rain":
        return ((sounds.rain_on_glass, 1.0),) if inside else ((sounds.rain, 1.3),)
    if weather == "storm":
        if inside:
            return ((sounds.rain_on_glass, 1.3), (sounds.far_thunder, 1.0), (sounds.muffled_wind, 0.6))
        return ((sounds.rain, 1.3), (sounds.wind, 1.1), (sounds.thunder, 1.4))
    if weather == "wind":
        return ((sounds.muffled_wind, MUFFLED),) if inside else ((sounds.wind, 1.2),)
    if weather == "snow":
        return ((sounds.muffled_wind, 0.2),) if inside else ((sounds.hush, 0.8),)
    return ((sounds.low_air, 0.3),) if weather == "fog" and not inside else ()


def _creatures(kind: str, weather: str, time_of_day: str) -> tuple[tuple[Sound, float], ...]:
    if kind not in WILD or weather not in ("clear", "cloudy", "fog", "wind"):
        return ()
    if time_of_day in ("night", "evening"):
        return ((sounds.crickets, 0.9),) if kind != "forest" else ((sounds.crickets, 0.7), (sounds.owl, 0.5))
    if kind == "night":
        return ((sounds.crickets, 0.9),)
    if time_of_day in ("dawn", "morning"):
        return ((sounds.birds, 1.2),)
    if time_of_day == "dusk":
        return ((sounds.birds, 0.5), (sounds.crickets, 0.4))
    return ((sounds.birds, 0.9),) if kind != "meadow" else ((sounds.birds, 0.6), (sounds.insects, 0.5))


def _level_lufs(kind: str, weather: str) -> float:
    level = LEVEL_LUFS.get(kind, USUAL_LUFS)
    if kind in INTERIORS:
        return max(level, -35.0) if weather in ("storm", "rain") and kind not in ("space", "cave") else level
    if weather == "storm":
        return STORM_LUFS
    return max(level, RAIN_LUFS) if weather in ("rain", "wind") else level


def _at_level(sound: Samples, lufs: float, sample_rate_hz: int) -> Samples:
    measured = integrated_lufs(sound[: 30 * sample_rate_hz], sample_rate_hz)
    if measured != float("-inf"):
        sound *= np.float32(10 ** ((lufs - measured) / 20))
    return sound
