"""Writing clips: H.264 in MP4, with exactly the frames given, all alike so that they join by copy.

What belongs here: one writer of frames, with sound if there is any. What does not: joining (`joins.py`).
"""

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError

CRF = 18
PRESET = "veryfast"
_AUDIO_BITRATE = 128_000


class VideoWriter:
    """Frames in, an MP4 out. The same frames give the same bytes: x264 runs on one thread.

    Use as a context manager; on an exception the half-written file is removed.
    """

    def __init__(self, path: Path, width_px: int, height_px: int, fps: int, sample_rate_hz: int | None = None):
        """`sample_rate_hz`: add a mono AAC track at this rate; its samples are given to `write_sound`."""
        self.path = path
        self.frames = 0
        self._part = path.with_name(f".{path.name}.part")
        self._container = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
        self._video = self._container.add_stream("libx264", rate=fps)
        self._video.width, self._video.height, self._video.pix_fmt = width_px, height_px, "yuv420p"
        self._video.time_base = Fraction(1, fps)
        self._video.codec_context.time_base = Fraction(1, fps)
        self._video.codec_context.thread_count = 1
        self._video.codec_context.options = {
            "preset": PRESET,
            "crf": str(CRF),
            "x264-params": f"keyint={fps * 2}:open-gop=0:colorprim=bt709:transfer=bt709:colormatrix=bt709:force-cfr=1:threads=1",
        }
        self._audio = None
        if sample_rate_hz is not None:
            self._audio = self._container.add_stream("aac", rate=sample_rate_hz, layout="mono")
            self._audio.bit_rate = _AUDIO_BITRATE
            self._rate = sample_rate_hz

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._container.close()
            self._part.unlink(missing_ok=True)
            return
        try:
            for stream in (self._video, self._audio):
                if stream is not None:
                    self._container.mux(stream.encode(None))
            self._container.close()
        except (av.error.FFmpegError, OSError) as failure:
            self._part.unlink(missing_ok=True)
            raise MediaError(f"{self.path.name}: the clip could not be finished: {failure}") from failure
        self._part.replace(self.path)

    def write(self, frame: NDArray[np.uint8], times: int = 1) -> None:
        """Add a frame `times` times. `frame`: (height, width, 3) uint8 BGR. Raises MediaError."""
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="bgr24")
        picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
        try:
            for _ in range(times):
                picture.pts = self.frames
                picture.time_base = Fraction(1, int(self._video.average_rate or 24))
                self.frames += 1
                self._container.mux(self._video.encode(picture))
        except (av.error.FFmpegError, OSError) as failure:
            raise MediaError(f"{self.path.name}: frame {self.frames} could not be written: {failure}") from failure

    def write_sound(self, samples: NDArray[np.float32]) -> None:
        """Add the whole sound, (n,) float32 mono in [-1, 1]. Raises MediaError."""
        if self._audio is None:
            raise MediaError(f"{self.path.name}: this clip was opened without sound")
        block = 1024
        for start in range(0, len(samples), block):
            piece = np.ascontiguousarray(samples[start : start + block], dtype=np.float32).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = self._rate, start, Fraction(1, self._rate)
            self._container.mux(self._audio.encode(frame))
