"""One MP4 from a joined picture, a sound and subtitles.

What belongs here: copying packets of picture and sound, writing subtitle samples, in time order. What does not: making
any of the three (`joins.py`, `film_sound.py`, `subtitles.py`), measuring the result (`movie.py`).

Subtitle samples are written here rather than by an encoder, which would take `<b>` and `{\\an8}` for commands: a
sample is the length of the text and the text itself, so it shows what was written.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import ffmpeg
from sparkle_motion_dagster.media.process import run
from sparkle_motion_dagster.media.reading import opened_film
from sparkle_motion_dagster.media.subtitles import Display

LONGEST_SUBTITLE_BYTES = 65_535
TEMPLATE_TIMEOUT_S = 30.0
_TICK_MS = Fraction(1, 1000)
_LANGUAGES = {
    "en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "pl": "pol", "nl": "nld",
    "ja": "jpn", "zh": "zho", "ko": "kor", "ru": "rus", "uk": "ukr", "cs": "ces", "sv": "swe", "da": "dan",
    "nb": "nob", "no": "nor", "fi": "fin", "tr": "tur", "ar": "ara", "he": "heb", "hi": "hin", "el": "ell",
}  # fmt: skip


def language_code(language: str) -> str:
    """The three letters an MP4 keeps for a language tag: "en-GB" → "eng"; "und" for one not known here."""
    short = language.split("-")[0].split("_")[0].lower()
    return short if len(short) == 3 and short.isascii() and short.isalpha() else _LANGUAGES.get(short, "und")


def mux(
    picture: Path,
    sound: Path,
    shown: Sequence[Display],
    made: Path,
    *,
    language: str,
    metadata: Mapping[str, str],
) -> None:
    """Write the film.

    Args:
        picture: a silent MP4; its packets are copied.
        sound: an MP4 with one AAC track; its packets are copied.
        shown: the subtitle track, without gaps; [] for none.

    Raises:
        MediaError: picture or sound cannot be read, or the film cannot be written.
    """
    code = language_code(language)
    try:
        with (
            opened_film(picture) as pictures,
            opened_film(sound) as sounds,
            av.open(f"file:{made}", "w", format="mp4", options={"movflags": "+faststart"}) as out,
        ):
            out.metadata.update(metadata)
            video = out.add_stream_from_template(pictures.streams.video[0])
            audio = out.add_stream_from_template(sounds.streams.audio[0])
            audio.metadata["language"] = code
            packets = [
                _copied(pictures, pictures.streams.video[0], video),
                _copied(sounds, sounds.streams.audio[0], audio),
            ]
            if shown:
                packets.append(_subtitles(shown, _subtitle_stream(out, made.parent, code)))
            for packet in heapq.merge(*packets, key=_seconds):
                out.mux(packet)
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError(f"{made.name}: cannot be written ({error})") from error


def _seconds(packet: Packet) -> float:
    time, ticks_s = packet.dts if packet.dts is not None else packet.pts, packet.time_base
    return time * ticks_s.numerator / ticks_s.denominator if time is not None and ticks_s else 0.0


def _copied(film: InputContainer, source: Stream, stream: Stream) -> Iterator[Packet]:
    """The packets of a film's stream, for another film's stream."""
    for packet in film.demux(source):
        if packet.size:
            packet.stream = stream
            yield packet


def _subtitle_stream(out: OutputContainer, folder: Path, language: str) -> Stream:
    srt, template = folder / "subtitle_template.srt", folder / "subtitle_template.mp4"
    try:
        srt.write_text("1\n00:00:00,000 --> 00:00:01,000\n.\n", encoding="utf-8")
        run(ffmpeg.empty_subtitle_track(srt, template), TEMPLATE_TIMEOUT_S)
        with opened_film(template) as film:
            stream = out.add_stream_from_template(film.streams.subtitles[0])
    finally:
        srt.unlink(missing_ok=True)
        template.unlink(missing_ok=True)
    stream.time_base = _TICK_MS
    stream.metadata["language"] = language
    return stream


def _subtitles(shown: Sequence[Display], stream: Stream) -> Iterator[Packet]:
    for start_ms, end_ms, text in shown:
        words = _within(text.encode("utf-8"))
        packet = Packet(len(words).to_bytes(2, "big") + words)
        packet.stream = stream
        packet.time_base = _TICK_MS
        packet.pts = packet.dts = start_ms
        packet.duration = end_ms - start_ms
        packet.is_keyframe = True
        yield packet


def _within(words: bytes) -> bytes:
    # A sample's length has two bytes; the SRT and VTT beside the film hold even such a speech whole.
    return (
        words
        if len(words) <= LONGEST_SUBTITLE_BYTES
        else words[:LONGEST_SUBTITLE_BYTES].decode("utf-8", "ignore").encode()
    )
