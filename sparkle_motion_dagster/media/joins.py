"""Joining clips into one silent film, frame for frame.

What belongs here: whether clips agree, copying their packets one after another, re-encoding those of a film that does
not agree. What does not: sound and subtitles (`movie.py`), encoding drawn frames (`encode.py`).

Packets are copied with PyAV rather than by ffmpeg's concat demuxer, which places a clip by the *longest* track of the
one before: a preview sound a few samples longer than its picture would shift all that follows.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import ffmpeg
from sparkle_motion_dagster.media.finished import note_packet
from sparkle_motion_dagster.media.process import run
from sparkle_motion_dagster.media.reading import opened_film

TICKS_PER_FRAME = 512
TIMEOUT_PER_CLIP_S = 600.0
HELD_BYTES = 256 << 20
"""Opening a clip takes longer than copying it: so much of a film is read once, the rest of it twice."""
EVENLY = 0.05
"""By how much of a frame a time may be off."""


@dataclass(frozen=True)
class Clip:
    """A piece of the film: an MP4 whose picture counts, and the frames it must have."""

    name: str
    path: Path
    frames: int


@dataclass(frozen=True)
class Form:
    """All that must be equal for packets of two clips to follow each other in one track."""

    codec: str
    width_px: int
    height_px: int
    pixel_format: str
    fps: Fraction
    constant_rate: bool
    header: bytes
    """The codec's extradata: profile, level, reference frames, colours, sample shape."""
    reordering: int
    """How many frames before it is shown a packet must be decoded; may differ between clips that follow each other."""


@dataclass(frozen=True)
class Joined:
    """A silent MP4."""

    path: Path
    frames: int
    width_px: int
    height_px: int
    copied: bool
    """True if no frame was encoded again."""
    packets: str
    """Of the clips, as read and as they must stand in the film: `finished.Track.digest`."""
    notes: tuple[str, ...]


def join(
    clips: Sequence[Clip], made: Path, *, fps: int, size_px: tuple[int, int] | None = None, dip_frames: int = 0
) -> Joined:
    """Join clips into `made`, whose folder also takes the re-encoded clips if there are any.

    Args:
        size_px: width and height of the film; None: the largest width and height of its clips.
        dip_frames: 0 for straight cuts; else so many frames of each clip's ends go from and to black, which needs
            encoding. The number of frames is the same either way.

    Raises:
        MediaError: no clips, one that cannot be read, or one that has not the frames it must have.
    """
    if not clips:
        raise MediaError("a film needs at least one clip")
    sources = _read(clips)
    forms = [source.form for source in sources]
    width_px, height_px = size_px or _largest(forms)
    reasons = _differences(clips, forms, fps, (width_px, height_px))
    if dip_frames > 0:
        reasons.insert(0, "the transition asked for changes pictures")
    notes: tuple[str, ...] = ()
    if reasons:
        notes = (f"clips were encoded again to {width_px}×{height_px}, {fps} fps: {'; '.join(reasons[:4])}",)
        clips = [
            _fitted(clip, number, made.parent, width_px, height_px, fps, dip_frames)
            for number, clip in enumerate(clips)
        ]
        sources = _read(clips)
        forms = [source.form for source in sources]
        if still := _differences(clips, forms, fps, (width_px, height_px)):
            raise MediaError(f"clips still differ after encoding them again: {'; '.join(still)}")
    packets = _copy(sources, made, fps, delay=max(form.reordering for form in forms))
    return Joined(made, sum(clip.frames for clip in clips), width_px, height_px, not reasons, packets, notes)


@dataclass(frozen=True)
class _Source:
    """A clip that was read once."""

    clip: Clip
    form: Form
    packets: Sequence[Packet] | None
    """None: to be read again."""


def _read(clips: Sequence[Clip]) -> list[_Source]:
    sources, held_bytes = [], 0
    for clip in clips:
        with opened_film(clip.path) as film:
            video = _video_of(clip, film)
            packets = _packets(film, video)
            form = _form(clip, video, packets)
        held_bytes += sum(packet.size for packet in packets)
        sources.append(_Source(clip, form, packets if held_bytes <= HELD_BYTES else None))
    return sources


def _packets(film: InputContainer, video: VideoStream) -> list[Packet]:
    return [packet for packet in film.demux(video) if packet.size]


