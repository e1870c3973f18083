"""What work has cost on this machine: read from the manifests of what was made, never from a record of its own.

What belongs here: calls as they were, by asset and backend, and what lies between them. What does not: fitting
(`film/costs.py`), the work that is to come (`crafts/estimate.py`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from yaml import YAMLError, safe_load

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.dialogue import LINE_ASSET
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.sizes import Size, film_size
from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.costs import MeasuredCall, Rate, learn, wall_s
from sparkle_motion_dagster.film.shipped import configs_folder
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.store.viewing import newest

MOST_CALLS = 400
"""Of each asset, the newest so many are learned from."""
FEWEST_OF_VERSION = 3
"""A backend's version with fewer calls than this is estimated from its other versions too."""
FEWEST_IN_SPAN = 5
ALL_ASSETS = (PLAN_ASSET, LINE_ASSET, *SHOT_ASSETS, MOVIE_ASSET)


class Prior(BaseModel):
    """A row of configs/costs.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds_per: dict[str, float] = Field(min_length=1)
    load_s: float = 0.0
    memory_mb: float
    device: str = "cpu"

    @property
    def rate(self) -> Rate:
        """As a rate that nothing has been measured for."""
        return Rate(self.seconds_per, self.load_s, self.memory_mb)


class Priors(BaseModel):
    """configs/costs.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start_s: float
    """From the command's start to the first call: the process, imports, the plan."""
    between_calls_s: float
    """For each artifact: storing it, recording it, waiting for the next."""
    backends: dict[str, dict[str, Prior]]
    """By asset and backend; the backend "*" is any."""

    def row(self, asset: str, backend: str) -> Prior | None:
        """What is known of a backend before it has a history."""
        rows = self.backends.get(asset, {})
        return rows.get(backend) or rows.get("*")


def load_priors() -> Priors:
    """The priors that come with the program. Raises ProfileError."""
    path = configs_folder() / "costs.yaml"
    try:
        return TypeAdapter(Priors).validate_python(safe_load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, ValidationError) as error:
        raise ProfileError(f"{path}: not readable as costs: {error}") from error


@dataclass(frozen=True)
class Known:
    """A rate, and where it is from."""

    rate: Rate
    source: str
    device: str


@dataclass
class History:
    """Past calls of this studio."""

    priors: Priors
    calls: dict[tuple[str, str], list[MeasuredCall]] = field(default_factory=lambda: defaultdict(list))
    """By asset and backend with its version ("kokoro 1")."""
    speech: dict[str, tuple[float, float]] = field(default_factory=dict)
    """By backend: seconds of speech as guessed from words, and as spoken."""
    verdicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    between_calls_s: float | None = None
    films: int = 0

    def known(self, asset: str, backend: str) -> Known | None:
        """What is known of a backend ("kokoro 1"); None if nothing is."""
        name = backend.partition(" ")[0]
        prior = self.priors.row(asset, name)
        calls, of = list(self.calls.get((asset, backend), ())), ""
        if len(calls) < FEWEST_OF_VERSION:
            kin = [key for key in self.calls if key[0] == asset and key[1].partition(" ")[0] == name]
            more = [call for key in kin if key[1] != backend for call in self.calls[key]]
            calls, of = calls + more, " of other versions" if more else ""
        if prior is None and not calls:
            return None
        shape = prior.rate if prior else _shape_of(calls)
        source = f"measured, {len(calls)} calls{of}" if calls else "prior"
        return Known(learn(shape, calls), source, prior.device if prior else "cpu")

    def speech_scale(self, backend: str) -> float:
        """Seconds spoken for a second guessed."""
        guessed_s, spoken_s = self.speech.get(backend.partition(" ")[0], (0.0, 0.0))
        return spoken_s / guessed_s if guessed_s else 1.0

    def retake_share(self) -> float | None:
        """Share of the reports that asked for a retake; None if there is no report."""
        total = sum(self.verdicts.values())
        return self.verdicts["regenerate"] / total if total else None


def _shape_of(calls: Sequence[MeasuredCall]) -> Rate:
    """No prior: every size that the calls have counts alike."""
    names = sorted({name for call in calls for name, amount in call.size.items() if amount > 0})
    return Rate({name: 1.0 / len(names) for name in names})


def read_history(store: ArtifactStore | None, cores: int) -> History:
    """Everything the store can tell of past costs. Reads manifests only. Raises StoreError."""
    history = History(load_priors())
    if store is None:
        return history
    made = {asset: list(newest(store, asset, MOST_CALLS)) for asset in ALL_ASSETS}
    for artifact in (a for artifacts in made.values() for a in artifacts):
        size, seconds = artifact.facts.get("size"), artifact.facts.get("seconds")
        if size and seconds is not None:
            history.calls[artifact.asset, artifact.backend].append(_call(artifact, size, seconds))
    for line in made[LINE_ASSET]:
        size = line.facts.get("size")
        if size:
            name = line.backend.partition(" ")[0]
            guessed_s, spoken_s = history.speech.get(name, (0.0, 0.0))
            history.speech[name] = guessed_s + size["speech_s"], spoken_s + line.facts["duration_s"]
    for report in made["qa_report"]:
        history.verdicts[report.facts["decision"]] += 1
    _read_films(history, made, cores)
    return history


def _call(artifact: Artifact, size: Mapping[str, float], seconds: float) -> MeasuredCall:
    facts = artifact.facts
    return MeasuredCall(size, seconds, bool(facts.get("first_call")), float(facts.get("memory_mb", 0)))


def _read_films(history: History, made: Mapping[str, list[Artifact]], cores: int) -> None:
    """What cutting a film took, and what lies between the calls of a film that was made in one go."""
    spare = []
    plans, movies = made[PLAN_ASSET], made[MOVIE_ASSET]
    history.films = len({movie.film for movie in movies})
    for movie in movies:
        begun = [plan.made_at for plan in plans if plan.film == movie.film and plan.made_at <= movie.made_at]
        if not begun:
            continue
        span = _Span(movie, max(begun), made, cores)
        size, seconds = movie_size(movie.facts), movie.facts.get("seconds", span.after_last_s)
        history.calls[MOVIE_ASSET, movie.backend].append(_call(movie, size, seconds))
        if span.count >= FEWEST_IN_SPAN and span.whole_s <= 3 * span.busy_s + 60:
            spare.append(max(0.0, span.whole_s - span.after_last_s - span.busy_s) / span.count)
    history.between_calls_s = median(spare) if spare else None


def movie_size(facts: Mapping[str, Any]) -> Size:
    """A finished film's size by its facts."""
    return film_size(facts["frames"], facts["fps"], facts["width_px"], facts["height_px"])


class _Span:
    """The time from a film's plan to the film."""

    def __init__(self, movie: Artifact, begun: datetime, made: Mapping[str, list[Artifact]], cores: int):
        within = {
            asset: [a for a in artifacts if a.film == movie.film and begun <= a.made_at <= movie.made_at]
            for asset, artifacts in made.items()
            if asset not in (PLAN_ASSET, MOVIE_ASSET)
        }
        last = max((a.made_at for artifacts in within.values() for a in artifacts), default=begun)
        self.count = sum(len(artifacts) for artifacts in within.values())
        self.whole_s = _seconds(movie.made_at - begun)
        self.after_last_s = _seconds(movie.made_at - last)
        self.busy_s = sum(
            wall_s([a.facts.get("seconds", 0.0) for a in sorted(artifacts, key=lambda a: a.made_at)], cores)
            for artifacts in within.values()
        )


def _seconds(span: timedelta) -> float:
    return max(0.0, span.total_seconds())
