"""Sound that somebody else's server sent: decoded, or refused with what is wrong.

What belongs here: bytes to samples. What does not: how they came (`speech_server.py`).
"""

import io
import struct

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import EndpointError

LONGEST_S = 900.0
_UNKNOWN = 0x7FFFFFFF
"""Servers that stream write a length that they do not know yet as 0 or as some number from here on."""


def decoded(body: bytes, host: str) -> tuple[NDArray[np.float32], int]:
    """Mono samples in [-1, 1] and their rate in Hz. A sound that was cut off is transient: asked again, it may be whole.

    Raises EndpointError for anything that is no whole WAV with sound in it.
    """
    if len(body) < 12 or body[:4] != b"RIFF" or body[8:12] != b"WAVE":
        begins = body[:24].decode("latin-1").encode("ascii", "backslashreplace").decode()
        raise EndpointError(
            f"{host} answered something that is no WAV ({len(body)} bytes, beginning {begins!r}): check that model and "
            "base_url are those of a speech server that knows response_format wav"
        )
    import soundfile

    try:
        samples, rate_hz = soundfile.read(io.BytesIO(_whole(body, host)), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError, ValueError) as error:
        raise EndpointError(f"{host} answered a WAV that cannot be decoded ({error})") from error
    if not len(samples) or not np.isfinite(samples).all():
        raise EndpointError(f"{host} answered a WAV without sound")
    if not 8000 <= rate_hz <= 192_000 or len(samples) / rate_hz > LONGEST_S:
        raise EndpointError(f"{host} answered {len(samples) / rate_hz:.0f} s at {rate_hz} Hz: that is no spoken line")
    return np.ascontiguousarray(samples.mean(axis=1)), int(rate_hz)


def _whole(body: bytes, host: str) -> bytes:
    """The WAV with the lengths that it really has. Raises EndpointError if it ends before its own length."""
    at = 12
    while at + 8 <= len(body):
        name, length = body[at : at + 4], struct.unpack_from("<I", body, at + 4)[0]
        here = len(body) - at - 8
        if name != b"data":
            at += 8 + length + length % 2
            continue
        if 0 < length < _UNKNOWN and length > here:
            raise EndpointError(
                f"{host} broke off in the middle of a line ({here:,} of {length:,} bytes of sound)", transient=True
            )
        if length == 0 or length >= _UNKNOWN:
            sized = bytearray(body)
            struct.pack_into("<I", sized, 4, len(body) - 8)
            struct.pack_into("<I", sized, at + 4, here)
            return bytes(sized)
        return body
    raise EndpointError(f"{host} answered a WAV without sound in it ({len(body)} bytes)", transient=True)
