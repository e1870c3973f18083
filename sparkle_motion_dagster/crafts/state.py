"""What state a film is in: every shot × asset fresh, stale with the reason, or missing.

What belongs here: comparing the recipe wanted with the recipe held. What does not: making anything, Dagster's view.
The store is asked, never Dagster's event log: the store is the truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sparkle_motion_dagster.crafts.craft import Craft, Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import cut_recipe
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe, differences
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore

Status = Literal["fresh", "stale", "missing"]


@dataclass(frozen=True)
class CellState:
    """One asset of one shot (or of the film: `shot` None)."""

    shot: str | None
    asset: str
    status: Status
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilmState:
    """The whole film."""

    film: str
    cells: tuple[CellState, ...]

    @property
    def fresh(self) -> bool:
        """Nothing has to be made."""
        return all(cell.status == "fresh" for cell in self.cells)

    def stale_shots(self) -> tuple[str, ...]:
        """Shots with something to make, in film order."""
        return tuple(dict.fromkeys(c.shot for c in self.cells if c.shot is not None and c.status != "fresh"))


def _as_material(artifact: Artifact) -> Material:
    """Hash and facts only: recipes need no files, so none are read."""
    return Material(artifact.content_hash, {}, artifact.facts)


def _cell(shot: str | None, recipe: Recipe, held: Artifact | None) -> CellState:
    if held is None:
        return CellState(shot, recipe.asset, "missing", ("not made yet, or its files are gone",))
    if held.digest == recipe.digest:
        return CellState(shot, recipe.asset, "fresh")
    changed = differences(dict(recipe.inputs), dict(held.inputs))
    return CellState(shot, recipe.asset, "stale", changed or ("made by another version",))


def _shot_cells(
    store: ArtifactStore, crafts: Iterable[Craft], order: ShotOrder, heads: dict[str, dict[str, Artifact]]
) -> list[CellState]:
    cells: list[CellState] = []
    materials: dict[str, Material] = {}
    for craft in crafts:
        held = heads[craft.asset].get(order.key)
        waits_for = [asset for asset in craft.needs if asset not in materials]
        if waits_for:
            status: Status = "missing" if held is None else "stale"
            cells.append(CellState(order.shot.id, craft.asset, status, (f"waits for {', '.join(waits_for)}",)))
            continue
        recipe = craft.recipe(order, materials)
        cell = _cell(order.shot.id, recipe, held)
        cells.append(cell)
        if cell.status == "fresh" and held is not None:
            materials[craft.asset] = _as_material(held)
    return cells


def film_state(store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan) -> FilmState:
    """Compare what is wanted with what is held, for every shot and the film. Reads manifests only."""
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    heads = {asset: store.heads(asset, keys) for asset in SHOT_ASSETS}
    cells: list[CellState] = []
    for shot in plan.shots:
        crafts = [crew.crafts[asset] for asset in SHOT_ASSETS]
        cells.extend(_shot_cells(store, crafts, crew.order(film, plan, shot), heads))
    held = store.head(MOVIE_ASSET, film)
    if all(cell.status == "fresh" for cell in cells):
        recipe = cut_recipe(
            film, plan, crew.profile, {asset: list(heads[asset][k] for k in keys) for asset in SHOT_ASSETS}
        )
        cells.append(_cell(None, recipe, held))
    else:
        unfinished = len({cell.shot for cell in cells if cell.status != "fresh"})
        reason = f"waits for {unfinished} shot{'s' if unfinished != 1 else ''}"
        cells.append(CellState(None, MOVIE_ASSET, "missing" if held is None else "stale", (reason,)))
    return FilmState(film, tuple(cells))
