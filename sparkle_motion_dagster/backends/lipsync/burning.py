"""A clip's frames, the words that are burned into them, and writing both with the speech.

What belongs here: what every lip-sync backend does with text. What does not: mouths, how letters look (`media/text.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.backends.lipsync.planes import Label, planes_of
from sparkle_motion_dagster.backends.protocols import LipsyncRequest
from sparkle_motion_dagster.errors import BackendError
from sparkle_motion_dagster.media.audio import read_wav
from sparkle_motion_dagster.media.encode import VideoWriter, add_sound
from sparkle_motion_dagster.media.reading import opened_film
from sparkle_motion_dagster.media.text import Placed, caption_image, draft_mark, subtitle_image, subtitle_pages

_LINGER_S = 0.25
"""A subtitle stays this much longer than its line, unless the next line starts."""


def frames_of(clip: Path) -> Iterator[Pixels]:
    """The clip's frames as decoded: (height * 3 / 2, width) uint8, Y above U above V."""
    with opened_film(clip) as film:
        for frame in film.decode(film.streams.video[0]):
            yield np.asarray(frame.to_ndarray(), np.uint8)


def labels_of(request: LipsyncRequest) -> list[tuple[Label, float, float]]:
    """What is burned in, with the seconds from and until which it is seen: each line's pages, a caption, a draft's mark."""
    burned = []
    size = request.picture.width_px, request.picture.height_px
    if request.draft_mark:
        burned.append((Label.of(*draft_mark(*size), *size), 0.0, request.frames / request.fps))
    if request.caption:
        burned.append((Label.of(*caption_image(request.caption, *size), *size), 0.0, request.frames / request.fps))
    pages = [_pages(request, at) for at in range(len(request.lines))] if request.subtitles else []
    for shown, raised_px in zip(pages, _raised_px(pages), strict=True):
        for (pixels, x_px, y_px), start_s, stop_s in shown:
            burned.append((Label.of(pixels, x_px, max(y_px - raised_px, 0), *size), start_s, stop_s))
    return burned


def _pages(request: LipsyncRequest, at: int) -> list[tuple[Placed, float, float]]:
    """The pages of one line, at the bottom of the picture, with the seconds from and until which each is seen."""
    line = request.lines[at]
    if any(other.text == line.text and other.start_s == line.start_s for other in request.lines[:at]):
        return []  # the same words spoken by two at once are read once
    following = [x.start_s for x in request.lines[at + 1 :] if x.start_s >= line.end_s]
    end_s = min([line.end_s + _LINGER_S, *following])
    size = request.picture.width_px, request.picture.height_px
    return [
        (subtitle_image(text, *size), line.start_s + start_s, line.start_s + stop_s)
        for text, start_s, stop_s in subtitle_pages(line.text, end_s - line.start_s)
    ]


def _raised_px(lines: Sequence[Sequence[tuple[Placed, float, float]]]) -> list[int]:
    """How far each line stands above the bottom: of lines spoken together the first stands over the next."""
    raised = [0] * len(lines)
    for at in reversed(range(len(lines))):
        for later in range(at + 1, len(lines)):
            if lines[at] and lines[later] and lines[later][0][1] < lines[at][-1][2]:
                tall = max(pixels.shape[0] for (pixels, _, _), _, _ in lines[later])
                raised[at] = max(raised[at], raised[later] + tall)
    return raised


def write_with_speech(request: LipsyncRequest, frames: Iterable[Pixels], video: Path) -> None:
    """Write frames (as `frames_of` gives them) with the words that the request wants burned in, and its speech.

    Raises BackendError if they are not exactly as many as the request says.
    """
    samples, rate_hz = read_wav(request.speech)
    labels = labels_of(request)
    picture = request.picture
    with VideoWriter(video, picture.width_px, picture.height_px, request.fps, rate_hz) as writer:
        writer.write_sound(samples)
        for number, frame in enumerate(frames):
            planes = planes_of(frame)
            for label, start_s, end_s in labels:
                if start_s <= number / request.fps < end_s:
                    label.lay(planes)
            writer.write_planes(frame)
        if writer.frames != request.frames:
            raise BackendError(
                f"shot {request.shot_id}: {request.clip.name} has {writer.frames} frames, {request.frames} were expected; "
                "render the clip again"
            )


def pass_through(request: LipsyncRequest, video: Path) -> None:
    """The clip with its speech and every mouth as it was. Without words to burn, the picture is copied, not encoded."""
    if request.draft_mark or request.caption or (request.subtitles and request.lines):
        write_with_speech(request, frames_of(request.clip), video)
    else:
        samples, rate_hz = read_wav(request.speech)
        add_sound(request.clip, samples, rate_hz, video)
