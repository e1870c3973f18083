"""The film's picture: its clips joined, without sound.

What belongs here: which clips in which order, and that all of what was joined decodes. What does not: copying packets
(`joins.py`), stills of it (`film_stills.py`), the sound beside it (`film_sound.py`), laying both together (`movie.py`).
"""

from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.film.timeline import starts
from sparkle_motion_dagster.media.finished import screen
from sparkle_motion_dagster.media.joins import Clip, Joined, join
from sparkle_motion_dagster.media.movie_request import MovieRequest, MovieShot


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
    """The film without sound."""

    parts: tuple[Part, ...]
    joined: Joined
    frames: int
    """How many decode. Of packets that were copied, as many as in their clips, which were looked through."""


def film_parts(request: MovieRequest) -> tuple[Part, ...]:
    """Title card, shots and end card, in their order."""
    title, end = (
        [(Clip(name, card.clip, card.frames), None)] if card is not None else []
        for name, card in (("title card", request.title_card), ("end card", request.end_card))
    )
    shots = [(Clip(shot.id, shot.clip, shot.frames), shot) for shot in request.shots]
    rows = [*title, *shots, *end]
    firsts = starts([clip.frames for clip, _ in rows])
    return tuple(Part(clip, shot, first) for (clip, shot), first in zip(rows, firsts, strict=True))


def film_picture(request: MovieRequest, folder: Path) -> FilmPicture:
    """Join the film's clips inside `folder`; sound and stills may be made meanwhile.

    A clip that was looked through before is not decoded again: the film holds its very packets, and that is checked. So
    a film of which one shot changed costs little. A film that was encoded again is decoded from its first frame to its
    last.

    Raises:
        MediaError: a clip or card cannot be used.
    """
    parts = film_parts(request)
    dip_frames = max(1, round(request.transition_s * request.fps)) if request.transition == "dip_to_black" else 0
    clips, path = [part.clip for part in parts], folder / "picture.mp4"
    joined = join(clips, path, fps=request.fps, size_px=request.size_px, dip_frames=dip_frames)
    frames = joined.frames if joined.copied else screen(joined.path, frozenset(), {}).frames
    return FilmPicture(parts, joined, frames)
