"""The film's picture: clips joined, every frame of them decoded, a still for each shot and one for the poster.

What belongs here: joining, and what looking through the film gives; nothing that was looked through before is decoded
again. What does not: the sound beside it (`film_sound.py`), laying both together (`movie.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sparkle_motion_dagster.film.timeline import starts
from sparkle_motion_dagster.media.finished import frame_at, opening_times, screen
from sparkle_motion_dagster.media.images import open_picture
from sparkle_motion_dagster.media.joins import Clip, Joined, join
from sparkle_motion_dagster.media.movie_request import MovieRequest, MovieShot
from sparkle_motion_dagster.media.telling import Telling, look_through, poster_frames, telling_frame

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Part:
    """A card or a shot in its place."""

    clip: Clip
    shot: MovieShot | None
    """None: a card."""
    first_frame: int
    """In the film."""


@dataclass(frozen=True)
class FilmPicture:
    """The film without sound, all of it decoded."""

    joined: Joined
    frames: int
    """How many decode."""
    stills: Mapping[str, Pixels]
    """For each shot, (h, w, 3) RGB, small."""
    poster: Pixels
    """The finest frame, (h, w, 3) RGB."""
    poster_frame: int
    openings: frozenset[int]
    """Numbers of the frames that decode alone: where a player may begin."""


def film_parts(request: MovieRequest) -> list[Part]:
    """Title card, shots and end card, in their order."""
    title, end = (
        [(Clip(name, card.clip, card.frames), None)] if card is not None else []
        for name, card in (("title card", request.title_card), ("end card", request.end_card))
    )
    shots = [(Clip(shot.id, shot.clip, shot.frames), shot) for shot in request.shots]
    rows = [*title, *shots, *end]
    firsts = starts([clip.frames for clip, _ in rows])
    return [Part(clip, shot, first) for (clip, shot), first in zip(rows, firsts, strict=True)]


def film_picture(request: MovieRequest, parts: Sequence[Part], folder: Path) -> FilmPicture:
    """Join the parts inside `folder`. Raises MediaError."""
    dip_frames = max(1, round(request.transition_s * request.fps)) if request.transition == "dip_to_black" else 0
    clips, path = [part.clip for part in parts], folder / "picture.mp4"
    joined = join(clips, path, fps=request.fps, size_px=request.size_px, dip_frames=dip_frames)
    return _by_clip(parts, joined, request.fps) if joined.copied else _anew(parts, joined, request.fps)


def _by_clip(parts: Sequence[Part], joined: Joined, fps: int) -> FilmPicture:
    """The film holds its clips' very packets: what looking through each has shown is so of the film."""
    frames, stills = 0, {}
    best_score, best = -2.0, (parts[0].clip.path, 0, 0)
    for part in parts:
        if part.shot is None:
            frames += screen(part.clip.path, frozenset(), {}).frames
            continue
        told = _told(part.shot, fps)
        frames += told.frames
        stills[part.shot.id] = told.still
        if told.poster_score > best_score:
            best_score, best = told.poster_score, (part.clip.path, told.poster_frame, part.first_frame)
    clip, number, first_frame = best
    return FilmPicture(joined, frames, stills, frame_at(clip, number), first_frame + number, _openings(joined, fps))


def _told(shot: MovieShot, fps: int) -> Telling:
    if shot.seen is None:
        return look_through(shot.clip, _line_times(shot), shot.frames, fps)
    still = np.asarray(open_picture(shot.seen.still).convert("RGB"), np.uint8)
    return Telling(shot.seen.frames, still, shot.seen.poster_frame, shot.seen.poster_score)


def _anew(parts: Sequence[Part], joined: Joined, fps: int) -> FilmPicture:
    """A film that was encoded again is decoded from its first frame to its last."""
    stands_for: dict[str, int] = {}
    candidates: dict[int, float] = {}
    for part in parts:
        if part.shot is not None:
            times = _line_times(part.shot)
            stands_for[part.shot.id] = part.first_frame + telling_frame(times, part.shot.frames, fps)
            found = poster_frames(times, part.shot.frames, fps)
            candidates |= {part.first_frame + number: weight for number, weight in found.items()}
    seen = screen(joined.path, set(stands_for.values()), candidates)
    stills = {id_: seen.stills[number] for id_, number in stands_for.items()}
    best = seen.best_frame or 0
    return FilmPicture(joined, seen.frames, stills, frame_at(joined.path, best), best, _openings(joined, fps))


def _openings(joined: Joined, fps: int) -> frozenset[int]:
    return frozenset(round(time_s * fps) for time_s in opening_times(joined.path))


def _line_times(shot: MovieShot) -> list[tuple[float, float]]:
    return [(line.start_s, line.end_s) for line in shot.lines]
