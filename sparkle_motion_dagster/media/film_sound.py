"""The film's sound, finished: mixed, at its loudness, encoded, and measured as a viewer will hear it.

What belongs here: the loop until the encoded sound keeps under its ceiling. What does not: the mix (`soundtrack.py`),
loudness itself (`loudness.py`), laying it beside the picture (`muxing.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.finished import measured_loudness
from sparkle_motion_dagster.media.loudness import normalise
from sparkle_motion_dagster.media.soundtrack import SoundPart, soundtrack, stems

AUDIO_BIT_RATE = 192_000
AAC_CODER = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0", "aac_tns": "0", "aac_ms": "1"}
"""At this rate within 1 dB of the slow coder, in a third of its time: no noise needs to be guessed or shaped, and as
speech stands in the middle, middle and side are coded and no other stereo is tried."""
AAC_BLOCK_SAMPLES = 1024
BLOCKS_AT_ONCE = 32
LOUDNESS_TOLERANCE_LU = 1.0
TRUE_PEAK_TOLERANCE_DB = 0.05
AAC_OVERSHOOT_DB = 0.5
"""Encoding raises true peaks by about so much."""
PEAK_ATTEMPTS = 3


@dataclass(frozen=True)
class FilmSound:
    """An MP4 with one stereo AAC track, and what decoding it gave."""

    path: Path
    loudness_lufs: float
    true_peak_db: float
    """dBTP."""
    notes: tuple[str, ...]


def film_sound(
    parts: Sequence[SoundPart],
    path: Path,
    *,
    title: str,
    fps: int,
    sample_rate_hz: int,
    loudness_lufs: float,
    true_peak_db: float,
    seed: int,
) -> FilmSound:
    """Mix the parts' sound, set its loudness and write it to `path`. A film without speech has music throughout.

    Raises:
        MediaError: a speech track cannot be used, nothing can be heard, or no attempt stayed under `true_peak_db`.
    """
    mix = soundtrack(parts, fps, sample_rate_hz, music_throughout=_is_wordless(parts), seed=seed)
    if not np.any(mix):
        raise MediaError(f"{title}: nothing can be heard in the whole film; give its shots an ambience")
    ceiling_db = true_peak_db - AAC_OVERSHOOT_DB
    for _ in range(PEAK_ATTEMPTS):
        sound, set_to = normalise(mix, sample_rate_hz, loudness_lufs, ceiling_db)
        write_aac(sound, sample_rate_hz, path)
        heard_lufs, heard_peak_db = measured_loudness(path)
        over_db = heard_peak_db - true_peak_db
        if over_db <= TRUE_PEAK_TOLERANCE_DB:
            break
        ceiling_db -= over_db + 0.1  # this film's peaks rose by more: aim lower by as much
    else:
        raise MediaError(f"{title}: true peak {heard_peak_db:.2f} dBTP, at most {true_peak_db:g} allowed")
    notes = []
    if abs(set_to.integrated_lufs - loudness_lufs) > LOUDNESS_TOLERANCE_LU:
        notes.append(
            f"the film is at {heard_lufs:.1f} LUFS, {loudness_lufs:g} was asked for: its peaks leave no room for more"
        )
    return FilmSound(path, heard_lufs, heard_peak_db, tuple(notes))


def stems_at_level(
    parts: Sequence[SoundPart],
    *,
    fps: int,
    sample_rate_hz: int,
    loudness_lufs: float,
    true_peak_db: float,
    seed: int,
) -> dict[str, NDArray[np.float32]]:
    """What `film_sound` is mixed from, by name, turned up as its mix was; (samples, channels), peaks may pass full scale.

    Raises MediaError: a speech track cannot be used.
    """
    apart = stems(parts, fps, sample_rate_hz, music_throughout=_is_wordless(parts), seed=seed)
    _, set_to = normalise(
        apart.dialogue + apart.ambience + apart.music, sample_rate_hz, loudness_lufs, true_peak_db - AAC_OVERSHOOT_DB
    )
    gain = np.float32(10 ** (set_to.gain_db / 20))
    named = {"dialogue": apart.dialogue, "ambience": apart.ambience, "music": apart.music}
    return {name: samples * gain for name, samples in named.items()}


def _is_wordless(parts: Sequence[SoundPart]) -> bool:
    return all(part.speech is None for part in parts)


def write_aac(sound: NDArray[np.float32], sample_rate_hz: int, path: Path) -> None:
    """Encode (samples, 2) in [-1, 1] as the only track of an MP4. Raises MediaError."""
    try:
        with av.open(f"file:{path}", "w", format="mp4") as out:
            stream = out.add_stream("aac", rate=sample_rate_hz, layout="stereo", options=AAC_CODER)
            stream.bit_rate = AUDIO_BIT_RATE
            step = AAC_BLOCK_SAMPLES * BLOCKS_AT_ONCE
            for start in range(0, len(sound), step):
                block = np.ascontiguousarray(sound[start : start + step].T)
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
                frame.sample_rate, frame.pts, frame.time_base = sample_rate_hz, start, Fraction(1, sample_rate_hz)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{path.name}: the sound cannot be written ({error})") from error
