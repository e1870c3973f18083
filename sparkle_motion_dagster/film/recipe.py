"""Recipes: everything that can change an artifact's bytes, as canonical JSON, and what differs between two of them.

What belongs here: the recipe, its hash, the names it may carry, and the sentences that say what changed. What does
not: which inputs a step puts in its recipe (the step decides), and where made artifacts are kept (`store/`).
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, TypeAlias, cast

from sparkle_motion_dagster.errors import InputError

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

_NAME = re.compile(r"[a-z0-9][a-z0-9._~-]{0,127}")
_ASSET = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
_SHOWN_CHARACTERS = 60
_PAIRS_COMPARED = 400


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
        object.__setattr__(self, "inputs", _plain(self.inputs, f"recipe of {self.asset}"))

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


def _plain(value: Any, where: str) -> Any:
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
            copy[name] = _plain(item, f"{where}.{name}")
        return copy
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    raise InputError(f"{where}: a {type(value).__name__} cannot be in a recipe. Use text, numbers, lists and mappings.")


def differences(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[str, ...]:
    """What changed from `stored` to `wanted`, one sentence each, fields dotted; empty if they are equal.

    Both are recipes' inputs. Lists are aligned first, so an item put in between is one sentence and not a
    change of every item after it.
    """
    return tuple(_mapping_differences(_plain(wanted, "wanted"), _plain(stored, "stored"), ""))


def _mapping_differences(wanted: dict[str, Any], stored: dict[str, Any], path: str) -> list[str]:
    found: list[str] = []
    for name in sorted({*wanted, *stored}):
        inner = f"{path}.{name}" if path else name
        if name not in stored:
            found.append(f"{inner} is new: {_shown(wanted[name])}")
        elif name not in wanted:
            found.append(f"{inner} is gone (was {_shown(stored[name])})")
        else:
            found += _value_differences(wanted[name], stored[name], inner)
    return found


def _value_differences(wanted: Any, stored: Any, path: str) -> list[str]:
    if type(wanted) is type(stored) and wanted == stored and canonical_json(wanted) == canonical_json(stored):
        return []
    if isinstance(wanted, dict) and isinstance(stored, dict):
        return _mapping_differences(wanted, stored, path)
    if isinstance(wanted, list) and isinstance(stored, list):
        return _list_differences(wanted, stored, path)
    before, after = _shown_pair(stored, wanted)
    if path.rsplit(".", 1)[-1] == "version":
        return [f"{path} {_bare(stored)} → {_bare(wanted)}"]
    return [f"{path} changed: {before} → {after}"]


def _list_differences(wanted: list[Any], stored: list[Any], path: str) -> list[str]:
    found: list[str] = []
    old = [canonical_json(item).decode("utf-8") for item in stored]
    new = [canonical_json(item).decode("utf-8") for item in wanted]
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = _paired(old[old_from:old_to], new[new_from:new_to])
        kept_old = {before for before, _ in pairs}
        matched = {after: before for before, after in pairs}
        for index in range(new_from, new_to):
            inner = f"{path}[{index}]"
            if index - new_from in matched:
                found += _value_differences(wanted[index], stored[old_from + matched[index - new_from]], inner)
            else:
                found.append(f"{inner} was put in: {_shown(wanted[index])}")
        for index in range(old_from, old_to):
            if index - old_from not in kept_old:
                found.append(f"{path}[{index}] was taken out: {_shown(stored[index])}")
    return found


def _paired(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which items are versions of each other, in order, as many as the shorter list has, the likest ones."""
    if len(old) == len(new) or not old or not new or len(old) * len(new) > _PAIRS_COMPARED:
        return [(index, index) for index in range(min(len(old), len(new)))]
    if len(old) > len(new):
        return [(before, after) for after, before in _paired(new, old)]
    spare = len(new) - len(old)
    # best[before][skip]: likeness of old[:before] placed on new with `skip` items passed over, and the places.
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])] * (spare + 1)
    for before, text in enumerate(old):
        row: list[tuple[float, list[tuple[int, int]]]] = []
        for skip in range(spare + 1):
            score, places = best[skip]
            likeness = SequenceMatcher(None, text, new[before + skip], autojunk=False).ratio()
            here = (score + likeness, [*places, (before, before + skip)])
            row.append(here if not row or here[0] > row[-1][0] else row[-1])
        best = row
    return best[-1][1]


def _bare(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _SHOWN_CHARACTERS else _shown(value)


def _shown(value: Any) -> str:
    """A value for a person's eyes, shortened from its end."""
    return _cut(_written(value), 0)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return canonical_json(value).decode("utf-8")


def _shown_pair(before: Any, after: Any) -> tuple[str, str]:
    """Both values, shortened around the first place where they differ, so that the change itself is seen."""
    old, new = _written(before), _written(after)
    if max(len(old), len(new)) <= _SHOWN_CHARACTERS:
        return old, new
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, first - 20)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    end = start + _SHOWN_CHARACTERS
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def as_json_object(value: Mapping[str, Any], what: str) -> dict[str, JSON]:
    """A deep, plain copy of `value`; InputError names the field that JSON cannot carry."""
    return cast(dict[str, JSON], _plain(value, what))
