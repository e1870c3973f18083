"""The rules of a QA policy file: one comparison each, as text.

What belongs here: reading and applying `prompt_match >= threshold(prompt_match_min)`. What does not: which verdict
follows from which rule (`policy.py`).

A rule is `<field> <operator> <value>`: a field of the findings (or the name of a threshold); `==`, `!=`, `<`, `<=`,
`>`, `>=` or `contains`; a number, `true`, `false`, `null`, `[]`, a quoted text, or `threshold(<name>)`.
"""

import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_RULE = re.compile(r"\s*([a-z_][a-z0-9_]*)\s*(==|!=|<=|>=|<|>|\bcontains\b)\s*(\S.*?)\s*")
_THRESHOLD = re.compile(r"threshold\(\s*([a-z_][a-z0-9_]*)\s*\)")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "contains": lambda notes, word: any(word in note for note in notes),
}


@dataclass(frozen=True)
class Rule:
    """A comparison of one field with one value."""

    text: str
    field: str
    compare: str
    value: Any
    """A number, bool, None, empty tuple or text; unused if `threshold` is set."""
    threshold: str | None

    def holds(self, found: Any, thresholds: Mapping[str, Any]) -> bool:
        """Whether `found` fulfils the rule. `found` must not be None unless the rule compares with null."""
        against = thresholds[self.threshold] if self.threshold else self.value
        return bool(_COMPARE[self.compare](found, against))


def read_rule(text: str, fields: Mapping[str, type], thresholds: Mapping[str, type]) -> Rule:
    """The rule that `text` states. Raises ValueError saying what is wrong with it.

    `fields` and `thresholds` give the names that may be used and the type of each (float, bool, str or tuple).
    """
    match = _RULE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a rule; expected for example 'prompt_match >= threshold(prompt_match_min)'")
    field, compare, right = match.groups()
    kinds = {**thresholds, **fields}
    if field not in kinds:
        raise ValueError(f"{text!r}: no field is called {field!r}; known: {', '.join(sorted(kinds))}")
    named = _THRESHOLD.fullmatch(right)
    if named is not None:
        if named[1] not in thresholds:
            raise ValueError(f"{text!r}: no threshold is called {named[1]!r}; known: {', '.join(sorted(thresholds))}")
        _check_kinds(text, compare, kinds[field], thresholds[named[1]])
        return Rule(text, field, compare, None, named[1])
    value = _value(text, right)
    if value is not None or compare not in ("==", "!="):
        _check_kinds(text, compare, kinds[field], type(value))
    return Rule(text, field, compare, value, None)


def _value(text: str, right: str) -> Any:
    if len(right) >= 2 and right[0] == right[-1] == "'":
        return right[1:-1]
    try:
        value = json.loads(right)
    except ValueError as error:
        raise ValueError(f"{text!r}: {right!r} is no number, true, false, null, [], text or threshold") from error
    if value == []:
        return ()
    if isinstance(value, list | dict):
        raise ValueError(f"{text!r}: {right!r} cannot be compared with")
    return value


def _check_kinds(text: str, compare: str, left: type, right: type) -> None:
    numbers = (int, float)
    fits = (left in numbers and right in numbers) or left is right
    if compare == "contains":
        fits = left is tuple and right is str
    elif compare not in ("==", "!="):
        fits = left in numbers and right in numbers
    if not fits:
        raise ValueError(f"{text!r}: a {_word(left)} and a {_word(right)} cannot be compared by {compare!r}")


def _word(kind: type) -> str:
    return {float: "number", int: "number", bool: "yes/no", str: "text", tuple: "list"}.get(kind, kind.__name__)
