"""The final movie: clips joined, sound laid under them, subtitles beside and inside, all measured.

What belongs here: the order of the steps, and what the result must be. What does not: the steps themselves (`joins.py`,
`film_sound.py`, `muxing.py`, `subtitles.py`, `contact_sheet.py`), where the film is kept (`store/`).
"""

import importlib.metadata
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from pydantic import Field

from sparkle_motion_dagster.errors import MediaError
from sparkle_motion_dagster.film.plan import FilmModel
from sparkle_motion_dagster.film.timeline import starts
from sparkle_motion_dagster.media import subtitles
from sparkle_motion_dagster.media.card_clips import card_clip
from sparkle_motion_dagster.media.contact_sheet import SheetCell, draw_contact_sheet
from sparkle_motion_dagster.media.engines import ENGINES
from sparkle_motion_dagster.media.film_sound import FilmSound, film_sound
from sparkle_motion_dagster.media.finished import Screened, changed_streams, checksum, screen
from sparkle_motion_dagster.media.joins import Clip, Joined, join
from sparkle_motion_dagster.media.muxing import mux
from sparkle_motion_dagster.media.probe import MediaFacts, probe
from sparkle_motion_dagster.media.soundtrack import Place, SoundPart

POSTER_WIDTH_PX = 1280
JPEG_QUALITY = 90
SUBTITLE_LINGERS_S = 0.35
"""A burned subtitle may stand a little longer than its line."""
DRAFT_COMMENT = "DRAFT animatic"


class Ambience(FilmModel):
    """What a shot's surroundings sound like; values as `media/ambience.bed` takes them."""

    kind: str
    weather: str = "clear"
    time_of_day: str = "day"
    seed: int = 0


class SpokenWords(FilmModel):
    """A line on screen as a subtitle; seconds from its shot's first frame."""

    start_s: float = Field(ge=0)
    end_s: float = Field(ge=0)
    speaker: str
    text: str


class MovieShot(FilmModel):
    """One finished shot."""

    id: str
    clip: Path
    """H.264 MP4; a preview sound inside it is not used."""
    frames: int = Field(gt=0)
    speech: Path | None = None
    """The shot's dialogue track, WAV, as long as the clip."""
    lines: tuple[SpokenWords, ...] = ()
    ambience: Ambience | None = None
    description: str = ""
    """Stands on the contact sheet where nobody speaks."""


class MovieCard(FilmModel):
    """A title or end card."""

    image: Path
    duration_s: float = Field(default=3.0, gt=0)


class MovieRequest(FilmModel):
    """A film to be put together from finished shots."""

    title: str
    shots: tuple[MovieShot, ...] = Field(min_length=1)
    title_card: MovieCard | None = None
    end_card: MovieCard | None = None
    fps: int = Field(default=24, gt=0)
    size_px: tuple[int, int] | None = None
    """Width and height; None: the largest of the shots."""
    transition: Literal["cut", "dip_to_black"] = "cut"
    """Between shots. Fades and dissolves that the plan asks for are already in the clips."""
    transition_s: float = Field(default=0.25, gt=0)
    """How long each end of a shot takes from or to black."""
    loudness_lufs: float = Field(default=-16.0, ge=-40, le=-8)
    true_peak_db: float = Field(default=-1.0, le=0)
    sample_rate_hz: Literal[44_100, 48_000] = 48_000
    language: str = "en"
    draft: bool = False
    music_pad: bool = False
    """Soft music under the whole film. A film without speech has it anyway; cards always have."""
    seed: int = 0
    metadata: dict[str, str] = Field(default_factory=dict)
    """More tags for the MP4; `title` and `comment` are ours."""


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


@dataclass(frozen=True)
class _Part:
    """A card or a shot in its place."""

    clip: Clip
    """Of a card: where it will be."""
    shot: MovieShot | None
    card: MovieCard | None = None


