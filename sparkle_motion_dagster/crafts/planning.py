"""movie_plan: a brief read, written as a plan, with the names and voices it had before.

What belongs here: the order of these steps and the plan's artifact. What does not: reading and cutting
(`writing/`), matching ids (`film/ids.py`), choosing voices (`film/casting.py`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sparkle_motion_dagster import __version__
from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.speech.providers import load_providers, traits_of_voices
from sparkle_motion_dagster.errors import ArtifactMissingError, BriefError
from sparkle_motion_dagster.film.casting import cast_voices
from sparkle_motion_dagster.film.ids import keep_ids
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.read import Brief, read_brief
from sparkle_motion_dagster.writing.write_plan import write_plan

CODE_VERSION = "1"
ASSET = "movie_plan"


@dataclass(frozen=True)
class Planned:
    """A plan, what the writer's helper has to say about it, and the brief it came from."""

    plan: MoviePlan
    notes: tuple[str, ...]
    brief: Brief


def plan_brief(brief: Brief, profile: Profile, before: MoviePlan | None) -> Planned:
    """The plan of a brief. Pure. Raises BriefError with everything that is wrong.

    Args:
        brief: the person's text.
        profile: says which voices there are and how large a film may be.
        before: the film's plan until now; its shots keep their ids and its characters their voices.
    """
    limits = Limits(max_shots=profile.limits.max_shots, max_duration_s=profile.limits.max_duration_s)
    written = write_plan(brief, limits)
    plan = _cast(keep_ids(before, written.plan), profile, before)
    broken = broken_rules(plan, limits)
    if broken:
        raise BriefError(
            brief.source, [f"{rule.path}: {rule.value}: expected {rule.expected}; {rule.remedy}" for rule in broken]
        )
    return Planned(plan, written.notes, brief)


def _cast(plan: MoviePlan, profile: Profile, before: MoviePlan | None) -> MoviePlan:
    """Every speaking character with a voice of the profile's engine, the one it had if it still has it."""
    provider = profile.crafts["speech"].backend
    voices = traits_of_voices(load_providers(), provider)
    kept: Mapping[str, str] = {
        character.id: character.voice_profile["voice"]
        for character in (before.characters if before else ())
        if "voice" in character.voice_profile
    }
    same_look = {
        c.id
        for c in (before.characters if before else ())
        for n in plan.characters
        if n.id == c.id and n.description == c.description
    }
    speaking = {line.character_id for shot in plan.shots for line in shot.dialogue}
    speakers = tuple(character for character in plan.characters if character.id in speaking)
    chosen = cast_voices(speakers, voices, {c: v for c, v in kept.items() if c in same_look})
    characters = tuple(
        c.model_copy(update={"voice_profile": {**c.voice_profile, "voice": chosen[c.id]}}) if c.id in chosen else c
        for c in plan.characters
    )
    return plan.model_copy(update={"characters": characters})


def held_plan(store: ArtifactStore, film: str) -> MoviePlan | None:
    """The film's plan as stored, or None if it was never planned. Raises ArtifactCorruptError."""
    artifact = store.head(ASSET, film)
    return None if artifact is None else read_plan(artifact)


def read_plan(artifact: Artifact) -> MoviePlan:
    """The plan inside a movie_plan artifact."""
    return MoviePlan.model_validate_json(artifact.path("plan").read_bytes())


def film_plan(store: ArtifactStore, film: str) -> MoviePlan:
    """The film's plan as stored. Raises ArtifactMissingError naming how to make it."""
    plan = held_plan(store, film)
    if plan is None:
        raise ArtifactMissingError(f"film {film}: no plan yet; run: sparkle make FILE --film {film}")
    return plan


def plan_recipe(film: str, planned: Planned) -> Recipe:
    """The brief's bytes and the plan that came of them (its ids and voices depend on the film's past)."""
    plan_hash = hashlib.sha256(planned.plan.model_dump_json().encode()).hexdigest()
    inputs = {
        "brief": hashlib.sha256(planned.brief.text.encode()).hexdigest(),
        "kind": planned.brief.kind,
        "plan": plan_hash,
        "code_version": CODE_VERSION,
    }
    return Recipe(ASSET, film, inputs)


def keep_plan(store: ArtifactStore, film: str, planned: Planned, reason: str) -> Artifact:
    """Store the plan beside the brief it came from and what was invented."""
    recipe = plan_recipe(film, planned)
    found = store.find(recipe)
    if found is not None:
        store.point(ASSET, film, found)
        return found
    with store.workbench() as folder:
        files = _plan_files(folder, planned)
        shots = planned.plan.shots
        facts = {
            "title": planned.plan.title,
            "shots": len(shots),
            "lines": sum(len(shot.dialogue) for shot in shots),
            "characters": len(planned.plan.characters),
            "planned_s": round(sum(shot.duration_sec for shot in shots), 3),
            "notes": list(planned.notes),
        }
        return store.adopt(
            recipe, files, facts, film=film, shot=None, backend=f"writing {CODE_VERSION}", draft=False, reason=reason
        )


def _plan_files(folder: Path, planned: Planned) -> dict[str, Path]:
    files = {"plan": folder / "plan.json", "brief": folder / "brief.txt", "writer": folder / "writer.json"}
    files["plan"].write_text(planned.plan.model_dump_json(indent=1), encoding="utf-8")
    files["brief"].write_text(planned.brief.text, encoding="utf-8")
    record = {
        "writer": f"sparkle-motion-dagster {__version__}, by rule, no model",
        "kind": planned.brief.kind,
        "source": planned.brief.source,
        "notes": list(planned.notes),
    }
    files["writer"].write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return files


def plan_file(path: Path, profile: Profile, before: MoviePlan | None) -> Planned:
    """`plan_brief` of a file."""
    return plan_brief(read_brief(path), profile, before)
