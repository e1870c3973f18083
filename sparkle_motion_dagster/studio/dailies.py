"""Dailies: what the screening room shows of the studio's films, of one film, and of one shot.

What belongs here: choosing what a page shows and naming it. What does not: addresses and answers (`screening_room.py`),
how it looks (`resources/screening_room/`). Nothing is made, decided or written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.standing import Cell, Standing
from sparkle_motion_dagster.crafts.take_list import Take, takes_of
from sparkle_motion_dagster.errors import InputError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import Shot
from sparkle_motion_dagster.film.step import Status
from sparkle_motion_dagster.film.takes import CLIP, LIPSYNC, SPEECH, STILLS, TAKE_ASSETS, Approval, ShotTakes
from sparkle_motion_dagster.graph.links import media_link, thumbnail_link
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

REPORT = SHOT_ASSETS[-1]
_MEASURED = {
    "prompt_match": "match with its words, 0 to 1",
    "word_error_rate": "words heard wrongly, share",
    "mouth_speech_correlation": "mouth moves with the speech, −1 to 1",
    "start_match_distance": "first frame and still differ by, of 64",
    "frozen_longest_s": "longest standstill, s",
    "black_ratio": "black frames, share",
    "blur_score": "sharpness",
    "contrast": "contrast",
    "audio_peak_db": "loudest sample, dBFS",
    "speech_rms_db": "speech, dBFS",
    "clipped_ratio": "clipped samples, share",
    "finger_issue_ratio": "wrong hands, share",
}
"""Findings that are shown, in this order, where somebody has measured them."""


@dataclass(frozen=True)
class FilmCard:
    """A film among the others."""

    standing: Standing
    poster: str | None
    """Address of the picture."""


@dataclass(frozen=True)
class Spoken:
    """A line of a shot."""

    who: str
    text: str
    how: str
    """Parenthetical and extension; empty if there are none."""


@dataclass(frozen=True)
class ShotCard:
    """A shot among the others of its film."""

    shot: Shot
    lines: tuple[Spoken, ...]
    picture: str | None
    """Address of a small picture of it; None if nothing is drawn yet."""
    clip: str | None
    """Address of its finished clip."""
    duration_s: float
    """Measured; planned of a shot that has not spoken."""
    at_s: float | None
    """Where it begins in the movie there is; None if it is not in it."""
    cells: Mapping[str, Cell]
    """By asset, in order of work."""
    status: Status
    """The worst of its cells'."""
    decision: str | None
    """QA's, of the clip that there is; None if it was not inspected."""
    reasons: tuple[str, ...]
    approved: Approval | None
    takes: ShotTakes

    @property
    def asks_stills(self) -> bool:
        """Whether its stills wait for a person's approval."""
        return self.cells[CLIP].asks == "stills"

    @property
    def asks_plan(self) -> bool:
        """Whether what the plan says of it waits for a person's approval."""
        return any(cell.asks == "plan" for cell in self.cells.values())

    @property
    def changed(self) -> tuple[Cell, ...]:
        """What is to be made of it, or could not be, with the reasons; not what only waits for that, or for a person."""
        return tuple(c for c in self.cells.values() if c.status != "fresh" and not c.waits and not c.asks)


@dataclass(frozen=True)
class Movie:
    """The movie there is, fresh or not."""

    artifact: Artifact

    def link(self, role: str) -> str:
        """Address of one of its files."""
        return media_link(self.artifact, role)

    @property
    def begins(self) -> dict[str, float]:
        """Seconds at which each shot begins in it."""
        return {shot["id"]: shot["start_s"] for shot in self.artifact.facts.get("shot_times", ())}


@dataclass(frozen=True)
class FilmPage:
    """All of a film."""

    standing: Standing
    movie: Movie | None
    scenes: tuple[tuple[str, tuple[ShotCard, ...]], ...]
    """Neighbouring shots under one heading."""

    @property
    def cards(self) -> Iterator[ShotCard]:
        """All shots, in film order."""
        return (card for _, cards in self.scenes for card in cards)

    @property
    def unread(self) -> int:
        """Of how many shots the plan waits for approval."""
        return sum(card.asks_plan for card in self.cards)

    @property
    def asking(self) -> int:
        """How many shots' stills wait for approval."""
        return sum(card.asks_stills for card in self.cards)

    @property
    def plan_cell(self) -> Cell:
        """Whether the plan is as the brief says."""
        return self.standing.cells[0]

    @property
    def movie_cell(self) -> Cell:
        """Whether the movie is as its shots are."""
        return self.standing.cells[-1]


@dataclass(frozen=True)
class ShownTake:
    """One take of one asset, with the addresses of what is seen or heard of it."""

    take: Take
    picture: str | None
    video: str | None
    sound: str | None


@dataclass(frozen=True)
class ShotPage:
    """All of a shot."""

    standing: Standing
    card: ShotCard
    previous: str | None
    following: str | None
    pictures: tuple[tuple[str, str], ...]
    """Role and address of its stills."""
    seen: tuple[str, ...]
    """Who is seen in it."""
    takes: tuple[tuple[str, tuple[ShownTake, ...]], ...]
    """By asset, in order of work."""
    heard: str | None
    """The words that QA heard."""
    notes: tuple[str, ...]
    """Faults that QA found."""
    measured: tuple[tuple[str, str], ...]
    """What and how much."""


