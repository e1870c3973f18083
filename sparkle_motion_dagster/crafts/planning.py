"""movie_plan: a brief read, written as a plan, with the names and voices it had before.

What belongs here: the order of these steps and the plan's artifact. What does not: reading and cutting
(`writing/`), matching ids (`film/ids.py`), choosing voices (`film/casting.py`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sparkle_motion_dagster import __version__
from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.protocols import KnowsItsVoices
from sparkle_motion_dagster.backends.registry import build
from sparkle_motion_dagster.backends.speech.providers import load_providers, traits_of_voices
from sparkle_motion_dagster.backends.writer.choice import RULES
from sparkle_motion_dagster.crafts.script_room import ScriptRoom, check_prose, conversation_json, needs_model
from sparkle_motion_dagster.errors import (
    ArtifactCorruptError,
    ArtifactMissingError,
    BriefError,
    StoreError,
    UnwrittenError,
)
from sparkle_motion_dagster.film.casting import VoiceTraits, cast_voices
from sparkle_motion_dagster.film.continuity import keep_camera, kept_voices
from sparkle_motion_dagster.film.ids import keep_ids
from sparkle_motion_dagster.film.plan import MoviePlan
from sparkle_motion_dagster.film.recipe import Recipe
from sparkle_motion_dagster.film.rules import Limits, broken_rules
from sparkle_motion_dagster.film.wording import in_words
from sparkle_motion_dagster.store.artifact import Artifact
from sparkle_motion_dagster.store.store import ArtifactStore
from sparkle_motion_dagster.writing.brief import Written
from sparkle_motion_dagster.writing.read import Brief, read_brief

CODE_VERSION = "3"
ASSET = "movie_plan"


@dataclass(frozen=True)
class Writer:
    """Who wrote a plan's script: as its recipe, its facts and its record hold it. The default: code, by rule."""

    inputs: dict[str, Any] = field(default_factory=lambda: {"backend": RULES})
    facts: dict[str, Any] = field(default_factory=lambda: {"written_by": RULES})
    conversation: tuple[dict[str, Any], ...] = ()
    """Every question to a language model, with its answer."""


@dataclass(frozen=True)
class Planned:
    """A plan, what the writer's helper has to say about it, and the brief it came from."""

    plan: MoviePlan
    notes: tuple[str, ...]
    brief: Brief
    writer: Writer = field(default_factory=Writer)


def plan_brief(brief: Brief, profile: Profile, before: MoviePlan | None, room: ScriptRoom | None = None) -> Planned:
    """The plan of a brief. Pure, unless a language model writes. Raises BriefError with everything that is wrong.

    Args:
        brief: the person's text.
        profile: says which voices there are and how large a film may be.
        before: the film's plan until now; its shots keep their ids and its characters their voices.
        room: where a language model's answers are kept, if the profile's writer is one; None: there is no such place,
            and a story for a model raises UnwrittenError.
    """
    limits = Limits(max_shots=profile.limits.max_shots, max_duration_s=profile.limits.max_duration_s)
    written, writer = _written(brief, profile, limits, room)
    plan = _cast(keep_camera(before, keep_ids(before, written.plan)), profile, before)
    broken = broken_rules(plan, limits)
    if broken:
        raise BriefError(
            brief.source, [f"{rule.path}: {rule.value}: expected {rule.expected}; {rule.remedy}" for rule in broken]
        )
    return Planned(plan, written.notes, brief, writer)


def _written(brief: Brief, profile: Profile, limits: Limits, room: ScriptRoom | None) -> tuple[Written, Writer]:
    from sparkle_motion_dagster.backends.writer.screenwriter import writer_facts
    from sparkle_motion_dagster.writing.write_plan import plan_script, write_plan

    if not needs_model(brief, profile):
        return write_plan(brief, limits), Writer()
    if room is None:
        raise UnwrittenError(
            f"{brief.source}: the writer {profile.writer.backend} has not written it yet, and asking it is work: "
            "run `sparkle plan` or `sparkle make` first"
        )
    scripted = room.script(brief, profile)
    written = plan_script(scripted.script, brief, limits)
    facts = writer_facts(scripted.turns)
    notes = tuple(dict.fromkeys([*written.notes, *facts["writer_notes"]]))
    conversation = tuple(conversation_json(scripted.turns))
    return Written(written.plan, notes), Writer(room.inputs(profile), facts, conversation)


def check_brief(path: Path, profile: Profile) -> None:
    """Refuse a wrong brief before anything is written or asked. Raises BriefError, ProfileError."""
    brief = read_brief(path)
    if needs_model(brief, profile):
        check_prose(brief, profile)
    else:
        plan_brief(brief, profile, None)


