"""Clips that go to an engine of others and come back: their files, their colours, their number of frames.

What belongs here: writing and reading them. What does not: what is cut out of the film, laying it back.

They carry colours as programs expect that do not read a file's colour tags (BT.601), and are tagged so too.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.error
import cv2
import numpy as np

from sparkle_motion_dagster.backends.drawing.sheets import Pixels
from sparkle_motion_dagster.errors import BackendError, MediaError
from sparkle_motion_dagster.media.reading import opened_film

_CRF = 6
"""Finer than the film: it is encoded once more after this."""
_BT601 = 6
_AS_BT601 = (2, 5, 6)
"""Files that say so, or say nothing."""
_FULL = 2


def write_clip(path: Path, frames: Iterable[Pixels], width_px: int, height_px: int, fps: float) -> None:
    """Write (h, w, 3) BGR frames as H.264; width and height must be even. Raises MediaError."""
    rate = Fraction(fps).limit_denominator(1001)
    try:
        with av.open(f"file:{path}", "w", format="mp4") as out:
            video = out.add_stream("libx264", rate=rate)
            video.width, video.height, video.pix_fmt = width_px, height_px, "yuv420p"
            codec = video.codec_context
            codec.thread_count = 1
            codec.color_primaries = codec.color_trc = codec.colorspace = _BT601
            codec.options = {"preset": "veryfast", "crf": str(_CRF), "x264-params": "threads=1:cpu-independent=1"}
            for frame in frames:
                planes = cv2.cvtColor(np.ascontiguousarray(frame), cv2.COLOR_BGR2YUV_I420)  # BT.601, rounded
                out.mux(video.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
            out.mux(video.encode(None))
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{path.name}: cannot be written: {error}") from error


def count_frames(path: Path, engine: str) -> int:
    """Frames of what an engine made, by decoding it. Raises BackendError."""
    if not path.is_file():
        raise BackendError(
            f"{engine} ended without an error and without a clip: see what it printed, and its own README"
        )
    try:
        return sum(1 for _ in read_clip(path))
    except MediaError as error:
        raise BackendError(f"{engine} made a clip that cannot be decoded: {error}") from error


def read_clip(path: Path) -> Iterator[Pixels]:
    """The frames of what an engine made: (h, w, 3) BGR. Raises MediaError."""
    with opened_film(path) as film:
        if not film.streams.video:
            raise MediaError(f"{path.name}: it holds no picture")
        for frame in film.decode(film.streams.video[0]):
            even = frame.width % 2 == frame.height % 2 == 0
            plain = frame.format.name == "yuv420p" and frame.color_range != _FULL
            if plain and even and frame.colorspace in _AS_BT601:
                yield np.asarray(cv2.cvtColor(frame.to_ndarray(), cv2.COLOR_YUV2BGR_I420), np.uint8)
            else:
                yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def exactly(frames: Iterable[Pixels], wanted: int) -> Iterator[Pixels]:
    """The first `wanted` frames; the last one again if there are fewer. There must be one."""
    last = None
    number = -1
    for number, frame in enumerate(frames):
        if number == wanted:
            return
        last = frame
        yield frame
    for _ in range(wanted - number - 1):
        assert last is not None
        yield last
