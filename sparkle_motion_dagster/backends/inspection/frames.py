"""Frames of a clip as pictures that a judge can be shown: decoded, and no larger than asked.

What belongs here: decoding, scaling, packing into an address. What does not: which frames (`sampling.py`).
"""

import base64
import io
from collections.abc import Collection
from pathlib import Path

from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.reading import opened_film

MOST_DATA_BYTES = 1_000_000
"""Of one picture as JPEG."""
_QUALITIES = (90, 80, 65, 50)


def read_frames(clip: Path, wanted: Collection[int], longest_px: int) -> dict[int, Image.Image]:
    """These frames of the clip, RGB, their longer side at most `longest_px`. Raises MediaError naming a missing one."""
    found: dict[int, Image.Image] = {}
    last = max(wanted)
    with opened_film(clip) as film:
        if not film.streams.video:
            raise MediaError(f"{clip.name}: has no picture")
        for number, frame in enumerate(film.decode(film.streams.video[0])):
            if number in wanted:
                found[number] = _at_most(frame.to_image(), longest_px)
            if number >= last:
                break
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise MediaError(f"{clip.name}: frame {missing[0]} cannot be decoded; make the clip again")
    return found


def _at_most(image: Image.Image, longest_px: int) -> Image.Image:
    longest = max(image.size)
    if longest <= longest_px:
        return image
    size = tuple(max(1, round(side * longest_px / longest)) for side in image.size)
    return image.resize((size[0], size[1]), Image.Resampling.LANCZOS)


def data_uri(image: Image.Image, most_bytes: int = MOST_DATA_BYTES) -> str:
    """The picture as `data:image/jpeg;base64,…`, of at most so many bytes before base64: coarser if need be, then
    smaller."""
    while True:
        for quality in _QUALITIES:
            data = _jpeg(image, quality)
            if len(data) <= most_bytes:
                return "data:image/jpeg;base64," + base64.b64encode(data).decode("ascii")
        if min(image.size) < 32:
            raise MediaError(f"a frame of {image.width}×{image.height} does not fit into {most_bytes} bytes")
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
