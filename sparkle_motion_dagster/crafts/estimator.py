"""What making a film would take, found out without writing or loading anything.

What belongs here: walking through the film's steps as a run would. What does not: past costs (`history.py`),
arithmetic (`film/costs.py`), the table for people (`cli/estimate.py`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sparkle_motion_dagster.crafts.characters import SHEET_ASSET
from sparkle_motion_dagster.crafts.craft import Craft, Material, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import CODE_VERSION as CUT_VERSION
from sparkle_motion_dagster.crafts.cut import card_frames, cut_recipe
from sparkle_motion_dagster.crafts.dialogue import LINE_ASSET, spoken_frames
from sparkle_motion_dagster.crafts.estimate import Estimate, Step
from sparkle_motion_dagster.crafts.history import History, Known
from sparkle_motion_dagster.crafts.locked import find_locked
from sparkle_motion_dagster.crafts.planning import ASSET as PLAN_ASSET
from sparkle_motion_dagster.crafts.planning import CODE_VERSION as PLAN_VERSION
from sparkle_motion_dagster.crafts.planning import Planned, plan_recipe
from sparkle_motion_dagster.crafts.sizes import Size, film_size, plan_size, shot_size
from sparkle_motion_dagster.crafts.verdicts import ignores_seeds
from sparkle_motion_dagster.film.costs import wall_s
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.policy import load_policy
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.retakes import expected_takes
from sparkle_motion_dagster.film.takes import STILLS, ShotTakes
from sparkle_motion_dagster.film.timeline import place_lines
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore

STAGES = (PLAN_ASSET, LINE_ASSET, SHOT_ASSETS[0], SHEET_ASSET, *SHOT_ASSETS[1:], MOVIE_ASSET)


@dataclass
class Estimator:
    """Walks through a film's steps in the order of work."""

    store: ArtifactStore | None
    crew: Crew
    history: History
    cores: int
    steps: list[Step] = field(default_factory=list)
    _planned: set[str] = field(default_factory=set)
    """Recipes that this run would make: an equal one later is reused."""
    _known: dict[tuple[str, str], Known | None] = field(default_factory=dict)
    _firsts: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def estimate(self, film: str, planned: Planned) -> Estimate:
        """The film's steps and totals. Raises ProfileError, StoreError."""
        plan = planned.plan
        takes = film_takes(self.store, film) if self.store else {}
        own = film_references(self.store, film) if self.store else None
        orders = [self.crew.order(film, plan, shot, takes.get(shot.id), own) for shot in plan.shots]
        size = plan_size(plan.shots)
        self._step(PLAN_ASSET, film, None, f"writing {PLAN_VERSION}", size, self._find(plan_recipe(film, planned)))
        frames: dict[str, int] = {}
        held: dict[str, dict[str, Artifact]] = {order.key: {} for order in orders}
        for order in orders:
            frames[order.key] = self._speak(self.crew.crafts[SHOT_ASSETS[0]], order, held[order.key])
        for asset in SHOT_ASSETS[1:]:
            for order in orders:
                self._shoot(self.crew.crafts[asset], order, frames[order.key], held[order.key])
        total = sum(frames.values()) + sum(card_frames(c, orders[0].fps) for c in (plan.title_card, plan.end_card))
        self._cut(film, plan, total, [held[order.key] for order in orders], takes)
        self.steps.sort(key=lambda step: STAGES.index(step.asset))
        retaken, extra = self._retakes()
        return Estimate(
            film,
            plan.title,
            total / orders[0].fps,
            self.cores,
            tuple(self.steps),
            self._wall_s(retaken, extra),
            self.history.retake_share(),
            extra,
            retaken,
        )

    def _retakes(self) -> tuple[frozenset[str], float]:
        """What a take that QA asks for makes anew, and how many of them a shot has on average."""
        profile = self.crew.profile.retakes
        named = load_policy().retaken_assets if profile.auto else ()
        again = {a for a in named if not ignores_seeds(getattr(self.crew.crafts[a], "backend", None))}
        for asset in SHOT_ASSETS if again else ():
            if again & set(self.crew.crafts[asset].needs):
                again.add(asset)
        extra = expected_takes(self.history.retake_share() or 0.0, profile.max_takes) - 1.0
        return frozenset(again), extra if again else 0.0

    def _speak(self, craft: Craft, order: ShotOrder, held: dict[str, Artifact]) -> int:
        """A shot's lines and their track; its length in frames, by ear where its lines are spoken already."""
        kept = self._kept(craft, order, held)
        if kept is not None:
            return int(kept.facts["frames"])
        durations = []
        scale = self.history.speech_scale(craft.backend_name)
        for part in craft.parts(order):
            line = self._find(part.recipe)
            self._step(LINE_ASSET, part.name, order.shot.id, craft.backend_name, part.size, line, craft, part.recipe)
            durations.append(float(line.facts["duration_s"]) if line else part.size["speech_s"] * scale)
        recipe = craft.recipe(order, {})
        track = self._find(recipe)
        if track is not None:
            held[craft.asset] = track
            frames = int(track.facts["frames"])
        else:
            frames = spoken_frames(order, place_lines(durations, [line.dual for line in order.shot.dialogue]))
        size = shot_size(order, frames)
        self._step(craft.asset, order.key, order.shot.id, craft.backend_name, size, track, craft, recipe)
        return frames

    def _shoot(self, craft: Craft, order: ShotOrder, frames: int, held: dict[str, Artifact]) -> None:
        """A craft whose recipe is known only if all it is made from is there."""
        if self._kept(craft, order, held) is not None:
            return
        recipe, found = None, None
        if all(asset in held for asset in craft.needs):
            needs = {a: Material(held[a].content_hash, {}, held[a].facts) for a in craft.needs}
            recipe = craft.recipe(order, needs)
            found = self._find(recipe)
        if found is not None:
            held[craft.asset] = found
        else:
            self._sheets(craft, order)
        size = shot_size(order, frames)
        self._step(craft.asset, order.key, order.shot.id, craft.backend_name, size, found, craft, recipe)

    def _sheets(self, craft: Craft, order: ShotOrder) -> None:
        """The characters that a still is painted after: each once in the film."""
        known = {step.key for step in self.steps if step.asset == SHEET_ASSET}
        for part in craft.parts(order):
            if part.recipe.asset == SHEET_ASSET and part.name not in known:
                sheet = self._find(part.recipe)
                self._step(SHEET_ASSET, part.name, None, craft.backend_name, part.size, sheet, craft, part.recipe)

    def _kept(self, craft: Craft, order: ShotOrder, held: dict[str, Artifact]) -> Artifact | None:
        """What a locked shot is kept as, counted as reused; None if it is not locked."""
        kept = find_locked(self.store, craft.asset, order) if self.store else None
        if kept is not None:
            held[craft.asset] = kept
            self._step(craft.asset, order.key, order.shot.id, craft.backend_name, {}, kept, craft)
        return kept

    def _cut(
        self,
        film: str,
        plan: MoviePlan,
        frames: int,
        held: Iterable[Mapping[str, Artifact]],
        takes: Mapping[str, ShotTakes],
    ) -> None:
        shots = list(held)
        found = None
        if all(len(made) == len(SHOT_ASSETS) for made in shots):
            made = {asset: [shot[asset] for shot in shots] for asset in SHOT_ASSETS}
            found = self._find(cut_recipe(film, plan, self.crew.profile, made, takes))
        video = self.crew.profile.video
        size = film_size(frames, video.fps, video.width_px, video.height_px)
        self._step(MOVIE_ASSET, film, None, f"cut {CUT_VERSION}", size, found)

    def _find(self, recipe: Recipe) -> Artifact | None:
        return self.store.find(recipe) if self.store else None

    def _step(
        self,
        asset: str,
        key: str,
        shot: str | None,
        backend: str,
        size: Size,
        found: Artifact | None,
        craft: Craft | None = None,
        recipe: Recipe | None = None,
    ) -> None:
        maker = getattr(craft, "backend", None)
        known = self._rate(asset, backend)
        device = getattr(maker, "device", None) or (known.device if known else "cpu")
        step = Step(asset, key, shot, backend, _model(maker, backend), device, True, 0.0, None, "in the store")
        if found is None and recipe is not None and recipe.digest in self._planned:
            step = replace(step, source="equal to an earlier one")
        elif found is None:
            if recipe is not None:
                self._planned.add(recipe.digest)
            step = replace(
                step, reused=False, seconds=None, source="unknown: no history, and no row in configs/costs.yaml"
            )
            if known is not None:
                seconds = known.rate.seconds(size, self._is_first(asset, size, craft))
                step = replace(step, seconds=seconds, memory_mb=known.rate.memory_mb, source=known.source)
        self.steps.append(step)

    def _rate(self, asset: str, backend: str) -> Known | None:
        if (asset, backend) not in self._known:
            self._known[asset, backend] = self.history.known(asset, backend)
        return self._known[asset, backend]

    def _is_first(self, asset: str, size: Size, craft: Craft | None) -> bool:
        """Whether the call is the first of its kind in its worker: one for each worker."""
        kind = (asset, bool(size.get("speech_s")))
        self._firsts[kind] += 1
        return self._firsts[kind] <= self._at_once(craft)

    def _at_once(self, craft: Craft | None) -> int:
        return min(self.cores, (craft.workers if craft else 1) or self.cores)

    def _wall_s(self, retaken: frozenset[str], extra: float) -> float:
        """Stage after stage, each on as many workers as it may use; what lies between calls; the start."""
        priors, between_s = self.history.priors, self.history.between_calls_s
        made = [step for step in self.steps if not step.reused]
        crafts = {
            LINE_ASSET: self.crew.crafts[SHOT_ASSETS[0]],
            SHEET_ASSET: self.crew.crafts[STILLS],
            **self.crew.crafts,
        }
        stages = (
            wall_s([step.seconds or 0.0 for step in made if step.asset == asset], self._at_once(crafts.get(asset)))
            * (1.0 + (extra if asset in retaken else 0.0))
            for asset in STAGES
        )
        between = (priors.between_calls_s if between_s is None else between_s) * len(made)
        return priors.start_s + sum(stages) + between


def _model(maker: object, backend: str) -> str:
    """The model's id if the backend tells one, else the backend's name."""
    for name in ("model_id", "model"):
        told = getattr(maker, name, None)
        if isinstance(told, str) and told:
            return told
    return backend.partition(" ")[0]
