"""Films made in a blink: the real plan, recipes, store and shoot; only what a backend would draw or speak is a few bytes.

A sketch's bytes are its recipe's hash, so whatever changes a recipe changes what is made from it: the worst case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.crafts.craft import Craft, Made, Material, Part, ShotOrder
from sparkle_motion_dagster.crafts.crew import SHOT_ASSETS, Crew, gather
from sparkle_motion_dagster.crafts.cut import ASSET as MOVIE_ASSET
from sparkle_motion_dagster.crafts.cut import cut_recipe
from sparkle_motion_dagster.crafts.locked import held_shots
from sparkle_motion_dagster.crafts.planning import Planned, held_plan, keep_plan, plan_brief, plan_recipe
from sparkle_motion_dagster.crafts.shoot import Shoot
from sparkle_motion_dagster.film.ids import shot_key
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.timeline import place_lines, shot_frames
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.cast import film_references
from sparkle_motion_dagster.store.decisions import film_takes
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.brief import Brief, BriefKind

SLOWER_S = 0.5
"""Each further take of a line takes so much longer to say, seconds."""


def said_s(text: str) -> float:
    """How long a sketched voice takes, seconds."""
    return 0.3 + 0.06 * len(text)


@dataclass
class Log:
    """What was made: (shot, asset), and lines by their part's name."""

    made: set[tuple[str, str]] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class SketchPart:
    """A line that is not spoken."""

    real: Part
    log: Log

    @property
    def name(self) -> str:
        return self.real.name

    @property
    def recipe(self) -> Recipe:
        return self.real.recipe

    @property
    def size(self) -> dict[str, float]:
        return self.real.size

    def make(self, folder: Path) -> Made:
        self.log.spoken.add(self.name)
        path = folder / "line.wav"
        path.write_text(self.recipe.digest)
        return Made({"wav": path})


@dataclass(frozen=True)
class SketchCraft:
    """A craft with its own recipes, that makes a few bytes."""

    real: Craft
    log: Log

    @property
    def asset(self) -> str:
        return self.real.asset

    @property
    def needs(self) -> tuple[str, ...]:
        return self.real.needs

    @property
    def workers(self) -> int | None:
        return None

    @property
    def backend_name(self) -> str:
        return self.real.backend_name

    @property
    def draft(self) -> bool:
        return self.real.draft

    def recipe(self, order: ShotOrder, materials: Mapping[str, Material]) -> Recipe:
        return self.real.recipe(order, materials)

    def parts(self, order: ShotOrder) -> tuple[SketchPart, ...]:
        return tuple(SketchPart(part, self.log) for part in self.real.parts(order))

    def make(self, order: ShotOrder, materials: Mapping[str, Material], folder: Path) -> Made:
        self.log.made.add((order.shot.id, self.asset))
        recipe = self.recipe(order, materials)
        path = folder / "sketch.bin"
        if self.asset == "dialogue_audio":  # sound depends on what is said and how long, not on who is named
            frames, lines = _laid_out(order, recipe, [materials[part.name] for part in self.parts(order)])
            path.write_text(repr(([line["speech"] for line in recipe.inputs["lines"]], frames)))
            return Made({"track": path}, {"frames": frames, "line_artifacts": lines})
        path.write_text(recipe.digest)
        facts = {
            "shot_images": {},
            "video_clips": {"frames": 24},
            "lipsynced_clips": {"mouths_moved": bool(order.shot.dialogue)},
            "qa_report": {"findings": {"shot_id": order.shot.id}, "decision": "pending"},
        }[self.asset]
        return Made({"sketch": path}, facts)


def _laid_out(order: ShotOrder, recipe: Recipe, spoken: Sequence[Material]) -> tuple[int, list[dict[str, Any]]]:
    lines, length = recipe.inputs["lines"], recipe.inputs["length"]
    slower_s = SLOWER_S * (recipe.inputs.get("take", 1) - 1)
    placed = place_lines([said_s(line["text"]) + slower_s for line in lines], [line["dual"] for line in lines])
    frames = shot_frames(length["planned_s"], placed, length["fps"], length["is_estimate"])
    told = [
        {
            "character_id": line["character_id"],
            "character": line["character"],
            "text": line["text"],
            "start_s": time.start_s,
            "end_s": time.end_s,
            "on_screen": line["on_screen"],
            "phones": [{"symbol": "ɑ", "start_s": time.start_s, "end_s": time.end_s}],
            "sha256": made.content_hash,
        }
        for line, time, made in zip(lines, placed, spoken, strict=True)
    ]
    return frames, told


def sketch_crew(profile: Profile, log: Log) -> Crew:
    """The profile's crew, sketching."""
    real = gather(profile)
    return Crew(profile, {asset: SketchCraft(real.crafts[asset], log) for asset in SHOT_ASSETS})


def planned(store: ArtifactStore, profile: Profile, film: str, text: str, kind: BriefKind = "fountain") -> Planned:
    """The text's plan, with the names and voices the film had."""
    return plan_brief(Brief(kind, text, film, f"{film}.{kind}"), profile, held_plan(store, film))


def sketch(
    store: ArtifactStore,
    profile: Profile,
    film: str,
    text: str,
    most_shots: int | None = None,
    kind: BriefKind = "fountain",
) -> Log:
    """Make what of the film is not made; what that was. `movie_plan` and `final_movie` are made for shot "film"."""
    log = Log()
    plan = planned(store, profile, film, text, kind)
    if store.find(plan_recipe(film, plan)) is None:
        log.made.add(("film", "movie_plan"))
    keep_plan(store, film, plan, "sketch")
    crew = sketch_crew(profile, log)
    shoot = Shoot(store, None)
    takes = film_takes(store, film)
    own = film_references(store, film)
    orders = [crew.order(film, plan.plan, shot, takes.get(shot.id), own) for shot in plan.plan.shots][:most_shots]
    for asset in SHOT_ASSETS:
        results = shoot.shoot(crew.crafts[asset], orders)
        assert all(result.artifact is not None for result in results.values()), results
    if most_shots is None:
        cut(store, profile, film, plan, log)
    return log


def cut(store: ArtifactStore, profile: Profile, film: str, plan: Planned, log: Log) -> Artifact:
    """The film of sketches, with its real recipe."""
    keys = [shot_key(film, shot.id) for shot in plan.plan.shots]
    heads = held_shots(store, film, plan.plan)
    recipe = cut_recipe(film, plan.plan, profile, {asset: [heads[asset][key] for key in keys] for asset in SHOT_ASSETS})
    found = store.find(recipe)
    if found is not None:
        store.point(MOVIE_ASSET, film, found)
        return found
    log.made.add(("film", MOVIE_ASSET))
    with store.workbench() as folder:
        path = folder / "movie.mp4"
        path.write_text(recipe.digest)
        facts = {"duration_s": 90.0, "title": plan.plan.title}
        return store.adopt(
            recipe, {"movie": path}, facts, film=film, shot=None, backend="sketch", draft=True, reason="sketch"
        )
