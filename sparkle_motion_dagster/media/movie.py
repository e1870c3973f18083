"""The final movie: clips joined, the mix laid under them, subtitles beside and inside, all measured.

What belongs here: the order of the steps, and what the result must be. What does not: the steps themselves (`joins.py`,
`film_sound.py`, `film_stills.py`, `muxing.py`, `subtitles.py`), where the film is kept (`store/`).
"""

import importlib.metadata
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.media import subtitles
from sparkle_motion_dagster.media.engines import ENGINES
from sparkle_motion_dagster.media.film_picture import FilmPicture, Part
from sparkle_motion_dagster.media.film_sound import FilmSound
from sparkle_motion_dagster.media.film_stills import FilmStills
from sparkle_motion_dagster.media.finished import checksum, track
from sparkle_motion_dagster.media.movie_request import MovieRequest
from sparkle_motion_dagster.media.muxing import mux
from sparkle_motion_dagster.media.probe import MediaFacts, probe

DRAFT_COMMENT = "DRAFT"


@dataclass(frozen=True)
class MadeMovie:
    """The film and what stands beside it."""

    movie: Path
    srt: Path
    vtt: Path
    poster: Path
    """JPEG, 1280 px wide."""
    contact_sheet: Path
    """JPEG."""
    facts: dict[str, Any]
    """Measured by decoding: duration_s, frames, fps, width_px, height_px, codecs, loudness_lufs, true_peak_db, sha256,
    bytes; `shot_times` with id, start_s, end_s and duration_s in the film; `cues` as in the SRT; engines."""
    notes: tuple[str, ...]


def make_movie(
    request: MovieRequest, picture: FilmPicture, stills: FilmStills, sound: FilmSound, folder: Path
) -> MadeMovie:
    """Put the film together inside `folder`.

    Args:
        picture: as `film_picture` joined it, in the same folder.
        stills: as `film_stills` drew them, having looked through every shot that was not.
        sound: of the whole film, as `film_sound` made and measured it.

    Raises:
        MediaError: the film made is not what it must be: every frame of every shot, sound and picture ending together
            (± 1 frame).
    """
    parts, joined, duration_s = picture.parts, picture.joined, picture.joined.frames / request.fps
    cues = _cues(request, parts)
    movie = folder / "movie.mp4"
    shown = subtitles.displays(cues, duration_s) if cues else []
    tags = {**request.metadata, "title": request.title} | ({"comment": DRAFT_COMMENT} if request.draft else {})
    mux(joined.path, sound.path, shown, movie, language=request.language, metadata=tags)
    facts = _checked(request, picture, sound, movie)
    srt, vtt = folder / "movie.srt", folder / "movie.vtt"
    srt.write_text(subtitles.srt(cues) or "\n", encoding="utf-8", newline="\n")
    vtt.write_text(subtitles.vtt(cues), encoding="utf-8", newline="\n")
    made_facts = {
        **facts.model_dump(mode="json"),
        "loudness_lufs": sound.loudness_lufs,
        "true_peak_db": sound.true_peak_db,
        "bytes": movie.stat().st_size,
        "sha256": checksum(movie),
        "draft": request.draft,
        "picture_copied": joined.copied,
        "poster_frame": stills.poster_frame,
        "shot_times": _shot_times(request, parts),
        "cues": [{"start_s": c[0], "end_s": c[1], "speaker": c[2], "text": c[3]} for c in cues],
        "engines": _engines(),
        "made_by": f"packets of {len(parts)} clips {'copied' if joined.copied else 're-encoded (libx264 crf 18)'}; "
        "aac 192k; mov_text; +faststart",
    }
    for scratch in [joined.path, *folder.glob("fitted_*.mp4")]:
        scratch.unlink(missing_ok=True)
    return MadeMovie(movie, srt, vtt, stills.poster, stills.contact_sheet, made_facts, (*joined.notes, *sound.notes))


def _cues(request: MovieRequest, parts: Sequence[Part]) -> list[subtitles.Cue]:
    cues = []
    for part in parts:
        start_s = part.first_frame / request.fps
        for line in part.shot.lines if part.shot else ():
            times = round(start_s + line.start_s, 6), round(start_s + line.end_s, 6)
            cues.append((*times, line.speaker, line.text))
    return cues


def _checked(request: MovieRequest, picture: FilmPicture, sound: FilmSound, movie: Path) -> MediaFacts:
    facts, joined = probe(movie), picture.joined
    frame_s = 1 / request.fps
    faults = []
    if picture.frames != joined.frames:
        faults.append(f"{picture.frames} frames decode, {joined.frames} expected")
    if facts.fps is None or abs(facts.fps - request.fps) > 1e-3:
        faults.append(f"runs at {facts.fps} fps, {request.fps} expected")
    if (facts.width_px, facts.height_px) != (joined.width_px, joined.height_px):
        faults.append(f"is {facts.width_px}×{facts.height_px}, {joined.width_px}×{joined.height_px} expected")
    if facts.audio_duration_s is None or abs(facts.audio_duration_s - joined.frames * frame_s) > frame_s:
        faults.append(f"sound lasts {facts.audio_duration_s} s, picture {joined.frames * frame_s:.3f} s")
    # What was decoded and heard above is what the film holds, packet for packet, each at its time.
    shown = track(movie, "video")
    if shown.digest != joined.packets:
        faults.append("its picture is not what was checked")
    if track(movie, "audio").digest != track(sound.path, "audio").digest:
        faults.append("its sound is not what was checked")
    openings = {round(time_s * request.fps) for time_s in shown.openings_s}
    if lost := [part.first_frame for part in picture.parts if part.first_frame not in openings]:
        faults.append(f"no shot can be begun at frame {lost[0]}")
    if faults:
        raise MediaError(f"{request.title}: the film made is not what it must be: {'; '.join(faults)}")
    return facts


def _shot_times(request: MovieRequest, parts: Sequence[Part]) -> list[Mapping[str, Any]]:
    return [
        {
            "id": part.shot.id,
            "start_s": round(part.first_frame / request.fps, 6),
            "end_s": round((part.first_frame + part.clip.frames) / request.fps, 6),
            "duration_s": round(part.clip.frames / request.fps, 6),
            "frames": part.clip.frames,
        }
        for part in parts
        if part.shot is not None
    ]


def _engines() -> dict[str, str]:
    found = {name: importlib.metadata.version(name) for name in ENGINES}
    import av

    for library in ("libavcodec", "libavformat"):
        found[library] = ".".join(str(number) for number in av.library_versions[library])
    from sparkle_motion_dagster.media.ffmpeg import binary

    version = re.search(r"v(\d[\d.]*)", Path(binary()).name)
    found["ffmpeg"] = version[1] if version else Path(binary()).name
    return found
