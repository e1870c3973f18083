"""What state a film is in: every shot × asset fresh, stale with the reason, or missing.

What belongs here: comparing the recipe wanted with the recipe held. What does not: making anything, Dagster's view.
The store is asked, never Dagster's event log: the store is the truth.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from sparkle_motion_dagster.crafts.craft import Craft, Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import cut_recipe
from sparkle_motion_dagster.crafts.gates import gated, plan_waits, stills_wait
from sparkle_motion_dagster.crafts.locked import held_shots, locked_digest
from sparkle_motion_dagster.errors import ArtifactStaleError
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.step import Status
from sparkle_motion_dagster.film.takes import CLIP
from sparkle_motion_dagster.film.wording import in_words
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

_MOST_TOLD = 12


Gate = Literal["plan", "stills", "brief"]
"""What is shown to a person."""


@dataclass(frozen=True)
class CellState:
    """One asset of one shot (or of the film: `shot` None)."""

    shot: str | None
    asset: str
    status: Status
    reasons: tuple[str, ...] = ()
    digest: str | None = None
    """The recipe wanted; None while what it is made from is not fresh."""
    held: Artifact | None = field(default=None, repr=False, compare=False)
    """What there is now, fresh or not."""
    locked: bool = False
    """Kept as it is whatever changes: `fresh`, and `reasons` say what would differ."""
    asks: Gate | None = None
    """What a person has to decide before it may be made; of the plan, to mend the brief."""


@dataclass(frozen=True)
class FilmState:
    """The whole film."""

    film: str
    cells: tuple[CellState, ...]

    @property
    def fresh(self) -> bool:
        """Nothing has to be made."""
        return all(cell.status == "fresh" for cell in self.cells)

    def stale_assets(self) -> tuple[str, ...]:
        """Assets of shots with something to make, in order of work."""
        stale = {cell.asset for cell in self.cells if cell.shot is not None and cell.status != "fresh"}
        return tuple(asset for asset in SHOT_ASSETS if asset in stale)

    def stale_shots(self) -> tuple[str, ...]:
        """Shots with something that can be made now, in film order: not those that wait for a person."""
        stale = (c.shot for c in self.cells if c.shot is not None and c.status != "fresh" and c.digest is not None)
        return tuple(dict.fromkeys(stale))

    def asking_shots(self, gate: Gate) -> tuple[str, ...]:
        """Shots that wait for a person at this gate, in film order."""
        asking = (cell.shot for cell in self.cells if cell.shot is not None and cell.asks == gate)
        return tuple(dict.fromkeys(asking))


def _as_material(artifact: Artifact) -> Material:
    """Hash and facts only: recipes need no files, so none are read."""
    return Material(artifact.content_hash, {}, artifact.facts)


def _cell(shot: str | None, recipe: Recipe, held: Artifact | None) -> CellState:
    if held is None:
        return CellState(shot, recipe.asset, "missing", ("not made yet, or its files are gone",), recipe.digest)
    if held.digest == recipe.digest:
        return CellState(shot, recipe.asset, "fresh", (), recipe.digest, held)
    changed = in_words(recipe.inputs, held.inputs)
    return CellState(shot, recipe.asset, "stale", changed or ("made by another version",), recipe.digest, held)


def _shot_cells(
    store: ArtifactStore, crafts: Iterable[Craft], order: ShotOrder, heads: dict[str, dict[str, Artifact]]
) -> list[CellState]:
    cells: list[CellState] = []
    materials: dict[str, Material] = {}
    unread = plan_waits(order)
    for craft in crafts:
        held = heads[craft.asset].get(order.key)
        if held is not None and held.digest == locked_digest(order, craft.asset):
            cells.append(_locked_cell(craft, order, materials, held))
            materials[craft.asset] = _as_material(held)
            continue
        waits_for = [asset for asset in craft.needs if asset not in materials]
        if waits_for:
            status: Status = "missing" if held is None else "stale"
            reason = f"waits for {', '.join(waits_for)}"
            cells.append(CellState(order.shot.id, craft.asset, status, (reason,), None, held))
            continue
        recipe = craft.recipe(order, materials)
        cell = _with_parts(store, craft, order, _cell(order.shot.id, recipe, held))
        if unread and cell.status != "fresh" and store.find(recipe) is None:
            cell = _asking(cell, f"its plan waits for your approval: sparkle approve {order.film} --plan", "plan")
        elif craft.asset == CLIP and cell.status != "fresh" and stills_wait(store, order, recipe, materials):
            cell = _asking(cell, f"its stills wait for your approval: sparkle approve {order.film} --stills", "stills")
        cells.append(cell)
        if cell.status == "fresh" and held is not None:
            materials[craft.asset] = _as_material(held)
    return cells


def _asking(cell: CellState, reason: str, gate: Gate) -> CellState:
    return replace(cell, reasons=(reason,), digest=None, asks=gate)


def _with_parts(store: ArtifactStore, craft: Craft, order: ShotOrder, cell: CellState) -> CellState:
    """The cell, missing if a part of it is gone: a line's WAV is an artifact too, and is made again by itself."""
    if cell.status != "fresh":
        return cell
    lost = [part.name for part in craft.parts(order) if store.find(part.recipe) is None]
    return replace(cell, status="missing", reasons=(f"the files of {', '.join(lost)} are gone",)) if lost else cell