def film_card(store: ArtifactStore, standing: Standing) -> FilmCard:
    """A film for the list of all."""
    movie = standing.movie
    if movie is not None:
        return FilmCard(standing, media_link(movie, "poster"))
    first = standing.plan.shots[0] if standing.plan else None
    still = store.head(STILLS, shot_key(standing.film, first.id)) if first else None
    return FilmCard(standing, thumbnail_link(still, "start") if still else None)


def film_page(store: ArtifactStore, standing: Standing) -> FilmPage:
    """A film with all its shots, as its brief is now."""
    film = _Film.look(store, standing)
    cards = (film.card(shot) for shot in standing.shots)
    scenes = groupby(cards, key=lambda card: (card.shot.scene, _heading(card.shot)))
    return FilmPage(standing, film.movie, tuple((heading, tuple(group)) for (_, heading), group in scenes))


def shot_page(store: ArtifactStore, standing: Standing, shot_id: str) -> ShotPage:
    """A shot with its takes. Raises InputError naming the shots that there are."""
    shots = {shot.id: shot for shot in standing.shots}
    if standing.plan is None or shot_id not in shots:
        known = ", ".join(shots) or "none yet"
        raise InputError(f"film {standing.film} has no shot {shot_id[:80]!r}; it has: {known}")
    ids, key = list(shots), shot_key(standing.film, shot_id)
    at, film = ids.index(shot_id), _Film.look(store, standing)
    card, stills, report = film.card(shots[shot_id]), film.held[STILLS].get(key), film.held[REPORT].get(key)
    findings: Mapping[str, Any] = report.facts["findings"] if report else {}
    roles = [role for role in ("start", "end") if stills and role in stills.files]
    return ShotPage(
        standing=standing,
        card=card,
        previous=ids[at - 1] if at else None,
        following=ids[at + 1] if at + 1 < len(ids) else None,
        pictures=tuple((role, media_link(stills, role)) for role in roles if stills),
        seen=tuple(standing.plan.character(name).name for name in card.shot.cast),
        takes=_takes(store, key, card.takes),
        heard=findings.get("words_heard"),
        notes=tuple(findings.get("artifact_notes", ())),
        measured=tuple(
            (words, f"{findings[name]:g}") for name, words in _MEASURED.items() if _is_number(findings, name)
        ),
    )


def _heading(shot: Shot) -> str:
    """The scene's heading as written; of a story, which has none, where and when it is."""
    return shot.setting or ", ".join(filter(None, (shot.place, shot.time_of_day)))


def _is_number(findings: Mapping[str, Any], name: str) -> bool:
    return isinstance(findings.get(name), int | float)


@dataclass(frozen=True)
class _Film:
    """What there is of a film, read once for all its shots."""

    standing: Standing
    movie: Movie | None
    decided: Mapping[str, ShotTakes]
    held: Mapping[str, Mapping[str, Artifact]]
    begins: Mapping[str, float]
    worst: Mapping[str, Status]

    @staticmethod
    def look(store: ArtifactStore, standing: Standing) -> "_Film":
        decided = film_takes(store, standing.film)
        held = held_shots(store, standing.film, standing.plan, decided) if standing.plan else {}
        movie = Movie(standing.movie) if standing.movie else None
        return _Film(standing, movie, decided, held, movie.begins if movie else {}, standing.shot_statuses())

    def card(self, shot: Shot) -> ShotCard:
        film, key = self.standing.film, shot_key(self.standing.film, shot.id)
        spoken, stills, clip, report = (self.held[asset].get(key) for asset in (SPEECH, STILLS, LIPSYNC, REPORT))
        takes = self.decided.get(shot.id) or ShotTakes(film=film, shot=shot.id)
        decision, reasons, approved = _verdict(takes, clip, report)
        return ShotCard(
            shot=shot,
            lines=self._spoken(shot),
            picture=thumbnail_link(clip, "video") if clip else thumbnail_link(stills, "start") if stills else None,
            clip=media_link(clip, "video") if clip else None,
            duration_s=float(spoken.facts["duration_s"]) if spoken else shot.duration_sec,
            at_s=self.begins.get(shot.id),
            cells=self.standing.of_shot(shot.id),
            status=self.worst[shot.id],
            decision=decision,
            reasons=reasons,
            approved=approved,
            takes=takes,
        )

    def _spoken(self, shot: Shot) -> tuple[Spoken, ...]:
        assert self.standing.plan is not None
        return tuple(
            Spoken(
                self.standing.plan.character(line.character_id).name,
                line.text,
                ", ".join(filter(None, (line.extension, line.parenthetical))),
            )
            for line in shot.dialogue
        )


def _verdict(
    takes: ShotTakes, clip: Artifact | None, report: Artifact | None
) -> tuple[str | None, tuple[str, ...], Approval | None]:
    if clip is None or report is None:
        return None, (), None
    decision, reasons = report.facts["decision"], tuple(report.facts.get("reasons", ()))
    return decision, reasons, takes.approval(clip.content_hash, decision, reasons)


def _takes(store: ArtifactStore, key: str, decided: ShotTakes) -> tuple[tuple[str, tuple[ShownTake, ...]], ...]:
    listed = takes_of(store, key, decided)
    return tuple((asset, tuple(_shown(take) for take in listed if take.asset == asset)) for asset in TAKE_ASSETS)


def _shown(take: Take) -> ShownTake:
    made = take.artifact
    if made is None:
        return ShownTake(take, None, None, None)
    return ShownTake(
        take,
        picture=next((thumbnail_link(made, role) for role in ("video", "start") if role in made.files), None),
        video=media_link(made, "video") if "video" in made.files else None,
        sound=media_link(made, "track") if "track" in made.files else None,
    )
