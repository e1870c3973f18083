"""What of the world outside our code decides a backend's bytes: libraries, shipped data, a voice's own recipe.

What belongs here: reading those versions, so that recipes can hold them. What does not: what a backend does with them.
A backend names them in `packages`; an upgrade of one of them then makes stale what that backend made, and says so.
"""

import hashlib
from functools import cache
from importlib import metadata
from typing import Any

from sparkle_motion_dagster.film.shipped import resources_folder

DATA_PREFIX = "resources/"


def backend_inputs(backend: Any) -> dict[str, Any]:
    """A backend as recipes hold it: `name`, `version`, by version the `libraries` it names, and its `model`.

    A backend may have `packages`: distributions ("av") and folders of shipped data ("resources/fonts") that decide
    its bytes. One that runs a model has `model_inputs()`: the model's id and revision (or its files' fingerprint), and
    how it is asked, as JSON; it raises SparkleError if the model's identity cannot be told (a folder that is gone).
    One that stands for a backend on another machine has `recipe_inputs()`: all of this, as it is there.
    """
    if hasattr(backend, "recipe_inputs"):
        told: dict[str, Any] = backend.recipe_inputs()
        return told
    inputs: dict[str, Any] = {"name": backend.name, "version": backend.version}
    packages: tuple[str, ...] = getattr(backend, "packages", ())
    if packages:
        inputs["libraries"] = library_versions(packages)
    if hasattr(backend, "model_inputs"):
        inputs["model"] = backend.model_inputs()
    return inputs


def voice_notation(backend: Any, voice: str) -> str | None:
    """A voice's own recipe, if the backend tells it (`notation(voice)`); None if voices are part of its version.

    With it, changing one voice of `configs/tts_providers.yaml` speaks nobody else's lines again.
    """
    notation = getattr(backend, "notation", None)
    return notation(voice) if notation is not None else None


def library_versions(packages: tuple[str, ...]) -> dict[str, str]:
    """Version of each distribution ("missing" if it is not installed) and hash of each folder of shipped data."""
    return {package: _version(package) for package in packages}


@cache
def _version(package: str) -> str:
    if package.startswith(DATA_PREFIX):
        return _data_version(package.removeprefix(DATA_PREFIX))
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"


def _data_version(folder: str) -> str:
    digest = hashlib.sha256()
    for path in sorted((resources_folder() / folder).rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".txt"):
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