def make_movie(request: MovieRequest, folder: Path) -> MadeMovie:
    """Put the film together inside `folder`.

    Raises:
        MediaError: a clip, speech track or card cannot be used, or the film made is not what it must be: every frame
            of every shot, sound and picture ending together (± 1 frame), the loudness asked for.
    """
    parts = _parts(request, folder)
    first_frames = starts([part.clip.frames for part in parts])
    with ThreadPoolExecutor(1, thread_name_prefix="sound") as beside:  # both spend their time in C, on a core each
        sounding = beside.submit(_sound, request, parts, folder)
        joined, screened = _picture(request, parts, first_frames, folder)
        sound = sounding.result()
    cues = _cues(request, parts, first_frames)
    movie = folder / "movie.mp4"
    shown = subtitles.displays(cues, joined.frames / request.fps) if cues else []
    tags = {**request.metadata, "title": request.title} | ({"comment": DRAFT_COMMENT} if request.draft else {})
    mux(joined.path, sound.path, shown, movie, language=request.language, metadata=tags)
    facts = _checked(request, joined, screened, sound, movie)
    srt, vtt = folder / "movie.srt", folder / "movie.vtt"
    srt.write_text(subtitles.srt(cues) or "\n", encoding="utf-8", newline="\n")
    vtt.write_text(subtitles.vtt(cues), encoding="utf-8", newline="\n")
    poster = _poster(screened, folder / "poster.jpg")
    sheet = _sheet(request, screened, facts.duration_s, folder / "contact_sheet.jpg")
    made_facts = {
        **facts.model_dump(mode="json"),
        "loudness_lufs": sound.loudness_lufs,
        "true_peak_db": sound.true_peak_db,
        "bytes": movie.stat().st_size,
        "sha256": checksum(movie),
        "draft": request.draft,
        "picture_copied": joined.copied,
        "poster_frame": screened.best_frame,
        "shot_times": _shot_times(request, parts, first_frames),
        "cues": [{"start_s": c[0], "end_s": c[1], "speaker": c[2], "text": c[3]} for c in cues],
        "engines": _engines(),
        "made_by": f"packets of {len(parts)} clips {'copied' if joined.copied else 're-encoded (libx264 crf 18)'}; "
        "aac 192k; mov_text; +faststart",
    }
    for scratch in [joined.path, sound.path, *folder.glob("fitted_*.mp4"), *folder.glob("card_*.mp4")]:
        scratch.unlink(missing_ok=True)
    return MadeMovie(movie, srt, vtt, poster, sheet, made_facts, (*joined.notes, *sound.notes))


def _parts(request: MovieRequest, folder: Path) -> list[_Part]:
    shots = [_Part(Clip(shot.id, shot.clip, shot.frames), shot) for shot in request.shots]
    title, end = (
        [_Part(Clip(name, folder / f"card_{name.split()[0]}.mp4", _card_frames(card, request.fps)), None, card)]
        if card is not None
        else []
        for name, card in (("title card", request.title_card), ("end card", request.end_card))
    )
    return [*title, *shots, *end]


def _card_frames(card: MovieCard, fps: int) -> int:
    return max(1, round(card.duration_s * fps))


def _size_of(shots: Sequence[MovieShot]) -> tuple[int, int]:
    sizes = [(facts.width_px or 0, facts.height_px or 0) for facts in (probe(shot.clip) for shot in shots)]
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    return width + width % 2, height + height % 2


def _cues(request: MovieRequest, parts: Sequence[_Part], first_frames: Sequence[int]) -> list[subtitles.Cue]:
    cues = []
    for part, first in zip(parts, first_frames, strict=True):
        start_s = first / request.fps
        for line in part.shot.lines if part.shot else ():
            times = round(start_s + line.start_s, 6), round(start_s + line.end_s, 6)
            cues.append((*times, line.speaker, line.text))
    return cues


def _picture(
    request: MovieRequest, parts: Sequence[_Part], first_frames: Sequence[int], folder: Path
) -> tuple[Joined, Screened]:
    """The whole picture, joined and seen from its first frame to its last."""
    for part in parts:
        if part.card is not None:
            width_px, height_px = request.size_px or _size_of(request.shots)
            card_clip(
                part.card.image,
                part.clip.path,
                frames=part.clip.frames,
                fps=request.fps,
                width_px=width_px,
                height_px=height_px,
            )
    dip_frames = max(1, round(request.transition_s * request.fps)) if request.transition == "dip_to_black" else 0
    joined = join(
        [part.clip for part in parts],
        folder / "picture.mp4",
        fps=request.fps,
        size_px=request.size_px,
        dip_frames=dip_frames,
    )
    return joined, _screened(request, parts, first_frames, joined.path)


def _sound(request: MovieRequest, parts: Sequence[_Part], folder: Path) -> FilmSound:
    return film_sound(
        [_sound_part(part) for part in parts],
        folder / "sound.mp4",
        title=request.title,
        fps=request.fps,
        sample_rate_hz=request.sample_rate_hz,
        loudness_lufs=request.loudness_lufs,
        true_peak_db=request.true_peak_db,
        music_throughout=request.music_pad,
        seed=request.seed,
    )


