"""Small pictures for pages: a still, or a frame of a clip.

What belongs here: thumbnails. What does not: posters and contact sheets.
"""

import io
from pathlib import Path

from PIL import Image

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.reading import opened_film

WIDTH_PX = 480


def thumbnail_jpeg(path: Path) -> bytes:
    """A JPEG at most 480 px wide and high, about 15 kB; of a film its middle frame. Raises MediaError."""
    picture = middle_frame(path) if path.suffix == ".mp4" else open_picture(path)
    picture = picture.convert("RGB")
    picture.thumbnail((WIDTH_PX, WIDTH_PX))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def first_frame(path: Path) -> Image.Image:
    """The first frame of a film. Raises MediaError."""
    with opened_film(path) as film:
        for frame in film.decode(film.streams.video[0]):
            return frame.to_image()
    raise MediaError(f"{path.name}: no frame decodes")


def middle_frame(path: Path) -> Image.Image:
    """The frame in the middle of a film, found by its nearest keyframe before. Raises MediaError."""
    with opened_film(path) as film:
        stream = film.streams.video[0]
        wanted_s = float((stream.duration or 0) * (stream.time_base or 0)) / 2
        film.seek(int(wanted_s * 1_000_000))
        last = None
        for frame in film.decode(stream):
            last = frame
            if frame.time is not None and frame.time >= wanted_s:
                break
    if last is None:
        raise MediaError(f"{path.name}: no frame decodes")
    return last.to_image()
