"""What a file of picture or sound really holds.

What belongs here: facts measured from the data. What does not: judging them (`backends/inspection`). A header is
never believed: films are counted packet by packet, or frame by frame, and a WAV's promise is held against its bytes.
"""

import struct
from pathlib import Path

import av
import soundfile
from av.container import InputContainer

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.film.plan import FilmModel
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.reading import kind_of, opened_film


class MediaFacts(FilmModel):
    """Facts of one file; None where it has no such part."""

    duration_s: float
    """Of the picture if there is one, else of the sound; 0 for a still."""
    frames: int | None = None
    """Video frames: decoded if asked for, else packets found in the file."""
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    video_codec: str | None = None
    pixel_format: str | None = None
    audio_codec: str | None = None
    audio_duration_s: float | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None
    subtitle_codec: str | None = None


def probe(path: Path, *, count: bool = False) -> MediaFacts:
    """Measure an MP4, WAV or picture.

    Args:
        count: decode every frame and sample of a film, which also finds damage inside it.

    Raises:
        MediaError: another kind of file, damaged, cut short, or holding less than it promises.
    """
    kind = kind_of(path)
    if kind == "wav":
        return _wav_facts(path)
    if kind == "picture":
        image = open_picture(path)
        return MediaFacts(duration_s=0.0, frames=1, width_px=image.width, height_px=image.height)
    with opened_film(path) as film:
        return _film_facts(path, film, count)


def _film_facts(path: Path, film: InputContainer, count: bool) -> MediaFacts:
    video = film.streams.video[0] if film.streams.video else None
    audio = film.streams.audio[0] if film.streams.audio else None
    if video is None and audio is None:
        raise MediaError(f"{path.name}: holds neither picture nor sound")
    fps = float(video.average_rate) if video is not None and video.average_rate else None
    if video is not None:
        video.thread_type = "AUTO"
    frames = samples = packets = 0
    for packet in film.demux([stream for stream in (video, audio) if stream is not None]):
        if packet.size == 0 and not count:
            continue
        of_video = packet.stream.type == "video"
        packets += of_video and packet.size > 0
        if count:
            for frame in packet.decode():
                if isinstance(frame, av.AudioFrame):
                    samples += frame.samples
                else:
                    frames += 1
        elif not of_video and packet.duration and packet.time_base and audio is not None:
            samples += round(packet.duration * packet.time_base * audio.rate)
    if not count:
        frames = packets
    if video is not None and (frames < max(video.frames, 1) or packets < video.frames):
        raise MediaError(f"{path.name}: promises {video.frames} frames, {frames} can be read; it is damaged")
    if video is not None and not fps:
        raise MediaError(f"{path.name}: has no frame rate")
    audio_s = samples / audio.rate if audio is not None else None
    subtitles = film.streams.subtitles
    return MediaFacts(
        duration_s=frames / fps if fps else audio_s or 0.0,
        frames=frames if video is not None else None,
        width_px=video.codec_context.width if video is not None else None,
        height_px=video.codec_context.height if video is not None else None,
        fps=fps,
        video_codec=video.codec_context.name if video is not None else None,
        pixel_format=video.codec_context.pix_fmt if video is not None else None,
        audio_codec=audio.codec_context.name if audio is not None else None,
        audio_duration_s=audio_s,
        sample_rate_hz=audio.rate if audio is not None else None,
        channels=audio.channels if audio is not None else None,
        subtitle_codec=subtitles[0].codec_context.name if subtitles else None,
    )


def _wav_facts(path: Path) -> MediaFacts:
    _check_wav_is_whole(path)
    try:
        info = soundfile.info(str(path))
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise MediaError(f"{path.name}: not a WAV that can be read ({error})") from error
    if info.samplerate <= 0 or info.channels <= 0:
        raise MediaError(f"{path.name}: impossible WAV ({info.samplerate} Hz, {info.channels} channels)")
    duration_s = info.frames / info.samplerate
    return MediaFacts(
        duration_s=duration_s,
        audio_duration_s=duration_s,
        audio_codec=info.subtype.lower(),
        sample_rate_hz=info.samplerate,
        channels=info.channels,
    )


def _check_wav_is_whole(path: Path) -> None:
    # Every library reads a cut WAV without a word, so the chunk sizes are held against the file's size here.
    size = path.stat().st_size
    with path.open("rb") as file:
        position = 12
        while position + 8 <= size:
            file.seek(position)
            name, length = struct.unpack("<4sI", file.read(8))
            if name == b"data":
                there = size - position - 8
                if length > there:
                    raise MediaError(f"{path.name}: promises {length} bytes of sound, {there} are there: cut short")
                return
            position += 8 + length + length % 2
    raise MediaError(f"{path.name}: a WAV without sound data")
