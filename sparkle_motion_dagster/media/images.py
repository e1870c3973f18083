"""Opening pictures that anybody may have made, and telling whether two look alike.

What belongs here: safe reading and perceptual hashes. What does not: drawing (`backends/drawing`), cards
(`cards.py`), frames of films (`probe.py`).
"""

import struct
import zlib
from pathlib import Path

import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from sparkle_motion_dagster.errors import MediaError

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 40_000_000
MAX_FILE_BYTES = 64_000_000
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)


def open_picture(path: Path) -> Image.Image:
    """The picture, decoded to its last row, upright, RGB.

    Raises:
        MediaError: not a PNG, JPEG or WebP, damaged or cut short, or larger than 40 megapixels.
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAX_FILE_BYTES:
            raise MediaError(f"{path.name}: {size_bytes / 1e6:.0f} MB; a picture may have {MAX_FILE_BYTES // 10**6} MB")
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise MediaError(
                    f"{path.name}: {image.width}×{image.height} pixels; at most {MAX_PIXELS // 10**6} megapixels"
                )
            image.load()
            return ImageOps.exif_transpose(image).convert("RGB")
    except _UNREADABLE as error:
        raise MediaError(f"{path.name}: not a whole PNG, JPEG or WebP picture ({error}); export it again") from error


def phash(picture: Path | NDArray[np.uint8]) -> str:
    """The picture's perceptual hash, 16 hex digits. An array is (h, w, 3) RGB or (h, w) grey."""
    image = open_picture(picture) if isinstance(picture, Path) else Image.fromarray(picture)
    return str(imagehash.phash(image))


def phash_distance(one: str, other: str) -> int:
    """How many of the 64 bits of two perceptual hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
