"""The pinned models that profiles may name: configs/models.yaml.

What belongs here: reading it. What does not: where a model's files are (`source.py`).
"""

from functools import cache
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sparkle_motion_dagster.errors import ProfileError
from sparkle_motion_dagster.film.shipped import configs_folder

Revision = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]


class ModelEntry(BaseModel):
    """One model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    """Owner and name on the Hugging Face Hub."""
    revision: Revision | None
    """The commit; None if it is not known here."""
    revision_source: str = ""
    family: str
    """What presets call it."""
    files: tuple[str, ...] = ()
    """All that loading reads, of a repository that is no folder of diffusers or transformers; empty: it is one."""
    variant: str | None = None
    """"fp16": which of several files of the same weights."""
    parameters: dict[str, Annotated[int, Field(gt=0)]]
    working_mb_per_megapixel: Annotated[float, Field(ge=0)] = 0.0
    """What one call needs beside the weights, for a megapixel of picture."""
    working_source: str = ""
    licence: str
    noncommercial: bool = False


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    models: dict[str, ModelEntry]


@cache
def load_models() -> dict[str, ModelEntry]:
    """All pinned models by the name a profile uses. Raises ProfileError with every broken field."""
    path = configs_folder() / "models.yaml"
    try:
        return _Table.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).models
    except yaml.YAMLError as error:
        raise ProfileError(f"{path.name}: not readable as YAML: {error}") from error
    except ValidationError as error:
        broken = "\n".join(f"  - {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise ProfileError(f"{path.name}: {error.error_count()} wrong field(s)\n{broken}") from error
