"""The sound of a whole film: dialogue, the sound of its places, music where nobody is.

What belongs here: laying tracks against each other at exact samples. What does not: what rain sounds like
(`ambience.py`), what music sounds like (`pad.py`), a shot's dialogue track (`audio.py`), loudness (`loudness.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.ambience import Stretch, film_bed
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.loudness import duck
from sparkle_motion_dagster.media.pad import pad
from sparkle_motion_dagster.media.resample import resample

Samples = NDArray[np.float32]
FADE_IN_S = 0.3
FADE_OUT_S = 0.8
MUSIC_TAIL_S = 1.6
"""Music of a card runs on so long into the shot beside it."""
LONGER_THAN_SHOT_S = 0.05
"""A speech track may be so much longer than its shot: frames and samples do not divide evenly. Only silence is cut."""
AUDIBLE = 10 ** (-60 / 20)


@dataclass(frozen=True)
class Place:
    """What a shot's surroundings sound like; fields as `ambience.bed` takes them."""

    kind: str
    weather: str
    time_of_day: str
    seed: int


@dataclass(frozen=True)
class SoundPart:
    """A stretch of the film with one picture: a shot or a card."""

    name: str
    frames: int
    speech: Path | None
    place: Place | None
    """None: no sound but the speech."""
    card: bool = False
    """Music is heard on it."""


def soundtrack(
    parts: Sequence[SoundPart], fps: int, sample_rate_hz: int, *, music_throughout: bool, seed: int
) -> Samples:
    """The film's sound before its loudness is set, (samples, 2), as long as its frames to the sample.

    Args:
        music_throughout: soft music under the whole film; else only on cards.

    Raises:
        MediaError: a speech track cannot be read, or has sound beyond its shot's end: speech is never cut.
    """
    edges = part_edges([part.frames for part in parts], fps, sample_rate_hz)
    length_s = edges[-1] / sample_rate_hz
    speech = _dialogue(parts, edges, sample_rate_hz)
    beds = film_bed(_stretches(parts, edges, sample_rate_hz), length_s, sample_rate_hz)[: edges[-1]]
    _lay_music(beds, parts, edges, sample_rate_hz, throughout=music_throughout, seed=seed)
    duck(beds, speech, sample_rate_hz)
    beds += speech[:, None]
    return _faded(beds, sample_rate_hz)


@dataclass(frozen=True)
class Stems:
    """What a film's sound is mixed from, each as long as the film: together they are `soundtrack`."""

    dialogue: Samples
    """(samples, 1)."""
    ambience: Samples
    """(samples, 2), drawn back where somebody speaks, as in the mix."""
    music: Samples
    """(samples, 2), the same."""


def stems(parts: Sequence[SoundPart], fps: int, sample_rate_hz: int, *, music_throughout: bool, seed: int) -> Stems:
    """The sound of `soundtrack` apart. Raises MediaError as it does."""
    edges = part_edges([part.frames for part in parts], fps, sample_rate_hz)
    length_s = edges[-1] / sample_rate_hz
    speech = _dialogue(parts, edges, sample_rate_hz)
    ambience = film_bed(_stretches(parts, edges, sample_rate_hz), length_s, sample_rate_hz)[: edges[-1]]
    music = np.zeros_like(ambience)
    _lay_music(music, parts, edges, sample_rate_hz, throughout=music_throughout, seed=seed)
    for bed in (ambience, music):
        duck(bed, speech, sample_rate_hz)
    return Stems(*(_faded(track, sample_rate_hz) for track in (speech[:, None], ambience, music)))


def part_edges(frames: Sequence[int], fps: int, sample_rate_hz: int) -> list[int]:
    """First sample of each part, and the film's end; counted from the film's start, so that roundings never add up."""
    return [int(count) * sample_rate_hz // fps for count in np.concatenate([[0], np.cumsum(frames)])]


def _dialogue(parts: Sequence[SoundPart], edges: Sequence[int], sample_rate_hz: int) -> Samples:
    track = np.zeros(edges[-1], np.float32)
    for part, start, end in zip(parts, edges, edges[1:], strict=False):
        if part.speech is None:
            continue
        recorded, rate_hz = read_wav(part.speech)
        samples = resample(recorded, rate_hz, sample_rate_hz)
        room = end - start
        beyond = samples[room:]
        too_long = len(beyond) > LONGER_THAN_SHOT_S * sample_rate_hz or float(np.abs(beyond).max(initial=0)) > AUDIBLE
        if len(beyond) and too_long:
            raise MediaError(
                f"{part.name}: its speech lasts {len(samples) / sample_rate_hz:.3f} s, the shot "
                f"{room / sample_rate_hz:.3f} s; speech is never cut: make the clip as long as its lines"
            )
        track[start : start + min(len(samples), room)] += samples[:room]
    return track


def _stretches(parts: Sequence[SoundPart], edges: Sequence[int], sample_rate_hz: int) -> list[Stretch]:
    """One bed per run of shots of the same place: a cut inside it is not heard."""
    found = []
    for place, run in groupby(range(len(parts)), key=lambda number: parts[number].place):
        numbers = list(run)
        if place is None:
            continue
        start_s, end_s = edges[numbers[0]] / sample_rate_hz, edges[numbers[-1] + 1] / sample_rate_hz
        found.append(Stretch(start_s, end_s, place.kind, place.weather, place.time_of_day, place.seed))
    return found


def _lay_music(
    onto: Samples, parts: Sequence[SoundPart], edges: Sequence[int], sample_rate_hz: int, *, throughout: bool, seed: int
) -> None:
    for start, end in [(0, edges[-1])] if throughout else _card_spans(parts, edges, sample_rate_hz):
        onto[start:end] += pad((end - start) / sample_rate_hz, seed, sample_rate_hz=sample_rate_hz)[: end - start]


def _card_spans(parts: Sequence[SoundPart], edges: Sequence[int], sample_rate_hz: int) -> list[tuple[int, int]]:
    tail = round(MUSIC_TAIL_S * sample_rate_hz)
    last = len(parts) - 1
    return [
        (max(0, edges[n] - (tail if n > 0 else 0)), min(edges[-1], edges[n + 1] + (tail if n < last else 0)))
        for n, part in enumerate(parts)
        if part.card
    ]


def _faded(mix: Samples, sample_rate_hz: int) -> Samples:
    into, out = (min(round(s * sample_rate_hz), len(mix) // 2) for s in (FADE_IN_S, FADE_OUT_S))
    mix[:into] *= np.sin(np.linspace(0, np.pi / 2, into, dtype=np.float32))[:, None] ** 2
    mix[len(mix) - out :] *= np.cos(np.linspace(0, np.pi / 2, out, dtype=np.float32))[:, None] ** 2
    return mix
