"""A clip's frames, and the subtitles that are burned into them.

What belongs here: what every lip-sync backend does with text. What does not: mouths, how letters look (`media/text.py`).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.planes import Label
from sparkle_motion_dagster.backends.protocols import LipsyncRequest
from sparkle_motion_dagster.media.reading import opened_film
from sparkle_motion_dagster.media.text import subtitle_image, subtitle_pages

_LINGER_S = 0.25
"""A subtitle stays this much longer than its line, unless the next line starts."""


def frames_of(clip: Path) -> Iterator[Pixels]:
    """The clip's frames as decoded: (height * 3 / 2, width) uint8, Y above U above V."""
    with opened_film(clip) as film:
        for frame in film.decode(film.streams.video[0]):
            yield np.asarray(frame.to_ndarray(), np.uint8)


def labels_of(request: LipsyncRequest) -> list[tuple[Label, float, float]]:
    """Every line as pictures of its pages, with the seconds from and until which they are seen."""
    burned = []
    size = request.picture.width_px, request.picture.height_px
    for index, line in enumerate(request.lines):
        following = [x.start_s for x in request.lines[index + 1 :] if x.start_s >= line.end_s]
        end_s = min([line.end_s + _LINGER_S, *following])
        for text, start_s, stop_s in subtitle_pages(line.text, end_s - line.start_s):
            pixels, x_px, y_px = subtitle_image(text, *size)
            label = Label.of(pixels, x_px, y_px, *size)
            burned.append((label, line.start_s + start_s, line.start_s + stop_s))
    return burned
