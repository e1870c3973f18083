"""The takes of a shot as they are made, and what a decision leads to.

What belongs here: which artifact is which take, and what the next run would make. What does not: deciding
(`directing.py`), making. Nothing is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sparkle_motion_dagster.crafts.craft import Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import cut_recipe
from sparkle_motion_dagster.crafts.locked import find_locked, held_shots
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan, Shot
from sparkle_motion_dagster.film.takes import SPEECH, TAKE_ASSETS, AssetTake, By, ShotTakes
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

Fate = Literal["kept", "reused", "made", "follows"]
"""Of an asset in the next run: it is what the shot has; it is in the store; it must be made; that depends on what comes
of those before it."""


@dataclass(frozen=True)
class Take:
    """One take of one asset of the shot."""

    number: int
    asset: str
    note: str
    by: By | None
    """Who asked for it; None for the first, which is the plan's."""
    circled: bool
    own: tuple[str, ...]
    """Names of a person's files in it."""
    artifact: Artifact | None
    """What it is; None if it is not made yet (or not for the plan as it was at any time)."""
    same_as: int | None
    """An earlier take whose bytes it has: the backend makes the same whatever the seed."""


def takes_of(store: ArtifactStore, key: str, takes: ShotTakes) -> tuple[Take, ...]:
    """All takes of a shot, by asset in order of work, then by number."""
    found = []
    for asset in TAKE_ASSETS:
        made = store.takes(asset, key)
        head = store.head(asset, key)
        seen: dict[str, int] = {}
        for number in takes.numbers(asset):
            take = takes.of(asset, number)
            artifact = _newest(made, head, asset, take)
            same = seen.get(artifact.content_hash) if artifact else None
            if artifact is not None and same is None:
                seen[artifact.content_hash] = number
            own = tuple(sorted(file.name for file in take.own.values()))
            circled = takes.take(asset).number == number
            found.append(Take(number, asset, takes.note(number), takes.by(number), circled, own, artifact, same))
    return tuple(found)


def _newest(made: tuple[Artifact, ...], head: Artifact | None, asset: str, take: AssetTake) -> Artifact | None:
    """Of one take there may be several artifacts, one for each edit of its plan: what the shot has, else the newest."""
    if head is not None and made_as(head, asset, take):
        return head
    return next((artifact for artifact in reversed(made) if made_as(artifact, asset, take)), None)


def made_as(artifact: Artifact, asset: str, take: AssetTake) -> bool:
    """Whether an artifact is this take, whatever its plan was."""
    has_take = artifact.inputs.get("take", 1) == take.seed_take
    if asset == SPEECH:
        lines = artifact.inputs.get("lines", ())
        has = {line["own"]["sha256"] for line in lines if "own" in line}
        wanted = {own.sha256 for own in take.own.values()}
        return has_take and has <= wanted and bool(has) == bool(wanted)
    if artifact.inputs.get("own") != take.inputs().get("own"):
        return False
    return has_take or "backend" not in artifact.inputs  # all of it is a person's own: no seed is in it


def forecast(store: ArtifactStore, crew: Crew, order: ShotOrder) -> dict[str, Fate]:
    """What the next run does with each asset of the shot and with the film, as far as this shot goes.

    Raises SparkleError if the plan cannot be shot.
    """
    fates: dict[str, Fate] = {}
    materials: dict[str, Material] = {}
    shots = held_shots(store, order.film, order.plan)
    for asset in SHOT_ASSETS:
        shots[asset].pop(order.key, None)
        craft = crew.crafts[asset]
        found = find_locked(store, asset, order)
        known = all(need in materials for need in craft.needs)
        if found is None and known:
            found = store.find(craft.recipe(order, materials))
        if found is None:
            fates[asset] = "made" if known else "follows"
            continue
        materials[asset] = Material(found.content_hash, {}, found.facts)
        head = store.head(asset, order.key)
        fates[asset] = "kept" if head is not None and head.digest == found.digest else "reused"
        shots[asset][order.key] = found
    fates[MOVIE_ASSET] = _fate_of_film(store, crew, order, shots)
    return fates


def decision_json(store: ArtifactStore, crew: Crew, plan: MoviePlan, shot: Shot, takes: ShotTakes) -> dict[str, Any]:
    """The JSON of a decision: the circled takes, and the assets that the next run makes and reuses for it; `follow`: those
    whose fate depends on what it makes."""
    order = crew.order(takes.film, plan, shot, takes, film_references(store, takes.film))
    fates = forecast(store, crew, order)
    return {
        "film": takes.film,
        "shot": takes.shot,
        "takes": list(takes.numbers()),
        "circled": {asset: takes.take(asset).number for asset in TAKE_ASSETS},
        "locked": takes.lock is not None,
        **{
            name: [asset for asset, fate in fates.items() if fate == wanted]
            for name, wanted in (("make", "made"), ("reuse", "reused"), ("follow", "follows"))
        },
    }


def _fate_of_film(
    store: ArtifactStore, crew: Crew, order: ShotOrder, shots: Mapping[str, Mapping[str, Artifact]]
) -> Fate:
    keys = [shot_key(order.film, shot.id) for shot in order.plan.shots]
    if any(key not in shots[asset] for asset in SHOT_ASSETS for key in keys):
        return "follows"
    made = {asset: [shots[asset][key] for key in keys] for asset in SHOT_ASSETS}
    takes = film_takes(store, order.film) | ({order.shot.id: order.takes} if order.takes else {})
    found = store.find(cut_recipe(order.film, order.plan, crew.profile, made, takes))
    head = store.head(MOVIE_ASSET, order.film)
    if found is None:
        return "made"
    return "kept" if head is not None and head.digest == found.digest else "reused"
