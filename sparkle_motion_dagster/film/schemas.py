"""The registry of JSON Schemas: a name, the URI others know it by, the file it is in, the model it comes from.

What belongs here: the registry and the export. What does not: the models.

`python -m sparkle_motion_dagster.film.schemas` writes `resources/schemas/` anew.
"""

import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.plan import FilmModel, MoviePlan
from sparkle_motion_dagster.film.policy import QAPolicy
from sparkle_motion_dagster.film.qa import QAReport
from sparkle_motion_dagster.film.records import AssetRefs, Checkpoint, RunContext, StageEvent, StageManifest
from sparkle_motion_dagster.film.shipped import configs_folder, resources_folder

MODELS: dict[str, type[FilmModel]] = {
    "movie_plan": MoviePlan,
    "asset_refs": AssetRefs,
    "qa_report": QAReport,
    "stage_event": StageEvent,
    "checkpoint": Checkpoint,
    "run_context": RunContext,
    "stage_manifest": StageManifest,
    "qa_policy": QAPolicy,
}


@dataclass(frozen=True)
class SchemaArtifact:
    """One schema: the model, the URI others know it by, and the file of its JSON Schema."""

    name: str
    uri: str
    path: Path
    model: type[FilmModel]

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of what is read (2020-12), with its URI as `$id`."""
        body = self.model.model_json_schema(mode="validation")
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": self.uri, **body}


class _Entry(FilmModel):
    uri: str
    local_path: str


class _File(FilmModel):
    schemas: dict[str, _Entry]


@cache
def registry() -> dict[str, SchemaArtifact]:
    """All schemas by name, as configs/schema_artifacts.yaml lists them. Raises ProfileError if it is not right."""
    path = configs_folder() / "schema_artifacts.yaml"
    try:
        entries = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).schemas
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ProfileError(f"{path}: cannot be read as the list of schemas: {error}") from error
    if set(entries) != set(MODELS):
        odd = ", ".join(sorted(set(entries) ^ set(MODELS)))
        raise ProfileError(f"{path}: expected exactly {', '.join(MODELS)}; wrong: {odd}")
    root = configs_folder().parent
    return {n: SchemaArtifact(n, e.uri, root / e.local_path, MODELS[n]) for n, e in entries.items()}


def schema(name: str) -> SchemaArtifact:
    """A schema by its name or its `artifact://` URI. Raises ProfileError naming those there are."""
    known = registry()
    for entry in known.values():
        if name in (entry.name, entry.uri):
            return entry
    raise ProfileError(f"no schema is called {name!r}; known: {', '.join(known)}")


def check(name: str, data: Any) -> FilmModel:
    """`data` as the model of a schema. Raises ProfileError with every wrong field."""
    entry = schema(name)
    try:
        return entry.model.model_validate(data)
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{name}: {error.error_count()} wrong field(s)\n{broken}") from error


def movie_plan() -> SchemaArtifact:
    """The movie plan's schema."""
    return schema("movie_plan")


def asset_refs() -> SchemaArtifact:
    """The schema of where a film's parts are."""
    return schema("asset_refs")


def qa_report() -> SchemaArtifact:
    """The QA report's schema."""
    return schema("qa_report")


def stage_event() -> SchemaArtifact:
    """The schema of an event of a stage."""
    return schema("stage_event")


def checkpoint() -> SchemaArtifact:
    """The schema of a stage's checkpoint."""
    return schema("checkpoint")


def run_context() -> SchemaArtifact:
    """The schema of a run's context."""
    return schema("run_context")


def stage_manifest() -> SchemaArtifact:
    """The schema of a finished part."""
    return schema("stage_manifest")


def qa_policy() -> SchemaArtifact:
    """The QA policy's schema."""
    return schema("qa_policy")


def exported(entry: SchemaArtifact) -> str:
    """The text of a schema's file."""
    return json.dumps(entry.json_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def export(folder: Path | None = None) -> tuple[Path, ...]:
    """Write every schema into `folder` (default: resources/schemas of the repository); the files written."""
    folder = folder or resources_folder() / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for entry in registry().values():
        path = folder / entry.path.name
        path.write_text(exported(entry), encoding="utf-8")
        written.append(path)
    return tuple(written)


if __name__ == "__main__":
    sys.stdout.writelines(f"{path}\n" for path in export())
