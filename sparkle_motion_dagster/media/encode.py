"""Writing clips: H.264 in MP4, with exactly the frames given, all alike so that they join by copy.

What belongs here: one writer of frames, with sound if there is any, and adding sound to a finished clip. What does
not: joining (`joins.py`), the film's sound and subtitles (`muxing.py`).
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import av.error
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media.reading import opened_film

CRF = 18
PRESET = "veryfast"
_AUDIO_BIT_RATE = 128_000
_AAC_BLOCK_SAMPLES = 1024
_BT709, _VIDEO_RANGE = 1, 1


class VideoWriter:
    """Frames in, an MP4 out. The same frames give the same bytes, on any processor: x264 runs on one thread.

    Use as a context manager; the file appears when all is well, and on an exception nothing is left.
    """

    def __init__(
        self, path: Path, width_px: int, height_px: int, fps: int, sample_rate_hz: int | None = None, crf: int = CRF
    ):
        """`sample_rate_hz`: add a mono AAC track at this rate; its samples are given to `write_sound`."""
        self.path = path
        self.frames = 0
        self._fps = fps
        self._sound: Iterator[Packet] | None = None
        self._waiting: Packet | None = None
        self._part = path.with_name(f".{path.name}.part")
        self._container = av.open(f"file:{self._part}", "w", format="mp4", options={"movflags": "+faststart"})
        self._video: VideoStream = self._container.add_stream("libx264", rate=fps)
        self._video.width, self._video.height, self._video.pix_fmt = width_px, height_px, "yuv420p"
        self._video.time_base = Fraction(1, fps)
        self._video.codec_context.time_base = Fraction(1, fps)
        codec = self._video.codec_context
        codec.thread_count = 1
        codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
        codec.color_range = _VIDEO_RANGE
        self._video.codec_context.options = {
            "preset": PRESET,
            "crf": str(crf),
            # On some processors x264's fastest code gives other bytes from run to run; what all processors share does
            # not. subme=1: a third faster on drawings, for 1 dB.
            "x264-params": f"keyint={fps * 2}:open-gop=0:force-cfr=1:threads=1:cpu-independent=1:subme=1:"
            "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv",
        }
        self._audio = None if sample_rate_hz is None else _sound_stream(self._container, sample_rate_hz)

    def __enter__(self) -> "VideoWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._throw_away(error)
            return
        try:
            self._container.mux(self._video.encode(None))
            self._mux_sound_until(None)
            self._container.close()
            self._part.replace(self.path)
        except (av.error.FFmpegError, OSError) as failure:
            self._throw_away(failure)
            raise MediaError(f"{self.path.name}: the clip could not be finished: {failure}") from failure

    def _throw_away(self, error: BaseException) -> None:
        """Close and remove the unfinished file. What closing says is noted on the error that is on its way."""
        try:
            self._container.close()
        except (av.error.FFmpegError, OSError, ValueError) as failure:
            error.add_note(f"closing {self._part.name} failed too: {failure}")
        finally:
            self._part.unlink(missing_ok=True)

    def write(self, frame: NDArray[np.uint8], times: int = 1) -> None:
        """Add a frame `times` times. `frame`: (height, width, 3) uint8 BGR. Raises MediaError."""
        picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="bgr24")
        converted = picture.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG", threads=1)
        self.write_planes(np.asarray(converted.to_ndarray(), np.uint8), times)

    def write_planes(self, planes: NDArray[np.uint8], times: int = 1) -> None:
        """Add a frame as decoded: (height * 3 / 2, width) uint8, Y above U above V, BT.709. Raises MediaError."""
        try:
            for _ in range(times):
                picture = av.VideoFrame.from_ndarray(planes, format="yuv420p")
                picture.time_base, picture.pts = Fraction(1, self._fps), self.frames
                self.frames += 1
                self._container.mux(self._video.encode(picture))
            self._mux_sound_until(Fraction(self.frames, self._fps))
        except (av.error.FFmpegError, OSError) as failure:
            raise MediaError(f"{self.path.name}: frame {self.frames} could not be written: {failure}") from failure

    def write_sound(self, samples: NDArray[np.float32]) -> None:
        """Give the whole sound, (n,) float32 mono in [-1, 1]; it is written beside the frames. Raises MediaError."""
        if self._audio is None:
            raise MediaError(f"{self.path.name}: this clip was opened without sound")
        self._sound = _sound_packets(samples, self._audio)

    def _mux_sound_until(self, second: Fraction | None) -> None:
        """Write sound packets up to a moment (None: all), so that picture and sound lie side by side in the file."""
        while self._sound is not None:
            packet = self._waiting or next(self._sound, None)
            self._waiting = None
            if packet is None:
                self._sound = None
            elif second is not None and (packet.pts or 0) * packet.time_base > second:
                self._waiting = packet
                return
            else:
                self._container.mux(packet)


def add_sound(clip: Path, samples: NDArray[np.float32], sample_rate_hz: int, made: Path) -> None:
    """The clip's picture, copied packet by packet, with a sound: (n,) float32 mono in [-1, 1]. Raises MediaError."""
    part = made.with_name(f".{made.name}.part")
    try:
        with (
            opened_film(clip) as source,
            av.open(f"file:{part}", "w", format="mp4", options={"movflags": "+faststart"}) as out,
        ):
            video = out.add_stream_from_template(source.streams.video[0])
            sound = _sound_packets(samples, _sound_stream(out, sample_rate_hz))
            waiting = next(sound, None)
            for packet in source.demux(source.streams.video[0]):
                if not packet.size:
                    continue
                while (
                    waiting is not None
                    and (waiting.pts or 0) * waiting.time_base <= (packet.dts or 0) * packet.time_base
                ):
                    out.mux(waiting)
                    waiting = next(sound, None)
                packet.stream = video
                out.mux(packet)
            if waiting is not None:
                out.mux([waiting, *sound])
        part.replace(made)
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{made.name}: cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _sound_stream(container: av.container.OutputContainer, sample_rate_hz: int) -> AudioStream:
    stream = container.add_stream("aac", rate=sample_rate_hz, layout="mono")
    stream.bit_rate = _AUDIO_BIT_RATE
    return stream


def _sound_packets(samples: NDArray[np.float32], stream: AudioStream) -> Iterator[Packet]:
    for start in range(0, len(samples), _AAC_BLOCK_SAMPLES):
        piece = np.ascontiguousarray(samples[start : start + _AAC_BLOCK_SAMPLES], dtype=np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = stream.rate, start, Fraction(1, stream.rate)
        yield from stream.encode(frame)
    yield from stream.encode(None)