def _locked_cell(craft: Craft, order: ShotOrder, materials: dict[str, Material], held: Artifact) -> CellState:
    """What is locked is as wanted; the reasons say what would be made if it were not."""
    changed: tuple[str, ...] = ()
    if all(asset in materials for asset in craft.needs):
        recipe = craft.recipe(order, materials)
        if recipe.digest != held.digest:
            changed = in_words(recipe.inputs, held.inputs) or ("made by another version",)
    return CellState(order.shot.id, craft.asset, "fresh", changed, held.digest, held, locked=True)


def film_state(store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan) -> FilmState:
    """Compare what is wanted with what is held, for every shot and the film. Reads manifests only."""
    keys = [shot_key(film, shot.id) for shot in plan.shots]
    takes, references = film_takes(store, film), film_references(store, film)
    heads = held_shots(store, film, plan, takes)
    cells: list[CellState] = []
    for shot in plan.shots:
        crafts = [crew.crafts[asset] for asset in SHOT_ASSETS]
        cells.extend(_shot_cells(store, crafts, crew.order(film, plan, shot, takes.get(shot.id), references), heads))
    held = store.head(MOVIE_ASSET, film)
    waiting = gated(crew.profile, film, plan, takes, heads)
    if all(cell.status == "fresh" for cell in cells) and waiting:
        reason = f"waits for your decision about {', '.join(shot for shot, _, _ in waiting)}"
        cells.append(CellState(None, MOVIE_ASSET, "missing" if held is None else "stale", (reason,), None, held))
    elif all(cell.status == "fresh" for cell in cells):
        recipe = cut_recipe(
            film, plan, crew.profile, {asset: list(heads[asset][k] for k in keys) for asset in SHOT_ASSETS}, takes
        )
        cells.append(_cell(None, recipe, held))
    else:
        unfinished = len({cell.shot for cell in cells if cell.status != "fresh"})
        reason = f"waits for {unfinished} shot{'s' if unfinished != 1 else ''}"
        cells.append(CellState(None, MOVIE_ASSET, "missing" if held is None else "stale", (reason,), None, held))
    return FilmState(film, tuple(cells))


def check_as_planned(store: ArtifactStore, crew: Crew, film: str, plan: MoviePlan) -> None:
    """Raises ArtifactStaleError naming the shots that were made from something else than the plan and profile there are.

    A film cut from them would not be what its plan says. Shots that were never made are told by the cut itself.
    """
    first: dict[str, CellState] = {}
    for cell in film_state(store, crew, film, plan).cells:
        if cell.shot is not None and cell.status == "stale":
            first.setdefault(cell.shot, cell)
    if first:
        told = [f"  {cell.shot} {cell.asset}: {'; '.join(cell.reasons)}" for cell in first.values()]
        more = f"\n  … and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
        raise ArtifactStaleError(
            f"film {film}: {len(told)} of {len(plan.shots)} shots are not as the plan and the profile "
            f"{crew.profile.name} say now; materialize them first, or run: sparkle make {film}\n"
            + "\n".join(told[:_MOST_TOLD])
            + more
        )
