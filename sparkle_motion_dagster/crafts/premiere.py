"""A finished film, as it is shown to the one who asked for it.

What belongs here: what is told of it, and that nobody has to decide about it still. What does not: its readable tree
(`screening.py`), making it.
"""

from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.gates import approval_needed
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.notes import shot_notes
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import film_plan
from sparkle_motion_dagster.crafts.screening import publish_film
from sparkle_motion_dagster.crafts.tally import Tally
from sparkle_motion_dagster.crafts.verdicts import ShotVerdict, verdicts
from sparkle_motion_dagster.errors import StoreError
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore


@dataclass(frozen=True)
class Premiere:
    """A finished film and what it took."""

    film: str
    plan: MoviePlan
    plan_artifact: Artifact
    movie: Artifact
    screening: Path
    """Folder where a person finds the film."""
    made: dict[str, int]
    reused: dict[str, int]
    verdicts: tuple[ShotVerdict, ...] = ()
    """Shots that QA rejects as they are in it."""
    notes: tuple[str, ...] = ()
    """What the plan invented, and what could not be drawn or done as asked; in words for a person."""

    def check_decided(self) -> None:
        """Raises ApprovalNeededError if QA shows a shot of it to a person and nobody has decided: it is not finished."""
        waiting = [(one.shot, one.clip, one.reasons) for one in self.verdicts if one.waits_for_person]
        if waiting:
            raise approval_needed(self.film, waiting, f"the film is cut, and marked escalate: {self.screening}")


def premiere(store: ArtifactStore, crew: Crew, film: str, tally: Tally, screenings: Path) -> Premiere:
    """The finished film as it stands in the store, with its readable tree brought up to date."""
    plan = film_plan(store, film)
    plan_artifact, movie = store.head(PLAN_ASSET, film), store.head(MOVIE_ASSET, film)
    if plan_artifact is None or movie is None:
        raise StoreError(f"film {film}: its movie is not in the store; run: sparkle make FILE --film {film}")
    totals = {PLAN_ASSET: 1, **{asset: len(plan.shots) for asset in SHOT_ASSETS}, MOVIE_ASSET: 1}
    fresh = {asset: len(tally.keys.get(asset, ())) for asset in totals} | {PLAN_ASSET: tally.made.get(PLAN_ASSET, 0)}
    publish_film(store, film, screenings)
    takes = film_takes(store, film)
    return Premiere(
        film=film,
        plan=plan,
        plan_artifact=plan_artifact,
        movie=movie,
        screening=screenings / film,
        made={asset: tally.made[asset] for asset in totals if tally.made.get(asset)},
        reused={asset: totals[asset] - count for asset, count in fresh.items() if totals[asset] > count},
        notes=(*plan_artifact.facts["notes"], *shot_notes(store, film, plan)),
        verdicts=verdicts(store, crew, film, plan, takes, held_shots(store, film, plan, takes)),
    )
