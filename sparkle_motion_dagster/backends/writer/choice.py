"""Which writer a profile names, built; and what `sparkle doctor` says of it.

What belongs here: the table. What does not: any writer. "rules" is no model: it is `writing/`, and asks nobody.
"""

import inspect
import platform
from importlib import import_module
from typing import Any

from sparkle_motion_dagster.backends.profile import Profile
from sparkle_motion_dagster.backends.writer.protocol import LanguageModel
from sparkle_motion_dagster.errors import ProfileError

RULES = "rules"
WRITERS = {
    "openai": "sparkle_motion_dagster.backends.writer.openai_server:OpenAIWriter",
    "local": "sparkle_motion_dagster.backends.writer.local:LocalWriter",
}


def asks_model(profile: Profile) -> bool:
    """Whether the profile's writer is a language model."""
    return profile.writer.backend != RULES


def build_writer(profile: Profile) -> LanguageModel:
    """The language model that the profile names. Raises ProfileError for an unknown name or setting."""
    choice = profile.writer
    where = f"profile {profile.name}: writer"
    address = WRITERS.get(choice.backend)
    if address is None:
        known = ", ".join([RULES, *WRITERS])
        raise ProfileError(f"{where}.backend is {choice.backend!r}: expected one of {known}")
    module, _, name = address.partition(":")
    writer_class = getattr(import_module(module), name)
    signature = inspect.signature(writer_class)
    unknown = sorted(set(choice.settings) - set(signature.parameters))
    if unknown:
        raise ProfileError(
            f"{where}.settings has unknown {', '.join(unknown)}: "
            f"{choice.backend} takes {', '.join(signature.parameters)}"
        )
    needed = [n for n, p in signature.parameters.items() if p.default is inspect.Parameter.empty]
    missing = [name for name in needed if name not in choice.settings]
    if missing:
        raise ProfileError(f"{where}.settings lacks {', '.join(missing)}")
    try:
        writer: LanguageModel = writer_class(**choice.settings)
    except TypeError as error:
        raise ProfileError(f"{where}.settings has a value of a wrong type: {error}") from error
    except ProfileError as error:
        raise ProfileError(f"{where}: {error}") from error
    return writer


def check_writer(profile: Profile) -> None:
    """Whether the profile's writer can be built at all. Raises ProfileError."""
    if asks_model(profile):
        build_writer(profile)
    elif profile.writer.settings:
        raise ProfileError(f"profile {profile.name}: writer.settings: {RULES} takes none")


def examine_writer(profile: Profile) -> dict[str, Any]:
    """The writer's row of `sparkle doctor`. Asks a server one quick question; loads no model."""
    row = {"craft": "writer", "backend": profile.writer.backend, "device": platform.machine()}
    check_writer(profile)
    if not asks_model(profile):
        return {
            **row,
            "ready": True,
            "reasons": [],
            "detail": "screenplays, stories and ideas by rule",
            "licence": "Apache-2.0 (ours)",
        }
    ready, detail = build_writer(profile).readiness()
    return {**row, "ready": ready, "reasons": [] if ready else [detail], "detail": detail, "licence": "the model's own"}
