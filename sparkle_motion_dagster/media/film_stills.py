"""What a film is shown by where it does not move: its poster, and the page with a frame of every shot.

What belongs here: choosing among what is known of each shot, and drawing both. What does not: looking through a shot
(`telling.py`), the page's layout (`contact_sheet.py`). Nothing is asked of the joined film: this can be done beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.contact_sheet import SheetCell, draw_contact_sheet
from sparkle_motion_dagster.media.film_picture import Part, film_parts
from sparkle_motion_dagster.media.finished import Pixels, frame_at
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.movie_request import MovieRequest, MovieShot
from sparkle_motion_dagster.media.telling import Telling, look_through

POSTER_WIDTH_PX = 1280
JPEG_QUALITY = 90


@dataclass(frozen=True)
class FilmStills:
    """Both pictures of a film."""

    poster: Path
    """JPEG, 1280 px wide."""
    poster_frame: int
    """Its number in the film."""
    contact_sheet: Path
    """JPEG."""


def film_stills(request: MovieRequest, folder: Path) -> FilmStills:
    """Draw both inside `folder`. A shot that nobody has looked through is looked through here, every frame of it.

    Raises:
        MediaError: a clip does not decode, or has not the frames it must have.
    """
    parts = film_parts(request)
    shown = [(part, _told(part.shot, request)) for part in parts if part.shot is not None]
    part, told = max(shown, key=lambda pair: pair[1].poster_score)
    poster = _poster(frame_at(part.clip.path, told.poster_frame), request.size_px, folder / "poster.jpg")
    sheet = _sheet(request, parts, [told for _, told in shown], folder / "contact_sheet.jpg")
    return FilmStills(poster, part.first_frame + told.poster_frame, sheet)


def _told(shot: MovieShot, request: MovieRequest) -> Telling:
    if shot.seen is None:
        times = [(line.start_s, line.end_s) for line in shot.lines]
        return look_through(shot.clip, times, shot.frames, request.fps)
    if shot.seen.frames != shot.frames:
        raise MediaError(f"{shot.id}: {shot.seen.frames} frames decode, {shot.frames} expected; make it again")
    still = np.asarray(open_picture(shot.seen.still).convert("RGB"), np.uint8)
    return Telling(shot.seen.frames, still, shot.seen.poster_frame, shot.seen.poster_score)


def _poster(pixels: Pixels, size_px: tuple[int, int] | None, path: Path) -> Path:
    picture = Image.fromarray(pixels)
    width, height = size_px or picture.size
    size = POSTER_WIDTH_PX, round(POSTER_WIDTH_PX * height / width)
    ImageOps.pad(picture, size, Image.Resampling.LANCZOS).save(path, quality=JPEG_QUALITY)
    return path


def _sheet(request: MovieRequest, parts: Sequence[Part], told: Sequence[Telling], path: Path) -> Path:
    cells = []
    for shot, one in zip(request.shots, told, strict=True):
        words = shot.lines[0].text if shot.lines else shot.description
        speaker = shot.lines[0].speaker if shot.lines else ""
        cells.append(SheetCell(shot.id, shot.frames / request.fps, words, speaker, one.still))
    duration_s = sum(part.clip.frames for part in parts) / request.fps
    draw_contact_sheet(request.title, duration_s, request.draft, cells).save(path, quality=JPEG_QUALITY)
    return path
