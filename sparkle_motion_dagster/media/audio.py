"""Speech as files and arrays: WAV in and out, levels, and lines mixed into a shot's track.

What belongs here: float32 arrays in [-1, 1] and 16-bit WAV files. What does not: the film's loudness
(`loudness.py`), the sound of places (`ambience.py`), encoding to AAC (`ffmpeg.py`).
"""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.resample import resample

Samples = NDArray[np.float32]

SPEECH_LEVEL_DB = -20.0
"""Level of normal speech: dBFS RMS of the parts where someone speaks."""
PEAK_LIMIT = 0.95
ACTIVE_WINDOW_S = 0.02
ACTIVE_BELOW_LOUDEST_DB = 30.0


def write_wav(path: Path, samples: Samples, sample_rate_hz: int) -> None:
    """Write a 16-bit WAV. `samples` is (n,) mono or (n, channels), in [-1, 1]; what exceeds it is clipped.

    Raises:
        MediaError: the samples hold NaN or infinity, or the file cannot be written.
    """
    import soundfile

    if not np.isfinite(samples).all():
        raise MediaError(f"{path.name}: the sound holds values that are no numbers; the step that made it is at fault")
    whole = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
    try:
        soundfile.write(path, whole, sample_rate_hz, subtype="PCM_16", format="WAV")
    except (soundfile.SoundFileError, OSError) as error:
        raise MediaError(f"{path.name}: cannot be written: {error}") from error


def write_stem(path: Path, samples: Samples, sample_rate_hz: int) -> None:
    """Write a 32-bit float WAV, (n, channels): nothing is clipped, however loud. Raises MediaError."""
    import soundfile

    try:
        soundfile.write(path, samples, sample_rate_hz, subtype="FLOAT", format="WAV")
    except (soundfile.SoundFileError, OSError) as error:
        raise MediaError(f"{path.name}: cannot be written: {error}") from error


def read_wav(path: Path) -> tuple[Samples, int]:
    """A sound file as mono float32 in [-1, 1], and its rate in Hz. Channels are averaged.

    Raises:
        MediaError: not a sound file, or a WAV with less sound than its header says.
    """
    import soundfile

    _refuse_truncated(path)
    try:
        samples, sample_rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise MediaError(f"{path.name}: cannot be read as sound: {error}") from error
    return np.ascontiguousarray(samples.mean(axis=1)), int(sample_rate_hz)


def wav_duration_s(path: Path) -> float:
    """Length of a sound file, measured by decoding it. Raises MediaError."""
    samples, sample_rate_hz = read_wav(path)
    return len(samples) / sample_rate_hz


def active_level_db(samples: Samples, sample_rate_hz: int) -> float:
    """RMS in dBFS of the parts where there is sound; -inf for silence. Pauses do not count."""
    window = max(1, round(ACTIVE_WINDOW_S * sample_rate_hz))
    padded = np.pad(samples.astype(np.float64), (0, -len(samples) % window)).reshape(-1, window)
    power = np.mean(padded**2, axis=1)
    loudest = power.max(initial=0.0)
    if loudest <= 1e-12:
        return float("-inf")
    active = power[power >= loudest * 10 ** (-ACTIVE_BELOW_LOUDEST_DB / 10)]
    return float(10 * np.log10(active.mean()))


def levelled(samples: Samples, sample_rate_hz: int, gain_db: float = 0.0) -> Samples:
    """Speech at `SPEECH_LEVEL_DB` + `gain_db`. Silence stays silence; peaks are turned down to `PEAK_LIMIT`."""
    level_db = active_level_db(samples, sample_rate_hz)
    if level_db == float("-inf"):
        return samples
    louder = samples * np.float32(10 ** ((SPEECH_LEVEL_DB + gain_db - level_db) / 20))
    return guarded(louder)


def guarded(samples: Samples) -> Samples:
    """The sound with its peaks bent under `PEAK_LIMIT`; what lies below three quarters of it is untouched."""
    knee = 0.75 * PEAK_LIMIT
    room = PEAK_LIMIT - knee
    over = np.abs(samples) > knee
    if not over.any():
        return samples
    bent = samples.copy()
    bent[over] = np.sign(samples[over]) * (knee + room * np.tanh((np.abs(samples[over]) - knee) / room))
    return bent


def mix_lines(placed: Sequence[tuple[Path, float]], duration_s: float, sample_rate_hz: int) -> Samples:
    """A shot's dialogue track: each line laid at its second, the rest silence.

    Lines come levelled from the voice (`levelled`) and keep that level, so a whisper stays one.

    Args:
        placed: WAV and start in seconds, in any order; lines may overlap.
        duration_s: exact length of the track.

    Raises:
        MediaError: a line does not fit: speech is never cut. The shot must be longer.
    """
    track = np.zeros(round(duration_s * sample_rate_hz), np.float32)
    for path, start_s in placed:
        samples, rate_hz = read_wav(path)
        line = resample(samples, rate_hz, sample_rate_hz)
        start = round(start_s * sample_rate_hz)
        if start < 0 or start + len(line) > len(track):
            end_s = (start + len(line)) / sample_rate_hz
            raise MediaError(
                f"{path.name}: a line from {start_s:.3f} s to {end_s:.3f} s does not fit "
                f"in a track of {duration_s:.3f} s; speech is never cut, so make the shot longer"
            )
        track[start : start + len(line)] += line
    return guarded(track)


def _refuse_truncated(path: Path) -> None:
    """Compare what a WAV's header promises with the bytes that are there: decoders pass over the difference."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(12)
            if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
                return
            while len(chunk := file.read(8)) == 8:
                name, length = chunk[:4], struct.unpack("<I", chunk[4:])[0]
                if name == b"data":
                    if file.tell() + length > size:
                        raise MediaError(
                            f"{path.name}: truncated: its header promises {length} bytes of sound, "
                            f"{size - file.tell()} are there; make it again"
                        )
                    return
                file.seek(length + length % 2, 1)
    except OSError as error:
        raise MediaError(f"{path.name}: cannot be read: {error}") from error
    raise MediaError(f"{path.name}: a WAV file without sound; make it again")