def _sound_part(part: _Part) -> SoundPart:
    if part.shot is None:
        return SoundPart(part.clip.name, part.clip.frames, None, None, card=True)
    ambience = part.shot.ambience
    place = Place(**ambience.model_dump()) if ambience else None
    return SoundPart(part.shot.id, part.clip.frames, part.shot.speech, place)


def _screened(request: MovieRequest, parts: Sequence[_Part], first_frames: Sequence[int], movie: Path) -> Screened:
    wanted: dict[int, list[str]] = {}
    candidates: dict[int, float] = {}
    for part, first in zip(parts, first_frames, strict=True):
        if part.shot is None:
            continue
        wanted.setdefault(first + _telling_frame(part.shot, request.fps), []).append(part.shot.id)
        for number, weight in _poster_frames(part.shot, request.fps).items():
            candidates[first + number] = weight
    return screen(movie, wanted, candidates)


def _telling_frame(shot: MovieShot, fps: int) -> int:
    """The frame that stands for the shot: amid its first line, else its middle."""
    middle = shot.frames // 2
    if shot.lines:
        middle = round((shot.lines[0].start_s + shot.lines[0].end_s) / 2 * fps)
    return min(max(middle, 0), shot.frames - 1)


def _poster_frames(shot: MovieShot, fps: int) -> dict[int, float]:
    """Frames that may become the poster: those without a subtitle; if there are none, the middle, at half its worth."""
    places = [min(round(shot.frames * share), shot.frames - 1) for share in (0.05, 0.35, 0.65, 0.97)]
    quiet = [
        number
        for number in places
        if not any(line.start_s - 0.05 <= number / fps <= line.end_s + SUBTITLE_LINGERS_S for line in shot.lines)
    ]
    return dict.fromkeys(quiet, 1.0) or {shot.frames // 2: 0.5}


def _checked(request: MovieRequest, joined: Joined, screened: Screened, sound: FilmSound, movie: Path) -> MediaFacts:
    facts = probe(movie)
    frame_s = 1 / request.fps
    faults = []
    if screened.frames != joined.frames:
        faults.append(f"{screened.frames} frames decode, {joined.frames} expected")
    if facts.fps is None or abs(facts.fps - request.fps) > 1e-3:
        faults.append(f"runs at {facts.fps} fps, {request.fps} expected")
    if (facts.width_px, facts.height_px) != (joined.width_px, joined.height_px):
        faults.append(f"is {facts.width_px}×{facts.height_px}, {joined.width_px}×{joined.height_px} expected")
    if facts.audio_duration_s is None or abs(facts.audio_duration_s - joined.frames * frame_s) > frame_s:
        faults.append(f"sound lasts {facts.audio_duration_s} s, picture {joined.frames * frame_s:.3f} s")
    # What was decoded and heard above is what the film holds, packet for packet.
    faults.extend(f"its {kind} is not what was checked" for kind in changed_streams(movie, joined.path, sound.path))
    if faults:
        raise MediaError(f"{request.title}: the film made is not what it must be: {'; '.join(faults)}")
    return facts


def _poster(screened: Screened, path: Path) -> Path:
    if screened.best is None:
        raise MediaError("no frame for a poster: the film has no shot")
    picture = Image.fromarray(screened.best)
    height = round(POSTER_WIDTH_PX * picture.height / picture.width)
    picture.resize((POSTER_WIDTH_PX, height), Image.Resampling.LANCZOS).save(path, quality=JPEG_QUALITY)
    return path


def _sheet(request: MovieRequest, screened: Screened, duration_s: float, path: Path) -> Path:
    cells = []
    for shot in request.shots:
        words = shot.lines[0].text if shot.lines else shot.description
        speaker = shot.lines[0].speaker if shot.lines else ""
        cells.append(SheetCell(shot.id, shot.frames / request.fps, words, speaker, screened.cells[shot.id]))
    draw_contact_sheet(request.title, duration_s, request.draft, cells).save(path, quality=JPEG_QUALITY)
    return path


def _shot_times(request: MovieRequest, parts: Sequence[_Part], first_frames: Sequence[int]) -> list[Mapping[str, Any]]:
    return [
        {
            "id": part.shot.id,
            "start_s": round(first / request.fps, 6),
            "end_s": round((first + part.clip.frames) / request.fps, 6),
            "duration_s": round(part.clip.frames / request.fps, 6),
            "frames": part.clip.frames,
        }
        for part, first in zip(parts, first_frames, strict=True)
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
