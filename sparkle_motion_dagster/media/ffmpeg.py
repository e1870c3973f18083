"""Command lines for the ffmpeg program that comes with `imageio-ffmpeg`.

What belongs here: pure builders, graph in, argument list out. What does not: running them (`process.py`), and all
that PyAV does in process (`probe.py`, `joins.py`, `encode.py`).

Inputs are named with `file:` (a name can then be neither an address nor an option), read only by the demuxer named
here, and may open nothing but files, so a playlist under a film's name is refused.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import ffmpeg
import imageio_ffmpeg

from sparkle_motion_dagster.errors import MediaError

X264 = {"vcodec": "libx264", "preset": "veryfast", "crf": 18, "pix_fmt": "yuv420p", "threads": 1}
PROTOCOLS = "file,pipe"


@cache
def binary() -> str:
    """Path of the ffmpeg program. Raises MediaError if the package holds none for this machine."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise MediaError(f"ffmpeg: no program found ({error}); reinstall imageio-ffmpeg") from error


def fitted_clip(
    source: Path, made: Path, *, width_px: int, height_px: int, fps: int, frames: int, fade_frames: int = 0
) -> list[str]:
    """Re-encode a clip to a film's size and rate, exactly `frames` long, bars where its shape differs.

    A clip that is short at the new rate holds its last frame. `fade_frames` > 0 dips from and to black at both ends.
    """
    video = (
        _input(source)
        .video.filter("fps", fps=fps)
        .filter("scale", width_px, height_px, force_original_aspect_ratio="decrease", force_divisible_by=2)
        .filter("pad", width_px, height_px, "(ow-iw)/2", "(oh-ih)/2")
        .filter("setsar", 1)
        .filter("tpad", stop_mode="clone", stop=-1)
        .filter("trim", end_frame=frames)
    )
    if fade_frames > 0:
        video = video.filter("fade", type="in", start_frame=0, nb_frames=fade_frames)
        video = video.filter("fade", type="out", start_frame=max(frames - fade_frames, 0), nb_frames=fade_frames)
    out = ffmpeg.output(
        video, f"file:{made}", format="mp4", **X264, **{"fps_mode": "cfr", "r": fps, "frames:v": frames, "an": None}
    )
    return _compiled(out)


def empty_subtitle_track(srt: Path, made: Path) -> list[str]:
    """An MP4 with one mov_text track: its header tells players how to show the words that we write ourselves."""
    subtitles = ffmpeg.input(f"file:{srt}", format="srt", protocol_whitelist=PROTOCOLS)
    return _compiled(ffmpeg.output(subtitles, f"file:{made}", format="mp4", **{"c:s": "mov_text"}))


def loudness_report(source: Path) -> list[str]:
    """Measure by EBU R128, true peak included; the summary is the end of stderr."""
    sound = _input(source).audio.filter("ebur128", peak="true", framelog="quiet")
    return _compiled(ffmpeg.output(sound, "-", format="null"), level="info")


def _input(source: Path) -> ffmpeg.nodes.FilterableStream:
    return ffmpeg.input(f"file:{source}", format="mov", protocol_whitelist=PROTOCOLS, threads=1)


def _compiled(output: ffmpeg.nodes.OutputStream, level: str = "error") -> list[str]:
    words: Sequence[str] = ffmpeg.compile(output, cmd=binary())
    # Options of the program itself stand first: an option after the last output is ignored with a warning.
    return [words[0], "-nostdin", "-hide_banner", "-nostats", "-xerror", "-loglevel", level, "-y", *words[1:]]
