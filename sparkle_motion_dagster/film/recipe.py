"""Recipes: everything that can change an artifact's bytes, as canonical JSON.

What belongs here: the recipe, its hash, and the names it may carry. What does not: what differs between two recipes
(`changes.py`), which inputs a step puts in its recipe (the step decides), where made artifacts are kept (`store/`).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, cast

from sparkle_motion_dagster.errors import InputError

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

_NAME = re.compile(r"[a-z0-9][a-z0-9._~-]{0,127}")
_ASSET = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")


def check_key(key: str, what: str = "name") -> str:
    """`key` itself if it may name a film, a shot or a partition; InputError says which characters may."""
    if not isinstance(key, str) or not _NAME.fullmatch(key) or ".." in key:
        shown = repr(key) if len(str(key)) <= 80 else f"{str(key)[:77]!r}…"
        raise InputError(
            f"{what} {shown}: expected 1 to 128 of a-z, 0-9, '.', '_', '~', '-', beginning with a letter or digit "
            f"and without '..'. Choose another {what}."
        )
    return key


def check_asset(asset: str) -> str:
    """`asset` itself if it may name an asset; InputError otherwise."""
    if not isinstance(asset, str) or not _ASSET.fullmatch(asset):
        raise InputError(f"asset {str(asset)[:80]!r}: expected 1 to 64 of a-z, 0-9 and '_'.")
    return asset


@dataclass(frozen=True, eq=False)
class Recipe:
    """What must be made, as data.

    `asset` and `inputs` make the hash. `key` (a film, or a film's shot) says for whom and is not in the hash: two
    shots that ask for the same thing share it. `inputs` is copied, and becomes plain JSON (tuples become lists).
    Raises InputError for a name that is not allowed and for a value that JSON cannot carry exactly.
    """

    asset: str
    key: str
    inputs: dict[str, Any]

    def __post_init__(self) -> None:
        check_asset(self.asset)
        check_key(self.key, "key")
        if not isinstance(self.inputs, dict):
            raise InputError(f"recipe of {self.asset}: inputs must be a mapping, not {type(self.inputs).__name__}.")
        object.__setattr__(self, "inputs", plain_json(self.inputs, f"recipe of {self.asset}"))

    def canonical(self) -> bytes:
        """The bytes that are hashed: UTF-8 JSON, keys sorted, no spaces, no NaN."""
        return canonical_json({"asset": self.asset, "inputs": self.inputs})

    @cached_property
    def digest(self) -> str:
        """sha256 of `canonical()`, 64 hex digits: the memo key."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and (self.key, self.digest) == (other.key, other.digest)

    def __hash__(self) -> int:
        return hash((self.key, self.digest))


def canonical_json(value: Any) -> bytes:
    """`value` as canonical JSON bytes. Raises InputError for NaN, infinity and text that is not Unicode."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8")
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"value cannot be written as JSON: {error}. Use finite numbers and plain text.") from error


def plain_json(value: Any, where: str) -> Any:
    """A deep copy made of dict, list, str, int, float, bool and None only."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise InputError(f"{where}: {value} is not a number that a recipe can hold. Use a finite number.")
        return float(value)
    if isinstance(value, Mapping):
        copy: dict[str, Any] = {}
        for name, item in value.items():
            if not isinstance(name, str):
                raise InputError(f"{where}: field name {name!r} must be text.")
            copy[name] = plain_json(item, f"{where}.{name}")
        return copy
    if isinstance(value, list | tuple):
        return [plain_json(item, f"{where}[{index}]") for index, item in enumerate(value)]
    raise InputError(f"{where}: a {type(value).__name__} cannot be in a recipe. Use text, numbers, lists and mappings.")


def as_json_object(value: Mapping[str, Any], what: str) -> dict[str, JSON]:
    """A deep, plain copy of `value`; InputError names the field that JSON cannot carry."""
    return cast(dict[str, JSON], plain_json(value, what))
