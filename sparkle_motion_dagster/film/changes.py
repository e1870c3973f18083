"""What differs between two recipes, field by field.

What belongs here: comparing plain JSON, aligning lists, and a sentence for any field. What does not: a writer's words
for the fields of our crafts (`wording.py`), recipes themselves (`recipe.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from sparkle_motion_dagster.film.recipe import canonical_json, plain_json

_SHOWN_CHARACTERS = 60
_PAIRS_COMPARED = 400
Kind = Literal["changed", "new", "gone", "put in", "taken out"]


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    path: tuple[str | int, ...]
    """Names of fields and indexes of lists; of what is gone or was taken out, where it was."""
    kind: Kind
    before: Any
    """None if it is new or was put in."""
    after: Any
    """None if it is gone or was taken out."""

    @property
    def dotted(self) -> str:
        """`lines[1].text`."""
        text = ""
        for part in self.path:
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
        return text


def compare(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[Change, ...]:
    """What changed from `stored` to `wanted`, both inputs of recipes; empty if they are equal.

    Lists are aligned first, so an item put in between is one change and not a change of every item after it.
    """
    return tuple(_in_mappings(plain_json(wanted, "wanted"), plain_json(stored, "stored"), ()))


def differences(wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> tuple[str, ...]:
    """`compare` as one plain sentence for each field."""
    return tuple(sentence(change) for change in compare(wanted, stored))


def sentence(change: Change) -> str:
    """A change of any field, for a person's eyes."""
    path = change.dotted
    match change.kind:
        case "new":
            return f"{path} is new: {shown(change.after)}"
        case "gone":
            return f"{path} is gone (was {shown(change.before)})"
        case "put in":
            return f"{path} was put in: {shown(change.after)}"
        case "taken out":
            return f"{path} was taken out: {shown(change.before)}"
    if change.path[-1] == "version":
        return f"{path} {_bare(change.before)} → {_bare(change.after)}"
    before, after = shown_pair(change.before, change.after)
    return f"{path} changed: {before} → {after}"


def _in_mappings(wanted: dict[str, Any], stored: dict[str, Any], path: tuple[str | int, ...]) -> list[Change]:
    found: list[Change] = []
    for name in sorted({*wanted, *stored}):
        inner = (*path, name)
        if name not in stored:
            found.append(Change(inner, "new", None, wanted[name]))
        elif name not in wanted:
            found.append(Change(inner, "gone", stored[name], None))
        else:
            found += _in_values(wanted[name], stored[name], inner)
    return found


def _in_values(wanted: Any, stored: Any, path: tuple[str | int, ...]) -> list[Change]:
    if type(wanted) is type(stored) and wanted == stored and canonical_json(wanted) == canonical_json(stored):
        return []
    if isinstance(wanted, dict) and isinstance(stored, dict):
        return _in_mappings(wanted, stored, path)
    if isinstance(wanted, list) and isinstance(stored, list):
        return _in_lists(wanted, stored, path)
    return [Change(path, "changed", stored, wanted)]


def _in_lists(wanted: list[Any], stored: list[Any], path: tuple[str | int, ...]) -> list[Change]:
    found: list[Change] = []
    old = [canonical_json(item).decode("utf-8") for item in stored]
    new = [canonical_json(item).decode("utf-8") for item in wanted]
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        pairs = _paired(old[old_from:old_to], new[new_from:new_to])
        kept_old = {before for before, _ in pairs}
        matched = {after: before for before, after in pairs}
        for index in range(new_from, new_to):
            if index - new_from in matched:
                found += _in_values(wanted[index], stored[old_from + matched[index - new_from]], (*path, index))
            else:
                found.append(Change((*path, index), "put in", None, wanted[index]))
        for index in range(old_from, old_to):
            if index - old_from not in kept_old:
                found.append(Change((*path, index), "taken out", stored[index], None))
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
    return value if isinstance(value, str) and len(value) <= _SHOWN_CHARACTERS else shown(value)


def shown(value: Any) -> str:
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


def shown_pair(before: Any, after: Any) -> tuple[str, str]:
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
