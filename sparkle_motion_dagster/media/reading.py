"""Opening films and sounds for reading, as what they are and nothing else.

What belongs here: telling a file's kind by its first bytes, opening it with PyAV and no other demuxer, turning the
library's errors into ours. What does not: what is then read (`probe.py`, `joins.py`), pictures (`images.py`).
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import av
import av.error
from av.container import InputContainer

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.images import MAX_PIXELS

Kind = Literal["mp4", "wav", "picture"]


def kind_of(path: Path) -> Kind:
    """What the file's first bytes say it is; its name says nothing. Raises MediaError if none of ours."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise MediaError(f"{path.name}: cannot be read ({error})") from error
    if head[4:8] == b"ftyp":
        return "mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    found = "an empty file" if not head else f"first bytes {head[:8].hex(' ')}"
    raise MediaError(f"{path.name}: not an MP4, a WAV, a PNG, a JPEG or a WebP ({found})")


@contextmanager
def opened_film(path: Path) -> Iterator[InputContainer]:
    """The MP4, open for demuxing and decoding; errors of the body's decoding become MediaError too.

    Raises:
        MediaError: not an MP4, damaged, or with frames larger than 40 megapixels.
    """
    if kind_of(path) != "mp4":
        raise MediaError(f"{path.name}: expected an MP4 film")
    _check_boxes_fill_the_file(path)
    try:
        # `file:` keeps a name from being an address; the demuxer is named, so a playlist is never followed.
        with av.open(f"file:{path}", format="mov", options={"protocol_whitelist": "file"}) as container:
            for stream in container.streams.video:
                width, height = stream.codec_context.width, stream.codec_context.height
                if width * height > MAX_PIXELS:
                    most = MAX_PIXELS // 10**6
                    raise MediaError(f"{path.name}: frames of {width}×{height}; at most {most} megapixels")
            yield container
    except (av.error.FFmpegError, EOFError) as error:
        raise MediaError(f"{path.name}: cannot be decoded ({error}); make it again") from error


def _check_boxes_fill_the_file(path: Path) -> None:
    # A film cut inside its data, above all a fragmented one, decodes as far as it goes without a word.
    size = path.stat().st_size
    position = 0
    with path.open("rb") as file:
        while position < size:
            file.seek(position)
            head = file.read(16)
            if len(head) < 8:
                raise MediaError(f"{path.name}: ends in the middle of a box; it is cut short")
            length = int(struct.unpack(">I", head[:4])[0])
            if length == 1 and len(head) == 16:
                length = int(struct.unpack(">Q", head[8:])[0])
            elif length == 0:
                return
            if length < 8 or position + length > size:
                missing = position + length - size
                raise MediaError(f"{path.name}: {missing} bytes are missing at its end; it is cut short or damaged")
            position += length