def _cast(plan: MoviePlan, profile: Profile, before: MoviePlan | None) -> MoviePlan:
    """Every speaking character with a voice of the profile's engine, the one it had if it still has it."""
    voices = _voices(profile)
    speaking = {line.character_id for shot in plan.shots for line in shot.dialogue}
    speakers = tuple(character for character in plan.characters if character.id in speaking)
    chosen = cast_voices(speakers, voices, kept_voices(before, plan))
    characters = tuple(
        c.model_copy(update={"voice_profile": {**c.voice_profile, "voice": chosen[c.id]}}) if c.id in chosen else c
        for c in plan.characters
    )
    return plan.model_copy(update={"characters": characters})


def _voices(profile: Profile) -> tuple[VoiceTraits, ...]:
    """The voices of the profile's speech backend, or of the one that its server says it runs. Raises EndpointError."""
    backend = build(profile, "speech")
    if isinstance(backend, KnowsItsVoices):
        return backend.castable()
    catalogue, able = load_providers(), set(backend.voices())
    known = {voice: entry for voice, entry in catalogue.voices.items() if voice in able}
    if not known:  # says which engines have voices
        return traits_of_voices(catalogue, str(backend.name))
    return tuple(VoiceTraits(v, e.sex, e.age, e.pitch_hz, e.temper) for v, e in known.items())


def held_plan(store: ArtifactStore, film: str) -> MoviePlan | None:
    """The film's plan as stored, or None if it was never planned. Raises ArtifactCorruptError."""
    artifact = store.head(ASSET, film)
    return None if artifact is None else read_plan(artifact)


def latest_plan(store: ArtifactStore, film: str) -> MoviePlan | None:
    """The film's plan, by which ids and voices are kept; the latest one before it that is whole, if it is damaged."""
    head = store.head(ASSET, film)
    for artifact in (*([head] if head else []), *reversed(store.takes(ASSET, film))):
        try:
            return read_plan(artifact)
        except (ArtifactCorruptError, ArtifactMissingError):
            continue  # in quarantine now
    return None


def read_plan(artifact: Artifact) -> MoviePlan:
    """The plan inside a movie_plan artifact. Raises StoreError if this version of the program cannot read it."""
    try:
        return MoviePlan.model_validate_json(artifact.path("plan").read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise StoreError(
            f"film {artifact.film}: its plan was written by another version of this program ({artifact.backend}) and cannot "
            f"be read: {'.'.join(map(str, first['loc']))}: {first['msg']}; use that version, or begin the film anew: "
            f"sparkle rm {artifact.film} --yes, then sparkle make FILE --film {artifact.film}"
        ) from error


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
        "writer": planned.writer.inputs,
        "code_version": CODE_VERSION,
    }
    return Recipe(ASSET, film, inputs)


def writer_words(wanted: Mapping[str, Any], held: Artifact) -> tuple[str, ...]:
    """What is another about the writer than when the plan that is held was made, in words; () if nothing is."""
    return in_words({"writer": dict(wanted)}, {"writer": held.inputs.get("writer", {"backend": RULES})})


def why_planned(store: ArtifactStore, film: str, planned: Planned) -> str:
    """Why the film is planned now, in words, for the plan's record."""
    held = store.head(ASSET, film)
    if held is None:
        return "first plan"
    return "; ".join(writer_words(planned.writer.inputs, held)) or "the brief changed"


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
            **planned.writer.facts,
        }
        by = planned.writer.inputs
        backend = f"writing {CODE_VERSION}" if by["backend"] == RULES else f"{by['backend']} {by['version']}"
        return store.adopt(recipe, files, facts, film=film, shot=None, backend=backend, draft=False, reason=reason)


def _plan_files(folder: Path, planned: Planned) -> dict[str, Path]:
    files = {"plan": folder / "plan.json", "brief": folder / "brief.txt", "writer": folder / "writer.json"}
    files["plan"].write_text(planned.plan.model_dump_json(indent=1), encoding="utf-8")
    files["brief"].write_text(planned.brief.text, encoding="utf-8")
    by_rule = planned.writer.inputs["backend"] == RULES
    record = {
        "writer": f"sparkle-motion-dagster {__version__}, by rule, no model" if by_rule else planned.writer.inputs,
        "facts": planned.writer.facts,
        "conversation": list(planned.writer.conversation),
        "kind": planned.brief.kind,
        "source": planned.brief.source,
        "notes": list(planned.notes),
    }
    files["writer"].write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return files


def plan_file(path: Path, profile: Profile, before: MoviePlan | None, room: ScriptRoom | None = None) -> Planned:
    """`plan_brief` of a file."""
    return plan_brief(read_brief(path), profile, before, room)
