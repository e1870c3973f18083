"""JSON and YAML text to plain data, safely.

What belongs here: parsing that a hostile file cannot turn against us: no tags, anchors or aliases, no depth without
end, no key twice, no NaN. What does not: what the data means.
"""

import json
import math
import re
from typing import Any

import yaml

from sparkle_motion_dagster.errors import BriefError

DEEPEST = 24
MOST_NODES = 200_000
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlanLoader(_Base):
    """YAML as JSON has it: text, numbers, true, false, null; dates and "no" stay text."""


_PlanLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false|True|False", "tfTF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
):
    _letters = [*_first, ""] if _tag == "null" else list(_first)
    _PlanLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _letters)


def parse_plan_text(text: str, source: str) -> Any:
    """Plain data: dicts, lists, text, numbers, booleans, None. Raises BriefError naming the line."""
    data = _json(text, source) if text.lstrip()[:1] in ("{", "[") and _is_json(source) else _yaml(text, source)
    _check(data, source, "", 0)
    return data


def _is_json(source: str) -> bool:
    return source.casefold().endswith(".json") or not source.casefold().endswith((".yaml", ".yml"))


def _json(text: str, source: str) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = sorted({key for key, _ in items if [k for k, _ in items].count(key) > 1}) if len(items) < 200 else []
        if twice:
            raise BriefError(source, [f"the field {key!r} stands twice in one object: leave one" for key in twice])
        return dict(items)

    def refused(name: str) -> float:
        raise BriefError(source, [f"the number {name}: JSON has none; write a finite number"])

    deepest = _depth(text)
    if deepest > DEEPEST:
        raise BriefError(source, [f"nested {deepest} deep: a plan is never deeper than {DEEPEST}"])
    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=refused)
    except json.JSONDecodeError as error:
        fault = f"line {error.lineno}, column {error.colno}: not well-formed JSON: {error.msg}; mend it there"
        raise BriefError(source, [fault]) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of more digits than Python reads
        raise BriefError(source, [f"cannot be read as JSON: {str(error)[:120]}; write a plain plan"]) from error


def _depth(text: str) -> int:
    """How deep brackets nest, outside quoted text."""
    depth = deepest = 0
    for mark in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        deepest = max(deepest, depth)
    return deepest


def _yaml(text: str, source: str) -> Any:
    depth = count = 0
    try:
        for event in yaml.parse(text, Loader=_PlanLoader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            count += 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise BriefError(source, [f"line {line}: an anchor or alias (& or *): write it out, or quote it"])
            tag = getattr(event, "tag", None)
            if tag:
                raise BriefError(source, [f"line {line}: the tag {tag!r}: plans have none; take it out"])
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise BriefError(source, [f"line {line}: nested deeper than {DEEPEST}: a plan never is"])
            if count > MOST_NODES:
                raise BriefError(source, [f"line {line}: more than {MOST_NODES} values: a plan has fewer"])
        node = yaml.compose(text, Loader=_PlanLoader)
        _unique_keys(node, source)
        return yaml.load(text, Loader=_PlanLoader)  # a SafeLoader without tags
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise BriefError(source, [f"{where}not well-formed YAML: {error.problem or error}; mend it there"]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise BriefError(source, [f"cannot be read as YAML: {str(error)[:160]}; write a plain plan"]) from error


def _unique_keys(node: Any, source: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise BriefError(source, [f"line {line}: a key that is not text: write a plain field name"])
            if key.value in seen:
                raise BriefError(source, [f"line {line}: the field {key.value!r} stands twice: leave one"])
            seen.add(key.value)
            _unique_keys(value, source)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _unique_keys(item, source)


def _check(data: Any, source: str, path: str, depth: int) -> None:
    if isinstance(data, float) and not math.isfinite(data):
        raise BriefError(source, [f"{path} is {data}: expected a finite number; write one"])
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise BriefError(
                    source, [f"{path or 'the plan'} has the key {key!r}: expected text; write it in quotes"]
                )
            _check(value, source, f"{path}.{key}".lstrip("."), depth + 1)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            _check(item, source, f"{path}[{index}]", depth + 1)