def _form(clip: Clip, video: VideoStream, packets: Sequence[Packet]) -> Form:
    if len(packets) != clip.frames:
        raise MediaError(f"{clip.name}: the clip has {len(packets)} frames, expected {clip.frames}; make it again")
    context = video.codec_context
    fps = Fraction(video.average_rate or 0)
    shown = _frame_numbers(packets, fps)
    return Form(
        codec=context.name,
        width_px=context.width,
        height_px=context.height,
        pixel_format=context.pix_fmt or "",
        fps=fps,
        constant_rate=bool(fps) and packets[0].is_keyframe and _is_constant(shown),
        header=bytes(context.extradata or b""),
        reordering=_reordering(shown),
    )


def _video_of(clip: Clip, film: InputContainer) -> VideoStream:
    if not film.streams.video:
        raise MediaError(f"{clip.name}: {clip.path.name} has no picture")
    return film.streams.video[0]


def _frame_numbers(packets: Sequence[Packet], fps: Fraction | int) -> list[float] | None:
    """Which frame each packet shows, counted from the first shown; None where one has no time or is to be thrown away."""
    if any(packet.is_discard or packet.pts is None for packet in packets):
        return None
    per_tick = float(Fraction(packets[0].time_base) * fps)
    first = min(packet.pts or 0 for packet in packets)
    return [((packet.pts or 0) - first) * per_tick for packet in packets]


def _is_constant(shown: Sequence[float] | None) -> bool:
    """Whether frames follow one another evenly, all of them."""
    return shown is not None and all(abs(number - at) < EVENLY for at, number in enumerate(sorted(shown)))


def _reordering(shown: Sequence[float] | None) -> int:
    return max((decoded - round(number) for decoded, number in enumerate(shown or ())), default=0)


def _largest(forms: Sequence[Form]) -> tuple[int, int]:
    width, height = max(form.width_px for form in forms), max(form.height_px for form in forms)
    return width + width % 2, height + height % 2


def _differences(clips: Sequence[Clip], forms: Sequence[Form], fps: int, size_px: tuple[int, int]) -> list[str]:
    reasons = []
    for clip, form in zip(clips, forms, strict=True):
        if (form.width_px, form.height_px) != size_px:
            reasons.append(f"{clip.name} is {form.width_px}×{form.height_px}")
        elif form.fps != fps or not form.constant_rate:
            even = "" if form.constant_rate else ", unevenly"
            reasons.append(f"{clip.name} runs at {float(form.fps):g} fps{even}")
        elif form.codec != "h264" or form.pixel_format != "yuv420p":
            reasons.append(f"{clip.name} is {form.codec} {form.pixel_format}")
        elif form.header != forms[0].header:
            reasons.append(f"{clip.name} was encoded with other settings than {clips[0].name}")
    return reasons


def _fitted(clip: Clip, number: int, folder: Path, width_px: int, height_px: int, fps: int, dip_frames: int) -> Clip:
    path = folder / f"fitted_{number:04d}.mp4"
    argv = ffmpeg.fitted_clip(
        clip.path,
        path,
        width_px=width_px,
        height_px=height_px,
        fps=fps,
        frames=clip.frames,
        fade_frames=min(dip_frames, clip.frames // 3),
    )
    run(argv, TIMEOUT_PER_CLIP_S)
    return Clip(clip.name, path, clip.frames)


def _copy(sources: Sequence[_Source], made: Path, fps: int, delay: int) -> str:
    """Packets of all clips in one track; shows frame n of the film at exactly n / fps. Their digest."""
    digest = hashlib.sha256()
    tick_s = Fraction(1, fps) / TICKS_PER_FRAME
    first = decoded = 0
    try:
        with (
            opened_film(sources[0].clip.path) as pattern,
            av.open(f"file:{made}", "w", format="mp4") as out,
        ):
            track = out.add_stream_from_template(pattern.streams.video[0])
            track.time_base = tick_s
            for source in sources:
                packets = source.packets or _packets_again(source.clip)
                for packet, number in zip(packets, _frame_numbers(packets, fps) or (), strict=True):
                    shown = first + round(number)
                    note_packet(digest, shown / fps, memoryview(packet))
                    packet.stream = track
                    # Decoding order is the packets' own, early enough for the deepest reordering of any clip.
                    packet.pts, packet.dts = shown * TICKS_PER_FRAME, (decoded - delay) * TICKS_PER_FRAME
                    packet.duration = TICKS_PER_FRAME
                    packet.time_base = tick_s
                    out.mux(packet)
                    decoded += 1
                first += source.clip.frames
    except av.error.FFmpegError as error:
        raise MediaError(f"the clips could not be joined ({error})") from error
    return digest.hexdigest()


def _packets_again(clip: Clip) -> list[Packet]:
    with opened_film(clip.path) as film:
        return _packets(film, _video_of(clip, film))
